"""jschan: pages as its code writes them, marks, refs, tails, blanking; nothing but another page makes the parser raise."""

import json
import re
from dataclasses import MISSING, fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Page, ThreadMark
from hikcorpus.sources.jschan.engine import Jschan

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PAGES = Path(__file__).parent / "pages/jschan"
ONE = Jschan()
BOARD = Board("test", "koti", "jschan", "https://board.example", poster_id_scope="thread")
EXPECTED = json.loads((PAGES / "expected.json").read_text())


def page(body, path="some/path"):
    """A response with these bytes, or this JSON."""
    return Page(f"https://board.example/{path}", body if isinstance(body, bytes) else json.dumps(body).encode(), NOW)


def committed(name):
    """A committed page."""
    return page((PAGES / name).read_bytes(), name)


def post(number=5, **more):
    """A reply of thread 5, or its opening post."""
    date = f"2023-09-12T06:00:0{number % 10}.250Z"
    return {"postId": number, "thread": None if number == 5 else 5, "board": "koti", "date": date} | more


def whole(*replies, **more):
    """Thread 5 as its own page has it."""
    return post(message="Valvon", replyposts=len(replies)) | more | {"replies": list(replies)}


def read(body, thread_id="5", board=BOARD):
    """The thread of a body."""
    return ONE.parse_thread(board, thread_id, page(body))


def marks(*entries):
    """The marks of a catalog."""
    return ONE.parse_listing(BOARD, page(list(entries))).threads


def ref_text(ref):
    """A ref in short."""
    place = "/".join(part or "?" for part in (ref.board, ref.thread_id, ref.message_id))
    return place + " dangling" * ref.dangling


def shown(value):
    """Every field that differs from its default, as expected.json has it."""
    out = {}
    for field in fields(value):
        one = getattr(value, field.name)
        if one == field.default and field.default is not MISSING and field.name != "time_precision":
            continue
        if isinstance(one, datetime):
            one = one.isoformat()
        elif field.name == "refs":
            one = [ref_text(ref) for ref in one]
        elif field.name == "attachments":
            one = [[file.type, file.bytes, file.digest] for file in one]
        if one not in ({}, None):
            out[field.name] = one
    return out


@pytest.mark.parametrize("name", EXPECTED)
def test_page_gives_exactly_what_is_expected(name):
    """All messages with all their fields, the thread's facts and the problems."""
    case = EXPECTED[name]
    if case["kind"] == "listing":
        parsed = ONE.parse_listing(BOARD, committed(name))
        got = {"threads": [[mark.thread_id, mark.reply_count, mark.title] for mark in parsed.threads]}
    else:
        parsed = ONE.parse_thread(BOARD, case["thread_id"], committed(name))
        got = {"thread": shown(parsed.thread), "messages": [shown(message) for message in parsed.messages]}
    problems = [[problem.reason, problem.where] for problem in parsed.problems]
    assert got | {"problems": problems} == case["expect"]


@pytest.mark.parametrize("example", ONE.examples)
def test_examples_come_true(example):
    """Recognised by its address, read without a problem, blanked to nothing, and its addresses lead back."""
    address = ONE.recognise(example.url)
    board = Board("test", address.board, "jschan", address.root)
    assert ONE.recognise(ONE.listing_url(board)) == replace(address, thread_id=None)
    given = Page(example.url, example.body, NOW)
    if example.kind == "listing":
        listing = ONE.parse_listing(board, given)
        assert (tuple(mark.thread_id for mark in listing.threads), listing.problems) == (example.thread_ids, ())
        return
    assert ONE.recognise(ONE.thread_url(board, address.thread_id)) == address
    parsed = ONE.parse_thread(board, address.thread_id, given)
    assert (len(parsed.messages), parsed.problems, ONE.unknown_fields(given)) == (example.messages, (), frozenset())
    gone = [message.message_id for message in parsed.messages]
    after = ONE.parse_thread(board, address.thread_id, Page(example.url, ONE.blank(given, frozenset(gone)), NOW))
    assert [(message.message_id, message.text) for message in after.messages] == [(number, "") for number in gone]


