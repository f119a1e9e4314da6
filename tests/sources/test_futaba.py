"""Futaba: addresses, whom a copied text answers, what never gets into the corpus, what is blanked, hostile pages."""

import json
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Page
from hikcorpus.sources.futaba.engine import Futaba
from hikcorpus.sources.futaba.quotes import Quotes
from hikcorpus.sources.futaba.scrub import scrub_bytes

ONE = Futaba()
NOW = datetime(2026, 11, 22, tzinfo=UTC)
BOARD = Board("2chan.net", "b", "futaba", "https://may.2chan.net", ONE.zone)
FOLDER = Path(__file__).parent / "pages" / "futaba"
LISTINGS = {"catalogue.htm", "catalogue.json", "pages.htm"}
THREADS = sorted(path.name for path in FOLDER.iterdir() if path.name not in LISTINGS and path.name != "expected.json")


def page_of(name):
    """A committed page."""
    return Page(f"https://may.2chan.net/b/{name}", (FOLDER / name).read_bytes(), NOW)


def read(page):
    """The thread of a page; all committed ones are thread 501."""
    return ONE.parse_thread(BOARD, "501", page)


@pytest.mark.parametrize(
    ("url", "board", "thread_id", "certain"),
    [
        ("https://may.2chan.net/b/res/1364612020.htm", "b", "1364612020", True),
        ("https://may.2chan.net/b/futaba.php?mode=cat&sort=1", "b", None, True),
        ("https://may.2chan.net/b/futaba.php?mode=json&res=501", "b", "501", True),
        ("https://dec.2chan.net/60/futaba.htm", "60", None, True),
        ("https://dec.2chan.net/60/", "60", None, True),
        ("https://img.2chan.net/b", "b", None, True),
        ("http://board.example/b/res/501.htm", "b", "501", False),
        ("http://board.example/b/futaba.htm", "b", None, True),
    ],
)
def test_addresses_are_understood(url, board, thread_id, certain):
    """Certain on its own hosts, and where the name of its program stands in the address."""
    found = ONE.recognise(url)
    assert (found.board, found.thread_id, found.certain) == (board, thread_id, certain)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.2chan.net/",
        "https://may.2chan.net/bin/",
        "http://board.example/b/",
        "http://board.example/b/1.htm",
        "",
    ],
)
def test_other_addresses_are_not_its_own(url):
    """A bare folder elsewhere may be any engine's."""
    assert ONE.recognise(url) is None


def quoting(*texts, board="b"):
    """Whom each text answers; posts are numbered from 1."""
    quotes = Quotes(board, "1", frozenset(str(number + 1) for number in range(len(texts))))
    found = []
    for place, text in enumerate(texts):
        number = str(place + 1)
        found.append([(ref.message_id, ref.kind) for ref in quotes.refs(number, text, None)])
        quotes.add(number, text, None)
    return found


def test_a_quoted_line_means_the_nearest_post_that_says_it():
    """The same words twice: the later one is meant."""
    assert quoting("はい", "はい", ">はい\nなぜ")[2] == [("2", "inferred")]


def test_a_run_of_quoted_lines_means_the_post_that_holds_most_of_them():
    """The longest match wins over the nearest one."""
    texts = ("一行目です\n二行目です", "二行目です", ">一行目です\n>二行目です\nうん")
    assert quoting(*texts)[2] == [("1", "inferred")]


def test_lines_of_two_posts_in_one_run_mean_both():
    """Each line's post; what the first one explains is not asked again."""
    assert quoting("赤い花", "青い花", ">赤い花\n>青い花")[2] == [("2", "inferred"), ("1", "inferred")]


def test_a_part_of_a_line_means_the_post_that_holds_it():
    """Readers quote the part that they answer, wherever in the line it begins; four characters are too few to tell."""
    texts = (
        "昨日は夜中にコンビニへ行った",
        ">夜中にコンビニ\nえらい",
        ">夜中にコ",
        ">夜中にコン",
        ">ニへ行った",
        ">は夜中に",
    )
    one = [("1", "inferred")]
    assert quoting(*texts)[1:] == [one, [], one, one, []]


@given(st.text(alphabet="あいうえおか", min_size=6, max_size=40), st.data())
def test_every_part_of_five_characters_is_found(line, data):
    """At every place of the line."""
    start = data.draw(st.integers(0, len(line) - 5))
    end = data.draw(st.integers(start + 5, len(line)))
    assert quoting(line, f">{line[start:end]}")[1] == [("1", "inferred")]


