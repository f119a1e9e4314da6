"""The latest view: versions, tombstones, perishable marks, window, order and parts."""

from datetime import UTC, datetime, timedelta

import pytest

from hikcorpus.errors import ConfigError
from hikcorpus.participants import view
from hikcorpus.participants.config import ParticipantRules, Window
from hikcorpus.participants.stage import run
from hikcorpus.store.layout import DataFolder

from .rows import BOARD, SEEN, SITE, START, message, store, thread, tombstone
from .study import study

LATER = SEEN + timedelta(days=9)


def edited(row, version, **given):
    """A later version of a message, seen a day later each."""
    return row | {"version": version, "first_seen": SEEN + timedelta(days=version)} | given


def test_an_edit_shows_the_last_version_and_when_the_first_was_seen(tmp_path):
    """Content and version of the highest version, first_seen of version 1."""
    one = message(1, poster_id="a")
    got = study(tmp_path, [one, edited(one, 2, text="second"), edited(one, 3, text="third")])
    (row,) = got.messages
    assert (row["text"], row["version"], row["first_seen"]) == ("third", 3, SEEN)


def test_versions_count_not_the_order_of_rows(tmp_path):
    """A higher version that was written first, or by a clock that went back, is still the last; 10 is more than 9."""
    one = message(1)
    tenth = edited(one, 10, text="tenth", first_seen=SEEN - timedelta(days=1))
    got = study(tmp_path, [tenth, edited(one, 9, text="ninth"), one])
    assert [row["text"] for row in got.messages] == ["tenth"]


@pytest.mark.parametrize(("policy", "shown"), [("drop", []), ("keep", ["1"])])
def test_a_deleted_message_keeps_its_last_live_content(tmp_path, policy, shown):
    """The tombstone says deleted, when and why; text and author come from the last live version."""
    one = message(1, poster_id="a", author_name="Aki")
    rows = [one, edited(one, 2, text="second"), tombstone(1, 3), message(2, poster_id="b")]
    got = study(tmp_path, rows, deleted_messages=policy)
    assert [row["message_id"] for row in got.messages] == [*shown, "2"]
    assert got.count("messages", "dropped", "deleted") == (policy == "drop")
    if shown:
        row = got.messages[0]
        assert (row["text"], row["author_name"], row["poster_id"]) == ("second", "Aki", "a")
        assert (row["state"], row["deletion_evidence"], row["version"]) == ("deleted", "absent", 3)
        assert row["deleted_at"] == SEEN + timedelta(days=3)
        assert row["participant"].endswith(":a")


def test_an_undeleted_message_is_live_again(tmp_path):
    """A live version after the tombstone takes its place, with no trace of the deletion."""
    one = message(1, poster_id="a")
    got = study(tmp_path, [one, tombstone(1, 2), edited(one, 3, text="back", poster_id=None)])
    (row,) = got.messages
    assert (row["text"], row["state"], row["deleted_at"], row["version"]) == ("back", "live", None, 3)
    assert row["participant"] == "poster_id:example.test/hikky/thread-1:a"


def test_a_message_that_was_never_live_is_its_tombstone(tmp_path):
    """Seen only as deleted: no content, nobody's."""
    got = study(tmp_path, [tombstone(1, 1), message(2, poster_id="b")], deleted_messages="keep")
    assert (got.messages[0]["text"], got.messages[0]["state"]) == (None, "deleted")
    assert got.who["1"] is None
    assert got.count("messages", "unidentified") == 1


def test_perishable_marks_are_taken_at_first_sight(tmp_path):
    """Where the content version lost them, the earliest stands; where it has its own, that one."""
    one = message(1, poster_id="first", tripcode="!t", account_id=None)
    lost = edited(one, 3, poster_id=None, tripcode=None)
    got = study(tmp_path, [one, edited(one, 2, poster_id="second"), lost, message(2, poster_id="x")])
    assert (got.messages[0]["poster_id"], got.messages[0]["tripcode"]) == ("first", "!t")
    own = study(tmp_path / "own", [one, edited(one, 2, poster_id="second")])
    assert own.messages[0]["poster_id"] == "second"


def test_threads_show_their_highest_version(tmp_path):
    """One row a thread, as last described."""
    threads = [thread(1), thread(1, version=2, state="archived", first_seen=LATER), thread(9, state="deleted")]
    got = study(tmp_path, [message(1, poster_id="a")], threads)
    assert [(row["thread_id"], row["state"]) for row in got.threads] == [("1", "archived")]
    assert got.count("threads", "dropped", "never_filled") == 1


def test_a_thread_that_raw_never_described_has_its_keys(tmp_path):
    """No message hangs in the air."""
    got = study(tmp_path, [message(1, 7)], [thread(1)])
    assert [(row["thread_id"], row["title"]) for row in got.threads] == [("7", None)]


def test_window_lets_in_by_posting_time_half_open(tmp_path):
    """[from, to): the first instant is in, the last is out; what has no time is dropped and said."""
    rows = [message(n, n) for n in (1, 2, 3, 4)] + [message(5, 5, posted_at=None)]
    window = Window(START + timedelta(minutes=2), START + timedelta(minutes=4))
    got = study(tmp_path, rows, window=window)
    assert [row["message_id"] for row in got.messages] == ["2", "3"]
    assert got.count("messages", "dropped", "outside_window") == 2
    assert got.count("messages", "dropped", "undated") == 1
    assert got.count("threads", "dropped", "empty") == 3


def test_dropped_messages_are_no_evidence(tmp_path):
    """What is outside the window or deleted makes no public place and joins no IDs."""
    late = START + timedelta(days=30)
    rows = [message(n, poster_id=i, author_name="Aki") for n, i in enumerate("ab", 1)]
    rows += [message(3, poster_id="c", author_name="Aki", posted_at=late)]
    rows += [message(4, poster_id="d", author_name="Aki"), tombstone(4, 2)]
    got = study(tmp_path, rows, window=Window(posted_to=late))
    assert set(got.why.values()) == {None}


