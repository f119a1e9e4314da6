"""The rules' file: the shipped ones load, and what is wrong is named by file and key."""

import tomllib
from pathlib import Path

import pytest

from hikcorpus.errors import ConfigError
from hikcorpus.participants.config import ParticipantRules, read_rules, rules_from

CONFIGS = Path(__file__).parents[2] / "configs" / "participants"


def test_the_default_file_says_every_default():
    """The file is the documentation: each parameter stands in it with the value the code has."""
    assert read_rules(CONFIGS / "default.toml") == ParticipantRules()
    assert set(tomllib.loads((CONFIGS / "default.toml").read_text())) == set(ParticipantRules.model_fields)


def test_the_japanese_study_drops_what_it_excludes():
    """Its one difference from the defaults."""
    assert read_rules(CONFIGS / "japanese-study.toml") == ParticipantRules(excluded_messages="drop")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("max_ids = 2", r"rules.toml: unknown key 'max_ids'"),
        ("max_ids_per_screen_name = 0", r"rules.toml: the value of 'max_ids_per_screen_name' is wrong"),
        ("max_ids_per_screen_name = true", r"'max_ids_per_screen_name' is wrong"),
        ("max_ids_per_screen_name = '2'", r"'max_ids_per_screen_name' is wrong"),
        ("several_names = 'join'", r"'several_names' is wrong"),
        ("joins_scopes = ['screen_name']", r"'joins_scopes.0' is wrong"),
        ("extra_default_names = 'Anonymous'", r"'extra_default_names' is wrong"),
        ("[participants]\nseveral_names = 'merge'", r"unknown key 'participants'"),
        ("several_names = ", r"rules.toml is not TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, said):
    """ConfigError with file and key, and what to do."""
    path = tmp_path / "rules.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=said) as caught:
        read_rules(path)
    assert caught.value.next_step


def test_a_missing_file_is_named(tmp_path):
    """No default is taken in silence."""
    with pytest.raises(ConfigError, match=r"gone\.toml cannot be read"):
        read_rules(tmp_path / "gone.toml")


def test_rules_are_frozen_values():
    """They can be compared, and not changed under way."""
    rules = rules_from({"extra_default_names": ["Anonymous"]}, "here")
    with pytest.raises(ValueError, match="frozen"):
        rules.several_names = "first"
    assert rules.canonical() == ParticipantRules(extra_default_names=("Anonymous", "Anonymous")).canonical()
