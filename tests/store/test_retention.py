"""The one rewriting path: what must go is gone, everything else stays, and a kill leaves old or new."""

from datetime import timedelta
from unittest import mock

import pytest

from hikcorpus.errors import CannotWrite
from hikcorpus.store import files, parts
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.retention import CONTENT, blank_evidence, blank_messages, expire_evidence
from hikcorpus.store.rewrite import rewrite
from tests.store.rows import NOW, raw_row

LATER = NOW + timedelta(days=30)
REF = {"board": None, "thread_id": "1", "message_id": "2", "kind": "explicit", "dangling": False}


@pytest.fixture
def raw(tmp_path) -> Dataset:
    return DataFolder(tmp_path / "data").raw("s", "b")


def written(id, text, **facts):
    content = dict.fromkeys(CONTENT, "x") | {"text": text, "votes": 3}
    more = {"refs": [REF], "attachments": [{"type": "jpg", "bytes": 1, "digest": "d"}], "lang": "fi"}
    return raw_row("messages", message_id=id, **(content | more | facts))


def page(n, url="u", **facts):
    facts = {"capture_id": f"c{n}", "body": f"{url}-{n} keep 5 drop".encode(), "blanked": 0} | facts
    return raw_row("evidence", url=url, fetched_at=NOW + timedelta(days=n), **facts)


def test_every_version_loses_its_content(raw):
    """Text, names and all else that the poster wrote go from all versions in all parts; numbers and times stay."""
    raw.append({"messages": [written("5", "salaisuus", length=9), written("6", "jää")]}, "2026-11")
    gone = raw_row("messages", message_id="5", version=2, state="deleted", deleted_at=NOW)
    raw.append({"messages": [gone]}, "2026-12")
    raw.append({"messages": [written("7", "jää myös")]}, "2026-12")
    before = raw.read("messages").to_pylist()
    untouched = raw.paths("messages")[2].read_bytes()
    content = raw.content()

    counts = blank_messages(raw, {"5", "nobody"}, LATER)

    assert counts == {"messages_blanked": 1, "versions_blanked": 2, "parts_rewritten": 2}
    after = raw.read("messages").to_pylist()
    empty = dict.fromkeys(CONTENT) | {"refs": [], "attachments": [], "blanked_at": LATER}
    assert after == [row | empty if row["message_id"] == "5" else row for row in before]
    assert raw.paths("messages")[2].read_bytes() == untouched
    assert raw.content() != content
    left = b"".join(path.read_bytes() for path in raw.folder.rglob("*") if path.is_file())
    assert b"salaisuus" not in left
    digest = raw.digest()
    assert blank_messages(raw, {"5"}, LATER)["parts_rewritten"] == 0
    assert raw.digest() == digest


def test_length_is_told_before_the_text_goes(raw):
    """Rows that came without a length get one."""
    raw.append({"messages": [written("5", "ひきこもり")]}, "2026-11")
    blank_messages(raw, {"5"}, LATER)
    assert raw.read("messages", ["length"]).to_pylist() == [{"length": 5}]


def test_merged_away_parts_do_not_keep_what_was_blanked(raw):
    """Files that a merge left for late readers go with the blanking."""
    for n in range(16):
        raw.append({"messages": [written(str(n), "words")]}, "2026-11")
    raw.compact("2026-11")
    assert len(list(raw.folder.rglob("*.retired"))) == 16
    blank_messages(raw, {"5"}, LATER)
    assert list(raw.folder.rglob("*.retired")) == []
    assert len(list((raw.folder / "messages").iterdir())) == 1
    assert raw.manifest().tables["messages"][0].level == 1


