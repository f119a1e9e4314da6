"""Boards that the data folder holds, as their raw tables and their site's file describe them. Nobody is asked."""

from dataclasses import replace
from urllib.parse import quote

from hikcorpus.config.boards import read_site
from hikcorpus.config.files import names
from hikcorpus.crawl.boards import Policy, Target, Wish, bare_board, configured_board, policy_of
from hikcorpus.errors import DataDamaged
from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Address, Page
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.memory import Memory

_FACTS = ["engine", "zone", "poster_id_scope", "lang", "lang_source", "is_working_day", "first_seen"]


def board_held(site: str, name: str, data: DataFolder) -> Target:
    """A captured board with its source and policy. Raises DataDamaged where its tables name no engine."""
    for file in names("boards"):
        found = read_site(file)
        if found.site == site and name in found.boards:
            return Target(configured_board(found, name), source(found.engine), policy_of(found))
    dataset = data.raw(site, name)
    for batch in dataset.batches("messages", _FACTS):
        for row in batch.slice(0, 1).to_pylist():
            engine = source(row["engine"])
            language = row["lang"] if row["lang_source"] == "board" else _language(dataset)
            wish = Wish(zone=row["zone"], language=language)
            board = bare_board(engine, site, Address(_root(dataset, name), name), wish)
            return Target(replace(board, poster_id_scope=row["poster_id_scope"]), engine, Policy())
    raise DataDamaged(f"The raw tables of {site}/{name} hold no message.", "Crawl the board, or delete its folder.")


def with_settings(target: Target, memory: Memory, dataset: Dataset) -> Board:
    """The board completed by its own settings page, as it was last read."""
    where = target.board.site, target.board.name
    memory.stand_at(*where, dataset)
    body, seen = memory.settings(*where), memory.last_seen(*where)
    url = target.source.settings_url(target.board)
    if body is None or seen is None or url is None:
        return target.board
    return target.source.with_settings(target.board, Page(url, body, seen))


def _language(dataset: Dataset) -> str | None:
    """The language assumed for short messages of the board, if one was given."""
    for batch in dataset.batches("messages", ["lang", "lang_source"]):
        for row in batch.to_pylist():
            if row["lang_source"] == "board":
                return str(row["lang"])
            if row["lang_source"] == "thread":
                return None
    return None


def _root(dataset: Dataset, name: str) -> str:
    """The root of the site's addresses: what stands before the board's name in one that was asked."""
    for batch in dataset.batches("evidence", ["url", "page_kind"]):
        for row in batch.to_pylist():
            root, board, _ = row["url"].partition(f"/{quote(name)}/")
            if board and "://" in root:
                return str(root)
    return "http://board.invalid"
