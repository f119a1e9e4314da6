"""The content of some posts out of a saved page of Ylilauta; and which selectors find nothing on it.

A blanked post keeps its element, id and time, and the button that tells who replied to it. Previews of it inside other
posts are the site's copies and are emptied too; words that others typed after it are theirs and stay. Of an opening
post the page's own title and descriptions repeat the words: they go as well. The page is written anew from its tree:
other posts parse as before, but not every byte is the same.
"""

import re
from collections.abc import Iterator, Set
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_EVERYWHERE: Final = {
    "data-user-id": "[data-user-id]",
    "post-meta": ".post-meta",
    "time": ".post-meta span.time[data-timestamp]",
    "post-message": ".post-message",
}
"""What every post has, on every page seen so far: a name for the alarm, and where it stands."""
_WORDS: Final = re.compile(r"[0-9]+(?:,[0-9]+)*\Z")


def missing_selectors(tree: "LexborHTMLParser") -> frozenset[str]:
    """`selector:NAME` for everything that every post should have and some post lacks."""
    lacking: set[str] = set()
    for post in tree.css("div.post[data-post-id]"):
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
    for copy in tree.css(".post-ref[data-post-id], .ref[data-post-id]"):
        if posts and _id(copy) in message_ids and "post-ref" in (copy.attributes.get("class") or "").split():
            copy.inner_html = ""
    if any("op-post" in (node.attributes.get("class") or "").split() for node in posts):
        for node in tree.css("head title, head script"):
            node.inner_html = ""
        for node in tree.css("head meta[content]"):
            if (node.attributes.get("name") or node.attributes.get("property") or "").rpartition(":")[2] in (
                *("description", "title", "keywords", "image", "author"),
            ):
                node.attrs["content"] = ""
    return bool(posts)


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
