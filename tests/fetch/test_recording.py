"""Recordings on disk: read whole, or refused with the place of the damage."""

import base64
import gzip
import json

import pytest

from hikcorpus.errors import ConfigError, DataDamaged
from hikcorpus.fetch.replay import Recording, ReplayTransport


def row(**changes):
    body = base64.b64encode("päivää".encode()).decode()
    headers = {
        "Content-Type": "text/html",
        "content-length": "9999",
        "Transfer-Encoding": "chunked",
        "content-encoding": "gzip",
        "set-cookie": ["sid", "user"],
        "etag": '"x"',
    }
    made = {"url": "/ä?b=1", "status": 200, "headers": headers, "recorded_at": 1795355005, "body_b64": body}
    return {**made, **changes}


def write(path, *lines):
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines)
    return path


def test_a_recording_is_loaded(tmp_path, client):
    """Headers of the wire are made anew, those of the page kept, lists as several."""
    recording = Recording.load(write(tmp_path / "site.A.jsonl.gz", row(), row(url="/gone", status=404)))
    page = recording.pages["/%C3%A4?b=1"]
    assert page.headers == (
        ("content-type", "text/html"),
        ("set-cookie", "sid"),
        ("set-cookie", "user"),
        ("etag", '"x"'),
    )
    assert page.recorded_at.isoformat() == "2026-11-22T13:43:25+00:00"
    asker = client(ReplayTransport(recording))
    assert asker.get("http://board.example/ä?b=1").body == "päivää".encode()
    assert asker.get("http://board.example/gone").kind == "gone"


@pytest.mark.parametrize(
    "second",
    [
        "{not json\n",
        "[]\n",
        '"text"\n',
        row(body_b64="***"),
        row(status="twohundred"),
        row(headers=[1]),
        row(recorded_at=None),
        {"url": "/a"},
    ],
)
def test_a_damaged_recording_says_where(tmp_path, second):
    """After which line; exit code 8."""
    path = write(tmp_path / "site.A.jsonl.gz", row(), second)
    with pytest.raises(DataDamaged, match=r"site\.A\.jsonl\.gz cannot be read after line 1"):
        Recording.load(path)


def test_a_cut_or_foreign_file_is_damaged_and_a_missing_one_is_missing(tmp_path):
    """Three sentences, no stack trace."""
    path = write(tmp_path / "site.A.jsonl.gz", row())
    path.write_bytes(path.read_bytes()[:-12])
    with pytest.raises(DataDamaged):
        Recording.load(path)
    path.write_bytes(b"plain text")
    with pytest.raises(DataDamaged):
        Recording.load(path)
    with pytest.raises(ConfigError, match="There is no recording"):
        Recording.load(tmp_path / "none.jsonl.gz")
