"""Random small worlds: the stage agrees with the slow oracle record by record, and its flow adds up."""

import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hikcorpus.participants.config import ParticipantRules, Window
from hikcorpus.participants.stage import run
from hikcorpus.store.layout import DataFolder

from . import oracle
from .rows import DEFAULT, SEEN, START, message, store, thread, tombstone
from .study import read

MIDNIGHT = START.replace(hour=14, minute=50)  # ten minutes before the day turns in Tokyo; Monday
WEDNESDAY = MIDNIGHT + timedelta(days=2)
BOARDS = [("a.test", "thr", "thread"), ("a.test", "day", "board_day"), ("a.test", "week", "board_week")]
BOARDS += [("a.test", "all", "site"), ("b.test", "thr", "board"), ("b.test", "no", "none"), ("a.test", "too", "site")]


@st.composite
def messages(draw, boards):
    """One message: few values, so that they meet; some with later versions, tombstones, undeletes."""
    site, board, scope = draw(st.sampled_from(boards))
    marks = {
        "author_name": draw(
            st.sampled_from([DEFAULT, "Aki", "ａＫＩ", "Kahvila", "Kahvila", " ", None, "Aki !fake00"])
        ),
        "poster_id": draw(st.sampled_from(["A", "B", "C", "D", None, "", "???", "Heaven"])),
        "tripcode": draw(st.sampled_from([None] * 6 + ["!t", "!!t"])),
        "account_id": draw(st.sampled_from([None] * 8 + ["7"])),
        "shared_line": draw(st.sampled_from([None] * 9 + ["公衆"])),
    }
    if marks["author_name"] == "Kahvila":
        marks["is_default_name"] = draw(st.sampled_from([False, False, True]))
    start = draw(st.sampled_from([MIDNIGHT, WEDNESDAY]))
    posted = draw(st.none() | st.integers(0, 20).map(lambda minutes: start + timedelta(minutes=minutes)))
    versions = draw(st.lists(st.sampled_from(["edit", "lost", "gone"]), max_size=3))
    return {
        "place": (site, board), "thread": draw(st.sampled_from(["1", "2", "x"])), "versions": versions,
        "given": marks | {"poster_id_scope": scope, "posted_at": posted, "site": site, "board": board},
    }  # fmt: skip


# one to three boards and many messages, so that names, IDs and tripcodes meet
WORLDS = st.lists(st.sampled_from(BOARDS), min_size=1, max_size=3).flatmap(
    lambda boards: st.lists(messages(boards), min_size=40, max_size=80)
)


def rows_of(drawn):
    """Raw rows, numbered in order."""
    for number, one in enumerate(drawn, 1):
        row = message(number, one["thread"], **one["given"])
        yield row
        for version, what in enumerate(one["versions"], 2):
            later = {"version": version, "first_seen": SEEN + timedelta(days=version)}
            if what == "gone":
                yield tombstone(number, version, one["thread"], site=row["site"], board=row["board"])
            elif what == "lost":
                yield row | later | {"poster_id": None, "tripcode": None, "account_id": None, "text": "lost"}
            else:
                yield row | later | {"text": f"version {version}"}


RULES = st.builds(
    ParticipantRules,
    max_ids_per_screen_name=st.integers(1, 3),
    several_names=st.sampled_from(["merge", "exclude", "first"]),
    extra_default_names=st.sampled_from([(), ("KAHVILA",)]),
    joins_scopes=st.sampled_from([("account", "tripcode"), ("tripcode",), ("account",), ()]),
    excluded_messages=st.sampled_from(["keep", "drop"]),
    deleted_messages=st.sampled_from(["keep", "drop"]),
)
WINDOWS = st.builds(
    Window,
    posted_from=st.sampled_from([None, None, MIDNIGHT + timedelta(minutes=5)]),
    posted_to=st.sampled_from([None, None, WEDNESDAY + timedelta(minutes=15)]),
    as_of=st.sampled_from([None, None, SEEN + timedelta(days=2)]),
)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=WORLDS, rules=RULES, window=WINDOWS, dice=st.randoms())
def test_the_stage_agrees_with_the_oracle(drawn, rules, window, dice):
    """Participants, reasons, contents, counts and flow equal a brute-force reading of the rules."""
    rows = list(rows_of(drawn))
    want, dropped = oracle.settle(rows, rules, window)
    threads = [
        thread(key, site=site, board=board)
        for site, board, key in sorted({(*one["place"], one["thread"]) for one in drawn})
    ]
    dice.shuffle(rows)
    with tempfile.TemporaryDirectory() as folder:
        data = DataFolder(Path(folder))
        store(data, rows, threads)
        run(data, "default", data.boards(), rules, window, "500MB")
        got = read(data)
    shown = [row for row in want if rules.excluded_messages == "keep" or not row["reason"]]
    facts = ("thread_id", "text", "state", "version", "poster_id", "tripcode", "account_id", "deleted_at", "first_seen")
    assert {
        (row["site"], row["board"], row["message_id"]): (
            row["participant"], row["participant_excluded"], *(row[fact] or None for fact in facts)
        )
        for row in got.messages
    } == {
        (row["site"], row["board"], row["message_id"]): (
            row["participant"], row["reason"], *(row[fact] or None for fact in facts)
        )
        for row in shown
    }  # fmt: skip
    assert {
        key: (row["messages"], row["threads"], row["flags"], row["n_screen_names"], row["reason"])
        for key, row in got.people.items()
    } == oracle.people(want)
    flow_adds_up(got, want, dropped, shown, rules)


def flow_adds_up(got, want, dropped, shown, rules):
    """in = out + sum(dropped) for every unit, and each number is what the tables hold."""
    for unit in ("threads", "messages", "participants"):
        rows = [row for row in got.flow if (row["stage"], row["unit"]) == ("participants", unit)]
        totals = Counter()
        for row in rows:
            totals[row["outcome"]] += row["n"]
        assert totals["in"] == totals["out"] + totals["dropped"], unit
        assert len({(row["outcome"], row["reason"]) for row in rows}) == len(rows)
    reasons = Counter(row["reason"] for row in want if row["reason"])
    if rules.excluded_messages == "drop":
        dropped = dropped + reasons
    kept = Counter({row["reason"]: row["n"] for row in got.flow if row["outcome"] == "excluded"})
    assert kept == (reasons if rules.excluded_messages == "keep" else Counter())
    assert {
        row["reason"]: row["n"] for row in got.flow if row["outcome"] == "dropped" and row["unit"] == "messages"
    } == dropped
    assert got.count("messages", "out") == len(shown) == len(got.messages)
    assert got.count("threads", "out") == len(got.threads)
    assert got.count("participants", "in") == len(got.people)
    assert got.count("participants", "out") == sum(row["status"] == "kept" for row in got.people.values())
    nobody = [row for row in shown if not row["participant"] and not row["reason"]]
    assert got.count("messages", "unidentified") == len(nobody)
    captured = {row["unit"]: row["n"] for row in got.flow if row["stage"] == "raw"}
    assert captured["messages"] == got.count("messages", "in")
    for reason, rule in (("public_line", "public_line"), ("shared_place", "sharing_a_name")):
        audited = sum(row["messages"] for row in got.audit if rule in row["rule"] and row["outcome"] == "excluded")
        assert audited == reasons[reason]
    late = sum(row["messages"] for row in got.audit if "one_screen" in row["rule"] and row["outcome"] == "excluded")
    assert late == reasons["several_names"] + reasons["not_first_name"]
