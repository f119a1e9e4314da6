"""A study file: which boards, which window, which rules, which topics, which exports."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hikcorpus.config.files import read_toml, validated


class WindowFile(BaseModel):
    """What the study sees while collecting goes on: posted from/to (inclusive days, UTC), captured as of."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    from_: date | None = Field(None, alias="from", description="first day of posting, UTC")
    to: date | None = Field(None, description="last day of posting, UTC")
    as_of: datetime | date | None = Field(None, description="nothing captured later is seen")

    @model_validator(mode="after")
    def _in_order(self) -> "WindowFile":
        if self.from_ and self.to and self.from_ > self.to:
            raise ValueError("'from' lies after 'to'")
        return self

    def posted_from(self) -> datetime | None:
        """First instant of the window, UTC."""
        return datetime.combine(self.from_, time.min, UTC) if self.from_ else None

    def posted_to(self) -> datetime | None:
        """First instant after the window, UTC."""
        return datetime.combine(self.to + timedelta(days=1), time.min, UTC) if self.to else None

    def seen_until(self) -> datetime | None:
        """`as_of` as an aware instant; a plain day counts to its end, a time without zone is UTC."""
        if self.as_of is None:
            return None
        if not isinstance(self.as_of, datetime):
            return datetime.combine(self.as_of, time.max, UTC)
        return self.as_of if self.as_of.tzinfo else self.as_of.replace(tzinfo=UTC)


class Study(BaseModel):
    """A study: the same input and the same file give the same corpus."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field("default", pattern=r"^\w[\w.-]*$", description="names the study's folders and key")
    boards: list[str] = Field([], description="what `crawl` takes: names from configs/boards/, or addresses")
    contact: str | None = Field(None, description="address given to the sites")
    participants: str = Field("default", description="rules in configs/participants/")
    anonymise: str = Field("default", description="operators in configs/anonymise/")
    topics: list[str] = Field(["family"], description="topic files in configs/topics/")
    preset: str | None = Field(None, description="threshold preset of the topics; without one, each topic's own")
    exports: list[str] = Field(["csv", "jsonl"], description="formats that `run` writes")
    refresh_hours: float = Field(24.0, gt=0, description="how often every thread is asked again, for silent edits")
    window: WindowFile = WindowFile.model_validate({})


def study_from(facts: dict[str, Any], where: Path) -> Study:
    """A study from plain settings. Raises ConfigError naming key and reason."""
    return validated(Study, facts, where)


def read_study(path: Path) -> Study:
    """The study file. Raises ConfigError naming key and reason."""
    content: dict[str, Any] = read_toml(path)
    content.setdefault("name", path.stem)
    return study_from(content, path)
