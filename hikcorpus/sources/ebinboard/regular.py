"""A reply as ebinboard writes most of them -> message, without a tree: what `posts` makes of the same element.

Source: the captured pages (see `engine`). A reply with files or with other elements in it is read by `posts`.
"""

import re
from collections.abc import Iterator
from typing import Final

from hikcorpus.model import Message, Ref
from hikcorpus.sources.cut import Cut, cut
from hikcorpus.sources.ebinboard.posts import POSTS, ref_of, time_of
from hikcorpus.text.entities import decode_entities
from hikcorpus.text.markup import read_markup
from hikcorpus.text.patterns import compiled

_MARK: Final = (
    r'<a class="reply" data-post-id="[^"<>]*+" data-board="[^"<>]*+"(?: data-thread="[^"<>]*+" data-id="[^"<>]*+")?'
    r' href="[^"<>]*+">'
)
_LINK: Final = rf'(?:{_MARK}|<a href="[^"<>]*+"(?: (?:target|rel)="[^"<>]*+")*+>)[^<]*+</a>'
_INNER: Final = rf"[^<]*+(?:(?:<br ?/?>|{_LINK})[^<]*+)*+"
_BODY: Final = rf"[^<]*+(?:(?:<br ?/?>|{_LINK}|<span class=\"(?:green-text|spoiler-text)\">{_INNER}</span>)[^<]*+)*+"
_BACK: Final = r"[^<]*+(?:<a class=\"reply\"(?:\s++[a-z-]++=(?:\"[^\"<>]*+\"|[0-9a-z-]++))*+\s*+>[^<]*+</a>[^<]*+)*+"
_POST: Final = compiled(
    r'<div class="postcontainer">\s*+<div class="sidearrows">[^<]*+</div>\s*+'
    r'<div class="post reply" id="([0-9]{1,15})">\s*+<div class="postinfo">\s*+'
    r'<label>\s*+<input type="checkbox" name="delete\[\]" value="[^"<>]*+">\s*+'
    r'<span class="check"></span>\s*+</label>\s*+<span class="postername">\s*+<span class="name">([^<]*+)</span>\s*+'
    r'</span>\s*+<span class="timestamp" data-timestamp="([^"<>]*+)">([^<]*+)</span>\s*+<span class="reflink">\s*+'
    r'<a href="[^"<>]*+">[^<]*+</a>\s*+<a class="postid"(?:\s++(?:data-[a-z]++|href)="[^"<>]*+")*+>[^<]*+</a>'
    r"\s*+</span>\s*+"
    rf'<span class="quickbuttons">\s*+</span>\s*+(?:<small class="backlinks classic">{_BACK}</small>\s*+)?+</div>\s*+'
    rf'<span class="messagecontainer">\s*+<blockquote class="content">({_BODY})</blockquote>\s*+</span>\s*+'
    rf'<span class="clear"></span>\s*+(?:<div class="backlinks postinfo new">{_BACK}</div>\s*+)?+</div>\s*+</div>\s*+'
)
_OPENING: Final = '<div class="post reply" id="%s">'
_PROOF: Final = (
    '<div>x</div><div><label><input type="checkbox"><span>x</span></label><span><span>x</span></span><span><a>x</a>'
    "</span><small><a>x</a></small></div><span><blockquote>x<br><span>x<a>x</a></span></blockquote></span></div>"
)
_MARKS: Final = compiled(r'<a class="reply" data-post-id="([^"]*+)" data-board="([^"]*+)"(?: data-thread="([^"]*+)")?')


def page_of(html: str) -> Cut:
    """The page as a tree without its regular replies, and these."""
    return cut(html, _POST, _OPENING, _PROOF, tuple(POSTS.split(", ")))


def message_of(
    found: re.Match[str], board: str, thread_id: str, names: frozenset[str], numbers: frozenset[str] | None
) -> Message:
    """The message that a regular reply is. numbers: see `posts.message_of`."""
    number, name, stamp, printed, body = found.groups()
    posted_at = time_of(decode_entities(stamp))
    text = read_markup(body).text.strip("\n") if body else ""
    author = decode_entities(name).strip() or None
    return Message(
        thread_id=thread_id,
        message_id=number,
        number=int(number),
        is_opening=number == thread_id,
        text=text,
        posted_at=posted_at,
        author_name=author,
        is_default_name=author is None or author in names,
        time_precision="second" if posted_at else "none",
        posted_raw=decode_entities(printed).strip() or None,
        refs=tuple(_refs(body, board, thread_id, numbers)) if ">>" in text else (),
    )


def _refs(body: str, board: str, thread_id: str, numbers: frozenset[str] | None) -> Iterator[Ref]:
    seen: set[tuple[str, str]] = set()
    for mark in _MARKS.findall(body):
        number, place, thread = map(decode_entities, mark)
        ref = ref_of(number, place, thread, board, thread_id, numbers)
        if ref is not None and (key := (ref.board or "", ref.message_id)) not in seen:
            seen.add(key)
            yield ref
