"""What a topic's file may say of one language: lemmas, morphemes, phrases, look-alikes."""

import re
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from hikcorpus.topics.notation import checked, checked_japanese

Words = tuple[Annotated[str, Field(min_length=1)], ...]


class Table(BaseModel):
    """A table of a topic's file: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Terms(Table):
    """What every language has.

    phrases: words in a row as they are written. `a|b` are alternatives, a `*` before or after a word any letters,
    `(a|b)` a word that may be missing, `#` a number (in digits, or in words up to twenty and the tens: 7, 7.5, 26+,
    5-6, seven; beside letters digits alone: `#yo`), `...` up to three words of the same sentence and line.
    look_alikes: phrases of the same form; a hit inside one of them does not count.
    stems: for a term whose forms do not begin as the gate expects, all beginnings that its forms have.
    """

    phrases: Words = ()
    look_alikes: Words = ()

    def entries(self) -> tuple[str, ...]:
        """All terms that can become a hit's `term`, in the order of the file."""
        out: list[str] = []
        for key in type(self).model_fields:
            if key not in ("look_alikes", "stems", "first_parts"):
                out.extend(getattr(self, key))
        return tuple(dict.fromkeys(out))


class EnglishTerms(Terms):
    """lemmas: in any inflected form. forms: only exactly so written. Both single words of letters."""

    lemmas: Words = ()
    forms: Words = ()
    stems: dict[str, Words] = {}

    @field_validator("phrases", "look_alikes")
    @classmethod
    def _notation(cls, phrases: Words) -> Words:
        return tuple(map(checked, phrases))

    @field_validator("lemmas", "forms", "possessed", "first_parts", check_fields=False)
    @classmethod
    def _single_words(cls, words: Words) -> Words:
        for word in words:
            if not word.isalpha():
                raise ValueError(f"{word!r} is not one word of letters: put it among the phrases")
        return words


class FinnishTerms(EnglishTerms):
    """As English, and what Finnish needs besides.

    possessed: lemmas that count only with a possessive suffix (poikani, not poika).
    heads: last parts of compounds, each with the beginnings its forms have there (äiti: äiti, äidi ...).
    first_parts: beginnings of compounds whose rest must be a known word (perhe|kuviot).
    patterns: term -> regular expression over the lower-case word without possessive suffix and clitic.
    """

    possessed: Words = ()
    heads: dict[str, Words] = {}
    first_parts: Words = ()
    patterns: dict[str, str] = {}

    @field_validator("patterns")
    @classmethod
    def _compiles(cls, patterns: dict[str, str]) -> dict[str, str]:
        for term, pattern in patterns.items():
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"the pattern of {term!r} is no regular expression ({error})") from None
            if len(literal_beginning(pattern)) < 2:
                raise ValueError(f"the pattern of {term!r} must begin with two letters that all its forms have")
        return patterns

    @model_validator(mode="after")
    def _heads_are_terms(self) -> Self:
        strange = set(self.heads) - set(self.lemmas) - set(self.patterns)
        if strange:
            raise ValueError(f"heads must also stand among lemmas or patterns: {', '.join(sorted(strange))}")
        return self


class JapaneseTerms(Terms):
    """morphemes: words as SudachiPy's mode A cuts them, or made of several such neighbours; in dictionary form.

    phrases, look_alikes: strings, found anywhere. With a blank or one of these marks they are made of parts, which
    stand side by side in the text (blanks between them do no harm): `a|b` are alternatives, `(a|b)` a part that may
    be missing, `#` a number (7, 1.5, 十数, 何), `...` up to eight characters of the same sentence and line.
    """

    morphemes: Words = ()

    @field_validator("phrases", "look_alikes")
    @classmethod
    def _notation(cls, phrases: Words) -> Words:
        return tuple(map(checked_japanese, phrases))


def literal_beginning(pattern: str) -> str:
    """The letters that everything begins with that a regular expression matches in full."""
    if "|" in re.sub(r"\((?:[^()]|\([^()]*\))*\)|\[[^]]*\]", "", pattern):
        return ""  # alternatives at the top have no common beginning that could be read off
    letters = re.match(r"[^\W\d_]*", pattern)
    beginning = letters[0] if letters else ""
    return beginning[:-1] if pattern[len(beginning) :][:1] in ("?", "*", "{") else beginning
