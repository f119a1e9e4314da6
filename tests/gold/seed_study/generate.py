"""A bulletin board with a chat, 306 permanent IDs, that carries the numbers of the Japanese study.

`generate(seed)` gives the same site for the same seed; `SeedStudy.truth()` says what must become of every record, ID
and screen name, from the persons' plans alone. Standard library only; nothing of hikcorpus is imported.
What is the study's and what was chosen: README.md in this folder.

    python -m tests.gold.seed_study.generate FOLDER [SEED]    writes the site and its truth as files
"""

import csv
import hashlib
import io
import json
import random
import sys
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.gold.seed_study import days, gender, words
from tests.gold.seed_study.personas import Person, Post, at
from tests.gold.seed_study.roster import Roster, Threshold, build
from tests.gold.seed_study.truth import Truth, tell

SITE, ENGINE, ZONE = "seed-study.example", "seed_study", "Asia/Tokyo"
UNIDENTIFIED = 14
"""Messages without ID under the default name: nobody's."""
_NOTHING = (
    *("tripcode", "capcode", "account_id", "shared_line", "mail_field", "country", "subject", "votes"),
    *("edited_at", "deleted_at", "deletion_evidence", "backfill", "blanked_at"),
)
_BASE62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


@dataclass
class Reply:
    """An explicit reply mark; lag in whole seconds, above 0 or 0."""

    parent: str
    parent_number: int
    lag_seconds: int


@dataclass
class Record:
    """A message of the site as a reader sees it. posted_at: UTC."""

    board: str
    thread_id: str
    message_id: str
    number: int
    posted_at: datetime
    author_name: str | None
    poster_id: str | None
    text: str
    reply: Reply | None = None

    def row(self) -> dict[str, Any]:
        """The raw message row: every column of design.md's message row and of `RAW_MESSAGES`."""
        local = self.posted_at.astimezone(days.JST)
        refs = []
        if self.reply:
            target = {"board": self.board, "thread_id": self.thread_id, "message_id": self.reply.parent}
            refs.append({**target, "kind": "explicit", "dangling": False})
        printed = f"{local:%Y/%m/%d}({'月火水木金土日'[local.weekday()]}) {local:%H:%M:%S}"
        hashed = hashlib.sha256(f"{self.message_id}\0{self.author_name}\0{self.text}".encode()).hexdigest()
        return {
            **dict.fromkeys(_NOTHING),
            "site": SITE,
            "engine": ENGINE,
            "board": self.board,
            "thread_id": self.thread_id,
            "message_id": self.message_id,
            "number": self.number,
            "is_opening": self.number == 1,
            "author_name": self.author_name,
            "is_default_name": self.author_name == words.DEFAULT_NAME,
            "poster_id": self.poster_id,
            "poster_id_scope": "site" if self.poster_id else "none",
            "sage": False,
            "posted_at": self.posted_at,
            "zone": ZONE,
            "time_precision": "second",
            "posted_raw": printed,
            "local_hour": local.hour,
            "weekday": local.isoweekday(),
            "is_working_day": days.is_working(local.date()),
            "lang": "ja",
            "lang_source": "text",
            "text": self.text,
            "refs": refs,
            "attachments": [],
            "state": "live",
            "version": 1,
            "content_hash": hashed,
            "first_seen": self.posted_at + timedelta(minutes=15),
            "length": len(self.text),
            "capture_id": hashlib.sha256(self.thread_id.encode()).hexdigest(),
        }


@dataclass(frozen=True)
class Event:
    """Somebody joins or leaves the chat. at: UTC. kind: join or leave."""

    at: datetime
    kind: str
    board: str
    poster_id: str
    screen_name: str


@dataclass(frozen=True)
class Member:
    """A line of the site's member list."""

    poster_id: str
    screen_name: str
    registered: date


@dataclass(frozen=True)
class Screening:
    """A decision of a human about the holder of a screen name. decision: include, exclude or undecided."""

    poster_id: str
    screen_name: str
    decision: str
    reason: str
    coder: str
    date: date


@dataclass
class SeedStudy:
    """The site, its side lists and its plan."""

    seed: int
    threshold: Threshold
    records: list[Record]
    events: list[Event]
    members: list[Member]
    screening: list[Screening]
    roster: Roster = field(repr=False)

    def rows(self) -> list[dict[str, Any]]:
        """Raw message rows in order of time."""
        return [record.row() for record in self.records]

    def screening_csv(self) -> str:
        """The decisions as CSV with a header line."""
        return _csv([asdict(row) for row in self.screening])

    def truth(self) -> Truth:
        """What must become of every record, ID and name, by the plan."""
        replies = {r.message_id: (r.reply.parent, r.reply.lag_seconds) for r in self.records if r.reply}
        nobody = [r.message_id for r in self.records if r.poster_id is None]
        return tell(self.roster, self.threshold, replies, nobody)


def generate(seed: int = 160, threshold: Threshold | None = None) -> SeedStudy:
    """The site of this seed. threshold: what counts as substantial daytime activity (the plan follows it)."""
    least = threshold or Threshold()
    rng = random.Random(seed)
    roster = build(rng, least)
    rng.shuffle(roster.people)
    _poster_ids(roster.people, rng)
    gender.plan(roster.people, rng)
    records = _records(roster.people, rng)
    return SeedStudy(
        seed, least, records, _events(roster.people), _members(roster, rng), _screening(roster, rng), roster
    )


