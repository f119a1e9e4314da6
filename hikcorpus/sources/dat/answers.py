"""What an answer with a status of success means on a board of the family: many say "no such thread" with 200 or 203.

Sources: p2-php `ThreadRead.php` (titles of error pages; the rest of a fallen thread that came with 203), JDim
`nodetreemachi.cpp`, ex0ch `2000000000.dat`.
"""

import re
from typing import Final

from hikcorpus.sources.base import Answer, Page
from hikcorpus.sources.decoding import is_html

_HEAD: Final = 4096
_TITLE: Final = re.compile(r"<title[^<>]{0,100}>\s*(.{0,300}?)\s*</title>", re.DOTALL | re.IGNORECASE)
_GONE: Final = re.compile(
    r"404 Not Found|そんな板or(?:スレッド|ｽﾚｯﾄﾞ)ないです|過去ログ倉庫|隊長[!！]|指定されたスレッドは存在しません"
    r"|スレッドがありません"
    r"|error (?:3001|3939|4002)|datが存在しません|ログを見つけることができません|^Not Found\Z|Something went wrong"
)
_FULL: Final = re.compile(r"人大杉|人多すぎ|ただいま混雑")
_PLAIN_GONE: Final = re.compile(r"\s*(?:-ERR\b|ERROR\b|<ERROR>)")
_NO_THREAD: Final = "指定されたスレッドは存在しません"
_REST: Final = re.compile(r"\n[0-9]{1,5}, [0-9]+ \(総レス数, サイズ\)<>")


def answer_of(page: Page, charset: str, *, read_cgi: bool = False) -> Answer:
    """What the answer is. charset: of the engine's pages. read_cgi: it is a page of read.cgi with posts."""
    head = _readable(page.body[:_HEAD], charset)
    if is_html(page.body):
        title = _TITLE.search(head)
        said = title[1] if title else head
        if _FULL.search(said):
            return "unavailable"
        if _NO_THREAD in said:
            return "gone"
        if read_cgi:
            return "ok"
        return "gone" if _GONE.search(said) or _GONE.search(_heading(head)) else "other"
    if _PLAIN_GONE.match(head):
        return "gone"
    if _REST.search(_readable(page.body[:65_536], charset)):
        return "gone"  # the first message and the notices: the thread itself lies in the archive
    first = head.partition("\n")[0].split("<>")
    return "gone" if len(first) > 4 and first[4].strip() == _NO_THREAD else "ok"


def _heading(head: str) -> str:
    found = re.search(r"<body[^<>]{0,300}>(.{0,500})", head, re.DOTALL | re.IGNORECASE)
    return found[1] if found else ""


def _readable(body: bytes, charset: str) -> str:
    """The bytes as text, in UTF-8 or the engine's own charset, whichever loses less."""
    readings = [body.decode(name, errors="replace") for name in ("utf-8", charset)]
    return min(readings, key=lambda text: text.count("\ufffd"))
