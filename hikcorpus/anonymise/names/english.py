"""English names: what the tagger sees of a word; its gate and what it masks are in the modules beside."""

from hikcorpus.anonymise.names.english_gate import triggers
from hikcorpus.anonymise.names.english_spans import again, settle
from hikcorpus.anonymise.names.english_words import ROWS, TOKEN, cue, flags, kind, shape
from hikcorpus.anonymise.names.remembered import remembered

__all__ = ["CODE", "THRESHOLD", "again", "features", "settle", "sure", "tokens", "triggers"]

CODE = "en"
THRESHOLD = 0.03


def tokens(text: str) -> list[tuple[int, int]]:
    """Words (with hyphens and apostrophes, but without 's and the like), handles, numbers, single signs."""
    return [match.span() for match in TOKEN.finditer(text)]


@remembered(ROWS)
def _own(word: str) -> tuple[str, ...]:
    low = word.lower()
    if not low[0].isalpha():
        return ("w=" + ("0" if low.isdigit() else low[0] if low[0] in "@#" else low),)
    sort, form, marks = kind(low), shape(word), flags(low)
    found = [
        "w=" + low,
        "shape=" + form,
        "kind=" + sort,
        f"kind+shape={sort}{form}",
        "marks=" + marks,
        f"marks+shape={marks}{form}",
        f"length={min(len(low), 12)}",
    ]
    found += [f"s{size}={low[-size:]}" for size in (2, 3, 4) if len(low) > size]
    found += [f"p{size}={low[:size]}" for size in (2, 3) if len(low) > size]
    found += ["m=" + mark for mark in marks]
    if near := cue(low):
        found.append("cue=" + near)
    if "-" in low:
        found.append("hyphen")
    return tuple(found)


@remembered(ROWS)
def _beside(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the next word and the last one see of a word."""
    low = word.lower()
    if low[0].isalpha():
        seen = ["w=" + low, "kind=" + kind(low), "shape=" + shape(word), "cue=" + cue(low), "s2=" + low[-2:]]
    else:
        seen = ["w=" + ("0" if low.isdigit() else low[0] if low[0] in "@#" else low)]
    return tuple("-1:" + feature for feature in seen), tuple("+1:" + feature for feature in seen)


@remembered(ROWS)
def _brief(word: str) -> tuple[str, str, str]:
    """(word, kind, cue) for pairs."""
    low = word.lower()
    if not low[0].isalpha():
        return (low[0], low[0], "")
    return (low, kind(low), cue(low))


def features(text: str, tokens: list[tuple[int, int]]) -> list[list[str]]:
    """The word itself, its neighbours, pairs of them, and how the segment is written."""
    words = [text[start:end] for start, end in tokens]
    brief = [("<", "<", ""), ("<", "<", ""), *map(_brief, words), (">", ">", ""), (">", ">", "")]
    case = "case=low" if text.islower() else "case=up" if text.isupper() else "case=mixed"
    last = len(words) - 1
    found = []
    for place, word in enumerate(words):
        (w2, _k2, c2), (w1, k1, c1), (_w, sort, _c), (n1, l1, d1), (n2, _l2, d2) = brief[place : place + 5]
        seen = [
            *_own(word),
            case,
            f"-1+={c1 or k1}|{sort}",
            f"+1+={sort}|{d1 or l1}",
            f"-w+={w1}|{sort}",
            f"+w+={sort}|{n1}",
            f"-2-1={w2}|{w1}",
            f"+1+2={n1}|{n2}",
            "-2:w=" + w2,
            "+2:w=" + n2,
            f"-2:cue={c2}{c1}",
            f"+2:cue={d1}{d2}",
        ]
        seen += _beside(words[place - 1])[0] if place else ("first", "first+" + case)
        seen += _beside(words[place + 1])[1] if place < last else ("last",)
        found.append(seen)
    return found


def sure(text: str, tokens: list[tuple[int, int]]) -> list[bool]:
    """None: beside each listed name stands someone for whom it is a word."""
    return [False] * len(tokens)
