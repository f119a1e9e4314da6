"""Bytes of a page of read.cgi: without posters' hosts, or without the content of some posts.

The page is read as Latin-1, so that every other byte stays as it came, whatever its charset.
"""

import re
from collections.abc import Set
from typing import Final

from hikcorpus.sources.dat.blank import stamp_of
from hikcorpus.sources.dat.lines import is_deleted
from hikcorpus.sources.dat.read_cgi_posts import Post, fields_of, posts_of
from hikcorpus.sources.dat.scrub import scrub_date, scrub_name
from hikcorpus.text.patterns import compiled

_CHARSET: Final = "latin-1"
_KEPT: Final = compiled(r"</?(?:span|div|section|details|summary|article|dl|dt|dd)\b[^<>]{0,400}>")
_TAG: Final = compiled(r"(<[^<>]*>)")
_SELF: Final = compiled(
    r"(?:id=\"zxcvtypo\" value=\"|<meta property=\"og:url\" content=\"|<link rel=\"canonical\" href=\""
    r"|<a [^<>]{0,200}?href=\")"
    r"([^\"'<>\s]{0,200}test/read\.cgi/[^/\"'<>\s]{1,100}/[0-9]{9,10})(?![0-9])"
)
_STATS: Final = compiled(r"<[^<>]{0,200}\bmetastats\b[^<>]{0,100}>[^<>]{0,60}<")
_COUNT: Final = compiled(r"</b>\s*(\([0-9]{1,5}\))\s*</h1>")
_STOP: Final = '<div class="stoplight stopred stopdone"></div>'
_CLOSING: Final = compiled(r"(?:\s|<br>|</(?!body|html)[a-z]{1,10}>)*+")
_CHARSET_NAMED: Final = compiled(r"<meta [^<>]{0,100}charset=[^<>]{0,60}>", re.IGNORECASE)


def scrub_read_cgi(body: bytes) -> bytes:
    """The page without hosts and addresses in the names and dates of its posts; all else byte for byte."""
    text = body.decode(_CHARSET)
    changes: list[tuple[int, int, str]] = []
    for post in posts_of(text)[0]:
        name, date = text[slice(*post.name)], text[slice(*post.date)]
        if "</b>" in name:
            _change(changes, post.name, name, scrub_name(name.encode(_CHARSET)).decode(_CHARSET))
        raw = date.encode(_CHARSET)
        if scrub_date(raw) != raw:  # text by text, so that the markup between them stays
            _change(changes, post.date, date, "".join(map(_scrubbed, _TAG.split(date))))
        if post.attributes is not None:
            user = text[slice(*post.attributes)]
            _change(changes, post.attributes, user, _scrubbed(user))
    return _changed(text, changes).encode(_CHARSET) if changes else body


def _scrubbed(piece: str) -> str:
    return piece if piece.startswith("<") else scrub_date(piece.encode(_CHARSET)).decode(_CHARSET)


def blank_read_cgi(body: bytes, wanted: Set[int]) -> bytes:
    """The page without the content of these posts; with the opening post goes all that repeats it: title, head, links.

    wanted: numbers.
    """
    text = body.decode(_CHARSET)
    posts = posts_of(text)[0]
    hit = [post for post in posts if post.number in wanted and not is_deleted(fields_of(text, post, ""))]
    shown = next((post for post in posts if post.number == 1), None)
    opening_goes = 1 in wanted and bool(posts) and (shown is None or shown in hit)  # the head repeats it on every page
    if not hit and not opening_goes:
        return body
    changes: list[tuple[int, int, str]] = []
    for post in hit:
        start, end = post.date
        date = text[start:end]
        stamp = stamp_of(date.encode(_CHARSET)).decode(_CHARSET)
        _change(changes, post.date, date, stamp + "".join(_KEPT.findall(date)))
        _change(changes, post.name, text[slice(*post.name)], "")
        _change(changes, post.text, text[slice(*post.text)], "")
        if post.mail is not None:
            _change(changes, post.mail, text[slice(*post.mail)], "")
        if post.attributes is not None:
            _change(changes, post.attributes, text[slice(*post.attributes)], "")
    if opening_goes:
        opening = min(posts, key=lambda post: post.start)
        start = _start(text, opening)
        changes = [change for change in changes if change[0] >= start]
        _change(changes, (0, start), text[:start], _head(text[:start]))
        end = max(post.text[1] for post in posts)
        _change(changes, (end, len(text)), text[end:], _foot(text[end:]))
    return _changed(text, changes).encode(_CHARSET)


def _start(text: str, post: Post) -> int:
    """Where the element of the first post begins: with its `data-userid`, if it has one."""
    if post.attributes is not None:
        return text.rfind("<", 0, post.attributes[0])
    return post.start


def _head(text: str) -> str:
    """What a page needs to be read as the same page: that it is read.cgi's, which thread, how many posts."""
    charset, place = _CHARSET_NAMED.search(text), _SELF.search(text)
    stats, count = _STATS.search(text), _COUNT.search(text)
    return (
        f"<html><head>{charset[0] if charset else ''}</head><body><!-- read.cgi ver -->"
        + (f'<input type="hidden" id="zxcvtypo" value="{place[1]}">' if place else "")
        + (f"<h1><b></b>{count[1]}</h1>" if count else "<h1></h1>")
        + (f"{stats[0]}/li>" if stats else "")
        + (_STOP if _STOP[:-7] in text else "")
    )


def _foot(text: str) -> str:
    closing = _CLOSING.match(text)
    return (closing[0] if closing else "") + (_STOP if _STOP[:-7] in text else "") + "</body></html>"


def _change(changes: list[tuple[int, int, str]], place: tuple[int, int], before: str, after: str) -> None:
    if before != after:
        changes.append((*place, after))


def _changed(text: str, changes: list[tuple[int, int, str]]) -> str:
    out, last = [], 0
    for start, end, new in sorted(changes):
        if start < last:  # within what has gone already
            continue
        out.append(text[last:start])
        out.append(new)
        last = end
    out.append(text[last:])
    return "".join(out)
