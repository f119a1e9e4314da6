"""Shitaraba and Machi: explicit numbers, gaps, deletions, hosts, addresses; nothing makes them raise."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Page
from hikcorpus.sources.machi import Machi
from hikcorpus.sources.shitaraba import Shitaraba
from hikcorpus.store.names import folder_name

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PAGES = Path(__file__).parent / "pages"
KEY = "1600000000"
SOURCES = {"shitaraba": Shitaraba(), "machi": Machi()}
BOARDS = {
    "shitaraba": Board("test", "computer_123", "shitaraba", "https://jbbs.shitaraba.net", "Asia/Tokyo"),
    "machi": Board("test", "kanto", "machi", "https://machi.to", "Asia/Tokyo"),
}
THREADS = [
    (engine, name)
    for engine in SOURCES
    for name, case in json.loads((PAGES / engine / "expected.json").read_text()).items()
    if case["kind"] == "thread"
]


def page_of(engine, name):
    """A committed page at the thread's own address."""
    url = SOURCES[engine].thread_url(BOARDS[engine], KEY)
    return Page(url, (PAGES / engine / name).read_bytes(), NOW)


def parse(engine, page):
    """The thread that a page shows."""
    return SOURCES[engine].parse_thread(BOARDS[engine], KEY, page)


@pytest.mark.parametrize(("engine", "name"), THREADS)
def test_scrubbing_takes_hosts_and_changes_no_message(engine, name):
    """Machi's own field for the host too; a page without any stays byte for byte."""
    one, page = SOURCES[engine], page_of(engine, name)
    clean = replace(page, body=one.scrub(page))
    assert b"203.0.113" not in clean.body
    assert b"p1234" not in clean.body
    assert one.scrub(clean) == clean.body
    assert parse(engine, clean) == parse(engine, page)
    if not name.startswith("host"):
        assert clean.body == page.body


@pytest.mark.parametrize(("engine", "name"), THREADS)
def test_blanking_takes_the_content_and_leaves_all_else(engine, name):
    """Each message alone and all together: number and time stay, the gaps too."""
    one, page = SOURCES[engine], page_of(engine, name)
    before = parse(engine, page)
    ids = [message.message_id for message in before.messages]
    for gone in (*({one_id} for one_id in ids), set(ids)):
        blanked = replace(page, body=one.blank(page, gone))
        after = parse(engine, blanked)
        assert [message.message_id for message in after.messages] == ids
        assert after.thread.extra.get("gaps") == before.thread.extra.get("gaps")
        for old, new in zip(before.messages, after.messages, strict=True):
            if old.message_id not in gone or old.state == "deleted":
                assert new == old
                continue
            assert (new.posted_at, new.number, new.state) == (old.posted_at, old.number, old.state)
            assert (new.text, new.author_name, new.tripcode, new.poster_id, new.mail_field) == ("", *[None] * 4)
            assert (new.subject, new.capcode, new.shared_line) == (None, None, None)
        assert one.blank(blanked, gone) == blanked.body
    assert one.blank(page, {"1600000001.1", f"{KEY}.999", "x"}) == page.body


@pytest.mark.parametrize(
    ("engine", "url", "root", "board", "key"),
    [
        ("shitaraba", "https://jbbs.shitaraba.net/computer/123/", "https://jbbs.shitaraba.net", "computer_123", None),
        ("shitaraba", "https://jbbs.shitaraba.net/computer/123", "https://jbbs.shitaraba.net", "computer_123", None),
        ("shitaraba", "http://jbbs.livedoor.jp/game/9/subject.txt", "http://jbbs.shitaraba.net", "game_9", None),
        ("shitaraba", f"http://jbbs.livedoor.jp/bbs/read.cgi/game/9/{KEY}/l50", "http://jbbs.shitaraba.net", "game_9", KEY),
        ("shitaraba", f"http://h.example:81/bbs/rawmode.cgi/game/9/{KEY}/", "http://h.example:81", "game_9", KEY),
        ("shitaraba", f"https://jbbs.shitaraba.net/game/9/storage/{KEY}.html", "https://jbbs.shitaraba.net", "game_9", KEY),
        ("machi", "https://machi.to/kanto/", "https://machi.to", "kanto", None),
        ("machi", f"https://kanto.machi.to/bbs/read.cgi/kanto/{KEY}/l50", "https://kanto.machi.to", "kanto", KEY),
        ("machi", f"http://machi.to/bbs/read.cgi?BBS=kanto&KEY={KEY}", "http://machi.to", "kanto", KEY),
        ("machi", f"http://h.example:81/bbs/offlaw.cgi/kanto/{KEY}/", "http://h.example:81", "kanto", KEY),
    ],
)  # fmt: skip
def test_addresses_lead_to_board_and_thread(engine, url, root, board, key):
    """Old names of the site lead to the new one; the board's name can be a folder's, and leads back."""
    one = SOURCES[engine]
    found = one.recognise(url)
    assert (found.root, found.board, found.thread_id, found.certain) == (root, board, key, True)
    assert folder_name(found.board) == board
    again = Board("test", board, engine, root, "Asia/Tokyo")
    assert one.recognise(one.listing_url(again)) in (None, replace(found, thread_id=None))
    assert one.recognise(one.thread_url(again, KEY)) == replace(found, thread_id=KEY)


