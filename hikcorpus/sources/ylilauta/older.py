"""What the page structures before 2025 share: posts of Ylilauta's own engine -> messages. Periods: `until_*`.

Sources: the site's own script of 2018-04-16 and the readers' scripts kept in Apunyymi/ylilauta-userscripts
(`yboard.js`, `script-toggler/*.user.js`, `pinkponiautist.user.js`); a Scala class `engine.imageboards.ylilauta`;
UisDangerouz/YlilautaPostSorter (2022); FyrN22/Ylilauta-Yotsuba `theme.css`. No page itself is stored anywhere, so that
the elements and their names are known, but not every one around them: nothing here depends on what stands between.

Poster IDs (`span.postuid.id`, `.ip`) were shown to paying readers only; without them the tag of the thread's opener
("AP") still tells one poster: `0`, as in today's pages. Reply marks name posts, never threads; ` (AP)` and ` (Sinä)`
behind them are the page's. Hidden and "own" posts are so for the one who saved the page: they read like all others.
Thread.extra: `edited`, `banned` = ids of posts so marked.
"""

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from hikcorpus.model import Attachment, Message, Ref, Thread
from hikcorpus.model.message import TimePrecision
from hikcorpus.sources.base import Address, Problem, ThreadPage
from hikcorpus.sources.ylilauta.cutting import inner_first, inside_others
from hikcorpus.text.markup import read_markup

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

OPENER: Final = "0"
FOREIGN: Final = (
    ".filecontainer, figure, .file, .banned, .edits, [id^=edits_], .loading, .replies, .untruncatelink, "
    ".messageoptions, .icon-reply, .post-ref"
)
"""What stands in a post's text and is not its writer's."""

_DATE: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})\s+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_SUFFIX: Final = re.compile(r"(&gt;&gt;[0-9]{1,18}) \((?:AP|OP|Sinä|You)\)(?=</a>|</span>)")
_BREAK: Final = re.compile(r"<br[ /]*>\r?\n")
_PLAIN: Final = re.compile(r">>([0-9]{1,18})(?![0-9])")
_TOKEN: Final = re.compile(r"(?:(?:ID|IP)\s*:?\s*)?([0-9A-Za-z+/=_-]{4,24})(?=\s|\(|\Z)")
_FLAG: Final = re.compile(r"\(([A-Z]{2})\)")
_SIZE: Final = re.compile(r"([0-9]{1,9}(?:[.,][0-9]{1,3})?)\s?(t|B|kt|kB|Mt|MB)(?![A-Za-zä])", re.IGNORECASE)
_STEM: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
_TYPE: Final = re.compile(r"\.([A-Za-z0-9]{2,5})\Z")
_HASH: Final = re.compile(r"[0-9a-f]{12,64}\Z")
_UNITS: Final = {"t": 1, "b": 1, "kt": 1024, "kb": 1024, "mt": 1024**2, "mb": 1024**2}
_NUMBER: Final = re.compile(r"(?:no|post-)?([0-9]{1,18})\Z")
_LINKS: Final = "a.file-content[href], figcaption a[href], a.expandlink[href]"


@dataclass(frozen=True, slots=True)
class Look:
    """Where a period writes what. Selectors; body: tried in order. breaks: line breaks of a text are line feeds."""

    post: str
    numbers: Sequence[str]
    body: Sequence[str]
    name: str
    time: str
    opener: str
    votes: str
    marks: str
    replies: str
    breaks: bool = False


def number_of(node: "LexborNode", look: Look) -> str | None:
    """The number of a post's element, of the first of these attributes that holds one."""
    for name in look.numbers:
        match = _NUMBER.match(node.attributes.get(name) or "")
        if match:
            return match[1]
    return None


def with_opening(opening: "LexborNode", selector: str) -> "list[LexborNode]":
    """The opening post, then those of the selector."""
    found = opening.parser.css(selector)
    return [opening, *(node for node in found if node.mem_id != opening.mem_id)]


