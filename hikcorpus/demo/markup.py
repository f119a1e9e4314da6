"""From a text as typed to the `com` HTML of vichan 5.2.1, and to the text that a reader sees.

Translated from `markup()` in vichan's inc/functions.php and the recordings of a running 5.2.1: a cite counts only
after white space or `(` and before white space or `,.)?!`; a cite of a post that is gone stays plain text, and at
the head of a line then becomes a green line; `...` and `--` become typographic. Quotes are not escaped.
"""

import re
from collections.abc import Callable
from html import escape

Where = Callable[[str, int], int | None]
"""(board, number) -> the thread where that post stands now, or None if it is gone."""

_S = r"[ \t\n\r\f\v]"  # PCRE's \s without /u
_CODE = re.compile(r"\[code\](.*?)\[/code\]", re.IGNORECASE | re.DOTALL)
_MARKS = (
    (re.compile(r"'''(.+?)'''"), r"<strong>\1</strong>"),
    (re.compile(r"''(.+?)''"), r"<em>\1</em>"),
    (re.compile(r"\*\*(.+?)\*\*"), r'<span class="spoiler">\1</span>'),
    (re.compile(r"^[ |\t]*==(.+?)==[ |\t]*$", re.MULTILINE), r'<span class="heading">\1</span>'),
)
_URL = re.compile(
    r'((?:https?://|ftp://|irc://)[^\s<>()"]+?(?:\([^\s<>()"]*?\)[^\s<>()"]*?)*)'
    r'((?:\s|<|>|"|\.||\]|!|\?|,|&#44;|&quot;)*(?:[\s<>()"]|\Z))',
    re.ASCII,
)
_AFTER = rf"((?=[,.)?!]|{_S})|$)"
_CITE = re.compile(rf"(^|\(|{_S})&gt;&gt;(\d+?){_AFTER}", re.MULTILINE | re.ASCII)
_BOARD_CITE = re.compile(rf"(^|\(|{_S})&gt;&gt;&gt;/(\w+)/(\d+)?{_AFTER}", re.MULTILINE | re.ASCII)
_GREEN = re.compile(rf"^{_S}*&gt;.*$", re.MULTILINE)
_TYPOGRAPHY = (("...", "…"), ("&lt;--", "←"), ("--&gt;", "→"), ("---", "—"), ("--", "–"))
_ENTITIES = {"…": "&hellip;", "←": "&larr;", "→": "&rarr;", "—": "&mdash;", "–": "&ndash;"}


def _escape(text: str) -> str:
    return escape(text, quote=False)


def _typography(text: str, entities: bool) -> str:
    for plain, sign in _TYPOGRAPHY:
        text = text.replace(plain, _ENTITIES[sign] if entities else sign)
    return text


def to_html(typed: str, board: str, boards: frozenset[str], where: Where, code: bool = False) -> str:
    """The `com` of that post on that board; `code`: the board has `[code]` switched on."""
    body, blocks = _escape(typed), []

    def keep(match: re.Match[str]) -> str:
        blocks.append(match.group(1))
        return f"<code {len(blocks) - 1}>"

    if code:
        body = _CODE.sub(keep, body)
    for pattern, html in _MARKS:
        body = pattern.sub(html, body)
    body = _URL.sub(r'<a href="\1" rel="nofollow" target="_blank">\1</a>\2', body)
    body = _typography(body, entities=True)

    def link(match: re.Match[str]) -> str:
        before, number, after = match.groups()
        thread = where(board, int(number))
        if thread is None:
            return match.group(0)
        call = f"highlightReply('{number}', event);"
        href = f"/{board}/res/{thread}.html#{number}"
        return f'{before}<a onclick="{call}" href="{href}">&gt;&gt;{number}</a>{after}'

    def board_link(match: re.Match[str]) -> str:
        before, other, number, after = match.groups()
        if other not in boards:
            return match.group(0)
        href = f"/{other}/index.html"
        if number:
            thread = where(other, int(number))
            if thread is None:
                return match.group(0)
            href = f"/{other}/res/{thread}.html#{number}"
        call = f"onclick=\"highlightReply('{number}', event);\" " if other == board and number else ""
        return f'{before}<a {call}href="{href}">&gt;&gt;&gt;/{other}/{number or ""}</a>{after}'

    body = _BOARD_CITE.sub(board_link, _CITE.sub(link, body))
    body = _GREEN.sub(r'<span class="quote">\g<0></span>', body)
    body = body.rstrip().replace("\n", "<br/>")
    for place, block in enumerate(blocks):
        inner = escape(block).replace("\n", "&#10;").replace("\t", "&#9;")
        body = body.replace(f"<code {place}>", f"<pre class='code lang-'>{inner}</pre>")
    return body


def cites(typed: str, board: str) -> tuple[tuple[str, int], ...]:
    """(board, number) of every cite that vichan would link while its target stands, in order, each once."""
    body = _escape(_CODE.sub("", typed))
    found = [(match.start(), (board, int(match.group(2)))) for match in _CITE.finditer(body)]
    others = (match for match in _BOARD_CITE.finditer(body) if match.group(3))
    found += [(match.start(), (match.group(2), int(match.group(3)))) for match in others]
    return tuple(dict.fromkeys(target for _, target in sorted(found)))


def reader_text(typed: str, code: bool = False) -> str:
    """The text that a reader sees, line by line: marks gone, `>>N`, `>` lines and `<3` as typed."""

    def plain(text: str) -> str:
        for pattern, _ in _MARKS:
            text = pattern.sub("\0\\1\0", text)  # a mark still keeps apart what stands on its two sides
        # signs are replaced on the escaped text, as vichan does it: `<--` stands there as `&lt;--`
        back = _typography(_escape(text), entities=False)
        return back.replace("\0", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    if not code:
        return plain(typed).rstrip()
    pieces = _CODE.split(typed)  # odd places: inside [code]
    return "".join(piece if place % 2 else plain(piece) for place, piece in enumerate(pieces)).rstrip()
