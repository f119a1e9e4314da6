"""The board's list of threads closed by age: what fell there unseen is read late, while its pages still stand."""

from collections.abc import Sequence
from datetime import timedelta

from hikcorpus.crawl.account import Found
from hikcorpus.crawl.agenda import Due
from hikcorpus.crawl.asking import Asker
from hikcorpus.crawl.copies import page_of
from hikcorpus.crawl.notebook import Notebook
from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Source
from hikcorpus.store.memory import Memory

ARCHIVE_REACHES = timedelta(hours=1)
"""So long a thread stands in any archive for sure: gone sooner than that after its last listing, it was deleted."""

_ASK_AGAIN = timedelta(hours=24)
_KEPT = "kept"


class Archive:
    """Asked only where threads left the listing, after a gap, or where all of it is wanted."""

    def __init__(self, board: Board, asker: Asker, source: Source, memory: Memory, notebook: Notebook) -> None:
        self._board, self._asker, self._source, self._memory, self._notebook = board, asker, source, memory, notebook
        self._where = board.site, board.name

    def threads(self, gone: list[Due], since: int, *, whole: bool, late: str | None, soon: bool) -> list[Due]:
        """Archived threads to be read that nobody has read: those born after message `since`; all where `whole`.

        gone: threads that left the listing. On a board that keeps an archive such a thread moves there; one that
        left a moment ago (soon) and is not there was deleted, if its page is gone too: its fate is set so.
        """
        listed = self._listed() if gone or whole or late == "gap" else None
        if listed is None:
            return []
        there = set(listed)
        for item in gone:
            if soon and item.fate == "pruned" and item.thread_id not in there:
                item.fate = "deleted"
        unread = []
        for thread_id in listed:
            born_since = 0 < since < (int(thread_id) if thread_id.isdecimal() else 0)
            if (whole or born_since) and self._memory.thread(*self._where, thread_id) is None:
                unread.append(Due(thread_id, "archive", None, conditional=False, backfill="archive"))
        return unread

    def _listed(self) -> Sequence[str] | None:
        """Thread ids of the archive, all of them: a 304 would say neither what a run before this one left unread nor
        who stood in it. None where there is no archive to read.
        """
        board = self._board
        url = self._source.archive_url(board)
        known = self._memory.page(*self._where, "archive")
        if url is None or (known and known.mark != _KEPT and self._asker.now() - known.seen_at < _ASK_AGAIN):
            return None
        reply = self._asker.get(url, "archive", None)
        listed: Sequence[str] = ()
        outcome = reply.kind if reply.kind in ("ok", "gone") else None
        if outcome == "ok":
            try:
                listed = self._source.parse_archive(board, page_of(reply))
            except LayoutChanged:
                outcome = None
        if outcome is None:  # the board itself is read all the same
            failure = "unreadable" if reply.kind == "ok" else reply.kind
            self._notebook.failed("archive", failure, reply.fetched_at, reply.status)
            return None
        self._notebook.visited(
            "archive",
            Found(outcome="changed" if outcome == "ok" else outcome),
            reply,
            messages=len(listed),
            mark=None if reply.kind == "gone" else _KEPT,
        )
        return None if reply.kind == "gone" else listed
