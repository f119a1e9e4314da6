"""JSON pages as they come: text that can be stored, raw entries, the reasons why a page is another page; and pages
written anew with some of their objects changed, all others byte for byte.

Not an engine itself: for the engines that serve JSON.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Set
from datetime import UTC, datetime
from typing import Annotated, Any, Final, TypeVar

import msgspec

from hikcorpus.errors import LayoutChanged
from hikcorpus.sources.base import Page, Problem
from hikcorpus.sources.decoding import decode, is_html, other_page
from hikcorpus.sources.nul import holds_nul, page_without_nul

T = TypeVar("T")
Flag = int | bool | str | None
Number = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
"""A number that a table can hold."""
Fields = dict[str, msgspec.Raw]
"""An object whose values are not read yet."""
Change = Callable[[Fields], Fields | None]
"""What an object becomes, or None where it stays."""

LOST: Final = re.compile(rb"\xef\xbf\xbd|\\ufffd")
"""What stands in the place of unreadable characters in a text made by `json_text`."""

UNREADABLE: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What a decoder raises."""
ODD: Final = "(a name that is none)"
"""Told in the place of a field's name that a server made up: it may hold anything."""
OBJECT: Final = msgspec.json.Decoder(Fields)
ITEMS: Final = msgspec.json.Decoder(list[msgspec.Raw])
_BOM: Final = b"\xef\xbb\xbf"
_NUMBER: Final = msgspec.json.Decoder(int, strict=False)  # reads numbers as the parsers do
_DIGITS: Final = re.compile(r"-?[0-9]{1,20}\Z")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_:-]{0,39}\Z")
_ESCAPE: Final = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)  # group 1: half of a character, which no text may hold


def json_text(page: Page, expected: str) -> tuple[str, list[Problem]]:
    """The page as text that can be stored: what is no character is replaced and counted. Raises LayoutChanged."""
    if is_html(page.body):
        raise other_page(page, expected, "it is HTML")
    page, nul = page_without_nul(page)
    text, problems = decode(page, "utf-8", expected, ask_server=False)
    problems = (*problems, *nul)
    if "\\ud" in text or "\\uD" in text:
        halves = sum(match[1] is not None for match in _ESCAPE.finditer(text))
        if halves:
            text = _ESCAPE.sub(lambda match: r"\ufffd" if match[1] else match[0], text)
            problems = (*problems, Problem("undecodable", f"{halves} halves of characters"))
    return text, list(problems)


def read_json(decoder: msgspec.json.Decoder[Any], page: Page, expected: str) -> tuple[Any, list[Problem]]:
    """The page by a decoder that leaves its entries raw. Raises LayoutChanged, saying why it is another page."""
    text, problems = json_text(page, expected)
    try:
        return decoder.decode(text), problems
    except msgspec.ValidationError as error:
        raise other_page(page, expected, "it is JSON of another shape") from error
    except RecursionError as error:
        raise other_page(page, expected, "it is nested too deeply") from error
    except msgspec.DecodeError as error:
        why = "it is cut off or no JSON" if text.strip() else "it is empty"
        raise other_page(page, expected, why) from error


def whole(decoder: msgspec.json.Decoder[T], page: Page) -> T:
    """The page by a decoder of all of it. Raises one of UNREADABLE, also where NUL must be taken out of it first."""
    if holds_nul(page.body):
        raise msgspec.DecodeError("NUL in texts")
    return decoder.decode(page.body)