@pytest.mark.parametrize(
    ("path", "board", "thread_id"),
    [
        ("koti/thread/5.html#6", "koti", "5"),
        ("koti/thread/5.json", "koti", "5"),
        *((path, "koti", None) for path in ("koti", "koti/", "koti/index.html", "koti/2.html", "koti/catalog.html")),
        *((path, "koti", None) for path in ("koti/catalog.json", "koti/settings.json", "koti/logs.html")),
        *(
            (path, None, None)
            for path in ("", "catalog.html", "koti/thread/5", "koti/thread/05.html", "koti/res/5.html")
        ),
        *(
            (path, None, None)
            for path in ("a/koti/", "a/koti/thread/5.html", "k%C3%A4/", "thread/5.html", "file/a.png")
        ),
        *((path, None, None) for path in ("koti/0.html", "koti/index.php", "captcha", "globalmanage/recent.html")),
    ],
)
def test_addresses(path, board, thread_id):
    """Boards lie at the root and have plain names; never certain, since others write such addresses too."""
    found = ONE.recognise(f"https://h.example:8080/{path}")
    expected = board and ("https://h.example:8080", board, thread_id, False)
    assert (found and (found.root, found.board, found.thread_id, found.certain)) == expected
    assert ONE.recognise(f"ftp://h.example/{path}") is None


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({"forceAnon": False, "defaultName": " Nimetön ", "language": "fi-FI"}, {"Nimetön"}),
        *(({"defaultName": name}, set()) for name in ("", " ", None, 5)),
        *((body, set()) for body in (b"", b"<!doctype html><title>x</title>", b"[]", b"\xff\xfe", b'{"defaultName')),
    ],
)
def test_settings_give_the_default_name(body, names):
    """A page that tells none changes nothing."""
    assert ONE.settings_url(BOARD) == "https://board.example/koti/settings.json"
    board = ONE.with_settings(BOARD, page(body))
    assert board == replace(BOARD, default_names=frozenset(names))
    replies = [post(6 + place, name=name) for place, name in enumerate(["Nimetön", "Anon", "Hiiri", None])]
    flags = [message.is_default_name for message in read(whole(*replies), board=board).messages[1:]]
    assert flags == [bool(names), True, False, True]


ENTRY = post(
    message="salaisuus", subject="otsikko", name="Hiiri", replyposts=2, replyfiles=1, sticky=0, locked=0, bumplocked=0,
    cyclic=0, bumped="2023-09-12T06:05:00.500Z", files=[], backlinks=[{"postId": 6}],
)  # fmt: skip
CHANGES = [
    {"bumped": "2023-09-12T06:05:00.501Z"}, {"replyposts": 1}, {"replyfiles": 0}, {"sticky": 1}, {"locked": 1},
    {"bumplocked": 1}, {"cyclic": 1}, {"message": "salaisuus."}, {"subject": "x"}, {"name": "x"}, {"backlinks": []},
    {"edited": {"username": None, "date": "2023-09-12T07:00:00.000Z"}}, {"banmessage": "x"}, {"files": [{}]},
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=[next(iter(change)) for change in CHANGES])
def test_any_change_in_the_catalog_changes_the_mark(change):
    """Whatever the catalog shows is in the mark; the place is not, nor any word."""
    (before,), (after,) = marks(ENTRY), marks(ENTRY | change)
    assert before.mark != after.mark
    below = marks(post(15, thread=None), ENTRY)[1]
    assert (below.mark, below.position, before.position) == (before.mark, 1, 0)
    assert not any(word in before.mark for word in ("salaisuus", "otsikko", "Hiiri"))
    assert before.at == int(datetime(2023, 9, 12, 6, 5, tzinfo=UTC).timestamp())


def link(number, thread=5, board="koti", mark=None):
    """A reply link as sanitize-html leaves it."""
    return f'<a class="quote" href="/{board}/thread/{thread}.html#{number}">&gt;&gt;{mark or number}</a>'


def dead(mark):
    """A mark whose target the engine does not find."""
    return f'<span class="invalid-quote">&gt;&gt;{mark}</span>'


