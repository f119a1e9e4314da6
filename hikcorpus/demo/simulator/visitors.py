"""Where visitors post, as whom, and what they quote."""

import random
from collections.abc import Sequence

from hikcorpus.demo.simulator.records import Thread

NEAR = 10
"""Reply law: a visitor comes across the thread at place r of the bump order (0 = top) with probability
proportional to 1 / (r + NEAR), and replies with the thread's own interest (the square of a uniform number), else
looks at another one. On 150 threads the upper ten get some 25 % of the looks; no thread more than 3.6 %."""
_LOOKS = 200


def choose(rng: random.Random, order: Sequence[Thread]) -> Thread:
    """The thread that is replied to, out of the living ones in bump order."""
    reach = (len(order) + NEAR) / NEAR
    for _ in range(_LOOKS):
        thread = order[min(int(NEAR * (reach ** rng.random() - 1)), len(order) - 1)]
        if rng.random() < thread.interest:
            return thread
    return order[0]


def poster_of(rng: random.Random, thread: Thread) -> int:
    """Who replies: in two of five cases somebody who has posted there, else somebody new."""
    known = max(post.poster for post in thread.posts)
    return rng.randint(0, known) if rng.random() < 0.4 else known + 1


def quoted(rng: random.Random, thread: Thread) -> int:
    """Number of a standing post of the thread, most likely one of the newest."""
    standing = [post for post in thread.posts[-40:] if post.deleted is None] or [thread.posts[0]]
    return standing[-1 - min(int(rng.expovariate(0.25)), len(standing) - 1)].number
