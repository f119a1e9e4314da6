"""Which threads are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import UsageError
from hikcorpus.review.sample import Changes, draw, reading_order


def scores(kept, dropped, empty=0):
    """Rows of the table `scores`."""
    rows = [{"thread_id": name, "decision": "kept", "messages": 5} for name in kept]
    rows += [{"thread_id": name, "decision": "dropped", "messages": 5} for name in dropped]
    return rows + [{"thread_id": f"empty{n}", "decision": "dropped", "messages": 0} for n in range(empty)]


KEPT = [f"k{n:03d}" for n in range(30)]
DROPPED = [f"d{n:04d}" for n in range(1000)]


def test_all_proposals_and_a_sample_of_the_rest():
    """Threads without a message cannot be read: they are counted, not drawn."""
    sheet, changes = draw(scores(KEPT, DROPPED, 3), "s", "family", "a", 100, 5)
    assert sheet.stratum("proposed") == set(KEPT)
    assert len(sheet.stratum("dropped")) == 100
    assert sheet.stratum("dropped") <= set(DROPPED)
    assert (sheet.dropped, sheet.empty, sheet.sample, sheet.seed) == (1000, 3, 100, 5)
    assert changes == Changes(30, 100)


@given(st.integers(0, 2**32), st.permutations(range(40)))
def test_the_draw_hangs_on_seed_and_threads_alone(seed, order):
    """Not on the order of the rows."""
    rows = scores(KEPT[:10], DROPPED[:30])
    assert draw([rows[n] for n in order], "s", "t", "a", 8, seed)[0] == draw(rows, "s", "t", "a", 8, seed)[0]


def test_every_dropped_thread_has_the_same_chance():
    """Over 2,000 seeds each of 40 threads is drawn in a quarter of the draws, within five standard errors."""
    times = dict.fromkeys(DROPPED[:40], 0)
    for seed in range(2000):
        for thread in draw(scores([], DROPPED[:40]), "s", "t", "a", 10, seed)[0].ids():
            times[thread] += 1
    assert all(abs(n - 500) < 5 * (2000 * 0.25 * 0.75) ** 0.5 for n in times.values())


def test_coders_read_in_orders_of_their_own_that_mix_the_strata():
    """The same one each time; the first half of neither holds the proposals."""
    sheet, _ = draw(scores(KEPT, DROPPED), "s", "family", "a", 30)
    anna, ben = reading_order(sheet, "anna"), reading_order(sheet, "ben")
    assert anna == reading_order(sheet, "anna")
    assert anna != ben
    assert sorted(anna) == sorted(ben) == sheet.ids()
    for order in (anna, ben):
        assert 5 < len(sheet.stratum("proposed") & set(order[:30])) < 25


def test_a_new_corpus_keeps_what_was_decided():
    """New proposals come in, the sample stays one of what is dropped now, and only undecided threads leave."""
    before, _ = draw(scores(KEPT, DROPPED), "s", "family", "a", 50, 1)
    old = sorted(before.stratum("dropped"))
    now_kept = [*KEPT[2:], old[0]]
    now_dropped = [name for name in DROPPED if name != old[0]] + KEPT[:2]
    sheet, changes = draw(scores(now_kept, now_dropped), "s", "family", "b", before=before, decided={KEPT[0]})
    assert sheet.corpus == "b"
    assert sheet.stratum("proposed") == set(now_kept)
    assert sheet.stratum("former") | sheet.stratum("dropped") >= {KEPT[0]}
    assert KEPT[1] not in set(sheet.ids()) - sheet.stratum("dropped")
    assert len(sheet.stratum("dropped")) == 50
    assert len(sheet.stratum("dropped") & set(old)) >= 47
    assert changes.former + changes.withdrawn == len(set(before.ids()) - set(now_kept) - sheet.stratum("dropped"))


def test_a_larger_sample_holds_the_smaller_one():
    """A smaller one, or another seed, would choose among what was seen: refused."""
    before, _ = draw(scores(KEPT, DROPPED), "s", "family", "a", 20, 1)
    more, changes = draw(scores(KEPT, DROPPED), "s", "family", "a", 40, None, before)
    assert more.stratum("dropped") > before.stratum("dropped")
    assert changes == Changes(0, 20)
    for sample, seed in ((10, None), (None, 2), (40, 0)):
        with pytest.raises(UsageError, match="drawn before"):
            draw(scores(KEPT, DROPPED), "s", "family", "a", sample, seed, before)


def test_decided_threads_that_no_longer_exist_are_said():
    """Another key gives all threads other pseudonyms: nobody is asked to read what is not there."""
    before, _ = draw(scores(KEPT, DROPPED), "s", "family", "a", 20)
    now = scores([f"x{name}" for name in KEPT], [f"x{name}" for name in DROPPED])
    sheet, changes = draw(now, "s", "family", "b", before=before, decided=KEPT[:7])
    assert changes == Changes(proposed=30, sampled=20, former=0, withdrawn=43, lost=7)
    assert not set(sheet.ids()) & set(before.ids())
