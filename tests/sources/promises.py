"""What holds for every page of every engine. Each promise takes a page that was read, and tells what breaks it.

What it tells names message ids and fields, never words: recordings are tested by it too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from functools import cached_property
from typing import get_args
from zoneinfo import ZoneInfo

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Message, PosterIdScope
from hikcorpus.sources.base import Listing, Page, ThreadPage
from tests.sources.every import Case
from tests.sources.fuzz import unfit
from tests.sources.shown_lines import Shown, close

WORDS = ("author_name", "subject", "mail_field")
MARKS = ("tripcode", "capcode", "poster_id", "account_id", "shared_line", "country", "posted_raw")
PART = re.compile(r"/read\.cgi/[^/]+/[0-9]+/[^/]+\Z")
"""Addresses that show a part of a thread."""

_MARKUP = re.compile(r"</?[A-Za-z!]|&#?\w+;")


@dataclass
class Read:
    """A thread page with what came of it."""

    case: Case
    thread: ThreadPage

    @cached_property
    def shown(self) -> Shown:
        return Shown(self.case.source.engine, self.case.page)

    def again(self, page: Page) -> ThreadPage:
        """What comes of another body at the same place."""
        return self.case.source.parse_thread(self.case.board, self.case.thread_id, page)


def read(case: Case) -> Read:
    """The thread page, read. Raises LayoutChanged."""
    return Read(case, case.source.parse_thread(case.board, case.thread_id, case.page))


def edges_resolve(one: Read) -> Iterator[str]:
    """Each target stands on the page, or is named elsewhere, or is marked dangling; never both."""
    ids = {message.message_id for message in one.thread.messages}
    whole = one.thread.next_url is None and not one.case.source.in_pages and not PART.search(one.case.page.url)
    for message in one.thread.messages:
        for ref in message.refs:
            here = ref.thread_id == one.case.thread_id or (ref.thread_id is None and ref.board is None)
            if here and whole and ref.message_id not in ids and not ref.dangling:
                yield f"{message.message_id}: {ref.message_id} stands nowhere and is not dangling"
            if ref.message_id in ids and ref.dangling and ref.board in (None, one.case.board.name):
                yield f"{message.message_id}: {ref.message_id} is dangling, but stands on the page"
            if ref.message_id == message.message_id and ref.kind == "inferred":
                yield f"{message.message_id}: inferred to quote itself"


def times_in_span(one: Read) -> Iterator[str]:
    """The opening message is the oldest; nothing was written after the page was fetched, but for a zone's width."""
    latest = one.case.page.fetched_at + timedelta(days=1)
    first = next((message.posted_at for message in one.thread.messages if message.is_opening), None)
    for message in one.thread.messages:
        for at in (message.posted_at, message.edited_at):
            if at is None:
                continue
            if at.utcoffset() != timedelta(0):
                yield f"{message.message_id}: not UTC"
            if at > latest:
                yield f"{message.message_id}: after it was fetched"
            if first is not None and at < first:
                yield f"{message.message_id}: before the opening message"
        if (message.posted_at is None) != (message.time_precision == "none"):
            yield f"{message.message_id}: precision {message.time_precision}"


def lines_are_lines_of_the_page(one: Read) -> Iterator[str]:
    """No markup left, no entity left, no line break lost, nothing made up: each line of text is a line of the page."""
    lines = one.shown.lines
    for message in one.thread.messages:
        for number, line in enumerate(message.text.split("\n")):
            if close(line) not in lines and not {close(bare) for bare in _bare(line)} & lines:
                yield f"{message.message_id}: line {number} of its text"


def _bare(line: str) -> Iterator[str]:
    """The line without one, two ... marks of quotes."""
    while line.startswith(">"):
        line = line[2:] if line.startswith("> ") else line[1:]
        yield line


def words_are_words_of_the_page(one: Read) -> Iterator[str]:
    """No markup and no entity left in names, subjects and the thread's title."""
    told = [("title", one.thread.thread.title)]
    told += [
        (f"{message.message_id}: {name}", getattr(message, name)) for message in one.thread.messages for name in WORDS
    ]
    for name, value in told:
        if value and close(value) not in one.shown.flow:
            yield name
    for message in one.thread.messages:
        for name in MARKS:
            if _MARKUP.search(getattr(message, name) or ""):
                yield f"{message.message_id}: markup in {name}"


