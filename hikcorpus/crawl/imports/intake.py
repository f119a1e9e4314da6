"""Threads that were read -> raw, in batches: one commit holds many threads, and memory holds one batch.

Safe to repeat and to interrupt: what was committed stays, and what is read again adds nothing. A record whose bytes
are those read last of its thread is passed over; else each message is compared with what is known of it. Nothing is
concluded from what a record lacks.

Dumps are not copied: their records leave no row of evidence, only a capture id that names no stored bytes, so that
`reparse` finds them out of its reach and leaves their threads as they are.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from hikcorpus.clock import Clock
from hikcorpus.config.boards import described
from hikcorpus.config.engines import EngineFile
from hikcorpus.crawl.account import Found, Look, Standing, saved_seen
from hikcorpus.crawl.held import write_down
from hikcorpus.crawl.imports.given import Given, Left
from hikcorpus.crawl.rows import Row, observation_row
from hikcorpus.model import Board
from hikcorpus.model.columns import EVIDENCE
from hikcorpus.sources import SOURCES, UNASKED
from hikcorpus.store import board_facts
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.locks import hold
from hikcorpus.store.memory import DEAD, READ, Known, Memory
from hikcorpus.store.parts import matching
from hikcorpus.store.recall import thread_messages

MESSAGES = 10_000
BYTES = 24 * 1024 * 1024
"""A batch is committed at this many messages, or bytes of text and pages."""

_MERGE_EVERY = 8  # batches


@dataclass(slots=True)
class _Thread:
    """What is known of a thread while a batch passes by. capture_id, seen: of the page read last."""

    messages: dict[str, Known] = field(default_factory=dict)
    newest: Known | None = None
    capture_id: str | None = None
    seen: datetime | None = None

    def take(self, found: Found, given: Given) -> None:
        """Remember what a reading added, as the crawl's memory will."""
        for row in found.messages:
            known = Known(row["version"], row["content_hash"][:32], row["state"], row["number"] or 0)
            self.messages[row["message_id"]] = known
        for row in found.threads:
            self.newest = Known(row["version"], row["content_hash"][:32], row["state"])
        if found.outcome in READ:
            self.capture_id, self.seen = given.capture_id, given.seen


