"""NodeBB: the JSON behind its pages: `/api/category/C`, `/api/topic/T`, each in pages (`?page=n`).

Sources: NodeBB/NodeBB v4.9.2 `src/controllers/{topics,category,helpers}.js`, `src/topics/index.js`,
`src/categories/topics.js`, `src/routes/index.js`; the recorded engine. A board is a category, named by its number
(slugs change, and hold raw non-ASCII letters). An address of a topic names no category: board = "", and so does
`/api/recent`, the newest topics of the whole site. Pages past the end are 404. How many posts a page holds is the
site's setting, which no page tells; but `/api/topic/T/slug/I` is the page on which post I of the thread stands.
The listing shows neither edits nor soft deletions but of the newest post: hence `recheck_per_visit`. A topic that was
deleted, not purged, stays in the listing without its title: no living thread, but counted; its page answers 401.
"""

import re
from collections.abc import Set
from typing import ClassVar, Final
from urllib.parse import quote, urlsplit

from hikcorpus.errors import ThreadMoved
from hikcorpus.model import Board
from hikcorpus.sources.base import Address, Example, Listing, Page, Problem, ThreadMark, ThreadPage
from hikcorpus.sources.decoding import other_page, segments
from hikcorpus.sources.json_pages import UNREADABLE, attempt, changed, is_on, read_json, readable, whole
from hikcorpus.sources.nodebb.blank import blank_page, scrub_page, unknown_names
from hikcorpus.sources.nodebb.examples import EXAMPLES
from hikcorpus.sources.nodebb.listing import CATEGORY, ENTRY, thread_mark
from hikcorpus.sources.nodebb.posts import (
    GONE,
    GUEST,
    LOOSE,
    POST,
    TOPIC,
    LooseTopic,
    OnPage,
    Pages,
    Post,
    Topic,
    TopicFacts,
    message_of,
    thread_facts,
    title_of,
)
from hikcorpus.sources.usual import NoArchive, NoSettings, NoTails, PageGoesToo, Usual

_NUMBER: Final = re.compile(r"[0-9]{1,18}\Z")
_AT_POST: Final = re.compile(r"/topic/[^/?#]+/[^/?#]*/[0-9]+(?![^?#])")