def breaks_are_counted(one: Read) -> Iterator[str]:
    """Between two lines stand as many breaks as on the page: blank lines too."""
    for message in one.thread.messages:
        before, breaks = "", 0
        for line in message.text.split("\n"):
            bare = close(line)
            if bare and before and (seen := one.shown.pairs.get((before, bare))) and breaks not in seen:
                yield f"{message.message_id}: {breaks} breaks, on the page {sorted(seen)}"
            if bare:
                before, breaks = bare, 0
            breaks += 1


def storable(one: Read) -> Iterator[str]:
    """UTF-8 without NUL, numbers of their size, each id once, one opening message at most: and it comes first."""
    yield from unfit(one.thread)
    if any(message.is_opening for message in one.thread.messages[1:]):
        yield "the opening message is not the first"
    if any(message.thread_id != one.case.thread_id for message in one.thread.messages):
        yield "a message of another thread"
    if one.thread.thread.thread_id != one.case.thread_id:
        yield "another thread"


def scope_declared(one: Read) -> Iterator[str]:
    """Poster IDs have a scope, the board a zone that exists; stubs have a reason."""
    scope = one.case.source.poster_id_scope
    if scope not in get_args(PosterIdScope):
        yield f"scope {scope}"
    if scope == "none" and any(message.poster_id for message in one.thread.messages):
        yield "poster IDs without a scope"
    ZoneInfo(one.case.source.zone)
    for message in one.thread.messages:
        if (message.state == "deleted") != (message.deletion_evidence is not None):
            yield f"{message.message_id}: deleted without a reason, or a reason without"


def taken_for_what_it_is(one: Read) -> Iterator[str]:
    """A thread's page is no error page, no challenge."""
    if one.case.source.classify(one.case.page) != "ok":
        yield f"classified as {one.case.source.classify(one.case.page)}"


def stable(one: Read) -> Iterator[str]:
    """The same bytes give the same, on the next day too; only dates that count from the visit move, by that day."""
    if one.again(one.case.page) != one.thread:
        yield "read twice, it differs"
    later = one.again(replace(one.case.page, fetched_at=one.case.page.fetched_at + timedelta(days=1)))
    if len(later.messages) != len(one.thread.messages):
        yield "other messages on the next day"
    for before, after in zip(one.thread.messages, later.messages, strict=False):
        for part in fields(Message):
            old, new = getattr(before, part.name), getattr(after, part.name)
            if old == new:
                continue
            if part.name in ("posted_at", "edited_at") and new - old == timedelta(days=1):
                yield "moves with the day"
            else:
                yield f"{before.message_id}: {part.name} differs on the next day"


def blanked(one: Read) -> Iterator[str]:
    """Of messages blanked no word is left in the bytes, the others are what they were."""
    messages = one.thread.messages
    for ids in ({message.message_id for message in messages[::2]}, {message.message_id for message in messages}):
        body = one.case.source.blank(one.case.page, ids)
        page = replace(one.case.page, body=body)
        try:
            after = {message.message_id: message for message in one.again(page).messages}
        except LayoutChanged:
            yield f"with {len(ids)} of {len(messages)} blanked it cannot be read"
            continue
        if list(after) != [message.message_id for message in messages]:
            yield f"with {len(ids)} of {len(messages)} blanked there are other messages"
            continue
        kept = "\n".join(message.text for message in messages if message.message_id not in ids)
        kept += f"{one.thread.thread.title}" if len(ids) < len(messages) else ""
        flow = Shown(one.case.source.engine, page).flow
        for message in messages:
            new = after[message.message_id]
            if message.message_id not in ids:
                if replace(new, refs=()) != replace(message, refs=()):
                    yield f"{message.message_id}: changed, though not blanked"
                continue
            if new.text or new.subject or new.tripcode or new.poster_id or new.account_id or new.mail_field:
                yield f"{message.message_id}: blanked, but not empty"
            if message.state == "live" and (new.posted_at, new.is_opening) != (message.posted_at, message.is_opening):
                yield f"{message.message_id}: blanked, its time or place went too"
            for line in {line for line in message.text.split("\n") if len(close(line)) > 11 and line not in kept}:
                if close(line) in flow and close(line.lstrip("> ")) not in close(kept):
                    yield f"{message.message_id}: a line is left in the bytes"


