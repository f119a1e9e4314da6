"""What stands in the place of a source for what no board software wrote: nothing to ask, and nothing to parse.

Boards of these engines are held like all others (status, retain, reparse, warc); their bytes are not kept, so that
nothing is ever read again.
"""

from collections.abc import Set
from typing import ClassVar, NoReturn

from hikcorpus.model import Board
from hikcorpus.sources.base import Address, Answer, Example, Listing, Page, ThreadPage
from hikcorpus.sources.decoding import other_page
from hikcorpus.sources.usual import NoArchive, NoSettings, NoTails, PageGoesToo, Usual


class Chat(NoTails, NoArchive, NoSettings, PageGoesToo, Usual):
    """Logs of chat rooms."""

    engine: ClassVar[str] = "chat"
    title: ClassVar[str] = "Chat logs: irssi, mIRC, LINE, Slack text, own patterns"
    experimental: ClassVar[bool] = False
    crawlable: ClassVar[bool] = False
    recheck_per_visit: ClassVar[int] = 0
    default_names: ClassVar[frozenset[str]] = frozenset()
    poster_id_scope: ClassVar[str] = "none"
    zone: ClassVar[str] = "UTC"
    prunes: ClassVar[bool] = False
    examples: ClassVar[tuple[Example, ...]] = ()

    def recognise(self, url: str) -> Address | None:
        """None: it has no address."""
        return None

    def classify(self, page: Page) -> Answer:
        """Other: no page is one of it."""
        return "other"

    def listing_url(self, board: Board) -> str:
        """An address that leads nowhere."""
        return f"{board.address}/{board.name}/"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """An address that leads nowhere."""
        return f"{board.address}/{board.name}/{thread_id}"

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """Always raises LayoutChanged."""
        self._refuse(page)

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """Always raises LayoutChanged."""
        self._refuse(page)

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """None."""
        return frozenset()

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The body as it is."""
        return page.body

    def scrub(self, page: Page) -> bytes:
        """The body as it is."""
        return page.body

    def _refuse(self, page: Page) -> NoReturn:
        raise other_page(page, f"a page of {self.engine}", "such texts are imported, they have no pages")


class Transcript(Chat):
    """Interviews written out."""

    engine: ClassVar[str] = "transcript"
    title: ClassVar[str] = "Interview transcripts with speaker codes"
