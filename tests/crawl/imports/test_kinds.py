"""Which kind a file is; and that folders, labels and odd files are met with a sentence or a count."""

import io
import sys
from types import ModuleType

import pytest

from hikcorpus.crawl.imports.given import Opened
from hikcorpus.crawl.imports.kinds import ENDINGS, KINDS, ending, kind_of, read_by
from hikcorpus.errors import ConfigError, UsageError
from hikcorpus.model import Message, Thread
from hikcorpus.sources.base import ThreadPage
from tests.crawl.imports.made import line, put


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("x.har", b"", "har"),
        ("x.json", b'{"log": {"entries": []}}', "har"),
        ("x.json", line(1)[:-1], "pages"),
        ("x.json", line(1) + line(2), "ndjson"),
        ("x.warc.gz", b"", "warc"),
        ("x", b"WARC/1.0\r\n", "warc"),
        ("x.jsonl.gz", b"", "ndjson"),
        ("pol.csv.bz2", b"", "4plebs"),
        ("pol", b'"12","0","12","1","1499000400"', "4plebs"),
        ("x.html", b"", "pages"),
        ("x", b"\xef\xbb\xbf<!DOCTYPE html><html>", "pages"),
        ("1.dat", b"", "dat"),
        ("x.vrt", b"", "vrt"),
        ("x.txt", b"I: And?\nP1: Nothing\nI: Hm\n", "transcript"),
        ("x.txt", b"--- Log opened Thu Jan 01 10:00:00 2026\n10:00 < a> moi\n", "chat"),
        ("x.txt", b"a note to myself\n", None),
        ("x.bin", b"\x00\x01\x02", None),
        ("x.json", b"", "pages"),
    ],
)
def test_kind_by_name_and_first_bytes(tmp_path, clock, name, head, kind):
    """Nothing of the file is consumed."""
    stream = io.BufferedReader(io.BytesIO(head), 1 << 20)
    assert kind_of(Opened(tmp_path / name, name, clock.now(), stream, True)) == kind
    assert stream.read() == head


def test_every_kind_has_a_reader():
    """The registry comes true."""
    assert set(KINDS) == set(ENDINGS) and all(callable(read_by(kind)) for kind in KINDS)
    assert (ending("a.TGZ"), ending("a.csv.gz"), ending("a")) == (".tar", ".csv", "")


def test_mistakes(desk):
    """Kinds, zones, labels and places that are not there."""
    path = put(desk.folder / "x.ndjson", line(10))
    with pytest.raises(UsageError, match="nosuch"):
        desk.take(path, kind="nosuch")
    with pytest.raises(ConfigError, match="Mars"):
        desk.take(path, zone="Mars/Base")
    for label in ("pol", "a/b/c", "../x", "a/..", "/b"):
        with pytest.raises(UsageError):
            desk.take(path, board=label)
    with pytest.raises(UsageError, match="nothing-here"):
        desk.take(desk.folder / "nothing-here")
    assert desk.data.boards() == []


def test_what_is_nothing(desk):
    """Alone it is counted, in a folder not even looked at."""
    path = put(desk.folder / "x" / "note.bin", b"\x00")
    found, left = desk.take(path)
    assert found == {} and left == {"no_kind_that_is_known": 1}
    assert desk.take(desk.folder / "x") == ({}, {})


def test_a_label_that_holds_something_else(desk):
    """Messages of a board and of a chat never share a table."""
    desk.take(put(desk.folder / "x.ndjson", line(10)), board="4chan.org/pol")
    log = put(desk.folder / "x.log", "--- Log opened Thu Jan 01 10:00:00 2026\n10:00 < a> moi\n")
    with pytest.raises(UsageError, match="fourchan"):
        desk.take(log, board="4chan.org/pol")


def test_vrt_by_its_reader(desk, monkeypatch):
    """Threads as the source reads them, by section, under kielipankki.fi; again adds nothing."""

    def read_vrt(lines):
        assert next(iter(lines)) == b"<!-- #vrt -->"
        for number in ("1", "2"):
            message = Message(number, f"{number}", int(number), True, "Moi", None, time_precision="none")
            yield "ylilauta/hikky", ThreadPage(Thread(number, None), (message,))

    fake = ModuleType("hikcorpus.sources.kielipankki")
    fake.read_vrt = read_vrt
    monkeypatch.setitem(sys.modules, "hikcorpus.sources.kielipankki", fake)
    path = put(desk.folder / "x.vrt", b"<!-- #vrt -->\n<text>\n</text>\n")
    found, _ = desk.take(path)
    assert found["kielipankki.fi/hikky"]["messages_new"] == 2
    found, _ = desk.take(path)
    assert found["kielipankki.fi/hikky"]["messages_new"] == 0