def scrubbed(one: Read) -> Iterator[str]:
    """Scrubbing twice is scrubbing once, and changes nothing that is read."""
    body = one.case.source.scrub(one.case.page)
    page = replace(one.case.page, body=body)
    if one.case.source.scrub(page) != body:
        yield "twice is not once"
    if body != one.case.page.body and one.again(page) != one.thread:
        yield "reads otherwise"


def next_page_is_of_the_thread(one: Read) -> Iterator[str]:
    """The address of the next page is one of this very thread, and another one."""
    following = one.thread.next_url
    if following is None:
        return
    if not one.case.source.in_pages:
        yield "threads of this engine stand on one page"
    address = one.case.source.recognise(following)
    if address is None or address.thread_id != one.case.thread_id or address.root != one.case.board.address:
        yield "its next page is not recognised"
    if following == one.case.page.url:
        yield "its next page is itself"


def errors_repeat_nothing(one: Read) -> Iterator[str]:
    """No refusal tells a word of the page: asked as another thread's, another board's, as a listing, cut, doubled."""
    source, board, page, thread_id = one.case.source, one.case.board, one.case.page, one.case.thread_id
    words = {line for message in one.thread.messages for line in message.text.split("\n")}
    words |= {f"{getattr(message, name)}" for message in one.thread.messages for name in WORDS}
    words = {word for word in words if len(close(word)) > 5 and word not in page.url + source.title + board.name}
    half = len(page.body) // 2
    tried = [
        lambda: source.parse_thread(board, "1", page),
        lambda: source.parse_thread(replace(board, name="toinen"), thread_id, page),
        lambda: source.parse_listing(board, page),
        lambda: source.parse_index(board, page),
        lambda: source.parse_archive(board, page),
        *(
            lambda body=body: source.parse_thread(board, thread_id, replace(page, body=body))
            for body in (page.body[:half], page.body[half:], page.body[:200], b"\xff\xfe" * half, b"[" + page.body)
        ),
    ]
    for work in tried:
        try:
            work()
        except LayoutChanged as error:
            if any(word in str(error) for word in words):
                yield "an error repeats the page"
    for problem in one.thread.problems:
        if any(word in problem.where + problem.reason for word in words):
            yield "a problem repeats the page"


PROMISES = (
    *(edges_resolve, times_in_span, lines_are_lines_of_the_page, words_are_words_of_the_page, breaks_are_counted),
    *(
        storable,
        scope_declared,
        taken_for_what_it_is,
        stable,
        blanked,
        scrubbed,
        next_page_is_of_the_thread,
        errors_repeat_nothing,
    ),
)


def listing_promises(case: Case, listing: Listing) -> Iterator[str]:
    """Each thread once, in order, at addresses of its own; the next page is one of this board."""
    source, board = case.source, case.board
    yield from unfit(listing)
    if [mark.position for mark in listing.threads] != list(range(len(listing.threads))):
        yield "positions have gaps"
    if case.source.parse_listing(board, case.page) != listing:
        yield "read twice, it differs"
    for mark in listing.threads:
        newest = source.newest_url(board, mark)
        for url in (source.thread_url(board, mark.thread_id), newest):
            address = source.recognise(url) if url else None
            if url and (address is None or address.thread_id != mark.thread_id or address.root != board.address):
                yield f"{mark.thread_id}: its {'newest page' if url == newest else 'address'} is not recognised"
        tail = source.parse_tail(board, mark.entry) if mark.entry is not None else None
        if tail is not None and tail.thread.thread_id != mark.thread_id:
            yield f"{mark.thread_id}: its tail is another thread's"
        if tail is not None:
            yield from (f"{mark.thread_id}: {what}" for what in unfit(tail))
            if source.scrub(replace(case.page, body=tail.raw)) != tail.raw:
                yield f"{mark.thread_id}: its tail's bytes are kept as evidence, but not scrubbed"
    if listing.next_url is not None:
        address = source.recognise(listing.next_url)
        if address is None or address.thread_id is not None or address.root != board.address:
            yield "its next page is not recognised"
        elif address.board not in (board.name, ""):
            yield "its next page is another board's"
        if listing.next_url == case.page.url:
            yield "its next page is itself"
    scrubbed_page = replace(case.page, body=source.scrub(case.page))
    if scrubbed_page.body != case.page.body:
        after = source.parse_listing(board, scrubbed_page)
        if [(mark.thread_id, mark.title, mark.reply_count) for mark in after.threads] != [
            (mark.thread_id, mark.title, mark.reply_count) for mark in listing.threads
        ]:
            yield "scrubbed it reads otherwise"
