"""Posts of TinyIB's JSON: their fields, what of the model each becomes, reply marks, and blanking.

Sources: tslocum/TinyIB daf6ba8 `inc/html.php` buildSinglePostJSON (the fields), `imgboard.php` (what is typed and what
is stored), `inc/functions.php` nameAndTripcode, nameBlock, postLink, attachFile; the recorded engine. Numbers may come
as strings (PHP gives them so from some of its databases). An empty name is sent as `Anonymous`, whatever the pages
print for it. The tripcode comes without the `!` that the pages show. E-mail field (sage) and staff marks stand on the
pages only.
"""

import re
from collections.abc import Set
from datetime import UTC, datetime
from typing import Annotated, Final

import msgspec

from hikcorpus.model import Attachment, Message, Ref, Thread
from hikcorpus.sources.cooked import plain
from hikcorpus.sources.json_pages import UNREADABLE, Fields, Flag, is_on, number_of, rewritten, told_names
from hikcorpus.text.markup import Marked, read_markup

Number = Annotated[int, msgspec.Meta(gt=0, le=2**63 - 1)]

KNOWN: Final = frozenset({
    "id", "parent", "timestamp", "bumped", "name", "tripcode", "subject", "message", "file", "file_hex",
    "file_original", "file_size", "file_size_formated", "image_width", "image_height", "thumb", "thumb_width",
    "thumb_height", "stickied", "locked", "replies", "images",
})  # fmt: skip
"""Every field that buildSinglePostJSON writes (`formated` is its spelling)."""

_NOTE: Final = re.compile(r'(?:<br>\s*<span class="banmessage">[^<]*</span>(?:<br>)?)+\s*\Z')  # written by the staff
_TARGET: Final = re.compile(r"(?:\.\./)?res/([0-9]{1,18})\.html#q?([0-9]{1,18})\Z")
_MARK: Final = re.compile(r"(\S?)>>([0-9]{1,18})(?![0-9])")
_MD5: Final = re.compile(r"[0-9a-f]{32}\Z")
_TYPE: Final = re.compile(r"\.([A-Za-z0-9]{1,10})\Z")
_DIGITS: Final = re.compile(r"-?\d{1,19}\Z")
_KEPT: Final = frozenset({"id", "parent", "timestamp", "bumped", "stickied", "locked", "replies", "images"})
_INSIDE: Final = frozenset({"posts", "threads"})


class Post(msgspec.Struct, gc=False):
    """A post as sent, and a thread's entry in the catalog: only the fields that are read."""

    id: Number
    parent: int | None = 0
    timestamp: int | None = None
    bumped: int | None = None
    name: str | None = None
    tripcode: str | None = None
    subject: str | None = None
    message: str | None = None
    file: str | None = None
    file_hex: str | None = None
    file_size: int | str | None = None
    stickied: Flag = 0
    locked: Flag = 0
    replies: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)] | None = None
    images: int | None = None


class JsonThread(msgspec.Struct):
    """A thread's page."""

    posts: list[Post]


class LooseThread(msgspec.Struct):
    """A thread's page whose posts are read one by one, because one of them is odd."""

    posts: list[msgspec.Raw]


class Catalog(msgspec.Struct):
    """The catalog: the opening posts of all living threads."""

    threads: list[msgspec.Raw]


class _Named(msgspec.Struct):
    posts: list[dict[str, msgspec.Raw]]


THREAD: Final = msgspec.json.Decoder(JsonThread, strict=False)
LOOSE: Final = msgspec.json.Decoder(LooseThread)
CATALOG: Final = msgspec.json.Decoder(Catalog)
POST: Final = msgspec.json.Decoder(Post, strict=False)
_NAMED: Final = msgspec.json.Decoder(_Named)


def has_note(post: Post) -> bool:
    """Whether the staff wrote a note below the post ("banned for this post")."""
    return post.message is not None and "banmessage" in post.message and _NOTE.search(post.message) is not None


