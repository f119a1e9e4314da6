"""HTML pages of Fuuka, the archiver before FoolFuuka (warosu): thread pages -> the same `Post`.

Sources: eksopl/fuuka `templates.pl` (POSTS_INCLUDE), `cgi-board.pl`; the fragment of a search page of warosu in the
samples, which adds `itemprop` attributes. The opening post is a `div#pN` in `div.content`, a reply a `td.reply#pN`
(`subreply`, `#pN_M`: a ghost). `span.posttime[title]` is epoch milliseconds; the printed time is New York's clock
(or, after scripts ran, the reader's own).
"""

import re
from typing import TYPE_CHECKING, Final

from hikcorpus.sources.foolfuuka.pages import size_of
from hikcorpus.sources.foolfuuka.posts import Media, Post
from hikcorpus.text.entities import decode_entities
from hikcorpus.text.markup import read_markup

if TYPE_CHECKING:
    from collections.abc import Callable

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    Gone = Callable[[str, bool], bool]  # message id, marked as deleted -> whether its content goes

OPENING: Final = "div.content > div[id]"
REPLY: Final = "td.reply[id]"
NESTED: Final = f"{REPLY} {REPLY}, {OPENING} {REPLY}, div.content div.content"
"""Posts inside posts, which no page of the engine has."""

_ID: Final = re.compile(r"p([1-9][0-9]{0,17})(?:_([0-9]{1,9}))?\Z")
_TITLE: Final = re.compile(r'<span class="filetitle"[^<>]*>([^<]*)<')
_NAME: Final = re.compile(r'<span class="postername(?: (\w+))?"[^<>]*>((?:\s|<(?!/)[^<>]*>){0,8})([^<]*)<')
_TRIP: Final = re.compile(r'<span class="postertrip[^"]*"[^<>]*>([^<]*)<')
_MAIL: Final = re.compile(r'<a href="mailto:([^"]*)"')
_TIME: Final = re.compile(r'<span class="posttime"[^<>]* title="([0-9]{1,15})"')
_LINK: Final = re.compile(r'href="(?:[^"]*/)?(\w{1,32})/thread/S?([1-9][0-9]{0,17})(?:#p[0-9_]{1,30})?"')
_FILE: Final = re.compile(r"<span[^<>]*>File: ([^<]{1,500})")
_DIGEST: Final = re.compile(r'href="[^"]*/image/([\w-]{22})')
_MARK: Final = re.compile(r'<img[^<>]*\salt="(\[(?:DELETED|STICKY)\])"')
_STAFF: Final = {"mod": "Mod", "admin": "Admin", "dev": "Developer"}


def read_post(node: "LexborNode", *, op: bool) -> tuple[Post, str | None] | None:
    """The post of an element, and the board that its own link names; None where it is none."""
    number = _ID.match(node.attributes.get("id") or "")
    quote = node.css_first("blockquote") if number else None
    if number is None or quote is None:
        return None
    html = node.html or ""
    head = html[: html.find("<blockquote")]
    name, trip, title, time = (pattern.search(head) for pattern in (_NAME, _TRIP, _TITLE, _TIME))
    mail, link, file = (pattern.search(head) for pattern in (_MAIL, _LINK, _FILE))
    marks = _MARK.findall(head)
    paragraph = quote.css_first("p")
    digest = _DIGEST.search(head)
    post = Post(
        num=int(number[1]),
        subnum=int(number[2]) if number[2] else 0,
        thread_num=int(link[2]) if link else None,
        op=op,
        timestamp=int(time[1]) // 1000 if time else None,
        capcode=_STAFF.get(name[1]) if name and name[1] else None,
        email=decode_entities(mail[1]) if mail else None,
        name=_line(name[3]) if name else None,
        trip=_line(trip[1]) if trip else None,
        title=_line(title[1]) if title else None,
        comment_processed=((paragraph or quote).inner_html or "").strip(),
        sticky="[STICKY]" in marks,
        deleted="[DELETED]" in marks,
        media=Media(_file_name(file[1]), None, size_of(file[1]), digest[1] if digest else None) if file else None,
    )
    return post, link[1] if link else None


def is_fuuka(tree: "LexborHTMLParser") -> bool:
    """Whether posts of this engine stand on the page."""
    return tree.css_first("span.posttime[title]") is not None and tree.css_first("blockquote") is not None


def _file_name(text: str) -> str:
    """`1.37 MB, 440x248, name.gif` -> the name; names may hold commas."""
    return decode_entities(text.split(", ", 2)[-1]).strip()


def _line(html: str) -> str | None:
    return " ".join(read_markup(html).text.split()) or None


def blank_tree(tree: "LexborHTMLParser", gone: "Gone") -> bool:
    """Take the content of posts out of a page of Fuuka; whether any of them stood on it."""
    if tree.css_first(NESTED) is not None:  # refused as a thread: no message was ever read from it
        return False
    any_gone = False
    for node in tree.css(f"{OPENING}, {REPLY}"):
        number = _ID.match(node.attributes.get("id") or "")
        html = (node.html or "") if number else ""
        head = html[: html.find("<blockquote")] if "<blockquote" in html else ""
        if number is None or not head or not gone(number[0][1:], "[DELETED]" in _MARK.findall(head)):
            continue
        any_gone = True
        time, link = _TIME.search(head), _LINK.search(head)
        kept = f'<span class="posttime" title="{time[1]}"></span>' if time else ""
        kept += f"<a {link[0]}>No.</a>" if link else ""
        kept += "".join(f'<img alt="{mark}">' for mark in _MARK.findall(head))
        node.inner_html = f"{kept}<blockquote><p></p></blockquote>"
        if node.tag == "div":
            for repeated in tree.css("head title, h2"):
                repeated.inner_html = ""
    return any_gone
