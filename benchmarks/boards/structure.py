"""The board without its words: lengths, labels, participants. Nothing but the label knows the topic here."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .assumptions import Assumptions
from .words import zipf

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Structure:
    """Threads in board order (first three, and titles: tokens, 0 = untitled) and messages in thread order (the rest).

    `starts` has one entry more than threads: messages of thread t are starts[t] up to starts[t + 1].
    `participant` numbers participants over the whole board; nobody takes part in two threads (identity is per thread).
    """

    lengths: Ints
    on_topic: npt.NDArray[np.bool_]
    titles: Ints
    starts: Ints
    thread: Ints
    participant: Ints
    tokens: Ints


def _lognormal(
    rng: np.random.Generator, size: int, median: float | Floats, sigma: float, longest: int
) -> npt.NDArray[np.int64]:
    """Whole numbers of 1 to `longest`; longer draws are drawn again."""
    middle = np.broadcast_to(np.asarray(median, dtype=np.float64), size)
    drawn = middle * np.exp(sigma * rng.standard_normal(size))
    while (over := drawn > longest).any():
        drawn[over] = middle[over] * np.exp(sigma * rng.standard_normal(int(over.sum())))
    return np.maximum(1, np.rint(drawn)).astype(np.int64)


def _labelled(rng: np.random.Generator, numbers: Assumptions) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Lengths of all threads, and which are on topic: a random set, conditioned on nothing but its sum of messages."""
    lengths = _lognormal(rng, numbers.threads, numbers.thread_median, numbers.thread_sigma, numbers.thread_longest)
    goal = numbers.on_topic_messages
    while True:
        chosen = rng.permutation(numbers.threads)[: numbers.on_topic_threads]
        if abs(int(lengths[chosen].sum()) - goal) <= goal * numbers.on_topic_sum_slack:
            break
    fitted = np.maximum(1, np.rint(lengths[chosen] * (goal / lengths[chosen].sum()))).astype(np.int64)
    longest_first = np.argsort(-fitted, kind="stable")
    rest = goal - int(fitted.sum())
    for turn in range(abs(rest)):
        fitted[longest_first[turn % len(fitted)]] += 1 if rest > 0 else -1
    lengths[chosen] = fitted
    assert int(fitted.sum()) == goal and int(fitted.min()) >= 1
    on_topic = np.zeros(numbers.threads, dtype=np.bool_)
    on_topic[chosen] = True
    return lengths, on_topic


def _participants(rng: np.random.Generator, lengths: Ints, numbers: Assumptions) -> Ints:
    """Participant of every message, numbered over the board; the opener of a thread has its first number."""
    found = []
    first = 0
    for length in lengths.tolist():
        many = round(
            length**numbers.participants_exponent * np.exp(numbers.participants_spread * rng.standard_normal())
        )
        many = min(max(1, many), length)
        reach = np.cumsum(zipf(many, numbers.participant_zipf))
        own = np.minimum(np.searchsorted(reach, rng.random(length)), many - 1)
        ranks = rng.permutation(many)  # the opener is of any rank, not the busiest by rule
        own = ranks[own]
        own[rng.random(length) < numbers.opener_share] = 0
        own[0] = 0
        found.append(own + first)
        first += many
    return np.concatenate(found)


def structure(rng: np.random.Generator, numbers: Assumptions) -> Structure:
    """A board's structure; the same for every base rate of a seed."""
    lengths, on_topic = _labelled(rng, numbers)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    total = int(starts[-1])
    median = np.full(total, numbers.message_median)
    median[starts[:-1]] *= numbers.opening_factor
    sigma = float(np.log(numbers.message_p90 / numbers.message_median) / 1.2815515655446004)  # z of the 90th percentile
    titles = _lognormal(rng, numbers.threads, numbers.title_median, numbers.title_sigma, numbers.title_longest)
    titles[rng.random(numbers.threads) >= numbers.titled_share] = 0
    return Structure(
        lengths=lengths,
        on_topic=on_topic,
        titles=titles,
        starts=starts,
        thread=np.repeat(np.arange(numbers.threads), lengths),
        participant=_participants(rng, lengths, numbers),
        tokens=_lognormal(rng, total, median, sigma, numbers.message_longest),
    )
