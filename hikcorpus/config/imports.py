"""Patterns in `configs/imports/`: how a chat program or a transcriber writes a text file."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from hikcorpus.config.boards import Zone
from hikcorpus.config.files import find, names, read_toml, validated

_GROUPS = {"time", "date", "name", "text", "to"}


def _regex(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from None
    return pattern


Regex = Annotated[str, AfterValidator(_regex)]
Encoding = Annotated[str, AfterValidator(lambda name: name if _is_encoding(name) else _refuse(name))]


def _is_encoding(name: str) -> bool:
    try:
        return b"".decode(name) == ""
    except LookupError:
        return False


def _refuse(name: str) -> str:
    raise ValueError(f"unknown encoding {name!r}")


class LineFile(BaseModel):
    """A form that a line may have. Forms are tried in their order; the first that matches from its start counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    means: Literal["message", "joined", "left", "renamed", "date", "other"] = Field(
        description="what such a line is; `other` is counted and not kept"
    )
    regex: Regex = Field(description="named groups: time, date, name, text")

    @model_validator(mode="after")
    def _groups(self) -> Self:
        found = set(re.compile(self.regex).groupindex)
        if unknown := found - _GROUPS:
            raise ValueError(f"unknown groups: {', '.join(sorted(unknown))}")
        needed = {"message": {"time", "name"}, "date": {"date"}}.get(self.means, set())
        if missing := needed - found:
            raise ValueError(f"a line that means {self.means!r} needs the groups: {', '.join(sorted(missing))}")
        return self


class ChatFile(BaseModel):
    """How a chat program writes its log."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["chat"]
    title: str = Field(description="which program writes so")
    zone: Zone = Field(None, description="IANA zone of the printed times, unless --zone says it; null = UTC")
    language: str | None = Field(None, pattern="^[a-z]{2}$", description="ISO 639-1 code for short messages")
    encoding: Encoding = Field("cp1252", description="what a line is in that is not UTF-8")
    lines: list[LineFile] = Field(min_length=1)
    time_formats: list[str] = Field(min_length=1, description="strptime formats of `time`")
    date_formats: list[str] = Field([], description="strptime formats of `date`")
    words: dict[str, str] = Field({}, description="replaced in times before they are read, e.g. 午後 = PM")
    continues: bool = Field(False, description="a line of no form goes on with the message before it")
    quoted: bool = Field(False, description="messages of several lines stand between double quotes")
    files: dict[str, str] = Field({}, description="a text that stands for a file -> the file's type")


class TranscriptFile(BaseModel):
    """How a transcriber writes an interview."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["transcript"]
    title: str = Field(description="who writes so")
    language: str | None = Field(None, pattern="^[a-z]{2}$", description="ISO 639-1 code for short turns")
    encoding: Encoding = Field("cp1252", description="what a file is in that is not UTF-8")
    speaker: Regex = Field(description="the beginning of a turn; named groups: name, text")
    interviewers: list[str] = Field([], description="codes of those who ask: they are marked")
    skip: list[Regex] = Field([], description="lines that are no part of what was said")
    remove: list[Regex] = Field([], description="what is taken out of lines: time codes")

    @model_validator(mode="after")
    def _groups(self) -> Self:
        if {"name", "text"} - set(re.compile(self.speaker).groupindex):
            raise ValueError("speaker needs the groups name and text")
        return self


PatternFile = ChatFile | TranscriptFile


def read_pattern(name: str) -> PatternFile:
    """A pattern by name or path. Raises ConfigError."""
    path = find("imports", name)
    content = read_toml(path)
    if content.get("kind") == "transcript":
        return validated(TranscriptFile, content, path)
    return validated(ChatFile, content, path)


def patterns(kind: str) -> dict[str, PatternFile]:
    """All patterns of a kind (`chat`, `transcript`) that can be named, by name."""
    found = {name: read_pattern(name) for name in names("imports")}
    return {name: pattern for name, pattern in found.items() if pattern.kind == kind}
