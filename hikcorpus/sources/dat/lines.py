"""Lines of a dat file -> messages. See `engine` for the format."""

import re
from typing import Final, Literal
from zoneinfo import ZoneInfo

from hikcorpus.model import Board, Message, Thread
from hikcorpus.sources.base import Problem, ThreadPage
from hikcorpus.sources.dat.fields import Name, Stamp, read_name
from hikcorpus.sources.dat.refs import DatRefs, RefPattern
from hikcorpus.sources.dat.times import Stamps
from hikcorpus.text.entities import decode_entities
from hikcorpus.text.markup import Marked, read_markup

DELETION_NAMES: Final = frozenset(
    {"あぼーん", "あぼ～ん", "あぼ〜ん", "うふ～ん", "うふ〜ん", "＜削除＞", "削除しました"}
)
_NOTICE: Final = re.compile(r"Over\s*\d+\s*(?:Thread|Comments?)|停止|過去ログ|最終更新|\Athread stop", re.IGNORECASE)
_LIMIT: Final = re.compile(r"\s*(?:1001|１００１)\s*\Z")
_DATE: Final = re.compile(r"\d/\d")
_EXTENSION: Final = re.compile(
    r"\s{0,9}(?:<hr>|<br>)?\s{0,9}VIPQ2_EXTDAT:\s{0,9}([^<>]{0,99}?)[:\s]{0,9}EXT was configured\s{0,9}(?:<br>)?"
)
_ICON: Final = re.compile(  # of a BE account, set by the server
    r"\s{0,9}sssp://[^\s<>/]{1,100}/(?:ico|premium)/[^\s<>]{1,200}\s{0,9}<br>"
)
_OWNER: Final = re.compile(r"\[([^\[\]]{1,40}★)\]\Z")
_MARKED: Final = re.compile(r"[<&\r]|sssp://|VIPQ2_EXTDAT")
_LINK: Final = re.compile(r'<a href="\.\./test/read\.cgi/[^"/<>]+/([0-9]+)/([0-9]+)"[^<>]*>&gt;&gt;([0-9]+)</a>')


