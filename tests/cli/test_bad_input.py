"""Every mistake: one sentence with the next step, the documented exit code, no traceback, nothing lost."""

import shutil
import socket
import sys

import pytest

from hikcorpus.fetch.replay import CHALLENGE, MALFORMED, Fault, Recording, serve
from hikcorpus.store.layout import DataFolder
from tests.cli.command import hikcorpus
from tests.crawl.small_board import SmallBoard, post

CONTACT = ("--contact", "study@university.example")


@pytest.fixture
def small(tmp_path, clock):
    """A small board served on loopback: (site, base URL)."""
    threads = {
        10: [post(10, sub="Perhe", com="Äiti ja isä riitelee"), post(11, 10, com="Mutsi soitti, mail a@b.example")],
        20: [post(20, com="Pelit"), post(21, 20, com="Kahvi")],
    }
    site = serve(Recording(SmallBoard(tmp_path, clock, threads).pages()))
    with site as base:
        yield site, base


def refused(done, code, *said):
    """One or two sentences on stderr, the code, nothing of the posts."""
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    for words in said:
        assert words in done.stderr, done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2, done.stderr
    assert "riitelee" not in done.stdout + done.stderr
    assert "a@b.example" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["crawl", "nosuchsite", *CONTACT], 3, "no boards setting 'nosuchsite'"),
        (["crawl", "ylilauta/hikky", *CONTACT], 6, "hikcorpus import"),
        (["crawl", "https://ylilauta.org/hikky/", *CONTACT], 6, "info@ylilauta.org"),
        (["crawl", "4chan/adv"], 3, "--contact"),
        (["crawl", "4chan/adv", "--contact", "me"], 3, "contact"),
        (["crawl", "4chan/nosuch", *CONTACT], 3, "adv"),
        (["crawl", "http://board.example/", *CONTACT], 3, "address of"),
        (["anonymise"], 3, "hikcorpus crawl"),
        (["filter", "--topic", "family"], 3, "hikcorpus anonymise"),
        (["filter", "--topic", "nosuch"], 3, "nosuch"),
        (["export", "csv"], 3, "hikcorpus anonymise"),
        (["export", "docx"], 3, "hikcorpus anonymise"),
        (["report"], 3, "hikcorpus anonymise"),
        (["run", "nosuch.toml"], 3, "nosuch.toml"),
        (["import", "nosuch"], 2, "nosuch"),
        (["participants", "--study", "../x"], 2, "folder"),
    ],
)
def test_mistakes_without_data(tmp_path, words, code, said):
    """In an empty folder, with nothing to reach."""
    refused(hikcorpus(*words, cwd=tmp_path), code, said)


