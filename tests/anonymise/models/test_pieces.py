"""Cutting long texts: nothing lost, everything fits, lines before sentences before words."""

import time

from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.anonymise.models.pieces import pieces

TEXTS = st.text(st.sampled_from("ab .\n。、😀\ue000"), max_size=200)


@given(TEXTS, st.integers(1, 40))
def test_pieces_together_are_the_text_and_each_fits(text, most):
    """Whatever the text and however little the model takes."""
    made = list(pieces(text, lambda piece: len(piece) <= most))
    assert "".join(text[start:end] for start, end in made) == text
    assert all(0 < end - start <= most for start, end in made)


def test_a_text_that_fits_stays_whole():
    """Lines of one message are context for each other."""
    assert list(pieces("one\ntwo\nthree", lambda piece: True)) == [(0, 13)]


def test_the_best_cut_is_taken():
    """A line's end, else a sentence's, else a blank, else anywhere."""
    for text, first in [
        ("one two. th\nree four", "one two. th\n"),
        ("one two. three four", "one two. "),
        ("私は東京に。住んでいます", "私は東京に。"),
        ("one twoo three", "one twoo "),
        ("onetwothreefour", "onetwot"),
    ]:
        start, end = next(pieces(text, lambda piece, whole=text: piece != whole))
        assert text[start:end] == first


def test_hostile_texts_take_no_longer():
    """Lines and blanks far from the middle are no reason to cut character by character."""
    asked = 0

    def fits(piece):
        nonlocal asked
        asked += 1
        return len(piece) <= 500

    text = "\n" * 2_000 + "a" * 200_000 + " " * 2_000
    began = time.process_time()
    assert sum(end - start for start, end in pieces(text, fits)) == len(text)
    assert asked < 4_000
    assert time.process_time() - began < 5


def test_what_never_fits_comes_out_by_single_characters():
    """So that no text makes the search endless."""
    assert list(pieces("abc", lambda piece: False)) == [(0, 1), (1, 2), (2, 3)]
