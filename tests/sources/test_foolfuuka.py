"""FoolFuuka and Fuuka: API and pages, deletion marks, ghosts, marks, tails, blanking; only another page makes it raise."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Page
from hikcorpus.sources.foolfuuka.engine import Foolfuuka
from tests.sources.test_makaba import CONTENT, JSON, KEPT, shown

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PAGES = Path(__file__).parent / "pages/foolfuuka"
ONE = Foolfuuka()
BOARD = Board("test", "room", "foolfuuka", "https://archive.example", poster_id_scope="thread")
EXPECTED = json.loads((PAGES / "expected.json").read_text())
THREADS = [name for name, case in EXPECTED.items() if case["kind"] == "thread"]


def page(body, path="_/api/chan/thread/?board=room&num=70"):
    """A response with these bytes, or this JSON."""
    return Page(f"https://archive.example/{path}", body if isinstance(body, bytes) else json.dumps(body).encode(), NOW)


def committed(name):
    """A committed page."""
    return page((PAGES / name).read_bytes())


def post(num=70, thread=70, **more):
    """A post as the API sends it."""
    return {
        "num": str(num), "subnum": "0", "thread_num": str(thread), "op": "1" if num == thread else "0",
        "timestamp": str(1767341000 + num), "name": "Anonymous", "comment_processed": "owl", "deleted": "0",
        "board": {"shortname": "room"}, "media": None,
    } | more  # fmt: skip


def whole(*replies, **more):
    """Thread 70 as the API sends it."""
    return {"70": {"op": post(**more), "posts": {str(place): one for place, one in enumerate(replies)}}}


def entry(*replies, omitted=0, **more):
    """Thread 70 as the index has it."""
    return {"omitted": omitted, "images_omitted": 0, "posts": list(replies), "op": post(**more)}


def read(body, thread_id="70", board=BOARD):
    """The thread of a body."""
    return ONE.parse_thread(board, thread_id, page(body))


def marks(index, number=1):
    """The listing of an index."""
    return ONE.parse_listing(BOARD, page(index, f"_/api/chan/index/?board=room&page={number}"))


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
    board = Board("test", address.board, "foolfuuka", address.root)
    assert ONE.recognise(ONE.listing_url(board)) == replace(address, thread_id=None)
    sent = Page(example.url, example.body, NOW)
    assert ONE.classify(sent) == "ok"
    if example.kind == "listing":
        listing = ONE.parse_listing(board, sent)
        assert (tuple(one.thread_id for one in listing.threads), listing.problems) == (example.thread_ids, ())
        return
    assert ONE.recognise(ONE.thread_url(board, address.thread_id)) == address
    parsed = ONE.parse_thread(board, address.thread_id, sent)
    assert (len(parsed.messages), parsed.problems, ONE.unknown_fields(sent)) == (example.messages, (), frozenset())
    gone = frozenset(message.message_id for message in parsed.messages)
    after = ONE.parse_thread(board, address.thread_id, Page(example.url, ONE.blank(sent, gone), NOW))
    assert [message.text for message in after.messages] == [""] * len(gone)


@pytest.mark.parametrize(
    ("url", "board", "thread_id", "certain"),
    [
        ("https://h.example/_/api/chan/thread/?board=room&num=70", "room", "70", True),
        ("https://h.example/_/api/chan/thread/?num=70&board=room&last_limit=50", "room", "70", True),
        ("https://h.example/_/api/chan/index/?board=room&page=3", "room", None, True),
        ("https://desuarchive.org/a/thread/70/#71", "a", "70", True),
        ("https://desuarchive.org/a/last/50/70/", "a", "70", True),
        ("https://archived.moe/c/page/3/", "c", None, True),
        ("https://warosu.org/g/thread/S70#p71", "g", "70", True),
        ("https://h.example/room/thread/70/", "room", "70", False),
        ("https://h.example/room/thread/70", "room", "70", False),
        ("https://h.example/room/", "room", None, False),
        ("https://h.example/room", "room", None, False),
        ("https://h.example/room/page/3/", None, None, None),
        ("https://h.example/room/thread/70.html", None, None, None),
        ("https://h.example/room/thread/70/some-words", None, None, None),
        ("https://h.example/_/api/chan/thread/?num=70", None, None, None),
        ("https://h.example/_/api/chan/", "", None, None),
        ("https://h.example/", None, None, None),
        ("ftp://desuarchive.org/a/thread/70/", None, None, None),
    ],
)
def test_addresses(url, board, thread_id, certain):
    """The API's are certain, pages only on archives that are known."""
    found = ONE.recognise(url)
    assert (found and (found.board, found.thread_id, found.certain)) == ((board, thread_id, certain) if board else None)


