"""The generated site carries the study's numbers, and what its truth says can be counted again in its records."""

import ast
import hashlib
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest

from hikcorpus.model.columns import RAW_MESSAGES
from tests.gold.seed_study import days, words
from tests.gold.seed_study.generate import SeedStudy, generate, write
from tests.gold.seed_study.roster import SHARED, Threshold
from tests.gold.seed_study.truth import Truth

TOKYO = ZoneInfo("Asia/Tokyo")
SEEDS = (160, 1, 2, 3)


@cache
def made(seed: int, posts: int = 5, n_days: int = 3) -> tuple[SeedStudy, Truth]:
    study = generate(seed, Threshold(posts, n_days))
    return study, study.truth()


@pytest.fixture(params=SEEDS)
def both(request: pytest.FixtureRequest) -> tuple[SeedStudy, Truth]:
    return made(request.param)


@pytest.mark.parametrize(("posts", "n_days"), [(5, 3), (3, 2), (10, 4), (20, 8)])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_study_s_numbers(seed: int, posts: int, n_days: int) -> None:
    """160 participants: 30 men, 9 women, 121 unknown; 21 screened out of 25 who answered; for every seed and threshold."""
    _, truth = made(seed, posts, n_days)
    assert truth.genders == {"participants": 160, "man": 30, "woman": 9, "unknown": 121}
    assert {one.participant for one in truth.ids.values() if one.participant} == set(range(1, 161))
    assert Counter(one.reason for one in truth.ids.values()) == {
        None: 160,
        "ghost": 37,
        "shared_place": 24,
        "screened_by_hand": 21,
        "activity": 64,
    }
    assert truth.several_names == 12
    assert {policy: count["participants"] for policy, count in truth.genders_by_policy.items()} == {
        "merge": 160,
        "exclude": 148,
        "first": 157,
    }


def test_recruitment_of_1g(both: tuple[SeedStudy, Truth]) -> None:
    """78 invited by name, 25 answered, 21 out and 4 in; eight interviews over all ways."""
    study, truth = both
    assert Counter(row.decision for row in study.screening) == {"exclude": 21, "include": 4, "undecided": 53}
    assert len({row.screen_name for row in study.screening}) == 78
    assert sum(channel.recruited for channel in truth.recruitment) == 8
    for channel in truth.recruitment:
        if channel.approached is not None:
            began = channel.answered if channel.answered is not None else channel.approached
            assert began == channel.screened_out + channel.unexplained + channel.recruited
    for row in study.screening:
        assert (truth.ids[row.poster_id].fate == "screened_by_hand") == (row.decision == "exclude")
        assert row.decision != "include" or truth.ids[row.poster_id].participant


def test_flow_adds_up(both: tuple[SeedStudy, Truth]) -> None:
    """In = out + excluded by reason, step after step, and the sums are those of the records and IDs."""
    study, truth = both
    for unit, n, end in (
        ("participants", len(truth.ids), 160),
        ("messages", len(study.records), sum(one.messages for one in truth.ids.values() if one.participant)),
    ):
        steps = [step for step in truth.flow if step.unit == unit]
        assert steps[0].n_in == n
        assert steps[-1].n_out == end
        assert all(step.n_in == step.n_out + sum(step.excluded.values()) for step in steps)
        assert all(before.n_out == after.n_in for before, after in pairwise(steps))
    lost = Counter(record.reason for record in truth.records.values() if record.reason)
    told: Counter[str] = Counter()
    for step in truth.flow:
        if step.unit == "messages":
            told.update(step.excluded)
    assert told == lost


def test_truth_covers_everything_once(both: tuple[SeedStudy, Truth]) -> None:
    """Every record, ID and name has its truth, and a record is either somebody's or out for one reason."""
    study, truth = both
    assert {record.message_id for record in study.records} == set(truth.records)
    assert len(study.records) == len(truth.records)
    for record in study.records:
        told = truth.records[record.message_id]
        assert (told.participant is None) == (told.reason is not None)
        assert (told.poster_id, told.screen_name) == (record.poster_id, record.author_name)
        if told.participant and told.poster_id:
            assert truth.ids[told.poster_id].participant == told.participant
    seen = {record.poster_id for record in study.records if record.poster_id}
    assert seen == {key for key, one in truth.ids.items() if one.fate != "ghost"}
    listed = {e.poster_id for e in study.events} | {m.poster_id for m in study.members}
    assert listed - seen == {key for key, one in truth.ids.items() if one.fate == "ghost"}
    names = {r.author_name or "" for r in study.records} | {e.screen_name for e in study.events}
    assert names | {m.screen_name for m in study.members} == set(truth.names)


