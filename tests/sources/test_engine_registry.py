"""The registry: every engine file is in it, every engine's own examples come true, addresses lead to engines."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import hikcorpus.sources
from hikcorpus.errors import ConfigError
from hikcorpus.model import Board
from hikcorpus.sources import SAVED_SOURCES, SHARED_FILES, SOURCES, all_sources, recognise, recognise_saved, source
from hikcorpus.sources.base import Page

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def board_at(one, address):
    """The board that an address was recognised as."""
    return Board(site="test", name=address.board, engine=one.engine, address=address.root, zone=one.zone)


def test_every_file_is_an_engine_or_named_as_a_part():
    """A source file that nobody registered would be dead code."""
    files = {path.stem for path in Path(hikcorpus.sources.__file__).parent.iterdir()} - {"__init__", "__pycache__"}
    assert files == {where.partition(":")[0].split(".")[2] for where in SOURCES.values()} | SHARED_FILES


@pytest.mark.parametrize("engine", SOURCES)
def test_engine_is_named_as_registered_and_complete(engine):
    """Attributes of the contract are there and make sense."""
    one = source(engine)
    assert one.engine == engine
    assert one.title
    assert one.examples
    assert one.recheck_per_visit >= 0
    assert one.poster_id_scope in ("thread", "board_day", "board_week", "board", "site", "none")
    assert one is source(engine)


@pytest.mark.parametrize(
    ("engine", "number"),
    [(one.engine, number) for one in all_sources() for number in range(len(one.examples))],
)
def test_examples_come_true(engine, number):
    """Each example page is recognised by its address and gives the threads or messages that it promises."""
    one = source(engine)
    example = one.examples[number]
    address = one.recognise(example.url)
    assert address is not None
    board, page = board_at(one, address), Page(example.url, example.body, NOW)
    if example.kind == "listing":
        listing = one.parse_listing(board, page)
        assert tuple(mark.thread_id for mark in listing.threads) == example.thread_ids
        assert listing.problems == ()
        for mark in listing.threads:
            tail = one.parse_tail(board, mark.entry) if mark.entry is not None else None
            if tail is not None:
                assert tail.thread.thread_id == mark.thread_id
                assert one.parse_tail(board, tail.raw) == tail
    else:
        assert address.thread_id is not None
        parsed = one.parse_thread(board, address.thread_id, page)
        assert len(parsed.messages) == example.messages > 0
        assert parsed.problems == ()
        assert parsed.messages[0].is_opening
        assert [message.is_opening for message in parsed.messages].count(True) == 1
        assert one.unknown_fields(page) == frozenset()
        blanked = Page(page.url, one.blank(page, {message.message_id for message in parsed.messages}), NOW)
        empty = one.parse_thread(board, address.thread_id, blanked)
        assert [(message.message_id, message.text) for message in empty.messages] == [
            (message.message_id, "") for message in parsed.messages
        ]


@pytest.mark.parametrize("engine", SOURCES)
def test_addresses_of_a_board_lead_back_to_it(engine):
    """recognise() understands what listing_url() and thread_url() write."""
    one = source(engine)
    first = one.recognise(one.examples[-1].url)
    board = board_at(one, first)
    listing, thread = one.recognise(one.listing_url(board)), one.recognise(one.thread_url(board, first.thread_id))
    assert (listing.root, listing.board, listing.thread_id) == (first.root, first.board, None)
    assert (thread.root, thread.board, thread.thread_id) == (first.root, first.board, first.thread_id)


def test_unknown_engine_is_a_config_error():
    """With the names to choose from."""
    with pytest.raises(ConfigError, match="vichan"):
        source("phpnuke")


def test_looking_at_the_registry_imports_no_parser():
    """`--help` must not pay for msgspec or selectolax."""
    code = (
        "import sys, hikcorpus.sources as s; s.SOURCES; "
        "print([m for m in ('msgspec', 'selectolax', 'pyarrow', 'hikcorpus.sources.vichan') if m in sys.modules])"
    )
    root = Path(hikcorpus.sources.__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"


def test_telling_addresses_apart_needs_no_html_parser():
    """selectolax is imported only when a saved page is read."""
    code = (
        "import sys, hikcorpus.sources as s; s.recognise('https://ylilauta.org/hikky/'); "
        "print('selectolax' in sys.modules)"
    )
    root = Path(hikcorpus.sources.__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "False"


ADDRESSES = [
    ("https://boards.4chan.org/room/", [("fourchan", "https://boards.4chan.org", "room", None)]),
    (
        "https://boards.4chan.org/room/thread/70/some-words#p71",
        [("fourchan", "https://boards.4chan.org", "room", "70")],
    ),
    ("http://a.4cdn.org/room/thread/70.json", [("fourchan", "https://boards.4chan.org", "room", "70")]),
    ("https://boards.4channel.org/room/catalog", [("fourchan", "https://boards.4chan.org", "room", None)]),
    ("https://ylilauta.org/hikky/zzzz01", [("ylilauta", "https://ylilauta.org", "hikky", "2176781041")]),
    ("https://ylilauta.org/hikky/zzzz05#post-3", [("ylilauta", "https://ylilauta.org", "hikky", "2176781045")]),
    ("https://www.ylilauta.org/hikky/", [("ylilauta", "https://ylilauta.org", "hikky", None)]),
    ("https://ylilauta.org", [("ylilauta", "https://ylilauta.org", "", None)]),
    ("http://h.example/test/read.cgi/heya/1600000000/l50", [("dat", "http://h.example", "heya", "1600000000")]),
    ("http://h.example:8105/x/test/read.cgi/heya/16/", [("dat", "http://h.example:8105/x", "heya", "16")]),
    ("http://h.example/heya/dat/1600000000.dat", [("dat", "http://h.example", "heya", "1600000000")]),
    ("http://h.example/heya/subject.txt", [("dat", "http://h.example", "heya", None)]),
    ("http://h.example/heya/subback.html", [("dat", "http://h.example", "heya", None)]),
    ("https://fate.5ch.io/heya/", [("dat", "https://fate.5ch.io", "heya", None)]),
    (
        "http://h.example:8101/heya/",
        [(e, "http://h.example:8101", "heya", None) for e in ("vichan", "dat", "tinyib", "lynxchan", "jschan")],
    ),
    (
        "http://h.example/koti/res/5.html#6",
        [(e, "http://h.example", "koti", "5") for e in ("vichan", "tinyib", "lynxchan")],
    ),
    ("http://h.example/chan/koti/res/5+50.html", [("vichan", "http://h.example/chan", "koti", "5")]),
    ("http://h.example/koti/res/5-otsikko.html", [("vichan", "http://h.example", "koti", "5")]),
    ("http://h.example/%C3%A4/catalog.json", [(e, "http://h.example", "ä", None) for e in ("vichan", "tinyib")]),
    (
        "http://h.example/koti",
        [(e, "http://h.example", "koti", None) for e in ("vichan", "tinyib", "lynxchan", "jschan")],
    ),
    ("http://jbbs.shitaraba.net/bbs/read.cgi/x/1/2/", [("shitaraba", "http://jbbs.shitaraba.net", "x_1", "2")]),
    ("http://machi.to/bbs/read.cgi/kanto/1/", [("machi", "http://machi.to", "kanto", "1")]),
    ("https://h.example/category/3/koti", [("nodebb", "https://h.example", "3", None)]),
    ("https://h.example/topic/5/yo/7", [("nodebb", "https://h.example", "", "5")]),
    ("https://h.example/c/koti/3", [("discourse", "https://h.example", "3", None)]),
    ("https://h.example/t/yo/40/7", [("discourse", "https://h.example", "", "40")]),
    ("https://may.2chan.net/b/res/501.htm", [("futaba", "https://may.2chan.net", "b", "501")]),
    ("https://minilauta.org/hikky/70/", [("miniboard", "https://minilauta.org", "hikky", "70")]),
    ("https://ebinlauta.net/b/70#71", [("ebinboard", "https://ebinlauta.net", "b", "70")]),
    ("https://2ch.hk/b/arch/2016-03-06/res/5.html", [("makaba", "https://2ch.hk", "b", "5")]),
    ("https://2ch.su/b/res/5.html#6", [("makaba", "https://2ch.su", "b", "5")]),
    ("https://desuarchive.org/a/thread/70/#71", [("foolfuuka", "https://desuarchive.org", "a", "70")]),
    (
        "http://h.example/_/api/chan/thread/?board=room&num=70",
        [("foolfuuka", "http://h.example", "room", "70")],
    ),
    ("http://h.example/room/thread/70/", [("foolfuuka", "http://h.example", "room", "70")]),
    ("http://h.example/viewtopic.php?f=2&t=5&sid=0a", [("phpbb", "http://h.example", "2", "5")]),
    ("http://h.example/showthread.php?tid=5&page=2", [("mybb", "http://h.example", "", "5")]),
    ("http://h.example", []),
    ("ftp://h.example/koti/", []),
    ("h.example/koti/", []),
    ("http://[broken/koti/", []),
    ("http://h.example:port/koti/", []),
    ("", []),
]


@pytest.mark.parametrize(("url", "expected"), ADDRESSES, ids=[url or "empty" for url, _ in ADDRESSES])
def test_addresses_are_told_apart(url, expected):
    """Engine, root, board and thread; where one is certain, no other is asked."""
    found = recognise(url)
    told = [(one.engine, address.root, address.board, address.thread_id) for one, address in found]
    assert len({address.certain for _, address in found}) <= 1
    if expected and not found[0][1].certain:  # addresses of the usual shape: more engines may come to be asked
        assert [each for each in told if each in expected] == expected
    else:
        assert told == expected


@pytest.mark.parametrize(
    ("url", "certain"),
    [
        ("http://h.example/heya/subject.txt", True),
        ("http://h.example/heya/subback.html", False),
        ("http://h.example/koti/res/5.html", False),
        ("https://fate.5ch.io/heya/", True),
        ("https://boards.4chan.org/room/", True),
    ],
)
def test_certain_are_only_addresses_that_no_other_engine_writes(url, certain):
    """Kareha has a subback.html too, LynxChan a res folder: there the board has to be asked."""
    assert {address.certain for _, address in recognise(url)} == {certain}


def test_saved_pages_are_recognised_by_what_they_say():
    """The registry's own example is a saved page; anything else is not."""
    assert "ylilauta" in SAVED_SOURCES
    example = source("ylilauta").examples[0]
    one, address = recognise_saved(Page("file:///tmp/Ylilauta.html", example.body, NOW))
    assert (one.engine, address.board, address.thread_id) == ("ylilauta", "hikky", "2176781041")
    for body in (b"", b"\xff\xfe", b"{}", b"<html><body>hei</body></html>"):
        assert recognise_saved(Page("file:///x", body, NOW)) is None
