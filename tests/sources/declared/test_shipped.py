"""phpBB and MyBB as shipped: examples, addresses, blanking, hostile pages."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hikcorpus.config.engines import read_engine
from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Page
from hikcorpus.sources.declared.engine import Declared
from tests.sources.test_engine_pages import shown

PAGES = Path(__file__).parents[1] / "pages"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
ENGINES = {name: Declared(read_engine(name)) for name in ("phpbb", "mybb")}
FILES = [(engine, path.name) for engine in ENGINES for path in sorted((PAGES / engine).glob("*.html"))]
THREADS = [(engine, name) for engine, name in FILES if not name.startswith(("list", "deleted."))]


def page_of(engine, name):
    """A committed page as an answer."""
    return Page(f"https://board.example/{name}", (PAGES / engine / name).read_bytes(), NOW)


def board_of(engine):
    """The board that these pages are of."""
    return Board("test", "10", engine, "https://board.example", "UTC")


def read(engine, page):
    """A thread's page."""
    return ENGINES[engine].parse_thread(board_of(engine), "8", page)


@pytest.mark.parametrize(("engine", "name"), THREADS)
def test_pages_give_exactly_what_is_expected(engine, name):
    """As expected.json says it; nothing is missing on them."""
    case = json.loads((PAGES / engine / "expected.json").read_text())[name]["expect"]
    parsed = read(engine, page_of(engine, name))
    assert shown(parsed.thread) == case["thread"]
    assert [shown(message) for message in parsed.messages] == case["messages"]
    assert [*parsed.problems] == case["problems"] == []
    assert ENGINES[engine].unknown_fields(page_of(engine, name)) == frozenset()


@pytest.mark.parametrize(("engine", "name"), [case for case in FILES if case[1].startswith("list")])
def test_lists_give_exactly_what_is_expected(engine, name):
    """Each thread with replies and title; what was left out is counted."""
    case = json.loads((PAGES / engine / "expected.json").read_text())[name]["expect"]
    parsed = ENGINES[engine].parse_listing(board_of(engine), page_of(engine, name))
    assert [[mark.thread_id, mark.reply_count, mark.title] for mark in parsed.threads] == case["threads"]
    assert [[problem.reason, problem.where] for problem in parsed.problems] == case["problems"]


def test_announcements_are_held_on_top():
    """Of one board or of the whole site; a global one that its row says is on another board is none of this board."""
    one = ENGINES["phpbb"]
    parsed = one.parse_listing(board_of("phpbb"), page_of("phpbb", "list_announcements.html"))
    flags = {mark.thread_id: json.loads(mark.mark)[4:6] for mark in parsed.threads}
    assert flags == {"21": [True, False], "24": [True, True], "23": [True, False], "8": [False, False]}


@pytest.mark.parametrize(
    ("engine", "last"),
    [("phpbb", "viewtopic.php?t=11&start=1230"), ("mybb", "showthread.php?tid=11&page=124")],
)
def test_lists_lead_to_their_next_page_and_to_the_newest_posts(engine, last):
    """Session ids, moved threads and dots between the pages' numbers do not matter."""
    one = ENGINES[engine]
    parsed = one.parse_listing(board_of(engine), page_of(engine, "list.html"))
    assert one.recognise(parsed.next_url).board == "10"
    assert [one.newest_url(board_of(engine), mark) for mark in parsed.threads] == [
        None,
        f"https://board.example/{last}",
        None,
    ]
    assert [json.loads(mark.mark)[4:6] for mark in parsed.threads] == [[True, True], [False, False], [False, False]]
    assert one.parse_listing(board_of(engine), page_of(engine, "list_empty.html")).threads == ()


def test_session_ids_are_in_no_address():
    """Else every visit would bring other addresses."""
    assert (
        read("phpbb", page_of("phpbb", "session_id.html")).next_url
        == "https://board.example/viewtopic.php?t=8&start=20"
    )
    assert b"sid=" in page_of("phpbb", "session_id.html").body


