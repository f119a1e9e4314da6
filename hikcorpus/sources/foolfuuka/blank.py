"""The content of some posts out of what a FoolFuuka archive sends, JSON or HTML; and fields nobody has described.

Kept of a blanked post: its numbers, times, counts and flags. Other posts stay byte for byte in JSON; a page of HTML is
written anew from its tree, so that others read as before, but not every byte is the same. Posts that the archive marks
as deleted lose their content before anything is kept as evidence: it was taken back.
"""

import re
from collections.abc import Callable, Set
from typing import TYPE_CHECKING, Any, Final

import msgspec

from hikcorpus.sources.foolfuuka.pages import NESTED, inside
from hikcorpus.sources.json_pages import joined, rewritten_list

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

Fields = dict[str, msgspec.Raw]
Gone = Callable[[str, bool], bool]
"""Message id, whether the archive marks it as deleted -> whether its content goes."""

_KEPT: Final = frozenset({
    "doc_id", "num", "subnum", "thread_num", "op", "timestamp", "timestamp_expired", "fourchan_date", "sticky",
    "locked", "deleted", "nreplies", "nimages",
})  # fmt: skip
_KNOWN: Final = _KEPT | frozenset({
    "capcode", "email", "name", "trip", "title", "comment", "poster_hash", "poster_country", "poster_country_name",
    "comment_sanitized", "comment_processed", "formatted", "title_processed", "name_processed", "email_processed",
    "trip_processed", "poster_hash_processed", "poster_country_name_processed", "media", "board", "extra_data",
    "exif", "since4pass",
})  # fmt: skip
_KNOWN_OF_MEDIA: Final = frozenset({
    "op", "media_id", "spoiler", "preview_orig", "media", "preview_op", "preview_reply", "preview_w", "preview_h",
    "media_filename", "media_w", "media_h", "media_size", "media_hash", "media_orig", "exif", "total", "banned",
    "media_status", "safe_media_hash", "remote_media_link", "media_link", "thumb_link", "media_filename_processed",
    "preview_orig_processed", "media_hash_processed",
})  # fmt: skip
_ADDRESS: Final = "poster_ip"  # for moderators of the archive; a guest is not shown it
_DIGITS: Final = re.compile(r"-?\d{1,19}\Z", re.ASCII)
_DATE: Final = re.compile(r"\d{1,2}/\d{1,2}/\d\d\([A-Z][a-z]{2}\)\d{1,2}:\d\d(?::\d\d)?\Z", re.ASCII)
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}\Z")
_ODD: Final = "(a name that is none)"
_BOM: Final = b"\xef\xbb\xbf"
_TIME: Final = re.compile(r'<time datetime="[0-9T:+-]{10,30}"')
_LINK: Final = re.compile(r'<a href="[^"]{1,500}" data-post="[0-9_]{1,30}" data-function="highlight"')
_ICON: Final = re.compile(r'<i class="icon-(?:trash|pushpin|lock|comment-alt)"')

_OBJECT: Final = msgspec.json.Decoder(Fields)
_NUMBER: Final = msgspec.json.Decoder(int, strict=False)  # reads numbers as the parser does


def unknown_names(body: bytes) -> frozenset[str]:
    """Names on posts and files that nobody has described; what is no name as one fixed word.

    Raises msgspec.MsgspecError where it is no JSON; another page has none.
    """
    found: set[str] = set()

    def look(fields: Fields) -> None:
        found.update(fields.keys() - _KNOWN - {_ADDRESS})
        if bytes(fields.get("media", b"")).startswith(b"{"):
            found.update(_OBJECT.decode(fields["media"]).keys() - _KNOWN_OF_MEDIA)

    _walk(body.removeprefix(_BOM), look)
    return frozenset(name if _NAME.match(name) else _ODD for name in found)