ALERT = '<html><head></head><body><div class="alert" style="margin:15%;">\n<h4 class="alert-heading">Error!</h4>\n{}</div></body>'


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (b'{"error":"Thread not found."}', "gone"),
        (b'{"error":"Post not found."}', "gone"),
        (b'{"error":"Encountered an unknown error."}', "unavailable"),
        (b'{"error":"No board selected."}', "other"),
        (ALERT.format("The thread you were looking for does not exist.").encode(), "gone"),
        (ALERT.format("The search backend is down.").encode(), "other"),
        (ALERT.format("not found <article>").encode(), "ok"),
        (b"<html><body>not found</body></html>", "ok"),
        (b"", "ok"),
        (b"[]", "ok"),
        (b"\xff", "ok"),
        (b'{"error":5}', "ok"),
    ],
)
def test_errors_come_with_status_200(body, answer):
    """`not found` above all."""
    assert ONE.classify(page(body)) == answer


def test_listing_goes_on_until_a_page_is_empty():
    """Page by page; the empty one ends it."""
    assert marks({"70": entry(post(71))}).next_url == "https://archive.example/_/api/chan/index/?board=room&page=2"
    assert marks({"70": entry()}, 41).next_url.endswith("&page=42")
    assert (marks([]).next_url, marks([]).threads) == (None, ())


CHANGES = [
    *({name: "1"} for name in ("sticky", "locked", "deleted", "timestamp_expired", "nreplies")),
    *({name: "x"} for name in ("comment_processed", "name", "trip", "title", "email", "capcode", "poster_hash")),
    {"media": {"media_orig": "1.png", "media_hash": "x"}},
]


@pytest.mark.parametrize("change", CHANGES, ids=[next(iter(change)) for change in CHANGES])
@pytest.mark.parametrize("opening", [True, False])
def test_any_change_in_the_index_changes_the_mark(change, opening):
    """Of the opening post, or of one behind it; not the servers that files happen to lie on; no word stands in it."""
    (before,) = marks({"70": entry(post(71))}).threads
    changed = entry(post(71), **change) if opening else entry(post(71, **change))
    assert marks({"70": changed}).threads[0].mark != before.mark
    for other in (entry(post(71), omitted=1), entry(post(71), post(72)), entry()):
        assert marks({"70": other}).threads[0].mark != before.mark
    one, two = ({"media": {"media_orig": "1.png", "media_link": f"https://cdn{n}.example/1.png"}} for n in (1, 2))
    assert len({marks({"70": entry(post(71, **media))}).threads[0].mark for media in (one, two)}) == 1
    assert "owl" not in before.mark
    assert (before.at, before.reply_count) == (1767341071, 1)


def link(number, thread=70, board="room", far=False):
    """A reply link as the engine writes it."""
    place = f"post/{number}/" if far else f"thread/{thread}/#{number}"
    return f'<a href="https://archive.example/{board}/{place}" class="backlink">&gt;&gt;{number}</a>'


FIVE = [post(number) for number in range(80, 85)]


