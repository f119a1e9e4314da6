"""What every finder promises, whatever library reads: offsets, order, labels, and failures that are not passed over."""

import pytest

from hikcorpus.anonymise.models.finder import Finder
from hikcorpus.errors import ConfigError
from tests.anonymise.models.build import AWKWARD, model, values


class Words:
    """Reads every word `Maija` as a name and every blank as a place."""

    labels = None

    def __init__(self, most=10_000):
        self.most, self.seen = most, []

    def fits(self, text):
        return len(text) <= self.most

    def read(self, text):
        self.seen.append(text)
        names = [(n - 1, n + 6, "PER", 0.9) for n in range(len(text)) if text.startswith("Maija", n) and n]
        return [*names, *((n, n + 1, "LOC", 0.8) for n, one in enumerate(text) if one.isspace())]


def test_spans_are_trimmed_mapped_and_in_order():
    """Blanks belong to no identifier, and labels that were not asked for to nobody."""
    found = Finder(model("spacy", "m"), Words()).find("ei Maija , Maija .")
    assert values("ei Maija , Maija .", found) == [("Maija", "PERSON"), ("Maija", "PERSON")]
    assert found == sorted(found)
    assert {score for *_, score in found} == {0.95}
    both = Finder(model("spacy", "m", labels={"PER": "PERSON", "LOC": "PLACE"}), Words()).find("ei Maija , Maija .")
    assert {entity for *_, entity, _ in both} == {"PERSON"}


def test_offsets_hold_in_every_piece():
    """A text in many pieces gives the spans of the text in one."""
    text = "\n".join([f"rivi {n} jossa Maija on" for n in range(50)])
    whole, parts = Words(), Words(most=60)
    found = Finder(model("spacy", "m"), whole).find(text)
    assert len(found) == 50
    assert Finder(model("spacy", "m"), parts).find(text) == found
    assert len(whole.seen) == 1
    assert len(parts.seen) > 10


def test_a_blanked_reply_link_is_shown_as_a_blank():
    """The character that protects links is no letter of any language."""
    reader = Words()
    Finder(model("spacy", "m"), reader).find(AWKWARD)
    assert reader.seen == [AWKWARD.replace("\ue000", " ")]


@pytest.mark.parametrize("text", ["", " \n\t ", "\ue000"])
def test_nothing_is_read_where_nothing_is_said(text):
    """Models make something of nothing, or fail on it."""
    reader = Words()
    assert Finder(model("spacy", "m"), reader).find(text) == []
    assert reader.seen == []


def test_a_failing_model_stops_the_run_without_the_text():
    """A text that was not read is not one without names; the error does not quote it."""

    class Broken(Words):
        def read(self, text):
            raise ValueError(f"cannot read {text}")

    with pytest.raises(ConfigError, match=r"spacy model 'm' failed on a text \(ValueError\)") as caught:
        Finder(model("spacy", "m"), Broken()).find("salainen viesti")
    assert "salainen" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
