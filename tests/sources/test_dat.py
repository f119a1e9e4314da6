"""2ch-type dat files: names, dates, deletions, damage, scrubbing; nothing makes the parser raise."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Page
from hikcorpus.sources.dat.fields import read_name, read_stamp
from hikcorpus.sources.dat.scrub import scrub_dat

NOW = datetime(2026, 11, 22, tzinfo=UTC)
BOARD = Board("test", "heya", "dat", "https://board.example", "Asia/Tokyo", poster_id_scope="board_day")
TOKYO = ZoneInfo("Asia/Tokyo")
FIRST = "名無しさん<><>2020/09/13(日) 21:26:40 ID:AbCdEfG10<>起きてる？<>夜"


def parse(*lines, encoding="cp932"):
    """The thread that these lines make."""
    body = "".join(f"{line}\n" for line in lines).encode(encoding)
    return source("dat").parse_thread(BOARD, "1600000000", Page("https://board.example/x", body, NOW))


@pytest.mark.parametrize(
    ("field", "name", "tripcode", "capcode", "shared_line"),
    [
        ("うさぎ", "うさぎ", None, None, None),
        ("", None, None, None, None),
        ("Y&#246;hiiri &amp; co", "Yöhiiri & co", None, None, None),
        ("うさぎ </b>◆R8xNEPLIdM <b>", "うさぎ", "◆R8xNEPLIdM", None, None),
        (" </b>◆R8xNEPLIdM <b>", None, "◆R8xNEPLIdM", None, None),
        ("偽◆R8xNEPLIdM", "偽◆R8xNEPLIdM", None, None, None),
        ("偽 ◆R8xNEPLIdM </b>(ﾜｯﾁｮｲ 8f70-cmdO)<b>", "偽 ◆R8xNEPLIdM", None, None, None),
        ("まち◆</b>1a2BC3DeFg<b>", "まち", "◆1a2BC3DeFg", None, None),
        ("名無し</b>(ﾜｯﾁｮｲWW 8f70-cmdO)<b>", "名無し", None, None, None),
        ("名無し</b> (ｴﾑｿﾞﾈW[公衆] FF1a-cmdO [203.0.113.9])", "名無し", None, None, "公衆"),
        ("名無し</b> (mz FF1a-cmdO)", "名無し", None, None, "公衆"),
        ("名無し</b>(ｸｼｻﾞｼ 8f70-cmdO)<b>", "名無し", None, None, "proxy"),
        ("名無し</b>(ﾌﾞﾛｯｸT 8f70-cmdO)<b>", "名無し", None, None, "proxy"),
        ("公衆電話", "公衆電話", None, None, None),
        ("名無し</b>(ｶﾞｯｸｼ 8f70-cmdO)<b></b>◆a/b.C12345 <b>", "名無し", "◆a/b.C12345", None, None),
        ("</b>p1234.tokyo.example.ne.jp<b>", None, None, None, None),
        ("前</b>203.0.113.7<b>後", "前後", None, None, None),
        ("</b>[´+ω+｀] h1.example.jp <b>名", "名", None, None, None),
        ("動け</b>忍法帖【Lv=10】<b> </b>◆0a./bc.def <b>", "動け", "◆0a./bc.def", None, None),
        (" </b>【東電 84.2 %】<b>", None, None, None, None),
        ("削除係 ★", "削除係", None, "★", None),
        ("名前＠<font color=\"red\">案内 ★</font>", "名前＠案内", None, "★", None),
        ("</b>運営 ★<b>", None, None, "★", None),
        ("名無し <small>小</small>", "名無し 小", None, None, None),
    ],
)  # fmt: skip
def test_name_field(field, name, tripcode, capcode, shared_line):
    """Only what stands between the server's own tags is a tripcode, SLIP or host; hosts never come out."""
    read = read_name(field)
    assert (read.name, read.tripcode, read.capcode, read.shared_line) == (name, tripcode, capcode, shared_line)


