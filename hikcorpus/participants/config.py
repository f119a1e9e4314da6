"""The study's rules as a file: which names, IDs and records count, and what a window lets in."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError

from hikcorpus.errors import ConfigError


class ParticipantRules(BaseModel):
    """Parameters of the rules in `participants.rules`; the defaults are the Japanese study's.

    max_ids_per_screen_name: a screen name under more poster IDs than this, within one scope, is a shared place.
    several_names: what becomes of a participant with several screen names: merge them, exclude the participant,
        or keep the records under the first name and those under no name.
    extra_default_names: names that are nobody's, beside those the board itself marks; width and case are ignored.
    joins_scopes: what joins poster IDs of different scope to one participant.
    excluded_messages: keep = excluded records stay for reading threads but count for no participant; drop = they go.
    deleted_messages: drop = deleted messages do not enter the study, nor serve as evidence; keep = they do.
    typed_tripcodes: a name with a tripcode mark that somebody typed is a screen name like any other, or no name.
    hidden_poster_ids: what a board prints in place of an ID it hides; such an ID (and `???...`) is nobody's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_ids_per_screen_name: Annotated[StrictInt, Field(ge=1)] = 2
    several_names: Literal["merge", "exclude", "first"] = "merge"
    extra_default_names: tuple[str, ...] = ()
    joins_scopes: tuple[Literal["account", "tripcode"], ...] = ("account", "tripcode")
    excluded_messages: Literal["keep", "drop"] = "keep"
    deleted_messages: Literal["keep", "drop"] = "drop"
    typed_tripcodes: Literal["screen_name", "no_name"] = "screen_name"
    hidden_poster_ids: tuple[str, ...] = ("Heaven",)

    def canonical(self) -> dict[str, Any]:
        """The rules as plain values in which order and repetition of the lists do not count."""
        return {key: sorted(set(v)) if isinstance(v, tuple) else v for key, v in self.model_dump().items()}


@dataclass(frozen=True, slots=True)
class Window:
    """What a study sees of the raw tables; all instants aware.

    posted_from, posted_to: messages posted in [from, to); one without a time is dropped where either is set.
    as_of: the tables as they were then; versions and threads first seen later do not exist for the study,
        so that its tables stay the same while the crawl goes on.
    """

    posted_from: datetime | None = None
    posted_to: datetime | None = None
    as_of: datetime | None = None

    def __post_init__(self) -> None:
        for name in ("posted_from", "posted_to", "as_of"):
            moment = getattr(self, name)
            if moment is not None and moment.tzinfo is None:
                raise ConfigError(f"The window's {name} has no zone.", "Write it like 2026-11-22T10:00:00+02:00.")
        if self.posted_from and self.posted_to and self.posted_from >= self.posted_to:
            raise ConfigError("The window ends before it begins.", "Put `from` before `to`.")

    def canonical(self) -> dict[str, str | None]:
        """The window in UTC, as plain values."""
        moments = {"posted_from": self.posted_from, "posted_to": self.posted_to, "as_of": self.as_of}
        return {key: moment.astimezone(UTC).isoformat() if moment else None for key, moment in moments.items()}


def rules_from(values: Mapping[str, Any], where: str) -> ParticipantRules:
    """The rules from a table of keys; `where` names the file in the error. Raises ConfigError."""
    try:
        return ParticipantRules.model_validate(dict(values))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            known = ", ".join(ParticipantRules.model_fields)
            raise ConfigError(f"{where}: unknown key {key!r}.", f"Known keys: {known}.") from None
        raise ConfigError(f"{where}: the value of {key!r} is wrong.", f"{first['msg']}.") from None


def read_rules(path: Path) -> ParticipantRules:
    """The rules from a TOML file of `configs/participants/`. Raises ConfigError naming file and key."""
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not TOML: {error}.", "Mend the line it names.") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.", "Name a file that is there.") from None
    return rules_from(values, str(path))
