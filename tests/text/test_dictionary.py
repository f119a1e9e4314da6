"""simplemma's tables with shipped seeds: the same answers, and simplemma's own way where the seeds do not fit."""

import lzma
import random

import pytest
from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

from hikcorpus.text import dictionary
from hikcorpus.text.dictionary import BLOCK, TABLES, Table

LANGUAGES = ("fi", "en")


@pytest.fixture(scope="module", params=LANGUAGES)
def pair(request):
    return TABLES.get_dictionary(request.param), LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(request.param)


def some_words(table):
    words = list(table)
    rng = random.Random(1)
    picked = rng.sample(words, 3000) + words[: 2 * BLOCK + 1] + words[-2 * BLOCK - 1 :]
    changed = [word[:-1] + rng.choice("aäz-") for word in picked[:1500]] + [word + "q" for word in picked[:500]]
    return [*picked, *changed, "", "a", "zzzz", "\uffff", "-", "åäö", "Kissa", "kissa\n", "two words", "x" * 300]


def test_answers_are_simplemmas(pair):
    """Thousands of words, known and unknown, at the beginning, at the end and at the edges of blocks."""
    ours, theirs = pair
    assert isinstance(ours, Table), "the shipped seeds fit the installed simplemma: run training/words/seeds.py"
    words = some_words(theirs)
    assert [ours.get(word) for word in words] == [theirs.get(word) for word in words]
    assert [word in ours for word in words[-1000:]] == [word in theirs for word in words[-1000:]]
    assert len(ours) == len(theirs)


def test_iteration_gives_every_word():
    """In simplemma's order, each once."""
    assert list(TABLES.get_dictionary("en")) == list(LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary("en"))


def test_missing_words():
    """A mapping's manners: KeyError, the default, what is no string; half a surrogate pair is no word."""
    table = TABLES.get_dictionary("en")
    assert table["houses"] == "house"
    assert table.get("qqzz", "none") == "none"
    assert (3 in table, "\ud800" in table) == (False, False)
    with pytest.raises(KeyError):
        table["qqzz"]


@pytest.fixture
def fresh():
    dictionary._table.cache_clear()
    yield
    dictionary._table.cache_clear()


def test_another_table_is_read_simplemmas_way(fresh, monkeypatch):
    """Seeds of another version of the table are not used."""
    monkeypatch.setattr(dictionary, "crc32", lambda _data: 1)
    table = TABLES.get_dictionary("en")
    assert table is LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary("en")
    assert table["houses"] == "house"


def test_tables_that_lie_elsewhere_are_read_simplemmas_way(fresh, monkeypatch, tmp_path):
    """A simplemma that keeps its tables in another place is asked for them."""
    monkeypatch.setattr(dictionary, "files", lambda _package: tmp_path)
    assert TABLES.get_dictionary("en")["houses"] == "house"
    assert not isinstance(TABLES.get_dictionary("en"), Table)


def test_a_language_without_seeds(fresh):
    """Is simplemma's; one that simplemma does not know is its error."""
    assert TABLES.get_dictionary("sv")["husen"] == "hus"
    for wrong in ("xx", "../fi"):
        with pytest.raises(ValueError, match="Unsupported"):
            TABLES.get_dictionary(wrong)


def test_one_table_in_a_process():
    """Asked twice, loaded once."""
    assert TABLES.get_dictionary("en") is TABLES.get_dictionary("en")


def test_long_words_and_lemmas():
    """Lengths of two bytes, lemmas that are whole, shortened, or those of the word before."""
    first, second, third = b"a" * 10, b"a" * 10 + b"b" * 200, b"a" * 10 + b"b" * 150 + b"c"
    long = b"q" * 140
    data = bytes([0, 10]) + first + bytes([0, 0])
    after = len(data)
    data += bytes([10, 0xC8, 0x01]) + b"b" * 200 + bytes([255, 0x8C, 0x01]) + long
    data += bytes([0xA0, 0x01, 1]) + b"c" + bytes([254])
    table = Table(data, b"3\n%d\t %s\t " % (after, first))
    found = {word: lemma.decode() for word, lemma in ((first, first), (second, long), (third, long))}
    assert {word: table[word.decode()] for word in found} == found
    assert list(table) == [word.decode() for word in found]


def test_the_script_makes_what_is_shipped():
    """For the installed simplemma."""
    seeds = pytest.importorskip("training.words.seeds")
    assert seeds.seeds("en") == lzma.decompress((seeds.FOLDER / "en.seeds.xz").read_bytes())
