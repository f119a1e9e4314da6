"""The study's key, and what only its holder can do."""

from datetime import datetime

from hikcorpus.store.keys import destroy_key, new_key, read_key, rotate_key
from hikcorpus.store.layout import DataFolder

_DOING = {"new": new_key, "rotate": rotate_key, "destroy": destroy_key}


def change_key(data: DataFolder, study: str, action: str, now: datetime) -> str:
    """new, rotate or destroy; gives the fingerprint of the key made, or destroyed. Raises ConfigError."""
    return _DOING[action](data.key(study), now)


def reveal(data: DataFolder, study: str, token: str) -> str:
    """The value behind an encrypted token. Raises ConfigError (no key), UsageError (no such token)."""
    from hikcorpus.anonymise.operators.encrypt import reveal as decrypted
    from hikcorpus.anonymise.pseudonyms import Pseudonymiser

    return decrypted(token, Pseudonymiser(read_key(data.key(study))))
