"""The family topic and its matchers, built once: Finnish loads a large dictionary."""

import pytest

from hikcorpus.topics.english import EnglishMatcher
from hikcorpus.topics.finnish import FinnishMatcher
from hikcorpus.topics.japanese import JapaneseMatcher
from hikcorpus.topics.lexicon import load_topic


@pytest.fixture(scope="session")
def family():
    """The shipped topic."""
    return load_topic("family")


@pytest.fixture(scope="session")
def finnish(family):
    """Its Finnish matcher."""
    return FinnishMatcher(family.fi)


@pytest.fixture(scope="session")
def japanese(family):
    """Its Japanese matcher."""
    return JapaneseMatcher(family.ja)


@pytest.fixture(scope="session")
def english(family):
    """Its English matcher."""
    return EnglishMatcher(family.en)
