"""Makaba (2ch.hk, now 2ch.su): static JSON beside the pages, in the forms of 2015, of the legacy API and of today's.

Sources: catamphetamine/imageboard `docs/engines/makaba.md` and `makaba-issues.md`; Dashchan `DvachChanPerformer.java`;
the samples. The engine is not public and runs on the site's own hosts only, so addresses are certain.
The listing is `catalog.json`: `threads.json` leaves out the sticky threads. Its `views` count readers, not posts, and
are no part of the mark. Whether its counts fall with a deletion nobody has said: unmarked threads are asked again.
Traps: the catalog leaves out threads without a file (so on a board where files are forbidden it is empty); on pages
of the index `posts_count` counted the replies left out in 2015 and counts all of them today, so that they give no
tails; a thread page with other keys may be a page of the index with one thread. Errors come as JSON with status 200.
Files' sizes are in KiB. A thread of 50 posts and more may live on under `/b/arch/`.
"""

import hashlib
import re
from collections.abc import Set
from dataclasses import replace
from typing import Any, ClassVar, Final
from urllib.parse import quote, urlsplit

import msgspec

from hikcorpus.model import Board
from hikcorpus.sources.base import Address, Answer, Example, Listing, Page, Problem, Tail, ThreadMark, ThreadPage
from hikcorpus.sources.decoding import is_html, other_page, segments
from hikcorpus.sources.json_pages import LOST, attempt, read_json
from hikcorpus.sources.makaba.blank import blank_json, unknown_names
from hikcorpus.sources.makaba.posts import (
    CATALOG,
    LOOSE,
    POST,
    THREAD,
    UNREADABLE,
    ZONE,
    LooseThread,
    Post,
    WholeThread,
    is_on,
    message_of,
    plain,
    thread_facts,
)
from hikcorpus.sources.nul import json_without_nul, page_without_nul
from hikcorpus.sources.usual import NoArchive, NoTails, PageGoesToo, Usual

_HOST: Final = re.compile(
    r"(?:(?:www|beta|m2)\.)?(?:2ch\.(?:hk|su|pm|life|so|yt|wf|re|cm|tf|org)|2-ch\.(?:so|ru))(?::\d+)?\Z"
)
_BOARD: Final = re.compile(r"[a-z0-9_]{1,32}\Z")
_THREAD: Final = re.compile(r"([0-9]{1,18})\.(?:html|json)\Z")
_BOARD_PAGE: Final = re.compile(r"(?:|(?:index|catalog|catalog_num|threads|[0-9]{1,5})\.(?:html|json))\Z")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d\Z|wakaba\Z", re.ASCII)
_NO_BOARD: Final = frozenset({"api", "makaba", "static", "user", "icons", "flags", "banners", "ololo"})
_ERRORS: Final[dict[int, Answer]] = {
    -2: "gone", -3: "gone", -31: "gone", -404: "gone", 404: "gone",
    -4: "blocked", -6: "blocked", -41: "blocked", -42: "blocked", 403: "blocked",
    -5: "challenge",
    -8: "rate_limited", -22: "rate_limited",
    -1: "unavailable", 666: "unavailable", -666: "unavailable",
}  # fmt: skip
"""Codes of docs/engines/makaba.md, and HTTP's own in either sign."""
_LARGEST_ERROR: Final = 16 * 1024
_ABSENT: Final = "не существует".encode()  # of the board or the thread: the sentence of the HTML page of error


class _Fault(msgspec.Struct):
    code: int | None = None


class _Failure(msgspec.Struct):
    """`{"Code": -3, "Error": "..."}`, `{"result": 0, "error": {"code": -3, "message": "..."}}`, `{"error": ...}`."""

    code: int | None = msgspec.field(name="Code", default=None)
    error: _Fault | int | str | None = None
    old: Any = msgspec.field(name="Error", default=None)
    result: int | None = None
    threads: Any = None


_FAILURE: Final = msgspec.json.Decoder(_Failure, strict=False)


class _Setting(msgspec.Struct):
    id: str
    default_name: str | None = None


class _OwnSetting(msgspec.Struct):
    """A page of the board itself, of today's form."""

    board: _Setting


