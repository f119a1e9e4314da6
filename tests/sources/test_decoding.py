"""In which charset a body is read: the server's, the byte order mark's, the page's own, the engine's."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged
from hikcorpus.sources.base import Page
from hikcorpus.sources.decoding import decode, encode_like

NOW = datetime(2026, 11, 22, tzinfo=UTC)
WORDS = "夜の部屋で眠れない"
FINNISH = "Yökahvia, täällä"
HTML5 = '<!DOCTYPE html><html><head><meta charset="{}"><title>x</title></head><body>{}</body></html>'
HTTP_EQUIV = (
    '<html><head><META content="text/html; charset={}" http-equiv=Content-Type><title>x</title></head>{}</html>'
)
XHTML = '<?xml version="1.0"?>\n<html><head><meta http-equiv="Content-Type" content="text/html;CHARSET={}" />{}</html>'


def read(body, default="utf-8", charset=None):
    """The text of a body."""
    return decode(Page("https://board.example/x", body, NOW, charset), default, "a thread")


@pytest.mark.parametrize("html", [HTML5, HTTP_EQUIV, XHTML])
@pytest.mark.parametrize(
    ("named", "charset", "words"),
    [
        ("Shift_JIS", "cp932", WORDS),
        ("x-sjis", "cp932", WORDS),
        ("EUC-JP", "euc_jp", WORDS),
        ("ISO-8859-1", "cp1252", FINNISH + " “€”"),
        ("windows-1252", "cp1252", FINNISH),
        ("iso-8859-15", "iso-8859-15", FINNISH + " €"),
        ("UTF-8", "utf-8", FINNISH + WORDS),
        ("no-such-charset", "utf-8", FINNISH),
    ],
)
def test_a_page_without_a_server_s_word_is_read_as_it_says_itself(html, named, charset, words):
    """By `<meta charset>` or `<meta http-equiv>`; nothing of it is lost."""
    text = html.format(named, words)
    assert read(text.encode(charset)) == (text, ())


def test_a_browser_s_note_above_a_saved_page_hides_nothing():
    """`<!-- saved from url=... -->` may stand before the page itself, in old browsers before its doctype."""
    note = b"<!-- saved from url=(0038)https://board.example/b/res/10.html -->\r\n"
    page = Page("saved.html", note + HTML5.format("Shift_JIS", WORDS).encode("cp932"), datetime(2026, 1, 1, tzinfo=UTC))
    assert WORDS in decode(page, "utf-8", "a page")[0]


def test_the_server_s_word_comes_before_the_page_s():
    """A proxy that re-encodes says so in the header only."""
    text = HTML5.format("EUC-JP", FINNISH)
    assert read(text.encode("cp1252"), charset="windows-1252") == (text, ())


@pytest.mark.parametrize("words", [WORDS, FINNISH])
def test_a_page_saved_as_utf_8_is_utf_8_whatever_its_meta_says(words):
    """Browsers leave the old name of the charset in it."""
    for named in ("Shift_JIS", "ISO-8859-1", "utf-16"):
        text = HTML5.format(named, words)
        assert read(text.encode(), default="cp932") == (text, ())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_a_byte_order_mark_comes_before_the_page_s_word(encoding):
    """And is no part of the text."""
    text = HTML5.format("Shift_JIS", WORDS)
    body = (b"\xfe\xff" if encoding == "utf-16-be" else b"") + text.encode(encoding)
    assert read(body, default="cp932") == (text, ())


@pytest.mark.parametrize(
    "body",
    [
        b"<!-- " + b"-" * 2048 + b' --><html><meta charset="euc-jp">' + WORDS.encode("cp932"),
        b'1<><>2020<>see <meta charset="euc-jp"> ' + WORDS.encode("cp932"),
        b'<html data-charset="euc-jp"><meta name=x data-charset=euc-jp>' + WORDS.encode("cp932"),
    ],
    ids=["far below", "no HTML", "another attribute"],
)
def test_what_is_no_word_of_the_page_s_own_leaves_the_engine_s(body):
    """A meta element far below, in a text that is no page, in another attribute's name."""
    assert WORDS in read(body, default="cp932")[0]


def test_json_is_utf_8():
    """Nothing that stands in it changes that."""
    body = HTML5.format("Shift_JIS", FINNISH).encode("cp932", errors="replace") + FINNISH.encode()
    page = Page("https://board.example/x", body, NOW, "Shift_JIS")
    assert FINNISH in decode(page, "utf-8", "a thread", ask_server=False)[0]


@pytest.mark.parametrize(("named", "words"), [("Shift_JIS", WORDS), ("ISO-8859-1", FINNISH), ("utf-8", WORDS)])
@pytest.mark.parametrize("default", ["utf-8", "cp932", "windows-1252"])
def test_a_page_written_anew_is_read_as_written(named, words, default):
    """In bytes that say the same under its own name of the charset."""
    text = HTML5.format(named, words)
    page = Page("https://board.example/x", text.encode("cp932" if named == "Shift_JIS" else named), NOW)
    new = text.replace("<title>x</title>", "<title></title>")
    assert decode(replace(page, body=encode_like(page, default, new)), default, "it")[0] == new


@given(st.binary(max_size=200), st.sampled_from([b"", b"<html><meta charset=", b"\xff\xfe", b"\xef\xbb\xbf<html>"]))
def test_any_bytes_are_read_or_refused(body, before):
    """Never another error, and never a mark of byte order in the text."""
    try:
        text, _ = read(before + body)
    except LayoutChanged:
        return
    assert not text.startswith("\ufeff\ufeff") or body.startswith(b"\xef\xbb\xbf")
