"""NodeBB's lists of topics: what an entry tells, and the mark that comes of it."""

import hashlib
from typing import Any, Final

import msgspec

from hikcorpus.sources.base import ThreadMark
from hikcorpus.sources.cooked import plain
from hikcorpus.sources.json_pages import Flag, Number, is_on
from hikcorpus.sources.nodebb.posts import Id, Pages


class Teaser(msgspec.Struct, gc=False):
    """The newest post of a topic, as the listing shows it: without its markup."""

    pid: Id | None = None
    timestamp: int | None = None
    content: str | None = None


class Starter(msgspec.Struct, gc=False):
    """Who began a topic."""

    uid: Id | None = None
    username: str | None = None


class Entry(msgspec.Struct, gc=False):
    """A topic as the listing shows it; counts of views, followers and the like are not its state."""

    tid: Id
    cid: Id
    main_pid: Id | None = msgspec.field(name="mainPid", default=None)
    teaser_pid: Id | None = msgspec.field(name="teaserPid", default=None)
    title: str | None = None
    title_raw: str | None = msgspec.field(name="titleRaw", default=None)
    postcount: Number | None = None
    timestamp: int | None = None
    lastposttime: int | None = None
    deleted: Flag = 0
    locked: Flag = 0
    pinned: Flag = 0
    votes: int | None = None
    teaser: Teaser | None = None
    user: Starter | None = None
    tags: Any = None


class Category(msgspec.Struct):
    """A page of a listing; that of the whole site has no number."""

    topics: list[msgspec.Raw]
    cid: Id | None = None
    pagination: Pages | None = None


CATEGORY: Final = msgspec.json.Decoder(Category, strict=False)
ENTRY: Final = msgspec.json.Decoder(Entry, strict=False)


def thread_mark(entry: Entry, position: int, pages: Pages | None) -> ThreadMark:
    """The mark of a topic; pages: of the listing."""
    teaser, user = entry.teaser or Teaser(), entry.user or Starter()
    facts = (
        *(entry.title, entry.title_raw, entry.main_pid, entry.teaser_pid, entry.votes, entry.tags),
        *(teaser.pid, teaser.timestamp, teaser.content, user.uid, user.username),
    )
    digest = hashlib.sha256(msgspec.json.encode(facts)).hexdigest()[:16]
    flags = ("s" if is_on(entry.pinned) else "-") + ("l" if is_on(entry.locked) else "-")
    return ThreadMark(
        thread_id=str(entry.tid),
        position=position,
        mark=f"t{entry.lastposttime}:n{entry.postcount}:{flags}:{digest}",
        reply_count=entry.postcount - 1 if entry.postcount else None,
        title=(entry.title_raw or "").strip() or plain(entry.title),
        page=pages.current if pages else None,
        at=entry.lastposttime // 1000 if entry.lastposttime else None,
    )
