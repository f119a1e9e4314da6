"""Searching what is about to be published for what must not be in it, independently of the recognisers.

Linear in the text: cells are cut into runs of one script, and looked up run by run.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from unicodedata import category, name

from hikcorpus.anonymise.config import AnonymiseConfig
from hikcorpus.anonymise.findings import Findings, raise_if_found
from hikcorpus.anonymise.known import KnownIdentifiers
from hikcorpus.model.columns import TABLES
from hikcorpus.text.normalise import visible

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Findings", "raise_if_found", "search"]

_PSEUDONYM = re.compile(r"[mtp][a-z2-7]{16}")
_IN_LINK = r"(?<=[>≫»＞/#pq,、~. \-‐‑–−ー])[mt][a-z2-7]{16}"
_CONTENT = r"[^\s\[\]@.]{1,400}"  # of a tag: tokens, bands, regions; never what has the shape of a mail or web address
_SHAPES: dict[str, re.Pattern[str]] = {
    "EMAIL": re.compile(
        r"(?<![0-9A-Za-z])[0-9A-Za-z][0-9A-Za-z._%+-]*@(?:[0-9A-Za-z](?:[0-9A-Za-z-]*[0-9A-Za-z])?\.)+[A-Za-z]{2}"
    ),
    "IP": re.compile(r"(?<![0-9])(?<![0-9]\.)(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9])(?!\.[0-9])"),
    "HOST": re.compile(
        r"(?<![0-9A-Za-zÀ-ɏ.@/_*-])[a-z]+[0-9]+(?:\.[a-z][0-9a-z]*)+\.(?:jp|net|fi|com)(?![0-9A-Za-zÀ-ɏ.@_-])"
    ),
}
_NUMBER = re.compile(r"(?:>>+(?:/[0-9A-Za-z_]+/)?|#p|(?<![0-9A-Za-z])res/)[0-9]+(?![0-9@])")
_Needles = dict[str, list[tuple[tuple[str, ...], str]]]


def search(
    original: "Mapping[str, pa.Table] | Iterable[pa.Table]",
    published: "Mapping[str, pa.Table]",
    config: AnonymiseConfig | None = None,
    known: KnownIdentifiers | None = None,
) -> Findings:
    """Identifiers of the identifiable tables, and shapes of any, in the cells of the published ones.

    published: by name (messages, threads, participants). known: more identifiers than the originals name.
    Kinds that the configuration keeps on purpose, and screen names that are ordinary words, are warnings.
    """
    config = config or AnonymiseConfig()
    tables = list(original.values() if isinstance(original, Mapping) else original)
    identifiers = KnownIdentifiers.from_tables(*tables, names=config.known)
    needles = _Search(identifiers.joined(known) if known else identifiers, config)
    for table in tables:
        if "participant" in table.column_names:
            needles.keys.update(filter(None, table["participant"].unique().to_pylist()))
    findings = Findings()
    for kind, table in published.items():
        languages = table["lang"].to_pylist() if "lang" in table.column_names else [None] * table.num_rows
        treatments = {column.name: column.treatment for column in TABLES["participants"].get(kind, ())}
        for column in table.column_names:
            place = f"{kind}.{column}"
            match treatments.get(column, "keep"):
                case "pseudonym" | "anchors":
                    needles.identities(table[column].to_pylist(), place, findings)
                case "mask":
                    for text, lang in zip(table[column].to_pylist(), languages, strict=True):
                        if text:
                            needles.text(text, lang, place, findings)
                case _:
                    for word, n in Counter(_strings(table[column].to_pylist())).items():
                        needles.word(word, n, place, findings)
    return findings


class _Search:
    def __init__(self, known: KnownIdentifiers, config: AnonymiseConfig) -> None:
        self.config = config
        self.exact: _Needles = {}
        self.folded: _Needles = {}
        self.keys: set[str] = set()
        tags = "|".join(rf"{re.escape(config.tag(entity)[:-1])}(?::{_CONTENT})?\]" for entity in config.entities)
        self.ours = re.compile(rf"{tags}|{_IN_LINK}")
        self.known = known
        for kind, values in (
            ("POSTER_ID", known.poster_ids),
            ("TRIPCODE", known.tripcodes),
            ("ACCOUNT", known.accounts),
        ):
            for value in values:
                self._add(self.exact, value, kind)
        for value in known.screen_names:
            self._add(self.folded, value, "SCREEN_NAME")

    def _add(self, needles: _Needles, value: str, kind: str) -> None:
        runs = tuple(_runs(value))
        if runs and (runs, kind) not in needles.setdefault(runs[0], []):
            needles[runs[0]].append((runs, kind))

    def _kept(self, kind: str) -> bool:
        rule = self.config.entities.get(kind)
        return rule is not None and rule.operator == "keep"

    def identities(self, values: Iterable[Any], place: str, findings: Findings) -> None:
        """Everything in an id or anchor column has to be a pseudonym."""
        for value in _strings(values, skip=("board", "kind")):
            if not _PSEUDONYM.fullmatch(value):
                findings.add("ORIGINAL_NUMBER", place)

    def text(self, raw: str, lang: str | None, place: str, findings: Findings) -> None:
        """A text that people wrote: shapes, numbers in reply links, identifiers and names as whole tokens."""
        text = visible(self.ours.sub("\n", raw)).text
        for kind, shape in _SHAPES.items():
            findings.add(kind, place, len(shape.findall(text)), warning=self._kept(kind))
        findings.add("ORIGINAL_NUMBER", place, len(_NUMBER.findall(text)))
        for kind, value in self._found(text):
            ordinary = kind in {"SCREEN_NAME", "ACCOUNT"} and self.known.ordinary(value, lang)
            findings.add(kind, place, warning=ordinary or self._kept(kind))

    def word(self, raw: str, n: int, place: str, findings: Findings) -> None:
        """A value from a closed vocabulary that stands in n cells: names of people may be like it by chance."""
        text = visible(raw).text
        for kind in ("EMAIL", "IP"):
            findings.add(kind, place, n * len(_SHAPES[kind].findall(text)))
        for kind, _ in self._found(text):
            findings.add(kind, place, n, warning=kind in {"SCREEN_NAME", "ACCOUNT"})
        findings.add("PARTICIPANT_KEY", place, n if raw in self.keys else 0)

    def _found(self, text: str) -> Iterator[tuple[str, str]]:
        for needles, searched in ((self.exact, text), (self.folded, _fold(text))):
            runs = _runs(searched) if needles else []
            if needles.keys().isdisjoint(runs):
                continue
            for index, run in enumerate(runs):
                for wanted, kind in needles.get(run, ()):
                    if tuple(runs[index : index + len(wanted)]) == wanted:
                        yield kind, "".join(wanted)


def _fold(text: str) -> str:
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(single if len(single := character.lower()) == 1 else character for character in text)


class _Scripts(dict[int, str]):
    """One letter for the script of each character: w Latin letters, digits, underscore; c kanji; h hiragana;
    k katakana; o other letters and digits; `-` the long vowel mark; `.` everything else."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        called = name(character, "")
        if character in "_0123456789" or (called.startswith("LATIN") and category(character)[0] == "L"):
            found = "w"
        elif character == "ー":
            found = "-"
        elif called.startswith(("CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH")) or character in "々〆〇":
            found = "c"
        elif called.startswith("HIRAGANA LETTER"):
            found = "h"
        elif called.startswith("KATAKANA LETTER"):
            found = "k"
        else:
            found = "o" if category(character)[0] in "LN" else "."
        self[code] = found
        return found


_SCRIPT = _Scripts()
_RUN = re.compile(r"w+|c+|h[h\-]*|[k\-]+|o+|\.")


def _runs(text: str) -> list[str]:
    """The text cut into runs of one script; everything that is no letter or digit stands alone."""
    return [text[run.start() : run.end()] for run in _RUN.finditer(text.translate(_SCRIPT))]


def _strings(values: Iterable[Any], skip: tuple[str, ...] = ()) -> Iterator[str]:
    """Every string in cells of strings, lists and structs."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from _strings((part for field, part in value.items() if field not in skip), skip)
        elif isinstance(value, list):
            yield from _strings(value, skip)
