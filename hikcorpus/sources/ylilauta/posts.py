"""One post of a saved Ylilauta page of 2025-26 -> message. See `cards` for the page.

Each post's element is walked once: a selector for each of its parts would cost more than all the rest.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from hikcorpus.model import Attachment, Message, Ref
from hikcorpus.sources.base import Address
from hikcorpus.sources.ylilauta.cutting import inner_first
from hikcorpus.text.markup import read_markup

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


class Parts(NamedTuple):
    """Direct children of a post: the previews inside a message have the same classes."""

    meta: "LexborNode | None"
    body: "LexborNode | None"
    figures: "tuple[LexborNode, ...]"
    replies: tuple[str, ...]


class _Meta(NamedTuple):
    name: str | None
    country: str | None
    stamp: str | None
    votes: int | None
    is_edited: bool


def parts_of(node: "LexborNode") -> Parts:
    """What a `div.post` consists of; replies: ids of the posts that its button says reply to it."""
    meta: LexborNode | None = None
    body: LexborNode | None = None
    figures: list[LexborNode] = []
    replies: tuple[str, ...] = ()
    for child in node.iter():
        given = child.attributes
        classes = (given.get("class") or "").split()
        if "post-meta" in classes:
            meta = meta or child
        elif "post-message" in classes:
            body = body or child
        elif child.tag == "figure":
            figures.append(child)
        elif "post-replies" in classes:
            replies = tuple(one.strip() for one in (given.get("data-replies") or "").split(","))
    return Parts(meta, body, tuple(figures), replies)


def message_of(
    node: "LexborNode",
    parts: Parts,
    address: Address,
    default_names: frozenset[str],
    replies_to: Sequence[str],
    on_page: Container[str],
) -> tuple[Message, bool]:
    """The message of a `div.post`, and whether the page marks it as edited.

    replies_to: targets that other posts' reply buttons name. on_page: ids of all posts of the page.
    """
    given = node.attributes
    number = given.get("data-post-id") or ""
    meta = _meta(parts.meta)
    text, outgoing = _written(parts.body)
    author = meta.name or None
    posted_at = time_of(meta.stamp)
    message = Message(
        thread_id=address.thread_id or "",
        message_id=number,
        number=int(number),
        is_opening="op-post" in (given.get("class") or "").split(),
        text=text,
        posted_at=posted_at,
        author_name=author,
        is_default_name=not author or author in default_names,
        account_id=author,
        poster_id=given.get("data-user-id") or None,
        country=meta.country,
        time_precision="second" if posted_at else "none",
        posted_raw=meta.stamp,
        refs=tuple(refs_of([*outgoing, *replies_to], address, on_page)),
        attachments=tuple(_attachments(parts.figures)) if parts.figures else (),
        votes=meta.votes,
    )
    return message, meta.is_edited


def whole(digits: str) -> int | None:
    """A number as the site writes one; None for anything else."""
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 18 else None


def votes_of(digits: str) -> int:
    """A count of votes; 0 for anything else, and for more than anybody has."""
    return (whole(digits) or 0) if len(digits) < 10 else 0


def _meta(node: "LexborNode | None") -> _Meta:
    name: str | None = None
    country: str | None = None
    stamp: str | None = None
    votes: int | None = None
    is_edited = False
    for part in node.traverse() if node is not None else ():
        tag = part.tag
        if tag == "span":
            given = part.attributes
            classes = (given.get("class") or "").split()
            if "time" in classes and stamp is None:
                stamp = given.get("data-timestamp") or None
            elif "post-upvotes" in classes and votes is None:
                votes = votes_of(given.get("data-count") or "")
            elif "username" in classes and name is None:
                name = part.text().strip()
        elif tag == "button":
            is_edited = is_edited or part.attributes.get("data-action") == "Post.editHistory"
        elif tag == "img" and country is None:
            given = part.attributes
            if "flag" in (given.get("class") or "").split():
                country = country_of(given)
    return _Meta(name, country, stamp, votes, is_edited)


def country_of(flag: Mapping[str, str | None]) -> str | None:
    """What a flag says, by its attributes."""
    return flag.get("alt") or flag.get("title") or None


def _written(body: "LexborNode | None") -> tuple[str, list[str]]:
    """The poster's own words, without previews of quoted posts and the labels inside reply marks; targets of the marks
    in order, without those inside previews.
    """
    if body is None:
        return "", []
    html = body.inner_html or ""
    targets: list[str] = []
    if "ref" in html and body.css_first(".ref, .post-ref") is not None:
        inside = {mark.mem_id for mark in body.css(".post-ref .ref, .post-ref .post-ref")}
        marks = {mark.mem_id: mark for mark in body.css(".ref[data-post-id], .post-ref[data-post-id]")}
        targets = [mark.attributes.get("data-post-id") or "" for at, mark in marks.items() if at not in inside]
        for foreign in inner_first(body, ".post-ref, .ref .icon-reply, .ref .text-tag"):
            foreign.decompose()
        html = body.inner_html or ""
    return read_markup(html, newlines=True).text, targets


def refs_of(targets: list[str], address: Address, on_page: Container[str]) -> Iterator[Ref]:
    """The address of a mark is `/post/N`: it names no thread; only where posts of the page stand is known."""
    for target in dict.fromkeys(targets):
        if whole(target) is not None:
            yield Ref(target, address.board, address.thread_id) if target in on_page else Ref(target)


def time_of(stamp: str | None) -> datetime | None:
    """The instant of an attribute `data-timestamp`, UTC."""
    try:
        return datetime.fromtimestamp(int(stamp or ""), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _attachments(figures: "Sequence[LexborNode]") -> Iterator[Attachment]:
    for figure in figures:
        found = attachment_of(figure.attributes)
        if found is not None:
            yield found


def attachment_of(given: Mapping[str, str | None]) -> Attachment | None:
    """The file of a figure, by its attributes; its id is its digest, because the same file has it everywhere."""
    kind = given.get("data-file-type")
    if not kind:
        return None
    size = whole(given.get("data-file-size") or "") or None  # 0: not known
    return Attachment(kind.lower(), size, given.get("data-file-id") or None)
