"""What to mask and how: `configs/anonymise/*.toml`, checked."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from hikcorpus.anonymise.entities import PRIORITY
from hikcorpus.anonymise.models.settings import Model
from hikcorpus.anonymise.operators import Name
from hikcorpus.config.files import read_toml, shipped
from hikcorpus.errors import ConfigError


class Rule(BaseModel):
    """What becomes of one kind of identifier.

    operator: one of `operators`. tag: what stands there instead; None = the entity's name in brackets.
    threshold: lowest score (0 to 1) that counts as found. within: how far a surrogate holds. band: years of a
    generalised age. keep_last: characters that a mask leaves.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    operator: Name = "replace"
    tag: Annotated[str, Field(pattern=r"^\[[A-Z_]+\]$")] | None = None
    threshold: Annotated[float, Field(ge=0, le=1)] = 0.4
    within: Literal["thread", "participant", "corpus"] = "thread"
    band: Annotated[int, Field(ge=2, le=50)] = 5
    keep_last: Annotated[int, Field(ge=0, le=8)] = 0

    @model_validator(mode="after")
    def _options_of_its_operator(self) -> "Rule":
        """An option that its operator never looks at is a mistake somebody would rely on."""
        for option, used_by in _OPTIONS.items():
            if option in self.model_fields_set and self.operator != used_by:
                raise ValueError(f"{option} belongs to the operator {used_by}, and this one is {self.operator}")
        return self


_OPTIONS = {"within": "surrogate", "band": "generalise", "keep_last": "mask"}


class Times(BaseModel):
    """How fine the times are that come out, after they were moved by whole weeks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    precision: Literal["microsecond", "second", "minute", "hour", "day"] = "microsecond"


class Suppressed(BaseModel):
    """participants: pseudonyms of those whose words are not to come out (small cells of the risk report)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    participants: tuple[Annotated[str, Field(pattern=r"^p[a-z2-7]{16}$")], ...] = ()


class Names(BaseModel):
    """Which screen names, poster IDs, tripcodes and accounts of a shard are looked for in its texts.

    min_length: of a name in Latin script. min_length_kanji: of one with kanji or kana. Characters.
    min_length_id: of poster IDs, tripcodes (without mark) and accounts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_length: Annotated[int, Field(ge=2)] = 3
    min_length_kanji: Annotated[int, Field(ge=2)] = 2
    min_length_id: Annotated[int, Field(ge=3)] = 5


def _shipped() -> dict[str, Rule]:
    """The rules of the shipped `default.toml`, in the order of priority."""
    said = _default_file()["entities"]
    return {entity: Rule.model_validate(said.get(entity, {})) for entity in PRIORITY}


@cache
def _default_file() -> dict[str, Any]:
    return read_toml(shipped() / "anonymise" / "default.toml")


class AnonymiseConfig(BaseModel):
    """Rules by entity, and which identifiers of the shard are known. Immutable.

    voikko: also ask Voikko for Finnish names. models: further models of names (`anonymise.models`).
    canaries: strings that must never come out, planted or known; every published file is searched for them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    entities: dict[str, Rule] = Field(default_factory=_shipped)
    known: Names = Names()
    times: Times = Times()
    suppress: Suppressed = Suppressed()
    voikko: bool = False
    models: tuple[Model, ...] = ()
    canaries: tuple[str, ...] = ()

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> "AnonymiseConfig":
        """The configuration in a parsed TOML file; entities it does not name keep the rule of the shipped default.

        Raises ConfigError where a key is unknown or a value is out of its range.
        """
        try:
            made = cls.model_validate(dict(data))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"]) or "the file"
            raise ConfigError(
                f"In the anonymise configuration, {place} is not accepted: {first['msg']}.",
                "Compare it with configs/anonymise/default.toml.",
            ) from None
        unknown = sorted(set(made.entities) - set(PRIORITY))
        if unknown:
            raise ConfigError(
                f"The anonymise configuration names an unknown entity: {unknown[0]}.",
                f"Known are {', '.join(PRIORITY)}.",
            )
        rules = _shipped() | made.entities
        return made.model_copy(update={"entities": rules})

    def tag(self, entity: str) -> str:
        """What stands in place of an identifier of this kind."""
        return self.entities[entity].tag or f"[{entity}]"

    def masks(self, entity: str, score: float) -> bool:
        """Whether a span of this kind and score is not to stay as it stands."""
        rule = self.entities[entity]
        return rule.operator != "keep" and score >= rule.threshold
