"""Dumps with one thread a line, in the keys of 4chan's JSON: `{"posts":[...]}`.

So are Papasavva et al., "Raiders of the Lost Kek" (134.5 million posts of /pol/; its `entities` and `perspectives` are
not read) and what gathers the API's answers. The line is read as the board's own page would be. Packed files (.gz,
.zst, inside .tar too) are read as they are. The dump itself is not copied into the data folder.
"""

import hashlib
import re

import msgspec

from hikcorpus.crawl.imports.given import LARGEST, BoardsOf, Given, Left, Opened, Stream, Wanted
from hikcorpus.crawl.imports.long_lines import lines
from hikcorpus.errors import LayoutChanged, UsageError
from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Page

_NUMBER = re.compile(rb'(?<!\\)"no"\s*:\s*"?(\d{1,18})')


class _Named(msgspec.Struct):
    board: str | None = None


class _Line(msgspec.Struct):
    board: str | None = None
    posts: list[_Named] = []


def read(file: Opened, boards: BoardsOf, wanted: Wanted) -> Stream:
    """A thread a line. Board: `--board`, else the line's own key `board` (site 4chan.org)."""
    for line in lines(file.stream, LARGEST):
        if line is None:
            yield Left("too_large")
        elif not line.strip():
            continue
        elif (number := _NUMBER.search(line)) is None:
            yield Left("no_thread")
        else:
            yield _thread(line, number[1].decode(), _board(line, file, boards), file)


def _thread(line: bytes, thread_id: str, board: Board, file: Opened) -> Given | Left:
    engine = source(board.engine)
    try:
        read = engine.parse_thread(board, thread_id, Page(engine.thread_url(board, thread_id), line, file.seen, None))
    except LayoutChanged:
        return Left("unreadable")
    return Given(board, read, file.seen, hashlib.sha256(line).hexdigest(), unit="records")


def _board(line: bytes, file: Opened, boards: BoardsOf) -> Board:
    meant = boards.meant("fourchan")
    if meant is not None:
        return meant
    try:
        head = msgspec.json.decode(line, type=_Line)
        named = head.board or (head.posts[0].board if head.posts else None)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        named = None
    if not named:
        raise UsageError(
            f"Nothing in {file.name} says which board it is.",
            "Name it: --board SITE/BOARD, e.g. --board 4chan.org/pol.",
        )
    return boards.label("4chan.org", named, "fourchan")
