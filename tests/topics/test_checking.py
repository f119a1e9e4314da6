"""Doubts about a topic's file that its form does not show."""

import pytest

from hikcorpus.topics.checking import doubts
from hikcorpus.topics.lexicon import topic_from
from tests.topics.test_lexicon import SMALL, WHERE


def doubts_of(**terms):
    """Of a topic with these Finnish terms."""
    return [each for each in doubts(topic_from(SMALL | {"fi": terms}, WHERE)) if each.startswith("fi")]


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"lemmas": ["sade", "sade"]}, "'sade' stands 2 times among lemmas"),
        ({"lemmas": ["sade"], "look_alikes": ["sade"]}, "'sade' is never found"),
        ({"phrases": ["vettä sataa"], "look_alikes": ["vettä sataa"]}, "'vettä sataa' is never found"),
        ({"phrases": ["vettä sataa|satoi # kertaa"], "look_alikes": ["vettä"]}, None),
        ({"phrases": ["vettä (taas) sataa|satoi"], "look_alikes": ["vettä ... sataa|satoi"]}, "satoi' is never found"),
        ({"lemmas": ["sade"], "stems": {"sade": ["sadem"]}}, "would not pass the gate"),
    ],
)
def test_a_term_that_cannot_work_is_named(terms, said):
    """Twice, taken away by a look-alike, or behind a gate that does not know its forms."""
    found = doubts_of(**terms)
    assert found == [] if said is None else any(said in doubt for doubt in found)


def test_what_works_raises_no_doubt():
    """And languages without terms are said."""
    assert doubts_of(lemmas=["sade"], phrases=["vettä* sataa|satoi"]) == []
    assert [each[:2] for each in doubts(topic_from(SMALL, WHERE))] == ["en", "ja"]
