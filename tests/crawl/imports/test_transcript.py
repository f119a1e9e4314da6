"""Interviews: turns with speaker codes, no times."""

import pytest

from hikcorpus.errors import ConfigError, UsageError
from tests.crawl.imports.made import put

KEY = "interviews/2026"
FINNISH = """Haastattelu 3, 12.1.2026

---
Haastattelija: Miten päivä alkaa? [00:01:23]
V1: No, yleensä
herään kahdelta. #00:01:40-2#

Haastattelija: Entä sitten?
V1: Huom: en tiedä.
"""


def test_turns(desk):
    """A file is a thread, a turn a message; interviewers are marked; time codes and headings are no text."""
    found, left = desk.take(put(desk.folder / "haastattelu 3.txt", FINNISH), board=KEY)
    rows = desk.rows(KEY)
    assert [(row["author_name"], row["text"]) for row in rows] == [
        ("Haastattelija", "Miten päivä alkaa?"),
        ("V1", "No, yleensä\nherään kahdelta."),
        ("Haastattelija", "Entä sitten?"),
        ("V1", "Huom: en tiedä."),
    ]
    assert {row["thread_id"] for row in rows} == {"haastattelu_3"} and rows[1]["message_id"] == "haastattelu_3.2"
    assert [row["capcode"] for row in rows] == ["interviewer", None] * 2
    assert {(row["engine"], row["posted_at"], row["time_precision"]) for row in rows} == {("transcript", None, "none")}
    assert found[KEY]["interviews"] == 1
    assert left == {"line_before_the_first_turn": 1, "line_that_is_no_turn": 1}


def test_japanese_and_english(desk):
    """Full-width colons; I and P1."""
    put(desk.folder / "t" / "a.txt", "聞き手：お名前は？\n協力者A：ひみつです。\n聞き手：はい\n")
    put(desk.folder / "t" / "b.md", "I: And then?\nP1: Nothing.\n\nI: I see.\n")
    found, left = desk.take(desk.folder / "t", board=KEY, kind="transcript")
    assert found[KEY]["interviews"] == 2 and found[KEY]["messages_new"] == 6 and left == {}
    found, _ = desk.take(desk.folder / "t", board=KEY, kind="transcript")
    assert found[KEY]["messages_new"] == 0 and found[KEY]["read_before"] == 2


def test_names_before_a_colon(desk):
    """Another pattern by name."""
    path = put(desk.folder / "c.txt", "Aino Esimerkki: Moi.\nHaastattelija: Moi.\nAino Esimerkki: Niin.\n")
    desk.take(path, board=KEY, kind="transcript", pattern="transcript-names")
    assert [row["author_name"] for row in desk.rows(KEY)] == ["Aino Esimerkki", "Haastattelija", "Aino Esimerkki"]


def test_what_must_be_said(desk):
    """A label for the set; a pattern that is one; text without turns is counted."""
    path = put(desk.folder / "a.txt", FINNISH)
    with pytest.raises(UsageError, match="--board"):
        desk.take(path)
    with pytest.raises(ConfigError, match="transcript-names"):
        desk.take(path, board=KEY, kind="transcript", pattern="irssi")
    _, left = desk.take(put(desk.folder / "b.txt", "just text\nand more\n"), board=KEY, kind="transcript")
    assert left["no_turns"] == 1
