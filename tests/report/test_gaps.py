"""The ledger of pauses, and how regularly a board was visited."""

from datetime import timedelta

from hikcorpus.report import gaps
from hikcorpus.report.gaps import visits
from hikcorpus.store.layout import DataFolder
from tests.store.rows import NOW, raw_row

QUARTER = timedelta(minutes=15)


def listing(at, outcome="changed", **facts):
    return raw_row("observations", page_kind="listing", thread_id=None, observed_at=at, outcome=outcome, **facts)


def read(at, backfill, new):
    return raw_row("observations", observed_at=at, backfill=backfill, new=new)


def board(tmp_path, rows):
    dataset = DataFolder(tmp_path).raw("s", "b")
    dataset.append({"observations": rows}, "2026-11")
    return visits(dataset)


def test_a_pause_is_told_with_its_reason_and_what_was_read_late(tmp_path):
    """Three hours of 503 after six visits: one gap, unavailable, with the messages of catching up."""
    end = NOW + 5 * QUARTER + timedelta(hours=3)
    rows = [
        *[read(NOW + timedelta(seconds=5), "first_visit", 400)],
        *[listing(NOW + k * QUARTER) for k in range(6)],
        *[listing(NOW + (6 + k) * QUARTER, "unavailable") for k in range(3)],
        *[listing(NOW + 10 * QUARTER, "unreachable")],
        *[listing(end), read(end + timedelta(seconds=9), "gap", 70), read(end + timedelta(seconds=20), "archive", 5)],
        *[listing(end + QUARTER), read(end + QUARTER + timedelta(seconds=5), None, 4)],
    ]
    found = board(tmp_path, rows)
    (gap,) = gaps.gaps(found, end + 2 * QUARTER)
    assert (gap.start, gap.end, gap.seconds) == (NOW + 5 * QUARTER, end, 3 * 3600)
    assert gap.reason == "unavailable"
    assert gap.reasons == {"unavailable": 3, "unreachable": 1}
    assert gap.late == {"gap": 70, "archive": 5}
    assert sum(messages for _, why, messages in found.late if why == "first_visit") == 400


def test_a_gap_that_lasts_is_told_too(tmp_path):
    """No visit since: open, not running, as long as until now. A pause within the rule is none."""
    found = board(tmp_path, [listing(NOW + k * QUARTER) for k in range(4)])
    last = NOW + 3 * QUARTER
    assert gaps.gaps(found, last + timedelta(minutes=35)) == []
    (gap,) = gaps.gaps(found, last + timedelta(minutes=36))
    assert (gap.start, gap.end, gap.reason, gap.seconds) == (last, None, "not_running", 36 * 60)


def test_an_old_copy_of_the_listing_is_no_look(tmp_path):
    """A stale listing is followed by its visit's row: together they count as a failed look."""
    at = NOW + 4 * QUARTER
    rows = [*[listing(NOW + k * QUARTER) for k in range(4)], listing(at, "stale"), listing(at, "not_modified")]
    found = board(tmp_path, rows)
    assert len(found.looks) == 4
    assert found.failed == [(at, "stale")]


def test_how_regular_and_how_much_of_what_was_announced(tmp_path):
    """Median interval, share on time, shares held: last, median, worst."""
    minutes = [0, 15, 30, 60, 75]
    held = [90, 100, 98, 96, 99]
    rows = [
        listing(NOW + timedelta(minutes=at), expected=100, held=n, run_id=f"r{at}")
        for at, n in zip(minutes, held, strict=True)
    ]
    found = board(tmp_path, rows)
    facts = gaps.regularity(found.looks)
    assert facts["read"] == 5
    assert facts["interval_seconds"] == 900
    assert facts["on_time"] == 0.75
    told = gaps.announced(found.looks)
    assert (told["share"], told["median"], told["worst"]) == (0.99, 0.98, 0.90)
    assert [row["run_id"] for row in told["series"]] == ["r0", "r15", "r30", "r60", "r75"]


def test_a_board_never_visited_has_no_figures(tmp_path):
    """Imported boards have no listing: nothing is made up."""
    found = board(tmp_path, [raw_row("observations", page_kind="saved")])
    assert gaps.gaps(found, NOW) == []
    assert gaps.regularity(found.looks)["interval_seconds"] is None
    assert gaps.announced(found.looks) is None
