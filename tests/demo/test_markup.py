"""Typed text as vichan's HTML and back: by examples of the engine's rules, and over everything that anybody says."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hikcorpus.demo.markup import cites, reader_text, to_html

BOARDS = frozenset({"b", "c"})
STANDING = {("b", 5): 3, ("b", 7): 7, ("c", 9): 8}


def _where(board: str, number: int) -> int | None:
    return STANDING.get((board, number))


def unescape(com: str) -> str:
    """An independent, tiny reader of `com`: breaks, tags, entities."""
    text = re.sub(r"<br/>|&#10;", "\n", com)
    text = re.sub(r"<[^>]*>", "", text)
    names = {"lt": "<", "gt": ">", "hellip": "…", "larr": "←", "rarr": "→", "mdash": "—", "ndash": "–", "quot": '"',
             "#x27": "'", "#9": "\t"}  # fmt: skip
    for entity, sign in names.items():
        text = text.replace(f"&{entity};", sign)
    return text.replace("&amp;", "&")


LINK = '<a onclick="highlightReply(\'5\', event);" href="/b/res/3.html#5">&gt;&gt;5</a>'


@pytest.mark.parametrize(
    ("typed", "com"),
    [
        ("a\nb", "a<br/>b"),
        ("a\n\nb  \n", "a<br/><br/>b"),
        ("<3 & </3", "&lt;3 &amp; &lt;/3"),
        ("\"x\" 'y'", "\"x\" 'y'"),
        (">>5", LINK),
        (">>5\nx", f"{LINK}<br/>x"),
        ("x >>5, y", f"x {LINK}, y"),
        ("(>>5)", f"({LINK})"),
        (">>5の", '<span class="quote">&gt;&gt;5の</span>'),
        ("x>>5", "x&gt;&gt;5"),
        (">>6", '<span class="quote">&gt;&gt;6</span>'),
        ("x >>6", "x &gt;&gt;6"),
        (">>6 x\ny", '<span class="quote">&gt;&gt;6 x</span><br/>y'),
        (">green\n>lines", '<span class="quote">&gt;green</span><br/><span class="quote">&gt;lines</span>'),
        ("\n>x", '<span class="quote"><br/>&gt;x</span>'),
        (">>>/c/9", '<a href="/c/res/8.html#9">&gt;&gt;&gt;/c/9</a>'),
        (">>>/b/5", LINK.replace("&gt;&gt;5", "&gt;&gt;&gt;/b/5")),
        (">>>/c/10", '<span class="quote">&gt;&gt;&gt;/c/10</span>'),
        (">>>/c/", '<a href="/c/index.html">&gt;&gt;&gt;/c/</a>'),
        ("**x** '''y''' ''z''", '<span class="spoiler">x</span> <strong>y</strong> <em>z</em>'),
        ("==x==", '<span class="heading">x</span>'),
        ("a... b -- c", "a&hellip; b &ndash; c"),
        (
            "https://example.org/?a=1&b=2.",
            '<a href="https://example.org/?a=1&amp;b=2" rel="nofollow" target="_blank">'
            "https://example.org/?a=1&amp;b=2</a>.",
        ),
        ("[code]x[/code]", "[code]x[/code]"),
    ],
)
def test_rules_of_the_engine(typed, com):
    """Each as vichan 5.2.1 writes it."""
    assert to_html(typed, "b", BOARDS, _where) == com


def test_code_blocks_keep_lines_and_take_no_marks():
    """Inside [code] nothing else is marked up; lines break by `&#10;`."""
    typed = "a\n[code]x = '''1'''\n  >>5[/code]\nb"
    com = to_html(typed, "b", BOARDS, _where, code=True)
    assert com.startswith("a<br/><pre class='code lang-'>x = ")
    assert "&#10;  " in com
    assert "href" not in com
    assert "<strong>" not in com


@pytest.mark.parametrize(
    ("typed", "targets"),
    [
        (">>5 >>7\n>>>/c/9 x", (("b", 5), ("b", 7), ("c", 9))),
        (">>5\n>>5", (("b", 5),)),
        (">>12の ＞＞5 x>>5 >>5-7", ()),
        (">>99", (("b", 99),)),
    ],
)
def test_cites(typed, targets):
    """What the engine would link if it stood; gone or not is another question."""
    assert cites(typed, "b") == targets


PIECES = st.sampled_from(
    [
        ">",
        ">>",
        "5",
        "7",
        "6",
        "<",
        "3",
        "&",
        "&lt;",
        "*",
        "**",
        "''",
        "'''",
        "==",
        "\n",
        " ",
        "の",
        "ä",
        ".",
        "...",
        "--",
        "https://example.org/",
        "?a=1",
        "(",
        ")",
        ",",
        "/",
        "c/",
        "x",
    ]
)


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=25).map("".join))
@example("**.**...")
@example("**==x==**")
def test_reader_sees_the_text(typed):
    """HTML and plain text say the same, whatever is typed."""
    assert unescape(to_html(typed, "b", BOARDS, _where)).rstrip() == reader_text(typed)


def test_round_trip_of_the_whole_world(world):
    """Every post's HTML gives back its text line by line, at both visits."""
    names = frozenset(b.name for b in world.boards)
    for visit in (1, 2):
        where, at = world.where(visit), world.moment(visit)
        for post in world.posts:
            code = post.board == "en"
            typed = post.typed_at(at)
            assert unescape(to_html(typed, post.board, names, where, code)) == reader_text(typed, code), post.key


def test_links_are_the_cites_of_posts_that_stand(world):
    """A link for each cite whose target stands, none for one that is gone; all sorts occur."""
    names, where = frozenset(b.name for b in world.boards), world.where(1)
    same = across = beyond = dead = 0
    for thread in world.threads:
        for post in thread.posts_at(world.visits[0]):
            com = to_html(post.typed, post.board, names, where)
            linked = re.findall(r'href="/(\w+)/res/(\d+)\.html#(\d+)"', com)
            targets = [(b, n) for b, n in cites(post.typed, post.board) if where(b, n) is not None]
            assert sorted({(b, int(n)) for b, _, n in linked}) == sorted(targets)
            assert all(where(b, int(n)) == int(t) for b, t, n in linked)
            same += sum((b, int(t)) == thread.key for b, t, _ in linked)
            across += sum(b == post.board and int(t) != thread.number for b, t, _ in linked)
            beyond += sum(b != post.board for b, _, _ in linked)
            dead += len(cites(post.typed, post.board)) - len(targets)
    assert min(same, across, beyond, dead) >= 5, (same, across, beyond, dead)