def attempt(work: Callable[[bytes], T], page: Page) -> T | None:
    """What comes of the body, or of the text that is made of it; None where it is no JSON. Raises LayoutChanged."""
    try:
        return work(page.body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        pass
    except RecursionError:
        return None
    try:
        return work(json_text(page, "a page of posts")[0].encode())
    except (msgspec.MsgspecError, LayoutChanged, RecursionError):
        return None


def changed(work: Callable[[bytes], bytes | None], page: Page) -> bytes:
    """What comes of the page's bytes; the bytes themselves where nothing is to change, or where they are no JSON."""
    found = attempt(work, page)
    return page.body if found is None else found


def readable(
    decoder: msgspec.json.Decoder[T], raws: Iterable[msgspec.Raw], problems: list[Problem], name: str
) -> list[T]:
    """The posts that can be read of a list in which one is odd; each other one becomes a problem at `name[place]`."""
    found: list[T] = []
    for place, raw in enumerate(raws):
        try:
            found.append(decoder.decode(raw))
        except UNREADABLE:
            problems.append(Problem("unreadable_message", f"{name}[{place}]"))
    return found


def is_on(flag: Flag) -> bool:
    """Whether a flag is set, as number, text or truth value."""
    return flag not in (0, "0", None, False, "")


def instant(text: Any) -> datetime | None:
    """An ISO time with its offset, in UTC; None for anything else."""
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
        if moment is None or moment.tzinfo is None:
            return None
        return moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def small(count: int | None) -> int | None:
    """A count that a column of 32 bits holds; None where it does not: no board means such a number."""
    return count if count is not None and abs(count) < 2**31 else None


def told_names(names: Iterable[str]) -> frozenset[str]:
    """Names of fields as they may be shown and logged; what is no name as `ODD`."""
    return frozenset(name if _NAME.match(name) else ODD for name in names)


def rewritten(body: bytes, inside: Set[str], change: Change) -> bytes | None:
    """The page with its objects changed, the others byte for byte; None where none is. Raises one of UNREADABLE.

    inside: names of the fields in which objects stand; lists are looked into everywhere. An object is changed after
    those inside it.
    """
    new = _walk(body.removeprefix(_BOM), inside, change)
    return None if new is None else (_BOM if body.startswith(_BOM) else b"") + new


def _walk(raw: bytes, inside: Set[str], change: Change) -> bytes | None:
    first = raw.lstrip(b" \t\r\n")[:1]
    if first == b"[":
        return rewritten_list(raw, lambda item: _walk(item, inside, change))
    if first != b"{":
        return None
    fields = OBJECT.decode(raw)
    parts = {name: _walk(bytes(fields[name]), inside, change) for name in fields.keys() & inside}
    inner = {name: msgspec.Raw(part) for name, part in parts.items() if part is not None}
    changed = change(fields | inner if inner else fields)
    if changed is None and not inner:
        return None
    return joined(fields | inner if changed is None else changed)


def rewritten_list(raw: bytes, change: Callable[[bytes], bytes | None]) -> bytes | None:
    """The list with its items changed, the others byte for byte; None where none is. Raises one of UNREADABLE."""
    items = [bytes(item) for item in ITEMS.decode(raw)]
    new = [change(item) for item in items]
    if all(item is None for item in new):
        return None
    return b"[" + b",".join(after or before for before, after in zip(items, new, strict=True)) + b"]"


def joined(fields: Mapping[str, msgspec.Raw | bytes]) -> bytes:
    """The object of these fields, in their order."""
    return b"{" + b",".join(msgspec.json.encode(name) + b":" + bytes(value) for name, value in fields.items()) + b"}"


def listed(items: Iterable[msgspec.Raw]) -> msgspec.Raw:
    """The list of these values."""
    return msgspec.Raw(b"[" + b",".join(map(bytes, items)) + b"]")


def fields_of(raw: msgspec.Raw | bytes | None) -> Fields:
    """The fields of an object; none where it is none, or cannot be read."""
    try:
        return OBJECT.decode(raw) if raw is not None else {}
    except UNREADABLE:
        return {}


def items_of(raw: msgspec.Raw | bytes | None) -> list[msgspec.Raw]:
    """What stands in a list; nothing where it is none, or cannot be read."""
    try:
        return ITEMS.decode(raw) if raw is not None else []
    except UNREADABLE:
        return []


def number_of(raw: msgspec.Raw | bytes | None) -> int | None:
    """A number, read as the parsers read it; None for what is none."""
    try:
        return _NUMBER.decode(raw) if raw is not None else None
    except UNREADABLE:
        return None


def holds_no_words(raw: msgspec.Raw | bytes) -> bool:
    """Whether a value cannot hold anybody's words: number, truth value, null; number or ISO time as text."""
    try:
        value = msgspec.json.decode(raw)
    except UNREADABLE:
        return False
    if isinstance(value, str):
        return _DIGITS.match(value) is not None or (len(value) < 40 and instant(value) is not None)
    return not isinstance(value, list | dict)
