"""Blanking evidence: the words of some messages are gone from the bytes, everything else reads as before."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Page

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PAGES = Path(__file__).parent / "pages"
BOARDS = {
    "vichan": Board("test", "koti", "vichan", "https://board.example"),
    "fourchan": Board("test", "room", "fourchan", "https://boards.4chan.org"),
    "dat": Board("test", "heya", "dat", "https://board.example", "Asia/Tokyo"),
    "ylilauta": Board("test", "hikky", "ylilauta", "https://ylilauta.org", "Europe/Helsinki"),
}
THREADS = [
    ("vichan", "40", "vichan/thread.json"),
    ("fourchan", "900", "fourchan/thread.json"),
    ("dat", "1655324449", "dat/thread.dat"),
    ("ylilauta", "2176781041", "ylilauta/thread.html"),
]
SITES = [engine for engine, _, _ in THREADS]
CONTENT = (
    *("author_name", "tripcode", "capcode", "account_id", "poster_id", "shared_line", "mail_field", "country"),
    *("subject", "edited_at", "votes"),
)
KEPT = ("message_id", "number", "thread_id", "is_opening", "posted_at", "time_precision", "state")


def page_of(engine, file):
    """A committed page."""
    return Page(f"https://board.example/{file}", (PAGES / file).read_bytes(), NOW)


def check(engine, thread_id, page, gone, *, board=None):
    """Blank these messages of the page and compare what both pages read as; the blanked page."""
    one, board = source(engine), board or BOARDS[engine]
    before = one.parse_thread(board, thread_id, page)
    blanked = replace(page, body=one.blank(page, gone))
    after = one.parse_thread(board, thread_id, blanked)
    assert [message.message_id for message in after.messages] == [message.message_id for message in before.messages]
    for old, new in zip(before.messages, after.messages, strict=True):
        if old.message_id not in gone or old.state == "deleted":
            assert new == old
            continue
        assert [getattr(new, name) for name in KEPT] == [getattr(old, name) for name in KEPT]
        assert new.posted_raw in ((old.posted_raw,) if old.posted_at else (old.posted_raw, None))
        assert (new.text, [getattr(new, name) for name in CONTENT]) == ("", [None] * len(CONTENT))
        assert all(file.type == "deleted" for file in new.attachments)
        assert new.is_default_name
    assert one.blank(blanked, gone) == blanked.body
    return blanked


@pytest.mark.parametrize(("engine", "thread_id", "file"), THREADS, ids=SITES)
def test_each_message_of_a_thread_can_be_blanked_alone_and_all_together(engine, thread_id, file):
    """Same messages in the same places, others unchanged, blanking twice is blanking once."""
    page = page_of(engine, file)
    ids = [message.message_id for message in source(engine).parse_thread(BOARDS[engine], thread_id, page).messages]
    for gone in (*({one} for one in ids), set(ids)):
        check(engine, thread_id, page, frozenset(gone))


@pytest.mark.parametrize(("engine", "thread_id", "file"), THREADS, ids=SITES)
@pytest.mark.parametrize("ids", [(), ("1",), ("99999999999", "x.y", "", "1655324449.999", "1655324440.2", "-40")])
def test_ids_that_are_not_on_the_page_change_no_byte(engine, thread_id, file, ids):
    """The very same bytes come back, so that evidence keeps its digest."""
    url = f"https://board.example/heya/dat/{thread_id}.dat" if engine == "dat" else "https://board.example/x"
    page = replace(page_of(engine, file), url=url)
    assert source(engine).blank(page, frozenset(ids)) == page.body


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"<html>1.2", b'{"posts":[{"no":5', b'{"no":"x"}', b"5", b"\n<>\n"])
@pytest.mark.parametrize("engine", SITES)
def test_bytes_that_hold_no_message_come_back(engine, body):
    """Nothing was ever read from them, so there is nothing to take out."""
    assert source(engine).blank(Page("x", body, NOW), frozenset({"5", "1.2", "1"})) == body


FIELDS = [
    *("name", "trip", "id", "capcode", "country", "country_name", "email", "sub", "com", "filename", "ext", "md5"),
    *("tim", "embed", "semantic_url", "flag_name", "since4pass", "unheard_of", "now", "sticky", "cyclical", "replies"),
    *("last_replies", "threads", "extra_files", "capcode_replies", "omitted_posts", "images", "last_modified"),
]
WRAP = [
    lambda word: word,
    lambda word: [word],
    lambda word: {"x": word},
    lambda word: [{"filename": word, "ext": ".jpg"}],
    lambda word: f"<b>{word}",
]


def words_in(place, fields):
    """A post with its own word in these fields."""
    word = f"canary{place}canary"
    return {name: WRAP[wrap](word) for name, wrap in fields.items()}


POSTS = st.lists(
    st.dictionaries(st.sampled_from(FIELDS), st.integers(0, len(WRAP) - 1), max_size=6), min_size=2, max_size=6
)
GONE = st.sets(st.integers(0, 5), min_size=1)


@given(POSTS, GONE, st.sampled_from(["vichan", "fourchan"]), st.booleans())
def test_no_word_of_a_blanked_post_is_left_wherever_it_stood(posts, gone, engine, bom):
    """Known fields, unknown ones, nested ones; the bytes of other posts stand as they stood."""
    full = [
        {"no": 5 + place, "resto": 5 if place else 0, "time": 1600000000 + place} | words_in(place, fields)
        for place, fields in enumerate(posts)
    ]
    texts = [json.dumps(post) for post in full]
    body = b"\xef\xbb\xbf" * bom + ('{"posts": [' + " ,\n".join(texts) + "]}").encode()
    page = Page("https://board.example/x", body, NOW)
    blanked = source(engine).blank(page, frozenset(str(5 + place) for place in gone))
    for place, text in enumerate(texts):
        assert (text.encode() in blanked) == (place not in gone)
        if place in gone:
            assert f"canary{place}canary".encode() not in blanked
    again = json.loads(blanked.decode("utf-8-sig"))["posts"]
    assert [post["no"] for post in again] == [post["no"] for post in full]
    assert [post["time"] for post in again] == [post["time"] for post in full]


def test_flags_counts_and_times_of_a_blanked_post_stay():
    """What is no word: so that a blanked tail or opening post still says what state its thread is in."""
    post = {
        "no": 5, "resto": 0, "time": 1600000000, "now": "09/13/20(Sun)08:26:40", "sticky": 1, "closed": "1",
        "cyclical": "0", "replies": 3, "omitted_posts": 0, "last_modified": "1600000300", "filedeleted": 1,
    }  # fmt: skip
    word = {"com": "Valvon", "semantic_url": "valvon", "w": 640, "fsize": 1, "unique_ips": 2}
    page = Page("x", json.dumps({"posts": [post | word]}).encode(), NOW)
    assert json.loads(source("fourchan").blank(page, frozenset({"5"}))) == {"posts": [post]}


ENTRY = {
    "no": 5, "resto": 0, "name": "Hiiri", "sub": "otsikko", "com": "valvon", "time": 1600000000, "replies": 2,
    "last_modified": 1600000009, "omitted_posts": 0,
    "last_replies": [
        {"no": 7, "resto": 5, "com": "seitsemän", "time": 1600000007},
        {"no": 9, "resto": 5, "com": "yhdeksän", "time": 1600000009},
    ],
}  # fmt: skip
OPENING = {name: value for name, value in ENTRY.items() if name != "last_replies"}
TAILS = {"entry": ENTRY, "index": {"posts": [OPENING, *ENTRY["last_replies"]]}}


@pytest.mark.parametrize("shape", TAILS)
@pytest.mark.parametrize("gone", [{5}, {7}, {9}, {5, 9}, {5, 7, 9}])
def test_tails_are_blanked_and_still_tails(shape, gone):
    """From the tail's own bytes: same thread counts, same messages, the others as they were."""
    one, board = source("fourchan"), BOARDS["fourchan"]
    raw = json.dumps(TAILS[shape], ensure_ascii=False).encode()
    before = one.parse_tail(board, raw)
    after = one.parse_tail(board, one.blank(Page("x", raw, NOW), frozenset(map(str, gone))))
    assert (after.reply_count, after.explained) == (before.reply_count, before.explained)
    for old, new in zip(before.messages, after.messages, strict=True):
        assert (new.message_id, new.posted_at) == (old.message_id, old.posted_at)
        assert new.text == ("" if old.number in gone else old.text)
        assert (new == old) == (old.number not in gone)