@pytest.mark.parametrize(
    ("field", "time", "precision", "poster_id"),
    [
        ("2022/06/16(木) 05:20:49 ID:8gXHwZY4", "2022-06-15T20:20:49+00:00", "second", "8gXHwZY4"),
        ("2022/06/16(木) 05:20:49.4 ID:8gXHwZY4", "2022-06-15T20:20:49.400000+00:00", "microsecond", "8gXHwZY4"),
        ("2022/06/16(木) 05:20:49.412 ID:8gXHwZY4(主)", "2022-06-15T20:20:49.412000+00:00", "microsecond", "8gXHwZY4"),
        ("2022/6/6 5:20 ID:8gXHwZY4(副)", "2022-06-05T20:20:00+00:00", "minute", "8gXHwZY4"),
        ("2022/06/16(木)", "2022-06-15T15:00:00+00:00", "day", None),
        ("11/10/21(金) 20:49:40 ID:eh.n/+x0", "2011-10-21T11:49:40+00:00", "second", "eh.n/+x0"),
        ("99/01/01(金) 00:00:00", "1998-12-31T15:00:00+00:00", "second", None),
        ("2013/08/12(月) NY:AN:NY.AN ID:abcdEFGH0", None, "none", "abcdEFGH0"),
        ("2022/02/30(水) 05:20:49 ID:???", None, "none", None),
        ("2022/02/03(水) 25:61:00 ID:???0", None, "none", None),
        ("2022/06/16(木) 05:20:49 ID:CAP_USER", "2022-06-15T20:20:49+00:00", "second", None),
        ("平成31年 ID:abcdEFGH0", None, "none", "abcdEFGH0"),
        ("ID:20/10/10 2022/06/16(木) 05:20:49", "2022-06-15T20:20:49+00:00", "second", "20/10/10"),
        ("0000/00/00(日) 00:00:00", None, "none", None),
        ("0001/01/01(日) 00:00:00", None, "none", None),
        ("", None, "none", None),
    ],
)
def test_date_field(field, time, precision, poster_id):
    """Printed times are Tokyo's; what cannot be a time is none, and the ID is read all the same."""
    stamp = read_stamp(field, TOKYO)
    assert (stamp.posted_at.isoformat() if stamp.posted_at else None) == time
    assert (stamp.precision, stamp.poster_id) == (precision, poster_id)


def test_accounts_and_line_marks():
    """BE numbers are accounts; a ninth character 8 of the ID is the server's mark of a proxy."""
    stamp = read_stamp("2022/06/16(木) 05:20:49 ID:abcdEFGH8 BE:123456789-2BP(1000)", TOKYO)
    assert (stamp.account_id, stamp.shared_line) == ("BE:123456789", "proxy")
    old = read_stamp('2006/06/16(木) 05:20:49 ID:abcdEF88 <a href="javascript:be(42);">?2BP(0)</a>', TOKYO)
    assert (old.account_id, old.shared_line) == ("BE:42", None)


@pytest.mark.parametrize(
    "line",
    [
        "あぼーん<>あぼーん<>あぼーん<>あぼーん<>あぼーん",
        "あぼーん<>あぼーん<>あぼーん<>あぼーん",
        "あぼーん<>あぼーん<><> あぼーん <>",
        "うふ～ん<>うふ～ん<>うふ～ん ID:DELETED<>うふ～ん<>",
        "けされた<>けされた<>けされた<>けされた<>けされた",
    ],
)
@pytest.mark.parametrize("number", [1, 2])
def test_deleted_lines_keep_their_number_and_nothing_else(line, number):
    """Whatever word the board uses; the fields must all say it."""
    lines = [FIRST, FIRST, FIRST]
    lines[number - 1] = line
    page = parse(*lines)
    deleted = page.messages[number - 1]
    assert (deleted.number, deleted.state, deleted.deletion_evidence) == (number, "deleted", "mark")
    assert (deleted.text, deleted.author_name, deleted.posted_at, deleted.poster_id) == ("", None, None, None)
    assert [message.number for message in page.messages] == [1, 2, 3]
    assert page.thread.title == ("夜" if number == 2 else None)
    assert page.problems == ()


