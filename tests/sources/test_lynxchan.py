"""LynxChan's JSON: fields, marks, tails, drift and blanking, on invented pages; and the few pages others recorded."""

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Page
from hikcorpus.sources.lynxchan.engine import Lynxchan
from tests.sources.test_engine_pages import shown

PAGES = Path(__file__).parent / "pages" / "lynxchan"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
ONE = Lynxchan()
BOARD = Board("test", "koti", "lynxchan", "https://board.example", poster_id_scope="thread")
CASES = json.loads((PAGES / "expected.json").read_text())
SHA = "ab" * 32


def page(value, url="https://board.example/some/path?x=1"):
    """A response with that JSON, or these bytes."""
    return Page(url, value if isinstance(value, bytes) else json.dumps(value).encode(), NOW)


def post(number, **more):
    """A reply, invented."""
    return {
        "name": "Anonymous", "signedRole": None, "email": None, "id": "a1b2c3", "subject": None,
        "markdown": f"vastaus {number}", "postId": number, "creation": f"2020-09-13T12:26:{number:02}.250Z", "files": [],
    } | more  # fmt: skip


def thread(*posts, **more):
    """Thread 5, invented."""
    opening = post(5, boardUri="koti", threadId=5, subject="Yö", markdown="Valvon", locked=False, pinned=False)
    del opening["postId"]
    return opening | {"archived": False, "cyclic": False, "autoSage": False, "posts": list(posts)} | more


def parsed(*posts, **more):
    """What thread 5 comes to."""
    return ONE.parse_thread(BOARD, "5", page(thread(*posts, **more)))


def refs_of(markdown, *posts):
    """The refs of reply 6 with this text, in short."""
    return [shown(ref) for ref in parsed(post(6, markdown=markdown), *posts).messages[1].refs]


@pytest.mark.parametrize("name", CASES)
def test_page_gives_exactly_what_is_expected(name):
    """All messages with all their fields, the thread's facts and the problems."""
    case, one = CASES[name], page((PAGES / name).read_bytes())
    if case["kind"] == "listing":
        listing = ONE.parse_listing(BOARD, one)
        found = {"threads": [[mark.thread_id, mark.reply_count, mark.title] for mark in listing.threads]}
        problems = listing.problems
    else:
        read = ONE.parse_thread(BOARD, case["thread_id"], one)
        found, problems = (
            {"thread": shown(read.thread), "messages": [shown(one) for one in read.messages]},
            read.problems,
        )
    assert found | {"problems": [[problem.reason, problem.where] for problem in problems]} == case["expect"]


@pytest.mark.parametrize("example", ONE.examples, ids=lambda example: example.kind)
def test_examples_come_true(example):
    """As the registry's own test does it."""
    address, one = ONE.recognise(example.url), page(example.body, example.url)
    board = Board("test", address.board, "lynxchan", address.root)
    if example.kind == "listing":
        listing = ONE.parse_listing(board, one)
        assert (tuple(mark.thread_id for mark in listing.threads), listing.problems) == (example.thread_ids, ())
        return
    read = ONE.parse_thread(board, address.thread_id, one)
    assert (len(read.messages), read.problems, ONE.unknown_fields(one)) == (example.messages, (), frozenset())
    assert ONE.scrub(one) == one.body


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://board.example/koti/", ("https://board.example", "koti", None)),
        ("https://board.example:8443/koti", ("https://board.example:8443", "koti", None)),
        ("https://board.example/koti/3.html", ("https://board.example", "koti", None)),
        ("https://board.example/koti/catalog.html", ("https://board.example", "koti", None)),
        ("https://board.example/koti/res/40.html#42", ("https://board.example", "koti", "40")),
        ("https://board.example/koti/last/40.html", ("https://board.example", "koti", "40")),
        (ONE.listing_url(BOARD), ("https://board.example", "koti", None)),
        (ONE.thread_url(BOARD, "40"), ("https://board.example", "koti", "40")),
        ("https://board.example/koti/thread/40.json", None),
        ("https://board.example/chan/koti/res/40.html", None),
        ("https://board.example/.global/logs/koti/2020-09-13.json", None),
        ("https://board.example/mod.js?boardUri=koti&threadId=40", None),
        ("https://board.example", None),
        ("ftp://board.example/koti/", None),
    ],
)
def test_addresses(url, expected):
    """The engine stands at the root of its host; its shapes are others' too, so nothing is certain."""
    address = ONE.recognise(url)
    assert (address and (address.root, address.board, address.thread_id)) == expected
    assert address is None or not address.certain


