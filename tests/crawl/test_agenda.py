"""What a visit reads, and in what order."""

from datetime import timedelta

import pytest

from hikcorpus.crawl import agenda
from hikcorpus.crawl.agenda import Ageing, Due
from hikcorpus.crawl.tails import whole_after
from hikcorpus.sources.base import Listing, ThreadMark
from hikcorpus.store.memory import Known, Owed, PageMemory
from tests.crawl.facts import at

DAY = 86_400


def listing(**marks):
    return Listing(tuple(ThreadMark(name, place, mark, 0) for place, (name, mark) in enumerate(marks.items())))


def held(mark="m", seconds=0, whole=0, tailed=False, refused=0):
    read = at(seconds), None if whole is None else at(whole), tailed
    return PageMemory(mark, None, None, None, 0, 3, *read, refused=refused)


def ids(due):
    return [item.thread_id for item in due]


LIVE = Known(1, "", "live")


def test_changed_threads_are_read_from_the_last_place_up():
    """The last dies first; new threads count as changed, unchanged ones do not come up."""
    found = agenda.changed(listing(a="new", b="m", c="new", d="x"), {"a": held(), "b": held(), "c": held()})
    assert [mark.thread_id for mark in found] == ["d", "c", "a"]
    due = agenda.to_read(found, {"a": held(), "c": held()}, "gap")
    assert [(item.thread_id, item.conditional, item.backfill) for item in due] == [
        ("d", False, "gap"),
        ("c", True, "gap"),
        ("a", True, "gap"),
    ]


@pytest.mark.parametrize(("refused", "due"), [(0, []), (1, ["a"]), (2, ["a"]), (3, []), (9, [])])
@pytest.mark.parametrize("mark", ["m", "other"])
def test_refused_threads_are_asked_for_at_three_visits(refused, due, mark):
    """Whatever their mark says, for what is written in a thread for members only moves it; then they wait in turn."""
    found = agenda.changed(listing(a=mark), {"a": held(refused=refused)})
    assert [each.thread_id for each in found] == (due if refused or mark == "m" else ["a"])


def test_threads_read_in_part_are_asked_for_at_three_visits():
    """Wherever they stand; with another mark they have three again."""
    mark, wanted = None, []
    for _ in range(4):
        mark = agenda.partial_mark("m", mark)
        wanted.append(ids(agenda.unfinished(["b", "a"], {"a": held(mark), "b": held()}, {"a": 7})))
    assert wanted == [["a"], ["a"], [], []]
    assert agenda.changed(listing(a="m"), {"a": held(mark)}) == []
    assert len(agenda.changed(listing(a="n"), {"a": held(mark)})) == 1
    assert agenda.plain_mark(mark) == "m" and agenda.plain_mark("m") == "m"
    assert ids(agenda.unfinished(["a"], {"a": held(agenda.partial_mark("n", mark))}, {})) == ["a"]
    (due,) = agenda.unfinished(["b", "a"], {"a": held(agenda.partial_mark("m", None))}, {"a": 7})
    assert (due.mark, due.position, due.announced, due.conditional) == ("m", 1, 7, False)


def test_the_order_of_the_parts_and_every_thread_once():
    """Each thread stands where it first came up."""
    one, two, three = (Due(name, None, None, conditional=False) for name in "abc")
    later = Due("a", "other", None, conditional=True)
    assert agenda.each_once([one], [two, later], [three]) == [one, two, three]


def test_just_dropped_threads_are_asked_at_once_and_unconditionally():
    """Dropped from the listing since the last visit: its fate is that of the listings' order."""
    (due,) = agenda.vanished(["a"], {"b": "deleted"}, {"a": held(), "b": held()}, {"a": LIVE, "b": LIVE}, {}, at(60))
    assert (due.thread_id, due.fate, due.mark, due.conditional) == ("b", "deleted", "unlisted:1", False)


def test_nobody_is_accused_where_the_order_cannot_tell():
    """Without a fate a dropped thread is at most pruned."""
    (due,) = agenda.vanished([], {}, {"b": held()}, {"b": LIVE}, {}, at(60))
    assert due.fate == "pruned"


def test_threads_never_read_or_dead_are_not_asked():
    """Only known living threads with a reading can vanish."""
    assert agenda.vanished([], {}, {"a": held()}, {"b": LIVE}, {}, at(60)) == []


MINUTE = 60


@pytest.mark.parametrize(
    ("times", "minutes"), [(1, 5), (2, 20), (3, 80), (4, 320), (5, 1280), (6, 1440), (7, 1440), (60, 1440)]
)
def test_unlisted_threads_are_asked_ever_more_seldom(times, minutes):
    """After 5 minutes, then 20, 80 ... at last daily; conditionally, and never sooner."""
    pages = {"b": held(f"unlisted:{times}", seconds=0)}
    assert agenda.vanished([], {}, pages, {"b": LIVE}, {}, at(minutes * MINUTE - 1)) == []
    (due,) = agenda.vanished([], {}, pages, {"b": LIVE}, {}, at(minutes * MINUTE))
    assert due.mark == f"unlisted:{times + 1}" and due.conditional


