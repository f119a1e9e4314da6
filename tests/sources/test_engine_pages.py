"""Invented pages in the engines' real markup: everything that comes of them stands in expected.json beside them."""

import json
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hikcorpus.model import Board, Message, Thread
from hikcorpus.sources import source
from hikcorpus.sources.base import Page

PAGES = Path(__file__).parent / "pages"
SITES = {
    "fourchan": ("https://boards.4chan.org", "room"),
    "vichan": ("https://board.example", "koti"),
    "dat": ("https://board.example", "heya"),
    "tinyib": ("https://board.example", "koti"),
    "lynxchan": ("https://board.example", "koti"),
    "jschan": ("https://board.example", "koti"),
    "ylilauta": ("https://ylilauta.org", "hikky"),
    "nodebb": ("https://forum.example", "3"),
    "discourse": ("https://forum.example", "3"),
    "shitaraba": ("https://jbbs.shitaraba.net", "computer_123"),
    "machi": ("https://machi.to", "kanto"),
    "makaba": ("https://2ch.su", "koti"),
    "foolfuuka": ("https://archive.example", "room"),
    "yboard": ("https://board.example", "koti"),
    "futaba": ("https://may.2chan.net", "b"),
    "vichan_html": ("https://board.example", "koti"),
    "miniboard": ("https://minilauta.org", "hikky"),
    "ebinboard": ("https://ebinlauta.net", "b"),
}
CASES = [
    (folder.name, name, case)
    for folder in sorted(PAGES.iterdir())
    if folder.name in SITES  # boards that are only described: tests/sources/declared
    for name, case in json.loads((folder / "expected.json").read_text()).items()
]


def board_of(engine, name=None):
    """A board of that engine as a crawl would make it."""
    one = source(engine)
    address, default = SITES[engine]
    return Board(
        site="test",
        name=name or default,
        engine=engine,
        address=address,
        zone=one.zone,
        poster_id_scope=one.poster_id_scope,
    )


def page_of(engine, file, url=None, charset=None):
    """A committed page as a response."""
    body = (PAGES / engine / file).read_bytes()
    return Page(url or f"https://board.example/{file}", body, datetime(2026, 11, 22, tzinfo=UTC), charset)


def shown(value):
    """Every field that differs from its default, in a form that JSON can hold."""
    if isinstance(value, Message | Thread):
        out = {}
        for field in fields(value):
            if (
                field.default is MISSING
                or getattr(value, field.name) != field.default
                or field.name == "time_precision"
            ):
                out[field.name] = shown(getattr(value, field.name))
        return {name: one for name, one in out.items() if one not in ({}, None)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [shown(one) for one in value]
    if hasattr(value, "message_id"):
        place = "/".join(part or "?" for part in (value.board, value.thread_id, value.message_id))
        return place + (" dangling" if value.dangling else "")
    if hasattr(value, "digest"):
        return [value.type, value.bytes, value.digest]
    return value


def read(engine, name, case):
    """What a page comes to, as expected.json says it."""
    one, board, page = source(engine), board_of(engine, case.get("board")), page_of(engine, name)
    if "settings" in case:
        board = one.with_settings(board, page_of(engine, case["settings"]))
    if case["kind"] == "listing":
        listing = one.parse_listing(board, page)
        return {
            "threads": [[mark.thread_id, mark.reply_count, mark.title] for mark in listing.threads],
            "problems": [[problem.reason, problem.where] for problem in listing.problems],
        }
    parsed = one.parse_thread(board, case["thread_id"], page)
    return {
        "thread": shown(parsed.thread),
        "messages": [shown(message) for message in parsed.messages],
        "problems": [[problem.reason, problem.where] for problem in parsed.problems],
    }


@pytest.mark.parametrize(("engine", "name", "case"), CASES, ids=[f"{engine}-{name}" for engine, name, _ in CASES])
def test_page_gives_exactly_what_is_expected(engine, name, case):
    """All messages with all their fields, the thread's facts and the problems."""
    assert read(engine, name, case) == case["expect"]


@pytest.mark.parametrize("engine", SITES)
def test_every_committed_thread_or_listing_is_expected_or_refused(engine):
    """No page lies there that no test reads."""
    listed = set(json.loads((PAGES / engine / "expected.json").read_text()))
    refused = {"SETTING.TXT", "challenge.html", "deleted.html", "listing.html", "expected.json"}
    assert {path.name for path in (PAGES / engine).iterdir()} - refused == listed
