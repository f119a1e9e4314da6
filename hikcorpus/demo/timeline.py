"""What befalls threads and posts between the two visits: deletions, pruning, and a moderator's edits."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from hikcorpus.demo.history import Plan
from hikcorpus.demo.markup import cites
from hikcorpus.demo.phrasebook import Phrasebook
from hikcorpus.demo.records import BoardFacts, Edit, Post, Thread


class Timeline:
    """Settles the fate of one board's threads. `whole_thread`: whether one thread is deleted as well."""

    def __init__(
        self,
        rng: random.Random,
        board: BoardFacts,
        book: Phrasebook,
        visits: tuple[datetime, datetime],
        whole_thread: bool,
    ) -> None:
        self._rng, self._board, self._book, self._visits = rng, board, book, visits
        self._whole_thread = whole_thread
        self._touched: set[int] = set()

    def settle(self, written: list[tuple[Plan, Thread]]) -> list[Thread]:
        """The threads with their fates, in the order given."""
        self._roles = {thread.number: plan.role for plan, thread in written}
        self._threads = {thread.number: thread for _, thread in written}
        self._level_swaps()
        if self._whole_thread:
            self._delete_thread()
        self._prune()
        self._delete_posts()
        self._edit()
        return list(self._threads.values())

    def _at(self) -> datetime:
        """A moment between the visits, an hour after the first at the earliest."""
        span = (self._visits[1] - self._visits[0]).total_seconds()
        return self._visits[0] + timedelta(seconds=int(self._rng.uniform(3600, span - 1200)))

    def _quiet(self) -> list[Thread]:
        """Old threads to which nothing has happened yet, and which stay."""
        return [
            t
            for t in self._threads.values()
            if not self._roles[t.number]
            and t.number not in self._touched
            and not t.sticky
            and t.deleted_at is None
            and t.pruned_at is None
        ]

    def _level_swaps(self) -> None:
        """No pictures where one reply comes and one goes: listings count them."""
        for number, role in self._roles.items():
            if role == "swap":
                thread = self._threads[number]
                posts = (thread.posts[0], *(replace(p, picture=None) for p in thread.posts[1:]))
                self._threads[number] = replace(thread, posts=posts)

    def _delete_thread(self) -> None:
        plain = [t for t in self._quiet() if not t.about_family and not t.trap]
        plain.sort(key=lambda t: t.bumped_at(self._visits[0]), reverse=True)
        middle = plain[len(plain) // 4 : len(plain) * 3 // 5] or plain
        thread = self._rng.choice([t for t in middle if len(t.posts) >= 4] or middle)
        at = self._visits[0] + timedelta(minutes=45)  # before any new thread is made
        self._threads[thread.number] = replace(thread, deleted_at=at)

    def _prune(self) -> None:
        """Each new thread pushes out what stands beyond the board's capacity in bump order, as vichan's clean()."""
        for made in sorted(number for number, role in self._roles.items() if role == "new"):
            at = self._threads[made].posts[0].posted_at
            living = [t for t in self._threads.values() if t.shown_at(at)]
            living.sort(key=lambda t: (t.sticky, t.bumped_at(at), t.number), reverse=True)
            for thread in living[self._board.capacity :]:
                self._threads[thread.number] = replace(thread, pruned_at=at)

    def _change(self, post: Post, **fields: object) -> None:
        thread = self._threads[post.thread]
        changed = replace(post, **fields)  # type: ignore[arg-type]
        posts = tuple(changed if p.number == post.number else p for p in thread.posts)
        self._threads[thread.number] = replace(thread, posts=posts)
        self._touched.add(thread.number)

    def _old_replies(self, threads: list[Thread]) -> list[Post]:
        return [p for t in threads for p in t.posts[1:] if p.posted_at < self._visits[0] and p.edit is None]

    def _delete_posts(self) -> None:
        rng = self._rng
        staying = [t for t in self._threads.values() if t.shown_at(self._visits[1])]
        cited = {number for t in staying for p in t.posts for board, number in cites(p.typed, p.board)}

        def some(count: int, fits: Callable[[Post], bool], threads: list[Thread]) -> None:
            fitting = [p for p in self._old_replies(threads) if p.deleted_at is None and fits(p)]
            for post in rng.sample(fitting, min(count, len(fitting))):
                if self._threads[post.thread].number not in self._touched:
                    self._change(post, deleted_at=self._at())

        unit = max(1, round(len(staying) / 45))
        swap = [t for t in staying if self._roles[t.number] == "swap"]
        grown = [t for t in staying if self._roles[t.number] == "grows" and not t.about_family]
        some(1, lambda p: p.number not in cited, swap)
        some(unit, lambda p: True, grown)
        some(unit, lambda p: p.number in cited, self._quiet())
        some(unit, lambda p: bool(p.planted), self._quiet())
        some(unit, lambda p: p.number == self._threads[p.thread].posts[-1].number, self._quiet())
        some(unit, lambda p: "\n" in p.typed, self._quiet())

    def _edit(self) -> None:
        """Edits of replies in quiet threads (no listing shows them), of one in a growing thread, of an opening."""
        rng, unit = self._rng, max(1, round(len(self._threads) / 45))
        quiet = self._old_replies(self._quiet())
        secret = [p for p in quiet if any(mark.kind != "decoy" for mark in p.planted)]
        rest = [p for p in quiet if not p.planted]
        grown = [
            t for t in self._threads.values() if self._roles[t.number] == "grows" and t.number not in self._touched
        ]
        openings = [t.posts[0] for t in self._quiet() if not t.about_family]
        for pool, count in ((secret, unit), (rest, unit), (self._old_replies(grown), 1), (openings, 1)):
            for post in rng.sample(pool, min(count, len(pool))):
                if post.thread not in self._touched:
                    self._change(post, edit=Edit(self._at(), self._edited(post)))

    def _edited(self, post: Post) -> str:
        typed, ornaments = post.typed, self._book.ornaments
        hidden = [mark.value for mark in post.planted if mark.kind != "decoy"]
        for value in hidden:
            typed = typed.replace(value, ornaments["removed"])
        return typed if hidden else f"{typed}\n{self._rng.choice(ornaments['edited'])}"
