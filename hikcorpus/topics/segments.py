"""Messages cut into segments that can be coded one by one: sentences, with stable ids and offsets.

Every character that is not white space lies in exactly one segment; text[start:end] is the segment, unchanged. A quoted
line (`> ...`) is a segment of its own, marked; so is a picture made of characters. In Japanese a line break ends a
sentence, elsewhere too, unless a long line was wrapped. Reply marks stand with the sentence that follows them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from hikcorpus.store.schemas import schema
from hikcorpus.text.language import has_japanese
from hikcorpus.topics.sentences import ends

S = TypeVar("S")

_LINE: Final = re.compile(r"\S(?:[^\n]*\S)?")
# as `topics.match.own_words` reads reply marks, addresses and quotes; a test holds the two together
_MARK: Final = (
    r"(?:[>＞]{2,3}/?(?=[A-Za-z0-9_/.#=-]*[0-9０-９]|[0-9A-Za-z]{10})[0-9A-Za-z０-９_/.#=-]+|[>＞]{2} ?[0-9０-９]+)"
)
_MARKS: Final = re.compile(rf"(?:[ \t\u3000]+|{_MARK}|(?i:https?://|www\.)[^\s\u3000-\u9fff＞「」]+)+")
_ONLY_MARKS: Final = re.compile(rf"(?:[ \t\u3000]*{_MARK})+\Z")
_PICTURED: Final = re.compile(r"[ \u3000\xa0]{2}|[|/\\_＿￣｜／＼∧∨（）()｀´ヽ╱╲█▀▄░▒▓=#*~-]{2}")
_WRAPPED: Final = 60  # characters: the shortest line that was broken because it was full
_LEAST_PICTURE: Final = 3  # lines


class Segment(NamedTuple):
    """text[start:end] in code points; n: 1, 2, ... within the message; quoted: somebody else's words."""

    n: int
    start: int
    end: int
    quoted: bool


class Context(NamedTuple):
    """A segment's neighbours, in order; fewer at the ends."""

    before: Sequence[Any]
    after: Sequence[Any]


def segments(text: str, language: str | None) -> list[Segment]:
    """The message's segments in order. language: ISO 639-1; None: Japanese where kana or kanji stand in the text."""
    spoken = ("ja" if has_japanese(text) else None) if language is None else language
    return [Segment(n, *span) for n, span in enumerate(_spans(text, spoken), 1)]


def in_context(found: Sequence[S], at: int, k: int, group: Callable[[S], object] | None = None) -> Context:
    """Up to k segments before and after found[at].

    group: e.g. by thread; neighbours of another group, and what lies beyond them, are left out.
    Raises IndexError for a place that does not exist, ValueError for a negative k.
    """
    if not 0 <= at < len(found):
        raise IndexError(f"there is no segment {at} among {len(found)}")
    if k < 0:
        raise ValueError("k must not be negative")
    first, last = max(0, at - k), min(len(found), at + k + 1)
    if group is not None:
        ours = group(found[at])
        first = next((place + 1 for place in range(at - 1, first - 1, -1) if group(found[place]) != ours), first)
        last = next((place for place in range(at + 1, last) if group(found[place]) != ours), last)
    return Context(found[first:at], found[at + 1 : last])


def segment_table(messages: pa.Table | pa.RecordBatch, evidence: pa.Table | None = None) -> pa.Table:
    """The table `segments` of these live messages, in their order.

    messages: pseudonymised rows (thread_id, message_id, lang, text, state). evidence: the corpus's hits of the same
    messages; only those in texts count. Deleted messages have no segments.
    """
    hits = _hits_by_message(evidence)
    columns = [messages[name].to_pylist() for name in ("message_id", "lang", "text", "state")]
    found: list[tuple[int, int, bool]] = []
    of: list[int] = []
    numbers: list[int] = []
    counts: list[int] = []
    for row, (message, language, text, state) in enumerate(zip(*columns, strict=True)):
        if not text or state == "deleted":
            continue
        spans = _spans(text, language or ("ja" if has_japanese(text) else None))
        found += spans
        of += [row] * len(spans)
        numbers += range(1, len(spans) + 1)
        places = hits.get(message)
        counts += [sum(s <= at < e for at in places) for s, e, _ in spans] if places else [0] * len(spans)
    rows, number = pa.array(of, pa.int64()), pa.array(numbers, pa.int32())
    threads, names, languages = (_taken(messages[name], rows) for name in ("thread_id", "message_id", "lang"))
    starts, stops, quoted = zip(*found, strict=True) if found else ((), (), ())
    arrays = [
        pc.binary_join_element_wise(names, number.cast(pa.string()), "."),
        threads,
        names,
        number,
        pa.array(starts, pa.int32()),
        pa.array(stops, pa.int32()),
        languages,
        pa.array(quoted, pa.bool_()),
        pa.array(counts, pa.int32()),
    ]
    return pa.Table.from_arrays(arrays, schema=schema("corpora", "segments"))


