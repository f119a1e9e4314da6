"""Pages as 4chan's JSON API gives them (4chan/4chan-API pages/*.md): modes "fourchan", "no_archive"."""

import re
from html import escape
from typing import Any

from hikcorpus.demo.simulator.board import Board
from hikcorpus.demo.simulator.pages import PREVIEW, File, Pages, last_by, php_json
from hikcorpus.demo.simulator.records import SECOND, Post, Thread
from hikcorpus.demo.simulator.wording import lines_of, poster_id, printed, subject_of

NOTE = '<br><br><b style="color:red;">(USER WAS BANNED FOR THIS POST)</b>'


class FourchanPages(Pages):
    """`/boards.json`, `/b/{catalog,threads,archive}.json`, `/b/N.json` from 1, `/b/thread/N.json`."""

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        name = re.escape(self._name)
        self._path = re.compile(rf"/{name}/(?:(catalog|threads|archive)|thread/([1-9]\d*)|([1-9]\d*))\.json", re.ASCII)

    def file(self, path: str, at: int) -> File | None:
        """See `Pages.file`."""
        if path == "/boards.json":
            return File(self._boards(), self._board.opened)
        match = self._path.fullmatch(path)
        if match is None:
            return None
        listing, thread, page = match.groups()
        if thread:
            return self._thread_file(int(thread), at)
        if listing == "archive":
            if self._board.settings.mode != "fourchan":
                return None
            numbers = [archived.number for archived in self._board.archive(at)]
            return File(php_json(numbers), last_by(self._board.archive_written, at))
        pages = self._pages(at)
        if listing == "catalog":
            return File(self._listing(pages, self._known_entry), self._written(at))
        if listing == "threads":
            return File(self._listing(pages, self._line), self._written(at))
        if int(page) > len(pages):
            return None
        return self._index_file(pages[int(page) - 1], at)

    def _boards(self) -> bytes:
        settings = self._board.settings
        board = {
            "board": self._name,
            "title": "Invented",
            "ws_board": 1,
            "per_page": settings.per_page,
            "pages": -(-settings.threads // settings.per_page),
            "bump_limit": settings.bump_limit,
        }
        return php_json({"boards": [board | ({"is_archived": 1} if settings.mode == "fourchan" else {})]})

    @staticmethod
    def _listing(pages: list[list[tuple[Thread, int]]], entry: Any) -> bytes:
        joined = (b",".join(entry(thread, version) for thread, version in page) for page in pages)
        return b"[%b]" % b",".join(b'{"page":%d,"threads":[%b]}' % (n, page) for n, page in enumerate(joined, 1))

    @staticmethod
    def _line(thread: Thread, version: int) -> bytes:
        values = (thread.number, thread.changes[version] // SECOND, thread.counts[version])
        return b'{"no":%d,"last_modified":%d,"replies":%d}' % values

    def _entry(self, thread: Thread, version: int) -> bytes:
        at = thread.changes[version]
        opening, *replies = thread.standing(at)
        head = php_json(self._opening(opening, at, len(replies), len(replies[:-PREVIEW])))
        tail = b",".join(self._reply(post, at) for post in replies[-PREVIEW:])
        last = b'"last_replies":[%b],' % tail if tail else b""
        return b'%b,%b"last_modified":%d}' % (head[:-1], last, at // SECOND)

    def _index(self, thread: Thread, version: int) -> bytes:
        at = thread.changes[version]
        opening, *replies = thread.standing(at)
        head = php_json(self._opening(opening, at, len(replies), len(replies[:-PREVIEW])))
        return b'{"posts":[%b]}' % b",".join([head, *(self._reply(post, at) for post in replies[-PREVIEW:])])

    def _thread(self, thread: Thread, version: int) -> bytes:
        at = thread.changes[version]
        archived = thread.archived_by(at)
        opening, *replies = thread.standing(at)
        head = php_json(self._opening(opening, at, len(replies), 0))
        return b'{"posts":[%b]}' % b",".join([head, *(self._reply(post, at, archived) for post in replies)])

    def _opening(self, post: Post, at: int, replies: int, omitted: int) -> dict[str, Any]:
        thread = post.thread
        fields = self._fields(post, at)
        if thread.archived_by(at) and thread.closed is not None:
            fields |= {"closed": 1, "archived": 1, "archived_on": thread.closed // SECOND}
        full = replies >= self._board.settings.bump_limit
        fields |= {"bumplimit": int(full), "imagelimit": 0, "replies": replies, "images": 0}
        return fields | ({"omitted_posts": omitted, "omitted_images": 0} if omitted else {})

    def _fields(self, post: Post, at: int) -> dict[str, Any]:
        thread, seed = post.thread, self._board.seed
        fields: dict[str, Any] = {"no": post.number, "now": printed(post.posted_at), "name": "Anonymous"}
        if post.is_opening:
            fields["sub"] = subject_of(seed, post.number)
        fields |= {"com": self._com(post, at), "time": post.posted // SECOND}
        if not (thread.archived_by(at) and self._board.settings.archive_drops_ids):
            fields["id"] = poster_id(seed, thread.number, post.poster)
        fields["resto"] = 0 if post.is_opening else thread.number
        if post.is_opening:
            fields["semantic_url"] = fields["sub"].lower().replace(" ", "-")
        return fields

    def _com(self, post: Post, at: int) -> str:
        lines = [self._quote(post, *quote) for quote in zip(post.quotes, self._dead(post, at), strict=True)]
        for line in lines_of(self._board.seed, post.number):
            html = escape(line, quote=True).replace("&#x27;", "&#039;")
            lines.append(f'<span class="quote">{html}</span>' if line.startswith(">") else html)
        return "<br>".join(lines) + NOTE * sum(edit <= at for edit in post.edits)

    def _quote(self, post: Post, number: int, dead: bool) -> str:
        if dead:
            return f'<span class="deadlink">&gt;&gt;{number}</span>'
        return f'<a href="#p{number}" class="quotelink">&gt;&gt;{number}</a>'
