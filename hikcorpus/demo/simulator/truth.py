"""What really happened on the board, and what a perfect observer could have seen of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from hikcorpus.demo.simulator.board import Board
from hikcorpus.demo.simulator.pages import PREVIEW
from hikcorpus.demo.simulator.records import Post, Thread, instant, ticks

InListing = Literal["time", "text", "masked", "unlisted", "not_yet"]


class Edit(NamedTuple):
    """A moderator's note: on which post, and when (aware, UTC)."""

    post: Post
    at: datetime


class Truth:
    """Read from the board itself, up to the clock's present; ValueError for questions about the future.

    Windows are [start, end). "Stands at an instant" = a page asked at that very instant, from no cache, shows it:
    a living thread, or an archived one that can still be read.
    """

    def __init__(self, board: Board, advance: Callable[[], int]) -> None:
        self._board, self._advance = board, advance

    def _known(self, *moments: datetime) -> None:
        now = self._advance()
        if any(ticks(moment) > now for moment in moments):
            raise ValueError(f"the truth is known until {instant(now).isoformat()} only")

    @property
    def threads(self) -> Sequence[Thread]:
        """Every thread ever opened, warm-up included, in order."""
        self._known()
        return self._board.threads

    def thread(self, number: int) -> Thread:
        """That thread; KeyError if there was none."""
        self._known()
        return self._board.by_number[number]

    def post(self, number: int) -> Post:
        """That post; KeyError if there was none."""
        self._known()
        found = self._board.post(number)
        if found is None:
            raise KeyError(number)
        return found

    def posts(self, start: datetime, end: datetime) -> Sequence[Post]:
        """Every post made in the window, in order, gone or not."""
        self._known()
        posts = self._board.posts
        first = bisect_left(posts, ticks(start), key=lambda post: post.posted)
        return posts[first : bisect_left(posts, ticks(end), key=lambda post: post.posted)]

    def gone_at(self, post: Post) -> datetime | None:
        """From when on no page shows it, for whatever reason; None while one does."""
        now = self._advance()
        return instant(post.gone) if post.gone is not None and post.gone <= now else None

    def stands(self, post: Post, at: datetime) -> bool:
        """Whether it stands at that instant."""
        self._known(at)
        moment = ticks(at)
        return post.posted <= moment and (post.gone is None or moment < post.gone)

    def live_threads(self, at: datetime) -> tuple[int, ...]:
        """The listing at that instant, first thread first."""
        self._known(at)
        return tuple(thread.number for thread, _ in self._board.living(ticks(at)))

    def archive(self, at: datetime) -> tuple[int, ...]:
        """Archived threads that could be read at that instant."""
        self._known(at)
        return tuple(thread.number for thread in self._board.archive(ticks(at)))

    def still_there(self, at: datetime) -> frozenset[int]:
        """Numbers of all posts that stand at that instant."""
        self._known(at)
        moment = ticks(at)
        threads = [thread for thread, _ in self._board.living(moment)] + self._board.archive(moment)
        return frozenset(post.number for thread in threads for post in thread.standing(moment))

    def caught(self, polls: Iterable[datetime], start: datetime, end: datetime) -> frozenset[int]:
        """Posts of the window that stood at one at least of these instants."""
        moments = sorted(polls)
        self._known(end, *moments[-1:])
        times = [ticks(moment) for moment in moments]
        found = []
        for post in self.posts(start, end):
            place = bisect_left(times, post.posted)
            if place < len(times) and (post.gone is None or times[place] < post.gone):
                found.append(post.number)
        return frozenset(found)

    def upper_limit(self, polls: Iterable[datetime], start: datetime, end: datetime) -> float:
        """Share of the window's posts that a perfect instant snapshot at each poll could catch; 1.0 if none was made.

        Polls after the window count, as they do for a crawler: give those that it really had.
        """
        made = self.posts(start, end)
        return len(self.caught(polls, start, end)) / len(made) if made else 1.0

    def loss(self, polls: Iterable[datetime], start: datetime, end: datetime) -> float:
        """1 - `upper_limit`: what no crawler polling at these instants could have."""
        return 1.0 - self.upper_limit(polls, start, end)

    def edits(self, start: datetime, end: datetime) -> tuple[Edit, ...]:
        """Every edit made in the window, by time."""
        self._known()
        first, last = ticks(start), ticks(end)
        found = [(at, post) for post in self._board.posts for at in post.edits if first <= at < last]
        return tuple(Edit(post, instant(at)) for at, post in sorted(found, key=lambda pair: pair[0]))

    def edit_in_listing(self, edit: Edit, poll: datetime) -> InListing:
        """What `catalog.json` told of this edit at that instant.

        time: the thread's `last_modified` is the edit's own (4chan). text: not so, but the post stands whole in the
        catalog (an opening post; on 4chan one of the last replies too). masked: neither: later changes of the thread
        hide it, or the engine never shows it. unlisted: the thread, or the post, is gone. not_yet: before the edit.
        """
        self._known(poll)
        moment, post, thread = ticks(poll), edit.post, edit.post.thread
        if moment < ticks(edit.at):
            return "not_yet"
        if not thread.listed(moment) or (post.deleted is not None and post.deleted <= moment):
            return "unlisted"
        vichan = self._board.settings.mode == "vichan"
        if not vichan and thread.changes[bisect_right(thread.changes, moment) - 1] == ticks(edit.at):
            return "time"
        whole = thread.standing(moment)
        shown = whole[:1] if vichan else whole[:1] + whole[1:][-PREVIEW:]
        return "text" if post in shown else "masked"
