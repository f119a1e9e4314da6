"""Posts of YBoard pages -> messages. See `engine` for the pages.

The engine's templates write every element one way and escape what people type (`htmlspecialchars`), so that no typed
character can look like them: pages are cut by these elements, without a tree, which is three times as fast.

Text: `nl2br`, so a break is `<br />` and a line feed; `>>N` are links while the post N stands and `span.invalid-ref`
or mere text once it is gone. ` (OP)`, ` (You)` inside the links are the engine's, in its language. Where a post quotes
both `>>12` and `>>123`, the engine links the first inside the second (str_replace); the digits say which was meant.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from hikcorpus.model import Attachment, Message, Ref
from hikcorpus.text.entities import decode_entities
from hikcorpus.text.markup import read_markup
from hikcorpus.text.patterns import compiled

OPENER: Final = "op"
"""Poster ID of posts that carry the engine's mark "by the one who opened this thread"; others have none."""

POST: Final = compiled(
    r'<div class="post (first-post|reply)[^"<>]*"\s+id="post-[0-9]{1,18}"\s+data-id="([0-9]{1,18})"\s*>'
)
_BODY: Final = '<blockquote class="message">', "</blockquote>"
_FIGURE: Final = '<figure class="post-file', "</figure>"
POST_LIKE: Final = ('<div class="post first-post', '<div class="post reply')
NAME: Final = compiled(r'(<span class="username">)([^<]*)(</span>)')
_OPENER: Final = '<span class="text-tag op">'
TIME: Final = compiled(r'<span class="post-time datetime">([^<]*)</span>')
_FILE_ID: Final = compiled(r'data-id="([0-9]{1,18})"')
_FILE_FACTS: Final = compiled(r"<span>([^<]*)</span>\s*+</figcaption>")
_SIZE: Final = compiled(r"([0-9]{1,12}(?:[.,][0-9]{1,4})?)\s?([KMG]?)(?:B|t)\b", re.IGNORECASE)
_WORD: Final = compiled(r"[A-Za-z0-9]{1,8}\Z")
_REF: Final = compiled(
    r'<a href="/post-[0-9]+" data-id="([0-9]+)" class="ref">(&gt;&gt;[0-9]+)(?: \([^<>()]*+\))?+</a>'
)
_REF_OPEN: Final = compiled(r'<a href="/post-[0-9]+" data-id="[0-9]+" class="ref">')
_NUMBER: Final = compiled(r">>([0-9]{1,18})(?![0-9])")
_QUOTE: Final = compiled(r'<span class="quote">(?!&gt;|&lt;)((?:[^<]++|<(?!/?span\b))*+)</span>')
_CLOCK: Final = compiled(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\Z")
_UNITS: Final = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}
_NESTED: Final = 8


def between(html: str, edges: tuple[str, str], start: int = 0) -> tuple[int, int] | None:
    """Where the first element of that kind begins and ends inside its tags; None where it is not whole.

    By `find`, which is linear however often an element is opened and never closed.
    """
    opened = html.find(edges[0], start)
    closed = html.find(edges[1], opened) if opened >= 0 else -1
    return (opened + len(edges[0]), closed) if closed >= 0 else None


def body_of(html: str) -> tuple[int, int] | None:
    """Where the message of a post's part of the page stands."""
    return between(html, _BODY)


def ends_of(found: Sequence[re.Match[str]], html: str) -> list[int]:
    """Where the parts end that begin with these matches."""
    return [*(match.start() for match in found), len(html)][1:]


class Written(NamedTuple):
    """What stands in a message: text, marks of replies, files."""

    text: str
    refs: tuple[Ref, ...]
    attachments: tuple[Attachment, ...]


class Around(NamedTuple):
    """What a post stands in: board, thread, the thread's subject, numbers of the posts shown, default names."""

    board: str
    thread_id: str
    subject: str | None
    shown: frozenset[str]
    defaults: frozenset[str]


