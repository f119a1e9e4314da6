"""What the fuzz found once, as small as it can be: pages as no board means them, for the engines that broke on them."""

import re
import time

import pytest

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Page
from hikcorpus.sources.dat.text import read_text
from hikcorpus.sources.nested import nested
from hikcorpus.sources.nul import json_without_nul, page_without_nul, text_without_nul
from hikcorpus.sources.ylilauta.older import time_of
from hikcorpus.text.markup import read_markup
from tests.sources.every import NOW, committed, engines

SECONDS = 0.5  # of CPU; what is mended here took 1 to 6


def thread_of(engine, ending=".json"):
    """The first committed thread page of an engine with that ending."""
    return next(
        case for case in committed(engine) if case.kind == "thread" and (case.name.endswith(ending) or not ending)
    )


def page_of(case, body):
    """The case's page with another body."""
    return Page(case.page.url, body, NOW)


@pytest.mark.parametrize("engine", ["fourchan", "vichan", "makaba", "foolfuuka", "futaba"])
@pytest.mark.parametrize("depth", [200, 950, 30_000])
@pytest.mark.parametrize("nest", [(b"[", b"]"), (b'{"posts":', b"}"), (b'{"threads":', b"}"), (b'{"num":', b"}")])
def test_json_nested_deeply_is_refused_and_neither_blanked_nor_scrubbed_wrongly(engine, depth, nest):
    """Nothing but LayoutChanged comes of it; the bytes come back."""
    one, case = engines()[engine], thread_of(engine)
    body = nest[0] * depth + b"0" + nest[1] * depth
    page = page_of(case, body)
    with pytest.raises(LayoutChanged):
        one.parse_thread(case.board, case.thread_id, page)
    assert one.blank(page, {"0", case.thread_id}) == one.scrub(page) == body
    assert one.parse_tail(case.board, body) is None
    assert one.unknown_fields(page) == frozenset()


@pytest.mark.parametrize("number", ["9223372036854775808", "0", "-1", "9" * 400])
def test_a_number_that_no_table_holds_is_a_counted_problem(number):
    """Of a post; of a catalog's entry its count of replies."""
    one, board = engines()["vichan"], Board("test", "room", "engine", "https://board.example", zone="UTC")
    posts = f'{{"posts":[{{"no":5,"time":1,"com":"a"}},{{"no":{number},"resto":5,"time":2,"com":"b"}}]}}'
    read = one.parse_thread(board, "5", Page("https://board.example/room/res/5.json", posts.encode(), NOW))
    assert [message.message_id for message in read.messages] == ["5"]
    assert [problem.reason for problem in read.problems] == ["unreadable_message"]


def test_a_count_that_no_table_holds_is_a_counted_problem():
    """The other threads of the catalog are read."""
    one, board = engines()["vichan"], Board("test", "room", "engine", "https://board.example", zone="UTC")
    body = b'[{"page":0,"threads":[{"no":5,"replies":1,"time":1},{"no":6,"replies":9223372036854775808,"time":1}]}]'
    listing = one.parse_listing(board, Page("https://board.example/room/catalog.json", body, NOW))
    assert [mark.thread_id for mark in listing.threads] == ["5"]
    assert [problem.reason for problem in listing.problems] == ["unreadable_thread"]


@pytest.mark.parametrize(
    ("body", "after"),
    [
        (rb'"a\u0000b"', rb'"a\ufffdb"'),
        (rb'"\u0000\u0000"', rb'"\ufffd\ufffd"'),
        (rb'"\\u0000"', rb'"\\u0000"'),
        (rb'"\\\u0000"', rb'"\\\ufffd"'),
        (b'"a"', b'"a"'),
    ],
)
def test_nul_in_json_is_replaced_and_a_backslash_stays_one(body, after):
    """Only the escape itself is one."""
    assert json_without_nul(body) == after
    assert len(page_without_nul(Page("https://x.example/", body, NOW))[1]) == (body != after)


def test_nul_in_text_is_replaced_and_counted():
    """A problem says how many."""
    assert text_without_nul("a") == ("a", [])
    text, problems = text_without_nul("a\0b\0")
    assert text == "a\ufffdb\ufffd"
    assert [problem.where for problem in problems] == ["2 times NUL"]


