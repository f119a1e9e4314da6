"""The content of some posts out of Makaba's JSON, and fields that nobody has described.

Kept of a blanked post: its numbers, time, counts and flags, and only as numbers or as the time's own form. Of an
opening post the page's own `title` and first image repeat the words: they go as well. All others stay byte for byte.
"""

import re
from collections.abc import Set
from typing import Any, Final

import msgspec

from hikcorpus.sources.json_pages import joined, rewritten_list

Fields = dict[str, msgspec.Raw]

_KEPT: Final = frozenset({
    "num", "parent", "timestamp", "date", "op", "banned", "closed", "sticky", "endless", "lasthit", "number",
    "posts_count", "files_count", "views", "likes", "dislikes", "score", "hidden_num",
})  # fmt: skip
_KNOWN: Final = _KEPT | frozenset({
    "name", "trip", "email", "subject", "comment", "icon", "tags", "files", "board", "trip_type", "images_count",
})  # fmt: skip
_KNOWN_OF_FILES: Final = frozenset({
    "displayname", "fullname", "name", "path", "thumbnail", "md5", "type", "size", "width", "height", "tn_width",
    "tn_height", "nsfw", "duration", "duration_secs", "install", "pack", "sticker",
})  # fmt: skip
_REPEATED: Final = ("title", "thread_first_image")  # of the opening post, above the posts
_DIGITS: Final = re.compile(r"-?\d{1,19}\Z", re.ASCII)
_DATE: Final = re.compile(r"(?:\d\d/\d\d/\d\d [А-Я][а-я]{2}|[А-Я][а-я]{2} \d\d [А-Я][а-я]{2} \d{4}) \d\d:\d\d:\d\d\Z")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}\Z")
_ODD: Final = "(a name that is none)"
_BOM: Final = b"\xef\xbb\xbf"
_DEEPEST: Final = 8  # objects and lists in one another: posts of a page lie five deep

_OBJECT: Final = msgspec.json.Decoder(Fields)
_NUMBER: Final = msgspec.json.Decoder(int, strict=False)  # reads numbers as the parser does


class _Keys(msgspec.Struct):
    posts: list[dict[str, msgspec.Raw]]


class _Page(msgspec.Struct):
    threads: list[_Keys]


_PAGE: Final = msgspec.json.Decoder(_Page)
_FILES: Final = msgspec.json.Decoder(list[dict[str, msgspec.Raw]])


def unknown_names(body: bytes) -> frozenset[str]:
    """Names on the posts and files of a thread page that nobody has described; what is no name as one fixed word.

    Raises msgspec.MsgspecError where it is no JSON; another page has none.
    """
    try:
        threads = _PAGE.decode(body.removeprefix(_BOM)).threads
    except msgspec.ValidationError:
        return frozenset()
    found: set[str] = set()
    for thread in threads:
        for post in thread.posts:
            found |= post.keys() - _KNOWN
            if "files" in post:
                found |= _file_names(post["files"]) - _KNOWN_OF_FILES
    return frozenset(name if _NAME.match(name) else _ODD for name in found)


def _file_names(raw: msgspec.Raw) -> set[str]:
    try:
        return set().union(*_FILES.decode(raw))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return set()


def blank_json(body: bytes, message_ids: Set[str]) -> bytes | None:
    """A thread page, listing or entry without the content of these posts; None where none of them stands on it.

    Raises msgspec.MsgspecError where it is no JSON.
    """
    mark = _BOM if body.startswith(_BOM) else b""
    blanked = _walk(body.removeprefix(_BOM), message_ids)
    return None if blanked is None else mark + blanked


def _walk(raw: bytes, gone: Set[str], depth: int = 0) -> bytes | None:
    """The value without their content, or None where nothing in it is to be taken out."""
    first = raw.lstrip(b" \t\r\n")[:1]
    if depth > _DEEPEST:
        return None
    if first == b"[":
        return rewritten_list(raw, lambda item: _walk(item, gone, depth + 1))
    if first != b"{":
        return None
    fields: dict[str, Any] = _OBJECT.decode(raw)
    inner = {
        name: changed
        for name in ("threads", "posts")
        if name in fields and (changed := _walk(bytes(fields[name]), gone, depth + 1)) is not None
    }
    if "num" in fields and _number(fields["num"]) in gone:
        kept = {name: value for name, value in fields.items() if name in _KEPT and _is_number_or_time(value)}
        return joined(kept | inner)
    if inner and _number(fields.get("current_thread", b"0")) in gone:
        fields = {name: value for name, value in fields.items() if name not in _REPEATED}
    return joined(fields | inner) if inner else None


def _number(raw: Any) -> str | None:
    try:
        return str(_NUMBER.decode(raw))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _is_number_or_time(raw: msgspec.Raw) -> bool:
    """Whether the value cannot hold anybody's words."""
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
    if isinstance(value, str):
        return bool(_DIGITS.match(value) or _DATE.match(value))
    return not isinstance(value, list | dict)
