"""Models of other libraries that find names, places and employers beside our own recognisers: only where asked for.

One file per library. Each gives

    PACKAGE: str                                what pip calls the library
    locate(settings: Model) -> Path             the folder of the model; raises ConfigError where it is not on this disk
    load(settings: Model) -> Reader             the model, ready to read

Libraries are called directly and not by way of Presidio's recognisers for them (2.2.366), because those download what
is missing (spaCy, stanza, GLiNER), take a text on which a model failed for a text without names
(HuggingFaceNerRecognizer logs and returns nothing), lose every span of a tokenizer without offsets (those of Japanese
BERT), may give places in another text where stanza expands a word, and pass labels on that nobody asked for.
"""

from functools import lru_cache
from importlib import import_module
from typing import Any

from hikcorpus.anonymise.models.disk import identity as _identity
from hikcorpus.anonymise.models.disk import offline
from hikcorpus.anonymise.models.finder import Finder, Found, Reader
from hikcorpus.anonymise.models.settings import Model
from hikcorpus.errors import ConfigError

__all__ = ["Finder", "Found", "Model", "Reader", "identity", "load"]


def load(settings: Model) -> Finder:
    """The finder that the settings describe; loaded once per process.

    Raises ConfigError where the library or the model is not on this disk, or the model has no such label.
    """
    return _loaded(settings.model_dump_json())


def identity(settings: Model) -> str:
    """Library, version and digest of the model's files, without loading it: part of what decides the output.

    Raises ConfigError as `load` does where the library or the model is missing.
    """
    module = _module(settings)
    return _identity(settings, module.PACKAGE, module.locate(settings))


@lru_cache(maxsize=8)
def _loaded(settings_json: str) -> Finder:
    settings = Model.model_validate_json(settings_json)
    reader: Reader = _module(settings).load(settings)
    unknown = sorted(set(settings.labels) - reader.labels) if reader.labels is not None else []
    if unknown and reader.labels is not None:
        raise ConfigError(
            f"The {settings.kind} model {settings.model!r} has no label {unknown[0]!r}.",
            f"It has {', '.join(sorted(reader.labels)) or 'none'}.",
        )
    return Finder(settings, reader)


def _module(settings: Model) -> Any:
    offline()
    return import_module(f"{__name__}.{settings.kind}")
