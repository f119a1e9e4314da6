"""The user's crontab: a study's block in it, and every other line left as it is, byte for byte."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from hikcorpus.cli.schedule_text import markers
from hikcorpus.errors import CannotWrite, ConfigError, HikcorpusError

DAEMONS = {"cron", "crond", "fcron", "bcron-sched"}
_MARKER = re.compile(rb"# hikcorpus (\S+) (begin|end)\s*")


def block_of(crontab: bytes, study: str) -> bytes | None:
    """The study's block, markers included; None where there is none. Raises ConfigError where it has no end."""
    blocks = [part for part in _parts(crontab, study) if part[0]]
    return blocks[0][1] if blocks else None


def with_block(crontab: bytes, study: str, block: bytes) -> bytes:
    """The crontab with the study's block, in the old one's place or at the end. Empty block = without.

    A last line without its end gets one, for cron takes none without. Raises ConfigError for a block without end.
    """
    out: list[bytes] = []
    put = False
    for ours, text in _parts(crontab, study):
        if not ours:
            out.append(text)
        elif not put:
            out.append(block)
            put = True
    if not put and block:
        if crontab and not crontab.endswith(b"\n"):
            out.append(b"\n")
        out.append(block)
    return b"".join(out)


def _parts(crontab: bytes, study: str) -> list[tuple[bool, bytes]]:
    """The crontab cut into (is a block of this study, text), nothing left out."""
    begin, end = (marker.encode() for marker in markers(study))
    parts: list[tuple[bool, bytes]] = []
    inside = False
    for line in re.findall(rb"[^\n]*\n|[^\n]+", crontab):
        bare = line.strip()
        wrong = bare == end if not inside else bool(_MARKER.fullmatch(bare)) and bare != end
        if wrong:
            raise _torn(study)
        if bare == begin:
            inside = True
            parts.append((True, line))
        elif inside:
            parts[-1] = (True, parts[-1][1] + line)
            inside = bare != end
        else:
            parts.append((False, line))
    if inside:
        raise _torn(study)
    return parts


def _torn(study: str) -> ConfigError:
    return ConfigError(
        f"In the crontab, the lines '# hikcorpus {study} begin' and 'end' do not stand as a pair.",
        "Mend that with crontab -e: nothing was changed.",
    )


def installed_studies(crontab: bytes) -> list[str]:
    """Names of the studies that have a block."""
    found = (_MARKER.fullmatch(line.strip()) for line in crontab.split(b"\n"))
    return [match[1].decode("utf-8", "replace") for match in found if match and match[2] == b"begin"]


def other_lines(crontab: bytes, study: str, study_file: Path) -> int:
    """How many lines outside the block run the same study file: pasted by hand, they would run it twice."""
    name = str(study_file).encode()
    outside = b"".join(text for ours, text in _parts(crontab, study) if not ours)
    lines = [line.replace(b"\\%", b"%") for line in outside.split(b"\n") if not line.lstrip().startswith(b"#")]
    return sum(b"hikcorpus run" in line and name in line for line in lines)


def has_crontab() -> bool:
    """Whether there is a crontab program."""
    return shutil.which("crontab") is not None


def read_crontab() -> bytes:
    """The user's crontab, empty where there is none. Raises ConfigError without the program, CannotWrite if refused."""
    done = _crontab("-l")
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.lower()
    if b"no crontab" in said or (b"open" in said and b"no such file" in said):  # the second: busybox
        return b""
    raise _refused(done)


def write_crontab(content: bytes) -> None:
    """Install the whole crontab, and read it again to be sure. Raises ConfigError, CannotWrite."""
    done = _crontab("-", content=content)
    if done.returncode != 0:
        raise _refused(done)
    if not read_crontab().endswith(content):  # some put a header of their own before it
        raise CannotWrite("The crontab is not what was installed.", "Look at it with crontab -l.")


def daemon_at_work(proc: Path = Path("/proc")) -> bool | None:
    """Whether a cron daemon runs on this machine; None where that cannot be seen."""
    if not (proc / "1" / "comm").exists():
        return None
    for name in proc.glob("[0-9]*/comm"):
        try:
            if name.read_text("utf-8", "replace").strip() in DAEMONS:
                return True
        except OSError:  # it ended meanwhile
            continue
    return False


def _crontab(word: str, content: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("crontab")
    if program is None:
        raise ConfigError(
            "There is no crontab program on this machine.", "Install cron, or give --systemd if systemd is there."
        )
    environment = os.environ | {"LC_ALL": "C", "CRONTAB_NOHEADER": "Y"}  # Debian: no header of its own in -l
    try:
        return subprocess.run([program, word], input=content, capture_output=True, env=environment, check=False)
    except OSError as error:
        raise CannotWrite(f"Cannot start {program}: {error.strerror}.", "Ask who looks after the machine.") from error


def _refused(done: subprocess.CompletedProcess[bytes]) -> HikcorpusError:
    """Its own words say why: not allowed, a line it does not like, a full disk."""
    said = " ".join(done.stderr.decode("utf-8", "replace").split())[:300]
    if "too long" in said:
        return ConfigError(
            "The line is longer than this cron can take (998 characters on many machines).",
            "Run it in the study's folder, with the data below it, or give --systemd. Nothing was changed.",
        )
    if any(words in said.lower() for words in ("not allowed", "permission", "denied", "must be privileged", "space")):
        return CannotWrite(f"The crontab cannot be read or written: {said}.", "Ask who looks after the machine.")
    return ConfigError(f"The crontab program refused: {said or done.returncode}.", "Nothing was changed.")
