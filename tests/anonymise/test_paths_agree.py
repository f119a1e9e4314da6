"""The short way finds what Presidio's own engine finds with the same recognisers, span for span."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hikcorpus.anonymise import recognisers
from hikcorpus.anonymise.analyse import Analyser, engine
from hikcorpus.anonymise.config import AnonymiseConfig
from hikcorpus.anonymise.entities import PRIORITY
from hikcorpus.anonymise.known import KnownIdentifiers
from tests.anonymise.values import CONTEXTS, MAKERS, values

# no threshold at all: also what is found with a low score has to be the same
ANALYSER = Analyser(AnonymiseConfig.from_mapping({"entities": {name: {"threshold": 0} for name in PRIORITY}}))
KNOWN = KnownIdentifiers.of(["B7Kq+2Xy0"], ["◆abcdEFGH12"], ["user77"], ["夜型人間", "Pimeä Pertti", "RoomGhost"])

PIECES = sorted(
    {
        piece
        for name in recognisers.RECOGNISERS
        for cls in [recognisers.load(name)]
        for text in (*(text for text, _ in cls.EXAMPLES.found), *cls.EXAMPLES.not_found)
        for piece in (text, *text.split())
    }
    | {value for kind in MAKERS for value in values(kind, 3)}
    | {">>123", ">>>/b/5", "＞＞１", "夜型人間", "B7Kq+2Xy0", "roomghostille"}
)
GLUE = [" ", "", "\n", "。", ":", ", ", "は", "です", "ä", ":lla ", "(", ")", "/", "-", "@", ".", "1", "ー", "\u200b"]
texts = st.lists(
    st.one_of(
        st.sampled_from(PIECES), st.sampled_from(GLUE), st.text(max_size=6), st.from_regex(r"[0-9 .+-]{1,12}", fullmatch=True)
    ),
    max_size=8,
).map("".join)  # fmt: skip


def agree(text: str, lang: str) -> None:
    assert ANALYSER.find(text, lang, KNOWN) == ANALYSER.find_by_presidio(text, lang, KNOWN)


@pytest.mark.parametrize("lang", ["fi", "ja", "en"])
def test_both_ways_agree_on_every_example(lang):
    """On what the recognisers are made for, the gates let everything through."""
    for piece in PIECES:
        agree(piece, lang)


@pytest.mark.parametrize("kind", MAKERS)
def test_both_ways_agree_in_every_surrounding(kind):
    """On every kind of value in every context."""
    for value in values(kind, 5):
        for lang, before, after in CONTEXTS.values():
            agree(before + value + after, lang)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts, st.sampled_from(["fi", "ja", "en"]))
def test_both_ways_agree_on_anything(text, lang):
    """On pieces of identifiers glued together at random, and on any characters at all."""
    agree(text, lang)


def test_the_registry_holds_nothing_of_presidios_own():
    """Its stock recognisers rewrite reply links and ask the network."""
    modules = {type(recogniser).__module__ for recogniser in engine().registry.recognizers}
    assert all(module.startswith("hikcorpus.anonymise.recognisers.") for module in modules)


def test_reply_links_are_shown_to_no_recogniser():
    """Numbers after >> are nobody's telephone."""
    assert ANALYSER.find(">>0401234567 >>1-3 >>>/b/4111111111111111 ＞＞０４０１２３４５６７", "fi") == []


@pytest.mark.parametrize(
    "piece",
    ["a", "1", "1 ", "1-", "a.", "a@", "a@a.", "(", "Aa ", "FI00 ", "discord is ", "東", "東京都架空区", "一-", "ア", "katu 1 ",
     "a piste ", "a (at) ", "1:", "!", "ID:", "puh ", "佐藤", "a#", ">>1", "http://a(", "a+", "\u200b", "①"],
)  # fmt: skip
def test_time_grows_with_the_text_and_no_faster(piece):
    """A flood of one character or word, as boards get them, is read in a moment."""
    text = piece * (20_000 // len(piece))
    start = time.process_time()
    ANALYSER.find(text, "fi", KNOWN)
    assert time.process_time() - start < 5
