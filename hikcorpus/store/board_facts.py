"""What a board was taken for when it was last read (zone, default names ...), beside its tables: `board.json`.

Rows depend on it; so the tables can be made again though the site's file is not at hand.
"""

import json
from pathlib import Path
from typing import Any

from hikcorpus.errors import DataDamaged
from hikcorpus.store.files import make_folder, write_bytes

NAME = "board.json"


def remember(folder: Path, facts: dict[str, Any]) -> None:
    """Write the facts down if they are not there already. Raises CannotWrite."""
    content = json.dumps(facts, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"
    path = folder / NAME
    if not path.is_file() or path.read_bytes() != content:
        make_folder(folder)
        write_bytes(path, content)


def recall(folder: Path) -> dict[str, Any] | None:
    """The facts as last written, None where there are none. Raises DataDamaged."""
    try:
        return dict(json.loads((folder / NAME).read_bytes()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        raise DataDamaged(f"{folder / NAME} cannot be read.", "Delete it; the next crawl writes it again.") from None
