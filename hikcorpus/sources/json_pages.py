"""JSON pages as they come: text that can be stored, raw entries, and the reasons why a page is another page.

Not an engine itself: for the engines that serve JSON.
"""

import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

import msgspec

from hikcorpus.errors import LayoutChanged
from hikcorpus.sources.base import Page, Problem
from hikcorpus.sources.decoding import decode, is_html, other_page

T = TypeVar("T")

LOST: Final = re.compile(rb"\xef\xbf\xbd|\\ufffd")
"""What stands in the place of unreadable characters in a text made by `json_text`."""

_ESCAPE: Final = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)  # group 1: half of a character, which no text may hold


def json_text(page: Page, expected: str) -> tuple[str, list[Problem]]:
    """The page as text that can be stored: what is no character is replaced and counted. Raises LayoutChanged."""
    if is_html(page.body):
        raise other_page(page, expected, "it is HTML")
    text, problems = decode(page, "utf-8", expected, ask_server=False)
    if "\\ud" in text or "\\uD" in text:
        halves = sum(match[1] is not None for match in _ESCAPE.finditer(text))
        if halves:
            text = _ESCAPE.sub(lambda match: r"\ufffd" if match[1] else match[0], text)
            problems = (*problems, Problem("undecodable", f"{halves} halves of characters"))
    return text, list(problems)


def read_json(decoder: msgspec.json.Decoder[Any], page: Page, expected: str) -> tuple[Any, list[Problem]]:
    """The page by a decoder that leaves its entries raw. Raises LayoutChanged, saying why it is another page."""
    text, problems = json_text(page, expected)
    try:
        return decoder.decode(text), problems
    except msgspec.ValidationError as error:
        raise other_page(page, expected, "it is JSON of another shape") from error
    except RecursionError as error:
        raise other_page(page, expected, "it is nested too deeply") from error
    except msgspec.DecodeError as error:
        why = "it is cut off or no JSON" if text.strip() else "it is empty"
        raise other_page(page, expected, why) from error


def attempt(work: Callable[[bytes], T], page: Page) -> T | None:
    """What comes of the body, or of the text that is made of it; None where it is no JSON. Raises LayoutChanged."""
    try:
        return work(page.body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        pass
    except RecursionError as error:
        raise other_page(page, "a page of posts", "it is nested too deeply") from error
    try:
        return work(json_text(page, "a page of posts")[0].encode())
    except (msgspec.MsgspecError, LayoutChanged):
        return None
