"""Threads as the page shows them."""

from datetime import UTC, datetime

import pytest

from hikcorpus.review.threads import read, when
from tests.review.world import messages_of, study, token


def reading(data, *numbers):
    """These threads."""
    return read(data.pseudonymised("s"), data.corpus("s", "family"), [token("t", n) for n in numbers])


def test_a_thread_with_all_that_readers_need(data):
    """Numbers, people, reply links both ways, languages and marks; pseudonyms of messages are gone."""
    shown = reading(data, 1).thread(token("t", 1))
    assert shown["title"] == [["mark", "Parents", "parents"]] or shown["title"] == ["Parents"]
    first, second = shown["messages"][:2]
    assert (first["n"], first["who"], first["opening"], first["lang"]) == (1, 1, True, "en")
    assert first["when"] == "2019-03-04 12 h"
    assert first["name"] == token("p", 1, 0)
    assert (second["to"], first["answers"]) == ([], [2])  # its text says whom it answers
    assert second["text"][:2] == [">>", ["link", "1", 1]]
    assert [people["who"] for people in shown["messages"]] == [1, 2, 3, 4, 1]
    assert token("m", 1, 0) not in str(shown)


def test_only_the_threads_asked_for_are_in_memory(data):
    """Nothing of the others."""
    found = reading(data, 1, 2)
    assert set(found.titles) == {token("t", 1), token("t", 2)}
    assert found.messages.num_rows == 10
    assert set(found.spans) <= set(found.titles)


def test_deleted_messages_keep_their_place_and_say_nothing(tmp_path):
    """Whoever deleted a message does not want it read."""
    data = study(tmp_path, proposed=1, dropped=0, empty=0)
    found = reading(data, 0)
    rows = found.messages.to_pylist()
    rows[1] |= {"state": "deleted", "subject": "Mun mutsi"}
    found.messages = found.messages.from_pylist(rows, schema=found.messages.schema)
    gone = found.thread(token("t", 0))["messages"][1]
    assert (gone["deleted"], gone["text"], gone["subject"], gone["n"]) == (True, [], None, 2)


def test_the_opening_message_is_first_then_time_counts(tmp_path):
    """Whatever the order of the rows; one without a time stays behind the one it stood behind."""
    data = study(tmp_path, proposed=1, dropped=0, empty=0)
    found = reading(data, 0)
    rows = found.messages.to_pylist()
    rows[3]["posted_at"] = None
    found.messages = found.messages.from_pylist(
        [rows[2], rows[3], rows[1], rows[0], rows[4]], schema=found.messages.schema
    )
    assert [row["message_id"] for row in found.rows(token("t", 0))] == [
        rows[n]["message_id"] for n in (0, 1, 2, 3, 4)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "2019-03-04 12 h"),
        ({"posted_at": None}, None),
        ({"time_precision": "none"}, None),
        ({"time_precision": "day"}, "2019-03-04"),
        ({"local_hour": None}, "2019-03-04"),
        ({"zone": "No/Where"}, "2019-03-04 12 h"),
        # posted at 00:30 in summer time, moved into winter: 23:30 the evening before; the weekday says which day
        (
            {"posted_at": datetime(2019, 1, 7, 21, 30, tzinfo=UTC), "zone": "Europe/Helsinki", "local_hour": 0, "weekday": 2},
            "2019-01-08 00 h",
        ),
        (
            {"posted_at": datetime(2019, 7, 8, 21, 30, tzinfo=UTC), "zone": "Europe/Helsinki", "local_hour": 23, "weekday": 1},
            "2019-07-08 23 h",
        ),
    ],
)  # fmt: skip
def test_date_and_hour_are_the_boards(more, said):
    """The hour is the column's, which no shift has moved; the day is the one with the column's weekday."""
    row = messages_of(1, 1)[0] | {"local_hour": 12, "weekday": 1} | more
    assert when(row) == said


def test_answers_without_a_mark_in_the_text_are_said(tmp_path):
    """Forums that quote leave no mark: then the head says it; a message never answers itself."""
    data = study(tmp_path, proposed=1, dropped=0, empty=0)
    found = reading(data, 0)
    rows = found.messages.to_pylist()
    rows[2] |= {"text": "> lainaus\nniin", "refs": [{"message_id": rows[n]["message_id"]} for n in (0, 0, 2, 1)]}
    found.messages = found.messages.from_pylist(rows, schema=found.messages.schema)
    shown = found.thread(token("t", 0))["messages"]
    assert shown[2]["to"] == [1, 2]
    assert shown[0]["answers"] == [2, 3]
