"""Comment HTML -> text: what people typed comes back, line by line; links and reply marks are found."""

import html
import string
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hikcorpus.text.entities import decode_entities
from hikcorpus.text.links import numbered_marks, plain_marks
from hikcorpus.text.markup import Link, read_markup

CASES = {
    "breaks of all forms": ("a<br>b<br/>c<br />d<BR CLEAR=all>e", "a\nb\nc\nd\ne"),
    "runs of blank lines stay": ("a<br><br><br>b", "a\n\n\nb"),
    "blank lines at the ends go": ("<br><br>a<br>", "a"),
    "leading spaces stay": ("  ∧＿∧<br>　（´∀｀）", "  ∧＿∧\n　（´∀｀）"),
    "escaped signs": ("&lt;3 &gt;_&lt; a &lt; b and c &gt; d", "<3 >_< a < b and c > d"),
    "unescaped signs": ("<3 >_< a < b and c > d 1<2", "<3 >_< a < b and c > d 1<2"),
    "words in angle brackets that are no element": (
        "<kissa> <a@example.org> </koira> <b",
        "<kissa> <a@example.org> </koira> <b",
    ),
    "double escapes stay right": ("&amp;lt;b&amp;gt; &amp;amp; &amp;#39;", "&lt;b&gt; &amp; &#39;"),
    "entities of all forms": ("&auml;&#228;&#xe4;&#XE4;&hearts;&#128008;&nbsp;.", "ääää♥🐈\xa0."),
    "entities that nobody meant": ("?a=1&copy=2&lt=3 AT&T &; &#; &unknown;", "?a=1&copy=2<=3 AT&T &; &#; &unknown;"),
    "2ch's entities without semicolon": ("&gt&gt12", ">>12"),
    "spoilers keep their words, unbroken": ('050<span class="spoiler">123</span>4567 <s>x</s>', "0501234567 x"),
    "greentext": ('<span class="quote">&gt;so it is</span><br>no', ">so it is\nno"),
    "word breaks vanish": ("aaaa<wbr>bbbb", "aaaabbbb"),
    "smileys become their text": (
        'hei <img class="smile" src="x.png" alt=":D &amp; &lt;3"> <img src=y alt=:)>',
        "hei :D & <3 :)",
    ),
    "vichan's code": ("<pre class='code'>a&#10;&#9;b&#10;&#10;c</pre>", "a\n\tb\n\nc"),
    "4chan's code, with the break after it": ("x<br><pre>if (a) {<br>  b<br>}</pre><br>y", "x\nif (a) {\n  b\n}\ny"),
    "white space of the page is no break": ("a<br>\n<br>\n b\nc \r\n<br>d", "a\n\nb c\nd"),
    "white space in code is kept": ("<pre>a\n  b</pre>\nc", "a\n  b\nc"),
    "infinity's lines": (
        '<p class="body-line ltr ">a</p><p class="body-line empty "></p><p class="body-line ltr quote">&gt;b</p>',
        "a\n\n>b",
    ),
    "paragraphs and blocks": ("a<p>b</p><div>c<div>d</div></div>e<blockquote>f</blockquote>", "a\nb\nc\nd\ne\nf"),
    "lists and tables": ("<ul><li>a</li><li>b</li></ul><table><tr><td>c</td><td>d</td></tr></table>", "a\nb\nc\td"),
    "a rule is an edge": ("a<hr>b<br><hr>c", "a\nb\nc"),
    "scripts and comments are nobody's words": ("a<!-- x<br> --><script>if (a<b) {}</script><style>p{}</style>b", "ab"),
    "the board's notes": (
        'a<br><span class="abbr">[EXIF <span>x</span> <a href="#">here</a>]</span><table class="exif"><tr><td>Camera'
        "<table></table></td></tr></table>",
        "a",
    ),
    "attributes with signs in them": ("<span title=\"a > b\" class='x>y'>c</span>", "c"),
    "an unbalanced quote": ('<a href="/x>c</a> d', "c d"),
    "nested formatting": ("<b><i>a</i> <u>b</u></b><font color='red'>c</font>", "a bc"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("source", "text"), CASES.values(), ids=CASES)
def test_text_is_what_was_typed(source, text):
    """One rule each; the page's own white space is not text."""
    assert read_markup(source).text == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a\nb\n\n\nc", "a\nb\n\n\nc"),
        ("\n\na\r\nb\n", "a\nb"),
        ('<span class="quote">&gt;a</span>\n<span class="quote blue">&lt;b</span>\n  c', ">a\n<b\n  c"),
        ("a<div>b</div>\nc<br>d", "a\nb\nc\nd"),
    ],
)
def test_line_feeds_are_breaks_where_the_engine_means_them(source, text):
    """Ylilauta writes line breaks as line feeds."""
    assert read_markup(source, newlines=True).text == text


