"""Where things lie in a data folder.

data/raw/<site>/<board>/{messages,threads,observations,evidence}   identifiable
data/participants/<study>/...                                      identifiable
data/pseudonymised/<study>/...
data/corpora/<study>-<topic>/...                                   what researchers open
data/exports/<study>[-<topic>]/...  data/reports/...
data/state/                                                        crawl memory, locks, logs
keys/<study>.key                                                   beside data/
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hikcorpus.errors import DataDamaged
from hikcorpus.store import manifest
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.names import folder_name


@dataclass(frozen=True, slots=True)
class DataFolder:
    """A data folder and what has its place in it."""

    root: Path

    def raw(self, site: str, board: str) -> Dataset:
        """Everything captured of one board."""
        return Dataset(self.root / "raw" / folder_name(site) / folder_name(board), "raw")

    def boards(self) -> list[tuple[str, str]]:
        """(site, board) of every board that holds data, sorted."""
        return sorted(
            (path.parent.parent.name, path.parent.name) for path in (self.root / "raw").glob(f"*/*/{manifest.NAME}")
        )

    def participants(self, study: str) -> Dataset:
        """Who wrote what, still identifiable."""
        return Dataset(self.root / "participants" / folder_name(study), "participants")

    def pseudonymised(self, study: str) -> Dataset:
        """The study's tables without identifiers."""
        return Dataset(self.root / "pseudonymised" / folder_name(study), "pseudonymised")

    def corpus(self, study: str, topic: str) -> Dataset:
        """The threads of a study that deal with a topic."""
        return Dataset(self.root / "corpora" / folder_name(f"{study}-{topic}"), "corpora")

    def corpora(self, study: str) -> list[str]:
        """Topics for which this study has a corpus, sorted."""
        folders = [path.parent for path in (self.root / "corpora").glob(f"{study}-*/{manifest.NAME}")]
        ours = [
            folder for folder in folders if f"pseudonymised/{study}" in Dataset(folder, "corpora").manifest().parents
        ]
        return sorted(folder.name.removeprefix(f"{study}-") for folder in ours)

    def exports(self, name: str) -> Path:
        """Folder for exports of a study or corpus."""
        return self.root / "exports" / folder_name(name)

    def reports(self) -> Path:
        """Folder for reports."""
        return self.root / "reports"

    def state(self) -> Path:
        """Folder for crawl memory, locks and logs."""
        return self.root / "state"

    def key(self, study: str) -> Path:
        """The study's key file: beside the data folder, so that copying data never copies the key."""
        return self.root.absolute().parent / "keys" / f"{folder_name(study)}.key"

    def check(self) -> None:
        """Raise DataDamaged where `data` is a file, or a link inside it leads out of it.

        The data folder itself may be a link to a folder (a bigger disk). A link below it that leads elsewhere would
        let identifiable rows be written, or files swept away, where nobody looks for them; its names may not leave it.
        """
        if self.root.exists() and not self.root.is_dir():
            raise DataDamaged(f"{self.root} is not a folder.", "Choose another place with --data.")
        home = self.root.resolve()
        for place in _folders(self.root):
            if place.is_symlink() and not place.resolve().is_relative_to(home):
                raise DataDamaged(
                    f"{place} is a link that leads out of the data folder; nothing was written.",
                    "Replace it by a folder, or make the whole data folder a link.",
                )


_DEPTH = 4  # raw/<site>/<board>/<table>


def _folders(root: Path, depth: int = _DEPTH) -> Iterator[Path]:
    """Links and folders below `root`, not into links, down to the folders of tables."""
    try:
        with os.scandir(root) as entries:
            found = sorted(entry.path for entry in entries if entry.is_symlink() or entry.is_dir(follow_symlinks=False))
    except (FileNotFoundError, NotADirectoryError, PermissionError):  # whoever writes there will say so
        return
    for path in map(Path, found):
        yield path
        if depth > 1 and not path.is_symlink():
            yield from _folders(path, depth - 1)
