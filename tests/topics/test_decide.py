"""From counts to a decision: base rates, single hits, explanations."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.topics.decide import Counted, decide, explain, parts
from hikcorpus.topics.lexicon import load_topic

RULE = load_topic("family").rule
BALANCED = RULE.presets["balanced"].threshold
RECALL = RULE.presets["recall"].threshold
ONE_HIT = Counted(messages=60, messages_with_hits=1, hits=1, density=0.1, participants_with_hits=1, distinct_terms=1)
ON_TOPIC = Counted(60, 30, 45, 5.0, 12, 8, in_title=True, in_opening=True)


@pytest.mark.parametrize(
    ("counted", "outcome"),
    [
        (ONE_HIT, "dropped"),
        (replace(ONE_HIT, in_opening=True), "dropped"),
        (replace(ONE_HIT, hits=0, messages_with_hits=0, participants_with_hits=0, in_title=True), "dropped"),
        (Counted(60, 6, 7, 0.6, 6, 5), "dropped"),  # a family word in every tenth message: any thread of such a board
        (Counted(60, 9, 25, 2.0, 1, 6), "dropped"),  # one obsessive poster
        (ON_TOPIC, "kept"),
        (Counted(60, 28, 40, 5.0, 10, 8, in_opening=True), "kept"),  # on the topic without saying so in the title
        (Counted(60, 8, 10, 1.0, 6, 5, in_title=True, in_opening=True), "kept"),
        (Counted(8, 4, 6, 6.0, 3, 3, in_title=True), "kept"),
        (Counted(2, 1, 1, 8.0, 1, 1), "dropped"),
    ],
)
def test_balanced_decisions(counted, outcome):
    """Any single hit keeps no long thread, nor does the base rate; a thread about family is kept."""
    assert decide(counted, RULE, BALANCED).outcome == outcome


def test_reasons_of_dropped_threads():
    """Each dropped thread leaves by one reason."""
    assert decide(Counted(), RULE, BALANCED).reason == "no_message"
    assert decide(Counted(messages=5), RULE, 0.0).reason == "no_hit"
    assert decide(ONE_HIT, RULE, BALANCED).reason == "below_threshold"
    assert decide(ON_TOPIC, RULE, BALANCED).reason is None


counts = st.builds(
    lambda messages, share, hits, density, people, terms, title, opening: Counted(
        messages, round(messages * share), hits, density, people, terms, title, opening
    ),
    st.integers(0, 500), st.floats(0, 1), st.integers(0, 900), st.floats(0, 100), st.integers(0, 50), st.integers(0, 40),
    st.booleans(), st.booleans(),
)  # fmt: skip


@given(counts)
def test_the_score_is_the_sum_of_its_parts_and_lies_between_0_and_1(counted):
    """What the table's documentation says."""
    made = parts(counted, RULE)
    score = decide(counted, RULE, BALANCED).score
    assert score == pytest.approx(sum(part.weight * part.counts for part in made), abs=1e-6)
    assert 0 <= score <= 1
    assert all(0 <= part.counts <= 1 for part in made)


@given(counts)
def test_more_evidence_never_lowers_the_score(counted):
    """Another message with a hit, a title, an opening, a participant: the score does not fall."""
    score = decide(counted, RULE, BALANCED).score
    more = [replace(counted, in_title=True), replace(counted, in_opening=True)]
    more.append(replace(counted, participants_with_hits=counted.participants_with_hits + 1))
    more.append(replace(counted, distinct_terms=counted.distinct_terms + 1))
    if counted.messages_with_hits < counted.messages:
        more.append(replace(counted, messages_with_hits=counted.messages_with_hits + 1))
    assert all(decide(each, RULE, BALANCED).score >= score for each in more)


@given(counts)
def test_presets_are_nested(counted):
    """What precision keeps, balanced keeps; what balanced keeps, recall keeps."""
    kept = [decide(counted, RULE, preset.threshold).outcome == "kept" for preset in RULE.presets.values()]
    assert kept == sorted(kept, reverse=True)


def test_no_weight_stands_in_code():
    """A rule with all weight on the title makes the title the whole score."""
    weights = dict.fromkeys(RULE.weights, 0.0) | {"title": 1.0}
    rule = RULE.model_copy(update={"weights": weights})
    assert decide(ON_TOPIC, rule, 0.5).score == 1.0
    assert decide(replace(ON_TOPIC, in_title=False), rule, 0.5).score == 0.0


@given(counts)
def test_an_explanation_adds_up_and_can_be_made_from_the_table(counted):
    """One line per component and the verdict; a row of the table `scores` holds all that it needs."""
    row = {name: getattr(counted, name) for name in Counted.__dataclass_fields__} | {"score": 0, "thread_id": "x"}
    lines = explain(Counted.from_row(row), RULE, BALANCED)
    assert len(lines) == len(RULE.weights) + 1
    assert decide(counted, RULE, BALANCED).outcome in lines[-1]
