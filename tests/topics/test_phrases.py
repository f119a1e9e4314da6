"""Phrases as topic files write them."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from hikcorpus.topics.gate import Gate
from hikcorpus.topics.notation import needles
from hikcorpus.topics.phrases import Phrases, _expression
from hikcorpus.topics.terms import EnglishTerms


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


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("neet for # years", "a neet for 7 years", "neet for 7 years"),
        ("neet for # years", "a neet for 7.5 years", "neet for 7.5 years"),
        ("neet for # years", "a neet for 26+ years", "neet for 26+ years"),
        ("neet for # years", "a neet for 5-6 years", "neet for 5-6 years"),
        ("neet for # years", "a neet for three or four years", "neet for three or four years"),
        ("neet for # years", "a neet for twenty-five years", "neet for twenty-five years"),
        ("neet for # years", "a neet for ten years", "neet for ten years"),
        ("neet for # years", "a neet for tennis years", None),
        ("neet for # years", "a neet for 7years", "neet for 7years"),
        ("neet for # years", "a neet for tenyears", None),
        ("neet for # years", "a neet for most years", None),
        ("neet since #", "neet since 2012a", None),
        ("neet since #", "neet since 2012.", "neet since 2012"),
        ("# years", "in 117 years", "117 years"),
        ("#yo|#-year-old neet", "a 27yo neet", "27yo neet"),
        ("#yo|#-year-old neet", "a 27-year-old neet", "27-year-old neet"),
        ("#yo|#-year-old neet", "a ten-year-old neet", None),
        ("#|several|many years", "for several years", "several years"),
        ("for (about|over) # years", "for 2 years", "for 2 years"),
        ("for (about|over) # years", "for about 2 years", "for about 2 years"),
        ("for (about|over) # years", "for some 2 years", None),
        ("for (over) (almost) # years", "for over almost 2 years", "for over almost 2 years"),
        ("(my) folks", "army folks", "folks"),
        ("(my) folks", "my folks", "my folks"),
        ("neet ... years", "neet years", "neet years"),
        ("neet ... years", "neet, now for seven years", "neet, now for seven years"),
        ("neet ... years", "neet and now, for seven years", None),
        ("neet ... years", "neet. for years", None),
        ("neet ... years", "neet for. years", None),
        ("neet ... years", "neet for 7.5 years", "neet for 7.5 years"),
        ("neet ... years", "neet for\nyears", None),
        ("neet ... (long) years", "neet for long years", "neet for long years"),
        ("neet (here) ... years", "neet here for years", "neet here for years"),
        ("# ... neet", "2 whole years neet", "2 whole years neet"),
    ],
)
def test_numbers_optional_words_and_gaps(phrase, text, found):
    """`#` is a number in digits or words, brackets hold what may be missing, `...` is up to three words."""
    spans = Phrases([phrase], "en").spans(text)
    assert [text[start:end] for start, end, _ in spans] == ([found] if found else [])


@pytest.mark.parametrize(
    "typed", ["seitsemän", "seitseman", "viiden", "kaksikymmentä", "kakskyt", "2", "1,5", "kaks tai 3"]
)
def test_finnish_numbers(typed):
    """Number words are those of the phrase's language, also typed without dots."""
    text = f"ollut {typed} vuotta"
    assert [span[:2] for span in Phrases(["ollut # vuotta|vuoden"], "fi").spans(text)] == [(0, len(text))]
    assert bool(Phrases(["ollut # vuotta"], "en").spans(text)) == typed[0].isdigit()


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("(my) (folks)", "neither a gap nor in brackets"),
        ("... folks", "before and behind"),
        ("folks ... (mine)", "before and behind"),
        ("my ... (own) ... folks", "before and behind"),
        ("my...folks", "alone between blanks"),
        ("my|(your) folks", "brackets stand around"),
        ("my (your folks", "brackets stand around"),
        ("my|| folks", "an alternative beside | is empty"),
        ("# a|years", "two letters in a row"),
        ("#|ten (years)", "two letters in a row"),
        ("#y|#yrs", "two letters in a row"),
    ],
)
def test_wrong_notation_is_said(phrase, said):
    """Before anything is matched, in the file's validation."""
    with pytest.raises(ValidationError, match=re.escape(said)):
        EnglishTerms(phrases=(phrase,))
    with pytest.raises(ValidationError, match=re.escape(said)):
        EnglishTerms(look_alikes=(phrase,))


@pytest.mark.parametrize(
    ("phrase", "telling"),
    [
        ("my|your folks", {"folks"}),
        ("never|not left|gone", {"left", "gone"}),
        ("am|is|are|was housebound|homebound", {"housebound", "homebound"}),
        ("(never) left ... (my) room", {"left"}),
        ("# years|yrs", {"years", "yrs"}),
        ("*yisä* talo|koti", {"talo", "koti"}),
    ],
)
def test_the_part_that_tells_most_stands_for_the_phrase(phrase, telling):
    """Never one in brackets: what stands in the fewest texts costs least."""
    assert {needle.text for needle in needles(phrase)} == telling


NOTED = [
    "my|your folks", "vanhem* kuin", "*yisä*", "toinen|toisen vanhempi|vanhemman", "# vuotta|v", "(my) folks ... kuin",
    "yksi|#v (toinen) vanhem*|folks", "folks ... # v|x", "kuin (my|your) #", "*folks|#kuin", "80 50",
]  # fmt: skip
WORDS = [
    "my", "your", "folks", "vanhempi", "kuin", "myrskyisä", "toinen", "vanhemman", "x", "7", "yksi", "vuotta", "10v", "v",
    "50", "80", "7kuin",
]  # fmt: skip
texts = st.builds(
    lambda words, between: between.join(words),
    st.lists(st.sampled_from(WORDS), max_size=7),
    st.sampled_from([" ", ", ", "-", ". ", ""]),
)


@settings(deadline=None)
@given(st.sampled_from(NOTED), texts)
def test_the_gate_of_phrases_stops_none(phrase, text):
    """Whatever a phrase finds has passed the gate made of its most telling word."""
    phrases = Phrases([phrase], "fi")
    if phrases.spans(text):
        assert Gate(phrases.starts, phrases.anywhere).passes(text)


@settings(deadline=None)
@given(texts)
def test_the_index_leaves_out_no_phrase(text):
    """All phrases together find what each expression finds by itself."""
    alone = [(*match.span(), phrase) for phrase in NOTED for match in _expression(phrase, "fi").finditer(text)]
    assert Phrases(NOTED, "fi").spans(text) == alone


@pytest.mark.parametrize("text", ["neet " * 20_000, "1" * 100_000, "neet-" * 20_000, "neet for " + "a. " * 30_000])
def test_hostile_text_costs_time_in_proportion(text):
    """No expression tries the same letters over and over: a million steps at most."""
    phrases = Phrases(["neet ... (about) # years", "# ... neet", "(about) # (long) years ... neet"], "en")
    start = time.process_time()
    phrases.spans(text)
    assert time.process_time() - start < 2
