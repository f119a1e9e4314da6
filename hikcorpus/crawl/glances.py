"""Changed threads of which listing and index show enough, so that they need not be read (see `tails`)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from hikcorpus.crawl.agenda import Ageing, to_read, too_old
from hikcorpus.crawl.asking import Asker
from hikcorpus.crawl.copies import page_of
from hikcorpus.crawl.fresh import Fresh
from hikcorpus.crawl.reading import Reader
from hikcorpus.errors import LayoutChanged
from hikcorpus.fetch.reply import Reply
from hikcorpus.sources.base import Source, ThreadMark
from hikcorpus.store.memory import PageMemory

SHARED = 2
"""Changed threads that a page of the index must show to be worth its request."""


class Glances:
    """Takes tails from a listing, then from pages of the index.

    listing: the answer whose marks are looked at. late: why the visit is late, if it is: then too much has happened
    for pages of the index to tell it all. wanted: False = every changed thread is read. ageing: threads that are due
    whole by it are left to be read: a thread is taken down once in a visit, for memory knows nothing of a second time.
    """

    def __init__(
        self,
        reader: Reader,
        asker: Asker,
        source: Source,
        listing: Reply,
        pages: Mapping[str, PageMemory],
        late: str | None,
        ageing: Ageing,
        *,
        wanted: bool,
    ) -> None:
        self._reader, self._asker, self._source, self._listing = reader, asker, source, listing
        self._pages, self._late, self._wanted = pages, late, wanted
        self._fresh = Fresh(reader, asker, source, pages)
        self._aged = {thread for thread, page in pages.items() if too_old(page, ageing)}

    def take(self, changed: Sequence[ThreadMark]) -> list[ThreadMark]:
        """Take what is shown whole; gives the threads that have to be read, in their order."""
        if not self._wanted:
            return list(changed)
        left = [mark for mark in changed if not self._taken(mark, mark.entry, self._listing)]
        left = [mark for mark in left if not self._is_fresh(mark)]
        if self._late is not None:
            return left
        places: dict[str, list[ThreadMark]] = defaultdict(list)
        for mark in left:
            url = self._source.tail_url(self._reader.board, mark)
            if url is not None and mark.thread_id not in self._aged:
                places[url].append(mark)
        taken: set[str] = set()
        for url, marks in places.items():
            if len(marks) >= SHARED:
                taken |= self._from_index(url, marks)
        return [mark for mark in left if mark.thread_id not in taken]

    def _is_fresh(self, mark: ThreadMark) -> bool:
        """Whether what is new in a long thread was read by itself."""
        if mark.thread_id in self._aged or mark.thread_id not in self._pages:
            return False
        (item,) = to_read([mark], self._pages, self._late)
        return self._fresh.taken(mark, item)

    def _from_index(self, url: str, marks: list[ThreadMark]) -> set[str]:
        """Threads that a page of the index shows whole enough; none where it cannot be read."""
        reply = self._asker.get(url, "index", None)
        if reply.kind != "ok":
            return set()
        try:
            entries = self._source.parse_index(self._reader.board, page_of(reply))
        except LayoutChanged:
            return set()
        return {mark.thread_id for mark in marks if self._taken(mark, entries.get(mark.thread_id), reply)}

    def _taken(self, mark: ThreadMark, entry: bytes | None, reply: Reply) -> bool:
        if entry is None or mark.thread_id in self._aged:
            return False
        tail = self._source.parse_tail(self._reader.board, entry)
        if tail is None:
            return False
        (item,) = to_read([mark], self._pages, self._late)
        return self._reader.take.tail(item, tail, reply)
