"""Tails of 4chan's and vichan's JSON: the newest messages that a catalog entry or a page of the index shows whole.

Two shapes: an entry of 4chan's `catalog.json` (the opening post itself, with `last_replies`), or of any catalog where
the thread has no reply; and a thread of an index page (`{"posts": [opening post, newest replies ...]}`).
Sources: 4chan/4chan-API `pages/Catalog.md`, `pages/Indexes.md`; vichan `inc/api.php`; the recorded engine.
A tail spares the reading of a thread, so one that leaves anything open is none: a shortened text, an entry that does
not add up, numbers out of order, posts of another thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from hikcorpus.model import Board
from hikcorpus.sources.base import Tail
from hikcorpus.sources.nul import json_without_nul
from hikcorpus.sources.yotsuba.posts import Count, Number, Post, message_of, number_of, thread_facts
from hikcorpus.sources.yotsuba.refs import RefReader

_SHORTENED: Final = ('class="abbr', "class='abbr", "class=abbr", "toolong", "Comment too long")


class Entry(Post):
    """A thread's entry in a catalog, with the replies that 4chan shows there, or a post of an index page."""

    omitted_posts: Count | None = None
    last_replies: list[Post] | None = None


class IndexThread(msgspec.Struct):
    """A thread of an index page."""

    posts: list[Entry]


class _Numbered(msgspec.Struct):
    no: Number


class _Opening(msgspec.Struct):
    posts: list[msgspec.Raw]


_NUMBERED: Final = msgspec.json.Decoder(_Numbered, strict=False)
_INDEX_OPENING: Final = msgspec.json.Decoder(_Opening)
_ENTRY: Final = msgspec.json.Decoder(Entry, strict=False)
_INDEX_THREAD: Final = msgspec.json.Decoder(IndexThread, strict=False)


@dataclass(frozen=True, slots=True)
class TailReader:
    """How one engine shows tails.

    edits_move_time: the time of change also moves at edits, deletions and moderators' acts (4chan), so that a time
    later than the newest message tells of one; else (vichan: time of the last bump) it says nothing and is no reason
    to doubt. counts_on_page: the thread's own page announces its count of replies.
    """

    refs: RefReader
    defaults: frozenset[str]
    edits_move_time: bool
    counts_on_page: bool

    def of_entry(self, board: Board, raw: bytes) -> Tail | None:
        """The tail of a catalog's entry."""
        try:
            entry = _ENTRY.decode(json_without_nul(raw))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None
        return self._tail(board, raw, entry, [entry, *(entry.last_replies or ())])

    def of_thread(self, board: Board, raw: bytes) -> Tail | None:
        """The tail of a thread of an index page."""
        try:
            posts = _INDEX_THREAD.decode(json_without_nul(raw)).posts
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None
        return self._tail(board, raw, posts[0], posts) if posts else None

    def thread_of(self, raw: bytes) -> str | None:
        """Which thread an entry of an index page is, None if it is none."""
        try:
            posts = _INDEX_OPENING.decode(raw).posts
            return str(_NUMBERED.decode(posts[0]).no) if posts else None
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None

    def read(self, board: Board, raw: bytes) -> Tail | None:
        """The tail of either shape."""
        return self.of_thread(board, raw) or self.of_entry(board, raw)

    def _tail(self, board: Board, raw: bytes, opening: Entry, posts: Sequence[Post]) -> Tail | None:
        if not _adds_up(opening, posts):
            return None
        thread_id = str(opening.no)
        refs = self.refs.on_page(board, thread_id, None)
        defaults = board.default_names | self.defaults
        messages = tuple(message_of(post, thread_id, defaults, refs) for post in posts)
        if refs.is_another_board() or any(message.posted_at is None for message in messages):
            return None
        facts = thread_facts(opening, thread_id)
        return Tail(
            thread=facts if self.counts_on_page else replace(facts, reply_count=None),
            messages=messages,
            reply_count=opening.replies or 0,
            explained=not self.edits_move_time or number_of(opening.last_modified) == posts[-1].time,
            raw=raw,
        )


def _adds_up(opening: Entry, posts: Sequence[Post]) -> bool:
    """Whether this is an opening post with its newest replies, whole, and the counts agree with what is shown."""
    shown = len(posts) - 1
    if opening.resto or opening.replies is None or shown > opening.replies or (opening.replies and not shown):
        return False
    if opening.omitted_posts is not None and opening.omitted_posts + shown != opening.replies:
        return False
    above = -1
    for post in posts:
        if post.no <= above or (post is not opening and post.resto != opening.no) or is_shortened(post.com):
            return False
        above = post.no
    return True


def is_shortened(comment: str | None) -> bool:
    """Whether an engine cut the text to fit its overview."""
    return comment is not None and any(mark in comment for mark in _SHORTENED)
