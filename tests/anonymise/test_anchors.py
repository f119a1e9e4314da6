"""Numbers in reply links become the pseudonyms of the messages they name; everything else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.anonymise.anchors import BLANK, protect, rewrite
from hikcorpus.anonymise.place import Place
from hikcorpus.anonymise.pseudonyms import Pseudonymiser

KEY = Pseudonymiser(b"k" * 32)
BOARD = Place("site", "b", "100", False, KEY)
THREAD = Place("site", "b", "1690213695", True, KEY)


def m(number: str, board: str = "b") -> str:
    """The pseudonym of a message of a board that counts through."""
    return KEY.token("message", "site", board, number)


def t(number: str, board: str = "b") -> str:
    """The pseudonym of a thread."""
    return KEY.token("thread", "site", board, number)


SHAPES = [
    (">>123", f">>{m('123')}", 1),
    (">>>123", f">>>{m('123')}", 1),
    ("＞＞１", f"＞＞{m('1')}", 1),
    ("≫12", f"≫{m('12')}", 1),
    (">>1-3", f">>{m('1')}-{m('3')}", 2),
    (">>1,3", f">>{m('1')},{m('3')}", 2),
    (">>1-3,7", f">>{m('1')}-{m('3')},{m('7')}", 3),
    (">>1>>2", f">>{m('1')}>>{m('2')}", 2),
    (">>007", f">>{m('7')}", 1),
    (">>>/b/123", f">>>/b/{m('123')}", 1),
    (">>>/hiki/123", f">>>/hiki/{m('123', 'hiki')}", 1),
    (">>>/b/", ">>>/b/", 0),
    (">> 123", f">> {m('123')}", 1),
    (">> 123 vuotta", ">> 123 vuotta", 0),
    ("katso #p123", f"katso #p{m('123')}", 1),
    ("/res/123", f"/res/{t('123')}", 1),
    ("/hiki/res/123.html#456", f"/hiki/res/{t('123', 'hiki')}.html#{m('456', 'hiki')}", 2),
    ("res/123.html#q456", f"res/{t('123')}.html#q{m('456')}", 2),
    ("No.81000001", f"No.{m('81000001')}", 1),
    ("No.1", "No.1", 0),
    (">>123は違う", f">>{m('123')}は違う", 1),
    (">>123:lle", f">>{m('123')}:lle", 1),
    (">5 vuotta sitten", ">5 vuotta sitten", 0),
    ("x >> y", "x >> y", 0),
    ("vuonna 2019", "vuonna 2019", 0),
    ("", "", 0),
]


@pytest.mark.parametrize(("text", "rewritten", "n"), SHAPES)
def test_every_shape_of_link(text, rewritten, n):
    """As boards and their readers write them."""
    assert rewrite(text, BOARD) == (rewritten, n)


def test_line_numbers_mean_lines_of_their_own_thread():
    """In the 2ch family >>3 names line 3 of the thread it stands in."""
    token = KEY.token("message", "site", "b", "1690213695.3")
    assert rewrite(">>3 同意", THREAD) == (f">>{token} 同意", 1)


def test_paths_of_read_cgi_name_thread_and_line():
    """`/test/read.cgi/<board>/<thread>/<line>` without a host is no URL, but leads back all the same."""
    message = KEY.token("message", "site", "hiki", "1550558979.45")
    thread = KEY.token("thread", "site", "hiki", "1550558979")
    path = "../test/read.cgi/hiki/1550558979/45"
    assert rewrite(path, THREAD) == (f"../test/read.cgi/hiki/{thread}/{message}", 2)


@given(st.text(st.sampled_from(">＞/bres#p0123１9-, .\n@aかgt;"), max_size=30))
def test_no_number_is_left_behind_a_mark(text):
    """Also where marks and numbers stand in an order that nobody thought of."""
    rewritten, _ = rewrite(text, BOARD)
    again, n = rewrite(rewritten, BOARD)
    assert (again, n) == (rewritten, 0)


@given(st.text(st.sampled_from(">≫1234-,a \n/b"), max_size=30))
def test_protected_text_keeps_its_length(text):
    """Offsets found in it are offsets in the text."""
    shown = protect(text)
    assert len(shown) == len(text)
    assert all(seen in (BLANK, real) for seen, real in zip(shown, text, strict=True))


@given(st.text(st.characters(exclude_characters="0123456789", exclude_categories=["Nd", "No", "Nl", "Cs"])))
def test_text_without_numbers_is_never_touched(text):
    """Nothing but numbers changes."""
    assert rewrite(text, BOARD) == (text, 0)
