"""`hikcorpus schedule`: the line for cron, or the units for systemd."""

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.options import Contact, Data

EVERY = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440)
"""Intervals in minutes that cron's fields can say: divisors of an hour, and hours that divide a day."""


def command(
    study_file: Annotated[Path, typer.Argument(metavar="STUDY.toml", help="The study file.")],
    data: Data = Path("data"),
    every: Annotated[int, typer.Option("--every", min=1, max=1440, help="Minutes between runs.")] = 15,
    contact: Contact = None,
    systemd: Annotated[bool, typer.Option("--systemd", help="A systemd service and timer instead.")] = False,
) -> None:
    """Print the crontab line that runs a study (install it with `crontab -e`). Nothing is installed.

    A run that is still at work when the next one starts holds a lock: the next says so and leaves with 0.
    """
    from hikcorpus.config.study import read_study
    from hikcorpus.errors import ConfigError, UsageError

    if every not in EVERY:
        raise UsageError(
            f"Cron cannot run something every {every} minutes.", f"It can every {', '.join(map(str, EVERY))} minutes."
        )
    study = read_study(study_file)
    if not (contact or study.contact):
        raise ConfigError(
            "The study has no contact address.", f'Add contact = "..." to {study_file} or give --contact.'
        )
    words = [sys.executable, "-m", "hikcorpus", "run", str(study_file.absolute()), "--data", str(data.absolute())]
    words += ["--quiet", *(["--contact", contact] if contact else [])]
    log = data.absolute() / "state" / f"{study.name}.log"
    typer.echo(_units(study.name, words, every) if systemd else _crontab(study.name, words, every, log))


def _crontab(name: str, words: list[str], every: int, log: Path) -> str:
    """One crontab line under a comment; `%` means a new line to cron and is escaped."""
    folder = Path.cwd()
    command = f"umask 077; mkdir -p {shlex.quote(str(log.parent))} && cd {shlex.quote(str(folder))} && "
    command += f"{shlex.join(words)} >> {shlex.quote(str(log))} 2>&1"
    return f"# hikcorpus study {name}\n{_times(every)} {command.replace('%', chr(92) + '%')}"


def _times(every: int) -> str:
    """Minute and hour fields for a run every so many minutes, not on the full hour when everybody runs."""
    if every < 60:
        return f"*/{every} * * * *"
    return f"7 */{every // 60} * * *" if every < 1440 else "7 4 * * *"


def _units(name: str, words: list[str], every: int) -> str:
    """A oneshot service and its timer; Persistent catches up after downtime, which cron does not."""
    start = " ".join(_systemd_word(word) for word in words)
    return f"""# ~/.config/systemd/user/hikcorpus-{name}.service
[Unit]
Description=hikcorpus study {name}

[Service]
Type=oneshot
WorkingDirectory={str(Path.cwd()).replace("%", "%%")}
ExecStart={start}
UMask=0077
SuccessExitStatus=4

# ~/.config/systemd/user/hikcorpus-{name}.timer
[Unit]
Description=hikcorpus study {name}, every {every} minutes

[Timer]
OnCalendar={_calendar(every)}
RandomizedDelaySec=60
Persistent=true

[Install]
WantedBy=timers.target

# then: systemctl --user daemon-reload && systemctl --user enable --now hikcorpus-{name}.timer
# and, to run while nobody is logged in: loginctl enable-linger"""


def _systemd_word(word: str) -> str:
    """Quoted as systemd.service(5) reads it: % and $ doubled, the rest in double quotes where needed."""
    safe = word.replace("%", "%%").replace("$", "$$")
    return '"' + safe.replace("\\", "\\\\").replace('"', '\\"') + '"' if any(c in safe for c in " \t\"'\\;") else safe


def _calendar(every: int) -> str:
    if every < 60:
        return f"*:0/{every}"
    hours = every // 60
    return f"0/{hours}:07" if hours < 24 else "04:07"
