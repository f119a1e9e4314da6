"""Finnish names: what is found, what stays outside the mask, what is no name."""

import pytest

from hikcorpus.anonymise.names.finnish import flags, names, settle, sure, tokens, triggers
from hikcorpus.anonymise.names.finnish_spans import again
from hikcorpus.anonymise.names.finnish_stems import stems
from hikcorpus.anonymise.names.finnish_words import cue, known, proper
from hikcorpus.anonymise.names.tagger import Tagger
from hikcorpus.anonymise.recogniser import Sight
from hikcorpus.anonymise.recognisers.person_fi import FinnishPersonRecogniser

RECOGNISER = FinnishPersonRecogniser("fi")
FOUND = [
    *FinnishPersonRecogniser.EXAMPLES.found,
    ("terveisin Jukka Mäkinen", "Jukka Mäkinen"),
    ("moi mikko, miten menee", "mikko"),
    ("serkkuni Teemu asuu Turussa", "Teemu"),
    ("Lahtisen perhe muutti, ja Seppo Lahtinen soitti", "Lahtisen"),
    ("kerroin Pekka Nieminen:lle kaiken", "Pekka Nieminen"),
]


@pytest.mark.parametrize(("text", "name"), FOUND)
def test_names_are_found(text, name):
    """Each value is covered and nothing of what stands round it."""
    start = text.index(name)
    assert (start, start + len(name)) in [hit[:2] for hit in RECOGNISER.hits(Sight.of(text))]


@pytest.mark.parametrize("text", FinnishPersonRecogniser.EXAMPLES.not_found)
def test_words_are_no_names(text):
    """Not even those that are first names with a capital."""
    assert RECOGNISER.hits(Sight.of(text)) == []


@pytest.mark.parametrize(
    ("word", "masked"),
    [("Annalle", "Anna"), ("Annaan", "Anna"), ("Jussille", "Jussi"), ("Karinkin", "Kari"), ("Thomasille", "Thomas"),
     ("Korhonen", "Korhonen"), ("Elina", "Elina"), ("Virtasen", "Virtasen"), ("Matille", "Matille"), ("Mikolle", "Mikolle"), ("Matti Nieminen:lle", "Matti Nieminen")],
)  # fmt: skip
def test_case_endings_stay_outside(word, masked):
    """Only where the name stands whole before the ending; after gradation the whole word goes."""
    assert word[slice(*settle(word, 0, len(word)))] == masked


@pytest.mark.parametrize(
    ("form", "name"),
    [("virtasen", "virtanen"), ("mikolle", "mikko"), ("päiville", "päivi"), ("tuomaan", "tuomas"), ("antin", "antti"),
     ("markuksen", "markus"), ("thomasin", "thomas"), ("mäen", "mäki"), ("niemellä", "niemi"), ("annakin", "anna"),
     ("korhosta", "korhonen"), ("lahden", "lahti"), ("pekalt", "pekka")],
)  # fmt: skip
def test_nominatives_of_case_forms(form, name):
    """Case endings, gradation, clitics, spoken endings."""
    assert name in stems(form)


def test_a_short_cut_to_stems_loses_no_name():
    """Candidates are left out by their beginning only where no listed name has it."""
    listed = names()
    beginnings = frozenset(name[:size] for name in listed for size in range(len(name) + 1))
    some = sorted(listed)[::97]
    for form in [name + ending for name in some for ending in ("", "n", "lle", "sta", "kse", "sen", "lta", "nkin")]:
        assert {s for s in stems(form, beginnings=beginnings) if s in listed} == {s for s in stems(form) if s in listed}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("kun Qörvönen tuli", True), ("kun Qörvöselle sanoi", True), ("kun qörvönen tuli", False),
     ("kun Qörvöläinen tuli", False), ("kun Tavallinen tuli", False), ("kun Uudessa-Seelannissa satoi", False),
     ("kun Uudessa talossa satoi", False), ("kun Marja-Leena tuli", True), ("kun Matti-niminen tuli", False),
     ("kun Samsungin kone", False), ("kun Kuopiossa satoi", False)],
)  # fmt: skip
def test_what_is_a_name_whatever_the_model_says(text, expected):
    """Listed names and surnames in -nen with a capital, but no other word's form, place, company or compound."""
    assert sure(text, tokens(text))[1] is expected


def test_flags_tell_words_from_names():
    """Toivo is a name and a word, Korhonen only a name, Helsinki neither."""
    assert "w" in flags("toivo")
    assert "s" in flags("korhosen")
    assert not set(flags("helsinki")) & set("gnsft")


def test_a_surname_is_found_again_in_its_message():
    """Beside its first name once, alone later."""
    text = "Eilen Pekka Kääpälä tuli käymään.\nSitten lähti.\nSe oli Kääpälän oma idea."
    names = [text[start:end] for start, end, _ in Tagger("fi").find(text)]
    assert "Pekka Kääpälä" in names
    assert any(name.startswith("Kääpälä") for name in names[1:])


@pytest.mark.parametrize(("score", "count"), [(0.9, 2), (0.35, 2), (0.2, 1)])
def test_further_mentions_need_some_probability(score, count):
    """A doubtful name does not spread over its message."""
    text = "Qwerb tuli. Eikä Qwerbille sanottu mitään."
    assert len(again(text, [(0, 5, score)])) == count


@pytest.mark.parametrize(
    ("low", "expected"), [("helsingissä", "P"), ("virtasen", "N"), ("pekalle", "N"), ("qwerb", ""), ("kissalle", "")]
)
def test_proper_nouns_of_the_dictionary(low, expected):
    """Asked as with a capital, so that lower-case texts profit too."""
    assert proper(low) == expected


def test_a_name_in_the_dictionary_is_no_word():
    """simplemma has some names in lower case; particles announce a name."""
    assert known("kissalle")
    assert not known("wolters")
    assert (cue("von"), cue("sisko"), cue("talo")) == ("van", "kin", "")


def test_presidio_asks_the_same():
    """Presidio's interface gives the spans of the short way."""
    for text, _ in FOUND:
        results = RECOGNISER.analyze(text, ["PERSON"], None)
        assert [(r.start, r.end, r.score) for r in results] == RECOGNISER.hits(Sight.of(text))
    assert RECOGNISER.analyze("moi mikko", ["EMAIL"], None) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("kun Virtanen tuli", True), ("kun Qwerbo tuli", True), ("kun kissa tuli", False), ("kun Kaupassa tuli", None),
     ("kun qwerbo tuli", None), ("kun qwerbohirvitys tuli", False), ("kaveri qwerbohirvitys tuli", True),
     ("kun Qwerbohirvitys tuli", True), ("kun matti tuli", True), ("kaveri ran tuli", True), ("kun ran tuli", False)],
)  # fmt: skip
def test_what_opens_the_gate(text, expected):
    """Listed names, capitals that no dictionary explains, what follows a cue; None leaves the word to the model."""
    assert triggers(text, tokens(text))[1] is expected
