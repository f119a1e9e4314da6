"""One page → what an engine makes of it; nothing is stored. For people who describe a board (`hikcorpus try`)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hikcorpus.clock import Clock
from hikcorpus.config.boards import SiteFile, read_site
from hikcorpus.config.files import names
from hikcorpus.config.nearest import did_you_mean
from hikcorpus.crawl.boards import Wish, bare_board, configured_board, engine_of, site_label
from hikcorpus.errors import ConfigError, LayoutChanged, UsageError
from hikcorpus.fetch.client import Client
from hikcorpus.model import Board
from hikcorpus.sources import UNASKED, engines, source
from hikcorpus.sources.base import Address, Listing, Page, Source, ThreadPage
from hikcorpus.sources.declared.engine import Declared
from hikcorpus.sources.declared.explain import Explanation, Shown, explain, one_post

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a page.

    kind: listing or thread. answer: what the engine takes it for, `ok` where it is a page. refusal: why it does not
    read as one, or None. missing: fields that every post should have and some post lacks; of a description its keys.
    post: the one post asked for. doubt: a key that seems to be wrong, and why, in a sentence.
    """

    engine: str
    kind: str
    url: str
    answer: str
    count: int = 0
    explanation: Explanation | None = None
    refusal: LayoutChanged | None = None
    missing: tuple[str, ...] = ()
    post: Shown | None = None
    doubt: str | None = None


def try_page(
    name: str,
    where: str,
    *,
    url: str | None,
    contact: str | None,
    clock: Clock,
    post: str | None = None,
    transport: "httpx.BaseTransport | None" = None,
) -> Tried:
    """Read one page by an engine or a site's file, and say field by field what was understood.

    name: an engine, a name in `configs/boards/`, or the path of such a file. where: an address, or a saved file.
    url: the address that a saved file had. post: id of one post, to be told whole.
    Raises ConfigError, UsageError, NetworkError, Refused.
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
    missing = () if isinstance(read, Listing) else _missing(engine, page)
    shown = None if post is None else one_post(read, post)
    return Tried(
        engine.engine,
        kind,
        page.url,
        answer,
        count,
        explain(read),
        missing=missing,
        post=shown,
        doubt=_doubt(engine, read, page),
    )


def _meant(name: str) -> tuple[Source, SiteFile | None]:
    if name.endswith(".toml") or "/" in name or name in names("boards"):
        site = read_site(name)
        return engine_of(site), site
    if name not in engines() and name not in UNASKED:
        sites = names("boards")
        raise ConfigError(
            f"There is no site file configs/boards/{name}.toml, and no board engine {name!r}.",
            f"{did_you_mean(name, [*sites, *engines()])}Sites with a file: {', '.join(sites)}; "
            "engines: hikcorpus sources. Or give the path of the site's file.",
        )
    return source(name), None


def _missing(engine: Source, page: Page) -> tuple[str, ...]:
    """Fields that some post lacks: of a description as its file calls them."""
    found = sorted(engine.unknown_fields(page))
    if not isinstance(engine, Declared):
        return tuple(found)
    return tuple(f"{engine.within}post.{one.removeprefix('selector:')}" for one in found)


def _doubt(engine: Source, read: ThreadPage | Listing, page: Page) -> str | None:
    """Where a description contradicts itself: most often `page` was taken from a link to another page."""
    if isinstance(read, Listing) or not isinstance(engine, Declared):
        return None
    later = not engine.first_by_address(page)
    if later and any(one.is_opening for one in read.messages):
        return f"By its address this is a later page, by {engine.within}thread.page the thread's first."
    return None


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
