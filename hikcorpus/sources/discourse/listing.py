"""Discourse's lists of topics: what an entry tells, and the mark that comes of it.

`posts_count` holds small actions and stubs, which are no live messages, and does not tell how many of them: a mark has
no `reply_count`, or a page that shows every message would seem to lag behind its listing for ever. The count stands in
the mark's text.
"""

import hashlib
import re
from typing import Any, Final

import msgspec

from hikcorpus.sources.base import ThreadMark
from hikcorpus.sources.cooked import plain
from hikcorpus.sources.json_pages import instant

_COUNT: Final = re.compile(r":n([0-9]{1,9}):")


class Entry(msgspec.Struct, gc=False):
    """A topic as the listing shows it; counts of views are not its state."""

    id: int
    category_id: int | None = None
    title: str | None = None
    posts_count: int | None = None
    highest_post_number: int | None = None
    last_posted_at: str | None = None
    bumped_at: str | None = None
    like_count: int | None = None
    closed: bool | None = False
    archived: bool | None = False
    pinned: bool | None = False
    visible: bool | None = True
    excerpt: str | None = None
    tags: Any = None
    last_poster_username: str | None = None


class Topics(msgspec.Struct):
    """A list of topics."""

    topics: list[msgspec.Raw]
    more_topics_url: str | None = None


class Latest(msgspec.Struct):
    """A page of a listing."""

    topic_list: Topics


LATEST: Final = msgspec.json.Decoder(Latest, strict=False)
ENTRY: Final = msgspec.json.Decoder(Entry, strict=False)


def thread_mark(entry: Entry, position: int, page: int) -> ThreadMark:
    """The mark of a topic; page: of the listing, counted from 0."""
    facts = (entry.title, entry.category_id, entry.like_count, entry.visible, entry.excerpt, entry.tags)
    digest = hashlib.sha256(msgspec.json.encode((*facts, entry.last_poster_username))).hexdigest()[:16]
    flags = "".join(
        mark if flag else "-" for mark, flag in (("s", entry.pinned), ("l", entry.closed), ("a", entry.archived))
    )
    bumped = instant(entry.bumped_at)
    return ThreadMark(
        thread_id=str(entry.id),
        position=position,
        mark=f"b{entry.bumped_at}:p{entry.last_posted_at}:n{entry.posts_count}:h{entry.highest_post_number}:{flags}:{digest}",
        title=plain(entry.title),
        page=page,
        at=int(bumped.timestamp()) if bumped else None,
    )


def announced(mark: str) -> int | None:
    """The engine's own count of posts that a mark tells."""
    told = _COUNT.search(mark)
    return int(told[1]) if told else None
