"""The content of some posts out of a page of vichan's family, or out of a thread's own bytes; and what posts lack.

A blanked post keeps its element, number and time; an opening post also the icons of its thread and how many replies a
page left out. Its words in the page's head go too. The page is written anew from its tree: others parse as before.
"""

from collections.abc import Set
from html import escape
from typing import TYPE_CHECKING, Final

from hikcorpus.sources.vichan_html.posts import NUMBER, Parts, classes
from hikcorpus.sources.vichan_html.threads import posts_of, threads_on

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_ICONS: Final = ("fa-thumb-tack", "fa-lock", "fa-refresh", "Sticky", "Locked", "Cyclical")
_META: Final = frozenset({"description", "twitter:title", "twitter:description", "twitter:image"})
_PROPERTIES: Final = frozenset({"og:title", "og:description", "og:image"})


def missing_parts(tree: "LexborHTMLParser") -> frozenset[str]:
    """`selector:NAME` for everything that every post should have and some post lacks."""
    lacking: set[str] = set()
    for _, thread in threads_on(tree):
        for post in posts_of(thread):
            parts = Parts.of(post)
            lacking |= {
                f"selector:{name}"
                for name, there in (("intro", parts.intro), ("time", parts.time), ("body", parts.body))
                if there is None
            }
    return frozenset(lacking)


def blank_tree(tree: "LexborHTMLParser", message_ids: Set[str]) -> bool:
    """Take their content out of the tree; whether any of them stood in it."""
    done, opened = False, False
    for thread_id, thread in threads_on(tree):
        for post in posts_of(thread):
            found = NUMBER.match(post.attributes.get("id") or "")
            if found is None or found[1] not in message_ids:
                continue
            done = True
            if found[1] == thread_id:
                opened = True
                for child in list(thread.iter()):
                    if "post" in classes(child):
                        break
                    if child.tag != "a":
                        child.decompose()
            _blank(post)
    if opened:
        _blank_head(tree)
    return done


def _blank(post: "LexborNode") -> None:
    parts = Parts.of(post)
    time = parts.time
    stamp = escape((time.attributes.get("datetime") or "")[:40]) if time is not None else ""
    printed = escape(time.text().strip()[:40]) if time is not None else ""
    icons = "".join(f'<i class="fa {icon}" title="{icon}"></i>' for icon in _ICONS if icon in parts.icons)
    omitted = f'<span class="omitted">{escape(parts.omitted.text()[:80])}</span>' if parts.omitted is not None else ""
    clock = f'<label><time datetime="{stamp}">{printed}</time></label>' if time is not None else ""
    post.inner_html = f'<p class="intro">{clock}{icons}</p><div class="body"></div>{omitted}'


def _blank_head(tree: "LexborHTMLParser") -> None:
    for node in tree.css("head title"):
        node.inner_html = ""
    for node in tree.css("head meta"):
        if node.attributes.get("name") in _META or node.attributes.get("property") in _PROPERTIES:
            for name in ("content", "value"):
                if name in node.attributes:
                    node.attrs[name] = ""
