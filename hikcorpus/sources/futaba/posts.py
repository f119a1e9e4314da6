"""One post as any page of Futaba shows it, still in the page's markup, and the message that it becomes.

Times are printed in Japanese time, with two-digit years (the site began in 2001), as `25/11/08(土)13:42:53`. On boards
without names the mail address is the link of the time. Typed `◆` become `◇`: a `◆` at a name's end is a tripcode.
Default names and subjects are the engine's, nobody's words: a default subject is no subject.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from hikcorpus.model import Attachment, Message, Ref
from hikcorpus.model.message import TimePrecision
from hikcorpus.text.entities import decode_entities
from hikcorpus.text.markup import read_markup
from hikcorpus.text.patterns import compiled

_AHEAD: Final = timedelta(hours=9)  # Japanese time has no summer time
DEFAULT_NAMES: Final = frozenset({"としあき", "名無し", "名無しさん", "Anonymous"})
DEFAULT_SUBJECTS: Final = frozenset({"無念", "無題", "無し"})
NOTICES: Final = (
    "スレッドを立てた人によって削除されました",
    "書き込みをした人によって削除されました",
    "削除依頼によって隔離されました",
    "管理人によって削除されました",
    "なー",
)
"""What stands, red, at the head of a deleted post: by the opener, its writer, reports, staff (last)."""

FILE: Final = compiled(r">\s*([0-9]{1,20}\.([0-9A-Za-z]{1,8}))\s*</a>\s*-\s*\(([0-9]{1,12}) B\)")
STAMP: Final = compiled(
    r"([0-9]{2})/([0-9]{2})/([0-9]{2})\([^()<>]{1,3}\)([0-9]{2}):([0-9]{2})(?::([0-9]{2})(\.[0-9]{1,6})?)?"
)
ID: Final = compiled(r"\bID:([0-9A-Za-z./+]{1,20})")
_RED: Final = compiled(
    r"\s*+(?:\[\s*+)?+<(font|span)\b[^<>]{0,300}?(?:ff0000|255, ?0, ?0)[^<>]*+>(?:\s*<b>)?([^<]*)(?:</b>\s*)?</\1>"
    r"\s*\]?\s*(?:<br\s*/?>)?",
    re.IGNORECASE,
)
MARK: Final = compiled(r"\s*<!--re ([0-9,]*)-->")
"""Written by `blank` at the head of a post that quotes blanked ones: whom it quotes, since words tell no more."""
_LEAD: Final = compiled(r"\s*\n\s*")
_TAG: Final = compiled(r"<[^<>]*>")
_TRIP: Final = compiled(r"\s*(◆[./0-9A-Za-z]{8,12})\s*\Z")


@dataclass(slots=True)
class Post:
    """A post's parts. start, end: where they stand in the page, what was cut out of it excepted.

    stamp: the text between name and number (time, ID). name, subject, body: markup. file: name, type, bytes.
    votes: None where the page has none. deleted: the page itself marks it so. quotes: as `MARK` says.
    """

    number: str
    opening: bool
    stamp: str = ""
    name: str | None = None
    mail: str | None = None
    subject: str | None = None
    body: str = ""
    file: tuple[str, str, int] | None = None
    votes: int | None = None
    deleted: bool = False
    notice: str = ""
    capcode: str | None = None
    quotes: tuple[str, ...] | None = None
    expires: str | None = None
    start: int = 0
    end: int = 0
    head: int = 0


def settle(post: Post) -> Post:
    """The post with what the engine wrote at the head of its text taken off: mark of quotes, notices, host."""
    first = post.body[:1]
    if first not in "<[" and not first.isspace():
        return post
    if (mark := MARK.match(post.body)) is not None:
        post.quotes = tuple(filter(None, mark[1].split(",")))
        post.body = post.body[mark.end() :]
    if (red := _RED.match(post.body)) is not None:
        words = red[2].strip()
        if words in NOTICES:
            post.deleted, post.notice = True, words
            post.body = post.body[red.end() :]
        elif words == "管理人":
            post.capcode = words
            post.body = post.body[red.end() :]
    if (lead := _LEAD.match(post.body)) is not None:
        post.body = post.body[lead.end() :]  # white space of a page that somebody laid out anew
    return post


def plain(markup: str | None) -> str | None:
    """A one-line field without tags, entities decoded, or None if nothing is left."""
    if not markup:
        return None
    return " ".join(decode_entities(_TAG.sub("", markup) if "<" in markup else markup).split()) or None


def text_of(post: Post) -> str:
    """Its words; blank lines inside stay, the space that old servers set at its end goes."""
    return read_markup(post.body).text.strip("\n").rstrip() if post.body else ""


def subject_of(post: Post) -> str | None:
    """Its subject, if somebody typed one."""
    subject = plain(post.subject)
    return None if subject in DEFAULT_SUBJECTS else subject


def deleted_message(post: Post, thread_id: str) -> Message:
    """A deleted post: its place and time. What it said is not read, although some pages still hold it, hidden."""
    stamp, posted_at, precision = time_of(post.stamp)
    return Message(
        thread_id=thread_id,
        message_id=post.number,
        number=int(post.number),
        is_opening=post.opening,
        text="",
        posted_at=posted_at,
        is_default_name=True,
        time_precision=precision,
        posted_raw=stamp,
        state="deleted",
        deletion_evidence="mark",
    )


def message_of(post: Post, thread_id: str, names: frozenset[str], text: str, refs: Sequence[Ref]) -> Message:
    """The message that a living post is."""
    stamp, posted_at, precision = time_of(post.stamp)
    name, tripcode = plain(post.name), None
    if name and "◆" in name and (trip := _TRIP.search(name)) is not None:
        name, tripcode = name[: trip.start()].strip() or None, trip[1]
    mail = decode_entities(post.mail).strip() if post.mail else None
    poster = ID.search(post.stamp) if "ID:" in post.stamp else None
    return Message(  # by place: names would cost as much again
        thread_id,
        post.number,
        int(post.number),
        post.opening,
        text,
        posted_at,
        name,
        name in names if name else tripcode is None,
        tripcode,
        post.capcode,
        None,
        poster[1] if poster else None,
        None,
        mail or None,
        mail is not None and "sage" in mail.lower(),
        None,
        precision,
        stamp,
        subject_of(post),
        tuple(refs),
        (Attachment(post.file[1].lower(), post.file[2] or None),) if post.file else (),
        post.votes,
    )


def time_of(stamp: str) -> tuple[str | None, datetime | None, TimePrecision]:
    """The time as printed, as an instant (UTC), and how precise it is."""
    found = STAMP.search(stamp)
    if found is None:
        raw = stamp.partition("ID:")[0].partition("IP:")[0].strip()
        return raw or None, None, "none"
    year, month, day, hour, minute, second, fraction = found.groups()
    try:
        if second and not fraction and hour < "24":
            return (
                found[0],
                datetime.fromisoformat(f"20{year}-{month}-{day}T{hour}:{minute}:{second}+00:00") - _AHEAD,
                "second",
            )
        at = datetime(
            2000 + int(year), int(month), int(day), int(hour), int(minute), int(second or 0),
            int(float(fraction) * 1_000_000) if fraction else 0, tzinfo=UTC,
        ) - _AHEAD  # fmt: skip
    except ValueError:
        return found[0], None, "none"
    return found[0], at, "microsecond" if fraction else "second" if second else "minute"
