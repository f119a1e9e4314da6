"""Tokens without offsets find their place again; where they cannot, rather too much is marked."""

from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.anonymise.models.alignment import align

SILENT = {"[CLS]", "[SEP]", "[PAD]"}


def stand(text, tokens):
    return [text[start:end] for start, end in align(text, tokens, "[UNK]", SILENT)]


def test_pieces_of_words():
    """WordPiece and SentencePiece marks aside."""
    tokens = ["[CLS]", "田中", "##さん", "と", "▁Maija", "[SEP]"]
    assert stand("田中さんと Maija", tokens) == ["", "田中", "さん", "と", "Maija", ""]


def test_folded_tokens():
    """Small letters, and letters without their accents."""
    assert stand("Äiti İpek ガス", ["aiti", "i", "##pek", "カス"]) == ["Äiti", "İ", "pek", "ガス"]


def test_unknown_tokens_get_what_stands_between():
    """Also at the end, several in a row, and where the text does not hold the token."""
    assert stand("私は 龘 です", ["私", "は", "[UNK]", "です"]) == ["私", "は", "龘", "です"]
    assert stand("a 龘龘 😀 b", ["a", "[UNK]", "[UNK]", "b"]) == ["a", "龘龘 😀", "龘龘 😀", "b"]
    assert stand("a 龘", ["a", "[UNK]"]) == ["a", "龘"]
    assert stand("a xyz b", ["a", "other", "b"]) == ["a", "xyz", "b"]
    assert stand("a b", ["a", "[UNK]", "b"]) == ["a", "", "b"]


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=4), max_size=20))
def test_every_token_lies_in_the_text(text, tokens):
    """In order, whatever a tokenizer gives."""
    places = align(text, tokens, "[UNK]", SILENT)
    assert len(places) == len(tokens)
    assert all(0 <= start <= end <= len(text) for start, end in places)
    starts = [start for (start, _), token in zip(places, tokens, strict=True) if token not in SILENT]
    assert starts == sorted(starts)


@given(st.lists(st.text(st.sampled_from("abcÄé田中がカ"), min_size=1, max_size=6), max_size=12))
def test_words_are_found_where_they_stand(words):
    """Blanks between them."""
    assert stand(" ".join(words), words) == words
