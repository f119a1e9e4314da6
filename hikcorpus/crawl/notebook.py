"""What a visit writes down: rows of observations and evidence, and its counts."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

from hikcorpus.crawl.buffer import Buffer
from hikcorpus.crawl.rows import Row, observation_row
from hikcorpus.fetch.reply import Reply
from hikcorpus.model import Board
from hikcorpus.model.columns import EVIDENCE
from hikcorpus.sources.base import Problem
from hikcorpus.store.memory import PageMemory


class Notebook:
    """Takes down visits of one run to one board. `counts`: requests, new, changed ..., problems by reason."""

    def __init__(self, board: Board, run_id: str, buffer: Buffer) -> None:
        self.counts: Counter[str] = Counter()
        self._listed: int | None = None
        self._listing: dict[str, Any] = {}
        self._board, self._run_id, self._buffer = board, run_id, buffer

    def open_listing(self, outcome: str, reply: Reply, order: list[str], digest: str, known: PageMemory | None) -> None:
        """Hold the listing until everything that it promises has been read; order: thread ids, first = top."""
        self._listed = len(order)
        self._listing = {"outcome": outcome, "reply": reply, "known": known, "digest": digest, "order": order}

    def close_listing(self) -> None:
        """Write the listing's visit down: from now on its validators spare asking for what it showed.

        Its mark is its order: the next visit needs it to tell pruned threads from deleted ones.
        """
        held = self._listing
        self.visited(
            "listing",
            held["outcome"],
            held["reply"],
            known=held["known"],
            capture_id=held["digest"],
            mark=",".join(held["order"]),
        )

    def problems(self, problems: Iterable[Problem]) -> None:
        """Count what could not be read, by reason."""
        self.counts.update(f"problem_{problem.reason}" for problem in problems)

    def evidence(self, kind: str, reply: Reply, body: bytes) -> Row:
        """A row for bytes worth keeping: `body` is scrubbed of posters' hosts and addresses."""
        row: Row = {column.name: None for column in EVIDENCE}
        return row | {
            "capture_id": hashlib.sha256(body).hexdigest(),
            "page_kind": kind,
            "url": reply.url,
            "status": reply.status,
            "fetched_at": reply.fetched_at,
            "charset": reply.charset,
            "body": body,
        }

    def visited(
        self,
        kind: str,
        outcome: str,
        reply: Reply,
        *,
        thread_id: str | None = None,
        known: PageMemory | None = None,
        evidence: Row | None = None,
        finished: bool = True,
        shown: int = 0,
        messages: Iterable[Row] = (),
        threads: Iterable[Row] = (),
        **facts: Any,
    ) -> None:
        """Write down one visit with the versions it brought; all of it is committed together or not at all.

        known: what a 304 confirmed: its validators stay. finished: False while a second look is owed; then
        neither mark nor validators are kept, so that the page is asked for again whatever happens.
        """
        about: dict[str, Any] = {
            "thread_id": thread_id,
            "status": reply.status,
            "listed": self._listed,
            "messages": shown,
        }
        if reply.kind == "not_modified" and known is not None:
            about |= {"etag": known.etag, "last_modified": known.last_modified, "capture_id": known.capture_id}
        elif finished:
            about |= {"etag": reply.etag, "last_modified": reply.last_modified}
        if evidence is not None:
            about["capture_id"] = evidence["capture_id"]
        row = observation_row(self._board, self._run_id, kind, outcome, reply.fetched_at, **(about | facts))
        if not finished:
            row["mark"] = None
        self._buffer.add(
            messages=messages,
            threads=threads,
            observations=[row],
            evidence=self._buffer.unseen(evidence) if evidence is not None else [],
        )