def test_tails():
    """The same messages as the thread's own page gives, with the count of what is left out."""
    (mark,) = marks({"70": entry(*FIVE, omitted=7)}).threads
    tail = ONE.parse_tail(BOARD, mark.entry)
    full = read(whole(*[post(number) for number in range(73, 80)], *FIVE))
    assert tail.messages == (full.messages[0], *full.messages[-5:])
    assert (tail.reply_count, tail.explained, tail.thread) == (12, True, full.thread)
    assert ONE.parse_tail(BOARD, tail.raw) == tail
    inner = entry(post(80), post(81, comment_processed=link(80, far=True) + link(60, far=True) + link(99, board="b")))
    refs = ONE.parse_tail(BOARD, json.dumps(inner).encode()).messages[2].refs
    assert [(ref.board, ref.thread_id, ref.message_id) for ref in refs] == [
        ("room", "70", "80"), ("room", None, "60"), ("b", "70", "99"),
    ]  # fmt: skip


DOUBTFUL = {
    "a mark to a post that is not shown": entry(post(81, comment_processed=link(75, far=True))),
    "left out, but fewer shown": entry(post(80), omitted=3),
    "negative": entry(post(80), omitted=-1),
    "not counted": entry(post(80)) | {"omitted": None},
    "out of order": entry(post(81), post(80)),
    "twice": entry(post(80), post(80)),
    "another thread's": entry(post(80, thread=60)),
    "another board's": entry(post(80, board={"shortname": "b"})),
    "no time": entry(post(80, timestamp=None)),
    "no opening post": entry(post(80), op="0"),
    "none": {"omitted": 0, "posts": []},
    "odd": entry(post(80, name=[])),
    "no JSON": "x",
}


