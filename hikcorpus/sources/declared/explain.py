"""What was understood of a page, field by field: for `hikcorpus try`, and for any source.

The values are for the terminal of the person who tries the page; they go into no log and no file.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hikcorpus.errors import UsageError
from hikcorpus.model import Message, Thread
from hikcorpus.sources.base import Listing, Problem, ThreadMark, ThreadPage

_LONGEST: Final = 60
_NAMED: Final = 12  # ids told where one was asked for that is not there
_POST: Final = (
    *("message_id", "number", "is_opening", "author_name", "is_default_name", "tripcode", "capcode", "account_id"),
    *("poster_id", "shared_line", "mail_field", "sage", "country", "posted_at", "time_precision", "subject", "text"),
    *("refs", "attachments", "votes", "edited_at", "deleted"),
)
_THREAD: Final = ("title", "sticky", "locked", "state", "reply_count")
_ROW: Final = ("thread_id", "title", "reply_count", "at", "mark")


@dataclass(frozen=True, slots=True)
class Understood:
    """One field: on how many of how many posts (or rows) it was found, and the first value, shortened.

    where: thread, post, row or page.
    """

    where: str
    field: str
    found: int
    of: int
    value: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """fields: in a fixed order. problems: reason, how many, the first place."""

    fields: tuple[Understood, ...]
    problems: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One post, whole. fields: name and value of each that it has, in a fixed order. lacking: names of the others."""

    message_id: str
    fields: tuple[tuple[str, str], ...]
    lacking: tuple[str, ...]


def one_post(read: ThreadPage | Listing, post: str) -> Shown:
    """A post of the page by its id, or by its number. Raises UsageError naming those that the page has."""
    messages = () if isinstance(read, Listing) else read.messages
    found = next((one for one in messages if post in (one.message_id, str(one.number))), None)
    if found is None:
        ids = [one.message_id for one in messages]
        more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
        raise UsageError(
            f"No post {post!r} stands on this page.",
            f"Its posts: {', '.join(ids[:_NAMED])}{more}."
            if ids
            else "It is a list of threads; posts are in a thread.",
        )
    values = _post(found) | {"refs": _told_refs(found), "attachments": _told_files(found)}
    return Shown(
        found.message_id,
        tuple((name, _whole(value)) for name, value in values.items() if _is_found(value)),
        tuple(name for name, value in values.items() if not _is_found(value)),
    )


def _told_refs(message: Message) -> str:
    """`board/thread/message` of each, as far as the page tells them."""
    refs = ("/".join(filter(None, (ref.board, ref.thread_id, ref.message_id))) for ref in message.refs)
    dead = (" (not on this page)" if ref.dangling else "" for ref in message.refs)
    return "\n".join(f"{ref}{note}" for ref, note in zip(refs, dead, strict=True))


def _told_files(message: Message) -> str:
    sizes = ((one, "" if one.bytes is None else f"{one.bytes} bytes") for one in message.attachments)
    return "\n".join(", ".join(filter(None, (one.type, size, one.digest))) for one, size in sizes)


def _whole(value: object) -> str:
    """A value with its lines as they are."""
    return value if isinstance(value, str) else _shown(value)


def explain(read: ThreadPage | Listing) -> Explanation:
    """What a page came to."""
    if isinstance(read, Listing):
        rows = [_row(mark) for mark in read.threads]
        fields = [*_counted("row", _ROW, rows), _one("page", "next_url", read.next_url)]
    else:
        thread = _facts(read.thread)
        posts = [_post(message) for message in read.messages]
        fields = [
            *(_one("thread", name, thread[name]) for name in _THREAD),
            *_counted("post", _POST, posts),
            _one("page", "next_url", read.next_url),
        ]
    return Explanation(tuple(fields), _problems(read.problems))


def _facts(thread: Thread) -> dict[str, object]:
    return {name: getattr(thread, name) for name in _THREAD}


def _post(message: Message) -> dict[str, object]:
    out: dict[str, object] = {name: getattr(message, name, None) for name in _POST}
    precision = None if message.time_precision == "none" else message.time_precision
    return out | {"deleted": message.state == "deleted", "time_precision": precision}


def _row(mark: ThreadMark) -> dict[str, object]:
    return {name: getattr(mark, name) for name in _ROW}


def _counted(where: str, names: Iterable[str], things: Sequence[dict[str, object]]) -> list[Understood]:
    out = []
    for name in names:
        values = [thing[name] for thing in things if _is_found(thing[name])]
        out.append(Understood(where, name, len(values), len(things), _shown(values[0]) if values else None))
    return out


def _one(where: str, name: str, value: object) -> Understood:
    return Understood(where, name, int(_is_found(value)), 1, _shown(value) if _is_found(value) else None)


def _is_found(value: object) -> bool:
    return value is not None and value is not False and value not in ("", ())


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        text = value.isoformat(sep=" ")
    elif isinstance(value, tuple):
        text = ", ".join(str(getattr(one, "message_id", "") or getattr(one, "type", "")) for one in value)
    elif value is True:
        text = "yes"
    else:
        text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _problems(problems: Iterable[Problem]) -> tuple[tuple[str, int, str], ...]:
    counts: Counter[str] = Counter()
    places: dict[str, str] = {}
    for problem in problems:
        counts[problem.reason] += 1
        places.setdefault(problem.reason, problem.where)
    return tuple((reason, number, places[reason]) for reason, number in counts.items())
