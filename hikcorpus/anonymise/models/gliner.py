"""GLiNER: a model that looks for whatever its labels say, in words."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from hikcorpus.anonymise.models.disk import folder, library, refused
from hikcorpus.anonymise.models.finder import Read
from hikcorpus.anonymise.models.settings import Model
from hikcorpus.errors import ConfigError

PACKAGE: Final = "gliner"

_INSTALL: Final = "pip install gliner"
_LIMIT: Final = 512  # tokens, labels included: GLiNER cuts off the rest of a text without a word
_WIDEST: Final = 20  # characters a token, so that no endless text is cut into tokens to see that it is too long
_DOWNLOADS: Final = ("stanza", "hanlp")  # ways of splitting words that fetch what they need


class _Gliner:
    def __init__(self, settings: Model, model: Any) -> None:
        self.labels: frozenset[str] | None = None
        self._model, self._names, self._lowest = model, sorted(settings.labels), settings.lowest
        self._tokenizer = model.data_processor.transformer_tokenizer
        self._split: Callable[[str], Iterable[tuple[str, int, int]]] = model.data_processor.words_splitter
        self._words = int(model.config.max_len)
        encoder = getattr(model.config, "encoder_config", None)
        positions = getattr(encoder, "max_position_embeddings", None) or _LIMIT
        self._limit: int = min(self._tokenizer.model_max_length, positions, _LIMIT)
        self._prompt = [word for name in self._names for word in (model.config.ent_token, name)]
        self._prompt.append(model.config.sep_token)

    def fits(self, text: str) -> bool:
        if len(text) > _WIDEST * self._limit:
            return False
        words = [word for word, _, _ in self._split(text)]
        if len(words) > self._words:
            return False
        whole = [*self._prompt, *words]
        made = self._tokenizer(whole, is_split_into_words=True, truncation=False, verbose=False)["input_ids"]
        return len(made) <= self._limit

    def read(self, text: str) -> list[Read]:
        found = self._model.predict_entities(text, self._names, threshold=self._lowest, flat_ner=True)
        return [(one["start"], one["end"], one["label"], float(one["score"])) for one in found]


def locate(settings: Model) -> Path:
    """The folder of the model. Raises ConfigError where it is not on this disk."""
    library("gliner", _INSTALL)
    return folder(settings)


def load(settings: Model) -> _Gliner:
    """The model, all of it from its folder."""
    place = locate(settings)
    gliner, torch = library("gliner", _INSTALL), library("torch", _INSTALL)
    torch.set_num_threads(1)  # work is shared out over processes, and sums in one order give one result
    try:
        splitting = json.loads((place / "gliner_config.json").read_text("utf-8")).get("words_splitter_type")
    except (OSError, ValueError) as error:
        raise refused(settings, error) from None
    if splitting in _DOWNLOADS:
        raise ConfigError(
            f"The gliner model {settings.model!r} splits words by {splitting}, which would fetch models by itself.",
            "Take a model with another words_splitter_type.",
        )
    try:
        model = gliner.GLiNER.from_pretrained(str(place), local_files_only=True, map_location=settings.device)
    except Exception as error:
        raise refused(settings, error) from None
    return _Gliner(settings, model)
