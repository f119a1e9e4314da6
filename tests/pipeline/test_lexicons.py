"""Suggestions and concordances of a study on disk."""

import csv

import pytest

from hikcorpus.errors import CannotWrite, ConfigError, UsageError
from hikcorpus.pipeline.lexicons import SHEET, Suggested, Suggestions, kwic, suggest, write_suggestions
from hikcorpus.store.layout import DataFolder
from hikcorpus.topics.keyness import Key
from tests.pipeline.lexicon_world import study


def of(made, language):
    return next(each for each in made.by_language if each.lang == language)


def test_suggestions(tmp_path):
    """What kept threads say and the lexicon lacks; known terms, deleted messages and quoted lines are left out."""
    told = []
    made = suggest(study(tmp_path), "s", "family", progress=lambda *what: told.append(what))
    assert (made.topic, made.kept, made.dropped, made.undecided) == ("family", 6, 10, 0)
    fi, en = of(made, "fi"), of(made, "en")
    keys = {key.lemma: key for key in fi.keys}
    assert (keys["kotiintuloaika"].kept, keys["kotiintuloaika"].dropped, keys["kotiintuloaika"].threads) == (12, 0, 6)
    assert {"äiti", "isä", "peli"}.isdisjoint(keys)
    assert "curfew" in {key.lemma for key in en.keys}
    assert "kotiintuloaika" in {each.lemma for each in fi.collocates}
    assert told[-1] == ("suggest", told[-1][2], told[-1][2])
    fewer = suggest(DataFolder(tmp_path / "data"), "s", "family", n=1)
    assert {each.lang: len(each.keys) for each in fewer.by_language} == {"fi": 1, "en": 1, "ja": 0}


def test_what_people_decided_counts_first(tmp_path):
    """A thread excluded by its readers is dropped, one included is kept, one undecided is not read."""
    read = {"t0": "exclude", "t1": "undecided", "t25": "include"}
    made = suggest(study(tmp_path, 20, 30, read=read), "s", "family", language="fi")
    assert (made.kept, made.dropped, made.undecided) == (19, 30, 1)
    keys = {key.lemma: key for key in of(made, "fi").keys}
    assert (keys["kotiintuloaika"].kept, keys["kotiintuloaika"].dropped) == (36, 2)


@pytest.mark.parametrize(("kept", "dropped", "side"), [(0, 3, "kept"), (3, 0, "dropped")])
def test_one_side_alone_tells_nothing(tmp_path, kept, dropped, side):
    """And the sentence says which is missing."""
    with pytest.raises(ConfigError, match=f"no {side} thread"):
        suggest(study(tmp_path, kept, dropped), "s", "family")


def test_refusals(tmp_path):
    """A language without terms, a corpus that was not made."""
    data = study(tmp_path)
    with pytest.raises(UsageError, match="'sv'"):
        suggest(data, "s", "family", language="sv")
    with pytest.raises(ConfigError, match="not made"):
        suggest(data, "other", "family")
    with pytest.raises(ConfigError, match="not made"):
        kwic(data, "s", "school", "opettaja")


def test_concordance_of_corpus_and_study(tmp_path):
    """With a topic in its threads alone, without one in all."""
    data = study(tmp_path)
    assert kwic(data, "s", "family", "peli").places == 0
    found = kwic(data, "s", None, "peli", limit=4)
    assert (found.places, found.messages, found.threads, len(found.lines)) == (30, 30, 10, 4)
    assert kwic(data, "s", "family", "isä").places == 6
    assert kwic(data, "s", None, "peli", exactly=True).places == 20


def test_the_sheet_can_be_opened(tmp_path):
    """A line each with all columns; nothing begins like a formula, no comma breaks a cell."""
    evil = ["=cmd()", "+1", "-x", "@a", "＝b", 'a,"b"', "tavallinen"]
    keys = [Key("fi", word, 5, 0, 20.0, 3.0, None, 4, 0.5, 0.25) for word in evil]
    made = Suggestions("family", 1, 1, 0, [Suggested("fi", 1, 1, keys, [], [])])
    path = tmp_path / "words.csv"
    assert write_suggestions(made, path) == 7
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == SHEET
    assert [row["word"] for row in rows] == ["'=cmd()", "'+1", "'-x", "'@a", "'＝b", 'a,"b"', "tavallinen"]
    assert rows[0]["percent_more"] == ""
    with pytest.raises(CannotWrite):
        write_suggestions(made, tmp_path / "nowhere" / "words.csv")


def test_all_kinds_stand_in_the_sheet(tmp_path):
    """Keys, collocates and near forms."""
    made = suggest(study(tmp_path), "s", "family")
    lines = write_suggestions(made, tmp_path / "words.csv")
    with (tmp_path / "words.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert lines == len(rows)
    assert {row["kind"] for row in rows} == {"key", "collocate", "near_form"}
    near = next(row for row in rows if row["word"] == "isovanhenpi")
    assert (near["why"], near["letters_changed"], near["kept"]) == ("spelling", "1", "6")
