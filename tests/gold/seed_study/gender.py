"""What people of the site let slip about themselves: plans of cues laid onto planned posts, then every text."""

import random

from tests.gold.seed_study import words
from tests.gold.seed_study.personas import Cue, GenderPlan, Person, Post

MEN = {"ore": 10, "boku": 8, "man_final": 6, "man_self": 6}
WOMEN = {"atashi": 3, "woman_final": 3, "woman_self": 3}
MISLEADING = {"quotes": 6, "lyrics": 5, "reported_speech": 5, "trap_words": 4}
CONFLICT = {"marker_marker": 4, "self_self": 2, "self_marker": 3}
TOO_LITTLE = 7
EVIDENCE = 3
"""Cues of everybody who is shown as man or woman, each in a message of its own: at least; too little is one."""

_POOLS: dict[str, tuple[tuple[words.Form, ...], str, str]] = {
    "ore": (words.MAN_PRONOUN_ORE, "marker", "man"),
    "boku": (words.MAN_PRONOUN_BOKU, "marker", "man"),
    "man_final": (words.MAN_FINAL, "marker", "man"),
    "man_self": (words.MAN_SELF, "self_statement", "man"),
    "atashi": (words.WOMAN_PRONOUN, "marker", "woman"),
    "woman_final": (words.WOMAN_FINAL, "marker", "woman"),
    "woman_self": (words.WOMAN_SELF, "self_statement", "woman"),
}
_BRACKETED = {"quotes": words.QUOTED, "lyrics": words.LYRICS, "reported_speech": words.REPORTED}


def plan(people: list[Person], rng: random.Random) -> None:
    """Give every person a gender plan and lay its cues."""
    kept = [person for person in people if person.fate == "kept"]
    beside = [person for person in kept if person.detail == "own_name_beside_shared_place"]
    open_to = [person for person in kept if person not in beside and len(person.own) >= 8]
    rng.shuffle(open_to)
    todo: list[tuple[GenderPlan, str]] = [
        *(("man", detail) for detail, n in MEN.items() for _ in range(n)),
        *(("woman", detail) for detail, n in WOMEN.items() for _ in range(n)),
        *(("misleading", detail) for detail, n in MISLEADING.items() for _ in range(n)),
        *(("conflict", detail) for detail, n in CONFLICT.items() for _ in range(n)),
        *(("too_little", rng.choice(("ore", "boku", "man_final", "atashi"))) for _ in range(TOO_LITTLE)),
    ]
    if len(open_to) < len(todo):
        raise ValueError("too few persons with posts enough to carry the cues")
    for person, (gender, detail) in zip(open_to, todo, strict=False):
        person.gender, person.gender_detail = gender, detail
    # Gender outside the 160 must not be counted among them.
    for fate, n_men, n_women in (("activity", 10, 3), ("screened_by_hand", 5, 2)):
        others = [person for person in people if person.fate == fate and len(person.own) >= EVIDENCE]
        rng.shuffle(others)
        for k, person in enumerate(others[: n_men + n_women]):
            person.gender = "man" if k < n_men else "woman"
            person.gender_detail = rng.choice(sorted(MEN if k < n_men else WOMEN))
    for person in people:
        _cues(person, rng)
    _elsewhere(people, beside, rng)
    for person in people:
        for post in person.posts:
            _neutral(post, rng)


def _cues(person: Person, rng: random.Random) -> None:
    own = person.own
    match person.gender:
        case "man" | "woman":
            n = min(len(own), EVIDENCE + rng.choice((0, 0, 1, 2)))
            chosen = rng.sample(own, n)
            if len(person.names) > 1:  # the cues stand under both names where both wrote enough
                chosen = sorted(chosen, key=lambda post: post.at)
            _say(chosen, person.gender_detail, rng)
            rest = [post for post in own if post not in chosen]
            if person.fate == "kept" and len(rest) >= 2 and person.key % 4 == 0:  # others' words of the other gender
                _misled(rng.sample(rest, 2), rng.choice(sorted(_BRACKETED)), person.gender == "man", rng)
        case "misleading":
            chosen = rng.sample(own, 4)
            if person.gender_detail == "trap_words":
                for post, text in zip(chosen, rng.sample(words.TRAPS, len(chosen)), strict=True):
                    post.sentences, post.misleading = [text], True
                return
            _misled(chosen, person.gender_detail, rng.random() < 0.4, rng)
        case "conflict":
            first, second = {
                "marker_marker": ("ore", "atashi"),
                "self_self": ("man_self", "woman_self"),
                "self_marker": rng.choice((("man_self", "woman_final"), ("woman_self", "ore"))),
            }[person.gender_detail]
            chosen = rng.sample(own, 2 * EVIDENCE)
            _say(chosen[:EVIDENCE], first, rng)
            _say(chosen[EVIDENCE:], second, rng)
        case "too_little":
            _say(rng.sample(own, 1), person.gender_detail, rng)
        case _:
            return


def _elsewhere(people: list[Person], beside: list[Person], rng: random.Random) -> None:
    """Cues in records that count for nobody: a shared place has no gender, whoever sat there."""
    for person in beside[:3]:
        _say([post for post in person.posts if post.shared][:EVIDENCE], "atashi", rng)
    for person in [person for person in people if person.fate == "shared_place"][::3]:
        _say(person.posts[:EVIDENCE], "ore", rng)
    bare = next(
        person for person in people if person.gender_detail == "reported_speech" and person.gender == "misleading"
    )
    post = next(post for post in bare.own if not post.misleading)
    post.sentences, post.misleading = [words.REPORTED_BARE], True


def _say(posts: list[Post], detail: str, rng: random.Random) -> None:
    pool, kind, points = _POOLS[detail]
    chosen = rng.sample(pool, min(len(pool), len(posts)))
    for post, (form, sentence) in zip(posts, chosen, strict=True):
        post.sentences = [sentence]
        post.cue = Cue(kind, points, form)  # type: ignore[arg-type]


def _misled(posts: list[Post], detail: str, womans: bool, rng: random.Random) -> None:
    pool = _BRACKETED[detail]
    for post, pair in zip(posts, rng.sample(pool, len(posts)), strict=True):
        post.sentences, post.misleading = [pair[womans]], True


def _neutral(post: Post, rng: random.Random) -> None:
    """Neutral sentences around what is there; a quotation stays on its own line."""
    more = rng.sample(words.NEUTRAL, rng.choice((1, 1, 2, 3)) if not post.sentences else rng.choice((0, 1)))
    if rng.random() < 0.3 and not (post.sentences and post.sentences[0].startswith((">", "♪"))):
        post.sentences = more + post.sentences
    else:
        post.sentences += more
