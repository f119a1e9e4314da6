"""Small boards that are full within an hour, and ways to look at their pages."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hikcorpus.clock import FakeClock
from hikcorpus.demo.simulator import Settings, Simulator

START = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
MODES = ("fourchan", "vichan", "no_archive")
SMALL = Settings(
    threads=30, warm_up_hours=1, latency=0, deleted_replies=0.1, edited=0.05, archive_hours=0.5, bump_limit=40
)


class Visitor:
    """A simulator with its clock (`early` seconds before the start), asked by short names."""

    def __init__(self, seed: int = 1, early: float = 0, **changes) -> None:
        self.clock = FakeClock(START - timedelta(seconds=early))
        self.settings = replace(SMALL, **changes)
        self.simulator = Simulator(self.settings, self.clock, seed, START)
        self.truth = self.simulator.truth

    def wait(self, seconds: float) -> "Visitor":
        self.clock.sleep(seconds)
        return self

    def until(self, moment: datetime) -> "Visitor":
        return self.wait((moment - self.clock.now()).total_seconds())

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def ask(self, target: str, **headers):
        return self.simulator.answer("GET", target, {name.replace("_", "-"): value for name, value in headers.items()})

    def json(self, target: str):
        answer = self.ask(target)
        assert answer.status == 200, (target, answer.status)
        return json.loads(answer.body)

    def path(self, number: int) -> str:
        return f"/b/{'res' if self.settings.mode == 'vichan' else 'thread'}/{number}.json"

    def listed(self) -> list[dict]:
        return [thread for page in self.json("/b/catalog.json") for thread in page.get("threads", [])]

    def posts(self, number: int) -> list[dict]:
        return self.json(self.path(number))["posts"]


def header(answer, name: str) -> str | None:
    return next((value for key, value in answer.headers if key.lower() == name.lower()), None)


@pytest.fixture(params=MODES)
def mode(request) -> str:
    return request.param


def every(seconds: float, hours: float) -> list[datetime]:
    return [START + timedelta(seconds=seconds * step) for step in range(int(hours * 3600 / seconds) + 1)]
