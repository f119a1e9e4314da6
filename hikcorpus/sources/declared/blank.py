"""The content of some posts out of a page, and which selectors find nothing on it.

A blanked post keeps the elements that hold its id and date (and those that other posts stand in), with the attributes
that a description can look for; all else of it goes. With an opening post go the thread's title and the page's own
descriptions of it. The page is written anew from its tree: other posts parse as before.
"""

import re
from collections.abc import Iterable, Set
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple
from zoneinfo import ZoneInfo

from hikcorpus.config.value import TEXTS, Value
from hikcorpus.sources.declared.places import Found, Posts, folded, taken, whole
from hikcorpus.sources.declared.plan import Plan

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_KEPT: Final = ("post.id", "post.number", "post.date", "post.deleted")
_GIVEN_AWAY: Final = ("author", "account", "tripcode", "capcode", "poster_id", "mail", "country", "subject", "votes")
_ANY_DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)  # only the words of a date are asked for
_UTC: Final = ZoneInfo("UTC")
_ATTRIBUTE: Final = re.compile(r"\[\s*([\w:-]+)")


def missing_fields(plan: Plan, posts: Posts) -> frozenset[str]:
    """`selector:FIELD` for each field that every post should have and some post of the page lacks."""
    deleted = posts.holds(plan["post.deleted"])
    out = set()
    for field in plan.file.post.every:
        values = plan[f"post.{field}"]
        found = posts.texts(values)
        if values and any(text is None and not gone for text, gone in zip(found, deleted, strict=True)):
            out.add(f"selector:{field}")
    return frozenset(out)


def blanked(plan: Plan, posts: Posts, message_ids: Set[str], thread_id: str, *, opening: bool) -> str | None:
    """The page without the content of these posts; None where none of them stands on it.

    opening: the first post of the page is the thread's opening message.
    """
    prefix = f"{thread_id}." if plan.file.post.numbered == "thread" else ""
    ids = posts.texts(plan["post.id"])
    going = {number for number, post_id in enumerate(ids) if post_id and f"{prefix}{post_id}" in message_ids}
    if not going:
        return None
    _empty(plan, posts, going)
    if opening and 0 in going:
        _forget_title(plan, posts)
    return posts.page.tree.html or ""


def _empty(plan: Plan, posts: Posts, going: set[int]) -> None:
    kept = _kept(plan, posts, going)
    keeping = _elements_kept([*posts.starts, *(one.node for one in kept), *posts.column(plan.text)])
    doomed: list[LexborNode] = []
    bare: list[LexborNode] = []
    here, ends = -1, _ends(posts)
    for node in posts.page.tree.root.traverse(include_text=True) if posts.page.tree.root else ():
        number = posts.number.get(node.mem_id)
        if number is not None:
            here = number
        elif node.mem_id in ends:
            here = -1
        if here in going:
            (bare if node.mem_id in keeping else doomed).append(node)
    for node in doomed:
        node.decompose()
    attributes = _attributes_kept(plan)
    taken_from = {(one.node.mem_id, one.value.take) for one in kept}
    for node in bare:
        for name in [*node.attributes]:
            if name not in attributes and (node.mem_id, name) not in taken_from:
                del node.attrs[name]
    for one in kept:
        if one.value.take == "after":
            one.node.insert_after(one.words)
        elif one.value.take in TEXTS:
            one.node.insert_child(one.words)


class _Kept(NamedTuple):
    """Where an id or a date was found, and the words that tell it."""

    node: "LexborNode"
    value: Value
    words: str


def _kept(plan: Plan, posts: Posts, going: set[int]) -> list[_Kept]:
    out: dict[tuple[int, str], _Kept] = {}
    for key in _KEPT:
        for number in going:
            for value in plan[key]:
                node = posts.column(value.selector)[number] if value.selector else posts.starts[number]
                if node is None or (taken(node, value) is None and key != "post.deleted"):
                    continue
                words = whole(node, value)
                if value.pattern is not None and (match := value.pattern.search(words)):
                    words = match[0]
                elif key == "post.date":
                    moment = plan.dates.read(words, _ANY_DAY, _UTC)
                    words = moment.told if moment else ""
                elif key == "post.deleted":
                    words = ""
                out.setdefault((node.mem_id, value.take), _Kept(node, value, words))
                break
    return [*out.values()]


def _ends(posts: Posts) -> set[int]:
    """The element with which what belongs to the last post ends: the next one behind it."""
    if not posts.starts or posts.flat:
        return set()
    here: LexborNode | None = posts.starts[-1]
    while here is not None:
        behind = here.next
        while behind is not None and not behind.is_element_node:
            behind = behind.next
        if behind is not None:
            return {behind.mem_id}
        here = here.parent
    return set()


def _elements_kept(nodes: "Iterable[LexborNode | None]") -> set[int]:
    """These and all that they stand in."""
    keeping: set[int] = set()
    for node in nodes:
        here = node
        while here is not None and here.mem_id not in keeping:
            keeping.add(here.mem_id)
            here = here.parent
    return keeping


def _attributes_kept(plan: Plan) -> frozenset[str]:
    """Attributes by which what is kept is found; never one that a field of content is taken from."""
    names = set(_ATTRIBUTE.findall(plan.selector("post.each")))
    for key in (*_KEPT, "post.text"):
        for value in plan[key]:
            names.update(_ATTRIBUTE.findall(value.selector))
    content = {value.take for key in _GIVEN_AWAY for value in plan[f"post.{key}"]}
    return frozenset(names - content | {"class", "id"})


def _forget_head(page: Found) -> None:
    for node in page.tree.css("head title"):
        node.inner_html = ""
    for node in page.tree.css("head meta[content]"):
        name = (node.attributes.get("name") or node.attributes.get("property") or "").rpartition(":")[2]
        if name in ("description", "title", "keywords", "image", "author"):
            node.attrs["content"] = ""


def _forget_title(plan: Plan, posts: Posts) -> None:
    page = posts.page
    title = (page.first(plan["thread.title"]) or "").strip()
    _forget_head(page)
    for value in plan["thread.title"]:
        if value.selector:
            for node in page.tree.css(value.selector):
                node.inner_html = ""
    if not title:
        return
    for node in page.tree.css("head link[title], input[value]"):
        for name in ("title", "value"):
            if title in (node.attributes.get(name) or ""):
                node.attrs[name] = ""
    for node in [*page.tree.body.traverse(include_text=True)] if page.tree.body is not None else ():
        if node.is_text_node and folded(node.text_content or "") == title and not _in_a_post(node, posts):
            node.decompose()


def _in_a_post(node: "LexborNode", posts: Posts) -> bool:
    here: LexborNode | None = node
    while here is not None:
        if here.mem_id in posts.number:
            return True
        here = here.parent
    return False
