"""Posts of jschan's JSON: their fields, and what of the model each one becomes.

Sources: fatchan/jschan c0d50eb1 `db/posts.js`, `models/forms/{makepost,editpost}.js`, `lib/post/`; the 94chan samples.
`name`, `subject` and `email` are raw text, only `message` is HTML, with "\\n" as line break. A post's reply edges stand
in `quotes` (its thread) and `crossquotes` (other threads of the board), and with `>>>/b/5` as links in the message.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from hikcorpus.model import Attachment, Message, Ref, Thread
from hikcorpus.sources.json_pages import (
    Flag,
    Number,
    instant,
    is_on,
)
from hikcorpus.sources.yotsuba.refs import PageRefs
from hikcorpus.text.markup import Marked, read_markup


class Post(msgspec.Struct, gc=False):
    """A post as sent: only the fields that are read. Facts of a thread stand on its opening post."""

    post_id: Number = msgspec.field(name="postId")
    thread: Number | None = None
    board: str | None = None
    date: str | None = None
    u: int | float | None = None
    name: str | None = None
    tripcode: str | None = None
    capcode: str | None = None
    user_id: str | None = msgspec.field(name="userId", default=None)
    address: str | None = None
    email: str | None = None
    country: Any = None
    subject: str | None = None
    message: str | None = None
    files: Any = None
    quotes: Any = None
    crossquotes: Any = None
    edited: Any = None
    replyposts: Number | None = None
    replyfiles: int | None = None
    sticky: Flag = 0
    locked: Flag = 0
    cyclic: Flag = 0
    bumplocked: Flag = 0
    bumped: str | None = None
    omittedposts: int | None = None


class WholeThread(Post):
    """A thread with its replies: its own page, or one of the index; the catalog has none."""

    replies: list[Post] | None = None


class LooseThread(Post):
    """A thread whose replies are read one by one, because one of them is odd, or not at all."""

    replies: list[msgspec.Raw] | None = None


THREAD: Final = msgspec.json.Decoder(WholeThread, strict=False)
LOOSE: Final = msgspec.json.Decoder(LooseThread, strict=False)
POST: Final = msgspec.json.Decoder(Post, strict=False)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_OWN_NOTE: Final = re.compile(r"</a> <small>\(OP\)</small> ?")  # what the engine writes behind a mark to the opening
_INVALID: Final = re.compile(r"""<span class=(["'])invalid-quote\1>""")
_SPAN: Final = re.compile(r"<(/?)span\b([^<>]*)>")
_BLOCK: Final = re.compile(r"""\bclass=["'](?:code|aa)\b""")
_TOR_EXIT: Final = "T1"  # lib/misc/countries.js


def thread_facts(opening: Post) -> Thread:
    """What the opening post says of its thread."""
    return Thread(
        thread_id=str(opening.post_id),
        title=_line(opening.subject),
        sticky=is_on(opening.sticky),
        locked=is_on(opening.locked),
        reply_count=opening.replyposts,
        cyclical=is_on(opening.cyclic),
    )


def message_of(post: Post, thread_id: str, defaults: frozenset[str], refs: PageRefs) -> Message:
    """The message that a post is. defaults: names that are nobody's."""
    marked = read_markup(_prepared(post.message), newlines=True) if post.message else None
    name, country = _line(post.name), _country(post.country)
    posted_at, posted_raw = _posted(post)
    return Message(
        thread_id=thread_id,
        message_id=str(post.post_id),
        number=post.post_id,
        is_opening=not post.thread,
        text=marked.text if marked else "",
        posted_at=posted_at,
        author_name=name,
        is_default_name=name in defaults if name else not post.tripcode,
        tripcode=post.tripcode or None,
        capcode=post.capcode or None,
        account_id=post.address or None,  # of a wallet that signed the post
        poster_id=post.user_id or None,
        shared_line=country if country == _TOR_EXIT else None,
        mail_field=_line(post.email),
        sage=post.email is not None and post.email.lower() == "sage",
        country=country,
        time_precision="microsecond" if posted_at else "none",
        posted_raw=posted_raw,
        subject=_line(post.subject),
        refs=_refs(post, marked, refs),
        attachments=tuple(map(_attachment, objects(post.files))) if post.files else (),
        edited_at=instant(post.edited.get("date")) if isinstance(post.edited, dict) else None,
    )


def _line(text: str | None) -> str | None:
    return text.strip() or None if text else None


def _posted(post: Post) -> tuple[datetime | None, str | None]:
    moment = instant(post.date)
    if moment is None and post.u is not None:
        try:
            return _EPOCH + timedelta(milliseconds=post.u), str(post.u)
        except (OverflowError, ValueError):
            pass
    return moment, post.date or None


def _country(flag: Any) -> str | None:
    """The code of a flag that the board set by address; a flag that posters choose (`custom`) is no country."""
    code = flag.get("code") if isinstance(flag, dict) and not flag.get("custom") else None
    return code if isinstance(code, str) and code else None


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; none where it is no list."""
    return [one for one in value if isinstance(one, dict)] if value and isinstance(value, list) else []


def _attachment(file: dict[str, Any]) -> Attachment:
    kind, size, digest = file.get("extension"), file.get("size"), file.get("hash")
    if not isinstance(kind, str) or not kind.strip("."):
        kind = str(file.get("mimetype") or "").rpartition("/")[2] or "unknown"
    return Attachment(
        type=kind.lstrip(".").lower(),
        bytes=size if isinstance(size, int) and size > 0 else None,
        digest=digest if isinstance(digest, str) and digest else None,
    )


def _prepared(html: str) -> str:
    """The message without the engine's own note, its dead marks as `read_markup` knows them, blocks on own lines."""
    if "(OP)" in html:
        html = _OWN_NOTE.sub("</a>", html)
    if "invalid-quote" in html:
        html = _INVALID.sub('<span class="deadlink">', html)
    return _own_lines(html) if "code" in html or "aa" in html else html


def _own_lines(html: str) -> str:
    """Code and ASCII art are shown as blocks, and the engine takes away the line break after them."""
    if _BLOCK.search(html) is None:
        return html
    out = ""
    blocks: list[bool] = []
    done = 0
    for tag in _SPAN.finditer(html):
        out += html[done : tag.start()]
        done = tag.end()
        if not tag[1]:
            blocks.append(_BLOCK.search(tag[2]) is not None)
            out += "\n" * (blocks[-1] and not out.endswith("\n")) + tag[0]
        elif blocks and blocks.pop():
            out += tag[0] if out.endswith("\n") else tag[0] + "\n"
        else:
            out += tag[0]
    return out + html[done:]


def _refs(post: Post, marked: Marked | None, page: PageRefs) -> tuple[Ref, ...]:
    """What the message links, in its order, and what the engine's own lists of edges know beyond that."""
    linked = page.read(marked) if marked else ()
    if not post.quotes and not post.crossquotes:
        return linked
    found = {(ref.board, ref.message_id): ref for ref in linked}
    for edge in (*objects(post.quotes), *objects(post.crossquotes)):
        number, thread = edge.get("postId"), edge.get("thread")
        if type(number) is not int or type(thread) is not int:
            continue
        key, thread_id = (page.board, str(number)), str(thread)
        if key not in found or (found[key].dangling and found[key].thread_id is None):
            here = page.numbers if thread_id == page.thread_id else None
            found[key] = Ref(key[1], page.board, thread_id, dangling=here is not None and key[1] not in here)
    return tuple(found.values())