ENTRY = {
    "message": "Valvon", "markdown": "Valvon", "threadId": 5, "postCount": 2, "fileCount": 1, "page": 1, "subject": "Yö",
    "locked": False, "pinned": False, "cyclic": False, "autoSage": False, "lastBump": "2020-09-13T12:26:07.250Z",
}  # fmt: skip


def marks(*entries):
    """The marks of a catalog with these entries."""
    return ONE.parse_listing(BOARD, page(list(entries))).threads


@pytest.mark.parametrize(
    "change",
    [
        {"postCount": 1}, {"postCount": 3}, {"fileCount": 0}, {"subject": "Päivä"}, {"markdown": "Valvon."}, {"message": ""},
        {"locked": True}, {"pinned": True}, {"cyclic": True}, {"autoSage": True}, {"lastBump": "2020-09-13T12:26:07.251Z"},
        {"thumb": "/.media/t_x"}, {"files": [{"path": "/x"}]}, {"unheard_of": 1}, {"postCount": None},
    ],
    ids=lambda change: "-".join(f"{name}={value}" for name, value in change.items()),
)  # fmt: skip
def test_any_change_in_the_catalog_changes_the_mark(change):
    """Counts, flags, bump, opening post, even fields nobody knows."""
    assert marks(ENTRY)[0].mark != marks(ENTRY | change)[0].mark


def test_the_mark_tells_of_the_thread_alone():
    """Place, page and order of fields are other threads' doing; no word of a poster is in it."""
    mark = marks(ENTRY)[0]
    moved = marks({"threadId": 9}, dict(reversed((ENTRY | {"page": 4}).items())))[1]
    assert (moved.mark, moved.position, moved.page) == (mark.mark, 1, 4)
    assert not any(word in mark.mark for word in ("Valvon", "Yö"))
    assert (mark.at, mark.reply_count, mark.page, mark.entry) == (1599999967, 2, 1, None)


def test_a_count_that_is_left_out_is_nought_only_where_counts_are_sent():
    """The engine sends none for a thread without replies; a fork that never sends any says nothing."""
    bare = {"threadId": 9, "page": 1}
    assert [mark.reply_count for mark in marks(ENTRY, bare)] == [2, 0]
    assert [mark.reply_count for mark in marks(bare)] == [None]


