"""When each board was last seen and what it holds; how far each study has come; the last crawl."""

from datetime import datetime
from typing import Any

from hikcorpus.store import manifest, runs
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.memory import Memory

_STAGES = ("participants", "pseudonymised", "corpora")


def status(data: DataFolder) -> dict[str, Any]:
    """`boards`: last_seen (UTC) and counts by state; `stages`: tables and whether they are current; `last_run`."""
    return {"boards": _boards(data), "stages": _stages(data), "last_run": runs.last(data.state())}


def _boards(data: DataFolder) -> list[dict[str, Any]]:
    held = data.boards()
    if not held:
        return []
    found = []
    with Memory(data.state() / "crawl.sqlite") as memory:
        for site, board in held:
            memory.stand_at(site, board, data.raw(site, board))
            seen = [page.seen_at for page in memory.thread_pages(site, board).values()]
            seen += [page.seen_at for kind in ("listing", "saved") if (page := memory.page(site, board, kind))]
            last: datetime | None = max(seen, default=None)
            found.append({"board": f"{site}/{board}", "last_seen": last, **memory.counts(site, board)})
    return found


def _stages(data: DataFolder) -> list[dict[str, Any]]:
    found = []
    for stage in _STAGES:
        for path in sorted((data.root / stage).glob(f"*/{manifest.NAME}")):
            dataset = Dataset(path.parent, stage)
            parents = dataset.manifest().parents.items()
            current = all(Dataset(data.root / parent, "raw").digest() == digest for parent, digest in parents)
            state = "up to date" if current else "its source has changed since"
            rows = dataset.rows("messages")
            found.append({"stage": stage, "name": path.parent.name, "messages": rows, "state": state})
    return found
