"""Chat logs: a day is a thread; who comes and goes is counted, not told."""

import gzip
import re
import textwrap
from pathlib import Path

import pytest

from hikcorpus.config.imports import patterns, read_pattern
from hikcorpus.errors import ConfigError, UsageError
from tests.crawl.imports.made import put

KEY = "irc/hikky"
IRSSI = """--- Log opened Thu Jan 01 21:58:00 2026
21:58 -!- yoyo [~aino@host-1-2-3-4.isp.example] has joined #hikky
21:58 <@kuura> moi
21:58 < yoyo> no moi taas
21:59  * kuura keittää teetä
23:59 < yoyo> >>kuura sama
--- Day changed Fri Jan 02 2026
00:01 < yoyo> nukkumaan
00:02 -!- yoyo is now known as yoyo_afk
00:03 -!- yoyo_afk [~aino@host-1-2-3-4.isp.example] has quit [Ping timeout]
00:04 -!- mode/#hikky [+o kuura] by ChanServ
jotain muuta
"""
MIRC = """Session Start: Thu Jan 01 22:00:00 2026
Session Ident: #hikky
[22:00] * Now talking in #hikky
[22:00] * Joins: yoyo (~aino@isp.example)
[22:01] <@kuura> \x0304,01moi\x0f vaan
[23:59] <yoyo> ilta
[00:01] <yoyo> yö
[00:02] * yoyo (~aino@isp.example) Quit (bye)
Session Close: Fri Jan 02 00:05:00 2026
"""
LINE = """[LINE] 部屋とのトーク履歴
保存日時：2026/01/05 10:00

2026/01/01(木)
10:00\tミカ\tおはよう
10:00\tミカ\t[スタンプ]
10:01\tケンがグループに参加しました。
午後3:05\tケン\t"家の人が
うるさい
でも大丈夫"
2026/01/02(金)
10:01\tミカ\t続き: \tうん
10:05\tケンが退出しました。
"""
SLACK = """---- Thursday, January 1st, 2026 ----
Mika Example  10:05 AM
Hello there
second line
joined #room
Ken  [10:06 AM]
Hi
"""


def said(desk, key=KEY):
    rows = sorted(desk.rows(key), key=lambda row: row["number"])
    return [(row["thread_id"], row["posted_at"].strftime("%d %H:%M"), row["author_name"], row["text"]) for row in rows]


def test_irssi(desk):
    """Times of the zone, actions, days; hosts nowhere."""
    path = put(desk.folder / "hikky.log", IRSSI)
    found, left = desk.take(path, board=KEY, zone="Europe/Helsinki")
    assert said(desk) == [
        ("2026-01-01", "01 19:58", "kuura", "moi"),
        ("2026-01-01", "01 19:58", "yoyo", "no moi taas"),
        ("2026-01-01", "01 19:59", "kuura", "keittää teetä"),
        ("2026-01-01", "01 21:59", "yoyo", ">>kuura sama"),
        ("2026-01-02", "01 22:01", "yoyo", "nukkumaan"),
    ]
    counts = found[KEY]
    assert (counts["days"], counts["joined"], counts["left"], counts["renamed"]) == (2, 1, 1, 1)
    assert left == {"line_that_is_no_message": 1, "unreadable_line": 1}
    row = desk.rows(KEY)[0]
    assert (row["engine"], row["poster_id"], row["time_precision"], row["local_hour"]) == ("chat", None, "minute", 21)
    assert [row["is_opening"] for row in desk.rows(KEY)] == [True, False, False, False, True]
    assert all(b"isp.example" not in file.read_bytes() for file in desk.data.root.rglob("*") if file.is_file())


def test_mirc_past_midnight(desk):
    """No line says that a new day begins; the clock does. Colours are taken out."""
    found, left = desk.take(put(desk.folder / "x.log", MIRC), board=KEY)
    assert [each[0] for each in said(desk)] == ["2026-01-01", "2026-01-01", "2026-01-02"]
    assert said(desk)[0][2:] == ("kuura", "moi vaan")
    assert (found[KEY]["joined"], found[KEY]["left"]) == (1, 1) and left == {"line_that_is_no_message": 3}


