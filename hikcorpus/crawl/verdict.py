"""What an answer that is no page means for the visit. Nothing is ever concluded from it about the board."""

from hikcorpus.errors import ConfigError, HikcorpusError, LayoutChanged, NetworkError, Refused
from hikcorpus.fetch.classify import ReplyKind
from hikcorpus.model import Board

SAYS_NOTHING = frozenset({"blocked", "challenge", "rate_limited", "unavailable", "moved", "other"})
"""Kinds of answer from which nothing follows about a thread or message."""

_IMPORT = "Import pages that a person saved (hikcorpus import), or ask the operator for permission."


def no_page(board: Board, what: str, kind: ReplyKind, status: int) -> HikcorpusError:
    """The error for an answer of this kind; `what` = "listing" or "thread"."""
    place = f"{board.key}: the {what}"
    match kind:
        case "blocked":
            return Refused(f"{place} is refused (HTTP {status}).", _IMPORT)
        case "challenge":
            return Refused(f"{place} is behind a protection page, which hikcorpus never gets round.", _IMPORT)
        case "rate_limited":
            return NetworkError(f"{place}: the site asks to slow down (HTTP {status}).", "Run again later.")
        case "unavailable":
            return NetworkError(f"{place}: the site is not available (HTTP {status}).", "Run again later.")
        case "moved":
            return ConfigError(f"{place} has moved to another host.", "Give the new address of the board.")
        case _:
            return LayoutChanged(f"{place} answered HTTP {status}, which is no page of {board.engine}.", "Look at it.")


def no_board(board: Board, known: bool) -> HikcorpusError:
    """The error for a listing that does not exist (404)."""
    if known:
        return LayoutChanged(
            f"{board.key}: the listing is gone (HTTP 404); nothing was concluded about its threads.",
            "See whether the board has moved, and mend its address.",
        )
    return ConfigError(f"{board.address} has no board {board.name!r} (HTTP 404).", "Check the address of the board.")
