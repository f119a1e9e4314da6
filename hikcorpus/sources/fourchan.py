"""4chan: read-only JSON API at a.4cdn.org.

Sources: 4chan/4chan-API README and `pages/*.md`. The site's rules: at most one request a second, a thread not
more often than every ten seconds, If-Modified-Since. Poster IDs hold per thread (on some boards only).
`catalog.json` is the listing, because it alone shows last_modified, counts and opening posts at once.
"""

import re
from typing import ClassVar, Final
from urllib.parse import quote

from hikcorpus.model import Board
from hikcorpus.sources.base import Address, Example, Page, ThreadMark
from hikcorpus.sources.decoding import segments
from hikcorpus.sources.json_pages import read_json
from hikcorpus.sources.yotsuba.engine import YotsubaJson
from hikcorpus.sources.yotsuba.posts import ARCHIVE
from hikcorpus.sources.yotsuba.refs import RefReader
from hikcorpus.sources.yotsuba.tails import TailReader

_HOSTS: Final = frozenset({"boards.4chan.org", "boards.4channel.org", "a.4cdn.org", "www.4chan.org", "4chan.org"})
_ROOT: Final = "https://boards.4chan.org"
_API: Final = "https://a.4cdn.org"
_THREAD: Final = re.compile(r"([0-9]+)(?:-tail)?(?:\.json)?\Z")


class Fourchan(YotsubaJson):
    """4chan's boards."""

    engine: ClassVar[str] = "fourchan"
    title: ClassVar[str] = "4chan (JSON API)"
    experimental: ClassVar[bool] = False
    crawlable: ClassVar[bool] = True
    recheck_per_visit: ClassVar[int] = 0
    default_names: ClassVar[frozenset[str]] = frozenset({"Anonymous"})
    poster_id_scope: ClassVar[str] = "thread"
    zone: ClassVar[str] = "UTC"
    refs: ClassVar[RefReader] = RefReader(hosts=_HOSTS)
    tails: ClassVar[TailReader] = TailReader(refs, default_names, edits_move_time=True, counts_on_page=True)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "listing",
            f"{_API}/room/catalog.json",
            b'[{"page":1,"threads":[{"no":70,"now":"01\\/02\\/26(Fri)03:04:05","name":"Anonymous",'
            b'"sub":"Quiet rooms","com":"Who else?","time":1767341045,"resto":0,"replies":1,"images":0,'
            b'"last_modified":1767341100,"last_replies":[{"no":71,"com":"Me","time":1767341100,"resto":70}]}]},'
            b'{"page":2,"threads":[]}]',
            thread_ids=("70",),
        ),
        Example(
            "thread",
            f"{_API}/room/thread/70.json",
            b'{"posts":[{"no":70,"now":"01\\/02\\/26(Fri)03:04:05","name":"Anonymous","sub":"Quiet rooms",'
            b'"com":"Who else?","time":1767341045,"resto":0,"closed":1,"archived":1,"replies":1,"images":0},'
            b'{"no":71,"now":"01\\/02\\/26(Fri)03:05:00","name":"Anonymous","com":"<a href=\\"#p70\\" '
            b'class=\\"quotelink\\">&gt;&gt;70<\\/a><br><span class=\\"quote\\">&gt;Who else?<\\/span><br>Me",'
            b'"time":1767341100,"resto":70}]}',
            messages=2,
        ),
    )

    def recognise(self, url: str) -> Address | None:
        """`boards.4chan.org/b/`, `/b/catalog`, `/b/thread/N`, and the API's own addresses; certain by the host."""
        found = segments(url)
        if found is None or found[0].partition("://")[2].partition(":")[0] not in _HOSTS:
            return None
        match found[1]:
            case [board, "thread", number, *_] if board and (thread := _THREAD.match(number)):
                return Address(_ROOT, board, thread[1])
            case [board, *rest] if board and len(rest) <= 1 and "." not in board:
                return Address(_ROOT, board)
        return None

    def listing_url(self, board: Board) -> str:
        """`/b/catalog.json` of the API host."""
        return f"{_api(board)}/{quote(board.name)}/catalog.json"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/b/thread/N.json` of the API host."""
        return f"{_api(board)}/{quote(board.name)}/thread/{thread_id}.json"

    def tail_url(self, board: Board, mark: ThreadMark) -> str | None:
        """None: the catalog shows the newest replies itself."""
        return None

    def archive_url(self, board: Board) -> str | None:
        """`/b/archive.json` of the API host; a board without an archive answers 404."""
        return f"{_api(board)}/{quote(board.name)}/archive.json"

    def parse_archive(self, board: Board, page: Page) -> tuple[str, ...]:
        """Numbers of the archived threads, as the page orders them. Raises LayoutChanged."""
        numbers, _ = read_json(ARCHIVE, page, f"the archive of {board.name}")
        return tuple(dict.fromkeys(map(str, numbers)))


def _api(board: Board) -> str:
    """The API lies on another host than the pages; a stand-in (tests, a mirror) serves both."""
    return _API if board.address.partition("://")[2].lower() in _HOSTS else board.address
