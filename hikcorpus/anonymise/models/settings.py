"""A model that a study adds: one `[[models]]` table of `configs/anonymise/*.toml`."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from hikcorpus.anonymise.entities import RANK

Kind = Literal["spacy", "stanza", "transformers", "gliner"]

_SCORED: Final = ("transformers", "gliner")
_USUAL_THRESHOLD: Final = 0.3  # Presidio's for both kinds: what is missed costs more here than what is masked in vain


class Model(BaseModel):
    """kind: the library. model: its name or folder, on this disk. languages: of the texts that it is given.

    labels: what of its labels counts, and as which kind of identifier. threshold: the model's lowest probability that
    counts (transformers and gliner, 0.3 where not given; the others give none). device: cpu, cuda, cuda:1, mps.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    model: Annotated[str, Field(min_length=1)]
    languages: Annotated[tuple[Literal["fi", "ja", "en"], ...], Field(min_length=1)]
    labels: Annotated[dict[str, str], Field(min_length=1)]
    threshold: Annotated[float, Field(gt=0, le=1)] | None = None
    device: Annotated[str, Field(pattern=r"^(cpu|mps|cuda(:\d+)?)$")] = "cpu"

    @field_validator("labels")
    @classmethod
    def _known_entities(cls, labels: dict[str, str]) -> dict[str, str]:
        unknown = sorted(set(labels.values()) - set(RANK))
        if unknown:
            raise ValueError(f"{unknown[0]} is no kind of identifier; known are {', '.join(RANK)}")
        return labels

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "Model":
        """What the library would never look at is a mistake that somebody would rely on."""
        if self.threshold is not None and self.kind not in _SCORED:
            raise ValueError(f"threshold belongs to {' and '.join(_SCORED)}; {self.kind} gives no probabilities")
        if self.kind == "stanza" and len(self.languages) != 1:
            raise ValueError("a stanza model reads one language; write one [[models]] for each")
        return self

    @property
    def lowest(self) -> float:
        """The lowest probability that counts."""
        return _USUAL_THRESHOLD if self.threshold is None else self.threshold
