"""LynxChan's JSON as bytes: known names of fields, blanking and scrubbing.

Sources: LynxChan `doc/Json.txt` and `src/be/engine/jsonBuilder.js` (2.7 and 2.8); catamphetamine/imageboard
`docs/engines/lynxchan.md` for forks. A post is an object with `postId`; the opening post is the thread's object
itself, with `threadId`, and holds its replies in `posts`.
"""

import re
from collections.abc import Set
from typing import Final

import msgspec

from hikcorpus.sources.base import Page
from hikcorpus.sources.json_pages import (
    Fields,
    attempt,
    changed,
    fields_of,
    holds_no_words,
    items_of,
    listed,
    number_of,
    rewritten,
    told_names,
)

_KEPT: Final = frozenset({
    "threadId", "postId", "boardUri", "creation", "lastBump", "locked", "archived", "pinned", "cyclic", "autoSage",
    "trash", "forceAnonymity", "textBoard", "postCount", "fileCount", "page", "omittedPosts", "ommitedPosts",
    "omittedFiles", "uniquePosters",
})  # fmt: skip
_KNOWN: Final = _KEPT | frozenset({
    "name", "signedRole", "email", "flag", "flagName", "flagCode", "id", "subject", "lastEditTime", "lastEditLogin",
    "markdown", "message", "banMessage", "files", "posts", "reportCategories", "wsPort", "wssPort", "noReportCaptcha",
    "boardName", "boardDescription", "boardMarkdown", "usesCustomCss", "usesCustomJs", "maxMessageLength",
    "maxFileCount", "maxFileSize", "captcha", "flagData", "pageCount", "settings", "threads", "globalCaptcha",
    "captchaMode",
    "originalName", "path", "thumb", "mime", "size", "width", "height",
})  # fmt: skip
_HOSTS: Final = ("ip", "broadRange", "narrowRange", "asn", "bypassId")  # written for staff; never a guest's to see
_INSIDE: Final = frozenset({"posts", "threads"})  # fields that hold posts; no others are looked into
_BOARD: Final = re.compile(rb'"\w{1,64}"\Z', re.ASCII)


def blank_json(page: Page, message_ids: Set[str]) -> bytes:
    """The page, listing or tail without the content of these posts; others byte for byte."""

    def blanked(fields: Fields) -> Fields | None:
        name = "threadId" if number_of(fields.get("postId")) is None else "postId"
        number = number_of(fields.get(name))
        if number is None or str(number) not in message_ids:
            return None
        kept = {one: value for one, value in fields.items() if one in _KEPT and _holds_no_words(one, value)}
        if "posts" in fields:  # other posts stay; what is none may be the opening post's own words
            kept["posts"] = listed(one for one in items_of(fields["posts"]) if _is_post(one))
        return kept | {name: msgspec.Raw(b"%d" % number)}

    return changed(lambda body: rewritten(body, _INSIDE, blanked), page)


def scrub_json(page: Page) -> bytes:
    """The page without the fields that tell a poster's address, should a server ever show them to a guest."""

    def scrubbed(fields: Fields) -> Fields | None:
        if fields.keys().isdisjoint(_HOSTS):
            return None
        return {name: value for name, value in fields.items() if name not in _HOSTS}

    return changed(lambda body: rewritten(body, _INSIDE, scrubbed), page)


def unknown_names(page: Page) -> frozenset[str]:
    """Names on a thread page that no documentation knows; what is no name is told as such, never repeated."""
    found: set[str] = set()

    def look(fields: Fields) -> None:
        found.update(fields)
        for file in items_of(fields.get("files")):
            found.update(fields_of(file))

    attempt(lambda body: rewritten(body, _INSIDE, look), page)
    return told_names(found - _KNOWN)


def _is_post(raw: msgspec.Raw) -> bool:
    fields = fields_of(raw)
    return number_of(fields.get("postId")) is not None or number_of(fields.get("threadId")) is not None


def _holds_no_words(name: str, raw: msgspec.Raw) -> bool:
    return holds_no_words(raw) or (name == "boardUri" and _BOARD.match(bytes(raw)) is not None)
