"""A page that is not what was asked for is refused with one clear sentence, and with nothing of its text."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources import recognise_saved, source
from hikcorpus.sources.base import Page
from hikcorpus.sources.decoding import decode

PAGES = Path(__file__).parent / "pages"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
HTML = b"\n<!DOCTYPE html><html><head><title>SECRET</title></head><body>SECRET</body></html>"
THREAD = (PAGES / "vichan/thread.json").read_bytes()
FOURCHAN = (PAGES / "fourchan/thread.json").read_bytes()
DAT = (PAGES / "dat/thread.dat").read_bytes()
EUC = "名無しさん<><>2020/09/13(日) 21:26:40 ID:a<>文字が違う板でした<>夜の部屋\n".encode("euc_jp")
YLILAUTA = (PAGES / "ylilauta/thread.html").read_bytes()
TAIL = b'{"posts":[{"no":900,"bumplimit":0,"replies":132,"tail_size":50,"tail_id":950}]}'
PLACE = {"vichan": "koti", "fourchan": "room", "dat": "heya", "ylilauta": "hikky"}

THREADS = [
    ("vichan", "40", HTML, "it is HTML"),
    ("vichan", "40", b"", "it is empty"),
    ("vichan", "40", THREAD[: len(THREAD) // 2], "cut off"),
    ("vichan", "40", b"SECRET", "no JSON"),
    ("vichan", "40", b'{"error":"SECRET"}', "another shape"),
    ("vichan", "40", b'[{"page":0}]', "another shape"),
    ("vichan", "40", b'{"posts":[]}', "no post"),
    ("vichan", "40", b'{"posts":[{"com":"SECRET"}]}', "no post"),
    ("vichan", "41", THREAD, "begins with post 40"),
    ("vichan", "40", THREAD.replace(b"\\/koti\\/", b"\\/pelit\\/"), "another board"),
    ("vichan", "40", b'{"posts":[{"no":40,"com":"' + b"\xe4\xf6" * 40 + b'"}]}', "cannot be read"),
    ("fourchan", "900", TAIL, "only the tail"),
    ("fourchan", "900", HTML, "it is HTML"),
    ("fourchan", "901", FOURCHAN, "begins with post 900"),
    ("dat", "1655324449", HTML, "it is HTML"),
    ("dat", "1655324449", b"", "it is empty"),
    ("dat", "1655324449", b"SECRET\nSECRET<>x\n", "none of its lines"),
    ("dat", "1655324449", b"\xff\xfd\x80" * 60 + b"<><><><>\n", "cannot be read"),
    ("ylilauta", "2176781041", (PAGES / "ylilauta/challenge.html").read_bytes(), "no thread"),
    ("ylilauta", "2176781041", (PAGES / "ylilauta/listing.html").read_bytes(), "no thread"),
    ("ylilauta", "2176781041", (PAGES / "ylilauta/deleted.html").read_bytes(), "no thread"),
    ("ylilauta", "2176781042", YLILAUTA, "it is thread 2176781041"),
    ("ylilauta", "2176781041", YLILAUTA.replace(b"hikky/zzzz01", b"hikky/zzzz0z"), "it is thread"),
    ("ylilauta", "2176781041", b"", "no thread"),
]
LISTINGS = [
    ("vichan", HTML, "it is HTML"),
    ("vichan", b"", "it is empty"),
    ("vichan", b"[571958,572866]", "another shape"),
    ("vichan", b'{"threads":[]}', "another shape"),
    ("vichan", b'[{"postId":5,"message":"SECRET"}]', "another shape"),
    ("vichan", b'[{"page":0,"threads":[{"id":5},{"id":6}]}]', "none of its entries"),
    ("vichan", b'[{"page":0,"threads":[{"no":5', "cut off"),
    ("fourchan", b"null", "another shape"),
    ("dat", HTML, "it is HTML"),
    ("dat", b"SECRET\n", "none of its lines"),
    ("ylilauta", b"", "saved thread pages only"),
]


def ids(cases):
    """Readable names of the cases."""
    return [f"{number}-{case[0]}-{case[-1]}" for number, case in enumerate(cases)]


def board_of(engine):
    """A board of that engine."""
    one = source(engine)
    return Board("test", PLACE[engine], engine, "https://board.example", one.zone)


def assert_clear(error, why):
    """The sentence says where and why, and repeats nothing of the page."""
    assert why in error.what
    assert "/some/path" in error.what
    assert error.next_step
    assert "SECRET" not in str(error)


@pytest.mark.parametrize(("engine", "thread_id", "body", "why"), THREADS, ids=ids(THREADS))
def test_other_pages_are_no_threads(engine, thread_id, body, why):
    """HTML, empty, cut off, other JSON, another thread or board, a protection's page, unreadable bytes."""
    page = Page("https://board.example/some/path?x=1", body, NOW)
    with pytest.raises(LayoutChanged) as raised:
        source(engine).parse_thread(board_of(engine), thread_id, page)
    assert_clear(raised.value, why)


