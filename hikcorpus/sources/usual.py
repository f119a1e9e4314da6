"""What an engine answers that has no tails, no archive, no second page ...: the methods for nothing."""

from typing import ClassVar

from hikcorpus.model import Board
from hikcorpus.sources.base import Answer, Page, Tail, ThreadMark
from hikcorpus.sources.decoding import other_page


class Usual:
    """What most engines have in common: threads of one page, that fall off the board, and honest statuses."""

    instead: ClassVar[str] = ""
    prunes: ClassVar[bool] = True
    in_pages: ClassVar[bool] = False
    appends: ClassVar[bool] = False
    traces: ClassVar[tuple[str, ...]] = ()

    def classify(self, page: Page) -> Answer:
        """Ok: an answer with a status of success is a page."""
        return "ok"

    def newest_url(self, board: Board, mark: ThreadMark) -> str | None:
        """None: a thread has but one page."""
        return None

    def fallen_url(self, board: Board, thread_id: str) -> str | None:
        """None: what is gone is gone."""
        return None


class NoTails:
    """For engines whose listing shows no message whole, and that have no index worth asking."""

    def tail_url(self, board: Board, mark: ThreadMark) -> str | None:
        """None."""
        return None

    def parse_index(self, board: Board, page: Page) -> dict[str, bytes]:
        """None of the threads."""
        return {}

    def parse_tail(self, board: Board, raw: bytes) -> Tail | None:
        """None."""
        return None


class PageGoesToo:
    """For engines whose thread page goes when the thread goes."""

    def standing_url(self, board: Board, thread_id: str) -> str | None:
        """None: the page itself tells."""
        return None


class NoArchive:
    """For engines that list no closed threads."""

    def archive_url(self, board: Board) -> str | None:
        """None."""
        return None

    def parse_archive(self, board: Board, page: Page) -> tuple[str, ...]:
        """Always raises LayoutChanged: this engine has no such page."""
        raise other_page(page, "an archive", "this engine has none")


class NoSettings:
    """For engines whose boards tell no settings of their own on any page."""

    def settings_url(self, board: Board) -> str | None:
        """None."""
        return None

    def with_settings(self, board: Board, page: Page) -> Board:
        """The board as it is."""
        return board