def message_of(html: str, number: str, around: Around) -> Message | None:
    """The message of a post's part of the page; None where it has no message element."""
    body = body_of(html)
    if body is None:
        return None
    head = html[: body[0]]
    name = NAME.search(head)
    author = decode_entities(name[2]).strip() if name else ""
    is_default = not author or author in around.defaults
    clock = TIME.search(head)
    printed = clock[1].strip() if clock else ""
    posted_at = _instant(printed)
    text, refs, attachments = _written(html[body[0] : body[1]], around)
    return Message(  # by place: names would cost as much again
        around.thread_id,
        number,
        int(number),
        number == around.thread_id,
        text,
        posted_at,
        author or None,
        is_default,
        None,
        None,
        None if is_default else author,
        OPENER if _OPENER in head else None,
        None,
        None,
        False,
        None,
        "second" if posted_at else "none",
        printed or None,
        around.subject if number == around.thread_id else None,
        refs,
        attachments,
    )


def _instant(printed: str) -> datetime | None:
    """The engine prints UTC without saying so; its script makes local time of it."""
    if not _CLOCK.match(printed):
        return None
    try:
        return datetime.fromisoformat(f"{printed}+00:00")
    except ValueError:
        return None


def _written(html: str, around: Around) -> Written:
    attachments: tuple[Attachment, ...] = ()
    if "<figure" in html:
        figures, html = _cut(html)
        attachments = tuple(map(_file, figures))
    linked: set[str] = set()
    if 'class="ref"' in html:

        def unlinked(match: re.Match[str]) -> str:
            linked.add(match[1])
            return match[2]

        for _ in range(_NESTED):
            html = _REF.sub(unlinked, html)
            if 'class="ref"' not in html:
                break
        else:
            html = _REF_OPEN.sub("", html)
    if 'class="quote"' in html:
        html = (
            _QUOTE.sub(_quoted, html).replace("<br /></span>\n", "</span><br>").replace("<br></span>\n", "</span><br>")
        )
    text = read_markup(html.strip().replace("<br />\n", "<br>").replace("<br>\n", "<br>"), newlines=True).text
    return Written(text, tuple(_refs(text, linked, around)) if ">>" in text else (), attachments)


def _refs(text: str, linked: set[str], around: Around) -> Iterator[Ref]:
    """In the order of the text. A mark without a link: the post is gone, or never was.

    A mark names no thread: where the target is not shown here, it may stand in any thread of the site.
    """
    for number in dict.fromkeys(_NUMBER.findall(text)):
        alive = number in linked or any(number[:length] in linked for length in range(1, len(number)))
        here = number in around.shown
        board, thread_id = (around.board, around.thread_id) if here else (None, None)
        yield Ref(number, board, thread_id, dangling=not alive and not here)


def _quoted(match: re.Match[str]) -> str:
    """`[quote]` by hand: its lines begin like other quotes."""
    return match[1] if not match[1].strip() else "&gt; " + match[1].replace("\n", "\n&gt; ")


def _cut(html: str) -> tuple[list[str], str]:
    """The figures of a message, and the message without them."""
    figures: list[str] = []
    rest: list[str] = []
    last = 0
    while (found := between(html, _FIGURE, last)) is not None:
        rest.append(html[last : found[0] - len(_FIGURE[0])])
        figures.append(html[found[0] : found[1]])
        last = found[1] + len(_FIGURE[1])
    return figures, "".join([*rest, html[last:]])


def _file(figure: str) -> Attachment:
    """Type and size as the caption prints them, size rounded by the engine to 1/100 of its unit; digest: the file's
    own number, the same wherever this file hangs.
    """
    facts = _FILE_FACTS.search(figure[figure.rfind("<span>") :])
    words = facts[1].split() if facts else []
    size = _SIZE.search(facts[1]) if facts else None
    kind = words[-1].lower() if words and _WORD.match(words[-1]) else ""
    number = _FILE_ID.search(figure)
    return Attachment(
        kind,
        round(float(size[1].replace(",", ".")) * _UNITS[size[2].upper()]) if size else None,
        number[1] if number else None,
    )
