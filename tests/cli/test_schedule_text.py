"""Tables of what cron and systemd are told: pure text, nothing is installed."""

import re
import shlex
from pathlib import Path

import pytest

from hikcorpus.cli.schedule_cron import block_of, installed_studies, other_lines, with_block
from hikcorpus.cli.schedule_text import EVERY, Plan, calendar, cron_block, stated, times, unit_name, units
from hikcorpus.errors import ConfigError, UsageError


def plan(**facts):
    told = {"study": "perhe", "study_file": Path("/my/s.toml"), "data": Path("/my/data"), "folder": Path("/my")}
    return Plan(**(told | {"every": 15, "python": "/opt/venv/bin/python"} | facts))


def field(text: str, size: int) -> set[int]:
    """The values that a field of cron means, by crontab(5)."""
    span, _, step = text.partition("/")
    if span == "*":
        first, last = 0, size - 1
    elif "-" in span:
        first, last = map(int, span.split("-"))
    else:
        first = last = int(span)
    assert 0 <= first <= last < size
    return set(range(first, last + 1, int(step or 1)))


@pytest.mark.parametrize("every", EVERY)
@pytest.mark.parametrize("study", ["perhe", "default", "hikky-2026", "ひきこもり", "x"])
def test_runs_come_evenly_and_not_at_the_full_hour(study, every):
    """Over a day, midnight included: exactly so many minutes between runs; at minute 0 only if every minute is run."""
    minute, hour, *rest = times(study, every).split()
    assert rest == ["*", "*", "*"]
    day = sorted(h * 60 + m for h in field(hour, 24) for m in field(minute, 60))
    gaps = {after - before for before, after in zip(day, [*day[1:], day[0] + 1440], strict=True)}
    assert gaps == {every}
    assert every == 1 or not any(moment % 60 == 0 for moment in day)


def test_studies_are_spread():
    """Not everybody at the same minute, and the same study always at its own."""
    names = [f"study{number}" for number in range(200)]
    for every, least in ((15, 14), (60, 50), (1440, 150)):
        assert len({times(name, every) for name in names}) >= least
    assert times("perhe", 15) == "3-59/15 * * * *"  # for good: Python's own hash() would differ in each process


@pytest.mark.parametrize("every", EVERY)
def test_systemd_runs_at_the_same_moments(every):
    """OnCalendar says what cron's fields say."""
    minute, hour = times("perhe", every).split()[:2]
    hours, _, minutes = calendar("perhe", every).partition(":")
    first, _, step = minutes.partition("/")
    assert set(range(int(first), 60, int(step or 60))) == field(minute, 60)
    first, _, step = hours.partition("/")
    wanted = set(range(24)) if first == "*" else set(range(int(first), 24, int(step or 24)))
    assert wanted == field(hour, 24)


@pytest.mark.parametrize("every", [0, 7, 25, 45, 90, 100, 2880])
def test_intervals_that_cron_cannot_say(every):
    """Refused rather than run at other times than were asked for."""
    with pytest.raises(UsageError, match="30, 60"):
        plan(every=every)


@pytest.mark.parametrize("text", ["/a\nb", "/a\x07b", "/a\u2028b", "/a\udce4b"])
def test_no_line_of_a_crontab_is_broken(text):
    """Control characters and names that are not UTF-8 are refused: they could begin a line of their own."""
    for key in ("study_file", "data", "folder", "health"):
        with pytest.raises(ConfigError):
            plan(**{key: Path(text)})
    with pytest.raises(ConfigError):
        plan(contact=text)


ODD = '/my stu\'dy "100%"/ひき　こもり $HOME `x` ;#&'


def test_odd_paths_reach_the_program_as_they_are():
    """Spaces, both quotes, %, $, backticks: what a shell makes of the line is the path again."""
    folder = Path(ODD)
    block = cron_block(plan(study_file=folder / "s.toml", data=folder / "d", folder=Path("/x"), health=folder / "h"))
    assert len(block.splitlines()) == 5
    for line in block.splitlines()[2:4]:
        assert not re.search(r"(?<!\\)%", line)
        words = shlex.split(line.replace("\\%", "%"))
        assert words[words.index("run") + 1] == f"{ODD}/s.toml"
        assert words[words.index("--data") + 1] == f"{ODD}/d"
        assert words[words.index("--log") + 1] == f"{ODD}/d/state/perhe.log"
        assert words[words.index("--health") + 1] == f"{ODD}/h"


def test_a_deep_folder_fits_a_line():
    """What lies below the study's folder is named from there: Debian's cron cuts at 998 characters."""
    folder = Path("/" + "/".join(["deep" * 10] * 9))
    block = cron_block(plan(study_file=folder / "s.toml", data=folder / "data", folder=folder, contact="a@b.example"))
    assert len(str(folder)) > 360
    assert max(len(line) for line in block.splitlines()) < 998