def thread_facts(opening: Post, noted: list[str]) -> Thread:
    """What the opening post says of its thread. noted: ids of posts with a note of the staff -> extra["noted"]."""
    return Thread(
        thread_id=str(opening.id),
        title=plain(opening.subject),
        sticky=is_on(opening.stickied),
        locked=is_on(opening.locked),
        reply_count=opening.replies,
        extra={"noted": ",".join(noted)} if noted else {},
    )


def message_of(post: Post, thread_id: str, board: str, defaults: frozenset[str], numbers: Set[str]) -> Message:
    """The message that a post is. defaults: names that are nobody's. numbers: ids of all posts of the thread."""
    body = (post.message or "").replace("\r", "")  # browsers send CR LF, the engine writes CR <br>
    marked = read_markup(_NOTE.sub("", body) if "banmessage" in body else body)
    name = plain(post.name)
    try:
        posted_at = None if post.timestamp is None else datetime.fromtimestamp(post.timestamp, UTC)
    except (OverflowError, OSError, ValueError):
        posted_at = None
    return Message(
        thread_id=thread_id,
        message_id=str(post.id),
        number=post.id,
        is_opening=not post.parent,
        text=marked.text,
        posted_at=posted_at,
        author_name=name,
        is_default_name=name in defaults if name else not post.tripcode,
        tripcode=f"!{post.tripcode}" if post.tripcode else None,
        time_precision="second" if posted_at else "none",
        posted_raw=None if post.timestamp is None else str(post.timestamp),
        subject=plain(post.subject),
        refs=_refs(marked, post.id, thread_id, board, numbers) if ">>" in marked.text else (),
        attachments=(_attachment(post, post.file),) if post.file else (),
    )


def _attachment(post: Post, file: str) -> Attachment:
    """The file, or `embed`: then `file` holds foreign HTML and `file_hex` the name of the service."""
    kind = _TYPE.search(file)
    if "<" in file or (kind is None and not _MD5.match(post.file_hex or "")):
        return Attachment("embed")
    size = int(given) if _DIGITS.match(given := str(post.file_size)) else 0
    digest = post.file_hex if _MD5.match(post.file_hex or "") else None
    return Attachment(kind[1].lower() if kind else "unknown", size if size > 0 else None, digest)


def _refs(marked: Marked, own: int, thread_id: str, board: str, numbers: Set[str]) -> tuple[Ref, ...]:
    """Reply marks in order, each target once.

    The engine links a mark when its target exists at the time of posting, and never takes the link off again. So an
    unlinked mark led nowhere, unless the staff wrote it as raw HTML: then it may name an earlier post of the thread.
    """
    linked: dict[str, Ref] = {}
    for link in marked.links:
        target = _TARGET.match(link.href) if link.href and link.text.startswith(">>") else None
        if target is not None:
            thread, number = str(int(target[1])), str(int(target[2]))
            gone = thread == thread_id and number not in numbers
            linked.setdefault(number, Ref(number, board, thread, dangling=gone))
    found: dict[str, Ref] = {}
    for before, digits in _MARK.findall(marked.text):
        number = str(int(digits))
        if number in linked:
            found.setdefault(number, linked[number])
        elif before in ("", ">"):
            here = number in numbers and int(number) < own
            found.setdefault(number, Ref(number, board, thread_id if here else None, dangling=not here))
    return tuple((found | linked).values())


def unknown_names(body: bytes) -> frozenset[str]:
    """Names of fields on the posts of a thread page that the engine is not known to write; empty for other pages."""
    try:
        posts = _NAMED.decode(body.removeprefix(b"\xef\xbb\xbf")).posts
    except UNREADABLE:
        return frozenset()
    return told_names(frozenset[str]().union(*posts) - KNOWN)


def blank_posts(body: bytes, message_ids: Set[str]) -> bytes | None:
    """A thread page, catalog or entry without the content of these posts; None where none is on it.

    Kept of a blanked post: numbers, times, counts and flags, and only as numbers. Raises one of UNREADABLE.
    """

    def blanked(fields: Fields) -> Fields | None:
        if str(number_of(fields.get("id"))) not in message_ids:
            return None
        return {name: value for name, value in fields.items() if name in _KEPT and number_of(value) is not None}

    return rewritten(body, _INSIDE, blanked)