@pytest.mark.parametrize(
    "engine",
    ["fourchan", "vichan", "makaba", "foolfuuka", "futaba", "tinyib", "lynxchan", "jschan", "nodebb", "discourse"],
)
def test_no_nul_comes_out_of_json(engine):
    """Neither of names nor of texts; a problem says so."""
    one, case = engines()[engine], thread_of(engine)
    body = case.page.body
    for field in (b"com", b"comment", b"message", b"markdown", b"content", b"cooked", b"name"):
        for sign in (b'"%b":"' % field, b'"%b": "' % field):
            body = body.replace(sign, sign + rb"\u0000")
    assert body != case.page.body
    read = one.parse_thread(case.board, case.thread_id, page_of(case, body))
    assert read.messages
    assert "\0" not in repr([(message.text, message.author_name, message.mail_field) for message in read.messages])
    assert "\\x00" not in repr(read.messages)
    assert any(problem.reason == "undecodable" for problem in read.problems)


@pytest.mark.parametrize("count", [2**31, -(2**31), 2**62])
def test_votes_that_no_column_holds_are_none(count):
    """The post itself is read."""
    one, case = engines()["nodebb"], thread_of("nodebb")
    body = re.sub(rb'"votes":\s*-?[0-9]+', b'"votes": %d' % count, case.page.body)
    assert body != case.page.body
    read = one.parse_thread(case.board, case.thread_id, page_of(case, body))
    assert read.messages
    assert {message.votes for message in read.messages} <= {None, 0}


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le"])
def test_a_file_of_lines_in_utf_16_is_refused(charset):
    """Its hosts would not be found in its bytes, so that nothing of it may be kept."""
    one, case = engines()["dat"], thread_of("dat", ".dat")
    body = "a<><>2020/09/13(日) 21:26:40 ID:AbCdEfG10<> hei <>t\n".encode(charset)
    page = Page(case.page.url, body, NOW, charset)
    with pytest.raises(LayoutChanged):
        read_text(page, "cp932", "a file")
    with pytest.raises(LayoutChanged):
        one.parse_thread(case.board, case.thread_id, page)
    assert one.blank(page, {f"{case.thread_id}.1"}) == body


@pytest.mark.parametrize("engine", ["dat", "shitaraba", "machi"])
def test_the_first_message_of_a_file_with_a_byte_order_mark_is_blanked(engine):
    """As every other one."""
    one, case = engines()[engine], thread_of(engine, "")
    lead = "" if engine == "dat" else "1<>"
    line = f"{lead}nimi<>sage<>2020/09/13(日) 21:26:40 ID:AbCdEfG10<>salaista<>otsikko\n"
    page = page_of(case, b"\xef\xbb\xbf" + line.encode())
    first = f"{case.thread_id}.1"
    assert [one.message_id for one in one.parse_thread(case.board, case.thread_id, page).messages] == [first]
    blanked = one.blank(page, {first})
    assert "salaista" not in blanked.decode()
    assert "otsikko" not in blanked.decode()
    (message,) = one.parse_thread(case.board, case.thread_id, page_of(case, blanked)).messages
    assert (message.message_id, message.text, message.author_name) == (first, "", None)


def test_machi_keeps_the_title_of_a_file_with_a_byte_order_mark():
    """The host behind it goes all the same."""
    one, case = engines()["machi"], thread_of("machi", "")
    body = "\ufeff1<>nimi<><>2020/09/13(日) 21:26:40 ID:AbCdEfG1<>hei<>otsikko<>203.0.113.7\n".encode()
    assert b"203.0.113.7" not in one.scrub(page_of(case, body))
    assert one.parse_thread(case.board, case.thread_id, page_of(case, body)).thread.title == "otsikko"


def test_a_part_of_a_thread_loses_the_opening_in_its_head():
    """`og:description` repeats it on every page of read.cgi."""
    one, board = engines()["dat"], Board("test", "heya", "engine", "https://board.example", zone="Asia/Tokyo")
    body = (
        '<html><head><meta charset="utf-8"><title>otsikko</title><meta property="og:description" content="salaista">'
        '<meta property="og:url" content="https://board.example/test/read.cgi/heya/1600000000/"></head><body>'
        "<!-- read.cgi ver 07.2.6 --><h1>otsikko</h1>"
        '<div class="post"><div class="meta"><span class="number">7</span><span class="name"><b>nimi</b></span>'
        '<span class="date">2020/09/13(日) 21:26:40</span></div><div class="message"><span class="escaped"> hei '
        "</span></div></div></body></html>"
    ).encode()
    page = Page("https://board.example/test/read.cgi/heya/1600000000/7", body, NOW)
    blanked = one.blank(page, {"1600000000.1"})
    assert b"salaista" not in blanked
    assert b"otsikko" not in blanked
    after = one.parse_thread(board, "1600000000", Page(page.url, blanked, NOW))
    assert after.messages == one.parse_thread(board, "1600000000", page).messages
    assert one.blank(page, {"1600000000.9"}) == body


