"""The invented world: the same for a seed, as large as promised, and its people as declared."""

import os
import subprocess
import sys
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from hikcorpus.demo.people import SHARED
from hikcorpus.demo.world import World

DIGEST = (
    "import hashlib; from hikcorpus.demo.world import World;"
    "print(hashlib.sha256(repr(World.make(7, 0.1)).encode()).hexdigest())"
)


def test_same_seed_same_world_in_another_process():
    """String hashing differs between processes; the world must not."""
    digests = set()
    for hash_seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", DIGEST],
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(done.stdout)
    assert len(digests) == 1


def test_another_seed_is_another_world(small):
    """The seed reaches texts, names and times."""
    other = World.make(seed=5, scale=0.1)
    assert {p.typed for p in other.posts} != {p.typed for p in small.posts}
    assert [p.posted_at for p in other.posts] != [p.posted_at for p in small.posts]


def test_size(world):
    """About 250 threads and 6,000 posts, some 20 of the threads on family, 250 standing at the first visit."""
    assert sum(len(world.catalog(b.name, 1)) for b in world.boards) == 250
    assert 5_700 <= len(world.posts) <= 6_400
    assert 19 <= sum(t.about_family for t in world.threads) <= 25
    assert {t.trap for t in world.threads} == {"", "word", "story"}


def test_scale_shrinks_but_keeps_every_sort(small):
    """Tests get the same variety in a tenth of the threads."""
    assert len(small.threads) < 50
    kinds = {p.kind for p in small.personas}
    assert kinds == {
        "named", "several_names", "trip", "anonymous", "cafe", "pair", "default_like", "near_default", "fake_trip",
        "word", "staff",
    }  # fmt: skip


@pytest.mark.parametrize("visit", [datetime(2026, 3, 29, 1, 0, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)])
def test_times_lie_in_the_weeks_before_the_visits(visit):
    """All posts lie in the five weeks before visit 1 or between the visits, also across a change of the clocks."""
    world = World.make(scale=0.1, first_visit=visit)
    first, second = world.visits
    assert second - first == timedelta(days=1)
    for post in world.posts:
        assert first - timedelta(weeks=5, days=2) < post.posted_at < second
        assert not first - timedelta(minutes=10) < post.posted_at < first + timedelta(minutes=59)
        assert post.posted_at.microsecond == 0
        assert post.posted_at.tzinfo is UTC


def test_numbers_follow_time_and_are_never_given_twice(world):
    """A board counts up in the order of posting, with gaps where posts were deleted long ago."""
    for board in world.boards:
        posts = sorted((p for p in world.posts if p.board == board.name), key=lambda p: p.number)
        assert [p.posted_at for p in posts] == sorted(p.posted_at for p in posts)
        numbers = [p.number for p in posts]
        assert len(set(numbers)) == len(numbers)
        assert numbers[-1] - numbers[0] > len(numbers)
    for thread in world.threads:
        assert thread.number == thread.posts[0].number == min(p.number for p in thread.posts)


@pytest.mark.parametrize("scale", [0.1, 0.3, 1.0])
def test_shared_names_come_from_many_computers_within_one_thread(scale):
    """Each cafe name is typed from more than two computers in some thread that stands at visit 1; a pair never."""
    world = World.make(scale=scale)
    together = defaultdict(set)
    everywhere = defaultdict(set)
    for thread in world.threads:
        for post in thread.posts_at(world.visits[0]):
            if post.name:
                together[post.board, post.name, thread.number].add(post.computer)
                everywhere[post.board, post.name].add(post.computer)
    for persona in world.personas:
        board = persona.key.partition("-")[0]
        for name in filter(None, persona.names):
            most = max((len(c) for (b, n, _), c in together.items() if (b, n) == (board, name)), default=0)
            if persona.kind in SHARED:
                assert most > 2, persona.key
            elif persona.kind == "pair":
                assert most == 2, persona.key
                assert len(everywhere[board, name]) == 2
            elif persona.kind != "trip":
                assert len(everywhere[board, name]) <= 1, persona.key


def test_names_belong_to_one_persona_and_computers_too(world):
    """No screen name of a board is typed by two personas, and no computer serves two."""
    names, computers = defaultdict(set), defaultdict(set)
    for post in world.posts:
        if post.name:
            names[post.board, post.name].add(post.persona)
        computers[post.computer].add(post.persona)
    assert {len(group) for group in names.values()} == {1}
    assert {len(group) for group in computers.values()} == {1}


def test_somebody_uses_several_names_on_one_computer_in_one_thread(world):
    """What `one participant per ID` must join."""
    names = defaultdict(set)
    for post in world.posts:
        if post.name:
            names[post.thread, post.computer].add(post.name)
    assert sum(len(group) > 1 for group in names.values()) >= 5


def test_poster_ids_are_vichans(world):
    """Five hexadecimal characters; one per computer and thread; another one in another thread."""
    assert world.ids_tell_apart()
    first, second = world.threads[0].number, world.threads[1].number
    assert world.poster_id("192.0.2.1", first) != world.poster_id("192.0.2.1", second)
    assert all(c in "0123456789abcdef" for c in world.poster_id("192.0.2.1", first))
    assert len(world.poster_id("192.0.2.1", first)) == 5


def test_typed_tripcodes_stand_in_the_name_only(world):
    """A fake tripcode is part of a name; a real one stands in its own field."""
    fakes = {p.key for p in world.personas if p.kind == "fake_trip"}
    seen = [p for p in world.posts if p.persona in fakes]
    assert seen
    assert all(not p.trip and ("!" in p.name or "◆" in p.name) for p in seen)
    assert all(p.trip.startswith("!") and len(p.trip) in {11, 12} for p in world.posts if p.trip)
    real = {p.trip for p in world.posts if p.trip}
    assert any(trip in p.name for trip in real for p in seen), "nobody impersonates a tripcode user"


def test_many_seeds_hold_together():
    """Nothing of the above rests on a lucky seed."""
    for seed in range(10):
        world = World.make(seed, 0.1)
        assert world.ids_tell_apart()
        assert sum(t.pruned_at is not None for t in world.threads) >= 2
