"""Board engines: one file or folder per engine, bytes -> messages, no I/O.

The registry is explicit and holds names only, so that looking at it imports no parser.
"""

from functools import cache
from importlib import import_module
from typing import Final, cast

from hikcorpus.errors import ConfigError
from hikcorpus.sources.base import Address, Page, SavedPages, Source

SOURCES: Final[dict[str, str]] = {
    "fourchan": "hikcorpus.sources.fourchan:Fourchan",
    "vichan": "hikcorpus.sources.vichan:Vichan",
    "dat": "hikcorpus.sources.dat.engine:Dat",
    "tinyib": "hikcorpus.sources.tinyib.engine:Tinyib",
    "lynxchan": "hikcorpus.sources.lynxchan.engine:Lynxchan",
    "jschan": "hikcorpus.sources.jschan.engine:Jschan",
    "ylilauta": "hikcorpus.sources.ylilauta.engine:Ylilauta",
}
"""Engine -> `module:Class` of its source."""

SAVED_SOURCES: Final[tuple[str, ...]] = ("ylilauta",)
"""Engines whose saved pages `hikcorpus import` can tell and read."""

SHARED_FILES: Final[frozenset[str]] = frozenset({"base", "decoding", "json_pages", "usual", "yotsuba"})
"""Modules of this package that are parts of engines, not engines."""


@cache
def _instance(engine: str) -> object:
    module, _, name = SOURCES[engine].partition(":")
    return getattr(import_module(module), name)()


def source(engine: str) -> Source:
    """The source of an engine. Raises ConfigError for an engine that nobody registered."""
    if engine not in SOURCES:
        raise ConfigError(
            f"There is no board engine {engine!r}.", f"Choose one of: {', '.join(SOURCES)} (hikcorpus sources)."
        )
    return cast(Source, _instance(engine))


def all_sources() -> tuple[Source, ...]:
    """All sources, in the registry's order."""
    return tuple(source(engine) for engine in SOURCES)


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
