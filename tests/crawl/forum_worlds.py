"""A forum that changes between and within visits, breaks and is killed over, with its truth; and what must hold of it."""

from collections import Counter
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path

import httpx

from hikcorpus import pipeline
from hikcorpus.fetch.replay import CHALLENGE, Fault, Recording, ReplayTransport
from hikcorpus.log import Silent
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.memory import Memory
from tests.crawl.simulated import scratch
from tests.crawl.small_forum import SmallForum, html

MINUTE, HOUR, DAY = 60, 3600, 25 * 3600
STALE = 55
"""Seconds that an old copy is old at most: of two looks a minute apart, one then shows whatever stood at the first."""
BROKEN = (
    Fault(status=503),
    Fault(status=403),
    Fault(status=404),
    Fault(status=429),
    CHALLENGE,
    Fault(body=b"<html><body><p class=error>There is no such thread.</p></body></html>"),
    Fault(body=b"<html><body><h1>Under repair</h1></body></html>"),
    Fault(truncate=30),
)

GONE = (BROKEN[2], BROKEN[5])
"""Those that say that a thread is no more."""


class Killed(BaseException):
    """The process is no more."""


class Clockwork(ReplayTransport):
    """Answers from the world as it is at that moment; `before` is called first, and may change it."""

    def __init__(self, world):
        super().__init__(Recording({}))
        self.world, self.before, self.stale, self.timeouts = world, lambda: None, {}, set()

    def handle_request(self, request):
        self.before()
        path = request.url.raw_path.decode("ascii")
        if path in self.timeouts:
            raise httpx.ConnectTimeout("too slow")
        age = self.stale.get(path)
        self.recording = Recording(self.world.at(age) if age else self.world.pages())
        return super().handle_request(request)


