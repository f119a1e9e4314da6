"""Addresses by pictures: told apart, written, made plain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.config.engines import Addresses, read_engine
from hikcorpus.sources.base import Address
from hikcorpus.sources.declared.addresses import Pictures

PHPBB, MYBB = (Pictures(read_engine(name).addresses) for name in ("phpbb", "mybb"))
XENFORO = Pictures(
    Addresses(
        listing="{root}/forums/{board}/",
        thread="{root}/threads/{thread}/",
        thread_page="{root}/threads/{thread}/page-{page}",
        also=[
            "{root}/threads/{any}.{thread}/",
            "{root}/threads/{any}.{thread}/page-{page}",
            "{root}/forums/{board}/page-{page}",
        ],
    )
)
SMF = Pictures(
    Addresses(
        listing="{root}/index.php?board={board}.0",
        thread="{root}/index.php?topic={thread}.0",
        thread_page="{root}/index.php?topic={thread}.{offset}",
        also=["{root}/index.php?topic={thread}.{any}", "{root}/index.php?board={board}.{offset}"],
        strip=["PHPSESSID"],
        board_id=r"\d+",
    )
)

MEANT = [
    (PHPBB, "https://f.example/viewtopic.php?t=8", ("https://f.example", "", "8")),
    (PHPBB, "https://f.example/bb/viewtopic.php?start=20&t=8&sid=ab#p9", ("https://f.example/bb", "", "8")),
    (PHPBB, "https://f.example/viewtopic.php?f=10&t=8", ("https://f.example", "10", "8")),
    (PHPBB, "https://F.example:8080/viewforum.php?f=10&start=25", ("https://f.example:8080", "10", None)),
    (PHPBB, "https://f.example/viewtopic.php?p=63", None),
    (PHPBB, "https://f.example/viewtopic.php?id=8", None),
    (PHPBB, "https://f.example/viewforum.php?f=x", None),
    (PHPBB, "https://f.example/", None),
    (MYBB, "https://f.example/showthread.php?tid=8&pid=3#pid3", ("https://f.example", "", "8")),
    (MYBB, "https://f.example/thread-8-page-2.html", ("https://f.example", "", "8")),
    (MYBB, "https://f.example/forum-10.html", ("https://f.example", "10", None)),
    (MYBB, "https://f.example/showthread.php?t=8", None),
    (XENFORO, "https://f.example/threads/talvi-ja-y%C3%B6.12/page-3", ("https://f.example", "", "12")),
    (XENFORO, "https://f.example/threads/talvi.12", ("https://f.example", "", "12")),
    (XENFORO, "https://f.example/forums/y%C3%B6.3/", ("https://f.example", "yö.3", None)),
    (SMF, "https://f.example/index.php?PHPSESSID=1&topic=5.15", ("https://f.example", "", "5")),
    (SMF, "https://f.example/index.php/topic,5.0.html", None),
    (SMF, "https://f.example/index.php?topic=5.msg33;topicseen#msg33", ("https://f.example", "", "5")),
    (SMF, "https://f.example/index.php?board=2.20;sort=x", ("https://f.example", "2", None)),
    (PHPBB, "ftp://f.example/viewtopic.php?t=8", None),
    (PHPBB, "http://[broken/viewtopic.php?t=8", None),
    (PHPBB, "http://f.example:port/viewtopic.php?t=8", None),
    (PHPBB, "", None),
]


@pytest.mark.parametrize(("pictures", "url", "meant"), MEANT, ids=[url or "empty" for _, url, _ in MEANT])
def test_addresses_are_told_apart(pictures, url, meant):
    """Root, board and thread; parameters in any order, others beside them."""
    found = pictures.recognise(url)
    assert (found and (found.root, found.board, found.thread_id)) == meant


def test_certain_is_what_the_description_says():
    """phpBB's addresses are its own; XenForo's shape is anybody's."""
    assert PHPBB.recognise("https://f.example/viewtopic.php?t=8").certain
    assert not XENFORO.recognise("https://f.example/threads/8/").certain


@pytest.mark.parametrize(
    ("pictures", "url", "number"),
    [
        (PHPBB, "https://f.example/viewtopic.php?t=8&start=20", 20),
        (PHPBB, "https://f.example/viewtopic.php?t=8", 0),
        (XENFORO, "https://f.example/threads/t.8/page-3", 3),
        (SMF, "https://f.example/index.php?topic=5.15", 15),
        (SMF, "nothing", 0),
    ],
)
def test_page_of_an_address(pictures, url, number):
    """Its {page} or {offset}."""
    assert pictures.page_of(url) == number


@pytest.mark.parametrize(
    ("href", "base", "plain"),
    [
        (
            "./viewtopic.php?t=8&sid=ab12&start=10#p1",
            "https://f.example/bb/x.php?a=/b",
            "https://f.example/bb/viewtopic.php?t=8&start=10",
        ),
        ("viewtopic.php?t=8&sid=ab12", "https://f.example/bb/", "https://f.example/bb/viewtopic.php?t=8"),
        ("viewtopic.php?sid=ab12", "https://f.example/", "https://f.example/viewtopic.php"),
        ("?t=8&sid=ab12#x", "https://f.example/viewtopic.php?t=7", "https://f.example/viewtopic.php?t=8"),
        ("/viewtopic.php?t=8", "https://f.example/bb/", "https://f.example/viewtopic.php?t=8"),
        ("../viewtopic.php?t=8", "https://f.example/a/b/", "https://f.example/a/viewtopic.php?t=8"),
        ("//g.example/viewtopic.php?t=8", "https://f.example/", "https://g.example/viewtopic.php?t=8"),
        ("https://g.example/viewtopic.php?tsid=8", "https://f.example/", "https://g.example/viewtopic.php?tsid=8"),
        ("javascript:void(0)", "https://f.example/", None),
        ("http://[x/", "https://f.example/", None),
        ("mailto:a@b.example", "https://f.example/", None),
    ],
)
def test_links_are_made_plain(href, base, plain):
    """Whole, without fragments and session ids."""
    assert PHPBB.plain(href, base) == plain


@given(
    st.text(min_size=1, max_size=12).filter(lambda name: not set(name) & set("/?&;#") and name.strip() == name),
    st.integers(0, 10**9),
)
def test_what_is_written_is_recognised(board, thread):
    """A board may have any name that its pattern allows."""
    rules = Addresses(listing="{root}/{board}/list", thread="{root}/{board}/t/{thread}")
    pictures = Pictures(rules)
    root = "https://f.example/x"
    listing = pictures.written(rules.listing, root, board=board)
    page = pictures.written(rules.thread, root, board=board, thread=thread)
    assert pictures.recognise(listing) == Address(root, board, None, certain=False)
    assert pictures.recognise(page) == Address(root, board, str(thread), certain=False)


@given(st.text(max_size=80))
def test_no_address_is_an_error(text):
    """Whatever people paste."""
    for pictures in (PHPBB, SMF, XENFORO):
        pictures.recognise(text)
        pictures.recognise(f"https://f.example/{text}")
        pictures.plain(text, "https://f.example/")
