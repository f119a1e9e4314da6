"""`hikcorpus schedule` as typed: beside a crontab program and a systemctl that only pretend."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from hikcorpus.cli import schedule_cron as cron
from hikcorpus.fetch.replay import Recording, serve
from hikcorpus.store.layout import DataFolder
from tests.cli.command import CLOCK, hikcorpus
from tests.crawl.small_board import SmallBoard, post

STUDY = 'name = "perhe"\nboards = ["{base}/b/"]\ncontact = "study@university.example"\n'
FOREIGN = b"MAILTO=\"\"\n# of somebody else\t\n5 4 * * 1 backup --at '100\\%'   \n\n"

CRONTAB = """#!/bin/sh
# as Debian's crontab speaks, with one file for a spool
spool={spool}
if [ -e {place}/deny ]; then echo 'You (me) are not allowed to use this program (crontab)' >&2; exit 1; fi
case "$1" in
-l) if [ -e {place}/unreadable ]; then echo 'crontabs/me/: fopen: Input/output error' >&2; exit 1; fi
   if [ -e "$spool" ]; then exec cat "$spool"; fi; echo 'no crontab for me' >&2; exit 1 ;;
-) cat > "$spool.new"
   if [ -e {place}/picky ]; then echo '"-":3: bad minute' >&2; echo "errors in crontab file, can't install." >&2; exit 1; fi
   if [ -e {place}/short ]; then echo '"-":3: command too long' >&2; exit 1; fi
   if [ -e {place}/forgetful ]; then exit 0; fi
   mv "$spool.new" "$spool" ;;
*) exit 2 ;;
esac
"""
SYSTEMCTL = """#!/bin/sh
echo "$*" >> {place}/systemctl.said
[ ! -e {place}/nobus ] || {{ echo 'Failed to connect to bus' >&2; exit 1; }}
"""


class Machine:
    """A user's machine in a folder: crontab, systemctl, home; nothing of the real one is ever asked."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.spool = place / "spool"
        self.study = place / "study"
        self.path = place / "bin"
        for folder in (self.study, self.path, place / "home"):
            folder.mkdir()
        for name, text in (("crontab", CRONTAB), ("systemctl", SYSTEMCTL)):
            program = self.path / name
            program.write_text(text.format(place=place, spool=self.spool))
            program.chmod(0o755)
        for name in ("cat", "mv"):
            (self.path / name).symlink_to(shutil.which(name))
        (self.study / "perhe.toml").write_text('contact = "a@b.example"\n')

    def schedule(self, *words, cwd=None, **environment):
        told = {"PATH": str(self.path), "HOME": str(self.place / "home"), "XDG_CONFIG_HOME": ""}
        return hikcorpus("schedule", *words, cwd=cwd or self.study, **(told | environment))

    def units(self) -> dict[str, str]:
        folder = self.place / "home" / ".config" / "systemd" / "user"
        return {path.name: path.read_text() for path in folder.glob("hikcorpus*")}

    def systemctl(self) -> list[str]:
        said = self.place / "systemctl.said"
        return said.read_text().splitlines() if said.exists() else []


@pytest.fixture
def machine(tmp_path) -> Machine:
    return Machine(tmp_path)


def test_install_twice_show_remove(machine):
    """Foreign lines stay byte for byte; installing again changes nothing; another interval replaces; remove removes."""
    machine.spool.write_bytes(FOREIGN)
    assert "Nothing is installed" in machine.schedule("show", "perhe.toml").stdout

    done = machine.schedule("install", "perhe.toml", "--every", "30")
    assert done.returncode == 0 and "Installed: study perhe, every 30 minutes" in done.stdout, done.stderr
    once = machine.spool.read_bytes()
    assert once.startswith(FOREIGN) and once.count(b"hikcorpus run") == 2
    assert b"-59/30 * * * * " in once and b"\n@reboot " in once

    done = machine.schedule("install", "perhe.toml")  # the interval is remembered
    assert done.returncode == 0 and "Installed already: study perhe, every 30 minutes" in done.stdout
    assert machine.spool.read_bytes() == once
    assert "Exactly this is installed now" in machine.schedule("show", "perhe.toml").stdout
    shown = machine.schedule("show", "perhe.toml", "--every", "60").stdout
    assert "installed now, and different" in shown and "-59/30 * * * *" in shown

    assert "Replaced" in machine.schedule("install", "perhe.toml", "--every", "60").stdout
    assert machine.spool.read_bytes().count(b"begin") == 1
    done = machine.schedule("remove", "perhe.toml")
    assert done.returncode == 0 and "Removed: study perhe" in done.stdout
    assert machine.spool.read_bytes() == FOREIGN
    done = machine.schedule("remove", "perhe")
    assert done.returncode == 0 and "Nothing is installed for study perhe." in done.stdout
    assert machine.spool.read_bytes() == FOREIGN
    assert machine.systemctl() == [] and machine.units() == {}


