"""Comments of FoolFuuka and of Fuuka before it -> plain text and reply marks.

Sources: FoolFuuka `src/Model/Comment.php` (processComment and the links), `src/Model/BBCode/Code.php`; eksopl/fuuka
`cgi-board.pl` (format_comment). A break is `<br />` with the typed line break left behind it. A mark to a post that
the page shows links into the thread; any other links to `/b/post/N/`, wherever that may stand or not stand.
"""

import re
from html import escape
from typing import Final

from hikcorpus.model import Ref
from hikcorpus.text.entities import decode_entities
from hikcorpus.text.links import plain_marks
from hikcorpus.text.markup import Link, Marked, read_markup
from hikcorpus.text.patterns import compiled

_MATH: Final = compiled(r'<script type="math/tex(; mode=display)?">([^<]*)</script>')
_TARGET: Final = compiled(
    r"(?:\A|/)(\w{1,32})/"
    r"(?:(?:thread|last/[0-9]{1,6}|last50)/S?([0-9]{1,18})/?#p?([0-9]{1,18}(?:_[0-9]{1,9})?)"
    r"|post/S?([0-9]{1,18}(?:[_,][0-9]{1,9})?)/?"
    r"|(?:res|thread)/([0-9]{1,18}))\Z"
)
_USUAL: Final = compiled(
    r"(?:https?:)?//[\w.:-]{1,99}/(\w{1,32})/thread/([0-9]{1,18})/#p?([0-9]{1,18}(?:_[0-9]{1,9})?)\Z"
)
_LINK: Final = r'a href="([^"<>]*+)"(?: [a-z-]++="[^"<>]*+")*+>([^<>]*+)</a>'
_SIMPLE: Final = compiled(rf'<(?:{_LINK}|span class="greentext">(?:<{_LINK}|([^<>]*+))</span>)')
"""What stands in most comments: links, marked lines of bare text, links in marked lines."""
_HERE: Final = compiled(r"#p?([0-9]{1,18}(?:_[0-9]{1,9})?)\Z")


def read_comment(html: str | None, raw: str | None) -> Marked:
    """Text and links of a comment; of the raw comment, tags as typed, where the archive sends no HTML of it."""
    if not html:
        return read_markup(escape(raw.strip(), quote=False), newlines=True) if raw else Marked("", ())
    simple = _read_simple(html)
    if simple is not None:
        return simple
    if "math/tex" in html:  # formulas stand in scripts
        html = _MATH.sub(_formula, html)
    if "\n" in html:
        html = html.replace("\r\n", "\n").replace("<br />\n", "<br />").replace("<br>\n", "<br>")
    return read_markup(html)


def _read_simple(html: str) -> Marked | None:
    """A comment with nothing but breaks, links and marked lines in it; None for all others. Without a tokenizer."""
    if "\r" in html:
        return None
    if "\n" in html:
        html = html.replace("<br />\n", "<br />")
        if "\n" in html:
            return None
    if "<" not in html:
        return Marked(decode_entities(html), ())
    html = html.replace("<br />", "\n").replace("<br>", "\n")
    parts = _SIMPLE.split(html)
    tail = parts.pop()
    if "<" in tail:
        return None
    out: list[str] = []
    links: list[Link] = []
    each = iter(parts)
    for raw, href, shown, marked, marked_text, words in zip(each, each, each, each, each, each, strict=True):
        if raw:
            if "<" in raw:
                return None
            out.append(decode_entities(raw))
        if words is not None:
            out.append(decode_entities(words))
            continue
        target, text = (href, shown) if href is not None else (marked, marked_text)
        text = decode_entities(text)
        out.append(text)
        links.append(Link(decode_entities(target), text))
    out.append(decode_entities(tail))
    return Marked("".join(out).strip("\n"), tuple(links))


def _formula(match: re.Match[str]) -> str:
    name = "eqn" if match[1] else "math"
    return f"[{name}]{match[2]}[/{name}]"


def refs_of(marked: Marked, thread_id: str, board: str, numbers: frozenset[str], *, whole: bool) -> tuple[Ref, ...]:
    """Reply marks in order, each target once. numbers: ids of the posts on the page; whole: of all the thread's."""
    found: dict[tuple[str, str], Ref] = {}
    for link in marked.links:
        if link.text.startswith(">>"):
            ref = _ref(link, thread_id, board, numbers, whole=whole)
            if ref is not None:
                found.setdefault((ref.board or board, ref.message_id), ref)
    if not marked.links:  # a raw comment
        for named, number in plain_marks(marked.text):
            here = named is None and number in numbers
            found.setdefault((named or board, number), Ref(number, named or board, thread_id if here else None))
    return tuple(found.values())


def _ref(link: Link, thread_id: str, board: str, numbers: frozenset[str], *, whole: bool) -> Ref | None:
    href = link.href or ""
    usual = _USUAL.match(href)
    if usual is not None:
        place, thread, number = usual.groups()
        if place == board and number in numbers:
            return Ref(number, board, thread_id)
        return Ref(number, place, thread, dangling=whole and place == board and thread == thread_id)
    near = _HERE.match(href)
    if near is not None:
        return Ref(near[1], board, thread_id, dangling=whole and near[1] not in numbers)
    target = _TARGET.search(href)
    if target is None:
        return None
    place, thread, number, far, other = target.groups()
    number = number or (far or other).replace(",", "_")
    if place == board and number in numbers:
        return Ref(number, board, thread_id)
    return Ref(number, place, thread, dangling=whole and place == board and thread == thread_id)


def may_be_near(ref: Ref, thread_id: str, board: str) -> bool:
    """Whether a mark that names no thread may lead to a post of this one that the page does not show."""
    return ref.board == board and ref.thread_id is None and int(ref.message_id.partition("_")[0]) >= int(thread_id)
