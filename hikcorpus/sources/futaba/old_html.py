"""Pages of 2008 to about 2012: a checkbox for deleting before every post, no classes, tags left open.

`<input type=checkbox name=N value=delete>` (quoted on some servers), then subject and name (boards that have them),
time, number, `<small>` when the thread falls; a reply stands in a table cell, the opening post bare in the form, its
file before its checkbox. `No.` and even a copied head of a post occur inside texts and mail fields, and a page's
advertisement holds one `blockquote` more than there are posts: only the checkboxes count. Read by its marks: a tree of
these pages is guesswork.
Source: the recorded pages of motemen/WWW-Futaba-Parser and www-futaba-nijiura.
"""

import re
from typing import Final

from hikcorpus.sources.futaba.posts import FILE, STAMP, Post, settle

MARKER: Final = re.compile(
    r"<input\b[^<>]*\bname=[\"']?([0-9]{1,15})[\"']?\s+value=[\"']?delete[\"']?[^<>]*>", re.IGNORECASE
)
_IN_CELL: Final = re.compile(r"<td\b[^<>]*>\s*\Z", re.IGNORECASE)
_BODY: Final = re.compile(r"<blockquote\b[^<>]*>(.*?)(?:</blockquote>|\Z)", re.IGNORECASE | re.DOTALL)
_SUBJECT: Final = re.compile(r"<font\b[^<>]{0,300}?cc1105[^<>]*+>(.{0,500}?)</font>", re.IGNORECASE | re.DOTALL)
_NAME: Final = re.compile(r"Name\s*<font\b[^<>]{0,300}?117743[^<>]*+>(.{0,500}?)</font>", re.IGNORECASE | re.DOTALL)
_MAIL: Final = re.compile(r"<a\b[^<>]*\bhref=\"mailto:([^\"<>]*)\"", re.IGNORECASE)
_EXPIRES: Final = re.compile(r"<small>([^<]{0,60}頃消えます)</small>")
_VOTES: Final = re.compile(r"<a\b[^<>]*\bclass=[\"']?sod\b[^<>]*>([^<]{0,40})</a>", re.IGNORECASE)
_STAMPED: Final = re.compile(r"[0-9]{2}/[0-9]{2}/[0-9]{2}\(")
_END: Final = re.compile(r"</td>\s*</tr>\s*</table>|<br clear=[\"']?left|<div class=[\"']?delform|<hr", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_DIGITS: Final = re.compile(r"[0-9]{1,6}")
FILE_HEAD: Final = "画像ファイル名"


def read_old(text: str) -> list[Post]:
    """All posts of the page, in its order; an empty list where it has none of these marks."""
    markers = list(MARKER.finditer(text))
    cells = [_cell(text, marker.start()) for marker in markers]
    posts: list[Post] = []
    before = 0
    for place, marker in enumerate(markers):
        limit = len(text)
        if place + 1 < len(markers):  # the next one's cell is its own
            cell = cells[place + 1]
            limit = max(marker.end(), (cell or markers[place + 1]).start())
        post, before = _read(text, marker, limit, before, opening=cells[place] is None)
        posts.append(settle(post))
    return posts


def _read(text: str, marker: re.Match[str], limit: int, before: int, *, opening: bool) -> tuple[Post, int]:
    start, cut = marker.end(), marker.start()
    opened = _find(text, "<blockquote", start, limit)
    ends = _END.search(text, start, opened if opened >= 0 else limit)
    body = _BODY.match(text, opened, limit) if opened >= 0 and ends is None else None
    if body is None and ends is None:
        ends = _END.search(text, start, limit)
    head_end = body.start() if body else (ends.start() if ends else limit)
    end = body.end() if body else head_end
    head = text[start:head_end]
    number = head.find(f"No.{marker[1]}")  # a mail field may hold the number of another post
    top = head[:number] if number >= 0 else head
    file = FILE.search(head, max(number, 0)) if " B)" in head else None
    if opening:
        named = text.rfind(FILE_HEAD, before, cut)
        if named >= 0:
            file, cut = FILE.search(text, named, cut), named
    name = _NAME.search(top) if "117743" in top else None
    mail = _MAIL.search(top) if '="' in top else None
    subject = _SUBJECT.search(top) if "1105" in top else None
    stamped = _STAMPED.search(top, name.end() if name else 0)
    expires = _EXPIRES.search(head) if "頃消えます" in head else None
    votes = _VOTES.search(head) if "sod" in head.casefold() else None
    return Post(
        number=marker[1],
        opening=opening,
        stamp=_bare(top[stamped.start() if stamped else name.end() if name else 0 :]),
        name=name[1] if name else None,
        mail=mail[1] if mail else None,
        subject=subject[1] if subject else None,
        body=body[1] if body else "",
        file=(file[1], file[2], int(file[3])) if file else None,
        votes=count_of(votes[1]) if votes else None,
        expires=expires[1] if expires else None,
        start=cut,
        head=marker.start(),
        end=end,
    ), end


def _cell(text: str, before: int) -> re.Match[str] | None:
    """The reply's cell that opens right before a place."""
    last = text.rfind("<", max(0, before - 200), before)
    return _IN_CELL.match(text, last, before) if last >= 0 else None


def _find(text: str, tag: str, start: int, end: int) -> int:
    found = text.find(tag, start, end)
    return found if found >= 0 else text.find(tag.upper(), start, end)


def _bare(markup: str) -> str:
    return (_TAG.sub(" ", markup) if "<" in markup else markup).strip()


def count_of(label: str) -> int:
    """`そうだねx3` -> 3; `+` (nobody yet) -> 0."""
    digits = _DIGITS.search(label)
    return int(digits[0]) if digits else 0


def blank_old(post: Post) -> str:
    """The post with nothing but its number and time, for the place from `start` to `end`."""
    notice = f'<font color="#ff0000">{post.notice or "なー"}</font>' if post.deleted else ""
    expires = f"<small>{post.expires}</small>" if post.expires else ""
    return (
        f'<input type=checkbox name="{post.number}" value=delete>{stamp_only(post)} No.{post.number} {expires}'
        f"<blockquote>{notice}</blockquote>"
    )


def stamp_only(post: Post) -> str:
    """The printed time without the ID."""
    found = STAMP.search(post.stamp)
    return found[0] if found else ""
