"""Finnish names: what the tagger sees of a word, which words open the gate, and what of a name is masked."""

import re
from collections.abc import Callable
from functools import cache, lru_cache

from hikcorpus.anonymise.names.finnish_cues import COMMON, CUES, KIN, TITLES
from hikcorpus.anonymise.names.finnish_stems import CLITIC, stems
from hikcorpus.anonymise.names.shipped import listed

CODE = "fi"
THRESHOLD = 0.11
THRESHOLD_LOW = 0.06
"""In segments without a capital."""
SOLO = 0.06
"""A word opens the gate if it would be a name with this probability if it stood alone."""
AGAIN = 0.8
"""Names are looked for again in their message from this probability on."""

_TOKEN = re.compile(r"\ue000+|[^\W\d_]+(?:['’´`-][^\W\d_]+)*|\d+|[^\w\s]|_+")
_CACHED = 1 << 16


def tokens(text: str) -> list[tuple[int, int]]:
    """Words (hyphenated ones whole), numbers, single signs."""
    return [match.span() for match in _TOKEN.finditer(text)]


def names() -> dict[str, str]:
    """Flags of every listed name: g given, n hypocorism, s surname, f, t foreign, p places, w also a Finnish word."""
    return listed("fi")


@lru_cache(_CACHED)
def _stems(low: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stems(low)))


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(name[:size] for name in names() for size in range(len(name) + 1))


@lru_cache(_CACHED)
def flags(low: str) -> str:
    """Flags of the listed names that a lower-case word may be a form of; in capitals where it is one as it stands."""
    every = names()
    found = set(every.get(low, "").upper())
    for stem in stems(low, beginnings=_beginnings()):
        found.update(every.get(stem, ""))
    if "-" in low:
        found.update(*(flags(part).lower() for part in low.split("-") if part))
    return "".join(sorted(found))


@cache
def _lemmas() -> Callable[[str], str | None]:
    """simplemma's table in its small form, the one that `ordinary` asks too: one process loads it once."""
    from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

    found: Callable[[str], str | None] = LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary("fi").get
    return found


@lru_cache(_CACHED)
def known(low: str) -> bool:
    """Whether a lower-case word is a form of a Finnish dictionary word that is no listed name (`matti`)."""
    lemma = None if low in COMMON else _lemmas()(low)
    if lemma is None:
        return low in COMMON
    marks = names().get(str(lemma).lower(), "w")
    return "w" in marks or not any(mark in marks for mark in "gns")


def _shape(word: str) -> str:
    if word.islower():
        return "x"
    if word.isupper():
        return "X" if len(word) == 1 else "XX"
    if word[0].isupper():
        return "Xx" if word[1:].islower() else "XxX"
    return "0" if word.isdigit() else "xX" if word.isalpha() else "."


@lru_cache(_CACHED)
def _own(word: str) -> tuple[str, ...]:
    low = word.lower()
    if not low[0].isalpha():
        return ("w=" + ("0" if low.isdigit() else low),)
    marks = flags(low)
    ordinary = "k" if known(low) else "u"
    shape = _shape(word)
    found = [
        "w=" + low,
        "shape=" + shape,
        f"lex+shape={ordinary}{shape}",
        f"marks+lex={marks}{ordinary}",
        f"marks+shape={marks}{shape}",
        f"length={min(len(low), 12)}",
    ]
    found += [f"s{size}={low[-size:]}" for size in (2, 3, 4, 5) if len(low) > size]
    found += [f"p{size}={low[:size]}" for size in (2, 3, 4) if len(low) > size]
    found += ["m=" + mark for mark in marks]
    cue = _cue(low)
    if cue:
        found.append("cue=" + cue)
    if "-" in low:
        found.append("hyphen")
    return tuple(found)


def _cue(low: str) -> str:
    return "kin" if low in KIN else "title" if low in TITLES else "cue" if low in CUES else ""


@lru_cache(_CACHED)
def _kind(word: str) -> str:
    """Shape, given name or surname, dictionary word or not, in short."""
    low = word.lower()
    if not low[0].isalpha():
        return low if word in _BEGINS or word in ",()" else "0" if low.isdigit() else "."
    marks = set(flags(low))
    given = "g" if marks & set("gGnNfF") else ""
    family = "s" if marks & set("sStT") else ""
    place = "p" if marks & set("pP") else ""
    return f"{_shape(word)}{given}{family}{place}{'k' if known(low) else 'u'}{_cue(low)[:1]}"


@lru_cache(_CACHED)
def _beside(word: str) -> tuple[tuple[str, ...], tuple[str, ...], str, str]:
    """What the next word, the last one, the next but one and the last but one see of a word."""
    low = word.lower()
    if low[0].isalpha():
        seen = ["w=" + low, "s3=" + low[-3:], "kind=" + _kind(word), "cue=" + _cue(low)]
    else:
        seen = ["w=" + ("0" if low.isdigit() else low)]
    return tuple("-1:" + one for one in seen), tuple("+1:" + one for one in seen), "-2:" + seen[0], "+2:" + seen[0]


