"""A reply as miniboard's own template writes it -> its parts, without a tree: what `posts` finds in the same element.

Source: minilauta/miniboard `templates/components/post_reply.phtml`; the recorded replies. Posts with other elements in
them, or elements inside one another, do not match and are read from the tree.
"""

import re
from typing import Final

from hikcorpus.sources.cut import Cut, cut
from hikcorpus.sources.miniboard.posts import POSTS, Parts, file_of
from hikcorpus.text.entities import decode_entities
from hikcorpus.text.patterns import compiled

_LINK: Final = (
    r"(?:<a class='reference'(?: data-[a-z_]++='[^'<>]*+')*+ href='[^'<>]*+'>"
    r'|<a href="[^"<>]*+"(?: (?:target|rel)="[^"<>]*+")*+>)[^<]*+</a>'
)
_INNER: Final = rf"[^<]*+(?:(?:<br ?/?>|{_LINK})[^<]*+)*+"
_BODY: Final = (
    rf"[^<]*+(?:(?:<br ?/?>|{_LINK}|<span class=\"(?:quote|spoiler|kaomoji)\">{_INNER}</span>|<b>{_INNER}</b>"
    rf"|<i>{_INNER}</i>)[^<]*+)*+"
)
_FILE: Final = (
    r"<div class='file-info break-words'>[^<]*+<a href='([^'<>]*+)' target='_blank'>[^<]*+</a>[^<]*+</div>\s*+"
    r"(?:<div class='file-thumb'>\s*+<a(?: [a-z]++='[^'<>]*+')*+>\s*+<img(?: [a-z]++='[^'<>]*+')*+>\s*+</a>"
    r"\s*+</div>\s*+)?"
    r"<div class='file-data' style='display:none;'>[^<]*+</div>\s*+"
    r"(?:<div  ?class='audio-album' style='display:none;'>[^<]*+</div>\s*+)?"
)
_POST: Final = compiled(
    r'<div class="post-container reply-container" id="[^"<>]*+">\s*+<div class="post-dash">[^<]*+</div>\s*+'
    r'<div class="post reply" id="([A-Za-z0-9_]{1,32})-([0-9]{1,15})" data-parent_id="([0-9]++)">\s*+'
    r'<div class="post-info">\s*+<label>\s*+<span class="post-number">[^<]*+</span>\s*+'
    r'<input type="checkbox" name="delete\[\]" value="[^"<>]*+">\s*+<span class="post-subject">([^<]*+)</span>\s*+'
    r"(?:<a href='mailto:([^'<>]*+)'>)?+<span class='post-name'>([^<]*+)</span>(?(5)</a>)"
    r"(?:<span class='post-trip'>([^<]*+)</span>)?+\s*+"
    r"(?:<span class='post-hashid'>[^<]*+<span class='post-hashid-hash'>([^<]*+)</span>[^<]*+</span>\s*+)?+"
    r"(?:<span class='flag ([^'<>]*+)' title='[^'<>]*+'></span>\s*+)?+"
    r"<span class='post-datetime'>([^<]*+)</span>\s*+</label>\s*+"
    r'<span class="post-id">\s*+<a href="[^"<>]*+">[^<]*+</a><a href="[^"<>]*+">[^<]*+</a>\s*+</span>\s*+'
    r'<a href="#" class="dd-menu-btn"(?: data-[a-z_]++="[^"<>]*+")*+>[^<]*+</a>\s*+</div>\s*+'
    rf'(?:{_FILE})?+<div class="post-message-wrapper">\s*+<div class="post-message">({_BODY})</div>'
    r"(?:\s*+</div>){3}\s*+"
)
_OPENING: Final = '<div class="post reply" id="%s">'
_PROOF: Final = (
    '<div>x</div><div><div><label><span>x</span><input type="checkbox"><a><span>x</span></a></label><a>x</a></div><div>'
    '<a><img src="data:,"></a></div><div><div>x<br><span>x<a>x</a></span><b>x</b><i>x</i></div></div></div></div>'
)


def page_of(html: str) -> Cut:
    """The page as a tree without its regular replies, and these."""
    return cut(html, _POST, _OPENING, _PROOF, (POSTS,))


def parts_of(found: re.Match[str]) -> Parts:
    """The parts of a regular reply."""
    _, _, _, subject, mail, name, trip, poster, flag, stamp, file, body = found.groups()
    return Parts(
        name=_line(name),
        trip=_line(trip),
        poster=_line(poster),
        subject=_line(subject),
        stamp=_line(stamp),
        mail=(decode_entities(decode_entities(f"mailto:{mail}")).removeprefix("mailto:").strip() or None)
        if mail
        else None,
        flag=f"flag {decode_entities(flag)}" if flag is not None else None,
        body=body.replace("\u00a0", "&nbsp;").strip(),
        attachments=(file_of(decode_entities(file)),) if file is not None else (),
    )


def _line(text: str | None) -> str | None:
    return (decode_entities(text).strip() or None) if text else None
