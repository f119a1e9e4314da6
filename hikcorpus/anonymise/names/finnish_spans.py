"""What of a Finnish name is masked, and where in its message it is masked again."""

import re

from hikcorpus.anonymise.names.finnish_stems import stems
from hikcorpus.anonymise.names.finnish_words import BEGINS, CACHED, TOKEN, beginnings, known, names
from hikcorpus.anonymise.names.remembered import remembered

AGAIN = 0.3
"""Names are looked for again in their message from this probability on."""


_KIN = frozenset(
    {"sisko", "veli", "äiti", "isä", "eno", "täti", "setä", "mummo", "ukki", "vaari", "vaimo", "sisar", "serkku"}
)
_BEFORE = re.compile(r"(?:^|[.!?:>\"”»–-])\s*\Z", re.MULTILINE)


def _only_kin(text: str, start: int, end: int) -> bool:
    """`Sisko tuo ruokaa.`: a kin word that has its capital from the sentence; masked, the corpus would lose it."""
    return text[start:end].lower() in _KIN and (
        text[start].islower() or _BEFORE.search(text, max(0, start - 9), start) is not None
    )


def again(text: str, found: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """`found` and further mentions of its names: `Pekka Kääpä ... Kääpän`. Dictionary words only with a capital."""
    found = [span for span in found if not _only_kin(text, span[0], span[1])]
    taken = [False] * len(text)
    wanted: dict[str, float] = {}
    for start, end, score in found:
        taken[start:end] = [True] * (end - start)
        if score >= AGAIN:
            for word in TOKEN.findall(text[start:end]):
                if len(word) > 3 and word[0].isalpha() and (word[0].isupper() or not known(word.lower())):
                    wanted.update((stem, score) for stem in stems(word.lower()) if len(stem) > 3)
    if not wanted:
        return found
    more = list(found)
    begun = beginnings(wanted)
    before = "."
    for match in TOKEN.finditer(text):
        word, (start, end) = match[0], match.span()
        if end - start > 3 and not taken[start] and word[0].isalpha():
            low = word.lower()
            candidates = list(stems(low, beginnings=begun))
            if (len(candidates) > 1 or low in wanted) and known(low):
                if not word[0].isupper() or word.isupper() or before in BEGINS or text[start - 1] == "\n":
                    candidates = []
                candidates = candidates[:1] + [stem for stem in candidates if len(stem) > 4]
            score = max((wanted[stem] for stem in candidates if stem in wanted), default=0.0)
            if score:
                more.append((*settle(text, start, end), score))
        before = word
    return sorted(more)


_ENDING = re.compile(
    r"(?:i?(?:ll[aä]|lt[aä]|lle|ss[aä]|st[aä])|ksi|i?n|[aä]|[aeiouyäö]n|h[aeiouyäö]n)(?:kin|kaan|kään)?$"
)
_WORD_END = re.compile(r"[^\W\d_]+$")
_COLON = re.compile(r"(?<=[^\W\d_]):(?:n|t?[aä]|lle|(?:ll|lt|ss|st)[aä]|ksi|h?[aeiouyäö]n|s[ae]+n)$")


def settle(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without a case ending, where the last word is a listed name as it stands and then an ending.

    `Annalle` -> `Anna`; `Virtasen`, `Matille` and what no list has stay whole, for nobody could say where they end.
    """
    ending = _COLON.search(text, start, end)  # Nieminen:lle
    if ending is not None:
        return start, ending.start()
    last = _WORD_END.search(text, start, end)
    if last is None:
        return start, end
    return start, min(end, last.start() + _stem_length(last[0].lower()))  # `İ` is longer in lower case


stem = settle
"""What of an annotated name must be masked, for `training.names.evaluate`: annotators take the ending in."""


@remembered(CACHED)
def _stem_length(low: str) -> int:
    every = names()
    if any(mark in every.get(low, "") for mark in "gnsft"):
        return len(low)
    for length in range(len(low) - 1, 2, -1):
        marks = every.get(low[:length], "")
        if any(mark in marks for mark in "gnsft") and _ENDING.fullmatch(low, length):
            grown = low[: length - 1] + low[length - 2 : length]  # Mati-, of Matti
            return len(low) if low[length - 2] in "kpt" and grown in every else length
    return len(low)
