"""From what a user types to boards: a name from `configs/boards/`, or an address that some source recognises."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from hikcorpus.config.boards import BoardFile, SiteFile, named, read_site
from hikcorpus.config.engines import EngineFile, described_engines
from hikcorpus.config.files import names
from hikcorpus.errors import ConfigError, HikcorpusError, LayoutChanged, Refused
from hikcorpus.fetch.client import Client
from hikcorpus.model import Board
from hikcorpus.sources import SOURCES, UNASKED, described_by, recognise, source
from hikcorpus.sources.base import Address, Page, Source
from hikcorpus.sources.detection import made_by
from hikcorpus.store.layout import DataFolder

SEVERAL = 3
"""So many engines are asked for a listing in turn; where more could be, the board's own page is looked at first."""

_LANGUAGES = {"Asia/Tokyo": "ja", "Europe/Helsinki": "fi"}
_COUNTRIES = {"Asia/Tokyo": "JP", "Europe/Helsinki": "FI"}


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds for a site.

    delay: seconds between requests. contact: told to this site in place of the run's. permitted: its operator
    lifted robots.txt for us, on record in its file. tails: whether newest messages in listings spare reading
    threads. blank_after: how long after a deletion its content is kept, None = for ever (a reason is on record).
    keep_evidence: how long response bytes are kept.
    """

    delay: float = 1.0
    contact: str | None = None
    permitted: bool = False
    tails: bool = True
    blank_after: timedelta | None = timedelta(days=30)
    keep_evidence: timedelta | None = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Target:
    """A board with the source that reads it, and what holds for its site. described: its engine, where its site's file
    describes it.
    """

    board: Board
    source: Source
    policy: Policy = Policy()
    described: EngineFile | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a user says of boards given by address; None = as the source has it."""

    engine: str | None = None
    zone: str | None = None
    language: str | None = None


def targets(
    specs: Sequence[str], data: DataFolder, client: Client, wish: Wish
) -> tuple[list[Target], list[tuple[str, HikcorpusError]]]:
    """The boards meant, each once; and what could not be resolved, with its error, so that the others go on.

    A board given by address whose engine several sources could be is asked, once: later its raw tables know.
    Boards that are only ever imported need no visit once they hold data.
    """
    found: dict[str, Target] = {}
    failed: list[tuple[str, HikcorpusError]] = []
    for spec in specs:
        try:
            for target in _by_address(spec, data, client, wish) if "://" in spec else _by_name(spec, data):
                found.setdefault(target.board.key, target)
        except HikcorpusError as error:
            failed.append((spec, error))
    return list(found.values()), failed


def contact_in(specs: Sequence[str]) -> str | None:
    """A contact for a run that was given none: only where every site is named and its file gives one."""
    contacts = [None if "://" in spec else named(spec)[0].contact for spec in specs]
    return None if None in contacts or not contacts else contacts[0]


def _by_name(spec: str, data: DataFolder) -> list[Target]:
    site, boards = named(spec)
    refused = not _may_be_crawled(site, engine_of(site))
    imported = refused and len(boards) == 1 and data.raw(site.site, boards[0]).exists()
    return [] if imported else [_configured(site, board) for board in boards]


def engine_of(site: SiteFile) -> Source:
    """The source that a site's file names, or describes. Raises ConfigError, also where its [source] has a name that is
    another's: messages are told apart by the engine that they were read with.
    """
    if site.source is None:
        return source(site.engine)
    if site.engine in SOURCES or site.engine in UNASKED or site.engine in described_engines():
        raise ConfigError(
            f"The site file of {site.site} has a [source] of its own, but engine = {site.engine!r} is there already.",
            'Give engine a name of your own, and write like = "..." below [source] for what stays the same; '
            "or leave [source] out.",
        )
    return described_by(site.source, site.address)


def _may_be_crawled(site: SiteFile, engine: Source) -> bool:
    """Whether crawlers are wanted, or an operator's permission is on record: then plain HTTP is tried, no more."""
    return engine.crawlable or site.permission is not None


def _configured(site: SiteFile, name: str) -> Target:
    engine = engine_of(site)
    if not _may_be_crawled(site, engine):
        raise _not_to_be_crawled(site.site, engine)
    return Target(configured_board(site, name), engine, policy_of(site), site.source)


def policy_of(site: SiteFile) -> Policy:
    """What a site's file says of how it is visited and how long what it showed is kept."""
    kept = site.keep_deleted_because is not None
    return Policy(
        delay=site.delay,
        contact=site.contact,
        permitted=site.robots == "permitted",
        tails=site.tails,
        blank_after=None if kept else timedelta(days=site.blank_deleted_after_days),
        keep_evidence=None if site.keep_evidence_days == 0 else timedelta(days=site.keep_evidence_days),
    )


def configured_board(site: SiteFile, name: str) -> Board:
    """A board as its site's file describes it; what that does not say is the engine's usual."""
    engine = engine_of(site)
    own = site.boards.get(name, BoardFile.model_validate({}))
    wish = Wish(zone=own.zone or site.zone, language=own.language)
    board = bare_board(engine, site.site, Address(site.address.rstrip("/"), name), wish)
    return replace(
        board,
        country=own.country or site.country or board.country,
        default_names=board.default_names | frozenset(own.default_names),
        poster_id_scope=own.poster_id_scope or board.poster_id_scope,
    )


