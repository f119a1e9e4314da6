"""What the crawl remembers of a board (SQLite): marks, validators, hashes, debts. No text.

It is a fold over the board's raw tables (`fold`): `absorb` is given the very rows that were appended, and nothing
else ever enters it. So it can be thrown away at any time: where it does not stand at the digest of the raw manifest,
it is built again from raw (a run was killed between the two, or the file is gone). Compaction leaves the rows as they
are, and blanking changes nothing that is remembered but that it was due: after these the memory only takes over the
new digest (`adopt`).
"""

from collections.abc import Iterable, Mapping, Set
from datetime import datetime
from pathlib import Path
from typing import Any

from hikcorpus.store import fold
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.fold import DEAD, READ, Fold, micros
from hikcorpus.store.manifest import Manifest
from hikcorpus.store.memory_file import give_back, open_file, transaction
from hikcorpus.store.parts import batches, matching
from hikcorpus.store.recall import Known, Owed, PageMemory, Recall, thread_messages

__all__ = ["DEAD", "READ", "Known", "Memory", "Owed", "PageMemory"]


class Memory(Recall):
    """The crawl's memory of all boards of a data folder. A damaged file is set aside and built again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(open_file(path))

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> "Memory":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def stand_at(self, site: str, board: str, dataset: Dataset) -> bool:
        """Make sure that the memory of a board is that of its raw tables; True if it had to be built again.

        The tables are remembered as the board's: messages of dead threads are looked up there.
        """
        self._datasets[site, board] = dataset
        if self._digest(site, board) == dataset.digest():
            return False
        with transaction(self._db, self.path.parent):
            manifest = dataset.manifest()  # read under the lock, and once: a crawl may be at work
            if self._digest(site, board) == manifest.digest():
                return False
            work = self._fold(site, board)
            work.clear()
            _take_all(work, dataset, manifest)
            self._stand(site, board, manifest.digest())
        give_back(self._db)
        return dataset.exists()

    def absorb(self, site: str, board: str, tables: Mapping[str, Iterable[Mapping[str, Any]]], digest: str) -> None:
        """Remember rows that were just appended to raw, which now has this digest."""
        with transaction(self._db, self.path.parent):
            if self._digest(site, board) == digest:
                return  # another process built the memory again since these rows came
            work = self._fold(site, board)
            messages, threads = list(tables.get("messages", ())), list(tables.get("threads", ()))
            touched = {row["thread_id"] for row in messages}
            named = touched | {row["thread_id"] for row in threads}
            buried = work.buried(named)
            work.threads(threads)
            again = buried & touched | (buried - work.buried(buried))
            if again:
                dataset = self._datasets.get((site, board))
                if dataset is None:
                    self._stand(site, board, "")  # nobody said where raw lies: it will be built again
                    return
                work.exhume(again, thread_messages(dataset, again))
            work.messages(row for row in messages if row["thread_id"] not in again)
            work.observations(tables.get("observations", ()))
            work.evidence(tables.get("evidence", ()))
            work.settle(again | {each for each in named if each not in buried})
            self._stand(site, board, digest)

    def adopt(self, site: str, board: str, dataset: Dataset, blanked: Set[str] = frozenset()) -> None:
        """Take over raw's digest after its parts were merged or rewritten. blanked: ids of messages blanked by it."""
        self._datasets[site, board] = dataset
        with transaction(self._db, self.path.parent):
            if blanked:
                self._fold(site, board).blanked(blanked)
            self._stand(site, board, dataset.digest())

    def put_robots(self, host: str, body: bytes | None, status: int, fetched_at: datetime) -> None:
        """Remember a host's robots.txt."""
        with transaction(self._db, self.path.parent):
            self._db.execute("INSERT OR REPLACE INTO robots VALUES (?,?,?,?)", (host, body, status, micros(fetched_at)))

    def _fold(self, site: str, board: str) -> Fold:
        self._db.execute("INSERT OR IGNORE INTO board (site, name) VALUES (?, ?)", (site, board))
        number = self._id(site, board)
        assert number is not None
        return Fold(self._db, number)

    def _digest(self, site: str, board: str) -> str | None:
        found: str | None = self._of_board("digest", site, board)
        return found

    def _stand(self, site: str, board: str, digest: str) -> None:
        self._db.execute("UPDATE board SET digest = ? WHERE site = ? AND name = ?", (digest, site, board))


def _take_all(work: Fold, dataset: Dataset, manifest: Manifest) -> None:
    """All rows of raw, as this manifest names them."""
    for table, columns, take in (
        ("threads", fold.THREADS, work.threads),
        ("messages", fold.MESSAGES, work.messages),
        ("observations", fold.OBSERVATIONS, work.observations),
    ):
        for part in manifest.tables.get(table, ()):
            for batch in batches(dataset.folder / table / part.name, part, columns):
                take(batch.to_pylist())
    for part in manifest.tables.get("evidence", ()):  # bodies are big: only where a settings page lies
        for found in matching(dataset.folder / "evidence" / part.name, part, "page_kind", {"settings"}, fold.EVIDENCE):
            work.evidence(found.to_pylist())
    work.settle()
