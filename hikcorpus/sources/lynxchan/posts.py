"""Posts of LynxChan's JSON: their fields, and what of the model each one becomes. See `lynxchan` for the pages.

Sources: LynxChan `postingOps/common.js` (markdown, quotes, tripcodes, ids), `postingOps/post.js`, `jsonBuilder.js`.
Names, subjects and mails are stored with `<>'"` as entities. A tripcode stands inside the name: `Name#` and six
characters of base64, `##` for a secure one; nobody can type that form, because what follows a `#` is hashed. Kohlchan's
old posts have it in a span. Not kept, the model has no place for them: banMessage, lastEditLogin, flagName.
"""

import re
from typing import Any, Final

import msgspec

from hikcorpus.model import Attachment, Message, Ref, Thread
from hikcorpus.model.message import TimePrecision
from hikcorpus.sources.cooked import plain
from hikcorpus.sources.json_pages import Flag, Number, instant
from hikcorpus.sources.yotsuba.refs import PageRefs
from hikcorpus.text.markup import Marked, read_markup

_TRIPCODE: Final = re.compile(r"(.*?)(##?[A-Za-z0-9+/]{6})\Z", re.DOTALL)
_OLD_TRIPCODE: Final = re.compile(r"(.*?)\s*<span[^<>]*>\s*(![^<>]+?)\s*</span>\s*\Z", re.DOTALL)
_STRAY: Final = re.compile(r"\r+(?=\n|<br)")  # Kohlchan: `\r<br>` and `\r\n` are one break
_MEDIA: Final = re.compile(r"/([0-9a-f]{32,64})(?:-[A-Za-z0-9]+)?(?:\.([A-Za-z0-9]{1,8}))?\Z")
_SUFFIX: Final = re.compile(r"\.([A-Za-z0-9]{1,8})\Z")
_COUNTRY: Final = re.compile(r"/flags/([a-z]{2})\.[a-z]{3,4}\Z")
_CODE: Final = re.compile(r"-([a-z]{2})(?:-|\Z)")
_MIMES: Final = {
    "image/jpeg": "jpg", "image/svg+xml": "svg", "audio/mpeg": "mp3", "text/plain": "txt", "video/quicktime": "mov",
}  # fmt: skip


class Post(msgspec.Struct, rename="camel", gc=False):
    """A reply as sent: only the fields that are read."""

    post_id: Number | None = None
    thread_id: Number | None = None
    board_uri: str | None = None
    name: str | None = None
    id: str | int | None = None
    email: str | None = None
    subject: str | None = None
    signed_role: str | None = None
    flag: str | None = None
    flag_code: str | None = None
    markdown: str | None = None
    message: str | None = None
    creation: str | int | None = None
    last_edit_time: str | int | None = None
    files: list[Any] | None = None


class Opening(Post, rename="camel", gc=False):
    """A thread's object, which is its opening post too."""

    pinned: Flag = False
    locked: Flag = False
    cyclic: Flag = False
    archived: Flag = False
    force_anonymity: Flag = False
    omitted_posts: int | None = None
    ommited_posts: int | None = None  # sic: before 2.7


class JsonThread(Opening, rename="camel"):
    """A thread with its replies, whole or the newest of them."""

    posts: list[Post] | None = None


class LooseThread(Opening, rename="camel"):
    """A thread whose replies are read one by one, because one of them is odd."""

    posts: list[msgspec.Raw] | None = None


class Entry(msgspec.Struct, rename="camel"):
    """A thread in `catalog.json`."""

    thread_id: Number
    subject: str | None = None
    post_count: Number | None = None
    file_count: int | None = None
    page: int | None = None
    locked: Flag = False
    pinned: Flag = False
    cyclic: Flag = False
    auto_sage: Flag = False
    last_bump: str | int | None = None


THREAD: Final = msgspec.json.Decoder(JsonThread, strict=False)
LOOSE: Final = msgspec.json.Decoder(LooseThread, strict=False)
POST: Final = msgspec.json.Decoder(Post, strict=False)
ENTRY: Final = msgspec.json.Decoder(Entry, strict=False)


def is_on(flag: Flag) -> bool:
    """Whether a flag is set."""
    return flag not in (False, 0, None, "", "0", "false")


