"""Posts of Discourse's JSON: their fields, and what of the model each becomes.

Sources: discourse/discourse `app/serializers/{basic_post,post,topic_view}_serializer.rb`, `lib/topic_view.rb`,
`app/models/{post,topic}.rb` (next_post_number, reset_highest), markdown-it tests (quotes),
`spec/requests/api/schemas/json/topic_show_response.json`. No real recording has confirmed it yet.

message_id = `<topic>.<number>`, number = the post's number in its topic: a reply and a quote name their target by just
these two, never by id, so that every edge leads to its message, in other topics too. The post's own id in the database
goes nowhere. A number is never given again in its topic; a post that the staff moves to another topic gets a number
there: here it is gone, there it is another message. A target is dangling where the page shows the posts before and
after it, but not it (deleted by the staff, or a small action).

`small_action` posts ("closed this topic") are the engine's, not anybody's message. Hidden posts show a notice in the
place of their text. `updated_at` is the time of the last edit where `version` is above 1.
"""

import re
from collections.abc import Set
from typing import Final, NamedTuple

import msgspec

from hikcorpus.model import Attachment, Message, Ref, Thread
from hikcorpus.sources.cooked import Cooked, Quoted, plain, read_cooked, without_uploads
from hikcorpus.sources.json_pages import Number, instant, small
from hikcorpus.text.patterns import compiled

SMALL_ACTION: Final = 3


class Summary(msgspec.Struct, gc=False):
    """How often something was done to a post."""

    id: int | None = None
    count: int | None = None


class Post(msgspec.Struct, gc=False):
    """A post as sent: only the fields that are read."""

    id: int
    post_number: Number
    topic_id: int | None = None
    post_type: int | None = 1
    user_id: int | None = None
    username: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    cooked: str | None = None
    reply_to_post_number: int | None = None
    version: int | None = 1
    hidden: bool | None = False
    cooked_hidden: bool | None = False
    user_deleted: bool | None = False
    deleted_at: str | None = None
    admin: bool | None = False
    moderator: bool | None = False
    actions_summary: list[Summary] | None = None


class TopicFacts(msgspec.Struct):
    """What a topic's page says of the topic."""

    id: int
    category_id: int | None = None
    title: str | None = None
    posts_count: Number | None = None
    highest_post_number: int | None = None
    chunk_size: int | None = None
    closed: bool | None = False
    archived: bool | None = False
    pinned: bool | None = False
    pinned_at: str | None = None


class Stream(msgspec.Struct):
    """The posts of a page, and the ids of all posts of the topic."""

    posts: list[Post]
    stream: list[int] | None = None


class LooseStream(msgspec.Struct):
    """The same, with posts that are read one by one, because one of them is odd."""

    posts: list[msgspec.Raw]
    stream: list[int] | None = None


class Topic(TopicFacts, kw_only=True):
    """A page of a topic."""

    post_stream: Stream


class LooseTopic(TopicFacts, kw_only=True):
    """A page of a topic whose posts are read one by one."""

    post_stream: LooseStream


class OnPage(NamedTuple):
    """What all posts of a page share. numbers: of its messages.

    covered: numbers of which none stands on another page; empty where some post of the page could not be read.
    """

    thread_id: str
    title: str | None
    board: str | None
    numbers: Set[int]
    covered: range


TOPIC: Final = msgspec.json.Decoder(Topic, strict=False)
LOOSE: Final = msgspec.json.Decoder(LooseTopic, strict=False)
POST: Final = msgspec.json.Decoder(Post, strict=False)

_LIKE: Final = 2  # PostActionType: like
_META: Final = compiled(r'<div class="meta">(?:[^<]|<(?!/div>))*+</div>')  # size and name below a picture
_DRAWING: Final = compiled(r"<svg\b(?:[^<]|<(?!/svg>))*+</svg>")
_FILE: Final = compiled(
    r'<a class="attachment"([^<>]*)>([^<]*)</a>(?: \([0-9][0-9.,]*[ \u00a0]?[A-Za-z]{1,6}\))?', re.IGNORECASE
)
_PICTURE: Final = compiled(r"<img\b[^<>]*>")
_SHA1: Final = compiled(r'\bdata-base62-sha1="([A-Za-z0-9]{1,40})"')
_SRC: Final = compiled(r'\bsrc="([^"]*)"')
_TYPE: Final = compiled(r"\.([A-Za-z0-9]{1,10})\Z")


def message_id(topic: int | str, number: int) -> str:
    """What a post is called in the tables."""
    return f"{topic}.{number}"


