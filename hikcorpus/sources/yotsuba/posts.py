"""Posts of 4chan's and vichan's JSON: their fields, and what of the model each one becomes.

Sources: 4chan/4chan-API `pages/Threads.md`; vichan `inc/api.php`; infinity adds `extra_files: [[]]` for none.
Absent = none; flags are 0/1, in forks also "0"/"1". Times are epoch seconds, so that no wall clock is read.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, Final

import msgspec

from hikcorpus.model import Attachment, Message, Thread
from hikcorpus.sources.yotsuba.refs import PageRefs
from hikcorpus.text.entities import decode_entities
from hikcorpus.text.markup import read_markup

Flag = int | bool | str | None
Number = Annotated[int, msgspec.Meta(gt=0, le=2**63 - 1)]
Count = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
"""What a table can hold."""


class Post(msgspec.Struct, gc=False):
    """A post as sent, and a thread's entry in the catalog: only the fields that are read."""

    no: Number
    resto: int | None = 0
    time: int | None = None
    name: str | None = None
    trip: str | None = None
    id: str | int | None = None
    capcode: str | None = None
    email: str | None = None
    country: str | None = None
    sub: str | None = None
    com: str | None = None
    ext: str | None = None
    fsize: int | None = None
    md5: str | None = None
    filedeleted: Flag = 0
    extra_files: list[Any] | None = None
    embed: str | None = None
    sticky: Flag = 0
    closed: Flag = 0
    locked: Flag = 0
    cyclical: Flag = 0
    archived: Flag = 0
    replies: Count | None = None
    images: Count | None = None
    last_modified: Count | str | None = None
    tail_size: int | None = None


class JsonThread(msgspec.Struct):
    """A thread's page."""

    posts: list[Post]


class LooseThread(msgspec.Struct):
    """A thread's page whose posts are read one by one, because one of them is odd."""

    posts: list[msgspec.Raw]


class CatalogPage(msgspec.Struct):
    """A page of the catalog; an empty board has one page without threads."""

    page: Count | None = None
    threads: list[msgspec.Raw] | None = None


class IndexPage(msgspec.Struct):
    """A page of the board: threads with their newest replies."""

    threads: list[msgspec.Raw]


THREAD: Final = msgspec.json.Decoder(JsonThread, strict=False)
LOOSE: Final = msgspec.json.Decoder(LooseThread)
CATALOG: Final = msgspec.json.Decoder(list[CatalogPage])
PAGES: Final = msgspec.json.Decoder(list[dict[str, msgspec.Raw]])
POST: Final = msgspec.json.Decoder(Post, strict=False)
INDEX: Final = msgspec.json.Decoder(IndexPage)
ARCHIVE: Final = msgspec.json.Decoder(list[Number], strict=False)


def is_on(flag: Flag) -> bool:
    """Whether a flag is set."""
    return flag not in (0, "0", None, False, "")


def number_of(value: int | str | None) -> int | None:
    """A number that some forks send as a string; None where it is none."""
    if isinstance(value, str):
        return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None
    return value


def thread_facts(opening: Post, thread_id: str) -> Thread:
    """What the opening post says of its thread."""
    return Thread(
        thread_id=thread_id,
        title=plain(opening.sub),
        state="archived" if is_on(opening.archived) else "live",
        sticky=is_on(opening.sticky),
        locked=is_on(opening.locked) or is_on(opening.closed),
        reply_count=opening.replies,
        cyclical=is_on(opening.cyclical),
    )


def message_of(post: Post, thread_id: str, defaults: frozenset[str], refs: PageRefs) -> Message:
    """The message that a post is. defaults: names that are nobody's."""
    marked = read_markup(post.com) if post.com else None
    name = plain(post.name)
    try:
        posted_at = None if post.time is None else datetime.fromtimestamp(post.time, UTC)
    except (OverflowError, OSError, ValueError):
        posted_at = None
    return Message(  # by place: names would cost as much again
        thread_id,
        str(post.no),
        post.no,
        not post.resto,
        marked.text if marked else "",
        posted_at,
        name,
        name in defaults if name else not post.trip,
        post.trip or None,
        post.capcode or None,
        None,
        None if post.id in (None, "", "Heaven") else str(post.id),
        None,
        plain(post.email) if post.email else None,
        post.email is not None and post.email.lower() == "sage",
        post.country or None,
        "second" if posted_at else "none",
        None if post.time is None else str(post.time),
        plain(post.sub) if post.sub else None,
        refs.read(marked) if marked else (),
        _attachments(post) if post.ext or post.filedeleted or post.embed else (),
    )


def _attachments(post: Post) -> tuple[Attachment, ...]:
    files = [_attachment(post.ext, post.fsize, post.md5, post.filedeleted)]
    for extra in post.extra_files or ():
        if isinstance(extra, dict):  # infinity sends [[]] for none
            files.append(_attachment(extra.get("ext"), extra.get("fsize"), extra.get("md5"), extra.get("filedeleted")))
    if post.embed:
        files.append(Attachment("embed"))
    return tuple(file for file in files if file is not None)


def _attachment(ext: Any, size: Any, digest: Any, deleted: Any) -> Attachment | None:
    if is_on(deleted) or ext == "deleted":
        return Attachment("deleted")
    if not isinstance(ext, str) or not ext:
        return None
    size = number_of(size) if type(size) in (int, str) else None
    size = size if size is not None and 0 < size < 2**63 else None
    return Attachment(ext.lstrip(".").lower(), size, digest if isinstance(digest, str) and digest else None)


def plain(text: str | None) -> str | None:
    """A one-line field with its entities decoded, or None if nothing is left."""
    return decode_entities(text).strip() or None if text else None
