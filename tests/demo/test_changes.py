"""What differs between the visits: growth, deletions, pruning and edits, listed or not."""

import json
from collections import Counter

import pytest

from hikcorpus.demo.changes import changes
from hikcorpus.demo.pages import Pages
from hikcorpus.demo.world import World


@pytest.fixture(scope="module")
def counted(world) -> Counter:
    return Counter((c.kind, c.listed) for c in changes(world))


def test_all_sorts_of_change_happen(counted):
    """Each that a crawler has to find, and each that no listing shows."""
    assert counted["new_thread", True] >= 10
    assert counted["new_post", True] >= 150
    assert counted["deleted_post", True] >= 20
    assert counted["deleted_thread", True] == 2
    assert counted["pruned_thread", True] >= 6
    assert counted["edited_post", True] >= 5
    assert counted["edited_post", False] >= 8
    assert counted["dead_cite", True] >= 5
    assert counted["dead_cite", False] >= 5


def test_on_each_board_one_reply_comes_and_one_goes_unseen(world, counted):
    """A reply with sage and a deletion leave every figure of the listings as it was."""
    assert counted["new_post", False] == counted["deleted_post", False] == 3
    unseen = [c for c in changes(world) if not c.listed and c.kind in {"new_post", "deleted_post"}]
    assert {c.thread[0] for c in unseen} == {"fi", "ja", "en"}


def test_unlisted_means_that_no_listing_differs(world):
    """Compared as bytes of the thread's entries, in the catalog and in threads.json."""
    entries = {}
    for visit in (1, 2):
        pages = Pages(world, visit)
        for board in world.boards:
            for listing in (pages.catalog(board.name), pages.threads(board.name)):
                for entry in (t for page in json.loads(listing) for t in page["threads"]):
                    entries.setdefault((board.name, entry["no"]), {1: [], 2: []})[visit].append(entry)
    for change in changes(world):
        states = entries[change.thread]
        assert (states[1] != states[2]) is change.listed, change


def test_pruning_takes_the_oldest_bumps_of_full_boards(world):
    """Threads at the end of the catalog go where new ones come in, never on the board with room."""
    for board in world.boards:
        pruned = [t for t in world.threads if t.board == board.name and t.pruned_at]
        if board.name == "en":
            assert pruned == []
            continue
        before = [t.key for t in world.catalog(board.name, 1)]
        assert len(before) == board.capacity
        assert len(world.catalog(board.name, 2)) == board.capacity
        assert {t.key for t in pruned} == set(before[-len(pruned) :])
        assert not any(t.about_family or t.trap for t in pruned)


def test_deleted_threads_stood_in_the_middle(world):
    """A crawler can tell a deletion from pruning by the thread's place."""
    for thread in (t for t in world.threads if t.deleted_at):
        catalog = [t.key for t in world.catalog(thread.board, 1)]
        place = catalog.index(thread.key) / len(catalog)
        assert 0.1 < place < 0.8
        assert not thread.about_family


def test_edits_take_out_what_was_planted_or_add_a_line(world):
    """An edit is never empty; some opening post is edited, and some planted value disappears."""
    edited = [p for p in world.posts if p.edit]
    assert all(p.edit.typed != p.typed and p.edit.typed for p in edited)
    assert any(p.number == p.thread for p in edited)
    assert any(m.value not in p.edit.typed for p in edited for m in p.planted)


def test_opening_posts_are_never_deleted_alone(world):
    """vichan deletes the whole thread then."""
    assert not any(p.deleted_at for t in world.threads for p in t.posts[:1])


@pytest.mark.parametrize("seed", range(6))
def test_other_seeds_change_as_well(seed):
    """Nothing of this hangs on the demo's seed, nor on its size."""
    counted = Counter(c.kind for c in changes(World.make(seed, 0.1)))
    assert set(counted) == {
        "new_thread", "new_post", "deleted_thread", "pruned_thread", "deleted_post", "edited_post", "dead_cite",
    }  # fmt: skip
