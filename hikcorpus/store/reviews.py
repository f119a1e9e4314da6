"""What readers decide: `data/reviews/<study>-<topic>/`, kept apart from all tables, for nobody can make it again.

sample.json        which threads are read, and how they were drawn
coders/<name>.jsonl    one coder's decisions, one JSON line each, only ever appended; the last one for a thread counts
consensus.jsonl    what was agreed on afterwards
closed.json        how the decisions make the corpus, once they do
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
from filelock import FileLock

from hikcorpus.errors import DataDamaged, UsageError
from hikcorpus.store.files import PRIVATE_FILE, make_folder, sync_folder, write_bytes, writing
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.names import folder_name

Verdict = Literal["include", "exclude", "unsure"]
Stratum = Literal["proposed", "dropped", "former"]
CONSENSUS = "consensus"
_CODER = re.compile(r"[A-Za-z0-9_-]{1,32}")
_WAIT = 60  # seconds: writing a decision takes milliseconds


class Decision(msgspec.Struct, frozen=True):
    """One coder's word on one thread. at: ISO, UTC. by: the page, or a sheet that was imported."""

    at: str
    coder: str
    thread_id: str
    decision: Verdict
    reason: str = ""
    by: Literal["page", "sheet"] = "page"


class Entry(msgspec.Struct, frozen=True):
    """A thread to read. stratum: proposed (kept by the filter), dropped (of the elusion sample), or former: on neither
    list since the corpus was filtered anew, kept because somebody had decided it.
    """

    thread_id: str
    stratum: Stratum


class Sheet(msgspec.Struct, frozen=True):
    """Which threads are read. seed: of the draw and of each coder's order (see `order`).

    sample: threads of the elusion sample asked for. corpus: content digest of the corpus it was drawn from.
    dropped: dropped threads that hold something to read, from which the sample is drawn; empty: those that do not.
    """

    study: str
    topic: str
    seed: int
    sample: int
    corpus: str
    dropped: int
    empty: int
    threads: tuple[Entry, ...]
    order: str = (
        "by BLAKE2b of thread_id: 8 bytes, salt = seed (8, big-endian), person = BLAKE2b-16 of draw or order:CODER"
    )

    def ids(self) -> list[str]:
        """All threads to read, sorted: an order that shows no stratum."""
        return sorted(entry.thread_id for entry in self.threads)

    def stratum(self, name: Stratum) -> set[str]:
        """The threads of a stratum."""
        return {entry.thread_id for entry in self.threads if entry.stratum == name}


class Closing(msgspec.Struct, frozen=True):
    """That the corpus is what people decided. accept_auto: proposals that nobody decided stay in it.

    single, coders: whose decisions count, see `review.decided.final`. at: ISO, UTC.
    """

    at: str
    accept_auto: bool = False
    single: bool = False
    coders: tuple[str, ...] | None = None


def coder_name(name: str) -> str:
    """The name, if a coder can be called so; raises UsageError."""
    if not _CODER.fullmatch(name) or name.lower() == CONSENSUS:
        raise UsageError(
            f"{name!r} cannot be a coder's name.",
            f"Use 1 to 32 of A-Z, a-z, 0-9, dash and underscore; {CONSENSUS!r} is taken.",
        )
    return name


@dataclass(frozen=True, slots=True)
class ReviewFolder:
    """The folder of one review."""

    path: Path

    @classmethod
    def of(cls, data: DataFolder, study: str, topic: str) -> "ReviewFolder":
        """The place of a study's review on a topic; nothing is made yet."""
        return cls(data.root / "reviews" / folder_name(f"{study}-{topic}"))

    def lock(self) -> FileLock:
        """Held for the moment of a change; the page and an import may be at work at the same time."""
        make_folder(self.path)
        return FileLock(self.path / ".lock", mode=PRIVATE_FILE, timeout=_WAIT)

    def sheet(self) -> Sheet | None:
        """What is read, None where nothing was drawn yet. Raises DataDamaged."""
        path = self.path / "sample.json"
        try:
            return msgspec.json.decode(path.read_bytes(), type=Sheet)
        except FileNotFoundError:
            return None
        except msgspec.MsgspecError:
            raise DataDamaged(f"{path} cannot be read.", "Restore it from a backup.") from None

    def write_sheet(self, sheet: Sheet) -> None:
        """Replace the sheet. Raises CannotWrite."""
        make_folder(self.path)
        write_bytes(self.path / "sample.json", msgspec.json.format(msgspec.json.encode(sheet), indent=1) + b"\n")

    def closing(self) -> Closing | None:
        """How the decisions make the corpus; None where they do not yet. Raises DataDamaged."""
        path = self.path / "closed.json"
        try:
            return msgspec.json.decode(path.read_bytes(), type=Closing)
        except FileNotFoundError:
            return None
        except msgspec.MsgspecError:
            raise DataDamaged(f"{path} cannot be read.", "Run `hikcorpus review finish` again.") from None

    def close(self, closing: Closing | None) -> None:
        """From now on the decisions make the corpus; None: the rule's proposals do again. Raises CannotWrite."""
        path = self.path / "closed.json"
        make_folder(self.path)
        if closing is not None:
            write_bytes(path, msgspec.json.format(msgspec.json.encode(closing), indent=1) + b"\n")
        else:
            with writing(self.path):
                path.unlink(missing_ok=True)

    def coders(self) -> list[str]:
        """Everybody who has decided anything, sorted."""
        return sorted(path.stem for path in (self.path / "coders").glob("*.jsonl"))

    def decisions(self, coder: str) -> dict[str, Decision]:
        """A coder's last decision for each thread. Raises DataDamaged."""
        return {line.thread_id: line for line in read_journal(self._journal(coder))}

    def append(self, coder: str, decisions: Iterable[Decision]) -> None:
        """Write decisions behind a coder's others: on disk when this returns. Raises CannotWrite."""
        with writing(self.path), self.lock():
            append_journal(self._journal(coder), decisions)

    def _journal(self, coder: str) -> Path:
        return self.path / (f"{CONSENSUS}.jsonl" if coder == CONSENSUS else f"coders/{coder_name(coder)}.jsonl")


def read_journal(path: Path) -> list[Decision]:
    """All lines of a journal; an unfinished last one (the writer was killed) was never acknowledged and is none.

    Raises DataDamaged naming the line that cannot be read; nothing of its content.
    """
    try:
        whole, _, _ = path.read_bytes().rpartition(b"\n")
    except FileNotFoundError:
        return []
    found = []
    for number, line in enumerate(whole.split(b"\n") if whole else (), 1):
        try:
            found.append(msgspec.json.decode(line, type=Decision))
        except msgspec.MsgspecError:
            raise DataDamaged(f"Line {number} of {path} is no decision.", "Restore the file from a backup.") from None
    return found


def append_journal(path: Path, decisions: Iterable[Decision]) -> None:
    """Cut an unfinished last line, write these behind the others, and wait for the disk. Raises CannotWrite."""
    content = b"".join(msgspec.json.encode(decision) + b"\n" for decision in decisions)
    make_folder(path.parent)
    with writing(path):
        new = not path.exists()
        handle = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        with os.fdopen(handle, "r+b") as file:
            file.truncate(_whole(file.read()))
            file.seek(0, os.SEEK_END)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if new:
            sync_folder(path.parent)


def _whole(content: bytes) -> int:
    """Length of the whole lines."""
    return content.rfind(b"\n") + 1
