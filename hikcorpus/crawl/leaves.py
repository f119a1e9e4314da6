"""Threads and listings that stand on several pages: their pages asked for one after another, and read as one.

Boards number pages, and many answer a number past the end with the last page again (or the first), status 200:
so a page that shows nothing new ends the reading, whatever it says of a next one.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from hikcorpus.errors import LayoutChanged
from hikcorpus.fetch.reply import Reply
from hikcorpus.sources.base import Listing, Problem, ThreadMark, ThreadPage

MOST = 5000
"""Pages of one thread or listing that are read at most: whoever shows more has built a trap for crawlers."""


@dataclass(frozen=True, slots=True)
class Leaves:
    """Pages of a thread after one that was read. whole: all were there to be read."""

    replies: tuple[Reply, ...] = ()
    pages: tuple[ThreadPage, ...] = ()
    whole: bool = True
    halt: Reply | None = None
    """The answer that ended it, where it is one."""
    lost: bool = False
    """Not whole only because the page number may have been lost on the way; see `leaves`."""


def leaves(
    first: ThreadPage,
    ask: Callable[[str], Reply],
    parse: Callable[[Reply], ThreadPage],
    held: Set[str] = frozenset(),
) -> Leaves:
    """The pages of a thread that follow `first`. What `ask` raises passes.

    held: live messages known of the thread. Where the second page shows the first again although some of these stand
    on neither, the page number was lost on the way (a cache that ignores it): then nothing is whole.
    """
    replies: list[Reply] = []
    pages: list[ThreadPage] = []
    seen = {message.message_id for message in first.messages}
    asked: set[str] = set()
    url = first.next_url
    while url is not None and url not in asked:
        if len(pages) >= MOST:
            return Leaves(tuple(replies), tuple(pages), whole=False)
        asked.add(url)
        reply = ask(url)
        if reply.kind != "ok":
            return Leaves(tuple(replies), tuple(pages), whole=False, halt=reply)
        try:
            page = parse(reply)
        except LayoutChanged:
            return Leaves(tuple(replies), tuple(pages), whole=False)
        new = {message.message_id for message in page.messages} - seen
        if not new:
            lost = not pages and not held <= seen
            return Leaves(tuple(replies), tuple(pages), whole=not lost, lost=lost)
        seen |= new
        replies.append(reply)
        pages.append(page)
        url = page.next_url
    return Leaves(tuple(replies), tuple(pages))


def looked_back(
    first: ThreadPage,
    url: str,
    rest: Leaves,
    doubted: Mapping[str, int],
    ask: Callable[[str], Reply],
    parse: Callable[[Reply], ThreadPage],
) -> Leaves:
    """The pages of a thread, and once more those onto which messages may have slipped: where posts are deleted while
    pages are read, the next page's first ones stand on the page before by then, and are seen nowhere.

    url: of the first page. doubted: messages (id -> number) that would be called gone. Only where they would have stood
    between two pages is the one before asked for again, and the one before that, until one has not changed.
    """
    pages = [first, *rest.pages]
    urls = [url, *(reply.url for reply in rest.replies)]
    seen = {message.message_id for page in pages for message in page.messages}
    if not rest.whole or len(pages) == 1 or seen >= doubted.keys():
        return rest
    replies, more = [*rest.replies], [*rest.pages]
    for gap in range(len(pages) - 1):
        here = {message.message_id for message in pages[gap].messages}
        last = max((message.number for message in pages[gap].messages), default=0)
        after = [message.number for message in pages[gap + 1].messages if message.message_id not in here]
        begin = min((number for number in after if number > last), default=last)
        for place in range(gap, -1, -1):
            if not [name for name, number in doubted.items() if name not in seen and last < number < begin]:
                break
            reply = ask(urls[place])
            try:
                page = parse(reply) if reply.kind == "ok" else None
            except LayoutChanged:
                page = None
            if page is None:
                return replace(rest, replies=tuple(replies), pages=tuple(more), whole=False)
            now = {message.message_id for message in page.messages}
            if now == {message.message_id for message in pages[place].messages}:
                break
            seen |= now
            replies.append(reply)
            more.append(page)
    return replace(rest, replies=tuple(replies), pages=tuple(more))


def bound(pages: Sequence[ThreadPage]) -> ThreadPage:
    """The pages of a thread as one, each message where it was read last: a later page is a later look."""
    if len(pages) == 1:
        return pages[0]
    opening = {message.message_id for message in pages[0].messages if message.is_opening}
    messages = {message.message_id: message for page in pages for message in page.messages}
    messages |= {name: replace(messages[name], is_opening=True) for name in opening}  # it may stand on every page
    problems = tuple(
        Problem(problem.reason, f"page {number}, {problem.where}")
        for number, page in enumerate(pages, start=1)
        for problem in page.problems
    )
    return ThreadPage(pages[0].thread, tuple(messages.values()), problems, pages[-1].next_url)


@dataclass(frozen=True, slots=True)
class Listed:
    """A listing as far as it was read. whole: to its end."""

    listing: Listing
    whole: bool


def leaf_through(
    first: Listing,
    ask: Callable[[str], Reply],
    parse: Callable[[Reply], Listing],
    enough: Callable[[Sequence[ThreadMark]], bool],
) -> Listed:
    """The listing, page after page, as long as `enough` does not say of a page's threads that the rest is known.

    Threads that move up while it is read are named where they were met first. What `ask` and `parse` raise passes.
    """
    threads = {mark.thread_id: mark for mark in first.threads}
    problems = list(first.problems)
    asked: set[str] = set()
    page, read = first, 1
    while page.next_url is not None and page.next_url not in asked:
        if read >= MOST or enough(page.threads):
            return Listed(_numbered(threads, problems), whole=False)
        asked.add(page.next_url)
        reply = ask(page.next_url)
        if reply.kind != "ok":
            return Listed(_numbered(threads, problems), whole=False)
        try:
            page, read = parse(reply), read + 1
        except LayoutChanged:
            return Listed(_numbered(threads, problems), whole=False)
        new = [mark for mark in page.threads if mark.thread_id not in threads]
        problems += page.problems
        if not new:
            break
        threads |= {mark.thread_id: mark for mark in new}
    return Listed(_numbered(threads, problems), whole=True)


def _numbered(threads: dict[str, ThreadMark], problems: list[Problem]) -> Listing:
    marks = (replace(mark, position=place) for place, mark in enumerate(threads.values()))
    return Listing(tuple(marks), tuple(problems))
