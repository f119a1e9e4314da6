"""Scores and evidence of whole threads, from pseudonymised tables."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.errors import UsageError
from hikcorpus.store.schemas import schema
from hikcorpus.topics.count import count_shard
from hikcorpus.topics.stage import base_rates, score_tables

MESSAGES = schema("pseudonymised", "messages")
THREADS = schema("pseudonymised", "threads")


def message(thread, number, text, **more):
    """A message row; its ID tells its place."""
    row = {"thread_id": thread, "message_id": f"{thread}-{number:03d}", "is_opening": number == 0, "text": text}
    return row | {"lang": "fi", "state": "live", "participant": f"p{number}", "subject": None} | more


def shard(messages, titles):
    """Tables of these rows."""
    threads = [{"thread_id": thread, "title": title} for thread, title in titles.items()]
    return pa.Table.from_pylist(messages, schema=MESSAGES), pa.Table.from_pylist(threads, schema=THREADS)


WORLD = [
    message("a", 0, "Äiti huutaa taas.\n>isä tulee", subject="Perhe"),
    message("a", 1, ">>12 mun mutsi ja faija myös"),
    message("a", 2, "veljeni muutti", participant=None),
    message("a", 3, "sisko kans", participant=None),
    message("a", 4, "aivan"),
    message("a", 5, "äiti äiti äiti", state="deleted"),
    message("b", 0, "Mitä pelaatte?"),
    message("b", 1, "en mitään"),
    message("c", 0, "mor och far", lang="sv"),
    message("c", 1, "äiti", lang=None),
    message("d", 0, "äiti", state="deleted"),
    message("f", 0, "母親が怖い", lang="ja", subject="親が怖い"),
    message("f", 1, "わかる", lang="ja", subject="家族"),
    message("lost", 1, "äiti"),
]
TITLES = {"a": "Perhe", "b": "Pelit", "c": None, "d": "Äiti", "e": "Isä", "f": "Scary parents"}


def test_components_of_each_thread(family):
    """Own words of live messages count; quotes, deleted messages and other languages do not."""
    scored = score_tables(*shard(WORLD, TITLES), family)
    rows = {row["thread_id"]: row for row in scored.scores.to_pylist()}
    assert list(rows) == sorted(TITLES)
    assert scored.scores.schema == schema("corpora", "scores")
    a = rows["a"]
    assert (a["messages"], a["messages_with_hits"], a["hits"], a["share"]) == (5, 4, 5, 0.8)
    assert a["participants_with_hits"] == 3  # p0, p1, and all without a participant as one
    assert a["distinct_terms"] == 6  # äiti mutsi faija veli sisko, perhe of the title
    assert (a["in_title"], a["opening_terms"], a["decision"]) == (True, True, "kept")
    characters = sum(
        len(text.replace(" ", ""))
        for text in ("Äiti huutaa taas.", "mun mutsi ja faija myös", "veljeni muutti", "sisko kans", "aivan")
    )
    assert a["density"] == pytest.approx(1000 * 5 / characters)
    assert (rows["b"]["hits"], rows["b"]["decision"]) == (0, "dropped")
    assert (rows["c"]["messages"], rows["c"]["hits"]) == (2, 0)
    assert (rows["d"]["messages"], rows["d"]["decision"], rows["d"]["opening_terms"]) == (0, "dropped", False)
    assert (rows["e"]["messages"], rows["e"]["decision"]) == (0, "dropped")
    f = rows["f"]
    assert (f["in_title"], f["opening_terms"], f["hits"], f["messages_with_hits"]) == (True, True, 2, 2)


def test_everything_is_counted_by_reason(family):
    """Threads leave by one reason each; what could not be looked at is said."""
    counts = score_tables(*shard(WORLD, TITLES), family).counts
    assert (
        counts["threads.in"] == 6 == counts["threads.kept"] + sum(n for name, n in counts.items() if "dropped" in name)
    )
    assert counts["threads.dropped.no_message"] == 2
    assert counts["threads.dropped.no_hit"] == 2
    assert counts["messages.in"] == 11
    assert counts["messages.deleted"] == 2
    assert counts["messages.without_thread"] == 1
    assert counts["messages.no_terms.sv"] == 1
    assert counts["messages.no_terms.none"] == 1
    assert len(WORLD) == counts["messages.in"] + counts["messages.deleted"] + counts["messages.without_thread"]


def test_evidence_slices_to_the_matched_words(family):
    """Every span leads back to its words; titles are evidence of the opening message."""
    scored = score_tables(*shard(WORLD, TITLES), family)
    assert scored.evidence.schema == schema("corpora", "evidence")
    texts = {(row["message_id"], field): row[field] for row in WORLD for field in ("text", "subject")}
    found = []
    for row in scored.evidence.to_pylist():
        text = TITLES[row["thread_id"]] if row["field"] == "title" else texts[row["message_id"], row["field"]]
        found.append((row["message_id"], row["field"], text[row["start"] : row["end"]], row["term"], row["lang"]))
    assert ("a-000", "title", "Perhe", "perhe", "fi") in found
    assert ("a-001", "text", "mutsi", "mutsi", "fi") in found
    assert ("f-000", "subject", "親", "親", "ja") in found
    assert ("f-000", "title", "parents", "parent", "en") in found
    assert ("f-001", "subject", "家族", "家族", "ja") in found
    assert not any(message in ("a-005", "c-001", "lost-001") for message, *_ in found)
    assert len(found) == len(set(found)) == 10


@settings(deadline=None, max_examples=20)
@given(st.permutations(WORLD), st.permutations(list(TITLES)))
def test_the_order_of_rows_changes_nothing(family, rows, threads):
    """Same rows, same tables."""
    expected = score_tables(*shard(WORLD, TITLES), family)
    again = score_tables(*shard(rows, {thread: TITLES[thread] for thread in threads}), family)
    assert again.scores.equals(expected.scores)
    assert again.evidence.equals(expected.evidence)
    assert again.counts == expected.counts


def test_shards_of_whole_threads_add_up(family):
    """Cut between threads, the parts are the whole: what is counted in a thread is its own."""
    whole = count_shard(*shard(WORLD, TITLES), family)
    parts = [
        count_shard(*shard([row for row in WORLD if row["thread_id"] in names], {n: TITLES[n] for n in names}), family)
        for names in (("a", "b"), ("c", "d", "e", "f"))
    ]
    assert pa.concat_tables(part.scores for part in parts).equals(whole.scores)
    assert pa.concat_tables(part.evidence for part in parts).equals(whole.evidence)
    rule = family.rule
    assert base_rates([part.scores for part in parts], rule).equals(base_rates([whole.scores], rule))


def test_empty_tables_and_unknown_presets(family):
    """Nothing in, nothing out, in the right columns; a preset that the file has not is a usage error."""
    scored = score_tables(*shard([], {}), family, "recall")
    assert (scored.scores.num_rows, scored.evidence.num_rows) == (0, 0)
    with pytest.raises(UsageError, match="lenient"):
        score_tables(*shard([], {}), family, "lenient")


def test_presets_keep_more_or_less(family):
    """recall keeps all that balanced keeps, and so on."""
    kept = [
        set(scores.filter(pa.compute.equal(scores["decision"], "kept"))["thread_id"].to_pylist())
        for scores in (score_tables(*shard(WORLD, TITLES), family, preset).scores for preset in family.rule.presets)
    ]
    assert kept[2] <= kept[1] <= kept[0]