def named(name: str | None, defaults: frozenset[str], *, forced: bool) -> tuple[str | None, str | None, bool]:
    """Screen name, tripcode with its mark, and whether the name is nobody's. forced: the board lets nobody type one."""
    if (whole := plain(name)) in defaults:
        return whole, None, True
    found = (_OLD_TRIPCODE.match(name) or _TRIPCODE.match(name)) if name else None
    shown, tripcode = (plain(found[1]), plain(found[2])) if found else (whole, None)
    return shown, tripcode, shown in defaults if shown and (tripcode or not forced) else not tripcode


def thread_facts(opening: Opening, thread_id: str) -> Thread:
    """What the opening post says of its thread; its page announces no count of replies."""
    return Thread(
        thread_id=thread_id,
        title=plain(opening.subject),
        state="archived" if is_on(opening.archived) else "live",
        sticky=is_on(opening.pinned),
        locked=is_on(opening.locked),
        cyclical=is_on(opening.cyclic),
    )


def message_of(
    post: Post, number: int, thread_id: str, defaults: frozenset[str], refs: PageRefs, shown: frozenset[str],
    *, forced: bool = False,
) -> Message:  # fmt: skip
    """The message that a post is. shown: numbers of the page's posts. forced: see `named`."""
    marked = _marked(post)
    posted_at = instant(post.creation)
    name, tripcode, is_default = named(post.name, defaults, forced=forced)
    precision: TimePrecision = "microsecond" if "." in str(post.creation) else "second"
    return Message(
        thread_id=thread_id,
        message_id=str(number),
        number=number,
        is_opening=str(number) == thread_id,
        text=marked.text,
        posted_at=posted_at,
        author_name=name,
        is_default_name=is_default,
        tripcode=tripcode,
        capcode=plain(post.signed_role),
        poster_id=None if post.id in (None, "") else str(post.id),
        mail_field=plain(post.email),
        sage=post.email == "sage",  # the engine compares just so
        country=_country(post) if post.flag or post.flag_code else None,
        time_precision=precision if posted_at else "none",
        posted_raw=None if post.creation is None else str(post.creation),
        subject=plain(post.subject),
        refs=tuple(_placed(ref, refs, shown) for ref in refs.read(marked)),
        attachments=tuple(map(_attachment, post.files)) if post.files else (),
        edited_at=instant(post.last_edit_time) if post.last_edit_time else None,
    )


def _marked(post: Post) -> Marked:
    """The HTML that the engine calls markdown; without it the text as typed."""
    if post.markdown is not None:
        html = _STRAY.sub("", post.markdown) if "\r" in post.markdown else post.markdown
        return read_markup(html, newlines=True)
    return Marked((post.message or "").replace("\r\n", "\n").replace("\r", "\n").strip("\n"), ())


def _placed(ref: Ref, refs: PageRefs, shown: frozenset[str]) -> Ref:
    """`/b/res/7.html#7` is post 7's thread, or merely a 7 that the engine did not find among the replies.

    It is written for opening posts, for posts that do not exist and, by old revisions, for any reply.
    """
    if ref.thread_id != ref.message_id or (ref.board == refs.board and ref.message_id == refs.thread_id):
        return ref
    here = ref.board == refs.board and ref.message_id in shown
    return Ref(ref.message_id, ref.board, refs.thread_id if here else None)


def _country(post: Post) -> str | None:
    """Of the flag that is shown; boards' own flags are no countries. A code may go on with region and city."""
    found = _COUNTRY.search(post.flag or "") or _CODE.match(post.flag_code or "")
    return found[1] if found else None


def _attachment(file: Any) -> Attachment:
    """The path is made of the file's own digest (SHA-256; in old posts MD5 and type), with or without an extension."""
    if not isinstance(file, dict):
        return Attachment("unknown")
    path, name, mime, size = (file.get(field) for field in ("path", "originalName", "mime", "size"))
    media = _MEDIA.search(path) if isinstance(path, str) else None
    kind = media[2] if media else None
    if kind is None and isinstance(mime, str):
        mime = mime.partition(";")[0].strip()
        kind = _MIMES.get(mime) or mime.partition("/")[2]
    if not kind:
        suffixes = [_SUFFIX.search(text) for text in (path, name) if isinstance(text, str)]
        kind = next((found[1] for found in suffixes if found), "unknown")
    known = isinstance(size, int) and not isinstance(size, bool) and size > 0
    return Attachment(kind.lower(), size if known else None, media[1] if media else None)