def features(text: str, tokens: list[tuple[int, int]]) -> list[list[str]]:
    """The word itself, its neighbours, how they go together, and how much of the segment is in capitals."""
    words = [text[start:end] for start, end in tokens]
    last = len(words) - 1
    case = "case=low" if text.islower() else "case=up" if text.isupper() else "case=mixed"
    beside = [_beside(word) for word in words]
    kinds = [_kind(word) for word in words]
    found = []
    before = ""
    for place, word in enumerate(words):
        kind = kinds[place]
        after = kinds[place + 1] if place < last else "|"
        begins = not before or before in _BEGINS
        seen = [*_own(word), case, f"{'^' if begins else '_'}{kind}", f"<{before} {kind}", f">{kind} {after}"]
        if place:
            seen += beside[place - 1][0]
            if place > 1:
                seen.append(beside[place - 2][2])
        if place < last:
            seen += beside[place + 1][1]
            if place + 1 < last:
                seen.append(beside[place + 2][3])
        found.append(seen)
        before = kind
    return found


_SURNAME = re.compile(
    r".{2,}(?:nen|sen|sta|se(?:lle|ll[aä]|lt[aä]|st[aä])|sson|ström|berg|qvist|ski|skin|mann|stein|ov|ovin|jev|ić)$"
)


@lru_cache(_CACHED)
def _opens(word: str) -> tuple[bool | None, bool | None, bool | None]:
    """Whether a word may be a name at a beginning, elsewhere, after a cue; None: ask the model about it alone."""
    if not word[0].isalpha() or len(word) < 2:
        return False, False, False
    low = word.lower()
    marks = flags(low)
    ordinary = known(low)
    listed = any(mark in marks for mark in "gns")
    exact = any(mark in marks for mark in "GNSF")
    foreign = any(mark in marks for mark in "ft")
    if not ordinary and len(low) > 3:
        if listed or (foreign and len(low) > 4 and word[0].isupper()) or _SURNAME.fullmatch(low):
            return True, True, True
        elsewhere = True if word[0].isupper() and not word.isupper() else None
        return None, elsewhere, elsewhere
    if word[0].isupper() and not word.isupper():
        return (None if exact else False), True, True
    if exact:
        return None, None, None
    return False, False, listed or foreign or not ordinary


def triggers(text: str, tokens: list[tuple[int, int]]) -> list[bool | None]:
    """Words that can hardly be anything but a name, and words that may be one where a capital or a cue says so."""
    found: list[bool | None] = []
    place = 0
    for start, end in tokens:
        word = text[start:end]
        found.append(_opens(word)[place])
        place = _next_place(word)
    return found


@lru_cache(_CACHED)
def _next_place(word: str) -> int:
    """What follows this word is at a beginning (0), elsewhere (1), after a cue (2)."""
    return 0 if word in _BEGINS else 2 if word == "@" or _cue(word.lower()) else 1


_FAMILY = re.compile(r".{2,}(?<!lai)(?<!läi)(?<=[aeiouyäö])(?:nen|sen|selle|sella|sellä|selta|seltä|sesta|sestä)$")
"""Forms of surnames in -nen."""


@lru_cache(_CACHED)
def _sure(word: str) -> int:
    """2: a name wherever it stands. 1: a name with this capital, which an ordinary word could have at a beginning."""
    if len(word) < 4 or word.isupper() or not word[0].isupper():
        return 0
    low = word.lower()
    marks = set(flags(low))
    if marks & set("pP"):
        return 0
    if marks & set("gs"):
        ordinary = known(low) or known(CLITIC.sub("", low))
        return 1 if ordinary or marks & set("wW") else 2
    return 1 if _FAMILY.fullmatch(low) and not known(low) and not known(CLITIC.sub("", low)) else 0


def sure(text: str, tokens: list[tuple[int, int]]) -> list[bool]:
    """Words with a capital that list or ending show to be names; at a beginning only those that are no word."""
    found = []
    before = "."
    for start, end in tokens:
        certain = _sure(text[start:end])
        found.append(certain > 1 or (certain == 1 and before not in _BEGINS))
        before = text[start:end]
    return found


_BEGINS = frozenset('.!?:"”»-–>')
"""After these a capital says nothing."""


def again(text: str, found: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """`found` and further mentions of its names: `Pekka Kääpä ... Kääpän`. Dictionary words only with a capital."""
    taken = [False] * len(text)
    wanted: dict[str, float] = {}
    for start, end, score in found:
        taken[start:end] = [True] * (end - start)
        if score >= AGAIN:
            for word in _TOKEN.findall(text[start:end]):
                if len(word) > 3 and word[0].isalpha() and (word[0].isupper() or not known(word.lower())):
                    wanted.update((stem, score) for stem in _stems(word.lower()) if len(stem) > 3)
    if not wanted:
        return found
    more = list(found)
    before = "."
    for match in _TOKEN.finditer(text):
        word, (start, end) = match[0], match.span()
        if end - start > 3 and not taken[start] and word[0].isalpha():
            low = word.lower()
            candidates = list(_stems(low))
            if known(low):
                if not word[0].isupper() or word.isupper() or before in _BEGINS or text[start - 1] == "\n":
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


def settle(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without a case ending, where the last word is a listed name as it stands and then an ending.

    `Annalle` -> `Anna`; `Virtasen`, `Matille` and what no list has stay whole, for nobody could say where they end.
    """
    last = _WORD_END.search(text, start, end)
    if last is None:
        return start, end
    return start, min(end, last.start() + _stem_length(last[0].lower()))  # `İ` is longer in lower case


stem = settle
"""What of an annotated name must be masked, for `training.names.evaluate`: annotators take the ending in."""


@lru_cache(_CACHED)
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
