"""HTML pages of FoolFuuka: the posts in their elements -> the same `Post` that the API gives.

Sources: FoolCode/FoolFuuka `assets/themes/foolz/foolfuuka-theme-foolfuuka/src/Partial/Board.php`, `BoardComment.php`,
and pleebe/FoolFuuka's, which archives run today; the search pages in the samples, of the same templates.
The opening post is `article.thread#N` itself, its file, header and text beside the `aside.posts` with the replies;
a reply is `article.post#N` (`#N_M` a ghost), all in a `div.post_wrapper`. Replies are written with white space run
together, the opening post is not. Before each stands a stub that repeats its name, for when it is hidden.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from hikcorpus.sources.foolfuuka.posts import Media, Post
from hikcorpus.text.entities import decode_entities
from hikcorpus.text.markup import read_markup

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

NESTED: Final = (
    "article.post article[id], article.thread[id] > :not(aside) article[id], "
    "article.thread[id] article.thread[id], .stub article[id]"
)
"""Posts inside posts, which no page of the engine has: read, each would be written out again in those around it."""

_ID: Final = re.compile(r"([1-9][0-9]{0,17})(?:_([0-9]{1,9}))?\Z")
_LINK: Final = re.compile(r'<a href="([^"]{1,500})"[^<>]{0,200} data-function="highlight"')
_PLACE: Final = re.compile(r"/(\w{1,32})/(thread|last/[0-9]{1,6})/([1-9][0-9]{0,17})/?#")
_TITLE: Final = re.compile(r'<h2 class="post_title">(.*?)</h2>', re.DOTALL)
_AUTHOR: Final = re.compile(r'<span class="post_author">(.*?)</span>', re.DOTALL)
_TRIP: Final = re.compile(r'<span class="post_tripcode">(.*?)</span>', re.DOTALL)
_HASH: Final = re.compile(r'<span class="poster_hash">ID:([^<]{1,99})<')
_LEVEL: Final = re.compile(r'<span class="post_level[^"]*">\s*(?:##)?\s*([^<]{1,99}?)\s*<')
_MAIL: Final = re.compile(r'<a href="mailto:([^"]*)"')
_TIME: Final = re.compile(r'<time datetime="([^"]{1,40})"')
_FLAG: Final = re.compile(r'<span[^<>]*\sclass="flag flag-([\w-]{1,20})"')
_SIZE: Final = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)\s?([KMG]i?)?B, [0-9]{1,6}x[0-9]")
_NAME: Final = re.compile(r'<a\s[^<>]*class="post_file_filename"[^<>]*>([^<]*)<')
_WHOLE_NAME: Final = re.compile(r'class="post_file_filename"[^<>]*\stitle="([^"]*)"')
_MD5: Final = re.compile(r'<img[^<>]*\sdata-md5="([^"]{1,99})"')
_SIZES: Final = re.compile(r'<(?:span class="post_file_metadata"|div class="post_file")[^<>]*>\s*([^<]+)')
_UNITS: Final = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}


class Where(NamedTuple):
    """Board and thread that a post's own link names; part: the page shows only the thread's newest posts."""

    board: str
    thread_id: str
    part: bool


def openings(tree: "LexborHTMLParser") -> list["LexborNode"]:
    """The threads that begin on the page: one on a thread's page, several on the board's, none on a search page."""
    return tree.css("article.thread[id]")


def replies(tree: "LexborHTMLParser") -> list["LexborNode"]:
    """All posts of the page that open no thread on it."""
    return tree.css("article.post[id]")


def read_post(node: "LexborNode", *, op: bool) -> tuple[Post, Where | None] | None:
    """The post of an article, and where its own link says that it stands; None where it has no number."""
    attributes = node.attributes
    number = _ID.match(attributes.get("id") or "")
    if number is None:
        return None
    parts = _parts(node)
    head = parts.get("header", "")
    link = _LINK.search(head)
    place = _PLACE.search(decode_entities(link[1])) if link else None
    text = parts.get("text")
    post = Post(
        num=int(number[1]),
        subnum=int(number[2]) if number[2] else 0,
        thread_num=int(place[3]) if place else None,
        op=op,
        timestamp=_epoch(_TIME.search(head)),
        capcode=_found(_LEVEL, "post_level", head),
        email=unquote(mail) if (mail := _found(_MAIL, "mailto:", head)) else None,
        name=_line(_AUTHOR.search(head)),
        trip=_line(_TRIP.search(head)),
        title=_line(_TITLE.search(head)),
        comment_processed=text.strip() if text else None,
        poster_hash=_found(_HASH, "poster_hash", head),
        poster_country=_found(_FLAG, "flag flag-", head),
        sticky='<i class="icon-pushpin"' in head,
        locked='<i class="icon-lock"' in head,
        deleted='<i class="icon-trash"' in head,
        media=_media(parts["file"]) if "file" in parts else None,
    )
    return post, Where(place[1], place[3], part=place[2] != "thread") if place else None


def inside(node: "LexborNode") -> Iterator["LexborNode"]:
    """The elements that a post consists of: of a reply, those in its wrapper."""
    for child in node.iter():
        if child.tag == "div" and child.attributes.get("class") == "post_wrapper":
            yield from child.iter()
            return
    yield from node.iter()


def _parts(node: "LexborNode") -> dict[str, str]:
    """The HTML of header, text and file, by these names; of the text what is in it."""
    parts: dict[str, str] = {}
    for child in inside(node):
        if child.tag == "header":
            parts["header"] = child.html or ""
        elif child.tag == "div":
            name = child.attributes.get("class") or ""
            if name == "text" or name.startswith("text "):
                parts["text"] = child.inner_html or ""
            elif name in ("post_file", "thread_image_box"):
                parts["file"] = parts.get("file", "") + (child.html or "")
    return parts


def _found(pattern: re.Pattern[str], sign: str, head: str) -> str | None:
    """What most posts do not have; looking for the sign alone is much faster."""
    match = pattern.search(head) if sign in head else None
    return decode_entities(match[1]).strip() or None if match else None


def _line(match: re.Match[str] | None) -> str | None:
    """A one-line field; plugins put markup into some."""
    if match is None or not match[1]:
        return None
    text = read_markup(match[1]).text if "<" in match[1] else decode_entities(match[1])
    return " ".join(text.split()) or None


def _epoch(match: re.Match[str] | None) -> int | None:
    try:
        moment = datetime.fromisoformat(match[1]) if match else None
        return int(moment.timestamp()) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _media(html: str) -> Media:
    """Name, size and digest of a file; a size is printed as a rounded number of KiB or MiB."""
    name = _WHOLE_NAME.search(html) or _NAME.search(html)
    digest = _MD5.search(html)
    sizes = (size for text in _SIZES.findall(html) if (size := size_of(text)) is not None)
    return Media(
        media_filename=decode_entities(name[1]).strip() if name else "file.unknown",
        media_size=next(sizes, None),
        media_hash=decode_entities(digest[1]) if digest else None,
    )


def size_of(text: str) -> int | None:
    """`924KiB, 3287x4096` in bytes."""
    size = _SIZE.match(text.lstrip())
    return int(float(size[1]) * _UNITS[(size[2] or "")[:1]]) if size else None
