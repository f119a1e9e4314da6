"""Stop files: a person halts all crawls of a site by making a file; nothing is asked there while it stands."""

from pathlib import Path

FOLDER = "stop"
ALL = "all"


def stop_file(data: Path, *names: str) -> Path | None:
    """The file in `data/stop/` that halts one of these (site or host), or everything (`all`); None if none stands."""
    for name in (*names, ALL):
        path = data / FOLDER / name
        if name and path.exists():
            return path
    return None
