"""Decisions on the recorded boards, whose people and posts are invented.

Their posts were drawn from templates that speak of family in half of all messages, whatever the thread's subject:
so these boards can show that threads on family are kept, not that others are dropped.
"""

import json

import pyarrow as pa
import pytest

from hikcorpus.store.schemas import schema
from hikcorpus.topics.stage import score_tables

LANGUAGE = {"hikky": "fi", "hiki": "ja", "lonely": "en"}
ON_FAMILY = {
    "Telling your parents", "Family dinner stories", "Living with parents", 'Äiti "auttaa" taas', "Vanhemmat ei ymmärrä",
    "Perheestä ja kotona asumisesta", "兄弟姉妹との関係", "家族について語るスレ", "親が怖い",
}  # fmt: skip


@pytest.mark.parametrize("engine", ["vichan", "ex0ch"])
def test_threads_on_family_are_kept_and_rank_above_the_others(shared, family, engine):
    """All nine are kept with the default preset, and stand higher than the others on average."""
    rows, titles = [], {}
    for line in (shared / "recorded" / engine / "truth.A.jsonl").read_text("utf-8").splitlines():
        post = json.loads(line)
        thread = f"{post['board']}-{post['thread']}"
        titles.setdefault(thread, post["subject"])
        rows.append(
            {
                "thread_id": thread,
                "message_id": str(post["post"]),
                "is_opening": post["index"] == 0,
                "text": post["body"],
            }
            | {"lang": LANGUAGE[post["board"]], "participant": post["persona"]}
            | {"state": "deleted" if post.get("deleted") else "live"}
        )
    messages = pa.Table.from_pylist(rows, schema=schema("pseudonymised", "messages"))
    threads = pa.Table.from_pylist(
        [{"thread_id": thread, "title": title} for thread, title in titles.items()],
        schema=schema("pseudonymised", "threads"),
    )
    scores = score_tables(messages, threads, family).scores.to_pylist()
    on = [row for row in scores if titles[row["thread_id"]] in ON_FAMILY]
    off = [row for row in scores if titles[row["thread_id"]] not in ON_FAMILY]
    share = sum(row["messages_with_hits"] for row in off) / sum(row["messages"] for row in off)
    kept = sum(row["decision"] == "kept" for row in off)
    print(
        f"{engine}: kept {len(on)} of {len(on)} on family, {kept} of {len(off)} others, where {share:.0%} of messages have a hit"
    )
    assert len(on) == len(ON_FAMILY)
    assert all(row["decision"] == "kept" and row["in_title"] for row in on)
    mean = [sum(row["score"] for row in group) / len(group) for group in (on, off)]
    assert mean[0] > mean[1] + 0.1


def test_recorded_messages_have_the_same_hits_without_the_gate(shared, finnish, japanese, english):
    """The gate changes nothing on any recorded message, in any of the three languages' matchers."""
    for line in (shared / "recorded" / "tinyib" / "truth.A.jsonl").read_text("utf-8").splitlines():
        body = json.loads(line)["body"]
        for matcher in (finnish, japanese, english):
            hits = matcher.match(body)
            assert hits == matcher.match_ungated(body)
