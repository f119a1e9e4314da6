"""VRT, the Language Bank's format: one token a line with its columns, texts, paragraphs and sentences as tags.

See `threads` for what is lost. A column named `spaces`, `misc` or `SpaceAfter` (`SpaceAfter=No`, `SpacesAfter=\\n`)
tells where no space stood; where there is none, spaces before and after punctuation are put back by rule.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from hikcorpus.errors import LayoutChanged
from hikcorpus.sources.base import Problem
from hikcorpus.text.entities import decode_entities

MOST_TOKENS: Final = 200_000
"""Tokens of one text; what is beyond is dropped and counted."""
MOST_PROBLEMS: Final = 1000
"""Problems kept one by one between two messages; what is beyond is counted by reason."""

_COLUMNS: Final = re.compile(r"<!-- *#vrt positional-attributes: *([^>]*?) *-->")
_TAG: Final = re.compile(r"<(/?)([a-z.][a-z.0-9-]*)((?:\s[^<>]*)?)>\s*\Z", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r'([A-Za-z_][\w.-]*)\s*=\s*"([^"]*)"')
_CLOSING: Final = re.compile(r"[.,;:!?…]+\Z|[)\]}»”’%]\Z")
_OPENING: Final = frozenset("([{«„‘")
_WIDE: Final = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff9f]")  # written without spaces
_SPACES: Final = frozenset({"spaces", "misc", "spaceafter", "space_after"})
_USUAL: Final = ("word", "ref", "lemma", "pos", "msd", "dephead", "deprel", "nertag")

Token = tuple[str, str | None]
"""A word, and what its column of spaces says; None without such a column."""


@dataclass(slots=True)
class Text:
    """A `<text>`: the line it begins at, its attributes, its words, a list for each paragraph but titles."""

    line: int
    attributes: dict[str, str]
    titles: list[Token] = field(default_factory=list)
    paragraphs: list[list[Token]] = field(default_factory=list)
    tokens: int = 0


@dataclass(slots=True)
class Noted:
    """Problems since the last message, in flat memory."""

    problems: list[Problem] = field(default_factory=list)
    beyond: dict[str, int] = field(default_factory=dict)

    def add(self, reason: str, where: str) -> None:
        """One more."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(reason, where))
        else:
            self.beyond[reason] = self.beyond.get(reason, 0) + 1

    def taken(self) -> list[Problem]:
        """All of them; none are left."""
        found = [*self.problems, *(Problem(reason, f"{number} more") for reason, number in self.beyond.items())]
        self.problems.clear()
        self.beyond.clear()
        return found


class Lines:
    """The lines of a file -> its texts, one at a time."""

    def __init__(self, noted: Noted) -> None:
        self._noted = noted
        self._columns: tuple[str, ...] = _USUAL
        self._spaces: int | None = None
        self._text: Text | None = None
        self._in_title = False
        self._place = 0
        self._odd: set[str] = set()  # reasons noted since the last tag of a text: once is enough

    def texts(self, lines: Iterable[bytes]) -> Iterator[Text]:
        """Raises LayoutChanged where the first line that is not empty is no tag."""
        begun = False
        for self._place, raw in enumerate(lines, start=1):
            line = raw.decode("utf-8", errors="replace").rstrip("\r\n").removeprefix("\ufeff")
            if not line:
                continue
            if "\ufffd" in line:
                self._noted.add("undecodable", f"line {self._place}")
            if line[0] != "<":
                if not begun:
                    raise LayoutChanged(
                        "The file is no VRT: it does not begin with a tag.",
                        "Give the .vrt file of the corpus as it was sent.",
                    )
                self._token(line)
            elif (finished := self._tag(line)) is not None:
                yield finished
            begun = True
        if self._text is not None:
            self._noted.add("unclosed_text", f"line {self._text.line}")
            yield self._text

    def _once(self, reason: str) -> None:
        if reason not in self._odd:
            self._odd.add(reason)
            self._noted.add(reason, f"from line {self._place}")

    def _token(self, line: str) -> None:
        text = self._text
        if text is None:
            self._noted.add("token_outside_text", f"line {self._place}")
            return
        if text.tokens >= MOST_TOKENS:
            self._noted.add("token_too_many", f"line {self._place}")
            return
        text.tokens += 1
        cells = line.split("\t")
        if len(cells) != len(self._columns):
            self._once("other_columns")  # no loss: the word is the first
        after = cells[self._spaces] if self._spaces is not None and self._spaces < len(cells) else None
        token = decode_entities(cells[0]).replace("\x80", "/"), after  # the corpus's own slip, see reformat.py
        if self._in_title:
            text.titles.append(token)
        else:
            if not text.paragraphs:
                text.paragraphs.append([])
            text.paragraphs[-1].append(token)

    def _tag(self, line: str) -> Text | None:
        """The text that ends here, if one does."""
        tag = _TAG.match(line)
        if tag is None:
            self._other(line)
            return None
        closing, name = tag[1] == "/", tag[2].lower()
        if name == "text":
            finished = self._text
            if finished is not None and not closing:
                self._noted.add("unclosed_text", f"line {finished.line}")
            self._text = None if closing else Text(self._place, attributes(tag[3]))
            self._in_title = False
            self._odd.clear()
            return finished
        if name == "paragraph":
            self._in_title = not closing and attributes(tag[3]).get("type") == "title"
            if self._text is not None and not closing and not self._in_title:
                self._text.paragraphs.append([])
        return None

    def _other(self, line: str) -> None:
        named = _COLUMNS.match(line)
        if named:
            self._columns = tuple(named[1].split())
            self._spaces = next((at for at, name in enumerate(self._columns) if name.lower() in _SPACES), None)
        elif not line.startswith("<!--"):
            self._noted.add("unreadable_tag", f"line {self._place}")


def attributes(raw: str) -> dict[str, str]:
    """Those of a tag, names in lower case."""
    return {name.lower(): decode_entities(value).strip() for name, value in _ATTRIBUTE.findall(raw)}


def joined(words: Iterable[Token]) -> str:
    """Tokens as text.

    Where no column tells: no space before closing punctuation, after opening brackets, inside a pair of straight
    quotes, between two characters of a script that has none.
    """
    out: list[str] = []
    glued, quoted, before = True, False, ""
    for word, after in words:
        if after is not None:
            tight = glued
        elif word == '"':
            tight = glued or quoted
            quoted = not quoted
        else:
            tight = glued or _CLOSING.match(word) is not None or (_wide(before[-1:]) and _wide(word[:1]))
        if not tight:
            out.append(" ")
        out.append(word)
        if after is not None:
            glued = "SpaceAfter=No" in after or "\\n" in after
            if "\\n" in after:
                out.append("\n")
        else:
            glued = word in _OPENING or (word == '"' and quoted)
        before = word
    return "".join(out).strip()


def _wide(character: str) -> bool:
    return bool(character) and _WIDE.match(character) is not None
