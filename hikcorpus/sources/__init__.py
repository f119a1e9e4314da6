"""Board engines: one file or folder per engine, bytes -> messages, no I/O.

The registry is explicit and holds names only, so that looking at it imports no parser.
"""

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from hikcorpus.config.nearest import did_you_mean
from hikcorpus.errors import ConfigError
from hikcorpus.sources.base import Address, Page, SavedPages, Source

if TYPE_CHECKING:
    from hikcorpus.config.engines import EngineFile

SOURCES: Final[dict[str, str]] = {
    "fourchan": "hikcorpus.sources.fourchan:Fourchan",
    "vichan": "hikcorpus.sources.vichan:Vichan",
    "vichan_html": "hikcorpus.sources.vichan_html.engine:VichanHtml",
    "dat": "hikcorpus.sources.dat.engine:Dat",
    "shitaraba": "hikcorpus.sources.shitaraba:Shitaraba",
    "machi": "hikcorpus.sources.machi:Machi",
    "yboard": "hikcorpus.sources.yboard.engine:Yboard",
    "futaba": "hikcorpus.sources.futaba.engine:Futaba",
    "miniboard": "hikcorpus.sources.miniboard.engine:Miniboard",
    "ebinboard": "hikcorpus.sources.ebinboard.engine:Ebinboard",
    "makaba": "hikcorpus.sources.makaba.engine:Makaba",
    "foolfuuka": "hikcorpus.sources.foolfuuka.engine:Foolfuuka",
    "tinyib": "hikcorpus.sources.tinyib.engine:Tinyib",
    "lynxchan": "hikcorpus.sources.lynxchan.engine:Lynxchan",
    "jschan": "hikcorpus.sources.jschan.engine:Jschan",
    "nodebb": "hikcorpus.sources.nodebb.engine:Nodebb",
    "discourse": "hikcorpus.sources.discourse.engine:Discourse",
    "ylilauta": "hikcorpus.sources.ylilauta.engine:Ylilauta",
}
"""Engine -> `module:Class` of its source."""

UNASKED: Final[dict[str, str]] = {
    "chat": "hikcorpus.sources.unasked:Chat",
    "transcript": "hikcorpus.sources.unasked:Transcript",
}
"""What stands in `engine` where no board software wrote it: imported only, and no address or page is theirs."""

SAVED_SOURCES: Final[tuple[str, ...]] = ("ylilauta", "dat", "foolfuuka", "vichan_html")
"""Engines whose saved pages `hikcorpus import` can tell and read."""

SHARED_FILES: Final[frozenset[str]] = frozenset(
    {
        "base",
        "cooked",
        "cut",
        "declared",
        "decoding",
        "detection",
        "json_pages",
        "kielipankki",
        "nested",
        "nul",
        "unasked",
        "usual",
        "yotsuba",
    }
)
"""Modules of this package that are parts of engines, not engines."""


@cache
def _instance(engine: str) -> object:
    module, _, name = (SOURCES | UNASKED)[engine].partition(":")
    return getattr(import_module(module), name)()


@cache
def _described(engine: str, here: Path) -> Source | None:
    from hikcorpus.config.boards import described

    found = described(engine)
    return None if found is None else described_by(*found)


def described_by(file: "EngineFile", root: str | None = None) -> Source:
    """The source that a description gives. root: the only site that it is for, None = any."""
    from hikcorpus.sources.declared.engine import Declared

    return Declared(file, root)


def engines() -> tuple[str, ...]:
    """Names of all engines: those of the registry, then those described in `configs/`."""
    from hikcorpus.config.boards import described_anywhere

    return (*SOURCES, *(name for name in described_anywhere() if name not in SOURCES))


def source(engine: str) -> Source:
    """The source of an engine: of the registry, else as `configs/` describes it. Raises ConfigError for any other."""
    if engine in SOURCES or engine in UNASKED:
        return cast(Source, _instance(engine))
    found = _described(engine, Path.cwd())  # a user's own `configs/` lie where the command is run
    if found is None:
        meant = did_you_mean(engine, engines())
        raise ConfigError(
            f"There is no board engine {engine!r}.",
            f"{meant}Choose one of: {', '.join(engines())} (hikcorpus sources).",
        )
    return found


def all_sources() -> tuple[Source, ...]:
    """All sources, in the registry's order; then those that `configs/` describes."""
    return tuple(source(engine) for engine in engines())


def recognise(url: str) -> list[tuple[Source, Address]]:
    """What an address can mean.

    Where a source is certain, only certain ones are given; else all that may be asked, in the registry's order.
    An empty list: no engine writes such addresses.
    """
    found = [(one, address) for one in all_sources() if (address := one.recognise(url)) is not None]
    return [pair for pair in found if pair[1].certain] or found


def recognise_saved(page: Page) -> tuple[Source, Address] | None:
    """Which source's saved thread page this is, and which thread; None if no source knows it."""
    for engine in SAVED_SOURCES:
        address = cast(SavedPages, _instance(engine)).recognise_saved(page)
        if address is not None:
            return source(engine), address
    return None
