"""Random worlds: forums and files of lines that change between and within visits, break, and are killed over.

Whatever happens: nobody who stands is called gone, nothing is twice, and two quiet whole readings tell all.
"""

import os
import random
from collections import Counter
from pathlib import Path

import httpx
import pytest

from hikcorpus import pipeline
from hikcorpus.clock import FakeClock
from hikcorpus.log import Silent
from tests.crawl.forum_worlds import (
    DAY,
    HOUR,
    MINUTE,
    STALE,
    World,
    all_told,
    forgotten,
    killed,
    never_false,
    not_rude,
    same_by_reparse,
    same_from_raw,
)
from tests.crawl.simulated import scratch
from tests.crawl.test_appended import KEY, PATH, LineBoard, line
from tests.crawl.test_kills import START

SEED = int(os.environ.get("HIKCORPUS_SEED", "20261122"))
PAUSES = (MINUTE, 3 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * 24 * HOUR)


def live_through(seed, visits):
    """One world: visits among changes, faults and kills, then quiet; gives counts of what it came to."""
    chance = random.Random(seed)
    with scratch() as folder:
        world = World(Path(folder), FakeClock(START), chance)
        world.past_the_end = chance.random() < 0.3
        refresh = chance.choice((0.02, 1.0, 24.0, 200.0))
        calm = True
        for _ in range(visits):
            for _ in range(chance.choice((0, 1, 1, 2, 4))):
                world.happen()
            troubled = chance.random() < 0.45
            if troubled:
                restless = chance.random() < 0.5 and calm
                if restless:
                    world.restless(chance.randint(1, 6))
                if not restless or chance.random() < 0.3:
                    world.break_something(lasting=not restless)
                calm = not restless
            else:
                calm = True
            if chance.random() < 0.07:
                (world.data.state() / "crawl.sqlite").unlink(missing_ok=True)
            after = chance.choice((MINUTE, 3 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * 24 * HOUR))
            if chance.random() < 0.15:
                with killed(chance.choice(("before", "after")), chance.randint(1, 3)):
                    done, asked = world.look(after, refresh)
                    troubled = True
            else:
                done, asked = world.look(after, refresh)
            world.mend()
            assert troubled or done.error is None, done.error
            if world.data.boards():
                never_false(world)
                same_from_raw(world)
            not_rude(world, asked, troubled)
        for _ in range(2):
            done, asked = world.look(2 * HOUR, refresh_hours=0.02)
            assert done.error is None
            not_rude(world, asked, False)
        never_false(world)
        all_told(world)
        same_by_reparse(world)
        done, asked = world.look(15 * MINUTE)
        assert asked == ["/talk"], asked
        for _ in range(2):
            world.look(40 * 24 * HOUR)
        forgotten_posts = forgotten(world)
        never_false(world)
        all_told(world)
        same_by_reparse(world)
        same_from_raw(world)
        return Counter(posts=len(world.texts), forgotten=forgotten_posts, requests=len(world.transport.requests))


def said(whole):
    return whole.split("<>")[3].strip().replace("&gt;", ">")


