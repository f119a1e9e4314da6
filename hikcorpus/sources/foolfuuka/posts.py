"""Posts of a FoolFuuka archive: their fields, and what of the model each one becomes.

Sources: FoolCode/FoolFuuka 93a8c238 `src/Model/CommentData.php`, `CommentBulk.php`, `Comment.php`; FoolFuuka-docs
`api.rst`. The API sends all numbers as strings (newer PHP as numbers); the HTML readers make the same `Post`.
`timestamp` is epoch: the engine has converted what its database keeps as New York's clock; `fourchan_date` is that
clock in print. `name`, `title` and `email` are plain text, `comment_processed` is HTML. A ghost post was written on
the archive itself: it stands behind the post whose number it bears, `subnum` counts on from there.
What 4chan deleted the archive keeps and marks. It was taken back by its writer or a moderator: none of it is read.
"""

import re
from datetime import UTC, datetime
from typing import Annotated, Final

import msgspec

from hikcorpus.model import Attachment, Message, Thread
from hikcorpus.sources.foolfuuka.comments import read_comment, refs_of

Number = Annotated[int, msgspec.Meta(gt=0, le=2**63 - 1)]
Count = Annotated[int, msgspec.Meta(ge=-(2**62), le=2**62)]
Flag = int | bool | str | None

_CAPCODES: Final = {
    "N": None, "M": "Mod", "A": "Admin", "D": "Developer", "V": "Verified", "F": "Founder", "G": "Manager", "": None,
}  # fmt: skip
_TYPE: Final = re.compile(r"\.([A-Za-z0-9]{1,10})\Z")
_DIGITS: Final = re.compile(r"[0-9]{1,15}\Z")


class Media(msgspec.Struct, gc=False):
    """A file as sent: only the fields that are read, none of which depends on the server that answers."""

    media_orig: str | None = None
    media_filename: str | None = None
    media_size: int | str | None = None
    media_hash: str | None = None


class Place(msgspec.Struct, gc=False):
    """The board that a post says it stands on."""

    shortname: str | None = None


class Post(msgspec.Struct, gc=False):
    """A post as sent: only the fields that are read."""

    num: Number
    subnum: int | None = 0
    thread_num: int | None = None
    op: Flag = 0
    timestamp: Count | None = None
    timestamp_expired: int | None = 0
    capcode: str | None = None
    email: str | None = None
    name: str | None = None
    trip: str | None = None
    title: str | None = None
    comment: str | None = None
    comment_processed: str | None = None
    poster_hash: str | int | None = None
    poster_country: str | None = None
    sticky: Flag = 0
    locked: Flag = 0
    deleted: Flag = 0
    nreplies: Count | None = None
    media: Media | None = None
    board: Place | None = None

    def message_id(self) -> str:
        """`12`, and `12_3` for the third ghost post behind it."""
        return f"{self.num}_{self.subnum}" if self.subnum else str(self.num)


class WholeEntry(msgspec.Struct):
    """A thread, as `thread` gives it (posts by their ids) or as `index` does (a list; `omitted` posts left out)."""

    op: Post | None = None
    posts: dict[str, Post] | list[Post] | None = None
    omitted: Count | None = None
    images_omitted: int | None = None

    def replies(self) -> list[Post]:
        """The posts behind the opening one, in the page's order."""
        return list(self.posts.values()) if isinstance(self.posts, dict) else self.posts or []


class LooseEntry(msgspec.Struct):
    """A thread whose posts are read one by one, because one of them is odd."""

    op: msgspec.Raw = msgspec.Raw(b"null")
    posts: dict[str, msgspec.Raw] | list[msgspec.Raw] | None = None


THREAD: Final = msgspec.json.Decoder(dict[str, WholeEntry], strict=False)
LOOSE: Final = msgspec.json.Decoder(dict[str, LooseEntry])
ENTRY: Final = msgspec.json.Decoder(WholeEntry, strict=False)
INDEX: Final = msgspec.json.Decoder(dict[str, msgspec.Raw] | list[msgspec.Raw])
POST: Final = msgspec.json.Decoder(Post, strict=False)
UNREADABLE: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def is_on(flag: Flag) -> bool:
    """Whether a flag is set."""
    return flag not in (0, "0", None, False, "")


