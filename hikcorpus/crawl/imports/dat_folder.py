"""Folders of dat files of the 2channel family, with or without subject.txt and SETTING.TXT: `KEY.dat` is thread KEY.

The board: `--board SITE/BOARD`; else a mirror's folders tell it (`host/board/dat/KEY.dat`). SETTING.TXT beside the
folder or in it gives the default name. subject.txt holds nothing that the dat files do not.
"""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from hikcorpus.crawl.imports.addresses import address_by_folders
from hikcorpus.crawl.imports.given import LARGEST, BoardsOf, Left, Opened, Stream, Wanted
from hikcorpus.crawl.imports.pages import read_page
from hikcorpus.errors import UsageError
from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Page, Source


def read(file: Opened, boards: BoardsOf, wanted: Wanted) -> Stream:
    """One dat file."""
    body = file.stream.read(LARGEST + 1)
    if len(body) > LARGEST:
        yield Left("too_large")
        return
    address = wanted.url or address_by_folders(file.path)
    board = boards.meant("dat")
    if board is None:
        found = read_page(Page(file.name, body, file.seen), [address] if address else [], boards)
        if file.alone and not address and isinstance(found, Left):
            raise UsageError(f"Nothing says which board {file.name} is of.", "Name it: --board SITE/BOARD.")
        yield Left("board_not_known") if isinstance(found, Left) and not address else found
        return
    if not file.stem.isdecimal():
        yield Left("no_thread_page")
        return
    board = _with_settings(board, file.path.parent)
    url = source(board.engine).thread_url(board, file.stem)
    yield read_page(Page(url, body, file.seen), [], _Only(board), file.stem)


class _Only:
    """Knows one board."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def at(self, engine: Source, root: str, name: str) -> Board:
        return self._board

    def meant(self, engine: str | None) -> Board | None:
        return self._board

    def label(self, site: str, name: str, engine: str) -> Board:
        return self._board


@lru_cache(maxsize=64)
def _with_settings(board: Board, folder: Path) -> Board:
    engine = source(board.engine)
    for place in (folder, folder.parent):
        path = place / "SETTING.TXT"
        if path.is_file() and path.stat().st_size < LARGEST:
            return engine.with_settings(board, Page(path.name, path.read_bytes(), datetime.now(UTC)))
    return board
