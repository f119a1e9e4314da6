"""Mutants of all pages of an engine, through every method that reads bytes: only LayoutChanged may come, and soon.

python -m tests.sources.fuzz --family NAME --mutants 200000 --seed N [--out FOLDER] [--shared FOLDER] [--seconds S]

A mutant is made again by `--only NUMBER`. FOLDER gets NAME.json (figures) and crash/NAME-....body with a .json beside.
A crash is also what no table can hold (half a character, a number too big), a message that is there twice, and an error
that repeats the page. Apart are counted: calls that took too long, and promises that a damaged page may make nobody keep:
scrubbing twice is once and changes no message, nothing is left of what was blanked, no NUL.
"""

import argparse
import gc
import json
import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from random import Random
from typing import Any

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Message, Thread
from hikcorpus.sources.base import Listing, Page, Tail, ThreadMark, ThreadPage
from tests.sources.every import RECORDED, Case, committed, engines, recorded
from tests.sources.hostile import CHARSETS, MARKER
from tests.sources.mutants import LONGEST, mutant

LIMIT = 1.0  # seconds of CPU that a call may take
GIVE_UP = 4.0  # seconds of CPU after which a call is ended
BIG = 40_000  # bytes; pages above this are one mutant in fifty
MAY_REFUSE = frozenset(
    {"parse_listing", "parse_thread", "parse_index", "parse_archive", "parse_tail", "blank", "unknown_fields"}
)
"""Methods that are asked where LayoutChanged is awaited, or only of pages that were read."""

PROMISED = frozenset(
    {
        *("twice is not once", "changes messages", "makes it unreadable", "leaves content", "changes others"),
        *(f"NUL in {name}" for name in ("text", "subject", "title", "author_name", "mail_field", "posted_raw", "mark")),
        *(f"NUL in {name}" for name in ("tripcode", "poster_id", "account_id", "capcode", "country", "shared_line")),
    }
)
"""What is broken by damage alone, and stored all the same: counted, no crash."""


class Hang(BaseException):
    """A call that did not end."""


def _end(signum: int, frame: object) -> None:
    raise Hang


@dataclass(slots=True)
class Findings:
    """What the mutants of an engine came to."""

    mutants: int = 0
    calls: int = 0
    refused: int = 0
    read: int = 0
    slowest: tuple[float, str, int] = (0.0, "", -1)
    crashes: Counter[str] = field(default_factory=Counter)
    slow: Counter[str] = field(default_factory=Counter)
    promises: Counter[str] = field(default_factory=Counter)
    kept: dict[str, tuple[int, int]] = field(default_factory=dict)

    def summary(self, family: str, seed: int) -> dict[str, Any]:
        """Figures, as JSON holds them. slowest_ms: CPU; crashes: method, exception and place -> how many; slow: calls
        above the limit; promises: of the kind that pages of a board keep, but damaged ones may break."""
        seconds, method, number = self.slowest
        return {
            **{"family": family, "seed": seed, "mutants": self.mutants, "calls": self.calls, "read": self.read},
            **{"refused": self.refused, "slowest_ms": round(seconds * 1000, 1), "slowest": f"{method} of {number}"},
            "crashes": dict(self.crashes.most_common()),
            "slow": dict(self.slow.most_common()),
            "promises": dict(self.promises.most_common()),
            "first": {key: number for key, (_, number) in self.kept.items()},
        }


def place_of(error: BaseException) -> str:
    """The innermost line of ours."""
    frames = [one for one in traceback.extract_tb(error.__traceback__) if "/hikcorpus/" in one.filename]
    if not frames:
        return "?"
    return f"{frames[-1].filename.rpartition('/hikcorpus/')[2]}:{frames[-1].lineno}"


