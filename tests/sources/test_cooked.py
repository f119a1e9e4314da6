"""HTML of forum messages as text: quotes as lines that begin with `> `, nobody's words lost, hostile input quick."""

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.sources.cooked import MAX_DEPTH, Quoted, read_cooked, without_uploads

CASES = {
    "paragraphs": ('<p dir="auto">yksi<br />\nkaksi</p>\n<p dir="auto">kolme</p>\n', "yksi\nkaksi\n\nkolme"),
    "break-without-slash": ("<p>yksi<br>\nkaksi</p>", "yksi\nkaksi"),
    "space-of-the-page": ("<p>yksi\nkaksi</p>", "yksi kaksi"),
    "entities-once": ("<p>&lt;3 &amp;amp; a &lt; b</p>", "<3 &amp; a < b"),
    "markup-between": ("<p>yksi</p>\n<p><em>kaksi</em></p>\n<p>kolme</p>", "yksi\n\nkaksi\n\nkolme"),
    "list": ("<p>yksi</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<p>kaksi</p>", "yksi\na\nb\nkaksi"),
    "code": ("<pre><code>a\n  b\n</code></pre>\n<p>loppu</p>", "a\n  b\nloppu"),
    "quote": ("<blockquote>\n<p>yksi</p>\n<p>kaksi</p>\n</blockquote>\n<p>oma</p>", "> yksi\n>\n> kaksi\noma"),
    "nested": ("<blockquote>a<blockquote>b</blockquote>c</blockquote>d", "> a\n> > b\n> c\nd"),
    "never-closed": ("<blockquote>a", "> a"),
    "never-opened": ("a</blockquote>b</aside>c", "a\nb\nc"),
    "crossed": ('<aside class="quote"><blockquote>a</aside>b</blockquote>c', "> a\nb\nc"),
    "other-aside": ('<aside class="note"><p>yksi</p></aside><p>kaksi</p>', "yksi\nkaksi"),
    "nothing": ("", ""),
    "empty-quote": ("<blockquote>\n</blockquote>\n<p>oma</p>", "oma"),
}


@pytest.mark.parametrize("name", CASES)
def test_text_is_read_line_by_line(name):
    """Each form of markup, and markup that does not add up."""
    html, text = CASES[name]
    assert read_cooked(html).text == text


def test_only_the_outermost_quotes_name_targets():
    """Each once, with the thread where it is told; a preview's inner quotes are nobody's."""
    inner = '<aside class="quote" data-post="1"><blockquote>a</blockquote></aside>'
    outer = f'<aside class="quote" data-post="2" data-topic="9"><blockquote>{inner}</blockquote></aside>'
    assert read_cooked(outer + outer + inner).quoted == (Quoted("2", "9"), Quoted("1", None))
    assert read_cooked(f'<aside class="onebox">{inner}</aside>').quoted == ()


def test_pictures_on_the_forum_go_and_smileys_stay():
    """Their names are file names; a smiley's is a word of the message."""
    html = '<img src="/uploads/a.png" alt="a.png"><img src="/uploads/x.png" class="emoji" alt=":x:"><img alt="b">'
    assert read_cooked(without_uploads(html)).text == ":x:b"


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote>" * 20_000 + "x" + "</blockquote>" * 20_000,
        '<aside class="quote">' * 5_000 + "</blockquote>" * 20_000,
        "<blockquote>" * 10_000 + "</aside>" * 30_000,
        "<aside " * 50_000,
        '<aside class="onebox" data-onebox-src="' * 20_000,
        "<p>" * 50_000,
        '<blockquote><aside class="quote" data-post="1">' * 10_000 + "</aside>" * 20_000,
    ],
)
def test_hostile_markup_is_read_at_once(html):
    """No recursion, no time that grows with the square, no text that grows with the depth."""
    before = process_time()
    assert len(read_cooked(html).text) <= len(html) + 2 * MAX_DEPTH
    assert process_time() - before < 1


PIECES = st.sampled_from(
    [
        "<blockquote>",
        "</blockquote>",
        '<aside class="quote" data-post="3">',
        "</aside>",
        "<p>",
        "</p>\n",
        "<br>\n",
        "yö",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_word_outside_headers_comes_out(html):
    """Whatever the nesting: what stands directly in a quote's box is its header, all else is text."""
    text = read_cooked(html).text
    assert "<" not in text
    if "<aside" not in html:
        assert text.count("yö") == html.count("yö")
    assert all(re.match(r"(?:> ?)*(?:yö)*\Z|(?:> )*\S.*", line) for line in text.split("\n"))
