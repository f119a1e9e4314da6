"""What is new in a long thread, asked for alone: a forum thread's last pages, the lines added to a file of lines.

Taken only where it accounts for everything, as tails are (`tails`); else the thread is read whole. Lines: the byte
before the first new one is asked for too, and must be the line end that stood there: if anything before it had been
deleted or edited, another byte would stand there (rule of the 2channel
family's readers: `reference/formats-imageboards.md` 9.5).
"""

from collections.abc import Mapping
from dataclasses import replace

from hikcorpus.crawl.agenda import Due
from hikcorpus.crawl.asking import Asker
from hikcorpus.crawl.copies import page_of
from hikcorpus.crawl.leaves import bound
from hikcorpus.crawl.reading import Reader
from hikcorpus.errors import LayoutChanged
from hikcorpus.sources.base import Source, Tail, ThreadMark
from hikcorpus.store.memory import PageMemory

PARTIAL = 206


class Fresh:
    """Reads what is new of threads that were read before. pages: how they stand in memory."""

    def __init__(self, reader: Reader, asker: Asker, source: Source, pages: Mapping[str, PageMemory]) -> None:
        self._reader, self._asker, self._source, self._pages = reader, asker, source, pages

    def taken(self, mark: ThreadMark, item: Due) -> bool:
        """Whether the thread needs no more reading. item: as it would be read whole."""
        known = self._pages.get(mark.thread_id)
        if known is None or known.whole_at is None:
            return False
        if self._source.appends:
            return self._appended(item, known)
        return self._source.in_pages and self._last_pages(mark, item)

    def _last_pages(self, mark: ThreadMark, item: Due) -> bool:
        """From the page on that holds the newest reply that we hold."""
        reader, board = self._reader, self._reader.board
        standing = reader.known.standing(mark.thread_id)
        held = sum(old.state == "live" for old in standing.messages.values())
        if mark.reply_count is None or not held or held > mark.reply_count:
            return False
        url = self._source.newest_url(board, replace(mark, reply_count=held - 1))
        if url is None:
            return False
        reply = self._asker.get(url, "thread", None, mark.thread_id)
        if reply.kind != "ok":
            return False
        try:
            first = self._source.parse_thread(board, mark.thread_id, page_of(reply))
        except LayoutChanged:
            return False
        rest = self._asker.leaves(board, first, mark.thread_id)
        page = bound([first, *rest.pages])
        tail = Tail(page.thread, page.messages, mark.reply_count, explained=rest.whole, raw=b"")
        return reader.take.fresh(item, tail, [reply, *rest.replies], [first, *rest.pages])

    def _appended(self, item: Due, known: PageMemory) -> bool:
        """The lines after the last one that we hold."""
        reader, source = self._reader, self._source
        standing = reader.known.standing(item.thread_id)
        lines = max((old.number for old in standing.messages.values()), default=0)
        whole = len(standing.messages) == lines > 0  # else some lines are no messages, and nobody can count them here
        if known.size is None or known.size < 2 or not whole or standing.owed is not None:
            return False
        url = source.thread_url(reader.board, item.thread_id)
        reply = self._asker.get(url, "thread", known, item.thread_id, start=known.size - 1)
        if reply.kind != "ok":
            return False
        if reply.status != PARTIAL:  # the server sent the whole file
            return reader.take_whole(item, reply, known)
        if not reply.body.startswith(b"\n") or reply.body == b"\n":
            return False
        added = replace(reply, url=f"{reply.url}#{lines + 1}-", body=reply.body[1:])
        try:
            page = source.parse_thread(reader.board, item.thread_id, page_of(added))
        except LayoutChanged:
            return False
        return reader.take.appended(item, page, added, size=known.size - 1 + len(reply.body))
