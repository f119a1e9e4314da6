"""The crawl's memory is a fold over raw: thrown away at any time, it comes back the same."""

import sqlite3
from datetime import timedelta
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.store import compaction
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.memory import READ, Known, Memory, Owed
from hikcorpus.store.retention import blank_messages
from tests.store.rows import NOW, raw_row

MONTHS = ("2026-11", "2026-12")
LATER = NOW + timedelta(days=30)

ids = st.sampled_from(["1", "2", "3", "1.5", "007"])
threads = st.sampled_from(["1", "2", "3"])
moments = st.integers(0, 5).map(lambda hours: NOW + timedelta(hours=hours))
hashes = st.sampled_from(["ab" * 32, "cd" * 32, "no hash"])
message = st.builds(
    lambda thread, id, version, state, hash, at: raw_row(
        "messages",
        thread_id=thread,
        message_id=id,
        number=version,
        version=version,
        state=state,
        content_hash=hash,
        deleted_at=at if state == "deleted" else None,
        text="words",
    ),
    threads,
    ids,
    st.integers(1, 4),
    st.sampled_from(["live", "live", "deleted"]),
    hashes,
    moments,
)
thread = st.builds(
    lambda id, version, state, hash: raw_row("threads", thread_id=id, version=version, state=state, content_hash=hash),
    threads,
    st.integers(1, 6),
    st.sampled_from(["live", "archived", "pruned", "deleted", "moved", "blocked"]),
    hashes,
)
visit = st.builds(
    lambda kind, thread, outcome, mark, absent, fate, at: raw_row(
        "observations",
        page_kind=kind,
        thread_id=thread if kind in ("thread", "tail") else None,
        outcome=outcome,
        mark=mark,
        absent=absent,
        fate=fate,
        observed_at=at,
        capture_id="ef" * 32,
        etag=f"{kind}-{mark}",
    ),
    st.sampled_from(["thread", "tail", "listing"]),
    threads,
    st.sampled_from(["new", "changed", "missing", "gone", "blocked", "not_modified"]),
    st.none() | st.text(max_size=3),
    st.none() | st.lists(ids, max_size=2, unique=True),
    st.sampled_from(["pruned", "deleted"]),
    moments,
)
evidence = st.builds(
    lambda id, kind, at: raw_row("evidence", capture_id=id, page_kind=kind, body=id.encode(), url="u", fetched_at=at),
    threads,
    st.sampled_from(["thread", "settings"]),
    moments,
)
commit = st.fixed_dictionaries(
    {
        "messages": st.lists(message, max_size=3),
        "threads": st.lists(thread, max_size=2),
        "observations": st.lists(visit, max_size=3),
        "evidence": st.lists(evidence, max_size=1),
    }
)
events = st.lists(st.one_of(commit, commit, commit, st.sampled_from(["compact", "close", "blank"])), max_size=8)


def everything(memory):
    """All that can be asked of the board."""
    threads = ("1", "2", "3")
    return {
        "threads": memory.threads("s", "b"),
        "thread": [memory.thread("s", "b", each) for each in threads],
        "messages": [memory.messages("s", "b", each) for each in threads],
        "pages": [memory.page("s", "b", kind, each) for kind in ("thread", "tail") for each in threads],
        "listing": memory.page("s", "b", "listing"),
        "thread_pages": memory.thread_pages("s", "b"),
        "owed": memory.owed("s", "b"),
        "due": memory.blank_due("s", "b", LATER),
        "due_early": memory.blank_due("s", "b", NOW + timedelta(hours=2)),
        "highest": memory.highest("s", "b"),
        "held": [memory.held("s", "b", [each]) for each in threads],
        "looks": memory.looks("s", "b"),
        "counts": memory.counts("s", "b"),
        "settings": memory.settings("s", "b"),
        "last_seen": memory.last_seen("s", "b"),
    }


def newest(rows, *names):
    """Highest version of each thing, the first row of it: told by Python alone."""
    out = {}
    for row in rows:
        key = tuple(row[name] for name in names)
        if key not in out or row["version"] > out[key]["version"]:
            out[key] = row
    return out


@settings(max_examples=30, deadline=None)
@given(events)
def test_rebuilt_equals_grown(tmp_path_factory, events):
    """Grown commit by commit, with merging and blanking in between, or built again from raw: the same memory."""
    place = tmp_path_factory.mktemp("fold")
    raw = DataFolder(place / "data").raw("s", "b")
    with mock.patch.object(compaction, "FAN", 2), Memory(place / "grown.sqlite") as grown:
        grown.stand_at("s", "b", raw)
        for event in events:
            if event == "blank":
                due = grown.blank_due("s", "b", NOW + timedelta(hours=3))
                blank_messages(raw, due.keys(), LATER)
                grown.adopt("s", "b", raw, frozenset(due))
            elif isinstance(event, str):
                raw.compact(MONTHS[event == "close"])
                grown.adopt("s", "b", raw)
            else:
                raw.append(event, MONTHS[0])
                grown.absorb("s", "b", event, raw.digest())
            assert not grown.stand_at("s", "b", raw)
        with Memory(place / "again.sqlite") as again:
            again.stand_at("s", "b", raw)
            found = everything(grown)
            assert found == everything(again)

    rows = newest(raw.read("messages").to_pylist(), "thread_id", "message_id")
    for number, thread_id in enumerate(("1", "2", "3")):
        want = {
            id: Known(row["version"], row["content_hash"][:32], row["state"], row["number"])
            for (of, id), row in rows.items()
            if of == thread_id
        }
        assert found["messages"][number] == want
        assert found["held"][number] == sum(each.state == "live" for each in want.values())
    due = {
        id
        for (_, id), row in rows.items()
        if row["state"] == "deleted" and row["deleted_at"] < LATER and row["blanked_at"] is None
    }
    assert set(found["due"]) == due
    alive = newest(raw.read("threads").to_pylist(), "thread_id")
    assert set(found["threads"]) == {id for (id,), row in alive.items() if row["state"] in ("live", "blocked")}


