"""Makaba: pages of its three forms, names, marks, refs, errors, blanking; nothing but another page makes it raise."""

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
from hikcorpus.sources.base import Page
from hikcorpus.sources.makaba.engine import Makaba

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PAGES = Path(__file__).parent / "pages/makaba"
ONE = Makaba()
BOARD = Board("test", "koti", "makaba", "https://2ch.su", ONE.zone, poster_id_scope="thread")
EXPECTED = json.loads((PAGES / "expected.json").read_text())
CONTENT = (
    *("author_name", "tripcode", "capcode", "account_id", "poster_id", "shared_line", "mail_field", "country"),
    *("subject", "edited_at"),
)
KEPT = ("message_id", "number", "thread_id", "is_opening", "posted_at", "posted_raw", "time_precision", "state")


def page(body, path="koti/res/40.json"):
    """A response with these bytes, or this JSON."""
    return Page(f"https://2ch.su/{path}", body if isinstance(body, bytes) else json.dumps(body).encode(), NOW)


def committed(name):
    """A committed page."""
    return page((PAGES / name).read_bytes())


def post(num=40, **more):
    """A post of thread 40 in today's form."""
    return {
        "num": num, "parent": 0 if num == 40 else 40, "board": "koti", "timestamp": 1700000000 + num, "name": "Аноним",
        "date": "15/11/23 Срд 01:13:20", "comment": "сова", "subject": "", "email": "", "trip": "", "files": None,
    } | more  # fmt: skip


def whole(*replies, **more):
    """Thread 40 as its own page has it."""
    return {"board": {"id": "koti"}, "current_thread": 40, "is_board": False, "title": "", "threads": [
        {"posts": [post(**more), *replies]}]}  # fmt: skip


def read(body, thread_id="40", board=BOARD):
    """The thread of a body."""
    return ONE.parse_thread(board, thread_id, page(body))


def catalog(*entries, **more):
    """A catalog."""
    return {"board": {"id": "koti"}, "filter": "standart", "threads": list(entries)} | more


def mark(entry):
    """The mark of a catalog's only entry."""
    return ONE.parse_listing(BOARD, page(catalog(entry))).threads[0]


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
        got = {"threads": [[one.thread_id, one.reply_count, one.title] for one in parsed.threads]}
    else:
        parsed = ONE.parse_thread(BOARD, case["thread_id"], committed(name))
        got = {"thread": shown(parsed.thread), "messages": [shown(message) for message in parsed.messages]}
    assert got | {"problems": [[problem.reason, problem.where] for problem in parsed.problems]} == case["expect"]


@pytest.mark.parametrize("example", ONE.examples)
def test_examples_come_true(example):
    """Recognised by its address, read without a problem, blanked to nothing, and its addresses lead back."""
    address = ONE.recognise(example.url)
    board = Board("test", address.board, "makaba", address.root)
    assert ONE.recognise(ONE.listing_url(board)) == replace(address, thread_id=None)
    sent = Page(example.url, example.body, NOW)
    assert ONE.classify(sent) == "ok"
    if example.kind == "listing":
        listing = ONE.parse_listing(board, sent)
        assert (tuple(one.thread_id for one in listing.threads), listing.problems) == (example.thread_ids, ())
        return
    assert ONE.recognise(ONE.thread_url(board, address.thread_id)) == address
    assert ONE.recognise(ONE.fallen_url(board, address.thread_id)) == address
    parsed = ONE.parse_thread(board, address.thread_id, sent)
    assert (len(parsed.messages), parsed.problems, ONE.unknown_fields(sent)) == (example.messages, (), frozenset())
    gone = frozenset(message.message_id for message in parsed.messages)
    after = ONE.parse_thread(board, address.thread_id, Page(example.url, ONE.blank(sent, gone), NOW))
    assert [message.text for message in after.messages] == [""] * len(gone)


