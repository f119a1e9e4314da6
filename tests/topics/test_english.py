"""English family words and their look-alikes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

FORMS_WORDS = """mother mothers mother's MOM moms mum mums dad dads dad's daddy parents parents' family families family's brother brothers
sister sis sibling siblings stepmum stepmums stepdad grandparents grandma grandmas granny auntie aunts uncles cousins relatives wife wives
husband spouse daughter niece nephew mama papa grandad stepfather godparents grandkids kinfolk"""
FORMS = FORMS_WORDS.split()
PHRASES = [
    ("I told my folks about it", ["my folks"]),
    ("your old man", ["your old man"]),
    ("my kids and their kids", ["my kids", "their kids"]),
    ("a distant relative of ours", ["distant relative"]),
    ("my mother-in-law called", ["mother-in-law"]),
    ("the in-laws", ["in-laws"]),
    ("back in my childhood home", ["childhood home"]),
    ("my great-grandmother", ["grandmother"]),
    ("foster parents", ["parents"]),
]
LOOK_ALIKES = [
    "relative to that", "relatively", "related", "hey folks", "motherboard", "fatherland", "brotherhood", "sisterhood", "mother of god",
    "the mother of all bugs", "our sister company", "sister site", "motherfucker", "mother tongue", "founding fathers", "big brother is watching",
    "Uncle Sam", "bob's your uncle", "a font family", "familiar", "apparently", "transparent", "moment", "bother", "another", "farther",
    "the kid", "son of a gun", "person", "season", "Father Christmas", "sugar daddy", "the parent company", "parent directory",
    "Mother Nature", "keep mum", "Gran Turismo", "a relative newcomer", "kids these days", "family name", "Family Guy", "waifu",
]  # fmt: skip


@pytest.mark.parametrize("word", FORMS)
def test_forms(english, word):
    """Any inflected form; the possessive 's is not part of the hit."""
    text = f"So {word} came."
    bare = word.removesuffix("'s").removesuffix("'")
    assert [text[hit.start : hit.end] for hit in english.match(text)] == [bare]


@pytest.mark.parametrize(("text", "words"), PHRASES)
def test_phrases(english, text, words):
    """Some words count only beside others."""
    assert [text[hit.start : hit.end] for hit in english.match(text)] == words


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_look_alikes(english, text):
    """Figures of speech, names and longer words."""
    assert english.match(text) == []


def test_the_gate_lets_all_dictionary_forms_pass(english):
    """The stems in the file are complete."""
    assert english.missed() == []


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.one_of(st.sampled_from(FORMS + LOOK_ALIKES), st.text(max_size=5)), max_size=6),
    st.sampled_from([" ", "", "\n", "-"]),
)
def test_gated_and_ungated_find_the_same(english, pieces, between):
    """The gate changes no hit."""
    text = between.join(pieces)
    assert english.match(text) == english.match_ungated(text)
