"""Strategies of collecting a board, for `capture.py`: written from what the tools do, none of their code.

Each keeps what it saw in its own `Kept`, told by its own rules; all ask the simulator through one `Line`.
"""

import json
from datetime import timedelta

from hikcorpus.demo.simulator.judge import Stored


class Line:
    """GETs of the simulated board, one after another, their starts at least `pace` seconds apart."""

    def __init__(self, simulator, pace=0.0):
        self.simulator, self.clock, self.pace = simulator, simulator.clock, pace
        self.next = self.clock.now()

    def get(self, path, since=None):
        """(status, headers, body); since: the server's own Last-Modified, sent back as it came."""
        self.clock.sleep((self.next - self.clock.now()).total_seconds())
        self.next = self.clock.now() + timedelta(seconds=self.pace)
        answer = self.simulator.answer("GET", path, {"If-Modified-Since": since} if since else {})
        return answer.status, dict(answer.headers), answer.body


class Kept:
    """What one collector holds. versions: of posts; gone: numbers called deleted; states: of threads.

    A thread called deleted calls all its posts deleted.
    """

    def __init__(self, clock):
        self.clock = clock
        self.versions, self.gone, self.states, self.posts = [], {}, {}, {}

    def add(self, thread, post):
        """A post, or a new version of one."""
        self.posts.setdefault(thread, {})[post["no"]] = post["com"]
        self.versions.append(Stored(post["no"], post["com"], False, self.clock.now()))

    def stored(self):
        """All of it in the judge's terms."""
        yield from self.versions
        deleted = set(self.gone)
        for thread, state in self.states.items():
            if state == "deleted":
                deleted.update(self.posts.get(thread, ()))
        for number in sorted(deleted):
            yield Stored(number, None, True, self.clock.now())


class Strategy:
    """A collector: `visit` is one round, `polls` the instants at which it read the listing."""

    pace = 1.0

    def __init__(self, simulator):
        self.line, self.clock = Line(simulator, self.pace), simulator.clock
        self.vichan = simulator.settings.mode == "vichan"
        self.kept, self.polls = Kept(simulator.clock), []

    def visit(self):
        """Listing, then threads."""
        raise NotImplementedError

    def listing(self, name="threads"):
        """The living threads, first place first: number -> its fields."""
        _, _, body = self.line.get(f"/b/{name}.json")
        self.polls.append(self.line.simulator.requests[-1].moment)
        return {thread["no"]: thread for page in json.loads(body) for thread in page.get("threads", ())}

    def thread(self, number, since=None):
        """(status, headers, body) of a thread's page."""
        return self.line.get(f"/b/{'res' if self.vichan else 'thread'}/{number}.json", since)

    def living(self):
        """Threads that it knows of no end of."""
        return [number for number, state in self.kept.states.items() if state == "live"]


class PollAllThreads(Strategy):
    """4CAT's: each interval the listing, then every thread of it whole, as fast as four workers are answered.

    Four in parallel are reckoned as one with a quarter of the latency (`capture.py`). A known post is never updated;
    a page of as many posts as noted, whose newest is as old as the listing says, is passed over; a thread that left
    the listing is asked for if it had changed within the hour; 404 and 403 mean deleted.
    """

    pace = 0.0

    def __init__(self, simulator):
        super().__init__(simulator)
        self.modified, self.noted, self.bodies = {}, {}, {}

    def visit(self):
        listed = self.listing()
        self.modified |= {number: thread["last_modified"] for number, thread in listed.items()}
        for number in listed:
            self.kept.states.setdefault(number, "live")
        hour_ago = self.clock.now().timestamp() - 3600
        left = [n for n in self.living() if n not in listed and self.modified[n] > hour_ago]
        for number in [*listed, *left]:
            self._read(number)

    def _read(self, number):
        kept = self.kept
        status, _, body = self.thread(number)
        if status in (403, 404):
            kept.states[number] = "deleted"
            self.bodies.pop(number, None)
            return
        if self.bodies.get(number) == body:
            return  # saves our time; nothing could follow from it
        self.bodies[number] = body
        posts = {post["no"]: post for post in json.loads(body)["posts"]}
        archived = posts[number].get("archived_on", 0)
        newest = max(post["time"] for post in posts.values())
        count, was_archived = self.noted.get(number, (0, 0))
        if (len(posts), newest, archived) == (count, self.modified[number], was_archived):
            return
        known = kept.posts.get(number, {})
        new = [post for post in posts.values() if post["no"] not in known]
        for name in known:
            if name in posts:
                kept.gone.pop(name, None)
            else:
                kept.gone.setdefault(name, self.clock.now())
        for post in new:
            kept.add(number, post)
        self.noted[number] = count + len(new), archived
        kept.states[number] = "archived" if archived else "live"


class ConditionalGet(Strategy):
    """BASC-py4chan's `update()` of every known thread in turn, one request a second, asked with If-Modified-Since.

    Replies numbered above the last one held are taken, the opening post is replaced; 404 means deleted (the library
    says no more than "404"). The listing is read once a turn for new threads.
    """

    def __init__(self, simulator):
        super().__init__(simulator)
        self.since, self.last = {}, {}

    def visit(self):
        for number in self.listing():
            self.kept.states.setdefault(number, "live")
        for number in self.living():
            self._update(number)

    def _update(self, number):
        kept = self.kept
        status, headers, body = self.thread(number, self.since.get(number))
        if status == 404:
            kept.states[number] = "deleted"
        if status != 200:
            return
        self.since[number] = headers["Last-Modified"]
        opening, *replies = json.loads(body)["posts"]
        if kept.posts.get(number, {}).get(number) != opening["com"]:
            kept.add(number, opening)
        last = self.last.get(number, number)
        for post in replies:
            if post["no"] > last:
                kept.add(number, post)
                self.last[number] = post["no"]
        if opening.get("archived"):
            kept.states[number] = "archived"


class ListingGate(Strategy):
    """The strongest of the archivers' loops put together (chan_feed's gate, Asagi's page rule), one request a second.

    Threads whose last_modified or count of replies is new are read whole, last place first; a post that is absent is
    deleted at once; a vanished thread is asked for: its page, or 404: deleted if it stood in the upper seven tenths
    (page < 8 of 10), else pruned.
    """

    def __init__(self, simulator):
        super().__init__(simulator)
        self.marks, self.places = {}, {}

    def visit(self):
        listed = self.listing("catalog" if self.vichan else "threads")  # vichan's threads.json counts nothing
        marks = {number: (thread["last_modified"], thread["replies"]) for number, thread in listed.items()}
        for number in [n for n in self.living() if n not in listed]:
            self._read(number)
        self.places |= {number: place / len(listed) for place, number in enumerate(listed)}
        for number in reversed(listed):
            self.kept.states.setdefault(number, "live")
            if self.marks.get(number) != marks[number]:
                self._read(number)
                self.marks[number] = marks[number]

    def _read(self, number):
        kept = self.kept
        status, _, body = self.thread(number)
        if status == 404:
            kept.states[number] = "deleted" if self.places.get(number, 1.0) < 0.7 else "pruned"
            return
        posts = {post["no"]: post for post in json.loads(body)["posts"]}
        known = kept.posts.get(number, {})
        for name in known:
            if name not in posts:
                kept.gone.setdefault(name, self.clock.now())
        for name, post in posts.items():
            kept.gone.pop(name, None)
            if known.get(name) != post["com"]:
                kept.add(number, post)
        if posts[number].get("archived"):
            kept.states[number] = "archived"