def opens(post: Post, thread_id: str) -> bool:
    """Whether it is the thread's opening post: marked as one, and of the thread's own number."""
    return is_on(post.op) and not post.subnum and str(post.num) == thread_id


def thread_facts(thread_id: str, posts: list[Post]) -> Thread:
    """What the page says of its thread.

    extra: `archived_deleted` = how many posts are marked as deleted, whose text the page shows and nobody read;
    `ghosts` = ids of the posts written on the archive. A thread that has left 4chan (the time stands at its opening
    post) can only grow by ghosts: archived. The engine's own count of posts includes the opening one.
    """
    opening = next((post for post in posts if opens(post, thread_id)), None)
    deleted = sum(is_on(post.deleted) for post in posts)
    ghosts = [post.message_id() for post in posts if post.subnum]
    extra = {"archived_deleted": str(deleted)} if deleted else {}
    if ghosts:
        extra["ghosts"] = ",".join(ghosts)
    if opening is None:
        return Thread(thread_id, None, extra=extra)
    return Thread(
        thread_id=thread_id,
        title=None if is_on(opening.deleted) else _line(opening.title),
        state="archived" if opening.timestamp_expired else "live",
        sticky=is_on(opening.sticky),
        locked=is_on(opening.locked),
        reply_count=opening.nreplies - 1 if opening.nreplies else None,
        extra=extra,
    )


def message_of(
    post: Post, thread_id: str, board: str, defaults: frozenset[str], numbers: frozenset[str], *, whole: bool
) -> Message:
    """The message that a post is. defaults: names that are nobody's. numbers: ids of the posts on the page.

    whole: whether these are all posts of the thread.
    """
    try:
        posted_at = None if post.timestamp is None else datetime.fromtimestamp(post.timestamp, UTC)
    except (OverflowError, OSError, ValueError):
        posted_at = None
    posted_raw = None if post.timestamp is None else str(post.timestamp)
    if post.deleted and is_on(post.deleted):
        return Message(
            thread_id=thread_id,
            message_id=post.message_id(),
            number=post.num,
            is_opening=opens(post, thread_id),
            text="",
            posted_at=posted_at,
            is_default_name=True,
            time_precision="second" if posted_at else "none",
            posted_raw=posted_raw,
            state="deleted",
            deletion_evidence="mark",
        )
    marked = read_comment(post.comment_processed, post.comment)
    name, mail = _line(post.name), _line(post.email)
    country = post.poster_country.upper() if post.poster_country else None
    return Message(
        thread_id=thread_id,
        message_id=post.message_id(),
        number=post.num,
        is_opening=opens(post, thread_id),
        text=marked.text,
        posted_at=posted_at,
        author_name=name,
        is_default_name=name in defaults if name else not post.trip,
        tripcode=_line(post.trip),
        capcode=_CAPCODES.get(post.capcode, post.capcode) if post.capcode else None,
        poster_id=None if post.poster_hash in (None, "", "Heaven") else str(post.poster_hash),
        mail_field=mail,
        sage=mail is not None and mail.lower() == "sage",
        country=country,
        time_precision="second" if posted_at else "none",
        posted_raw=posted_raw,
        subject=_line(post.title),
        refs=refs_of(marked, thread_id, board, numbers, whole=whole) if ">>" in marked.text else (),
        attachments=_attachments(post.media) if post.media else (),
    )


def _line(text: str | None) -> str | None:
    return text.strip() or None if text else None


def _attachments(media: Media) -> tuple[Attachment, ...]:
    name = media.media_orig or media.media_filename
    if not name and not media.media_hash:  # the row of a file that never was
        return ()
    kind = _TYPE.search(name or "")
    size = int(given) if _DIGITS.match(given := str(media.media_size)) else 0
    return (Attachment(kind[1].lower() if kind else "unknown", size or None, media.media_hash or None),)
