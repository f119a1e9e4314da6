"""What is taken out of NodeBB's JSON that is kept as evidence, and which of its fields nobody knows.

A page repeats what its posts say (the description of its first post, the title in addresses and breadcrumbs, the
opener's name): where anything of a page is blanked, only the fields in `_OF_PAGE` stay beside its posts.
"""

import re
from collections.abc import Callable, Set
from typing import Final

import msgspec

Fields = dict[str, msgspec.Raw]

ODD: Final = "(a name that is none)"
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_:-]{0,39}\Z")
_KNOWN: Final = frozenset({
    "pid", "uid", "tid", "cid", "content", "sourceContent", "timestamp", "timestampISO", "edited", "editedISO",
    "editor", "deleted", "deleterUid", "deletedTimestamp", "upvotes", "downvotes", "votes", "replies", "bookmarks",
    "announces", "attachments", "uploads", "index", "user", "bookmarked", "upvoted", "downvoted", "selfPost",
    "events", "topicOwnerPost", "display_edit_tools", "display_delete_tools", "display_moderator_tools",
    "display_move_tools", "display_post_menu", "toPid", "parent", "handle", "ip", "flagId", "flags", "url",
    "_activitypub", "audience", "history", "reactions", "maxReactionsReached", "scheduled", "generatedTitle", "isMain",
    "isMainPost", "category", "topic", "isAnonymous",
})  # fmt: skip
_KNOWN_OF_USERS: Final = frozenset({
    "uid", "username", "userslug", "fullname", "displayname", "reputation", "postcount", "topiccount", "picture",
    "signature", "banned", "banned:expire", "banned_until", "banned_until_readable", "status", "lastonline",
    "lastonlineISO", "groupTitle", "groupTitleArray", "mutedUntil", "muted", "isLocal", "icon:bgColor", "icon:text",
    "selectedGroups", "custom_profile_info", "email", "email:confirmed", "oldUid", "url", "remoteUrl", "joindate",
    "joindateISO",
})  # fmt: skip
_OF_POST: Final = frozenset({
    "pid", "tid", "timestamp", "timestampISO", "edited", "editedISO", "deleted", "index", "votes", "upvotes",
    "downvotes",
})  # fmt: skip
_OF_TOPIC: Final = frozenset({
    "tid", "cid", "mainPid", "teaserPid", "timestamp", "timestampISO", "lastposttime", "lastposttimeISO",
    "postcount", "viewcount", "postercount", "deleted", "locked", "pinned", "votes", "upvotes", "downvotes", "index",
})  # fmt: skip
_OF_PAGE: Final = _OF_TOPIC | {"topic_count", "post_count", "topicCount"}
_TITLE: Final = frozenset({"title", "titleRaw"})
_PAGES: Final = frozenset({"currentPage", "pageCount"})
_BOM: Final = b"\xef\xbb\xbf"
_OBJECT: Final = msgspec.json.Decoder(Fields)
_ITEMS: Final = msgspec.json.Decoder(list[msgspec.Raw])
_ID: Final = msgspec.json.Decoder(int | str)
_VALUE: Final = re.compile(rb'(?:-?[0-9]{1,20}|true|false|null|"[0-9]{1,20}"|"[0-9T:.Z+-]{10,35}")\Z')


def unknown_names(body: bytes) -> frozenset[str]:
    """Names on posts and their writers that the engine is not known to write; what is no name as `ODD`.

    Raises msgspec.MsgspecError where it is no JSON.
    """
    page = msgspec.json.decode(body)
    posts = page.get("posts") if isinstance(page, dict) else None
    found: set[str] = set()
    for post in posts if isinstance(posts, list) else []:
        if isinstance(post, dict):
            found |= post.keys() - _KNOWN
            user = post.get("user")
            found |= user.keys() - _KNOWN_OF_USERS if isinstance(user, dict) else set()
    return frozenset(name if _NAME.match(name) else ODD for name in found)