class Fuzz:
    """One engine under mutants. cases: its pages. keep: where a page that broke something goes. longest: bytes."""

    def __init__(
        self, family: str, seed: int, cases: list[Case], keep: Path | None = None, longest: int = LONGEST
    ) -> None:
        signal.signal(signal.SIGVTALRM, _end)
        self.family, self.seed, self.keep, self.longest = family, seed, keep, longest
        self.source = engines()[family]
        self.small = [case for case in cases if len(case.page.body) <= BIG] or cases
        self.big = [case for case in cases if len(case.page.body) > BIG]
        self.weights = [1 / (400 + len(case.page.body)) for case in self.small]
        self.found = Findings()
        self.number = -1
        self.case = next((case for case in cases if case.kind == "thread"), cases[0])
        stored(self.case.board, self.source.parse_thread(self.case.board, self.case.thread_id, self.case.page))

    def draw(self, number: int) -> tuple[Random, Case]:
        """The mutant of that number: its page, and chance as it goes on from there."""
        rng = Random(f"{self.family}:{self.seed}:{number}")
        big = self.big and rng.random() < 0.02
        case = rng.choice(self.big) if big else rng.choices(self.small, self.weights)[0]
        other = rng.choice(self.small).page.body
        body = mutant(rng, case.page.body, other, self.longest)
        charset = rng.choice(CHARSETS) if rng.random() < 0.1 else case.page.charset
        board = replace(case.board, name=case.board.name if rng.random() < 0.9 else "")
        return rng, replace(case, board=board, page=replace(case.page, body=body, charset=charset))

    def run(self, number: int) -> None:
        """Mutant of that number through every method."""
        self.number, found = number, self.found
        rng, case = self.draw(number)
        self.case, one, board, page = case, self.source, case.board, case.page
        found.mutants += 1
        thread_id = case.thread_id or "40"
        listing = self.call("parse_listing", lambda: one.parse_listing(board, page))
        read = self.call("parse_thread", lambda: one.parse_thread(board, thread_id, page))
        entries = self.call("parse_index", lambda: one.parse_index(board, page)) or {}
        raws = [mark.entry for mark in listing.threads if mark.entry is not None] if listing else []
        raws += list(entries.values())
        for raw in [*raws[:2], page.body]:
            tail = self.call("parse_tail", lambda raw=raw: one.parse_tail(board, raw))
            if tail is not None:
                self.fit("parse_tail", tail)
        self.call("parse_archive", lambda: one.parse_archive(board, page))
        self.call("classify", lambda: one.classify(page))
        self.call("with_settings", lambda: one.with_settings(board, page))
        self.call("unknown_fields", lambda: one.unknown_fields(page))
        if hasattr(one, "recognise_saved"):
            self.call("recognise_saved", lambda: one.recognise_saved(page))
        scrubbed = self.call("scrub", lambda: one.scrub(page))
        ids = {message.message_id for message in read.messages} if read else {thread_id, f"{thread_id}.1"}
        if read and rng.random() < 0.5:
            ids = set(rng.sample(sorted(ids), len(ids) // 2))
        blanked = self.call("blank", lambda: one.blank(page, ids))
        if listing is not None:
            found.read += 1
            self.fit("parse_listing", listing)
            for mark in listing.threads[:3]:
                self.call("newest_url", lambda mark=mark: one.newest_url(board, mark))
                self.call("tail_url", lambda mark=mark: one.tail_url(board, mark))
        if read is not None:
            found.read += 1
            self.fit("parse_thread", read)
            if scrubbed is not None and scrubbed != page.body:
                self.scrubbed(replace(page, body=scrubbed), thread_id, read)
            if blanked is not None and rng.random() < 0.3:
                self.blanked(replace(page, body=blanked), thread_id, read, ids)
            if rng.random() < 0.05:
                self.call("rows", lambda: stored(board, read))

    def call(self, method: str, work: Callable[[], Any]) -> Any:
        """What a method gives; None where it refuses the page or breaks."""
        self.found.calls += 1
        start = time.thread_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, GIVE_UP)
        out = None
        try:
            out = work()
        except LayoutChanged as error:
            self.found.refused += 1
            if method not in MAY_REFUSE:
                self.note(method, "LayoutChanged", place_of(error))
            if MARKER in str(error):
                self.note(method, "error repeats the page", place_of(error))
        except Hang as error:
            self.note(method, "hang", place_of(error))
        except (Exception, RecursionError) as error:
            self.note(method, type(error).__name__, place_of(error), traceback.format_exc())
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        spent = time.thread_time() - start
        if spent > self.found.slowest[0]:
            self.found.slowest = (spent, method, self.number)
        if spent > LIMIT:
            self.note(method, "slow")
        return out

    def note(self, method: str, what: str, where: str = "", trace: str = "") -> None:
        """Count it among its kind; keep the smallest page that did it."""
        key, size = f"{method} {what} {where}".rstrip(), len(self.case.page.body)
        kinds = {"slow": self.found.slow, "hang": self.found.slow}
        kinds.get(what, self.found.promises if what in PROMISED else self.found.crashes)[key] += 1
        if key in self.found.kept and self.found.kept[key][0] <= size:
            return
        self.found.kept[key] = (size, self.number)
        if self.keep is None:
            return
        self.keep.mkdir(parents=True, exist_ok=True)
        name = f"{self.family}-{method}-{what}-{where}".replace("/", ".").replace(":", "-").replace(" ", "_")
        (self.keep / f"{name}.body").write_bytes(self.case.page.body)
        page, board = self.case.page, self.case.board
        facts = {"engine": self.family, "seed": self.seed, "number": self.number, "page": self.case.name}
        facts |= {"url": page.url, "charset": page.charset, "board": board.name, "address": board.address}
        facts |= {"thread_id": self.case.thread_id, "method": method, "what": what, "where": where}
        (self.keep / f"{name}.json").write_text(json.dumps(facts | {"trace": trace}, indent=1))

    def fit(self, method: str, read: ThreadPage | Listing | Tail) -> None:
        """What was read can be stored, has each id once, and tells its problems without words of the page."""
        wrong = set(unfit(read))
        for what in wrong:
            self.note(method, what)

    def scrubbed(self, page: Page, thread_id: str, before: ThreadPage) -> None:
        """Scrubbing twice is scrubbing once, and no message changes by it."""
        again = self.call("scrub", lambda: self.source.scrub(page))
        if again is not None and again != page.body:
            self.note("scrub", "twice is not once")
        after = self.call("parse_thread", lambda: self.source.parse_thread(self.case.board, thread_id, page))
        if after is None or after.messages != before.messages:
            self.note("scrub", "changes messages" if after else "makes it unreadable")

    def blanked(self, page: Page, thread_id: str, before: ThreadPage, ids: set[str]) -> None:
        """Of the messages blanked nothing is left, the others stay."""
        after = self.call("parse_thread", lambda: self.source.parse_thread(self.case.board, thread_id, page))
        if after is None:
            self.note("blank", "makes it unreadable")
            return
        for one in after.messages:
            if one.message_id in ids and (one.text or one.tripcode or one.subject):
                self.note("blank", "leaves content")
        others = {one.message_id: one for one in before.messages if one.message_id not in ids}
        if {one.message_id: one for one in after.messages if one.message_id not in ids} != others:
            self.note("blank", "changes others")


def unfit(read: ThreadPage | Listing | Tail) -> list[str]:
    """What of it no table can hold, or must not."""
    out = []
    things: list[Message | Thread | ThreadMark] = [*read.threads] if isinstance(read, Listing) else [*read.messages]
    ids = [
        one.thread_id if isinstance(one, ThreadMark) else one.message_id
        for one in things
        if not isinstance(one, Thread)
    ]
    if len(ids) != len(set(ids)):
        out.append("an id twice")
    if not isinstance(read, Listing):
        if not ids and isinstance(read, ThreadPage):
            out.append("no message")
        if sum(message.is_opening for message in read.messages) > 1:
            out.append("two openings")
        things.append(read.thread)
    for one in things:
        for part in fields(one):
            value = getattr(one, part.name)
            if isinstance(value, str):
                try:
                    value.encode()
                except UnicodeEncodeError:
                    out.append(f"half a character in {part.name}")
                if "\0" in value:
                    out.append(f"NUL in {part.name}")
            bits = 31 if part.name == "votes" else 63
            if (
                part.name in ("number", "votes", "reply_count")
                and isinstance(value, int)
                and not -(2**bits) <= value < 2**bits
            ):
                out.append(f"too big a {part.name}")
        if isinstance(one, Message):
            if one.posted_at is not None and one.posted_at.utcoffset():
                out.append("a time that is not UTC")
            if any("\0" in ref.message_id or not ref.message_id.isprintable() for ref in one.refs):
                out.append("a ref that is no id")
    problems = () if isinstance(read, Tail) else read.problems
    if any(MARKER in f"{problem.reason}{problem.where}" for problem in problems):
        out.append("problem repeats the page")
    return out


def stored(board: Any, read: ThreadPage) -> None:
    """Rows of raw tables, as Arrow holds them."""
    import pyarrow as pa

    from hikcorpus.crawl.rows import LANGUAGES, content_hash, message_row, thread_row
    from hikcorpus.store.schemas import schema
    from hikcorpus.text.language import identify
    from tests.sources.every import NOW

    identify("Kuka valvoo vielä tähän aikaan yöstä, kun ei saa unta?", "en", LANGUAGES)  # loads its model once
    rows = [message_row(board, one, "en", 1, content_hash(one), NOW, "c") for one in read.messages[:50]]
    pa.Table.from_pylist(rows, schema=schema("raw", "messages"))
    pa.Table.from_pylist([thread_row(board, read.thread, 1, "page", NOW, "c")], schema=schema("raw", "threads"))


def pages_of(family: str, shared: Path | None = None, most: int = 60) -> list[Case]:
    """All committed pages of an engine, and the smaller recorded ones of each kind."""
    cases = [case for case in committed(family) if case.page.body]
    if shared is not None:
        for recording in [name for name, readers in RECORDED.items() if family in readers]:
            whole = sorted(recorded(shared, recording, family, "A"), key=lambda case: len(case.page.body))
            cases += whole[:: max(1, len(whole) // most)]
    return cases


def main() -> int:
    """Run; the exit code is 1 where anything broke."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--family", required=True)
    asked.add_argument("--mutants", type=int, default=200_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--start", type=int, default=0)
    asked.add_argument("--only", type=int)
    asked.add_argument("--seconds", type=float, default=1e9, help="of CPU")
    asked.add_argument("--out", type=Path, default=Path("fuzz"))
    asked.add_argument("--shared", type=Path)
    told = asked.parse_args()
    told.out.mkdir(parents=True, exist_ok=True)
    fuzz = Fuzz(told.family, told.seed, pages_of(told.family, told.shared), told.out / "crash")
    if told.only is not None:
        fuzz.run(told.only)
        print(json.dumps(fuzz.found.summary(told.family, told.seed), indent=1))
        return bool(fuzz.found.crashes)
    gc.freeze()
    at = os.open(told.out / f"{told.family}.at", os.O_CREAT | os.O_WRONLY)  # which mutant, should the process die
    began = time.process_time()
    for number in range(told.start, told.start + told.mutants):
        os.pwrite(at, b"%-10d" % number, 0)
        fuzz.run(number)
        spent = time.process_time() - began
        if number % 500 == 499:
            facts = fuzz.found.summary(told.family, told.seed) | {"cpu_seconds": round(spent, 1)}
            (told.out / f"{told.family}.json").write_text(json.dumps(facts, indent=1))
            line = f"{told.family} {fuzz.found.mutants} of {told.mutants}, {len(fuzz.found.crashes)} findings, "
            sys.stderr.write(f"\r{line}slowest {facts['slowest_ms']} ms, {fuzz.found.mutants / spent:.0f} a second ")
        if spent > told.seconds:
            break
    sys.stderr.write("\n")
    facts = fuzz.found.summary(told.family, told.seed) | {"cpu_seconds": round(time.process_time() - began, 1)}
    (told.out / f"{told.family}.json").write_text(json.dumps(facts, indent=1))
    return bool(fuzz.found.crashes)


if __name__ == "__main__":
    sys.exit(main())
