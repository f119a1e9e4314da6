"""Pipelines of stanza, as `stanza.download` leaves them in a folder: Finnish, Japanese and English have names."""

from pathlib import Path
from typing import Any, Final

from hikcorpus.anonymise.models.disk import library, refused
from hikcorpus.anonymise.models.finder import Read
from hikcorpus.anonymise.models.settings import Model
from hikcorpus.errors import ConfigError

PACKAGE: Final = "stanza"

_INSTALL: Final = "pip install stanza"
_LIMIT: Final = 2_000  # characters; a message without full stops is one sentence, and grows slow with its length
_CERTAINTY: Final = 0.85  # stanza gives no probabilities; Presidio's value


class _Stanza:
    def __init__(self, pipeline: Any, labels: frozenset[str]) -> None:
        self.labels: frozenset[str] | None = labels
        self._pipeline = pipeline

    def fits(self, text: str) -> bool:
        return len(text) <= _LIMIT

    def read(self, text: str) -> list[Read]:
        """By offsets of whole tokens in the text, also where stanza expands a token to several words."""
        return [(one.start_char, one.end_char, one.type, _CERTAINTY) for one in self._pipeline(text).entities]


def locate(settings: Model) -> Path:
    """The language's folder below the one that is named. Raises ConfigError where it is not on this disk."""
    library("stanza", _INSTALL)
    language, place = settings.languages[0], Path(settings.model).expanduser()
    if (place / language).is_dir() and (place / "resources.json").is_file():
        return place / language
    fetch = f"import stanza; stanza.download('{language}', model_dir='{settings.model}', processors='tokenize,ner')"
    raise ConfigError(
        f"The folder {settings.model!r} holds no stanza models of the language {language!r} with their resources.json.",
        f'Fetch them once, where there is a network: python -c "{fetch}"',
    )


def load(settings: Model) -> _Stanza:
    """Tokens and names, nothing else of the pipeline; whatever is missing stays missing."""
    place = locate(settings)
    stanza, torch = library("stanza", _INSTALL), library("torch", _INSTALL)
    torch.set_num_threads(1)  # work is shared out over processes, and sums in one order give one result
    try:
        pipeline = stanza.Pipeline(
            settings.languages[0],
            dir=str(place.parent),
            processors="tokenize,ner",
            download_method=None,
            device=settings.device,
            logging_level="ERROR",
        )
        labels = frozenset(pipeline.processors["ner"].get_known_tags())
    except Exception as error:
        raise refused(settings, error) from None
    return _Stanza(pipeline, labels)
