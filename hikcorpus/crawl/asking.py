"""Asking a board for pages: at its pace, with what we hold, and with the engine's own word on what came."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime

from hikcorpus.clock import Clock
from hikcorpus.crawl.copies import page_of
from hikcorpus.crawl.leaves import Leaves, leaves, looked_back
from hikcorpus.crawl.notebook import Notebook
from hikcorpus.errors import NetworkError
from hikcorpus.fetch.client import Client
from hikcorpus.fetch.reply import Reply
from hikcorpus.model import Board
from hikcorpus.sources.base import Source, ThreadPage
from hikcorpus.store.memory import PageMemory

_NONE: Mapping[str, int] = {}
_JUDGED = ("listing", "thread", "index", "archive", "standing")
"""Pages of which the engine says what an answer of status 200 really is."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How a site is asked: seconds between requests, and whether its operator lifted robots.txt for us."""

    delay: float = 1.0
    permitted: bool = False


class Asker:
    """Asks a board for its pages; every request is counted, every failure written down."""

    def __init__(self, source: Source, client: Client, notebook: Notebook, clock: Clock, asking: Asking) -> None:
        self._source, self._client, self._notebook = source, client, notebook
        self._clock, self._asking = clock, asking

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        return self._clock.now()

    def get(
        self,
        url: str,
        page_kind: str,
        known: PageMemory | None,
        thread_id: str | None = None,
        start: int | None = None,
    ) -> Reply:
        """Ask for a page, conditionally where we hold validators; start: from this byte on.

        A page that says with status 200 that it is none is one no more. Raises NetworkError, Refused.
        """
        self._notebook.counts["requests"] += 1
        try:
            reply = self._client.get(
                url,
                etag=known.etag if known else None,
                last_modified=known.last_modified if known else None,
                delay=self._asking.delay,
                page_kind=page_kind,
                robots="permitted" if self._asking.permitted else "obey",
                start=start,
            )
        except NetworkError:
            self._notebook.failed(page_kind, "unreachable", self._clock.now(), thread_id=thread_id)
            raise
        if reply.kind == "ok" and page_kind in _JUDGED:
            reply = replace(reply, kind=self._source.classify(page_of(reply)))
        return reply

    def leaves(
        self,
        board: Board,
        first: ThreadPage,
        thread_id: str,
        held: Set[str] = frozenset(),
        doubted: Mapping[str, int] = _NONE,
        url: str = "",
    ) -> Leaves:
        """The pages that follow a thread's page, asked for. held: live messages known. doubted: those of them that were
        absent at a first look (id -> number). url: of the first page. Raises NetworkError, Refused.
        """

        def ask(url: str) -> Reply:
            return self.get(url, "thread", None, thread_id)

        def parse(reply: Reply) -> ThreadPage:
            return self._source.parse_thread(board, thread_id, page_of(reply))

        rest = leaves(first, ask, parse, held)
        return looked_back(first, url, rest, doubted, ask, parse) if doubted else rest