@pytest.mark.parametrize(
    ("source", "links"),
    [
        ('<a href="/b/res/1.html#2" onclick="x">&gt;&gt;2</a>', [Link("/b/res/1.html#2", ">>2")]),
        ("<a class='q' href='#p2'><b>&gt;&gt;</b>2</a>", [Link("#p2", ">>2")]),
        ("<a href=../x/2>&gt;&gt;2</a>", [Link("../x/2", ">>2")]),
        ('<a href="/?a=1&amp;b=2">x</a><a name="y">y</a>', [Link("/?a=1&b=2", "x")]),
        ('<span class="deadlink">&gt;&gt;5</span> <span>no</span>', [Link(None, ">>5", dead=True)]),
        ('<a href="/a"><a href="/b" class="quotelink">&gt;&gt;1</a></a>', [Link("/b", ">>1"), Link("/a", ">>1")]),
        ('<a href="/a">open <span>x', [Link("/a", "open x")]),
        ('<p>a</p><a href="/a"><i>&gt;&gt;1</i></a>', [Link("/a", ">>1")]),
        ("</a></span>plain", []),
    ],
)
def test_links_are_given_with_the_text_shown(source, links):
    """Address decoded, text as shown; dead marks have no address."""
    assert list(read_markup(source).links) == links


TYPED = st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]))


@given(TYPED)
@example("&amp;lt; &lt")
@example(" \t<3 >_<\n\n\n>>1\n&#1; \x00")
def test_escaped_text_comes_back_whole(typed):
    """What an engine escapes and breaks into lines comes back to the letter, but for blank lines at the ends."""
    for tag in ("<br>", "<br/>"):
        assert read_markup(html.escape(typed).replace("\n", tag)).text == typed.strip("\n")
    assert read_markup(html.escape(typed), newlines=True).text == typed.strip("\n")


@given(st.text())
@example("<" * 50)
@example('<a href="' * 9)
@example("<!--<script>")
@example("<p class=body-line></p></p></pre></a></span>")
def test_nothing_makes_it_raise(anything):
    """Any string at all, as markup of both kinds."""
    for newlines in (True, False):
        marked = read_markup(anything, newlines=newlines)
        assert isinstance(marked.text, str)
        assert all(isinstance(link.text, str) for link in marked.links)


TAGS = [
    "<br>", "<b>", "</b>", '<span class="spoiler">', "</span>", "<p>", "</p>", '<p class="body-line ltr ">', "<pre>", "</pre>",
    "<div>", "</div>", '<a href="/x#1">', "</a>", "<wbr>", "<hr/>", "<td>", "</td>", '<span class="deadlink">', "<s>", "<ul><li>",
]  # fmt: skip


@given(
    st.lists(
        st.one_of(st.sampled_from(TAGS), st.text(string.ascii_letters + "<>&äö夜 \n", max_size=9).map(html.escape))
    )
)
def test_no_character_beside_white_space_is_lost(pieces):
    """However tags open, close and nest, all that is not a tag stays, in order."""
    words = "".join(html.unescape(piece) for piece in pieces if piece not in TAGS)
    for newlines in (True, False):
        assert "".join(read_markup("".join(pieces), newlines=newlines).text.split()) == "".join(words.split())


@pytest.mark.parametrize("bait", ['<a "', "<!--", "<a href='", "<" * 4, "&#", "<a b", "&amp", ">>1,"])
def test_hostile_comments_cost_no_more_than_long_ones(bait):
    """Time grows with length only: 60,000 characters of bait in well under the seconds that backtracking takes."""
    comment = bait * (60_000 // len(bait))
    start = time.process_time()
    text = read_markup(comment).text
    list(numbered_marks(text))
    list(plain_marks(text))
    assert time.process_time() - start < 3


@given(st.text())
def test_entities_are_decoded_once(typed):
    """Decoding is the inverse of escaping, and text without `&` stays as it is."""
    assert decode_entities(html.escape(typed)) == typed
    assert decode_entities(typed.replace("&", "")) == typed.replace("&", "")


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        (">>1 a >>22", [(1, 1), (22, 22)]),
        (">>1-3", [(1, 3)]),
        (">>1,3 >>4,6-7", [(1, 1), (3, 3), (4, 4), (6, 7)]),
        ("＞＞１ ＞＞１２－１４，２", [(1, 1), (12, 14), (2, 2)]),
        (">>1さん", [(1, 1)]),
        (">>>1 >1 >> >>a >>123456 >>131052-952X", []),
        (">> 5 >>5,>>6", [(5, 5), (5, 5), (6, 6)]),
    ],
)
def test_numbered_marks_of_the_2ch_family(text, marks):
    """Single, range, list and full-width forms; longer numbers are no marks."""
    assert list(numbered_marks(text)) == marks


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        (">>5 a\n>>6, >>7.", [(None, "5"), (None, "6"), (None, "7")]),
        (">>>/pelit/9 >>>/pelit/ >>>/x", [("pelit", "9")]),
        ("a>>5 >>5a >>>5 > >5", []),
    ],
)
def test_plain_marks_as_vichan_would_link_them(text, marks):
    """Only between white space and the signs that vichan's own expression allows."""
    assert list(plain_marks(text)) == marks