def test_where_there_was_no_crontab(machine):
    """The first crontab of a user; two studies side by side; a study whose file is gone is removed by its name."""
    (machine.study / "other.toml").write_text('contact = "a@b.example"\nname = "ひき"\n')
    assert machine.schedule("install", "perhe.toml").returncode == 0
    alone = machine.spool.read_bytes()
    assert machine.schedule("install", "other.toml", "--health", "h.json").returncode == 0
    assert machine.spool.read_bytes().startswith(alone)
    assert b"--health h.json" in machine.spool.read_bytes()
    (machine.study / "other.toml").unlink()
    done = machine.schedule("remove", "nosuch.toml")
    assert done.returncode == 0 and "In the crontab: perhe, ひき" in done.stdout
    assert machine.schedule("remove", "ひき").returncode == 0
    assert machine.spool.read_bytes() == alone


def test_another_study_of_that_name_is_not_pushed_out(machine):
    """Same name, other folder: refused, with the way out; nothing was changed."""
    assert machine.schedule("install", "perhe.toml").returncode == 0
    before = machine.spool.read_bytes()
    (machine.place / "b").mkdir()
    shutil.copy(machine.study / "perhe.toml", machine.place / "b")
    done = machine.schedule("install", "perhe.toml", cwd=machine.place / "b")
    assert done.returncode == 2 and str(machine.study) in done.stderr and "schedule remove perhe" in done.stderr
    assert machine.spool.read_bytes() == before


@pytest.mark.parametrize(
    ("flag", "code", "said"),
    [
        ("deny", 9, "not allowed"),
        ("unreadable", 3, "output error"),
        ("picky", 3, "bad minute"),
        ("short", 3, "--systemd"),
        ("forgetful", 9, "crontab -l"),
    ],
)
def test_a_crontab_that_refuses(machine, flag, code, said):
    """Its own reason in one sentence, the documented code, the crontab as it was."""
    machine.spool.write_bytes(FOREIGN)
    (machine.place / flag).touch()
    done = machine.schedule("install", "perhe.toml")
    assert done.returncode == code and said in done.stderr, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert machine.spool.read_bytes() == FOREIGN


def test_a_torn_block_is_left_to_a_person(machine):
    """Begin without end: nothing is guessed, nothing changed."""
    torn = FOREIGN + b"# hikcorpus perhe begin\n1 2 3 4 5 precious\n"
    machine.spool.write_bytes(torn)
    for action in ("install", "remove"):
        done = machine.schedule(action, "perhe.toml")
        assert done.returncode == 3 and "crontab -e" in done.stderr
    assert machine.spool.read_bytes() == torn


def test_without_a_crontab_program(machine):
    """Install says what to do; show and remove still answer."""
    (machine.path / "crontab").unlink()
    done = machine.schedule("install", "perhe.toml")
    assert done.returncode == 3 and "Install cron" in done.stderr and "--systemd" in done.stderr
    assert machine.schedule("show", "perhe.toml").returncode == 0
    assert "Nothing is installed" in machine.schedule("remove", "perhe.toml").stdout


def test_a_line_pasted_by_hand_is_seen(machine):
    """The line that `schedule` used to print would run the study beside the new one: a warning."""
    machine.spool.write_text(f"*/15 * * * * python -m hikcorpus run {machine.study}/perhe.toml\n")
    done = machine.schedule("install", "perhe.toml")
    assert done.returncode == 0 and "line of your own" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["install", "perhe.toml", "--every", "45"], 2, "30, 60"),
        (["install", "nosuch.toml"], 3, "nosuch.toml"),
        (["install", "mute.toml"], 3, "--contact"),
        (["show", "mute.toml"], 3, "--contact"),
        (["install", "perhe.toml", "--health", "nosuch/h.json"], 3, "health"),
        (["start", "perhe.toml"], 2, "start"),
    ],
)
def test_mistakes(machine, words, code, said):
    """What would fail every quarter of an hour is refused now, in one sentence."""
    (machine.study / "mute.toml").write_text("")
    done = machine.schedule(*words)
    assert done.returncode == code and said in done.stderr
    assert not machine.spool.exists()


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["init", "bash"], False),
        (["init", "cron"], True),
        (["tini", "crond"], True),
        ([], None),
        (["init", "cronnie"], False),
    ],
)
def test_whether_a_daemon_is_at_work(tmp_path, names, found):
    """By its name among the processes; where these cannot be seen, nothing is claimed."""
    for number, name in enumerate(names, 1):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "comm").write_text(name + "\n")
    assert cron.daemon_at_work(tmp_path) is found