@pytest.mark.parametrize(
    ("markdown", "refs"),
    [
        ('<a class="quoteLink" href="/koti/res/5.html#5">&gt;&gt;5</a>', ["koti/5/5"]),
        ('<a class="quoteLink" href="/koti/res/5.html#6">&gt&gt6</a>', ["koti/5/6"]),
        ('<a class="quoteLink" href="/koti/res/5.html#4">&gt;&gt;4</a>', ["koti/5/4 dangling"]),
        ('<a class="quoteLink" href="/koti/res/7.html#7">&gt;&gt;7</a>', ["koti/5/7"]),
        ('<a class="quoteLink" href="/koti/res/3.html#3">&gt;&gt;3</a>', ["koti/?/3"]),
        ('<a class="quoteLink" href="/koti/res/3.html#4">&gt;&gt;4</a>', ["koti/3/4"]),
        ('<a class="quoteLink" href="/x/res/7.html#9">&gt;&gt;&gt;/x/9</a>', ["x/7/9"]),
        ('<a class="quoteLink" href="/x/res/7.html#7">&gt;&gt;&gt;/x/7</a>', ["x/?/7"]),
        ("<a onclick=\"highlightReply('5', event);\" href=\"/koti/res/5.html#5\">&gt;&gt;5</a>", ["koti/5/5"]),
        ('<a class="highlightlink" related="5" href="/koti/res/5.html#5">&gt;&gt;5</a>', ["koti/5/5"]),
        ('<a href="/x/">&gt;&gt;&gt;/x/</a>', []),
        ('<a target="_blank" href="https://other.example/koti/res/5.html#5">https://other.example/koti/res/5.html#5</a>', []),
        ('<a class="quoteLink" href="/koti/res/5.html#5">&gt;&gt;5</a> <a href="/koti/res/5.html#5">&gt;&gt;5</a>', ["koti/5/5"]),
    ],
)  # fmt: skip
def test_reply_links(markdown, refs):
    """Own thread, gone, other thread and board, Kohlchan's old forms; `N.html#N` names a thread only if it is one."""
    assert refs_of(markdown, post(7)) == refs


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Anonymous", ("Anonymous", None, True)),
        ("Nimetön", ("Nimetön", None, True)),
        ("Hiiri", ("Hiiri", None, False)),
        ("Hiiri#", ("Hiiri#", None, False)),
        ("Hiiri#abc", ("Hiiri#abc", None, False)),
        ("Hiiri#aB3/+z", ("Hiiri", "#aB3/+z", False)),
        ("a#b##aB3/+z", ("a#b", "##aB3/+z", False)),
        ("Anonymous#aB3/+z", ("Anonymous", "#aB3/+z", True)),
        ("#aB3/+z", (None, "#aB3/+z", False)),
        ("Hiiri <span style='font-weight: normal;'>!Laura.5zo2</span>", ("Hiiri", "!Laura.5zo2", False)),
        ("&lt;span&gt;!x&lt;/span&gt;", ("<span>!x</span>", None, False)),
        ("", (None, None, True)),
        (None, (None, None, True)),
    ],
)
def test_names_and_tripcodes(name, expected):
    """The engine hangs its tripcode on the name; what somebody typed to look like one is part of the name."""
    board = replace(BOARD, default_names=frozenset({"Nimetön"}))
    message = ONE.parse_thread(board, "5", page(thread(name=name))).messages[0]
    assert (message.author_name, message.tripcode, message.is_default_name) == expected


def test_where_nobody_can_type_a_name_every_name_is_the_boards():
    """Unless a tripcode shows that it was typed before."""
    names = [
        one.is_default_name
        for one in parsed(post(6), post(7, name="Hiiri#aB3/+z"), name="Bernd", forceAnonymity=True).messages
    ]
    assert names == [True, True, False]


@pytest.mark.parametrize(
    ("mail", "sage"), [("sage", True), ("SAGE", False), ("sage@example.org", False), ("", False), (None, False)]
)
def test_sage_is_what_the_engine_takes_for_it(mail, sage):
    """`parameters.email === 'sage'`."""
    message = parsed(email=mail).messages[0]
    assert (message.sage, message.mail_field) == (sage, mail or None)


@pytest.mark.parametrize(
    ("creation", "posted", "precision", "problems"),
    [
        ("2020-09-13T12:26:40.125Z", "2020-09-13T12:26:40.125000+00:00", "microsecond", 0),
        ("2020-09-13T12:26:40Z", "2020-09-13T12:26:40+00:00", "second", 0),
        ("2020-09-13T15:26:40.125+03:00", "2020-09-13T12:26:40.125000+00:00", "microsecond", 0),
        ("2020-09-13T12:26:40", None, "none", 1),
        ("2020-13-13T12:26:40Z", None, "none", 1),
        ("0001-01-01T00:00:00+23:59", None, "none", 1),
        ("eilen", None, "none", 1),
        (1600000000125, None, "none", 1),
        (None, None, "none", 1),
    ],
)
def test_times(creation, posted, precision, problems):
    """ISO with its offset, or none: a wall clock without one is no time here. What cannot be read is counted."""
    read = parsed(creation=creation)
    message = read.messages[0]
    assert (message.posted_at and message.posted_at.isoformat(), message.time_precision) == (posted, precision)
    assert [problem.reason for problem in read.problems] == ["unreadable_time"] * problems
    assert message.posted_raw == (None if creation is None else str(creation))
    edited = parsed(lastEditTime=creation)
    assert [problem.reason for problem in edited.problems] == ["unreadable_time"] * (problems if creation else 0)
    assert edited.messages[0].edited_at == message.posted_at


@pytest.mark.parametrize("on", [True, 1, "true"])
@pytest.mark.parametrize("off", [False, 0, None, "", "0", "false"])
def test_flags_are_read_in_every_form(on, off):
    """The engine writes booleans; forks may write anything."""
    one, other = (
        parsed(pinned=on, locked=off, archived=on, cyclic=off).thread,
        parsed(pinned=off, locked=on, cyclic=on).thread,
    )
    assert (one.sticky, one.locked, one.state, one.cyclical) == (True, False, "archived", False)
    assert (other.sticky, other.locked, other.state, other.cyclical) == (False, True, "live", True)


