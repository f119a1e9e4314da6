"""Decisions on disk: appended, never lost, never half there."""

import stat

import pytest

from hikcorpus.errors import DataDamaged, UsageError
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.reviews import CONSENSUS, Decision, Entry, ReviewFolder, Sheet, append_journal, read_journal


def said(thread, decision="include", reason="", coder="anna"):
    """A decision."""
    return Decision("2026-11-22T10:00:00+00:00", coder, thread, decision, reason)


@pytest.fixture
def folder(tmp_path):
    """The folder of a review; nothing is there yet."""
    return ReviewFolder.of(DataFolder(tmp_path / "data"), "s", "family")


def test_the_last_decision_on_a_thread_counts(folder):
    """What was said before stays on disk."""
    folder.append("anna", [said("t1"), said("t2", "unsure")])
    folder.append("anna", [said("t1", "exclude", "katkennut\nrivi 😀")])
    assert {key: (one.decision, one.reason) for key, one in folder.decisions("anna").items()} == {
        "t1": ("exclude", "katkennut\nrivi 😀"),
        "t2": ("unsure", ""),
    }
    assert (folder.path / "coders" / "anna.jsonl").read_bytes().count(b"\n") == 3


def test_each_coder_and_the_consensus_have_their_own_file(folder):
    """Nobody's decisions show among another's; the consensus is no coder."""
    folder.append("anna", [said("t1")])
    folder.append("ben", [said("t1", "exclude", coder="ben")])
    folder.append(CONSENSUS, [said("t1", "unsure", coder=CONSENSUS)])
    assert folder.coders() == ["anna", "ben"]
    assert [folder.decisions(name)["t1"].decision for name in ("anna", "ben", CONSENSUS)] == [
        "include",
        "exclude",
        "unsure",
    ]


def test_a_line_cut_short_at_any_byte_is_ignored_and_cut(tmp_path):
    """A killed writer leaves the beginning of a line: the next one does not write behind it."""
    path = tmp_path / "anna.jsonl"
    append_journal(path, [said("t1"), said("t2", reason="äiti")])
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    for length in range(first, len(whole)):
        path.write_bytes(whole[:length])
        assert read_journal(path) == [said("t1")], length
        append_journal(path, [said("t3")])
        assert read_journal(path) == [said("t1"), said("t3")], length


def test_a_damaged_line_is_named_not_shown(tmp_path):
    """A line in the middle cannot have been cut by a kill."""
    path = tmp_path / "anna.jsonl"
    append_journal(path, [said("t1"), said("t2")])
    path.write_bytes(b'{"secret words\n' + path.read_bytes())
    with pytest.raises(DataDamaged, match="Line 1") as caught:
        read_journal(path)
    assert "secret" not in str(caught.value)


def test_only_the_owner_can_read(folder):
    """Folders 0700, files 0600."""
    folder.append("anna", [said("t1")])
    folder.write_sheet(Sheet("s", "family", 0, 1, "digest", 1, 0, (Entry("t1", "dropped"),)))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder.path, *folder.path.rglob("*"))}
    assert modes.pop("s-family") == modes.pop("coders") == 0o700
    assert {name: mode for name, mode in modes.items() if mode != 0o600} == {}


def test_the_sheet_comes_back_as_written(folder):
    """And a damaged one is said to be."""
    assert folder.sheet() is None
    sheet = Sheet("s", "family", 3, 100, "digest", 9, 1, (Entry("t1", "dropped"), Entry("t2", "proposed")))
    folder.write_sheet(sheet)
    assert folder.sheet() == sheet
    assert sheet.stratum("proposed") == {"t2"}
    (folder.path / "sample.json").write_text("{")
    with pytest.raises(DataDamaged, match=r"sample\.json"):
        folder.sheet()


@pytest.mark.parametrize("name", ["", "../x", "a b", "x" * 33, "ä", "consensus", "Consensus", "a.b"])
def test_names_that_are_none(folder, name):
    """1 to 32 letters, digits, dashes, underscores; what is no name makes no file."""
    if name == CONSENSUS:
        return
    with pytest.raises(UsageError):
        folder.append(name, [said("t1")])
    assert not list(folder.path.rglob("*.jsonl"))
