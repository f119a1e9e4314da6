"""The posts of a page -> messages."""

import re
from collections.abc import Set
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple
from zoneinfo import ZoneInfo

from hikcorpus.model import Attachment, Board, Message, Ref
from hikcorpus.sources.base import Problem
from hikcorpus.sources.declared.places import Found, Posts
from hikcorpus.sources.declared.plan import Plan
from hikcorpus.sources.declared.quotes import outermost, told
from hikcorpus.sources.declared.words import words_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MAX_RANGE: Final = 100
"""Posts that one reply mark may point at."""
_RANGES: Final = re.compile(r"\d{1,9}(?:[-,]\d{1,9}){1,20}")
MAX_NUMBER: Final = 2**63 - 1
_COMMON: Final = ("author", "account", "subject")
_FIELDS: Final = (*_COMMON, "tripcode", "capcode", "poster_id", "mail", "country", "votes", "edited")
_ENDING: Final = re.compile(r"\.([A-Za-z0-9]{1,8})(?:[?#].*)?$")
_TYPE: Final = re.compile(r"\.?([A-Za-z0-9]{1,8})")
_SIZE: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*([KMG]?)i?(?:B|bytes|tavua|バイト)", re.IGNORECASE)
_UNITS: Final = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}


class Where(NamedTuple):
    """What a page's posts stand in. first: it is the first page of its thread. whole: it is the only one."""

    board: Board
    thread_id: str
    now: datetime
    first: bool
    whole: bool