HTML = b"\n<!DOCTYPE html><html><head><title>SECRET</title></head><body>SECRET</body></html>"
DEEP = b"[" * 100_000 + b"]" * 100_000
OTHER_THREADS = {
    "it is HTML": HTML,
    "it is empty": b" ",
    "cut off": json.dumps(thread(post(6))).encode()[:-9],
    "no JSON": b"SECRET",
    "nested too deeply": b'{"threadId":5,"posts":' + DEEP + b"}",
    "another shape ": [{"threadId": 5}],
    "list of replies   ": {"status": "maintenance", "data": "SECRET"},
    "another shape   ": {"posts": [{"no": 5, "com": "SECRET"}]},
    "another shape    ": thread(subject={"SECRET": 1}),
    "list of replies": ENTRY,
    "list of replies ": thread(posts=None),
    "list of replies  ": {"replies" if name == "posts" else name: value for name, value in thread().items()},
    "another shape     ": thread() | {"posts": {"6": post(6)}},
    "it is thread 6": thread() | {"threadId": 6},
    "another board": thread(boardUri="muu"),
    "cannot be read": b'{"threadId":5,"posts":[],"markdown":"' + b"\xe4\xf6" * 40 + b'"}',
}
OTHER_LISTINGS = {
    "it is HTML": HTML,
    "it is empty": b"",
    "cut off": b'[{"threadId":5',
    "another shape": {"threads": [thread()]},
    "another shape ": {"status": "error", "data": "SECRET"},
    "another shape  ": b"null",
    "none of its entries": [{"page": 0}],
    "none of its entries ": [{"page": 0, "threads": [{"no": 5}]}],
    "none of its entries  ": ["SECRET", 5],
    "none of its entries   ": [{"user": "SECRET", "type": "deletion", "time": "2020-09-13T00:00:00.000Z"}],
    "none of its entries    ": [{"threadId": "SECRET"}],
    "nested too deeply": DEEP,
}


@pytest.mark.parametrize(("why", "body"), OTHER_THREADS.items(), ids=OTHER_THREADS)
def test_other_pages_are_no_threads(why, body):
    """Status answers with 200, other engines, other threads and boards, half a page; nothing of them in the error."""
    with pytest.raises(LayoutChanged, match=why.strip()) as raised:
        ONE.parse_thread(BOARD, "5", page(body))
    assert "/some/path" in raised.value.what and raised.value.next_step and "SECRET" not in str(raised.value)


@pytest.mark.parametrize(("why", "body"), OTHER_LISTINGS.items(), ids=OTHER_LISTINGS)
def test_other_pages_are_no_listings(why, body):
    """Another page never looks like an empty board: that is `[]`, exactly."""
    with pytest.raises(LayoutChanged, match=why.strip()) as raised:
        ONE.parse_listing(BOARD, page(body))
    assert "SECRET" not in str(raised.value)
    assert marks() == ()


COUNTED = {
    "as it should be": ([post(6), post(7)], {}, set()),
    "numbers under another name": ([post(6), {"id_": 7}], {"unreadable_message": 1}, {"id_"}),
    "one text as an object": ([post(6, markdown={"x": 1}), post(7)], {"unreadable_message": 1}, set()),
    "null for a post": ([None, post(7)], {"unreadable_message": 1}, set()),
    "one post twice": ([post(6), post(7), post(6)], {"duplicate_message": 1}, set()),
    "the opening post again": ([post(5), post(7)], {"duplicate_message": 1}, set()),
    "numbers that run backwards": ([post(9), post(7), post(6)], {"out_of_order": 2}, set()),
    "a post of another thread": ([post(6, threadId=4), post(7)], {"message_of_another_thread": 1}, set()),
    "a post of another board": ([post(6, boardUri="muu"), post(7)], {"message_of_another_thread": 1}, set()),
    "texts under another name": ([{"text" if n == "markdown" else n: v for n, v in post(6).items()}], {}, {"text"}),
    "new fields": ([post(6, mood="sad", files=[{"alt": 1}, []])], {}, {"mood", "alt"}),
    "words as names of fields": ([post(6, **{"Matti Meikäläinen": 1})], {}, {"(a name that is none)"}),
    "a field for staff": ([post(6, ip="192.0.2.7")], {}, {"ip"}),
}  # fmt: skip


