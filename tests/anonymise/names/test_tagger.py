"""The shared part of the taggers: segments, gate, no network."""

import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.anonymise.names import tagger
from hikcorpus.anonymise.names.plain import PLAIN
from hikcorpus.anonymise.names.tagger import REACH, Tagger, language_module, segments

WORDS = ["Matti", "matti", "virtasen", "Korhonen", "sisko", "moi", "en", "jaksa", "mennä", "KAUPPAAN", "Anna-Maijalle"]
GLUE = [" ", "\n", ". ", "! ", ", ", "-", ":lle ", "", "。", " 12 ", "\u00e4", "@", "> "]
texts = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(GLUE), st.text(max_size=5)), max_size=14).map(
    "".join
)


@pytest.fixture(scope="module")
def finnish():
    return Tagger("fi")


@pytest.fixture(scope="module")
def english():
    return Tagger("en")


@settings(max_examples=300, deadline=None)
@given(texts)
def test_the_gate_changes_no_span(finnish, text):
    """Segments that the gate spares hold no name for the ungated way either."""
    assert finnish.find(text) == finnish.find(text, gated=False)


chatter = st.lists(
    st.one_of(
        st.sampled_from([*WORDS, "mike", "Mike Holloway", "her name was", "Anna", "J. K. Niemi", "(", '"']),
        st.sampled_from(sorted(PLAIN["fi"])),
        st.sampled_from(GLUE),
    ),
    max_size=16,
).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(chatter, st.sampled_from(["fi", "en"]))
def test_the_gate_changes_no_span_where_segments_are_cut(finnish, english, text, code):
    """Parts between small words are tagged by themselves, with or without the gate."""
    made = finnish if code == "fi" else english
    assert made.find(text) == made.find(text, gated=False)


@settings(max_examples=300, deadline=None)
@given(chatter, st.sampled_from(["fi", "en"]), st.integers(0, 20), st.integers(1, 8))
def test_features_reach_no_farther_than_they_say(text, code, first, size):
    """A token looks the same in a window of its neighbours as in the whole segment: windows are enough for the model."""
    language = language_module(code)
    every = language.tokens(text)
    last, begin = min(first + size, len(every)), max(0, first - REACH)
    window = every[begin : last + REACH]
    for look in (language.features, language.sure):
        assert look(text, window)[first - begin : last - begin] == look(text, every)[first:last]


@settings(max_examples=200, deadline=None)
@given(texts)
def test_spans_are_ordered_and_inside(finnish, text):
    """None empty, none over another, none beyond the text, scores are probabilities."""
    last = 0
    for start, end, score in finnish.find(text):
        assert last <= start < end <= len(text)
        assert 0 < score <= 1 + 1e-9
        last = end


@given(st.text(max_size=80))
def test_segments_lose_only_white_space(text):
    """What lies between segments is blank, and they come in order."""
    last = 0
    for start, end in segments(text):
        assert text[last:start].strip() == ""
        assert start < end
        last = end
    assert text[last:].strip() == ""


def test_the_gate_spares_text_without_names(finnish, monkeypatch):
    """No features are made for a line whose words are all known and small."""

    def never(text, tokens):
        raise AssertionError("asked")

    monkeypatch.setattr(finnish.language, "features", never)
    assert finnish.find("en jaksa mennä kauppaan, pelaan ja nukun koko päivän") == []


def test_no_network_and_no_home(monkeypatch):
    """Everything comes out of the package."""

    def refused(*_args, **_kwargs):
        raise AssertionError("a socket")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setenv("HOME", "/nonexistent")
    tagger.shipped.cache_clear()
    assert Tagger("fi").find("Näin Maija Virtasen kaupassa.")


def test_weights_outlive_their_caller():
    """CRFsuite reads the bytes where they lie: they must not be freed under it."""
    made = Tagger("fi", bytes(bytearray(tagger.shipped("fi"))))
    junk = [bytes(len(tagger.shipped("fi"))) for _ in range(3)]
    assert made.find("Näin Maija Virtasen kaupassa.")
    assert junk