def grown(tmp_path, *commits):
    """A memory that has absorbed these commits, and the raw board below it."""
    raw = DataFolder(tmp_path / "data").raw("s", "b")
    memory = Memory(tmp_path / "m.sqlite")
    memory.stand_at("s", "b", raw)
    for tables in commits:
        raw.append(tables, MONTHS[0])
        memory.absorb("s", "b", tables, raw.digest())
    return memory


def at(minutes):
    return NOW + timedelta(minutes=minutes)


def seen(outcome, minutes, kind="thread", thread="1", **facts):
    row = raw_row("observations", page_kind=kind, thread_id=thread, outcome=outcome, observed_at=at(minutes), **facts)
    return {"observations": [row]}


def test_a_dead_thread_takes_no_room_and_is_still_known(tmp_path):
    """Messages of a pruned thread leave the file, their numbers stay, and asked for they are read from raw."""
    commits = (
        {
            "messages": [raw_row("messages", message_id=str(n), number=n, content_hash="ab" * 32) for n in (1, 2, 3)],
            "threads": [raw_row("threads")],
        },
        {
            "messages": [raw_row("messages", message_id="3", number=3, version=2, state="deleted", deleted_at=NOW)],
            "threads": [raw_row("threads", version=2, state="pruned")],
        },
    )
    with grown(tmp_path, *commits) as memory:
        with sqlite3.connect(memory.path) as db:
            assert db.execute("SELECT count(*) FROM message").fetchone() == (0,)
        db.close()
        assert memory.threads("s", "b") == {} and memory.thread_pages("s", "b") == {}
        assert memory.thread("s", "b", "1").state == "pruned"
        assert memory.messages("s", "b", "1")["2"] == Known(1, "ab" * 16, "live", 2)
        assert memory.counts("s", "b") == {"threads_pruned": 1, "messages_live": 2, "messages_deleted": 1}
        assert memory.held("s", "b", ["1", "2"]) == 2
        assert memory.highest("s", "b") == 3
        assert memory.blank_due("s", "b", at(1)) == {"3": "1"}


def test_a_thread_that_comes_back_is_whole_again(tmp_path):
    """A thread thought dead that is alive has all its messages in memory, old and new."""
    commits = (
        {"messages": [raw_row("messages", message_id="1")], "threads": [raw_row("threads", state="archived")]},
        {"messages": [raw_row("messages", message_id="2")], "threads": [raw_row("threads", version=2)]},
        {"messages": [raw_row("messages", message_id="3")]},
    )
    with grown(tmp_path, *commits) as memory:
        assert sorted(memory.messages("s", "b", "1")) == ["1", "2", "3"]
        assert memory.counts("s", "b") == {"threads_live": 1, "messages_live": 3}


@pytest.mark.parametrize(
    ("visits", "want"),
    [
        ([("missing", 0)], Owed({}, at(0), "pruned")),
        ([("missing", 0), ("missing", 15)], Owed({}, at(0), "pruned")),
        ([("missing", 0), ("gone", 15)], None),
        ([("missing", 0), ("unchanged", 15)], None),
        ([("missing", 0), ("blocked", 15), ("unreadable", 16)], Owed({}, at(0), "pruned")),
        ([("changed", 0, ["5", "6"])], Owed({"5": at(0), "6": at(0)})),
        ([("changed", 0, ["5"]), ("changed", 15, ["5", "6"])], Owed({"5": at(0), "6": at(15)})),
        ([("changed", 0, ["5"]), ("unchanged", 15, [])], None),
        ([("changed", 0, ["5"]), ("missing", 15)], Owed({"5": at(0)}, at(15), "pruned")),
        ([("changed", 0, ["5"]), ("missing", 15), ("changed", 30, ["5"])], Owed({"5": at(0)})),
    ],
)
def test_second_looks_that_are_owed(tmp_path, visits, want):
    """A first look is remembered until a second one agrees or a page shows otherwise; no answer changes nothing."""
    rows = [
        seen(outcome, minutes, absent=next(iter(absent), None), fate="pruned") for outcome, minutes, *absent in visits
    ]
    with grown(tmp_path, *rows) as memory:
        assert memory.owed("s", "b") == ({"1": want} if want else {})