def bare_board(engine: Source, site: str, address: Address, wish: Wish) -> Board:
    """A board of which nothing is known but its address and engine."""
    zone = wish.zone or engine.zone
    return Board(
        site=site,
        name=address.board,
        engine=engine.engine,
        address=address.root,
        zone=zone,
        country=_COUNTRIES.get(zone),
        language=wish.language or _LANGUAGES.get(zone),
        default_names=engine.default_names,
        poster_id_scope=engine.poster_id_scope,  # type: ignore[arg-type]
    )


def site_file_for(url: str) -> SiteFile | None:
    """The configured site below whose address this one lies, if any."""
    for name in names("boards"):
        site = read_site(name)
        ours, theirs = urlsplit(site.address), urlsplit(url)
        if ours.netloc == theirs.netloc and theirs.path.startswith(ours.path.rstrip("/") + "/"):
            return site
    return None


def site_label(root: str) -> str:
    """What a site that has no file is called: its host, `localhost` on this machine; never an IP address as such."""
    parts = urlsplit(root)
    host = (parts.hostname or "").removeprefix("www.")
    if host in ("127.0.0.1", "::1"):
        host = "localhost"
    elif host.replace(".", "").isdigit() or ":" in host:
        host = "host-" + host.replace(".", "-").replace(":", "-")
    return f"{host}_{parts.port}" if parts.port else host


def label_for(url: str, address: Address) -> str:
    """The site's label under which a board given by address is stored."""
    site = site_file_for(url) or site_file_for(f"{address.root}/{address.board}/")
    return site.site if site is not None else site_label(address.root)


def _by_address(url: str, data: DataFolder, client: Client, wish: Wish) -> list[Target]:
    meant = [
        (engine, address) for engine, address in recognise(url) if wish.engine is None or engine.engine == wish.engine
    ]
    if not meant:
        raise ConfigError(
            f"No source recognises {url!r} as the address of a board.",
            "Give the address of one board, as http://host/board/, see `hikcorpus sources`.",
        )
    site = site_file_for(url) or site_file_for(f"{meant[0][1].root}/{meant[0][1].board}/")
    if site is not None and site.engine in {engine.engine for engine, _ in meant}:
        boards = {address.board for engine, address in meant if engine.engine == site.engine}
        return [_configured(site, board) for board in boards]
    engine, address = _remembered(meant, data) or meant[0]
    if not address.certain and _remembered(meant, data) is None:
        engine, address = _asked(_traced(url, meant, client), client, wish)
    if not engine.crawlable:
        raise _not_to_be_crawled(urlsplit(url).hostname or url, engine)
    return [Target(bare_board(engine, site_label(address.root), address, wish), engine)]


def _remembered(meant: list[tuple[Source, Address]], data: DataFolder) -> tuple[Source, Address] | None:
    """The engine that the board's raw tables were read with, if there are any."""
    for engine, address in meant:
        for batch in data.raw(site_label(address.root), address.board).batches("threads", ["engine"]):
            if batch.num_rows and batch["engine"][0].as_py() == engine.engine:
                return engine, address
            break
    return None


def _traced(url: str, meant: list[tuple[Source, Address]], client: Client) -> list[tuple[Source, Address]]:
    """Those engines first whose traces the board's own page bears, where many could be: spares asking all of them."""
    if len(meant) <= SEVERAL:
        return meant
    reply = client.get(url, page_kind="detect")
    if reply.kind != "ok":
        return meant
    page = Page(reply.url, reply.body, reply.fetched_at, reply.charset)
    made = [one.engine for one in made_by(page, tuple(one for one, _ in meant))]
    return [pair for pair in meant if pair[0].engine in made] or meant


def _asked(meant: list[tuple[Source, Address]], client: Client, wish: Wish) -> tuple[Source, Address]:
    """Which of several engines it is: the first whose listing is there and reads as one."""
    problem: HikcorpusError | None = None
    for engine, address in meant:
        if not engine.crawlable:
            continue
        board = bare_board(engine, site_label(address.root), address, wish)
        reply = client.get(engine.listing_url(board), page_kind="listing")
        if reply.kind in ("blocked", "challenge"):
            problem = Refused(
                f"{address.root} refuses to show its boards (HTTP {reply.status}).",
                "Import pages that a person saved (hikcorpus import), or ask the operator.",
            )
        if reply.kind != "ok":
            continue
        try:
            engine.parse_listing(board, Page(reply.url, reply.body, reply.fetched_at, reply.charset))
        except LayoutChanged:
            continue
        return engine, address
    raise problem or ConfigError(
        f"{meant[0][1].root} has no board {meant[0][1].board!r} that a source can read.",
        "Check the address, or name the engine with --engine (see `hikcorpus sources`).",
    )


def _not_to_be_crawled(site: str, engine: Source) -> Refused:
    return Refused(
        f"{site} does not want crawlers, and hikcorpus never gets round a site's protection.",
        engine.instead or "Import pages that a person saved (`hikcorpus import FOLDER`), or ask its operator.",
    )
