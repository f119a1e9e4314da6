"""Posts of Makaba's JSON: their fields, and what of the model each one becomes.

Sources: catamphetamine/imageboard `docs/engines/makaba.md` (the present API), the samples (2015, the legacy and the
present form). Numbers come as numbers or strings, flags as numbers or booleans, no files as null or not at all.
`timestamp` is epoch; `date` is the same moment on Moscow's clock (1,820 of 1,820 in the samples) and is read only
where the other is missing. Sizes are in KiB.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

import msgspec

from hikcorpus.model import Attachment, Message, Ref, Thread
from hikcorpus.sources.json_pages import small
from hikcorpus.sources.makaba.names import SYSTEM, read_name
from hikcorpus.text.entities import decode_entities
from hikcorpus.text.links import plain_marks
from hikcorpus.text.markup import Marked, read_markup

Number = Annotated[int, msgspec.Meta(gt=0, le=2**63 - 1)]
Count = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
Flag = int | bool | str | None

ZONE: Final = "Europe/Moscow"
_DATE: Final = re.compile(r"(\d\d)/(\d\d)/(\d\d) \w{1,9} (\d\d):(\d\d):(\d\d)\Z")
_TARGET: Final = re.compile(
    r"(?:(?:https?:)?//[^/]{1,99})?/(\w{1,32})/(?:arch/(?:[\w-]{1,20}/)?)?res/([1-9][0-9]{0,17})\.html(?:#([1-9][0-9]{0,17}))?\Z"
)
_STAFF: Final = re.compile(r"!!%(\w{1,20})%!!")
_FLAG: Final = re.compile(r"/flags/(\w{2})\.png")
_PROXIES: Final = frozenset({"A1", "A2", "T1"})  # flags of anonymisers, satellite providers and Tor
_THANKS: Final = re.compile(r'(?:<br>){0,2}<span class="thanks-abu"[^<>]{0,99}>[^<]{0,99}</span>\s*\Z')
_DIGEST: Final = re.compile(r"[0-9a-f]{32}\Z")
_TYPE: Final = re.compile(r"\.([A-Za-z0-9]{1,10})\Z")
_SHORTEST: Final = 5  # digits of an unlinked `>>N` that is meant as a post: shorter ones are amounts and jokes


class Post(msgspec.Struct, gc=False):
    """A post as sent, and a thread's entry in a listing: only the fields that are read."""

    num: Number
    parent: int | None = 0
    timestamp: int | None = None
    date: str | None = None
    name: str | None = None
    trip: str | None = None
    email: str | None = None
    subject: str | None = None
    comment: str | None = None
    icon: str | None = None
    files: Any = None
    op: Flag = 0
    banned: Flag = 0
    closed: Flag = 0
    sticky: Flag = 0
    endless: Flag = 0
    likes: int | None = None
    dislikes: int | None = None
    lasthit: Count | None = None
    posts_count: Count | None = None
    files_count: int | None = None
    views: int | None = None
    tags: str | None = None


class _BoardInfo(msgspec.Struct):
    id: str | None = None


class _Page(msgspec.Struct):
    """What stands above the posts: `board` (today; an object, in `threads.json` its name) or `Board` (before)."""

    board: _BoardInfo | str | None = None
    legacy: str | None = msgspec.field(name="Board", default=None)
    current_thread: int | str | None = None
    is_board: Flag = False
    posts_count: int | None = None
    unique_posters: int | None = None

    def board_name(self) -> str | None:
        """The board's own name as the page has it, or None."""
        return self.legacy or (self.board.id if isinstance(self.board, _BoardInfo) else self.board)


class _Posts(msgspec.Struct):
    posts: list[Post]


class _RawPosts(msgspec.Struct):
    posts: list[msgspec.Raw]


class WholeThread(_Page, kw_only=True):
    """A thread's page."""

    threads: list[_Posts]


class LooseThread(_Page, kw_only=True):
    """A thread's page whose posts are read one by one, because one of them is odd."""

    threads: list[_RawPosts]


class Catalog(_Page, kw_only=True):
    """`catalog.json` and `threads.json`: the opening posts of all threads."""

    threads: list[msgspec.Raw] | None


THREAD: Final = msgspec.json.Decoder(WholeThread, strict=False)
LOOSE: Final = msgspec.json.Decoder(LooseThread, strict=False)
CATALOG: Final = msgspec.json.Decoder(Catalog, strict=False)
POST: Final = msgspec.json.Decoder(Post, strict=False)
UNREADABLE: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def is_on(flag: Flag) -> bool:
    """Whether a flag is set; `sticky` counts up by priority."""
    return flag not in (0, "0", None, False, "")


def plain(text: str | None) -> str | None:
    """A one-line field with its entities decoded, or None if nothing is left."""
    return decode_entities(text).strip() or None if text else None


def thread_facts(opening: Post, posts: Iterable[Post], page: _Page) -> Thread:
    """What a page says of its thread.

    extra: `by_opener`, `banned`, `warned` = ids of posts so marked; `tags`; `views`, `unique_posters`, `posts_count`
    as announced; `systems` = how many names told the poster's system. posts_count is no reply count: whether it
    includes the opening post changed between versions.
    """
    marks: dict[str, list[str]] = {"by_opener": [], "banned": [], "warned": []}
    systems = 0
    for post in posts:
        if post.op and is_on(post.op):
            marks["by_opener"].append(str(post.num))
        if post.banned and is_on(post.banned):
            marks["warned" if post.banned in (2, "2") else "banned"].append(str(post.num))
        if post.name and SYSTEM in post.name:
            systems += 1
    counts = {
        "views": opening.views,
        "unique_posters": page.unique_posters,
        "posts_count": page.posts_count,
        "systems": systems or None,
    }
    extra = {name: ",".join(ids) for name, ids in marks.items() if ids}
    extra |= {name: str(count) for name, count in counts.items() if count is not None}
    if tags := plain(opening.tags):
        extra["tags"] = tags
    return Thread(
        thread_id=str(opening.num),
        title=plain(opening.subject),
        sticky=is_on(opening.sticky),
        locked=is_on(opening.closed),
        cyclical=is_on(opening.endless),
        extra=extra,
    )


