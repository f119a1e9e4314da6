"""A little board, seeded, and what visits at an interval would have written into raw: the truth is known.

Posts come at random; some replies and some threads are deleted after an exponential time; the thread that nobody
wrote in for longest is pruned when a new one comes. Not made after the demo's simulator.
"""

import math
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.store.rows import raw_row

START = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass
class Post:
    number: int
    thread: int
    at: float  # seconds since START
    dies: float = math.inf
    by_thread: bool = False
    seen: float | None = None
    gone: float | None = None


@dataclass
class Thread:
    number: int
    bumped: float
    dies: float = math.inf
    pruned: float = math.inf
    posts: list[Post] = field(default_factory=list)
    closed: bool = False


@dataclass(frozen=True)
class Kind:
    post_every: float = 5.0
    hours: float = 6.0
    threads: int = 150
    new_threads: float = 0.04
    replies: tuple[float, float] = (0.04, 600.0)
    doomed_threads: tuple[float, float] = (0.06, 1200.0)


def lived(kind: Kind, seed: int) -> list[Thread]:
    """All threads, in the order of their making; the first `threads` stand when the clock begins (at 0)."""
    random_ = random.Random(seed)
    number = 1000
    alive: list[Thread] = []
    out: list[Thread] = []
    at = -kind.threads * kind.post_every / max(kind.new_threads, 0.01)  # warm-up
    while at < kind.hours * 3600:
        at += random_.expovariate(1 / kind.post_every)
        number += 1
        alive = [thread for thread in alive if thread.dies > at]
        if len(alive) < 5 or random_.random() < kind.new_threads:
            thread = Thread(number, at)
            if random_.random() < kind.doomed_threads[0]:
                thread.dies = at + random_.expovariate(1 / kind.doomed_threads[1])
            alive.append(thread)
            out.append(thread)
            if len(alive) > kind.threads:
                oldest = min(alive, key=lambda each: each.bumped)
                oldest.pruned = at
                alive.remove(oldest)
        else:
            thread = random_.choice(alive)
            thread.bumped = at
        post = Post(number, thread.number, at)
        if thread.posts and random_.random() < kind.replies[0]:
            post.dies = at + random_.expovariate(1 / kind.replies[1])
        if thread.dies < post.dies:
            post.dies, post.by_thread = thread.dies, True
        thread.posts.append(post)
    return out


def visit(threads: list[Thread], looks: list[float], slow: float = 20.0) -> None:
    """Note in every post when it was first seen and when found gone. slow: seconds that a visit takes."""
    quiet: dict[int, float] = {}  # until when nothing changes in a thread: there is nothing to note
    for look in looks:
        for place, thread in enumerate(threads):
            at = look + slow * (place % 17) / 17
            if thread.closed or not thread.posts or thread.posts[0].at > look:
                continue
            over = min(thread.dies, thread.pruned) <= at
            if not over and place in quiet and quiet[place] > at:
                continue
            for post in thread.posts:
                if post.at > at:
                    break
                if over and post.seen is not None and post.gone is None and thread.dies <= thread.pruned:
                    post.gone = at
                elif not over and post.dies > at and post.seen is None:
                    post.seen = at
                elif not over and post.dies <= at and post.seen is not None and post.gone is None:
                    post.gone = at
            thread.closed = over
            coming = [at_ for post in thread.posts for at_ in (post.at, post.dies) if at_ > at]
            quiet[place] = min([*coming, thread.dies, thread.pruned])


def true_loss(threads: list[Thread], since: float, until: float) -> float:
    """The share of posts made between two looks that nobody saw."""
    posts = [post for thread in threads for post in thread.posts if since < post.at <= until]
    return sum(post.seen is None for post in posts) / len(posts)


def expected_loss(threads: list[Thread], seconds: float) -> float:
    """The same for any interval, over all its phases."""
    posts = [post for thread in threads for post in thread.posts if post.at > 0]
    return sum(max(0.0, 1 - (post.dies - post.at) / seconds) for post in posts) / len(posts)


def instant(at: float) -> datetime:
    return START + timedelta(seconds=at)


def written(dataset, threads: list[Thread], looks: list[float], *, numbered: bool = True, engine="vichan") -> None:
    """Write what the visits saw as raw rows. numbered: False = the site numbers other boards' posts in between."""
    messages, states, observations = [], [], []

    def named(number):
        return number if numbered else number * 40

    for thread in threads:
        held = [post for post in thread.posts if post.seen is not None]
        for post in held:
            number = named(post.number)
            facts = {"engine": engine, "thread_id": str(thread.number), "message_id": str(number), "number": number}
            first = (
                "first_visit" if post.seen < looks[1] and post.seen < looks[0] + 0.9 * (looks[1] - looks[0]) else None
            )
            at = {"posted_at": instant(post.at), "first_seen": instant(post.seen), "time_precision": "second"}
            messages.append(raw_row("messages", **facts, **at, backfill=first))
            if post.gone is not None:
                why = "thread_deleted" if post.by_thread and thread.dies <= post.gone else "absent"
                gone = {"deleted_at": instant(post.gone), "first_seen": instant(post.gone), "deletion_evidence": why}
                messages.append(raw_row("messages", **facts, **gone, version=2, state="deleted"))
        if held:
            state = (
                "deleted" if thread.closed and thread.dies <= thread.pruned else "pruned" if thread.closed else "live"
            )
            end = min(thread.dies, thread.pruned)
            at = next((look for look in looks if look >= end), looks[-1]) if thread.closed else held[0].seen
            states.append(raw_row("threads", thread_id=str(thread.number), state=state, first_seen=instant(at)))
    for place, look in enumerate(looks):
        known = [post.number for thread in threads for post in thread.posts if post.seen and post.seen < look + 30]
        facts = {"page_kind": "listing", "thread_id": None, "observed_at": instant(look), "outcome": "changed"}
        observations.append(
            raw_row("observations", **facts, run_id=f"r{place}", expected=100, held=99, highest=named(max(known)))
        )
    dataset.append({"messages": messages, "threads": states, "observations": observations}, "2026-11")
