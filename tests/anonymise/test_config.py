"""The configuration: what the shipped file says is what runs without one, and mistakes are named."""

import tomllib
from pathlib import Path

import pytest

from hikcorpus.anonymise.config import AnonymiseConfig
from hikcorpus.anonymise.entities import PRIORITY
from hikcorpus.errors import ConfigError

SHIPPED = Path(__file__).parents[2] / "configs" / "anonymise" / "default.toml"


def test_the_shipped_file_says_what_the_code_does():
    """Every kind is in it, in the order of priority, with the values that hold without a file."""
    data = tomllib.loads(SHIPPED.read_text("utf-8"))
    assert list(data["entities"]) == list(PRIORITY)
    assert AnonymiseConfig.from_mapping(data) == AnonymiseConfig.from_mapping({}) == AnonymiseConfig()


def test_a_file_changes_only_what_it_names():
    """The other kinds keep their rule."""
    config = AnonymiseConfig.from_mapping({"entities": {"URL": {"operator": "keep"}, "PERSON": {"tag": "[WHO]"}}})
    assert not config.masks("URL", 1.0)
    assert config.tag("PERSON") == "[WHO]"
    assert config.masks("EMAIL", 0.4)
    assert not config.masks("EMAIL", 0.39)
    assert config.tag("EMAIL") == "[EMAIL]"


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({"entitys": {}}, "entitys"),
        ({"entities": {"EMIAL": {}}}, "EMIAL"),
        ({"entities": {"EMAIL": {"operater": "keep"}}}, "entities.EMAIL.operater"),
        ({"entities": {"EMAIL": {"operator": "hash"}}}, "entities.EMAIL.operator"),
        ({"entities": {"EMAIL": {"threshold": 2}}}, "entities.EMAIL.threshold"),
        ({"entities": {"EMAIL": {"tag": "xxx"}}}, "entities.EMAIL.tag"),
        ({"known": {"min_length": 1}}, "known.min_length"),
    ],
)
def test_mistakes_are_named(data, named):
    """The key that is wrong stands in the message, with what to compare it to."""
    with pytest.raises(ConfigError, match=named) as caught:
        AnonymiseConfig.from_mapping(data)
    assert caught.value.exit_code == 3
    assert caught.value.next_step


def test_a_configuration_cannot_be_changed_later():
    """What was checked is what runs."""
    with pytest.raises(ValueError, match="frozen"):
        AnonymiseConfig().known = None


def test_voikko_is_asked_only_where_the_study_says_so(monkeypatch):
    """And where it is not installed, that is said instead of left out."""
    from hikcorpus.anonymise import analyse

    analyse._voikko.cache_clear()
    monkeypatch.setattr("hikcorpus.anonymise.names.voikko._voikko", lambda: None)
    assert analyse.Analyser().find("en tiedä", "fi") == []
    with pytest.raises(ConfigError, match=r"[Vv]oikko"):
        analyse.Analyser(AnonymiseConfig.from_mapping({"voikko": True})).find("en tiedä", "fi")
    analyse._voikko.cache_clear()
