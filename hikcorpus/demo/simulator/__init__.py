"""One invented image board on an injected clock: the judge of the crawl, so it knows nothing of it.

    simulator = Simulator(Settings(mode="vichan"), clock, seed=1, start=clock.now())
    simulator.answer("GET", "/b/catalog.json", {})      in-process, at the moment clock.now()
    with serve(simulator) as base_url: ...              the same over HTTP on loopback
    simulator.truth.upper_limit(polls, start, end)      what perfect snapshots at these instants could catch

The board's history depends on (settings, seed, start) alone, never on who asks what. Standard library only.
Files: settings - records - board (events) - wording - posts, yotsuba, vichan (pages) - http (conditional requests,
limits) - simulator - traffic - truth - loopback.
"""

from hikcorpus.demo.simulator.loopback import serve
from hikcorpus.demo.simulator.settings import RateLimit, Settings, WeeklyOutage
from hikcorpus.demo.simulator.simulator import Answer, Simulator
from hikcorpus.demo.simulator.truth import Edit, Truth

__all__ = ["Answer", "Edit", "RateLimit", "Settings", "Simulator", "Truth", "WeeklyOutage", "serve"]