class World(SmallForum):
    """A forum with a truth: `gone` tells of each post when it did not stand (seconds; None: still), `of` in which
    threads it ever stood, `left` (thread, post) where a moderator put it into another.
    """

    def __init__(self, folder, clock, chance, recheck=60):
        super().__init__(folder, clock, {}, recheck=recheck)
        site = folder / "forum.toml"
        text = site.read_text().replace('page = ".page"\n', 'page = ".page"\nsticky = ".pin"\n')
        site.write_text(text.replace('last = ".last"\n', 'last = ".last"\nsticky = ".pin"\n'))
        self.chance, self.transport = chance, Clockwork(self)
        self.number, self.name = 100, 0
        self.pins, self.bin, self.cellar = set(), {}, {}
        self.gone, self.texts, self.of, self.was = {}, {}, {}, {}
        self.left, self.merged = set(), set()
        self.history = []
        for _ in range(chance.randint(2, 6)):
            self.open()
        self.note()

    def pages(self):
        """Pins stand on top of every page of the listing, and on their own pages."""
        pins = [self.row(number) for number in sorted(self.pins & set(self.threads))]
        order = sorted(set(self.threads) - self.pins, key=lambda number: -self.threads[number][-1]["no"])
        rows = [self.row(number) for number in order]
        pages = self.leaves("/talk", rows, self.ROWS, "<ul>" + "".join(pins) + "{}</ul>")
        for board, threads in (("talk", self.threads), ("cellar", self.cellar)):
            for number, posts in threads.items():
                pin = "<i class=pin></i>" if number in self.pins else ""
                head = f'<main data-thread="{number}" data-board="{board}"><h1>Thread {number}</h1>{pin}'
                items = [self.article(each) for each in posts]
                pages |= self.leaves(f"/t/{number}", items, self.PER_PAGE, head + "{}</main>")
        for number in (*self.bin, *self.merged):
            pages[f"/t/{number}"] = html("<p class=error>There is no such thread.</p>")
        return pages

    def row(self, number):
        row = super().row(number)
        return row.replace("</li>", "<i class=pin></i></li>") if number in self.pins else row

    def now(self):
        return self.clock.now().timestamp()

    def note(self):
        """Remember how it is now, for stale copies; forget what is older than they can be."""
        self.history.append((self.now(), self.pages()))
        recent = [at for at, _ in self.history if at <= self.now() - STALE]
        self.history = [each for each in self.history if not recent or each[0] >= recent[-1]]

    def at(self, age):
        """The pages as they were so many seconds ago."""
        then = [pages for at, pages in self.history if at <= self.now() - age]
        return then[-1] if then else self.history[0][1]

    # what may happen

    def write(self):
        self.number += 1
        words = {"no": self.number, "text": f"word{self.number}x", "name": f"name{self.number}y"}
        self.texts[self.number] = {words["text"]}
        return words

    def open(self):
        self.name += 1
        self.threads[self.name] = [self.write()]
        self.of[self.number] = {self.name}
        self.reply(self.name, self.chance.choice((0, 0, 1, 2, 5, 9)))

    def reply(self, number, many):
        for _ in range(many):
            self.threads[number].append(self.write())
            self.of[self.number] = {number}

    def falls(self, posts):
        for each in posts:
            self.gone.setdefault(each["no"], []).append([self.now(), None])

    def stands(self, posts):
        for each in posts:
            if self.gone.get(each["no"]) and self.gone[each["no"]][-1][1] is None:
                self.gone[each["no"]][-1][1] = self.now()

    def happen(self, what=None):
        """One thing, at random."""
        chance, threads = self.chance, list(self.threads)
        what = what or chance.choice(
            ("reply",) * 6
            + ("edit", "drop", "drop", "drop", "unpost", "open", "bin", "unbin", "move", "back", "pin")
            + ("split", "merge")
        )
        one = chance.choice(threads) if threads else None
        if what == "open" or one is None:
            self.open()
        elif what == "reply":
            self.reply(one, chance.choice((1, 1, 1, 2, 3, 4, 8)))
        elif what == "edit":
            place = chance.randrange(len(self.threads[one]))
            old = self.threads[one][place]
            text = f"word{old['no']}x edited{chance.randrange(10**6)}z"
            self.texts[old["no"]].add(text)
            self.threads[one][place] = old | {"text": text}
        elif what == "drop":
            many = chance.choice((1, 1, 1, 2, 3))
            for _ in range(min(many, len(self.threads[one]) - 1)):
                place = chance.randrange(len(self.threads[one]))
                post = self.threads[one].pop(place)
                self.falls([post])
                self.was.setdefault(one, []).append(post)
        elif what == "unpost" and self.was.get(one):
            post = self.was[one].pop(chance.randrange(len(self.was[one])))
            self.threads[one] = sorted([*self.threads[one], post], key=lambda each: each["no"])
            self.stands([post])
        elif what == "bin" and len(threads) > 1:
            self.bin[one] = self.threads.pop(one)
            self.falls(self.bin[one])
            self.was_thread(one, "deleted")
        elif what == "unbin" and self.bin:
            number = chance.choice(list(self.bin))
            self.threads[number] = self.bin.pop(number)
            self.stands(self.threads[number])
        elif what == "move" and len(threads) > 1:
            self.cellar[one] = self.threads.pop(one)
            self.was_thread(one, "moved")
        elif what == "back" and self.cellar:
            number = chance.choice(list(self.cellar))
            self.threads[number] = self.cellar.pop(number)
        elif what == "split" and len(self.threads[one]) > 1:
            place = chance.randrange(1, len(self.threads[one]))
            self.name += 1
            there = chance.choice([self.name, *(number for number in threads if number != one)])
            self.put(one, there, self.threads[one][place:])
        elif what == "merge" and len(threads) > 1:
            there = chance.choice([number for number in threads if number != one])
            self.put(one, there, self.threads[one])
            del self.threads[one]
            self.merged.add(one)
            self.was_thread(one, "deleted")
        elif what == "pin":
            self.pins ^= {one}
        self.note()

    def put(self, number, there, posts):
        """A moderator puts posts of a thread into another (it may be new)."""
        taken = {each["no"] for each in posts}
        self.threads[number] = [each for each in self.threads[number] if each["no"] not in taken]
        stood = self.threads.get(there, [])
        self.threads[there] = sorted([*stood, *posts], key=lambda each: each["no"])
        for each in taken:
            self.of[each].add(there)
            self.left.add((str(number), each))

    def was_thread(self, number, what):
        self.was.setdefault(("thread", number), set()).add(what)

    # visits

    def break_something(self, lasting):
        """A fault on a page or two. lasting: for the whole visit."""
        away = {f"/t/{number}" for number in self.cellar}  # not listed, and no page at two looks: nobody could tell
        paths = sorted(self.pages())
        for path in self.chance.sample(paths, min(len(paths), self.chance.choice((1, 1, 2, 3)))):
            kind = self.chance.randrange(len(BROKEN) + 3)
            if kind == len(BROKEN):
                self.transport.timeouts.add(path)
            elif kind > len(BROKEN):
                self.transport.stale[path] = self.chance.randint(5, STALE)
            else:
                fault = BROKEN[kind]
                if lasting and fault in GONE and path in away:
                    continue
                times = None if lasting else 1
                self.transport.faults[path] = Fault(fault.status, fault.headers, fault.body, fault.truncate, times)

    def mend(self):
        self.transport.before = lambda: None
        for each in (self.transport.faults, self.transport.stale, self.transport.timeouts):
            each.clear()

    def look(self, after, refresh_hours=24.0):
        """A visit; what it asked for, and its error."""
        self.clock.sleep(after)
        before = len(self.transport.requests)
        try:
            (done,) = pipeline.crawl(
                list(self.specs),
                self.data,
                contact="study@university.example",
                clock=self.clock,
                progress=Silent(),
                refresh_hours=refresh_hours,
                transport=self.transport,
            )
        except Killed:
            done = None
        asked = [path for _, path, _, _ in self.transport.requests[before:] if path != "/robots.txt"]
        return done, asked

    def restless(self, events):
        """From now on the world changes right before some of the next requests."""
        moments = {self.chance.randint(1, 25) for _ in range(events)}
        count = iter(range(1, 10**9))

        def before():
            if next(count) in moments:
                self.happen()

        self.transport.before = before


