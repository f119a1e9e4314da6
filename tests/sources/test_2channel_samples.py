"""Real files of the 2ch family, kept by others: as many messages as an independent count of marks. Numbers only."""

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Page
from hikcorpus.sources.machi import Machi
from hikcorpus.sources.shitaraba import Shitaraba

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def page_of(shared, path):
    """A sample as a saved file."""
    return Page(f"file:///{path}", (shared / "samples" / path).read_bytes(), NOW)


def check(messages):
    """Whatever a page is: numbers once, no markup left, times of the board's zone in order of the numbers."""
    assert len({message.number for message in messages}) == len(messages)
    for message in messages:
        assert not re.search(r"<(br|a|span|p|b)\b|&(gt|lt|amp|#\d+);|VIPQ2", message.text)
        assert message.author_name is None or not re.search(r"[<>]|\(ﾜｯﾁｮｲ|級\)", message.author_name)
    times = [message.posted_at.timestamp() for message in messages if message.posted_at]
    assert all(later - earlier > -1 for earlier, later in pairwise(times))  # busy servers mix milliseconds


READ_CGI = [
    ("01fad2a", "1570005180", 20, None, 0),
    ("3461402", "1572163600", 8, None, 8),
    ("cf7f99a", "1562153470", 200, "200 of 1002", 0),
]


@pytest.mark.parametrize(("name", "key", "posts", "partial", "slips"), READ_CGI)
def test_pages_of_read_cgi(shared, name, key, posts, partial, slips):
    """One message for every `data-id`; times as printed: `data-date` is nine hours ahead, rounded."""
    page, one = page_of(shared, f"2ch/chch_readcgi_{name}.html"), source("dat")
    marks = re.findall(rb'<div class="post" id="(\d+)" data-date="(\d+)" data-userid="ID:([^"]+)"', page.body)
    assert len(marks) == posts
    address = one.recognise_saved(page)
    assert (address.root, address.board, address.thread_id) == ("https://hebi.5ch.net", "news4vip", key)
    assert one.classify(page) == "ok"
    board = Board("test", address.board, "dat", address.root, one.zone)
    parsed = one.parse_thread(board, key, page)
    assert [message.number for message in parsed.messages] == [int(number) for number, _, _ in marks]
    assert [message.poster_id for message in parsed.messages] == [user.decode() for _, _, user in marks]
    for message, (_, date, _) in zip(parsed.messages, marks, strict=True):
        assert abs(int(date) - 32400 - message.posted_at.timestamp()) <= 1
    assert sum(message.sage for message in parsed.messages) == page.body.count(b'<a href="mailto:sage">')
    assert parsed.thread.extra.get("partial") == partial
    assert int(parsed.thread.extra.get("slips_dropped", "0")) == slips
    assert [problem.reason for problem in parsed.problems] == (["undecodable"] if name == "cf7f99a" else [])
    assert parsed.thread.reply_count == int(re.search(rb"metastats[^>]*>(\d+)", page.body)[1]) - 1
    check(parsed.messages)
    links = re.findall(rb'read\.cgi/news4vip/%s/\d+" rel=' % key.encode(), page.body)
    assert sum(len(message.refs) for message in parsed.messages) >= len(set(links)) > 0 or not links


def test_a_matome_blog_is_no_thread(shared):
    """Copied posts in changed order."""
    page, one = page_of(shared, "2ch/matome_site_matomex_nanj_20230131.html"), source("dat")
    assert one.recognise_saved(page) is None
    with pytest.raises(LayoutChanged):
        one.parse_thread(Board("test", "livejupiter", "dat", "https://board.example", one.zone), "1675000000", page)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("2ch/rep2_203_residuum.cp932.dat", "gone"),
        ("2ch/rep2_203_residuum.utf8.dat", "gone"),
        ("2ch/ex0ch_2000000000.dat", "gone"),
        ("2ch/readcrx_ch404.cp932.dat", "gone"),
        ("2ch/5ch_news4vip_1643274178.cp932.dat", "ok"),
        ("2ch/readcrx_ch.cp932.dat", "ok"),
        ("2ch/readcrx_chBroken.cp932.dat", "ok"),
        ("2ch/readcrx_subject_pvip.utf8.txt", "ok"),
    ],
)
def test_answers(shared, path, answer):
    """What each would mean with status 200."""
    assert source("dat").classify(page_of(shared, path)) == answer