@pytest.mark.parametrize("shape", ["catalog", "index"])
def test_listings_can_be_blanked_too(shape):
    """Whole catalogs and index pages."""
    body = [{"page": 1, "threads": [ENTRY]}] if shape == "catalog" else {"threads": [TAILS["index"]]}
    blanked = source("fourchan").blank(Page("x", json.dumps(body).encode(), NOW), frozenset({"5", "9"}))
    text = json.dumps(json.loads(blanked), ensure_ascii=False)
    assert not any(word in text for word in ("Hiiri", "otsikko", "valvon", "yhdeksän"))
    assert "seitsemän" in text
    assert text.count('"no"') == 3


def test_words_that_others_quoted_stay_theirs():
    """A quote is part of the message that quotes."""
    posts = [{"no": 5, "time": 1, "com": "valvon"}, {"no": 6, "resto": 5, "time": 2, "com": "&gt;valvon<br>niin"}]
    page = Page("x", json.dumps({"posts": posts}).encode(), NOW)
    assert source("vichan").blank(page, frozenset({"5"})).count(b"valvon") == 1


def test_a_thread_with_unreadable_characters_is_blanked():
    """Bytes that are no UTF-8 and half characters: the parser mends them, blanking does not stumble over them."""
    body = (
        b'{"posts":[{"no":5,"time":1,"com":"a\\ud83d"},{"no":6,"resto":5,"time":2,"com":"\xe4 canary, a long text"}]}'
    )
    page = Page("x", body, NOW)
    assert b"canary" not in check("vichan", "5", page, frozenset({"6"})).body
    assert b"ud83d" not in check("vichan", "5", page, frozenset({"5"})).body