@contextmanager
def killed(how, nth):
    """SIGKILL as far as a test in one process can: at the nth append (before it; after it, so that memory does not know)
    and from then on nothing is written any more.
    """
    append, absorb, count, dead = Dataset.append, Memory.absorb, iter(range(1, 10**9)), []

    def once(self, tables, month):
        if dead:
            raise Killed
        if next(count) == nth:
            dead.append(True)
            if how == "after":
                append(self, tables, month)
            raise Killed
        append(self, tables, month)

    def absorbed(self, *words):
        if dead:
            raise Killed
        absorb(self, *words)

    Dataset.append, Memory.absorb = once, absorbed
    try:
        yield
    finally:
        Dataset.append, Memory.absorb = append, absorb


# what must hold

version = itemgetter("version")


def newest(rows, key):
    out = {}
    for row in sorted(rows, key=lambda row: row["version"]):
        out[row[key]] = row
    return out


def last_of(world):
    """Message id -> its newest row in the thread in which it stands, as far as the tables tell, else stood last."""
    out = {}
    rank = {"live": 2, "deleted": 1, "moved": 0}
    stands = {}
    for row in sorted(world.rows(), key=lambda row: row["version"]):
        stands[row["message_id"], row["thread_id"]] = row
    for row in stands.values():
        before = out.get(row["message_id"])
        if before is None or (rank[row["state"]], row["first_seen"]) > (rank[before["state"]], before["first_seen"]):
            out[row["message_id"]] = row
    return out


def never_false(world):
    """(a) Nobody who stands is called gone. Nothing is twice."""
    rows, threads = world.rows(), world.rows("threads")
    for table, keys in ((rows, ("thread_id", "message_id")), (threads, ("thread_id",))):
        seen = {}
        for row in sorted(table, key=lambda row: row["version"]):
            name = tuple(row[key] for key in keys)
            before = seen.get(name)
            assert row["version"] == (before["version"] + 1 if before else 1), (name, row["version"])
            assert before is None or before["content_hash"] != row["content_hash"], (name, "the same version twice")
            assert not (before and before["state"] == row["state"] == "deleted"), (name, "deleted twice")
            seen[name] = row
    now = world.now()
    for row in rows:
        if row["state"] == "moved":
            assert (row["thread_id"], row["number"]) in world.left
        elif row["state"] == "deleted":
            at = row["deleted_at"].timestamp()
            fell = [each for each in world.gone.get(row["number"], ()) if (each[1] or now) >= at - MINUTE]
            late = (row["thread_id"], row["number"]) in world.left  # where it went may not have been read in time
            assert fell or late, (
                f"post {row['number']} of thread {row['thread_id']} stood, called deleted at {row['deleted_at']}"
            )
        elif row["blanked_at"] is None:
            assert row["text"] in world.texts[row["number"]], "a text that nobody wrote"
        assert int(row["thread_id"]) in world.of[row["number"]]
    for row in threads:
        if row["state"] in ("deleted", "moved", "pruned", "archived"):
            happened = world.was.get(("thread", int(row["thread_id"])), set())
            assert row["state"] in happened, f"thread {row['thread_id']} was called {row['state']}"


