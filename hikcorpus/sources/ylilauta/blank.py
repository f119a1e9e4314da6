"""The content of some posts out of a saved page of Ylilauta; and which selectors find nothing on it.

A blanked post keeps its element, id and time, and the button that tells who replied to it. Previews of it inside other
posts are the site's copies and are emptied too; words that others typed after it are theirs and stay. Of an opening
post the page's own title and descriptions repeat the words: they go as well. The page is written anew from its tree:
other posts parse as before, but not every byte is the same.
"""

import re
from collections.abc import Iterator, Sequence, Set
from typing import TYPE_CHECKING, Final

from hikcorpus.sources.ylilauta.cutting import inner_first, inside_others
from hikcorpus.sources.ylilauta.older import Look, number_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_EVERYWHERE: Final = {
    "data-user-id": "[data-user-id]",
    "post-meta": ".post-meta",
    "time": ".post-meta span.time[data-timestamp]",
    "post-message": ".post-message",
}
"""What every post has, on every page seen so far: a name for the alarm, and where it stands."""
_KEPT: Final = frozenset({"class", "id", "data-msgid", "data-id", "data-post-id", "data-board"})
_CONTENT: Final = (
    ".filecontainer, figure, .file, .post-file, a.file-content, .postuids, .postuid, .text-tag, .tag, .tags img, "
    ".postinfo img, .post-meta img, .upvote_count, .post-upvotes, .edits, [id^=edits_]"
)
_TAGS: Final = frozenset({"tag:tag", "tag:text", "tag:postedbyop", "tag:sage"})
_WORDS: Final = re.compile(r"[0-9]+(?:,[0-9]+)*\Z")


def missing_selectors(tree: "LexborHTMLParser") -> frozenset[str]:
    """`selector:NAME` for everything that every post should have and some post lacks."""
    lacking: set[str] = set()
    inside = inside_others(tree, "div.post[data-post-id]")
    for post in tree.css("div.post[data-post-id]"):
        if post.mem_id in inside:
            continue
        for name, selector in _EVERYWHERE.items():
            found = name in post.attributes if name.startswith("data-") else post.css_first(selector) is not None
            if not found:
                lacking.add(f"selector:{name}")
    return frozenset(lacking)


def blank_tree(tree: "LexborHTMLParser", message_ids: Set[str]) -> bool:
    """Take their content out of the tree; whether any of them stood in it."""
    posts = [node for node in tree.css("div.post[data-post-id]") if _id(node) in message_ids]
    for node in posts:
        _blank(node)
    for copy in inner_first(tree, ".post-ref[data-post-id], .ref[data-post-id]"):
        if posts and _id(copy) in message_ids and "post-ref" in (copy.attributes.get("class") or "").split():
            copy.inner_html = ""
    if any("op-post" in (node.attributes.get("class") or "").split() for node in posts):
        _blank_head(tree)
    return bool(posts)


def blank_older(tree: "LexborHTMLParser", nodes: "Sequence[LexborNode]", look: Look, message_ids: Set[str]) -> bool:
    """The same for a page of an older structure: its elements stay, emptied. nodes: of all posts, opening first."""
    blanked = [node for node in nodes if number_of(node, look) in message_ids]
    for node in blanked:
        _blank_older(node, look)
    if blanked and blanked[0].mem_id == nodes[0].mem_id:
        _blank_head(tree)
    return bool(blanked)


def _blank_older(post: "LexborNode", look: Look) -> None:
    for name in [name for name in post.attributes if name not in _KEPT]:
        del post.attrs[name]
    body = next(filter(None, (post.css_first(selector) for selector in look.body)), None)
    if body is not None:
        body.inner_html = ""
    for named in inner_first(post, f"{look.name}, .postsubject a, .postsubject .subject"):
        named.inner_html = ""
    for subject in post.css(".postsubject"):
        if subject.css_first("a[href]") is None or subject.tag == "a":
            subject.inner_html = ""
    for content in inner_first(post, _CONTENT):
        content.decompose()


def _blank_head(tree: "LexborHTMLParser") -> None:
    """The page's own title and descriptions repeat the words of the opening post."""
    for node in tree.css("head title, head script"):
        node.inner_html = ""
    for node in tree.css("head meta[content]"):
        if (node.attributes.get("name") or node.attributes.get("property") or "").rpartition(":")[2] in (
            *("description", "title", "keywords", "image", "author"),
        ):
            node.attrs["content"] = ""


def missing_in_older(nodes: "Sequence[LexborNode]", look: Look) -> frozenset[str]:
    """`selector:NAME` for times and texts that some post lacks; `tag:NAME` for tags beside a name nobody knows."""
    found: set[str] = set()
    inside = inside_others(nodes[0].parser, look.post)
    for node in nodes:
        if node.mem_id in inside:
            continue
        if node.css_first(look.time) is None:
            found.add("selector:time")
        if all(node.css_first(selector) is None for selector in look.body):
            found.add("selector:body")
        for tag in node.css(".tag"):
            found |= {f"tag:{name}" for name in (tag.attributes.get("class") or "").split()} - _TAGS
    return frozenset(found)


def _blank(post: "LexborNode") -> None:
    stamp = post.css_first(".post-meta span.time[data-timestamp]")
    time = (stamp.attributes.get("data-timestamp") or "") if stamp else ""
    clock = f'<span class="time" data-timestamp="{time}"></span>' if time.isascii() and time.isdigit() else ""
    post.inner_html = f'<div class="post-meta">{clock}</div><div class="post-message"></div>{"".join(_buttons(post))}'
    for name in [name for name in post.attributes if name not in ("class", "data-post-id", "id")]:
        del post.attrs[name]


def _buttons(post: "LexborNode") -> Iterator[str]:
    """Who replied to it: a fact about those posts."""
    for button in post.css("button.post-replies[data-replies]"):
        replies = (button.attributes.get("data-replies") or "").replace(" ", "")
        if _WORDS.match(replies):
            yield f'<button class="post-replies" data-replies="{replies}"></button>'


def _id(node: "LexborNode") -> str:
    return node.attributes.get("data-post-id") or ""