NUMBERED = [
    (Shitaraba, "shitaraba/readcrx_old_jbbs_text", 3, 2, 0),
    (Shitaraba, "shitaraba/readcrx_old_jbbs_text_2", 6, 1, 1),
    (Shitaraba, "shitaraba/readcrx_jbbsDelta", 1, 8, 0),
    (Machi, "machibbs/readcrx_machi", 3, 2, 0),
    (Machi, "machibbs/readcrx_old_machi_text", 3, 2, 0),
    (Machi, "machibbs/readcrx_machiDelta", 1, 5, 0),
]


@pytest.mark.parametrize(("engine", "path", "lines", "gaps", "deleted"), NUMBERED)
@pytest.mark.parametrize("utf8", [False, True])
def test_numbered_lines(shared, engine, path, lines, gaps, deleted, utf8):
    """One message for every line, numbers as printed; what the numbers leave out are the gaps."""
    one = engine()
    charset = "utf8" if utf8 else {"shitaraba": "euc_jp", "machi": "cp932"}[one.engine]
    page = page_of(shared, f"{path}.{charset}.dat")
    numbers = [int(number) for number in re.findall(rb"^(\d+)<>", page.body, re.MULTILINE)]
    assert len(numbers) == lines
    name = "computer_42710" if one.engine == "shitaraba" else "kanto"
    board = Board("test", name, one.engine, "https://board.example", one.zone)
    parsed = one.parse_thread(board, "1290070091", page)
    assert [message.number for message in parsed.messages] == numbers
    assert int(parsed.thread.extra.get("gaps", "0")) == gaps == max(numbers) - lines
    assert sum(message.state == "deleted" for message in parsed.messages) == deleted
    assert parsed.problems == ()
    assert (parsed.thread.title is not None) == (numbers[0] == 1)
    assert all(message.posted_at for message in parsed.messages if message.state == "live")
    check(parsed.messages)
    assert one.scrub(page) == page.body


@pytest.mark.parametrize("charset", ["cp932", "utf8"])
def test_a_file_of_another_format_gives_no_wrong_message(shared, charset):
    """readcrx's "machi404" holds Shitaraba's lines; "jbbs404" holds lines of a dat file."""
    machi = Machi()
    parsed = machi.parse_thread(
        Board("test", "kanto", "machi", "https://machi.to", machi.zone),
        "1310968239",
        page_of(shared, f"machibbs/readcrx_machi404.{charset}.dat"),
    )
    assert [message.number for message in parsed.messages] == [1, 2, 3, 4, 7, 8]
    jbbs = Shitaraba()
    with pytest.raises(LayoutChanged):
        jbbs.parse_thread(
            Board("test", "computer_42710", "shitaraba", "https://jbbs.shitaraba.net", jbbs.zone),
            "1206124444",
            page_of(shared, f"shitaraba/readcrx_jbbs404.{'utf8' if charset == 'utf8' else 'euc_jp'}.dat"),
        )


@pytest.mark.parametrize(
    ("engine", "path", "threads"),
    [
        (Shitaraba, "shitaraba/readcrx_subject_jbbs.euc_jp.txt", 5),
        (Shitaraba, "shitaraba/readcrx_subject_jbbs.utf8.txt", 5),
        (Machi, "machibbs/readcrx_subject_machi.cp932.txt", 5),
        (Machi, "machibbs/readcrx_subject_machi.utf8.txt", 5),
    ],
)
def test_listings(shared, engine, path, threads):
    """One thread for every line but the one that Shitaraba repeats."""
    one, page = engine(), page_of(shared, path)
    listing = one.parse_listing(Board("test", "computer_42710", one.engine, "https://board.example", one.zone), page)
    lines = page.body.strip().split(b"\n")
    assert len(listing.threads) == threads == len(set(lines))
    assert listing.problems == ()
    assert all(mark.title and mark.reply_count is not None for mark in listing.threads)
