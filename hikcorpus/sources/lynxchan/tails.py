"""Tails of LynxChan: threads on a page of the index, with their newest replies whole (only the HTML shortens texts).

Sources: LynxChan `jsonBuilder.js` (getThreadObject, page), `generator/board.js` (getLatestPosts: grouped, not sorted);
catamphetamine/imageboard on Kohlchan, which announced no omitted replies in 2023. Where no thread of a page announces
any, one that shows as many replies as the fullest may hide more, and a pinned one always may: these are no tails.
"""

from typing import Final

import msgspec

from hikcorpus.model import Board
from hikcorpus.sources.base import Page, Tail
from hikcorpus.sources.json_pages import OBJECT, UNREADABLE, read_json
from hikcorpus.sources.lynxchan.posts import THREAD, JsonThread, Post, is_on, message_of, named, thread_facts
from hikcorpus.sources.yotsuba.refs import RefReader


class _Index(msgspec.Struct):
    threads: list[msgspec.Raw]
    settings: list[str] | None = None


_INDEX: Final = msgspec.json.Decoder(_Index)


def index_entries(page: Page, expected: str, defaults: frozenset[str]) -> dict[str, bytes]:
    """Thread id -> its entry's bytes, of those that tell enough of themselves. Raises LayoutChanged.

    Where the board forces anonymity only the page says so: then a name that is not known as a default is one all the
    same, and its entry is left out, for alone it would read as a screen name.
    """
    index, problems = read_json(_INDEX, page, expected)
    forced = "forceAnonymity" in (index.settings or ())
    found: dict[str, tuple[bytes, JsonThread]] = {}
    twice: set[str] = set()
    for raw in index.threads:
        own = bytes(raw)
        thread = _thread(own)
        if thread is None or (problems and own not in page.body):  # mended: not the page's own bytes
            continue
        thread_id = str(thread.thread_id)
        twice |= {thread_id} & found.keys()
        found[thread_id] = own, thread
    announced = any(_omitted(thread) is not None for _, thread in found.values())
    fullest = max((len(thread.posts or ()) for _, thread in found.values()), default=0)
    return {
        thread_id: own
        for thread_id, (own, thread) in found.items()
        if thread_id not in twice
        and (announced or (not is_on(thread.pinned) and (not thread.posts or len(thread.posts) < fullest)))
        and not (forced and any(_typed(post, defaults) for post in (thread, *(thread.posts or ()))))
    }


def tail_of(board: Board, raw: bytes, defaults: frozenset[str], reader: RefReader) -> Tail | None:
    """The tail that an entry shows; None where it leaves anything open."""
    thread = _thread(raw)
    if thread is None or thread.thread_id is None or thread.posts is None:
        return None
    omitted, number = _omitted(thread) or 0, thread.thread_id
    replies = {post.post_id: post for post in thread.posts if post.post_id is not None}
    if len(replies) < len(thread.posts) or omitted < 0 or (omitted and not replies):
        return None
    posts: list[tuple[int, Post]] = [(number, thread), *sorted(replies.items())]
    if any(one <= number for one, _ in posts[1:]) or not all(_is_of(post, number, board) for _, post in posts):
        return None
    refs, shown = reader.on_page(board, str(number), None), frozenset(str(one) for one, _ in posts)
    messages = tuple(message_of(post, one, str(number), defaults, refs, shown) for one, post in posts)
    if any(message.posted_at is None for message in messages):
        return None
    return Tail(
        thread=thread_facts(thread, str(number)),
        messages=messages,
        reply_count=omitted + len(replies),
        explained=True,  # the index tells no time of change; `lastEditTime` stands on the messages themselves
        raw=raw,
    )


def _thread(raw: bytes) -> JsonThread | None:
    try:
        thread = THREAD.decode(raw)
        OBJECT.decode(raw)
    except UNREADABLE:
        return None
    return thread if thread.thread_id is not None and thread.posts is not None else None


def _omitted(thread: JsonThread) -> int | None:
    return thread.omitted_posts if thread.omitted_posts is not None else thread.ommited_posts


def _typed(post: Post, defaults: frozenset[str]) -> bool:
    """Whether the name would read as somebody's, but for the board's rule."""
    return named(post.name, defaults, forced=False)[2] != named(post.name, defaults, forced=True)[2]


def _is_of(post: Post, thread: int, board: Board) -> bool:
    """Whether nothing on the post says that it is one of another thread or board."""
    return post.thread_id in (None, thread) and post.board_uri in (None, board.name)
