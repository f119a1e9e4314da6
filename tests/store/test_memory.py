"""The crawl's memory is a fold over raw: thrown away at any time, it comes back the same."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.store.layout import DataFolder
from hikcorpus.store.memory import Memory
from tests.store.rows import NOW, raw_row

ids = st.sampled_from(["1", "2", "3"])
message = st.builds(
    lambda thread, id, version, state: raw_row(
        "messages", thread_id=thread, message_id=id, version=version, state=state, content_hash=f"h{version}"
    ),
    ids,
    ids,
    st.integers(1, 4),
    st.sampled_from(["live", "deleted"]),
)
visit = st.builds(
    lambda thread, outcome, mark: raw_row("observations", thread_id=thread, outcome=outcome, mark=mark),
    ids,
    st.sampled_from(["new", "changed", "missing", "blocked", "not_modified"]),
    st.none() | st.text(max_size=3),
)
evidence = st.builds(
    lambda id, kind: raw_row("evidence", capture_id=id, page_kind=kind, body=id.encode()),
    ids,
    st.sampled_from(["thread", "settings"]),
)
commits = st.lists(
    st.fixed_dictionaries(
        {
            "messages": st.lists(message, max_size=3),
            "observations": st.lists(visit, max_size=2),
            "evidence": st.lists(evidence, max_size=1),
        }
    ),
    max_size=4,
)


def everything(path):
    with sqlite3.connect(path) as db:
        tables = ("board", "page", "thread", "message", "capture")
        out = {table: sorted(db.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in tables}
    db.close()
    return out


@settings(max_examples=25, deadline=None)
@given(commits)
def test_rebuilt_equals_grown(tmp_path_factory, commits):
    """Absorbing commit by commit and building again from raw give the same memory."""
    place = tmp_path_factory.mktemp("fold")
    raw = DataFolder(place / "data").raw("s", "b")
    with Memory(place / "grown.sqlite") as grown:
        grown.stand_at("s", "b", raw)
        for tables in commits:
            raw.append(tables, "2026-11")
            grown.absorb("s", "b", tables, raw.digest())
    with Memory(place / "again.sqlite") as again:
        again.stand_at("s", "b", raw)

    assert everything(place / "grown.sqlite") == everything(place / "again.sqlite")


def test_a_kill_between_raw_and_memory_is_noticed(tmp_path):
    """Raw moved on, memory did not: it is built again before it is asked."""
    raw = DataFolder(tmp_path / "data").raw("s", "b")
    with Memory(tmp_path / "m.sqlite") as memory:
        memory.stand_at("s", "b", raw)
        raw.append({"messages": [raw_row("messages", message_id="7")]}, "2026-11")

        assert memory.messages("s", "b", "1") == {}
        assert memory.stand_at("s", "b", raw)
        assert list(memory.messages("s", "b", "1")) == ["7"]
        assert not memory.stand_at("s", "b", raw)


@pytest.mark.parametrize("content", [b"", b"no database at all " * 100])
def test_a_damaged_file_is_set_aside(tmp_path, content):
    """A file that is no database is kept beside and a new one begun."""
    path = tmp_path / "crawl.sqlite"
    path.write_bytes(content)
    with Memory(path) as memory:
        assert memory.threads("s", "b") == {}
    assert (tmp_path / "crawl.damaged").exists() == bool(content)


def test_boards_do_not_mix(tmp_path):
    """The same thread and message numbers on two boards are two things."""
    data = DataFolder(tmp_path / "data")
    with Memory(tmp_path / "m.sqlite") as memory:
        for board in ("a", "b"):
            raw = data.raw("s", board)
            raw.append({"messages": [raw_row("messages", board=board, content_hash=board)]}, "2026-11")
            memory.stand_at("s", board, raw)
        assert memory.messages("s", "a", "1")["1"].hash == "a"
        assert memory.messages("s", "b", "1")["1"].hash == "b"


def test_robots_are_remembered(tmp_path):
    """robots.txt of a host comes back with its time."""
    with Memory(tmp_path / "m.sqlite") as memory:
        memory.put_robots("http://a", b"User-agent: *", 200, NOW)
        assert memory.get_robots("http://a") == (b"User-agent: *", 200, NOW)
        assert memory.get_robots("http://b") is None
