"""`hikcorpus import`: pages that a person saved, read like fetched ones. Nothing is concluded from what is missing."""

import hashlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from hikcorpus.clock import Clock
from hikcorpus.crawl.account import Look, Standing, saved_seen
from hikcorpus.crawl.boards import Wish, bare_board, configured_board, site_file_for, site_label
from hikcorpus.crawl.held import write_down
from hikcorpus.crawl.rows import Row, observation_row
from hikcorpus.crawl.run import new_run_id
from hikcorpus.errors import LayoutChanged, UsageError
from hikcorpus.log import Progress
from hikcorpus.model import Board
from hikcorpus.model.columns import EVIDENCE
from hikcorpus.sources import recognise_saved
from hikcorpus.sources.base import Page, Source
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.locks import hold
from hikcorpus.store.memory import Memory

LARGEST = 64 * 1024 * 1024
SUFFIXES = (".html", ".htm", ".json", ".dat")


def saved_files(places: list[Path]) -> list[Path]:
    """The files meant, those of folders included, oldest first. Raises UsageError for a place that is not there."""
    found: list[Path] = []
    for place in places:
        if place.is_dir():
            found += [path for path in place.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file()]
        elif place.is_file():
            found.append(place)
        else:
            raise UsageError(
                f"There is no file or folder {place}.", "Give pages saved by a browser, or a folder of them."
            )
    return sorted(set(found), key=lambda path: (path.stat().st_mtime, str(path)))


def import_saved(places: list[Path], data: DataFolder, clock: Clock, progress: Progress) -> dict[str, Counter[str]]:
    """Read saved pages into raw; gives counts by board, and under "" what was no thread page, by reason.

    The moment of saving is the file's time. A page older than one imported before adds only messages not known yet.
    """
    files = saved_files(places)
    out: dict[str, Counter[str]] = {}
    run_id = new_run_id(clock.now())
    with hold(data.state(), "import", clock.now()), Memory(data.state() / "crawl.sqlite") as memory:
        for done, path in enumerate(files):
            progress("import", done, len(files))
            reason = "no_thread_page"
            if path.stat().st_size <= LARGEST:
                page = Page(path.name, path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime, UTC))
                try:
                    if _take(page, data, memory, run_id, out):
                        continue
                except LayoutChanged:
                    reason = "unreadable"
            else:
                reason = "too_large"
            out.setdefault("", Counter())[reason] += 1
        progress("import", len(files), len(files))
    return out


def _take(page: Page, data: DataFolder, memory: Memory, run_id: str, out: dict[str, Counter[str]]) -> bool:
    """Read one saved page; False if no source knows it as a thread."""
    found = recognise_saved(page)
    if found is None or found[1].thread_id is None:
        return False
    source, address = found
    site = site_file_for(f"{address.root}/{address.board}/")
    board = (
        configured_board(site, address.board)
        if site is not None
        else bare_board(source, site_label(address.root), address, Wish())
    )
    counts = out.setdefault(board.key, Counter())
    dataset = data.raw(board.site, board.name)
    with hold(data.state(), f"crawl-{board.site}", page.fetched_at):
        write_down(board, dataset)
        memory.stand_at(board.site, board.name, dataset)
        tables = _rows(board, source, page, str(address.thread_id), memory, run_id, counts)
        dataset.append(tables, f"{page.fetched_at:%Y-%m}")
        memory.absorb(board.site, board.name, tables, dataset.digest())
    counts["pages"] += 1
    return True


def _rows(
    board: Board, source: Source, page: Page, thread_id: str, memory: Memory, run_id: str, counts: Counter[str]
) -> dict[str, list[Row]]:
    """The rows that a saved page adds, table by table."""
    read = source.parse_thread(board, thread_id, page)
    body = source.scrub(page)
    capture = hashlib.sha256(body).hexdigest()
    where = board.site, board.name
    last = memory.page(*where, "saved", thread_id)
    standing = Standing(memory.messages(*where, thread_id), memory.thread(*where, thread_id))
    look = Look(page.fetched_at, capture, None, "saved page")
    found = saved_seen(board, standing, read, look, older=last is not None and page.fetched_at < last.seen_at)
    counts.update({name: number for name, number in found.counts.items() if number})
    counts.update(f"problem_{problem.reason}" for problem in read.problems)
    evidence: list[Row] = []
    if last is None or last.capture_id != capture:
        facts = {"capture_id": capture, "page_kind": "saved", "url": page.url, "status": 0, "blanked": 0}
        facts |= {"fetched_at": page.fetched_at, "body": body}
        evidence = [{column.name: None for column in EVIDENCE} | facts]
    facts = {"thread_id": thread_id, "status": 0, "messages": len(read.messages), "new": found.new}
    facts |= {"capture_id": capture}
    seen = observation_row(board, run_id, "saved", found.outcome, page.fetched_at, **facts)
    return {"messages": found.messages, "threads": found.threads, "evidence": evidence, "observations": [seen]}
