"""HTML entities of board pages, decoded once."""

import re
from functools import lru_cache
from html import unescape
from html.entities import html5
from typing import Final

_ENTITY: Final = re.compile(
    r"&(?:#[0-9]{1,7};?|#[xX][0-9A-Fa-f]{1,6};?|[A-Za-z][A-Za-z0-9]{0,30};|[gl]t)"  # 2ch writes &gt&gt1
)


@lru_cache(maxsize=4096)
def _character(token: str) -> str:
    if token[1] == "#":
        return unescape(token if token[-1] == ";" else token + ";")
    return html5.get(token[1:] if token[-1] == ";" else token[1:] + ";", token)


def decode_entities(text: str) -> str:
    """The text with HTML entities decoded once.

    Named ones need their semicolon (but `&gt` and `&lt`), so that a typed `?a=1&copy=2` stays as it is.
    """
    if "&" not in text:
        return text
    plain = text.replace("&gt;", ">")
    if "&" not in plain:
        return plain
    return _ENTITY.sub(lambda match: _character(match[0]), text)