LINE = "{name}<>{mail}<>{date} ID:{word}<> {word} <br> &gt;&gt;1 <>{title}"
DATES = [
    "2022/06/16(木) 05:20:49.41",
    "11/10/21（金） 20:49",
    "2022/06/16(canary) 05:20:49",
    "2013/08/12(月) NY:AN:NY.AN",
    "x",
]


@given(
    st.lists(st.tuples(st.sampled_from(DATES), st.booleans()), min_size=2, max_size=6),
    GONE,
    st.sampled_from(["cp932", "utf-8"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_no_word_of_a_blanked_line_is_left(lines, gone, encoding, end, whole):
    """Every field; line numbers, times and line ends hold; other lines byte for byte."""
    texts = []
    for place, (date, plain) in enumerate(lines):
        word = f"canary{place}canary"
        name = word if plain else f"{word}</b>◆{word} <b>"
        texts.append(LINE.format(name=name, mail=word, date=date, word=word, title="" if place else word))
    body = (end.join(texts) + end * whole).encode(encoding)
    page = Page("https://board.example/heya/dat/1600000000.dat", body, NOW)
    one = source("dat")
    blanked = one.blank(page, frozenset(f"1600000000.{place + 1}" for place in gone))
    for place, (before, after) in enumerate(zip(body.split(b"\n"), blanked.split(b"\n"), strict=True)):
        assert (before == after) == (place not in gone or place >= len(lines))
        if place in gone:
            assert b"canary" not in after
    before, after = (
        one.parse_thread(BOARDS["dat"], "1600000000", replace(page, body=one_)) for one_ in (body, blanked)
    )
    for old, new in zip(before.messages, after.messages, strict=True):
        assert (old.number, old.posted_at, old.time_precision) == (new.number, new.posted_at, new.time_precision)
        assert (new == old) == (old.number - 1 not in gone)


@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
def test_the_charset_is_still_told_when_the_words_that_told_it_are_gone(encoding):
    """Latin letters in UTF-8 beside one Japanese line; half-width kana in cp932 beside one with kanji."""
    other = "Yö" if encoding == "utf-8" else "ﾃｽ"
    lines = f"a<><>2020/09/13 21:26:40<>{other}<>\nb<><>2020/09/13 21:26:41<>部屋と窓<>\n"
    page = Page("x", lines.encode(encoding), NOW)
    blanked = check("dat", "1", page, frozenset({"1.2"}))
    assert source("dat").parse_thread(BOARDS["dat"], "1", blanked).messages[0].text == other


def test_a_line_that_the_board_marked_as_deleted_stays_so():
    """Its mark is no content, and without it the message would look alive."""
    body = "a<><>2020/09/13 21:26:40<>b<>\nあぼーん<>あぼーん<>あぼーん<>あぼーん<>\n".encode("cp932")
    page = Page("x", body, NOW)
    assert source("dat").blank(page, frozenset({"1.2"})) == body


def test_previews_and_the_title_of_a_saved_page_are_emptied_too():
    """The site's own copies of the words; what stands in another message as its own words stays."""
    card = '<div class="card thread" data-thread-id="2176781041" data-url="https://ylilauta.org/hikky/zzzz01">'
    body = (
        '<!DOCTYPE html><html><head><title>canary</title><meta name="description" content="canary">'
        '<meta property="og:description" content="canary"><meta name="viewport" content="x"></head><body>' + card +
        '<div class="post op-post op" data-post-id="11" data-user-id="0"><div class="post-meta">'
        '<span class="username">canary</span><span class="time" data-timestamp="1789842000">1 h</span></div>'
        '<figure data-file-type="jpg" data-file-id="canary"></figure><div class="post-message">canary</div>'
        '<button class="post-replies" data-replies="12">1</button></div>'
        '<div class="post" data-post-id="12" data-user-id="1"><div class="post-meta">'
        '<span class="time" data-timestamp="1789842060">1 h</span></div><div class="post-message">'
        '<div class="post-ref short" data-post-id="11"><div class="post-message">canary</div></div>\nomat</div></div>'
        "</div></body></html>"
    )  # fmt: skip
    page = Page("x", body.encode(), NOW)
    blanked = check("ylilauta", "2176781041", page, frozenset({"11"}))
    assert b"canary" not in blanked.body
    assert b'content="x"' in blanked.body
    assert b"canary" in check("ylilauta", "2176781041", page, frozenset({"12"})).body


RECORDED = [("vichan", "vichan"), ("ex0ch", "dat")]


@pytest.mark.parametrize(("recording", "engine"), RECORDED)
def test_every_second_message_of_every_recorded_thread(shared, recording, engine):
    """On real pages too, nothing else changes."""
    from tests.sources.test_recorded_engines import Recording

    recorded, threads = Recording(shared, recording, "B"), 0
    for (name, thread_id), (_, parsed) in recorded.threads.items():
        board = recorded.boards[name]
        page = recorded.page(recorded.source.thread_url(board, thread_id))
        gone = frozenset(message.message_id for message in parsed.messages[threads % 2 :: 2])
        check(engine, thread_id, page, gone, board=board)
        threads += 1
    assert threads > 30


@pytest.mark.parametrize("name", ["live_29d9ot", "live_29d9zi", "thread_298021"])
def test_every_second_message_of_the_saved_samples(shared, name):
    """Real saved pages, written anew from their tree."""
    page = Page("x", (shared / "samples" / "ylilauta" / f"{name}.html").read_bytes(), NOW)
    address = source("ylilauta").recognise_saved(page)
    board = replace(BOARDS["ylilauta"], name=address.board)
    parsed = source("ylilauta").parse_thread(board, address.thread_id, page)
    for start in (0, 1):
        gone = frozenset(message.message_id for message in parsed.messages[start::2])
        check("ylilauta", address.thread_id, page, gone, board=board)