def blank_page(body: bytes, message_ids: Set[str]) -> bytes:
    """A page of a topic or a category without the content of these posts; the very same bytes where none is on it.

    Raises msgspec.MsgspecError where it is no JSON.
    """
    mark = _BOM if body.startswith(_BOM) else b""
    page = _object(body.removeprefix(_BOM))
    if page is None:
        return body
    inner: Fields = {}
    for name, change in (("posts", _blank_post), ("topics", _blank_topic)):
        new = _each(page.get(name), lambda one, change=change: change(one, message_ids))  # type: ignore[misc]
        if new is not None:
            inner[name] = new
    untitled = _id(page.get("mainPid")) in message_ids  # the title goes with the opening post
    if not inner and not (untitled and page.keys() & _TITLE):
        return body
    kept = _OF_PAGE if untitled else _OF_PAGE | _TITLE
    whole = _only(page, kept, free=_TITLE)
    pages = _object(bytes(page["pagination"])) if "pagination" in page else None
    if pages is not None:
        whole["pagination"] = _raw(_joined(_only(pages, _PAGES)))
    if "posts" in page:
        whole["posts"] = page["posts"]
    if "topics" in page:
        whole["topics"] = page["topics"]
    return mark + _joined(whole | inner)


def scrub_page(body: bytes) -> bytes:
    """A page of a topic without the addresses of posters. Raises msgspec.MsgspecError where it is no JSON."""
    page = _object(body.removeprefix(_BOM))
    posts = _each(page.get("posts"), _without_ip) if page is not None else None
    return body if page is None or posts is None else _joined(page | {"posts": posts})


def _without_ip(post: Fields) -> Fields | None:
    return {name: value for name, value in post.items() if name != "ip"} if "ip" in post else None


def _blank_post(post: Fields, message_ids: Set[str]) -> Fields | None:
    if _id(post.get("pid")) in message_ids:
        return _only(post, _OF_POST)
    parent = _object(bytes(post["parent"])) if "parent" in post else None
    if parent is not None and _id(parent.get("pid")) in message_ids and parent.keys() - {"pid"}:
        return post | {"parent": _raw(_joined(_only(parent, frozenset({"pid"}))))}
    return None


def _blank_topic(topic: Fields, message_ids: Set[str]) -> Fields | None:
    if _id(topic.get("mainPid")) in message_ids:
        return _only(topic, _OF_TOPIC)
    teaser = _object(bytes(topic["teaser"])) if "teaser" in topic else None
    if teaser is not None and _id(teaser.get("pid")) in message_ids:
        return topic | {"teaser": _raw(_joined(_only(teaser, _OF_POST)))}
    return None


def _each(raw: msgspec.Raw | None, change: Callable[[Fields], Fields | None]) -> msgspec.Raw | None:
    """The list with its objects changed; None where none is."""
    if raw is None or not bytes(raw).startswith(b"["):
        return None
    items = [bytes(item) for item in _ITEMS.decode(raw)]
    new = [change(fields) if (fields := _object(item)) is not None else None for item in items]
    if all(one is None for one in new):
        return None
    texts = [before if after is None else _joined(after) for before, after in zip(items, new, strict=True)]
    return _raw(b"[" + b",".join(texts) + b"]")


def _object(raw: bytes) -> Fields | None:
    return _OBJECT.decode(raw) if raw.lstrip(b" \t\r\n").startswith(b"{") else None


def _only(fields: Fields, names: Set[str], free: Set[str] = frozenset()) -> Fields:
    """The fields of these names, if they cannot hold anybody's words. free: names of those that may."""
    return {
        name: value
        for name, value in fields.items()
        if name in names and (name in free or name in ("pid", "mainPid", "teaserPid") or _VALUE.match(bytes(value)))
    }


def _id(raw: msgspec.Raw | None) -> str | None:
    if raw is None:
        return None
    try:
        return str(_ID.decode(raw))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _raw(value: bytes) -> msgspec.Raw:
    return msgspec.Raw(value)


def _joined(fields: Fields) -> bytes:
    return b"{" + b",".join(msgspec.json.encode(name) + b":" + bytes(value) for name, value in fields.items()) + b"}"
