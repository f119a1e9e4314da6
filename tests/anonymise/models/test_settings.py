"""The settings of a model: what would never take effect, and what nobody knows, is refused."""

import tomllib

import pytest
from pydantic import ValidationError

from hikcorpus.anonymise.models.settings import Model

FILE = """
[[models]]
kind = "spacy"
model = "fi_core_news_lg"
languages = ["fi"]
labels = { PERSON = "PERSON", GPE = "PLACE", ORG = "EMPLOYER" }

[[models]]
kind = "gliner"
model = "models/gliner_multi-v2.1"
languages = ["fi", "en"]
labels = { "first name" = "PERSON" }
threshold = 0.25
device = "cuda:1"
"""
GOOD = {"kind": "transformers", "model": "m", "languages": ["fi"], "labels": {"PER": "PERSON"}}


def test_a_file_says_what_it_says():
    """As a study writes it, also with labels of several words."""
    spacy, gliner = (Model.model_validate(one) for one in tomllib.loads(FILE)["models"])
    assert spacy.labels == {"PERSON": "PERSON", "GPE": "PLACE", "ORG": "EMPLOYER"}
    assert (spacy.threshold, spacy.device) == (None, "cpu")
    assert (gliner.lowest, gliner.device, gliner.languages) == (0.25, "cuda:1", ("fi", "en"))


def test_the_usual_threshold_finds_much():
    """What is missed costs more than what is masked in vain."""
    assert Model.model_validate(GOOD).lowest == 0.3


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"kind": "flair"}, "kind"),
        ({"model": ""}, "model"),
        ({"languages": []}, "languages"),
        ({"languages": ["sv"]}, "languages"),
        ({"labels": {}}, "labels"),
        ({"labels": {"PER": "PERSOON"}}, "PERSOON is no kind of identifier; known are EMAIL"),
        ({"threshold": 0}, "threshold"),
        ({"threshold": 1.5}, "threshold"),
        ({"device": "gpu"}, "device"),
        ({"download": True}, "download"),
        ({"kind": "spacy", "threshold": 0.5}, "spacy gives no probabilities"),
        ({"kind": "stanza", "threshold": 0.5}, "stanza gives no probabilities"),
        ({"kind": "stanza", "languages": ["fi", "ja"]}, "one language"),
    ],
)
def test_mistakes_are_named(said, named):
    """Before any model is loaded."""
    with pytest.raises(ValidationError, match=named):
        Model.model_validate(GOOD | said)