@pytest.mark.parametrize(
    "line",
    [
        "夜<>sage<>2022/06/16(木) 05:20:49 ID:a<>夜<>",
        "<><>2022/06/16(木) 05:20:49 ID:a<><>",
        "夜<><>2022/06/16<>あぼーん<>",
    ],
)
def test_living_messages_are_not_taken_for_deleted(line):
    """A name that equals the text, nothing at all, the word alone: these have a date."""
    assert parse(FIRST, line).messages[1].state == "live"


def test_refs_to_stubs_stand_and_to_missing_lines_dangle():
    """A deleted line is still a node of the reply graph; a damaged or absent one is not."""
    answer = "a<><>2022/06/16(木) 05:20:49 ID:a<>&gt;&gt;2 &gt;&gt;3 &gt;&gt;9<>"
    page = parse(FIRST, "あぼーん<>あぼーん<><>あぼーん<>", "broken", answer)
    assert [(ref.message_id, ref.dangling) for ref in page.messages[-1].refs] == [
        ("1600000000.2", False),
        ("1600000000.3", True),
        ("1600000000.9", True),
    ]


def test_links_that_name_another_thread_are_followed_there():
    """A copied line keeps its link: `>>1` then means line 1 of the thread in the link."""
    link = '<a href="../test/read.cgi/heya/1500000000/1" target="_blank">&gt;&gt;1</a>'
    page = parse(FIRST, f"a<><>2022/06/16(木) 05:20:49 ID:a<> {link} <br> b <>")
    assert [(ref.thread_id, ref.message_id) for ref in page.messages[1].refs] == [("1500000000", "1500000000.1")]
    assert page.messages[1].text == ">>1\nb"


HOSTS = [
    ("名 </b>p1.tokyo.example.ne.jp<b>前<><>2022/06/16(木) 05:20:49 ID:abcdEFG/0<>x<>", ["p1.tokyo"]),
    ("名</b> (ﾜｯﾁｮｲ 8f70-cm.O [203.0.113.9])<><>2022/06/16(木) 05:20:49 ID:ab.d.FGH0<>x<>", ["203.0.113.9"]),
    ("名</b> (ﾜｯﾁｮｲ 8f70-cmdO [2001:db8::7])<><>2022/06/16(木) 05:20:49 ID:a<>x<>", ["2001:db8"]),
    ("</b>[´+ω+｀] 203.0.113.8 <b>名<><>2022/06/16(木) 05:20:49 ID:a<>x<>", ["203.0.113.8"]),
    ("名<><>2022/06/16(木) 05:20:49 HOST:h1.example.jp (203.0.113.5;) 0 BE:12-2BP(0)<>x<>", ["h1.example", "203.0"]),
    ("名<><>2022/06/16(木) 05:20:49 発信元:203.0.113.5 (abc.def)<>x<>", ["203.0", "abc.def"]),
    ("名<><>2022/06/16(木) 05:20:49 ID:a [ h2.example.jp ]<>x<>", ["h2.example"]),
    ("名<><>2022/06/16(木) 05:20:49 ID:a 203.0.113.5<>x<>", ["203.0"]),
    ("名<><>平成31年 203.0.113.5 [203.0.113.6]<>x<>", ["203.0"]),
    ("名<><>平成31年 [203.0.113.5 .h3.example.jp]<>x<>", ["203.0", "h3.example"]),
]


@pytest.mark.parametrize(("line", "hosts"), HOSTS)
@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
def test_scrubbing_removes_hosts_and_changes_no_message(line, hosts, encoding):
    """Evidence without hosts parses to the same messages, and scrubbing twice is scrubbing once."""
    body = f"{FIRST}\n{line}\n".encode(encoding)
    clean = source("dat").scrub(Page("x", body, NOW))
    for host in hosts:
        assert host.encode() in body
        assert host.encode() not in clean
    assert scrub_dat(clean) == clean
    one = source("dat")
    before = one.parse_thread(BOARD, "1", Page("x", body, NOW))
    after = one.parse_thread(BOARD, "1", Page("x", clean, NOW))
    assert before == after
    assert not any(host in repr(before) for host in hosts)