class Intake:
    """Takes what kinds of imports give. counts: board -> what was added; left: reason -> how many were left out."""

    def __init__(self, data: DataFolder, memory: Memory, clock: Clock, run_id: str, *, again: bool = False) -> None:
        self.counts: dict[str, Counter[str]] = {}
        self.left: Counter[str] = Counter()
        self._data, self._memory, self._clock, self._run_id, self._again = data, memory, clock, run_id, again
        self._waiting: dict[str, list[Given]] = {}
        self._messages = self._bytes = self._batches = 0
        self._boards: dict[str, Board] = {}

    def take(self, item: Given | Left) -> None:
        """Take one; commits now and then. Raises CannotWrite, DataDamaged, Locked."""
        if isinstance(item, Left):
            self.left[item.reason] += item.number
            return
        self._waiting.setdefault(item.board.key, []).append(item)
        self._messages += len(item.page.messages)
        self._bytes += sum(len(message.text) for message in item.page.messages)
        self._bytes += len(item.kept.body) if item.kept else 0
        if self._messages >= MESSAGES or self._bytes >= BYTES:
            self.commit()

    def commit(self, *, last: bool = False) -> None:
        """Make what waits visible, board by board. last: merge small parts too."""
        waiting, self._waiting = self._waiting, {}
        self._messages = self._bytes = 0
        self._batches += bool(waiting)
        for key, batch in waiting.items():
            self._boards[key] = batch[0].board
            with self._holding(batch[0].board) as dataset:
                tables = self._tables(batch, dataset)
                if any(tables.values()):
                    dataset.append(tables, f"{self._clock.now():%Y-%m}")
                    where = batch[0].board.site, batch[0].board.name
                    self._memory.absorb(*where, tables, dataset.digest())
        if last or (waiting and self._batches % _MERGE_EVERY == 0):
            for board in self._boards.values():
                with self._holding(board) as dataset:
                    if dataset.exists() and dataset.compact(f"{self._clock.now():%Y-%m}"):
                        self._memory.adopt(board.site, board.name, dataset)

    @contextmanager
    def _holding(self, board: Board) -> Iterator[Dataset]:
        """A board's tables while nobody else writes to its site."""
        dataset = self._data.raw(board.site, board.name)
        with hold(self._data.state(), f"crawl-{board.site}", self._clock.now()):
            write_down(board, dataset, _described(board, dataset))
            self._memory.stand_at(board.site, board.name, dataset)
            yield dataset

    def _tables(self, batch: list[Given], dataset: Dataset) -> dict[str, list[Row]]:
        """The rows that a batch of one board adds, table by table."""
        board = batch[0].board
        counts = self.counts.setdefault(board.key, Counter())
        threads = self._known(board, {given.page.thread.thread_id for given in batch}, dataset)
        before = self._read_before(batch, threads, dataset)
        tables: dict[str, list[Row]] = {"messages": [], "threads": [], "evidence": [], "observations": []}
        for given in batch:
            thread = threads[given.page.thread.thread_id]
            counts[given.unit] += not given.piece or thread.newest is None or _opens(given)
            counts.update({name: number for name, number in given.counts.items() if number})
            if self._passed(given, thread, before):
                counts["read_before"] += 1
                continue
            self._add(given, thread, tables, counts)
        return tables

    def _passed(self, given: Given, thread: _Thread, before: set[tuple[str, str, datetime]]) -> bool:
        """Whether these bytes were read before."""
        if given.kept is not None:
            last = thread.capture_id == given.capture_id and thread.seen == given.seen
            return last or (given.page.thread.thread_id, given.capture_id, given.seen) in before
        return thread.capture_id == given.capture_id and not self._again and not given.piece

    def _add(self, given: Given, thread: _Thread, tables: dict[str, list[Row]], counts: Counter[str]) -> None:
        """The rows of one reading."""
        board, page, thread_id = given.board, given.page, given.page.thread.thread_id
        what = "dump" if given.kept is None else "saved page"
        standing = Standing(thread.messages, thread.newest)
        older = thread.seen is not None and given.seen < thread.seen
        found = saved_seen(board, standing, page, Look(given.seen, given.capture_id, None, what), older=older)
        if given.piece and thread.newest is not None and not _opens(given):
            found.threads = []  # a piece without the opening message knows no title
            found.counts["threads_changed"] = 0
        counts.update({name: number for name, number in found.counts.items() if number})
        counts.update(f"problem_{problem.reason}" for problem in page.problems)
        if given.kept is not None and thread.capture_id != given.capture_id:
            facts = {"capture_id": given.capture_id, "page_kind": "saved", "url": given.kept.url, "status": 0}
            facts |= {"blanked": 0, "charset": given.kept.charset, "fetched_at": given.seen, "body": given.kept.body}
            tables["evidence"].append({column.name: None for column in EVIDENCE} | facts)
        if not given.piece or found.messages or found.threads:
            seen = {"thread_id": thread_id, "status": 0, "messages": len(page.messages), "new": found.new}
            seen |= {"changed": found.changed, "problems": len(page.problems), "capture_id": given.capture_id}
            tables["observations"].append(
                observation_row(board, self._run_id, "saved", found.outcome, given.seen, **seen)
            )
        tables["messages"] += found.messages
        tables["threads"] += found.threads
        thread.take(found, given)

    def _known(self, board: Board, ids: set[str], dataset: Dataset) -> dict[str, _Thread]:
        """What is known of these threads; the messages of dead ones stand in raw only, and are read there once."""
        where = board.site, board.name
        threads: dict[str, _Thread] = {}
        dead: set[str] = set()
        for thread_id in sorted(ids):
            newest = self._memory.thread(*where, thread_id)
            last = self._memory.page(*where, "saved", thread_id) if newest is not None else None
            known = _Thread({}, newest, last.capture_id if last else None, last.seen_at if last else None)
            if newest is not None and newest.state in DEAD:
                dead.add(thread_id)
            elif newest is not None:
                known.messages = self._memory.messages(*where, thread_id)
            threads[thread_id] = known
        for row in thread_messages(dataset, dead) if dead else ():
            messages = threads[row["thread_id"]].messages
            old = messages.get(row["message_id"])
            if old is None or row["version"] > old.version:
                hashed = (row["content_hash"] or "")[:32]
                messages[row["message_id"]] = Known(row["version"], hashed, row["state"], row["number"] or 0)
        return threads

    def _read_before(
        self, batch: list[Given], threads: dict[str, _Thread], dataset: Dataset
    ) -> set[tuple[str, str, datetime]]:
        """Which pages of known threads were read before, though not last: (thread, capture id, time)."""
        asked = {
            given.capture_id
            for given in batch
            if given.kept is not None and threads[given.page.thread.thread_id].capture_id is not None
        }
        out: set[tuple[str, str, datetime]] = set()
        for part in dataset.manifest().tables.get("observations", ()) if asked else ():
            path = dataset.folder / "observations" / part.name
            for table in matching(path, part, "capture_id", asked, ["thread_id", "capture_id", "observed_at"]):
                out.update(tuple(row.values()) for row in table.to_pylist())
        return out


def _opens(given: Given) -> bool:
    """Whether the thread's opening message is here."""
    return any(message.is_opening for message in given.page.messages)


def _described(board: Board, dataset: Dataset) -> EngineFile | None:
    """The description of the board's engine, where its site's file describes it: it stays with the tables."""
    if board.engine in SOURCES or board.engine in UNASKED:
        return None
    facts = board_facts.recall(dataset.folder) or {}
    if facts.get("engine") == board.engine and "described" in facts:
        return EngineFile.model_validate(facts["described"])
    found = described(board.engine)
    return found[0] if found is not None and found[1] is not None else None
