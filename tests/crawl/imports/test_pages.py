"""Saved pages of any engine: whose they are is learned from the page, its folders, or the user."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hikcorpus.crawl.imports.addresses import address_by_folders, own_addresses, saved_at
from hikcorpus.errors import UsageError
from hikcorpus.log import Silent
from hikcorpus.pipeline import reparse
from hikcorpus.sources import SOURCES, source
from tests.crawl.imports.made import NOON, put, thread

VICHAN = "board.example/b"


def page(number=10, replies=1, note="", **opening) -> bytes:
    return json.dumps({"note": note} | thread(number, replies, **opening)).encode()


@pytest.mark.parametrize(
    "note",
    [
        "<!-- saved from url=(0038)https://board.example/b/res/10.html -->",
        "<!--\n Page saved with SingleFile \n url: https://board.example/b/res/10.html \n saved date: x -->",
        '<link rel="canonical" href="https://board.example/b/res/10.html">',
        "<link href=https://board.example/b/res/10.html rel=canonical>",
        "<meta content='https://board.example/b/res/10.html' property='og:url'>",
    ],
)
def test_a_page_tells_its_own_address(note):
    """Each way in which browsers, tools and engines write it down."""
    assert own_addresses(b"<html><head>" + note.encode()) == ["https://board.example/b/res/10.html"]


@pytest.mark.parametrize(
    "note",
    [
        "",
        '<link rel="canonical" href="/b/res/10.html">',
        '<link rel="stylesheet" href="https://board.example/x.css">',
        "<!-- saved from url=(0014)about:internet -->",
        '<link rel="canonical" ' + "x" * 70_000,
    ],
)
def test_what_is_no_address(note):
    """Relative ones, other links, heads beyond the limit."""
    assert own_addresses(b"<html><head>" + note.encode()) == []


def test_single_file_says_when():
    """Its date with the zone's offset, as UTC; others say nothing."""
    body = (
        b"<html><!--\n Page saved with SingleFile \n url: https://b.example/ \n"
        b" saved date: Thu Jan 01 2026 14:30:00 GMT+0200 (Eastern European Standard Time)\n-->"
    )
    assert saved_at(body) == datetime(2026, 1, 1, 12, 30, tzinfo=UTC)
    assert saved_at(b"<html>") is None and saved_at(body.replace(b"Jan 01", b"Jan 41")) is None


def test_folders_of_a_mirror_spell_the_address():
    """The innermost folder that is named like a host; a file alone has none."""
    assert address_by_folders(Path("/x/site.org/b/res/1.html")) == "https://site.org/b/res/1.html"
    assert address_by_folders(Path("/data.d/mirror/a.b.example:8080/b/1.html")) == "https://a.b.example:8080/b/1.html"
    assert address_by_folders(Path("page.html")) is None


@pytest.mark.parametrize("how", ["note", "url", "folders", "gzip"])
def test_any_engine_by_its_address(desk, how):
    """Engines that could have written it are tried; the page's bytes are kept, with its address."""
    note = "<!-- saved from url=(0038)https://board.example/b/res/10.html -->" if how in ("note", "gzip") else ""
    body, wanted, place = page(note=note), {}, "saved/10.json"
    if how == "url":
        wanted = {"url": "https://board.example/b/res/10.html"}
    if how == "folders":
        place = "board.example/b/res/10.json"
    if how == "gzip":
        body, place = gzip.compress(body), "saved/10.json.gz"
    found, left = desk.take(put(desk.folder / place, body), **wanted)
    assert left == {} and found[VICHAN]["messages_new"] == 2 and found[VICHAN]["pages"] == 1
    (kept,) = desk.rows(VICHAN, "evidence")
    assert kept["url"].startswith("https://board.example/b/res/10") and json.loads(kept["body"])["posts"]
    (counts,) = reparse([], desk.data, desk.clock, Silent()).values()
    assert counts["changed"] == 0 and not counts["kept_out_of_retention"]


def test_the_board_that_the_user_names(desk):
    """A page without an address: the board is held already, the thread's number stands in the page."""
    desk.take(put(desk.folder / "a" / "x.json", page()), url="https://board.example/b/res/10.html")
    found, _ = desk.take(put(desk.folder / "b" / "other.json", page(20)), board=VICHAN)
    assert found[VICHAN]["messages_new"] == 2
    with pytest.raises(UsageError, match="engine"):
        desk.take(put(desk.folder / "b" / "3.json", page(30)), board="unheard.example/b")


def test_what_is_no_thread(desk):
    """Listings, other JSON, pictures: each by its reason; what is of no kind is only counted."""
    folder = desk.folder / "board.example"
    put(folder / "b" / "catalog.json", json.dumps([{"page": 0, "threads": [thread(5)["posts"][0]]}]))
    put(folder / "b" / "res" / "9.json", page(10))
    put(folder / "b" / "res" / "10.json", page(10))
    put(folder / "b" / "index.html", "<html><title>b</title></html>")
    put(folder / "b" / "src" / "1.png", b"\x89PNG")
    found, left = desk.take(folder)
    assert found[VICHAN]["pages"] == 1 and left == {"no_thread_page": 2, "unreadable": 1}


def test_again_and_later(desk):
    """The same page twice adds nothing; a later one adds what is new; then the older one is passed over."""
    note = "<!-- saved from url=(0038)https://board.example/b/res/10.html -->"
    old = put(desk.folder / "old.json", page(10, 1, note))
    new = put(desk.folder / "new.json", page(10, 2, note, com="Edited"), NOON + 200_000)
    desk.take(old)
    found, _ = desk.take(new)
    assert (found[VICHAN]["messages_new"], found[VICHAN]["messages_changed"]) == (1, 1)
    before = {table: desk.rows(VICHAN, table) for table in ("messages", "threads", "observations", "evidence")}
    found, _ = desk.take(old, new)
    assert found[VICHAN]["read_before"] == 2 and found[VICHAN]["messages_new"] == 0
    assert before == {table: desk.rows(VICHAN, table) for table in before}


@pytest.mark.parametrize("engine", SOURCES)
def test_every_source_reads_its_own_example_as_a_saved_page(desk, engine):
    """Against the registry: what each engine gives as an example of a thread is taken by its address, as its own."""
    listing, *_, example = source(engine).examples if len(source(engine).examples) > 1 else source(engine).examples * 2
    path, wanted = put(desk.folder / "a.html", example.body), {"kind": "pages", "url": example.url}
    if not source(engine).recognise(example.url).board:  # a forum whose addresses of threads name no board
        assert desk.take(path, **wanted)[1] == {"page_that_tells_no_board_give_board": 1}
        wanted["board"] = f"forum.example/{source(engine).recognise(listing.url).board}"
    found, left = desk.take(path, **wanted)
    assert sum(counts["messages_new"] for counts in found.values()) == example.messages, left
    assert {row["engine"] for row in desk.rows(*found)} == {engine}


def test_a_big_file_is_not_read(desk, monkeypatch):
    """Beyond the limit it is left out, and counted."""
    monkeypatch.setattr("hikcorpus.crawl.imports.saved_pages.LARGEST", 1000)
    _, left = desk.take(put(desk.folder / "x.html", b"<html>" + b"x" * 2000))
    assert left == {"too_large": 1}
