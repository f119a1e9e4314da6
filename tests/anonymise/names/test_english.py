"""English names: what is found, what stays outside the mask, what is no name."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.anonymise.names import english
from hikcorpus.anonymise.names.english import features, tokens, triggers
from hikcorpus.anonymise.names.english_words import flags, known
from hikcorpus.anonymise.names.tagger import Tagger
from hikcorpus.anonymise.recogniser import Sight
from hikcorpus.anonymise.recognisers.handle import HandleRecogniser
from hikcorpus.anonymise.recognisers.person_en import EnglishPersonRecogniser

RECOGNISER = EnglishPersonRecogniser("en")
CHATTER = Path(__file__).with_name("chatter_en.txt").read_text(encoding="utf-8").splitlines()
FOUND = [
    *EnglishPersonRecogniser.EXAMPLES.found,
    ("hey tyler are you still there", "tyler"),
    ("my cousin hope got married", "hope"),
    ("i went to school with kevin brandvold", "kevin brandvold"),
    ("aunt debbie keeps calling", "debbie"),
    ("mrs. henderson was kind to me", "henderson"),
    ("rip stephanie", "stephanie"),
    ("Mary-Ann O'Brien lives there", "Mary-Ann O'Brien"),
]


@pytest.mark.parametrize(("text", "name"), FOUND)
def test_names_are_found(text, name):
    """Each name is covered and nothing of what stands round it: title, kin, possessive s."""
    start = text.index(name)
    assert (start, start + len(name)) in [hit[:2] for hit in RECOGNISER.hits(Sight.of(text))]


@pytest.mark.parametrize("text", EnglishPersonRecogniser.EXAMPLES.not_found)
def test_words_are_no_names(text):
    """Not even those that are given names with a capital, nor days and towns."""
    assert RECOGNISER.hits(Sight.of(text)) == []


def test_chatter_without_names_keeps_its_characters():
    """Of lower-case lines full of words that are names elsewhere at most 2 % of characters go."""
    masked = sum(end - start for line in CHATTER for start, end, _ in RECOGNISER.hits(Sight.of(line)))
    assert masked <= 0.02 * sum(map(len, CHATTER))


def test_the_gate_spares_most_chatter():
    """At least three in five of those lines, each with such a word, never reach the tagger."""
    spared = sum(True not in triggers(line, tokens(line)) for line in CHATTER)
    assert spared >= 0.6 * len(CHATTER)


WORDS = [
    "Mike",
    "mike",
    "will",
    "hope",
    "sister",
    "dr.",
    "patel",
    "said",
    "hi",
    "is",
    "O'Brien",
    "don't",
    "JESS",
    "xzqv",
]
GLUE = [" ", " ", " ", "\n", ". ", "! ", ", ", "-", "'s ", "’s ", "", " 12 ", "@", "> ", "さん", "é"]
texts = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(GLUE), st.text(max_size=5)), max_size=16).map(
    "".join
)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_the_gate_changes_no_span(text):
    """Segments that the gate spares hold no name for the ungated way either; spans are in order and inside."""
    tagger = Tagger("en")
    found = tagger.find(text)
    assert found == tagger.find(text, gated=False)
    last = 0
    for start, end, score in found:
        assert last <= start < end <= len(text)
        assert 0 < score <= 1 + 1e-9
        last = end


@settings(max_examples=200, deadline=None)
@given(texts)
def test_every_token_has_features_and_a_verdict(text):
    """Tokens come in order, none empty, white space in none."""
    cut = tokens(text)
    last = 0
    for start, end in cut:
        assert last <= start < end
        assert not any(char.isspace() for char in text[start:end])
        assert text[last:start].strip() == ""
        last = end
    assert text[last:].strip() == ""
    assert len(features(text, cut)) == len(triggers(text, cut)) == len(cut)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mike's here", ["mike", "'s", "here"]),
        ("O’Brien’s dog", ["O’Brien", "’s", "dog"]),
        ("i don't", ["i", "don't"]),
        ("i'll ask jean-luc", ["i", "'ll", "ask", "jean-luc"]),
        ("mikeさん", ["mike", "さん"]),
        ("@mike_99 #mike", ["@mike_99", "#mike"]),
    ],
)
def test_tokens(text, words):
    """The possessive s is a token of its own; names with apostrophe or hyphen are whole; kana end a word."""
    assert [text[start:end] for start, end in tokens(text)] == words


def test_flags_tell_words_from_names():
    """Hope and will are words first of all, mike is a name, chicago a place, table neither."""
    assert "c" in flags("hope")
    assert "c" in flags("will")
    assert not set(flags("mike")) & set("cw")
    assert "l" in flags("chicago")
    assert not flags("table") or "c" in flags("table")
    assert known("table")


def test_a_word_opens_the_gate_only_beside_a_cue():
    """`my sister hope` may be a name, `no hope` not."""
    assert triggers("my sister hope", tokens("my sister hope")) == [False, False, True]
    assert triggers("there is no hope", tokens("there is no hope")) == [False] * 4


def test_a_surname_that_no_list_has_goes_with_its_first_name():
    """In lower case too."""
    text = "i went to school with kevin brandvold"
    assert english.settle(text, text.index("kevin"), text.index("kevin") + 5) == (text.index("kevin"), len(text))
    assert english.settle("kevin said", 0, 5) == (0, 5)


@pytest.mark.parametrize(
    ("text", "end", "masked"),
    [
        ("Dr. Smith said", 9, "Smith"),
        ("mrs patel", 9, "patel"),
        ("miss", 4, "miss"),
        ("Oscar de la Renta came", 5, "Oscar de la Renta"),
        ("anna lives here", 4, "anna"),
    ],
)
def test_titles_stay_outside_and_particles_are_crossed(text, end, masked):
    """`end` is where the tagger stopped: behind the title's name, or before the particle."""
    assert text[slice(*english.settle(text, 0, end))] == masked


