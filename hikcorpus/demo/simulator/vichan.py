"""Pages as vichan 5.2.1 writes them (inc/api.php, inc/functions.php buildIndex and buildThread; a recording of it).

`last_modified` of an opening post is its bump, of a reply the time of posting; a public ban note stands in the HTML
template only, so the note that our moderators add is an edit of the body (mod_edit_post), which rebuilds all files.
"""

import re
from html import escape
from typing import Any

from hikcorpus.demo.simulator.board import Board
from hikcorpus.demo.simulator.pages import PREVIEW, File, Pages, php_json
from hikcorpus.demo.simulator.records import SECOND, Post, Thread
from hikcorpus.demo.simulator.wording import lines_of, poster_id, subject_of

NOTE = "<br/>[moderator: please keep to the subject]"


class VichanPages(Pages):
    """`/b/{catalog,threads}.json`, `/b/N.json` from 0, `/b/res/N.json`; every board event rewrites all listings."""

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        name = re.escape(self._name)
        self._path = re.compile(rf"/{name}/(?:(catalog|threads)|res/([1-9]\d*)|(0|[1-9]\d*))\.json", re.ASCII)

    def file(self, path: str, at: int) -> File | None:
        """See `Pages.file`."""
        match = self._path.fullmatch(path)
        if match is None:
            return None
        listing, thread, page = match.groups()
        if thread:
            return self._thread_file(int(thread), at)
        pages = self._pages(at)
        if listing:
            return File(
                self._listing(pages, self._known_entry if listing == "catalog" else self._line), self._written(at)
            )
        if int(page) >= len(pages):
            return None
        return self._index_file(pages[int(page)], at)

    @staticmethod
    def _listing(pages: list[list[tuple[Thread, int]]], entry: Any) -> bytes:
        if not pages[0]:
            return b'[{"page":0}]'
        joined = (b",".join(entry(thread, version) for thread, version in page) for page in pages)
        return b"[%b]" % b",".join(b'{"threads":[%b],"page":%d}' % (page, n) for n, page in enumerate(joined))

    def _line(self, thread: Thread, version: int) -> bytes:
        bump = thread.bumps[version] // SECOND
        id_ = poster_id(self._board.seed, thread.number, 0)
        return php_json({"no": thread.number, "last_modified": bump, "id": id_})

    def _entry(self, thread: Thread, version: int) -> bytes:
        opening, *replies = thread.standing(thread.changes[version])
        return php_json(self._opening(opening, version, self._counts(len(replies))))

    @staticmethod
    def _counts(replies: int) -> dict[str, int]:
        return {"omitted_posts": max(0, replies - PREVIEW), "omitted_images": 0, "replies": replies, "images": 0}

    def _index(self, thread: Thread, version: int) -> bytes:
        at = thread.changes[version]
        opening, *replies = thread.standing(at)
        head = php_json(self._opening(opening, version, self._counts(len(replies))))
        return b'{"posts":[%b]}' % b",".join([head, *(self._reply(post, at) for post in replies[-PREVIEW:])])

    def _thread(self, thread: Thread, version: int) -> bytes:
        at = thread.changes[version]
        opening, *replies = thread.standing(at)
        head = php_json(self._opening(opening, version, {"omitted_posts": 0, "omitted_images": 0}))
        return b'{"posts":[%b]}' % b",".join([head, *(self._reply(post, at) for post in replies)])

    def _opening(self, post: Post, version: int, counts: dict[str, int]) -> dict[str, Any]:
        thread = post.thread
        fields = self._fields(post, thread.changes[version], counts)
        return fields | {"last_modified": thread.bumps[version] // SECOND, "resto": 0}

    def _fields(self, post: Post, at: int, counts: dict[str, int] | None = None) -> dict[str, Any]:
        thread, seed, posted = post.thread, self._board.seed, post.posted // SECOND
        fields: dict[str, Any] = {"no": post.number}
        if post.is_opening:
            fields["sub"] = subject_of(seed, post.number)
        else:
            fields["resto"] = thread.number
        fields["com"] = self._com(post, at)
        if post.sage:
            fields["email"] = "sage"
        fields |= {"name": "Anonymous", "time": posted, **(counts or {})}
        fields |= {"sticky": 0, "locked": 0, "cyclical": 0, "last_modified": posted}
        return fields | {"id": poster_id(seed, thread.number, post.poster)}

    def _com(self, post: Post, at: int) -> str:
        lines = [self._quote(post, *quote) for quote in zip(post.quotes, self._dead(post, at), strict=True)]
        for line in lines_of(self._board.seed, post.number):
            html = escape(line, quote=False)
            lines.append(f'<span class="quote">{html}</span>' if line.startswith(">") else html)
        return "<br/>".join(lines) + NOTE * sum(edit <= at for edit in post.edits)

    def _quote(self, post: Post, number: int, dead: bool) -> str:
        if dead:  # no link any more, so that the line reads as a green one
            return f'<span class="quote">&gt;&gt;{number}</span>'
        call = f"highlightReply('{number}', event);"
        return f'<a onclick="{call}" href="/{self._name}/res/{post.thread.number}.html#{number}">&gt;&gt;{number}</a>'
