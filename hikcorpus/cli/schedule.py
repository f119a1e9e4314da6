"""`hikcorpus schedule`: run a study by cron or systemd, see what is installed, take it out again."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.options import Contact, Data


class Action(StrEnum):
    """What to do with a study's schedule."""

    INSTALL = "install"
    SHOW = "show"
    REMOVE = "remove"


def command(
    action: Annotated[Action, typer.Argument(metavar="ACTION", help="install, show or remove.")],
    study_file: Annotated[Path, typer.Argument(metavar="STUDY.toml", help="The study file; remove takes a name too.")],
    every: Annotated[
        int | None,
        typer.Option("--every", min=1, max=1440, help="Minutes between runs; default: as installed now, else 15."),
    ] = None,
    systemd: Annotated[bool, typer.Option("--systemd", help="A systemd service and timer instead of cron.")] = False,
    data: Data = Path("data"),
    contact: Contact = None,
    health: Annotated[
        Path | None, typer.Option("--health", help="File in which each run says how it went, for monitoring.")
    ] = None,
) -> None:
    """Run a study every so many minutes: install it in your crontab (or as systemd units), show that, or remove it.

    Run it in the folder in which the study is to run. Only the study's own lines are touched. A run that is still at
    work when the next one starts holds a lock: the next says so and leaves with 0.
    """
    if action is Action.REMOVE:
        _remove(study_file)
        return
    from hikcorpus.cli import schedule_cron as cron
    from hikcorpus.cli import schedule_systemd as units
    from hikcorpus.cli import schedule_text as text
    from hikcorpus.config.study import read_study
    from hikcorpus.errors import ConfigError

    study = read_study(study_file)
    if not (contact or study.contact):
        raise ConfigError(
            "The study has no contact address.", f'Add contact = "..." to {study_file} or give --contact.'
        )
    if health and not health.absolute().parent.is_dir():
        raise ConfigError(f"The folder of the health file {health} is not there.", "Make it, or name another file.")
    needed = action is Action.INSTALL and not systemd
    crontab = cron.read_crontab() if needed else _crontab_if_any()
    now = _installed(crontab, study.name)
    known = text.stated("".join(now.values()))
    plan = text.Plan(
        study=study.name,
        study_file=study_file.absolute(),
        data=data.absolute(),
        folder=Path.cwd(),
        every=every or (known[0] if known else 15),
        python=sys.executable,
        contact=contact,
        health=health.absolute() if health else None,
    )
    wanted = text.units(plan) if systemd else {"crontab": text.cron_block(plan)}
    if action is Action.SHOW:
        _show(wanted, now, units.unit_folder())
        return
    _refuse_another(plan.source(), known, set(now) - set(wanted), study.name)
    if systemd:
        left = units.tell(units.write_units(wanted))
        _say_left(left, f"Written to {units.unit_folder()}: {', '.join(wanted)}.")
        typer.echo("To run while you are not logged in: loginctl enable-linger")
    else:
        if now != wanted:
            cron.write_crontab(cron.with_block(crontab, study.name, wanted["crontab"].encode()))
        if cron.daemon_at_work() is False:
            _warn("no cron daemon is at work on this machine, so nothing will run. Start it: service cron start")
        if cron.other_lines(crontab, study.name, plan.study_file):
            _warn("a line of your own in the crontab runs this study too. Take it out: crontab -e")
    done = "Installed already" if now == wanted else "Replaced" if now else "Installed"
    typer.echo(f"{done}: study {study.name}, every {plan.every} minutes. Log: {plan.log}")


def _crontab_if_any() -> bytes:
    """The crontab, empty for somebody who may not or cannot have one: systemd is there for them."""
    from hikcorpus.cli.schedule_cron import read_crontab
    from hikcorpus.errors import CannotWrite, ConfigError

    try:
        return read_crontab()
    except (CannotWrite, ConfigError):
        return b""


def _installed(crontab: bytes, study: str) -> dict[str, str]:
    """Where -> text of what is installed for the study: `crontab`, or names of units."""
    from hikcorpus.cli.schedule_cron import block_of
    from hikcorpus.cli.schedule_systemd import installed_units

    block = block_of(crontab, study)
    return ({"crontab": block.decode("utf-8", "replace")} if block else {}) | installed_units(study)


def _refuse_another(source: str, known: tuple[int, str] | None, elsewhere: set[str], name: str) -> None:
    """A schedule is replaced by one of the same study in the same place only: nobody's collection ends unasked."""
    from hikcorpus.errors import UsageError

    if known and known[1] != source:
        raise UsageError(
            f"A study {name} is scheduled already: {known[1]}.",
            f"Give one of them another name, or first: hikcorpus schedule remove {name}.",
        )
    if elsewhere:
        where = "the crontab" if "crontab" in elsewhere else "systemd"
        raise UsageError(f"Study {name} is in {where} already.", f"First: hikcorpus schedule remove {name}.")


def _show(wanted: dict[str, str], now: dict[str, str], folder: Path) -> None:
    for name, content in wanted.items():
        typer.echo(f"# install would write {name if name == 'crontab' else folder / name}:\n{content}")
    if not now:
        typer.echo("# Nothing is installed for this study.")
    elif now == wanted:
        typer.echo("# Exactly this is installed now.")
    else:
        for name, content in now.items():
            typer.echo(f"# installed now, and different, in {name if name == 'crontab' else folder / name}:\n{content}")


def _remove(said: Path) -> None:
    """Take out the study's block and units; says so where there are none."""
    from hikcorpus.cli import schedule_cron as cron
    from hikcorpus.cli import schedule_systemd as units
    from hikcorpus.config.study import read_study

    is_file = said.suffix == ".toml" and said.is_file()
    name = read_study(said).name if is_file else said.name.removesuffix(".toml")
    crontab = cron.read_crontab() if cron.has_crontab() else b""
    now = _installed(crontab, name)
    if not now:
        others = cron.installed_studies(crontab)
        typer.echo(
            f"Nothing is installed for study {name}." + (f" In the crontab: {', '.join(others)}." if others else "")
        )
        return
    if "crontab" in now:
        cron.write_crontab(cron.with_block(crontab, name, b""))
    if set(now) - {"crontab"}:
        left = units.tell([units.stop_command(name)])
        _say_left(left + units.tell(units.remove_units(name)), "")
    typer.echo(f"Removed: study {name} ({', '.join(now)}). Its data and its log stay.")


def _say_left(commands: list[str], before: str) -> None:
    if before:
        typer.echo(before)
    if commands:
        _warn("systemctl cannot be used from here. Type this where it can: " + " && ".join(commands))


def _warn(sentence: str) -> None:
    typer.echo(f"Warning: {sentence}", err=True)
