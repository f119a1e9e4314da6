"""What is taken out of NodeBB's JSON that is kept as evidence, and which of its fields nobody knows.

A page repeats what its posts say (the description of its first post, the title in addresses and breadcrumbs, the
opener's name): where anything of a page is blanked, only the fields in `_OF_PAGE` stay beside its posts.
"""

from collections.abc import Set
from typing import Final

import msgspec

from hikcorpus.sources.json_pages import (
    UNREADABLE,
    Fields,
    fields_of,
    holds_no_words,
    joined,
    rewritten,
    told_names,
)

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
_FREE: Final = _TITLE | {"pid", "mainPid", "teaserPid"}  # ids of posts from elsewhere are addresses
_ID: Final = msgspec.json.Decoder(int | str)


def unknown_names(body: bytes) -> frozenset[str]:
    """Names on posts and their writers that the engine is not known to write.

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
    return told_names(found)


def blank_page(body: bytes, message_ids: Set[str]) -> bytes | None:
    """A page of a topic or a category without the content of these posts; None where none is on it.

    Raises msgspec.MsgspecError where it is no JSON.
    """

    def blank_post(post: Fields) -> Fields | None:
        if _id(post.get("pid")) in message_ids:
            return _only(post, _OF_POST)
        parent = fields_of(post.get("parent"))
        if _id(parent.get("pid")) in message_ids and parent.keys() - {"pid"}:
            return post | {"parent": msgspec.Raw(joined(_only(parent, frozenset({"pid"}))))}
        return None

    def blank_topic(topic: Fields) -> Fields | None:
        if _id(topic.get("mainPid")) in message_ids:
            return _only(topic, _OF_TOPIC)
        teaser = fields_of(topic.get("teaser"))
        if _id(teaser.get("pid")) in message_ids:
            return topic | {"teaser": msgspec.Raw(joined(_only(teaser, _OF_POST)))}
        return None

    def blanked(page: Fields) -> Fields | None:
        posts, topics = (
            rewritten(bytes(page[name]), frozenset(), change) if name in page else None
            for name, change in (("posts", blank_post), ("topics", blank_topic))
        )
        new = {"posts": posts, "topics": topics}
        inner = {name: msgspec.Raw(one) for name, one in new.items() if one is not None}
        untitled = _id(page.get("mainPid")) in message_ids  # the title goes with the opening post
        if not inner and not (untitled and page.keys() & _TITLE):
            return None
        whole = _only(page, _OF_PAGE if untitled else _OF_PAGE | _TITLE)
        if pages := fields_of(page.get("pagination")):
            whole["pagination"] = msgspec.Raw(joined(_only(pages, _PAGES)))
        return whole | {name: page[name] for name in ("posts", "topics") if name in page} | inner

    return rewritten(body, frozenset(), blanked)


def scrub_page(body: bytes) -> bytes | None:
    """A page of a topic without the addresses of posters; None where it shows none. Raises as `blank_page`."""

    def without_ip(post: Fields) -> Fields | None:
        return {name: value for name, value in post.items() if name != "ip"} if "ip" in post else None

    return rewritten(body, frozenset({"posts"}), without_ip)


def _only(fields: Fields, names: Set[str]) -> Fields:
    """The fields of these names; but for titles and ids only if they cannot hold anybody's words."""
    return {name: value for name, value in fields.items() if name in names and (name in _FREE or holds_no_words(value))}


def _id(raw: msgspec.Raw | None) -> str | None:
    try:
        return None if raw is None else str(_ID.decode(raw))
    except UNREADABLE:
        return None
