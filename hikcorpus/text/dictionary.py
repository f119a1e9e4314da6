"""simplemma's word tables, ready in a fifth of a second: where their blocks begin is shipped, not searched for.

simplemma's own small form decodes a whole table once to find places to start from: two seconds for Finnish.
`hikcorpus/weights/words/<language>.seeds.xz` (made by `training/words/seeds.py`) holds every 32nd word, its lemma and
the place behind it. It is read only beside the very table that it was made from, by check sum; beside another one, of
another version of simplemma, the table is read simplemma's way. The answers are the same.
"""

import lzma
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zlib import crc32

BLOCK: Final = 32
"""Words from one seed to the next."""
OFFSET: Final = 32
"""Lengths are written as the sign so many places behind NUL and this."""
_AS_IT_IS = bytes((OFFSET,))
_SAME, _WHOLE = 254, 255
"""Instead of how much of a word its lemma lacks: the lemma of the word before; a lemma that stands there whole."""


class Table(Mapping[str, str]):
    """Word form -> lemma, as simplemma's table of the language has them. Remembers nothing: its size stays."""

    def __init__(self, data: bytes, seeds: bytes) -> None:
        """data: simplemma's table, unpacked. seeds: the shipped file, unpacked, without its first line."""
        self._data = data
        count, *lines = seeds.split(b"\n")
        self._count = int(count)
        self._firsts: list[bytes] = []
        self._lemmas: list[bytes] = []
        self._places = array("Q")
        place, word = 0, b""
        for line in lines:
            step, form, lemma = line.split(b"\t")
            place += int(step)
            word = word[: form[0] - OFFSET] + form[1:]
            self._places.append(place)
            self._firsts.append(word)
            self._lemmas.append(word if lemma == _AS_IT_IS else _shortened(word, lemma[0] - OFFSET) + lemma[1:])

    def get(self, key: str, default: Any = None) -> Any:
        """The lemma of a word form, or `default`."""
        # `_block` once more, without what is not needed: this is asked about every new word of every message
        wanted = key.encode("utf-8", "surrogatepass")
        number = bisect_right(self._firsts, wanted) - 1
        if number < 0:
            return default
        data, word, place = self._data, self._firsts[number], self._places[number]
        stop = self._places[number + 1] if number + 1 < len(self._places) else len(data)
        owner, cut, begin, end = self._lemmas[number], 0, 0, 0
        while word < wanted and place < stop:
            shared, size = data[place], data[place + 1]
            if shared | size < 0x80:
                place += 2
            else:
                shared, place = _number(data, place)
                size, place = _number(data, place)
            word = word[:shared] + data[place : place + size]
            place += size + 1
            if data[place - 1] != _SAME:
                owner, cut, size, begin = word, data[place - 1], data[place], place + 1
                if size >= 0x80:
                    size, begin = _number(data, place)
                place = end = begin + size
        if word != wanted:
            return default
        return (_shortened(owner, cut) + data[begin:end]).decode()

    def _block(self, number: int) -> Iterator[tuple[bytes, bytes]]:
        """Words with their lemmas."""
        data, place, word, lemma = self._data, self._places[number], self._firsts[number], self._lemmas[number]
        yield word, lemma
        for _ in range(BLOCK - 1):
            if place >= len(data):
                return
            shared, place = _number(data, place)
            size, place = _number(data, place)
            word = word[:shared] + data[place : place + size]
            cut = data[place + size]
            place += size + 1
            if cut != _SAME:
                size, place = _number(data, place)
                lemma = _shortened(word, cut) + data[place : place + size]
                place += size
            yield word, lemma

    def __getitem__(self, key: str) -> str:
        lemma = self.get(key)
        if lemma is None:
            raise KeyError(key)
        return str(lemma)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.get(key) is not None

    def __iter__(self) -> Iterator[str]:
        for number in range(len(self._firsts)):
            for word, _lemma in self._block(number):
                yield word.decode()

    def __len__(self) -> int:
        return self._count


def _shortened(word: bytes, cut: int) -> bytes:
    return b"" if cut == _WHOLE else word[: len(word) - cut]


def _number(data: bytes, place: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and the place behind it."""
    found, shift = data[place] & 0x7F, 7
    while data[place] & 0x80:
        place += 1
        found |= (data[place] & 0x7F) << shift
        shift += 7
    return found, place + 1


class Tables:
    """What simplemma calls a factory of dictionaries: give it to its strategies as `dictionary_factory`."""

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        """Word form -> lemma. Raises simplemma's ValueError for a language that it has no table of."""
        return _table(lang)


@cache
def _table(lang: str) -> Mapping[str, str]:
    if lang.isalpha() and lang.isascii():
        packed = files("hikcorpus") / "weights" / "words" / f"{lang}.seeds.xz"
        table = files("simplemma") / "strategies" / "dictionaries" / "data" / f"{lang}.plzma"
        if packed.is_file() and table.is_file():
            data = lzma.decompress(table.read_bytes())
            head, _, seeds = lzma.decompress(packed.read_bytes()).partition(b"\n")
            if head == b"%d" % crc32(data):
                return Table(data, seeds)
    from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

    found: Mapping[str, str] = LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(lang)
    return found


TABLES: Final = Tables()
"""One table of each language in a process."""