@pytest.mark.parametrize(
    ("url", "board", "thread_id"),
    [
        ("https://2ch.hk/b/res/5.html#6", "b", "5"),
        ("https://2ch.su/b/res/5.json", "b", "5"),
        ("https://2ch.hk/b/arch/2016-03-06/res/5.html", "b", "5"),
        ("https://2ch.hk/b/arch/wakaba/res/5.json", "b", "5"),
        ("https://2ch.hk/b/arch/res/5.json", "b", "5"),
        ("https://2ch.hk/api/mobile/v2/after/b/5/6", "b", "5"),
        *((f"https://2ch.su/b{rest}", "b", None) for rest in ("", "/", "/index.html", "/3.json", "/catalog.html")),
        *((f"https://2ch.su/b{rest}", "b", None) for rest in ("/catalog_num.json", "/threads.json", "/arch/")),
        *((f"https://2ch.su{rest}", None, None) for rest in ("", "/", "/api/mobile/v2/boards", "/b/src/5/1.jpg")),
        *(
            (f"https://2ch.su{rest}", None, None)
            for rest in ("/makaba/", "/b/res/x.html", "/static/a.css", "/B%C3%A4/")
        ),
        ("https://h.example/b/res/5.html", None, None),
        ("https://2ch.su.h.example/b/res/5.html", None, None),
        ("ftp://2ch.su/b/", None, None),
    ],
)
def test_addresses(url, board, thread_id):
    """Only on the site's own hosts, and there for certain."""
    found = ONE.recognise(url)
    assert (found and (found.board, found.thread_id, found.certain)) == (board and (board, thread_id, True))


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (b'{"Code":-404,"Error":"x"}', "gone"),
        (b'{"Code":"-3","Error":"x"}', "gone"),
        (b'{"result":0,"error":{"code":-3,"message":"x"}}', "gone"),
        (b'{"error":{"code":-2,"message":"x"},"result":0}', "gone"),
        (b'{"result":0,"error":{"code":-31,"message":"x"}}', "gone"),
        (b'{"error":{"code":-22,"message":"x"}}', "rate_limited"),
        (b'{"Code":-6,"Error":"x"}', "blocked"),
        (b'{"result":0,"error":{"code":-42,"message":"x"}}', "blocked"),
        (b'{"result":0,"error":{"code":-5,"message":"x"}}', "challenge"),
        (b'{"result":0,"error":{"code":666,"message":"x"}}', "unavailable"),
        (b'{"result":0,"error":{"code":-77,"message":"x"}}', "other"),
        (b'{"result":-1}', "other"),
        (b'{"error":"x"}', "other"),
        (b'{"Error":"x"}', "other"),
        ("<html><body>Доска не существует.</body></html>".encode(), "gone"),
        (b"<html><body>x</body></html>", "ok"),
        (b"", "ok"),
        (b"\xff\xfe", "ok"),
        (b"[]", "ok"),
        (b'{"threads":[],"error":{"code":-3}}', "ok"),
    ],
)
def test_errors_come_with_status_200(body, answer):
    """Codes of the engine's own documentation; what may be a page is left to the parse methods."""
    assert ONE.classify(page(body)) == answer
    assert ONE.classify(page(body + b" " * 20_000)) == "ok"  # no error is as long as that


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ([{"id": "muu", "default_name": "Кто-то"}, {"id": "koti", "default_name": " Пони "}], {"Пони"}),
        ({"Разное": [{"id": "koti", "default_name": "Пони"}], "Игры": [{"id": "vg"}]}, {"Пони"}),
        ({"board": {"id": "koti", "default_name": "Пони"}, "threads": []}, {"Пони"}),
        *(([{"id": "koti", "default_name": name}], set()) for name in ("", None)),
        *((body, set()) for body in (b"", b"<html></html>", [], {}, [{"id": "muu", "default_name": "Пони"}], [5])),
    ],
)
def test_settings_give_the_default_name(body, names):
    """The list of all boards, of today's form or of 2015, or a page of the board; a page that tells none changes nothing."""
    assert ONE.settings_url(BOARD) == "https://2ch.su/api/mobile/v2/boards"
    board = ONE.with_settings(BOARD, page(body))
    assert board.default_names == names
    replies = [post(50 + place, name=name) for place, name in enumerate(["Пони", "Аноним", "Ёж", ""])]
    assert [one.is_default_name for one in read(whole(*replies), board=board).messages[1:]] == [
        bool(names), True, False, True,
    ]  # fmt: skip