@pytest.mark.parametrize(("posts", "problems", "unknown"), COUNTED.values(), ids=COUNTED)
def test_what_can_still_be_read_is_read_and_the_loss_is_told(posts, problems, unknown):
    """Every reply is a message or a problem; fields that nobody described are named."""
    read = parsed(*posts)
    assert Counter(problem.reason for problem in read.problems) == problems
    lost = sum(count for reason, count in problems.items() if reason != "out_of_order")
    assert len(read.messages) + lost == 1 + len(posts)
    assert ONE.unknown_fields(page(thread(*posts))) == unknown


@pytest.mark.parametrize("half", [b"\\ud83d", b"\\udc08", b"\xe4"])
def test_characters_that_are_none_do_not_lose_the_page(half):
    """They are replaced and counted, and the neighbours keep theirs."""
    body = json.dumps(thread(post(6, markdown="MARK \U0001f408 \\ud83d"))).encode().replace(b"MARK", half)
    read = ONE.parse_thread(BOARD, "5", page(body))
    assert read.messages[1].text == "\ufffd \U0001f408 \\ud83d"
    assert [problem.reason for problem in read.problems] == ["undecodable"]


def sample(shared, name):
    """A page that others recorded."""
    return page((shared / "samples" / "lynxchan" / name).read_bytes())


def test_the_sample_thread(shared):
    """One message for every number, opening first; as many line breaks as the HTML has; every file; no field unknown."""
    one, board = sample(shared, "thread_kohlchan.json"), replace(BOARD, name="a")
    raw = json.loads(one.body)
    read = ONE.parse_thread(board, str(raw["threadId"]), one)
    posts = [raw, *raw["posts"]]
    assert [int(number) for number in re.findall(rb'"(?:postId|threadId)": (\d+)', one.body)] == [
        m.number for m in read.messages
    ]
    assert (len(read.messages), read.problems, ONE.unknown_fields(one)) == (3, (), frozenset())
    for message, typed in zip(read.messages, posts, strict=True):
        assert message.text.count("\n") == typed["markdown"].count("<br") == typed["message"].count("\r\n")
        assert message.text.split("\n") == typed["message"].split("\r\n")
        assert (
            message.posted_raw == typed["creation"]
            and message.posted_at.isoformat(timespec="milliseconds")[:23] == typed["creation"][:23]
        )
        assert [
            (file.bytes, file.digest in old["path"])
            for file, old in zip(message.attachments, typed["files"], strict=True)
        ] == [(file["size"], True) for file in typed["files"]]
        assert (message.is_default_name, message.poster_id, message.tripcode) == (True, None, None)


def test_the_sample_catalog_and_index_page(shared):
    """One thread each; the index page gives a tail once the site's default name is known; no field unknown."""
    (mark,) = ONE.parse_listing(BOARD, sample(shared, "catalog.json")).threads
    assert (mark.reply_count, mark.page) == (181, 1)
    one = sample(shared, "page_1.json")
    board = replace(BOARD, name="a", default_names=frozenset({"Bernd"}))
    assert ONE.parse_index(replace(board, default_names=frozenset()), one) == {}
    ((thread_id, entry),) = ONE.parse_index(board, one).items()
    tail = ONE.parse_tail(board, entry)
    assert (thread_id, tail.reply_count, len(tail.messages)) == (mark.thread_id, 239, 2)
    assert [[file.type for file in message.attachments] for message in tail.messages] == [["png"], []]
    assert ONE.unknown_fields(one) == frozenset()


@pytest.mark.parametrize("name", ["boards_js_page.json", "index_json_endchan.json"])
def test_the_sample_lists_of_boards_are_neither(shared, name):
    """Site pages with the fields of others."""
    one = sample(shared, name)
    for work in (
        lambda: ONE.parse_thread(BOARD, "5", one),
        lambda: ONE.parse_listing(BOARD, one),
        lambda: ONE.parse_index(BOARD, one),
    ):
        with pytest.raises(LayoutChanged):
            work()
