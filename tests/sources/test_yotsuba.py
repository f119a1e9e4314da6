"""4chan's and vichan's JSON: change marks, refs, flags of all forms; nothing makes the parser raise."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Page

NOW = datetime(2026, 11, 22, tzinfo=UTC)
VICHAN = Board("test", "koti", "vichan", "https://board.example/chan")
FOURCHAN = Board("test", "room", "fourchan", "https://boards.4chan.org")
ENTRY = {
    "no": 5, "sub": "Yö", "com": "Valvon", "name": "Anonymous", "time": 1600000000, "replies": 2, "images": 1,
    "sticky": 0, "locked": 0, "cyclical": "0", "last_modified": 1600000300, "id": "a1b2c", "resto": 0,
}  # fmt: skip


def listing(*entries, engine="vichan"):
    """The listing that these catalog entries make."""
    board = VICHAN if engine == "vichan" else FOURCHAN
    body = json.dumps([{"page": 0, "threads": list(entries)}]).encode()
    return source(engine).parse_listing(board, Page("https://board.example/x", body, NOW))


def thread(*posts, board=VICHAN):
    """The thread that these posts make, numbered from 5."""
    full = [
        {"no": 5 + place, "resto": 5 if place else 0, "time": 1600000000} | post for place, post in enumerate(posts)
    ]
    page = Page("https://board.example/x", json.dumps({"posts": full}).encode(), NOW)
    return source(board.engine).parse_thread(board, "5", page)


CHANGES = [
    {"last_modified": 1600000301},
    {"replies": 1},
    {"images": 0},
    {"sticky": 1},
    {"locked": 1},
    {"closed": 1},
    {"cyclical": "1"},
    {"com": "Valvon."},
    {"sub": "Päivä"},
    {"name": "Hiiri"},
    {"trip": "!abc"},
    {"filedeleted": 1},
    {"last_replies": [{"no": 9}]},
    {"omitted_posts": 1},
]


@pytest.mark.parametrize("engine", ["vichan", "fourchan"])
@pytest.mark.parametrize("change", CHANGES, ids=[next(iter(change)) for change in CHANGES])
def test_any_change_in_the_catalog_changes_the_mark(engine, change):
    """Counts, flags, times and the opening post: whatever the catalog shows is in the mark."""
    before, after = listing(ENTRY, engine=engine).threads[0], listing(ENTRY | change, engine=engine).threads[0]
    assert before.mark != after.mark
    assert listing(ENTRY, engine=engine).threads[0].mark == before.mark


def test_the_mark_does_not_depend_on_the_place():
    """Other threads' bumps move a thread down without changing it."""
    alone, below = listing(ENTRY).threads[0], listing({"no": 9, "com": "x"}, ENTRY).threads[1]
    assert (alone.mark, alone.position, below.mark, below.position) == (below.mark, 0, alone.mark, 1)


def test_the_mark_holds_no_words_of_the_poster():
    """Marks go into observations and logs: counts and a digest only."""
    mark = listing(ENTRY | {"com": "salaisuus", "sub": "otsikko", "name": "Hiiri"}).threads[0].mark
    assert not any(word in mark for word in ("salaisuus", "otsikko", "Hiiri"))


@pytest.mark.parametrize(
    ("comment", "refs"),
    [
        ('<a href="/chan/koti/res/5.html#6">&gt;&gt;6</a>', ["koti/5/6"]),
        ('<a href="https://board.example/chan/koti/res/5-sana.html#5">&gt;&gt;5</a>', ["koti/5/5"]),
        ('<a href="/chan/koti/res/5+50.html#q6">&gt;&gt;6</a>', ["koti/5/6"]),
        ('<a href="?/koti/res/5.html#6">&gt;&gt;6</a>', []),
        ('<a href="/chan/%C3%A4/res/7.html#8">&gt;&gt;&gt;/ä/8</a>', ["ä/7/8"]),
        ('<a href="https://other.example/koti/res/5.html#6">&gt;&gt;6</a>', []),
        ('<a href="/chan/koti/res/5.html#6">a link that shows no mark</a>', []),
        ('<a href="https://board.example/chan/koti/res/5.html#6">https://board.example/chan/koti/res/5.html#6</a>', []),
        ("&gt;&gt;3<br/>&gt;&gt;6", ["koti/?/3 dead", "koti/?/6 dead"]),
        ('&gt;&gt;3<br/><a href="/chan/koti/res/5.html#6">&gt;&gt;6</a>', ["koti/?/3 dead", "koti/5/6"]),
        ('<a href="/chan/koti/res/5.html#4">&gt;&gt;4</a>', ["koti/5/4 dead"]),
        ('<a href="/x/res/7.html#9">&gt;&gt;&gt;/x/9</a><br/>&gt;&gt;9', ["x/7/9", "koti/?/9 dead"]),
        ('<a href="/koti/res/5.html#6">&gt;&gt;6</a> <a href="/koti/res/2.html#6">&gt;&gt;6</a>', ["koti/5/6"]),
        ("a&gt;&gt;3 &gt;3 &gt;&gt;&gt;3 1&gt;&gt;2", []),
        ('<pre>x &lt;&lt; 2 &gt;&gt; 3</pre>', []),
    ],
)  # fmt: skip
def test_reply_links_of_vichan(comment, refs):
    """Address decides; foreign hosts and typed addresses are no reply marks; unlinked marks are dead."""
    found = thread({}, {"com": comment}).messages[1].refs
    assert [show(ref) for ref in found] == refs


def show(ref):
    """A ref in short."""
    return "/".join(part or "?" for part in (ref.board, ref.thread_id, ref.message_id)) + " dead" * ref.dangling


