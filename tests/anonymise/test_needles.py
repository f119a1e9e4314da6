"""Strings that stand in every match of a pattern."""

import pytest
import regex
from hypothesis import given, settings

from hikcorpus.anonymise import recognisers
from hikcorpus.anonymise.needles import folded, needles, rarity
from hikcorpus.anonymise.pattern_tree import read
from hikcorpus.anonymise.recogniser import FLAGS, Recogniser
from hikcorpus.text.normalise import visible
from tests.anonymise.test_paths_agree import PIECES, texts

CLASSES = [cls for cls in map(recognisers.load, recognisers.RECOGNISERS) if issubclass(cls, Recogniser)]
PATTERNS = sorted({shape.pattern for cls in CLASSES for shape in cls.SHAPES})
KNOWN = [
    (regex.compile(pattern, FLAGS), [needle.encode() for needle in found])
    for pattern in PATTERNS
    if (found := needles(read(pattern)))
]


def holds(text):
    """Asserts that a text in which a pattern matches holds one of its strings."""
    low = folded(text)
    for pattern, strings in KNOWN:
        if not any(string in low for string in strings):
            assert pattern.search(text) is None, pattern.pattern


@pytest.mark.parametrize(
    ("pattern", "strings"),
    [
        ("Cat|dog", {"cat", "dog"}),
        ("(?:mr|mrs)[ ]x", {"mr x", "mrs x"}),
        ("ab?c", {"abc", "ac"}),
        ("(?:red|blue)[a-z]*", {"red", "blue"}),
        ("[a-z]+@[a-z]+", {"@"}),
        ("(?:xy)+", {"xy"}),
        ("a(?:b){2}c", {"abbc"}),
        ("[0-9]{2}[.][0-9]{2}", {"00.00"}),
        ("(?<=cue)[0-9]+", {"cue"}),
        ("(?<!cue)k", {"k"}),
        ("(?-i:LINE)", {"line"}),
        ("car|carpet", {"car"}),
        ("[a-z]+", set()),
        ("a?", set()),
        ("cat|[a-z]+", set()),
        (r"京\p{Han}|東京", {"京"}),
    ],
)
def test_the_strings_of_a_pattern(pattern, strings):
    """Neighbours together, each branch of its own, nothing where a branch tells nothing."""
    assert needles(read(pattern)) == strings


@pytest.mark.parametrize(
    "letters", [("i", "I", "ı", "İ"), ("s", "S", "ſ"), ("k", "K", "\u212a"), ("ä", "Ä"), "0123456789"]
)
def test_what_counts_for_one_letter_folds_to_one(letters):
    """As the patterns have it, which ignore case."""
    assert len({folded(letter) for letter in letters}) == 1


def test_rare_strings_tell_more():
    """More characters and fewer strings."""
    assert rarity(["discord"]) > rarity(["disc"]) > rarity(["disc", "dc"]) > rarity(["d", " "])


def test_every_example_holds_a_string_of_what_matches_in_it():
    """All patterns of all recognisers, on what they are made for."""
    assert len(KNOWN) > 100
    for piece in PIECES:
        holds(visible(piece).text)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_any_text_holds_a_string_of_what_matches_in_it(text):
    """In either case, broken or whole."""
    for variant in (text, text.upper(), text.lower()):
        holds(visible(variant).text)
