"""Messages that say the same as another one (copypasta), over a whole corpus: flagged, never deleted.

Texts are compared as readers see them (NFKC, lower case, spaces, digits, masks and reply marks folded), by their sets
of character 5-grams: MinHash (Broder 1997) in 25 bands of 5 (LSH, Leskovec et al., Mining of Massive Datasets, 3.4).
Bands lie on disk, cut into portions by their keys, so that memory does not grow with the corpus but with its copies.
What is written depends on the texts and ids alone, not on the order of the rows.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hikcorpus.store.schemas import schema
from hikcorpus.text.normalise import visible
from hikcorpus.topics.match import own_words

FEWEST_CHARACTERS: Final = 40
ALIKE: Final = 0.7

_SHINGLE, _BANDS, _ROWS = 5, 25, 5
_HASHES: Final = _BANDS * _ROWS
_PORTIONS: Final = 64
_BLOCK: Final = 1 << 15  # shingles at a time: their hashes stay in the processor's cache
_WAITING: Final = 1 << 16  # entries kept in memory before they are written
_MOST_PAIRS: Final = 32  # different texts of one band that are all compared with each other
_ENTRY: Final = np.dtype([("key", "<u8"), ("row", "<u4")])
_FACTS: Final = np.dtype([("digest", "<u8"), ("signature", "u1", (_HASHES,))])

_MARK: Final = re.compile(r"[>＞]{2,3}/?[^\s>＞]*")
_MASK: Final = re.compile(r"\[([a-z_]{3,})(?::[^\[\]\s]{1,80})?\]")
_DIGITS: Final = re.compile(r"\d+(?:[.,:]\d+)*")
_SPACE: Final = re.compile(r"[\s>＞]+")
_QUOTE: Final = re.compile(r"^[ \t\u3000]*[>＞]", re.MULTILINE)

U64 = npt.NDArray[np.uint64]


class Copied(NamedTuple):
    """table: as `model.columns.COPIES`. counts: messages.in (live), .short, .compared, .copied, and groups."""

    table: pa.Table
    counts: dict[str, int]


def folded(text: str, answers: bool = False) -> str:
    """What two messages are compared by: lower case, all digits 0, masks without their token, no reply marks.

    answers: the message answers another one, so that its quoted lines are somebody else's and do not count; without,
    they are its own (a story told in greentext).
    """
    if (answers or _MARK.search(text)) and _QUOTE.search(text):
        text = own_words(text)
    seen = _MARK.sub(" ", visible(text).text.lower())
    seen = _DIGITS.sub("0", _MASK.sub(r"[\1]", seen))
    return _SPACE.sub(" ", seen).strip()


def copies(
    batches: Iterable[pa.RecordBatch], folder: Path, *, alike: float = ALIKE, fewest: int = FEWEST_CHARACTERS
) -> Copied:
    """Groups of live messages with nearly the same text.

    batches: pseudonymised messages (message_id, thread_id, text, state, posted_at; refs if they are there), read once.
    folder: an empty one for scratch files of about 450 bytes a message, all removed. alike: the least share of common
    5-grams (Jaccard); one changed letter costs five, so that 0.7 in a text of 100 characters is three or four letters.
    fewest: shorter texts, once folded, are not compared. The first is the earliest, then the one of the least id.
    """
    with _Shelf(folder) as shelf:
        counts = {"messages.in": 0, "messages.short": 0, "messages.compared": 0}
        for batch in batches:
            _take_in(batch, shelf, fewest, counts)
        groups = _groups(shelf, alike)
        table = _table(shelf, groups)
    counts |= {"messages.copied": table.num_rows, "groups": sum(table["is_first"].to_pylist())}
    return Copied(table, counts)


class _Shelf:
    """Scratch files: ids, what is known of each text, and entries of bands."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._facts = (folder / "facts").open("w+b")
        self._ids = (folder / "ids.arrow").open("wb")
        self._schema = pa.schema([("message_id", pa.string()), ("thread_id", pa.string()), ("posted_at", pa.int64())])
        self._writer = pa.ipc.new_stream(self._ids, self._schema)
        self._portions = [(folder / f"portion-{number}").open("w+b") for number in range(_PORTIONS)]
        self._waiting: list[npt.NDArray[Any]] = []
        self.rows = 0

    def __enter__(self) -> "_Shelf":
        return self

    def __exit__(self, *_: object) -> None:
        for file in (self._facts, self._ids, *self._portions):
            file.close()
        for name in ("facts", "ids.arrow", *(f"portion-{number}" for number in range(_PORTIONS))):
            (self._folder / name).unlink(missing_ok=True)

    def add(self, ids: list[tuple[str, str, int]], digests: U64, signatures: U64) -> None:
        """Texts: (message, thread, time), digest of the whole, all hashes (a row per text)."""
        names = [
            pa.array(column, field.type) for column, field in zip(zip(*ids, strict=True), self._schema, strict=True)
        ]
        self._writer.write_batch(pa.RecordBatch.from_arrays(names, schema=self._schema))
        facts = np.zeros(len(ids), _FACTS)
        facts["digest"], facts["signature"] = digests, (signatures & np.uint64(0xFF)).astype("u1")
        self._facts.write(facts.tobytes())
        entries = np.zeros((len(ids), _BANDS + 1), _ENTRY)
        entries["row"] = np.arange(self.rows, self.rows + len(ids), dtype="u4")[:, None]
        entries["key"][:, 0] = digests
        entries["key"][:, 1:] = _band_keys(signatures)
        self._waiting.append(entries.ravel())
        self.rows += len(ids)
        if sum(map(len, self._waiting)) >= _WAITING:
            self._write_entries()

    def _write_entries(self) -> None:
        if not self._waiting:
            return
        entries = np.concatenate(self._waiting)
        self._waiting = []
        portion = (entries["key"] >> np.uint64(58)).astype("u1")
        order = np.argsort(portion, kind="stable")
        edges = np.searchsorted(portion[order], np.arange(_PORTIONS + 1))
        for number, file in enumerate(self._portions):
            file.write(entries[order[edges[number] : edges[number + 1]]].tobytes())

    def portions(self) -> Iterator[npt.NDArray[Any]]:
        """The entries whose keys begin alike, portion by portion, sorted by key."""
        self._write_entries()
        for file in self._portions:
            file.seek(0)
            entries = np.frombuffer(file.read(), _ENTRY)
            yield entries[np.argsort(entries["key"], kind="stable")]

    def facts(self) -> npt.NDArray[Any]:
        """What is known of each text, on disk."""
        self._facts.flush()
        if not self.rows:
            return np.zeros(0, _FACTS)
        return np.memmap(self._folder / "facts", _FACTS, "r", shape=(self.rows,))

    def named(self) -> Iterator[tuple[int, pa.RecordBatch]]:
        """(row of the first, ids) in the order of adding."""
        self._writer.close()
        self._ids.close()
        row = 0
        with pa.memory_map(str(self._folder / "ids.arrow")) as file, pa.ipc.open_stream(file) as stream:
            for batch in stream:
                yield row, batch
                row += batch.num_rows


