"""The units of a study among the user's own (`systemd --user`): files, and the commands that switch them on."""

import os
import shutil
import subprocess
from pathlib import Path

from hikcorpus.cli.schedule_text import markers, unit_name
from hikcorpus.errors import ConfigError
from hikcorpus.store.files import make_folder, write_bytes, writing


def unit_folder() -> Path:
    """`systemd/user` below XDG_CONFIG_HOME, or below ~/.config where that is not an absolute path."""
    said = os.environ.get("XDG_CONFIG_HOME", "")
    return (Path(said) if Path(said).is_absolute() else Path.home() / ".config") / "systemd" / "user"


def installed_units(study: str) -> dict[str, str]:
    """File name -> text of the study's units that are there. Raises ConfigError for one that is not ours."""
    found = {}
    for name in (f"{unit_name(study)}.service", f"{unit_name(study)}.timer"):
        path = unit_folder() / name
        if not path.is_file():
            continue
        text = path.read_text("utf-8", "replace")
        if text.partition("\n")[0] != markers(study)[0].removesuffix(" begin"):
            raise ConfigError(f"{path} was not written by hikcorpus.", "Move it away, or rename the study.")
        found[name] = text
    return found


def write_units(units: dict[str, str]) -> list[str]:
    """Write the files, each whole or not at all. Gives the commands that switch the timer on. Raises CannotWrite."""
    folder = make_folder(unit_folder())
    before = {name: (folder / name).read_text("utf-8", "replace") for name in units if (folder / name).is_file()}
    for name, text in units.items():
        write_bytes(folder / name, text.encode(), 0o644)
    (timer,) = (name for name in units if name.endswith(".timer"))
    commands = ["systemctl --user daemon-reload", f"systemctl --user enable --now '{timer}'"]
    if any(units[name] != text for name, text in before.items()):
        commands.append(f"systemctl --user restart '{timer}'")  # enabling leaves a timer that runs as it is
    return commands


def remove_units(study: str) -> list[str]:
    """Delete the files and the link that enabling made. Gives the command that makes systemd forget them."""
    folder = unit_folder()
    timer = f"{unit_name(study)}.timer"
    with writing(folder):
        for path in (folder / "timers.target.wants" / timer, folder / timer, folder / f"{unit_name(study)}.service"):
            path.unlink(missing_ok=True)
    return ["systemctl --user daemon-reload"]


def stop_command(study: str) -> str:
    """The command that switches the timer off; it has to come before the files go."""
    return f"systemctl --user disable --now '{unit_name(study)}.timer'"


def tell(commands: list[str]) -> list[str]:
    """Run the commands in order until one fails; gives those that are still to be typed by hand."""
    for done, command in enumerate(commands):
        if not _did(command):
            return commands[done:]
    return []


def _did(command: str) -> bool:
    program, user, verb, *rest = command.replace("'", "").split(" ")
    if shutil.which(program) is None:
        return False
    try:
        words = [program, user, verb, *rest]
        return subprocess.run(words, capture_output=True, check=False, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
