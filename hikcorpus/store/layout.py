"""Where things lie in a data folder.

data/raw/<site>/<board>/{messages,threads,observations,evidence}   identifiable
data/participants/<study>/...                                      identifiable
data/pseudonymised/<study>/...
data/corpora/<study>-<topic>/...                                   what researchers open
data/exports/<study>[-<topic>]/...  data/reports/...
data/state/                                                        crawl memory, locks, logs
keys/<study>.key                                                   beside data/
"""

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
        """Raise DataDamaged where `data` is a file or a link that leads elsewhere unseen."""
        if self.root.exists() and not self.root.is_dir():
            raise DataDamaged(f"{self.root} is not a folder.", "Choose another place with --data.")
