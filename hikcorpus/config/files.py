"""Finding and reading TOML settings.

A name is looked up in `./configs/<kind>/<name>.toml` first, then among the shipped ones; a path is taken as it is.
"""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from hikcorpus.config.faults import fault
from hikcorpus.config.nearest import did_you_mean
from hikcorpus.errors import ConfigError

Model = TypeVar("Model", bound=BaseModel)


def shipped() -> Path:
    """The shipped settings: inside the installed package, or beside it in a working copy."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "configs"
    return inside if inside.is_dir() else package.parent / "configs"


def folders(kind: str) -> list[Path]:
    """Where settings of a kind are looked up, the user's own first."""
    return [Path("configs") / kind, shipped() / kind]


def names(kind: str) -> list[str]:
    """All settings of a kind that can be named, sorted."""
    return sorted({path.stem for folder in folders(kind) for path in folder.glob("*.toml")})


def find(kind: str, name: str) -> Path:
    """The file of a named setting or of a path. Raises ConfigError naming what there is."""
    if name.endswith(".toml") or "/" in name:
        if Path(name).is_file():
            return Path(name)
    else:
        for folder in folders(kind):
            if (folder / f"{name}.toml").is_file():
                return folder / f"{name}.toml"
    known = ", ".join(names(kind)) or "none"
    meant = did_you_mean(name, names(kind))
    raise ConfigError(
        f"There is no {kind} setting {name!r}.", f"{meant}Known: {known}; or give the path of a .toml file."
    )


def read_toml(path: Path) -> dict[str, Any]:
    """The file as a dictionary. Raises ConfigError with line and column where it is not TOML."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"The file {path} does not exist.", "Give the path of a .toml file.") from None
    except OSError as error:
        raise ConfigError(f"The file {path} cannot be read: {error.strerror}.", "Mend its rights.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.", "Mend that line.") from None


def validated(model: type[Model], content: dict[str, Any], path: Path) -> Model:
    """The content as a model; raises ConfigError naming one wrong key, its place and what is wrong."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise fault(model, error.errors(), path) from None


def digest(content: object) -> str:
    """SHA-256 over the canonical JSON of plain settings: what makes two configurations the same."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
