"""Boards that the data folder holds, as their raw tables and their site's file describe them. Nobody is asked."""

from dataclasses import asdict
from typing import Any

from hikcorpus.config.boards import read_site
from hikcorpus.config.engines import EngineFile
from hikcorpus.config.files import names
from hikcorpus.crawl.boards import Target, configured_board, engine_of, policy_of
from hikcorpus.errors import DataDamaged
from hikcorpus.model import Board
from hikcorpus.sources import described_by, source
from hikcorpus.sources.base import Page
from hikcorpus.store import board_facts
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.memory import Memory


def write_down(board: Board, dataset: Dataset, described: EngineFile | None = None) -> None:
    """Keep with the tables what the board was taken for. described: its engine, where its site's file describes it.

    Raises CannotWrite.
    """
    facts: dict[str, Any] = asdict(board) | {"default_names": sorted(board.default_names)}
    if described is not None:
        facts["described"] = described.model_dump(mode="json", exclude_defaults=True)
    board_facts.remember(dataset.folder, facts)


def board_held(site: str, name: str, data: DataFolder) -> Target:
    """A captured board with its source and policy: by its site's file, else as it was taken when last read.

    Raises DataDamaged where neither says what it is.
    """
    for file in names("boards"):
        found = read_site(file)
        if found.site == site and name in found.boards:
            return Target(configured_board(found, name), engine_of(found), policy_of(found))
    facts = board_facts.recall(data.raw(site, name).folder)
    if facts is None:
        raise DataDamaged(
            f"Nothing says which engine {site}/{name} runs on.",
            "Crawl or import it once more, or write its site's file.",
        )
    described = facts.pop("described", None)
    board = Board(**facts | {"default_names": frozenset(facts["default_names"])})
    if described is not None:
        return Target(board, described_by(EngineFile.model_validate(described), board.address))
    return Target(board, source(board.engine))


def with_settings(target: Target, memory: Memory, dataset: Dataset) -> Board:
    """The board completed by its own settings page, as it was last read."""
    where = target.board.site, target.board.name
    memory.stand_at(*where, dataset)
    body, seen = memory.settings(*where), memory.last_seen(*where)
    url = target.source.settings_url(target.board)
    if body is None or seen is None or url is None:
        return target.board
    return target.source.with_settings(target.board, Page(url, body, seen))
