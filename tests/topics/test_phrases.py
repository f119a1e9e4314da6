"""Phrases as topic files write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.topics.gate import Gate
from hikcorpus.topics.phrases import Phrases


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("my folks", "so my folks said", "my folks"),
        ("my folks", "so my  \n folks said", "my  \n folks"),
        ("my folks", "army folks", None),
        ("my folks", "my folksy", None),
        ("my|your folks", "your folks", "your folks"),
        ("mother's day", "on mother’s day", "mother’s day"),
        ("sister company", "a sister-company", "sister-company"),
        ("vanhem* kuin", "vanhempi kuin hän", "vanhempi kuin"),
        ("*yisä*", "myrskyisänä yönä", "myrskyisänä"),
        ("äiti amma", "aiti amma", "aiti amma"),
        ("setä", "seta", "seta"),
        ("a.b", "axb", None),
    ],
)
def test_words_alternatives_stars_and_missing_dots(phrase, text, found):
    """Whole words only, white space or a hyphen between them, `*` for letters, `|` for alternatives."""
    spans = Phrases([phrase]).spans(text)
    assert [text[start:end] for start, end, _ in spans] == ([found] if found else [])
    assert all(name == phrase for _, _, name in spans)


@given(st.sampled_from(["my|your folks", "vanhem* kuin", "*yisä*", "toinen|toisen vanhempi|vanhemman"]), st.data())
def test_the_gate_of_phrases_stops_none(phrase, data):
    """Whatever a phrase finds has passed the gate made of its most telling word."""
    words = ["my", "your", "folks", "vanhempi", "kuin", "myrskyisä", "toinen", "vanhemman", "x"]
    text = " ".join(data.draw(st.lists(st.sampled_from(words), max_size=5)))
    phrases = Phrases([phrase])
    if phrases.spans(text):
        assert Gate(phrases.starts, phrases.anywhere).passes(text)
