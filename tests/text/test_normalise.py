"""Normalised text and the way back to the original."""

import sys
from unicodedata import category, combining, decomposition, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.text.normalise import _single, normalise, visible

SPICE = "aäゞか゛ﾞﾊﾟﾝガが①…ﬁ㌔〒０９＠：½Åé\u0301\u0323\u0308가ᄀ\u1161\u11a8ﾡￂ㈱Ⅷ\u00ad\u200b😀\u0e33ㄳ"
texts = st.text(st.one_of(st.sampled_from(SPICE), st.characters()), max_size=30)


@pytest.mark.parametrize(
    ("text", "normal", "offsets"),
    [
        ("ascii only", "ascii only", list(range(11))),
        ("日本語かな", "日本語かな", list(range(6))),
        ("", "", [0]),
        ("０９０", "090", [0, 1, 2, 3]),
        ("ﾊﾞｯｸ", "バック", [0, 2, 3, 4]),
        ("a①b", "a1b", [0, 1, 2, 3]),
        ("…x", "...x", [0, 0, 0, 1, 2]),
        ("㌔m", "キロm", [0, 0, 1, 2]),
        ("e\u0301a", "éa", [0, 2, 3]),
        ("ＡｶﾞＢ", "AガB", [0, 1, 3, 4]),
    ],
)
def test_each_character_knows_where_it_came_from(text, normal, offsets):
    """Expansions share their source, contractions take both of theirs."""
    made = normalise(text)
    assert made.text == normal
    assert list(made.offsets) == offsets


@given(texts)
def test_the_text_is_plain_nfkc(text):
    """Working piece by piece changes nothing of the result."""
    made = normalise(text)
    assert made.text == normalize("NFKC", text)
    assert len(made.offsets) == len(made.text) + 1
    assert list(made.offsets) == sorted(made.offsets)


@given(texts, st.data())
def test_a_span_maps_to_whole_original_characters(text, data):
    """The original of any span, normalised, contains the span; the span is never cut through a character."""
    made = normalise(text)
    start = data.draw(st.integers(0, len(made.text)))
    end = data.draw(st.integers(start, len(made.text)))
    first, last = made.original(start, end)
    assert 0 <= first <= last <= len(text)
    assert made.text[start:end] in normalize("NFKC", text[first:last])
    if start < end:
        assert first < last


@given(texts, st.data())
def test_a_widened_span_is_the_normal_form_of_what_it_came_from(text, data):
    """Once widened to whole characters, a span loses and gains nothing on the way back."""
    made = normalise(text)
    start = data.draw(st.integers(0, len(made.text)))
    end = data.draw(st.integers(start, len(made.text)))
    left, right = made.whole(start, end)
    assert left <= start <= end <= right
    assert made.original(left, right) == made.original(start, end)
    first, last = made.original(start, end)
    assert made.text[left:right] == normalize("NFKC", text[first:last]) or start == end


@given(texts)
def test_the_whole_maps_to_the_whole(text):
    """Nothing of the original lies outside the span of everything."""
    made = normalise(text)
    assert made.original(0, len(made.text)) == (0, len(text))


@given(texts, st.data())
def test_neighbouring_spans_cover_what_lies_between(text, data):
    """Two spans that touch leave no character of the original uncovered."""
    made = normalise(text)
    cut = data.draw(st.integers(0, len(made.text)))
    assert made.original(0, cut)[1] >= made.original(cut, len(made.text))[0]


def test_every_character_that_can_melt_into_the_one_before_is_known():
    """The list of extending characters is complete for this Python's Unicode."""
    seconds = {*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)}
    characters = [chr(code) for code in range(sys.maxunicode + 1) if category(chr(code)) not in {"Cs", "Cn"}]
    for character in characters:
        parts = decomposition(character).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            seconds.add(int(parts[1], 16))
    missing = [
        character
        for character in characters
        if (combining(first := normalize("NFKD", character)[0]) or ord(first) in seconds)
        and not _single.__wrapped__(character)[1]
    ]
    assert missing == []


def test_visible_text_has_no_hidden_characters():
    """A zero-width space inside an address does not hide it, and the way back spans it."""
    made = visible("a ta\u200bro\u00ad@example.jp")
    assert made.text == "a taro@example.jp"
    assert made.original(2, 17) == (2, 19)
    assert list(visible("ab").offsets) == [0, 1, 2]


@given(texts)
def test_visible_offsets_stay_in_order(text):
    """Dropping hidden characters keeps one offset per character and one for the end."""
    made = visible(text)
    assert len(made.offsets) == len(made.text) + 1
    assert list(made.offsets) == sorted(made.offsets)
    assert made.offsets[-1] == len(text)