@pytest.mark.parametrize(("engine", "body", "why"), LISTINGS, ids=ids(LISTINGS))
def test_other_pages_are_no_listings(engine, body, why):
    """Above all: another page must never look like an empty board."""
    with pytest.raises(LayoutChanged) as raised:
        source(engine).parse_listing(board_of(engine), Page("https://board.example/some/path", body, NOW))
    assert_clear(raised.value, why)


@pytest.mark.parametrize("name", ["challenge.html", "listing.html", "deleted.html"])
def test_saved_pages_without_a_thread_are_not_recognised(name):
    """A page that does not say which thread it is, with its posts, is nobody's."""
    assert (
        recognise_saved(Page("https://ylilauta.org/hikky/zzzz01", (PAGES / "ylilauta" / name).read_bytes(), NOW))
        is None
    )


@pytest.mark.parametrize(
    "change", [(b"https://ylilauta.org/hikky/", b"https://other.example/hikky/"), (b"zzzz01", b"2176781041")]
)
def test_saved_pages_must_agree_with_themselves(change):
    """Address and thread id on the page must be the same thread of this site."""
    assert recognise_saved(Page("x", YLILAUTA.replace(*change), NOW)) is None


def test_wrong_charset_is_counted_and_read_on():
    """A few unreadable characters are a problem, not an end; the rest is read."""
    page = Page("https://board.example/x", THREAD.replace(b"Samoin.", b"Samoin\xe4."), NOW)
    parsed = source("vichan").parse_thread(board_of("vichan"), "40", page)
    assert len(parsed.messages) == 5
    assert [problem.reason for problem in parsed.problems] == ["undecodable"]
    assert "Samoin\ufffd." in parsed.messages[1].text


@pytest.mark.parametrize("half", [b"\\ud83d", b"\\udc08", b"\\udc08\\ud83d"])
def test_half_characters_do_not_lose_the_page(half):
    """JSON may hold half a surrogate pair; no table can."""
    page = Page(
        "https://board.example/x", THREAD.replace(b"Samoin.", b"Samoin " + half + b"\\ud83d\\udc08 \\\\ud83d"), NOW
    )
    parsed = source("vichan").parse_thread(board_of("vichan"), "40", page)
    assert "\ufffd🐈 \\ud83d" in parsed.messages[1].text
    assert [problem.reason for problem in parsed.problems] == ["undecodable"]
    parsed.messages[1].text.encode()


@pytest.mark.parametrize("charset", [None, "Shift_JIS", "utf-8", "EUC-JP", "no-such-charset", '"x-sjis"'])
def test_dat_is_read_whatever_charset_the_server_names(charset):
    """The bytes decide between cp932 and UTF-8; the server is asked only about others."""
    one, board = source("dat"), board_of("dat")
    for body in (DAT, DAT.decode("cp932").encode()):
        parsed = one.parse_thread(board, "1655324449", Page("https://board.example/x", body, NOW, charset))
        assert parsed.messages[1].author_name == "うさぎ"
        assert "undecodable" not in {problem.reason for problem in parsed.problems}


def test_half_width_kana_are_not_taken_for_latin_letters():
    """Bytes that are valid in both charsets are the engine's own, unless letters beyond Latin come out."""
    page = Page("https://board.example/x", "a<><>2020/09/13 21:26:40 ID:a<>ﾃｽ<>\n".encode("cp932"), NOW)
    assert source("dat").parse_thread(board_of("dat"), "1", page).messages[0].text == "ﾃｽ"


def test_dat_in_another_charset_is_read_if_the_server_names_it():
    """EUC-JP, as some relatives of the family write."""
    page = Page("https://board.example/x", EUC, NOW, "EUC-JP")
    assert source("dat").parse_thread(board_of("dat"), "1", page).messages[0].text == "文字が違う板でした"


def test_settings_that_are_none_change_nothing():
    """An error page or rubbish instead of SETTING.TXT leaves the board as it was."""
    one, board = source("dat"), board_of("dat")
    for body in (HTML, b"\xff\xfd" * 40, b""):
        assert one.with_settings(board, Page("https://board.example/x", body, NOW)) == board
    named = one.with_settings(board, Page("https://board.example/x", (PAGES / "dat/SETTING.TXT").read_bytes(), NOW))
    assert named.default_names == {"名無しさん＠練習板", "けされた"}


def test_a_page_nested_to_choke_a_parser_is_refused():
    """Trees are built in time quadratic to their depth: a hostile page of a megabyte would take minutes."""
    page = Page("http://h.example/x", b"<html>" + b"<div>" * 100_000 + b"x" + b"</div>" * 100_000, NOW)
    with pytest.raises(LayoutChanged, match="deep"):
        decode(page, "utf-8", "a thread")


def test_many_elements_side_by_side_are_no_trap():
    """A thread of thousands of posts is read."""
    page = Page("http://h.example/x", b"<html>" + b"<div><b>a</b><br>b</div>" * 50_000, NOW)
    assert decode(page, "utf-8", "a thread")[1] == ()