def blank_json(body: bytes, gone: Gone) -> bytes | None:
    """Thread, index or entry without the content of these posts, and without addresses; None where nothing changes.

    Raises msgspec.MsgspecError where it is no JSON.
    """

    def blanked(fields: Fields) -> Fields | None:
        number = _number(fields.get("num"))
        sub = _number(fields.get("subnum")) or "0"
        message_id = f"{number}_{sub}" if sub != "0" else number
        if message_id is not None and gone(message_id, _is_set(fields.get("deleted"))):
            kept = {name: value for name, value in fields.items() if name in _KEPT and _is_number_or_time(value)}
            if _is_set(fields.get("deleted")):  # however it says so
                kept.setdefault("deleted", msgspec.Raw(b"1"))
            return None if kept == fields else kept
        return {name: value for name, value in fields.items() if name != _ADDRESS} if _ADDRESS in fields else None

    mark = _BOM if body.startswith(_BOM) else b""
    new = _walk(body.removeprefix(_BOM), blanked)
    return None if new is None else mark + new


def _walk(raw: bytes, change: Callable[[Fields], Fields | None], depth: int = 0) -> bytes | None:
    """The value with its posts changed; None where none is. Posts lie at most four objects or lists deep."""
    first = raw.lstrip(b" \t\r\n")[:1]
    if depth > 4:
        return None
    if first == b"[":
        return rewritten_list(raw, lambda item: _walk(item, change, depth + 1))
    if first != b"{":
        return None
    fields: dict[str, Any] = _OBJECT.decode(raw)
    if "num" in fields:
        changed: dict[str, Any] | None = change(fields)
    else:
        inner = {
            name: result
            for name, value in fields.items()
            if (result := _walk(bytes(value), change, depth + 1)) is not None
        }
        changed = fields | inner if inner else None
    return None if changed is None else joined(changed)


def _number(raw: msgspec.Raw | None) -> str | None:
    try:
        return None if raw is None else str(_NUMBER.decode(raw))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _is_set(raw: msgspec.Raw | None) -> bool:
    return raw is not None and bytes(raw).strip() not in (b"0", b'"0"', b"null", b"false", b'""')


def _is_number_or_time(raw: msgspec.Raw) -> bool:
    """Whether the value cannot hold anybody's words."""
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
    if isinstance(value, str):
        return bool(_DIGITS.match(value) or _DATE.match(value))
    return not isinstance(value, list | dict)


def blank_tree(tree: "LexborHTMLParser", gone: Gone) -> bool:
    """Take their content out of a page of FoolFuuka; whether any of them stood on it."""
    if tree.css_first(NESTED) is not None:  # refused as a thread: no message was ever read from it
        return False
    any_gone = False
    for node in tree.css("article.thread[id], article.post[id]"):
        parts = list(inside(node))
        head = next((child for child in parts if child.tag == "header"), None)
        html = (head.html or "") if head is not None else ""
        if not gone(node.attributes.get("id") or "", '<i class="icon-trash"' in html):
            continue
        any_gone = True
        for child in parts:
            _blank(child, html)
        stub = _before(node)
        if stub is not None:
            stub.inner_html = ""
        if "thread" in (node.attributes.get("class") or "").split():
            for repeated in tree.css("head title, head meta[content]"):
                if repeated.tag == "title":
                    repeated.inner_html = ""
                elif repeated.attributes.get("name") != "generator":
                    repeated.attrs["content"] = ""
    return any_gone


def _blank(child: "LexborNode", html: str) -> None:
    name = (child.attributes.get("class") or "").split()
    if child.tag == "header":
        time, link = _TIME.search(html), _LINK.search(html)
        kept = f"{time[0]}></time>" if time else ""
        kept += f"{link[0]}>No.</a>" if link else ""
        kept += "".join(f"{icon}></i>" for icon in dict.fromkeys(_ICON.findall(html)))
        child.inner_html = f'<div class="post_data">{kept}</div>'
    elif child.tag == "div" and "text" in name:
        child.inner_html = ""
    elif child.tag != "aside" and not {"stub", "thread_tools_bottom", "backlink_list"} & set(name):
        child.decompose()  # files, and whatever plugins add


def _before(node: "LexborNode") -> "LexborNode | None":
    """The stub that repeats the name of the post behind it."""
    sibling = node.prev
    while sibling is not None and sibling.tag in ("-text", "-comment"):
        sibling = sibling.prev
    is_stub = sibling is not None and "stub" in (sibling.attributes.get("class") or "").split()
    return sibling if is_stub else None


def blank_ids(message_ids: Set[str]) -> Gone:
    """These and no others."""
    return lambda message_id, _: message_id in message_ids


def deleted_only(_: str, deleted: bool) -> bool:
    """What the archive marks as deleted."""
    return deleted
