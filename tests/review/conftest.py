"""A desk over the invented study."""

import pytest

from hikcorpus.review.desk import Desk
from hikcorpus.review.sample import draw, reading_order
from hikcorpus.review.threads import read
from hikcorpus.store.reviews import CONSENSUS, ReviewFolder
from tests.review.world import study

TOPIC = {
    "title": "Family",
    "definition": "Family means any individuals that the users refer to as family members.",
    "source": "An invented source.",
    "includes": ["parents, siblings, grandparents", "slang and nursery words"],
    "excludes": ["kinship words for strangers", "religion"],
}


def desk_of(data, coder, clock, sample=4):
    """The desk of a coder, its threads drawn where they were not."""
    folder, corpus = ReviewFolder.of(data, "s", "family"), data.corpus("s", "family")
    sheet = folder.sheet()
    if sheet is None:
        rows = corpus.read("scores", ["thread_id", "decision", "messages"]).to_pylist()
        sheet, _ = draw(rows, "s", "family", corpus.content(), sample, 7)
        folder.write_sheet(sheet)
    reading = read(data.pseudonymised("s"), corpus, reading_order(sheet, coder))
    return Desk(folder, sheet, reading, TOPIC, coder, clock.now)


@pytest.fixture
def data(tmp_path):
    """Six proposed threads, ten dropped ones, an empty one."""
    return study(tmp_path)


@pytest.fixture
def desk(data, clock):
    """Anna's desk: ten threads to read."""
    return desk_of(data, "anna", clock)


__all__ = ["CONSENSUS", "desk_of"]