def test_an_archive_has_one_opening_message():
    """Of posts that say they open a thread only the one with its number does."""
    one, case = engines()["foolfuuka"], thread_of("foolfuuka", "example 2")
    body = case.page.body.replace(b'"op":"0"', b'"op":"1"')
    assert body != case.page.body
    read = one.parse_thread(case.board, case.thread_id, page_of(case, body))
    assert [message.message_id for message in read.messages if message.is_opening] == [case.thread_id]


def test_the_bytes_of_a_tail_are_scrubbed_before_they_are_evidence():
    """What the archive marks as deleted, and the address of a poster, which it shows its staff."""
    one = engines()["foolfuuka"]
    case = next(case for case in committed("foolfuuka") if case.name == "index.json")
    listing = one.parse_listing(case.board, case.page)
    assert any(mark.entry not in case.page.body for mark in listing.threads)
    assert all(one.scrub(page_of(case, mark.entry)) == mark.entry for mark in listing.threads)
    raw = b'{"op":{"num":"70","thread_num":"70","op":"1","timestamp":"5","poster_ip":"1"},"omitted":0,"posts":[]}'
    tail = one.parse_tail(case.board, raw)
    assert b"poster_ip" not in tail.raw
    assert one.parse_tail(case.board, tail.raw) == tail


def test_a_saved_page_with_posts_of_which_none_can_be_read_is_refused():
    """Not a thread without messages."""
    one = engines()["ylilauta"]
    example = one.examples[0]
    body = example.body.replace(b'data-post-id="11"', b'data-post-id="x"').replace(
        b'data-post-id="12"', b'data-post-id=""'
    )
    board = Board("test", "hikky", "engine", "https://ylilauta.org", zone="Europe/Helsinki")
    with pytest.raises(LayoutChanged, match="none of its posts"):
        one.parse_thread(board, "2176781041", Page(example.url, body, NOW))


@pytest.mark.parametrize(
    "html",
    [
        '<a href="#1">' * 20_000,
        '<a href="#1">x' * 20_000,
        '<span class="deadlink">x' * 20_000,
        '<a href="#1">x' * 20_000 + "</a>" * 20_000,
        "a" + " " * 40_000 + "b\nc<b>d</b>",
    ],
)
def test_markup_that_nobody_closes_is_read_soon(html):
    """Time grows with its length, not with its square."""
    start = time.process_time()
    assert read_markup(html).text is not None
    assert time.process_time() - start < SECONDS


def test_links_in_one_another_are_read():
    """As many as anybody may mean."""
    assert [link.text for link in read_markup('<a href="1">a<a href="2">b</a>c</a>').links] == ["b", "abc"]


@pytest.mark.parametrize(
    ("engine", "post"),
    [
        ("ebinboard", '<div class="post reply" id="{}">'),
        ("miniboard", '<div class="post reply" id="b-{}">'),
    ],
)
def test_posts_in_one_another_to_no_end_are_refused_soon(engine, post):
    """Neither blanking nor reading takes long."""
    one, case = engines()[engine], thread_of(engine, ".html")
    body = ("<html><body>" + "".join(post.format(number) for number in range(1, 1500))).encode()
    page, start = page_of(case, body), time.process_time()
    with pytest.raises(LayoutChanged):
        one.parse_thread(case.board, case.thread_id, page)
    assert one.blank(page, {str(number) for number in range(1, 1500)}) == body
    assert one.unknown_fields(page) is not None
    assert time.process_time() - start < SECONDS


def test_which_posts_stand_in_which():
    """Right inside, over elements that are none, each once; and how deep."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser("<p id=a><b><i id=b></i><u><i id=c><s id=d></s></i></u></b></p><p id=e></p>")
    nodes = tree.css("[id]")
    found = nested([*nodes, *nodes])
    names = {node.mem_id: node.id for node in nodes}
    inner = {names[place]: [node.id for node in inside] for place, inside in found.inner.items()}
    assert inner == {"a": ["b", "c"], "c": ["d"]}
    assert found.deepest == 3


def test_a_time_of_too_many_digits_is_none():
    """Not an error."""
    from selectolax.lexbor import LexborHTMLParser

    node = LexborHTMLParser(f'<p data-timestamp="{"1" * 5000}">').css_first("p")
    assert time_of(node)[0] is None