ENTRY = post(
    lasthit=1700000900, posts_count=2, files_count=1, sticky=0, closed=0, endless=0, banned=0, views=5, tags=""
)
CHANGES = [
    *({name: 7} for name in ("lasthit", "posts_count", "files_count", "likes", "dislikes")),
    *({name: 1} for name in ("sticky", "closed", "endless", "banned", "op")),
    *({name: "x"} for name in ("comment", "subject", "name", "trip", "email", "icon", "tags", "date")),
    {"files": [{"path": "x.png"}]},
]


@pytest.mark.parametrize("change", CHANGES, ids=[next(iter(change)) for change in CHANGES])
def test_any_change_in_the_catalog_changes_the_mark(change):
    """Whatever it shows of the thread; not its place, nor its readers; no word stands in the mark."""
    before = mark(ENTRY)
    assert mark(ENTRY | change).mark != before.mark
    assert mark(ENTRY | {"views": 99}).mark == before.mark
    assert ONE.parse_listing(BOARD, page(catalog(post(41, parent=0), ENTRY))).threads[1].mark == before.mark
    assert "сова" not in before.mark
    assert (before.at, before.reply_count) == (1700000900, 2)


def test_tail_is_the_opening_post_of_a_thread_without_replies():
    """Same message as on the thread's own page; anything else is none."""
    lonely = ENTRY | {"posts_count": 0, "lasthit": ENTRY["timestamp"]}
    tail = ONE.parse_tail(BOARD, mark(lonely).entry)
    assert tail.messages == read(whole()).messages
    assert (tail.reply_count, tail.explained, tail.thread.thread_id) == (0, True, "40")
    assert not ONE.parse_tail(BOARD, json.dumps(lonely | {"lasthit": 1}).encode()).explained
    for other in (ENTRY, lonely | {"parent": 3}, lonely | {"timestamp": None, "date": ""}, lonely | {"name": None}, []):
        assert ONE.parse_tail(BOARD, json.dumps(other).encode()) is None
    assert ONE.tail_url(BOARD, mark(lonely)) is None


def test_archived_threads_say_so_by_their_address():
    """The page itself is as it was."""
    body = json.dumps(whole()).encode()
    put_away = Page("https://2ch.su/koti/arch/2016-03-06/res/40.json", body, NOW)
    assert ONE.parse_thread(BOARD, "40", put_away).thread.state == "archived"
    assert read(body).thread.state == "live"


THREADS = [name for name, case in EXPECTED.items() if case["kind"] == "thread"]


@pytest.mark.parametrize("name", THREADS)
def test_each_message_can_be_blanked_alone_and_all_together(name):
    """Content out, the rest as it was, others unchanged, blanking twice is once."""
    before = ONE.parse_thread(BOARD, "40", committed(name))
    ids = [message.message_id for message in before.messages]
    for gone in ({one} for one in ids), [set(ids)]:
        for some in gone:
            blanked = ONE.blank(committed(name), some)
            after = read(blanked)
            for old, new in zip(before.messages, after.messages, strict=True):
                if old.message_id not in some:
                    assert new == old
                    continue
                assert (new.text, new.refs, new.attachments, new.is_default_name) == ("", (), (), True)
                assert [getattr(new, field) for field in CONTENT] == [None] * len(CONTENT)
                changed = [field for field in KEPT if getattr(new, field) != getattr(old, field)]
                assert changed in ([], ["posted_raw"])  # a date in words that are no date goes
            assert ONE.blank(page(blanked), some) == blanked
            title = before.messages[0].subject
            assert "40" not in some or title is None or json.dumps(title, ensure_ascii=False).encode() not in blanked


