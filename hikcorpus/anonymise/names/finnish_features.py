"""What the Finnish tagger sees of a word and its neighbours."""

from hikcorpus.anonymise.names.finnish_words import BEGINS, ROWS, cue, flags, kind, known, lemma, names, proper, shape
from hikcorpus.anonymise.names.remembered import remembered


@remembered(ROWS)
def _own(word: str) -> tuple[str, ...]:
    low = word.lower()
    if not low[0].isalpha():
        return ("w=" + ("0" if low.isdigit() else low),)
    marks = flags(low)
    ordinary = "k" if known(low) else "u"
    form = shape(word)
    found = [
        "w=" + low,
        "shape=" + form,
        f"lex+shape={ordinary}{form}",
        f"marks+lex={marks}{ordinary}",
        f"marks+shape={marks}{form}",
        f"length={min(len(low), 12)}",
    ]
    found += [f"s{size}={low[-size:]}" for size in (2, 3, 4, 5) if len(low) > size]
    found += [f"p{size}={low[:size]}" for size in (2, 3, 4) if len(low) > size]
    found += ["m=" + mark for mark in marks]
    if ordinary == "u" or word[0].isupper():
        found.append(f"proper={proper(low)}{form}")
    if ordinary == "k" and marks:
        found.append("lemma=" + names().get(lemma(low), ""))
    announced = cue(low)
    if announced:
        found.append("cue=" + announced)
    if "-" in low:
        found.append("hyphen")
        parts = low.split("-")
        found.append(f"parts={_part(parts[0])}-{_part(parts[-1])}")
    return tuple(found)


def _part(low: str) -> str:
    if not low:
        return ""
    marks = set(flags(low).lower())
    named = "g" if marks & set("gnf") else "s" if marks & set("st") else ""
    return f"{named}{'p' if 'p' in marks else ''}{'k' if known(low) else 'u'}"


@remembered(ROWS)
def _beside(word: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What the next word, the last one, the next but one and the last but one see of a word."""
    low = word.lower()
    own = kind(word)
    if low[0].isalpha():
        seen = ["w=" + low, "kind=" + own, "s3=" + low[-3:], "cue=" + cue(low)]
    else:
        seen = ["w=" + ("0" if low.isdigit() else low)]
    near, far = seen, seen[:2]
    return (
        tuple("-1:" + one for one in near),
        tuple("+1:" + one for one in near),
        tuple("-2:" + one for one in far),
        tuple("+2:" + one for one in far),
    )


def features(text: str, tokens: list[tuple[int, int]]) -> list[list[str]]:
    """The word itself, its neighbours, how they go together, and how much of the segment is in capitals."""
    words = [text[start:end] for start, end in tokens]
    last = len(words) - 1
    case = "case=low" if text.islower() else "case=up" if text.isupper() else "case=mixed"
    beside = [_beside(word) for word in words] if last else []
    kinds = [kind(word) for word in words]
    found = []
    before = ""
    for place, word in enumerate(words):
        own = kinds[place]
        after = kinds[place + 1] if place < last else "|"
        begins = not before or before in BEGINS
        seen = [*_own(word), case, f"{'^' if begins else '_'}{own}", f"<{before} {own}", f">{own} {after}"]
        if place:
            seen += beside[place - 1][0]
            if place > 1:
                seen += beside[place - 2][2]
        if place < last:
            seen += beside[place + 1][1]
            if place + 1 < last:
                seen += beside[place + 2][3]
        found.append(seen)
        before = own
    return found
