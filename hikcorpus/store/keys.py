"""Study keys: 32 random bytes in a file of their own, made at first use, readable by their owner only."""

import hashlib
import hmac
import secrets
from pathlib import Path

from hikcorpus.errors import ConfigError
from hikcorpus.store.files import make_folder, write_bytes

BYTES = 32


def read_key(path: Path) -> bytes:
    """The key. Raises ConfigError where the file is missing or does not hold 64 hexadecimal characters."""
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except FileNotFoundError:
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
    if not path.exists() and not used_before:
        make_folder(path.parent)
        write_bytes(path, secrets.token_hex(BYTES).encode() + b"\n")
    return read_key(path)


def key_identity(key: bytes) -> str:
    """A fingerprint of the key that says which key was used and nothing else about it."""
    return hmac.new(key, b"hikcorpus key identity", hashlib.sha256).hexdigest()[:16]
