"""From counts to a decision: base rates, single hits, explanations."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.topics.base import Base
from hikcorpus.topics.decide import Counted, decide, explain, parts
from hikcorpus.topics.lexicon import load_topic

RULE = load_topic("family").rule
BASE = Base(share=0.1, spread=0.03)
BALANCED = RULE.presets["balanced"].threshold
RECALL = RULE.presets["recall"].threshold
ONE_HIT = Counted(
    messages=60, messages_with_hits=1, hits=1, mentions=1, density=0.1, participants_with_hits=1, loudest=1, speakers=25,
    distinct_terms=1,
)  # fmt: skip
ON_TOPIC = Counted(
    messages=60, messages_with_hits=30, hits=45, mentions=30, density=5.0, participants_with_hits=12, loudest=4,
    speakers=25, speakers_of_two=8, distinct_terms=8, in_title=True, opening_terms=2,
)  # fmt: skip


@pytest.mark.parametrize(
    ("counted", "outcome"),
    [
        (ONE_HIT, "dropped"),
        (replace(ONE_HIT, opening_terms=1), "dropped"),
        (replace(ONE_HIT, hits=0, messages_with_hits=0, participants_with_hits=0, in_title=True), "dropped"),
        # a family word in every tenth message: any thread of such a board
        (
            replace(
                ON_TOPIC,
                messages_with_hits=6,
                hits=7,
                mentions=6,
                density=0.6,
                speakers_of_two=0,
                in_title=False,
                opening_terms=0,
            ),
            "dropped",
        ),
        # one obsessive poster
        (
            replace(
                ON_TOPIC,
                messages_with_hits=9,
                hits=25,
                mentions=4,
                density=0.5,
                participants_with_hits=1,
                loudest=9,
                speakers_of_two=1,
                in_title=False,
                opening_terms=0,
            ),
            "dropped",
        ),
        (ON_TOPIC, "kept"),
        (replace(ON_TOPIC, in_title=False), "kept"),  # on the topic without saying so in the title
        (replace(ON_TOPIC, in_title=False, opening_terms=0), "kept"),
        (
            Counted(
                messages=2,
                messages_with_hits=1,
                hits=1,
                mentions=1,
                density=1.0,
                participants_with_hits=1,
                loudest=1,
                speakers=2,
            ),
            "dropped",
        ),
    ],
)
def test_balanced_decisions(counted, outcome):
    """Any single hit keeps no long thread, nor does the base rate; a thread about family is kept."""
    assert decide(counted, BASE, RULE, BALANCED).outcome == outcome


def test_reasons_of_dropped_threads():
    """Each dropped thread leaves by one reason."""
    assert decide(Counted(), BASE, RULE, BALANCED).reason == "no_message"
    assert decide(Counted(messages=5), BASE, RULE, 0.0).reason == "no_hit"
    assert decide(ONE_HIT, BASE, RULE, BALANCED).reason == "below_threshold"
    assert decide(ON_TOPIC, BASE, RULE, BALANCED).reason is None


counts = st.builds(
    lambda messages, share, hits, density, people, terms, title, opening: Counted(
        messages=messages, messages_with_hits=round(messages * share), hits=hits, mentions=hits, density=density,
        participants_with_hits=people, loudest=min(people, round(messages * share)), speakers=messages,
        speakers_of_two=round(messages * share) // 2, distinct_terms=terms, in_title=title, opening_terms=opening,
    ),
    st.integers(0, 500), st.floats(0, 1), st.integers(0, 900), st.floats(0, 100), st.integers(0, 50), st.integers(0, 40),
    st.booleans(), st.integers(0, 9),
)  # fmt: skip


@given(counts)
def test_the_score_is_the_sum_of_its_parts_and_lies_between_0_and_1(counted):
    """What the table's documentation says."""
    made = parts(counted, BASE, RULE)
    score = decide(counted, BASE, RULE, BALANCED).score
    assert score == pytest.approx(sum(part.weight * part.counts for part in made), abs=1e-6)
    assert 0 <= score <= 1
    assert all(0 <= part.counts <= 1 for part in made)


@given(counts)
def test_more_evidence_never_lowers_the_score(counted):
    """Another message with a hit, a title, an opening, a participant: the score does not fall."""
    score = decide(counted, BASE, RULE, BALANCED).score
    more = [replace(counted, in_title=True), replace(counted, opening_terms=counted.opening_terms + 1)]
    more.append(replace(counted, participants_with_hits=counted.participants_with_hits + 1))
    more.append(replace(counted, distinct_terms=counted.distinct_terms + 1))
    if counted.messages_with_hits < counted.messages:
        more.append(replace(counted, messages_with_hits=counted.messages_with_hits + 1))
    assert all(decide(each, BASE, RULE, BALANCED).score >= score - 1e-6 for each in more)


@given(counts)
def test_presets_are_nested(counted):
    """What precision keeps, balanced keeps; what balanced keeps, recall keeps."""
    kept = [decide(counted, BASE, RULE, preset.threshold).outcome == "kept" for preset in RULE.presets.values()]
    assert kept == sorted(kept, reverse=True)


def test_no_weight_stands_in_code():
    """A rule with all weight on the title makes the title the whole score."""
    weights = dict.fromkeys(RULE.weights, 0.0) | {"title": 1.0}
    rule = RULE.model_copy(update={"weights": weights})
    assert decide(ON_TOPIC, BASE, rule, 0.5).score == 1.0
    assert decide(replace(ON_TOPIC, in_title=False), BASE, rule, 0.5).score == 0.0


@given(counts)
def test_an_explanation_adds_up_and_can_be_made_from_the_table(counted):
    """One line per component and the verdict; a row of the table `scores` holds all that it needs."""
    row = {name: getattr(counted, name) for name in Counted.__dataclass_fields__} | {"score": 0, "thread_id": "x"}
    lines = explain(Counted.from_row(row), BASE, RULE, BALANCED)
    assert len(lines) == len(RULE.weights) + 1
    assert decide(counted, BASE, RULE, BALANCED).outcome in lines[-1]
