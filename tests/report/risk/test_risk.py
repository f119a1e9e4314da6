"""Figures of the risk report on tables whose answer is known."""

import csv
import io

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import ConfigError
from hikcorpus.report.risk import review
from hikcorpus.report.risk.cells import cells
from hikcorpus.report.risk.interval import share
from hikcorpus.report.risk.linkage import linkage
from hikcorpus.report.risk.uniqueness import uniqueness
from hikcorpus.report.risk.units import runs, units
from hikcorpus.store.schemas import schema


class Tables:
    """Pseudonymised messages in memory and in one file, as a Dataset shows them."""

    def __init__(self, folder, rows):
        import pyarrow.parquet as pq

        wanted = schema("pseudonymised", "messages")
        blank = dict.fromkeys(wanted.names) | {"site": "s", "board": "b", "lang": "en", "state": "live"}
        full = [blank | {"message_id": f"m{number:04}"} | row for number, row in enumerate(rows)]
        self.table = pa.Table.from_pylist(full, schema=wanted)
        self.file = folder / "messages.parquet"
        pq.write_table(self.table, self.file)

    def batches(self, table, columns):
        return self.table.select(columns).to_batches()

    def paths(self, table):
        return [self.file]


def test_wilsons_interval():
    """Figures of Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    for hits, n, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)):  # fmt: skip
        found = share(hits, n)
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert share(0, 0).value is None


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_share(hits, n):
    """Whatever was counted."""
    hits = min(hits, n)
    found = share(hits, n)
    assert 0 <= found.low <= hits / n <= found.high <= 1


def test_units():
    """Words without tags and reply links; characters where no spaces are written."""
    assert units(">>mabcdefgh234567ab Yes, [PERSON:ab3d] did!", "en") == ["yes", "did"]
    assert units("母と 話[PERSON]した", "ja") == list("母と話した")
    assert list(runs(["a", "b", "c"], 2)) == ["a\x00b", "b\x00c"]
    assert list(runs(["a"], 2)) == []


def test_unique_runs(tmp_path):
    """Half of the messages are copies: their runs stand in two messages, the others' in one."""
    own = [{"text": f"alpha{n} beta{n} gamma{n} delta{n}"} for n in range(20)]
    copies = [{"text": f"one{n // 2} two{n // 2} three{n // 2} four{n // 2}"} for n in range(20)]
    gone = [{"text": "never counted at all here", "state": "deleted"}]
    found = uniqueness(Tables(tmp_path, own + copies + gone))
    assert (found.runs["words", 3].hits, found.runs["words", 3].n) == (20, 40)
    assert found.runs["words", 8].n == 0
    assert (found.messages["words"].hits, found.messages["words"].n) == (20, 40)
    assert found.runs["characters", 4].n == 0


def test_sampling_is_the_same_every_time(tmp_path):
    """Same tables, same figures."""
    tables = Tables(tmp_path, [{"text": f"word{n % 7} word{n % 11} word{n % 5}"} for n in range(300)])
    assert uniqueness(tables, 50).runs == uniqueness(tables, 50).runs
    assert uniqueness(tables, 50).runs["words", 2].n == 50


def test_small_groups(tmp_path):
    """Six who write alike are a group of six until one of them tells an age."""
    alike = {"local_hour": 23, "is_working_day": True, "text": "hello"}
    rows = [{"participant": f"p{n}"} | alike for n in range(6)]
    before = cells(Tables(tmp_path, rows), tmp_path)
    assert (before.participants, before.below, before.small) == (6, {3: 0, 5: 0}, [])
    rows[0]["text"] = "i am [AGE:20-24] and tired"
    after = cells(Tables(tmp_path, rows), tmp_path)
    assert after.below == {3: 1, 5: 1}
    assert after.alone_by_table == {3: 0, 5: 0}
    assert [(who, k) for who, k, _ in after.small] == [("p0", 1)]
    assert "age 20-24" in after.small[0][2]
    assert after.told["age"] == 1


def test_halves_of_one_style_are_found(tmp_path):
    """People with words of their own are linked; those who all write the same are found by chance alone."""
    ours = [{"participant": f"p{n % 5}", "text": f"zq{n % 5}x wv{n % 5}k again"} for n in range(200)]
    found = linkage(Tables(tmp_path, ours))
    assert (found.linked.hits, found.linked.n, found.chance) == (5, 5, 0.2)
    same = [{"participant": f"p{n % 5}", "text": "exactly the same"} for n in range(200)]
    assert linkage(Tables(tmp_path, same)).linked.hits <= 1
    few = linkage(Tables(tmp_path, same[:20]))
    assert (few.linked.n, few.eligible) == (0, 0)


def test_a_sheet_goes_out_and_comes_back(tmp_path):
    """Languages in turn, formulas harmless, answers counted with their interval."""
    rows = [{"text": f"=cmd {n}", "lang": "en"} for n in range(30)] + [{"text": "母", "lang": "ja"}]
    content = review.sheet(Tables(tmp_path, rows), 10)
    assert content == review.sheet(Tables(tmp_path, rows), 10)
    lines = list(csv.DictReader(io.StringIO(content)))
    assert review.lines(content) == len(lines) == 10
    assert {line["lang"] for line in lines} == {"en", "ja"}
    assert not [line for line in lines if line["text"].startswith("=")]
    for number, line in enumerate(lines):
        line["leak"] = ("y", "N", "")[number % 3]
        line["kind"] = "name"
    path = tmp_path / "sheet.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, review.COLUMNS)
        writer.writeheader(), writer.writerows(lines)
    found = review.read(path)
    assert (found.languages["all"].hits, found.languages["all"].n, found.unread) == (4, 7, 3)
    assert found.kinds == {"name": 4}


def test_what_readers_write_down_reaches_no_report(tmp_path):
    """Somebody notes the very name that leaked, as a kind or beside it."""
    path = tmp_path / "sheet.csv"
    path.write_text(
        "message_id,lang,text,leak,kind,note\nm1,fi,text,y,Xyzzy Meikäläinen,it says Xyzzy\nm2,fi,a,y,Person,\n"
    )
    assert review.read(path).kinds == {"other": 1, "person": 1}
    kept = review.answers_only(path)
    assert "xyzzy" not in kept.lower()
    again = tmp_path / "kept.csv"
    again.write_text(kept)
    assert review.read(again) == review.read(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [("a,b\n1,2\n", "no review sheet"), ("", "no review sheet"), ("message_id,lang,leak\nm1,en,perhaps\n", "Line 2")],
)
def test_what_is_no_sheet_is_refused(tmp_path, content, said):
    """One sentence; nothing of the cells in it."""
    path = tmp_path / "sheet.csv"
    path.write_text(content)
    with pytest.raises(ConfigError, match=said) as caught:
        review.read(path)
    assert "perhaps" not in str(caught.value)
