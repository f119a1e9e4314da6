"""What is remembered of words: not of long ones, and never more than so many."""

from hikcorpus.anonymise.names.remembered import LONGEST, remembered


def test_words_are_remembered_but_for_the_longest():
    """Asked twice about each: a word is looked up once, what is too long for one every time; answers are the same."""
    asked = []

    @remembered(10)
    def size(word):
        asked.append(word)
        return len(word)

    words = ["a", "b" * LONGEST, "c" * (LONGEST + 1)]
    assert [size(word) for word in words * 2] == [1, LONGEST, LONGEST + 1] * 2
    assert asked == [*words, words[-1]]


def test_the_oldest_is_forgotten():
    """Of three words with room for two."""
    asked = []

    @remembered(2)
    def same(word):
        asked.append(word)
        return word

    for word in ("a", "b", "c", "a"):
        same(word)
    assert asked == ["a", "b", "c", "a"]
