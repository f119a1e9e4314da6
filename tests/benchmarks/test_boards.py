"""The synthetic boards that judge the thread rule: exact counts, and nothing but family words that tells the label."""

import itertools
import random
from collections import Counter
from statistics import fmean

import numpy as np
import pytest

from benchmarks.boards import words
from benchmarks.boards.assumptions import PLACE, read
from benchmarks.boards.generate import Thread, board
from benchmarks.boards.layers import streams
from benchmarks.boards.measure import MARKED, family_words
from benchmarks.boards.structure import structure

# seed of a whole board -> base rate it is made with
WHOLE = dict(zip((1, 2, 3), read().base_rates, strict=True))
SEEDS = range(40)  # structures alone are quick


def auc(values, labels) -> float:
    """Chance that an on-topic thread has the greater value than an off-topic one; ties count half."""
    values, labels = np.asarray(values, dtype=float), np.asarray(labels, dtype=bool)
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    on, off = int(labels.sum()), int((~labels).sum())
    return float((ranks[labels].sum() - on * (on + 1) / 2) / (on * off))


PLAIN = frozenset(words.ORDINARY)


class Row:
    """What the tests need of a thread, so that no whole board stays in memory."""

    def __init__(self, thread: Thread, lexicon: set[str]):
        texts = [message.text for message in thread.messages]
        other = Counter(" ".join(texts).split())
        found = {token: other.pop(token) for token in MARKED & other.keys()}
        self.on_topic = thread.on_topic
        self.lengths = [text.count(" ") + 1 for text in texts]
        self.hits = [family_words(text) for text in texts] if found else [0] * len(texts)
        self.openings = [message.is_opening for message in thread.messages]
        self.posts = Counter(message.participant for message in thread.messages)
        self.said = Counter[str]()
        for message, hit in zip(thread.messages, self.hits, strict=True):
            self.said[message.participant] += hit
        self.opener = thread.messages[0].participant
        self.title_hits = family_words(thread.title)
        types = {token: token.rstrip(",.") for token in other}
        lexicon |= set(types.values())
        total = max(1, other.total())
        self.different = len(set(types.values()))
        self.ordinary = sum(n for token, n in other.items() if types[token] in PLAIN) / total
        self.marked = sum(n for token, n in other.items() if types[token] != token) / total
        self.letters = sum(len(token) * n for token, n in other.items()) / total


@pytest.fixture(scope="module")
def lexicon() -> set[str]:
    """All that is not a family form in the whole boards; filled with them."""
    return set()


@pytest.fixture(scope="module")
def boards(lexicon) -> dict[int, list[Row]]:
    return {seed: [Row(thread, lexicon) for thread in board(seed, rate)] for seed, rate in WHOLE.items()}


@pytest.mark.parametrize("seed", WHOLE)
def test_counts_are_those_of_the_study(boards, seed):
    """2,589 threads; 42 on topic, with exactly 2,644 messages; every thread opens once, with its first message."""
    rows = boards[seed]
    on = [row for row in rows if row.on_topic]
    assert (len(rows), len(on), sum(len(row.hits) for row in on)) == (2589, 42, 2644)
    assert all(row.openings == [True] + [False] * (len(row.hits) - 1) for row in rows)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_seed_has_exact_counts(seed):
    """The exact sum is met whatever lengths a seed draws, and no thread is emptied for it."""
    frame = structure(streams(seed)[0], read())
    assert len(frame.lengths) == 2589
    assert int(frame.on_topic.sum()) == 42
    assert int(frame.lengths[frame.on_topic].sum()) == 2644
    assert frame.lengths.min() >= 1
    assert frame.starts[-1] == len(frame.tokens) == len(frame.participant) == frame.lengths.sum()


def test_same_seed_same_board_and_another_seed_another():
    """A board is a function of its seed and base rate, and yields threads as they are asked for."""
    first, again, other = (list(itertools.islice(board(seed, 0.0024), 60)) for seed in (11, 11, 12))
    assert first == again
    assert first != other


def test_base_rates_of_a_seed_share_structure():
    """A seed's boards differ in words met by chance, not in labels, participants or lengths."""
    low, high = (list(itertools.islice(board(5, rate), 200)) for rate in (0.0016, 0.0042))

    def shape(threads):
        return [(t.on_topic, [(m.participant, len(m.text.split())) for m in t.messages]) for t in threads]

    assert shape(low) == shape(high)
    assert low != high


@pytest.mark.parametrize("seed", WHOLE)
def test_off_topic_text_holds_family_words_at_the_base_rate(boards, seed):
    """All sources of family words in off-topic text together make the base rate."""
    off = [row for row in boards[seed] if not row.on_topic]
    rate = sum(sum(row.hits) for row in off) / sum(sum(row.lengths) for row in off)
    assert rate == pytest.approx(WHOLE[seed], rel=0.04)


def test_base_rate_too_small_for_the_assumptions_is_refused():
    """A rate below what obsessive posters and digressions alone bring cannot be met."""
    with pytest.raises(ValueError, match="leaves nothing"):
        next(board(1, 0.0001))


@pytest.mark.parametrize("seed", WHOLE)
def test_messages_are_as_long_as_measured(boards, seed):
    """Median 42 tokens, 90th percentile 163, in both classes."""
    for on_topic, slack in ((False, 0.03), (True, 0.15)):
        lengths = [n for row in boards[seed] if row.on_topic == on_topic for n in row.lengths]
        assert np.percentile(lengths, [50, 90]) == pytest.approx([42, 163], rel=slack)


