"""Which board is meant: by an address, by what the user says, by what the data folder holds."""

from dataclasses import replace

from hikcorpus.config.boards import SiteFile, read_site
from hikcorpus.config.files import names
from hikcorpus.crawl.boards import Wish, bare_board, configured_board, site_label
from hikcorpus.crawl.imports.given import Wanted
from hikcorpus.errors import ConfigError, UsageError
from hikcorpus.model import Board
from hikcorpus.sources import UNASKED, source
from hikcorpus.sources.base import Address, Source
from hikcorpus.store import board_facts
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.names import folder_name

ENGINELESS = frozenset(UNASKED)
"""What stands as `engine` of what no board software wrote."""


class Boards:
    """Boards by address or label. Site files are read once a run."""

    def __init__(self, data: DataFolder, wanted: Wanted) -> None:
        self._data = data
        self._wanted = wanted
        self._sites: list[SiteFile] | None = None
        self._found: dict[tuple[str, str, str], Board] = {}

    def at(self, engine: Source, root: str, name: str) -> Board:
        """The board of this engine at this address: as its site's file has it, else by its address alone."""
        key = engine.engine, root, name
        if key not in self._found:
            self._found[key] = self._at(engine, root, name)
        return self._found[key]

    def meant(self, engine: str | None) -> Board | None:
        """The board of `--board SITE/BOARD`, None where none was given.

        It is what its site's file says, else what the data folder says; else a board of `engine`. Raises UsageError
        where nothing says what it is.
        """
        if self._wanted.board is None:
            return None
        key = engine or "", "", self._wanted.board
        if key not in self._found:
            self._found[key] = self._zoned(self._meant(self._wanted.board, engine))
        return self._found[key]

    def label(self, site: str, name: str, engine: str) -> Board:
        """A board of a dump that names it, under this label."""
        key = engine, site, name
        if key not in self._found:
            self._found[key] = self._zoned(self._named(site, name, engine))
        return self._found[key]

    def _at(self, known: Source, root: str, name: str) -> Board:
        for site in self._files():
            if site.engine != known.engine:
                continue
            theirs = known.recognise(f"{site.address.rstrip('/')}/{name}/")
            if site.address.rstrip("/") == root or (theirs is not None and theirs.root == root):
                return self._zoned(configured_board(site, name))
        label = site_label(root)
        held = self._held(label, name)
        if held is not None and held.engine == known.engine:
            return self._zoned(held)
        return bare_board(known, label, Address(root, name), Wish(zone=self._wanted.zone))

    def _meant(self, spec: str, engine: str | None) -> Board:
        site, slash, name = spec.partition("/")
        if not slash or not site or not name or "/" in name:
            raise UsageError(f"{spec!r} names no board.", "Write --board SITE/BOARD, two labels and a slash.")
        for label in (site, name):
            folder_name(label)
        if engine is None and not self._known(site, name):
            raise UsageError(
                f"Nothing says which engine {spec} runs on.",
                "Give the page's address with --url, or write the site's file (docs/how-to/add-a-board.md).",
            )
        return self._named(site, name, engine or "")

    def _known(self, site: str, name: str) -> bool:
        return any(site in (file.site, label) for label, file in self._named_files()) or bool(self._held(site, name))

    def _named(self, site: str, name: str, engine: str) -> Board:
        if engine not in ENGINELESS:
            for label, file in self._named_files():
                if site in (label, file.site):
                    return configured_board(file, name)
            held = self._held(site, name)
            if held is not None:
                return held
            return bare_board(source(engine), site, Address(f"https://{site}", name), Wish())
        held = self._held(site, name)
        if held is not None and held.engine != engine:
            raise UsageError(
                f"{site}/{name} holds messages of {held.engine} already.", "Give these another label with --board."
            )
        return Board(site, name, engine, f"https://{site}.invalid")

    def _held(self, site: str, name: str) -> Board | None:
        facts = board_facts.recall(self._data.raw(site, name).folder)
        if facts is None:
            return None
        facts.pop("described", None)
        return Board(**facts | {"default_names": frozenset(facts["default_names"])})

    def _zoned(self, board: Board) -> Board:
        return replace(board, zone=self._wanted.zone) if self._wanted.zone else board

    def _files(self) -> list[SiteFile]:
        if self._sites is None:
            self._sites = [read_site(name) for name in names("boards")]
        return self._sites

    def _named_files(self) -> list[tuple[str, SiteFile]]:
        return list(zip(names("boards"), self._files(), strict=True))


def known_zone(zone: str | None) -> str | None:
    """The zone, if it is one. Raises ConfigError."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(zone).key if zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(f"There is no time zone {zone!r}.", "Write it as in Europe/Helsinki or Asia/Tokyo.") from None
