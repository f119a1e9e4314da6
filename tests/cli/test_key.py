"""`hikcorpus key` as it is typed."""

from tests.cli.command import hikcorpus


def test_a_key_from_its_making_to_its_end(tmp_path):
    """Every step says what was done, and what to do next."""
    made = hikcorpus("key", "new", "--study", "a", cwd=tmp_path)
    assert made.returncode == 0
    assert (tmp_path / "keys" / "a.key").exists()
    again = hikcorpus("key", "new", "--study", "a", cwd=tmp_path)
    assert (again.returncode, "rotate" in again.stderr) == (3, True)
    rotated = hikcorpus("key", "rotate", "--study", "a", "--yes", cwd=tmp_path)
    assert "another key now" in rotated.stdout
    gone = hikcorpus("key", "destroy", "--study", "a", "--yes", cwd=tmp_path)
    assert gone.returncode == 0
    assert not (tmp_path / "keys" / "a.key").exists()
    assert (tmp_path / "keys" / "log.jsonl").read_text().count("\n") == 4


def test_nothing_is_destroyed_without_a_yes(tmp_path):
    """No answer is no."""
    hikcorpus("key", "new", cwd=tmp_path)
    refused = hikcorpus("key", "destroy", cwd=tmp_path)
    assert refused.returncode != 0
    assert (tmp_path / "keys" / "default.key").exists()


def test_what_is_no_token_is_not_revealed(tmp_path):
    """One sentence, code 2; nothing of it is repeated."""
    import subprocess
    import sys

    hikcorpus("key", "new", cwd=tmp_path)
    asked = subprocess.run(
        [sys.executable, "-m", "hikcorpus", "key", "reveal"],
        cwd=tmp_path, input="[EMAIL:enc-aaaa]\n", capture_output=True, text=True,
    )  # fmt: skip
    assert asked.returncode == 2
    assert "Traceback" not in asked.stderr
