"""A crawl against the simulated board, in this process, on a clock that never waits."""

import tempfile
from datetime import timedelta
from pathlib import Path

import httpx

from hikcorpus import pipeline
from hikcorpus.demo.simulator.judge import Stored, judge
from hikcorpus.log import Silent
from hikcorpus.store.layout import DataFolder

CONTACT = "study@university.example"
SITE = """
engine = "{engine}"
site = "simulated.example"
address = "http://simulated.example"
zone = "UTC"
tails = {tails}

[boards.b]
language = "en"
"""


class SimulatedTransport(httpx.BaseTransport):
    """Stands for the network: every request is answered by the simulator."""

    def __init__(self, simulator):
        self.simulator = simulator

    def handle_request(self, request):
        path = request.url.raw_path.decode("ascii")
        answer = self.simulator.answer(request.method, path, dict(request.headers.items()))
        return httpx.Response(answer.status, headers=list(answer.headers), content=answer.body)


class Collecting:
    """hikcorpus visiting the simulated board at an interval, as cron would: a visit that takes too long skips slots."""

    def __init__(self, folder: Path, simulator, clock, tails=True, refresh_hours=24.0):
        self.simulator, self.clock, self.refresh_hours = simulator, clock, refresh_hours
        self.data = DataFolder(folder / "data")
        self.site = folder / "simulated.toml"
        engine = "vichan" if simulator.settings.mode == "vichan" else "fourchan"
        self.site.write_text(SITE.format(engine=engine, tails=str(tails).lower()))
        self.polls = []
        self.visited = []

    def visit(self):
        """One run; notes when the listing was asked for, if it was answered."""
        before = len(self.simulator.requests)
        (visited,) = pipeline.crawl(
            [str(self.site)],
            self.data,
            contact=CONTACT,
            clock=self.clock,
            progress=Silent(),
            refresh_hours=self.refresh_hours,
            transport=SimulatedTransport(self.simulator),
        )
        for request in self.simulator.requests[before:]:
            if request.target == "/b/catalog.json" and request.status in (200, 304):
                self.polls.append(request.moment)
        self.visited.append(visited)
        return visited

    def until(self, end, every: timedelta):
        """Visit at each slot from now to `end`."""
        slot = self.clock.now()
        while slot < end:
            self.clock.sleep((slot - self.clock.now()).total_seconds())
            self.visit()
            while slot <= self.clock.now():
                slot += every

    def raw(self):
        return self.data.raw("simulated.example", "b")

    def stored(self):
        for batch in self.raw().batches("messages", ["number", "text", "state", "first_seen"]):
            for row in batch.to_pylist():
                yield Stored(row["number"], row["text"], row["state"] == "deleted", row["first_seen"])

    def threads(self):
        newest = {}
        for batch in self.raw().batches("threads", ["thread_id", "state", "version"]):
            for row in batch.to_pylist():
                old = newest.get(int(row["thread_id"]))
                if old is None or row["version"] > old[0]:
                    newest[int(row["thread_id"])] = (row["version"], row["state"])
        return {number: state for number, (_, state) in newest.items()}

    def verdict(self, start, end):
        return judge(self.simulator, self.stored(), self.threads(), self.polls, start, end)


def scratch():
    """A folder in memory where there is one: thousands of visits write thousands of small files."""
    place = "/dev/shm" if Path("/dev/shm").is_dir() else None
    return tempfile.TemporaryDirectory(dir=place)