def message_of(
    post: Post, thread_id: str, board: str, defaults: frozenset[str], numbers: frozenset[str] | None
) -> Message:
    """The message that a post is. defaults: names that are nobody's. numbers: posts on the page, None if not all."""
    marked = read_markup(_prepared(post.comment)) if post.comment else None
    line = read_name(post.name or "")
    staff = _STAFF.search(post.trip) if post.trip else None
    mail = plain(post.email.removeprefix("mailto:")) if post.email else None
    country = _country(post.icon) if post.icon else None
    posted_at = _posted_at(post)
    votes = None if post.likes is None and post.dislikes is None else (post.likes or 0) - (post.dislikes or 0)
    return Message(
        thread_id=thread_id,
        message_id=str(post.num),
        number=post.num,
        is_opening=not post.parent,
        text=marked.text if marked else "",
        posted_at=posted_at,
        author_name=line.name,
        is_default_name=line.name in defaults if line.name else not post.trip,
        tripcode=plain(post.trip) if post.trip and not staff else None,
        capcode=staff[1] if staff else None,
        poster_id=line.poster_id,
        shared_line=country if country in _PROXIES else None,
        mail_field=mail,
        sage=line.sage or (mail is not None and mail.lower() == "sage"),
        country=country,
        time_precision="second" if posted_at else "none",
        posted_raw=post.date or (None if post.timestamp is None else str(post.timestamp)),
        subject=plain(post.subject),
        refs=_refs(marked, post.num, thread_id, board, numbers) if marked and ">>" in marked.text else (),
        attachments=_attachments(post.files) if post.files else (),
        votes=small(votes),
    )


@lru_cache(maxsize=1024)
def _country(icon: str) -> str | None:
    """The country of a flag; other pictures are badges that posters choose."""
    flag = _FLAG.search(icon)
    return flag[1].upper() if flag else None


def _prepared(html: str) -> str:
    """The comment without what the engine adds: `(OP)` and an arrow inside reply marks, its thanks below the text."""
    if " (OP)<" in html:
        html = html.replace(" (OP)</a>", "</a>")
    if "\u2192<" in html:
        html = html.replace(" \u2192</a>", "</a>")
    return _THANKS.sub("", html) if "thanks-abu" in html else html


def _posted_at(post: Post) -> datetime | None:
    if post.timestamp is None:
        return moscow(post.date)
    try:
        return datetime.fromtimestamp(post.timestamp, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def moscow(date: str | None) -> datetime | None:
    """`01/02/19 Птн 18:35:24` in UTC: Moscow was at UTC+4 until 26 October 2014, and is at UTC+3 since."""
    match = _DATE.match(date) if date else None
    if match is None:
        return None
    day, month, year, hour, minute, second = map(int, match.groups())
    try:
        return datetime(2000 + year, month, day, hour, minute, second, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _refs(marked: Marked, own: int, thread_id: str, board: str, numbers: frozenset[str] | None) -> tuple[Ref, ...]:
    """Reply marks in order, each target once.

    The engine links a mark when its target exists at the time of posting. An unlinked one led nowhere, if it was
    meant as a mark at all: that is believed of numbers on the page, and of long ones that are not above its own.
    """
    linked: dict[tuple[str, str], Ref] = {}
    shown = 0
    for link in marked.links:
        if not link.text.startswith(">>"):
            continue
        shown += 1
        target = _TARGET.match(link.href or "")
        if target is not None:
            place, thread, number = target.groups()
            number = number or thread
            gone = numbers is not None and thread == thread_id and place == board and number not in numbers
            linked.setdefault((place, number), Ref(number, place, thread, "explicit", gone))
    if marked.text.count(">>") == shown:
        return tuple(linked.values())
    found: dict[tuple[str, str], Ref] = {}
    for named, digits in plain_marks(marked.text):
        key = (named or board, digits)
        if key in linked:
            found.setdefault(key, linked[key])
        elif named is None and numbers is not None and digits in numbers:
            found.setdefault(key, Ref(digits, board, thread_id))
        elif named is not None or (len(digits) >= _SHORTEST and int(digits) <= own):
            found.setdefault(key, Ref(digits, key[0], dangling=True))
    return tuple((found | linked).values())


def _attachments(files: Any) -> tuple[Attachment, ...]:
    return tuple(_attachment(file) for file in files if isinstance(file, dict)) if isinstance(files, list) else ()


def _attachment(file: dict[str, Any]) -> Attachment:
    size, digest, path = file.get("size"), file.get("md5"), file.get("path")
    kind = _TYPE.search(path) if isinstance(path, str) else None
    return Attachment(
        type=kind[1].lower() if kind else "unknown",
        bytes=size * 1024 if type(size) is int and 0 < size < 2**40 else None,
        digest=digest if isinstance(digest, str) and _DIGEST.match(digest) else None,
    )