def test_line_export(desk):
    """Tabs, messages of several lines in quotes, stickers, afternoon in Japanese, two columns where nobody speaks."""
    found, left = desk.take(put(desk.folder / "[LINE] 部屋.txt", LINE), board="line/room1")
    assert said(desk, "line/room1") == [
        ("2026-01-01", "01 01:00", "ミカ", "おはよう"),
        ("2026-01-01", "01 01:00", "ミカ", ""),
        ("2026-01-01", "01 06:05", "ケン", "家の人が\nうるさい\nでも大丈夫"),
        ("2026-01-02", "02 01:01", "ミカ", "続き: \tうん"),
    ]
    assert (found["line/room1"]["joined"], found["line/room1"]["left"]) == (1, 1)
    assert left == {"line_that_is_no_message": 2}
    sticker = sorted(desk.rows("line/room1"), key=lambda row: row["number"])[1]
    assert sticker["attachments"][0]["type"] == "sticker" and sticker["lang"] == "ja"


def test_slack_as_text(desk):
    """Name and time above, words below."""
    desk.take(put(desk.folder / "x.txt", SLACK), board="slack/room1", pattern="slack-text")
    assert said(desk, "slack/room1") == [
        ("2026-01-01", "01 10:05", "Mika Example", "Hello there\nsecond line"),
        ("2026-01-01", "01 10:06", "Ken", "Hi"),
    ]


def test_exports_that_overlap(desk):
    """A longer export of the same room adds what is new, whatever it begins with; the same one adds nothing."""
    lines = IRSSI.splitlines(keepends=True)
    desk.take(put(desk.folder / "a.log", "".join(lines[:4])), board=KEY)
    found, _ = desk.take(put(desk.folder / "b.log", "".join([lines[0], *lines[4:]]), 1_767_500_000), board=KEY)
    assert found[KEY]["messages_new"] == 3
    found, _ = desk.take(desk.folder / "b.log", board=KEY)
    assert found[KEY]["messages_new"] == 0 and len(desk.rows(KEY)) == 5


def test_a_long_day_in_pieces(desk, monkeypatch):
    """Handed on before it ends: every message once, one opening message."""
    monkeypatch.setattr("hikcorpus.crawl.imports.chat_log.PIECE", 7)
    body = "--- Log opened Thu Jan 01 10:00:00 2026\n" + "".join(
        f"{10 + n // 60}:{n % 60:02} < a{n % 3}> message {n}\n" for n in range(100)
    )
    found, _ = desk.take(put(desk.folder / "x.log", body), board=KEY)
    assert [each[3] for each in said(desk)] == [f"message {n}" for n in range(100)]
    assert sum(row["is_opening"] for row in desk.rows(KEY)) == 1 and found[KEY]["days"] == 1
    assert len(desk.rows(KEY, "threads")) == 1


def test_mixed_encodings(desk):
    """IRC logs hold lines of both times; UTF-16 is refused by reason."""
    body = b"--- Log opened Thu Jan 01 10:00:00 2026\n" + "10:00 < a> yö\n".encode("cp1252")
    desk.take(put(desk.folder / "x.log", body + "10:01 < a> öö\n".encode()), board=KEY)
    assert [each[3] for each in said(desk)] == ["yö", "öö"]
    _, left = desk.take(put(desk.folder / "y.log", IRSSI.encode("utf-16")), board=KEY, pattern="irssi", kind="chat")
    assert left == {"utf_16_text_save_it_as_utf_8": 1}


