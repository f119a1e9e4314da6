"""Which engine an address belongs to: by its shape, by what the page bears, by reading a listing."""

from dataclasses import dataclass, replace

from hikcorpus.crawl.boards import Wish, bare_board, site_label
from hikcorpus.crawl.copies import page_of
from hikcorpus.errors import ConfigError, LayoutChanged
from hikcorpus.fetch.client import Client
from hikcorpus.fetch.reply import Reply
from hikcorpus.sources import all_sources, recognise
from hikcorpus.sources.base import Address, Source
from hikcorpus.sources.detection import boards_linked, made_by

SHOWN = 40
"""Boards that are named at most."""


@dataclass(frozen=True, slots=True)
class Detected:
    """An engine that an address turned out to belong to.

    how: `address` (no other engine writes such), `traces` (the page bears its marks) or `listing` (its listing
    was asked for and reads as one). boards: addresses of boards, the one asked about or those the page links to.
    """

    source: Source
    how: str
    boards: tuple[str, ...] = ()


def detect(url: str, client: Client) -> list[Detected]:
    """What answers at this address; an empty list where no source knows. Asks the page, then listings that could be.

    Raises NetworkError, Refused, UsageError, and ConfigError where nothing answers.
    """
    meant = recognise(url)
    if meant and meant[0][1].certain:
        source, address = meant[0]
        return [Detected(source, "address", (_board(source, address),) if address.board else ())]
    reply = client.get(url, page_kind="detect")
    if reply.kind not in ("ok", "gone"):
        raise ConfigError(f"The address does not show a page (HTTP {reply.status}, {reply.kind}).", "Check it.")
    found = [
        Detected(source, "traces", _boards(source, reply, meant)) for source in made_by(page_of(reply), all_sources())
    ]
    return (
        found
        or [
            Detected(source, "listing", (_board(source, address),))
            for source, address in meant
            if source.crawlable and _lists(source, address, client)
        ][:1]
    )


def _boards(source: Source, reply: Reply, meant: list[tuple[Source, Address]]) -> tuple[str, ...]:
    asked = [address for one, address in meant if one.engine == source.engine]
    linked = [] if asked else boards_linked(page_of(reply), source)
    return tuple(_board(source, address) for address in [*asked, *linked][:SHOWN] if address.board)


def _board(source: Source, address: Address) -> str:
    return source.listing_url(bare_board(source, site_label(address.root), replace(address, thread_id=None), Wish()))


def _lists(source: Source, address: Address, client: Client) -> bool:
    board = bare_board(source, site_label(address.root), address, Wish())
    reply = client.get(source.listing_url(board), page_kind="listing")
    if reply.kind != "ok":
        return False
    try:
        source.parse_listing(board, page_of(reply))
    except LayoutChanged:
        return False
    return True
