"""Libraries and models as they lie on this disk: nothing here ever asks the network."""

import hashlib
import os
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from hikcorpus.anonymise.models.settings import Model
from hikcorpus.errors import ConfigError

_FETCH: Final = {
    "transformers": "hf download {name} --local-dir {place}",
    "gliner": "python -c \"from gliner import GLiNER; GLiNER.from_pretrained('{name}').save_pretrained('{place}')\"",
}
"""A folder of GLiNER's that was only downloaded may lack its tokenizer, and the sizes of what it stands on."""


def library(name: str, install: str) -> Any:
    """The module of that name. install: the command that would bring it.

    Raises ConfigError where it is not installed, or not whole.
    """
    try:
        return import_module(name)
    except ImportError as error:
        lacks = "" if error.name in {None, name} else f" without {error.name}"
        raise ConfigError(
            f"A model of the anonymise configuration needs the library {name}, which cannot be loaded{lacks}.",
            f"Give the command: {install}",
        ) from None


def offline() -> None:
    """Tell the libraries of the Hugging Face hub, before they are loaded, that there is no network."""
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")


def folder(settings: Model) -> Path:
    """The folder of a model of the hub: the one that is named, or a copy in the hub's cache on this disk.

    Raises ConfigError where it is neither.
    """
    place = Path(settings.model).expanduser()
    if place.is_dir():
        return place
    name = settings.model
    hub = library("huggingface_hub", "pip install huggingface_hub")
    try:
        return Path(hub.snapshot_download(name, local_files_only=True))
    except Exception:  # not a name, not in the cache, no cache: one answer for all
        target = "models/" + name.rstrip("/").rpartition("/")[2]
        raise ConfigError(
            f"The {settings.kind} model {name!r} is not on this disk.",
            f'Fetch it once, where there is a network, and write model = "{target}": '
            + _FETCH[settings.kind].format(name=name, place=target),
        ) from None


def refused(settings: Model, error: Exception) -> ConfigError:
    """What to raise where a library could not load a model that is there. The library's own words name files only."""
    words = " ".join(str(error).split())
    return ConfigError(
        f"The {settings.kind} model {settings.model!r} cannot be loaded ({type(error).__name__}: {words[:200]}).",
        "Fetch it anew and whole, or by the version of the library that is installed; see docs/how-to/use-a-model.md.",
    )


def identity(settings: Model, package: str, place: Path) -> str:
    """What of a model decides the spans that it finds: library, version, SHA-256 of all its files."""
    seen = hashlib.sha256()
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place)
        if not path.is_file() or any(part.startswith(".") or part == "__pycache__" for part in name.parts):
            continue
        with path.open("rb") as content:
            seen.update(f"{name.as_posix()}\0{hashlib.file_digest(content, 'sha256').hexdigest()}\0".encode())
    return f"{settings.kind} {_version(package)} {seen.hexdigest()}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
