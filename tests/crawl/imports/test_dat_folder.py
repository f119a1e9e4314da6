"""Folders of dat files: the board by the folders, by its label, or not at all."""

import pytest

from hikcorpus.errors import UsageError
from tests.crawl.imports.made import put

LINES = (
    "名無しさん<><>2020/09/13(日) 21:26:40 ID:AbCdEfG10<> 起きてる？ <>夜の部屋\n"
    "隣人<>sage<>2020/09/13(日) 21:30:00 ID:hIjKlMn20<> &gt;&gt;1 うん <>\n"
)


def test_by_label(desk):
    """`--board` with the engine of the family; SETTING.TXT beside the folder gives the default name."""
    put(desk.folder / "heya" / "dat" / "1600000000.dat", LINES.encode("cp932"))
    put(desk.folder / "heya" / "dat" / "kako.dat", LINES.encode("cp932"))
    put(desk.folder / "heya" / "subject.txt", "1600000000.dat<>夜の部屋 (2)\n".encode("cp932"))
    put(desk.folder / "heya" / "SETTING.TXT", "heya\nBBS_NONAME_NAME=隣人\n".encode("cp932"))
    found, left = desk.take(desk.folder / "heya", board="old.example/heya")
    assert found["old.example/heya"]["messages_new"] == 2 and left == {"no_thread_page": 1}
    rows = {row["number"]: row for row in desk.rows("old.example/heya")}
    assert rows[1]["message_id"] == "1600000000.1" and rows[1]["posted_at"].isoformat() == "2020-09-13T12:26:40+00:00"
    assert rows[2]["is_default_name"] and rows[2]["refs"][0]["message_id"] == "1600000000.1"


def test_by_a_mirrors_folders(desk):
    """`host/board/dat/KEY.dat`."""
    put(desk.folder / "mirror" / "old.example" / "heya" / "dat" / "1600000000.dat", LINES.encode("cp932"))
    found, left = desk.take(desk.folder / "mirror")
    assert found["old.example/heya"]["messages_new"] == 2 and left == {}


def test_a_board_that_nobody_knows(desk):
    """In a folder it is counted; alone, the user is asked."""
    path = put(desk.folder / "x" / "1600000000.dat", LINES.encode("cp932"))
    found, left = desk.take(desk.folder / "x")
    assert found == {} and left == {"board_not_known": 1}
    with pytest.raises(UsageError, match="--board"):
        desk.take(path)


def test_damaged_lines_are_counted(desk):
    """By the source, line by line."""
    put(desk.folder / "heya" / "1600000000.dat", LINES.encode("cp932") + b"broken\n")
    found, _ = desk.take(desk.folder / "heya", board="old.example/heya")
    assert found["old.example/heya"]["problem_damaged_line"] == 1