@pytest.mark.parametrize(("engine", "name"), THREADS)
@pytest.mark.parametrize("victims", [{"13"}, {"14", "24"}, {"13", "14", "15", "24"}])
def test_blanked_posts_keep_id_and_time_and_the_others_all(engine, name, victims):
    """Names, accounts, words, files and signatures are in no byte that is left of them."""
    before = page_of(engine, name)
    after = Page(before.url, ENGINES[engine].blank(before, victims), NOW)
    old, new = read(engine, before), read(engine, after)
    assert [m for m in old.messages if m.message_id not in victims] == [
        m for m in new.messages if m.message_id not in victims
    ]
    for was, now in zip(old.messages, new.messages, strict=True):
        if was.message_id in victims:
            assert shown(now) | {"is_default_name": None} == {
                key: value
                for key, value in shown(was).items()
                if key
                in ("thread_id", "message_id", "number", "is_opening", "posted_at", "posted_raw", "time_precision")
                or (key in ("state", "deletion_evidence"))
            } | {"text": "", "is_default_name": None}
    if victims >= {m.message_id for m in old.messages}:
        for word in ("Eka rivi", "Yökettu", "Sama täällä", "uid=61", "u=61", "sig.example", "talo.jpg"):
            assert word not in after.body.decode()
        if old.messages[0].is_opening:
            assert new.thread.title is None
            assert "Talvi" not in after.body.decode()
    assert ENGINES[engine].blank(before, {"99"}) == before.body
    twice = Page(before.url, ENGINES[engine].blank(after, victims), NOW)
    assert read(engine, twice) == new


@pytest.mark.parametrize("engine", ENGINES)
def test_examples_come_true(engine):
    """Their addresses mean a board and a thread; a list and a thread come of them."""
    one = ENGINES[engine]
    listing, thread = one.examples
    address = one.recognise(listing.url)
    board = Board("test", address.board, engine, address.root, one.zone)
    parsed = one.parse_listing(board, Page(listing.url, listing.body, NOW))
    assert tuple(mark.thread_id for mark in parsed.threads) == listing.thread_ids
    thread_id = one.recognise(thread.url).thread_id
    assert one.thread_url(board, thread_id) == thread.url
    assert one.listing_url(board) == listing.url
    read = one.parse_thread(board, thread_id, Page(thread.url, thread.body, NOW))
    assert len(read.messages) == thread.messages
    assert (read.problems, parsed.problems) == ((), ())
    assert one.unknown_fields(Page(thread.url, thread.body, NOW)) == frozenset()


def test_a_missing_thread_of_mybb_is_gone():
    """Though its page came with 200."""
    page = page_of("mybb", "deleted.html")
    assert ENGINES["mybb"].classify(page) == "gone"
    with pytest.raises(LayoutChanged):
        read("mybb", page)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_mutated_pages_are_read_or_refused(data):
    """Cut, doubled, garbled: messages or LayoutChanged, never another exception."""
    engine, name = data.draw(st.sampled_from(FILES))
    one, body = ENGINES[engine], page_of(engine, name).body
    start, length = data.draw(st.integers(0, len(body))), data.draw(st.integers(0, 3000))
    piece = data.draw(
        st.sampled_from(
            [b"", body[start : start + length] * 2, b"<div><blockquote>", b'">', b"</div></td>", b"&#xfdd0;\x00\xff"]
        )
        | st.binary(max_size=20)
    )
    page = Page(f"https://board.example/{name}", body[:start] + piece + body[start + length :], NOW)
    board = board_of(engine)
    one.classify(page)
    one.unknown_fields(page)
    one.blank(page, {"13", "14"})
    for parse in (lambda: one.parse_thread(board, "8", page), lambda: one.parse_listing(board, page)):
        try:
            parse()
        except LayoutChanged:
            continue
