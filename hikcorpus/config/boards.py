"""A site's file in `configs/boards/`: which engine it runs, and what differs from the engine's usual."""

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hikcorpus.config.engines import EngineFile, completed, described_engines, read_engine
from hikcorpus.config.files import find, names, read_toml, validated
from hikcorpus.config.zone import Zone as Zone  # noqa: PLC0414 - others take it from here
from hikcorpus.errors import ConfigError
from hikcorpus.model import PosterIdScope

Country = Literal["FI", "JP", "GB", "US"]


class BoardFile(BaseModel):
    """One board of a site; what is not said here is the site's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: str | None = Field(
        None, pattern="^[a-z]{2}$", description="ISO 639-1 code for short messages", examples=["fi"]
    )
    default_names: list[str] = Field([], description="names nobody typed, beside the engine's own")
    poster_id_scope: PosterIdScope | None = Field(None, description="how far a poster ID holds")
    zone: Zone = Field(None, description="IANA zone of this board's wall clock")
    country: Country | None = Field(None, description="whose holidays count on this board")


class Permission(BaseModel):
    """An operator's permission, on record."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    who: str = Field(min_length=3, description="who gave it")
    date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="when, ISO date", examples=["2026-11-18"])
    scope: str = Field(min_length=3, description="what it covers")


class SiteFile(BaseModel):
    """A site: engine, address, manners, boards."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    engine: str = Field(
        pattern="^[a-z0-9_]+$",
        description="a source of `hikcorpus sources`, or with [source] a name of your own",
        examples=["my_forum"],
    )
    site: str = Field(description="label in folders and tables")
    address: str = Field(
        pattern="^https?://[^/]+(/.*)?$",
        description="root URL, boards lie below it",
        examples=["https://forum.example"],
    )
    zone: Zone = Field(None, description="IANA zone of the site's wall clock")
    country: Country | None = Field(None, description="whose holidays count")
    delay: float = Field(1.0, ge=1.0, description="seconds between requests, at least 1")
    contact: str | None = Field(None, description="address told to this site, in place of --contact and the study's")
    terms_checked_on: str | None = Field(None, description="when a person read the site's terms, ISO date")
    permission: Permission | None = Field(None, description="an operator's permission, on record")
    robots: Literal["obey", "permitted"] = Field(
        "obey", description="permitted: Disallow does not bind us, by the [permission] on record; delays still do"
    )
    tails: bool = Field(True, description="take newest messages from listings where they tell all that happened")
    blank_deleted_after_days: int = Field(
        30, ge=0, description="days after which the content of a deleted message is blanked, in rows and evidence"
    )
    keep_deleted_because: str | None = Field(
        None, min_length=20, description="the ethics decision by which deleted content is kept; null = it is blanked"
    )
    keep_evidence_days: int = Field(365, ge=0, description="days that response bytes are kept; 0 = for ever")
    source: EngineFile | None = Field(
        None, description="an engine described here, for this site alone: the tables of configs/engines/*.toml"
    )
    boards: dict[str, BoardFile] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _source_named(cls, content: Any) -> Any:
        """`[source]` takes its name, and what it does not say, from `engine` and from the engine that it is `like`."""
        if not (isinstance(content, dict) and isinstance(content.get("source"), dict)):
            return content
        own = {"engine": content.get("engine"), "title": content.get("site"), **content["source"]}
        return content | {"source": completed(own)}

    @model_validator(mode="after")
    def _source_is_the_engine(self) -> Self:
        if self.source is not None and self.source.engine != self.engine:
            raise ValueError("[source] describes another engine than `engine` names; leave its `engine` out")
        return self

    @model_validator(mode="after")
    def _permission_on_record(self) -> Self:
        if self.robots == "permitted" and self.permission is None:
            raise ValueError('robots = "permitted" needs a [permission] with who, date and scope')
        return self


def read_site(name: str) -> SiteFile:
    """The site's file by name or path. Raises ConfigError."""
    path = find("boards", name)
    return validated(SiteFile, read_toml(path), path)


def sites_with_source() -> dict[str, str]:
    """Engine -> name of the site's file that describes it in its `[source]`; files that cannot be read are left out."""
    out: dict[str, str] = {}
    for name in names("boards"):
        try:
            content = read_toml(find("boards", name))
        except ConfigError:  # told where that site is asked for
            continue
        if isinstance(content.get("source"), dict):
            out.setdefault(str(content.get("engine")), name)
    return out


def described(engine: str) -> tuple[EngineFile, str | None] | None:
    """The description of an engine, and the address of the only site it is for; None where nobody describes it.

    `configs/engines/ENGINE.toml`, else the site's file whose `[source]` describes it. Raises ConfigError where the
    description is wrong.
    """
    if engine in described_engines():
        return read_engine(engine), None
    name = sites_with_source().get(engine)
    if name is None:
        return None
    site = read_site(name)
    return None if site.source is None else (site.source, site.address)


def described_anywhere() -> tuple[str, ...]:
    """Names of all engines with a description: those of `configs/engines/` first, then those of single sites."""
    own = described_engines()
    return (*own, *(engine for engine in sorted(sites_with_source()) if engine not in own))


def named(spec: str) -> tuple[SiteFile, list[str]]:
    """`SITE` = all its boards, `SITE/BOARD` = one. Raises ConfigError naming what the file has."""
    name, slash, board = spec.partition("/") if not spec.endswith(".toml") else (spec, "", "")
    site = read_site(name)
    if not slash:
        return site, list(site.boards)
    if board not in site.boards:
        raise ConfigError(f"The site {name!r} has no board {board!r}.", f"It has: {', '.join(site.boards)}.")
    return site, [board]
