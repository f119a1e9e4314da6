"""Posts of NodeBB's JSON: their fields, and what of the model each becomes.

Sources: NodeBB/NodeBB v4.9.2 `src/topics/posts.js`, `src/posts/{data,user,create}.js`, `src/user/data.js`,
`public/language/*/modules.json` (the header that quoting puts before a quote: in the writer's language, but always a
line that ends in a link to `/post/N` and a colon); the recorded engine. Names come HTML-escaped. A deleted post stays
in its place as a stub, with its writer and time; a purged one is gone. What guests are called, and who wrote what an
account that is gone left behind, come as keys for the browser to translate. Posts that came by ActivityPub have an
address as id, and no number of their own: their number is their place in the thread.
"""

import re
from collections.abc import Set
from datetime import UTC, datetime
from typing import Annotated, Any, Final, NamedTuple

import msgspec

from hikcorpus.model import Attachment, Message, Ref, Thread
from hikcorpus.sources.cooked import Cooked, plain, read_cooked, without_uploads
from hikcorpus.sources.json_pages import Flag, Number, is_on, small

Id = Number | Annotated[str, msgspec.Meta(pattern=r"^[^\x00-\x20\x7f]{0,2000}\Z")]
"""Of posts from elsewhere: an address."""


class Group(msgspec.Struct, gc=False):
    """A group that a user shows beside the name."""

    name: str | None = None


class User(msgspec.Struct, gc=False):
    """A writer as shown beside a post."""

    username: str | None = None
    displayname: str | None = None
    groups: list[Group] | None = msgspec.field(name="selectedGroups", default=None)


class Post(msgspec.Struct, gc=False):
    """A post as sent: only the fields that are read."""

    pid: Id
    tid: Id | None = None
    uid: Id | None = None
    content: str | None = None
    timestamp: int | None = None
    edited: int | None = None
    deleted: Flag = 0
    index: Number | None = None
    to_pid: Id | None = msgspec.field(name="toPid", default=None)
    parent: Any = None
    votes: int | None = None
    uploads: Any = None
    attachments: Any = None
    user: User | None = None


class Pages(msgspec.Struct, gc=False):
    """Which page of how many."""

    current: int | None = msgspec.field(name="currentPage", default=None)
    count: int | None = msgspec.field(name="pageCount", default=None)


class TopicFacts(msgspec.Struct):
    """What a topic's page says of the topic."""

    tid: Id
    cid: Id
    main_pid: Id | None = msgspec.field(name="mainPid", default=None)
    title: str | None = None
    title_raw: str | None = msgspec.field(name="titleRaw", default=None)
    postcount: Number | None = None
    locked: Flag = 0
    pinned: Flag = 0
    pagination: Pages | None = None


class Topic(TopicFacts, kw_only=True):
    """A page of a topic."""

    posts: list[Post]


class LooseTopic(TopicFacts, kw_only=True):
    """A page of a topic whose posts are read one by one, because one of them is odd."""

    posts: list[msgspec.Raw]


TOPIC: Final = msgspec.json.Decoder(Topic, strict=False)
LOOSE: Final = msgspec.json.Decoder(LooseTopic, strict=False)
POST: Final = msgspec.json.Decoder(Post, strict=False)

GUEST: Final = "Guest"
GONE: Final = "A Former User"
_NAMES: Final = {
    "[[global:guest]]": GUEST,
    "[[global:former-user]]": GONE,
    "[[global:former_user]]": GONE,
}
_STAFF: Final = frozenset({"administrators", "Global Moderators"})
_NAMED: Final = re.compile(r'/post/([0-9]{1,18})"')
_TYPE: Final = re.compile(r"\.([A-Za-z0-9]{1,10})\Z")


def instant(milliseconds: int | None) -> datetime | None:
    """An instant of the engine's, in UTC; None for 0 (never) and for what is none."""
    if not milliseconds:
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        return None


class OnPage(NamedTuple):
    """What all posts of a page share. defaults: names that are nobody's. numbers: ids of the posts on the page."""

    thread_id: str
    main_pid: str
    title: str | None
    board: str | None
    defaults: frozenset[str]
    numbers: Set[str]


def title_of(topic: TopicFacts) -> str | None:
    """The topic's title as typed."""
    return (topic.title_raw.strip() or None) if topic.title_raw else plain(topic.title)


