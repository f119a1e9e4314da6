"""What identifies a poster in one message, and how far: account, tripcode, poster ID, screen name.

Node strings are `<basis>:<place>:<value>`; the place says how far the value holds:

    account:site:maija            tripcode:site:◆abcdEFGH12
    poster_id:site:…              scope site
    poster_id:site/board:…        scope board
    poster_id:site/board/2024-04-23:…          scope board_day: the local date in the board's zone
    poster_id:site/board/week-2024-04-18:…     scope board_week: weeks turn Thursday 00:00 local; the Thursday's date
    poster_id:site/board/thread-123:…          scope thread
    screen_name:site/board:…      only where a message shows nothing better; normalised

The same ID string in two scopes is two nodes, and nothing but accounts and tripcodes joins them.
Site and board labels are folder names, so that they hold neither `/` nor `:`.
"""

import re
import unicodedata
from collections.abc import Iterable

BASES = ("account", "tripcode", "poster_id", "screen_name")  # strongest first

_TYPED = re.compile(r"[◆◇]|!{1,2}[0-9a-z./+]{3,}$")  # 2ch turns a typed ◆ into ◇


def normalise_name(name: str) -> str:
    """A screen name without what typing it twice may change: width, case, space around it."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()


def has_typed_tripcode(name: str) -> bool:
    """Whether a normalised name carries a tripcode mark; as it stands in the name, somebody typed it."""
    return _TYPED.search(name) is not None


_LOCAL_DAY = "CAST(timezone(zone, posted_at) AS DATE)"
_PLACE = "site || '/' || board"

# where the ID is hidden or its scope cannot be told (no time, no scope), there is no scope key and no node
SCOPE_KEY = f"""CASE
    WHEN poster_id IS NULL OR poster_id = '' OR starts_with(poster_id, '???') THEN NULL
    WHEN list_contains($hidden, poster_id) THEN NULL
    WHEN poster_id_scope = 'thread' THEN {_PLACE} || '/thread-' || thread_id
    WHEN poster_id_scope = 'board_day' THEN {_PLACE} || '/' || CAST({_LOCAL_DAY} AS VARCHAR)
    WHEN poster_id_scope = 'board_week' THEN {_PLACE} || '/week-'
        || CAST({_LOCAL_DAY} - CAST((isodow({_LOCAL_DAY}) + 3) % 7 AS INTEGER) AS VARCHAR)
    WHEN poster_id_scope = 'board' THEN {_PLACE}
    WHEN poster_id_scope = 'site' THEN site
END"""

NODES = {
    "account": "'account:' || site || ':' || nullif(account_id, '')",
    "tripcode": "'tripcode:' || site || ':' || nullif(tripcode, '')",
    "poster_id": "'poster_id:' || scope_key || ':' || poster_id",
    "screen_name": f"'screen_name:' || {_PLACE} || ':' || name",
}
"""Basis -> SQL of its node string, null where the message does not show it."""


def described(key: str) -> str:
    """SQL columns basis, site, board and scope, read from the key in the SQL expression `key`."""
    place = f"split_part({key}, ':', 2)"
    third = f"split_part({place}, '/', 3)"
    return f"""
        split_part({key}, ':', 1) AS basis,
        split_part({place}, '/', 1) AS site,
        nullif(split_part({place}, '/', 2), '') AS board,
        CASE WHEN starts_with({third}, 'thread-') THEN 'thread'
             WHEN starts_with({third}, 'week-') THEN 'board_week'
             WHEN {third} <> '' THEN 'board_day'
             WHEN split_part({place}, '/', 2) <> '' THEN 'board'
             ELSE 'site' END AS scope"""


def strength(node: str) -> tuple[int, str]:
    """Order of nodes by which a participant gets the strongest basis and its smallest value as key."""
    return BASES.index(node.partition(":")[0]), node


def components(edges: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Connected components of the joined nodes: key -> its nodes, strongest first (the key is the first)."""
    parent: dict[str, str] = {}

    def root(node: str) -> str:
        top = node
        while (above := parent.setdefault(top, top)) != top:
            top = above
        while parent[node] != top:
            parent[node], node = top, parent[node]
        return top

    for one, other in edges:
        first, second = root(one), root(other)
        if first != second:
            parent[max(first, second, key=strength)] = min(first, second, key=strength)
    found: dict[str, list[str]] = {}
    for node in sorted(parent, key=strength):
        found.setdefault(root(node), []).append(node)
    return found
