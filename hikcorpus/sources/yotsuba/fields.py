"""Every field that posts of 4chan's and vichan's JSON are known to carry, read or not; what is beyond is drift.

The lists are those of the project's format notes (which read 4chan/4chan-API `pages/*.md`, vichan `inc/api.php`,
catamphetamine/imageboard `docs/engines`) and all that the samples and recordings show, infinity's extras included;
the documents themselves were not compared again name by name.
"""

import re
from typing import Any, Final

import msgspec

_4CHAN: Final = frozenset({
    "no", "resto", "sticky", "closed", "now", "time", "name", "trip", "id", "capcode", "country",
    "country_name", "board_flag", "flag_name", "sub", "com", "tim", "filename", "ext", "fsize", "md5", "w",
    "h", "tn_w", "tn_h", "filedeleted", "spoiler", "custom_spoiler", "omitted_posts", "omitted_images",
    "replies", "images", "bumplimit", "imagelimit", "last_modified", "last_replies", "tag", "semantic_url",
    "since4pass", "unique_ips", "m_img", "archived", "archived_on", "tail_size", "tail_id",
})  # fmt: skip
_VICHAN: Final = frozenset({
    "email", "locked", "cyclical", "bumplocked", "embed", "extra_files", "fpath",
})  # fmt: skip
KNOWN: Final = _4CHAN | _VICHAN
"""Names of fields on posts and on their extra files."""

ODD: Final = "(a name that is none)"
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}\Z")


class _Keys(msgspec.Struct):
    posts: list[dict[str, msgspec.Raw]]


_PAGE: Final = msgspec.json.Decoder(_Keys)
_FILES: Final = msgspec.json.Decoder(list[Any])


def unknown_names(body: bytes) -> frozenset[str]:
    """Names on the posts of a thread page that nobody has described; empty where it is another page.

    Raises msgspec.MsgspecError where it is no JSON.

    What is no name of a field (a server may send anything as one) is told as `ODD`, never repeated.
    """
    try:
        posts = _PAGE.decode(body).posts
    except msgspec.ValidationError:
        return frozenset()
    found: set[str] = set()
    for post in posts:
        found |= post.keys()
        if "extra_files" in post:
            found.update(*_file_keys(post["extra_files"]))
    return frozenset(name if _NAME.match(name) else ODD for name in found - KNOWN)


def _file_keys(raw: msgspec.Raw) -> list[set[str]]:
    try:
        files = _FILES.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return []
    return [set(file) for file in files if isinstance(file, dict)]
