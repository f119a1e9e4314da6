"""Where the posts of a page of read.cgi stand: places in its text, whatever the version.

| version | post |
|---|---|
| to 05, ex0ch "0ch" | `<dt>1 ：<a href="mailto:sage"><b>name</b></a>：date ID<dd> text <br><br>`; also `</dt>` |
| 06 | `div.post > div.number, div.name b, div.date, div.message`; bbspink `dl.post > dt > span.number; dd.thread_in` |
| 07.0 - 07.5 | `div.post > div.meta > span.number, span.name b, span.date, span.uid; div.message > span.escaped` |
| 07.6 - | `div.post > span.postid, span.postusername b, span.date, span.uid; div.post-content` |
| 07 late, 08 | `article.post > details > summary > span.postid ...; span.date, span.uid; section.post-content` |
| ex0ch "5ch" | as 07.0, with `span.dateid`; the mail field is not on the page |

Sources: read.crx `Thread.js` (_parseNet, _parsePink, _parseJbbsArchive), PrefKarafuto/ex0ch `read.cgi`, saved pages.
All marks are ASCII, so that the same code finds them in the bytes read as Latin-1 (`read_cgi_bytes`): no second byte of
a character in cp932, EUC-JP or UTF-8 is `<`, `>`, `"` or a digit.
`data-date` is not read: it is Tokyo's wall clock counted as if it were UTC, nine hours off and rounded.
"""

import re
from typing import Final, NamedTuple

from hikcorpus.text.patterns import compiled

Span = tuple[int, int]


