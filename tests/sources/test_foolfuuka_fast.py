"""Comments of FoolFuuka by one expression, against the tokenizer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.sources.foolfuuka import comments
from hikcorpus.sources.foolfuuka.comments import read_comment

BACK = (
    '<a href="https://archive.example/room/thread/5/#7" class="backlink op" data-function="highlight" data-backlink="true" '
    'data-board="room" data-post="7">&gt;&gt;7</a>'
)
PIECES = st.sampled_from([
    *(BACK, f'<span class="greentext">{BACK}</span>', '<span class="greentext">&gt;sanoi</span>', "<br />\n", "<br />", "<br>"),
    *("yö", "\n", "\r\n", " ", "&amp;amp;", "&lt;3", "&#039;", "&am", "p;", "<", ">", "</span>", "</a>", "<b>", "</b>"),
    *('<span class="spoiler">', '<span class="deadlink">&gt;&gt;9</span>', '<span class="greentext">', "<!-- x -->", '<a href="'),
    *('<a href="">&gt;&gt;1</a>', '<a href="x" title="a > b">z</a>', "<pre>", "</pre>", "<math>", "<script>", "</script>"),
    *('<span class="greentext"><br /></span>', '<span class="greentext"></span>', '<A HREF="y">Y</A>', "<wbr>", '"', "href="),
])  # fmt: skip


def by_the_tokenizer(html):
    """The same comment with the short way shut."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comments, "_read_simple", lambda _: None)
        return read_comment(html, None)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_comment_gives_the_same_both_ways(html):
    """Text and links."""
    assert read_comment(html, None) == by_the_tokenizer(html)


def test_usual_comments_need_no_tokenizer():
    """Marked lines, marked links, breaks with the typed line break behind them."""
    html = f'<span class="greentext">{BACK}</span><br />\n<span class="greentext">&gt;sanoi</span><br />\nniin &lt;3'
    read = comments._read_simple(html)
    assert read is not None
    assert read.text == ">>7\n>sanoi\nniin <3"


USUAL = [
    *(
        "https://archive.example/room/thread/5/#7",
        "https://archive.example/other/thread/5/#7",
        "//a.example/room/thread/5/#p7",
    ),
    *(
        "https://archive.example/room/thread/5/#7_2",
        "http://localhost:80/room/thread/6/#7",
        "https://a/thread/thread/5/#7",
    ),
]


@pytest.mark.parametrize("href", USUAL)
@pytest.mark.parametrize("whole", [True, False])
def test_the_usual_address_of_a_mark_means_the_same_by_either_expression(href, whole):
    """Board, thread, post and whether it is dangling."""
    link = comments.Link(href, ">>7")
    assert comments._USUAL.match(href)
    short = comments._ref(link, "5", "room", frozenset({"7"}), whole=whole)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comments, "_USUAL", comments.re.compile("(?!)"))
        assert short == comments._ref(link, "5", "room", frozenset({"7"}), whole=whole)
