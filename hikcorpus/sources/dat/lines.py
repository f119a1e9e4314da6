"""Lines of a dat file -> messages. See `dat` for the format."""

import re
from typing import Final, Literal
from zoneinfo import ZoneInfo

from hikcorpus.model import Board, Message, Thread
from hikcorpus.sources.base import Problem, ThreadPage
from hikcorpus.sources.dat.fields import read_name, read_stamp
from hikcorpus.sources.dat.refs import DatRefs
from hikcorpus.text.entities import decode_entities
from hikcorpus.text.markup import read_markup

DELETION_NAMES: Final = frozenset({"あぼーん", "あぼ～ん", "うふ～ん", "＜削除＞", "削除しました"})
_NOTICE: Final = re.compile(r"Over\s*\d+\s*Thread|停止|過去ログ|最終更新|\Athread stop", re.IGNORECASE)
_LIMIT: Final = re.compile(r"\s*(?:1001|１００１)\s*\Z")
_DATE: Final = re.compile(r"\d/\d")
_EXTENSION: Final = re.compile(r"\s*(?:<hr>|<br>)?\s*VIPQ2_EXTDAT:\s*(.*?)[:\s]*EXT was configured\s*(?:<br>)?")


class DatReader:
    """Reads the lines of one dat file in order."""

    def __init__(self, board: Board, thread_id: str, defaults: frozenset[str], problems: list[Problem]) -> None:
        self.thread_id, self.defaults, self.problems = thread_id, defaults, problems
        self.zone = ZoneInfo(board.zone)
        self.messages: list[Message] = []
        self.refs = DatRefs(board, thread_id)
        self.title: str | None = None
        self.limit_lines = 0
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
        elif is_deleted(fields):
            self.messages.append(self._deleted(number))
        elif _is_notice(fields):
            self.limit_lines += 1
            if "過去ログ" in fields[2]:
                self.state = "archived"
        else:
            if number == 1 and len(fields) > 4:
                self.title = read_markup(fields[4]).text.strip() or None
            self.messages.append(self._message(number, *fields[:4]))

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

    def _message(self, number: int, name_field: str, mail_field: str, date: str, body: str) -> Message:
        if "VIPQ2_EXTDAT" in body and (extension := _EXTENSION.search(body)) is not None:
            self.extra["extension"] = extension[1].strip()
            body = _EXTENSION.sub("", body)
        name, stamp = read_name(name_field), read_stamp(date, self.zone)
        marked = read_markup(_unpadded(body))
        mail = decode_entities(mail_field).strip()
        if stamp.by_starter:
            self.starter.append(str(number))
        return Message(
            thread_id=self.thread_id,
            message_id=f"{self.thread_id}.{number}",
            number=number,
            is_opening=number == 1,
            text=marked.text,
            posted_at=stamp.posted_at,
            author_name=name.name,
            is_default_name=name.name in self.defaults if name.name else not (name.tripcode or name.capcode),
            tripcode=name.tripcode,
            capcode=name.capcode,
            account_id=stamp.account_id,
            poster_id=stamp.poster_id,
            shared_line=name.shared_line or stamp.shared_line,
            mail_field=mail or None,
            sage="sage" in mail,
            time_precision=stamp.precision,
            posted_raw=stamp.raw,
            subject=self.title if number == 1 else None,
            refs=self.refs.read(number, marked, self.problems),
        )

    def page(self) -> ThreadPage:
        """All that was read."""
        if self.limit_lines:
            self.extra["limit_lines"] = str(self.limit_lines)
        if self.starter:
            self.extra["by_starter"] = ",".join(self.starter)
        thread = Thread(self.thread_id, self.title, self.state, locked=self.limit_lines > 0, extra=self.extra)
        return ThreadPage(thread, self.refs.settled(self.messages), tuple(self.problems))


def is_deleted(fields: list[str]) -> bool:
    """Every field that is not empty holds the same word, three at least, or that word is one of deletion."""
    name, mail, date, text = (field.strip() for field in fields[:4])
    date = date.replace("ID:DELETED", "").strip()
    if not name or text != name:
        return False
    return (name in (mail, date) and {mail, date} <= {"", name}) or name in DELETION_NAMES


def _is_notice(fields: list[str]) -> bool:
    """A line that the server wrote at the thread's end: limit reached, stopped, moved to the archive."""
    if _DATE.search(fields[2]):
        return False
    return _NOTICE.search(fields[2]) is not None or _LIMIT.match(fields[0]) is not None


def _unpadded(body: str) -> str:
    """Without the one space that 5ch's software sets at both ends of a text and round its line breaks."""
    if len(body) < 2 or body[0] != " " or body[-1] != " ":
        return body
    return body[1:-1].replace(" <br> ", "<br>")