def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern to which only ASCII is white space: bytes read as Latin-1 may look like a space (`\\xa0`)."""
    return compiled(pattern, re.ASCII)


class Post(NamedTuple):
    """Places in the page's text. mail: what stands in `mailto:`, or None; hidden: an address hidden by Cloudflare.

    start: of the post's number. attributes: value of `data-userid`, where the post's element has one.
    """

    number: int
    start: int
    name: Span
    mail: Span | None
    hidden: bool
    date: Span
    text: Span
    attributes: Span | None


_NUMBER: Final = _compiled(
    r"<(?:span|div)\s[^<>]{0,200}?\bclass=[\"']?(?:number|postid)\b[^<>]{0,200}>\s*0{0,4}([0-9]{1,5})(?![0-9])"
)
_NAME: Final = _compiled(r"<(?:span|div)\s[^<>]{0,200}?\bclass=[\"']?(?:name|postusername)\b[^<>]{0,200}>")
_NAME_END: Final = _compiled(r"</(?:span|div)>")
_DATE: Final = _compiled(r"<(?:span|div)\s[^<>]{0,200}?\bclass=[\"']?(?:date|dateid)\b[^<>]{0,200}>")
_TEXT: Final = _compiled(
    r"<(div|dd|section)\s[^<>]{0,200}?\bclass=[\"']?(?:message|thread_in|post-content)\b[^<>]{0,200}>"
)
_USER: Final = _compiled(r"\bdata-userid=\"([^\"<>]{0,200})\"")
_ESCAPED: Final = _compiled(r"\s*<span class=\"?escaped\"?>")
_ESCAPED_END: Final = _compiled(r"</span>\s*\Z")
_DT: Final = _compiled(
    r"<dt(?:\s[^<>]{0,200})?>\s*(?:<a\s[^<>]{0,200}>\s*)?([0-9]{1,5})(?:</a>)?(?=[^<>\n]{0,40}<(?:a\s|font\b|b>|span\b))"
)
_DD: Final = _compiled(r"<dd(?:\s[^<>]{0,200})?>")
_COLONS: Final = ("：", *("：".encode(charset).decode("latin-1") for charset in ("cp932", "utf-8", "euc_jp")))
_NAME_TAIL: Final = _compiled(rf"(?:</(?:a|font|span)>|\s)*+(?:{'|'.join(_COLONS)})?")
_END: Final = _compiled(r"<br>\s{0,9}<br>\s{0,9}(?:</dd>|</dl>|</div>|<dt\b|\n|\Z)|</dd>|</dl>")
_MAIL: Final = _compiled(
    r"<a\s[^<>]{0,200}?\bhref=\"(?:mailto:([^\"<>]{0,400})|(/cdn-cgi/l/email-protection)[^\"<>]{0,800})\""
)
_TAGS: Final[dict[str, re.Pattern[str]]] = {
    name: _compiled(rf"<(/?){name}\b[^<>]{{0,4000}}>") for name in ("div", "dd", "section")
}
_ICON: Final = _compiled(
    r"<img\s[^<>]{0,200}?\bsrc=\"(?:https?:)?//([^\"<>/]{1,100}/(?:ico|premium)/[^\"<>]{1,200})\"[^<>]{0,200}>"
)
_SEAMS: Final = _compiled(r"</?(?:span|div|summary|details|dt|p)\b[^<>]{0,300}>|：")
_SPACES: Final = _compiled(r"\s+")
_NAME_TAGS: Final = _compiled(r"</?(?:a|font)\b[^<>]{0,900}>")
_LINE: Final = ("\n\t\t", "\n\t")  # what ex0ch sets round a text


def posts_of(text: str) -> tuple[list[Post], list[int]]:
    """All posts of the page, in its order, and the numbers of those that begin but cannot be read."""
    starts = list(_NUMBER.finditer(text))
    cut = _classed
    if not starts:
        starts, cut = list(_DT.finditer(text)), _dt
    ends = [*(start.start() for start in starts[1:]), len(text)][: len(starts)]
    found: list[Post] = []
    lost: list[int] = []
    for start, end in zip(starts, ends, strict=True):
        post = cut(text, start, end, found[-1].text[1] if found else max(0, start.start() - 2000))
        if post is None:
            lost.append(int(start[1]))
        else:
            found.append(post)
    return found, lost


def _classed(text: str, start: re.Match[str], end: int, before: int) -> Post | None:
    name = _NAME.search(text, start.end(), end)
    date = name and _DATE.search(text, name.end(), end)
    message = date and _TEXT.search(text, date.end(), end)
    if not name or not date or not message:
        return None
    closed = _NAME_END.search(text, name.end(), date.start())
    head = name.end(), closed.start() if closed else date.start()
    inner, mail, hidden = _name(text, *head)
    users = [*_USER.finditer(text, before, start.start())]
    body = message.end(), _closing(text, message[1], message.end(), end)
    return Post(
        int(start[1]),
        start.start(),
        inner,
        mail,
        hidden,
        (date.end(), message.start()),
        _bare(text, *body),
        users[-1].span(1) if users else None,
    )


def _dt(text: str, start: re.Match[str], end: int, before: int) -> Post | None:
    body = _DD.search(text, start.end(), end)
    if body is None:
        return None
    last = text.rfind("</b>", start.end(), body.start())
    if last < 0:
        return None
    inner, mail, hidden = _name(text, start.end(), last + 4)
    date = _NAME_TAIL.match(text, last + 4)
    closed = _END.search(text, body.end(), end)
    return Post(
        int(start[1]),
        start.start(),
        inner,
        mail,
        hidden,
        (date.end() if date else last + 4, body.start()),
        (body.end(), closed.start() if closed else end),
        None,
    )


def _name(text: str, start: int, end: int) -> tuple[Span, Span | None, bool]:
    """What stands between the first `<b>` and the last `</b>`, and the mail field."""
    link = _MAIL.search(text, start, end)
    first, last = text.find("<b>", start, end), text.rfind("</b>", start, end)
    inner = (first + 3, last) if first >= 0 and last >= first + 3 else (start, end)
    if link is None:
        return inner, None, False
    return inner, link.span(1) if link[1] is not None else None, link[2] is not None


def _closing(text: str, element: str, start: int, end: int) -> int:
    """Where the element that was opened before `start` is closed."""
    depth = 1
    for tag in _TAGS[element].finditer(text, start, end):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.start()
    return end


def _bare(text: str, start: int, end: int) -> Span:
    """The text without the element and the white space that the page sets round it."""
    if text.startswith(_LINE[0], start, end) and text.endswith(_LINE[1], start, end) and end - start >= 5:
        return start + len(_LINE[0]), end - len(_LINE[1])
    escaped = _ESCAPED.match(text, start, end)
    if escaped is not None:
        closing = _ESCAPED_END.search(text, max(escaped.end(), end - 40), end)
        return escaped.end(), closing.start() if closing else end
    return start, end


def fields_of(text: str, post: Post, title: str) -> list[str]:
    """The fields of the dat line that the post was made from, as far as the page shows them."""
    name = _NAME_TAGS.sub("", text[slice(*post.name)]) if "<" in text[slice(*post.name)] else text[slice(*post.name)]
    date = _SPACES.sub(" ", _SEAMS.sub(" ", text[slice(*post.date)])).strip(" ")
    if post.attributes is not None and "ID:" not in date and text.startswith("ID:", post.attributes[0]):
        date = f"{date} {text[slice(*post.attributes)]}"
    body = text[slice(*post.text)]
    if "<img" in body:
        body = _ICON.sub(r"sssp://\1", body)
    mail = text[slice(*post.mail)] if post.mail else ""
    return [name, mail, date, body, title if post.number == 1 else ""]