class DatReader:
    """Reads the lines of one thread in order.

    addresses: how the engine writes the address of a message of another thread.
    """

    def __init__(
        self,
        board: Board,
        thread_id: str,
        defaults: frozenset[str],
        problems: list[Problem],
        addresses: RefPattern | None = None,
    ) -> None:
        self.thread_id, self.defaults, self.problems = thread_id, defaults, problems
        self.stamps = Stamps(ZoneInfo(board.zone))
        self.names: dict[str, tuple[Name, bool]] = {}
        self.messages: list[Message] = []
        self.refs = DatRefs(board, thread_id, addresses)
        self.title: str | None = None
        self.limit_lines = 0
        self.slips = 0
        self.starter: list[str] = []
        self.state: Literal["live", "archived"] = "live"
        self.extra: dict[str, str] = {}

    def line(self, number: int, line: str, *, cut: bool) -> None:
        """Read line `number`; cut: it is the last one and lacks its line end."""
        fields = line.split("<>")
        if len(fields) < 4:
            self.problems.append(Problem("damaged_line", f"line {number}"))
        elif cut and len(fields) == 4:
            self.problems.append(Problem("cut_off_line", f"line {number}"))
        else:
            self.fields(number, fields)

    def fields(self, number: int, fields: list[str]) -> None:
        """Read message `number`: name, mail, date with ID, text, and a title if it has one."""
        stamp = self.stamps.usual(fields[2])
        if stamp is not None and fields[0].strip() not in DELETION_NAMES:  # the usual line; the rest is rare
            if number == 1 and len(fields) > 4:
                self._titled(fields[4])
            self.messages.append(self._message(number, fields[0], fields[1], stamp, fields[3]))
        elif is_deleted(fields):
            if number == 1 and len(fields) > 4:
                self._titled(fields[4], deleted=fields[0].strip())
            self.messages.append(self._deleted(number))
        elif _is_notice(fields):
            self.limit_lines += 1
            if "過去ログ" in fields[2]:
                self.state = "archived"
        else:
            if number == 1 and len(fields) > 4:
                self._titled(fields[4])
            self.messages.append(self._message(number, fields[0], fields[1], self.stamps.read(fields[2]), fields[3]))

    def entitle(self, markup: str) -> None:
        """The title, where no line has it: a page without the opening message."""
        self._titled(markup)

    def _titled(self, field: str, *, deleted: str = "") -> None:
        title, owner = split_title(read_markup(field).text)
        self.title = title if title != deleted else None
        if owner:
            self.extra["owner"] = owner

    def _deleted(self, number: int) -> Message:
        return Message(
            thread_id=self.thread_id,
            message_id=f"{self.thread_id}.{number}",
            number=number,
            is_opening=number == 1,
            text="",
            posted_at=None,
            time_precision="none",
            is_default_name=True,
            state="deleted",
            deletion_evidence="mark",
        )

    def _message(self, number: int, name_field: str, mail_field: str, stamp: Stamp, body: str) -> Message:
        marked = self._text(body)
        name, is_default = self.named(name_field)
        if name.slip is not None:
            self.slips += 1
        if stamp.by_starter:
            self.starter.append(str(number))
        mail, sage = mail_of(mail_field)
        return Message(  # by place: names would cost as much again
            self.thread_id,
            f"{self.thread_id}.{number}",
            number,
            number == 1,
            marked.text,
            stamp.posted_at,
            name.name,
            is_default,
            name.tripcode,
            name.capcode,
            stamp.account_id,
            stamp.poster_id,
            name.shared_line or stamp.shared_line,
            mail,
            sage,
            name.country,
            stamp.precision,
            stamp.raw,
            self.title if number == 1 else None,
            self.refs.read(number, marked, self.problems),
        )

    def named(self, field: str) -> tuple[Name, bool]:
        """What a name field says, and whether that is a name of nobody."""
        known = self.names.get(field)
        if known is None:
            name = read_name(field)
            is_default = name.name in self.defaults if name.name else not (name.tripcode or name.capcode)
            known = self.names[field] = name, is_default
        return known

    def _text(self, body: str) -> Marked:
        if body[:1] == " " == body[-1:]:
            plain = body[1:-1].replace(" <br> ", "\n")
            if _MARKED.search(plain) is None and "\n" not in body:  # as most are: words and line breaks
                return Marked(plain.strip("\n"), ())
        if "VIPQ2_EXTDAT" in body and (extension := _EXTENSION.search(body)) is not None:
            self.extra["extension"] = extension[1].strip()
            body = _EXTENSION.sub("", body)
            if body.startswith(" ") and not body.endswith(" "):
                body += " "  # the padding went with the notice
        if "sssp://" in body:
            body = _ICON.sub("", body, count=1) if _ICON.match(body) else body
        body = unpadded(body)
        if "<a " in body:
            body = _LINK.sub(self._own_mark, body)
        if "\n" in body or "\r" in body:
            return read_markup(body)
        plain = body.replace("<br>", "\n")
        if "<" in plain:
            return read_markup(body)
        return Marked((decode_entities(plain) if "&" in plain else plain).strip("\n"), ())

    def _own_mark(self, link: re.Match[str]) -> str:
        """A link that says no more than its mark: `>>5`, to line 5 of this thread."""
        return f"&gt;&gt;{link[3]}" if link[2] == link[3] and link[1] == self.thread_id else link[0]

    def page(self, *, whole: bool = True, reply_count: int | None = None) -> ThreadPage:
        """All that was read. whole: the lines were the whole thread, so that a mark to any other is dangling."""
        if self.limit_lines:
            self.extra["limit_lines"] = str(self.limit_lines)
        if self.slips:
            self.extra["slips_dropped"] = str(self.slips)
        if self.starter:
            self.extra["by_starter"] = ",".join(self.starter)
        thread = Thread(
            self.thread_id,
            self.title,
            self.state,
            locked=self.limit_lines > 0 or self.state == "archived",
            reply_count=reply_count,
            extra=self.extra,
        )
        messages = self.refs.settled(self.messages) if whole else tuple(self.messages)
        return ThreadPage(thread, messages, tuple(self.problems))


def mail_of(field: str) -> tuple[str | None, bool]:
    """What stands in a mail field, or None; whether that is sage."""
    mail = field if field in ("", "sage") else decode_entities(field).strip()
    return mail or None, "sage" in mail


def split_title(text: str) -> tuple[str | None, str | None]:
    """The title, and who opened the thread where the server says it behind the title (`[xxxx★]`)."""
    title = text.strip()
    owner = _OWNER.search(title) if title.endswith("★]") else None
    if owner is not None:
        title = title[: owner.start()].rstrip()
    return title or None, owner[1] if owner else None


def is_deleted(fields: list[str]) -> bool:
    """Every field that is not empty holds the same word, three at least, or that word is one of deletion."""
    name, text = fields[0].strip(), fields[3].strip()
    if not name or text != name:
        return False
    mail, date = fields[1].strip(), fields[2].replace("ID:DELETED", "").strip()
    return (name in (mail, date) and {mail, date} <= {"", name}) or name in DELETION_NAMES


def _is_notice(fields: list[str]) -> bool:
    """A line that the server wrote at the thread's end: limit reached, stopped, moved to the archive."""
    if _DATE.search(fields[2]):
        return False
    return _NOTICE.search(fields[2]) is not None or _LIMIT.match(fields[0]) is not None


def unpadded(body: str) -> str:
    """Without the one space that 5ch's software sets at both ends of a text and round its line breaks."""
    if len(body) < 2 or body[0] != " " or body[-1] != " ":
        return body
    start = 0 if body.startswith(" <br> ") else 1  # an empty first line: its space is the break's
    end = len(body) if body.endswith(" <br> ") else len(body) - 1
    return body[start:end].replace(" <br> ", "<br>")
