"""Finnish terms in text: dictionary look-up of a word and of what it becomes without its small endings.

simplemma's table knows the case forms of common words; possessive suffixes (äitisi), clitics (isäkin), spoken
forms (äidilt, isäs, mutsii) and words typed without dots (aiti) are brought back to such a form first.
"""

import re
from collections.abc import Iterator
from typing import Final

from hikcorpus.topics.gate import INSIDE
from hikcorpus.topics.phrases import spellings
from hikcorpus.topics.terms import FinnishTerms, literal_beginning
from hikcorpus.topics.words import WordMatcher, dictionary

_CLITIC: Final = re.compile(r"(?<=..)(?:kin|kaan|kään|han|hän|k[oö]s?|p[aä]s?)$")
_POSSESSIVE: Final = re.compile(r"(?<=..)(?:n[iy]|ns[aä]|mme|nne|si)$")
_THIRD_PERSON: Final = re.compile(
    r"(?<=..)(?:ll[aäe]|lt[aä]|ss[aä]|st[aä]|kse|n[aä]|tt[aä]|(?<=i)[aä]|t[aä])(?P<v>[aäe])n$"
)
_SPOKEN_CLITIC: Final = re.compile(r"(?<=..)(?:ki|kaa|kää)$")
_CUT_CASE: Final = {"l": ("la", "lä", "le"), "lt": "aä", "st": "aä", "ss": "aä", "ks": "i"}
_LONG_VOWEL: Final = {"ii": ("iä", "ia"), "oo": ("oa",), "uu": ("ua",), "ee": ("eä", "ea"), "yy": ("yä",)}
_FRONT: Final = str.maketrans("ao", "äö")
_PLURAL_VOWELS: Final = {"a": "aoi", "ä": "äöi", "i": "ie", "e": "e", "o": "o", "u": "u", "y": "y", "ö": "ö"}
_SI_STEM: Final = re.compile(r"[aeiouyäönlr]si$")  # vesi, kansi; not mutsi
_GRADED: Final = re.compile(r"(.*?)(kk|pp|tt|nk|ng|mp|mm|nt|nn|lt|ll|rt|rr|[hlr]k|(?<!s)[ktpdv])$")
_GRADES: Final = {
    "kk": ("kk", "k"), "pp": ("pp", "p"), "tt": ("tt", "t"), "nk": ("nk", "ng"), "ng": ("ng", "nk"),
    "mp": ("mp", "mm"), "mm": ("mm", "mp"), "nt": ("nt", "nn"), "nn": ("nn", "nt"), "lt": ("lt", "ll"),
    "ll": ("ll", "lt"), "rt": ("rt", "rr"), "rr": ("rr", "rt"), "hk": ("hk", "h"), "lk": ("lk", "l", "lj"),
    "rk": ("rk", "r", "rj"), "k": ("k", "kk", ""),
    "t": ("t", "d", "tt"), "d": ("d", "t"), "p": ("p", "v", "pp"), "v": ("v", "p"),
}  # fmt: skip


class FinnishMatcher(WordMatcher):
    """Finds Finnish terms in any case, with suffixes, in compounds, in spoken forms and typed without dots."""

    language = "fi"
    terms: FinnishTerms

    def __init__(self, terms: FinnishTerms) -> None:
        self._possessed = {lemma.lower(): lemma for lemma in terms.possessed}
        self._patterns = {term: re.compile(pattern) for term, pattern in terms.patterns.items()}
        super().__init__(terms)

    def term_of(self, word: str) -> str | None:
        """The term that a lower-case word is a form of, or None."""
        known = _lemma(word)
        term = self._simple(word, spoken=known is None) or self._compound(word, known)
        if term is None and known is None and not set(word) & set("äö"):
            for typed in _with_dots(word):
                term = term or self._simple(typed, spoken=True)
        return term

    def _simple(self, word: str, *, spoken: bool) -> str | None:
        """The term of a word that is no compound made on the spot."""
        if word in self._forms:
            return self._forms[word]
        for form, owned in _reduced(word, spoken=spoken):
            lemma = (_lemma(form) or form).lower()
            term = self._lemmas.get(lemma) or (self._possessed.get(lemma) if owned else None)
            if term is not None:
                return term
            for name, pattern in self._patterns.items():
                if pattern.fullmatch(form):
                    return name
        return None

    def _compound(self, word: str, known: str | None) -> str | None:
        """A compound by its last part (yksinhuoltaja|äidit) or its first (perhe|kuviot), the rest a known word."""
        for head, beginnings in self.terms.heads.items():
            for beginning in beginnings:
                at = word.find(beginning, INSIDE)
                if at < 0 or self._simple(word[at:], spoken=known is None) != head:
                    continue
                if _known(word[:at]) and (known is None or known[at:].lower().startswith(beginning)):
                    return head
        for first in self.terms.first_parts:
            if word.startswith(first) and len(word) - len(first) >= 4 and _known(word[len(first) :]):
                return first
        return None

    def stem(self, lemma: str) -> set[str]:
        """What consonant gradation and changing final vowels leave of a noun or verb."""
        verbs = {grade for stem in _verb_stems(lemma) for grade in _grades(stem)}
        if lemma.endswith("nen"):
            return verbs | {lemma[:-3]}
        if lemma[-1] not in _PLURAL_VOWELS:
            return verbs | set(_grades(lemma[:-2]))
        cut = 2 if _SI_STEM.search(lemma) else 1
        return verbs | {stem + vowel for stem in _grades(lemma[:-cut]) for vowel in _PLURAL_VOWELS[lemma[-1]]}

    def beginnings(self) -> tuple[set[str], set[str]]:
        """See WordMatcher: lemmas, first parts and patterns begin words, heads end compounds."""
        starts, inside = super().beginnings()
        starts |= self.stems_of(self.terms.possessed) | spellings(self.terms.first_parts)
        starts |= spellings([literal_beginning(pattern) for pattern in self.terms.patterns.values()])
        return starts, inside | {stem for stems in self.terms.heads.values() for stem in stems}