FIELDS = [
    "name",
    "trip",
    "email",
    "subject",
    "comment",
    "icon",
    "tags",
    "files",
    "date",
    "board",
    "timestamp",
    "unheard",
]
WRAP = [lambda word: word, lambda word: [word], lambda word: {"x": word}, lambda word: [{"path": word}]]


@given(
    st.lists(st.dictionaries(st.sampled_from(FIELDS), st.integers(0, 3), max_size=6), min_size=2, max_size=5),
    st.sets(st.integers(0, 4), min_size=1),
    st.booleans(),
    st.booleans(),
)
def test_no_word_of_a_blanked_post_is_left_wherever_it_stood(posts, gone, listed, bom):
    """Known fields, unknown ones, nested ones, the page's own title; the bytes of other posts stand as they stood."""
    texts = [
        json.dumps(post(40 + place) | {name: WRAP[wrap](f"canary{place}canary") for name, wrap in one.items()})
        for place, one in enumerate(posts)
    ]
    inner = ", ".join(texts) if listed else f'{{"posts":[{", ".join(texts)}]}}'
    body = f'{{"current_thread":"40","title":"canary0canary","thread_first_image":"canary0canary","threads":[{inner}]}}'
    raw = b"\xef\xbb\xbf" * bom + body.encode()
    blanked = ONE.blank(page(raw), frozenset(str(40 + place) for place in gone))
    for place, text in enumerate(texts):
        assert (f"canary{place}canary".encode() in blanked) <= (place not in gone)
        assert place in gone or text.encode() in blanked
    assert re.findall(rb'"num": ?(\d+)', blanked) == re.findall(rb'"num": ?(\d+)', raw)
    assert blanked.startswith(b"\xef\xbb\xbf") == bom


