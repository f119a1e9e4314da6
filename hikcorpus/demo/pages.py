"""The world as vichan 5.2.1 writes it: key order, escapes and quirks of its JSON files.

After vichan's inc/api.php and recordings of the running engine: `last_modified` of an opening post is its thread's
bump (sage does not count), of a reply the time of posting; `replies` stands only in listings; pages count from 0.
"""

import json
from functools import cached_property
from html import escape
from typing import Any

from hikcorpus.demo.markup import to_html
from hikcorpus.demo.records import Post, Thread
from hikcorpus.demo.world import Visit, World

PREVIEW = 5


def php_json(value: Any) -> bytes:
    """JSON as PHP's json_encode writes it: no white space, `\\/`, lower-case `\\uXXXX`."""
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/").encode("ascii")


class Pages:
    """Every page of the world as it stands at one visit."""

    def __init__(self, world: World, visit: Visit) -> None:
        self._world, self._visit = world, visit
        self._at = world.moment(visit)
        self._names = frozenset(b.name for b in world.boards)
        self._where = world.where(visit)

    @cached_property
    def _catalogs(self) -> dict[str, list[Thread]]:
        return {b.name: self._world.catalog(b.name, self._visit) for b in self._world.boards}

    def _paged(self, board: str) -> list[list[Thread]]:
        size, threads = self._world.board(board).threads_per_page, self._catalogs[board]
        return [threads[at : at + size] for at in range(0, len(threads), size)]

    def com(self, post: Post) -> str:
        """The HTML of that post: cites of posts that are gone are no links."""
        return to_html(post.typed_at(self._at), post.board, self._names, self._where, post.board == "en")

    def _post(self, post: Post, thread: Thread, counts: dict[str, int]) -> dict[str, Any]:
        opening = post.number == thread.number
        changed = thread.bumped_at(self._at) if opening else post.posted_at
        fields: dict[str, Any] = {"no": post.number}
        if not opening:
            fields["resto"] = thread.number
        texts = {
            "sub": escape(post.subject, quote=False),
            "com": self.com(post),
            "email": escape(post.mail).replace(" ", "%20"),
            "name": escape(post.name, quote=False) or self._world.board(post.board).default_name,
            "trip": post.trip,
            "capcode": post.capcode,
        }
        fields |= {key: text for key, text in texts.items() if text}
        fields["time"] = int(post.posted_at.timestamp())
        fields |= counts
        fields |= {"sticky": int(opening and thread.sticky), "locked": int(opening and thread.locked), "cyclical": 0}
        fields["last_modified"] = int(changed.timestamp())
        fields["id"] = self._world.poster_id(post.computer, thread.number)
        if picture := post.picture:
            wide = max(picture.width, picture.height)
            edge = 255 if opening else 125
            fields |= {
                "tn_h": picture.height * edge // wide,
                "tn_w": picture.width * edge // wide,
                "h": picture.height,
                "w": picture.width,
                "fsize": picture.size,
                "ext": picture.ext,
                "tim": picture.tim,
                "filename": picture.filename,
                "md5": picture.md5,
            }
        if opening:
            fields["resto"] = 0
        return fields

    def _opening(self, thread: Thread) -> dict[str, Any]:
        """The opening post as listings show it, with counts of what they leave out."""
        opening, *replies = thread.posts_at(self._at)
        omitted = replies[:-PREVIEW]
        counts = {
            "omitted_posts": len(omitted),
            "omitted_images": sum(p.picture is not None for p in omitted),
            "replies": len(replies),
            "images": sum(p.picture is not None for p in replies),
        }
        return self._post(opening, thread, counts)

    def catalog_entry(self, thread: Thread) -> dict[str, Any]:
        """All that `catalog.json` says of that thread."""
        return self._opening(thread)

    def catalog(self, board: str) -> bytes:
        """`/b/catalog.json`: opening posts, page by page, in bump order."""
        pages = enumerate(self._paged(board))
        return php_json([{"threads": [self._opening(t) for t in group], "page": page} for page, group in pages])

    def threads(self, board: str) -> bytes:
        """`/b/threads.json`: number, bump and poster ID of each thread."""

        def entry(thread: Thread) -> dict[str, Any]:
            bump = int(thread.bumped_at(self._at).timestamp())
            id_ = self._world.poster_id(thread.posts[0].computer, thread.number)
            return {"no": thread.number, "last_modified": bump, "id": id_}

        pages = enumerate(self._paged(board))
        return php_json([{"threads": [entry(t) for t in group], "page": page} for page, group in pages])

    def index(self, board: str, page: int) -> bytes | None:
        """`/b/N.json`, N from 0: threads with their last replies; None where there is no such page."""
        pages = self._paged(board)
        if page >= len(pages):
            return None
        groups = []
        for thread in pages[page]:
            replies = thread.posts_at(self._at)[1:][-PREVIEW:]
            shown = [self._opening(thread), *(self._post(p, thread, {}) for p in replies)]
            groups.append({"posts": shown})
        return php_json({"threads": groups})

    def thread(self, board: str, number: int) -> bytes | None:
        """`/b/res/N.json`; None where no such thread stands."""
        thread = next((t for t in self._catalogs[board] if t.number == number), None)
        if thread is None:
            return None
        opening, *replies = thread.posts_at(self._at)
        first = self._post(opening, thread, {"omitted_posts": 0, "omitted_images": 0})
        return php_json({"posts": [first, *(self._post(p, thread, {}) for p in replies)]})

    def front(self, board: str | None = None) -> bytes:
        """A plain start page: of the site, or of one board."""
        boards = [b for b in self._world.boards if board in (None, b.name)]
        items = "".join(f'<li><a href="/{b.name}/">{escape(b.title)}</a></li>' for b in boards)
        head = '<!doctype html><html><head><meta charset="utf-8"><title>demo</title></head>'
        return f"{head}<body><ul>{items}</ul></body></html>".encode()
