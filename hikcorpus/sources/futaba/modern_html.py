"""Pages since about 2013: `div.thre[data-res]`, then `table td.rtd` for every reply, with a class for every part.

Read by its marks like the old pages, so that a post can be cut out of the bytes and all others stay as they are; saved
by a browser the same marks stand there with other quotes, a `tbody` and other white space. The running number `.rsc`
and `id=delcheckN` may be wrong where a page was edited by hand: the number is what `.cno` says. A deleted post's table
has the class `deleted`; its words, if they are still there, are hidden by style only.
Sources: the board's own script (`makeArticle` of base4.js), 106-/futaba2dat `tests/`, inqueuet/futacha fixtures.
"""

import re
from collections.abc import Iterator
from typing import Final

from hikcorpus.sources.futaba.old_html import count_of, stamp_only
from hikcorpus.sources.futaba.posts import FILE, Post, settle
from hikcorpus.text.patterns import compiled

MARKER: Final = compiled(
    r"<div\b[^<>]*\bclass=[\"']?thre\b[^<>]*>|<td\b[^<>]*\bclass=[\"']?rtd\b[^<>]*>", re.IGNORECASE
)
_RES: Final = compiled(r"\bdata-res=[\"']?([0-9]{1,15})", re.IGNORECASE)
_NUMBER: Final = compiled(r"<span\b[^<>]*\bclass=[\"']?cno\b[^<>]*>\s*(?:<[^<>]*>\s*)?No\.([0-9]{1,15})", re.IGNORECASE)
_CHECK: Final = compiled(r"\bid=[\"']?delcheck([0-9]{1,15})", re.IGNORECASE)
_DELETED: Final = compiled(r"<table\b[^<>]*\bclass=[\"']?deleted\b[^<>]*>(?:(?!<table)[\s\S]){0,300}\Z", re.IGNORECASE)
_REGULAR: Final = compiled(
    r"<table border=0( class=deleted)?><tr><td class=rts>[^<]{0,50}+</td><td class=rtd>"
    r'<span id="delcheck[0-9]{1,15}+" class="rsc">[0-9]{1,15}+</span>'
    r'(?:<span class="csb">([^<]{0,300}+)</span>Name<span class="cnm">((?:<a href="mailto:([^"<>\']{0,300}+)">)?+'
    r"[^<]{0,300}+(?(4)</a>))</span>)?+"
    r'<span class="cnw">(?:<a href="mailto:([^"<>\']{0,300}+)">)?+([^<]{0,300}+)(?(5)</a>)</span>'
    r'<span class="cno">No\.([0-9]{1,15}+)</span>'
    r'<a href="javascript:void\(0\);" onclick="sd\([0-9]{1,15}+\);return\(false\);" class=sod id=sd[0-9]{1,15}+>'
    r"([^<]{0,300}+)</a>"
    r"(?:<br>[^<]{0,50}+<a href=\"[^\"<>=\s]{0,300}+\" target='_blank'>"
    r"([0-9]{1,20}+\.([0-9A-Za-z]{1,8}+))</a>-\(([0-9]{1,12}+) B\)"
    r"\s{0,9}+<br><a href=\"[^\"<>=\s]{0,300}+\" target='_blank'><img [^<>]{0,900}+></a>)?+"
    r'<blockquote(?: style="[^"<>]{0,99}+")?+>((?:[^<]++|<(?![tTdD]|/[bB]))*+)</blockquote>'
)
"""A reply as the board writes most of them; what is read of it here is what `_read` finds in the same bytes."""
_BODY: Final = compiled(r"<blockquote\b[^<>]*>(.*?)(?:</blockquote>|\Z)", re.IGNORECASE | re.DOTALL)
_TABLE: Final = compiled(r"<table\b|</td>", re.IGNORECASE)
_PART: Final = compiled(
    r"<(span|a)\b[^<>]*\bclass=[\"']?(csb|cnm|cnw|cntd|sod)\b[^<>]*>(.{0,1000}?)</\1>", re.IGNORECASE | re.DOTALL
)
_MAIL: Final = compiled(r"<a\b[^<>]*\bhref=[\"']?mailto:([^\"'<>]*)", re.IGNORECASE)
_TAG: Final = compiled(r"<[^<>]*>")