def test_as_of_shows_the_tables_as_they_were_then(tmp_path):
    """An edit, a deletion and a message seen later do not exist for the study, and its tables stay byte-identical."""
    data = DataFolder(tmp_path / "data")
    one, two = message(1, poster_id="a"), message(2, poster_id="b")
    store(data, [one, two])
    window = Window(as_of=SEEN + timedelta(hours=1))
    before = run(data, "s", data.boards(), ParticipantRules(), window).tables
    store(data, [edited(one, 2, text="edited"), tombstone(2, 2), message(3, poster_id="c", first_seen=LATER)], [])
    store(data, [], [thread(1, version=2, title="new", first_seen=LATER)])
    assert run(data, "s", data.boards(), ParticipantRules(), window).tables == before
    assert run(data, "s", data.boards(), ParticipantRules(), None).tables != before


def test_windows_that_cannot_be_are_refused():
    """No zone, or an end before the beginning: a sentence, not a wrong corpus."""
    with pytest.raises(ConfigError, match="posted_from has no zone"):
        Window(datetime(2024, 1, 1))  # noqa: DTZ001
    with pytest.raises(ConfigError, match="ends before"):
        Window(datetime(2024, 1, 2, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC))


def test_order_is_site_board_first_number_number(tmp_path):
    """Numbers are numbers (9 before 10); 2ch threads, which all begin with 1, stand in the order of their keys."""
    rows = [message(n, t) for n, t in ((10, 10), (9, 9), (12, 9), (11, 10))]
    rows += [message(1, key, board="a2ch", message_id=f"{key}.1") for key in (1700000000, 999999999)]
    got = study(tmp_path, rows)
    assert [row["message_id"] for row in got.messages] == ["999999999.1", "1700000000.1", "9", "12", "10", "11"]
    assert [row["thread_id"] for row in got.threads] == ["999999999", "1700000000", "9", "10"]


def test_parts_end_with_threads_and_hold_the_same_threads(tmp_path, monkeypatch):
    """Cut after the thread that fills a part; a long thread stays whole; messages and threads cut alike."""
    monkeypatch.setattr(view, "MESSAGES_A_PART", 10)
    sizes = {1: 4, 100: 4, 200: 4, 300: 35, 400: 9, 500: 2}
    rows = [message(first + n, first, text=f"{first}") for first, size in sizes.items() for n in range(size)]
    data = DataFolder(tmp_path / "data")
    store(data, rows)
    manifest = run(data, "s", [(SITE, BOARD)], ParticipantRules())
    assert [part.rows for part in manifest.tables["messages"]] == [12, 35, 11]
    assert [part.rows for part in manifest.tables["threads"]] == [3, 1, 2]
    dataset = data.participants("s")
    numbers = [row["number"] for row in dataset.read("messages").to_pylist()]
    assert numbers == sorted(numbers)
    assert len(numbers) == sum(sizes.values())
    assert [row["thread_id"] for row in dataset.read("threads").to_pylist()] == [str(first) for first in sizes]


def test_every_column_arrives_as_it_was(tmp_path):
    """Nested columns, nulls and every other value of a raw row stand in the view."""
    ref = {"board": None, "thread_id": "1", "message_id": "1", "kind": "explicit", "dangling": False}
    full = message(
        2, poster_id="a", tripcode="!t", capcode="Mod", account_id="7", mail_field="sage", sage=True, country="FI",
        posted_raw="24/04/22", subject="s", refs=[ref, ref | {"dangling": True}], votes=3, edited_at=LATER,
        attachments=[{"type": "jpg", "bytes": None, "digest": "x"}], text="a\n>b\n<3 '\"\\ ひきこもり",
    )  # fmt: skip
    got = study(tmp_path, [message(1), full])
    assert {key: value for key, value in got.messages[1].items() if key in full} == full


@pytest.mark.parametrize(("last", "shown"), [("live", ("9", "after")), ("deleted", None)])
def test_a_message_that_was_moved_is_one_message_where_it_stands(tmp_path, last, shown):
    """However many versions it had in the thread that it left; deleted in the new one it is deleted."""
    old = message(5)
    gone = tombstone(5, 3, state="moved", deleted_at=None, deletion_evidence=None)
    new = message(5, 9, text="before", first_seen=SEEN + timedelta(days=3, minutes=1))
    end = tombstone(5, 2, 9) if last == "deleted" else edited(new, 2, text="after")
    rows = [message(1), old, edited(old, 2, text="second"), gone, new, end | {"first_seen": LATER}]
    got = study(tmp_path, rows, [thread(1), thread(9)], deleted_messages="drop")
    found = {row["message_id"]: (row["thread_id"], row["text"]) for row in got.messages}
    assert found == {"1": ("1", "message 1")} | ({"5": shown} if shown else {})
    assert got.count("messages", "dropped", "deleted") == (last == "deleted")


def test_a_message_moved_after_the_windows_end_stands_where_it_stood(tmp_path):
    """The study's tables are as they were then."""
    gone = tombstone(5, 2, state="moved", deleted_at=None, deletion_evidence=None)
    new = message(5, 9, first_seen=SEEN + timedelta(days=3))
    for day, where in ((1, "1"), (2, "1"), (3, "9")):
        window = Window(as_of=SEEN + timedelta(days=day))
        got = study(tmp_path / str(day), [message(5), gone, new], [thread(1), thread(9)], window=window)
        assert [(row["thread_id"], row["state"]) for row in got.messages] == [(where, "live")]
