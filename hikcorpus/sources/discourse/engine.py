"""Discourse: JSON beside every page: `/c/ID/none/l/latest.json`, `/t/ID.json`, each in pages (`?page=n`).

Sources: discourse/discourse `app/controllers/{list,topics}_controller.rb`, `config/routes.rb`, `lib/topic_view.rb`,
`app/models/category.rb`, `app/serializers/{topic_list_item,listable_topic}_serializer.rb`. No real recording has
confirmed it yet: experimental. A board is a category, named by its number; the engine redirects to its present slug.
`none` leaves out the topics of subcategories, which are boards of their own. An address of a topic names no category:
board = "", and so does `/latest.json`, the topics of the whole site. Listings count pages from 0, topics from 1 (20
posts each). Posts deleted by the staff vanish; a post deleted by its writer stays as a stub for a day, then vanishes.
The listing shows neither edits nor who left a stub but of the newest post: hence `recheck_per_visit`.
"""

import re
from collections.abc import Set
from typing import ClassVar, Final
from urllib.parse import quote, urlsplit

from hikcorpus.errors import ThreadMoved
from hikcorpus.model import Board
from hikcorpus.sources.base import Address, Example, Listing, Page, Problem, ThreadMark, ThreadPage
from hikcorpus.sources.decoding import other_page, segments
from hikcorpus.sources.discourse.blank import blank_page, scrub_page, unknown_names
from hikcorpus.sources.discourse.examples import EXAMPLES
from hikcorpus.sources.discourse.listing import ENTRY, LATEST, announced, thread_mark
from hikcorpus.sources.discourse.posts import (
    LOOSE,
    POST,
    SMALL_ACTION,
    TOPIC,
    LooseTopic,
    Post,
    Topic,
    TopicFacts,
    message_of,
    on_page,
    thread_facts,
)
from hikcorpus.sources.json_pages import UNREADABLE, attempt, changed, read_json, readable, whole
from hikcorpus.sources.usual import NoArchive, NoSettings, NoTails, PageGoesToo, Usual

_CHUNK: Final = 20
_ID: Final = re.compile(r"([0-9]{1,18})(?:\.json)?\Z")
_MORE: Final = re.compile(r"/c/((?:[^/?#\s]{1,300}/){1,5})([0-9]{1,18})(?:/none)?(?:/l/latest)?(?:\.json)?\?")
_PAGE: Final = re.compile(r"[?&]page=([0-9]{1,7})(?![0-9])")