def thread_facts(topic: TopicFacts, small_actions: int) -> Thread:
    """What a page says of its thread; extra: its category (`board`), and how many `small_actions` it left out.

    The announced count of replies holds small actions, too, and stubs of posts that are deleted or hidden.
    """
    extra = {"board": str(topic.category_id)} if topic.category_id is not None else {}
    return Thread(
        thread_id=str(topic.id),
        title=plain(topic.title),
        state="archived" if topic.archived else "live",
        sticky=bool(topic.pinned or topic.pinned_at),
        locked=bool(topic.closed or topic.archived),
        reply_count=topic.posts_count - 1 if topic.posts_count else None,
        extra=extra | ({"small_actions": str(small_actions)} if small_actions else {}),
    )


def on_page(topic: TopicFacts, board: str | None, posts: list[Post], *, all_read: bool) -> OnPage:
    """What the posts of a page share; posts: at least one. all_read: each post of the page could be read."""
    numbers = [post.post_number for post in posts]
    shown = frozenset(post.post_number for post in posts if post.post_type != SMALL_ACTION)
    covered = range(min(numbers), max(numbers) + 1) if all_read else range(0)
    return OnPage(str(topic.id), plain(topic.title), board, shown, covered)


def message_of(post: Post, page: OnPage) -> Message:
    """The message that a post is."""
    deleted = bool(post.hidden or post.cooked_hidden or post.user_deleted or post.deleted_at)
    is_opening = post.post_number == 1
    files: list[Attachment] = []
    if deleted or not post.cooked:
        cooked = Cooked("")
    else:
        html = post.cooked
        cooked = read_cooked(_cleaned(html, files) if "<img" in html or "<svg" in html or "<a class" in html else html)
    posted_at = instant(post.created_at)
    linked = (post.reply_to_post_number or cooked.quoted) and not deleted
    return Message(
        thread_id=page.thread_id,
        message_id=message_id(page.thread_id, post.post_number),
        number=post.post_number,
        is_opening=is_opening,
        text=cooked.text,
        posted_at=posted_at,
        author_name=post.username or None,
        capcode="admin" if post.admin else "moderator" if post.moderator else None,
        account_id=None if post.user_id is None else str(post.user_id),
        time_precision="microsecond" if posted_at else "none",
        posted_raw=post.created_at,
        subject=page.title if is_opening else None,
        refs=_refs(post.reply_to_post_number, cooked.quoted, page) if linked else (),
        attachments=tuple(files),
        votes=_likes(post.actions_summary) if post.actions_summary is not None else None,
        state="deleted" if deleted else "live",
        edited_at=instant(post.updated_at) if post.version is not None and post.version > 1 else None,
        deletion_evidence="mark" if deleted else None,
    )


def _likes(summaries: list[Summary]) -> int:
    for one in summaries:
        if one.id == _LIKE:
            return small(one.count) or 0
    return 0


def _refs(answered: int | None, quoted: tuple[Quoted, ...], page: OnPage) -> tuple[Ref, ...]:
    """The post answered and the posts quoted, each once."""
    found: dict[str, Ref] = {}
    targets = [(page.thread_id, answered)] if answered else []
    for thread_id, number in [*targets, *((one.thread or page.thread_id, int(one.message)) for one in quoted)]:
        here = thread_id == page.thread_id
        gone = here and number in page.covered and number not in page.numbers
        ref = Ref(message_id(thread_id, number), page.board if here else None, thread_id, dangling=gone)
        found.setdefault(ref.message_id, ref)
    return tuple(found.values())


def _cleaned(html: str, files: list[Attachment]) -> str:
    """The HTML without what the engine adds to files (names, sizes, drawings); the files go to `files`."""
    if "<svg" in html:
        html = _DRAWING.sub("", html)
    if 'class="meta"' in html:
        html = _META.sub("", html)
    if "attachment" in html:
        for attributes, name in _FILE.findall(html):
            files.append(Attachment(_type(name.strip()) or _type(attributes.rstrip('"')) or "unknown"))
        html = _FILE.sub("", html)
    if "<img" in html and "/uploads/" in html:
        for tag in _PICTURE.findall(html):
            if "/uploads/" in tag and "emoji" not in tag and "avatar" not in tag:
                source, digest = _SRC.search(tag), _SHA1.search(tag)
                kind = _type(source[1].partition("?")[0]) if source else None
                files.append(Attachment(kind or "unknown", None, digest[1] if digest else None))
        html = without_uploads(html)
    return html


def _type(name: str) -> str | None:
    kind = _TYPE.search(name)
    return kind[1].lower() if kind else None
