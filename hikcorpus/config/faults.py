"""What is wrong in a settings file, told by the key that the user wrote, not by the model's own path to it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, get_args

from pydantic import BaseModel

from hikcorpus.config.nearest import did_you_mean, nearest
from hikcorpus.errors import ConfigError

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

_KEYS: Final = "docs/reference/config.md"
_PLACES: Final = 3  # so many tables are named in which a key would be right
_SLIP: Final = 0.8  # so much like a key of its own table is a slip of the fingers, whatever other tables have
_WORDS: Final = {
    "string_type": 'here stands a text in quotes, "..."',
    "tuple_type": 'here stands a list, ["..."]',
    "list_type": 'here stands a list, ["..."]',
    "bool_type": "here stands true or false, without quotes",
    "bool_parsing": "here stands true or false, without quotes",
    "int_type": "here stands a number, without quotes",
    "int_parsing": "here stands a number, without quotes",
    "model_type": "this is a table, not a value",
    "dict_type": "this is a table, not a value",
}
"""Kinds of faults that pydantic tells in words for people who write Python."""


class _Place(NamedTuple):
    """A place in a file: the keys that lead there, its field if the model has one, the table that it stands in."""

    keys: tuple[str, ...]
    field: "FieldInfo | None"
    table: type[BaseModel]

    @property
    def key(self) -> str:
        return ".".join(self.keys) or "the file"

    @property
    def where(self) -> str:
        """Where a key belongs: below which heading."""
        return _below(".".join(self.keys[:-1]))


def _below(table: str) -> str:
    return f"below [{table}]" if table else "at the top of the file, above all [tables]"


def fault(model: type[BaseModel], errors: "list[ErrorDetails]", path: Path) -> ConfigError:
    """The error for what pydantic found: a key that nobody knows first, for it is why others are missing."""
    first = next((one for one in errors if one["type"] == "extra_forbidden"), errors[0])
    place = _place(model, first["loc"])
    if first["type"] == "extra_forbidden":
        return ConfigError(f"{path}: unknown key {place.key!r}.", _known(model, place))
    if first["type"] == "missing":
        return _missing(path, place)
    key = place.key
    why = _WORDS.get(first["type"]) or first["msg"].removeprefix("Value error, ")
    inner, named = _inner(place.field), why.partition(": ")[0]
    if inner is not None and named in inner.model_fields:  # a check of the whole table names the key itself
        key, why = f"{key}.{named}", why.partition(": ")[2]
    if first["type"] in ("model_type", "dict_type"):
        why += f"; it begins with a line {_heading(place)}"
    if first["type"] == "string_pattern_mismatch" and place.field is not None and place.field.examples:
        why = f"it does not look like {place.field.examples[0]!r}"
    return ConfigError(f"{path}: {key}: {why}.", "Mend that value.")


def _missing(path: Path, place: _Place) -> ConfigError:
    if _inner(place.field) is not None:
        return ConfigError(f"{path}: the table [{place.key}] is missing.", f"It begins with a line {_heading(place)}.")
    means = place.field.description if place.field is not None else None
    return ConfigError(f"{path}: {place.key} is missing{f': {means}' if means else ''}.", f"Write it {place.where}.")


def _heading(place: _Place) -> str:
    """The line with which a table begins."""
    return f"[{place.key}.NAME]" if len(place.keys) == 1 and _by_name(place.field) else f"[{place.key}]"


def _place(model: type[BaseModel], loc: tuple[int | str, ...]) -> _Place:
    """Where in the file that is. What pydantic adds behind the key (a branch of its type, a number) is left out."""
    keys: list[str] = []
    table, field, named = model, None, False
    for part in loc:
        inner = _inner(field)
        if field is not None and inner is None:
            if _by_name(field) and isinstance(part, str) and part.isidentifier():  # of a table of plain values
                keys.append(part)
            break
        if inner is not None and (named or not _by_name(field)):
            if isinstance(part, int):
                continue  # the number of a [[table]]
            table, named, field = inner, False, None
        elif inner is not None:
            keys.append(str(part))
            named = True
            continue
        keys.append(str(part))
        field = next((one for name, one in table.model_fields.items() if part in (name, one.alias)), None)
        if field is None:
            break
    return _Place(tuple(keys), field, table)


def _by_name(field: "FieldInfo | None") -> bool:
    """Whether the tables of a field have names of the user's own: [boards.NAME]."""
    return field is not None and "dict[" in str(field.annotation)


def _inner(field: "FieldInfo | None") -> type[BaseModel] | None:
    """The table that a field holds, if it holds one."""
    waiting: list[Any] = [field.annotation] if field is not None else []
    while waiting:
        here = waiting.pop()
        if isinstance(here, type) and issubclass(here, BaseModel):
            return here
        waiting.extend(get_args(here))
    return None


def _keys(table: type[BaseModel]) -> list[str]:
    also: tuple[str, ...] = getattr(table, "ALSO", ())
    return sorted([*(field.alias or name for name, field in table.model_fields.items()), *also])


def _tables(model: type[BaseModel], before: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    """Every table of a file, by its heading."""
    yield before, model
    for name, field in model.model_fields.items():
        if (inner := _inner(field)) is not None:
            key = f"{before}.{field.alias or name}".lstrip(".") + (".NAME" if _by_name(field) else "")
            yield from _tables(inner, key)


def _known(model: type[BaseModel], place: _Place) -> str:
    """What was meant, or what may stand there."""
    key, known = place.keys[-1], _keys(place.table)
    pages = {getattr(table, "KEYS", "") for _, table in _tables(model) if table is place.table}
    page = next(iter(pages - {""}), _KEYS)
    elsewhere = [name for name, table in _tables(model) if key in _keys(table) and table is not place.table]
    if 0 < len(elsewhere) <= _PLACES and not nearest(key, known, _SLIP):
        guess = f"{key!r} belongs {' or '.join(map(_below, elsewhere))}. "
    else:
        guess = did_you_mean(key, known)
    return f"{guess}Known are: {', '.join(known)} ({page})."