def test_names_and_ids_counted_again(both: tuple[SeedStudy, Truth]) -> None:
    """Names stand under as many IDs as planned: above two are shared places, two are flagged, default names are nobody's."""
    study, truth = both
    ids: dict[str, set[str]] = defaultdict(set)
    for record in study.records:
        if record.poster_id:
            ids[record.author_name or ""].add(record.poster_id)
    for name, told in truth.names.items():
        assert set(told.ids) == ids[name]
        if told.verdict != "default":
            want = {0: {"ghost", "listed_only"}, 1: {"one_id"}, 2: {"shared_name_2"}}.get(
                len(ids[name]), {"shared_place"}
            )
            assert told.verdict in want
    assert {name for name, told in truth.names.items() if told.verdict == "shared_place"} == set(SHARED)
    assert min(len(ids[name]) for name in SHARED) == 3
    assert all(len(ids[name]) > 2 for name in (*words.DEFAULT_NAMES, ""))
    boards: dict[str, set[str | None]] = {"keijiban": set(), "chat": set()}
    for record in study.records:
        if record.author_name == "図書館の端末":
            boards[record.board].add(record.poster_id)
    assert {board: len(found) for board, found in boards.items()} == {"keijiban": 2, "chat": 2}
    joined = {(e.screen_name, e.poster_id) for e in study.events}
    for name in {name for name, _ in joined}:  # the chat's joins change no name's verdict
        with_joins = ids[name] | {who for also, who in joined if also == name}
        assert (len(with_joins) > 2) == (len(ids[name]) > 2)


def test_times_counted_again(both: tuple[SeedStudy, Truth]) -> None:
    """Daytime on working days, sessions, rejoining and long presence as planned stand in the records."""
    study, truth = both
    national = holidays.country_holidays("JP", years=[2006, 2007, 2008])
    own: dict[str, list[datetime]] = defaultdict(list)
    for record in study.records:
        record_told = truth.records[record.message_id]
        local = record.posted_at.astimezone(TOKYO)
        works = local.isoweekday() <= 5 and local.date() not in national
        assert record_told.daytime_working == (works and 9 <= local.hour < 17)
        if record.poster_id and record_told.reason != "shared_place":
            own[record.poster_id].append(local)
    moves: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for event in study.events:
        moves[event.poster_id].append((event.at.astimezone(TOKYO), event.kind))

    def works_within(first: datetime, last: datetime) -> bool:
        span = [first.date() + timedelta(days=k) for k in range((last.date() - first.date()).days + 1)]
        return any(day.isoweekday() <= 5 and day not in national for day in span)

    for key, told in truth.ids.items():
        posts = own[key]
        day = [t for t in posts if works_within(t, t) and 9 <= t.hour < 17]
        assert (told.messages, told.daytime_posts, told.daytime_days) == (
            len(posts),
            len(day),
            len({t.date() for t in day}),
        )
        starts = [t for k, t in enumerate(posts) if not k or t - posts[k - 1] > timedelta(minutes=30)]
        assert told.sessions == len(starts)
        assert told.rejoins_posts == len(starts) - len({t.date() for t in starts})
        runs = [k for k, t in enumerate(posts) if not k or t - posts[k - 1] > timedelta(hours=8)] + [len(posts)]
        spells = [(posts[a], posts[b - 1]) for a, b in pairwise(runs)]
        assert told.spells_posts == sum(b - a > timedelta(hours=48) and works_within(a, b) for a, b in spells)
        joins = [at for at, kind in moves[key] if kind == "join"]
        stays = [(a[0], b[0]) for a, b in pairwise(moves[key]) if (a[1], b[1]) == ("join", "leave")]
        assert (told.joins, told.visits) == (len(joins), len(stays))
        assert told.rejoins_visits == len(joins) - len({t.date() for t in joins})
        assert told.spells_visits == sum(b - a > timedelta(hours=48) and works_within(a, b) for a, b in stays)