def _lemma(word: str) -> str | None:
    found = dictionary().get_lemma(word, "fi")
    return None if found is None else str(found)


def _known(part: str) -> bool:
    """Whether this may be a part of a compound: a word of the dictionary, or two of them."""
    if len(part) < INSIDE:
        return False
    if _lemma(part) is not None or (part.endswith("s") and _lemma(part[:-1] + "nen") is not None):
        return True  # sijais- is sijainen
    return any(_lemma(part[:cut]) and _lemma(part[cut:]) for cut in range(INSIDE, len(part) - INSIDE + 1))


def _reduced(word: str, *, spoken: bool) -> Iterator[tuple[str, bool]]:
    """The word and what it may be short or long for, as (form, whether a possessive suffix was taken off)."""
    forms = [word]
    for _ in range(2):
        bare = _CLITIC.sub("", forms[-1])
        if bare != forms[-1]:
            forms.append(bare)
    if spoken:
        forms += [written for form in list(forms) for written in _written(form)]
    for form in forms:
        yield form, False
        yield from _without_possessive(form, spoken=spoken)


def _without_possessive(form: str, *, spoken: bool) -> Iterator[tuple[str, bool]]:
    rest = _POSSESSIVE.sub("", form)
    if rest == form and spoken and form.endswith("s") and len(form) > 3:
        rest = form[:-1]  # isäs = isäsi
    if rest != form:
        yield rest, True
        yield rest + "n", True  # perheensä -> perheen, veljeni -> veljen
        if rest.endswith("kse"):
            yield rest[:-1] + "i", True
    third = _THIRD_PERSON.search(form)
    if third is not None and form[-3] == third["v"]:
        yield form[:-3] + "i" if form.endswith("kseen") else form[:-2], True  # äidikseen, äidilleen


def _written(form: str) -> Iterator[str]:
    """Standard forms of a spoken one: äidilt -> äidiltä, mutsii -> mutsia, perheesee -> perheeseen."""
    bare = _SPOKEN_CLITIC.sub("", form)
    if bare != form:
        yield bare
    for cut, endings in _CUT_CASE.items():
        if form.endswith(cut):
            for ending in endings:
                yield form + ending
    if form[-2:] in _LONG_VOWEL:
        for ending in _LONG_VOWEL[form[-2:]]:
            yield form[:-2] + ending
        yield form + "n"


def _with_dots(word: str) -> Iterator[str]:
    """aiti -> äiti; of compounds also the last part alone: isoaiti -> isoäiti."""
    for at, letter in enumerate(word):
        if letter in "ao":
            yield word[:at] + word[at:].translate(_FRONT)


def _verb_stems(lemma: str) -> set[str]:
    if re.search(r"(?:[aäeiouyö]t|d|ll|nn|rr|st)[aä]$", lemma):
        return {lemma[:-3]}
    return {lemma[:-2]} if re.search(r"[aeiouyäö][aä]$", lemma) else set()


def _grades(stem: str) -> list[str]:
    """The stem in strong and weak grade."""
    match = _GRADED.match(stem)
    if match is None:
        return [stem]
    body, grade = match.groups()
    return [body + other for other in _GRADES[grade]]
