"""One page → what an engine makes of it; nothing is stored. For people who describe a board (`hikcorpus try`)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hikcorpus.clock import Clock
from hikcorpus.config.boards import SiteFile, read_site
from hikcorpus.config.files import names
from hikcorpus.crawl.boards import Wish, bare_board, configured_board, engine_of, site_label
from hikcorpus.errors import ConfigError, LayoutChanged, UsageError
from hikcorpus.fetch.client import Client
from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Address, Listing, Page, Source, ThreadPage
from hikcorpus.sources.declared.explain import Explanation, explain

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a page.

    kind: listing or thread. answer: what the engine takes it for, `ok` where it is a page. refusal: why it does not
    read as one, or None. missing: fields that every post should have and some post lacks.
    """

    engine: str
    kind: str
    url: str
    answer: str
    count: int = 0
    explanation: Explanation | None = None
    refusal: LayoutChanged | None = None
    missing: tuple[str, ...] = ()


def try_page(
    name: str,
    where: str,
    *,
    url: str | None,
    contact: str | None,
    clock: Clock,
    transport: "httpx.BaseTransport | None" = None,
) -> Tried:
    """Read one page by an engine or a site's file, and say field by field what was understood.

    name: an engine, a name in `configs/boards/`, or the path of such a file. where: an address, or a saved file.
    url: the address that a saved file had. Raises ConfigError, UsageError, NetworkError, Refused.
    """
    engine, site = _meant(name)
    page, answer = _page(where, url, contact, clock, transport)
    address = engine.recognise(page.url)
    if address is None:
        raise ConfigError(
            f"{page.url!r} is no address that {engine.engine} knows.",
            "Give the address with --url, or mend [addresses] of the description.",
        )
    kind = "listing" if address.thread_id is None else "thread"
    answer = engine.classify(page) if answer == "ok" else answer
    if answer != "ok":
        return Tried(engine.engine, kind, page.url, answer)
    try:
        read = _read(engine, _board(engine, site, address), address, page)
    except LayoutChanged as error:
        return Tried(engine.engine, kind, page.url, answer, refusal=error)
    count = len(read.threads if isinstance(read, Listing) else read.messages)
    missing = () if isinstance(read, Listing) else tuple(sorted(engine.unknown_fields(page)))
    return Tried(engine.engine, kind, page.url, answer, count, explain(read), missing=missing)


def _meant(name: str) -> tuple[Source, SiteFile | None]:
    if name.endswith(".toml") or "/" in name or name in names("boards"):
        site = read_site(name)
        return engine_of(site), site
    return source(name), None


def _page(
    where: str, url: str | None, contact: str | None, clock: Clock, transport: "httpx.BaseTransport | None"
) -> tuple[Page, str]:
    if "://" in where:
        with Client(contact=contact, clock=clock, transport=transport) as client:
            reply = client.get(where, page_kind="try")
        return Page(reply.url, reply.body, reply.fetched_at, reply.charset), reply.kind
    path = Path(where)
    if not path.is_file():
        raise UsageError(f"There is no file {where}.", "Give a saved page, or an address with http:// or https://.")
    if url is None:
        raise UsageError("A saved page does not say where it stood.", "Give its address with --url.")
    return Page(url, path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime, UTC)), "ok"


def _board(engine: Source, site: SiteFile | None, address: Address) -> Board:
    if site is not None and address.board in site.boards:
        return configured_board(site, address.board)
    label = site.site if site is not None else site_label(address.root)
    return bare_board(engine, label, address, Wish(zone=site.zone if site else None))


def _read(engine: Source, board: Board, address: Address, page: Page) -> ThreadPage | Listing:
    if address.thread_id is None:
        return engine.parse_listing(board, page)
    return engine.parse_thread(board, address.thread_id, page)
