"""What is taken out of Discourse's JSON that is kept as evidence, and which of its fields nobody knows.

A page repeats what its posts say (participants, links, suggested topics): where anything of a page is blanked, only
the fields in `_OF_PAGE` stay beside its posts. A reply names the writer it answers: that name goes with the post.
"""

from collections.abc import Set
from typing import Final

import msgspec

from hikcorpus.sources.discourse.posts import message_id
from hikcorpus.sources.json_pages import Fields, fields_of, holds_no_words, joined, number_of, rewritten, told_names

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


def unknown_names(body: bytes) -> frozenset[str]:
    """Names on the posts of a topic that the engine is not known to write.

    Raises msgspec.MsgspecError where it is no JSON.
    """
    page = msgspec.json.decode(body)
    stream = page.get("post_stream") if isinstance(page, dict) else None
    posts = stream.get("posts") if isinstance(stream, dict) else None
    found: set[str] = set()
    for post in posts if isinstance(posts, list) else []:
        if isinstance(post, dict):
            found |= post.keys() - _KNOWN
    return told_names(found)


def blank_page(body: bytes, message_ids: Set[str]) -> bytes | None:
    """A page of a topic without the content of these posts; None where none is on it.

    Raises msgspec.MsgspecError where it is no JSON.
    """

    def is_gone(topic: int | None, number: int | None) -> bool:
        return topic is not None and number is not None and message_id(topic, number) in message_ids

    def blanked(page: Fields) -> Fields | None:
        topic = number_of(page.get("id"))
        stream = fields_of(page.get("post_stream"))
        if topic is None or "posts" not in stream:
            return None

        def blank_post(post: Fields) -> Fields | None:
            if is_gone(topic, number_of(post.get("post_number"))):
                return _only(post, _OF_POST)
            if "reply_to_user" in post and is_gone(topic, number_of(post.get("reply_to_post_number"))):
                return {name: value for name, value in post.items() if name != "reply_to_user"}
            return None

        posts = rewritten(bytes(stream["posts"]), frozenset(), blank_post)
        untitled = is_gone(topic, 1)  # the title goes with the opening post
        if posts is None and not (untitled and "title" in page):
            return None
        whole = _only(page, _OF_PAGE)
        if not untitled and "title" in page:
            whole["title"] = page["title"]
        inner = {name: value for name, value in stream.items() if name in ("posts", "stream")}
        if posts is not None:
            inner["posts"] = msgspec.Raw(posts)
        return whole | {"post_stream": msgspec.Raw(joined(inner))}

    return rewritten(body, frozenset(), blanked)


def scrub_page(body: bytes) -> bytes | None:
    """A page of a topic without addresses of posters; None where it shows none. Raises as `blank_page`."""

    def without_address(fields: Fields) -> Fields | None:
        kept = {name: value for name, value in fields.items() if "ip_address" not in name}
        return kept if len(kept) < len(fields) else None

    return rewritten(body, frozenset({"post_stream", "posts"}), without_address)


def _only(fields: Fields, names: Set[str]) -> Fields:
    return {name: value for name, value in fields.items() if name in names and holds_no_words(value)}