class Reader:
    """Reads the posts of one engine's pages."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._rules = plan.file.post
        self._names = frozenset(plan.file.default_names)

    def posts(self, page: Found) -> Posts:
        """The posts of a page, not read yet."""
        return Posts(page, self._plan.selector("post.each"), self._plan.selector("post.until"), flat=self._rules.flat)

    def read(self, posts: Posts, where: Where) -> tuple[list[Message], list[Problem]]:
        """All messages of the page, in its order, each once; and what could not be read."""
        plan, zone = self._plan, ZoneInfo(where.board.zone)
        ids, dates = posts.texts(plan["post.id"]), posts.texts(plan["post.date"])
        none: list[str | None] = [None] * len(ids)
        author, account, subject, tripcode, capcode, poster_id, mail, country, votes, edited = (
            (posts.texts(values) if key in _COMMON else posts.rare(values)) if (values := plan[f"post.{key}"]) else none
            for key in _FIELDS
        )
        numbers = posts.texts(plan["post.number"]) if plan["post.number"] else ids
        deleted = posts.holds(plan["post.deleted"]) if plan["post.deleted"] else None
        targets = self._targets(posts, where, set(filter(None, ids)))
        files = self._files(posts)
        texts = self._texts(posts)
        names = self._names | where.board.default_names
        prefix = f"{where.thread_id}." if self._rules.numbered == "thread" else ""
        messages: list[Message] = []
        problems: list[Problem] = []
        seen: set[str] = set()
        for at, post_id in enumerate(ids):
            number = _number(numbers[at])
            if not post_id or number is None:
                problems.append(Problem("post_without_id", f"post {at + 1} of the page"))
                continue
            if post_id in seen:
                problems.append(Problem("post_twice", f"post {post_id}"))
                continue
            seen.add(post_id)
            told_date = dates[at]
            moment = plan.dates.read(told_date, where.now, zone) if told_date else None
            gone = deleted is not None and deleted[at]
            if moment is None and plan["post.date"] and not gone:
                problems.append(Problem("no_date" if not told_date else "unknown_date", f"post {post_id}"))
            message = Message(
                thread_id=where.thread_id,
                message_id=prefix + post_id,
                number=number,
                is_opening=where.first and not messages,
                text="" if gone else texts[at],
                posted_at=moment.at if moment else None,
                time_precision=moment.precision if moment else "none",
                posted_raw=moment.raw if moment else None,
            )
            messages.append(message)
            if gone:
                message.state, message.deletion_evidence = "deleted", "mark"
                continue
            message.author_name = name = author[at] or None
            message.account_id = account[at] or None
            message.tripcode = tripcode[at] or None
            message.is_default_name = (
                not message.account_id and not message.tripcode and (name is None or name in names)
            )
            message.subject = subject[at] or None
            message.capcode = capcode[at] or None
            message.poster_id = poster_id[at] or None
            message.country = country[at] or None
            message.mail_field = typed = mail[at] or None
            message.sage = typed is not None and typed.strip().lower() == "sage"
            if vote := votes[at]:
                message.votes = _signed(vote)
            message.refs = targets.get(at, ())
            message.attachments = files.get(at, ())
            if (edit := edited[at]) and (changed := plan.dates.read(edit, where.now, zone)):
                message.edited_at = changed.at
        return messages, problems

    def _texts(self, posts: Posts) -> list[str]:
        """The words of each post."""
        plan = self._plan
        blocks = posts.all(plan.selector("quotes.block"))
        quotes = {node.mem_id for nodes in blocks.values() for node in nodes} if blocks else frozenset[int]()
        remove, drop = plan.selector("post.remove"), plan.selector("quotes.drop")
        skipped = {node.mem_id for node in posts.root.css(remove)} if remove else set[int]()
        if drop and quotes:  # headers of quotes: what looks like one outside of a quote is the poster's own
            skipped |= {node.mem_id for node in posts.root.css(drop) if _is_inside(node, quotes)}
        nodes = posts.column(plan.text)
        return ["" if node is None else self._words(node, quotes, skipped) for node in nodes]

    def _words(self, node: "LexborNode", quotes: Set[int], skipped: Set[int]) -> str:
        text = words_of(node, quotes, skipped, newlines=self._rules.newlines)
        if (signature := self._plan.signature) is not None and (match := signature.search(text)):
            text = text[: match.start()]
        return text.rstrip(" \t\xa0\n").lstrip("\n")

    def _targets(self, posts: Posts, where: Where, shown: set[str]) -> dict[int, tuple[Ref, ...]]:
        """Reply edges of each post: the posts that its quotes name, then those its reply marks lead to."""
        plan = self._plan
        out: dict[int, dict[str, Ref]] = {}
        for table, selector in (("quotes", plan.selector("quotes.block")), ("refs", plan.selector("refs.each"))):
            targets, threads, boards = (plan[f"{table}.{key}"] for key in ("target", "thread", "board"))
            if not targets or not selector:
                continue
            for number, nodes in posts.all(selector).items():
                known = {node.mem_id for node in nodes} if table == "quotes" else set[int]()
                for node in outermost(nodes) if table == "quotes" else nodes:
                    target = told(node, targets, known)
                    if not target or not target.isprintable():
                        continue
                    thread = told(node, threads, known) if threads else None
                    board = told(node, boards, known) if boards else None
                    for one in _several(target):
                        ref = self._ref(one, thread, board, where, shown)
                        out.setdefault(number, {}).setdefault(ref.message_id, ref)
        return {number: tuple(refs.values()) for number, refs in out.items()}

    def _ref(self, target: str, thread: str | None, board: str | None, where: Where, shown: set[str]) -> Ref:
        here = (thread or where.thread_id) == where.thread_id and board in (None, where.board.name)
        told_here = here and (thread is not None or self._rules.numbered == "thread")
        name = f"{thread or where.thread_id}.{target}" if self._rules.numbered == "thread" else target
        return Ref(name, board, thread, dangling=told_here and where.whole and target not in shown)

    def _files(self, posts: Posts) -> dict[int, tuple[Attachment, ...]]:
        plan = self._plan
        out = {}
        for number, nodes in posts.all(plan.selector("attachments.each")).items():
            files = []
            for node in {one.mem_id: one for one in nodes}.values():
                name, kind, size, digest = (
                    told(node, plan[f"attachments.{key}"], set()) for key in ("name", "type", "size", "digest")
                )
                ending = _TYPE.fullmatch(kind or "") or _ENDING.search(name or "")
                files.append(Attachment(ending[1].lower() if ending else "file", _bytes(size), digest))
            out[number] = tuple(files)
        return out


def _several(target: str) -> list[str]:
    """The posts of `1`, `1-3` and `1,5-7`, in order; of a range that is none or too long only its ends."""
    if not _RANGES.fullmatch(target):
        return [target]
    out: list[str] = []
    for piece in target.split(","):
        first, dash, last = piece.partition("-")
        whole = dash and 0 <= int(last) - int(first) < MAX_RANGE
        out += map(str, range(int(first), int(last) + 1)) if whole else filter(None, (first, last))
    return out


def _number(text: str | None) -> int | None:
    if text is not None and len(text) < 18 and text.isascii() and text.isdigit():
        return int(text)
    digits = re.sub(r"[\s.,#\u00a0]", "", text or "")
    return int(digits) if digits.isascii() and digits.isdigit() and int(digits) <= MAX_NUMBER else None


def _is_inside(node: "LexborNode", blocks: Set[int]) -> bool:
    """Whether the node stands in one of these elements."""
    above = node.parent
    while above is not None:
        if above.mem_id in blocks:
            return True
        above = above.parent
    return False


def _signed(text: str) -> int | None:
    match = re.search(r"[-\u2212]?\d{1,9}", text.replace(",", "").replace("\u00a0", ""))
    return int(match[0].replace("\u2212", "-")) if match else None


def _bytes(size: str | None) -> int | None:
    match = _SIZE.search(size or "")
    return int(float(match[1].replace(",", ".")) * _UNITS[match[2].upper()]) if match else None