def all_told(world):
    """(b) What stands is held as it reads now, what is gone is marked."""
    messages, threads = last_of(world), newest(world.rows("threads"), "thread_id")
    told = {}
    for row in {(row["number"], row["thread_id"]): row for row in sorted(world.rows(), key=version)}.values():
        if row["state"] != "moved":
            told.setdefault(row["number"], set()).add(int(row["thread_id"]))
    for number, posts in world.threads.items():
        assert threads[str(number)]["state"] == "live", number
        for each in posts:
            row = messages[str(each["no"])]
            stands = ("live", each["text"], str(number))
            assert (row["state"], row["text"], row["thread_id"]) == stands, (each, row["thread_id"], row["state"])
            assert told.get(each["no"], set()) & world.threads.keys() == {number}, each
    standing = {each["no"] for posts in (*world.threads.values(), *world.cellar.values()) for each in posts}
    moved = {each for each in range(world.name + 1) if "moved" in world.was.get(("thread", each), ())}
    for row in messages.values():
        if not world.of[row["number"]] & moved:  # of those nothing is asked any more
            assert (row["state"] == "live") == (row["number"] in standing), (row["number"], row["state"])
    for number in set(world.bin) - moved:
        assert str(number) not in threads or threads[str(number)]["state"] == "deleted"
    for number in set(world.cellar):
        assert str(number) not in threads or threads[str(number)]["state"] in ("moved", "deleted")


def same_by_reparse(world):
    """(c) From the bytes kept come the same tables."""
    before = [sorted(map(repr, world.rows(table))) for table in ("messages", "threads")]
    (counts,) = pipeline.reparse([], world.data, world.clock, Silent()).values()
    after = [sorted(map(repr, world.rows(table))) for table in ("messages", "threads")]
    assert before == after
    assert not [name for name in +counts if name.startswith("kept_") and name != "kept_blanked"], counts


def recalled(memory, world):
    """All that a memory says of the board."""
    (where,) = world.data.boards()
    memory.stand_at(*where, world.data.raw(*where))
    threads = {row["thread_id"] for row in world.rows("threads")}
    return (
        *(question(*where) for question in (memory.thread_pages, memory.owed, memory.threads, memory.looks)),
        *(question(*where) for question in (memory.highest, memory.counts, memory.last_seen)),
        {thread: memory.messages(*where, thread) for thread in threads},
        [memory.page(*where, kind) for kind in ("listing", "settings", "archive")],
    )


def same_from_raw(world):
    """(d) A memory built again says what the one says that grew with the visits."""
    with scratch() as folder, Memory(Path(folder) / "crawl.sqlite") as again:
        with Memory(world.data.state() / "crawl.sqlite") as grown:
            told = recalled(grown, world)
        assert recalled(again, world) == told


def not_rude(world, asked, disturbed):
    """(e) No page is asked twice in a visit but by second looks, where its news alone did not tell all, and where what was
    absent at both looks would stand after it.
    """
    if not disturbed:
        many = {path: times for path, times in Counter(asked).items() if times > (1 if path.startswith("/talk") else 4)}
        assert not many, many


def forgotten(world):
    """(f) Of what was deleted long ago no word is left."""
    gone = [row["number"] for row in last_of(world).values() if row["state"] == "deleted"]
    words = {f"{kind}{number}{end}" for number in gone for kind, end in (("word", "x"), ("name", "y"))}
    for table in ("messages", "threads", "observations"):
        told = repr(world.rows(table))
        assert not {word for word in words if word in told}, table
    bodies = b"\n".join(row["body"] for row in world.rows("evidence") if row["body"])
    assert not {word for word in words if word.encode() in bodies}
    return len(gone)
