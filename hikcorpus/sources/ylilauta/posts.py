"""One post of a saved Ylilauta page -> message. See `ylilauta` for the page."""

from collections.abc import Container, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hikcorpus.model import Attachment, Message, Ref
from hikcorpus.sources.base import Address
from hikcorpus.text.markup import read_markup

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


def message_of(
    node: "LexborNode",
    address: Address,
    default_names: frozenset[str],
    replies_to: Sequence[str],
    on_page: Container[str],
) -> tuple[Message, bool]:
    """The message of a `div.post`, and whether the page marks it as edited.

    replies_to: targets that other posts' reply buttons name. on_page: ids of all posts of the page.
    """
    number = node.attributes.get("data-post-id") or ""
    meta = _child(node, "post-meta")
    body = _child(node, "post-message")
    outgoing = _outgoing(body) if body else []
    name = meta.css_first("span.username") if meta else None
    author = name.text().strip() if name else ""
    flag = meta.css_first("img.flag") if meta else None
    stamp, posted_at = _time(meta)
    votes = meta.css_first("span.post-upvotes") if meta else None
    classes = (node.attributes.get("class") or "").split()
    message = Message(
        thread_id=address.thread_id or "",
        message_id=number,
        number=int(number),
        is_opening="op-post" in classes,
        text=_text(body) if body else "",
        posted_at=posted_at,
        author_name=author or None,
        is_default_name=not author or author in default_names,
        account_id=author or None,
        poster_id=node.attributes.get("data-user-id") or None,
        country=_country(flag) if flag else None,
        time_precision="second" if posted_at else "none",
        posted_raw=stamp,
        refs=tuple(_refs([*outgoing, *replies_to], address, on_page)),
        attachments=tuple(_attachments(node)),
        votes=int("0" + (votes.attributes.get("data-count") or "")) if votes else None,
    )
    return message, meta is not None and meta.css_first('[data-action="Post.editHistory"]') is not None


def _child(node: "LexborNode", name: str) -> "LexborNode | None":
    """The direct child of that class: the previews inside a message have the same classes."""
    for child in node.iter():
        if name in (child.attributes.get("class") or "").split():
            return child
    return None


def _outgoing(body: "LexborNode") -> list[str]:
    """Targets of the reply marks of a message, in order, without those inside previews."""
    targets: list[str] = []
    for mark in body.css(".ref[data-post-id], .post-ref[data-post-id]"):
        above = mark.parent
        while above is not None and above != body:
            if "post-ref" in (above.attributes.get("class") or "").split():
                break
            above = above.parent
        if above is None or above == body:
            targets.append(mark.attributes.get("data-post-id") or "")
    return targets


def _refs(targets: list[str], address: Address, on_page: Container[str]) -> Iterator[Ref]:
    """The address of a mark is `/post/N`: it names no thread; only where posts of the page stand is known."""
    for target in dict.fromkeys(targets):
        if target.isdecimal():
            yield Ref(target, address.board, address.thread_id) if target in on_page else Ref(target)


def _text(body: "LexborNode") -> str:
    """The poster's own words: without previews of quoted posts and without the labels inside reply marks."""
    for foreign in body.css(".post-ref, .ref .icon-reply, .ref .text-tag"):
        foreign.decompose()
    return read_markup(body.inner_html or "", newlines=True).text


def _time(meta: "LexborNode | None") -> tuple[str | None, datetime | None]:
    node = meta.css_first("span.time[data-timestamp]") if meta else None
    stamp = (node.attributes.get("data-timestamp") or "") if node else ""
    try:
        return stamp or None, datetime.fromtimestamp(int(stamp), UTC)
    except (ValueError, OverflowError, OSError):
        return stamp or None, None


def _country(flag: "LexborNode") -> str | None:
    return flag.attributes.get("alt") or flag.attributes.get("title") or None


def _attachments(node: "LexborNode") -> Iterator[Attachment]:
    """Direct children only; the file's id is its digest, because the same file has the same id everywhere."""
    for child in node.iter():
        if child.tag == "figure" and (kind := child.attributes.get("data-file-type")):
            size = child.attributes.get("data-file-size") or ""
            bytes_ = int(size) if size.isdecimal() and int(size) > 0 else None
            yield Attachment(kind.lower(), bytes_, child.attributes.get("data-file-id") or None)
