"""Comments of simple elements are read by a short way, which gives what the long way gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.text import markup

PIECES = st.lists(
    st.sampled_from([
        "yö ", "夜", "\n", "<br/>", "<br>", " ", "&gt;", "&amp;", "&g", "t;", "&lt", "<3", "a < b", ">", '"', "'",
        '<a onclick="highlightReply(\'5\', event);" href="/b/res/1.html#5">&gt;&gt;5</a>', '<a href="#p5" class="quotelink">&gt;&gt;5</a>',
        '<a href="https://example.org/?a=1&amp;b=2" rel="nofollow" target="_blank">https://example.org</a>', '<a href="#p5" href="#p6">x</a>',
        '<a href="#p5" class="quotelink">', "</a>", '<a href="#p5">a<br/>b</a>', '<a href="#p5"></a>', '<a href="#p5"><b>x</b></a>', '<A href="#p5">x</a>',
        '<span class="quote">&gt;yö</span>', '<span class="quote">', "</span>", '<span class="deadlink">&gt;&gt;9</span>', '<span class="quote"></span>',
        '<span class="abbr">', "<b>", "</b>", "<p>", "</p>", "<!--", "-->", "<script>", "</script>", '<img alt="x">', "<td>",
    ]),
    max_size=9,
).map("".join)  # fmt: skip


@settings(max_examples=600)
@given(PIECES, st.booleans())
def test_both_ways_give_the_same(html, newlines):
    """Text and links, whatever stands between, in and around simple elements."""
    short = markup.read_markup(html, newlines=newlines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "_read_simple", lambda html: None)
        assert short == markup.read_markup(html, newlines=newlines)


def test_the_short_way_is_taken():
    """What vichan and 4chan write most is simple; anything else is not."""
    assert markup._read_simple('<a href="#p5" class="quotelink">&gt;&gt;5</a>\nyö') is not None
    assert (
        markup._read_simple('<a onclick="highlightReply(\'5\', event);" href="/b/res/1.html#5">&gt;&gt;5</a>')
        is not None
    )
    assert markup._read_simple("<b>yö</b>") is None
