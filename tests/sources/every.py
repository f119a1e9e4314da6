"""Every engine and every page there is to read it by: the registry's, those that are not in it yet, described ones.

A committed page is read under the first address of its engine under which it is what it is expected to be; a
recorded one under the address at which it was recorded.
"""

import base64
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path

import hikcorpus.sources
from hikcorpus.config.engines import described_engines, read_engine
from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources import SHARED_FILES, all_sources
from hikcorpus.sources.base import Page, Source
from hikcorpus.sources.declared.engine import Declared

PAGES = Path(__file__).parent / "pages"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
SITES = {
    "fourchan": ("https://boards.4chan.org", "room"),
    "foolfuuka": ("https://archive.example", "room"),
    "dat": ("https://board.example", "heya"),
    "shitaraba": ("https://jbbs.shitaraba.net", "computer_123"),
    "machi": ("https://machi.to", "kanto"),
    "ylilauta": ("https://ylilauta.org", "hikky"),
    "miniboard": ("https://minilauta.org", "hikky"),
    "ebinboard": ("https://ebinlauta.net", "b"),
    "makaba": ("https://2ch.su", "koti"),
    "futaba": ("https://may.2chan.net", "b"),
    "nodebb": ("https://forum.example", "3"),
    "discourse": ("https://forum.example", "3"),
    "phpbb": ("https://board.example", "10"),
    "mybb": ("https://board.example", "10"),
}
"""Where the committed pages of an engine stand; elsewhere at https://board.example/koti."""

RECORDED = {
    "vichan": ("vichan", "vichan_html"),
    "tinyib": ("tinyib",),
    "yboard": ("yboard",),
    "ex0ch": ("dat",),
    "phpbb": ("phpbb",),
    "mybb": ("mybb",),
    "nodebb": ("nodebb",),
}
"""Recording -> engines that read it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A page, the board it is of, and what it is: thread, listing, settings or answer. name: for people."""

    source: Source
    board: Board
    kind: str
    name: str
    page: Page
    thread_id: str = ""


@cache
def engines() -> dict[str, Source]:
    """All engines by name: registered, then found as files, then described."""
    found = {one.engine: one for one in all_sources()}
    for place in sorted(Path(hikcorpus.sources.__file__).parent.iterdir()):
        if place.stem in SHARED_FILES | {"__init__", "__pycache__", "declared"} or place.stem in found:
            continue
        name = f"{place.name}.engine" if place.is_dir() else place.stem
        if place.is_dir() and not (place / "engine.py").exists():
            continue
        for one in vars(import_module(f"hikcorpus.sources.{name}")).values():
            if isinstance(one, type) and getattr(one, "engine", None) == place.stem and hasattr(one, "parse_thread"):
                found[place.stem] = one()
    for name in described_engines():
        if name not in found:
            found[name] = Declared(read_engine(name))
    return found


def board_of(one: Source, case: dict[str, str]) -> Board:
    """The board of a committed page."""
    address, name = SITES.get(one.engine, ("https://board.example", "koti"))
    return Board(
        site="test",
        name=case.get("board", name),
        engine=one.engine,
        address=case.get("address", address),
        zone=case.get("zone", one.zone),
        default_names=one.default_names,
        poster_id_scope=one.poster_id_scope,
    )


def _reads(case: Case) -> bool:
    try:
        if case.kind == "thread":
            case.source.parse_thread(case.board, case.thread_id, case.page)
        else:
            case.source.parse_listing(case.board, case.page)
    except LayoutChanged:
        return False
    return True


@cache
def committed(engine: str) -> tuple[Case, ...]:
    """All committed pages of an engine, its own examples among them."""
    one, folder = engines()[engine], PAGES / engine
    told = json.loads((folder / "expected.json").read_text()) if (folder / "expected.json").exists() else {}
    out = [_example(one, number) for number in range(len(one.examples))]
    for name, case in told.items():
        board, body = board_of(one, case), (folder / name).read_bytes()
        if "settings" in case:
            settings = Page(one.settings_url(board) or "", (folder / case["settings"]).read_bytes(), NOW)
            board = one.with_settings(board, settings)
            out.append(Case(one, board, "settings", case["settings"], settings))
        thread_id = case.get("thread_id", "")
        usual = one.thread_url(board, thread_id) if thread_id else one.listing_url(board)
        fetched_at = datetime.fromisoformat(case["fetched_at"]) if "fetched_at" in case else NOW
        tried = [
            Case(one, board, case["kind"], name, Page(url, body, fetched_at, case.get("charset")), thread_id)
            for url in ([case["url"]] if "url" in case else [usual, f"{board.address}/{name}"])
        ]
        out.append(next((each for each in tried if each.kind != "answer" and _reads(each)), tried[0]))
    return tuple(out)


def _example(one: Source, number: int) -> Case:
    example = one.examples[number]
    address = one.recognise(example.url)
    assert address is not None
    board = replace(board_of(one, {}), address=address.root, name=address.board)
    page = Page(example.url, example.body, NOW)
    return Case(one, board, example.kind, f"example {number}", page, address.thread_id or "")


def recorded(shared: Path, recording: str, engine: str, snapshot: str) -> Iterator[Case]:
    """Each recorded answer of status 200 at an address that the engine knows as a thread's or a listing's."""
    one, folder = engines()[engine], shared / "recorded" / recording
    base = json.loads((folder / f"meta.{snapshot}.json").read_text())["base"]
    boards: dict[str, Board] = {}
    with gzip.open(folder / f"site.{snapshot}.jsonl.gz", "rt") as lines:
        for entry in map(json.loads, lines):
            address = one.recognise(base + entry["url"])
            if entry["status"] != 200 or address is None:
                continue
            fetched_at = datetime.fromtimestamp(entry["recorded_at"], UTC)
            charset = entry["headers"].get("content-type", "").partition("charset=")[2] or None
            page = Page(base + entry["url"], base64.b64decode(entry["body_b64"]), fetched_at, charset)
            board = boards.setdefault(
                address.board, replace(board_of(one, {}), name=address.board, address=address.root)
            )
            kind = "thread" if address.thread_id else "listing"
            yield Case(one, board, kind, f"{recording} {snapshot} {entry['url']}", page, address.thread_id or "")
