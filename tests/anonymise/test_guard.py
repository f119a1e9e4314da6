"""Canaries: a planted string that comes out refuses the output."""

import pytest

from hikcorpus import pipeline
from hikcorpus.config.study import Study
from hikcorpus.errors import UnsafeOutput
from hikcorpus.log import Silent
from tests.crawl.small_board import SmallBoard, post


@pytest.fixture
def captured(tmp_path, clock, monkeypatch):
    """A small board in raw, and own settings with two canaries."""
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "configs" / "anonymise"
    place.mkdir(parents=True)
    (place / "strict.toml").write_text('canaries = ["kultainen taskukello", "paju-77"]\n')
    threads = {10: [post(10, com="soita 040 555 0199 jos jaksat"), post(11, 10, com="terveisin paju-78")]}
    board = SmallBoard(tmp_path, clock, threads)
    board.visit()
    return board


def test_a_canary_in_the_text_refuses_the_output(captured):
    """Exit code 7, the canary is not told, and the folder is no table any more."""
    captured.threads[10].append(post(12, 10, com="kysy keneltä: kultainen taskukello"))
    captured.visit()
    with pytest.raises(UnsafeOutput) as caught:
        pipeline.anonymise(Study(anonymise="strict"), captured.data, Silent(), workers=1)
    assert "taskukello" not in str(caught.value)
    assert not captured.data.pseudonymised("default").exists()


def test_an_export_is_searched_too(captured, monkeypatch):
    """A canary that only the written files hold takes the export back, in whatever case it stands."""
    dataset = pipeline.anonymise(Study(), captured.data, Silent(), workers=1)
    (captured.data.root.parent / "configs" / "anonymise" / "strict.toml").write_text('canaries = ["TERVEISIN"]\n')
    with pytest.raises(UnsafeOutput):
        pipeline.export(["csv"], dataset, captured.data, Study(anonymise="strict"))
    assert not (captured.data.exports("default") / "csv" / "manifest.json").exists()


def test_without_a_canary_it_is_published(captured):
    """Nothing planted, nothing refused."""
    dataset = pipeline.anonymise(Study(anonymise="strict"), captured.data, Silent(), workers=1)
    assert dataset.rows("messages") == 2
