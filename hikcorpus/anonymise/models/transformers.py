"""Token classifiers of the Hugging Face hub: FinBERT-NER, Japanese BERT, any that marks names in text."""

from pathlib import Path
from typing import Any, Final

from hikcorpus.anonymise.models.alignment import align
from hikcorpus.anonymise.models.disk import folder, library, refused
from hikcorpus.anonymise.models.finder import Read
from hikcorpus.anonymise.models.settings import Model
from hikcorpus.errors import ConfigError

PACKAGE: Final = "transformers"

_INSTALL: Final = "pip install transformers torch"
_LIMIT: Final = 512  # tokens: what most were trained with; models that take more grow slow with it
_KEPT: Final = 2  # positions that models of the RoBERTa family keep for themselves
_WIDEST: Final = 20  # characters a token, so that no endless text is cut into tokens to see that it is too long
_PREFIXES: Final = ("B-", "I-", "E-", "S-", "L-", "U-")
_FIRST_CJK: Final = "\u2e80"
_JOINTS: Final = frozenset(("", " ", "-", "・", "="))


class _Transformers:
    def __init__(self, settings: Model, tokenizer: Any, model: Any, torch: Any) -> None:
        names = {number: _bare(label) for number, label in model.config.id2label.items()}
        self.labels: frozenset[str] | None = frozenset(names.values()) - {"O"}
        self._columns = {label: [n for n, name in names.items() if name == label] for label in settings.labels}
        self._lowest = settings.lowest
        self._device = settings.device
        self._tokenizer, self._model, self._torch = tokenizer, model, torch
        positions = getattr(model.config, "max_position_embeddings", None) or _LIMIT
        self._limit: int = min(tokenizer.model_max_length, positions - _KEPT, _LIMIT)

    def fits(self, text: str) -> bool:
        if len(text) > _WIDEST * self._limit:
            return False
        made = self._tokenizer(text, truncation=False, verbose=False)["input_ids"]
        return len(made) <= self._limit

    def read(self, text: str) -> list[Read]:
        """A token counts where its labels of one kind (B- and I- together) are probable enough, whole words at once."""
        fast = bool(self._tokenizer.is_fast)
        made = self._tokenizer(text, truncation=False, return_tensors="pt", return_offsets_mapping=fast)
        offsets = made.pop("offset_mapping")[0].tolist() if fast else self._aligned(text, made["input_ids"][0].tolist())
        with self._torch.inference_mode():
            logits = self._model(**{name: value.to(self._device) for name, value in made.items()}).logits[0]
        probable = logits.float().softmax(-1).cpu()
        rows = {label: probable[:, columns].sum(-1).tolist() for label, columns in self._columns.items()}
        found: list[Read] = []
        for place, (start, end) in enumerate(offsets):
            label = max(rows, key=lambda name: rows[name][place])
            score = rows[label][place]
            if start >= end or score < self._lowest:
                continue
            begin, stop = _whole(text, start, end)
            if found and found[-1][2] == label and text[found[-1][1] : begin] in _JOINTS:
                first, last, _, best = found[-1]
                found[-1] = (min(first, begin), max(last, stop), label, max(best, score))
            else:
                found.append((begin, stop, label, score))
        return found

    def _aligned(self, text: str, ids: list[int]) -> list[tuple[int, int]]:
        tokenizer = self._tokenizer
        unknown = tokenizer.unk_token
        silent = set(tokenizer.all_special_tokens) - {unknown}
        return align(text, tokenizer.convert_ids_to_tokens(ids), unknown, silent)


def _bare(label: str) -> str:
    return label[2:] if label.startswith(_PREFIXES) else label


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Widened to the word, in scripts that part words by blanks: half a masked name is none."""
    while 0 < start < end and _joined(text[start - 1], text[start]):
        start -= 1
    while start < end < len(text) and _joined(text[end - 1], text[end]):
        end += 1
    return start, end


def _joined(one: str, other: str) -> bool:
    return one.isalnum() and other.isalnum() and one < _FIRST_CJK and other < _FIRST_CJK


def locate(settings: Model) -> Path:
    """The folder of the model. Raises ConfigError where it is not on this disk."""
    library("transformers", _INSTALL)
    library("torch", _INSTALL)  # without it transformers loads, but no model of it
    return folder(settings)


def load(settings: Model) -> _Transformers:
    """The classifier and its own tokenizer, from its folder; code that lies in the folder is never run."""
    place = locate(settings)
    torch, transformers = library("torch", _INSTALL), library("transformers", _INSTALL)
    torch.set_num_threads(1)  # work is shared out over processes, and sums in one order give one result
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    only_here = {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(place, **only_here)
        model = transformers.AutoModelForTokenClassification.from_pretrained(place, **only_here)
        model.to(settings.device).eval()
    except ImportError as error:  # ModuleNotFoundError of MeCab's wrapper, or a sentence that names what is missing
        raise ConfigError(
            f"The transformers model {settings.model!r} needs a library that is not installed.",
            f"Give the command: pip install {_tokenizing(error)}",
        ) from None
    except Exception as error:
        raise refused(settings, error) from None
    return _Transformers(settings, tokenizer, model, torch)


def _tokenizing(error: ImportError) -> str:
    words = str(error).lower()
    for library_named, packages in (
        ("fugashi", "fugashi unidic-lite"),
        ("unidic", "fugashi unidic-lite"),
        ("ipadic", "fugashi ipadic"),
        ("sentencepiece", "sentencepiece"),
        ("tiktoken", "sentencepiece tiktoken"),
    ):
        if library_named in words:
            return packages
    return error.name or "fugashi unidic-lite sentencepiece"
