"""When each board was last seen and what it holds; how far each study has come; the last crawl."""

from typing import Any

from hikcorpus.store import manifest, runs
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.memory import Memory

_STAGES = ("participants", "pseudonymised", "corpora")


def status(data: DataFolder) -> dict[str, Any]:
    """`boards`: last_seen (UTC) and counts by state; `stages`: tables and whether they are current; `last_run`."""
    return {"boards": _boards(data), "stages": _stages(data), "last_run": runs.last(data.state())}


def is_current(data: DataFolder, dataset: Dataset) -> bool:
    """Whether everything that these tables were made from, back to raw, is still as it was then."""
    for parent, digest in dataset.manifest().parents.items():
        source = Dataset(data.root / parent, "")
        if source.content() != digest or not is_current(data, source):
            return False
    return True


def _boards(data: DataFolder) -> list[dict[str, Any]]:
    held = data.boards()
    if not held:
        return []
    found = []
    with Memory(data.state() / "crawl.sqlite") as memory:
        for site, board in held:
            memory.stand_at(site, board, data.raw(site, board))
            last = memory.last_seen(site, board)
            found.append({"board": f"{site}/{board}", "last_seen": last, **memory.counts(site, board)})
    return found


def _stages(data: DataFolder) -> list[dict[str, Any]]:
    found = []
    for stage in _STAGES:
        for path in sorted((data.root / stage).glob(f"*/{manifest.NAME}")):
            dataset = Dataset(path.parent, stage)
            state = "up to date" if is_current(data, dataset) else "its source has changed since"
            rows = dataset.rows("messages")
            found.append({"stage": stage, "name": path.parent.name, "messages": rows, "state": state})
    return found