@pytest.mark.parametrize("one", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_is_doubtful_is_no_tail(one):
    """Nothing is told of its messages; parse_tail never raises."""
    assert ONE.parse_tail(BOARD, json.dumps(one).encode()) is None


@pytest.mark.parametrize("name", ["deleted-posts.json", "deleted-posts.html", "fuuka.html"])
def test_what_was_taken_back_is_neither_read_nor_kept(name):
    """No word of it in a message, nor in the evidence, which reads as before and is scrubbed once."""
    sent = committed(name)
    assert b"GONE" in sent.body
    parsed = ONE.parse_thread(BOARD, "70", sent)
    assert "GONE" not in repr(parsed)
    assert parsed.thread.extra["archived_deleted"] == str(sum(one.state == "deleted" for one in parsed.messages))
    scrubbed = ONE.scrub(sent)
    assert b"GONE" not in scrubbed
    assert ONE.parse_thread(BOARD, "70", page(scrubbed)) == parsed
    assert ONE.scrub(page(scrubbed)) == scrubbed


@pytest.mark.parametrize("name", [name for name in EXPECTED if "deleted" not in name and name != "fuuka.html"])
def test_pages_without_deletions_are_kept_as_they_came(name):
    """Byte for byte, so that evidence keeps its digest."""
    if name != "index.json":
        assert ONE.scrub(committed(name)) == committed(name).body
    else:
        assert b"GONE" not in ONE.scrub(committed(name))


def test_addresses_of_posters_are_scrubbed():
    """The archive shows them to its moderators only."""
    clean = whole(post(71))
    careless = whole(post(71, poster_ip="3221226061"), poster_ip="3221226061")
    assert json.loads(ONE.scrub(page(careless))) == clean
    assert ONE.unknown_fields(page(careless)) == frozenset()


@pytest.mark.parametrize("name", THREADS)
def test_each_message_can_be_blanked_alone_and_all_together(name):
    """Content out, the rest as it was, others unchanged, blanking twice is once; pages of HTML too."""
    before = ONE.parse_thread(BOARD, "70", committed(name))
    ids = [message.message_id for message in before.messages]
    for some in (*({one} for one in ids), set(ids)):
        blanked = ONE.blank(committed(name), some)
        after = read(blanked)
        for old, new in zip(before.messages, after.messages, strict=True):
            if old.message_id not in some:
                assert new == old
                continue
            assert (new.text, new.refs, new.attachments, new.is_default_name) == ("", (), (), True)
            assert [getattr(new, field) for field in CONTENT] == [None] * len(CONTENT)
            assert [getattr(new, field) for field in KEPT] == [getattr(old, field) for field in KEPT]
            for word in filter(None, (old.author_name, old.subject, old.tripcode)):
                others = any(word in repr(shown(one)) for one in after.messages)
                assert old.is_default_name or others or word.encode() not in blanked
        assert (after.thread.sticky, after.thread.locked) == (before.thread.sticky, before.thread.locked)
        assert ONE.blank(page(blanked), some) == blanked
    assert ONE.blank(committed(name), frozenset()) == committed(name).body


def test_titles_of_a_blanked_opening_post_go_from_the_page():
    """Pages repeat them in their heads."""
    for name, word in (("thread.html", b"Quiet rooms"), ("fuuka.html", b"Quiet")):
        assert word in committed(name).body
        assert word not in ONE.blank(committed(name), {"70"})


def test_saved_pages_say_which_thread_they_are():
    """FoolFuuka's own link does; search pages, boards, fragments and Fuuka's do not."""
    sent = Page("file:///tmp/x.html", (PAGES / "thread.html").read_bytes(), NOW)
    address = ONE.recognise_saved(sent)
    assert (address.root, address.board, address.thread_id) == ("https://archive.example", "room", "70")
    last = sent.body.replace(b"/room/thread/70/#70", b"/room/last/50/70/#70")
    for body in (b"", b"\xff\xfe", b"{}", (PAGES / "fuuka.html").read_bytes(), last, sent.body.replace(b"rel=", b"x=")):
        assert ONE.recognise_saved(replace(sent, body=body)) is None
    with pytest.raises(LayoutChanged, match="not one whole thread"):
        read(last)


OPENING = (
    b'<html><body><article id="70" class="clearfix thread"><header></header><div class="text">SECRET</div></article>'
)
REFUSED = {
    "empty": (b"", "it is empty"),
    "cut off": (json.dumps(whole()).encode()[:-9], "cut off"),
    "an error": ({"error": "SECRET"}, "another shape"),
    "a list": ([], "another shape"),
    "another thread": ({"71": whole()["70"]}, "does not hold"),
    "another odd thread": ({"71": {"op": []}}, "does not hold"),
    "a page of the index": ({"70": entry(post(71))}, "a page of the index"),
    "another board": (whole(board={"shortname": "SECRET"}), "no post of this thread"),
    "no post": ({"70": {"posts": []}}, "no post of this thread"),
    "a page without posts": (b"<html><body>SECRET</body></html>", "shows no thread"),
    "another page": (OPENING.replace(b'"70"', b'"71"'), "it is thread 71"),
    "a board's page": (OPENING + OPENING.replace(b'"70"', b'"71"'), "not one whole thread"),
    "a board with one thread": (OPENING.replace(b"</article>", b'<span class="omitted"></span></article>'), "not one"),
    "a number that is none": (OPENING.replace(b'"70"', b'"x"'), "not one whole thread"),
    "another board's page": ((PAGES / "thread.html").read_bytes().replace(b"/room/", b"/SECRET/"), "another board"),
    "another board of Fuuka": ((PAGES / "fuuka.html").read_bytes().replace(b"/room/", b"/SECRET/"), "another board"),
    "posts inside posts": (OPENING.replace(b"SECRET", b'<article class="post" id="71">'), "inside one another"),
    "posts of Fuuka inside posts": (
        (PAGES / "fuuka.html").read_bytes().replace(b">Me", b'><table><tr><td class="reply" id="p99">' * 2000),
        "inside one another",
    ),
    "deep nesting": (b'{"70":{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}}", "nested too deeply"),
}


@pytest.mark.parametrize(("body", "why"), REFUSED.values(), ids=REFUSED)
def test_other_pages_are_no_threads(body, why):
    """The sentence says where and why and repeats nothing of the page."""
    with pytest.raises(LayoutChanged, match=why) as raised:
        read(body)
    assert "/_/api/chan/thread/" in raised.value.what
    assert raised.value.next_step
    assert "SECRET" not in str(raised.value)


OTHER_LISTINGS = [
    b"", b"<html><body>SECRET</body></html>", {"error": "SECRET"}, {"error": {"op": post()}}, [entry()], b"null",
    {"71": entry()}, {"70": {"posts": []}}, {"70": entry(board={"shortname": "b"})}, json.dumps({"70": entry()})[:-3].encode(),
]  # fmt: skip


@pytest.mark.parametrize("body", OTHER_LISTINGS)
def test_other_pages_are_no_listings(body):
    """Another page must never look like the end of the index."""
    with pytest.raises(LayoutChanged) as raised:
        marks(body)
    assert "SECRET" not in str(raised.value)


@pytest.mark.parametrize("name", ["posts inside posts", "posts of Fuuka inside posts"])
def test_pages_that_are_refused_are_not_blanked_either(name):
    """No message was ever read from them; and taking a post out would take those inside it."""
    body = REFUSED[name][0]
    assert ONE.blank(page(body), frozenset({"70", "71", "99"})) == body


def test_unknown_fields_are_told_by_name_only():
    """On posts and on files; pages of HTML have none."""
    body = whole(post(71, mood=1, media={"media_orig": "1.png", "hue": 2}), **{"owl!": 1})
    assert ONE.unknown_fields(page(body)) == {"mood", "hue", "(a name that is none)"}
    for other in (b"", b"[]", b"<html>", b"{", OPENING):
        assert ONE.unknown_fields(page(other)) == frozenset()


FIELDS = [
    "name",
    "trip",
    "title",
    "email",
    "comment",
    "poster_hash",
    "media",
    "fourchan_date",
    "board",
    "doc_id",
    "new",
]
WRAP = [lambda word: word, lambda word: [word], lambda word: {"x": word}]


@given(
    st.lists(st.dictionaries(st.sampled_from(FIELDS), st.integers(0, 2), max_size=6), min_size=2, max_size=5),
    st.sets(st.integers(0, 4), min_size=1),
    st.booleans(),
)
def test_no_word_of_a_blanked_post_is_left_wherever_it_stood(posts, gone, index):
    """Known fields, unknown ones, nested ones; the bytes of other posts stand as they stood."""
    texts = [
        json.dumps(post(70 + place) | {name: WRAP[wrap](f"canary{place}canary") for name, wrap in one.items()})
        for place, one in enumerate(posts)
    ]
    rest = ", ".join(texts[1:] if index else [f'"{70 + place}": {text}' for place, text in enumerate(texts) if place])
    body = f'{{"70":{{"op":{texts[0]},"posts":{f"[{rest}]" if index else f"{{{rest}}}"}}}}}'.encode()
    blanked = ONE.blank(page(body), frozenset(str(70 + place) for place in gone))
    for place, text in enumerate(texts):
        assert (f"canary{place}canary".encode() in blanked) <= (place not in gone)
        assert place in gone or text.encode() in blanked
    assert re.findall(rb'"num": ?"(\d+)', blanked) == re.findall(rb'"num": ?"(\d+)', body)


POST = st.fixed_dictionaries(
    {"num": st.integers(71, 74) | JSON, "thread_num": st.sampled_from([70, "70", None]) | JSON},
    optional=dict.fromkeys([*FIELDS, "subnum", "timestamp", "deleted", "op", "capcode"], JSON)
    | {"comment_processed": st.text('<>a" =/#70&;href', max_size=60) | JSON, "subnum": st.integers(0, 2)},
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
    after = read(ONE.blank(page(body), ids - {"70"}))
    assert [message.message_id for message in after.messages] == [message.message_id for message in parsed.messages]
    check(json.dumps(body).encode())


RAW = {name: (PAGES / name).read_bytes() for name in EXPECTED}


@settings(deadline=None)  # the first page of HTML imports its parser
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
    for work in (lambda: ONE.parse_thread(BOARD, "70", sent), lambda: ONE.parse_listing(BOARD, sent)):
        try:
            work()
        except LayoutChanged as error:
            assert error.next_step
    ONE.parse_tail(BOARD, body)
    ONE.unknown_fields(sent)
    ONE.classify(sent)
    ONE.recognise_saved(sent)
    ONE.scrub(sent)
    assert ONE.blank(sent, frozenset()) == body
    ONE.blank(sent, frozenset({"70", "71", "72_1"}))
