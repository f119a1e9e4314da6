"""One post of an ebinboard page -> message. See `engine` for the page.

Who replied to a post stands twice in it (`small.backlinks`, `div.backlinks`) with the same `a.reply` as in texts: only
those inside the text are its own. A mark without `data-thread` is dead. Not seen in any captured page, so not read but
told by `unknown_parts`: subjects, tripcodes, flags, poster IDs, marks of staff, of pinned and closed threads.
Source: bqv/chance `lib/sites/ebinlauta_parser.dart` and its captured pages.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from hikcorpus.model import Attachment, Message, Ref
from hikcorpus.sources.nested import DEEPEST, nested
from hikcorpus.text.entities import decode_entities
from hikcorpus.text.markup import read_markup

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

POSTS: Final = "div.op[id], div.post.reply[id]"
NUMBER: Final = re.compile(r"[0-9]{1,15}\Z")
_EXTENSION: Final = re.compile(r"\.([0-9A-Za-z]{1,8})(?:[?#]|\Z)")
_KNOWN: Final = frozenset({
    "check", "postername", "name", "timestamp", "reflink", "postid", "quickbuttons", "icon", "hide", "watch", "expand",
    "quickreply", "backlinks", "classic", "reply", "postinfo", "new", "nocolor", "email",
})  # fmt: skip
_CLASS: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}\Z")


def classes(node: "LexborNode") -> list[str]:
    """The classes of an element."""
    return (node.attributes.get("class") or "").split()


def posts_in(tree: "LexborHTMLParser | LexborNode") -> "Iterator[tuple[str, LexborNode]]":
    """Number and element of every post, in the page's order."""
    for node in tree.css(POSTS):
        yield (node.attributes.get("id") or "").strip(), node


def message_of(
    node: "LexborNode",
    number: str,
    board: str,
    thread_id: str,
    names: frozenset[str],
    numbers: frozenset[str] | None,
) -> Message:
    """The message that a post is. numbers: the posts that stand on the page, None where it shows only some."""
    name = stamp = body = mail = None
    files: list[LexborNode] = []
    for part in node.css(
        ".postername .name, .postinfo .timestamp[data-timestamp], .postername a[href^='mailto:'], .file-slide, "
        ".messagecontainer .content"
    ):
        own = classes(part)
        if "name" in own:
            name = name or part
        elif "timestamp" in own:
            stamp = stamp or part
        elif "content" in own:
            body = body or part
        elif "file-slide" in own:
            files.append(part)
        elif part.tag == "a":
            mail = mail or decode_entities(part.attributes.get("href") or "").removeprefix("mailto:").strip() or None
    author = (name.text().strip() or None) if name is not None else None
    posted_at = time_of(stamp.attributes.get("data-timestamp") or "") if stamp is not None else None
    refs: tuple[Ref, ...] = ()
    text = ""
    if body is not None:
        for notice in body.css("div.omittedposts"):
            notice.decompose()
        text = read_markup(body.inner_html or "").text.strip("\n")
        refs = tuple(_refs(body, board, thread_id, numbers)) if ">>" in text else ()
    return Message(
        thread_id=thread_id,
        message_id=number,
        number=int(number),
        is_opening=number == thread_id,
        text=text,
        posted_at=posted_at,
        author_name=author,
        is_default_name=author is None or author in names,
        mail_field=mail,
        sage=mail is not None and mail.lower() == "sage",
        time_precision="second" if posted_at else "none",
        posted_raw=(stamp.text().strip() or None) if stamp is not None else None,
        refs=refs,
        attachments=tuple(file for slide in files if (file := _attachment(slide)) is not None),
    )


def time_of(stamp: str) -> datetime | None:
    """The instant of an attribute `data-timestamp`, UTC."""
    try:
        return datetime.fromtimestamp(int(stamp), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _refs(body: "LexborNode", board: str, thread_id: str, numbers: frozenset[str] | None) -> Iterator[Ref]:
    seen: set[tuple[str, str]] = set()
    for mark in body.css("a.reply[data-post-id]"):
        given = mark.attributes
        number, place, thread = (given.get(f"data-{name}") or "" for name in ("post-id", "board", "thread"))
        ref = ref_of(number, place, thread, board, thread_id, numbers)
        if ref is not None and (key := (ref.board or "", ref.message_id)) not in seen:
            seen.add(key)
            yield ref


def ref_of(
    number: str, place: str, thread: str, board: str, thread_id: str, numbers: frozenset[str] | None
) -> Ref | None:
    """The edge of a reply mark, given its attributes; None where it has no number. board, thread_id: of the page."""
    number, place, own = number.strip(), place.strip() or board, thread.strip() or None
    if NUMBER.match(number) is None:
        return None
    here = (place, own) == (board, thread_id)
    gone = own is None or (here and numbers is not None and number not in numbers)
    return Ref(number, place, own, dangling=gone)


def _attachment(slide: "LexborNode") -> Attachment | None:
    """A file, or a video of another site. Sizes are rounded: `393.16 KB` tells no bytes."""
    link = slide.css_first("a.file-expand")
    if link is None:
        return None
    if link.attributes.get("data-type") == "embed":
        return Attachment("embed")
    found = _EXTENSION.search(
        (link.attributes.get("data-full") or link.attributes.get("href") or "").rpartition("/")[2]
    )
    return Attachment(found[1].lower()) if found else Attachment("file")


def unknown_parts(tree: "LexborHTMLParser") -> frozenset[str]:
    """`class:NAME` of parts of posts' heads that no captured page has; `selector:NAME` for what some post lacks."""
    found: set[str] = set()
    nodes = [node for _, node in posts_in(tree)]
    shallow = nodes if nested(nodes).deepest <= DEEPEST else []
    for node in shallow:
        found |= {
            f"selector:{name}"
            for name, selector in (
                ("name", ".postername .name"),
                ("timestamp", ".timestamp[data-timestamp]"),
                ("content", ".messagecontainer .content"),
            )
            if node.css_first(selector) is None
        }
    heads = [head for node in shallow for head in node.css(".postinfo")]
    for part in (part for head in heads for part in head.css("[class]")) if nested(heads).deepest <= DEEPEST else ():
        found |= {f"class:{name}" for name in classes(part) if name not in _KNOWN and _CLASS.match(name)}
    return frozenset(found)