def test_stored_pages_are_blanked(raw):
    """The caller decides what a body loses; how many messages it lost is on record, and capture_id stays."""
    rows = [page(1), page(2, "other"), page(3, body=None), page(4, page_kind="settings"), page(5, "list")]
    rows[4] |= {"page_kind": "tail"}
    raw.append({"evidence": rows}, "2026-11")
    asked = []

    def blank(row, body, ids):
        assert "body" not in row and ids == {"5"}
        asked.append(row["capture_id"])
        return body.replace(b"5 drop", b"5")

    counts = blank_evidence(raw, {"5"}, blank, LATER, concerns=["u"].__contains__)

    assert asked == ["c1", "c5"]
    assert counts == {"pages_blanked": 2, "pages_looked_at": 2, "parts_rewritten": 1}
    after = raw.read("evidence").to_pylist()
    assert [row["body"] for row in after] == [b"u-1 keep 5", rows[1]["body"], None, rows[3]["body"], b"list-5 keep 5"]
    assert [row["blanked"] for row in after] == [1, 0, 0, 0, 1]
    assert [row["capture_id"] for row in after] == ["c1", "c2", "c3", "c4", "c5"]

    counts = blank_evidence(raw, {"5"}, lambda _row, body, _ids: (b"less", 3) if b"other" in body else body, LATER)
    assert counts == {"pages_blanked": 1, "pages_looked_at": 3, "parts_rewritten": 1}
    assert [row["blanked"] for row in raw.read("evidence").to_pylist()] == [1, 3, 0, 0, 1]


def test_parts_of_other_threads_are_not_read(raw):
    """Given addresses, only parts that hold them (or tails) are gone through."""
    raw.append({"evidence": [page(1)]}, "2026-11")
    raw.append({"evidence": [page(2, "other")]}, "2026-11")
    counts = blank_evidence(raw, {"5"}, lambda *_: b"", LATER, concerns=["other"].__contains__)
    assert counts == {"pages_blanked": 1, "pages_looked_at": 1, "parts_rewritten": 1}


def test_old_pages_lose_their_bytes(raw):
    """Bytes go by the time of fetching; that the page was read, and its digest, stays. Settings stay whole."""
    rows = [page(1), page(2, page_kind="settings"), page(3), page(9)]
    raw.append({"evidence": rows}, "2026-11")
    raw.append({"evidence": [page(10)]}, "2026-11")
    content = raw.content()

    counts = expire_evidence(raw, NOW + timedelta(days=9))

    size = len(rows[0]["body"]) + len(rows[2]["body"])
    assert counts == {"pages_expired": 2, "bytes_expired": size, "parts_rewritten": 1}
    assert [row["body"] is None for row in raw.read("evidence").to_pylist()] == [True, False, True, False, False]
    assert raw.content() == content
    assert expire_evidence(raw, NOW + timedelta(days=9))["parts_rewritten"] == 0


def test_rows_are_changed_once_and_in_order(raw, monkeypatch):
    """Every row passes by once, those before the first change are carried over as they are."""
    rows = [raw_row("messages", message_id=str(n)) for n in range(10)]
    raw.append({"messages": rows}, "2026-11")
    seen = []
    real = parts.batches

    def small(path, part, columns=None, size=0):
        return real(path, part, columns, rows=2)

    def change(batch):
        seen.extend(batch["message_id"].to_pylist())
        return batch.slice(1) if "6" in seen[-2:] else None

    monkeypatch.setattr(parts, "batches", small)
    assert rewrite(raw, "messages", change) == 1
    assert seen == [str(n) for n in range(10)]
    kept = raw.read("messages", ["message_id"])["message_id"].to_pylist()
    assert kept == [str(n) for n in range(10) if n != 6]


@pytest.mark.parametrize("after", [0, 1, 2])
def test_full_disk_changes_nothing(raw, monkeypatch, after):
    """Where writing fails the old rows stand, all of them."""
    for n in range(2):
        raw.append({"messages": [written(str(n), "words")]}, "2026-11")
    before, rows = raw.digest(), raw.read("messages").to_pylist()
    calls = iter(range(100))

    def full(_handle):
        if next(calls) >= after:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(CannotWrite):
        blank_messages(raw, {"0", "1"}, LATER)
    monkeypatch.undo()
    assert raw.digest() == before and raw.read("messages").to_pylist() == rows
    assert len(list((raw.folder / "messages").iterdir())) == 2


def test_killed_after_the_commit(raw):
    """The old file still stands then; the next append removes it."""
    raw.append({"messages": [written("5", "words")]}, "2026-11")
    with mock.patch.object(Dataset, "sweep", side_effect=[None, None]):
        blank_messages(raw, {"5"}, LATER)
    assert len(list((raw.folder / "messages").iterdir())) == 2
    raw.append({"observations": [raw_row("observations")]}, "2026-11")
    assert len(list((raw.folder / "messages").iterdir())) == 1
    assert raw.read("messages", ["text"]).to_pylist() == [{"text": None}]
