"""A dump four times as long takes no more memory: what is held is a batch, however much was read before."""

import gc
import random
import tracemalloc

import pytest

from tests.crawl.imports.made import Desk, line
from tests.crawl.imports.test_fourplebs import SUMMER, row

WORDS = [
    "huone",
    "yö",
    "äiti",
    "tired",
    "room",
    "family",
    "sleep",
    "pelko",
    "家族",
    "部屋",
    "rent",
    "job",
    "school",
    "night",
    "day",
    "again",
]


def ndjson(path, posts):
    """Threads of 1 to 40 posts."""
    chance = random.Random(7)
    with path.open("wb") as out:
        number = 1000
        while number < posts + 1000:
            replies = chance.randrange(40)
            out.write(line(number, replies, com=" ".join(chance.choices(WORDS, k=30)), archived=1))
            number += replies + 1
    return path


def csv(path, posts):
    """Rows in order of posting, 200 threads at a time."""
    chance = random.Random(7)
    with path.open("w") as out:
        for number in range(1000, posts + 1000):
            thread = number - number % 200 if number % 20 else number
            thread = number if chance.random() < 0.03 else thread
            text = " ".join(chance.choices(WORDS, k=30))
            out.write(row(number, thread, op=int(number == thread), comment=text, timestamp=SUMMER + number))
    return path


def peak(folder, clock, made, posts) -> int:
    """Traced bytes at the most while a dump of so many posts is imported."""
    folder.mkdir()
    desk = Desk(folder, clock)
    path = made(folder / f"adv.{made.__name__}", posts)
    gc.collect()
    tracemalloc.start()
    try:
        found, left = desk.take(path, board="4plebs.org/adv")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert left == {} and found["4plebs.org/adv"]["messages_new"] >= posts
    return most


@pytest.mark.slow
@pytest.mark.parametrize("made", [ndjson, csv])
def test_memory_does_not_grow_with_the_dump(tmp_path, clock, made):
    """200,000 posts against 50,000: the peak grows by a tenth at most."""
    peak(tmp_path / "warm", clock, made, 500)  # what is loaded once
    small = peak(tmp_path / "small", clock, made, 50_000)
    big = peak(tmp_path / "big", clock, made, 200_000)
    assert big < small * 1.1, (small, big)
