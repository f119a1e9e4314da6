"""Study keys: 32 random bytes in a file of their own, made at first use, readable by their owner only.

What was done to them is logged beside them (`keys/log.jsonl`): when, which study, what, and the key's fingerprint.
"""

import hashlib
import hmac
import json
import os
import secrets
from datetime import datetime
from pathlib import Path

from hikcorpus.errors import ConfigError
from hikcorpus.store.files import make_folder, sync_folder, write_bytes, writing

BYTES = 32
LOG = "log.jsonl"


def read_key(path: Path) -> bytes:
    """The key. Raises ConfigError where the file is missing or does not hold 64 hexadecimal characters."""
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except FileNotFoundError:
        gone = destroyed_at(path)
        if gone is not None:
            raise ConfigError(
                f"The key of {path.stem} was destroyed on {gone[:10]}: nothing can be pseudonymised with it any more.",
                "Its tables stay readable; to begin anew with another key, run `hikcorpus key new`.",
            ) from None
        raise ConfigError(
            f"The key file {path} is missing, and tables made with it exist.",
            "Put the file back: another key would give everybody another pseudonym. "
            "To start anew, delete the study's pseudonymised tables and corpora first.",
        ) from None
    except (ValueError, UnicodeDecodeError):
        key = b""
    except OSError as error:
        raise ConfigError(f"The key file {path} cannot be read: {error.strerror}.", "Mend its rights.") from None
    if len(key) != BYTES:
        raise ConfigError(
            f"The key file {path} does not hold {2 * BYTES} hexadecimal characters.",
            "Put the right file back.",
        )
    return key


def key_for(path: Path, *, used_before: bool) -> bytes:
    """The study's key, made now if the study never had one. Raises ConfigError where it was lost."""
    if not path.exists() and not used_before and destroyed_at(path) is None:
        _write_new(path)
    return read_key(path)


def new_key(path: Path, now: datetime) -> str:
    """Make the study a key; gives its fingerprint. Raises ConfigError where it has one. now: aware, UTC."""
    if path.exists():
        raise ConfigError(
            f"{path} is there already.", "`hikcorpus key rotate` puts another in its place: all tokens change."
        )
    _write_new(path)
    return _logged(path, "new", read_key(path), now)


def rotate_key(path: Path, now: datetime) -> str:
    """Put a new key in the old one's place, which is destroyed; gives the new fingerprint. Raises ConfigError."""
    _logged(path, "rotated_out", read_key(path), now)
    _write_new(path)
    return _logged(path, "rotated_in", read_key(path), now)


def destroy_key(path: Path, now: datetime) -> str:
    """Overwrite the key's file and take it away; gives its fingerprint. Raises ConfigError, CannotWrite.

    Copies elsewhere (backups, snapshots, worn-out cells of a solid-state disk) are not reached.
    """
    identity = _logged(path, "destroyed", read_key(path), now)  # said before it is done: a log must not lack it
    with writing(path):
        with path.open("r+b") as file:
            file.write(b"0" * path.stat().st_size)
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        sync_folder(path.parent)
    return identity


def destroyed_at(path: Path) -> str | None:
    """When the study's key was destroyed (ISO 8601, UTC), None where it was not or a newer one was made."""
    last = None
    for line in _log(path):
        if line["study"] == path.stem:
            last = line["at"] if line["done"] == "destroyed" else None
    return last


def _write_new(path: Path) -> None:
    make_folder(path.parent)
    write_bytes(path, secrets.token_hex(BYTES).encode() + b"\n")


def _log(path: Path) -> list[dict[str, str]]:
    file = path.with_name(LOG)
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def _logged(path: Path, done: str, key: bytes, now: datetime) -> str:
    identity = key_identity(key)
    line = {"at": now.isoformat(timespec="seconds"), "study": path.stem, "done": done, "key": identity}
    before = "".join(json.dumps(each) + "\n" for each in _log(path))
    write_bytes(path.with_name(LOG), f"{before}{json.dumps(line)}\n".encode())
    return identity


def key_identity(key: bytes) -> str:
    """A fingerprint of the key that says which key was used and nothing else about it."""
    return hmac.new(key, b"hikcorpus key identity", hashlib.sha256).hexdigest()[:16]
