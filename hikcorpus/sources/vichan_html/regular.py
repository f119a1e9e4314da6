"""A reply as vichan's own template writes it -> message, without a tree: what `posts` makes of the same element.

Source: vichan 5.2 `templates/post_reply.html`, `templates/post/*.html`; the recorded engine. Posts of other versions,
with other elements in them or elements inside one another, do not match and are read by `posts`.
"""

import re
from datetime import datetime
from typing import Final

from hikcorpus.model import Attachment, Message
from hikcorpus.sources.vichan_html.posts import country_of, file_of, instant
from hikcorpus.sources.yotsuba.refs import PageRefs
from hikcorpus.text.entities import decode_entities
from hikcorpus.text.markup import read_markup
from hikcorpus.text.patterns import compiled

_LINK: Final = r'<a (?:onclick="[^"<>]*+" )?href="[^"<>]*+"(?: rel="[^"<>]*+")?(?: target="[^"<>]*+")?>[^<]*+</a>'
_INNER: Final = rf"[^<]*+(?:(?:<br ?/?>|{_LINK})[^<]*+)*+"
_BODY: Final = (
    rf"[^<]*+(?:(?:<br ?/?>|{_LINK}|<span class=\"(?:quote|spoiler|heading)\">{_INNER}</span>"
    rf"|<em>{_INNER}</em>|<strong>{_INNER}</strong>)[^<]*+)*+"
)
_FILE: Final = (
    r'<div class="file(?: multifile)?"(?: style="[^"<>]*+")?><p class="fileinfo"><span>[^<]*+<a href="[^"<>]*+">[^<]*+'
    r'</a></span>\s*+<span class="unimportant">[^<]*+(?:<a href="[^"<>]*+"(?: [a-z]++="[^"<>]*+")*+>[^<]*+</a>[^<]*+)?'
    r'</span></p><a href="[^"<>]*+"(?: [a-z]++="[^"<>]*+")*+>'
    r'<img class="post-image" src="[^"<>]*+"(?: style="[^"<>]*+")?\s*+alt="[^"<>]*+"(?: data-md5="[^"<>]*+")? ?/?>'
    r"</a></div>"
)
POST: Final = compiled(
    r'<div class="post reply" id="reply_([0-9]{1,15})"><p class="intro"><a id="[0-9]++" class="post_anchor"></a>'
    r'<input type="checkbox" class="delete" name="[^"<>]*+" id="[^"<>]*+" /><label for="[^"<>]*+">'
    r'(?:<span class="subject">([^<]*+)</span> ?)?'
    r'(?:<a class="email" href="([^"<>]*+)">)?+<span  ?class="name">([^<]*+)</span>'
    r'(?:<span  ?class="trip">([^<]*+)</span>)?'
    r"(?(3)</a>)"
    r'(?: <img class="(flag(?: [^"<>]*+)?)" src="([^"<>]*+)"(?: [a-z]++="[^"<>]*+")*+ ?/?>)?'
    r'\s*+<time datetime="(?:([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})0|([^"<>]*+))">([^<]*+)</time>'
    r'</label>\s*+(?:<span class="poster_id">([^<]*+)</span>)?+(?:&nbsp;)?'
    r'(?:<a class="post_no"(?: id="[^"<>]*+")?+ onclick="[^"<>]*+" href="[^"<>]*+">[^<]*+</a>){2}</p>\s*+'
    rf'<div class="files [^"<>]*+">(\s*+|(?:{_FILE})++)</div>\s*+<div class="body" ?>({_BODY})</div></div><br ?/?>'
)
OPENING: Final = '<div class="post reply" id="%s">'
PROOF: Final = (
    '<p class="intro"><a href="x">x</a><input type="checkbox"><label><span>x</span><a><span>x</span></a>'
    '<img src="data:,"><time>x</time></label>x</p><div class="files"><div><p><span>x<a>x</a></span></p><a><img '
    'src="data:,"></a></div></div><div>x<br><em>x</em><strong>x</strong></div></div>'
)
_ATTACHED: Final = compiled(
    r'<p class="fileinfo"><span>[^<]*+<a href="([^"]*)".*?<img [^<>]*?(?: data-md5="([^"]*)")? ?/?></a></div>'
)


def message_of(found: re.Match[str], thread_id: str, defaults: frozenset[str], refs: PageRefs) -> Message:
    """The message that a regular reply is."""
    number, subject, mail, name, trip, flag, flag_file, stamp, odd_stamp, printed, poster, files, body = found.groups()
    marked = read_markup(body) if body else None
    name, trip, poster = _line(name), _line(trip), _line(poster)
    posted_at = _instant(stamp, odd_stamp)
    mail = decode_entities(decode_entities(mail)).removeprefix("mailto:").strip() if mail else None
    return Message(  # by place: names would cost as much again
        thread_id,
        number,
        int(number),
        False,
        marked.text if marked else "",
        posted_at,
        name,
        name in defaults if name else not trip,
        trip,
        None,
        None,
        None if poster == "Heaven" else poster,
        None,
        mail or None,
        mail is not None and mail.lower() == "sage",
        country_of(decode_entities(flag), decode_entities(flag_file)) if flag else None,
        "second" if posted_at else "none",
        _line(printed),
        _line(subject),
        refs.read(marked) if marked else (),
        _attachments(files) if "<" in files else (),
    )


def _line(text: str | None) -> str | None:
    if not text:
        return None
    return (decode_entities(text) if "&" in text else text).strip() or None


def _instant(stamp: str | None, odd: str | None) -> datetime | None:
    """`2019-01-31T12:43:590` is most of them: PHP's offset behind the seconds, zero."""
    if stamp is None:
        return instant(decode_entities(odd)) if odd else None
    try:
        return datetime.fromisoformat(f"{stamp}+00:00")
    except ValueError:
        return None


def _attachments(files: str) -> tuple[Attachment, ...]:
    found = (file_of(decode_entities(href), decode_entities(digest)) for href, digest in _ATTACHED.findall(files))
    return tuple(one for one in found if one is not None)
