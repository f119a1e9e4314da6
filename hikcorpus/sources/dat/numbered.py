"""Threads as lines that begin with their message's number: Shitaraba's rawmode.cgi, Machi's offlaw.cgi.

A message that was deleted openly leaves a line; one deleted "transparently" leaves a gap in the numbers. A gap tells
of a deletion even if nobody ever saw the message: `Thread.extra["gaps"]` counts the numbers missing below the highest.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Page, Problem, ThreadPage
from hikcorpus.sources.dat.blank import number_of
from hikcorpus.sources.dat.lines import DatReader
from hikcorpus.sources.dat.refs import RefPattern
from hikcorpus.sources.dat.scrub import scrub_dat
from hikcorpus.sources.dat.text import read_text
from hikcorpus.sources.decoding import other_page


@dataclass(frozen=True, slots=True)
class Form:
    """How an engine writes its lines.

    charset: of its files. least: fields of a line at least. to_dat: fields without the number -> name, mail, date with
    ID, text, title. host: index of the field that holds the poster's host, or None. addresses: of messages.
    """

    charset: str
    least: int
    to_dat: Callable[[list[str]], list[str]]
    addresses: RefPattern
    host: int | None = None

    def scrub(self, body: bytes) -> bytes:
        """The lines without hosts."""
        return scrub_dat(body, lead=1, host=self.host)

    def lines(self, page: Page, body: bytes) -> list[str]:
        """The lines as `parse` reads them; empty ones where it refuses the file."""
        try:
            return read_text(replace(page, body=self.scrub(body)), self.charset, "lines")[0].split("\n")
        except LayoutChanged:
            return [""] * (body.count(b"\n") + 1)

    def parse(self, board: Board, thread_id: str, page: Page, defaults: frozenset[str], expected: str) -> ThreadPage:
        """All messages; raises LayoutChanged where no line is one."""
        text, lost = read_text(replace(page, body=self.scrub(page.body)), self.charset, expected)
        lines = text.split("\n")
        whole = lines[-1] == ""
        if whole:
            lines.pop()
        reader = DatReader(board, thread_id, defaults, lost, self.addresses)
        numbers: set[int] = set()
        for place, raw in enumerate(lines, start=1):
            fields = raw.removesuffix("\r").split("<>")
            number = number_of(fields[0])
            if len(fields) < self.least or number == 0:  # a damaged line still takes its number
                cut = not whole and place == len(lines)
                reader.problems.append(Problem("cut_off_line" if cut else "damaged_line", f"line {place}"))
                numbers.update({number} - {0})
            elif number in numbers:
                reader.problems.append(Problem("duplicate_line", f"line {place}"))
            else:
                numbers.add(number)
                reader.fields(number, self.to_dat(fields[1:]))
        if not reader.messages:
            raise other_page(page, expected, "none of its lines is a message" if text.strip() else "it is empty")
        gaps = max(numbers) - len(numbers)
        if gaps:
            reader.extra["gaps"] = str(gaps)
        return reader.page()
