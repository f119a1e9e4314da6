"""The truth of a generated site, told from the persons' plans: no rule is run, nothing is looked up in a record."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tests.gold.seed_study.personas import Person, Post
from tests.gold.seed_study.roster import SHARED, Roster, Threshold
from tests.gold.seed_study.words import DEFAULT_NAMES

Gender = Literal["man", "woman", "unknown"]
Replies = dict[str, tuple[str, int]]


@dataclass(frozen=True)
class Evidence:
    """A cue as it was laid: kind self_statement or marker; points to man or woman; the form stands in the text."""

    message_id: str
    kind: str
    points: str
    form: str


@dataclass(frozen=True)
class RecordTruth:
    """One message. participant: 1..160, or None with the reason. lag_seconds: to the message it answers."""

    poster_id: str | None
    screen_name: str | None
    participant: int | None
    reason: str | None
    daytime_working: bool
    replies_to: str | None
    lag_seconds: int | None


@dataclass(frozen=True)
class IdTruth:
    """One permanent ID. Counts rest on what is left of it once records at shared places are out.

    participant: 1..160 in order of first message, or None with the reason. detail: kind of person in the plan.
    gender: by language, also of writers who are excluded later; None for shared places and ghosts.
    screen_names: most used first, with messages; default and empty names are none.
    daytime_posts, daytime_days: 09:00 <= JST < 17:00 on working days. sessions: a gap above 30 minutes begins one;
    rejoins_posts: sessions of a local day beyond its first, summed. joins, visits: from chat events, visits are
    joins with their leave; rejoins_visits: joins of a local day beyond its first, summed.
    spells: above 48 hours with a working day in them; by posts (gaps of at most 8 hours) and by visits.
    """

    poster_id: str
    fate: str
    reason: str | None
    participant: int | None
    detail: str
    gender: Gender | None
    gender_detail: str
    evidence: tuple[Evidence, ...]
    misleading: tuple[str, ...]
    screen_names: tuple[tuple[str, int], ...]
    flags: tuple[str, ...]
    messages: int
    messages_at_shared_place: int
    daytime_posts: int
    daytime_days: int
    sessions: int
    rejoins_posts: int
    joins: int
    visits: int
    rejoins_visits: int
    spells_posts: int
    spells_visits: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True)
class NameTruth:
    """One name that stands at messages, joins or in the member list (None as "").

    verdict: default (nobody's name), shared_place (above two IDs: its records are out), shared_name_2 (kept,
    flagged), one_id, ghost (joined or listed by somebody who never wrote) or listed_only (its ID wrote otherwise).
    ids: IDs that wrote under it. concept: of the study's terms, that the name carries.
    """

    verdict: str
    ids: tuple[str, ...]
    messages: int
    concept: str | None


@dataclass(frozen=True)
class Step:
    """A step of the flow: in = out + sum of excluded."""

    step: str
    unit: str
    n_in: int
    excluded: dict[str, int]
    n_out: int


@dataclass(frozen=True)
class Channel:
    """How interviewees were found (1G). None: the study gives no number. unexplained: lost without a reason given."""

    channel: str
    approached: int | None
    answered: int | None
    screened_out: int
    unexplained: int
    recruited: int


RECRUITMENT = (
    Channel("open invitation", 58, None, 0, 56, 2),
    Channel("bloggers", 5, None, 0, 4, 1),
    Channel("invited by screen name", 78, 25, 21, 2, 2),
    Channel("Facebook group", 5, None, 0, 4, 1),
    Channel("site manager", 1, 1, 0, 0, 1),
    Channel("online observation", None, None, 0, 0, 1),
)
"""Of these, the 78, 25 and 21 are on the site; the others were found elsewhere. Eight interviews: 5 men, 3 women."""


@dataclass(frozen=True)
class Truth:
    """Everything that the rules must come to with the study's values and this threshold."""

    threshold: Threshold
    records: dict[str, RecordTruth]
    ids: dict[str, IdTruth]
    names: dict[str, NameTruth]
    flow: tuple[Step, ...]
    genders: dict[str, int]
    genders_by_policy: dict[str, dict[str, int]]
    several_names: int
    recruitment: tuple[Channel, ...]


def tell(roster: Roster, threshold: Threshold, replies: Replies, nobody: list[str]) -> Truth:
    """The truth of a roster. replies: message -> parent and lag. nobody: messages without ID."""
    kept = sorted((p for p in roster.people if p.fate == "kept"), key=lambda p: (p.own[0].at, p.key))
    numbers = {person.key: n for n, person in enumerate(kept, 1)}
    records: dict[str, RecordTruth] = {}
    for person in roster.people:
        for post in person.posts:
            reason = "shared_place" if post.shared else None if person.fate == "kept" else person.fate
            parent, lag = replies.get(post.message_id, (None, None))
            number = None if reason else numbers[person.key]
            records[post.message_id] = RecordTruth(
                person.poster_id, post.name, number, reason, post.daytime, parent, lag
            )
    for message_id in nobody:
        parent, lag = replies.get(message_id, (None, None))
        records[message_id] = RecordTruth(None, DEFAULT_NAMES[0], None, "unidentified", True, parent, lag)
    ids = {person.poster_id: _id(person, numbers.get(person.key), roster) for person in roster.people}
    return Truth(
        threshold,
        records,
        ids,
        _names(roster),
        _flow(roster, records),
        _genders(kept),
        _policies(kept),
        sum("several_names" in one.flags for one in ids.values() if one.participant),
        RECRUITMENT,
    )