def is_modern(text: str) -> bool:
    """Whether the page is written this way."""
    marker = MARKER.search(text)
    return marker is not None and marker[0][1] in "dD"


def read_modern(text: str) -> tuple[list[Post], int]:
    """All posts of the page, in its order, and how many have no number; no posts where it has none of these marks."""
    posts: list[Post] = []
    unreadable = 0
    for marker, limit in _markers(text):
        post = _regular(marker) if marker.re is _REGULAR else _read(text, marker, limit)
        if post is None:
            unreadable += 1
        else:
            posts.append(settle(post))
    return posts, unreadable


def _markers(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Regular replies, and the marks of all other posts, in order; how far each may reach: to the next one's mark."""
    found: list[re.Match[str]] = []
    done = 0
    for regular in _REGULAR.finditer(text):
        if regular.start() > done:
            found += MARKER.finditer(text, done, regular.start())
        found.append(regular)
        done = regular.end()
    found += MARKER.finditer(text, done)
    for place, one in enumerate(found, start=1):
        yield one, _mark(found[place]) if place < len(found) else len(text)


def _mark(marker: re.Match[str]) -> int:
    return marker.start() if marker.re is MARKER else marker.string.index("<td class=rtd>", marker.start())


def _regular(found: re.Match[str]) -> Post:
    deleted, subject, name, mail, time_mail, stamp, number, votes, file, kind, size, body = found.groups()
    start = found.string.index("<td class=rtd>", found.start()) + 14
    return Post(  # by place: names would cost as much again
        number,
        False,
        stamp.strip(),
        name,
        time_mail if mail is None else mail,
        subject,
        body,
        (file, kind, int(size)) if file else None,
        count_of(votes),
        deleted is not None,
        "",
        None,
        None,
        None,
        start,
        found.end(),
        start,
    )


def _read(text: str, marker: re.Match[str], limit: int) -> Post | None:
    opening = marker[0][1] in "dD"
    start = marker.end()
    body = _BODY.search(text, start, limit)
    ends = _TABLE.search(text, start, limit)
    if body is not None and ends is not None and ends.start() < body.start():
        body = None  # it is another post's
    end = body.end() if body else (ends.start() if ends else limit)
    head = text[start : body.start() if body else end]
    number = _NUMBER.search(head) or _CHECK.search(head) or (_RES.search(marker[0]) if opening else None)
    if number is None:
        return None
    post = Post(number[1], opening, start=start, head=start, end=end, body=body[1] if body else "")
    for part in _PART.finditer(head):
        inside = part[3]
        match part[2].lower():
            case "csb":
                post.subject = inside
            case "cnm" | "cnw" as kind:
                if post.mail is None and (mail := _MAIL.search(inside)) is not None:
                    post.mail = mail[1]
                if kind == "cnm":
                    post.name = inside
                else:  # the ID may stand behind the time, or between it and the number
                    after = head[part.end() : number.start()] if number.start() > part.end() else ""
                    post.stamp = _TAG.sub(" ", f"{inside} {after}").strip()
            case "cntd":
                post.expires = inside.strip() or None
            case _:
                post.votes = count_of(inside)
    if (file := FILE.search(head)) is not None:
        post.file = file[1], file[2], int(file[3])
    post.deleted = not opening and _DELETED.search(text, max(0, marker.start() - 400), marker.start()) is not None
    return post


def blank_modern(post: Post) -> str:
    """The post with nothing but its number and time, for the place from `start` to `end`."""
    notice = f'<font color="#ff0000">{post.notice or "なー"}</font>' if post.deleted else ""
    expires = f'<span class="cntd">{post.expires}</span>' if post.expires else ""
    return (
        f'<span id="delcheck{post.number}"></span><span class="cnw">{stamp_only(post)}</span>'
        f'<span class="cno">No.{post.number}</span>{expires}<blockquote>{notice}</blockquote>'
    )
