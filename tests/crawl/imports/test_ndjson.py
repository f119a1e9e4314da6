"""Dumps of one thread a line."""

import gzip
import io
import json
import tarfile

import pytest

from hikcorpus.errors import UsageError
from hikcorpus.log import Silent
from hikcorpus.pipeline import reparse
from tests.crawl.imports.made import NOON, line, put, thread

KEY = "4chan.org/pol"


def test_threads_become_rows_as_a_page_would(desk):
    """Text, times, reply edges; the dump is not copied, and the board is the site file's."""
    path = put(desk.folder / "pol.ndjson", line(10, 2, sub="Rooms &amp; doors", archived=1) + line(50))
    found, left = desk.take(path, board=KEY)
    assert left == {} and found[KEY]["messages_new"] == 5 and found[KEY]["records"] == 2
    rows = {row["message_id"]: row for row in desk.rows(KEY)}
    assert rows["11"]["text"] == ">>10\nReply 11 <3" and rows["11"]["refs"][0]["message_id"] == "10"
    assert rows["10"]["subject"] == "Rooms & doors" and rows["10"]["posted_at"].timestamp() == NOON + 10
    assert rows["10"]["first_seen"].timestamp() == NOON + 100_000
    assert desk.rows(KEY, "evidence") == []
    assert {row["state"] for row in desk.rows(KEY, "threads")} == {"archived", "live"}


def test_again_adds_nothing_and_leaves_the_tables_as_they_are(desk):
    """Not a row, not an observation: the digest stands."""
    path = put(desk.folder / "pol.ndjson", line(10, 2, archived=1) + line(50))
    desk.take(path, board=KEY)
    digest = desk.data.raw(*KEY.split("/")).digest()
    found, _ = desk.take(path, board=KEY)
    assert found[KEY]["messages_new"] == 0 and found[KEY]["read_before"] == 2
    assert desk.data.raw(*KEY.split("/")).digest() == digest


def test_read_again_on_wish(desk):
    """`--again` compares every message once more, archived threads' too, and adds nothing that is known."""
    path = put(desk.folder / "pol.ndjson", line(10, 2, archived=1) + line(50))
    desk.take(path, board=KEY)
    found, _ = desk.take(path, board=KEY, again=True)
    assert found[KEY]["messages_new"] == found[KEY]["messages_changed"] == found[KEY]["read_before"] == 0
    assert len(desk.rows(KEY)) == 5


def test_a_later_dump_adds_what_is_new(desk):
    """More replies and an edit; an older one adds only messages that nobody knew."""
    desk.take(put(desk.folder / "b.ndjson", line(10, 3, com="Edited"), NOON + 900_000), board=KEY)
    found, _ = desk.take(put(desk.folder / "c.ndjson", line(10, 4, com="Edited twice"), NOON + 950_000), board=KEY)
    assert (found[KEY]["messages_new"], found[KEY]["messages_changed"]) == (1, 1)
    found, _ = desk.take(put(desk.folder / "a.ndjson", line(10, 6), NOON + 100_000), board=KEY)
    assert (found[KEY]["messages_new"], found[KEY]["messages_changed"]) == (2, 0)
    newest = max((row for row in desk.rows(KEY) if row["message_id"] == "10"), key=lambda row: row["version"])
    assert newest["text"] == "Edited twice"


def test_what_cannot_be_read_is_counted_by_reason(desk, monkeypatch):
    """A line of something else, a cut one, one too long; the others are taken."""
    monkeypatch.setattr("hikcorpus.crawl.imports.ndjson.LARGEST", 2000)
    body = line(10) + b'{"threads":[]}\n\n' + line(20, 90) + line(30)[:-40] + b"\n" + line(40)
    found, left = desk.take(put(desk.folder / "pol.jsonl", body), board=KEY)
    assert left == {"no_thread": 1, "too_large": 1, "unreadable": 1}
    assert found[KEY]["records"] == 2


def packed(how: str, body: bytes) -> bytes:
    if how == "gz":
        return gzip.compress(body[: len(body) // 2]) + gzip.compress(body[len(body) // 2 :])
    if how == "zst":
        import pyarrow as pa

        return pa.Codec("zstd").compress(body, asbytes=True)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo("folder/pol.ndjson")
        info.size, info.mtime = len(body), NOON
        archive.addfile(info, io.BytesIO(body))
    return out.getvalue()


@pytest.mark.parametrize("name", ["pol.ndjson.gz", "pol.ndjson.zst", "pol.tar.gz", "pol.tgz", "pol.json"])
def test_packed_as_people_publish_them(desk, name):
    """gzip of several members, Zstandard, a tar in gzip; and lines in a file that is called .json."""
    body = line(10) + line(20)
    how = "tar" if name in ("pol.tar.gz", "pol.tgz") else name.rpartition(".")[2]
    path = put(desk.folder / name, body if how == "json" else packed(how, body))
    found, left = desk.take(path, board=KEY)
    assert left == {} and found[KEY]["messages_new"] == 4


@pytest.mark.parametrize("name", ["pol.ndjson.gz", "pol.ndjson.zst"])
def test_a_file_cut_off_keeps_what_came_before(desk, name):
    """Counted; what was whole is in the tables."""
    body = b"".join(line(number) for number in range(100, 100_000, 10))
    whole = packed(name.rpartition(".")[2], body)
    found, left = desk.take(put(desk.folder / name, whole[: len(whole) * 3 // 4]), board=KEY)
    assert left["damaged_or_cut_off_file"] == 1 and 1000 < found[KEY]["records"] < 9990


def test_the_board_must_be_known(desk):
    """One sentence and what to do; a key `board` in the line will do."""
    with pytest.raises(UsageError, match="--board"):
        desk.take(put(desk.folder / "dump.ndjson", line(10)))
    told = json.dumps(thread(10) | {"board": "adv"}).encode()
    found, _ = desk.take(put(desk.folder / "other.ndjson", told))
    assert list(found) == ["4chan.org/adv"] and found["4chan.org/adv"]["messages_new"] == 2


def test_reparse_leaves_what_came_from_a_dump(desk):
    """Its bytes are not kept, so its rows are: and that is said."""
    desk.take(put(desk.folder / "pol.ndjson", line(10, 2, archived=1) + line(50)), board=KEY)
    before = desk.rows(KEY), desk.rows(KEY, "threads")
    (counts,) = reparse([], desk.data, desk.clock, Silent()).values()
    assert counts["kept_out_of_retention"] == 2 and counts["changed"] == 0
    assert (desk.rows(KEY), desk.rows(KEY, "threads")) == before


def test_interrupted_and_run_again(desk, monkeypatch):
    """Ctrl-C between two commits: what was committed stays, and the same command completes it without doubles."""
    monkeypatch.setattr("hikcorpus.crawl.imports.intake.MESSAGES", 40)
    body = b"".join(line(number) for number in range(100, 1100, 10))
    path = put(desk.folder / "pol.ndjson", body)
    import hikcorpus.crawl.imports.intake as intake

    original = intake.Intake.take

    def interrupted(self, item):
        if item.page.thread.thread_id == "600":
            raise KeyboardInterrupt
        original(self, item)

    with monkeypatch.context() as patch:
        patch.setattr(intake.Intake, "take", interrupted)
        with pytest.raises(KeyboardInterrupt):
            desk.take(path, board=KEY)
    assert 0 < len(desk.rows(KEY)) < 120
    found, _ = desk.take(path, board=KEY)
    ids = [row["message_id"] for row in desk.rows(KEY)]
    assert len(ids) == len(set(ids)) == 200 and found[KEY]["read_before"] > 0