def test_systemd_install_and_remove(machine):
    """Two files, the commands in order; again with another interval: restarted; remove stops it, then deletes."""
    done = machine.schedule("install", "perhe.toml", "--systemd")
    assert done.returncode == 0 and "enable-linger" in done.stdout and done.stderr == ""
    assert sorted(machine.units()) == ["hikcorpus-perhe.service", "hikcorpus-perhe.timer"]
    enable = ["--user daemon-reload", "--user enable --now hikcorpus-perhe.timer"]
    assert machine.systemctl() == enable
    assert "Exactly this" in machine.schedule("show", "perhe.toml", "--systemd").stdout

    assert machine.schedule("install", "perhe.toml", "--systemd", "--every", "60").returncode == 0
    assert machine.systemctl()[2:] == [*enable, "--user restart hikcorpus-perhe.timer"]
    assert machine.schedule("install", "perhe.toml").returncode == 2  # not by both
    assert not machine.spool.exists()

    done = machine.schedule("remove", "perhe")
    assert done.returncode == 0 and machine.units() == {}
    assert machine.systemctl()[5:] == ["--user disable --now hikcorpus-perhe.timer", "--user daemon-reload"]


def test_where_systemctl_cannot_be_used(machine):
    """The files stay, and what is to be typed is said; XDG_CONFIG_HOME is respected."""
    (machine.place / "nobus").touch()
    config = machine.place / "xdg"
    done = machine.schedule("install", "perhe.toml", "--systemd", XDG_CONFIG_HOME=str(config))
    assert done.returncode == 0
    assert "systemctl --user daemon-reload && systemctl --user enable --now 'hikcorpus-perhe.timer'" in done.stderr
    assert (config / "systemd" / "user" / "hikcorpus-perhe.timer").is_file() and machine.units() == {}
    (machine.path / "systemctl").unlink()
    wants = config / "systemd" / "user" / "timers.target.wants"
    wants.mkdir()
    (wants / "hikcorpus-perhe.timer").symlink_to(config / "systemd" / "user" / "hikcorpus-perhe.timer")
    done = machine.schedule("remove", "perhe.toml", XDG_CONFIG_HOME=str(config))
    assert done.returncode == 0 and "disable --now 'hikcorpus-perhe.timer'" in done.stderr
    assert [path for path in config.rglob("*") if not path.is_dir()] == []


