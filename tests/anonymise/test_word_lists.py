"""Lists of words in files."""

from importlib.resources import files

import pytest
import regex

from hikcorpus.anonymise.word_lists import alternatives, sections, words

NAMES = sorted(
    place.name for place in (files("hikcorpus") / "weights" / "words").iterdir() if place.name.endswith(".txt")
)


@pytest.mark.parametrize("name", NAMES)
def test_every_list_holds_each_entry_once(name):
    """A double is a slip of the pen; an entry that is no pattern would break a recogniser."""
    assert sections(name)
    for heading, entries in sections(name).items():
        assert entries, heading
        assert len(set(entries)) == len(entries), heading
        for entry in entries:
            regex.compile(entry)


def test_entries_keep_their_order_and_headings_their_entries():
    """Order decides which of two entries a pattern takes."""
    assert sections("places_ja.txt")["prefectures"][0] == "青森"
    assert sections("places_ja.txt")["prefectures"][-1] == "北海道"
    assert len(sections("places_ja.txt")["prefectures"]) == 47
    assert alternatives("places_ja.txt", "wide").count("|") == len(words("places_ja.txt", "wide")) - 1
