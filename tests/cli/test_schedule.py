"""The crontab line does what it says when a shell runs it as cron would."""

import re
import shutil
import subprocess

import pytest

from hikcorpus.fetch.replay import Recording, serve
from hikcorpus.store.layout import DataFolder
from tests.cli.command import CLOCK, hikcorpus
from tests.crawl.small_board import SmallBoard, post

STUDY = 'name = "perhe"\nboards = ["{base}/b/"]\ncontact = "study@university.example"\n'


def test_the_line_runs(tmp_path, clock):
    """In cron's bare environment, from another folder, with a space and a % in the path: a log, and the corpus."""
    folder = tmp_path / "my study 100%"
    folder.mkdir()
    board = SmallBoard(
        tmp_path, clock, {10: [post(10, sub="Perhe", com="Äiti ja isä riitelee keittiössä"), post(11, 10, com="Mutsi")]}
    )
    with serve(Recording(board.pages())) as base:
        (folder / "study.toml").write_text(STUDY.format(base=base))
        printed = hikcorpus("schedule", "study.toml", "--every", "15", cwd=folder).stdout
        comment, line = printed.strip().splitlines()
        assert comment.startswith("#")
        times, command = re.fullmatch(r"((?:\S+ ){5})(.*)", line).groups()
        assert times == "*/15 * * * * "
        assert not re.search(r"(?<!\\)%", command)
        bare = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LOGNAME": "x", "SHELL": "/bin/sh"} | CLOCK
        for _ in range(2):
            done = subprocess.run(
                ["/bin/sh", "-c", command.replace("\\%", "%")], cwd="/", env=bare, capture_output=True
            )
            assert done.returncode == 0 and done.stdout + done.stderr == b""

    log = (folder / "data" / "state" / "perhe.log").read_text()
    assert "2 new messages" in log and "nothing new" in log
    assert "Mutsi" not in log
    assert DataFolder(folder / "data").corpus("perhe", "family").rows("threads") == 1


@pytest.mark.parametrize(
    ("every", "times"),
    [
        (1, "*/1 * * * *"),
        (20, "*/20 * * * *"),
        (60, "7 */1 * * *"),
        (360, "7 */6 * * *"),
        (1440, "7 4 * * *"),
    ],
)
def test_intervals(tmp_path, every, times):
    """Minutes become fields that cron understands."""
    (tmp_path / "s.toml").write_text('contact = "a@b.example"\n')
    printed = hikcorpus("schedule", "s.toml", "--every", every, cwd=tmp_path).stdout
    assert printed.splitlines()[1].startswith(times + " ")


def test_no_contact_no_schedule(tmp_path):
    """What would be refused every quarter of an hour is refused now."""
    (tmp_path / "s.toml").write_text("")
    done = hikcorpus("schedule", "s.toml", cwd=tmp_path)
    assert done.returncode == 3 and "--contact" in done.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed here")
def test_systemd_accepts_the_units(tmp_path):
    """systemd's own checker has nothing to say."""
    (tmp_path / "s.toml").write_text('name = "s"\ncontact = "a@b.example"\n')
    printed = hikcorpus("schedule", "s.toml", "--systemd", cwd=tmp_path).stdout
    service, timer = re.findall(r"# \S+/(hikcorpus-s\.\w+)\n(.*?)\n(?=#)", printed, re.DOTALL)
    for name, content in (service, timer):
        (tmp_path / name).write_text(content + "\n")
    words = ["systemd-analyze", "verify", str(tmp_path / service[0]), str(tmp_path / timer[0])]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0 and "hikcorpus" not in done.stderr, done.stderr


def test_systemd_units_name_the_run(tmp_path):
    """Service and timer, with catch-up after downtime."""
    (tmp_path / "s.toml").write_text('contact = "a@b.example"\n')
    printed = hikcorpus("schedule", "s.toml", "--systemd", "--every", "30", cwd=tmp_path).stdout
    assert "OnCalendar=*:0/30" in printed and "Persistent=true" in printed
    assert f"run {tmp_path / 's.toml'}" in printed


@pytest.mark.parametrize("every", [25, 45, 90, 100])
def test_intervals_that_cron_cannot_say(tmp_path, every):
    """Refused rather than run at other times than were asked for."""
    (tmp_path / "s.toml").write_text('contact = "a@b.example"\n')
    done = hikcorpus("schedule", "s.toml", "--every", every, cwd=tmp_path)
    assert done.returncode == 2 and "30, 60" in done.stderr