_SETTINGS: Final = msgspec.json.Decoder(list[_Setting] | dict[str, list[_Setting]])
_OWN_SETTING: Final = msgspec.json.Decoder(_OwnSetting)


class Makaba(NoTails, NoArchive, PageGoesToo, Usual):
    """Boards of 2ch.su."""

    engine: ClassVar[str] = "makaba"
    title: ClassVar[str] = "Makaba (2ch.su, 2ch.hk; JSON)"
    experimental: ClassVar[bool] = True
    crawlable: ClassVar[bool] = True
    recheck_per_visit: ClassVar[int] = 20
    default_names: ClassVar[frozenset[str]] = frozenset({"Аноним", "Anonymous"})
    poster_id_scope: ClassVar[str] = "thread"
    zone: ClassVar[str] = ZONE
    traces: ClassVar[tuple[str, ...]] = (r"[\"']/makaba/(?:templates/|makaba\.fcgi|posting\.fcgi|stickers/)",)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "listing",
            "https://2ch.su/koti/catalog.json",
            '{"board":{"id":"koti","name":"Дом","default_name":"Аноним"},"filter":"standart","threads":[{"num":5,'
            '"parent":0,"board":"koti","timestamp":1600000000,"lasthit":1600000300,"date":"13/09/20 Вск 15:26:40",'
            '"name":"Аноним","email":"","trip":"","subject":"Ночь","comment":"Кто не спит?","files":null,'
            '"files_count":0,"posts_count":1,"op":0,"banned":0,"closed":0,"sticky":0,"endless":0,"views":7,'
            '"tags":""}]}'.encode(),
            thread_ids=("5",),
        ),
        Example(
            "listing",
            "https://2ch.su/koti/catalog.json",
            '{"board":{"id":"koti","name":"Дом"},"filter":"standart","threads":null}'.encode(),
        ),
        Example(
            "thread",
            "https://2ch.su/koti/res/5.json",
            '{"board":{"id":"koti","name":"Дом","default_name":"Аноним"},"current_thread":5,"max_num":6,'
            '"posts_count":2,"files_count":0,"unique_posters":1,"title":"Ночь","is_board":false,"is_closed":0,'
            '"threads":[{"posts":[{"num":5,"parent":0,"board":"koti","timestamp":1600000000,"lasthit":1600000300,'
            '"date":"13/09/20 Вск 15:26:40","name":"Аноним","email":"","trip":"","subject":"Ночь",'
            '"comment":"Кто не спит?","files":null,"op":0,"banned":0,"closed":0,"sticky":0,"endless":0,"views":7,'
            '"tags":"","number":1},{"num":6,"parent":5,"board":"koti","timestamp":1600000300,"lasthit":1600000300,'
            '"date":"13/09/20 Вск 15:31:40","name":"Аноним&nbsp;ID:&nbsp;<span id=\\"id_tag_0a1b2c3d\\" '
            'style=\\"color:rgb(1,2,3);\\">Тихий&nbsp;Ёж</span>","email":"mailto:sage","trip":"","subject":"",'
            '"comment":"<a href=\\"/koti/res/5.html#5\\" class=\\"post-reply-link\\" data-thread=\\"5\\" '
            'data-num=\\"5\\">>>5 (OP)</a><br>Я &lt;3","files":null,"op":0,"banned":0,"closed":0,"sticky":0,'
            '"endless":0,"views":7,"number":2}]}]}'.encode(),
            messages=2,
        ),
    )

    def recognise(self, url: str) -> Address | None:
        """Addresses of the site's own hosts: boards, threads, archived threads, and the mobile API's."""
        found = segments(url)
        if found is None or not _HOST.match(found[0].partition("://")[2]):
            return None
        match found:
            case root, ["api", "mobile", "v2", "after" | "info", board, thread, *_] if thread.isdecimal():
                return Address(root, board, thread) if _BOARD.match(board) else None
            case root, [board, *rest] if _BOARD.match(board) and board not in _NO_BOARD:
                return _address(root, board, rest)
        return None

    def classify(self, page: Page) -> Answer:
        """What the code of an error says, which comes as JSON with status 200, or as a page that says it in words."""
        if len(page.body) > _LARGEST_ERROR:
            return "ok"
        if is_html(page.body):
            return "gone" if _ABSENT in page.body else "ok"
        try:
            failure = _FAILURE.decode(page.body)
        except UNREADABLE:
            return "ok"
        if failure.threads is not None:
            return "ok"
        fault = failure.error.code if isinstance(failure.error, _Fault) else failure.error
        code = failure.code if failure.code is not None else fault
        if isinstance(code, int):
            return _ERRORS.get(code, "other")
        failed = failure.result in (0, -1) or failure.error is not None or failure.old is not None
        return "other" if failed else "ok"

    def listing_url(self, board: Board) -> str:
        """`/b/catalog.json`."""
        return f"{board.address}/{quote(board.name)}/catalog.json"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/b/res/N.json`."""
        return f"{board.address}/{quote(board.name)}/res/{thread_id}.json"

    def fallen_url(self, board: Board, thread_id: str) -> str | None:
        """`/b/arch/res/N.json`, which leads on to the day under which the thread was put away."""
        return f"{board.address}/{quote(board.name)}/arch/res/{thread_id}.json"

    def settings_url(self, board: Board) -> str | None:
        """`/api/mobile/v2/boards`: all boards with their default names."""
        return f"{board.address}/api/mobile/v2/boards"

    def with_settings(self, board: Board, page: Page) -> Board:
        """The board with its own default name, from the list of all boards (of either form) or one of its own pages.

        A page that tells none changes nothing.
        """
        names = {(one.default_name or "").strip() for one in _settings(page) if one.id == board.name} - {""}
        return replace(board, default_names=board.default_names | names) if names else board

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """All threads of `catalog.json` (or `threads.json`). Raises LayoutChanged, also for a page of the index."""
        expected = f"a catalog of {self.engine}"
        page, problems = page_without_nul(page)
        catalog, lost = read_json(CATALOG, page, expected)
        problems += lost
        if catalog.board_name() != board.name:
            raise other_page(page, expected, f"it is of another board than {board.name}")
        if is_on(catalog.is_board):  # a page of the index: the threads below it would look deleted
            raise other_page(page, expected, "it is a page of the index")
        mended = bool(problems)  # then the entries are not the page's own bytes
        threads: dict[str, ThreadMark] = {}
        for place, raw in enumerate(catalog.threads or ()):
            own = bytes(raw)
            try:
                entry = POST.decode(raw)
            except UNREADABLE:
                problems.append(Problem("unreadable_thread", f"entry {place}"))
                continue
            thread_id = str(entry.num)
            if entry.parent or thread_id in threads:
                reason = "unreadable_thread" if entry.parent else "duplicate_thread"
                problems.append(Problem(reason, f"entry {place}" if entry.parent else f"thread {thread_id}"))
                continue
            threads[thread_id] = ThreadMark(
                thread_id=thread_id,
                position=len(threads),
                mark=_mark(entry),
                reply_count=entry.posts_count,
                title=plain(entry.subject),
                entry=None if mended and LOST.search(own) else own,
                at=entry.lasthit,
            )
        if problems and not threads:
            raise other_page(page, expected, "none of its entries can be read as a thread")
        return Listing(tuple(threads.values()), tuple(problems))

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All posts of a thread's JSON. Raises LayoutChanged, also where it is another board or thread."""
        expected = f"thread {thread_id} of {self.engine}"
        facts, posts, problems = _posts(page, expected)
        if facts.board_name() not in (None, board.name):
            raise other_page(page, expected, f"it is of another board than {board.name}")
        if is_on(facts.is_board) or facts.current_thread in (0, "0"):
            raise other_page(page, expected, "it is a page of the index")
        opening = posts[0] if posts else None
        if opening is None:
            raise other_page(page, expected, "it holds no post that can be read")
        if str(opening.num) != thread_id or opening.parent:
            raise other_page(page, expected, f"it begins with post {opening.num}")
        kept: dict[int, Post] = {}
        highest = 0
        for post in posts:
            if post.num in kept:
                problems.append(Problem("duplicate_message", f"post {post.num}"))
            elif post is not opening and post.parent != opening.num:
                problems.append(Problem("message_of_another_thread", f"post {post.num}"))
            else:
                if post.num < highest:
                    problems.append(Problem("out_of_order", f"post {post.num}"))
                highest = max(highest, post.num)
                kept[post.num] = post
        numbers = frozenset(map(str, kept))
        defaults = board.default_names | self.default_names
        messages = tuple(message_of(post, thread_id, board.name, defaults, numbers) for post in kept.values())
        problems += [Problem("unreadable_time", f"post {one.number}") for one in messages if one.posted_at is None]
        thread = thread_facts(opening, kept.values(), facts)
        if "/arch/" in urlsplit(page.url).path:
            thread = replace(thread, state="archived")
        return ThreadPage(thread, messages, tuple(problems))

    def parse_tail(self, board: Board, raw: bytes) -> Tail | None:
        """The tail of a catalog's entry: the opening post, where that is all the thread has; else None."""
        try:
            post = POST.decode(json_without_nul(raw))
        except UNREADABLE:
            return None
        if post.parent or post.posts_count != 0 or post.lasthit is None or post.name is None:
            return None
        number = str(post.num)
        defaults = board.default_names | self.default_names
        message = message_of(post, number, board.name, defaults, frozenset({number}))
        if message.posted_at is None:
            return None
        explained = post.lasthit == post.timestamp
        return Tail(thread_facts(post, (post,), WholeThread(threads=[])), (message,), 0, explained, raw)

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """Names of fields on posts and files that no description of the engine knows."""
        return attempt(unknown_names, page) or frozenset()

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The page, listing or entry without the content of these posts; others byte for byte.

        Only where the page holds half characters, those are mended in it. Bytes that are no JSON come back as they
        are: no message was ever read from them.
        """
        found = attempt(lambda body: blank_json(body, message_ids), page)
        return page.body if found is None else found

    def scrub(self, page: Page) -> bytes:
        """The body as it is: this JSON holds no host names or addresses of posters."""
        return page.body


def _address(root: str, board: str, rest: list[str]) -> Address | None:
    """What stands behind the board: a thread, living or put away, or one of the board's own pages."""
    match rest:
        case ["res", page] | ["arch", "res", page] if thread := _THREAD.match(page):
            return Address(root, board, thread[1])
        case ["arch", day, "res", page] if _DAY.match(day) and (thread := _THREAD.match(page)):
            return Address(root, board, thread[1])
        case [] | ["arch", ""]:
            return Address(root, board)
        case [page] if _BOARD_PAGE.match(page):
            return Address(root, board)
    return None


def _settings(page: Page) -> list[_Setting]:
    boards: list[_Setting] | dict[str, list[_Setting]] | None = attempt(_SETTINGS.decode, page)
    if isinstance(boards, dict):  # 2015: by category
        return [one for category in boards.values() for one in category]
    if boards is not None:
        return boards
    own = attempt(_OWN_SETTING.decode, page)
    return [own.board] if own else []


def _posts(page: Page, expected: str) -> tuple[WholeThread | LooseThread, list[Post], list[Problem]]:
    """What stands above the posts, the posts that can be read, and those that cannot. Raises LayoutChanged."""
    page, problems = page_without_nul(page)
    try:
        whole = THREAD.decode(page.body)
    except UNREADABLE:
        loose, lost = read_json(LOOSE, page, expected)
        problems += lost
    else:
        if len(whole.threads) != 1:
            raise other_page(page, expected, "it does not hold one thread")
        return whole, whole.threads[0].posts, problems
    if len(loose.threads) != 1:
        raise other_page(page, expected, "it does not hold one thread")
    posts: list[Post] = []
    for place, raw in enumerate(loose.threads[0].posts):
        try:
            posts.append(POST.decode(raw))
        except UNREADABLE:
            problems.append(Problem("unreadable_message", f"posts[{place}]"))
    return loose, posts, problems


def _mark(entry: Post) -> str:
    """Everything the listing tells of the thread: its counts, flags, and a digest of the words. Not its readers."""
    flags = "".join(
        letter if is_on(flag) else "-"
        for letter, flag in zip("slcb", (entry.sticky, entry.closed, entry.endless, entry.banned), strict=True)
    )
    counts = f"{entry.lasthit}:r{entry.posts_count}:f{entry.files_count}"
    entry.views = None
    digest = hashlib.sha256(msgspec.json.encode(entry)).hexdigest()[:16]
    return f"h{counts}:{flags}:{digest}"
