"""Identifiers that a shard itself names - poster IDs, tripcodes, accounts, screen names - found in its texts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import regex

from hikcorpus.anonymise.config import Names
from hikcorpus.anonymise.ordinary import is_ordinary
from hikcorpus.anonymise.spans import Span
from hikcorpus.anonymise.whole_tokens import WholeTokens, ids, names_of_people
from hikcorpus.text.normalise import visible

if TYPE_CHECKING:
    import pyarrow as pa

_NOBODY = {"", "???", "heaven", "admin", "mod"}


def _folded(text: str) -> str:
    """Lower case without a change of length, so that offsets hold."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(single if len(single := character.lower()) == 1 else character for character in text)


def _key(name: str) -> str:
    return _folded(visible(name).text).strip()


@dataclass(frozen=True)
class KnownIdentifiers:
    """What must not be read in any text of a shard, whoever wrote it.

    poster_ids, tripcodes (without mark), accounts: case matters. screen_names: folded (NFKC, lower case);
    no board default is among them.
    """

    poster_ids: frozenset[str] = frozenset()
    tripcodes: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    screen_names: frozenset[str] = frozenset()
    _ordinary: dict[tuple[str, str | None], bool] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        poster_ids: Iterable[str] = (),
        tripcodes: Iterable[str] = (),
        accounts: Iterable[str] = (),
        screen_names: Iterable[str] = (),
        default_names: Iterable[str] = (),
        names: Names | None = None,
    ) -> "KnownIdentifiers":
        """Those long enough to be told from chance (`names`); default names are nobody's."""
        limits = names or Names()

        def long_enough(values: Iterable[str]) -> frozenset[str]:
            bare = {visible(value).text.strip().lstrip("!◆◇#").strip() for value in values}
            return frozenset(
                value
                for value in bare
                if len(value) >= limits.min_length_id
                and value.lower() not in _NOBODY
                and any(character.isalnum() for character in value)
            )

        nobody = {_key(name) for name in default_names} | _NOBODY
        kept = {_key(name) for name in screen_names} - nobody
        return cls(
            long_enough(poster_ids),
            long_enough(tripcodes),
            long_enough(accounts),
            frozenset(name for name in kept if len(name) >= _least(name, limits)),
        )

    @classmethod
    def from_tables(cls, *tables: "pa.Table", names: Names | None = None) -> "KnownIdentifiers":
        """From identifiable messages and participants tables, by the names of their columns.

        The free text of a capcode counts as a screen name.
        """
        columns: dict[str, set[str]] = {}
        for table in tables:
            for name in ("poster_id", "tripcode", "account_id", "author_name"):
                if name in table.column_names:
                    columns.setdefault(name, set()).update(v for v in table[name].unique().to_pylist() if v)
            if "capcode" in table.column_names:
                capcodes = (v.strip("#!★☆ ") for v in table["capcode"].unique().to_pylist() if v)
                columns.setdefault("author_name", set()).update(filter(None, capcodes))
            if "screen_names" in table.column_names:
                for group in table["screen_names"].to_pylist():
                    columns.setdefault("author_name", set()).update(v for v in group or () if v)
            if "is_default_name" in table.column_names:
                default = table.filter(table["is_default_name"])["author_name"]
                columns.setdefault("default", set()).update(v for v in default.unique().to_pylist() if v)
        return cls.of(
            columns.get("poster_id", ()),
            columns.get("tripcode", ()),
            columns.get("account_id", ()),
            columns.get("author_name", ()),
            columns.get("default", ()),
            names,
        )

    def joined(self, other: "KnownIdentifiers") -> "KnownIdentifiers":
        """Those of both."""
        return KnownIdentifiers(
            self.poster_ids | other.poster_ids,
            self.tripcodes | other.tripcodes,
            self.accounts | other.accounts,
            self.screen_names | other.screen_names,
        )

    def ordinary(self, name: str, lang: str | None) -> bool:
        """Whether this screen name is an ordinary word of the language: counted as a warning, not masked."""
        key = (name, lang)
        if key not in self._ordinary:
            self._ordinary[key] = is_ordinary(name, lang)
        return self._ordinary[key]

    def spans(self, text: str, lang: str | None) -> tuple[list[Span], int]:
        """What stands in `text` (made by `visible`), and how often a name that is an ordinary word does."""
        found: list[Span] = []
        words = 0
        for start, end, value in self._tokens.find(text):
            if value in self.tripcodes:
                found.append(Span(len(text[:start].rstrip("!◆◇")), end, "TRIPCODE", 1.0))
            elif value in self.poster_ids:
                found.append(Span(start, end, "POSTER_ID", 1.0))
            elif self.ordinary(value, lang):
                words += 1
            else:
                found.append(Span(start, end, "ACCOUNT", 1.0))
        for start, end, value in self._names.find(_folded(text)):
            if self.ordinary(value, lang):
                words += 1
            else:
                found.append(Span(start, end, "SCREEN_NAME", 1.0))
        return found, words

    @cached_property
    def _tokens(self) -> WholeTokens:
        return ids(self.poster_ids | self.tripcodes | self.accounts)

    @cached_property
    def _names(self) -> WholeTokens:
        return names_of_people(self.screen_names)


def _least(name: str, limits: Names) -> int:
    japanese = regex.search(r"[\p{Han}\p{Hiragana}\p{Katakana}]", name) is not None
    return limits.min_length_kanji if japanese else limits.min_length