def test_both_lines_run_the_same():
    """By time, and at boot for what was missed."""
    begin, statement, line, boot, end = cron_block(plan()).splitlines()
    assert (begin, end) == ("# hikcorpus perhe begin", "# hikcorpus perhe end")
    assert stated(statement) == (15, "/my/s.toml, data in /my/data")
    assert boot == "@reboot " + line.split(" ", 5)[5]


OTHERS = [
    b"",
    b"MAILTO=me@x.example\n0 5 * * * tar czf /b.tgz /home\n",
    b"# no newline at the end",
    b"# \xe4 latin-1, \ttabs \r\n\n\n*/5 * * * * x\r\n",
    b"# hikcorpus perhe2 begin\n1 * * * * other study\n# hikcorpus perhe2 end\n",
    b"# hikcorpus study perhe\n*/15 * * * * python -m hikcorpus run /my/s.toml\n",
]


@pytest.mark.parametrize("before", OTHERS)
@pytest.mark.parametrize("after", OTHERS)
def test_other_lines_stay_byte_for_byte(before, after):
    """Put in, put in again, replaced, taken out: everything else is what it was."""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    old = b"# hikcorpus perhe begin\nold\n# hikcorpus perhe end\n"
    new = cron_block(plan()).encode()
    replaced = with_block(before + old + after, "perhe", new)
    assert replaced == before + new + after
    assert with_block(replaced, "perhe", new) == replaced
    assert block_of(replaced, "perhe") == new
    assert with_block(replaced, "perhe", b"") == before + after
    ended = after if not after or after.endswith(b"\n") else after + b"\n"
    assert with_block(before + after, "perhe", new) == before + ended + new


def test_a_block_copied_by_hand_becomes_one():
    """Two blocks of one study: one is left, in the first one's place."""
    old = b"# hikcorpus perhe begin\nold\n# hikcorpus perhe end\n"
    assert with_block(old + b"x\n" + old, "perhe", b"new\n") == b"new\nx\n"


@pytest.mark.parametrize(
    "torn",
    [
        b"# hikcorpus perhe begin\nline\n",
        b"line\n# hikcorpus perhe end\nline\n",
        b"# hikcorpus perhe begin\n# hikcorpus perhe begin\n# hikcorpus perhe end\n",
        b"# hikcorpus perhe begin\n# hikcorpus other begin\n# hikcorpus perhe end\n# hikcorpus other end\n",
    ],
)
def test_torn_markers_are_for_a_person(torn):
    """A block without its end could swallow foreign lines: nothing is changed."""
    with pytest.raises(ConfigError, match="crontab -e"):
        with_block(torn, "perhe", b"new\n")


def test_lines_of_ones_own_are_seen():
    """The line that `schedule` printed in 0.1.0 still runs the study; a commented one does not."""
    line = b"*/15 * * * * cd /my && /p -m hikcorpus run '/my 100\\%/s.toml' --data d\n"
    assert other_lines(line, "perhe", Path("/my 100%/s.toml")) == 1
    assert other_lines(b"# " + line, "perhe", Path("/my 100%/s.toml")) == 0
    assert other_lines(line, "perhe", Path("/other.toml")) == 0
    assert other_lines(cron_block(plan()).encode(), "perhe", Path("/my/s.toml")) == 0
    assert installed_studies(cron_block(plan()).encode() + line) == ["perhe"]


@pytest.mark.parametrize(
    ("study", "name"),
    [("perhe", "hikcorpus-perhe"), ("a.b-c_1", "hikcorpus-a.b-c_1"), ("ひ", r"hikcorpus-\xe3\x81\xb2")],
)
def test_unit_names(study, name):
    """systemd takes ASCII letters; the rest is escaped as systemd-escape does it."""
    assert unit_name(study) == name


def test_units_catch_up_and_quote():
    """Persistent makes up for missed runs; % and $ are doubled, odd words quoted; interval and source can be read."""
    made = units(plan(folder=Path("/100%"), study_file=Path('/a "b" $c%/s.toml')))
    service, timer = made.values()
    assert "Persistent=true" in timer and "WantedBy=timers.target" in timer
    assert "WorkingDirectory=/100%%\n" in service
    assert r'run "/a \"b\" $$c%%/s.toml" --data /my/data' in service
    assert stated(service) == stated(timer) == (15, '/a "b" $c%/s.toml, data in /my/data')
    with pytest.raises(ConfigError, match=r"\$"):
        units(plan(python="/a$b/python"))
