"""The content of some posts out of a YBoard page; what a page shows that the parser does not know; what is not kept.

Everything else stays byte for byte. Links to a blanked post from others stay: they are facts about those.
"""

import re
from collections.abc import Iterable, Set
from typing import Final

from hikcorpus.sources.yboard.pages import SUBJECT
from hikcorpus.sources.yboard.posts import NAME, POST, TIME, body_of, ends_of
from hikcorpus.text.patterns import compiled

_TITLE: Final = compiled(r"(<title>)[^<]*(</title>)")
_CRUMB: Final = '(<a href="/[^"/<>]+/%s">)[^<]*(</a>)'
_OPENER: Final = compiled(r'<span class="text-tag op">[^<]*</span>')
_INFO: Final = compiled(r'<div class="(?:user|post)-info">((?:[^<]++|<(?!/div>)){0,100}+)</div>')
_CLASS: Final = compiled(r'class="([^"<>]*)"')
_KNOWN: Final = frozenset({"username", "text-tag op", "post-time datetime", "post-id", "post-id e-post-reply"})
_ADDRESS: Final = compiled(
    rb'(\bdata-ip=")[^"<>]*(")|(<div class="mod-menu-html">\s*<p>[^<>:]*:)[^<>]*(</p>)|(csrfToken=\')[0-9a-f]*(\')'
)
_EVERYWHERE: Final = {"username": NAME, "post-time": TIME}


def blank_posts(html: str, message_ids: Set[str]) -> str:
    """The page, or a thread's part of one, without the content of these posts."""
    found = list(POST.finditer(html))
    out: list[str] = []
    last = 0
    for match, end in zip(found, ends_of(found, html), strict=True):
        if match[2] in message_ids:
            out += [html[last : match.end()], _emptied(html[match.end() : end])]
            last = end
    if not out:
        return html
    html = "".join([*out, html[last:]])
    return _untitled(html, {match[2] for match in found if match[1] == "first-post"} & message_ids)


def _emptied(post: str) -> str:
    post = NAME.sub(r"\1\3", post, count=1)
    post = _OPENER.sub("", post, count=1)
    body = body_of(post)
    return post if body is None else post[: body[0]] + post[body[1] :]


def _untitled(html: str, threads: Iterable[str]) -> str:
    """Without the title of these threads, which may be words of their opening message."""
    gone = set(threads)
    if gone:
        html = SUBJECT.sub(lambda match: match[1] + match[5] if match[3] in gone else match[0], html)
        html = _TITLE.sub(r"\1\2", html, count=1)
    for thread_id in gone:
        html = re.sub(_CRUMB % thread_id, r"\1\2", html)
    return html


def unknown_of(html: str) -> frozenset[str]:
    """`class:NAME` of unknown things beside names and times; `selector:NAME` of what every post has and some lacks."""
    unknown = {f"class:{name}" for info in _INFO.findall(html) for name in _CLASS.findall(info) if name not in _KNOWN}
    found = list(POST.finditer(html))
    posts = [html[match.end() : end] for match, end in zip(found, ends_of(found, html), strict=True)]
    lacking = {
        f"selector:{name}" for name, pattern in _EVERYWHERE.items() if not all(pattern.search(post) for post in posts)
    }
    if any(body_of(post) is None for post in posts):
        lacking.add("selector:message")
    return frozenset(unknown | lacking)


def scrubbed(body: bytes) -> bytes:
    """Without the addresses that pages show to moderators, and without the visitor's own session token."""
    return _ADDRESS.sub(lambda match: b"".join(group for group in match.groups() if group is not None), body)
