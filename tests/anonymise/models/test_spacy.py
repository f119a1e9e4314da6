"""spaCy, on a pipeline made here: a blank one with rules, and a trained one of the smallest size."""

import pytest

from hikcorpus.anonymise import models
from hikcorpus.errors import ConfigError
from tests.anonymise.models.build import AWKWARD, model, values

spacy = pytest.importorskip("spacy", reason="spaCy is not installed: its models were NOT tested")


@pytest.fixture(scope="module")
def ruled(tmp_path_factory):
    """Knows one person and one place by rule."""
    place = tmp_path_factory.mktemp("ruled")
    pipeline = spacy.blank("fi")
    pipeline.add_pipe("entity_ruler").add_patterns(
        [
            {"label": "PERSON", "pattern": [{"LOWER": "maija"}, {"IS_SPACE": True, "OP": "?"}, {"LOWER": "virtanen"}]},
            {"label": "PERSON", "pattern": [{"LOWER": "maija"}]},
            {"label": "GPE", "pattern": "Hyvinkää"},
        ]
    )
    pipeline.to_disk(place)
    return place


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Learnt, in some steps, that Maija is a person and Oulu a place; a part of speech tagger stands before."""
    from spacy.training import Example

    place = tmp_path_factory.mktemp("trained")
    spacy.util.fix_random_seed(1)
    pipeline = spacy.blank("fi")
    pipeline.add_pipe("tagger").add_label("NOUN")
    pipeline.add_pipe("ner")
    examples = [
        Example.from_dict(pipeline.make_doc(text), {"entities": spans, "tags": ["NOUN"] * len(text.split())})
        for text, spans in [
            ("tänään Maija tuli", [(7, 12, "PER")]),
            ("Oulu on kylmä", [(0, 4, "LOC")]),
            ("kukaan ei tullut", []),
        ]
    ]
    optimiser = pipeline.initialize(lambda: examples)
    for _ in range(30):
        pipeline.update(examples, sgd=optimiser, drop=0.0)
    pipeline.to_disk(place)
    return place


def test_rules_are_found_with_their_offsets(ruled):
    """Code points, also behind emoji, tabs and empty lines."""
    found = models.load(model("spacy", ruled, labels={"PERSON": "PERSON"})).find(AWKWARD)
    assert values(AWKWARD, found) == [("Maija\tVirtanen", "PERSON"), ("Maija", "PERSON")]
    assert all(0.5 <= score <= 1 for *_, score in found)


def test_only_labels_that_are_asked_for_count(ruled):
    """Under the kinds that the settings give them."""
    text = "Maija asuu paikassa Hyvinkää"
    assert values(text, models.load(model("spacy", ruled, labels={"GPE": "PLACE"})).find(text)) == [
        ("Hyvinkää", "PLACE")
    ]


def test_a_trained_model_reads_without_the_steps_that_names_do_not_need(trained):
    """The tagger is not run, and the names are the same."""
    finder = models.load(model("spacy", trained, labels={"PER": "PERSON", "LOC": "PLACE"}))
    text = "tänään Maija tuli\nOulu on kylmä"
    assert ("Maija", "PERSON") in values(text, finder.find(text))
    whole = spacy.load(trained)
    assert [span[:2] for span in finder.find(text)] == [(one.start_char, one.end_char) for one in whole(text).ents]
    assert finder.reader._pipeline.pipe_names == ["ner"]


def test_a_long_text_is_read_to_its_end(ruled):
    """Beyond what the pipeline is given at once."""
    text = "ei mitään täällä\n" * 3_000 + "Maija"
    found = models.load(model("spacy", ruled, labels={"PERSON": "PERSON"})).find(text)
    assert found == [(len(text) - 5, len(text), "PERSON", found[0][3])]


def test_a_label_that_the_model_has_not_is_refused(ruled):
    """A typing error must not look like a text without names."""
    with pytest.raises(ConfigError, match="has no label 'PERSOON'") as caught:
        models.load(model("spacy", ruled, labels={"PERSOON": "PERSON"}))
    assert caught.value.next_step == "It has GPE, PERSON."


def test_a_folder_that_is_no_model_is_refused(tmp_path):
    """With spaCy's own reason."""
    with pytest.raises(ConfigError, match="cannot be loaded"):
        models.load(model("spacy", tmp_path))


def test_a_model_is_loaded_once(ruled):
    """However often a study's workers ask."""
    settings = model("spacy", ruled, labels={"PERSON": "PERSON"})
    assert models.load(settings) is models.load(settings)


def test_identity_is_the_same_until_a_file_changes(tmp_path):
    """Part of what decides the output."""
    spacy.blank("fi").to_disk(tmp_path)
    settings = model("spacy", tmp_path)
    before = models.identity(settings)
    assert models.identity(settings) == before
    assert before.split()[:2] == ["spacy", spacy.__version__]
    (tmp_path / "tokenizer").write_bytes(b"")
    assert models.identity(settings) != before
