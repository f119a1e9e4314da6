"""Evidence as WARC, read back by warcio itself with digests checked."""

from datetime import timedelta

import pytest
from warcio.archiveiterator import ArchiveIterator

from hikcorpus.errors import CannotWrite
from hikcorpus.log import Silent
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.warc import write_warc
from tests.store.rows import NOW, raw_row

BODY = "<p>hyvää päivää</p>".encode() * 1000


def board(tmp_path):
    raw = DataFolder(tmp_path / "data").raw("s", "b")
    pages = [
        {"url": "http://a.example/b/res/1.json", "body": BODY, "charset": "utf-8", "blanked": 0, "status": 200},
        {"url": "http://a.example/b/res/2.html", "body": None},
        {"url": "http://a.example/b/res/3.html", "body": b"<p></p>", "blanked": 2},
        {"url": "tallennettu sivu.html", "body": b"<html>", "page_kind": "saved"},
    ]
    rows = [
        raw_row("evidence", capture_id=f"c{n}", fetched_at=NOW + timedelta(seconds=n), **facts)
        for n, facts in enumerate(pages)
    ]
    raw.append({"evidence": rows}, "2026-11")
    return raw


def test_read_back(tmp_path):
    """Whole pages are resources with address, time, bytes and digest; the others say what became of them."""
    told = []

    class Told:
        def __call__(self, task, done, total):
            told.append((done, total))

    path = tmp_path / "out" / "board.warc.gz"
    assert write_warc(board(tmp_path), path, Told()) == 4
    assert told[-1] == (4, 4)

    records = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            content = record.content_stream().read()
            records.append((record.rec_type, record.rec_headers, content))
            assert record.digest_checker.passed
    assert [kind for kind, _, _ in records] == ["warcinfo", "resource", "metadata", "metadata", "resource"]
    (_, _, said), (_, page, body), (_, _, expired), (_, _, blanked), (_, saved, _) = records
    assert b"scrubbed" in said and b"hikcorpus/" in said
    assert body == BODY
    assert page.protocol == "WARC/1.1"
    assert page.get_header("WARC-Target-URI") == "http://a.example/b/res/1.json"
    assert page.get_header("WARC-Date") == "2026-11-22T10:00:00.000000Z"
    assert page.get_header("Content-Type") == "application/json; charset=utf-8"
    assert page.get_header("WARC-Payload-Digest").startswith("sha256:")
    assert b"out of retention" in expired
    assert b"messages in it were blanked" in blanked and b"messages-blanked: 2" in blanked
    assert saved.get_header("WARC-Target-URI") == "urn:hikcorpus:saved:tallennettu%20sivu.html"
    assert len({headers.get_header("WARC-Record-ID") for _, headers, _ in records}) == 5


def test_same_rows_same_file(tmp_path):
    """No moment of writing, no random id, and readable by its owner only."""
    raw = board(tmp_path)
    for name in ("a.warc.gz", "b.warc.gz"):
        write_warc(raw, tmp_path / name, Silent())
    assert (tmp_path / "a.warc.gz").read_bytes() == (tmp_path / "b.warc.gz").read_bytes()
    assert (tmp_path / "a.warc.gz").stat().st_mode & 0o077 == 0


def test_nothing_is_left_of_a_failure(tmp_path):
    """All of it or no file."""
    raw = board(tmp_path)

    class Full:
        def __call__(self, task, done, total):
            if done == 2:
                raise OSError(28, "No space left on device")

    with pytest.raises(CannotWrite):
        write_warc(raw, tmp_path / "out" / "a.warc.gz", Full())
    assert list((tmp_path / "out").iterdir()) == []
