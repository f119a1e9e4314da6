"""Reply links of 4chan's and vichan's comments -> refs of the model.

A link is a reply mark if it shows `>>`; where it leads is in its address: `#p5` and `#5` (this page),
`/b/thread/1#p5`, `/b/res/1.html#5`. Dead marks: 4chan's `span.deadlink`, and in vichan's family a `>>5` that the
engine left as plain text because the post is gone (it rewrites the comments that cite a deleted post).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from hikcorpus.model import Board, Ref
from hikcorpus.text.links import plain_marks
from hikcorpus.text.markup import Link, Marked

_TARGET: Final = re.compile(r"[pq]?([0-9]+)\Z")
_PLACE: Final = re.compile(r"(?:\A|/)([^/?#]+)/(?:thread|res)/([0-9]+)[^/]*(?:/[^/]*)?\Z")
_DEAD: Final = re.compile(r">>(?:>/([^/\s]+)/)?([0-9]+)")
_HOST: Final = re.compile(r"\A(?:https?:)?//([^/?#]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RefReader:
    """How one engine writes its reply links.

    hosts: of the engine's own site, beside the board's own. plain_is_dead: an unlinked `>>5` is a dead mark.
    """

    hosts: frozenset[str] = frozenset()
    plain_is_dead: bool = False

    def on_page(self, board: Board, thread_id: str, numbers: frozenset[str] | None) -> "PageRefs":
        """A reader for one page; numbers: the posts that stand on it, None where it shows only some of the thread."""
        own = _HOST.match(board.address)
        hosts = self.hosts | {own[1].lower()} if own else self.hosts
        return PageRefs(board.name, thread_id, numbers, hosts, self.plain_is_dead)


@dataclass(slots=True)
class PageRefs:
    """Refs of the posts of one page; remembers where addresses lead and whether any names this board."""

    board: str
    thread_id: str
    numbers: frozenset[str] | None
    hosts: frozenset[str]
    plain_is_dead: bool
    _places: dict[str, tuple[str | None, str | None] | None] = field(default_factory=dict)
    _boards: set[str] = field(default_factory=set)

    def read(self, marked: Marked) -> tuple[Ref, ...]:
        """The refs of one comment, in order of first appearance, each target once."""
        text = marked.text
        links: Sequence[Link] = marked.links
        if ">>" not in text:
            return ()
        if links:
            links = [link for link in links if link.text.startswith(">>")]
        if len(links) == 1 and (not self.plain_is_dead or text.count(">>") == 1):  # as most are
            ref = self._ref(links[0])
            return () if ref is None else (ref,)
        if not links and not self.plain_is_dead:
            return ()
        found: dict[tuple[str, str], Ref] = {}
        for ref in self._in_order(marked.text, links):
            found.setdefault((ref.board or self.board, ref.message_id), ref)
        return tuple(found.values())

    def is_another_board(self) -> bool:
        """Whether reply links named this thread's number, but only under other boards' names."""
        return bool(self._boards) and self.board not in self._boards

    def _in_order(self, text: str, links: Sequence[Link]) -> Iterator[Ref]:
        refs = [ref for link in links if (ref := self._ref(link)) is not None]
        if not self.plain_is_dead or text.count(">>") == len(links):
            yield from refs
            return
        linked = {(ref.board, ref.message_id): ref for ref in refs}
        for name, number in plain_marks(text):
            board = name or self.board
            yield linked.get((board, number)) or Ref(number, board, dangling=True)
        yield from refs

    def _ref(self, link: Link) -> Ref | None:
        if link.dead or link.href is None:
            mark = _DEAD.match(link.text)
            return Ref(mark[2], mark[1] or self.board, dangling=True) if mark else None
        head, _, tail = link.href.rpartition("#")
        if tail.isdecimal() and tail.isascii():
            number = tail
        else:
            target = _TARGET.match(tail)
            if target is None:
                return None
            number = target[1]
        if head not in self._places:
            self._places[head] = self._place(head)
        place = self._places[head]
        if place is None:
            return None
        board, thread_id = place[0] or self.board, place[1] or self.thread_id
        if thread_id == self.thread_id and not link.text.startswith(">>>"):
            self._boards.add(board)
        here = board == self.board and thread_id == self.thread_id
        gone = here and self.numbers is not None and number not in self.numbers
        return Ref(number, board, thread_id, "explicit", gone)

    def _place(self, head: str) -> tuple[str | None, str | None] | None:
        """Board and thread that an address without its fragment names; (None, None) = this page."""
        if not head:
            return None, None
        host = _HOST.match(head)
        if host is not None and host[1].lower() not in self.hosts:
            return None
        place = _PLACE.search(head.partition("?")[0])
        return (unquote(place[1]), place[2]) if place else None
