"""A page that somebody kept: whose it is, and the thread that stands on it. For saved files, HAR and WARC alike."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec

from hikcorpus.crawl.imports.given import BoardsOf, Given, Left
from hikcorpus.errors import LayoutChanged, ThreadMoved
from hikcorpus.model import Board
from hikcorpus.sources import recognise, recognise_saved, source
from hikcorpus.sources.base import Address, Page, Source

_DIGITS = re.compile(r"\d{1,18}")


def read_page(page: Page, addresses: Sequence[str], boards: BoardsOf, name: str = "") -> Given | Left:
    """The thread that a page shows, or why there is none.

    addresses: what the page may have been fetched from, the surest first; each engine that writes such addresses is
    tried, the first that reads the page as a thread wins. name: of its file, which may hold the thread's number where
    only the board is known (`--board`).
    """
    saved = recognise_saved(page)
    if saved is not None and saved[1].thread_id is not None:
        known = replace(page, url=next(iter(addresses), page.url))
        return _read(saved[0], boards.at(saved[0], saved[1].root, saved[1].board), saved[1].thread_id, known)
    said: Left | None = None
    for url in addresses:
        for engine, address in recognise(url):
            if address.thread_id is None:
                said = said or Left("no_thread_page")
                continue
            board = _board(engine, address, boards)
            if board is None:
                said = Left("page_that_tells_no_board_give_board")
                continue
            found = _read(engine, board, address.thread_id, replace(page, url=url))
            if isinstance(found, Given):
                return found
            said = found
    for board, thread_id in _named(page, boards, name):
        engine = source(board.engine)
        found = _read(engine, board, thread_id, replace(page, url=engine.thread_url(board, thread_id)))
        if isinstance(found, Given):
            return found
        said = said or found
    return said or Left("no_thread_page")


def _board(engine: Source, address: Address, boards: BoardsOf) -> Board | None:
    """The board; where the engine's addresses of threads name none, the one that the user named."""
    if address.board:
        return boards.at(engine, address.root, address.board)
    meant = boards.meant(engine.engine)
    return None if meant is None or meant.engine != engine.engine else replace(meant, address=address.root)


def _read(engine: Source, board: Board, thread_id: str, page: Page) -> Given | Left:
    answer = engine.classify(page)
    if answer != "ok":
        return Left("no_thread_page" if answer == "other" else f"answer_{answer}")
    try:
        read = engine.parse_thread(board, thread_id, page)
    except ThreadMoved:
        return Left("thread_of_another_board")
    except LayoutChanged:
        return Left("unreadable")
    body = engine.scrub(page)
    return Given(board, read, page.fetched_at, hashlib.sha256(body).hexdigest(), replace(page, body=body))


def _named(page: Page, boards: BoardsOf, name: str) -> Iterator[tuple[Board, str]]:
    """The board that the user named, with the numbers that may be the thread's."""
    if (own := _own_number(page.body)) is None and not _DIGITS.search(name):
        return
    board = boards.meant(None)
    if board is not None:
        numbers = [own] if own else []
        yield from ((board, number) for number in dict.fromkeys([*numbers, *_DIGITS.findall(name)][:4]))


class _Numbered(msgspec.Struct):
    no: int | None = None
    threadId: int | None = None
    postId: int | None = None
    posts: list[msgspec.Raw] | None = None


def _own_number(body: bytes) -> str | None:
    """The thread's number as a JSON page tells it."""
    try:
        found = msgspec.json.decode(body, type=_Numbered)
        if found.posts:
            found = msgspec.json.decode(found.posts[0], type=_Numbered)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    number = next((each for each in (found.no, found.threadId, found.postId) if each), None)
    return None if number is None else str(number)