def _poster_ids(people: list[Person], rng: random.Random) -> None:
    taken: set[str] = set()
    for person in people:
        while not person.poster_id or person.poster_id.casefold() in taken:
            person.poster_id = "".join(rng.choice(_BASE62) for _ in range(8))
        taken.add(person.poster_id.casefold())
    kept = [person for person in people if person.fate == "kept"]
    kept[0].poster_id, kept[1].poster_id = "kQ7mZ2aR", "Kq7Mz2Ar"  # two IDs: case counts


def _records(people: list[Person], rng: random.Random) -> list[Record]:
    """Posts laid into threads in order of time; some answer an earlier one."""
    flat: list[tuple[datetime, int, Person | None, Post]] = [
        (post.at, person.key, person, post) for person in people for post in person.posts
    ]
    for k in range(UNIDENTIFIED):
        day = rng.choice(days.WORKING)
        moment = at(day, "10:00") + timedelta(seconds=rng.randint(0, 20000))
        sentences = rng.sample(words.NEUTRAL, 2)
        flat.append(
            (moment, 10_000 + k, None, Post(moment, "keijiban", words.DEFAULT_NAME, True, k, day, sentences=sentences))
        )
    flat.sort(key=lambda one: one[:2])
    threads = _Threads(rng)
    out: list[Record] = []
    for moment, _, person, post in flat:
        thread = threads.of(post)
        number = len(thread) + 1
        key = thread[0].thread_id if thread else threads.key(post)
        post.message_id = f"{key}.{number}"
        poster_id = person.poster_id if person else None
        record = Record(post.board, key, post.message_id, number, moment.astimezone(UTC), post.name, poster_id, "")
        earlier = [one for one in thread[-10:] if one.poster_id != poster_id]
        if post.board == "keijiban" and earlier and rng.random() < 0.35:
            parent = rng.choice(earlier)
            lag = int((record.posted_at - parent.posted_at).total_seconds())
            record.reply = Reply(parent.message_id, parent.number, lag)
        record.text = (f">>{record.reply.parent_number}\n" if record.reply else "") + _join(post.sentences, rng)
        thread.append(record)
        out.append(record)
    return out


class _Threads:
    """Six open threads of the board at a time; a thread a day in the chat."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._open: list[tuple[int, list[Record]]] = [(rng.randint(40, 90), []) for _ in range(6)]
        self._chat: dict[date, list[Record]] = {}
        self._keys: set[str] = set()

    def of(self, post: Post) -> list[Record]:
        if post.board == "chat":
            return self._chat.setdefault(post.at.date(), [])
        k = self._rng.randrange(6)
        cap, thread = self._open[k]
        if len(thread) >= cap:
            self._open[k] = (self._rng.randint(40, 90), thread := [])
        return thread

    def key(self, post: Post) -> str:
        if post.board == "chat":
            return f"c{post.at:%Y%m%d}"
        seconds = int(post.at.timestamp())
        while str(seconds) in self._keys:
            seconds += 1
        self._keys.add(str(seconds))
        return str(seconds)


def _join(sentences: list[str], rng: random.Random) -> str:
    text = sentences[0]
    for sentence in sentences[1:]:
        close = text.endswith("。") and "\n" not in text and not sentence.startswith((">", "♪")) and rng.random() < 0.5
        text += sentence if close else "\n" + sentence
    return text


def _events(people: list[Person]) -> list[Event]:
    out = []
    for person in people:
        for visit in person.visits:
            out.append(Event(visit.join.astimezone(UTC), "join", "chat", person.poster_id, visit.name))
            if visit.leave:
                out.append(Event(visit.leave.astimezone(UTC), "leave", "chat", person.poster_id, visit.name))
    return sorted(out, key=lambda event: (event.at, event.poster_id, event.kind))


def _members(roster: Roster, rng: random.Random) -> list[Member]:
    listed = [(person.poster_id, name) for person in roster.people for name in person.listed]
    rng.shuffle(listed)
    return [Member(who, name, days.FIRST - timedelta(days=rng.randint(1, 900))) for who, name in listed]


def _screening(roster: Roster, rng: random.Random) -> list[Screening]:
    rows = [
        Screening(
            person.poster_id,
            name,
            decision,
            reason,
            rng.choice(("K1", "K2")),
            days.LAST + timedelta(days=rng.randint(10, 60)),
        )
        for person, name, decision, reason in roster.invited
    ]
    return sorted(rows, key=lambda row: (row.date, row.poster_id))


def _csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


def write(folder: Path, study: SeedStudy) -> None:
    """messages.jsonl, events.csv, members.csv, screening.csv and truth.json into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(row, ensure_ascii=False, default=_plain) for row in study.rows()]
    (folder / "messages.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "events.csv").write_text(_csv([asdict(event) for event in study.events]), encoding="utf-8")
    (folder / "members.csv").write_text(_csv([asdict(member) for member in study.members]), encoding="utf-8")
    (folder / "screening.csv").write_text(study.screening_csv(), encoding="utf-8")
    told = json.dumps(asdict(study.truth()), ensure_ascii=False, indent=1, default=_plain)
    (folder / "truth.json").write_text(told + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), generate(int(sys.argv[2]) if len(sys.argv) > 2 else 160))