def test_cut_off(desk):
    """A packed log that breaks off: the day that was begun is kept."""
    body = "--- Log opened Thu Jan 01 10:00:00 2026\n" + "".join(
        f"10:{n % 60:02} < a> message {n * n}\n" for n in range(3000)
    )
    whole = gzip.compress(body.encode())
    found, left = desk.take(put(desk.folder / "x.log.gz", whole[: len(whole) // 2]), board=KEY)
    assert left.pop("damaged_or_cut_off_file") == 1 and found[KEY]["messages_new"] > 500


def test_without_a_date(desk):
    """Neither a line nor the file's name gives a day: counted; a date in the name will do."""
    body = "10:00 < a> moi\n10:01 < b> moi moi\n"
    _, left = desk.take(put(desk.folder / "x.log", body), board=KEY)
    assert left == {"line_without_a_date": 2}
    found, _ = desk.take(put(desk.folder / "hikky.2026-01-03.log", body), board=KEY)
    assert found[KEY]["messages_new"] == 2


def test_a_room_needs_a_label(desk):
    """Alone the user is asked for one; in a folder such files are counted."""
    path = put(desk.folder / "x" / "x.log", IRSSI)
    with pytest.raises(UsageError, match="--board"):
        desk.take(path)
    _, left = desk.take(desk.folder / "x")
    assert left == {"chat_without_a_label_give_board": 1}


def test_held_like_every_board(desk):
    """reparse, retain and status meet a room without a source: nothing is read again, nothing is lost."""
    from hikcorpus import pipeline
    from hikcorpus.log import Silent
    from hikcorpus.report.status import status

    desk.take(put(desk.folder / "x.log", IRSSI), board=KEY)
    before = desk.rows(KEY), desk.rows(KEY, "threads")
    assert pipeline.reparse([], desk.data, desk.clock, Silent())[KEY]["kept_out_of_retention"] == 2
    pipeline.retain([], desk.data, desk.clock, deleted_after_days=0, evidence_days=0)
    assert (desk.rows(KEY), desk.rows(KEY, "threads")) == before
    assert status(desk.data, desk.clock.now())["boards"][0]["board"] == KEY


def test_own_patterns(desk, monkeypatch):
    """A file of the user's; mistakes in one are said with the key."""
    monkeypatch.chdir(desk.folder)
    own = put(
        desk.folder / "configs" / "imports" / "mine.toml",
        'kind = "chat"\ntitle = "mine"\nzone = "Asia/Tokyo"\ntime_formats = ["%Y-%m-%d %H:%M"]\n'
        "[[lines]]\nmeans = \"message\"\nregex = '(?P<time>(?P<date>\\d{4}-\\d\\d-\\d\\d)x)'\n",
    )
    with pytest.raises(ConfigError, match="name"):
        read_pattern("mine")
    text = own.read_text().replace(
        "(?P<time>(?P<date>\\d{4}-\\d\\d-\\d\\d)x)", "(?P<date>\\S+) (?P<time>\\S+) (?P<name>\\w+)\\| (?P<text>.*)"
    )
    own.write_text(text.replace('["%Y-%m-%d %H:%M"]', '["%H:%M"]\ndate_formats = ["%Y-%m-%d"]'))
    desk.take(put(desk.folder / "x.txt", "2026-01-01 10:00 a| moi\n"), board=KEY, pattern="mine", kind="chat")
    assert said(desk) == [("2026-01-01", "01 01:00", "a", "moi")]
    for wrong in ("time_formats = 3", "colour = 1"):
        put(own, own.read_text() + wrong + "\n")
        with pytest.raises(ConfigError):
            read_pattern("mine")
    with pytest.raises(ConfigError, match="nosuch"):
        desk.take(desk.folder / "x.txt", board=KEY, pattern="nosuch", kind="chat")
    own.unlink()
    assert {"irssi", "mirc", "line", "slack-text"} <= set(patterns("chat"))


def test_the_pattern_of_the_how_to(desk, monkeypatch):
    """The example in docs/how-to/import.md is one that works."""
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "import.md").read_text("utf-8")
    block = re.search(r'( {6}kind = "chat".*?)\n\n {2}`means`', page, re.DOTALL)[1]
    put(desk.folder / "configs" / "imports" / "ours.toml", textwrap.dedent(block))
    monkeypatch.chdir(desk.folder)
    log = "=== 1.1.2026\n12.30 aino tuli\n12.31 aino: moi kaikki\n"
    found, left = desk.take(put(desk.folder / "x.log", log), board=KEY, pattern="ours")
    assert said(desk) == [("2026-01-01", "01 10:31", "aino", "moi kaikki")]
    assert found[KEY]["joined"] == 1 and left == {}