@pytest.mark.parametrize(
    ("message", "edges", "refs"),
    [
        (link(6), [(6, 5)], ["koti/5/6"]),
        (f"{link(5)} <small>(OP)</small> ", [(5, 5)], ["koti/5/5"]),
        (link(9, thread=8), [(9, 8)], ["koti/8/9"]),
        (link(9, 8, "pelit", ">/pelit/9"), [], ["pelit/8/9"]),
        (dead(4), [], ["koti/?/4 dangling"]),
        (dead(">/pelit/4") + dead(">/pelit/"), [], ["pelit/?/4 dangling"]),
        (link(4), [], ["koti/5/4 dangling"]),
        (dead(4) + link(4), [], ["koti/?/4 dangling"]),
        (f'<span class="greentext">&gt;x {dead(4)}</span> {link(6)}', [(6, 5)], ["koti/?/4 dangling", "koti/5/6"]),
        (f"{link(6)} {link(6)} {link(5)}", [(5, 5), (6, 5)], ["koti/5/6", "koti/5/5"]),
        ("no link", [(6, 5), (4, 5), (9, 8)], ["koti/5/6", "koti/5/4 dangling", "koti/8/9"]),
        (dead(6), [(6, 5)], ["koti/5/6"]),
        ('<a class="quote" href="/pelit/index.html">&gt;&gt;&gt;/pelit/</a>', [], []),
        ('<a href="/koti/catalog.html#koti-/x/">&gt;&gt;&gt;#/x/</a>', [], []),
        ('<a href="https://h.example/koti/thread/5.html#6">https://h.example/koti/thread/5.html#6</a>', [], []),
        ("&gt;&gt;6 in clear", [], []),
    ],
)
def test_refs(message, edges, refs):
    """Links and dead marks of the message in its order, completed by the engine's lists; numbers that are gone dangle."""
    quotes = [{"_id": "0", "postId": number, "thread": thread} for number, thread in edges]
    parsed = read(whole(post(6), post(7, message=message, quotes=quotes)))
    assert [ref_text(ref) for ref in parsed.messages[2].refs] == refs
    parsed = read(whole(post(6), post(7, message=message, crossquotes=quotes)))
    assert [ref_text(ref) for ref in parsed.messages[2].refs] == refs


CODE = '<span class="code">'


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (f"a\n{CODE}x</span>b", "a\nx\nb"),
        (f"a{CODE}x\n</span>b", "a\nx\nb"),
        (f"a\n{CODE}x</span>\nb", "a\nx\n\nb"),
        (f"{CODE}x</span>{CODE}y</span>", "x\ny"),
        (
            'a\n<span class="code hljs">f<span class="hljs-x">(</span>)</span>b<span class="mono">c</span>',
            "a\nf()\nbc",
        ),
        ('<span class="aa"> ∧∧\n</span>b', " ∧∧\nb"),
        ('<span class="bold">class="code"</span>b', 'class="code"b'),
        ('a <span class="spoiler">b\r\nc</span>\r\n\r\n\r\nd', "a b\nc\n\n\nd"),
        ("a\rb", "a\nb"),
        (f"{link(5)} <small>(OP)</small>  (OP)\r\nx", ">>5 (OP)\nx"),
        ('<img class="embimg" title="kuva" alt="kuva" src="/x.png" />', "kuva"),
        ("&amp;lt; &lt;3 &lt;b&gt; (((x))) ''y''", "&lt; <3 <b> (((x))) ''y''"),
        ("</span></span>x" + CODE, "x"),
    ],
)
def test_lines_of_the_text(message, text):
    """Blocks stand on lines of their own as shown, the engine's note is no text, entities are decoded once."""
    assert read(whole(message=message)).messages[0].text == text


