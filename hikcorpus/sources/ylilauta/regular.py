"""A reply as today's pages write most of them -> message, without a tree: what `posts` makes of the same element.

Source: the captured pages of September 2026 (see `cards`). Posts with anything else in them, or in other order, do not
match and are read by `posts`.
"""

import re
from collections.abc import Container, Sequence
from typing import Final

from hikcorpus.model import Attachment, Message
from hikcorpus.sources.base import Address
from hikcorpus.sources.cut import Cut, cut
from hikcorpus.sources.ylilauta.posts import attachment_of, country_of, refs_of, time_of, votes_of
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
_WORDS: Final = rf'<br ?/?>|{_LINK}|{_MARK}|<span class="(?:quote|quote blue|spoiler)">{_INNER}</span>'
_PREVIEW: Final = (  # of the post that this one answers
    rf'<div class="post-ref short" data-post-id="[0-9]++"{_ATTRIBUTES}>\s*+(?:<img{_ATTRIBUTES} ?/?>\s*+)?+'
    rf'<span class="ref-meta">\s*+(?:<span{_ATTRIBUTES}>[^<]*+</span>\s*+)*+</span>\s*+'
    rf'<div class="post-message">[^<]*+(?:(?:{_WORDS})[^<]*+)*+</div>\s*+</div>'
)
_BODY: Final = rf"[^<]*+(?:(?:{_WORDS}|{_PREVIEW})[^<]*+)*+"
_FIGURE: Final = (
    rf"<figure{_ATTRIBUTES}>\s*+<picture>\s*+(?:<source{_ATTRIBUTES} ?/?>\s*+)*+<img{_ATTRIBUTES} ?/?>\s*+"
    r"(?:</source>)?+\s*+</picture>\s*+</figure>\s*+"
)
_POST: Final = compiled(
    r'<div class="post(?: op)?+" data-post-id="([0-9]{1,18})" data-user-id="([0-9]*+)" id="[^"<>]*+">\s*+'
    rf'<div class="post-meta">\s*+(?:<img class="flag"({_ATTRIBUTES}) ?/?>\s*+)?+'
    rf'(?:<span class="username"{_ATTRIBUTES}>([^<]*+)</span>\s*+)?+'
    r'<button class="text-tag (?:userid|op)" data-action="Thread\.highlightReplies">[^<]*+</button>\s*+'
    rf'<span class="time"(?: data-post-id="[0-9]*+")?+ data-timestamp="([^"<>]*+)"{_ATTRIBUTES}>[^<]*+</span>\s*+'
    r'(?:<button class="[^"<>]*+" (data-action="Post\.editHistory") data-post-id="[0-9]*+"></button>\s*+)?+'
    r'<div class="right">\s*+'
    rf'(?:<button class="[^"<>]*+" data-action="Post\.reply"{_ATTRIBUTES}>\s*+</button>\s*+)?+'
    rf'<button class="[^"<>]*+" data-action="Post\.upvote"{_ATTRIBUTES}>\s*+'
    r'<span class="post-upvotes" data-count="([^"<>]*+)">[^<]*+</span>\s*+</button>\s*+'
    rf'(?:<button class="[^"<>]*+" data-action="Post\.menu"{_ATTRIBUTES}>\s*+</button>\s*+)?+</div>\s*+</div>\s*+'
    rf'(?:<div>\s*+</div>\s*+)?+({_FIGURE})?+<div class="post-message">({_BODY})</div>\s*+'
    r'(?:<button class="post-replies post-button" data-action="Post\.expandReplies"(?: data-post-id="[0-9]*+")?+'
    r' data-replies="([^"<>]*+)">[^<]*+</button>\s*+)?+</div>\s*+'
)
_OPENING: Final = '<div class="post" data-post-id="0" id="%s">'
_PROOF: Final = (
    '<div><img src="data:,"><span>x</span><button>x</button><div><button><span>x</span></button></div></div><figure>'
    '<picture><source><img src="data:,"></picture></figure><div>x<br><span>x<a><span></span><span>x</span></a></span>'
    '<div><img src="data:,"><span><span>x</span></span><div>x<br></div></div></div><button>x</button></div>'
)
_TARGETS: Final = compiled("|".join(one.replace('"[0-9]++"', '"([0-9]++)"', 1) for one in (_MARK, _PREVIEW)))
_GIVEN: Final = compiled(r' ([a-z-]++)="([^"]*+)"')


def page_of(html: str) -> Cut:
    """The page as a tree without its regular replies, and these."""
    return cut(html, _POST, _OPENING, _PROOF, ("div.post[data-post-id]",))


def replies_to(found: re.Match[str]) -> tuple[str, ...]:
    """Ids of the posts that the button of a regular reply says reply to it."""
    return tuple(one.strip() for one in decode_entities(found[10]).split(",")) if found[10] is not None else ()


def message_of(
    found: re.Match[str],
    address: Address,
    default_names: frozenset[str],
    replies: Sequence[str],
    on_page: Container[str],
) -> tuple[Message, bool]:
    """The message that a regular reply is, and whether the page marks it as edited. See `posts.message_of`."""
    number, user, flag, name, stamp, edited, votes, figure, body, _ = found.groups()
    author = (decode_entities(name).strip() or None) if name else None
    stamp = decode_entities(stamp) or None
    posted_at = time_of(stamp)
    targets = list(replies)
    if 'data-post-id="' in body:
        targets[:0] = [mark or preview for mark, preview in _TARGETS.findall(body)]
        body = _TARGETS.sub("", body)
    message = Message(  # by place: names would cost as much again
        address.thread_id or "",
        number,
        int(number),
        False,
        read_markup(body, newlines=True).text,
        posted_at,
        author,
        author is None or author in default_names,
        None,
        None,
        author,
        user or None,
        None,
        None,
        False,
        country_of(_given(flag)) if flag else None,
        "second" if posted_at else "none",
        stamp,
        None,
        tuple(refs_of(targets, address, on_page)) if targets else (),
        _attachments(figure) if figure else (),
        votes_of(decode_entities(votes)),
    )
    return message, edited is not None


def _given(attributes: str) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in _GIVEN.findall(attributes):
        given.setdefault(name, decode_entities(value))
    return given


def _attachments(figure: str) -> tuple[Attachment, ...]:
    found = attachment_of(_given(figure.partition(">")[0]))
    return (found,) if found is not None else ()