def _taken(column: pa.Array | pa.ChunkedArray, rows: pa.Array) -> pa.Array:
    taken = column.take(rows)
    return taken.combine_chunks() if isinstance(taken, pa.ChunkedArray) else taken


def _hits_by_message(evidence: pa.Table | None) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    if evidence is not None:
        names = (evidence[name].to_pylist() for name in ("message_id", "field", "start"))
        for message, where, start in zip(*names, strict=True):
            if where == "text":
                found[message].append(start)
    return dict(found)


def _spans(text: str, language: str | None) -> list[tuple[int, int, bool]]:
    """Every segment as (start, end, quoted)."""
    if "\n" not in text:
        line = _LINE.search(text)
        if line is None:
            return []
        out: list[tuple[int, int, bool]] = []
        if _is_quoted(text, *line.span()):
            return [(*line.span(), True)]
        _cut(text, *line.span(), language, out)
        return out
    lines = [line.span() for line in _LINE.finditer(text)]
    pictures = _pictures(text, lines)
    out = []
    before = 0  # where the line before ends, if what follows may belong to its last segment
    joins = False
    skip_to = 0
    for number, (start, end) in enumerate(lines):
        if number < skip_to:
            continue
        if number in pictures:
            skip_to = pictures[number]
            out.append((start, lines[skip_to - 1][1], False))
            joins = False
            continue
        if _is_quoted(text, start, end):
            out.append((start, end, True))
            joins = False
            continue
        first = len(out)
        _cut(text, start, end, language, out)
        if joins and (_is_marks(text, out[first - 1]) or _goes_on(text, out[first - 1], before, start, language)):
            out[first - 1 : first + 1] = [(out[first - 1][0], out[first][1], False)]
        before, joins = end, True
    return out


def _cut(text: str, start: int, end: int, language: str | None, out: list[tuple[int, int, bool]]) -> None:
    for place in ends(text, start, end, language):
        out.append((start, place, False))
        start = place
        while text[start].isspace():
            start += 1
    out.append((start, end, False))


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Whether the line is quoted, whatever reply marks stand before the quote."""
    first = text[start]
    if first not in ">＞" and not (first in "hHwW" and (">" in text or "＞" in text)):
        return False
    if text[text.rfind("\n", 0, start) + 1 : start].strip(" \t\u3000"):
        return False
    marks = _MARKS.match(text, start, end)
    place = marks.end() if marks else start
    return place < end and text[place] in ">＞"


def _is_marks(text: str, span: tuple[int, int, bool]) -> bool:
    start, end, _ = span
    return text[start] in ">＞" and all(_ONLY_MARKS.match(line) for line in text[start:end].split("\n") if line.strip())


def _goes_on(text: str, last: tuple[int, int, bool], before: int, start: int, language: str | None) -> bool:
    """Whether the line at `start` goes on with the sentence of the full line before it, which ends at `before`."""
    if language == "ja" or not text[start].islower() or text[before - 1] in ".!?…:":
        return False
    line = text.rfind("\n", 0, before) + 1
    return before - line >= _WRAPPED and text.count("\n", before, start) == 1


def _pictures(text: str, lines: list[tuple[int, int]]) -> dict[int, int]:
    """Blocks of lines that draw: number of the first line -> one past the last."""
    if len(lines) < _LEAST_PICTURE or not _PICTURED.search(text):
        return {}
    strength = [_drawn(text, start, end) for start, end in lines]
    found, first = {}, 0
    while first < len(lines):
        last = first
        while last < len(lines) and strength[last]:
            last += 1
        if last - first >= _LEAST_PICTURE and strength[first:last].count(2) >= 2:
            found[first] = last
        first = last + 1
    return found


def _drawn(text: str, start: int, end: int) -> int:
    """2: mostly signs. 1: indented or spaced out, with signs among the letters. 0: words."""
    if _is_quoted(text, start, end) or text[start] in ">＞":
        return 0
    line = text[start:end]
    shown = "".join(line.split())
    letters = sum(map(str.isalnum, shown))
    if 2 * letters < len(shown) and len(shown) > 1:
        return 2
    spaced = text[start - 1 : start] in (" ", "\u3000", "\xa0") or "  " in line or "\u3000\u3000" in line
    return 1 if spaced and 4 * (len(shown) - letters) >= len(shown) else 0