STRUCTURAL = {
    "messages": lambda frame: frame.lengths,
    "place": lambda frame: np.arange(len(frame.lengths)),
    "title tokens": lambda frame: frame.titles,
    "tokens of the opening": lambda frame: frame.tokens[frame.starts[:-1]],
    "tokens a message": lambda frame: np.add.reduceat(frame.tokens, frame.starts[:-1]) / frame.lengths,
    "participants a message": lambda frame: (
        np.bincount(frame.thread[np.unique(frame.participant, return_index=True)[1]], minlength=len(frame.lengths))
        / frame.lengths
    ),
}


@pytest.fixture(scope="module")
def areas() -> dict[str, list[float]]:
    """AUC of every structural feature, by seed."""
    found = {name: [] for name in STRUCTURAL}
    for seed in SEEDS:
        frame = structure(streams(seed)[0], read())
        for name, feature in STRUCTURAL.items():
            found[name].append(auc(feature(frame), frame.on_topic))
    return found


@pytest.mark.parametrize("name", STRUCTURAL)
def test_structure_does_not_tell_the_label(areas, name):
    """Over 40 seeds the mean AUC of a structural feature is chance (one seed's has a standard error of .045)."""
    assert 0.47 < fmean(areas[name]) < 0.53
    assert np.percentile(areas[name], 10) > 0.4 and np.percentile(areas[name], 90) < 0.6


SURFACE = {
    "share of ordinary words": lambda row: row.ordinary,
    "share of marks": lambda row: row.marked,
    "letters a token": lambda row: row.letters,
    "different filler words": lambda row: row.different,
    "share of the opener": lambda row: row.posts[row.opener] / len(row.hits),
    "share of the busiest": lambda row: max(row.posts.values()) / len(row.hits),
    "name of the opener": lambda row: int(row.opener, 16),
}


@pytest.mark.parametrize("name", SURFACE)
def test_text_beside_the_family_words_does_not_tell_the_label(boards, name):
    """Filler, marks and participants are alike in both classes; pooled over three boards the standard error is .026."""
    areas = [auc([SURFACE[name](row) for row in rows], [row.on_topic for row in rows]) for rows in boards.values()]
    assert 0.4 < fmean(areas) < 0.6


def test_auc_sees_a_leak():
    """The measure of the two tests above does find a label that leaks."""
    labels = [True] * 42 + [False] * 2547
    assert auc([2.0] * 42 + [1.0] * 2547, labels) == 1.0
    assert auc([1.0] * 2589, labels) == 0.5


def test_neither_any_hit_nor_the_label_is_trivial(boards):
    """Half the off-topic threads hold a family word; some of them hold more than most on-topic threads, and densely."""
    for rows in boards.values():
        on, off = ([row for row in rows if row.on_topic is label] for label in (True, False))
        assert 0.4 < fmean(any(row.hits) for row in off) < 0.9
        assert fmean(any(row.hits) for row in on) > 0.9
        for measure in (
            lambda row: sum(row.hits),
            lambda row: sum(row.hits) / sum(row.lengths),
            lambda row: fmean(hit > 0 for hit in row.hits),
        ):
            middle = np.median([measure(row) for row in on])
            assert sum(measure(row) > middle for row in off) > 10
        assert 0.2 < fmean(row.hits[0] > 0 for row in on) < 0.9
        assert 0.03 < fmean(row.hits[0] > 0 for row in off) < 0.3
        assert any(row.title_hits for row in off)


def test_some_off_topic_threads_have_one_poster_who_says_it_all(boards):
    """In every board there are off-topic threads with many family words of which one of many participants wrote most."""
    for rows in boards.values():
        many = [row for row in rows if not row.on_topic and len(row.said) >= 5 and row.said.total() >= 10]
        assert sum(max(row.said.values()) > 0.8 * row.said.total() for row in many) >= 10


def test_participants_belong_to_one_thread():
    """A participant's name is an identity inside a thread and none is met twice, so names cannot tell threads apart."""
    seen: Counter[str] = Counter()
    for thread in itertools.islice(board(4, 0.0024), 300):
        seen.update({message.participant for message in thread.messages})
    assert set(seen.values()) == {1}


def test_filler_is_apart_from_family_words(boards, lexicon):
    """What is no family form in the text is the vocabulary's, and nothing in the vocabulary holds a family stem."""
    numbers = read()
    vocabulary = set(words.filler(numbers.filler_words, numbers.filler_seed))
    assert len(vocabulary) == numbers.filler_words
    assert words.colliding(vocabulary) == []
    assert all(words.colliding([form]) for form in words.FAMILY_FORMS)
    assert words.colliding(["menossa", "kissalauma", "isäntä"]) == ["menossa", "isäntä"]
    assert len(boards) == len(WHOLE)
    assert lexicon == vocabulary


def test_colliding_filler_is_refused(monkeypatch):
    """The vocabulary checks itself: an ordinary word that holds a family stem stops it."""
    monkeypatch.setattr(words, "ORDINARY", ("talo", "isäntä"))
    with pytest.raises(AssertionError, match="isäntä"):
        words.filler.__wrapped__(10, 1)


def test_family_words_are_many_and_unequal():
    """About sixty forms, drawn by rank."""
    assert 55 <= len(words.FAMILY_FORMS) <= 80
    speech = words.Speech(random.Random(1), read())
    drawn = Counter(speech.repertoire(1, 1)[0] for _ in range(5000))
    assert drawn[0] > 3 * drawn[len(words.FAMILY) - 1] > 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "threads"', 'name = "thread"', "missing or unknown assumptions: thread, threads"),
        ('name = "threads"', 'name = "thread_median"', "assumed twice"),
        ('basis = "given"', 'basis = "guess"', "needs a reason and a basis"),
    ],
)
def test_assumptions_file_is_checked(tmp_path, old, new, said):
    """Every number stands in the file once, with a basis and a reason; nothing is defaulted."""
    file = tmp_path / "assumptions.toml"
    file.write_text(PLACE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read(file)
