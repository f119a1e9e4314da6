"""A library or a model that is not there: one sentence, and the command that would bring it. Nothing is fetched."""

import sys
from importlib.util import find_spec

import pytest

from hikcorpus.anonymise import models
from hikcorpus.anonymise.models.disk import folder, identity
from hikcorpus.errors import ConfigError
from tests.anonymise.models.build import model

COMMANDS = {
    "spacy": "pip install spacy",
    "stanza": "pip install stanza",
    "transformers": "pip install transformers torch",
    "gliner": "pip install gliner",
}


@pytest.mark.parametrize("asked", [models.load, models.identity])
@pytest.mark.parametrize("kind", COMMANDS)
def test_a_missing_library_is_named_with_its_command(kind, asked, monkeypatch, tmp_path):
    """Exit code 3, whether the model is loaded or only looked for."""
    monkeypatch.setitem(sys.modules, kind, None)
    with pytest.raises(ConfigError, match=f"needs the library {kind}, which cannot be loaded") as caught:
        asked(model(kind, tmp_path))
    assert caught.value.next_step == f"Give the command: {COMMANDS[kind]}"
    assert caught.value.what.count(". ") == 0


def test_a_missing_spacy_model_is_named_with_its_command():
    """Presidio's engine would download it here."""
    with pytest.raises(ConfigError, match="'fi_core_news_xx' is neither a folder nor installed") as caught:
        models.load(model("spacy", "fi_core_news_xx"))
    assert caught.value.next_step.endswith("python -m spacy download fi_core_news_xx")


def test_a_missing_stanza_model_is_named_with_its_command(monkeypatch, tmp_path):
    """Whether or not stanza is installed: only its presence is looked at before the folder is."""
    monkeypatch.setitem(sys.modules, "stanza", object())
    with pytest.raises(ConfigError, match="holds no stanza models of the language 'fi'") as caught:
        models.identity(model("stanza", tmp_path))
    assert "stanza.download('fi', model_dir=" in caught.value.next_step


class Hub:
    """A hub's cache in which nothing lies."""

    asked = ()

    def snapshot_download(self, name, **said):
        self.asked = (name, said)
        raise FileNotFoundError(name)


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        ("transformers", "hf download somebody/a-model --local-dir models/a-model"),
        ("gliner", "GLiNER.from_pretrained('somebody/a-model').save_pretrained('models/a-model')\""),
    ],
)
def test_a_missing_model_of_the_hub_is_named_with_its_command(kind, command, monkeypatch):
    """The hub's library is asked for what lies on this disk only."""
    hub = Hub()
    monkeypatch.setitem(sys.modules, "huggingface_hub", hub)
    with pytest.raises(ConfigError, match="'somebody/a-model' is not on this disk") as caught:
        folder(model(kind, "somebody/a-model"))
    assert caught.value.next_step.endswith(command)
    assert hub.asked == ("somebody/a-model", {"local_files_only": True})


def test_the_digest_of_a_model_is_that_of_its_files(tmp_path):
    """What is under the same name is the same model only if every byte is; caches of the hub do not count."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "weights.bin").write_bytes(b"1")
    settings = model("transformers", tmp_path)
    before = identity(settings, "no-such-package", tmp_path)
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "x").write_bytes(b"x")
    assert identity(settings, "no-such-package", tmp_path) == before
    (tmp_path / "sub" / "weights.bin").write_bytes(b"2")
    assert identity(settings, "no-such-package", tmp_path) != before


def test_the_registry_loads_no_library():
    """Whoever names no model pays for none."""
    import subprocess

    named = [name for name in (*COMMANDS, "torch", "huggingface_hub") if find_spec(name)]
    code = f"import sys, hikcorpus.anonymise.models; assert not [n for n in {named!r} if n in sys.modules]"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