class Discourse(NoTails, NoArchive, NoSettings, PageGoesToo, Usual):
    """Categories of Discourse forums."""

    engine: ClassVar[str] = "discourse"
    title: ClassVar[str] = "Discourse (JSON)"
    experimental: ClassVar[bool] = True
    crawlable: ClassVar[bool] = True
    recheck_per_visit: ClassVar[int] = 20
    default_names: ClassVar[frozenset[str]] = frozenset()
    poster_id_scope: ClassVar[str] = "none"
    zone: ClassVar[str] = "UTC"
    prunes: ClassVar[bool] = False
    in_pages: ClassVar[bool] = True
    traces: ClassVar[tuple[str, ...]] = (
        r'<meta name="generator" content="Discourse\b',
        r'id="data-discourse-setup"',
        r"data-discourse-entrypoint=",
    )
    examples: ClassVar[tuple[Example, ...]] = EXAMPLES

    def recognise(self, url: str) -> Address | None:
        """`/c/slug/C`, `/c/parent/slug/C/l/latest.json`, `/t/slug/T/7`, `/t/T.json`, `/latest.json`.

        Certain only where the address of a category names the list: other engines have a `/c/` and a `/t/`, too.
        """
        found = segments(url)
        if found is None:
            return None
        root, parts = found
        parts = parts[:-1] if parts[-1:] == [""] else parts
        if parts[-1:] == ["latest.json"] and "l" not in parts[-2:]:
            return Address("/".join([root, *map(quote, parts[:-1])]), "", certain=False)
        for place, part in enumerate(parts):
            before, rest = "/".join([root, *map(quote, parts[:place])]), parts[place + 1 :]
            if part == "c" and (number := _category(rest)):
                return Address(before, number, certain=rest[-1] in ("latest", "latest.json"))
            if part == "t" and (number := _topic(rest)):
                return Address(before, "", number, certain=False)
        return None

    def listing_url(self, board: Board) -> str:
        """`/c/C/none/l/latest.json`; of the whole site `/latest.json`."""
        if not board.name:
            return f"{board.address}/latest.json"
        return f"{board.address}/c/{quote(board.name)}/none/l/latest.json"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/t/T.json`."""
        return f"{board.address}/t/{thread_id}.json"

    def newest_url(self, board: Board, mark: ThreadMark) -> str | None:
        """The page on which the thread's last post stands, of 20 each; None for a thread of one page.

        By the count of replies if the mark has one, else by the engine's own count, which its text tells.
        """
        before = mark.reply_count if mark.reply_count is not None else (announced(mark.mark) or 1) - 1
        return f"{self.thread_url(board, mark.thread_id)}?page={before // _CHUNK + 1}" if before >= _CHUNK else None

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """The topics of a page of a category. Raises LayoutChanged."""
        expected = f"a category of {self.engine}"
        latest, problems = read_json(LATEST, page, expected)
        threads: list[ThreadMark] = []
        seen: set[int] = set()
        here = _PAGE.search(page.url)
        number = int(here[1]) if here else 0
        for place, raw in enumerate(latest.topic_list.topics):
            try:
                entry = ENTRY.decode(raw)
            except UNREADABLE:
                problems.append(Problem("unreadable_thread", f"entry {place}"))
                continue
            if board.name and entry.category_id is not None and str(entry.category_id) != board.name:
                problems.append(Problem("thread_of_another_board", f"entry {place}"))
            elif entry.id in seen:
                problems.append(Problem("duplicate_thread", f"entry {place}"))
            else:
                seen.add(entry.id)
                threads.append(thread_mark(entry, len(threads), number))
        if problems and not threads and latest.topic_list.topics:
            raise other_page(page, expected, "none of its entries can be read as a thread of this board")
        more = latest.topic_list.more_topics_url
        url = self._listing_page(board, more, number + 1) if more and latest.topic_list.topics else None
        return Listing(tuple(threads), tuple(problems), url)

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """The posts of a page of a topic. Raises LayoutChanged, also where it is another topic; ThreadMoved where it
        stands in another category.
        """
        expected = f"topic {thread_id} of {self.engine}"
        topic, posts, stream, problems = _posts(page, expected)
        if str(topic.id) != thread_id:
            raise other_page(page, expected, "it is another topic")
        if board.name and topic.category_id is not None and str(topic.category_id) != board.name:
            raise ThreadMoved(
                f"The thread at {urlsplit(page.url).path or '/'} stands on another board now.",
                "Nothing of it was stored here; crawl that board too, if the study covers it.",
            )
        kept: dict[int, Post] = {}  # by its number: two posts of one number are one message
        ids: set[int] = set()
        for place, post in enumerate(posts):
            if post.topic_id != topic.id and post.topic_id is not None:
                problems.append(Problem("message_of_another_thread", f"posts[{place}]"))
            elif post.id in ids or post.post_number in kept:
                problems.append(Problem("duplicate_message", f"posts[{place}]"))
            else:
                kept[post.post_number] = post
                ids.add(post.id)
        if not kept:
            raise other_page(page, expected, "it holds no post that can be read")
        found = list(kept.values())
        shared = on_page(topic, board.name or None, found, all_read=not problems)
        messages = tuple([message_of(post, shared) for post in found if post.post_type != SMALL_ACTION])
        if not messages and not _PAGE.search(page.url):  # a later page may hold nothing but small actions
            raise other_page(page, expected, "it holds nobody's post")
        following = _next_page(page.url, topic, found, stream)
        url = f"{self.thread_url(board, thread_id)}?page={following}" if following else None
        return ThreadPage(thread_facts(topic, len(found) - len(messages)), messages, tuple(problems), url)

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """Names of fields on posts that this engine is not known to write."""
        return attempt(unknown_names, page) or frozenset()

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The page without the content of these posts, and without its own copies of it; other posts byte for byte."""
        return changed(lambda body: blank_page(body, message_ids), page)

    def scrub(self, page: Page) -> bytes:
        """The body without addresses of posters, which only staff is shown."""
        return changed(scrub_page, page) if b"ip_address" in page.body else page.body

    def _listing_page(self, board: Board, more: str, number: int) -> str:
        """The slug spares a redirect, which would spoil the page's number where it is the category's, too."""
        named = _MORE.search(more)
        if board.name and named is not None and named[2] == board.name:
            return f"{board.address}/c/{named[1]}{board.name}/none/l/latest.json?page={number}"
        return f"{self.listing_url(board)}?page={number}"


def _category(rest: list[str]) -> str | None:
    """The number of a category that these segments after `/c/` name."""
    match rest:
        case [*before, "l", last] if last.removesuffix(".json") in ("latest", "new", "top", "hot"):
            rest = before
    rest = rest[:-1] if rest[-1:] in (["none"], ["all"]) else rest
    number = _ID.match(rest[-1]) if 0 < len(rest) <= 5 else None
    return number[1] if number else None


def _topic(rest: list[str]) -> str | None:
    """The number of a topic that these segments after `/t/` name."""
    if not 0 < len(rest) <= 3:
        return None
    number = _ID.match(rest[1]) if len(rest) > 1 and not rest[0].isdecimal() else _ID.match(rest[0])
    return number[1] if number and all(map(_ID.match, rest[2:])) else None


def _posts(page: Page, expected: str) -> tuple[TopicFacts, list[Post], list[int] | None, list[Problem]]:
    try:
        topic: Topic = whole(TOPIC, page)
    except UNREADABLE:
        pass
    else:
        return topic, topic.post_stream.posts, topic.post_stream.stream, []
    loose: LooseTopic
    loose, problems = read_json(LOOSE, page, expected)
    posts = readable(POST, loose.post_stream.posts, problems, "posts")
    return loose, posts, loose.post_stream.stream, problems


def _next_page(url: str, topic: TopicFacts, posts: list[Post], stream: list[int] | None) -> int | None:
    """The page that follows: by the stream of ids, which tells where this page lies in it; else by the address."""
    last = posts[-1]
    if stream:
        if last.id not in stream or last.id == stream[-1]:
            return None
        chunk = topic.chunk_size if topic.chunk_size and topic.chunk_size > 0 else _CHUNK
        return stream.index(last.id) // chunk + 2
    here = _PAGE.search(url)
    more = topic.highest_post_number is not None and topic.highest_post_number > last.post_number
    return (int(here[1]) if here and int(here[1]) else 1) + 1 if more else None
