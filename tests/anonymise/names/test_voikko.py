"""Voikko is an extra: with it more is found, without it nothing breaks."""

import sys
import types

import pytest

from hikcorpus.anonymise.names import voikko
from hikcorpus.anonymise.names.tagger import Tagger
from hikcorpus.errors import ConfigError


class VoikkoException(Exception):
    pass


@pytest.fixture
def fresh():
    caches = (voikko._voikko, voikko.classes, voikko._kind)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


def install(monkeypatch, made):
    module = types.ModuleType("libvoikko")
    module.Voikko = made
    module.VoikkoException = VoikkoException
    monkeypatch.setitem(sys.modules, "libvoikko", module)


def test_without_it(fresh, monkeypatch):
    """A missing package is no error."""
    monkeypatch.setitem(sys.modules, "libvoikko", None)
    assert not voikko.available()
    assert not voikko.is_person("Zorblaxnen")


def test_without_its_dictionary(fresh, monkeypatch):
    """The wrapper alone is no error either."""

    def fails(_language):
        raise VoikkoException

    install(monkeypatch, fails)
    assert not voikko.available()


READINGS = {
    "Zorblaxnen": ["sukunimi"],
    "Toivolle": ["etunimi", "nimisana"],
    "Vammala": ["sukunimi", "paikannimi"],
    "Zorbo": ["etunimi"],
    "kissa": ["nimisana"],
    "Kissa": ["nimisana"],
}


@pytest.fixture
def installed(fresh, monkeypatch):
    readings = {word: [{"CLASS": one} for one in classes] for word, classes in READINGS.items()}
    install(monkeypatch, lambda _language: types.SimpleNamespace(analyze=lambda word: readings.get(word, [])))


@pytest.mark.parametrize(
    ("words", "sure"),
    [
        ("Zorblaxnen tuli", [True, False]),  # nothing but a name, even where a sentence begins
        ("zorblaxnen", [True]),
        ("Toivolle annettiin", [False, False]),
        ("annettiin Toivolle", [False, True]),
        ("kun Vammala paloi", [False, False, False]),
        ("kun Zorbo Vammala paloi", [False, True, True, False]),
        ("kun Zorbo Tuntematon", [False, True, True]),
        ("kun kissa Kissa", [False, False, False]),
    ],
)
def test_what_is_sure(installed, words, sure):
    """Names by all readings, by a capital inside a sentence, by a first name before them."""
    spans, at = [], 0
    for word in words.split():
        spans.append((at, at + len(word)))
        at += len(word) + 1
    assert voikko.sure(words, spans) == sure


def test_only_when_asked(installed):
    """An installed Voikko changes nothing unless the tagger was told to use it; gate and spans agree with it too."""
    text = "Sitten zorblaxnen meni kotiin."
    asked = Tagger("fi", voikko=True)
    assert (7, 17) in [span[:2] for span in asked.find(text)]
    assert asked.find(text) == asked.find(text, gated=False)
    calls = voikko.classes.cache_info().misses
    Tagger("fi").find("Aivan uusi Qwerblax tuli.")
    assert voikko.classes.cache_info().misses == calls


def test_asked_for_and_missing(fresh, monkeypatch):
    """No silent difference between machines: an error says what to install."""
    monkeypatch.setitem(sys.modules, "libvoikko", None)
    with pytest.raises(ConfigError, match="Voikko"):
        Tagger("fi", voikko=True)