@pytest.mark.parametrize(
    "url",
    ["https://jbbs.shitaraba.net/", "https://jbbs.shitaraba.net/game/x/", "https://h.example/computer/123/", "ftp://x/",
     "https://jbbs.shitaraba.net/bbs/read.cgi/game/9/x/", "https://machi.to/", "https://h.example/kanto/",
     "https://machi.to/bbs/offlaw.cgi/2/kanto/x", "https://machi.to/bbs/read.cgi?KEY=1", "https://notmachi.to/kanto/"],
)  # fmt: skip
def test_other_addresses_are_not_recognised(url):
    """Neither engine claims what it cannot read."""
    assert [one.recognise(url) for one in SOURCES.values()] == [None, None]


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ("<ERROR>そんなスレッドありません</ERROR>", "gone"),
        ("ERROR!: スレッドがありません。過去ログ倉庫にもありません。\n", "gone"),
        ("<html><head></head><body>\nなんらかの原因により、まちＢＢＳサーバ内にログを見つけることができませんでした。", "gone"),
        ("<html><head><title>夜</title></head></html>", "other"),
        ("1<>a<><>2020/09/13(日) 21:26:40<>x<>y<>z\n", "ok"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("engine", SOURCES)
def test_an_answer_is_what_it_says(engine, body, answer):
    """Both say "no such thread" with status 200."""
    charset = "euc_jp" if engine == "shitaraba" else "cp932"
    page = Page("https://board.example/x", body.encode(charset), NOW)
    assert SOURCES[engine].classify(page) == answer
    if answer != "ok":
        with pytest.raises(LayoutChanged):
            parse(engine, page)


def test_settings_of_shitaraba_name_nobody():
    """Default name and deletion name; rubbish changes nothing."""
    one, board = SOURCES["shitaraba"], BOARDS["shitaraba"]
    page = replace(page_of("shitaraba", "SETTING.TXT"), url=one.settings_url(board))
    assert one.with_settings(board, page).default_names == {"夜の名無しさん", "＜けした＞"}
    assert one.with_settings(board, replace(page, body=b"\xff" * 40)) == board
    assert SOURCES["machi"].settings_url(BOARDS["machi"]) is None


@pytest.mark.parametrize("body", [b"", b"x\n", b"<html></html>"])
@pytest.mark.parametrize("engine", SOURCES)
def test_another_page_never_looks_like_an_empty_board(engine, body):
    """Nor like a thread."""
    page = Page("https://board.example/x", body, NOW)
    with pytest.raises(LayoutChanged):
        SOURCES[engine].parse_listing(BOARDS[engine], page)
    with pytest.raises(LayoutChanged):
        parse(engine, page)


FIELD = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Co"]), max_size=9),
    st.sampled_from(["1", "2", "77", "9" * 30, "２", "＜削除＞", "2020/09/13(日) 21:26:40 ID:a", "</b>h1.example.jp<b>", "&gt;&gt;1", "<>"]),
)  # fmt: skip
LINES = st.lists(st.lists(FIELD, max_size=9).map("<>".join).map(lambda line: line.replace("\n", "")), max_size=8)


@given(st.sampled_from(sorted(SOURCES)), LINES, st.booleans())
def test_every_line_is_a_message_a_problem_or_a_notice(engine, lines, ended):
    """However lines look; scrubbed evidence gives the same messages."""
    charset = "euc_jp" if engine == "shitaraba" else "cp932"
    first = "1<>a<><>2020/09/13(日) 21:26:40 ID:a<>x<>y<>z"
    body = "\n".join([first, *lines]).encode(charset, errors="ignore") + (b"\n" if ended else b"")
    page = Page("https://board.example/x", body, NOW)
    parsed = parse(engine, page)
    lost = [problem for problem in parsed.problems if problem.reason.endswith("_line")]
    notices = int(parsed.thread.extra.get("limit_lines", "0"))
    count = len(body.decode(charset).split("\n")) - body.endswith(b"\n")
    assert len(parsed.messages) + len(lost) + notices == count
    clean = replace(page, body=SOURCES[engine].scrub(page))
    assert parse(engine, clean).messages == parsed.messages
    SOURCES[engine].blank(page, {message.message_id for message in parsed.messages})


@given(st.sampled_from(sorted(SOURCES)), st.binary(max_size=300), st.sampled_from([None, "utf-8", "EUC-JP", "?"]))
def test_no_bytes_make_it_raise_anything_else(engine, body, charset):
    """Any bytes are a thread, a listing or another page."""
    one, page = SOURCES[engine], Page("https://board.example/x", body, NOW, charset)
    for read in (lambda: parse(engine, page), lambda: one.parse_listing(BOARDS[engine], page)):
        try:
            read()
        except LayoutChanged as error:
            assert error.next_step
    one.classify(page)
    one.unknown_fields(page)
    assert one.with_settings(BOARDS[engine], page).name == BOARDS[engine].name
    assert one.scrub(page).count(b"\n") == body.count(b"\n")
