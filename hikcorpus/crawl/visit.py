"""One visit to one board: settings, listing, what is due, second looks. What was read is kept whatever happens."""

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta

from hikcorpus.clock import Clock
from hikcorpus.crawl.agenda import Ageing, Due, after_new_listing, old_readings
from hikcorpus.crawl.buffer import Buffer
from hikcorpus.crawl.notebook import Notebook
from hikcorpus.crawl.reading import Reader, page_of
from hikcorpus.crawl.verdict import no_board, no_page
from hikcorpus.errors import CannotWrite
from hikcorpus.fetch.client import Client
from hikcorpus.log import Progress
from hikcorpus.model import Board
from hikcorpus.sources.base import Page, Source
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.memory import Memory


@dataclass(frozen=True, slots=True)
class Manner:
    """How a visit is made.

    refresh_after: age at which a thread is asked again though nothing marks it; a tenth less counts too, so that
    a daily run refreshes daily though it began a little earlier than yesterday's ended. delay: seconds between
    requests.
    """

    run_id: str
    refresh_after: timedelta = timedelta(hours=24)
    delay: float = 1.0


def visit(
    board: Board,
    source: Source,
    client: Client,
    dataset: Dataset,
    memory: Memory,
    clock: Clock,
    manner: Manner,
    progress: Progress,
) -> Counter[str]:
    """Make the visit; gives counts by what was found. Raises what `verdict` says, and LayoutChanged at its end
    if any thread page could not be read (the others are stored).
    """
    memory.stand_at(board.site, board.name, dataset)
    buffer = Buffer(board, dataset, memory, clock)
    notebook = Notebook(board, manner.run_id, buffer)
    reader = Reader(board, source, client, memory, dataset, notebook, clock, manner.delay)
    ageing = Ageing(before=clock.now() - 0.9 * manner.refresh_after)
    try:
        _settings(reader, source, memory, notebook, ageing)
        waiting = _threads(reader, source, memory, notebook, ageing, progress)
        if waiting:
            buffer.commit()
            _second_looks(reader, waiting, progress)
        if reader.unreadable is None:
            notebook.close_listing()
    except CannotWrite:
        raise
    except BaseException:
        buffer.commit()
        raise
    buffer.commit()
    if reader.unreadable is not None:
        raise reader.unreadable
    return notebook.counts


def _settings(reader: Reader, source: Source, memory: Memory, notebook: Notebook, ageing: Ageing) -> None:
    """The board's own settings: asked at the first visit and when they have grown old."""
    board = reader.board
    url = source.settings_url(board)
    if url is None:
        return
    body = memory.settings(board.site, board.name)
    known = memory.page(board.site, board.name, "settings")
    if known is None or known.seen_at <= ageing.before:
        reply = reader.get(url, "settings", known)
        if reply.kind == "ok":
            body = source.scrub(page_of(reply))
            notebook.visited("settings", "changed", reply, evidence=notebook.evidence("settings", reply, body))
        elif reply.kind in ("not_modified", "gone"):  # a board may have none
            notebook.visited("settings", reply.kind, reply, known=known)
    if body is not None:
        reader.board = source.with_settings(board, Page(url, body, ageing.before))


def _threads(
    reader: Reader, source: Source, memory: Memory, notebook: Notebook, ageing: Ageing, progress: Progress
) -> list[Due]:
    """Read the listing and the threads that are due; gives those that want a second look."""
    board = reader.board
    known = memory.page(board.site, board.name, "listing")
    pages = memory.thread_pages(board.site, board.name)
    owed = any(page.mark is None for page in pages.values())  # a killed run never made its second look
    reply = reader.get(source.listing_url(board), "listing", None if owed else known)
    if reply.kind == "gone":
        raise no_board(board, known is not None)
    if reply.kind not in ("ok", "not_modified"):
        raise no_page(board, "listing", reply.kind, reply.status)
    digest = hashlib.sha256(reply.body).hexdigest()
    last_order = known.mark.split(",") if known and known.mark else []
    if known is not None and (reply.kind == "not_modified" or (known.capture_id == digest and not owed)):
        order, digest, outcome = last_order, known.capture_id or "", "not_modified"
        due = old_readings(order, pages, ageing)
    else:
        listing = source.parse_listing(board, page_of(reply))
        notebook.problems(listing.problems)
        order, outcome = [mark.thread_id for mark in listing.threads], "changed"
        states = memory.threads(board.site, board.name)
        due = after_new_listing(listing, last_order, pages, states, replace(ageing, least=source.recheck_per_visit))
    notebook.open_listing(outcome, reply, order, digest, known)
    waiting = []
    for done, item in enumerate(due):
        progress(f"crawl {board.key}", done, len(due))
        if reader.read(item, pages.get(item.thread_id) if item.conditional else None):
            waiting.append(item)
    progress(f"crawl {board.key}", len(due), len(due))
    return waiting


def _second_looks(reader: Reader, waiting: list[Due], progress: Progress) -> None:
    """Ask again for what was missing; only then it is called gone."""
    task = f"crawl {reader.board.key}: second looks"
    for done, item in enumerate(waiting):
        progress(task, done, len(waiting))
        reader.look_again(item)
    progress(task, len(waiting), len(waiting))
