"""How the invented board behaves, and how its server does."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Mode = Literal["fourchan", "vichan", "no_archive"]
Validators = Literal["both", "last_modified", "none"]


@dataclass(frozen=True, slots=True)
class RateLimit:
    """More than `requests` granted requests within any `seconds` are answered by 429."""

    requests: int
    seconds: float


@dataclass(frozen=True, slots=True)
class WeeklyOutage:
    """Every week on `weekday` (1 = Monday) from `hour` (UTC, 0-24) for `hours` (at most 24, may pass midnight)."""

    weekday: int
    hour: float
    hours: float


@dataclass(frozen=True, slots=True)
class Settings:
    """All that the simulation is a function of, beside seed and start. Times in seconds where not named otherwise.

    mode: "fourchan" (archive of `archive_hours`), "no_archive" (the same without archive), "vichan".
    posts_every: mean gap of the Poisson stream of posts. *_mean: mean of an exponential delay.
    deleted_replies, deleted_threads, edited: shares of replies, threads, posts for which this is *planned*; the plan
    comes to nothing where the thread is gone first. bump_limit: 4chan's, or vichan's `reply_limit`.
    anti_bump_flood: vichan's option of that name (its default is off, inc/config.php): after the deletion of a reply
    the bump becomes the time of the newest standing post without sage; otherwise it stays.
    archive_drops_ids: poster ids leave the JSON when 4chan archives a thread.
    latency: the clock is moved by it after each request. stale_share of the requests for pages are answered by the
    copy that stood up to stale_seconds ago (uniform), with its validators. outages: [from, to) answered by 503.
    """

    mode: Mode = "fourchan"
    board: str = "b"
    threads: int = 150
    posts_every: float = 5.0
    new_thread_share: float = 0.04
    bump_limit: int = 300
    sage_share: float = 0.05
    deleted_replies: float = 0.04
    deleted_replies_mean: float = 600.0
    deleted_threads: float = 0.06
    deleted_threads_mean: float = 1200.0
    edited: float = 0.01
    edited_mean: float = 600.0
    archive_hours: float = 72.0
    archive_drops_ids: bool = True
    anti_bump_flood: bool = False
    first_number: int = 100_001
    warm_up_hours: float = 8.0
    latency: float = 0.15
    stale_share: float = 0.0
    stale_seconds: float = 30.0
    validators: Validators = "both"
    outages: tuple[tuple[datetime, datetime], ...] = ()
    weekly_outage: WeeklyOutage | None = None
    outage_retry_after: int | None = None
    limits: tuple[RateLimit, ...] = ()
    robots: str | None = "User-agent: *\nDisallow:\n"

    def __post_init__(self) -> None:
        if self.threads < 1 or self.posts_every <= 0 or not 0 < self.new_thread_share <= 1:
            raise ValueError("a board needs threads, posts and new threads")
        shares = (self.sage_share, self.deleted_replies, self.deleted_threads, self.edited, self.stale_share)
        if not all(0 <= share <= 1 for share in shares):
            raise ValueError("a share lies between 0 and 1")
        if not self.board.isalnum() or not self.board.isascii():
            raise ValueError("a board is named by ASCII letters and digits")
        if any(moment.tzinfo is None for pair in self.outages for moment in pair):
            raise ValueError("outages are aware instants")

    @property
    def per_page(self) -> int:
        """Threads on a page of the index and of the listing."""
        return 10 if self.mode == "vichan" else 15

    @property
    def warm_up(self) -> float:
        """Seconds simulated before the start: `warm_up_hours`, or longer where a slow board needs it to be full.

        Full for certain: 1.2 x threads + 4 standard deviations are opened, of which `deleted_threads` are lost.
        """
        opened = 1.2 * self.threads + 4 * math.sqrt(self.threads)
        return max(self.warm_up_hours * 3600, opened * self.posts_every / self.new_thread_share)
