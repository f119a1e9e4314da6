"""vichan and its family (Tinyboard, infinity: 8ch, 8kun; lainchan, loistolauta): static JSON beside the pages.

Sources: vichan `inc/api.php`, `inc/functions.php`; the recorded engine 5.2.1. Against 4chan: `locked`, `email`,
`cyclical` as "0" or 0, `extra_files`, `embed`, links `/b/res/T.html#P`, `<p class="body-line">` on infinity.
Poster IDs are computed from address and thread: scope thread. Deleted posts vanish and show in the catalog only as
counts; a moderator's edit shows nowhere but in the thread (`hikcorpus crawl` refreshes for it).
"""

import re
from typing import ClassVar, Final
from urllib.parse import quote

from hikcorpus.model import Board
from hikcorpus.sources.base import Address, Example, ThreadMark
from hikcorpus.sources.decoding import res_address
from hikcorpus.sources.usual import NoArchive
from hikcorpus.sources.yotsuba.engine import YotsubaJson
from hikcorpus.sources.yotsuba.refs import RefReader
from hikcorpus.sources.yotsuba.tails import TailReader

_THREAD: Final = re.compile(r"([0-9]+)(?:[-+][^/]*)?\.(?:html|json)\Z")
_BOARD_PAGE: Final = re.compile(r"(?:|index\.html|catalog(?:\.html|\.json)?|threads\.json|[0-9]+\.(?:html|json))\Z")
_NO_BOARD: Final = frozenset({"", "res", "src", "thumb", "test", "dat", "thread", "read.cgi"})


class Vichan(NoArchive, YotsubaJson):
    """Boards of the vichan family."""

    engine: ClassVar[str] = "vichan"
    title: ClassVar[str] = "vichan, infinity, Tinyboard (JSON)"
    experimental: ClassVar[bool] = False
    crawlable: ClassVar[bool] = True
    recheck_per_visit: ClassVar[int] = 0
    default_names: ClassVar[frozenset[str]] = frozenset({"Anonymous", "Anonyymi", "名無し", "名無しさん"})
    poster_id_scope: ClassVar[str] = "thread"
    zone: ClassVar[str] = "UTC"
    traces: ClassVar[tuple[str, ...]] = (
        r'<body class="8chan vichan ',
        r'<a href="https?://(?:engine\.vichan\.net|github\.com/vichan-devel/vichan)',
    )
    refs: ClassVar[RefReader] = RefReader(plain_is_dead=True)
    tails: ClassVar[TailReader] = TailReader(refs, default_names, edits_move_time=False, counts_on_page=False)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "listing",
            "https://board.example/koti/catalog.json",
            b'[{"threads":[{"no":5,"sub":"Y\\u00f6","com":"Valvon","name":"Anonymous","time":1600000000,'
            b'"omitted_posts":0,"omitted_images":0,"replies":2,"images":0,"sticky":0,"locked":0,"cyclical":"0",'
            b'"last_modified":1600000300,"id":"a1b2c","resto":0}],"page":0}]',
            thread_ids=("5",),
        ),
        Example("listing", "https://board.example/koti/catalog.json", b'[{"page":0}]'),
        Example(
            "thread",
            "https://board.example/koti/res/5.json",
            b'{"posts":[{"no":5,"sub":"Y\\u00f6","com":"Valvon","name":"Anonymous","time":1600000000,'
            b'"sticky":0,"locked":0,"cyclical":"0","last_modified":1600000300,"id":"a1b2c","resto":0},'
            b'{"no":6,"resto":5,"com":"<a onclick=\\"highlightReply(\'5\', event);\\" '
            b'href=\\"\\/koti\\/res\\/5.html#5\\">&gt;&gt;5<\\/a><br\\/>Samoin &lt;3","name":"Hiiri",'
            b'"trip":"!abcdefghij","email":"sage","time":1600000300,"sticky":0,"locked":0,"cyclical":"0",'
            b'"last_modified":1600000300,"id":"d3e4f"}]}',
            messages=2,
        ),
    )

    def recognise(self, url: str) -> Address | None:
        """`/b/`, `/b/catalog.json`, `/b/res/N.html` ...; never certain: other engines use the same shapes."""
        return res_address(url, _THREAD, _BOARD_PAGE, _NO_BOARD)

    def listing_url(self, board: Board) -> str:
        """`/b/catalog.json`."""
        return f"{board.address}/{quote(board.name)}/catalog.json"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/b/res/N.json`."""
        return f"{board.address}/{quote(board.name)}/res/{thread_id}.json"

    def tail_url(self, board: Board, mark: ThreadMark) -> str | None:
        """`/b/<page>.json`; the catalog is cut into the same pages as the index, and counts them from 0."""
        return None if mark.page is None else f"{board.address}/{quote(board.name)}/{mark.page}.json"