def test_a_quote_of_a_quote_means_the_post_that_quoted():
    """`>>words` stands in it as `>words`."""
    assert quoting("元の話", ">元の話\nそう", ">>元の話\nいや")[2] == [("2", "inferred")]


def test_a_number_is_an_explicit_edge_and_dead_if_it_stands_nowhere():
    """`No.1` names a post; a version number does not."""
    quotes = Quotes("b", "1", frozenset({"1", "2"}))
    refs = quotes.refs("2", ">No.1\nNo.77 No.1.5 xNo.1", None)
    assert [(ref.message_id, ref.thread_id, ref.kind, ref.dangling) for ref in refs] == [
        ("1", "1", "explicit", False),
        ("77", None, "explicit", True),
    ]


def test_words_nobody_wrote_are_no_edge():
    """A quote from elsewhere, or of a deleted post."""
    assert quoting("はい", ">どこにもない言葉")[1] == []


@given(st.lists(st.text(alphabet=">あいう\nNo.12", max_size=30), max_size=25))
def test_edges_lead_backwards_and_each_once(texts):
    """Whatever people type: inferred edges point at earlier posts, never twice at the same."""
    for place, refs in enumerate(quoting(*texts)):
        targets = [target for target, _ in refs]
        assert len(set(targets)) == len(targets)
        assert all(int(target) <= place for target, kind in refs if kind == "inferred")


def test_inference_is_linear():
    """Five thousand posts that all quote the same long lines are read in well under ten seconds."""
    line = "同じ長い行がずっと続く" * 30
    start = time.process_time()
    quoting(*(f"{line}{number % 7}\n>{line[:200]}\n>{line}" for number in range(5000)))
    assert time.process_time() - start < 10


@pytest.mark.parametrize("name", THREADS)
def test_a_blanked_page_reads_the_same_but_for_its_content(name):
    """Words, names, IDs and files of every second post go; all others keep every field, whom they quote too."""
    page = page_of(name)
    before = read(page).messages
    for gone in ({message.message_id for message in before[::2]}, {message.message_id for message in before[1::2]}):
        body = ONE.blank(page, gone)
        after = read(replace(page, body=body)).messages
        for old, new in zip(before, after, strict=True):
            if old.message_id in gone:
                assert (new.message_id, new.posted_at, new.state) == (old.message_id, old.posted_at, old.state)
                assert (new.text, new.author_name, new.tripcode, new.poster_id) == ("", None, None, None)
                assert (new.mail_field, new.subject, new.refs, new.attachments) == (None, None, (), ())
                for words in (old.text, old.author_name or ""):
                    assert len(words) < 4 or not any(
                        words.encode(charset, "replace") in body and not quoted(before, gone, words)
                        for charset in ("cp932", "utf-8")
                    )
            else:
                assert new == old
        assert ONE.blank(replace(page, body=body), gone) == body


def quoted(messages, gone, words):
    """Whether somebody else, whose post stays, wrote these words too (or bears that name)."""
    return any(
        words in message.text or words == message.author_name for message in messages if message.message_id not in gone
    )


def test_a_page_without_these_posts_stays_byte_for_byte():
    """Nothing to take out."""
    for name in THREADS:
        page = page_of(name)
        assert ONE.blank(page, {"1"}) == page.body
    assert ONE.blank(Page("x", b"\xff" * 99, NOW), {"1"}) == b"\xff" * 99


@pytest.mark.parametrize("name", [*THREADS, *sorted(LISTINGS)])
def test_scrubbed_pages_read_the_same_and_hold_no_address(name):
    """What is kept as evidence has no host and no address of a poster; scrubbing twice changes nothing."""
    page = page_of(name)
    clean = replace(page, body=ONE.scrub(page))
    assert b"example.jp" not in clean.body
    assert b"203.0." not in clean.body
    assert ONE.scrub(clean) == clean.body
    if name in LISTINGS:
        assert ONE.parse_listing(BOARD, clean) == ONE.parse_listing(BOARD, page)
    else:
        assert read(clean) == read(page)


@given(st.binary(max_size=300))
@settings(max_examples=60)
def test_scrubbing_is_idempotent(noise):
    """Whatever stands around it."""
    body = b"13:42:53 IP:203.0.*(x.jp)" + noise + b'"host":"a.jp"'
    assert scrub_bytes(scrub_bytes(body)) == scrub_bytes(body)