def test_activity_separates_at_the_threshold(both: tuple[SeedStudy, Truth]) -> None:
    """Everybody kept or screened reaches both parts of the threshold, everybody too quiet misses one; edges exist."""
    _, truth = both
    least = truth.threshold
    reach = {key: t.daytime_posts >= least.posts and t.daytime_days >= least.days for key, t in truth.ids.items()}
    for key, told in truth.ids.items():
        if told.fate in ("kept", "screened_by_hand", "activity"):
            assert reach[key] == (told.fate != "activity")
    kept = [one for one in truth.ids.values() if one.participant]
    quiet = [one for one in truth.ids.values() if one.fate == "activity"]
    exact = (least.posts, least.days)
    assert sum((one.daytime_posts, one.daytime_days) == exact for one in kept) >= 6
    assert sum(one.daytime_posts == least.posts - 1 and one.daytime_days >= least.days for one in quiet) >= 14
    assert sum(one.daytime_posts > least.posts and one.daytime_days == least.days - 1 for one in quiet) == 8


def test_a_rule_blind_to_the_zone_or_the_holidays_would_fail(both: tuple[SeedStudy, Truth]) -> None:
    """Hours read as UTC, weekdays without holidays, or shared places counted would each let somebody in."""
    study, truth = both
    least = truth.threshold
    got: dict[str, dict[str, list[date]]] = {trap: defaultdict(list) for trap in ("utc", "holidays", "shared")}
    for record in study.records:
        local, utc = record.posted_at.astimezone(TOKYO), record.posted_at
        key = str(record.poster_id)
        shared = truth.records[record.message_id].reason == "shared_place"
        if days.is_working(utc.date()) and 9 <= utc.hour < 17 and not shared:
            got["utc"][key].append(utc.date())
        if local.isoweekday() <= 5 and 9 <= local.hour < 17 and not shared:
            got["holidays"][key].append(local.date())
        if days.is_working(local.date()) and 9 <= local.hour < 17:
            got["shared"][key].append(local.date())
    for trap, details in (
        ("utc", {"nights_only"}),
        ("holidays", {"weekday_holidays_only"}),
        ("shared", {"too_few_beside_shared_place"}),
    ):
        fooled = [k for k, d in got[trap].items() if len(d) >= least.posts and len(set(d)) >= least.days]
        caught = {truth.ids[k].detail for k in fooled if k in truth.ids and truth.ids[k].fate == "activity"}
        assert details <= caught


def test_evidence_stands_in_the_text(both: tuple[SeedStudy, Truth]) -> None:
    """Men and women: three messages of one direction at least; unknown: none, one, or three of each."""
    study, truth = both
    text = {record.message_id: record.text for record in study.records}
    found: Counter[str] = Counter()
    for told in truth.ids.values():
        if told.gender is None:
            continue
        assert all(cue.form in text[cue.message_id] for cue in told.evidence)
        assert len({cue.message_id for cue in told.evidence}) == len(told.evidence)
        count = Counter(cue.points for cue in told.evidence)
        if told.gender != "unknown":
            assert set(count) == {told.gender}
            assert count[told.gender] >= 3
        else:
            assert (count["man"], count["woman"]) in {(0, 0), (1, 0), (0, 1), (3, 3)}
            if told.participant:
                found[f"{sum(count.values())}"] += 1
                found["misleading"] += bool(told.misleading)
    assert found == {"0": 105, "1": 7, "6": 9, "misleading": 20}
    assert any(told.misleading for told in truth.ids.values() if told.gender == "man")


def test_neutral_text_holds_no_cue() -> None:
    """No form of a man or a woman stands in the sentences that everybody says, as far as a search can see."""
    cue = re.compile(
        r"[俺僕男女娘妻夫]|おれ|オレ|ぼく|ボク|わし|あたし|アタシ|うち|彼氏|[ぜぞわ][。!！]?$|わ[よね]|かしら|のよ|[♂♀]"
    )
    assert not [sentence for sentence in words.NEUTRAL if cue.search(sentence)]
    assert len(set(words.NEUTRAL)) == len(words.NEUTRAL) == 50