class LineWorld(LineBoard):
    """Lines that are appended, edited and deleted, also between listing and thread. written: number -> all it ever was.

    tagged: whether the server gives validators; without them no old copies come (`test_appended_losses` knows why).
    """

    def __init__(self, folder, clock, chance):
        super().__init__(folder, clock)
        self.chance, self.tagged, self.ranges = chance, chance.random() < 0.7, chance.random() < 0.8
        self.written, self.stubs, self.count, self.history = {}, set(), 3, []
        self.changes, self.age, self.broken = 0, 0, None
        for number, each in enumerate(self.lines, start=1):
            self.keep(number, each)

    def keep(self, number, whole):
        self.written.setdefault(number, set()).add(said(whole))
        self.history.append((self.clock.now().timestamp(), list(self.lines)))

    def happen(self):
        what = self.chance.choice(("append",) * 5 + ("edit", "same", "stub"))
        self.count += 1
        if what == "append":
            for _ in range(self.chance.choice((1, 1, 2, 5))):
                wide = " &gt;&gt;1-900" if self.chance.random() < 0.3 else ""  # a problem
                self.lines.append(line(len(self.lines) + 1, f"sana{self.count}n{len(self.lines)}{wide}"))
                self.keep(len(self.lines), self.lines[-1])
            return
        place = self.chance.randrange(1, len(self.lines))
        if place + 1 in self.stubs:
            return
        if what == "stub":
            self.stubs.add(place + 1)
            self.lines[place] = "あぼーん<>あぼーん<><> あぼーん <>\n"
            self.history.append((self.clock.now().timestamp(), list(self.lines)))
            return
        old = said(self.lines[place])
        new = f"{self.count:x}".rjust(len(old), "z")[: len(old)] if what == "same" else f"muutos{self.count}"
        self.lines[place] = line(place + 1, new)
        self.keep(place + 1, self.lines[place])

    def handle_request(self, request):
        if request.url.path == PATH:
            if self.changes:
                self.changes -= 1
                self.happen()
            if self.broken:
                return httpx.Response(self.broken, content=b"<html>no</html>")
        now, lines = self.clock.now().timestamp(), self.lines
        if self.age and request.url.path == PATH:
            self.lines = next(kept for at, kept in reversed(self.history) if at <= now - self.age)
        answer = super().handle_request(request)
        self.lines = lines
        if not self.tagged:
            answer.headers.pop("etag", None)
        return answer

    def look(self, after, refresh_hours=24.0):
        self.clock.sleep(after)
        (done,) = pipeline.crawl(
            ["http://lines.example/room/subject.txt"],
            self.data,
            contact="study@university.example",
            clock=self.clock,
            progress=Silent(),
            refresh_hours=refresh_hours,
            transport=self,
        )
        return done

    def check(self, *, all_of_it=False):
        seen = {}
        for row in sorted(self.rows(), key=lambda row: row["version"]):
            if row["thread_id"] != str(KEY):
                continue
            assert row["version"] == seen.get(row["number"], (0,))[0] + 1
            seen[row["number"]] = row["version"], row["state"], row["text"]
            if row["state"] == "live":
                assert row["text"] in self.written[row["number"]], (row["number"], row["text"])
            else:
                assert row["number"] in self.stubs
        if all_of_it:
            wanted = {
                number: ("deleted", None) if number in self.stubs else ("live", said(each))
                for number, each in enumerate(self.lines, start=1)
            }
            assert {number: found[1:] for number, found in seen.items()} == wanted
        assert {row["state"] for row in self.rows("threads")} <= {"live", "blocked"}


def lines_live_through(seed, visits):
    """One world of lines; gives how many there were."""
    chance = random.Random(seed)
    with scratch() as folder:
        world = LineWorld(Path(folder), FakeClock(START), chance)
        for _ in range(visits):
            for _ in range(chance.choice((0, 1, 1, 3))):
                world.happen()
            world.changes = chance.choice((0, 0, 0, 1, 2))
            world.age = chance.choice((0, 0, STALE)) if world.tagged else 0
            world.broken = chance.choice((None,) * 6 + (503, 404, 403, 200))
            if chance.random() < 0.1:
                (world.data.state() / "crawl.sqlite").unlink(missing_ok=True)
            world.look(chance.choice(PAUSES), chance.choice((0.02, 24.0)))
            world.changes, world.age, world.broken = 0, 0, None
            world.check()
        for _ in range(2):
            assert world.look(2 * HOUR, 0.02).error is None
        world.check(all_of_it=True)
        same_by_reparse(world)
        same_from_raw(world)
        return len(world.lines)


@pytest.mark.parametrize("seed", range(3))
def test_forum_worlds(seed):
    """A few worlds in every run of the tests."""
    assert live_through(SEED + seed, 7)["posts"] > 10


@pytest.mark.parametrize("seed", range(3))
def test_worlds_of_lines(seed):
    """A few worlds in every run of the tests."""
    assert lines_live_through(SEED + seed, 10) > 3


@pytest.mark.slow
@pytest.mark.parametrize("kind", [live_through, lines_live_through])
def test_many_worlds(kind):
    """Long ones; every world that fails is told by its seed."""
    failed = {}
    for seed in range(SEED, SEED + 100):
        try:
            kind(seed, 15)
        except AssertionError as error:
            failed[seed] = str(error)[:200]
    assert not failed