def test_a_name_is_masked_again_in_its_message():
    """Alone on a later line, where nothing tells that it is one."""
    text = "my friend Kristjan Holbrandt moved out\nno idea why\nHolbrandt was the only one"
    assert [text[a:b] for a, b, _ in Tagger("en").find(text)].count("Holbrandt") == 1


def test_overlapping_spans_are_joined():
    """A surname found by itself and reached from its first name is one span."""
    text = "Oscar de la Renta"
    assert english.again(text, [(0, 17, 0.4), (12, 17, 0.2)]) == [(0, 17, 0.4)]


def test_presidio_asks_the_same():
    """Presidio's interface gives the spans of the short way."""
    for text, _ in FOUND:
        results = RECOGNISER.analyze(text, ["PERSON"], None)
        assert [(r.start, r.end, r.score) for r in results] == RECOGNISER.hits(Sight.of(text))
    assert RECOGNISER.analyze("hi mike", ["EMAIL"], None) == []


def test_long_lines_take_linear_time():
    """No pattern is quadratic: 200,000 characters of one letter, of hyphens, of apostrophes."""
    for piece in ("a", "a-", "a'", "'s", "@", "A b "):
        begun = time.process_time()
        tokens(piece * (200_000 // len(piece)))
        assert time.process_time() - begun < 5


FLOORS = [
    ("broad-twitter/spans.dev.jsonl", False, 0.88),
    ("broad-twitter/spans.dev.jsonl", True, 0.70),
    ("wnut17/spans.dev.jsonl", False, 0.60),
]


@pytest.mark.parametrize(("name", "low", "floor"), FLOORS)
def test_floors_on_annotated_text(shared, name, low, floor):
    """Fully masked names, handles by their own recogniser; PERSON masks at most 1.2 x what is gold without handles."""
    handles = HandleRecogniser("en")
    total = whole = gold_characters = masked_characters = 0
    for line in (shared / "corpora" / name).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = "".join(c.lower() if len(c.lower()) == 1 else c for c in row["text"]) if low else row["text"]
        sight = Sight.of(text)
        by_handle = {at for start, end, _ in handles.hits(sight) for at in range(start, end)}
        by_name = {at for start, end, _ in RECOGNISER.hits(sight) for at in range(start, end)} - by_handle
        for start, end, label in row["spans"]:
            if label.lower() not in ("per", "person"):
                continue
            wanted = {at for at in range(start, end) if not text[at].isspace()}
            total += 1
            whole += wanted <= by_handle | by_name
            gold_characters += len(set(range(start, end)) - by_handle)
        masked_characters += len(by_name)
    assert whole >= floor * total
    assert low or masked_characters <= 1.2 * gold_characters
