"""What is taken out of Discourse's JSON that is kept as evidence, and which of its fields nobody knows.

A page repeats what its posts say (participants, links, suggested topics): where anything of a page is blanked, only
the fields in `_OF_PAGE` stay beside its posts. A reply names the writer it answers: that name goes with the post.
"""

import re
from collections.abc import Callable, Set
from typing import Final

import msgspec

Fields = dict[str, msgspec.Raw]

ODD: Final = "(a name that is none)"
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}\Z")
_KNOWN: Final = frozenset({
    "id", "name", "username", "avatar_template", "created_at", "cooked", "cooked_hidden", "post_number", "post_type",
    "posts_count", "updated_at", "reply_count", "reply_to_post_number", "quote_count", "avg_time",
    "incoming_link_count", "reads", "readers_count", "score", "yours", "topic_id", "topic_slug", "topic_title",
    "topic_html_title", "category_id", "display_username", "primary_group_name", "flair_name", "flair_url",
    "flair_bg_color", "flair_color", "flair_group_id", "badges_granted", "version", "can_edit", "can_delete",
    "can_permanently_delete", "can_recover", "can_see_hidden_post", "can_wiki", "link_counts", "read", "user_title",
    "title_is_group", "reply_to_user", "bookmarked", "bookmark_reminder_at", "bookmark_id", "bookmark_name",
    "bookmark_auto_delete_preference", "raw", "actions_summary", "moderator", "admin", "staff", "group_moderator",
    "user_id", "draft_sequence", "hidden", "hidden_reason_id", "trust_level", "deleted_at", "deleted_by",
    "user_deleted", "edit_reason", "can_view_edit_history", "wiki", "user_custom_fields", "static_doc", "via_email",
    "is_auto_generated", "action_code", "action_code_who", "action_code_path", "notice", "last_wiki_edit", "locked",
    "excerpt", "reviewable_id", "reviewable_score_count", "reviewable_score_pending_count", "user_suspended",
    "user_status", "mentioned_users", "post_url", "user_created_at", "user_date_of_birth", "user_cakedate",
    "event", "calendar_details", "polls", "polls_votes", "accepted_answer", "can_accept_answer",
    "can_unaccept_answer", "topic_accepted_answer", "can_vote", "reactions", "reaction_users_count",
    "current_user_reaction", "current_user_used_main_reaction", "retorts", "language", "locale", "is_localized",
    "localizations_count", "can_localize_post", "can_translate", "user_signature", "akismet_state",
})  # fmt: skip
"""What the core's serializers write, and its usual plugins (polls, solved, reactions, calendar, signatures)."""

_OF_POST: Final = frozenset({
    "id", "post_number", "post_type", "topic_id", "created_at", "updated_at", "version", "hidden", "cooked_hidden",
    "user_deleted", "deleted_at",
})  # fmt: skip
_OF_PAGE: Final = frozenset({
    "id", "category_id", "posts_count", "reply_count", "highest_post_number", "chunk_size", "created_at",
    "last_posted_at", "bumped_at", "like_count", "views", "closed", "archived", "visible", "pinned", "pinned_at",
    "pinned_globally", "deleted_at",
})  # fmt: skip
_BOM: Final = b"\xef\xbb\xbf"
_OBJECT: Final = msgspec.json.Decoder(Fields)
_ITEMS: Final = msgspec.json.Decoder(list[msgspec.Raw])
_NUMBER: Final = msgspec.json.Decoder(int, strict=False)
_VALUE: Final = re.compile(rb'(?:-?[0-9]{1,20}|true|false|null|"[0-9]{1,20}"|"[0-9T:.Z+-]{10,35}")\Z')


def unknown_names(body: bytes) -> frozenset[str]:
    """Names on the posts of a topic that the engine is not known to write; what is no name as `ODD`.

    Raises msgspec.MsgspecError where it is no JSON.
    """
    page = msgspec.json.decode(body)
    stream = page.get("post_stream") if isinstance(page, dict) else None
    posts = stream.get("posts") if isinstance(stream, dict) else None
    found: set[str] = set()
    for post in posts if isinstance(posts, list) else []:
        if isinstance(post, dict):
            found |= post.keys() - _KNOWN
    return frozenset(name if _NAME.match(name) else ODD for name in found)


def blank_page(body: bytes, message_ids: Set[str]) -> bytes:
    """A page of a topic without the content of these posts; the very same bytes where none is on it.

    Raises msgspec.MsgspecError where it is no JSON.
    """
    mark = _BOM if body.startswith(_BOM) else b""
    page = _object(body.removeprefix(_BOM))
    stream = _object(bytes(page["post_stream"])) if page is not None and "post_stream" in page else None
    if page is None or stream is None:
        return body
    posts = _objects(stream.get("posts"))
    gone = {_number(post.get("post_number")) for post in posts if _number(post.get("id")) in message_ids}
    new = _each(stream.get("posts"), lambda post: _blanked(post, message_ids, gone))
    ids = _ITEMS.decode(stream["stream"]) if bytes(stream.get("stream", b"")).startswith(b"[") else []
    untitled = "1" in gone or (bool(ids) and _number(ids[0]) in message_ids)  # the title goes with the opening post
    if new is None and not (untitled and "title" in page):
        return body
    whole = _only(page, _OF_PAGE)
    if not untitled and "title" in page:
        whole["title"] = page["title"]
    inner: Fields = {name: value for name, value in stream.items() if name in ("posts", "stream")}
    whole["post_stream"] = _raw(_joined(inner if new is None else inner | {"posts": new}))
    return mark + _joined(whole)


def scrub_page(body: bytes) -> bytes:
    """A page of a topic without addresses of posters. Raises msgspec.MsgspecError where it is no JSON."""
    page = _object(body.removeprefix(_BOM))
    stream = _object(bytes(page["post_stream"])) if page is not None and "post_stream" in page else None
    if page is None or stream is None:
        return body
    posts = _each(stream.get("posts"), _without_address)
    return body if posts is None else _joined(page | {"post_stream": _raw(_joined(stream | {"posts": posts}))})


def _without_address(post: Fields) -> Fields | None:
    kept = {name: value for name, value in post.items() if "ip_address" not in name}
    return kept if len(kept) < len(post) else None


def _blanked(post: Fields, message_ids: Set[str], gone: Set[str | None]) -> Fields | None:
    if _number(post.get("id")) in message_ids:
        return _only(post, _OF_POST)
    if "reply_to_user" in post and _number(post.get("reply_to_post_number")) in gone - {None}:
        return {name: value for name, value in post.items() if name != "reply_to_user"}
    return None


def _objects(raw: msgspec.Raw | None) -> list[Fields]:
    if raw is None or not bytes(raw).startswith(b"["):
        return []
    return [fields for item in _ITEMS.decode(raw) if (fields := _object(bytes(item))) is not None]


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


def _only(fields: Fields, names: Set[str]) -> Fields:
    """The fields of these names, if they cannot hold anybody's words."""
    return {name: value for name, value in fields.items() if name in names and _VALUE.match(bytes(value))}


def _number(raw: msgspec.Raw | None) -> str | None:
    """A number, read as the parser reads it; None for what is none."""
    if raw is None:
        return None
    try:
        return str(_NUMBER.decode(raw))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _raw(value: bytes) -> msgspec.Raw:
    return msgspec.Raw(value)


def _joined(fields: Fields) -> bytes:
    return b"{" + b",".join(msgspec.json.encode(name) + b":" + bytes(value) for name, value in fields.items()) + b"}"