@pytest.mark.parametrize(("wait", "asked"), [(59, []), (60, ["b"]), (7200, ["b"])])
def test_a_dropped_thread_that_was_gone_is_owed_a_second_look(wait, asked):
    """A minute after the first 404, whatever the mark says of waiting; with the fate of the first look."""
    owed = {"b": Owed({}, at(100), "deleted")}
    found = agenda.vanished([], {}, {"b": held("unlisted:3", 90)}, {"b": LIVE}, owed, at(100 + wait))
    assert ids(found) == asked and {item.fate for item in found} <= {"deleted"}


@pytest.mark.parametrize(("wait", "asked"), [(59, []), (60, ["a"])])
@pytest.mark.parametrize("owed", [Owed({"2": at(100)}), Owed({}, at(100))])
def test_listed_threads_get_their_second_look(owed, wait, asked):
    """After a minute; conditionally only where the page was there (a 304 then confirms the absence)."""
    found = agenda.second_looks(["a"], {"a": owed, "gone": owed}, {"a": held("m1")}, at(100 + wait))
    assert ids(found) == asked
    assert all(item.mark == "m1" and item.conditional is (owed.gone_at is None) for item in found)


def test_old_readings_come_oldest_first():
    """Threads read before the age, the oldest first; younger ones are left alone."""
    pages = {"a": held(whole=30), "b": held(whole=10), "c": held(whole=200), "d": held(whole=20)}
    found = agenda.old_readings(["a", "b", "c", "d"], pages, Ageing(at(100), at(100)))
    assert ids(found) == ["b", "d", "a"] and all(item.conditional for item in found)


@pytest.mark.parametrize(("least", "found"), [(0, []), (1, ["b"]), (2, ["b", "a"]), (9, ["b", "a", "c"])])
def test_at_least_so_many_old_readings(least, found):
    """Engines whose listing hides deletions ask for the oldest few anyway."""
    pages = {"a": held(whole=30), "b": held(whole=10), "c": held(whole=200)}
    due = agenda.old_readings(["a", "b", "c"], pages, Ageing(at(-1), at(-1), least))
    assert ids(due) == found


@pytest.mark.parametrize(("whole", "tailed", "asked"), [(10, True, ["a"]), (11, True, []), (10, False, [])])
def test_a_thread_read_by_tails_ages_sooner(whole, tailed, asked):
    """An edit may be masked by a reply after it: what tails were read of is read whole again by its own measure."""
    pages = {"a": held(seconds=50, whole=whole, tailed=tailed)}
    assert ids(agenda.old_readings(["a"], pages, Ageing(at(-1), at(10)))) == asked


@pytest.mark.parametrize(("minutes", "whole"), [(None, 60), (1, 60), (5, 60), (15, 180), (60, 720)])
def test_an_hour_or_twelve_visits(minutes, whole):
    """The measure for tails, by the usual time between visits."""
    interval = None if minutes is None else timedelta(minutes=minutes)
    assert whole_after(interval) == timedelta(minutes=whole)


def test_refused_threads_wait_for_their_turn_by_the_last_refusal():
    """Else they would be the oldest for ever, and where so many at most are read, nobody else ever would."""
    pages = {"a": held(seconds=90, whole=1, refused=5), "b": held(seconds=95, whole=2), "c": held(seconds=20, whole=20)}
    assert ids(agenda.old_readings("abc", pages, Ageing(at(100), at(100), most=2))) == ["c", "a"]
    assert ids(agenda.old_readings("abc", pages, Ageing(at(89), at(89), most=2))) == ["c", "b"]
    assert ids(agenda.old_readings("abc", pages, Ageing(at(89), at(89)))) == ["b", "c"]


def test_what_the_list_announces_goes_with_every_look():
    """Old readings and second looks hold it against the page too."""
    (old,) = agenda.old_readings(["a"], {"a": held()}, Ageing(at(1), at(1)), announced={"a": 7})
    (second,) = agenda.second_looks(["a"], {"a": Owed({"2": at(0)})}, {"a": held()}, at(60), {"a": 8})
    assert (old.announced, second.announced) == (7, 8)


def test_a_thread_only_ever_read_by_tails_ages_too():
    """Without a whole reading the tail's own time counts."""
    pages = {"a": held(seconds=0, whole=None, tailed=True)}
    assert ids(agenda.old_readings(["a"], pages, Ageing(at(-1), at(0)))) == ["a"]


def test_threads_not_listed_are_not_refreshed():
    """A dropped thread waits for its own turn."""
    assert agenda.old_readings([], {"a": held()}, Ageing(at(8 * DAY), at(8 * DAY), 5)) == []
