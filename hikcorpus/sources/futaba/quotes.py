"""Whom a post of Futaba answers: a quote copies the words, so the edge is inferred from them, backwards in the thread.

A line `>words` is looked for in earlier posts' own lines: the same line, else a line that holds these words (readers
quote parts). Lines that follow each other are one quote: the post that holds most of them is meant, of equals the
nearest one. `>>words` (a quote of a quote) must stand there as the quote it was. `>123.jpg` means the post with that
file. `No.123` names a post itself: an explicit edge, dangling where the thread has no such post.
Linear in the text: whole lines and groups of three characters are looked up, never all lines with all lines.
Source of the rule: azumyar/futaba-makimoki `Data/Futaba.cs` (FromThreadRes), for whole runs of lines made stricter.
"""

import re
from collections import Counter, deque
from typing import Final

from hikcorpus.model import Ref

GROUP: Final = 3  # characters; lines are known by every third group of them
SHORTEST: Final = 2 * GROUP - 1  # characters; holds a whole group wherever it begins. A shorter part says little
LONGEST: Final = 400  # characters of a line in which parts are looked for
MOST: Final = 8  # posts that one run of quoted lines may mean
NEAREST: Final = 24  # lines remembered for one group of characters, and posts for one line
_EXPLICIT: Final = re.compile(r"(?<![0-9A-Za-z.])No\.([0-9]{1,15})(?![0-9.])")
_GROUPS: Final = re.compile(f".{{{GROUP}}}", re.DOTALL)
_FILE: Final = re.compile(r"[0-9]{1,20}\.[0-9A-Za-z]{1,8}\Z")


class Quotes:
    """The posts of a thread, read one after the other."""

    def __init__(self, board: str, thread_id: str, numbers: frozenset[str]) -> None:
        self.board, self.thread_id, self.numbers = board, thread_id, numbers
        self._order: dict[str, int] = {}
        self._lines: dict[str, str | deque[str]] = {}
        self._parts: dict[str, deque[tuple[str, str]]] = {}
        self._waiting: list[tuple[str, str]] = []  # lines whose parts nobody asked for yet
        self._last: tuple[str, list[str]] = ("", [])
        self._files: dict[str, str] = {}

    def refs(self, number: str, text: str, settled: tuple[str, ...] | None) -> list[Ref]:
        """The edges of a post to earlier ones, in order of first mention, each target once.

        settled: whom it quotes, where the page says so; then nothing is inferred.
        """
        found: dict[str, Ref] = {}
        for match in _EXPLICIT.finditer(text) if "No." in text else ():
            here = match[1] in self.numbers
            if match[1] != number:
                place = self.thread_id if here else None
                found.setdefault(match[1], Ref(match[1], self.board, place, dangling=not here))
        if settled is None and ">" in text:
            settled = tuple(self._inferred(self._split(text)))
        for target in settled or ():
            if target not in found:
                found[target] = Ref(target, self.board, self.thread_id, "inferred")
        return list(found.values())

    def _split(self, text: str) -> list[str]:
        """The lines of a text; it is asked for its quotes, then remembered."""
        if text != self._last[0]:
            self._last = text, [*map(str.strip, text.split("\n"))]
        return self._last[1]

    def add(self, number: str, text: str, file: str | None) -> None:
        """Make a post known to those that follow."""
        self._order[number] = len(self._order)
        if file:
            self._files[file] = number
        lines = self._split(text)
        for line in lines if len(lines) == 1 else dict.fromkeys(lines):
            if not line:
                continue
            known = self._lines.setdefault(line, number)
            if known is not number:
                if isinstance(known, str):
                    self._lines[line] = deque((known, number), NEAREST)
                else:
                    known.append(number)
            if line[0] != ">" and len(line) > SHORTEST:
                self._waiting.append((number, line[:LONGEST]))

    def _learn(self) -> None:
        """Know the parts of all lines so far; most threads only quote whole lines."""
        for part in self._waiting:
            line = part[1]
            for group in set(_GROUPS.findall(line)):
                known = self._parts.get(group)
                if known is None:
                    self._parts[group] = known = deque(maxlen=NEAREST)
                known.append(part)
        self._waiting.clear()

    def _inferred(self, lines: list[str]) -> list[str]:
        targets: list[str] = []
        run: list[str] = []
        for line in lines:
            if line[:1] == ">":
                run.append(line[1:].strip())
            elif run:
                targets += self._of_run(run)
                run = []
        return targets + self._of_run(run) if run else targets

    def _of_run(self, run: list[str]) -> list[str]:
        """The posts meant by quoted lines that follow each other: few, most often one."""
        found: list[str] = []
        if len(run) == 1 and (whole := self._lines.get(run[0])) is not None and run[0] not in self._files:
            return [whole if isinstance(whole, str) else whole[-1]]
        left = [posts for words in run if (posts := self._holding(words))]
        if left and (common := left[0].intersection(*left[1:])):  # none can hold more
            return [max(common, key=self._order.__getitem__)]
        while left and len(found) < MOST:
            counts = Counter(number for posts in left for number in posts)
            best = max(counts, key=lambda number: (counts[number], self._order[number]))
            found.append(best)
            left = [posts for posts in left if best not in posts]
        return found

    def _holding(self, words: str) -> set[str]:
        """The nearest earlier posts that hold these words: as a whole line, else as a part of one."""
        if words in self._files and _FILE.match(words):
            return {self._files[words]}
        if (whole := self._lines.get(words)) is not None:
            return {whole} if isinstance(whole, str) else set(whole)
        if len(words) < SHORTEST or words[0] == ">":
            return set()
        self._learn()
        found: set[str] = set()
        for first in range(GROUP):  # where in the line the words begin is not known
            rarest: deque[tuple[str, str]] | None = None
            for at in range(first, min(len(words), LONGEST) - GROUP + 1, GROUP):
                holders = self._parts.get(words[at : at + GROUP])
                if holders is None:
                    rarest = None
                    break
                if rarest is None or len(holders) < len(rarest):
                    rarest = holders
            found.update(number for number, line in rarest or () if words in line)
        return found
