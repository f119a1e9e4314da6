"""One visit to one board: settings, listing, what is due, second looks. What was read is kept whatever happens."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import timedelta

from hikcorpus.clock import Clock
from hikcorpus.crawl import agenda
from hikcorpus.crawl.account import SECOND_LOOK, Found
from hikcorpus.crawl.agenda import Ageing, Due
from hikcorpus.crawl.archive import ARCHIVE_REACHES, Archive
from hikcorpus.crawl.asking import Asker, Asking
from hikcorpus.crawl.buffer import Buffer
from hikcorpus.crawl.copies import older, page_of
from hikcorpus.crawl.gaps import backfill, usual_interval
from hikcorpus.crawl.glances import Glances
from hikcorpus.crawl.leaves import leaf_through
from hikcorpus.crawl.notebook import LastListing, ListingRead, Notebook, announced_in
from hikcorpus.crawl.reading import Reader
from hikcorpus.crawl.recollection import Recollection
from hikcorpus.crawl.tails import whole_after
from hikcorpus.crawl.vanished import Fate, fates
from hikcorpus.crawl.verdict import SAYS_NOTHING, no_board, no_page
from hikcorpus.errors import CannotWrite
from hikcorpus.fetch.client import Client
from hikcorpus.fetch.reply import Reply
from hikcorpus.log import Progress
from hikcorpus.model import Board
from hikcorpus.sources.base import Listing, Page, Source, ThreadMark
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.memory import DEAD, Memory, PageMemory

SOON = timedelta(minutes=10)
"""A visit this soon after the last leaves second looks to the next one; a later visit waits for them."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a visit is made.

    refresh_after: age at which a thread is asked again though nothing marks it; a tenth less counts too, so that
    a daily run refreshes daily though it began a little earlier than yesterday's ended. tails: whether the
    newest messages in listings may spare reading a thread. whole_archive: read every archived thread.
    """

    run_id: str
    refresh_after: timedelta = timedelta(hours=24)
    asking: Asking = field(default_factory=Asking)
    tails: bool = True
    whole_archive: bool = False


class Visit:
    """A visit in two steps: `first` reads, `second` confirms what was absent; `counts` say what was found."""

    def __init__(
        self,
        board: Board,
        source: Source,
        client: Client,
        dataset: Dataset,
        memory: Memory,
        clock: Clock,
        manner: Manner,
        progress: Progress,
    ) -> None:
        memory.stand_at(board.site, board.name, dataset)
        self._where = board.site, board.name
        self._source, self._memory, self._clock, self._manner, self._progress = source, memory, clock, manner, progress
        self._buffer = Buffer(board, dataset, memory, clock)
        self._notebook = Notebook(board, manner.run_id, self._buffer)
        self._asker = Asker(source, client, self._notebook, clock, manner.asking)
        known = Recollection(board, memory, dataset, self._notebook)
        self._reader = Reader(board, source, self._asker, known, self._notebook)
        self._started = clock.now()
        now, usual = clock.now(), usual_interval(memory.looks(board.site, board.name))
        before = now - 0.9 * manner.refresh_after
        again = source.recheck_per_visit
        # a forum keeps the threads of all years: old readings are made again in turn, so many at a visit
        least, most = (again, None) if source.prunes else (0, again)
        self._ageing = Ageing(before, max(before, now - whole_after(usual)), least, most)
        self._soon = False
        self._listing: ListingRead | None = None

    @property
    def counts(self) -> Counter[str]:
        """What was found, by kind; `drift_*` and `problem_*` for what was wrong with it."""
        return self._notebook.counts + self._reader.drift.counts

    def first(self) -> None:
        """Read settings, listing and what is due. Raises what `verdict` says, and LayoutChanged at its end if any
        thread page could not be read (the others are stored).
        """
        try:
            self._settings()
            listing = self._listing = self._read_listing()
            if self._reader.unreadable is None and listing.outcome != "stale":
                self._notebook.close_listing(listing, self._reader.known.owed, again=self._reader.unread > 0)
        except CannotWrite:
            raise
        except BaseException:
            self._buffer.commit()
            raise
        self._buffer.commit()
        if self._reader.unreadable is not None:
            raise self._reader.unreadable

    def second(self) -> None:
        """Ask again for what was absent, a minute after; unless visits are so frequent that the next one will."""
        if self._soon or self._listing is None:
            return
        now, order = self._clock.now(), self._listing.order
        owed = self._reader.known.owed = self._memory.owed(*self._where)
        firsts = [at for waits in owed.values() for at in (*waits.absent.values(), waits.gone_at) if at]
        last = max(firsts, default=self._started)
        if not firsts or last < self._started:
            return
        self._clock.sleep((last + SECOND_LOOK - now).total_seconds())
        now, pages = self._clock.now(), self._memory.thread_pages(*self._where)
        states = self._memory.threads(*self._where)
        fate: dict[str, Fate] = {} if self._source.prunes else _deleted(states)
        gone = [due for due in agenda.vanished(order, fate, pages, states, owed, now) if due.thread_id in owed]
        looks = agenda.second_looks(order, owed, pages, now, self._listing.announced)
        due = agenda.each_once(gone, looks)
        try:
            self._read_all(due, pages, "second looks")
        finally:
            self._buffer.commit()
        if self._reader.unreadable is not None:
            raise self._reader.unreadable

    def _settings(self) -> None:
        """The board's own settings: asked at the first visit and when they have grown old."""
        reader, source = self._reader, self._source
        url = source.settings_url(reader.board)
        if url is None:
            return
        body = self._memory.settings(*self._where)
        known = self._memory.page(*self._where, "settings")
        if known is None or known.seen_at <= self._ageing.before:
            reply = self._asker.get(url, "settings", known)
            if reply.kind == "ok":
                body = source.scrub(page_of(reply))
                evidence = self._notebook.evidence("settings", reply, body)
                self._notebook.visited("settings", Found(outcome="changed"), reply, known=known, evidence=evidence)
            elif reply.kind in ("not_modified", "gone"):  # a board may have none
                self._notebook.visited("settings", Found(outcome=reply.kind), reply, known=known)
        if body is not None:
            reader.board = source.with_settings(reader.board, Page(url, body, self._ageing.before))

    def _read_listing(self) -> ListingRead:
        """Read the listing, then the threads that are due by it."""
        board, memory = self._reader.board, self._memory
        known = memory.page(*self._where, "listing")
        self._soon = known is not None and self._clock.now() - known.seen_at < SOON
        late = backfill(memory.looks(*self._where), self._clock.now())
        last = LastListing.from_mark(known.mark if known else None)
        pages = memory.thread_pages(*self._where)
        pages |= self._dead_pages(last.order, pages)
        to_its_end = last.whole_at is None or last.whole_at <= self._ageing.before
        unsure = self._source.in_pages and to_its_end  # the first page's validators say nothing of the others
        reply = self._asker.get(self._source.listing_url(board), "listing", None if unsure else known)
        self._no_listing(reply, known)
        digest = hashlib.sha256(reply.body).hexdigest()
        same = reply.kind == "not_modified" or (known is not None and known.capture_id == digest and not unsure)
        stale = known is not None and not same and older(reply, known)
        if known is not None and (same or stale):
            if stale:
                self._notebook.counts["stale"] += 1
                self._notebook.failed("listing", "stale", reply.fetched_at, reply.status)
            outcome = "stale" if stale else "not_modified"
            whole_at = last.whole_at
            read = ListingRead(reply, outcome, known.capture_id or "", last.order, last.most, known, None, whole_at)
            self._notebook.open_listing(read)
            wanted = self._archived([], last, late, soon=False) if self._manner.whole_archive else []
            self._read_due(read, wanted, [], pages, late)
            return read
        first = self._source.parse_listing(board, page_of(reply))
        listing, whole = self._leaf_through(first, pages, to_its_end=to_its_end)
        self._notebook.problems(listing.problems)
        order = [mark.thread_id for mark in listing.threads]
        pages |= self._dead_pages(order, pages)
        changed = agenda.changed(listing, pages)
        untouched = set(order) - {mark.thread_id for mark in changed}
        if not whole:  # the rest stands as it stood
            order += [thread for thread in last.order if thread not in {mark.thread_id for mark in listing.threads}]
        in_pages = first.next_url is not None or not whole
        read = ListingRead(
            *(reply, "changed", digest, order, max(last.most, len(order)), known),
            expected=announced_in(listing) if whole else None,
            whole_at=(self._started if whole else last.whole_at) if in_pages else None,
            announced={mark.thread_id: mark.reply_count for mark in listing.threads if self._source.in_pages},
        )
        self._notebook.open_listing(read)
        owed = self._reader.known.owed
        states = memory.threads(*self._where)
        fate = fates(last.order, order, untouched, last.most) if self._source.prunes else _deleted(states)
        gone = agenda.vanished(order, fate, pages, states, owed, self._clock.now())
        soon = known is not None and self._clock.now() - known.seen_at < ARCHIVE_REACHES
        old = self._archived(gone, last, late, soon=soon)
        left = self._glances(reply, pages, late).take(changed)
        fresh = {mark.thread_id for mark in changed} - {mark.thread_id for mark in left}
        self._read_due(read, gone + old, left, pages, late, fresh)
        return read

    def _leaf_through(self, first: Listing, pages: dict[str, PageMemory], *, to_its_end: bool) -> tuple[Listing, bool]:
        """The listing as far as it has to be read, and whether that is to its end: latest activity comes first, so
        that a page on which nothing is new says that the rest is known; once a day all of it is read, for what left.
        """

        def ask(url: str) -> Reply:
            reply = self._asker.get(url, "listing", None)
            if reply.kind in SAYS_NOTHING:
                self._notebook.failed("listing", reply.kind, reply.fetched_at, reply.status)
            return reply

        def parse(reply: Reply) -> Listing:
            return self._source.parse_listing(self._reader.board, page_of(reply))

        def enough(marks: Sequence[ThreadMark]) -> bool:
            pages.update(self._dead_pages([mark.thread_id for mark in marks], pages))
            return not to_its_end and not agenda.changed(Listing(tuple(marks)), pages)

        listed = leaf_through(first, ask, parse, enough)
        return listed.listing, listed.whole

    def _dead_pages(self, threads: Iterable[str], pages: Mapping[str, PageMemory]) -> dict[str, PageMemory]:
        """Pages of listed threads that are dead (moved to another board, and the listing points there), as marks."""
        found = {}
        for thread in threads:
            known = self._memory.thread(*self._where, thread) if thread not in pages else None
            page = self._memory.page(*self._where, "thread", thread) if known and known.state in DEAD else None
            if page is not None:  # no validators: only its page shows it live again
                found[thread] = PageMemory(page.mark, None, None, None, page.position, page.listed, page.seen_at)
        return found

    def _archived(self, gone: list[Due], last: LastListing, late: str | None, *, soon: bool) -> list[Due]:
        archive = Archive(self._reader.board, self._asker, self._source, self._memory, self._notebook)
        return archive.threads(gone, last.highest, whole=self._manner.whole_archive, late=late, soon=soon)

    def _no_listing(self, reply: Reply, known: PageMemory | None) -> None:
        """Raise for an answer that is no listing; it is on record, and nothing follows from it."""
        if reply.kind in SAYS_NOTHING or reply.kind == "gone":
            outcome = "other" if reply.kind == "gone" else reply.kind
            self._notebook.failed("listing", outcome, reply.fetched_at, reply.status)
            if reply.kind == "gone":
                raise no_board(self._reader.board, known is not None)
            raise no_page(self._reader.board, "listing", reply.kind, reply.status)

    def _glances(self, reply: Reply, pages: dict[str, PageMemory], late: str | None) -> Glances:
        wanted = self._manner.tails
        return Glances(self._reader, self._asker, self._source, reply, pages, late, self._ageing, wanted=wanted)

    def _read_due(
        self,
        listing: ListingRead,
        gone: list[Due],
        changed: list[ThreadMark],
        pages: dict[str, PageMemory],
        late: str | None,
        fresh: Set[str] = frozenset(),
    ) -> None:
        """fresh: threads of which this visit has taken all that is new."""
        now, order, owed = self._clock.now(), listing.order, self._reader.known.owed
        if listing.outcome != "changed":
            states = self._memory.threads(*self._where)
            fate: dict[str, Fate] = {} if self._source.prunes else _deleted(states)
            gone = agenda.vanished(order, fate, pages, states, owed, now) + gone
        ageing = self._ageing if listing.outcome == "changed" else replace(self._ageing, least=0)
        due = agenda.each_once(
            gone,
            agenda.to_read(changed, pages, late),
            agenda.unfinished(order, pages, listing.announced),
            agenda.second_looks(order, owed, pages, now, listing.announced),
            agenda.old_readings(order, pages, ageing, fresh, listing.announced),
        )
        self._read_all(due, pages, "")

    def _read_all(self, due: list[Due], pages: dict[str, PageMemory], what: str) -> None:
        task = f"crawl {self._reader.board.key}{f': {what}' if what else ''}"
        for done, item in enumerate(due):
            self._progress(task, done, len(due))
            self._reader.read(item, pages.get(item.thread_id))
        self._progress(task, len(due), len(due))


def _deleted(threads: Iterable[str]) -> dict[str, Fate]:
    """What became of threads that left the listing of a board from which none falls off."""
    return dict.fromkeys(threads, "deleted")
