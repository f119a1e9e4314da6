"""stanza, on a pipeline made here: its own tokenizer and tagger, tiny, biased to call every character a name."""

import json

import pytest

from hikcorpus.anonymise import models
from hikcorpus.errors import ConfigError
from tests.anonymise.models.build import AWKWARD, model, values

MISSING = "stanza or torch is not installed: its models were NOT tested"
torch = pytest.importorskip("torch", reason=MISSING)
stanza = pytest.importorskip("stanza", reason=MISSING)

TOKENIZER = {
    "lang": "fi",
    "vocab_size": 30,
    "emb_dim": 8,
    "hidden_dim": 8,
    "dropout": 0.0,
    "feat_dropout": 0.0,
    "feat_dim": 1,
    "feat_funcs": ["space_before"],
    "rnn_layers": 1,
    "batch_size": 8,
    "conv_res": None,
    "use_mwt": False,
    "hierarchical": False,
    "hier_invtemp": 0,
    "tok_noise": 0.0,
    "unit_dropout": 0.0,
    "use_dictionary": False,
    "num_dict_feat": 0,
    "lr0": 0.1,
    "weight_decay": 0.0,
    "max_seqlen": 300,
    "skip_newline": False,
    "shorthand": "fi_tiny",
}
TAGGER = {
    "lang": "fi",
    "shorthand": "fi_tiny",
    "word_emb_dim": 0,
    "char": True,
    "char_emb_dim": 8,
    "char_hidden_dim": 8,
    "char_num_layers": 1,
    "char_dropout": 0.0,
    "char_rec_dropout": 0.0,
    "char_lowercase": False,
    "charlm": False,
    "hidden_dim": 8,
    "num_layers": 1,
    "dropout": 0.0,
    "rec_dropout": 0.0,
    "word_dropout": 0.0,
    "locked_dropout": 0.0,
    "lowercase": False,
    "emb_finetune": False,
    "emb_finetune_known_only": False,
    "bert_model": None,
    "bert_finetune": False,
    "use_peft": False,
    "batch_size": 8,
    "optim": "sgd",
    "lr": 0.1,
    "momentum": 0,
    "max_grad_norm": 5.0,
    "scheme": "bioes",
    "train_scheme": "bioes",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """As stanza.download leaves it."""
    from stanza.models.common.vocab import CharVocab, CompositeVocab
    from stanza.models.ner.trainer import Trainer as Tagger
    from stanza.models.ner.vocab import MultiVocab
    from stanza.models.pos.vocab import WordVocab
    from stanza.models.tokenization.trainer import Trainer as Tokenizer
    from stanza.models.tokenization.vocab import Vocab

    place = tmp_path_factory.mktemp("stanza")
    for kind in ("tokenize", "ner"):
        (place / "fi" / kind).mkdir(parents=True)
    torch.manual_seed(1)
    letters = Vocab(data=[[(letter, 0) for letter in "abcdefghijklmnopqrstuvwxyzäö"]], lang="fi")
    tokenizer = Tokenizer(args=TOKENIZER | {"vocab_size": len(letters)}, vocab=letters, device="cpu")
    with torch.no_grad():
        tokenizer.model.tok_clf.bias.fill_(50.0)
        tokenizer.model.sent_clf.bias.fill_(-50.0)
    tokenizer.save(str(place / "fi" / "tokenize" / "tiny.pt"))

    words = [[("Maija", "S-PER"), ("tuli", "O")]]
    vocabulary = MultiVocab(
        {
            "char": CharVocab(words, "fi_tiny"),
            "delta": WordVocab(words, "fi_tiny", cutoff=1),
            "tag": CompositeVocab([[((tag,),) for _, tag in words[0]]], "fi_tiny", idx=0, sep=None),
        }
    )
    tagger = Tagger(args=TAGGER, vocab=vocabulary, device="cpu")
    name = vocabulary["tag"]._unit2id[0]["S-PER"]
    with torch.no_grad():
        tagger.model.tag_clfs[0].bias[name] = 50.0
    tagger.save(str(place / "fi" / "ner" / "tiny.pt"))
    listed = {"tokenize": {"tiny": {}}, "ner": {"tiny": {}}}
    listed |= {"lang_name": "Finnish", "packages": {"default": {"tokenize": "tiny", "ner": "tiny"}}}
    (place / "resources.json").write_text(json.dumps({"fi": listed}))
    return place


def test_every_character_of_a_name_is_found_where_it_stands(folder):
    """Code points, also behind emoji, tabs and empty lines; this model calls every token a name."""
    found = models.load(model("stanza", folder)).find(AWKWARD)
    covered = {n for start, end, _, _ in found for n in range(start, end)}
    assert {entity for _, entity in values(AWKWARD, found)} == {"PERSON"}
    assert {n for n, one in enumerate(AWKWARD) if one.isalpha()} <= covered
    assert all(0.5 <= score <= 1 for *_, score in found)


def test_a_long_text_is_read_to_its_end(folder):
    """Beyond what the pipeline is given at once."""
    text = "ei mitään\n" * 250 + "Maija"
    found = models.load(model("stanza", folder)).find(text)
    assert found[-1][1] == len(text)


def test_a_label_that_the_model_has_not_is_refused(folder):
    """The prefixes of its scheme aside."""
    with pytest.raises(ConfigError, match="has no label 'LOC'") as caught:
        models.load(model("stanza", folder, labels={"LOC": "PLACE"}))
    assert caught.value.next_step == "It has PER."


def test_a_model_that_is_listed_but_not_there_is_refused(folder, tmp_path):
    """Without a download."""
    (tmp_path / "fi").mkdir()
    (tmp_path / "resources.json").write_text((folder / "resources.json").read_text())
    with pytest.raises(ConfigError, match="cannot be loaded"):
        models.load(model("stanza", tmp_path))