def read_posts(
    nodes: "Sequence[LexborNode]",
    where: Address,
    look: Look,
    names: frozenset[str],
    facts: Callable[[dict[str, str]], Thread],
) -> ThreadPage:
    """All posts of a page. nodes: the opening one first. facts: the thread, given its `extra`."""
    problems: list[Problem] = []
    kept: dict[str, LexborNode] = {}
    inside = inside_others(nodes[0].parser, look.post)
    for place, node in enumerate(nodes):
        number = number_of(node, look)
        if node.mem_id in inside:
            problems.append(Problem("nested_message", f"post {place + 1} of the page"))
        elif number is None:
            problems.append(Problem("unreadable_message", f"post {place + 1} of the page"))
        elif number in kept:
            problems.append(Problem("duplicate_message", f"post {number}"))
        else:
            kept[number] = node
    marked: dict[str, list[str]] = {"edited": [], "banned": []}
    incoming = _incoming(kept, look)
    messages: list[Message] = []
    for number, node in kept.items():
        if node.css_first(".banned") is not None:
            marked["banned"].append(number)
        if node.css_first('[onclick*="showEdits"], .edited, [data-action="Post.editHistory"]') is not None:
            marked["edited"].append(number)
        is_opening = not messages
        message = _message(node, number, where, look, names, is_opening, incoming.get(number, ()), kept.keys())
        if message.posted_at is None:
            problems.append(Problem("unreadable_time", f"post {number}"))
        messages.append(message)
    extra = {name: ",".join(found) for name, found in marked.items() if found}
    return ThreadPage(facts(extra), tuple(messages), tuple(problems))


def _message(
    node: "LexborNode",
    number: str,
    where: Address,
    look: Look,
    names: frozenset[str],
    is_opening: bool,
    incoming: Sequence[str],
    shown: Container[str],
) -> Message:
    body = next(filter(None, (node.css_first(selector) for selector in look.body)), None)
    attachments = tuple(_attachments(node))
    text, targets = _text(body, look) if body is not None else ("", [])
    author = _words(node.css_first(look.name))
    posted_at, precision, printed = time_of(node.css_first(look.time))
    is_default = not author or author in names
    opener = is_opening or node.css_first(look.opener) is not None
    votes = node.css_first(look.votes)
    subject = _words(node.css_first(".postsubject .subject") or node.css_first(".postsubject")) if is_opening else None
    return Message(
        thread_id=where.thread_id or "",
        message_id=number,
        number=int(number),
        is_opening=is_opening,
        text=text,
        posted_at=posted_at,
        author_name=author,
        is_default_name=is_default,
        account_id=None if is_default else author,
        poster_id=_poster_id(node) or (OPENER if opener else None),
        sage=node.css_first(".tag.sage, .tags .sage") is not None,
        country=_country(node),
        time_precision=precision,
        posted_raw=printed or None,
        subject=subject,
        refs=tuple(_refs(targets, incoming, text, where, shown)),
        attachments=attachments,
        votes=_count(votes) if votes is not None else None,
    )


def _words(node: "LexborNode | None") -> str | None:
    return (" ".join(node.text().split()) or None) if node is not None else None


def time_of(node: "LexborNode | None") -> tuple[datetime | None, TimePrecision, str]:
    """Epoch seconds, an ISO instant with its offset, or Helsinki's wall clock as printed."""
    if node is None:
        return None, "none", ""
    epoch, iso = node.attributes.get("data-timestamp"), node.attributes.get("datetime")
    printed = (epoch or iso or node.text()).strip()
    try:
        if epoch:
            return datetime.fromtimestamp(int(epoch), UTC), "second", printed
        if iso:
            found = datetime.fromisoformat(iso.strip())
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC), "second", printed
        match = _DATE.search(printed)
        if match is None:
            return None, "none", printed
        day, month, year, hour, minute, second = (int(part or 0) for part in match.groups())
        local = datetime(year, month, day, hour, minute, second, tzinfo=ZoneInfo("Europe/Helsinki"))
        return local.astimezone(UTC), "second" if match[6] else "minute", match[0]
    except (ValueError, OverflowError, OSError):
        return None, "none", printed