def test_json_with_lost_characters_is_blanked_too():
    """What can be read can be taken out, however damaged the bytes beside it are."""
    page = page_of("replies.json")
    damaged = replace(page, body=page.body.replace("どうぞ".encode(), "どうぞ".encode() + b"\x80"))
    assert [problem.reason for problem in read(damaged).problems] == ["undecodable", "unreadable_message"]
    after = read(replace(page, body=ONE.blank(damaged, {"502"}))).messages
    assert (after[0].text, after[2].refs) == ("", read(damaged).messages[2].refs)


def test_what_an_answer_is():
    """A time in 1970 in the JSON, or a short page that says so, means that the thread fell."""
    fallen = json.dumps({"dielong": "Thu, 01 Jan 1970 01:07:29 GMT", "res": []}).encode()
    error = "<html><body>スレッドがありません</body></html>".encode("cp932")
    asked = "https://may.2chan.net/b/futaba.php?mode=json&res=501"
    assert ONE.classify(Page(asked, fallen, NOW)) == "gone"
    assert ONE.classify(Page(asked, error, NOW)) == "gone"
    assert ONE.classify(Page(asked, b"<html><body>busy</body></html>", NOW)) == "other"
    assert {ONE.classify(page_of(name)) for name in THREADS} == {"ok"}


def test_a_page_of_another_thread_or_of_the_board_is_refused():
    """So that nobody's posts are taken for another thread's."""
    for name, thread_id, why in (
        ("modern.htm", "77", "begins with"),
        ("unquoted.htm", "77", "begins with"),
        ("pages.htm", "501", "several"),
        ("catalogue.htm", "501", "no post"),
    ):
        with pytest.raises(LayoutChanged, match=why):
            ONE.parse_thread(BOARD, thread_id, page_of(name))
    with pytest.raises(LayoutChanged, match="another thread"):
        ONE.parse_thread(
            BOARD, "501", replace(page_of("replies.json"), url="https://may.2chan.net/b/futaba.php?mode=json&res=9")
        )
    with pytest.raises(LayoutChanged):
        ONE.parse_listing(BOARD, Page("x", b"<html><body>hei</body></html>", NOW))


def test_marks_of_a_listing_change_with_what_it_shows():
    """Counts and titles; not with the server that a thumbnail lies on."""
    page = page_of("catalogue.htm")
    before = [mark.mark for mark in ONE.parse_listing(BOARD, page).threads]
    moved = replace(page, body=page.body.replace(b"apr.2chan.net", b"feb.2chan.net"))
    assert [mark.mark for mark in ONE.parse_listing(BOARD, moved).threads] == before
    grown = replace(page, body=page.body.replace(b"<font size=2>72<", b"<font size=2>73<"))
    assert [mark.mark == old for mark, old in zip(ONE.parse_listing(BOARD, grown).threads, before, strict=True)] == [
        False,
        True,
    ]


def test_pages_of_the_board_lead_to_the_next():
    """The form of its last line."""
    assert ONE.parse_listing(BOARD, page_of("pages.htm")).next_url == "https://may.2chan.net/b/1.htm"


def test_fields_of_the_json_that_nobody_described_are_told():
    """By name, never by content; `quotes` of ours is none of them."""
    page = page_of("replies.json")
    assert ONE.unknown_fields(page) == frozenset()
    strange = page.body.replace(b'"rsc": 1', b'"rsc": 1, "cr": 2, "a b": 3')
    assert ONE.unknown_fields(replace(page, body=strange)) == {"cr", "(a name that is none)"}
    assert {name for one in THREADS for name in ONE.unknown_fields(page_of(one))} == set()
    odd = replace(page_of("modern.htm"), body=page_of("modern.htm").body.replace(b'class="cnw"', b'class="new"'))
    assert ONE.unknown_fields(odd) == {"part:time"}


@given(st.sampled_from([*THREADS, *sorted(LISTINGS)]), st.integers(0), st.integers(0, 60), st.binary(max_size=40))
@settings(max_examples=400, deadline=None)
def test_damaged_pages_are_read_or_refused(name, place, cut, noise):
    """No exception but LayoutChanged, whatever a page has become."""
    page = page_of(name)
    at = place % (len(page.body) + 1)
    damaged = replace(page, body=page.body[:at] + noise + page.body[at + cut :])
    for work in (
        lambda: read(damaged),
        lambda: ONE.parse_listing(BOARD, damaged),
        lambda: ONE.blank(damaged, {"501", "502"}),
        lambda: ONE.scrub(damaged),
        lambda: ONE.unknown_fields(damaged),
        lambda: ONE.classify(damaged),
    ):
        with suppress(LayoutChanged):
            work()