@pytest.mark.parametrize(
    "line",
    [
        FIRST,
        "うさぎ </b>◆ab.cd/efgh <b><>p1.example.jp<>2022/06/16(木) 05:20:49.412 ID:ab.cdEF10 BE:1-2BP(0)<>203.0.113.5<>",
        " </b>【東電 84.2 %】<b><>sage<>11/10/21(金) 20:49:40 ID:???<>http://h.example.jp/<>",
        "damaged </b>h.example.jp<b>",
    ],
)
def test_scrubbing_touches_nothing_else(line):
    """Tripcodes and IDs with dots, decimals of seconds, mail fields and texts stay byte for byte."""
    for encoding in ("cp932", "utf-8"):
        body = f"{line}\r\n".encode(encoding)
        assert scrub_dat(body) == body


def test_scrubbing_leaves_the_other_files_alone():
    """subject.txt and SETTING.TXT hold no hosts of posters."""
    one = source("dat")
    for body in ("1600000000.dat<>夜 </b>h.example.jp<b> (2)\n".encode("cp932"), b"BBS_TITLE=h.example.jp\n", b""):
        assert one.scrub(Page("x", body, NOW)) == body


WORDS = (
    "</b> <b> ◆abc.DEF/gh ★ ID:abcdEFG10 ID:??? BE:12-2BP(0) HOST: 発信元: 203.0.113.5 h1.example.jp [h1.example.jp] "
    "2022/06/16(木) 05:20:49.41 NY:AN:NY.AN 2001:db8::7 あぼーん ( ) (ﾜｯﾁｮｲ [公衆] &# &gt;&gt;1-3 <br> <a 停止 Over1000Thread"
)
PIECE = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Co"], exclude_characters="\ufffd"), max_size=9),
    st.sampled_from([*WORDS.split(), " ", "\0"]),
)
FIELD = st.lists(PIECE, max_size=5).map("".join)
LINE = st.lists(FIELD, max_size=9).map("<>".join).map(lambda line: line.replace("\n", "").replace("\r", ""))


@given(st.lists(LINE, max_size=8), st.sampled_from(["cp932", "utf-8"]))
@example(["あぼーん<><><>あぼーん", "１００１<><>Over 1000 Thread<>x<>"], "cp932")
def test_every_line_is_a_message_a_problem_or_a_notice(lines, encoding):
    """However lines look, they are accounted for, and each message's number is its line's."""
    body = "".join(f"{line}\n" for line in [FIRST, *lines]).encode(encoding, errors="ignore")
    page = source("dat").parse_thread(BOARD, "1", Page("x", body, NOW))
    lost = [problem for problem in page.problems if problem.reason.endswith("_line")]
    notices = int(page.thread.extra.get("limit_lines", "0"))
    assert len(page.messages) + len(lost) + notices == len(lines) + 1
    taken = [f"line {message.number}" for message in page.messages] + [problem.where for problem in lost]
    assert len(set(taken)) == len(taken)
    assert source("dat").parse_thread(BOARD, "1", Page("x", scrub_dat(body), NOW)).messages == page.messages


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "Shift_JIS", "EUC-JP", "?"]))
@example(b"<><><>\n", None)
@example(b"\x81", None)
def test_no_bytes_make_it_raise_anything_else(body, charset):
    """Any bytes are a thread, a listing or another page; scrubbing keeps the number of lines."""
    one, page = source("dat"), Page("https://board.example/x", body, NOW, charset)
    for read in (lambda: one.parse_thread(BOARD, "1", page), lambda: one.parse_listing(BOARD, page)):
        try:
            read()
        except LayoutChanged as error:
            assert error.next_step
    assert one.with_settings(BOARD, page).name == "heya"
    assert one.scrub(page).count(b"\n") == body.count(b"\n")
