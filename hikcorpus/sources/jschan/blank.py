"""What is taken out of jschan's JSON that is kept as evidence, and which of its fields nobody knows.

Sources: fatchan/jschan c0d50eb1 `db/posts.js`; the 94chan samples. An opening post holds its replies in `replies`.
"""

from collections.abc import Set
from typing import Final

import msgspec

from hikcorpus.sources.jschan.posts import objects
from hikcorpus.sources.json_pages import (
    Fields,
    fields_of,
    holds_no_words,
    items_of,
    listed,
    number_of,
    rewritten,
    told_names,
)

_KNOWN: Final = frozenset({
    "_id", "postId", "thread", "board", "date", "u", "name", "tripcode", "capcode", "userId", "address", "signature",
    "email", "country", "subject", "message", "messagehash", "nomarkup", "spoiler", "files", "quotes", "crossquotes",
    "backlinks", "banmessage", "edited", "replyposts", "replyfiles", "sticky", "locked", "bumplocked", "cyclic",
    "bumped", "replies", "previewbacklinks", "omittedposts", "omittedfiles",
})  # fmt: skip
_KNOWN_OF_FILES: Final = frozenset({
    "filename", "spoiler", "hash", "originalFilename", "mimetype", "size", "extension", "phash", "sizeString",
    "thumbextension", "geometry", "geometryString", "hasThumb", "duration", "durationString", "codec", "attachment",
})  # fmt: skip
_KEPT: Final = frozenset({
    "postId", "thread", "date", "u", "replyposts", "replyfiles", "sticky", "locked", "bumplocked", "cyclic", "bumped",
    "omittedposts", "omittedfiles",
})  # fmt: skip
_NETWORK: Final = frozenset({"ip", "reports", "globalreports", "salt", "password"})
"""What the engine keeps beside a post and shows to nobody: addresses of posters and reporters, and secrets."""
_INSIDE: Final = frozenset({"replies"})


def unknown_names(body: bytes) -> frozenset[str]:
    """Names on the posts and files of a thread page that the engine's code does not have.

    Raises msgspec.MsgspecError where it is no JSON.
    """
    thread = msgspec.json.decode(body)
    if not isinstance(thread, dict) or "postId" not in thread:
        return frozenset()
    found: set[str] = set()
    for post in (thread, *objects(thread.get("replies"))):
        found |= post.keys() - _KNOWN
        for file in objects(post.get("files")):
            found |= file.keys() - _KNOWN_OF_FILES
    return told_names(found)


def blank_json(body: bytes, message_ids: Set[str]) -> bytes | None:
    """Thread page, catalog or index without the content of these posts; None where none of them stands on it.

    Raises msgspec.MsgspecError where it is no JSON.
    """

    def blanked(fields: Fields) -> Fields | None:
        number = number_of(fields.get("postId"))
        if number is None or str(number) not in message_ids:
            return None
        kept = {name: value for name, value in fields.items() if name in _KEPT and holds_no_words(value)}
        if "replies" in fields:  # other posts stay; what is none may be the opening post's own words
            posts = [one for one in items_of(fields["replies"]) if number_of(fields_of(one).get("postId")) is not None]
            kept["replies"] = listed(posts)
        return kept | {"postId": msgspec.Raw(b"%d" % number)}

    return rewritten(body, _INSIDE, blanked)


def scrub_json(body: bytes) -> bytes | None:
    """The bytes without what no guest should ever see; None where there is nothing of the kind.

    Raises msgspec.MsgspecError where it is no JSON.
    """

    def scrubbed(fields: Fields) -> Fields | None:
        return {name: fields[name] for name in fields if name not in _NETWORK} if fields.keys() & _NETWORK else None

    return rewritten(body, _INSIDE, scrubbed) if any(b'"%s"' % name.encode() in body for name in _NETWORK) else None