@given(st.lists(st.text("ab<>&\"'/`= (OP)5é夜", max_size=12), max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_every_line_comes_back_as_typed(lines, line_break):
    """Escaped, quoted and sanitized as the engine does it: no line and no character is lost."""
    out = []
    for line in lines:
        html = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if re.match(r"&gt;(?!&gt;\d)", html):
            html = f'<span class="greentext">{html}</span>'
        out.append(re.sub("&gt;&gt;(5+)", lambda mark: written(mark[1]), html))
    typed = "\n".join(lines).strip("\n")
    assert read(whole(message=line_break.join(out))).messages[0].text == typed


def written(number):
    """A mark as lib/post/quotes.js writes it into thread 5, where no 55 is."""
    return f"{link(5)} <small>(OP)</small> " if number == "5" else dead(number)


THREAD = (PAGES / "thread.json").read_bytes()
HTML = b"\n<!DOCTYPE html><html><head><title>SECRET</title></head><body>SECRET</body></html>"
ERROR = b'{"title":"Not found","message":"SECRET"}'
REFUSED = {
    "HTML": (HTML, "it is HTML"),
    "empty": (b"", "it is empty"),
    "cut off": (THREAD[: len(THREAD) // 2], "cut off"),
    "no JSON": (b"SECRET", "no JSON"),
    "an error": (ERROR, "another shape"),
    "a catalog": (b"[]", "another shape"),
    "another thread": (json.dumps(post(41, thread=None, replies=[])).encode(), "begins with post 41"),
    "a reply": (json.dumps(post(40, replies=[])).encode(), "begins with post 40"),
    "another board": (json.dumps(post(40, thread=None, board="SECRET", replies=[])).encode(), "another board"),
    "a catalog's entry": (json.dumps(post(40, thread=None)).encode(), "only a part"),
    "replies as null": (json.dumps(post(40, thread=None, replies=None)).encode(), "only a part"),
    "a thread of the index": (json.dumps(post(40, thread=None, replies=[], omittedposts=3)).encode(), "only a part"),
    "odd opening post": (json.dumps(post(40, thread=None, message=[], replies=[])).encode(), "another shape"),
    "another charset": (b'{"postId":40,"message":"' + b"\xe4\xf6" * 40 + b'"}', "cannot be read"),
    "deep nesting": (b'{"postId":40,"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
}


@pytest.mark.parametrize(("body", "why"), REFUSED.values(), ids=REFUSED)
def test_other_pages_are_no_threads(body, why):
    """The sentence says where and why and repeats nothing of the page."""
    with pytest.raises(LayoutChanged, match=why) as raised:
        read(body, "40")
    assert "/some/path" in raised.value.what
    assert raised.value.next_step
    assert "SECRET" not in str(raised.value)


OTHER_LISTINGS = {
    "HTML": HTML,
    "empty": b"",
    "an error": ERROR,
    "vichan's": b'[{"page":0,"threads":[{"no":5}]}]',
    "an empty one of vichan": b'[{"page":0}]',
    "numbers": b"[5,6]",
    "null": b"null",
    "another board's": json.dumps([ENTRY | {"board": "pelit"}]).encode(),
    "a page of the index": json.dumps([ENTRY | {"replies": []}]).encode(),
    "a list of replies": json.dumps([post(6)]).encode(),
    "cut off": json.dumps([ENTRY]).encode()[:-9],
}


@pytest.mark.parametrize("body", OTHER_LISTINGS.values(), ids=OTHER_LISTINGS)
def test_other_pages_are_no_listings(body):
    """Another page must never look like an empty board, nor like one that lost its threads."""
    with pytest.raises(LayoutChanged) as raised:
        ONE.parse_listing(BOARD, page(body))
    assert "SECRET" not in str(raised.value)


@pytest.mark.parametrize("body", [HTML, b"", ERROR, b"null", b"[{", THREAD])
def test_other_pages_are_no_index(body):
    """Refused like any other page that is not what was asked for."""
    with pytest.raises(LayoutChanged):
        ONE.parse_index(BOARD, page(body))


@pytest.mark.parametrize("half", [b"\\ud83d", b"\\udc08", b"\xe4"])
def test_unreadable_characters_are_counted_and_do_not_lose_the_page(half):
    """Half characters and stray bytes are replaced; the entry that had them is no tail, its neighbour is."""
    body = THREAD.replace(b"hiljaista", b"hil" + half + b"jaista \\ud83d\\udc08")
    parsed = read(body, "40")
    assert [problem.reason for problem in parsed.problems] == ["undecodable"]
    assert parsed.messages[7].text == "hil\ufffdjaista 🐈"
    assert b"jaista" not in ONE.blank(page(body), frozenset({"49"}))
    catalog = b'[{"postId":6,"message":"%s"},{"postId":7,"message":"x"}]' % (half + b" and some more text")
    assert [mark.entry is None for mark in ONE.parse_listing(BOARD, page(catalog)).threads] == [True, False]
    assert list(ONE.parse_index(BOARD, page(catalog))) == ["7"]


def test_unknown_fields_are_named():
    """Of posts and files; what is no name is told as such; the engine's own ones are all known."""
    assert ONE.unknown_fields(committed("thread.json")) == frozenset()
    body = whole(post(6, mood="x", files=[{"alt": 1}, 5], ip={"raw": "x"}), post(7, **{"Matti M": 1}))
    assert ONE.unknown_fields(page(body)) == {"mood", "alt", "ip", "(a name that is none)"}
    assert {ONE.unknown_fields(page(body)) for body in (b"", HTML, ERROR, b"[]", b"5")} == {frozenset()}


INDEX = whole(post(7, message=f"{link(6)} ja {dead(4)}"), post(9, message="y"), replyposts=4, omittedposts=2)


def test_the_index_shows_the_newest_messages_whole():
    """As the thread's own page does; a target that is not shown is not gone; ids of two entries are of none."""
    own = read(whole(post(6), post(7, message=f"{link(6)} ja {dead(4)}"), post(8), post(9, message="y")))
    other = post(15, thread=None, replyposts=0)
    entries = ONE.parse_index(BOARD, page([INDEX, other, {"title": "x"}]))
    assert list(entries) == ["5", "15"]
    tail = ONE.parse_tail(BOARD, entries["5"])
    assert tail.messages == tuple(own.messages[place] for place in (0, 2, 4))
    assert (tail.thread, tail.reply_count, tail.explained, tail.raw) == (own.thread, 4, True, entries["5"])
    assert list(ONE.parse_index(BOARD, page([INDEX, other, INDEX]))) == ["15"]
    assert ONE.parse_index(BOARD, page([])) == {}


def test_where_tails_stand():
    """The index is cut from the catalog by tens; a catalog's entry is a tail where the thread has no reply."""
    found = marks(*(post(15 + place, thread=None, replyposts=place) for place in range(11)))
    urls = [ONE.tail_url(BOARD, mark).rpartition("/")[2] for mark in found]
    assert urls == ["index.json"] * 10 + ["2.json"]
    assert ONE.tail_url(BOARD, ThreadMark("5", 0, "m")) is None
    assert [ONE.parse_tail(BOARD, mark.entry) is not None for mark in found] == [True] + [False] * 10
    assert ONE.archive_url(BOARD) is None


DOUBTFUL = {
    "replies announced, none shown": INDEX | {"replies": [], "omittedposts": 4},
    "no count": INDEX | {"replyposts": None},
    "counts that do not add up": INDEX | {"omittedposts": 3},
    "more shown than announced": INDEX | {"replyposts": 1, "omittedposts": -1},
    "out of order": INDEX | {"replies": INDEX["replies"][::-1]},
    "one twice": INDEX | {"replies": INDEX["replies"][:1] * 2},
    "below the opening post": INDEX | {"replies": [post(3), post(9)]},
    "post of another thread": INDEX | {"replies": [post(7), post(9, thread=6)]},
    "post of another board": INDEX | {"replies": [post(7), post(9, board="pelit")]},
    "entry that is a reply": INDEX | {"thread": 4},
    "no time": INDEX | {"replies": [post(7), post(9, date=None)]},
    "unreadable reply": INDEX | {"replies": [post(7), post(9, message=[])]},
    "no JSON": "x",
}


@pytest.mark.parametrize("entry", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_is_doubtful_is_no_tail(entry):
    """Nothing is told of its messages; parse_tail never raises."""
    assert ONE.parse_tail(BOARD, json.dumps(entry).encode()) is None
    assert ONE.parse_tail(BOARD, json.dumps(INDEX).encode()) is not None
