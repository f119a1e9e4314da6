"""Where family words fall: by chance in every thread, and by topic in the on-topic ones.

All of `chance` is blind to the label: an on-topic thread is an ordinary thread with the topic on top of it.
"""

import random
from collections import defaultdict

import numpy as np

from .assumptions import Assumptions
from .structure import Floats, Structure
from .words import INSULTS, Speech

Said = defaultdict[int, list[str]]  # message (or thread, for titles) -> family forms in it


def _digressions(
    rng: np.random.Generator, board: Structure, speech: Speech, numbers: Assumptions
) -> tuple[Floats, dict[int, tuple[int, ...]]]:
    """Expected digression words per message, and the lemmas of the digression a message stands in."""
    means = np.zeros(len(board.thread))
    lemmas: dict[int, tuple[int, ...]] = {}
    many = int(rng.poisson(numbers.digressions_per_100 * len(board.thread) / 100))
    for start in rng.integers(0, len(board.thread), many).tolist():
        end = min(start + int(rng.geometric(1 / numbers.digression_length)), int(board.starts[board.thread[start] + 1]))
        repertoire = speech.repertoire(2, numbers.digression_terms)
        for message in range(start, end):
            if rng.random() < numbers.digression_messages:
                means[message] = numbers.digression_rate * board.tokens[message]
                lemmas[message] = repertoire
    return means, lemmas


def _obsessed(
    rng: np.random.Generator, board: Structure, speech: Speech, numbers: Assumptions
) -> tuple[Floats, dict[int, tuple[int, ...]]]:
    """Expected words per message of posters who always speak of the family, and each such message's lemmas."""
    means = np.zeros(len(board.thread))
    lemmas: dict[int, tuple[int, ...]] = {}
    for thread in np.flatnonzero(rng.random(len(board.lengths)) < numbers.obsessive_share).tolist():
        start, end = int(board.starts[thread]), int(board.starts[thread + 1])
        poster = board.participant[rng.integers(start, end)]
        repertoire = speech.repertoire(1, numbers.obsessive_terms)
        for message in range(start, end):
            if board.participant[message] == poster and rng.random() < numbers.obsessive_messages:
                means[message] = numbers.obsessive_rate * board.tokens[message]
                lemmas[message] = repertoire
    return means, lemmas


def chance(
    rng: np.random.Generator, board: Structure, speech: Speech, numbers: Assumptions, base_rate: float
) -> tuple[Said, Said]:
    """Family words met by chance, per message and per title; `base_rate` of the tokens of off-topic messages.

    Raises ValueError where digressions, obsessive posters and insults alone exceed the base rate.
    """
    said: Said = defaultdict(list)
    titles: Said = defaultdict(list)
    off = ~board.on_topic[board.thread]
    budget = base_rate * float(board.tokens[off].sum())

    for means, lemmas in (_digressions(rng, board, speech, numbers), _obsessed(rng, board, speech, numbers)):
        budget -= float(means[off].sum())
        for message, repertoire in lemmas.items():
            said[message] += speech.said(repertoire, int(rng.poisson(means[message])))

    for thread in np.flatnonzero(rng.random(len(board.lengths)) < numbers.insult_share).tolist():
        form = speech.rng.choice(INSULTS)
        for message in range(int(board.starts[thread]), int(board.starts[thread + 1])):
            if rng.random() < numbers.insult_messages:
                said[message] += [form] * (1 + int(rng.poisson(numbers.insult_extra)))
        if not board.on_topic[thread]:
            budget -= float(board.lengths[thread]) * numbers.insult_messages * (1 + numbers.insult_extra)

    for thread in np.flatnonzero(rng.random(len(board.lengths)) < numbers.passing_opening).tolist():
        said[int(board.starts[thread])] += speech.said(speech.repertoire(1, 1), 1)
        budget -= not board.on_topic[thread]
    for thread in np.flatnonzero((board.titles > 0) & (rng.random(len(board.titles)) < numbers.passing_title)).tolist():
        titles[thread] += speech.said(speech.repertoire(1, 1), 1)

    if budget <= 0:
        raise ValueError(f"a base rate of {base_rate} leaves nothing for mentions in passing")
    of_thread = rng.gamma(numbers.thread_dispersion, 1 / numbers.thread_dispersion, len(board.lengths))
    of_thread[rng.random(len(board.lengths)) < numbers.near_share] *= numbers.near_factor
    of_poster = rng.gamma(numbers.poster_dispersion, 1 / numbers.poster_dispersion, int(board.participant.max()) + 1)
    leaning = of_thread[board.thread] * of_poster[board.participant] * board.tokens
    mentions = rng.poisson(leaning * (budget / float(leaning[off].sum()) / numbers.mean_burst))
    own: dict[int, tuple[int, ...]] = {}
    for message in np.flatnonzero(mentions).tolist():
        poster = int(board.participant[message])
        if poster not in own:
            own[poster] = speech.repertoire(1, numbers.poster_terms)
        for _ in range(int(mentions[message])):
            lemma = (speech.rng.choice(own[poster]),)
            said[message] += speech.said(lemma, int(rng.geometric(1 / numbers.mean_burst)))
    return said, titles


