"""What the pages of both engines have in common: addresses, standing posts, and memory of what was written before.

Bodies are functions of (thread, version). Only the last few are remembered, so dead threads leave nothing behind.
"""

import json
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar

from hikcorpus.demo.simulator.board import Board
from hikcorpus.demo.simulator.records import Post, Thread

T = TypeVar("T")
PREVIEW = 5


class File(NamedTuple):
    """A page as its file lay on the server: bytes, and when they were written (microseconds)."""

    body: bytes
    written: int


def php_json(value: Any) -> bytes:
    """JSON as PHP's json_encode writes it: no white space, `\\/`, lower-case `\\uXXXX`."""
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/").encode("ascii")


class Recent(Generic[T]):
    """The last `size` results by key."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[Hashable, tuple[Hashable, T]] = OrderedDict()

    def get(self, key: Hashable, state: Hashable, make: Callable[[], T]) -> T:
        """What was made for that key in that state, made now if need be; one state of a key is remembered."""
        found = self._known.get(key)
        if found is None or found[0] != state:
            found = (state, make())
            self._known[key] = found
            if len(self._known) > self._size:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return found[1]


class Pages(ABC):
    """The files of one board, as they lay there at any moment so far."""

    def __init__(self, board: Board) -> None:
        size = 2 * board.settings.threads
        self._board, self._name = board, board.settings.board
        self._entries, self._indexed = Recent[bytes](size), Recent[bytes](size)
        self._threads = Recent[bytes](size)
        self._posts = Recent[Recent[bytes]](size)

    @abstractmethod
    def file(self, path: str, at: int) -> File | None:
        """The file behind that path (no query) at that moment, or None: 404."""

    @abstractmethod
    def _fields(self, post: Post, at: int) -> dict[str, Any]:
        """The fields of a reply."""

    @abstractmethod
    def _entry(self, thread: Thread, version: int) -> bytes:
        """The thread in the catalog."""

    @abstractmethod
    def _index(self, thread: Thread, version: int) -> bytes:
        """The thread on a page of the index."""

    @abstractmethod
    def _thread(self, thread: Thread, version: int) -> bytes:
        """The thread's own page."""

    @abstractmethod
    def _quote(self, post: Post, number: int, dead: bool) -> str:
        """The HTML of `>>number`."""

    def _known_entry(self, thread: Thread, version: int) -> bytes:
        return self._entries.get(thread.number, version, lambda: self._entry(thread, version))

    def _index_file(self, threads: list[tuple[Thread, int]], at: int) -> File:
        groups = (
            self._indexed.get(thread.number, version, partial(self._index, thread, version))
            for thread, version in threads
        )
        return File(b'{"threads":[%b]}' % b",".join(groups), self._written(at))

    def _thread_file(self, number: int, at: int) -> File | None:
        thread = self._board.by_number.get(number)
        if thread is None or not thread.readable(at):
            return None
        version = thread.version(at)
        body = self._threads.get(number, version, lambda: self._thread(thread, version))
        return File(body, thread.changes[version])

    def _dead(self, post: Post, at: int) -> tuple[bool, ...]:
        found = (self._board.post(number) for number in post.quotes)
        return tuple(quoted is None or (quoted.deleted is not None and quoted.deleted <= at) for quoted in found)

    def _reply(self, post: Post, at: int, archived: bool = False) -> bytes:
        """A reply as it stands in thread pages, indexes and catalog alike."""
        state = (self._dead(post, at), sum(edit <= at for edit in post.edits), archived)
        known = self._posts.get(post.thread.number, None, lambda: Recent[bytes](2000))
        return known.get(post.number, state, lambda: php_json(self._fields(post, at)))

    def _pages(self, at: int) -> list[list[tuple[Thread, int]]]:
        """The living threads in the listing's pages; at least one page."""
        living, size = self._board.living(at), self._board.settings.per_page
        return [living[place : place + size] for place in range(0, len(living), size)] or [[]]

    def _written(self, at: int) -> int:
        """When the listing's files were written last."""
        return last_by(self._board.written, at)


def last_by(moments: list[int], at: int) -> int:
    """The last of these rising moments that is not after `at`; the first one where all are."""
    return moments[max(0, bisect_right(moments, at) - 1)]