def test_units_of_somebody_else(machine):
    """A unit of that name that hikcorpus did not write is not touched."""
    folder = machine.place / "home" / ".config" / "systemd" / "user"
    folder.mkdir(parents=True)
    (folder / "hikcorpus-perhe.service").write_text("[Service]\nExecStart=/bin/true\n")
    for action in ("install", "remove"):
        done = machine.schedule(action, "perhe.toml", "--systemd")
        assert done.returncode == 3 and "not written by hikcorpus" in done.stderr
    assert "bin/true" in machine.units()["hikcorpus-perhe.service"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed: units unchecked")
@pytest.mark.parametrize("every", [1, 15, 60, 240, 1440])
def test_systemd_accepts_the_units(machine, every):
    """systemd's own checker has nothing to say, for odd names and folders too."""
    folder = machine.place / "a 100% $x ひき"
    folder.mkdir()
    (folder / "s.toml").write_text('name = "ひき-äö"\ncontact = "a@b.example"\n')
    assert machine.schedule("install", "s.toml", "--systemd", "--every", every, cwd=folder).returncode == 0
    place = machine.place / "home" / ".config" / "systemd" / "user"
    made = sorted(map(str, place.glob("hikcorpus*")))
    assert len(made) == 2
    done = subprocess.run(["systemd-analyze", "verify", *made], capture_output=True, text=True)
    assert done.returncode == 0 and "hikcorpus" not in done.stderr, done.stderr


@pytest.fixture
def small(tmp_path, clock):
    """A small board served on loopback: its address."""
    board = SmallBoard(
        tmp_path, clock, {10: [post(10, sub="Perhe", com="Äiti ja isä riitelee keittiössä"), post(11, 10, com="Mutsi")]}
    )
    with serve(Recording(board.pages())) as base:
        yield base


def installed_command(machine) -> str:
    """The shell command that cron would run."""
    lines = machine.spool.read_text().splitlines()
    (line,) = [line for line in lines if re.match(r"[\d*]", line)]
    _, command = re.fullmatch(r"((?:\S+ ){5})(.*)", line).groups()
    assert not re.search(r"(?<!\\)%", command)
    return command.replace("\\%", "%")


def by_cron(command, home):
    """In cron's bare environment, from the home folder."""
    bare = {"PATH": "/usr/bin:/bin", "HOME": str(home), "LOGNAME": "x", "SHELL": "/bin/sh"} | CLOCK
    return subprocess.run(["/bin/sh", "-c", command], cwd=home, env=bare, capture_output=True, text=True)


def test_the_line_runs(machine, small):
    """From another folder, with a space, a quote and a % in the path: a log, a health file, and the corpus."""
    folder = machine.place / "my stu'dy 100%"
    folder.mkdir()
    (folder / "study.toml").write_text(STUDY.format(base=small))
    assert machine.schedule("install", "study.toml", "--health", "h.json", cwd=folder).returncode == 0
    (folder / "typing.py").write_text("raise SystemExit(77)")  # a file of that name must not be imported
    for _ in range(2):
        done = by_cron(installed_command(machine), machine.place)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    state = folder / "data" / "state"
    log = (state / "perhe.log").read_text()
    assert "2 new messages" in log and "nothing new" in log
    assert log.count("ended with exit code 0") == 2 and "Mutsi" not in log
    assert (state / "perhe.log.boot").read_bytes() == b""
    assert '"exit": 0' in (folder / "h.json").read_text()
    assert DataFolder(folder / "data").corpus("perhe", "family").rows("threads") == 1


def test_a_python_that_does_not_start(machine):
    """A broken installation leaves its words beside the log, bounded; the next good run points at them."""
    assert machine.schedule("install", "perhe.toml").returncode == 0
    good = installed_command(machine)
    broken = good.replace("-m hikcorpus", "-m hikcorpus_gone")
    state = machine.study / "data" / "state"
    for _ in range(5):
        assert by_cron(broken, machine.place).returncode != 0
    assert "hikcorpus_gone" in (state / "perhe.log.boot.old").read_text()
    assert sum(path.stat().st_size for path in state.iterdir()) < 1000
    assert sorted(path.name for path in state.iterdir()) == ["perhe.log.boot", "perhe.log.boot.old"]
    by_cron(good.replace("hikcorpus run", "hikcorpus run --no-crawl"), machine.place)
    first, *rest = (state / "perhe.log").read_text().splitlines()
    assert "past this log" in first and "hikcorpus_gone" not in first
    assert "ended with exit code 3" in rest[-1]  # nothing is stored yet


REAL = """
mount --bind {place}/spool /var/spool/cron/crontabs && mount --bind {place}/run /run &&
mount --bind {place}/none /etc/cron.d && mount --bind /dev/null /etc/crontab || exit 70
cd {study} && {python} -m hikcorpus schedule install study.toml --every 1 --health h.json || exit 71
exec cron -f
"""


@pytest.mark.slow
def test_a_real_cron_daemon(tmp_path, small):
    """Debian's cron, in a mount namespace of its own, so that this machine's crontabs are neither read nor changed.

    The line of `@reboot` runs at once, the other by the minute.
    """
    if os.geteuid() != 0 or shutil.which("cron") is None or shutil.which("unshare") is None:
        pytest.skip("not root, or no cron or unshare here: the real cron daemon was not tried")
    if subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode != 0:
        pytest.skip("this machine allows no mount namespace: the real cron daemon was not tried")
    import sys
    import time

    for name in ("spool", "run", "none", "study"):
        (tmp_path / name).mkdir(exist_ok=True)
    shutil.chown(tmp_path / "spool", group="crontab")
    (tmp_path / "spool").chmod(0o1730)
    study = tmp_path / "study"
    (study / "study.toml").write_text(STUDY.format(base=small))
    script = REAL.format(place=tmp_path, study=study, python=sys.executable)
    log = study / "data" / "state" / "perhe.log"
    daemon = subprocess.Popen(["unshare", "-m", "sh", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        until = time.monotonic() + 200
        while not (log.exists() and log.read_text().count("ended with exit code") >= 3):
            assert time.monotonic() < until and daemon.poll() is None, daemon.communicate(timeout=5)
            time.sleep(1)
    finally:
        daemon.terminate()
        daemon.communicate()
    lines = log.read_text().splitlines()
    assert [line.split(" ", 2)[2] for line in lines if "ended" in line][:3] == ["ended with exit code 0"] * 3
    assert sum("2 new messages" in line for line in lines) == 1 and "nothing new" in log.read_text()
    assert len({line.split()[1] for line in lines}) >= 3  # processes
    assert "Mutsi" not in log.read_text() and (study / "h.json").exists()
    assert DataFolder(study / "data").corpus("perhe", "family").rows("messages") == 2
