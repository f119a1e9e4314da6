"""Pipelines of spaCy: `fi_core_news_lg`, `ja_core_news_lg`, `en_core_web_lg`, or one of your own in a folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from hikcorpus.anonymise.models.disk import library, refused
from hikcorpus.anonymise.models.finder import Read
from hikcorpus.anonymise.models.settings import Model
from hikcorpus.errors import ConfigError

PACKAGE: Final = "spacy"

_NAMING: Final = ("ner", "beam_ner", "entity_ruler", "span_ruler")
_RULES: Final = frozenset(_NAMING[2:])
_OTHERS: Final = (
    "tagger",
    "morphologizer",
    "parser",
    "senter",
    "lemmatizer",
    "trainable_lemmatizer",
    "attribute_ruler",
)
_LIMIT: Final = 10_000  # characters; Sudachi takes 49,149 bytes, and memory grows with the text
_CERTAINTY: Final = 0.85  # spaCy gives no probabilities; Presidio's value


class _Spacy:
    def __init__(self, pipeline: Callable[[str], Any], labels: frozenset[str]) -> None:
        self.labels: frozenset[str] | None = labels
        self._pipeline = pipeline

    def fits(self, text: str) -> bool:
        return len(text) <= _LIMIT

    def read(self, text: str) -> list[Read]:
        return [(span.start_char, span.end_char, span.label_, _CERTAINTY) for span in self._pipeline(text).ents]


def locate(settings: Model) -> Path:
    """The folder of a pipeline: as named, or of the installed package. Raises ConfigError where there is none."""
    spacy = library("spacy", "pip install spacy")
    place = Path(settings.model).expanduser()
    if place.is_dir():
        return place
    if not spacy.util.is_package(settings.model):
        raise ConfigError(
            f"The spacy model {settings.model!r} is neither a folder nor installed.",
            f"Install it once, where there is a network: python -m spacy download {settings.model}",
        )
    return Path(spacy.util.get_package_path(settings.model))


def load(settings: Model) -> _Spacy:
    """The pipeline without the steps that names do not need; rules over words may need all of them."""
    place = locate(settings)
    spacy = library("spacy", "pip install spacy")
    named = place if Path(settings.model).expanduser().is_dir() else settings.model
    try:
        if settings.device != "cpu":
            spacy.require_gpu(int(settings.device.partition(":")[2] or 0))
        pipeline = spacy.load(named)
    except ImportError as error:  # spaCy's Japanese wants Sudachi's middle-sized dictionary
        if "sudachi" in str(error).lower():
            raise ConfigError(
                f"The spacy model {settings.model!r} needs Sudachi's core dictionary.",
                "Give the command: pip install sudachidict_core",
            ) from None
        raise refused(settings, error) from None
    except Exception as error:
        raise refused(settings, error) from None
    labels = pipeline.pipe_labels
    if not _RULES & set(pipeline.pipe_names):
        pipeline.select_pipes(disable=[name for name in pipeline.pipe_names if name in _OTHERS])
    return _Spacy(pipeline, frozenset(label for name in _NAMING for label in labels.get(name, ())))