def test_whole_readings_and_tails_are_one_memory(tmp_path):
    """The mark is that of the newest reading, validators are those of the thread's own page."""
    visits = (
        seen("new", 0, mark="a", etag="E", capture_id="ab" * 32, position=4),
        seen("changed", 15, kind="tail", mark="b", capture_id="cd" * 32, position=0),
        seen("stale", 20, mark="c"),
        seen("changed", 0, kind="tail", thread="2", mark="x"),
    )
    with grown(tmp_path, *visits) as memory:
        page = memory.thread_pages("s", "b")["1"]
        assert (page.mark, page.position, page.seen_at) == ("b", 0, at(15))
        assert (page.etag, page.capture_id, page.whole_at, page.tailed) == ("E", "ab" * 32, at(0), True)
        own = memory.page("s", "b", "thread", "1")
        assert (own.mark, own.seen_at, own.whole_at, own.tailed) == ("a", at(0), at(0), True)
        assert memory.page("s", "b", "tail", "1").capture_id == "cd" * 32
        only = memory.thread_pages("s", "b")["2"]
        assert (only.mark, only.whole_at, only.capture_id, only.tailed) == ("x", None, None, True)

        tables = seen("unchanged", 30, mark="d", etag="F")
        raw = memory._datasets["s", "b"]
        raw.append(tables, MONTHS[0])
        memory.absorb("s", "b", tables, raw.digest())
        page = memory.thread_pages("s", "b")["1"]
        assert (page.mark, page.etag, page.whole_at, page.tailed) == ("d", "F", at(30), False)


def test_the_last_fifty_looks(tmp_path):
    """Readings of the listing, oldest first; what was no reading is none."""
    visits = [seen("unchanged", n, kind="listing", thread=None) for n in range(60)]
    with grown(tmp_path, *visits, seen("blocked", 99, kind="listing", thread=None)) as memory:
        assert memory.looks("s", "b") == [at(n) for n in range(10, 60)]
    assert "missing" not in READ


def test_blanked_is_no_longer_due(tmp_path):
    """What was blanked is not asked for again, told by `adopt` or found in raw."""
    gone = raw_row("messages", message_id="5", version=2, state="deleted", deleted_at=NOW)
    with grown(tmp_path, {"messages": [raw_row("messages", message_id="5", text="words"), gone]}) as memory:
        raw = memory._datasets["s", "b"]
        assert memory.blank_due("s", "b", NOW) == {}
        due = memory.blank_due("s", "b", at(1))
        assert due == {"5": "1"}
        assert blank_messages(raw, due.keys(), at(2)) == {
            "messages_blanked": 1,
            "versions_blanked": 2,
            "parts_rewritten": 1,
        }
        memory.adopt("s", "b", raw, frozenset(due))
        assert memory.blank_due("s", "b", at(1)) == {}
        assert not memory.stand_at("s", "b", raw)
    with Memory(tmp_path / "new.sqlite") as memory:
        memory.stand_at("s", "b", raw)
        assert memory.blank_due("s", "b", at(1)) == {}


def test_a_kill_between_raw_and_memory_is_noticed(tmp_path):
    """Raw moved on, memory did not: it is built again before it is asked."""
    raw = DataFolder(tmp_path / "data").raw("s", "b")
    with Memory(tmp_path / "m.sqlite") as memory:
        memory.stand_at("s", "b", raw)
        tables = {"messages": [raw_row("messages", message_id="7")]}
        raw.append(tables, MONTHS[0])

        assert memory.messages("s", "b", "1") == {}
        assert memory.stand_at("s", "b", raw)
        assert list(memory.messages("s", "b", "1")) == ["7"]
        assert not memory.stand_at("s", "b", raw)


def test_rows_built_in_by_another_process_are_not_taken_twice(tmp_path):
    """`status` may build the memory again between a crawl's two writes."""
    raw = DataFolder(tmp_path / "data").raw("s", "b")
    tables = seen("unchanged", 0, kind="listing", thread=None)
    with Memory(tmp_path / "m.sqlite") as memory, Memory(tmp_path / "m.sqlite") as other:
        memory.stand_at("s", "b", raw)
        raw.append(tables, MONTHS[0])
        other.stand_at("s", "b", raw)
        memory.absorb("s", "b", tables, raw.digest())
        assert memory.looks("s", "b") == [at(0)]


@pytest.mark.parametrize("content", [b"", b"no database at all " * 100, 1, 99])
def test_a_file_that_does_not_fit_is_set_aside(tmp_path, content):
    """A file that is no database, or of another version, is kept beside and a new one begun."""
    path = tmp_path / "crawl.sqlite"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        with sqlite3.connect(path) as db:
            db.executescript(f"CREATE TABLE board (site TEXT); PRAGMA user_version = {content}")
        db.close()
        (tmp_path / "crawl.sqlite-journal").write_bytes(b"of the old file")
    with Memory(path) as memory:
        assert memory.threads("s", "b") == {}
    assert (tmp_path / "crawl.damaged").exists() == bool(content)
    assert not (tmp_path / "crawl.sqlite-journal").exists()


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
