"""Topic files: what is wrong in one is named; what it leaves out is said."""

import copy
from pathlib import Path

import pytest

from hikcorpus.errors import ConfigError, UsageError
from hikcorpus.topics.lexicon import load_topic, topic_content, topic_from
from hikcorpus.topics.rule import COMPONENTS
from hikcorpus.topics.terms import literal_beginning

WHERE = Path("weather.toml")
SMALL = {
    "name": "weather",
    "title": "Weather",
    "definition": "Rain and shine.",
    "source": "nobody",
    "includes": [],
    "excludes": [],
    "rule": {
        "default": "only",
        "shrink": 5,
        "few": 3,
        "loudest": 0.5,
        "prior": {"share": 0.1, "messages": 100, "spread": 0.05},
        "weights": {"surprise": 0.2, "share": 0.2, "density": 0.1, "participants": 0.1, "terms": 0.1, "breadth": 0.1}
        | {"title": 0.1, "opening": 0.1},
        "half": {
            "surprise": 3,
            "share": 0.2,
            "density": 5,
            "participants": 3,
            "terms": 3,
            "opening": 1,
            "breadth": 0.2,
        },
        "presets": {"only": {"threshold": 0.5}},
    },
    "fi": {"lemmas": ["sade"]},
}


def changed(path, value):
    """SMALL with one value set; `del` takes it away."""
    content = copy.deepcopy(SMALL)
    place = content
    *folders, last = path.split(".")
    for folder in folders:
        place = place.setdefault(folder, {})
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return content


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("colour", "blue", "colour"),
        ("fi.lemas", ["sade"], "fi.lemas"),
        ("ja", {"lemmas": ["雨"]}, "ja.lemmas"),
        ("rule.weights.luck", 0.5, "rule.weights.luck"),
        ("rule.weights.title", 0.2, "sum to 1"),
        ("rule.weights.title", ..., "lacks title"),
        ("rule.half.density", ..., "just these"),
        ("rule.half.title", 2, "just these"),
        ("rule.half.share", 0, "rule.half.share"),
        ("rule.prior.share", 1, "rule.prior.share"),
        ("rule.loudest", 2, "rule.loudest"),
        ("rule.presets.only.threshold", 1.5, "rule.presets.only.threshold"),
        ("rule.default", "balanced", "'balanced'"),
        ("definition", ..., "definition"),
        ("name", "Bad Weather", "name"),
        ("fi.lemmas", ["vesi sade"], "'vesi sade'"),
        ("fi.lemmas", "sade", "fi.lemmas"),
        ("fi.heads", {"tuuli": ["tuul"]}, "tuuli"),
        ("fi.patterns", {"lumi": "lum(i|en"}, "'lumi'"),
        ("fi.patterns", {"lumi": "(?:lumi|lumen)"}, "'lumi'"),
        ("fi", {}, "no language has a term"),
    ],
)
def test_what_is_wrong_is_a_config_error_that_names_file_and_key(path, value, named):
    """Unknown keys, values out of range, rules that cannot be: the file and the place stand in the sentence."""
    with pytest.raises(ConfigError) as caught:
        topic_from(changed(path, value), WHERE)
    assert "weather.toml" in caught.value.what
    assert named in caught.value.what
    assert caught.value.next_step


def test_languages_without_terms_are_said():
    """A topic can tell which of the corpus' languages it will never find anything in."""
    content = changed("en", {"look_alikes": ["rain check"]})
    topic = topic_from(content, WHERE)
    assert topic.languages == ("fi",)
    assert topic.without_terms(["fi", "ja", "en", "sv"]) == ("en", "ja", "sv")


def test_presets_are_the_files():
    """The default is the file's; an unknown one is a usage error that names the known."""
    topic = topic_from(SMALL, WHERE)
    assert topic.preset(None) == topic.preset("only")
    with pytest.raises(UsageError, match="weather") as caught:
        topic.preset("balanced")
    assert "only" in caught.value.next_step


@pytest.mark.parametrize(
    ("pattern", "beginning"),
    [
        ("brodi(?:n|lle)?", "brodi"),
        ("äitee?", "äite"),
        ("vanhem(?:mat|p(?:ien|iin))", "vanhem"),
        ("a|b", ""),
        ("[ab]c", ""),
    ],
)
def test_literal_beginning_of_a_pattern(pattern, beginning):
    """What the gate may rely on."""
    assert literal_beginning(pattern) == beginning


def test_the_shipped_family_topic_is_complete(family):
    """Definition with its source, both sides of the border, three languages, three presets, all weights in the file."""
    assert "any individuals that the users refer to as family members" in family.definition
    assert "10.5430/cns.v9n2p1" in family.source
    assert family.includes
    assert family.excludes
    assert family.languages == ("fi", "ja", "en")
    assert list(family.rule.presets) == ["recall", "balanced", "precision"]
    assert family.rule.default == "balanced"
    assert set(family.rule.weights) == set(COMPONENTS)
    thresholds = [preset.threshold for preset in family.rule.presets.values()]
    assert thresholds == sorted(thresholds)


def test_every_term_of_the_family_topic_stands_once(family):
    """A word listed twice is a slip of its editor."""
    for language in family.languages:
        terms = family.terms(language)
        for key in set(type(terms).model_fields) - {"stems", "patterns", "heads"}:
            words = getattr(terms, key)
            assert sorted(words) == sorted(set(words)), (language, key)


def test_a_topic_s_own_rule_fills_up_the_shipped_one(tmp_path):
    """What a file does not say of the rule, `configs/rules/threads.toml` says."""
    path = tmp_path / "weather.toml"
    path.write_text(
        'name = "weather"\ntitle = "Weather"\ndefinition = "Rain."\nsource = "nobody"\nincludes = []\nexcludes = []\n'
        '[rule.presets]\nbalanced = { threshold = 0.99 }\n[fi]\nlemmas = ["sade"]\n'
    )
    rule = topic_from(topic_content(path), path).rule
    shipped = load_topic("family").rule
    assert rule.presets["balanced"].threshold == 0.99
    assert rule.presets["recall"] == shipped.presets["recall"] and rule.weights == shipped.weights


def test_the_name_is_the_file_s(tmp_path):
    """The corpus is called by it."""
    path = tmp_path / "storms.toml"
    path.write_text('name = "weather"\n')
    with pytest.raises(ConfigError, match="not the file's"):
        topic_content(path)


def test_an_unknown_topic_is_named():
    """With the topics that there are."""
    with pytest.raises(ConfigError, match="astronomy") as caught:
        load_topic("astronomy")
    assert "family" in caught.value.next_step
