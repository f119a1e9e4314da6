"""A seeded world with every kind of trouble, and the stage run over it."""

import random
from datetime import timedelta

from hikcorpus.participants.config import rules_from
from hikcorpus.participants.stage import run

from .rows import SEEN, START, message, tombstone

NAMES = ["名無しさん", "Aki", "kahvila", "Ｐekka", None, "Fake !abcdef"]


def world(seed=7, size=400):
    """Rows of two boards with every kind of trouble, versions in order."""
    dice = random.Random(seed)
    rows = []
    for number in range(1, size):
        scope, board = dice.choice([("thread", "hikky"), ("board_day", "dokushin")])
        place = 1 + 40 * ((number - 1) // 60)
        row = message(
            number, place, board=board, poster_id_scope=scope, poster_id=dice.choice(["a", "b", "c", "d", None]),
            author_name=dice.choice(NAMES), tripcode="!trip" if dice.random() < 0.1 else None,
            posted_at=START + timedelta(hours=number), shared_line="公衆" if dice.random() < 0.05 else None,
        )  # fmt: skip
        rows.append(row)
        if dice.random() < 0.2:
            rows.append(
                row | {"version": 2, "text": "edited", "poster_id": None, "first_seen": SEEN + timedelta(days=1)}
            )
        if dice.random() < 0.1:
            rows.append(tombstone(number, 3, place, board=board))
    return rows


def make(data, **given):
    """Run the stage over all boards of a data folder."""
    return run(data, "s", data.boards(), rules_from(given.pop("rules", {}), "test"), **given)


def files(data):
    """Every published file of the study by its path, with its bytes."""
    folder = data.participants("s").folder
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
