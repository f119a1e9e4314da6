"""GLiNER, on a model of random weights made here, with a threshold that everything passes."""

import json
import shutil

import pytest

from hikcorpus.anonymise import models
from hikcorpus.errors import ConfigError
from tests.anonymise.models.build import AWKWARD, model

MISSING = "gliner or torch is not installed: its models were NOT tested"
torch = pytest.importorskip("torch", reason=MISSING)
gliner = pytest.importorskip("gliner", reason=MISSING)

LABELS = {"first name": "PERSON", "town": "PLACE"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """BERT of two layers under GLiNER's own, with a tokenizer of characters."""
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    base, place = tmp_path_factory.mktemp("base"), tmp_path_factory.mktemp("gliner")
    letters = "abcdefghijklmnopqrstuvwxyzäöMV."
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{letter}" for letter in letters)]
    made = Tokenizer(WordPiece({piece: n for n, piece in enumerate(pieces)}, unk_token="[UNK]"))
    made.pre_tokenizer = BertPreTokenizer()
    special = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=made, model_max_length=512, **special)
    tokenizer.save_pretrained(base)
    torch.manual_seed(1)
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=len(pieces), **sizes)).save_pretrained(base)
    config = {"model_name": str(base), "hidden_size": 32, "max_len": 40, "max_width": 3, "dropout": 0.0}
    gliner.GLiNER.from_config(gliner.GLiNERConfig(**config), backbone_from_pretrained=True).save_pretrained(place)
    shutil.rmtree(base)  # from here on the folder stands alone
    return place


def test_spans_lie_in_the_text_under_the_labels_asked_for(folder):
    """Code points, also behind emoji, tabs and empty lines."""
    found = models.load(model("gliner", folder, labels=LABELS, threshold=0.001)).find(AWKWARD)
    assert found == sorted(found)
    assert {entity for _, _, entity, _ in found} <= set(LABELS.values())
    assert any(AWKWARD[start:end].startswith("Maija") for start, end, _, _ in found)
    assert all(AWKWARD[start:end] == AWKWARD[start:end].strip() != "" for start, end, _, _ in found)
    assert all(0.5 <= score <= 1 for *_, score in found)


def test_beyond_the_models_limit_nothing_is_lost(folder):
    """40 words; GLiNER would cut the rest off."""
    text = "ei tuli .\n" * 60 + "Maija"
    found = models.load(model("gliner", folder, labels=LABELS, threshold=0.001)).find(text)
    assert max(end for _, end, _, _ in found) == len(text)


def test_the_threshold_decides(folder):
    """Random weights are never certain."""
    assert models.load(model("gliner", folder, labels=LABELS, threshold=1.0)).find("Maija tuli .") == []


@pytest.mark.parametrize("splitting", ["stanza", "hanlp"])
def test_a_model_that_would_fetch_another_is_refused(folder, tmp_path, splitting):
    """These ways of splitting words ask the network by themselves."""
    place = shutil.copytree(folder, tmp_path / "copy")
    config = place / "gliner_config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"words_splitter_type": splitting}))
    with pytest.raises(ConfigError, match=f"splits words by {splitting}"):
        models.load(model("gliner", place, labels=LABELS))


def test_a_folder_that_is_no_model_is_refused(tmp_path):
    """Nothing of it is looked for elsewhere."""
    with pytest.raises(ConfigError, match="cannot be loaded"):
        models.load(model("gliner", tmp_path, labels=LABELS))