def thread_facts(topic: TopicFacts) -> Thread:
    """What a page says of its thread; extra["board"] = its category."""
    return Thread(
        thread_id=str(topic.tid),
        title=title_of(topic),
        sticky=is_on(topic.pinned),
        locked=is_on(topic.locked),
        reply_count=topic.postcount - 1 if topic.postcount else None,
        extra={"board": str(topic.cid)},
    )


def quote_header(html: str) -> tuple[str, str | None]:
    """The HTML before a quote without the line that names the quoted post, and that post's id."""
    start = max(html.rfind("<p"), html.rfind("<br"), 0)
    line = html[start : start + 3000].rstrip().removesuffix("</p>").rstrip()
    found = _NAMED.search(line) if line.endswith((":", "：")) else None
    return (html[:start], found[1]) if found else (html, None)


def message_of(post: Post, page: OnPage) -> Message:
    """The message that a post is."""
    deleted = post.deleted != 0 and is_on(post.deleted)
    pid = str(post.pid)
    is_opening = pid == page.main_pid
    cooked = Cooked("") if deleted or not post.content else read_cooked(without_uploads(post.content), quote_header)
    name = _name(post.user)
    posted_at = instant(post.timestamp)
    return Message(
        thread_id=page.thread_id,
        message_id=pid,
        number=_number(post, pid),
        is_opening=is_opening,
        text=cooked.text,
        posted_at=posted_at,
        author_name=name,
        is_default_name=name in page.defaults,
        capcode=_staff(post.user.groups) if post.user is not None and post.user.groups else None,
        account_id=str(post.uid) if post.uid not in (None, 0, "0", "", -1) else None,
        time_precision="microsecond" if posted_at else "none",
        posted_raw=None if post.timestamp is None else str(post.timestamp),
        subject=page.title if is_opening else None,
        refs=_refs(post, cooked, page) if (cooked.quoted or post.to_pid) and not deleted else (),
        attachments=_files(post) if (post.uploads or post.attachments) and not deleted else (),
        votes=small(post.votes),
        state="deleted" if deleted else "live",
        edited_at=instant(post.edited) if post.edited else None,
        deletion_evidence="mark" if deleted else None,
    )


def _number(post: Post, pid: str) -> int:
    """The id; but the place of a post that came from elsewhere, whose id is an address."""
    if isinstance(post.pid, int):
        return post.pid
    return int(pid) if pid.isdecimal() and len(pid) < 19 else (post.index or 0) + 1


def _name(user: User | None) -> str | None:
    if user is None:
        return None
    name = user.displayname or user.username
    if name and "&" not in name and "[" not in name:
        return name.strip() or None
    return _NAMES.get(name) or plain(name) if name else None


def _staff(groups: list[Group]) -> str | None:
    return next((group.name for group in groups if group.name in _STAFF), None)


def _refs(post: Post, cooked: Cooked, page: OnPage) -> tuple[Ref, ...]:
    """The post answered and the posts quoted, each once.

    Neither mark names a thread: the target is of this one if it stands on this page, else it may stand on another page
    or in another thread. Only the post answered can be known to be gone: the engine sends its text along while it is.
    """
    found: dict[str, Ref] = {}
    answered = str(post.to_pid) if post.to_pid else None
    for target in [*([answered] if answered else []), *(quoted.message for quoted in cooked.quoted)]:
        if target in page.numbers:
            found.setdefault(target, Ref(target, page.board, page.thread_id))
        else:
            found.setdefault(target, Ref(target, dangling=target == answered and post.parent is None))
    return tuple(found.values())


def _files(post: Post) -> tuple[Attachment, ...]:
    """Files laid on the forum (`uploads`: paths), and those of posts from elsewhere (`attachments`)."""
    files: list[Attachment] = []
    for one in (*_listed(post.uploads), *_listed(post.attachments)):
        path = one if isinstance(one, str) else one.get("name") or one.get("url") if isinstance(one, dict) else None
        media = one.get("mediaType") if isinstance(one, dict) else None
        kind = _TYPE.search(path) if isinstance(path, str) else None
        if kind is not None:
            files.append(Attachment(kind[1].lower()))
        elif isinstance(media, str) and media:
            files.append(Attachment(media.rpartition("/")[2].lower()))
        else:
            files.append(Attachment("unknown"))
    return tuple(files)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