def _take_in(batch: pa.RecordBatch, shelf: _Shelf, fewest: int, counts: dict[str, int]) -> None:
    import pyarrow.compute as pc

    times = pc.fill_null(batch["posted_at"].cast(pa.int64()), np.iinfo("i8").max).to_pylist()
    texts, states, messages, threads = (
        batch[name].to_pylist() for name in ("text", "state", "message_id", "thread_id")
    )
    answering = [False] * batch.num_rows
    if "refs" in batch.schema.names:
        answering = pc.greater(pc.fill_null(pc.list_value_length(batch["refs"]), 0), 0).to_pylist()
    ids: list[tuple[str, str, int]] = []
    long: list[str] = []
    for place, text in enumerate(texts):
        if states[place] == "deleted":
            continue
        counts["messages.in"] += 1
        seen = folded(text or "", answering[place])
        if len(seen) < fewest or len(seen) < _SHINGLE:
            counts["messages.short"] += 1
            continue
        ids.append((messages[place], threads[place], times[place]))
        long.append(seen)
    counts["messages.compared"] += len(long)
    first, size = 0, 0
    for place, seen in enumerate(long):
        size += len(seen)
        if size >= _BLOCK or place == len(long) - 1:
            part = long[first : place + 1]
            digests = np.array([_digest(text) for text in part], "u8")
            shelf.add(ids[first : place + 1], digests, _signatures(part))
            first, size = place + 1, 0


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _constants(use: str, n: int) -> U64:
    drawn = (blake2b(f"hikcorpus.copies.{use}.{number}".encode(), digest_size=8).digest() for number in range(n))
    return np.frombuffer(b"".join(drawn), "<u8").astype("u8")


_PLACES: Final = _constants("place", _SHINGLE) | np.uint64(1)
_TIMES: Final = _constants("times", _HASHES) | np.uint64(1)
_PLUS: Final = _constants("plus", _HASHES)
_BAND: Final = _constants("band", _BANDS)
_ROW: Final = _constants("row", _ROWS) | np.uint64(1)