def _alive(rng: np.random.Generator, length: int, numbers: Assumptions) -> tuple[Floats, bool]:
    """How alive the topic is at each message (1, or the residual), and whether it begins late."""
    place = np.arange(length) / length
    kind = int(rng.choice(4, p=numbers.drift)) if length >= numbers.drift_from else 0
    shapes = (
        np.ones(length, dtype=np.bool_),
        place < 1 / 3,
        place >= rng.uniform(0.3, 0.6),
        np.sin(2 * np.pi * (rng.uniform(1.5, 3.5) * place + rng.random())) > 0,
    )
    return np.where(shapes[kind], 1.0, numbers.drift_residual), kind == 2


def topic(
    rng: np.random.Generator, board: Structure, speech: Speech, numbers: Assumptions, said: Said, titles: Said
) -> None:
    """Adds the topic's words to the on-topic threads' messages and titles."""
    naming = rng.uniform(*numbers.opening_names)
    for thread in np.flatnonzero(board.on_topic).tolist():
        start, length = int(board.starts[thread]), int(board.lengths[thread])
        tokens = board.tokens[start : start + length]
        weak = rng.random() < numbers.weak_share
        share = rng.beta(*(numbers.weak_messages if weak else numbers.strong_messages))
        rate = (numbers.weak_rate if weak else numbers.strong_rate) * np.exp(
            numbers.rate_spread * rng.standard_normal()
        )
        repertoire = speech.repertoire(*numbers.topic_terms)
        alive, late = _alive(rng, length, numbers)

        posters = board.participant[start : start + length] - board.participant[start]
        shape = numbers.topic_poster_dispersion
        inclined = rng.gamma(shape, 1 / shape, int(posters.max()) + 1)
        spoken = rng.random(length) < share * alive * inclined[posters]
        counts = np.where(spoken, rng.poisson(rate * tokens), 0)
        named = not late and rng.random() < (numbers.short_opening_names if length <= numbers.short_thread else naming)
        counts[0] = max(1, int(rng.poisson(rate * tokens[0]))) if named else 0
        for message in np.flatnonzero(counts).tolist():
            said[start + message] += speech.said(repertoire, int(counts[message]))
        if board.titles[thread] and rng.random() < (
            numbers.title_names_with_opening if named else numbers.title_names_alone
        ):
            titles[thread] += speech.said(repertoire, 1)


def streams(seed: int) -> tuple[np.random.Generator, np.random.Generator, np.random.Generator, np.random.Generator]:
    """Independent streams of a seed: structure, words met by chance, words of the topic, filler."""
    structure, met, meant, text = (np.random.Generator(np.random.PCG64([seed, part])) for part in range(4))
    return structure, met, meant, text


def layers(
    met: np.random.Generator, meant: np.random.Generator, board: Structure, numbers: Assumptions, base_rate: float
) -> tuple[Said, Said]:
    """All family words of a board by message, and by thread for titles. The topic's are the same at every base rate."""
    chances, choices = (random.Random(int(rng.integers(1 << 62))) for rng in (met, meant))
    said, titles = chance(met, board, Speech(chances, numbers), numbers, base_rate)
    topic(meant, board, Speech(choices, numbers), numbers, said, titles)
    return said, titles
