"""Corpora of the Language Bank of Finland (Kielipankki) in VRT: one token a line, texts and sentences as tags."""

import hashlib
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from hikcorpus.crawl.imports.given import BROKEN, LARGEST, BoardsOf, Given, Left, Opened, Stream, Wanted
from hikcorpus.crawl.imports.long_lines import lines
from hikcorpus.errors import LayoutChanged
from hikcorpus.sources import SOURCES

SITE = "kielipankki.fi"
READER = "hikcorpus.sources.kielipankki"


def read(file: Opened, boards: BoardsOf, wanted: Wanted) -> Stream:
    """The threads of the file; their board: `--board`, else the corpus's own section, under the site kielipankki.fi."""
    reader: Any = import_module(READER)
    engine = "kielipankki" if "kielipankki" in SOURCES else "ylilauta"
    skipped: list[Left] = []
    try:
        for section, page in reader.read_vrt(_lines(file, skipped)):
            board = boards.meant(engine) or boards.label(SITE, _label(section), engine)
            # a thread whose texts stand apart comes in pieces
            facts = [(message.message_id, message.text, str(message.posted_at)) for message in page.messages]
            told = hashlib.sha256(repr(facts).encode()).hexdigest()
            yield Given(board, page, file.seen, told, piece=True, unit="records")
    except LayoutChanged:
        yield Left("unreadable")
    yield from skipped


def _lines(file: Opened, skipped: list[Left]) -> Iterator[bytes]:
    try:
        for line in lines(file.stream, LARGEST):
            if line is None:
                skipped.append(Left("too_large"))
            else:
                yield line
    except BROKEN:  # the thread that was begun is given all the same
        skipped.append(Left("damaged_or_cut_off_file"))


def _label(section: str) -> str:
    return section.rpartition("/")[2] or "unnamed"
