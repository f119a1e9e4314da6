"""The gate opens for every pattern that matches: it may cost time, never an identifier."""

import json
import random
import time

import pytest
import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hikcorpus.anonymise import recognisers
from hikcorpus.anonymise.anchors import protect
from hikcorpus.anonymise.gate import Gate
from hikcorpus.anonymise.pattern_tree import NotRelaxed
from hikcorpus.anonymise.recogniser import FLAGS, Recogniser, Sight
from hikcorpus.anonymise.relaxed import relaxed
from hikcorpus.text.normalise import visible
from tests.anonymise.build import truth
from tests.anonymise.test_paths_agree import PIECES, texts
from tests.anonymise.values import CUED, MAKERS, SURROUNDINGS, cells

CLASSES = [cls for cls in map(recognisers.load, recognisers.RECOGNISERS) if issubclass(cls, Recogniser)]
ALL = [cls(cls.LANGUAGES[0]) for cls in CLASSES]
GATE = Gate([[shape.pattern for shape in one.SHAPES] for one in ALL])
BARE = [[(regex.compile(shape.pattern, FLAGS), shape.score) for shape in one.SHAPES] for one in ALL]


def ungated(place, text):
    """What the patterns find, with no gate, count or sign asked."""
    found = []
    for pattern, score in BARE[place]:
        for match in pattern.finditer(text):
            verdict = ALL[place].validate_result(match[0])
            if match[0] and verdict is not False:
                found.append((*match.span(), 1.0 if verdict else score))
    return found


def gated(text):
    """What they find behind the gate, by recogniser."""
    sight = Sight.of(text)
    return {place: ALL[place].hits(sight, shapes) for place, shapes in GATE.open(text)}


def agree(text):
    shown = protect(visible(text).text)
    found = gated(shown)
    for place, one in enumerate(ALL):
        bare = ungated(place, shown)
        assert found.get(place, []) == bare, type(one).__name__
        assert one.hits(Sight.of(shown)) == bare, type(one).__name__


def test_every_piece_of_every_kind_passes():
    """Examples of all recognisers, and whatever looks like them."""
    for piece in PIECES:
        agree(piece)


@pytest.mark.parametrize("kind", [*MAKERS, *CUED])
def test_values_pass_in_every_surrounding(kind):
    """The values of the leak suite, where it puts them."""
    for surrounding in SURROUNDINGS:
        for _, text, _, _ in cells(kind, surrounding, 2):
            agree(text)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_gated_and_ungated_find_the_same(text):
    """In pieces of identifiers glued together at random, in either case."""
    for variant in (text, text.upper(), text.lower()):
        agree(variant)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*"iıİIsſkK\u212aåÅ\u212b", "discord", "DİSCORD", "İD:", "lınkki", ".fi", "puh", " 040"]),
        max_size=6,
    )
)
def test_letters_that_case_plays_tricks_with_open_too(parts):
    """Dotted and dotless i, long s, the signs for kelvin and ångström."""
    agree("".join(parts) + " x_9 kissa 0401234567")


def test_half_a_surrogate_pair_hides_nothing_beside_it():
    """Broken text comes from saved pages."""
    assert gated("\ud800matti@example.fi\udfff") != {}
    agree("\ud800matti@example.fi\udfff 040 555 0147")


def test_nothing_opens_for_nothing():
    """A gate that is always open would pass all the other tests."""
    assert GATE.open("") == GATE.open("!!! ??? ...") == []
    opened = [type(ALL[place]).__name__ for place, _ in GATE.open("a quiet day and nothing in it")]
    assert set(opened) <= {"FinnishPlaceRecogniser", "BigPlaceRecogniser"}, "those look their words up themselves"


@pytest.mark.parametrize("engine", ["vichan", "ex0ch"])
def test_recordings_find_the_same(shared, engine):
    """Every post of both versions."""
    for version in "AB":
        for post in truth(shared, engine, version):
            agree(post["body"])


@pytest.mark.parametrize("name", ["ylilauta-dev", "open2ch", "wnut17"])
def test_corpora_find_the_same(shared, name):
    """A seeded sample of what people really write."""
    folder = shared / "corpora" / name
    lines = [
        json.loads(line)["text"] if place.suffix == ".jsonl" else line
        for place in sorted(folder.glob("*[0-9a-z].*"))
        if place.suffix in {".jsonl", ".txt"}
        for line in place.read_text("utf-8").split("\n")
        if line.strip()
    ]
    for text in random.Random(5).sample(lines, 400):
        agree(text)


@pytest.mark.parametrize(
    ("pattern", "matching"),
    [
        (r"(?<![0-9])abc(?![a-z])", "?ABC."),
        (r"(?:cue)[ ]+\K(?-i:[A-Z])[a-z]{2,9}", "cue  Word"),
        (r"[a-z]{0,30}katu[ ][0-9]{1,3}", "katu 7"),
        (r"(?<=x)y(?=z|$)", "xy"),
        (r"\p{Han}{1,4}(?:市|区)(?=に)", "京都市に"),
        (r"([0-9])\1{3}", "7777"),
        (r"(?:a|b*)c?d", "d"),
        (r"(?:é|Ö)[^a-z]", "É1"),
        (r"[\s\-\]x]{2}y+?z", "- yyz"),
    ],
)
def test_what_is_relaxed_still_matches(pattern, matching):
    """Every piece of syntax that patterns are made of."""
    import re2

    made = relaxed(pattern)
    assert made is not None
    assert regex.search(pattern, matching, FLAGS)
    assert all(re2.search(part, matching) for part in made)


@pytest.mark.parametrize("pattern", ["a*", "(?:a|)", "(?=a)", "x?|y", "$"])
def test_what_matches_nothing_at_all_has_no_gate(pattern):
    """An empty match stands in every text."""
    assert relaxed(pattern) is None
    assert Gate([[pattern, "abc"]]).open("zz") == [(0, [0])]
    assert Gate([[pattern, "abc"]]).open("abc") == [(0, [0, 1])]


@pytest.mark.parametrize("pattern", ["(?P<a>x)", "a++", "[[a]b]", "(?i)x", r"\bx", "x)"])
def test_syntax_that_is_not_known_is_refused(pattern):
    """Better no gate at all than one that is a guess."""
    with pytest.raises(NotRelaxed):
        relaxed(pattern)
    assert Gate([[pattern]]).open("zz") == [(0, [0])]


def test_every_pattern_of_every_recogniser_has_its_gate():
    """One whose syntax is not known, or that matches nothing at all, would run on every message."""
    for one in ALL:
        for shape in one.SHAPES:
            assert relaxed(shape.pattern) is not None, shape.name


def test_a_flood_is_read_in_one_pass():
    """Nothing in the automata takes longer than the text is long, whatever it says."""
    for piece in ("a@", "discord ", "1-", "東京都", "Aa ", "katu 1 "):
        start = time.process_time()
        GATE.open(piece * (200_000 // len(piece)))
        assert time.process_time() - start < 2
