"""Token classifiers, on BERT of two layers that learns one person and one place here; 30,000 weights."""

import pytest

from hikcorpus.anonymise import models
from hikcorpus.errors import ConfigError
from tests.anonymise.models.build import model, values

MISSING = "transformers or torch is not installed: its models were NOT tested"
torch = pytest.importorskip("torch", reason=MISSING)
transformers = pytest.importorskip("transformers", reason=MISSING)

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "Mai", "##ja", "Virta", "##nen", "Oulu", "tuli", "ei", "rivi", "."]
VOCABULARY = [*PIECES, *"田中さんがいる私は"]
LABELS = ["O", "B-PER", "I-PER", "B-LOC"]
MARKS = {"Mai": 1, "##ja": 2, "Virta": 2, "田": 1, "中": 2, "Oulu": 3}
"""The last piece of `Virtanen` is never marked: a name is masked whole all the same."""

LABELLED = {"PER": "PERSON", "LOC": "PLACE"}


def fast_tokenizer():
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from tokenizers.processors import TemplateProcessing

    made = Tokenizer(WordPiece({piece: n for n, piece in enumerate(VOCABULARY)}, unk_token="[UNK]"))
    made.pre_tokenizer = BertPreTokenizer()
    made.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    special = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    return transformers.PreTrainedTokenizerFast(tokenizer_object=made, **special)


def japanese_tokenizer(place):
    """That of Japanese BERT, which is no fast one, without MeCab."""
    (place / "vocab.txt").write_text("\n".join(VOCABULARY), "utf-8")
    return transformers.BertJapaneseTokenizer(
        str(place / "vocab.txt"), word_tokenizer_type="basic", subword_tokenizer_type="character"
    )


def learn(place, tokenizer, texts):
    """Until every piece has the mark that MARKS gives it."""
    torch.manual_seed(1)
    config = transformers.BertConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=34,
        id2label=dict(enumerate(LABELS)),
        label2id={label: n for n, label in enumerate(LABELS)},
    )
    made = transformers.BertForTokenClassification(config)
    optimiser = torch.optim.Adam(made.parameters(), lr=0.01)
    for _ in range(40):
        for text in texts:
            ids = tokenizer(text)["input_ids"]
            marks = [MARKS.get(piece, 0) for piece in tokenizer.convert_ids_to_tokens(ids)]
            made(input_ids=torch.tensor([ids]), labels=torch.tensor([marks])).loss.backward()
            optimiser.step()
            optimiser.zero_grad()
    made.save_pretrained(place)
    tokenizer.save_pretrained(place)
    return place


@pytest.fixture(scope="module")
def finnish(tmp_path_factory):
    place = tmp_path_factory.mktemp("finnish")
    texts = ["Maija Virtanen tuli .", "ei Oulu . rivi", "rivi ei tuli . Maija", "Oulu Oulu ei . ei", "x y Maija z"]
    return learn(place, fast_tokenizer(), texts)


@pytest.fixture(scope="module")
def japanese(tmp_path_factory):
    place = tmp_path_factory.mktemp("japanese")
    return learn(
        place,
        japanese_tokenizer(place),
        ["田中さんがいる", "私は田中", "私がいる", "中田さん", "😀 龘 田中が", "龘龘 私 😀 田中"],
    )


def test_names_are_found_whole(finnish):
    """First name and surname as one, and the piece that the model left out with the rest of its word."""
    text = "😀 rivi\n Maija Virtanen tuli . Oulu ei"
    found = models.load(model("transformers", finnish, labels=LABELLED)).find(text)
    assert values(text, found) == [("Maija Virtanen", "PERSON"), ("Oulu", "PLACE")]
    assert all(0.5 <= score <= 1 for *_, score in found)


def test_only_labels_that_are_asked_for_count(finnish):
    """Though the model knows more."""
    text = "Maija . Oulu"
    assert values(text, models.load(model("transformers", finnish)).find(text)) == [("Maija", "PERSON")]


def test_beyond_the_models_limit_nothing_is_lost(finnish):
    """34 positions; names at the beginning, between and at the very end."""
    text = "Maija .\n" + "ei rivi . " * 60 + "\nMaija Virtanen .\n" + "ei tuli " * 100 + "Maija"
    found = models.load(model("transformers", finnish)).find(text)
    assert [name for name, _ in values(text, found)] == ["Maija", "Maija Virtanen", "Maija"]


def test_a_tokenizer_without_offsets_loses_nothing(japanese):
    """Those of Japanese BERT: Presidio's recogniser drops every one of its spans."""
    finder = models.load(model("transformers", japanese, languages=("ja",)))
    assert not finder.reader._tokenizer.is_fast
    for text in ["田中さんがいる", "私は田中", "😀 龘 田中さんがいる"]:
        assert values(text, finder.find(text)) == [("田中", "PERSON")], text


def test_the_threshold_decides(finnish):
    """Nothing is certain enough for a threshold of 1; what the default finds is above it."""
    text = "Maija Virtanen tuli ."
    assert models.load(model("transformers", finnish, threshold=1.0)).find(text) == []


def test_a_text_gives_the_same_spans_whatever_was_read_before(finnish):
    """No batches: the cut into parts of a study must not show."""
    finder = models.load(model("transformers", finnish, labels=LABELLED))
    text = "ei Oulu . Maija"
    before = finder.find(text)
    finder.find("rivi " * 50 + text)
    assert finder.find(text) == before


def test_a_label_that_the_model_has_not_is_refused(finnish):
    """The prefixes of its scheme aside."""
    with pytest.raises(ConfigError, match="has no label 'B-PER'") as caught:
        models.load(model("transformers", finnish, labels={"B-PER": "PERSON"}))
    assert caught.value.next_step == "It has LOC, PER."


def test_a_folder_that_is_no_model_is_refused(tmp_path):
    """Nothing of it is looked for elsewhere."""
    with pytest.raises(ConfigError, match="cannot be loaded"):
        models.load(model("transformers", tmp_path))


def test_a_name_that_is_not_in_the_cache_is_refused(monkeypatch, tmp_path):
    """With the command that fetches it; the network is shut in these tests."""
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    with pytest.raises(ConfigError, match="is not on this disk"):
        models.load(model("transformers", "nobody/no-such-model"))


def test_what_makes_japanese_words_is_named_where_it_is_missing(japanese, tmp_path):
    """MeCab's wrapper is not a part of transformers."""
    import json
    import shutil
    from importlib.util import find_spec

    if find_spec("fugashi"):
        pytest.skip("fugashi is installed: its absence was NOT tested")
    shutil.copytree(japanese, tmp_path / "mecab")
    settings = tmp_path / "mecab" / "tokenizer_config.json"
    settings.write_text(json.dumps(json.loads(settings.read_text()) | {"word_tokenizer_type": "mecab"}))
    with pytest.raises(ConfigError, match="needs a library that is not installed") as caught:
        models.load(model("transformers", tmp_path / "mecab"))
    assert caught.value.next_step == "Give the command: pip install fugashi unidic-lite"