def _gender(person: Person) -> Gender:
    return person.gender if person.gender in ("man", "woman") else "unknown"


def _id(person: Person, number: int | None, roster: Roster) -> IdTruth:
    own = person.own
    names = _own_names(own)
    flags = []
    if len(names) > 1:
        flags.append("several_names")
    if any(name in roster.flagged for name, _ in names):
        flags.append("shared_name_2")
    joins = [visit.join.date() for visit in person.visits]
    begun = {post.session: post.session_day for post in own}
    says_nothing = person.fate in ("shared_place", "ghost")
    cues = [(post.message_id, post.cue) for post in own if post.cue]
    return IdTruth(
        person.poster_id,
        person.fate,
        None if person.fate == "kept" else person.fate,
        number,
        person.detail,
        None if says_nothing else _gender(person),
        person.gender_detail,
        tuple(Evidence(message_id, cue.kind, cue.points, cue.form) for message_id, cue in cues),
        tuple(post.message_id for post in own if post.misleading),
        names,
        tuple(flags),
        len(own),
        sum(post.shared for post in person.posts),
        sum(post.daytime for post in own),
        len({post.at.date() for post in own if post.daytime}),
        len(begun),
        len(begun) - len(set(begun.values())),
        len(joins),
        sum(visit.leave is not None for visit in person.visits),
        len(joins) - len(set(joins)),
        person.spells_posts,
        person.spells_visits,
        own[0].at if own else None,
        own[-1].at if own else None,
    )


def _own_names(own: list[Post]) -> tuple[tuple[str, int], ...]:
    count = Counter(post.name for post in own if post.name and post.name not in DEFAULT_NAMES)
    return tuple(sorted(count.items(), key=lambda item: (-item[1], item[0])))


def _names(roster: Roster) -> dict[str, NameTruth]:
    wrote: dict[str, set[str]] = {}
    messages: Counter[str] = Counter()
    elsewhere: dict[str, str] = {}
    for person in roster.people:
        for post in person.posts:
            wrote.setdefault(post.name or "", set()).add(person.poster_id)
            messages[post.name or ""] += 1
        for name in [*person.listed, *(visit.name for visit in person.visits)]:
            elsewhere[name] = "ghost" if person.fate == "ghost" else "listed_only"
    out = {}
    for name in sorted({*wrote, *elsewhere}):
        if name in (*DEFAULT_NAMES, ""):
            verdict = "default"
        elif name in SHARED:
            verdict = "shared_place"
        elif name in roster.flagged:
            verdict = "shared_name_2"
        else:
            verdict = "one_id" if name in wrote else elsewhere[name]
        concept = roster.terms.get(name)
        out[name] = NameTruth(verdict, tuple(sorted(wrote.get(name, ()))), messages[name], concept)
    return out


def _flow(roster: Roster, records: dict[str, RecordTruth]) -> tuple[Step, ...]:
    """The order: ghosts, default names, shared places, one participant per ID, screening by hand, activity."""
    people = Counter(str(person.fate) for person in roster.people)
    lost = Counter(record.reason for record in records.values() if record.reason)
    order = (
        ("duplicate_or_ghost", "ghost"),
        ("no_id_no_name", "unidentified"),
        ("default_names", ""),
        ("more_than_two_ids", "shared_place"),
        ("one_name_per_id", ""),
        ("screened_by_hand", "screened_by_hand"),
        ("substantial_daytime", "activity"),
    )
    out = []
    for unit, start, count in (("participants", len(roster.people), people), ("messages", len(records), lost)):
        left = start
        for step, reason in order:
            gone = {reason: count[reason]} if reason and count[reason] else {}
            out.append(Step(step, unit, left, gone, left - sum(gone.values())))
            left = out[-1].n_out
    return tuple(out)


def _genders(people: list[Person]) -> dict[str, int]:
    count = Counter(_gender(person) for person in people)
    return {"participants": len(people), "man": count["man"], "woman": count["woman"], "unknown": count["unknown"]}


def _policies(kept: list[Person]) -> dict[str, dict[str, int]]:
    """merge: all of an ID. exclude: IDs with several names are out. first: only what stands under the first name.

    Gender under `first` is left open: the cues lie under all names.
    """
    single = [person for person in kept if len(_own_names(person.own)) < 2]
    loud = [person for person in kept if person.detail != "two_names:first_alone_too_quiet"]
    return {"merge": _genders(kept), "exclude": _genders(single), "first": {"participants": len(loud)}}
