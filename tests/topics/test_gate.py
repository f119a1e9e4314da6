"""The gate never stops a hit; its two dialects agree."""

import re

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.text.normalise import visible
from hikcorpus.topics.gate import INSIDE, Gate, alternation, lowered, without_dots
from hikcorpus.topics.index import Index
from hikcorpus.topics.notation import Needle

LETTERS = "aäbdeiostv 1_-.>²❶İßあアｱﾞ親\u00ad\u0308Ａ①"
texts = st.text(st.one_of(st.sampled_from(LETTERS), st.characters(codec="utf-8")), max_size=20)
strings = st.lists(st.text(st.sampled_from("aäbdeistv"), min_size=1, max_size=4), max_size=6)


@settings(deadline=None)
@given(strings, strings, strings, texts)
def test_a_gate_passes_exactly_what_its_strings_say(starts, anywhere, inside, text):
    """A word that starts so, a place anywhere, a place behind three letters: nothing else, and none missed."""
    lower = lowered(text)
    expected = any(string in lower for string in anywhere)
    for word in re.finditer(r"[^\W\d_]+", lower):
        expected |= any(word[0].startswith(string) for string in starts)
        expected |= any(string in word[0][INSIDE:] for string in inside)
    assert Gate(starts, anywhere, inside).passes(lower) == expected


@settings(deadline=None)
@given(strings, strings, strings, st.lists(texts, min_size=1, max_size=4))
def test_the_column_gate_stops_nothing_that_the_gate_passes(starts, anywhere, inside, column):
    """Arrow's answer is True wherever Python's is, whatever normalising does to the text."""
    gate = Gate(starts, anywhere, inside)
    answers = gate.column(pa.array(column)).to_pylist()
    for text, answer in zip(column, answers, strict=True):
        assert answer or not gate.passes(lowered(visible(text).text))


def test_the_column_gate_stops_most_texts_without_a_hit():
    """A gate that let everything pass would be of no use: plain text in all three scripts is decided in Arrow."""
    gate = Gate({"äiti"}, {"親"})
    column = [
        "Ulkona sataa, enkä jaksa – miksi…",
        "雨が降っている、だるい。",
        "it's raining “again” 😀",
        None,
        "Äiti soitti",
        "親から",
    ]
    assert gate.column(pa.array(column)).to_pylist() == [False, False, False, False, True, True]


def test_an_empty_gate_passes_nothing():
    """No terms, no hits: also not in a column."""
    assert not Gate(()).passes("äiti")
    assert list(Gate(()).places("äiti")) == []
    assert Gate(()).column(pa.array(["äiti"])).to_pylist() == [False]


@given(
    st.sets(st.text(st.sampled_from("abc|.*[]-"), min_size=1, max_size=4), min_size=1), st.text("abc|.*[]-", max_size=8)
)
def test_the_alternation_finds_what_the_plain_one_finds(strings, text):
    """Sharing beginnings changes nothing, and letters with a meaning in expressions are only letters."""
    plain = "|".join(map(re.escape, strings))
    assert bool(re.search(alternation(strings), text)) == bool(re.search(plain, text))


@pytest.mark.parametrize(
    ("typed", "spellings"), [("eno", ["eno"]), ("täti", ["täti", "tati"]), ("äö", ["äö", "äo", "aö", "ao"])]
)
def test_spellings_without_dots(typed, spellings):
    """People without ä on their keyboard type a."""
    assert without_dots(typed) == spellings


@given(st.text(max_size=20))
def test_lower_case_keeps_all_places(text):
    """Also with İ, whose lower case is two characters."""
    assert len(lowered(text)) == len(text)


@settings(deadline=None)
@given(strings, strings, texts)
def test_the_index_names_all_phrases_whose_needle_stands_in_a_text(starts, anywhere, text):
    """None is missed where needles overlap or begin alike; those named have at least the letters of one."""
    lower = lowered(text)
    needles = [Needle(each, False, 1) for each in starts] + [Needle(each, True, 1) for each in anywhere]
    found = set(Index([[needle] for needle in needles]).candidates(lower))
    for number, needle in enumerate(needles):
        stands = Gate((), [needle.text]) if needle.anywhere else Gate([needle.text])
        assert number in found or not stands.passes(lower)
        assert number not in found or needle.text in lower
