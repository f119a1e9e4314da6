"""What was last said of a study, so that a single stage run later does not quietly make another study of it."""

import json
from pathlib import Path
from typing import Any

from hikcorpus.errors import DataDamaged
from hikcorpus.store.files import make_folder, write_bytes
from hikcorpus.store.names import folder_name


def _place(state: Path, study: str) -> Path:
    return state / "studies" / f"{folder_name(study)}.json"


def remember(state: Path, study: str, facts: dict[str, Any]) -> None:
    """Keep the study's settings, if they changed. Raises CannotWrite."""
    content = json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode() + b"\n"
    path = _place(state, study)
    if not path.exists() or path.read_bytes() != content:
        make_folder(path.parent)
        write_bytes(path, content)


def recall(state: Path, study: str) -> dict[str, Any]:
    """The settings last kept; empty for a new study. Raises DataDamaged."""
    path = _place(state, study)
    try:
        return dict(json.loads(path.read_bytes()))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise DataDamaged(f"{path} cannot be read.", "Delete it and run the study's file again.") from error
