"""The last look at a folder that is to leave the identifiable stages: a canary in it takes it back."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hikcorpus.anonymise.config import AnonymiseConfig
from hikcorpus.anonymise.leak_folder import search_folder
from hikcorpus.errors import UnsafeOutput
from hikcorpus.store import manifest


def guard(folder: Path, settings: Mapping[str, Any]) -> None:
    """Search file names, metadata, cells, manifests and logs of a folder for the canaries of the settings.

    Where one is found the folder's manifest is taken away, so that nothing reads it as tables any more, and
    UnsafeOutput is raised. The cells were searched for the board's own identifiers before they were written.
    """
    canaries = AnonymiseConfig.from_mapping(settings).canaries
    found = search_folder(folder, canaries).leaks
    if found:
        (folder / manifest.NAME).unlink(missing_ok=True)
        raise UnsafeOutput(
            f"A canary stands {sum(found.values())} times in {folder}; it is no longer a folder of tables.",
            "Delete the folder; keep what holds the canary out of the study, or take it off the list.",
        )
