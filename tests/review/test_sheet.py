"""The review in a spreadsheet: out, filled in as people do, and back."""

import csv
import io

import pytest

from hikcorpus.errors import ConfigError
from hikcorpus.review.sample import reading_order
from hikcorpus.review.sheet import COLUMNS, answers, export, harmless
from hikcorpus.store.reviews import Decision

AT = "2026-11-22T10:00:00+00:00"


def rows_of(content):
    """The sheet's lines."""
    assert content.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(content[1:], newline="")))


@pytest.fixture
def content(desk):
    """Anna's empty sheet."""
    return export(desk.reading, reading_order(desk.sheet, "anna"), {})


def test_the_sheet_shows_threads_and_no_score(desk, content):
    """In the coder's order; hits stand in their words."""
    rows = rows_of(content)
    assert tuple(rows[0]) == COLUMNS
    assert [row["thread_id"] for row in rows] == reading_order(desk.sheet, "anna")
    assert "[mutsi]" in content
    assert "score" not in content
    assert "proposed" not in content
    assert {row["decision"] for row in rows} == {""}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_filled_in_sheet_comes_back(desk, content, tmp_path, separator, encoding):
    """However a spreadsheet writes it; words are taken as people type them."""
    rows = rows_of(content)
    typed = ["include", "I", "exclude ", "N", "unsure", "?", "1", "0", "", "  "]
    meant = ["include", "include", "exclude", "exclude", "unsure", "unsure", "include", "exclude"]
    for row, answer in zip(rows, typed, strict=True):
        row |= {"decision": answer, "reason": 'riita; äiti, "iso"' if answer == "I" else ""}
    path = tmp_path / "sheet.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        out = csv.DictWriter(file, COLUMNS, delimiter=separator)
        out.writeheader()
        out.writerows(rows)
    found = answers(path, "anna", desk.sheet.ids(), {}, AT)
    assert [said.decision for said in found.decisions] == meant
    assert found.decisions[1] == Decision(AT, "anna", rows[1]["thread_id"], "include", 'riita; äiti, "iso"', "sheet")
    assert (found.unchanged, found.blank) == (0, 2)
    again = answers(path, "anna", desk.sheet.ids(), {said.thread_id: said for said in found.decisions}, AT)
    assert (again.decisions, again.unchanged, again.blank) == ([], 8, 2)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x"])
def test_formulas_are_defused_and_come_back_as_typed(desk, tmp_path, text):
    """A reason that begins like a formula survives out and back; so do ordinary ones."""
    thread = desk.sheet.ids()[0]
    mine = {thread: Decision(AT, "anna", thread, "include", text)}
    content = export(desk.reading, [thread], mine)
    assert rows_of(content)[0]["reason"] == f"'{text}"
    path = tmp_path / "sheet.csv"
    path.write_text(content, "utf-8", newline="")
    found = answers(path, "anna", [thread], mine, AT)
    assert (found.decisions, found.unchanged) == ([], 1)
    assert harmless("'quoted'") == "'quoted'"


def test_titles_and_texts_are_defused(desk):
    """What posters wrote may begin like a formula too."""
    thread = desk.sheet.ids()[0]
    desk.reading.titles[thread] = "=HYPERLINK(1)"
    assert rows_of(export(desk.reading, [thread], {}))[0]["title"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["{0},maybe"], "Line 2 .* neither include"),
        (["{0},include", "nothere,include"], "Line 3 .* names no thread"),
        (["{0},include", "{0},exclude"], "Line 3 .* a second time"),
        (["{0},include," + "x" * 2001], "Line 2 .* too long"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_taken(desk, tmp_path, lines, sentence):
    """What stands in it is not repeated."""
    path = tmp_path / "sheet.csv"
    body = "\n".join(line.format(desk.sheet.ids()[0]) for line in lines)
    path.write_text(f"thread_id,decision,reason\n{body}\n", "utf-8")
    with pytest.raises(ConfigError, match=sentence) as caught:
        answers(path, "anna", desk.sheet.ids(), {}, AT)
    assert "maybe" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00thread_id", b"thread_id,decision\n"])
def test_what_is_no_sheet(tmp_path, content):
    """One sentence, not a traceback."""
    path = tmp_path / "sheet.csv"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"sheet\.csv"):
        answers(path, "anna", [], {}, AT)
    with pytest.raises(ConfigError):
        answers(tmp_path / "gone.csv", "anna", [], {}, AT)
