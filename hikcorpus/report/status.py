"""How collecting stands: boards, debts, stop files, locks, last runs, studies; and how polite it was."""

import json
import os
from collections import Counter
from datetime import datetime
from typing import Any

from hikcorpus.config.boards import read_site
from hikcorpus.config.files import names
from hikcorpus.errors import HikcorpusError
from hikcorpus.store import manifest, runs, stop
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.memory import Memory
from hikcorpus.store.requests import requests

_STAGES = ("participants", "pseudonymised", "corpora")


def status(data: DataFolder, now: datetime) -> dict[str, Any]:
    """How it stands at `now` (aware, UTC). Raises nothing for damaged boards or site files: they carry `problem`.

    `boards`: last_seen (UTC), minutes since, second looks owed, counts by state. `stages`: tables and whether they are
    current. `last_run`, `minutes_since_success`: of the last run without errors. `stops`: stop files that stand.
    `locks`: name, pid, since, minutes, alive (False: left by a killed run, holds nothing). `terms_not_checked`: sites
    held here whose file names no day on which a person read their terms. `problems`: site files that cannot be read.
    """
    last = runs.last(data.state())
    unchecked, problems = _terms(data)
    return {
        "boards": _boards(data, now),
        "stages": _stages(data),
        "last_run": last,
        "minutes_since_success": _since_success(data, last, now),
        "stops": sorted(path.name for path in (data.root / stop.FOLDER).glob("*") if path.is_file()),
        "locks": _locks(data, now),
        "terms_not_checked": unchecked,
        "problems": problems,
    }


def is_current(data: DataFolder, dataset: Dataset) -> bool:
    """Whether everything that these tables were made from, back to raw, is still as it was then."""
    for parent, digest in dataset.manifest().parents.items():
        source = Dataset(data.root / parent, "")
        if source.content() != digest or not is_current(data, source):
            return False
    return True


def politeness(data: DataFolder, since: datetime | None = None) -> dict[str, dict[str, Any]]:
    """Host -> how it was asked: requests, per hour (mean from first to last, and the most in a clock hour, UTC),
    smallest spacing between two requests (s), share answered 304, bytes, seconds waited, by status and kind.
    """
    hosts: dict[str, dict[str, Any]] = {}
    hours: dict[str, Counter[datetime]] = {}
    for row in requests(data.state(), since):
        at, host = row["time"], str(row.get("host"))
        facts = hosts.setdefault(host, {"first": at, "last": at, "requests": 0, "smallest_spacing": None, **_sums()})
        if facts["requests"]:
            space, closest = abs((at - facts["last"]).total_seconds()), facts["smallest_spacing"]
            facts["smallest_spacing"] = space if closest is None else min(space, closest)
        facts["last"] = at
        facts["requests"] += 1
        facts["bytes"] += row.get("bytes") or 0
        facts["seconds_waited"] += row.get("waited") or 0.0
        facts["by_status"][str(row.get("status"))] += 1
        facts["by_kind"][str(row.get("kind"))] += 1
        hours.setdefault(host, Counter())[at.replace(minute=0, second=0, microsecond=0)] += 1
    for host, facts in hosts.items():
        span = max(1.0, (facts["last"] - facts["first"]).total_seconds() / 3600)
        facts["per_hour"] = facts["requests"] / span
        facts["most_in_an_hour"] = max(hours[host].values())
        facts["share_304"] = facts["by_status"]["304"] / facts["requests"]
    return hosts


def _sums() -> dict[str, Any]:
    return {"bytes": 0, "seconds_waited": 0.0, "by_status": Counter(), "by_kind": Counter()}


def _boards(data: DataFolder, now: datetime) -> list[dict[str, Any]]:
    held = data.boards()
    if not held:
        return []
    found = []
    with Memory(data.state() / "crawl.sqlite") as memory:
        for site, board in held:
            facts: dict[str, Any] = {"board": f"{site}/{board}", "last_seen": None, "minutes_since": None}
            try:
                memory.stand_at(site, board, data.raw(site, board))
                last = memory.last_seen(site, board)
                facts |= {"last_seen": last, "minutes_since": _minutes(last, now)}
                facts["second_looks_owed"] = sum(
                    len(owed.absent) + (owed.gone_at is not None) for owed in memory.owed(site, board).values()
                )
                facts |= memory.counts(site, board)
            except HikcorpusError as error:
                facts["problem"] = str(error)
            found.append(facts)
    return found


def _stages(data: DataFolder) -> list[dict[str, Any]]:
    found = []
    for stage in _STAGES:
        for path in sorted((data.root / stage).glob(f"*/{manifest.NAME}")):
            dataset = Dataset(path.parent, stage)
            facts: dict[str, Any] = {"stage": stage, "name": path.parent.name}
            try:
                facts["messages"] = dataset.rows("messages")
                facts["state"] = "up to date" if is_current(data, dataset) else "its source has changed since"
            except HikcorpusError as error:
                facts |= {"messages": None, "state": str(error)}
            found.append(facts)
    return found


def _since_success(data: DataFolder, last: dict[str, Any] | None, now: datetime) -> float | None:
    """Minutes since the end of the last run without errors; the whole log is read only where the last one had some."""
    if last is not None and last.get("errors"):
        last = None
        for run in runs.runs(data.state()):
            last = last if run.get("errors") else run
    try:
        return _minutes(datetime.fromisoformat(last["finished"]), now) if last else None
    except (KeyError, TypeError, ValueError):
        return None


def _locks(data: DataFolder, now: datetime) -> list[dict[str, Any]]:
    found = []
    for path in sorted(data.state().glob("*.owner.json")):
        try:
            owner = json.loads(path.read_bytes())
            since = datetime.fromisoformat(owner["since"])
            pid = int(owner["pid"])
        except (OSError, ValueError, KeyError, TypeError):
            continue  # released this moment, or not yet whole
        facts = {"pid": pid, "since": since, "minutes": _minutes(since, now), "alive": _alive(pid)}
        found.append({"name": path.name.removesuffix(".owner.json"), **facts})
    return found


def _alive(pid: int) -> bool:
    """Whether the process is there; the lock itself is not touched, so that no run ever meets us at it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _terms(data: DataFolder) -> tuple[list[str], list[str]]:
    held = {site for site, _ in data.boards()}
    unchecked, problems = [], []
    for name in names("boards"):
        try:
            site = read_site(name)
        except HikcorpusError as error:
            problems.append(str(error))
            continue
        if site.site in held and not site.terms_checked_on:
            unchecked.append(site.site)
    return unchecked, problems


def _minutes(since: datetime | None, now: datetime) -> float | None:
    return None if since is None else round((now - since).total_seconds() / 60, 1)