def test_names_with_the_study_s_terms(both: tuple[SeedStudy, Truth]) -> None:
    """A search for the forms, width and case apart, finds the 78 invited names and no other."""
    study, truth = both

    def fold(name: str) -> str:
        return unicodedata.normalize("NFKC", name).casefold()

    forms = {fold(form): concept for concept, all_forms in words.NAME_TERMS.items() for form in all_forms}
    for name, told in truth.names.items():
        assert {concept for form, concept in forms.items() if form in fold(name)} == ({told.concept} - {None})
    assert {name for name, told in truth.names.items() if told.concept} == {row.screen_name for row in study.screening}


def test_replies(both: tuple[SeedStudy, Truth]) -> None:
    """A reply points at an earlier message of another ID in its thread, and the lag is the time between."""
    study, truth = both
    by_id = {record.message_id: record for record in study.records}
    replies = [record for record in study.records if record.reply]
    assert len(replies) > 300
    for record in replies:
        told = truth.records[record.message_id]
        parent = by_id[str(told.replies_to)]
        assert parent.thread_id == record.thread_id and parent.poster_id != record.poster_id
        assert told.lag_seconds == (record.posted_at - parent.posted_at).total_seconds() >= 0
        assert record.text.startswith(f">>{parent.number}\n")


def test_traps_are_there(both: tuple[SeedStudy, Truth]) -> None:
    """What a careless rule would fall into stands in the site."""
    study, truth = both
    names = [told for told in truth.names.values() if told.verdict == "listed_only"]
    assert names, "listed under a name never used, by an ID that wrote"
    keys = [key.casefold() for key in truth.ids]
    assert len(keys) == len(set(keys)) + 1, "two IDs that differ in case alone"
    kept = [told for told in truth.ids.values() if told.participant]
    assert sum(told.messages_at_shared_place > 0 for told in kept) == 7
    assert sum("shared_name_2" in told.flags for told in kept) == 18
    assert (sum(t.spells_visits for t in kept), sum(t.spells_posts for t in kept)) == (4, 3)
    assert sum(told.joins > told.visits for told in kept) == 1
    assert sum(told.gender in ("man", "woman") for told in truth.ids.values() if not told.participant) == 20
    assert sum(record.poster_id is None for record in study.records) == 14


def test_rows_have_the_columns_of_raw(both: tuple[SeedStudy, Truth]) -> None:
    """A row has every column of the raw message table and no other; threads open with number 1."""
    study, _ = both
    rows = study.rows()
    assert {tuple(sorted(row)) for row in rows} == {tuple(sorted(column.name for column in RAW_MESSAGES))}
    assert all(row["posted_at"].utcoffset() == timedelta(0) for row in rows)
    numbers: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        numbers[row["thread_id"]].append(row["number"])
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


def test_holidays_written_by_hand_are_the_library_s() -> None:
    """Two sources of the Japanese holidays agree over the study's window."""
    library = {d for d in holidays.country_holidays("JP", years=[2006, 2007, 2008]) if days.FIRST <= d <= days.LAST}
    assert library == days.HOLIDAYS


_PRINT = """
import sys, tempfile, pathlib
from tests.gold.seed_study.test_generate import digest
print(digest(int(sys.argv[1]), pathlib.Path(tempfile.mkdtemp())))
"""


def digest(seed: int, folder: Path) -> str:
    """SHA-256 of everything that a seed writes."""
    write(folder, generate(seed))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.iterdir()))).hexdigest()


def test_same_seed_same_site(tmp_path: Path) -> None:
    """A seed gives the same bytes again, in another process with other string hashes too; another seed gives others."""
    here = digest(160, tmp_path / "a")
    environment: dict[str, Any] = {**os.environ, "PYTHONHASHSEED": "7", "TMPDIR": str(tmp_path)}
    root = Path(__file__).parents[3]
    told = subprocess.run(
        [sys.executable, "-c", _PRINT, "160"], cwd=root, env=environment, check=True, capture_output=True, text=True
    )
    assert told.stdout.strip() == here == digest(160, tmp_path / "b")
    assert digest(161, tmp_path / "c") != here


def test_the_generator_imports_the_standard_library_alone() -> None:
    """Neither the rules nor anything else of hikcorpus can leak into the truth."""
    for path in Path(__file__).parent.glob("*.py"):
        if path.name.startswith("test_"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.split(".")[0] in sys.stdlib_module_names or name.startswith("tests.gold.seed_study")
