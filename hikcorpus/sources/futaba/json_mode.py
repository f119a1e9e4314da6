"""`futaba.php?mode=json&res=N`: the replies of a thread (not its opening post), and the
same with `mode=cat`: all threads.

`res` is an object {number: post} or an empty array, `sd` (votes) the same; `die`/`dielong` tell when the thread falls,
a time in 1970 that it has fallen; `maxres` is a sentence once no more fit in. `host` holds a poster's address.
Source: azumyar/futaba-makimoki `Data/Futaba.cs`; the board's own script (`makeArticle` of base4.js).
"""

import re
from contextlib import suppress
from typing import Any, Final

import msgspec

from hikcorpus.sources.base import Page, Problem
from hikcorpus.sources.decoding import other_page
from hikcorpus.sources.futaba.old_html import stamp_only
from hikcorpus.sources.futaba.posts import NOTICES, Post, settle
from hikcorpus.sources.json_pages import UNREADABLE, json_text, read_json
from hikcorpus.sources.nul import page_without_nul

Value = str | int | float | None
Fields = dict[str, msgspec.Raw]
KNOWN: Final = frozenset({
    "com", "del", "email", "ext", "fsize", "h", "host", "id", "name", "now", "rsc", "src", "sub", "thumb", "tim", "w",
    "re",
})  # fmt: skip
"""Fields of a post; `re` is written by `blank` (see `posts.MARK`)."""
_GONE: Final = frozenset({"del", "del2", "selfdel", "admindel"})
_YEAR: Final = re.compile(r"\b(19[0-9]{2})\b")
_NUMBER: Final = re.compile(r"[0-9]{1,15}\Z")


class _Res(msgspec.Struct, gc=False):
    com: Value = None
    del_: Value = msgspec.field(name="del", default=None)
    email: Value = None
    ext: Value = None
    fsize: Value = None
    id: Value = None
    name: Value = None
    now: Value = None
    sub: Value = None
    tim: Value = None
    re: Value = None


class _Facts(msgspec.Struct, kw_only=True):
    sd: dict[str, Value] | list[Any] | None = None
    dielong: Value = None
    die: Value = None
    dispname: Value = 1
    dispsod: Value = 0
    maxres: Value = None


class _Loose(_Facts):
    """An answer whose posts are read one by one, because one of them is odd."""

    res: dict[str, msgspec.Raw] | list[Any]


class _Whole(_Facts):
    res: dict[str, _Res]


_WHOLE: Final = msgspec.json.Decoder(_Whole)
PAGE: Final = msgspec.json.Decoder(_Loose)
_POST: Final = msgspec.json.Decoder(_Res)
_ANY: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])


def is_json(body: bytes) -> bool:
    """Whether the body is an answer of this mode."""
    return body.lstrip(b" \t\r\n\xef\xbb\xbf")[:1] == b"{"


def has_fallen(body: bytes) -> bool:
    """Whether the answer says that the thread is gone: its end lies in 1970."""
    try:
        page = PAGE.decode(body)
    except UNREADABLE:
        return False
    return isinstance(page.dielong, str) and _YEAR.search(page.dielong) is not None


def read_posts(page: Page, thread_id: str | None, expected: str) -> tuple[list[Post], dict[str, str], list[Problem]]:
    """The posts of the answer, what it says of the thread (`maxres`, `expires`), and what could not be read.

    thread_id: of the opening post, if any of them is one; None for a catalogue, where all are. Raises LayoutChanged.
    """
    page, problems = page_without_nul(page)
    text, lost = json_text(page, expected)
    problems += lost
    found: Any
    try:
        found = _WHOLE.decode(text)
    except (msgspec.MsgspecError, RecursionError):
        found, _ = read_json(PAGE, page, expected)
    posts: list[Post] = []
    votes = found.sd if isinstance(found.sd, dict) else {}
    shows_votes = bool(_whole(found.dispsod))
    for place, (number, raw) in enumerate(found.res.items() if isinstance(found.res, dict) else ()):
        if _NUMBER.match(number) is None:
            problems.append(Problem("unreadable_message", f"res entry {place}"))
            continue
        try:
            fields = raw if isinstance(raw, _Res) else _POST.decode(raw)
        except UNREADABLE:
            problems.append(Problem("unreadable_message", f"post {number}"))
            continue
        counted = _whole(votes.get(number)) or 0
        shown = counted if shows_votes and counted < 2**31 else None
        posts.append(_post(number, thread_id, fields, shown, found.dispname))
    if isinstance(found.res, list) and found.res:
        raise other_page(page, expected, "it is JSON of another shape")
    facts = {"maxres": _string(found.maxres), "expires": _string(found.die)}
    return posts, {name: value for name, value in facts.items() if value}, problems


def _post(number: str, thread_id: str | None, fields: _Res, votes: int | None, dispname: Value) -> Post:
    ext = _string(fields.ext)
    named = dispname not in (0, "0", None)
    mark = _string(fields.re)
    post = Post(
        number,
        thread_id in (None, number),
        stamp=f"{_string(fields.now)} {_string(fields.id)}".strip(),
        name=_string(fields.name) if named else None,
        mail=_string(fields.email) or None,
        subject=_string(fields.sub) if named else None,
        body=_string(fields.com),
        file=(f"{_string(fields.tim)}{ext}", ext.lstrip("."), _whole(fields.fsize) or 0) if ext else None,
        votes=votes,
        deleted=_string(fields.del_) in _GONE,
    )
    settle(post)
    if post.deleted and not post.notice:
        post.notice = NOTICES[0]
    if mark is not None and fields.re is not None:
        post.quotes = tuple(filter(None, mark.split(",")))
    return post


def _string(value: Value) -> str:
    return "" if value is None else str(value)


def _whole(value: Value) -> int | None:
    if isinstance(value, str):
        return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None
    return int(value) if isinstance(value, int) and 0 <= value < 10**15 else None


def unknown_names(body: bytes) -> frozenset[str]:
    """Names of fields on posts that nobody has described."""
    try:
        res = PAGE.decode(body).res
    except UNREADABLE:
        return frozenset()
    names: set[str] = set()
    for raw in res.values() if isinstance(res, dict) else ():
        with suppress(*UNREADABLE):
            names |= _ANY.decode(raw).keys() - KNOWN
    return frozenset(name if name.isidentifier() and len(name) < 40 else "(a name that is none)" for name in names)


def blank_json(body: str, gone: frozenset[str], marks: dict[str, str]) -> bytes:
    """The answer without the content of the posts in `gone`, and with `marks` (post -> whom it quotes) in the others.

    Raises msgspec.MsgspecError where it is no JSON.
    """
    page = _ANY.decode(body)
    res = _ANY.decode(page["res"])
    for number, raw in res.items():
        if number in gone:
            fields = _ANY.decode(raw)
            kept: Fields = {name: fields[name] for name in ("del", "rsc") if name in fields and len(fields[name]) < 16}
            post = _POST.decode(raw)
            stamp = stamp_only(Post(number, opening=False, stamp=_string(post.now)))
            kept["now"] = msgspec.Raw(msgspec.json.encode(stamp))
            res[number] = msgspec.Raw(msgspec.json.encode(kept))
        elif number in marks:
            fields = _ANY.decode(raw)
            fields["re"] = msgspec.Raw(msgspec.json.encode(marks[number]))
            res[number] = msgspec.Raw(msgspec.json.encode(fields))
    page["res"] = msgspec.Raw(msgspec.json.encode(res))
    return msgspec.json.encode(page)