class Nodebb(NoTails, NoArchive, NoSettings, PageGoesToo, Usual):
    """Categories of NodeBB forums."""

    engine: ClassVar[str] = "nodebb"
    title: ClassVar[str] = "NodeBB (JSON)"
    experimental: ClassVar[bool] = False
    crawlable: ClassVar[bool] = True
    recheck_per_visit: ClassVar[int] = 20
    default_names: ClassVar[frozenset[str]] = frozenset({GUEST, GONE})
    poster_id_scope: ClassVar[str] = "none"
    zone: ClassVar[str] = "UTC"
    prunes: ClassVar[bool] = False
    in_pages: ClassVar[bool] = True
    traces: ClassVar[tuple[str, ...]] = (
        r"/assets/plugins/nodebb-plugin-",
        r"/assets/nodebb\.min\.js",
        r'"theme:id":"nodebb-theme-',
        r'href="https://nodebb\.org"',
    )
    examples: ClassVar[tuple[Example, ...]] = EXAMPLES

    def recognise(self, url: str) -> Address | None:
        """`/category/C/slug`, `/api/category/C`, `/topic/T/slug/7`, `/api/topic/T`, `/api/recent`; never certain."""
        found = segments(url)
        if found is None:
            return None
        root, parts = found
        for place, part in enumerate(parts[:-1]):
            number = parts[place + 1]
            if part not in ("category", "topic") or not _NUMBER.match(number) or len(parts) > place + 4:
                continue
            before = parts[: place - 1] if place and parts[place - 1] == "api" else parts[:place]
            base = "/".join([root, *map(quote, before)])
            if part == "category":
                return Address(base, number, certain=False)
            return Address(base, "", number, certain=False)
        if parts[-2:] == ["api", "recent"]:
            return Address("/".join([root, *map(quote, parts[:-2])]), "", certain=False)
        return None

    def listing_url(self, board: Board) -> str:
        """`/api/category/C`; of the whole site `/api/recent`."""
        return f"{board.address}/api/category/{quote(board.name)}" if board.name else f"{board.address}/api/recent"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/api/topic/T`."""
        return f"{board.address}/api/topic/{thread_id}"

    def newest_url(self, board: Board, mark: ThreadMark) -> str | None:
        """The page on which the thread's last post stands, by that post's place; None for a thread of one post."""
        return f"{board.address}/api/topic/{mark.thread_id}/-/{mark.reply_count + 1}" if mark.reply_count else None

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """The topics of a page of a category. Raises LayoutChanged."""
        expected = f"a category of {self.engine}"
        category, problems = read_json(CATEGORY, page, expected)
        if board.name and str(category.cid) != board.name:
            raise other_page(page, expected, "it is another category" if category.cid else "it is a page of the site")
        threads: list[ThreadMark] = []
        seen: set[str] = set()
        for place, raw in enumerate(category.topics):
            try:
                entry = ENTRY.decode(raw)
            except UNREADABLE:
                problems.append(Problem("unreadable_thread", f"entry {place}"))
                continue
            thread_id = str(entry.tid)
            if board.name and str(entry.cid) != board.name:  # shown here, but stands elsewhere ("crossposts")
                problems.append(Problem("thread_of_another_board", f"entry {place}"))
            elif thread_id in seen:
                problems.append(Problem("duplicate_thread", f"entry {place}"))
            elif is_on(entry.deleted):
                seen.add(thread_id)
                problems.append(Problem("deleted_thread", f"entry {place}"))
            else:
                seen.add(thread_id)
                threads.append(thread_mark(entry, len(threads), category.pagination))
        if category.topics and not seen:
            raise other_page(page, expected, "none of its entries can be read as a thread")
        following = _following(category.pagination)
        url = f"{self.listing_url(board)}?page={following}" if following else None
        return Listing(tuple(threads), tuple(problems), url)

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """The posts of a page of a topic. Raises LayoutChanged, also where it is another topic; ThreadMoved where it
        stands in another category.
        """
        expected = f"topic {thread_id} of {self.engine}"
        topic, posts, problems = _posts(page, expected)
        if str(topic.tid) != thread_id:
            raise other_page(page, expected, "it is another topic")
        if board.name and str(topic.cid) != board.name:
            raise ThreadMoved(
                f"The thread at {urlsplit(page.url).path or '/'} stands on another board now.",
                "Nothing of it was stored here; crawl that board too, if the study covers it.",
            )
        kept: dict[str, Post] = {}
        for place, post in enumerate(posts):
            if post.tid != topic.tid and post.tid is not None and str(post.tid) != thread_id:
                problems.append(Problem("message_of_another_thread", f"posts[{place}]"))
            elif (pid := str(post.pid)) in kept:
                problems.append(Problem("duplicate_message", f"posts[{place}]"))
            else:
                kept[pid] = post
        if not kept:
            raise other_page(page, expected, "it holds no post that can be read")
        defaults = board.default_names | self.default_names
        shared = OnPage(thread_id, str(topic.main_pid), title_of(topic), board.name or None, defaults, frozenset(kept))
        messages = tuple([message_of(post, shared) for post in kept.values()])
        following = _next_page(page.url, topic, list(kept.values()))
        url = f"{self.thread_url(board, thread_id)}?page={following}" if following else None
        return ThreadPage(thread_facts(topic), messages, tuple(problems), url)

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """Names of fields on posts and their writers that this engine is not known to write."""
        return attempt(unknown_names, page) or frozenset()

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The page without the content of these posts, and without its own copies of it; other posts byte for byte."""
        return changed(lambda body: blank_page(body, message_ids), page)

    def scrub(self, page: Page) -> bytes:
        """The body without addresses of posters, which only staff is shown."""
        return changed(scrub_page, page) if b'"ip"' in page.body else page.body


def _posts(page: Page, expected: str) -> tuple[TopicFacts, list[Post], list[Problem]]:
    try:
        topic: Topic = whole(TOPIC, page)
    except UNREADABLE:
        pass
    else:
        return topic, topic.posts, []
    loose: LooseTopic
    loose, problems = read_json(LOOSE, page, expected)
    return loose, readable(POST, loose.posts, problems, "posts"), problems


def _following(pages: Pages | None) -> int | None:
    if pages is None or pages.current is None or pages.count is None or pages.current < 1:
        return None
    return pages.current + 1 if pages.current < pages.count else None


def _next_page(url: str, topic: TopicFacts, posts: list[Post]) -> int | None:
    """The page that follows. A forum without pages (endless scrolling) answers the address of a post with some posts
    around it, which are no page: there the page itself follows, as long as it holds more.
    """
    pages = topic.pagination
    if not _AT_POST.search(url) or "page=" in url or pages is None or not pages.current:
        return _following(pages)
    first, last = posts[0].index, posts[-1].index
    if first is None or last is None or first == (pages.current - 1) * len(posts):
        return _following(pages)
    more = topic.postcount is not None and last + 1 < topic.postcount
    aligned = pages.current == pages.count and not more
    return None if aligned else pages.current