def _poster_id(node: "LexborNode") -> str | None:
    """Of the poster, else of the line; never an IP address, should one stand there."""
    for selector in (".postuid.id", ".postuid.ip", ".postuids .postuid"):
        found = node.css_first(selector)
        match = _TOKEN.match(_words(found) or "") if found is not None else None
        if match:
            return match[1]
    own = node.attributes.get("data-user-id") or _words(node.css_first(".text-tag.userid"))
    return own if own and own.isascii() and own.isdecimal() else None


def _country(node: "LexborNode") -> str | None:
    for flag in node.css(".tags img[title], .postinfo img[title], .post-meta img[title]"):
        match = _FLAG.search(flag.attributes.get("title") or "")
        if match:
            return match[1]
        if "flag" in (flag.attributes.get("class") or ""):
            return flag.attributes.get("alt") or None
    return None


def _count(node: "LexborNode") -> int:
    digits = re.sub(r"[^0-9]", "", node.attributes.get("data-count") or node.text())[:9]
    return int(digits or 0)


def _attachments(node: "LexborNode") -> Iterator[Attachment]:
    """Links to files, each once; embedded videos of other sites are no files."""
    found: dict[str, Attachment] = {}
    for link in node.css(_LINKS):
        name = _path(link.attributes.get("href") or "").rpartition("/")[2]
        kind = _TYPE.search(name[-6:])
        stem = _STEM.search(name, 0, len(name) - len(kind[0])) if kind is not None else None
        if kind is None or stem is None or ((key := name[stem.start() :]) in found and found[key].bytes is not None):
            continue
        caption = link.parent.text() if link.parent is not None and link.parent.tag == "figcaption" else ""
        size = _SIZE.search(caption)
        bytes_ = round(float(size[1].replace(",", ".")) * _UNITS[size[2].lower()]) if size else None
        found[key] = Attachment(kind[1].lower(), bytes_, stem[0] if _HASH.match(stem[0]) else None)
    yield from found.values()


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _incoming(nodes: "dict[str, LexborNode]", look: Look) -> dict[str, list[str]]:
    """Replying post -> posts it replies to, as the links under those posts tell."""
    incoming: dict[str, list[str]] = {}
    for number, node in nodes.items():
        for link in node.css(look.replies):
            reply = _target(link)
            if reply is not None:
                incoming.setdefault(reply, []).append(number)
    return incoming


def _target(link: "LexborNode") -> str | None:
    for name in ("data-msgid", "data-id", "data-post-id"):
        value = link.attributes.get(name) or ""
        if value.isascii() and value.isdecimal():
            return value
    return None


def _text(body: "LexborNode", look: Look) -> tuple[str, list[str]]:
    """The writer's own words, and the targets of the reply marks in them."""
    for foreign in inner_first(body, FOREIGN):
        foreign.decompose()
    targets = [target for mark in body.css(look.marks) if (target := _target(mark)) is not None]
    html = _SUFFIX.sub(r"\1", body.inner_html or "").strip()
    newlines = look.breaks and "<br" not in html
    return read_markup(_BREAK.sub("<br>", html), newlines=newlines).text, targets


def _refs(
    targets: list[str], incoming: Sequence[str], text: str, where: Address, shown: Container[str]
) -> Iterator[Ref]:
    """Marks with a link, marks typed without one (dead: the page links what stands), links under the targets."""
    typed = _PLAIN.findall(text) if ">>" in text else []
    linked = {*targets, *incoming}
    for target in dict.fromkeys((*typed, *targets, *incoming)):
        if target in shown:
            yield Ref(target, where.board, where.thread_id)
        else:
            yield Ref(target, dangling=target not in linked)
