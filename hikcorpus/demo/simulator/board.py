"""The life of the board: a queue of events, played as far as time has come."""

import heapq
import random
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

from hikcorpus.demo.simulator.records import SECOND, Fate, Post, Thread
from hikcorpus.demo.simulator.settings import Settings
from hikcorpus.demo.simulator.visitors import choose, poster_of, quoted


class Board:
    """All posts and threads so far. order: living threads, last bumped first. Reading never changes it.

    written: when the listing's files were rewritten; archive_written: the same of the archive's list.
    left, closings: threads that left the listing, and when, in that order. `now` is as far as it has been played.
    """

    def __init__(self, settings: Settings, seed: int, start: int) -> None:
        self.settings, self.seed = settings, seed
        self.threads: list[Thread] = []
        self.posts: list[Post] = []
        self.order: list[Thread] = []
        self.left: list[Thread] = []
        self.closings: list[int] = []
        self.by_number: dict[int, Thread] = {}
        self.now = self.opened = start - round(settings.warm_up * SECOND)
        self.written, self.archive_written = [self.now], [self.now]
        self._rng = random.Random(f"board:{seed}")
        self._queue: list[tuple[int, int, Callable[[int, Any], None], Any]] = []
        self._serial = 0
        self._later(self.now, settings.posts_every, self._arrive, None)

    def advance(self, to: int) -> None:
        """Play all events up to and including that moment."""
        while self._queue and self._queue[0][0] <= to:
            at, _, event, subject = heapq.heappop(self._queue)
            self.now = max(at, self.now + 1)  # no two events share a microsecond
            event(self.now, subject)
        self.now = max(self.now, to)

    def post(self, number: int) -> Post | None:
        """The post of that number, standing or not."""
        place = number - self.settings.first_number
        return self.posts[place] if 0 <= place < len(self.posts) else None

    def living(self, at: int) -> list[tuple[Thread, int]]:
        """(thread, its version) in the order of the listing as it stood at that moment, which may be past."""
        later = self.left[bisect_right(self.closings, at) :]
        pairs = [(thread, thread.version(at)) for thread in (*self.order, *later) if thread.opened <= at]
        pairs.sort(key=lambda pair: pair[0].bumps[pair[1]], reverse=True)
        return pairs

    def archive(self, at: int) -> list[Thread]:
        """Archived threads that could be read at that moment, oldest number first."""
        first = bisect_right(self.closings, at - round(self.settings.archive_hours * 3600 * SECOND))
        recent = self.left[first : bisect_right(self.closings, at)]
        return sorted((t for t in recent if t.fate == "archived"), key=lambda thread: thread.number)

    def _later(self, at: int, mean: float, event: Callable[[int, Any], None], subject: Any) -> None:
        self._at(at + max(1, round(self._rng.expovariate(1 / mean) * SECOND)), event, subject)

    def _at(self, at: int, event: Callable[[int, Any], None], subject: Any) -> None:
        self._serial += 1
        heapq.heappush(self._queue, (at, self._serial, event, subject))

    def _arrive(self, at: int, _: None) -> None:
        settings, rng = self.settings, self._rng
        self._later(at, settings.posts_every, self._arrive, None)
        if not self.order or rng.random() < settings.new_thread_share:
            post = self._open(at)
        else:
            post = self._reply(at, choose(rng, self.order))
        if rng.random() < settings.edited:
            self._later(at, settings.edited_mean, self._edit, post)
        self.written.append(at)

    def _open(self, at: int) -> Post:
        settings, rng = self.settings, self._rng
        thread = Thread(settings.first_number + len(self.posts), at, max(0.01, rng.random() ** 2))
        post = Post(thread.number, thread, at, 0)
        thread.posts.append(post)
        thread.note(at, at, 0)
        self.posts.append(post)
        self.threads.append(thread)
        self.by_number[thread.number] = thread
        self.order.insert(0, thread)
        if len(self.order) > settings.threads:
            self._close(at, self.order[-1], "archived" if settings.mode == "fourchan" else "pruned")
        if rng.random() < settings.deleted_threads:
            self._later(at, settings.deleted_threads_mean, self._delete_thread, thread)
        return post

    def _reply(self, at: int, thread: Thread) -> Post:
        settings, rng = self.settings, self._rng
        number, sage = settings.first_number + len(self.posts), rng.random() < settings.sage_share
        post = Post(number, thread, at, poster_of(rng, thread), sage)
        if rng.random() < 0.6:
            post.quotes = tuple(dict.fromkeys(quoted(rng, thread) for _ in range(rng.choice((1, 1, 1, 2)))))
        count, bump = thread.counts[-1], thread.bumps[-1]
        # vichan's post.php: numposts + 1 < reply_limit
        open_end = count + (settings.mode == "vichan") < settings.bump_limit
        if open_end and not post.sage:
            bump = at
            self.order.remove(thread)
            self.order.insert(0, thread)
        thread.posts.append(post)
        thread.note(at, bump, count + 1)
        self.posts.append(post)
        if rng.random() < settings.deleted_replies:
            self._later(at, settings.deleted_replies_mean, self._delete_post, post)
        return post

    def _delete_post(self, at: int, post: Post) -> None:
        thread = post.thread
        if thread.closed is not None:
            return
        post.deleted, bump = at, thread.bumps[-1]
        if self.settings.mode == "vichan" and self.settings.anti_bump_flood:
            bump = max(p.posted for p in thread.posts if p.deleted is None and not p.sage)
            self.order.remove(thread)
            self.order.insert(bisect_right(self.order, -bump, key=lambda other: -other.bumps[-1]), thread)
        thread.note(at, bump, thread.counts[-1] - 1)
        self.written.append(at)

    def _edit(self, at: int, post: Post) -> None:
        if post.thread.closed is None and post.deleted is None:
            post.edits = (*post.edits, at)
            post.thread.note(at, post.thread.bumps[-1], post.thread.counts[-1])
            self.written.append(at)

    def _delete_thread(self, at: int, thread: Thread) -> None:
        if thread.closed is None:
            self._close(at, thread, "deleted")
            self.written.append(at)

    def _close(self, at: int, thread: Thread, fate: Fate) -> None:
        self.order.remove(thread)
        self.left.append(thread)
        self.closings.append(at)
        thread.closed, thread.fate, thread.unreadable = at, fate, at
        if fate == "archived":
            thread.note(at, thread.bumps[-1], thread.counts[-1])
            thread.unreadable = at + round(self.settings.archive_hours * 3600 * SECOND)
            self.archive_written.append(at)
            self._at(thread.unreadable, self._expire, thread)

    def _expire(self, at: int, _: Thread) -> None:
        self.archive_written.append(at)
