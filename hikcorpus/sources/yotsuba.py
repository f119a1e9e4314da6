"""The JSON that 4chan's software invented and vichan's family copied: catalog and thread.

Sources: 4chan/4chan-API `pages/*.md`; vichan `inc/api.php`. Not an engine itself: `fourchan` and `vichan` are.
"""

import hashlib
import re
from typing import Any, ClassVar, Final

import msgspec

from hikcorpus.model import Board
from hikcorpus.sources.base import Listing, Page, Problem, ThreadMark, ThreadPage
from hikcorpus.sources.decoding import decode, is_html, other_page
from hikcorpus.sources.yotsuba_posts import (
    CATALOG,
    LOOSE,
    POST,
    THREAD,
    Post,
    is_on,
    message_of,
    plain,
    thread_facts,
)
from hikcorpus.sources.yotsuba_refs import RefReader

_ESCAPE: Final = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)  # group 1: half of a character, which no text may hold


class YotsubaJson:
    """Reads catalog and thread JSON; the engines on it add their addresses."""

    engine: ClassVar[str]
    title: ClassVar[str]
    default_names: ClassVar[frozenset[str]]
    refs: ClassVar[RefReader]

    def settings_url(self, board: Board) -> str | None:
        """None: the JSON carries all that is needed."""
        return None

    def with_settings(self, board: Board, page: Page) -> Board:
        """The board as it is."""
        return board

    def scrub(self, page: Page) -> bytes:
        """The body as it is: this JSON holds no host names or addresses of posters."""
        return page.body

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """All threads of `catalog.json`; an empty board (`[{"page":0}]`) has none. Raises LayoutChanged."""
        expected = f"a catalog of {self.engine}"
        pages, problems = self._read(CATALOG, page, expected)
        if any(one.page is None and one.threads is None for one in pages):
            raise other_page(page, expected, "it is JSON of another shape")
        threads: list[ThreadMark] = []
        seen: set[int] = set()
        entries = (raw for one in pages for raw in one.threads or ())
        for place, raw in enumerate(entries):
            try:
                entry = POST.decode(raw)
            except msgspec.MsgspecError:
                problems.append(Problem("unreadable_thread", f"entry {place}"))
                continue
            if entry.no in seen:
                problems.append(Problem("duplicate_thread", f"thread {entry.no}"))
                continue
            seen.add(entry.no)
            threads.append(
                ThreadMark(
                    thread_id=str(entry.no),
                    position=len(threads),
                    mark=_mark(entry, bytes(raw)),
                    reply_count=entry.replies,
                    title=plain(entry.sub),
                )
            )
        if problems and not threads:
            raise other_page(page, expected, "none of its entries can be read as a thread")
        return Listing(tuple(threads), tuple(problems))

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All posts of a thread's JSON. Raises LayoutChanged, also where it is another board or thread."""
        expected = f"thread {thread_id} of {self.engine}"
        posts, problems = self._posts(page, expected)
        opening = posts[0] if posts else None
        if opening is None:
            raise other_page(page, expected, "it holds no post that can be read")
        if str(opening.no) != thread_id:
            raise other_page(page, expected, f"it begins with post {opening.no}")
        if opening.tail_size is not None and opening.time is None:
            raise other_page(page, expected, "it is only the tail of a thread")
        kept: dict[int, Post] = {}
        for post in posts:
            if post.no in kept:
                problems.append(Problem("duplicate_message", f"post {post.no}"))
            elif post is not opening and post.resto != opening.no:
                problems.append(Problem("message_of_another_thread", f"post {post.no}"))
            else:
                kept[post.no] = post
        numbers = frozenset(map(str, kept))
        refs = self.refs.on_page(board, thread_id, numbers)
        defaults = board.default_names | self.default_names
        messages = tuple(message_of(post, thread_id, defaults, refs) for post in kept.values())
        if refs.is_another_board():
            raise other_page(page, expected, f"its reply links lead to another board than {board.name}")
        return ThreadPage(thread_facts(opening, thread_id), messages, tuple(problems))

    def _posts(self, page: Page, expected: str) -> tuple[list[Post], list[Problem]]:
        try:
            return THREAD.decode(page.body).posts, []
        except (msgspec.MsgspecError, UnicodeDecodeError):
            loose, problems = self._read(LOOSE, page, expected)
        posts: list[Post] = []
        for place, raw in enumerate(loose.posts):
            try:
                posts.append(POST.decode(raw))
            except msgspec.MsgspecError:
                problems.append(Problem("unreadable_message", f"posts[{place}]"))
        return posts, problems

    def _read(self, decoder: msgspec.json.Decoder[Any], page: Page, expected: str) -> tuple[Any, list[Problem]]:
        """The page by a decoder that leaves its entries raw, unreadable characters replaced and counted."""
        if is_html(page.body):
            raise other_page(page, expected, "it is HTML")
        text, problems = decode(page, "utf-8", expected, ask_server=False)
        if "\\ud" in text or "\\uD" in text:
            halves = sum(match[1] is not None for match in _ESCAPE.finditer(text))
            if halves:
                text = _ESCAPE.sub(lambda match: r"\ufffd" if match[1] else match[0], text)
                problems = (*problems, Problem("undecodable", f"{halves} halves of characters"))
        try:
            return decoder.decode(text), list(problems)
        except msgspec.ValidationError as error:
            raise other_page(page, expected, "it is JSON of another shape") from error
        except msgspec.DecodeError as error:
            why = "it is cut off or no JSON" if text.strip() else "it is empty"
            raise other_page(page, expected, why) from error


def _mark(entry: Post, raw: bytes) -> str:
    """Everything the catalog tells: what is known to count, readable, and a digest of the whole entry."""
    flags = "".join(
        letter if is_on(flag) else "-"
        for letter, flag in (
            ("s", entry.sticky),
            ("l", entry.locked),
            ("l", entry.closed),
            ("c", entry.cyclical),
        )
    )
    digest = hashlib.sha256(raw).hexdigest()[:16]
    return f"m{entry.last_modified}:r{entry.replies}:i{entry.images}:{flags}:{digest}"
