"""The cheap test that decides which messages need the analyser at all.

A gate is made of the beginnings that a word must have (or contain) to be a hit. It is one expression shared as a
tree of letters, so that 5,000 terms cost hardly more than 50, and is written in two dialects: Python's, for single
texts, and RE2's, which Arrow runs over whole columns.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import product
from typing import Any, Final

INSIDE: Final = 3
_PORTION: Final = 20_000  # characters
_TYPED_WITHOUT_DOTS = {"ä": "äa", "ö": "öo", "å": "åa"}
# all but the characters that surely stay as they are, or give no letter, in `text.normalise.visible`
_UNSETTLED: Final = (
    r"[^\x00-\x7f\xa0-\xa7\xa9\xab\xac\xae\xb0\xb1\xb6\xb7\xbb\xbf-\xff"
    r"\x{100}-\x{12f}\x{131}\x{134}-\x{13e}\x{141}-\x{148}\x{14a}-\x{17e}"
    r"\x{2010}-\x{2027}\x{2030}-\x{2056}\x{20ac}\x{2190}-\x{22ff}\x{2500}-\x{27bf}"
    r"\x{3000}-\x{3035}\x{3041}-\x{3096}\x{309d}\x{309e}\x{30a0}-\x{30fe}\x{3400}-\x{4dbf}\x{4e00}-\x{9fff}"
    r"\x{1f300}-\x{1faff}]"
)
_Tree = dict[str, Any]


def without_dots(beginning: str) -> list[str]:
    """A beginning and all its spellings by people whose keyboard has no ä, ö, å."""
    return ["".join(letters) for letters in product(*(_TYPED_WITHOUT_DOTS.get(c, c) for c in beginning))]


class Gate:
    """Lets a text pass if one of `starts` begins a word in it, or one of `inside` stands in a word behind at least
    INSIDE letters, or one of `anywhere` stands in it at all.

    All are lower-case literal strings; texts are expected as `lowered(text.normalise.visible(text).text)`.
    """

    def __init__(self, starts: Iterable[str], anywhere: Iterable[str] = (), inside: Iterable[str] = ()) -> None:
        self._starts, self._anywhere, self._inside = (sorted(set(each) - {""}) for each in (starts, anywhere, inside))
        self._terms = bool(self._starts or self._anywhere or self._inside)

    def passes(self, lowered: str) -> bool:
        """Whether the text may hold a hit; never False where one stands."""
        return self._terms and self._python.search(lowered) is not None

    def places(self, lowered: str) -> Iterator[int]:
        """Where the passing begins, in order."""
        if self._terms:
            for match in self._python.finditer(lowered):
                yield match.start()

    def column(self, texts: Any) -> Any:
        """Boolean column: which texts of an Arrow string column have to be looked at one by one.

        True wherever `passes` is, and for the few texts with characters that normalising might turn into
        letters; null is False.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        if not self._terms:
            return pa.repeat(pa.scalar(False), len(texts))
        found = pc.match_substring_regex(texts, _UNSETTLED)
        lower = pc.utf8_lower(texts)
        for expression in self._re2:
            found = pc.or_(found, pc.match_substring_regex(lower, expression))
        return pc.fill_null(found, False)

    @cached_property
    def _python(self) -> re.Pattern[str]:
        # the letters before are looked at last, so that the search can skip to the first letters that matter
        inside = alternation(self._inside, lambda string: rf"(?<=[^\W\d_]{{{INSIDE}}}{string})")
        starts = r"(?<![^\W\d_])" + alternation(self._starts) if self._starts else ""
        return re.compile("|".join(filter(None, (starts, alternation(self._anywhere), inside))))

    @cached_property
    def _re2(self) -> list[str]:
        sides = ((r"(?:^|[^\pL])", self._starts), ("", self._anywhere), (rf"\pL{{{INSIDE}}}", self._inside))
        return [before + alternation(part) for before, strings in sides for part in _portions(strings)]


def _portions(strings: list[str]) -> Iterator[list[str]]:
    """Parts small enough for RE2's automaton: beyond its memory it answers thirty times slower (measured)."""
    part: list[str] = []
    size = 0
    for string in strings:
        if size + len(string) > _PORTION:
            yield part
            part, size = [], 0
        part.append(string)
        size += len(string)
    if part:
        yield part


def lowered(text: str) -> str:
    """Lower case of the same length: letters whose lower case is longer stay (İ)."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def alternation(strings: Iterable[str], check: Callable[[str], str] | None = None) -> str:
    """A non-capturing expression that finds any of the strings, shared beginnings written once; "" for none.

    check: what must follow each string, given as it is written in the expression.
    """
    tree: _Tree = {}
    for string in sorted(set(strings)):
        node = tree
        for letter in map(_literal, string):
            if "" in node:
                break  # a shorter string already lets this one pass
            node = node.setdefault(letter, {})
        else:
            node[""] = {}
    return _written(tree, "", check) if tree else ""


def _written(tree: _Tree, before: str, check: Callable[[str], str] | None) -> str:
    parts: list[str] = []
    ends = [letter for letter, below in tree.items() if "" in below]
    if check is not None:
        parts = [letter + check(before + letter) for letter in ends]
    elif ends:
        parts = [ends[0] if len(ends) == 1 else f"[{''.join(ends)}]"]
    parts += [letter + _written(below, before + letter, check) for letter, below in tree.items() if "" not in below]
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def _literal(letter: str) -> str:
    return f"\\{letter}" if letter in r"\.^$*+?{}[]()|-&~#" else letter