def test_unreachable_host(tmp_path):
    """Nobody listens there: exit code 4, try later."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    refused(hikcorpus("crawl", f"http://127.0.0.1:{port}/b/", *CONTACT, cwd=tmp_path), 4, "later")


@pytest.mark.parametrize(
    ("path", "fault", "code"),
    [
        ("/robots.txt", Fault(status=200, body=b"User-agent: *\nDisallow: /\n"), 6),
        ("/robots.txt", Fault(status=503), 4),
        ("/b/catalog.json", Fault(status=403), 6),
        ("/b/catalog.json", Fault(status=404), 3),
        ("/b/catalog.json", CHALLENGE, 6),
        ("/b/catalog.json", Fault(truncate=10), 4),
        ("/b/res/20.json", Fault(status=429), 4),
        ("/b/res/20.json", Fault(status=503), 4),
        ("/b/res/20.json", CHALLENGE, 6),
        ("/b/res/20.json", MALFORMED, 5),
        ("/b/res/20.json", Fault(truncate=10), 4),
    ],
)
def test_bad_answers(tmp_path, small, path, fault, code):
    """A server that refuses, fails or sends something else; afterwards the same command completes the board."""
    site, base = small
    site.faults[path] = fault
    refused(hikcorpus("crawl", f"{base}/b/", "--engine", "vichan", *CONTACT, cwd=tmp_path), code)

    site.faults.clear()
    shutil.rmtree(tmp_path / "data" / "state")  # robots.txt would be remembered for a day
    assert hikcorpus("crawl", f"{base}/b/", *CONTACT, cwd=tmp_path).returncode == 0
    (board,) = DataFolder(tmp_path / "data").boards()
    rows = DataFolder(tmp_path / "data").raw(*board).read("messages").to_pylist()
    assert sorted(row["number"] for row in rows) == [10, 11, 20, 21]


def test_one_refused_thread_stops_nothing(tmp_path, small):
    """A thread behind 403 is said to be refused; the rest of the board is read, and it later."""
    site, base = small
    site.faults["/b/res/20.json"] = Fault(status=403)
    done = hikcorpus("crawl", f"{base}/b/", "--engine", "vichan", *CONTACT, cwd=tmp_path)
    assert done.returncode == 0 and "2 new messages" in done.stdout and "1 threads refused" in done.stdout

    site.faults.clear()
    done = hikcorpus("crawl", f"{base}/b/", "--refresh", *CONTACT, cwd=tmp_path)
    assert done.returncode == 0 and "2 new messages" in done.stdout


def test_three_commands_as_typed(tmp_path, small):
    """In an empty folder: crawl, anonymise, filter; then the mistakes that data make possible."""
    _, base = small
    done = hikcorpus("crawl", f"{base}/b/", "--language", "fi", *CONTACT, cwd=tmp_path)
    assert done.returncode == 0 and "4 new messages" in done.stdout
    done = hikcorpus("anonymise", "--workers", "1", cwd=tmp_path)
    assert done.returncode == 0 and "1 EMAIL" in done.stdout, done.stdout + done.stderr
    done = hikcorpus("filter", "--topic", "family", "--workers", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "kept 1 of 2 threads containing 2 messages" in done.stdout

    again = hikcorpus("crawl", f"{base}/b/", *CONTACT, cwd=tmp_path)
    assert again.returncode == 0 and "nothing new" in again.stdout
    report = hikcorpus("report", cwd=tmp_path)
    assert "kept 1 of 2 threads containing 2 messages" in report.stdout
    status = hikcorpus("status", cwd=tmp_path)
    assert "4 messages live" in status.stdout and "up to date" in status.stdout

    raw = next((tmp_path / "data" / "raw").glob("*/*"))
    refused(hikcorpus("export", "csv", "--from", raw, cwd=tmp_path), 7, "identify")
    refused(hikcorpus("export", "docx", cwd=tmp_path), 2, "csv, jsonl")
    assert hikcorpus("export", "csv", "jsonl", "--topic", "family", cwd=tmp_path).returncode == 0

    key = tmp_path / "keys" / "default.key"
    content = key.read_bytes()
    key.unlink()
    refused(hikcorpus("anonymise", cwd=tmp_path), 3, "key")
    key.write_bytes(content)

    part = next((raw / "messages").glob("*.parquet"))
    good = part.read_bytes()
    part.write_bytes(good[:-7])
    refused(hikcorpus("participants", "--study", "other", cwd=tmp_path), 8, part.name)
    refused(hikcorpus("crawl", f"{base}/b/", "--refresh", *CONTACT, cwd=tmp_path), 0)  # memory needs no damaged part
    part.write_bytes(good)


def test_two_runs_at_once(tmp_path, small, clock):
    """The second run says who is at work, and leaves with 0: cron is no place for alarms."""
    from hikcorpus.store.locks import hold

    _, base = small
    assert hikcorpus("crawl", f"{base}/b/", *CONTACT, cwd=tmp_path).returncode == 0
    ((site, _),) = DataFolder(tmp_path / "data").boards()
    with hold(tmp_path / "data" / "state", f"crawl-{site}", clock.now()):
        done = hikcorpus("crawl", f"{base}/b/", *CONTACT, cwd=tmp_path)
    assert done.returncode == 0
    assert "Another run is at work" in done.stdout


def test_data_folder_that_cannot_be_written(tmp_path, small):
    """A file where the folder should be: exit code 9 or 8, one sentence."""
    _, base = small
    (tmp_path / "data").write_text("not a folder")
    refused(hikcorpus("crawl", f"{base}/b/", *CONTACT, cwd=tmp_path), 8, "not a folder")


def test_a_full_disk(tmp_path, small):
    """The disk is full while raw is written: exit code 9, and the next run completes it."""
    _, base = small
    code = (
        "import errno, os\n"
        "import hikcorpus.store.files as files\n"
        "def full(handle): raise OSError(errno.ENOSPC, 'No space left on device')\n"
        "files.os.fsync = full\n"
        "from hikcorpus.cli import main; main()"
    )
    import os
    import subprocess

    from tests.cli.command import CLOCK

    done = subprocess.run(
        [sys.executable, "-c", code, "crawl", f"{base}/b/", *CONTACT],
        cwd=tmp_path,
        env=os.environ | CLOCK,
        capture_output=True,
        text=True,
    )
    refused(done, 9, "No space left")
    done = hikcorpus("crawl", f"{base}/b/", *CONTACT, cwd=tmp_path)
    assert done.returncode == 0 and "4 new messages" in done.stdout


def test_unknown_config_key(tmp_path):
    """A typo in a study file is named."""
    (tmp_path / "s.toml").write_text('boards = []\ntopcs = ["family"]\n')
    refused(hikcorpus("run", "s.toml", cwd=tmp_path), 3, "unknown key 'topcs'")