HTML = b"\n<!DOCTYPE html><html><head><title>SECRET</title></head><body>SECRET</body></html>"
INDEX = {"board": {"id": "koti"}, "current_thread": 0, "is_board": True, "threads": [{"posts": [post()]}]}
REFUSED = {
    "HTML": (HTML, "it is HTML"),
    "empty": (b"", "it is empty"),
    "cut off": (json.dumps(whole()).encode()[:-9], "cut off"),
    "an error": (b'{"Code":-3,"Error":"SECRET"}', "another shape"),
    "the mobile API's": ({"posts": [post()], "result": 1}, "another shape"),
    "a catalog": (catalog(ENTRY), "another shape"),
    "a page of the index": (INDEX, "a page of the index"),
    "a page of the index of 2015": (INDEX | {"is_board": 0}, "a page of the index"),
    "several threads": (INDEX | {"threads": [{"posts": []}] * 2}, "one thread"),
    "several odd threads": (INDEX | {"threads": [{"posts": [5]}] * 2}, "one thread"),
    "no post": ({"threads": [{"posts": [{"SECRET": 1}]}]}, "no post"),
    "another thread": (whole(num=41, parent=0), "begins with post 41"),
    "a reply": (whole(parent=30), "begins with post 40"),
    "another board": (whole() | {"board": {"id": "SECRET"}}, "another board"),
    "another board of 2015": (whole() | {"Board": "SECRET"}, "another board"),
    "deep nesting": (b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
}


@pytest.mark.parametrize(("body", "why"), REFUSED.values(), ids=REFUSED)
def test_other_pages_are_no_threads(body, why):
    """The sentence says where and why and repeats nothing of the page."""
    with pytest.raises(LayoutChanged, match=why) as raised:
        read(body)
    assert "/koti/res/40.json" in raised.value.what
    assert raised.value.next_step
    assert "SECRET" not in str(raised.value)


OTHER_LISTINGS = [
    HTML, b"", b'{"Code":-2,"Error":"SECRET"}', b"[]", b"null", b'{"threads":[]}', INDEX, INDEX | {"is_board": 0},
    whole(), catalog(ENTRY) | {"board": {"id": "muu"}}, catalog("x"), catalog(post(41)),
]  # fmt: skip


@pytest.mark.parametrize("body", OTHER_LISTINGS)
def test_other_pages_are_no_listings(body):
    """Another page must never look like an empty board, nor like one that lost its threads."""
    with pytest.raises(LayoutChanged) as raised:
        ONE.parse_listing(BOARD, page(body))
    assert "SECRET" not in str(raised.value)


def test_unknown_fields_are_told_by_name_only():
    """On posts and on files; what is no name is one fixed word."""
    body = whole(post(41, mood=1, files=[{"path": "a", "hue": 2}]), **{"сова!": 1})
    assert ONE.unknown_fields(page(body)) == {"mood", "hue", "(a name that is none)"}
    for other in (b"", b"[]", HTML, b"{"):
        assert ONE.unknown_fields(page(other)) == frozenset()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
POST = st.fixed_dictionaries(
    {"num": st.integers(41, 44) | JSON, "parent": st.sampled_from([40, "40", 0]) | JSON},
    optional=dict.fromkeys(FIELDS, JSON)
    | {"comment": st.text('<>a" =/#40&;href', max_size=60) | JSON, "name": st.text("&nbsp;ID: <span>Аё", max_size=40)},
)


@given(st.lists(POST | JSON, max_size=5))
def test_odd_posts_are_messages_or_problems(posts):
    """Whatever stands in the fields, every post is accounted for, and none twice; blanking leaves them all."""
    body = whole(*posts)
    parsed = read(body)
    lost = [one for one in parsed.problems if one.reason not in ("undecodable", "out_of_order", "unreadable_time")]
    assert len(parsed.messages) + len(lost) == len(posts) + 1
    ids = {message.message_id for message in parsed.messages}
    assert len(ids) == len(parsed.messages)
    for message in parsed.messages:
        repr(message).encode()
        assert len({(ref.board, ref.message_id) for ref in message.refs}) == len(message.refs)
        assert message.posted_at is None or message.posted_at.tzinfo is UTC
    after = read(ONE.blank(page(body), ids - {"40"}))
    assert [message.message_id for message in after.messages] == [message.message_id for message in parsed.messages]
    check(json.dumps(body).encode())


RAW = {name: (PAGES / name).read_bytes() for name in EXPECTED}


@given(
    st.sampled_from(sorted(RAW)),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=3), st.integers(0, 20)), max_size=4),
)
def test_mutated_pages_are_read_or_refused(name, changes):
    """Bytes changed, put in or taken out anywhere: a page, or another page."""
    body = RAW[name]
    for part, new, cut in changes:
        place = int(part * len(body))
        body = body[:place] + new + body[place + cut :]
    check(body)


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_bytes_make_it_raise_anything_else(body):
    """Any bytes and any JSON are a page or another page."""
    check(body)


def check(body):
    """Every method on these bytes: nothing but LayoutChanged, with a next step, comes out."""
    sent = page(body)
    for work in (lambda: ONE.parse_thread(BOARD, "40", sent), lambda: ONE.parse_listing(BOARD, sent)):
        try:
            work()
        except LayoutChanged as error:
            assert error.next_step
    ONE.parse_tail(BOARD, body)
    ONE.unknown_fields(sent)
    ONE.with_settings(BOARD, sent)
    ONE.classify(sent)
    assert ONE.blank(sent, frozenset()) == body == ONE.scrub(sent)
    ONE.blank(sent, frozenset({"40", "41"}))
