"""What a scheduler is told, as text alone: the crontab block and the systemd units of a study. Nothing is installed."""

import hashlib
import re
import shlex
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from hikcorpus.errors import ConfigError, UsageError
from hikcorpus.log.logfile import BOOT, EARLIER

EVERY = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440)
"""Intervals in minutes that cron's fields can say: divisors of an hour, and hours that divide a day."""

_NEVER = {"Cc", "Cs", "Zl", "Zp"}  # control characters, broken UTF-8, line ends
_STATED = re.compile(r"^# every (\d+) minutes: (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Plan:
    """A study to be run every so many minutes; all paths absolute. folder: where it runs (./configs is read there).

    Raises UsageError for an interval that cron cannot say, ConfigError for a path that no crontab or unit can hold.
    """

    study: str
    study_file: Path
    data: Path
    folder: Path
    every: int
    python: str
    contact: str | None = None
    health: Path | None = None

    def __post_init__(self) -> None:
        if self.every not in EVERY:
            raise UsageError(
                f"Cron cannot run something every {self.every} minutes.",
                f"It can every {', '.join(map(str, EVERY))} minutes.",
            )
        for text in (self.study_file, self.data, self.folder, self.python, self.contact or "", self.health or ""):
            if any(unicodedata.category(sign) in _NEVER for sign in str(text)):
                raise ConfigError(
                    f"No crontab can hold the control character in {str(text)!r}.", "Rename that, then try again."
                )

    @property
    def log(self) -> Path:
        """Where the runs write."""
        return self.data / "state" / f"{self.study}.log"

    def source(self) -> str:
        """What is run: two studies of one name differ in it."""
        return f"{self.study_file}, data in {self.data}"

    def statement(self) -> str:
        """The comment from which `stated` reads interval and source again."""
        return f"# every {self.every} minutes: {self.source()}"

    def words(self, base: Path | None = None) -> list[str]:
        """The command, word by word; paths below `base` relative to it. -P: no file of the folder is imported."""
        words = [self.python, "-P", "-m", "hikcorpus", "run", _near(self.study_file, base)]
        words += ["--data", _near(self.data, base), "--quiet", "--log", _near(self.log, base)]
        words += ["--contact", self.contact] if self.contact else []
        return words + (["--health", _near(self.health, base)] if self.health else [])


def stated(text: str) -> tuple[int, str] | None:
    """(minutes, source) of a block or unit that was installed, None where it does not say."""
    found = _STATED.search(text)
    return (int(found[1]), found[2]) if found else None


def _near(path: Path, base: Path | None) -> str:
    """Cron cuts off at 998 characters, so what lies below the folder it runs in is named from there."""
    if base is not None and path.is_relative_to(base):
        near = str(path.relative_to(base))
        return near if not near.startswith("-") else str(path)
    return str(path)


def markers(study: str) -> tuple[str, str]:
    """The comment lines around a study's block in the crontab."""
    return f"# hikcorpus {study} begin", f"# hikcorpus {study} end"


def cron_command(plan: Plan) -> str:
    """One shell command. Output that is not the log's own goes to LOG.boot, of which one earlier one is kept."""
    log = shlex.quote(_near(plan.log, plan.folder))
    parts = [
        f"cd {shlex.quote(str(plan.folder))}",
        f"l={log}",
        f"mkdir -p {shlex.quote(_near(plan.log.parent, plan.folder))}",
        f'{{ test ! -s "$l{BOOT}" || mv -f "$l{BOOT}" "$l{BOOT}{EARLIER}"; }}',
        f'{shlex.join(plan.words(plan.folder))} >> "$l{BOOT}" 2>&1',
    ]
    return "umask 077; " + " && ".join(parts)


def cron_block(plan: Plan) -> str:
    """The lines for the crontab, each with its end; `%` means a new line to cron and is escaped.

    The second line runs at boot: what was missed while the machine was off is made up for at once.
    """
    command = cron_command(plan).replace("%", "\\%")
    begin, end = markers(plan.study)
    lines = [begin, plan.statement(), f"{times(plan.study, plan.every)} {command}", f"@reboot {command}", end]
    return "".join(f"{line}\n" for line in lines)


def _spread(study: str, every: int) -> tuple[int, int]:
    """(minute, hour) of a study's first run of a day: from its name, never the full hour where that can be avoided."""
    number = int.from_bytes(hashlib.sha256(study.encode()).digest()[:4], "big")
    minutes = min(every, 60)
    minute = 1 + number % (minutes - 1) if minutes > 1 else 0
    return minute, number // 60 % max(1, every // 60)


def times(study: str, every: int) -> str:
    """The five time fields of cron: the same interval all day, at minutes of the study's own."""
    minute, hour = _spread(study, every)
    if every < 60:
        return f"{minute}-59/{every} * * * *" if every > 1 else "* * * * *"
    if every == 1440:
        return f"{minute} {hour} * * *"
    return f"{minute} {hour}-23/{every // 60} * * *" if every > 60 else f"{minute} * * * *"


def calendar(study: str, every: int) -> str:
    """The same moments for systemd's OnCalendar."""
    minute, hour = _spread(study, every)
    if every < 60:
        return f"*:{minute:02}/{every}"
    if every == 1440:
        return f"{hour:02}:{minute:02}"
    return f"{hour:02}/{every // 60}:{minute:02}"


def unit_name(study: str) -> str:
    """The units' name without ending; letters that systemd does not take are written as \\xNN, as it does itself."""
    safe = re.compile(rb"[A-Za-z0-9_.-]")
    escaped = "".join(chr(b) if safe.match(bytes([b])) else f"\\x{b:02x}" for b in study.encode())
    return f"hikcorpus-{escaped}"


def units(plan: Plan) -> dict[str, str]:
    """File name -> text of a oneshot service and of its timer, which makes up for runs missed while off (Persistent).

    Raises ConfigError where systemd could not start this Python: it reads `$` in a program's path as a variable.
    """
    if "$" in plan.python:
        raise ConfigError("Systemd cannot start a program with $ in its path.", "Install hikcorpus elsewhere.")
    head = f"{markers(plan.study)[0].removesuffix(' begin')}\n{plan.statement()}\n[Unit]\n"
    return {
        f"{unit_name(plan.study)}.service": f"""{head}Description=hikcorpus study {plan.study}

[Service]
Type=oneshot
WorkingDirectory={str(plan.folder).replace("%", "%%")}
ExecStart={" ".join(_systemd_word(word) for word in plan.words())}
UMask=0077
SuccessExitStatus=4
""",
        f"{unit_name(plan.study)}.timer": f"""{head}Description=hikcorpus study {plan.study}, by time

[Timer]
OnCalendar={calendar(plan.study, plan.every)}
AccuracySec=1s
Persistent=true

[Install]
WantedBy=timers.target
""",
    }


def _systemd_word(word: str) -> str:
    """Quoted as systemd.service(5) reads it: % and $ doubled, the rest in double quotes where needed."""
    safe = word.replace("%", "%%").replace("$", "$$")
    return '"' + safe.replace("\\", "\\\\").replace('"', '\\"') + '"' if any(c in safe for c in " \t\"'\\;") else safe
