"""The words of a post from its element: lines, quotes, what is left out; the same as read_markup gives of its HTML."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from hikcorpus.sources.declared.words import MAX_DEPTH, _plain, _walked, words_of
from hikcorpus.text.markup import read_markup

CASES = [
    ("Eka.<br>\nToka.", "Eka.\nToka."),
    ("Eka.<br/>Toka.<br><br>Neljäs.", "Eka.\nToka.\n\nNeljäs."),
    ("\n\t\tEka <b>rivi</b>\n jatkuu.<br />\nToka.\n\t", "Eka rivi jatkuu.\nToka."),
    ("<p>Eka.</p>\n<p>Toka.</p>", "Eka.\nToka."),
    (" <p>Eka.</p> <p>Toka.</p> ", "Eka.\nToka."),
    ("a &lt;3 b &amp;amp; c&nbsp;d", "a <3 b &amp; c\xa0d"),
    ('Hei <img src="x" alt=":D"> ja <img src="y">', "Hei :D ja "),
    ("<ul><li>yksi</li><li>kaksi</li></ul>loppu", "yksi\nkaksi\nloppu"),
    ("<pre>a\n  b\n</pre>loppu", "a\n  b\nloppu"),
    ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1\t2\n3"),
    ("x<script>var y;</script><style>z</style><noscript>w</noscript>v", "xv"),
    ("x<!-- ei tämä -->y", "xy"),
    ("<blockquote><cite>Muki:</cite>Eka.<br>Toka.</blockquote>Oma.", "> Eka.\n> Toka.\nOma."),
    ("<blockquote>Eka.</blockquote><br>Oma.", "> Eka.\nOma."),
    ("<blockquote>Eka.</blockquote> <br>\nOma.", "> Eka.\nOma."),
    ("<blockquote>Eka.</blockquote><br><br>Oma.", "> Eka.\n\nOma."),
    (
        "<blockquote><blockquote>Syvä.</blockquote>Eka.<br><br>Toka.</blockquote>Oma.",
        "> > Syvä.\n> Eka.\n>\n> Toka.\nOma.",
    ),
    ("Alku <blockquote><p>Eka.</p><p>Toka.</p></blockquote>loppu", "Alku \n> Eka.\n> Toka.\nloppu"),
    ("<blockquote></blockquote>Oma.", "Oma."),
    ("<blockquote><cite>Vain nimi</cite></blockquote>Oma.", "Oma."),
    ("<blockquote><cite>Muki:</cite><br>Eka.<br>Toka.</blockquote>Oma.", "> Eka.\n> Toka.\nOma."),
    ("<blockquote>\n <cite>Muki:</cite> <br />\n Eka.</blockquote>Oma.", "> Eka.\nOma."),
    ("<blockquote><cite>Muki:</cite><br><br>Eka.</blockquote>Oma.", ">\n> Eka.\nOma."),
    ("<blockquote><cite>Muki:</cite>Eka.<br><br>Toka.</blockquote>Oma.", "> Eka.\n>\n> Toka.\nOma."),
    ("<blockquote><br>Eka.<cite>x</cite><br>Toka.</blockquote>Oma.", ">\n> Eka.\n> Toka.\nOma."),
    ("Alku <blockquote><cite>Muki:</cite><br>Eka.</blockquote>Oma.", "Alku \n> Eka.\nOma."),
    ("<blockquote><div><cite>Muki:</cite></div><br>Eka.</blockquote>Oma.", "> Eka.\nOma."),
    (
        "<blockquote><cite>A:</cite><br><blockquote><cite>B:</cite><br>Syvä.</blockquote>Eka.</blockquote>Oma.",
        "> > Syvä.\n> Eka.\nOma.",
    ),
    ("<blockquote><p><cite>1</cite> <cite>Muki</cite> Eka.\n</p></blockquote>Oma.", "> Eka.\nOma."),
    ("<blockquote> <cite>Muki</cite> <br>   Eka.<cite>x</cite> y</blockquote>Oma.", ">    Eka. y\nOma."),
    ("<blockquote><cite>Muki:</cite></blockquote><br><br>Oma.", "Oma."),
    ("Eka.<cite>x</cite><br><br>Toka.", "Eka.\n\nToka."),
    ("　　／＼<br>　／　＼", "　　／＼\n　／　＼"),
    ("   kolme  väliä<br>    neljä", "   kolme  väliä\n    neljä"),
    ("", ""),
    ("<br><br>", ""),
]


def read(html, **options):
    """The words of a div with that content; every blockquote is a quote, every cite is left out."""
    tree = LexborHTMLParser(f"<div>{html}</div>")
    quotes = {node.mem_id for node in tree.css("blockquote")}
    skipped = {node.mem_id for node in tree.css("cite")}
    return words_of(tree.css_first("div"), quotes, skipped, **options)


@pytest.mark.parametrize(("html", "text"), CASES)
def test_words_come_line_by_line(html, text):
    """Breaks, blocks, quotes, images, cells; nothing of scripts, comments and headers."""
    assert read(html) == text


def test_line_breaks_of_the_source_may_be_breaks_of_the_text():
    """Where the engine means them."""
    assert read("Eka.\nToka.\r\n\r\nNeljäs.", newlines=True) == "Eka.\nToka.\n\nNeljäs."
    assert read("Eka.\n<b>Toka.</b>\nKolmas.", newlines=True) == "Eka.\nToka.\nKolmas."


def test_quotes_have_a_greatest_depth():
    """A page of nothing but quotes is read all the same, without recursion."""
    text = read("<blockquote>" * 400 + "x" + "</blockquote>" * 400 + "y")
    assert text == "> " * MAX_DEPTH + "x\ny"


INLINE = st.sampled_from(["b", "i", "span", "a", "u"])
WORDS = st.text("abåß &<>\"'猫\n\t #", max_size=12).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
)
HTML = st.recursive(
    WORDS | st.just("<br>") | st.just("<br>\n"),
    lambda inner: (
        st.lists(inner, max_size=4).map("".join)
        | st.tuples(INLINE | st.sampled_from(["p", "div", "ul", "center"]), inner).map(
            lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
        )
    ),
    max_leaves=12,
)


@given(HTML)
def test_no_word_is_lost_or_made_up(html):
    """Letter by letter what read_markup gives of the same HTML, but for white space."""
    tree = LexborHTMLParser(f"<div>{html}</div>")
    node = tree.css_first("div")
    expected = read_markup(node.inner_html).text
    got = words_of(node, set(), set())
    assert re.sub(r"\s", "", got) == re.sub(r"\s", "", expected)
    assert [line.split() for line in got.split("\n") if line.strip()] == [
        line.split() for line in expected.split("\n") if line.strip()
    ]


@given(st.lists(WORDS | st.just("<br>") | st.just("<br>\n"), max_size=12).map("".join), st.booleans())
def test_the_short_way_gives_what_the_long_way_gives(html, newlines):
    """Most posts are nothing but words and breaks."""
    tree = LexborHTMLParser(f"<div>{html}</div>")
    node = tree.css_first("div")
    short, long = (
        _plain(node.inner_html, newlines=newlines),
        _walked(node, set(), set(), newlines=newlines),
    )
    assert [line.rstrip() for line in short.strip().split("\n")] == [line.rstrip() for line in long.strip().split("\n")]