@pytest.mark.parametrize(
    ("comment", "refs"),
    [
        ('<a href="#p6" class="quotelink">&gt;&gt;6</a>', ["room/5/6"]),
        ('<a href="/room/thread/5#p5" class="quotelink">&gt;&gt;5</a>', ["room/5/5"]),
        ('<a href="/room/thread/2/some-words#p3" class="quotelink">&gt;&gt;3</a>', ["room/2/3"]),
        ('<a href="//boards.4channel.org/walk/thread/2#p3" class="quotelink">&gt;&gt;&gt;/walk/3</a>', ["walk/2/3"]),
        ('<a href="//boards.4chan.org/walk/" class="quotelink">&gt;&gt;&gt;/walk/</a>', []),
        ('<span class="deadlink">&gt;&gt;3</span>', ["room/?/3 dead"]),
        ('<span class="deadlink">&gt;&gt;&gt;/walk/3</span>', ["walk/?/3 dead"]),
        ('<span class="quote">&gt;<span class="deadlink">&gt;&gt;3</span></span>', ["room/?/3 dead"]),
        ("&gt;&gt;3", []),
    ],
)
def test_reply_links_of_4chan(comment, refs):
    """Same page, other thread, other board, dead."""
    found = thread({}, {"com": comment}, board=FOURCHAN).messages[1].refs
    assert [show(ref) for ref in found] == refs


def test_links_to_a_board_of_another_name_beside_own_ones_are_let_pass():
    """Only where every link into this thread names another board is the page another board's."""
    own, other = '<a href="/koti/res/5.html#5">&gt;&gt;5</a>', '<a href="/muu/res/5.html#5">&gt;&gt;5</a>'
    assert len(thread({}, {"com": own}, {"com": other}).messages) == 3
    with pytest.raises(LayoutChanged, match="another board"):
        thread({}, {"com": other})


@pytest.mark.parametrize("flag", [1, "1", True, "true"])
@pytest.mark.parametrize("off", [0, "0", False, None, ""])
def test_flags_are_read_in_every_form(flag, off):
    """0 and "0" are off, in forks also false and null."""
    assert thread({"sticky": flag, "locked": off}).thread.sticky
    assert not thread({"sticky": off, "locked": flag}).thread.sticky
    assert thread({"sticky": off, "locked": flag}).thread.locked
    assert thread({"closed": flag}, board=FOURCHAN).thread.locked
    assert thread({"archived": flag}, board=FOURCHAN).thread.state == "archived"
    assert thread({"cyclical": flag}).thread.cyclical
    assert not thread({"cyclical": off}).thread.cyclical


def test_default_names_are_the_engines_and_the_boards():
    """What stands there if nobody types a name is nobody's screen name."""
    board = Board("test", "koti", "vichan", "https://board.example", default_names=frozenset({"Nimetön"}))
    names = ["Anonymous", "Nimetön", "Hiiri", "", None]
    page = thread(*({"name": name} for name in names), board=board)
    assert [message.is_default_name for message in page.messages] == [True, True, False, True, True]
    assert [message.author_name for message in page.messages] == ["Anonymous", "Nimetön", "Hiiri", None, None]


@pytest.mark.parametrize("mail", ["sage", "SAGE", "sage@example.org", "", None])
def test_sage_is_the_word_alone(mail):
    """An address that contains the word is an address."""
    message = thread({"email": mail}).messages[0]
    assert message.sage == (mail in ("sage", "SAGE"))
    assert message.mail_field == (mail or None)


@pytest.mark.parametrize("time", [10**20, -(10**20), None])
def test_impossible_times_are_none(time):
    """A number that is no time of this calendar is kept as printed."""
    message = thread({"time": time}).messages[0]
    assert (message.posted_at, message.time_precision) == (None, "none")
    assert message.posted_raw == (None if time is None else str(time))


def test_stand_in_of_4chan_is_asked_itself():
    """Only the real site has its API on another host."""
    one = source("fourchan")
    assert one.listing_url(FOURCHAN) == "https://a.4cdn.org/room/catalog.json"
    local = Board("test", "room", "fourchan", "http://127.0.0.1:8080")
    assert one.thread_url(local, "5") == "http://127.0.0.1:8080/room/thread/5.json"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
POST = st.fixed_dictionaries(
    {"no": st.integers(5, 9) | JSON, "resto": st.sampled_from([0, 5, "5"]) | JSON},
    optional=dict.fromkeys(
        ("com", "name", "time", "sub", "email", "trip", "id", "ext", "fsize", "extra_files", "sticky", "embed"), JSON
    ),
)


@given(st.lists(POST, max_size=5), st.sampled_from([VICHAN, FOURCHAN]))
def test_odd_posts_are_messages_or_problems(posts, board):
    """Whatever stands in the fields, every post is accounted for, and none twice."""
    posts = [{"no": 5, "resto": 0, "com": "x"}, *posts]
    page = Page("https://board.example/x", json.dumps({"posts": posts}).encode(), NOW)
    parsed = source(board.engine).parse_thread(board, "5", page)
    lost = [problem for problem in parsed.problems if problem.reason != "undecodable"]
    assert len(parsed.messages) + len(lost) == len(posts)
    assert len({message.message_id for message in parsed.messages}) == len(parsed.messages)
    for message in parsed.messages:
        repr(message).encode()


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_bytes_make_it_raise_anything_else(body):
    """Any bytes and any JSON are a page or another page."""
    one, page = source("vichan"), Page("https://board.example/x", body, NOW)
    for read in (lambda: one.parse_thread(VICHAN, "5", page), lambda: one.parse_listing(VICHAN, page)):
        try:
            read()
        except LayoutChanged as error:
            assert error.next_step
    assert one.scrub(page) == body
