"""Imports only point down, floor-mates never meet, and nothing after the crawl sees the network."""

import ast
from pathlib import Path

import hikcorpus

ROOT = Path(hikcorpus.__file__).parent
FLOORS = [
    {"model", "errors"},
    {"clock"},
    {"config", "text", "log"},
    {"store", "fetch", "execution"},
    {"sources"},
    {"crawl", "participants", "anonymise", "topics"},
    {"export", "report", "review", "demo"},
    {"pipeline"},
    {"cli"},
    {"__main__"},
]
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
MAY_FETCH = {"fetch", "crawl", "pipeline"}
NETWORK = {"httpx", "httpcore", "requests", "urllib3", "aiohttp", "socket", "http"}
MAY_USE_NETWORK = {"fetch": {"httpx", "httpcore", "http", "socket"}, "demo": {"http"}, "review": {"http"}}


def imported(path: Path):
    package = path.relative_to(ROOT.parent).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield stem
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def room(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").parts[0]


def test_every_room_has_a_floor():
    """A new folder or file at the top must be given its place in the house."""
    rooms = {room(path) for path in ROOT.rglob("*.py")} - {"__init__"}
    assert rooms == set(FLOOR)


def test_imports_point_down():
    """A room imports only from floors below it, and only crawl and pipeline may import fetch."""
    wrong = set()
    for path in sorted(ROOT.rglob("*.py")):
        here = room(path)
        for name in imported(path):
            parts = name.split(".")
            if parts[0] != "hikcorpus" or len(parts) < 2 or parts[1] not in FLOOR or here not in FLOOR:
                continue
            there = parts[1]
            if there != here and (FLOOR[there] >= FLOOR[here] or (there == "fetch" and here not in MAY_FETCH)):
                wrong.add(f"{path.relative_to(ROOT)} imports {there}")
    assert wrong == set()


def test_only_fetch_speaks_http():
    """Network libraries are imported in fetch alone (and in demo, which serves the invented board)."""
    wrong = set()
    for path in sorted(ROOT.rglob("*.py")):
        for name in imported(path):
            library = name.split(".")[0]
            if library in NETWORK and library not in MAY_USE_NETWORK.get(room(path), set()):
                # a type of the transport that stands for the network in tests
                if room(path) in ("pipeline", "crawl") and library == "httpx":
                    continue
                wrong.add(f"{path.relative_to(ROOT)} imports {library}")
    assert wrong == set()


def test_no_drawers():
    """Rooms and files say what they are for."""
    drawers = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "handler"}
    assert [path for path in ROOT.rglob("*.py") if path.stem in drawers] == []


def test_files_are_short():
    """Every module fits a few screens; the limit is 400 lines, most are far below."""
    lengths = sorted(len(path.read_text("utf-8").splitlines()) for path in ROOT.rglob("*.py"))
    assert lengths[-1] <= 400
    assert lengths[len(lengths) // 2] <= 120