def _mixed(values: U64) -> U64:
    """The finaliser of splitmix64: every bit in hangs on every bit out."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _signatures(texts: list[str]) -> U64:
    """The least value of each hash over each text's 5-grams: a row per text. Every text has five characters."""
    signs = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), "<u4").astype("u8")
    sizes = np.array([len(text) for text in texts])
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    total = len(signs) - _SHINGLE + 1
    shingles = np.zeros(total, "u8")
    for place in range(_SHINGLE):
        shingles += signs[place : place + total] * _PLACES[place]
    # 5-grams that begin in one text and end in the next are none
    inside = np.ones(total, bool)
    for back in range(1, _SHINGLE):
        inside[begins[1:] - back] = False
    shingles = _mixed(shingles[inside])
    counts = sizes - _SHINGLE + 1
    at = np.concatenate([[0], np.cumsum(counts)[:-1]])
    out = np.empty((len(texts), _HASHES), "u8")
    for number in range(_HASHES):
        out[:, number] = np.minimum.reduceat((shingles * _TIMES[number] + _PLUS[number]) >> np.uint64(24), at)
    return out


def _band_keys(signatures: U64) -> U64:
    rows = _mixed(signatures.reshape(-1, _BANDS, _ROWS)) * _ROW
    return _mixed(rows.sum(axis=2, dtype="u8") + _BAND)


class _Groups:
    """Union-find over those rows alone that have a copy."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def root(self, row: int) -> int:
        """The row that stands for this one's group."""
        parent = self._parent
        top = row
        while (above := parent.get(top, top)) != top:
            top = above
        while parent.get(row, row) != top:
            parent[row], row = top, parent[row]
        return top

    def join(self, one: int, other: int) -> None:
        """Both are in one group from now on."""
        one, other = sorted((self.root(one), self.root(other)))
        self._parent[one] = self._parent[other] = one

    def __contains__(self, row: int) -> bool:
        return row in self._parent

    def __len__(self) -> int:
        return len(self._parent)


def _groups(shelf: _Shelf, alike: float) -> _Groups:
    groups, facts = _Groups(), shelf.facts()
    for entries in shelf.portions():
        keys, rows = entries["key"], entries["row"]
        edges = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1], [True]])) if len(keys) else keys
        for number in np.flatnonzero(np.diff(edges) > 1):
            _join_alike(groups, rows[edges[number] : edges[number + 1]], facts, alike)
    return groups


def _join_alike(groups: _Groups, rows: npt.NDArray[np.uint32], facts: npt.NDArray[Any], alike: float) -> None:
    """Joins what is alike among the rows of one band's key.

    The same texts are joined unseen; of different ones all pairs are compared, or each with the one of the least
    digest where they are very many: the order of the rows decides nothing.
    """
    known = facts[rows]
    order = np.argsort(known["digest"], kind="stable")
    rows, known = rows[order], known[order]
    new = np.concatenate([[True], known["digest"][1:] != known["digest"][:-1]])
    for again in np.flatnonzero(~new):
        groups.join(int(rows[again - 1]), int(rows[again]))
    rows, signatures = rows[new], known["signature"][new]
    for place in range(len(rows) - 1 if len(rows) <= _MOST_PAIRS else 1):
        near = place + 1 + np.flatnonzero(_jaccard(signatures[place], signatures[place + 1 :]) >= alike)
        for other in near:
            groups.join(int(rows[place]), int(rows[other]))


def _jaccard(one: npt.NDArray[np.uint8], others: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """Estimated share of common 5-grams; standard error .04 at .7.

    Of a hash 8 bits are kept: one in 256 is the same by chance (b-bit minwise hashing, Li & König 2010).
    """
    same: npt.NDArray[np.float64] = np.mean(others == one, axis=1, dtype=np.float64)
    return np.clip((same - 1 / 256) / (1 - 1 / 256), 0.0, 1.0)


def _table(shelf: _Shelf, groups: _Groups) -> pa.Table:
    members: dict[int, list[tuple[int, str, str, int]]] = defaultdict(list)
    for first, batch in shelf.named():
        wanted = [place for place in range(batch.num_rows) if first + place in groups] if len(groups) else []
        for place, row in zip(wanted, batch.take(pa.array(wanted, pa.int64())).to_pylist(), strict=True):
            here = (row["posted_at"], row["message_id"], row["thread_id"], first + place)
            members[groups.root(first + place)].append(here)
    facts = shelf.facts()
    rows: list[dict[str, Any]] = []
    for group in members.values():
        group.sort()
        known = facts[[row for *_, row in group]]
        likeness = _jaccard(known["signature"][0], known["signature"])
        likeness[known["digest"] == known["digest"][0]] = 1.0
        for place, (_, message, thread, _row) in enumerate(group):
            row = {"message_id": message, "thread_id": thread, "copy_group": group[0][1], "copies": len(group)}
            rows.append(row | {"is_first": place == 0, "similarity": round(float(likeness[place]), 3)})
    rows.sort(key=lambda row: (row["copy_group"], not row["is_first"], row["message_id"]))
    return pa.Table.from_pylist(rows, schema=schema("corpora", "copies"))
