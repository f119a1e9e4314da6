"""What of a span that the English tagger found is masked, and where its names stand again."""

import re
from functools import lru_cache

from hikcorpus.anonymise.names.english_gate import opens
from hikcorpus.anonymise.names.english_words import CACHED, LATIN, TOKEN, cue, flags, known

AGAIN = 0.5
"""Names this likely are looked for in the rest of the message."""

_PARTICLES = ("de la", "de", "da", "del", "der", "van der", "van", "von", "bin", "ibn", "el", "al")
_NEXT = re.compile(rf"(?: (?i:{'|'.join(_PARTICLES)}))? ([{LATIN}]+(?:['’-][{LATIN}]{{2,}})*)(?![@\w])")
_TITLE = re.compile(r"(?i:mrs?|ms|miss|dr|doctor|prof|professor)(?:\. ?| )(?=\w)")


def settle(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without its title, and with a surname left outside: listed, or in no dictionary, after a name."""
    after = _NEXT.match(text, end)
    words = text[start:end].split()
    if after and _surname(words[-2 if len(words) > 1 and words[-1].lower() in _PARTICLES else -1], after[1]):
        end = after.end()
    if title := _TITLE.match(text, start, end):
        start = title.end()
    return start, end


@lru_cache(CACHED)
def _surname(name: str, word: str) -> bool:
    if not set(flags(name.lower())) & set("gnhf") or cue(word.lower()) in ("verb", "cue"):
        return False
    low = word.lower()
    marks = set(flags(low))
    family = bool(marks & set("st"))
    if word.islower():
        if not marks:
            return name.islower() and len(low) > 3 and not known(low)
        return name.islower() and family and not marks & set("cwlz")
    return name[:1].isupper() and not name.isupper() and word[1:].islower() and (family or not known(low))


def again(text: str, found: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """`found`, and further mentions of its names; those that are words too only with a capital."""
    found = _joined(found)
    taken = [False] * len(text)
    wanted: dict[str, float] = {}
    for start, end, score in found:
        taken[start:end] = [True] * (end - start)
        if score >= AGAIN:
            for match in TOKEN.finditer(text, start, end):
                word = match[0]
                if len(word) > 2 and word[0].isalpha() and (not known(word.lower()) or opens(word) == "always"):
                    wanted[word.lower()] = max(score, wanted.get(word.lower(), 0.0))
                    wanted[word.lower() + "s"] = wanted[word.lower()]
    if not wanted:
        return found
    more = list(found)
    for match in TOKEN.finditer(text):
        word, (start, end) = match[0], match.span()
        low = word.lower()
        if low in wanted and not taken[start] and (not word.islower() or not known(low)):
            more.append((start, end, wanted[low]))
    return sorted(more)


def _joined(found: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Overlapping spans as one: a surname may be found by itself behind a particle that `settle` crossed."""
    joined: list[tuple[int, int, float]] = []
    for start, end, score in found:
        if joined and start < joined[-1][1]:
            before = joined.pop()
            joined.append((before[0], max(end, before[1]), max(score, before[2])))
        else:
            joined.append((start, end, score))
    return joined
