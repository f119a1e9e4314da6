"""`hikcorpus import`: what others saved, recorded, dumped or wrote out, read like fetched pages. Nothing is fetched.

Nothing is concluded from what is missing. Interrupted at any moment, what was committed stays; the same command goes
on, and adds nothing twice.
"""

import os
import stat
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from hikcorpus.clock import Clock
from hikcorpus.crawl.imports.given import Left, Opened, Stream, Wanted
from hikcorpus.crawl.imports.intake import Intake
from hikcorpus.crawl.imports.kinds import ENDINGS, KINDS, ending, kind_of, looked_at, read_by, too_big_for_a_page
from hikcorpus.crawl.imports.opening import BROKEN, opened
from hikcorpus.crawl.imports.whose import Boards, known_zone
from hikcorpus.crawl.run import new_run_id
from hikcorpus.errors import CannotWrite, HikcorpusError, UsageError
from hikcorpus.log import Progress
from hikcorpus.store import monthly
from hikcorpus.store.files import writing
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.locks import hold
from hikcorpus.store.memory import Memory

ANYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class _Place:
    """A file to be read. alone: it was named itself."""

    path: Path
    size: int
    time: float
    alone: bool


def saved_files(places: list[Path], kind: str = "auto") -> tuple[list[_Place], int]:
    """The files meant, those of folders by their endings, oldest first; and how many of folders are not looked at.

    Raises UsageError for a place that is not there.
    """
    found: dict[Path, _Place] = {}
    others = 0
    for place in places:
        if place.is_dir():
            for folder, _, files in os.walk(place):
                for name in files:
                    path = Path(folder) / name
                    if looked_at(path, kind):
                        _add(found, path, alone=False)
                    else:
                        others += 1
        elif place.is_file():
            _add(found, place, alone=True)
        else:
            raise UsageError(
                f"There is no file or folder {place}.", "Give pages saved by a browser, or a folder of them."
            )
    return sorted(found.values(), key=lambda one: (one.time, str(one.path))), others


def _add(found: dict[Path, _Place], path: Path, *, alone: bool) -> None:
    facts = path.stat() if path.exists() else None
    if facts is not None and stat.S_ISREG(facts.st_mode):
        found.setdefault(path, _Place(path, facts.st_size, facts.st_mtime, alone))


class Imported(dict[str, Counter[str]]):
    """Counts by board, and under "" what was left out, by reason. not_looked_at: files of folders, by their endings."""

    not_looked_at: int = 0


def import_saved(
    places: list[Path], data: DataFolder, clock: Clock, progress: Progress, wanted: Wanted = ANYTHING
) -> Imported:
    """Read files into raw. The moment of saving is the file's time, where the record has none of its own.

    A page older than one imported before adds only messages not known yet. Raises UsageError, ConfigError,
    CannotWrite, Locked.
    """
    if wanted.kind != "auto":
        read_by(wanted.kind)
    wanted = replace(wanted, zone=known_zone(wanted.zone))
    files, others = saved_files(places, wanted.kind)
    total = sum(place.size for place in files)
    boards = Boards(data, wanted)
    started = clock.now()
    run_id = new_run_id(started)
    done = 0
    with hold(data.state(), "import", started), Memory(data.state() / "crawl.sqlite") as memory:
        intake = Intake(data, memory, clock, run_id, again=wanted.again)
        try:
            for place in files:
                before = done

                def told(size: int) -> None:
                    nonlocal done
                    done += size
                    progress("import (bytes)", done, max(total, done))

                for item in _all_of(place, boards, wanted, told):
                    intake.take(item)
                done = before + place.size
                progress("import (bytes)", done, max(total, done))
        except CannotWrite:
            raise
        except HikcorpusError:
            intake.commit(last=True)  # what was read before stays
            raise
        intake.commit(last=True)
        out = Imported(intake.counts)
        if intake.left:
            out[""] = intake.left
        out.not_looked_at = others
        _log(data, run_id, clock, files, out)
    return out


def _all_of(place: _Place, boards: Boards, wanted: Wanted, told: Callable[[int], None]) -> Stream:
    """All that stands in one file, or in the members of one that holds others."""
    packed = wanted.kind != "warc" and ending(place.path.name) not in ENDINGS["warc"]
    try:
        for file in opened(place.path, told, alone=place.alone, packed=packed):
            yield from _items(file, place, boards, wanted)
    except PermissionError:
        yield Left("not_allowed_to_read")
    except BROKEN:
        yield Left("damaged_or_cut_off_file")


def _items(file: Opened, place: _Place, boards: Boards, wanted: Wanted) -> Stream:
    kind = wanted.kind
    if kind == "auto":
        kind = "ndjson" if too_big_for_a_page(place.path) else (kind_of(file) or "")
    if kind in ("chat", "transcript") and wanted.board is None and not place.alone:
        yield Left(f"{kind}_without_a_label_give_board")
    elif not kind:
        yield Left("no_kind_that_is_known")
    else:
        yield from read_by(kind)(file, boards, wanted)


def _log(data: DataFolder, run_id: str, clock: Clock, files: list[_Place], out: Imported) -> None:
    """A line in the log of imports: to which run of `observations` what was imported belongs. Counts only."""
    row = {
        "run_id": run_id,
        "finished": clock.now().isoformat(),
        "files": len(files),
        "bytes": sum(place.size for place in files),
        "boards": {key: dict(counts) for key, counts in out.items() if key},
        "left_out": dict(out.get("", {})),
    }
    with writing(data.state()):
        monthly.add_line(data.state(), "imports", f"{clock.now():%Y-%m}", row, durable=True)


__all__ = ["KINDS", "Imported", "Wanted", "import_saved", "saved_files"]
