"""Reply marks of the 2ch family -> refs: `>>5` in the text, and addresses of read.cgi on the same site.

`>>5` always means line 5 of the same thread, linked or not. Another thread can only be named by its address
(`/test/read.cgi/<board>/<key>/5`; Shitaraba and Machi: `/bbs/read.cgi/...`), typed in full or linked by the server.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from hikcorpus.model import Board, Message, Ref
from hikcorpus.sources.base import Problem
from hikcorpus.text.links import numbered_marks
from hikcorpus.text.markup import Marked

RefPattern = re.Pattern[str]
"""Named groups host (None for a relative address), board, thread, first, last."""

WIDEST_RANGE: Final = 30  # `>>1-1000` names nobody; such marks are counted as a problem, not stored as edges
_LONE: Final = re.compile(r">>(?<!>>>)([0-9]{1,5})(?![0-9０-９,，－>-])")  # begins as it must, to be found fast


def address_pattern(folder: str, board: str) -> RefPattern:
    """The pattern of addresses `/<folder>/read.cgi/<board>/<thread>/<first>[-<last>]`."""
    return re.compile(
        rf"(?:h?ttps?://(?P<host>[^/\s<>\"]+)|(?<![\w/])(?:\.\.|(?=/{folder})))/{folder}/read\.cgi/"
        rf"(?P<board>{board})/(?P<thread>[0-9]{{1,15}})/(?P<first>[0-9]{{1,5}})(?:-(?P<last>[0-9]{{1,5}}))?(?![0-9])"
    )


READ_CGI: Final = address_pattern("test", r"[^/\s]+")


class DatRefs:
    """Refs of the messages of one dat file."""

    def __init__(self, board: Board, thread_id: str, addresses: RefPattern | None = None) -> None:
        self.board = board
        self.thread_id = thread_id
        self.addresses = addresses or READ_CGI
        self.lines: dict[int, Ref] = {}
        self.host = board.address.partition("://")[2].partition("/")[0].lower()

    def read(self, number: int, marked: Marked, problems: list[Problem]) -> tuple[Ref, ...]:
        """The refs of one message, marks before addresses, each target once; too wide ranges become problems."""
        text = marked.text
        if not marked.links and "＞" not in text and "read.cgi" not in text:
            if ">>" not in text:
                return ()
            lone = self.lone(text)
            if lone is not None:
                return lone
        found: dict[str, Ref] = {}
        for thread_id, board, first, last in self._marks(marked):
            if last - first >= WIDEST_RANGE:
                problems.append(Problem("wide_range", f"line {number}"))
                continue
            for target in range(first, last + 1) if last > first else (first,):
                if target > 0:
                    key = f"{thread_id}.{target}"
                    found.setdefault(key, Ref(key, board, thread_id))
        return tuple(found.values())

    def lone(self, text: str) -> tuple[Ref, ...] | None:
        """The refs of a text whose every `>>` is of a mark `>>5`, without other marks; None where that is not so."""
        numbers = _LONE.findall(text)
        if len(numbers) != text.count(">>"):
            return None
        if len(numbers) > 1:
            return tuple(self._to(number) for number in dict.fromkeys(map(int, numbers)) if number > 0)
        number = int(numbers[0]) if numbers else 0
        return (self._to(number),) if number > 0 else ()

    def _to(self, number: int) -> Ref:
        """The ref to a line of this thread: the same one for all that point there."""
        ref = self.lines.get(number)
        if ref is None:
            ref = self.lines[number] = Ref(f"{self.thread_id}.{number}", self.board.name, self.thread_id)
        return ref

    def settled(self, messages: list[Message]) -> tuple[Message, ...]:
        """The messages, with refs to lines that stand nowhere in this file marked as dangling."""
        known = {message.message_id for message in messages}
        for place, message in enumerate(messages):
            for ref in message.refs:
                if ref.message_id not in known and self._is_dead(ref, known):
                    refs = tuple(
                        replace(one, dangling=True) if self._is_dead(one, known) else one for one in message.refs
                    )
                    messages[place] = replace(message, refs=refs)
                    break
        return tuple(messages)

    def _is_dead(self, ref: Ref, known: set[str]) -> bool:
        return ref.thread_id == self.thread_id and ref.message_id not in known

    def _marks(self, marked: Marked) -> Iterator[tuple[str, str, int, int]]:
        """Thread, board, first and last number of every mark."""
        elsewhere: dict[str, tuple[str, str]] = {}  # shown mark -> thread and board that its link names
        for link in marked.links:
            found = self.addresses.search(link.href or "")
            if found and self._is_here(found) and found["thread"] != self.thread_id:
                elsewhere[found["first"]] = (found["thread"], _name(found))
        for first, last in numbered_marks(marked.text):
            yield (*elsewhere.get(str(first), (self.thread_id, self.board.name)), first, last)
        if "read.cgi" in marked.text:
            for found in self.addresses.finditer(marked.text):
                if self._is_here(found):
                    yield found["thread"], _name(found), int(found["first"]), int(found["last"] or found["first"])

    def _is_here(self, found: re.Match[str]) -> bool:
        return found["host"] is None or found["host"].lower() == self.host


def _name(found: re.Match[str]) -> str:
    """The board's name: where addresses hold a category and a number, joined as folders need it."""
    return found["board"].replace("/", "_")
