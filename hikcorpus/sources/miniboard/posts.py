"""One post of a miniboard page -> message. See `engine` for the page.

Sources: minilauta/miniboard `src/modules/board/funcs_board.php` (nameblock, message), `templates/components/*.phtml`;
the recorded replies of minilauta.org. Times are printed in the server's zone without offset, `28/08/26(Fri)10:34:48`.
Where an hour comes twice (end of summer time), the second one is taken if the post before would else be later.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from hikcorpus.model import Attachment, Message, Ref
from hikcorpus.text.entities import decode_entities
from hikcorpus.text.links import plain_marks
from hikcorpus.text.markup import Marked, read_markup

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

POSTS: Final = "div.post[id]"
POST: Final = re.compile(r"([A-Za-z0-9_]{1,32})-([0-9]{1,15})\Z")
_TIME: Final = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{2})\([^()]{1,8}\)([0-9]{2}):([0-9]{2}):([0-9]{2})\Z")
_TARGET: Final = re.compile(r"/([^/?#]{1,64})/([0-9]{1,15})/?#[^#]{1,64}-([0-9]{1,15})\Z")
_FLAG: Final = re.compile(r"flag-([a-z0-9]{1,8})\Z")
_EXTENSION: Final = re.compile(r"\.([0-9A-Za-z]{1,8})\Z")
_CROSS: Final = " (Cross-thread)"
PROXIES: Final = frozenset({"t1", "vpn"})
"""Flags that every board shows: Tor and known proxies."""


def classes(node: "LexborNode") -> list[str]:
    """The classes of an element."""
    return (node.attributes.get("class") or "").split()


@dataclass(slots=True)
class Parts:
    """What stands in a post: texts of its elements; flag: its classes; body: HTML. is_deleted: its writer did that."""

    name: str | None = None
    trip: str | None = None
    poster: str | None = None
    capcode: str | None = None
    subject: str | None = None
    stamp: str | None = None
    mail: str | None = None
    flag: str | None = None
    body: str = ""
    attachments: tuple[Attachment, ...] = ()
    is_deleted: bool = False


class Reader:
    """Reads the posts of one thread, in the order of the page.

    zone: IANA name. numbers: the posts that stand on it, None where it shows only some of the thread.
    """

    def __init__(
        self, board: str, thread_id: str, zone: str, names: frozenset[str], numbers: frozenset[str] | None
    ) -> None:
        self.board, self.thread_id, self.names, self.numbers = board, thread_id, names, numbers
        self.zone = ZoneInfo(zone)
        self.last: datetime | None = None

    def message(self, parts: "Parts", number: str, *, opening: bool) -> Message:
        """The message that a post is. An opening post that its writer took back is a stub, without name and time."""
        if parts.is_deleted:
            return self._deleted(number, opening=opening)
        posted_at = self._time(parts.stamp)
        marked = read_markup(parts.body) if parts.body else Marked("", ())
        country = _FLAG.search(parts.flag) if parts.flag is not None else None
        code = country[1] if country else None
        return Message(
            thread_id=self.thread_id,
            message_id=number,
            number=int(number),
            is_opening=opening,
            text=marked.text.strip("\n").rstrip(),
            posted_at=posted_at,
            author_name=parts.name,
            is_default_name=parts.name in self.names if parts.name else not parts.trip,
            tripcode=parts.trip,
            capcode=parts.capcode,
            poster_id=parts.poster,
            shared_line=code if code in PROXIES else None,
            mail_field=parts.mail,
            sage=parts.mail is not None and parts.mail.lower() == "sage",
            country=code.upper() if code and code not in PROXIES else None,
            time_precision="second" if posted_at else "none",
            posted_raw=parts.stamp,
            subject=parts.subject,
            refs=tuple(self._refs(marked)) if ">>" in marked.text else (),
            attachments=parts.attachments,
        )

    def _deleted(self, number: str, *, opening: bool) -> Message:
        return Message(
            thread_id=self.thread_id,
            message_id=number,
            number=int(number),
            is_opening=opening,
            text="",
            posted_at=None,
            is_default_name=True,
            time_precision="none",
            state="deleted",
            deletion_evidence="mark",
        )

    def _time(self, stamp: str | None) -> datetime | None:
        found = _TIME.match(stamp or "")
        if found is None:
            return None
        day, month, year, hour, minute, second = map(int, found.groups())
        try:
            local = datetime(2000 + year, month, day, hour, minute, second, tzinfo=self.zone)
            at = local.astimezone(UTC)
            if self.last is not None and at < self.last:
                later = local.replace(fold=1).astimezone(UTC)
                at = later if later >= self.last else at
        except (ValueError, OverflowError):
            return None
        self.last = at
        return at

    def _refs(self, marked: Marked) -> Iterator[Ref]:
        """Links name board, thread and post; a mark that the engine left unlinked points at no post that is there."""
        linked: dict[tuple[str, str], Ref] = {}
        for link in marked.links:
            target = _TARGET.search(link.href or "") if link.text.startswith(">>") else None
            if target is not None:
                here = (target[1], target[2]) == (self.board, self.thread_id)
                gone = here and self.numbers is not None and target[3] not in self.numbers
                linked.setdefault((target[1], target[3]), Ref(target[3], target[1], target[2], dangling=gone))
        seen: set[tuple[str, str]] = set()
        for board, number in plain_marks(marked.text.replace(_CROSS, "")):
            key = (board or self.board, number)
            if key not in seen:
                seen.add(key)
                yield linked.pop(key) if key in linked else Ref(number, key[0], dangling=True)
        yield from linked.values()


def parts_of(node: "LexborNode") -> Parts:
    """The parts of a post's element."""
    found = Parts()
    texts: dict[str, str | None] = {}
    flag = body = info = None
    for part in node.css(
        ".post-subject, .post-name, .post-trip, .post-hashid-hash, .post-cap, .post-datetime, .flag, .file-info, "
        "a[href^='mailto:'], .post-message"
    ):
        kind = _kind(part)
        match kind:
            case "post-name" | "post-trip" | "post-hashid-hash" | "post-subject" | "post-datetime":
                if texts.get(kind) is None:
                    texts[kind] = _line(part)
            case "post-cap" if found.capcode is None:
                found.capcode = (_line(part) or "").removeprefix("##").strip() or None
            case "flag" if flag is None:
                flag = part
            case "file-info" if info is None:
                info = part
            case "post-message" if body is None:
                body = part
            case "mail" if found.mail is None and body is None:
                address = decode_entities(part.attributes.get("href") or "")
                found.mail = address.removeprefix("mailto:").strip() or None
    names = ("post-name", "post-trip", "post-hashid-hash", "post-subject", "post-datetime")
    found.name, found.trip, found.poster, found.subject, found.stamp = map(texts.get, names)
    if flag is not None:
        found.flag = flag.attributes.get("class") or ""
    if body is not None:
        found.is_deleted = found.stamp is None and body.css_first("span.deleted") is not None
        found.body = (body.inner_html or "").strip()
    found.attachments = _attachments(info) if info is not None else ()
    return found


def _kind(part: "LexborNode") -> str:
    names = classes(part)
    if part.tag == "a":
        return "mail" if not names else names[0]
    for name in names:
        if name in ("flag", "file-info") or name.startswith("post-"):
            return name
    return ""


def _line(node: "LexborNode") -> str | None:
    return node.text().strip() or None


def _attachments(info: "LexborNode") -> tuple[Attachment, ...]:
    link = info.css_first("a[href]")
    return (file_of((link.attributes.get("href") or "") if link is not None else ""),)


def file_of(href: str) -> Attachment:
    """A file of the board's own, or a video of another site. Sizes are rounded: `3.43MB` tells no bytes."""
    extension = _EXTENSION.search(href)
    return Attachment("embed" if "://" in href or extension is None else extension[1].lower())
