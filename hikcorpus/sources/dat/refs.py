"""Reply marks of the 2ch family -> refs: `>>5` in the text, and addresses of read.cgi on the same site.

`>>5` always means line 5 of the same thread, linked or not. Another thread can only be named by its address
(`/test/read.cgi/<board>/<key>/5`), typed in full or linked by the server.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from hikcorpus.model import Board, Message, Ref
from hikcorpus.sources.base import Problem
from hikcorpus.text.links import numbered_marks
from hikcorpus.text.markup import Marked

WIDEST_RANGE: Final = 30  # `>>1-1000` names nobody; such marks are counted as a problem, not stored as edges
_READ_CGI: Final = re.compile(
    r"(?:h?ttps?://([^/\s<>\"]+)|(?<![\w/])(?:\.\.|(?=/test)))/test/read\.cgi/([^/\s]+)/([0-9]+)/([0-9]+)"
    r"(?:-([0-9]+))?(?![0-9])"
)


class DatRefs:
    """Refs of the messages of one dat file."""

    def __init__(self, board: Board, thread_id: str) -> None:
        self.board = board
        self.thread_id = thread_id
        self.host = board.address.partition("://")[2].partition("/")[0].lower()

    def read(self, number: int, marked: Marked, problems: list[Problem]) -> tuple[Ref, ...]:
        """The refs of one message, marks before addresses, each target once; too wide ranges become problems."""
        text = marked.text
        if ">>" not in text and "＞" not in text and "read.cgi" not in text and not marked.links:
            return ()
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

    def settled(self, messages: list[Message]) -> tuple[Message, ...]:
        """The messages, with refs to lines that stand nowhere in this file marked as dangling."""
        known = {message.message_id for message in messages}
        return tuple(
            replace(
                message,
                refs=tuple(
                    replace(ref, dangling=True)
                    if ref.thread_id == self.thread_id and ref.message_id not in known
                    else ref
                    for ref in message.refs
                ),
            )
            if message.refs
            else message
            for message in messages
        )

    def _marks(self, marked: Marked) -> Iterator[tuple[str, str, int, int]]:
        """Thread, board, first and last number of every mark."""
        elsewhere: dict[str, tuple[str, str]] = {}  # shown mark -> thread and board that its link names
        for link in marked.links:
            found = _READ_CGI.search(link.href or "")
            if found and self._is_here(found) and found[3] != self.thread_id:
                elsewhere[found[4]] = (found[3], found[2])
        for first, last in numbered_marks(marked.text):
            yield (*elsewhere.get(str(first), (self.thread_id, self.board.name)), first, last)
        for found in _READ_CGI.finditer(marked.text):
            if self._is_here(found):
                yield found[3], found[2], int(found[4]), int(found[5] or found[4])

    def _is_here(self, found: re.Match[str]) -> bool:
        return found[1] is None or found[1].lower() == self.host
