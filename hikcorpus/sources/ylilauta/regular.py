"""A reply as today's pages write most of them -> message, without a tree: what `posts` makes of the same element.

Source: the captured pages of September 2026 (see `cards`). Posts with names, flags, previews of others or anything else
in them do not match and are read by `posts`.
"""

import re
from collections.abc import Container, Sequence
from typing import Final

from hikcorpus.model import Attachment, Message
from hikcorpus.sources.base import Address
from hikcorpus.sources.cut import Cut, cut
from hikcorpus.sources.ylilauta.posts import attachment_of, refs_of, time_of, votes_of
from hikcorpus.text.entities import decode_entities
from hikcorpus.text.markup import read_markup
from hikcorpus.text.patterns import compiled

_ATTRIBUTES: Final = r'(?: [a-z-]++="[^"<>]*+")*+'
_MARK: Final = (
    r'<a class="ref" data-post-id="[0-9]++" href="[^"<>]*+"(?: rel="[^"<>]*+")?+><span class="icon-reply"></span>'
    r'(?:<span class="text-tag userid">[^<]*+</span>)?+</a>'
)
_LINK: Final = r'<a href="[^"<>]*+"(?: (?:rel|target)="[^"<>]*+")*+>[^<]*+</a>'
_INNER: Final = rf"[^<]*+(?:(?:<br ?/?>|{_LINK}|{_MARK})[^<]*+)*+"
_BODY: Final = rf'[^<]*+(?:(?:<br ?/?>|{_LINK}|{_MARK}|<span class="(?:quote|spoiler)">{_INNER}</span>)[^<]*+)*+'
_FIGURE: Final = (
    rf"<figure{_ATTRIBUTES}>\s*+<picture>\s*+(?:<source{_ATTRIBUTES} ?/?>\s*+)*+<img{_ATTRIBUTES} ?/?>\s*+"
    r"(?:</source>)?+\s*+</picture>\s*+</figure>\s*+"
)
_POST: Final = compiled(
    r'<div class="post" data-post-id="([0-9]{1,18})" data-user-id="([0-9]*+)" id="[^"<>]*+">\s*+'
    r'<div class="post-meta">\s*+'
    r'<button class="text-tag userid" data-action="Thread\.highlightReplies">[^<]*+</button>\s*+'
    rf'<span class="time"(?: data-post-id="[0-9]*+")?+ data-timestamp="([^"<>]*+)"{_ATTRIBUTES}>[^<]*+</span>\s*+'
    r'(?:<button class="[^"<>]*+" (data-action="Post\.editHistory") data-post-id="[0-9]*+"></button>\s*+)?+'
    rf'<div class="right">\s*+<button class="[^"<>]*+" data-action="Post\.reply"{_ATTRIBUTES}>\s*+</button>\s*+'
    rf'<button class="[^"<>]*+" data-action="Post\.upvote"{_ATTRIBUTES}>\s*+'
    r'<span class="post-upvotes" data-count="([^"<>]*+)">[^<]*+</span>\s*+</button>\s*+'
    rf'<button class="[^"<>]*+" data-action="Post\.menu"{_ATTRIBUTES}>\s*+</button>\s*+</div>\s*+</div>\s*+'
    rf'(?:<div>\s*+</div>\s*+)?+({_FIGURE})?+<div class="post-message">({_BODY})</div>\s*+'
    r'(?:<button class="post-replies post-button" data-action="Post\.expandReplies"(?: data-post-id="[0-9]*+")?+'
    r' data-replies="([^"<>]*+)">[^<]*+</button>\s*+)?+</div>\s*+'
)
_OPENING: Final = '<div class="post" data-post-id="0" id="%s">'
_PROOF: Final = (
    "<div><button>x</button><span>x</span><div><button><span>x</span></button></div></div><figure><picture><source>"
    '<img src="data:,"></picture></figure><div>x<br><span>x<a><span></span><span>x</span></a></span></div>'
    "<button>x</button></div>"
)
_TARGETS: Final = compiled(_MARK.replace('"[0-9]++"', '"([0-9]++)"', 1))
_GIVEN: Final = compiled(r' ([a-z-]++)="([^"]*+)"')


def page_of(html: str) -> Cut:
    """The page as a tree without its regular replies, and these."""
    return cut(html, _POST, _OPENING, _PROOF, ("div.post[data-post-id]",))


def replies_to(found: re.Match[str]) -> tuple[str, ...]:
    """Ids of the posts that the button of a regular reply says reply to it."""
    return tuple(one.strip() for one in decode_entities(found[8]).split(",")) if found[8] is not None else ()


def message_of(
    found: re.Match[str], address: Address, replies: Sequence[str], on_page: Container[str]
) -> tuple[Message, bool]:
    """The message that a regular reply is, and whether the page marks it as edited. See `posts.message_of`."""
    number, user, stamp, edited, votes, figure, body, _ = found.groups()
    stamp = decode_entities(stamp) or None
    posted_at = time_of(stamp)
    targets = list(replies)
    if 'class="ref"' in body:
        targets[:0] = _TARGETS.findall(body)
        body = _TARGETS.sub("", body)
    message = Message(
        thread_id=address.thread_id or "",
        message_id=number,
        number=int(number),
        is_opening=False,
        text=read_markup(body, newlines=True).text,
        posted_at=posted_at,
        is_default_name=True,
        poster_id=user or None,
        time_precision="second" if posted_at else "none",
        posted_raw=stamp,
        refs=tuple(refs_of(targets, address, on_page)) if targets else (),
        attachments=_attachments(figure) if figure else (),
        votes=votes_of(decode_entities(votes)),
    )
    return message, edited is not None


def _attachments(figure: str) -> tuple[Attachment, ...]:
    given: dict[str, str] = {}
    for name, value in _GIVEN.findall(figure.partition(">")[0]):
        given.setdefault(name, decode_entities(value))
    found = attachment_of(given)
    return (found,) if found is not None else ()
