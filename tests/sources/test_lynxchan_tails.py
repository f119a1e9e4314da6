"""LynxChan's pages of the index: threads with their newest replies, and everything that makes them no tails."""

import json
from dataclasses import replace

import pytest

from hikcorpus.crawl.rows import content_hash
from hikcorpus.errors import LayoutChanged
from hikcorpus.sources.base import ThreadMark
from tests.sources.test_engine_pages import shown
from tests.sources.test_lynxchan import BOARD, DEEP, ENTRY, HTML, ONE, page, parsed, post, thread

REPLIES = [
    post(9, boardUri="koti", threadId=5, markdown='<a class="quoteLink" href="/koti/res/5.html#7">&gt;&gt;7</a>\nniin'),
    post(7, boardUri="koti", threadId=5),
]


def index(*threads, board=BOARD, **more):
    """The tails of a page of the index with these threads."""
    body = page({"pageCount": 1, "boardName": "Koti", "settings": [], "threads": list(threads)} | more)
    entries = ONE.parse_index(board, body)
    assert all(entry in body.body for entry in entries.values())
    return {thread_id: ONE.parse_tail(board, entry) for thread_id, entry in entries.items()}


@pytest.mark.parametrize("name", ["omittedPosts", "ommitedPosts"])
def test_a_thread_of_the_index_reads_as_on_its_own_page(name):
    """Same messages whatever the order, same facts; the count of replies from either spelling."""
    (tail,) = index(thread(*REPLIES, **{name: 3})).values()
    own = parsed(post(6), *reversed(REPLIES))
    assert [one.message_id for one in tail.messages] == ["5", "7", "9"]
    assert tail.messages == (own.messages[0], *own.messages[2:])
    assert [content_hash(one) for one in tail.messages] == [content_hash(own.messages[place]) for place in (0, 2, 3)]
    assert (tail.thread, tail.reply_count, tail.explained) == (own.thread, 5, True)
    assert ONE.parse_tail(BOARD, tail.raw) == tail


def test_targets_that_the_tail_does_not_show_are_not_gone():
    """An earlier reply of the thread; a number that may be its own thread."""
    links = "".join(
        f'<a class="quoteLink" href="/koti/res/{t}.html#{n}">&gt;&gt;{n}</a>' for t, n in ((5, 6), (7, 7), (8, 8))
    )
    (tail,) = index(thread(post(7), post(9, markdown=links), omittedPosts=3)).values()
    assert [shown(ref) for ref in tail.messages[2].refs] == ["koti/5/6", "koti/5/7", "koti/?/8"]


def other(number, replies, **more):
    """Another thread with that many replies."""
    return thread(*(post(number + place) for place in range(1, replies + 1)), threadId=number, **more)


@pytest.mark.parametrize(
    ("threads", "whole"),
    [
        (
            [other(10, 5, omittedPosts=9), other(20, 5), other(30, 1, pinned=True), other(40, 0)],
            ["10", "20", "30", "40"],
        ),
        ([other(10, 5), other(20, 4), other(30, 0), other(40, 1, pinned=True)], ["20", "30"]),
        ([other(10, 2)], []),
        ([other(10, 0), other(20, 0, pinned=True)], ["10"]),
        ([other(10, 5, omittedPosts=0), other(20, 5)], ["10", "20"]),
        ([other(10, 1, omittedPosts=1), other(10, 2, omittedPosts=0), other(20, 1)], ["20"]),
    ],
)
def test_a_fork_that_announces_no_omitted_replies_gives_tails_only_where_nothing_can_hide(threads, whole):
    """Kohlchan in 2023; and a thread that stands twice on the page is neither."""
    tails = index(*threads)
    assert list(tails) == whole
    assert all(tail is not None for tail in tails.values())


def test_forced_anonymity_is_told_by_the_page_alone():
    """A name that only the page shows to be nobody's makes no tail; with the board's default names known it does."""
    threads = [other(10, 1, name="Bernd", omittedPosts=2), other(20, 1, omittedPosts=2)]
    assert list(index(*threads, settings=["forceAnonymity", "disableIds"])) == ["20"]
    known = replace(BOARD, default_names=frozenset({"Bernd"}))
    tails = index(*threads, settings=["forceAnonymity"], board=known)
    assert [one.is_default_name for tail in tails.values() for one in tail.messages] == [True] * 4
    assert list(index(*threads)) == ["10", "20"]


DOUBTFUL = {
    "omitted, none shown": thread(omittedPosts=2),
    "negative count": thread(*REPLIES, omittedPosts=-1),
    "one twice": thread(post(7), post(7), omittedPosts=1),
    "a reply without number": thread({"markdown": "x"}, omittedPosts=1),
    "below the opening post": thread(post(3), omittedPosts=1),
    "the opening post as a reply": thread(post(5), omittedPosts=1),
    "post of another thread": thread(post(7, threadId=4), omittedPosts=1),
    "post of another board": thread(post(7, boardUri="muu"), omittedPosts=1),
    "thread of another board": thread(post(7), boardUri="muu", omittedPosts=1),
    "no time": thread(post(7, creation=None), omittedPosts=1),
    "odd time": thread(creation="eilen", omittedPosts=0),
    "unreadable reply": thread(post(7, markdown=["x"]), omittedPosts=1),
    "an entry of the catalog": ENTRY,
}


@pytest.mark.parametrize("one", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_is_doubtful_is_no_tail(one):
    """It will be fetched; no page is refused for it."""
    assert ONE.parse_tail(BOARD, json.dumps(one).encode()) is None
    assert index(one).get("5") is None


@pytest.mark.parametrize("raw", [b"", b"null", b"[]", b"{}", b'{"threadId":5,"posts":[}', b"\xff", DEEP])
def test_bytes_that_are_no_tail_are_none(raw):
    """parse_tail never raises."""
    assert ONE.parse_tail(BOARD, raw) is None


@pytest.mark.parametrize(
    "body", [b"", HTML, b"[]", b'{"posts":[]}', b'{"threads":{}}', b'{"threads":[{"po', {"threads": None}]
)
def test_other_pages_are_no_index(body):
    """Refused like any other page that is not what was asked for."""
    with pytest.raises(LayoutChanged):
        ONE.parse_index(BOARD, page(body))


def test_mended_entries_are_nobodys_bytes():
    """Where a page held half characters, an entry that had them gives no tail; its neighbour does."""
    assert list(index(thread(markdown="\ud83d", omittedPosts=0), other(10, 1, omittedPosts=0))) == ["10"]


def test_where_tails_stand_and_that_there_is_no_archive():
    """Pages are counted from 1 in catalog and index."""
    assert ONE.tail_url(BOARD, ThreadMark("5", 0, "m", page=2)) == "https://board.example/koti/2.json"
    assert ONE.tail_url(BOARD, ThreadMark("5", 0, "m")) is None
    assert (ONE.archive_url(BOARD), ONE.settings_url(BOARD)) == (None, None)
    assert ONE.with_settings(BOARD, page(b"x")) is BOARD
