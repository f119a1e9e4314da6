"""Names of sites, boards, studies and topics become folders: nothing else may."""

import re

from hikcorpus.errors import UsageError

_NAME = re.compile(r"\w[\w.@+-]*")


def folder_name(name: str) -> str:
    """The name, if it can be a folder's; raises UsageError where it would leave the data folder."""
    if not _NAME.fullmatch(name) or len(name.encode()) > 120:
        raise UsageError(
            f"{name!r} cannot be a folder's name.",
            "Use letters, digits, dot, dash and underscore, beginning with a letter or digit.",
        )
    return name
