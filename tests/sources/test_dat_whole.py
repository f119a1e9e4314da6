"""A dat file read at once gives what its lines give one by one."""

import contextlib
import re
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import example, given, settings
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Page
from hikcorpus.sources.dat import whole
from hikcorpus.sources.dat.lines import DatReader
from hikcorpus.sources.dat.scrub import scrub_dat
from hikcorpus.sources.dat.text import read_text
from hikcorpus.sources.decoding import _LOST

BOARD = Board("test", "heya", "dat", "https://board.example", "Asia/Tokyo")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
NAME = st.sampled_from([
    "名無しさん", "名無しさん", "夜 </b>◆abcdEFGHIJ <b>", "名無しさん </b>(ﾜｯﾁｮｲ 8f70-cmdO)<b>", "a&gt;b", "あぼーん",
    "夜</b>(ﾜｯﾁｮｲ 8f70-cmdO [203.0.113.9])<b>", "host.example.org</b>", "夜</b>p1.example.ne.jp<b>", "1001", "", "<", " あぼーん ",
])  # fmt: skip
MAIL = st.sampled_from(["", "sage", "sage", "age&amp;", "<b>", " sage ", "あぼーん"])
STAMP = st.builds(
    "{}({}) {}{}{}".format,
    st.sampled_from(["2020/09/13", "2020/09/14", "2020/13/40", "20/09/13", "9999/12/31"]),
    st.sampled_from("日月土") | st.sampled_from(["Sun", "["]),
    st.sampled_from(["21:26:40", "21:59:59", "25:00:00", "21:60:00", "21:26"]),
    st.sampled_from([".25", ".25", "", ".250", ".2"]),
    st.sampled_from(
        [" ID:AbCdEfG10", " ID:AbCdEfG18", " ID:AbCdEfG1", "", " ID:???", " ID:1.2.3.4+a", " ID:+1.2.3.4",
         " ID:AbCdEfG10(主)", " ID:AbCdEfG10 [203.0.113.9]", " 発信元:203.0.113.9", " ID:AbCdEfG10 BE:123-#"]
    ),
) | st.sampled_from(["あぼーん", "", "Over 1000 Thread", "2020/09/13(日) 21:26:40.25 ID:AbCdEfG10"])  # fmt: skip
WORDS = st.lists(
    st.sampled_from(
        ["夜", "猫 ", " ", "&gt;&gt;1", "&gt;&gt;2", "&gt;&gt;99", ">>3", "&gt;&gt;1-2", "&gt;&gt;&gt;1", "＞＞１", "&amp;gt;", "&#128514;",
         "&#65310;&#65310;1", " <br> ", " <br> ", "<br>", "<b>", "</b>", "<", "sssp://img.example/ico/a.gif <br> ", "\0", "\r",
         '<a href="../test/read.cgi/heya/1600000000/1" target="_blank">&gt;&gt;1</a>', "あぼーん", "&lt;", "&gt;",
         "https://board.example/test/read.cgi/heya/1600000001/5", " VIPQ2_EXTDAT: default:vvvvv:1000:512: EXT was configured "]
    ),
    max_size=5,
).map("".join)  # fmt: skip
BODY = WORDS.map(" {} ".format) | WORDS.map(" {} ".format) | WORDS | st.sampled_from(["", " ", "  ", " <br> "])
LINE = st.builds("{}<>{}<>{}<>{}<>{}".format, NAME, MAIL, STAMP, BODY, st.sampled_from(["", "", "", "題", "<>"]))
USUAL = st.builds(
    "{}<>{}<>2020/09/13(日) 21:{:02}:40.25 ID:{}<> {} <>".format,
    NAME,
    st.sampled_from(["", "sage"]),
    st.integers(0, 59),
    st.sampled_from(["AbCdEfG10", "AbCdEfG18"]),
    WORDS.filter(lambda text: not re.search("[\0\r]", text)),
)
BARE = USUAL.map(lambda line: line.replace("<> ", "<>").replace(" <>", "<>").replace(" <br> ", "<br>"))  # fmt: skip
LINES = st.lists(USUAL | USUAL | USUAL | LINE | st.sampled_from(["", "damaged", "a<>b<>c"]), max_size=12)


def one_by_one(page, first):
    """What `read_lines` replaces: the file scrubbed, decoded, and each line read for itself."""
    text, lost = read_text(replace(page, body=scrub_dat(page.body)), "cp932", "a file")
    lines = text.split("\n")
    ended = lines[-1] == ""
    if ended:
        lines.pop()
    reader = DatReader(BOARD, "1600000000", source("dat").default_names, list(lost))
    for number, line in enumerate(lines, first):
        reader.line(number, line.removesuffix("\r"), cut=not ended and number == first + len(lines) - 1)
    return reader.page(whole=first == 1)


@settings(max_examples=400)
@example(
    ["<>".join(["a", "", "2020/09/13(日) 21:00:40.25 ID:AbCdEfG10", body, ""]) for body in ("  ", "  ", " ")],
    "cp932",
    True,
    1,
    b"",
)
@given(
    LINES | st.lists(BARE | BARE | LINE, max_size=12),
    st.sampled_from(["cp932", "cp932", "utf-8"]),
    st.booleans(),
    st.sampled_from([1, 1, 7]),
    st.binary(max_size=2),
)
def test_all_at_once_is_one_by_one(lines, charset, ended, first, stray):
    """Messages, thread, problems and their order: whatever stands between usual lines, in either charset."""
    body = ("\n".join(lines) + "\n" * ended).encode(charset, errors="replace")
    place = len(body) // 2
    for each in (body, body[:place] + stray + body[place:]):
        page = Page(f"https://board.example/heya/dat/1600000000.dat{'' if first == 1 else f'#{first}-'}", each, NOW)
        try:
            read = source("dat").parse_thread(BOARD, "1600000000", page)
        except LayoutChanged:
            with contextlib.suppress(LayoutChanged):
                assert not one_by_one(page, first).messages
            continue
        assert read == one_by_one(page, first)


def test_what_cp932_makes_of_stray_bytes():
    """The five characters that `clean_text` looks for are all that `decode` counts as lost in cp932."""
    found = set()
    for code in range(1 << 16):
        for each in (code.to_bytes(2), code.to_bytes(2)[1:]):
            try:
                found |= set(_LOST.findall(each.decode("cp932")))
            except UnicodeDecodeError:
                continue
    assert found == set(whole._LOST)
