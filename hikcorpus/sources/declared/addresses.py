"""Addresses of an engine, from their pictures: told apart, written, and made plain."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote, unquote, urljoin, urlsplit

from hikcorpus.config.engines import Addresses
from hikcorpus.sources.base import Address

_SIMPLE: Final = re.compile(r"(?:\./)?([\w-]+(?:\.\w+)?(?:\?[^#\s]*)?)(?:#.*)?")
_PLACE: Final = re.compile(r"\{(\w+)\}")


class Pictures:
    """The addresses of one engine."""

    def __init__(self, rules: Addresses) -> None:
        self._rules = rules
        self._ids = {
            "board": f"(?:{'|'.join(rules.board_id)})",
            "thread": f"(?:{'|'.join(rules.thread_id)})",
            "page": r"\d+",
            "offset": r"\d+",
            "any": r"[^/&;?#]*",
        }
        known = [rules.thread_page, rules.thread, rules.listing, *rules.also]
        pictures = sorted(filter(None, known), key=_importance)
        self._shapes = [_Shape(picture, self._ids) for picture in dict.fromkeys(pictures)]
        self._strip = (
            re.compile(rf"(?<=[?&;])(?:{'|'.join(map(re.escape, rules.strip))})(?:=[^&;#]*)?(?:[&;]|(?=#)|\Z)")
            if rules.strip
            else None
        )

    def recognise(self, url: str) -> Address | None:
        """What an address means, or None. The board is '' where a thread's address does not name it."""
        found = self._match(url)
        if found is None:
            return None
        return Address(found["root"], found.get("board", ""), found.get("thread"), self._rules.certain)

    def page_of(self, url: str) -> int:
        """The {page} or {offset} that a thread's address names; 0 where it names none."""
        found = self._match(url, paged=True) or {}
        return int(found.get("page") or found.get("offset") or 0)

    def _match(self, url: str, *, paged: bool = False) -> dict[str, str] | None:
        try:
            parts = urlsplit(url.strip())
            parts.port  # noqa: B018 - raises on a port that is no number
        except ValueError:
            return None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        place = f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}{unquote(parts.path)}"
        told = [unquote(one) for one in re.split("[&;]", parts.query) if one]
        for shape in self._shapes:
            found = shape.match(place, told)
            if found is not None and (not paged or ("thread" in found and {"page", "offset"} & found.keys())):
                return found
        return None

    def written(self, picture: str, root: str, **parts: str | int) -> str:
        """An address from its picture."""
        values = {"root": root, "any": ""} | {name: quote(str(value), safe="") for name, value in parts.items()}
        return _PLACE.sub(lambda match: values.get(match[1], ""), picture)

    def plain(self, href: str, base: str) -> str | None:
        """A link as an address: whole, without its fragment and what means nothing; None if it is none."""
        if simple := _SIMPLE.fullmatch(href):  # most links of forums: joined without taking the base apart
            url = base.partition("?")[0].partition("#")[0].rpartition("/")[0] + "/" + simple[1]
        else:
            try:
                url = urljoin(base, href.strip()).partition("#")[0]
                urlsplit(url).port  # noqa: B018 - as above
            except ValueError:
                return None
        if not url.startswith(("http://", "https://")):
            return None
        return self._strip.sub("", url).rstrip("?&;") if self._strip else url


def _importance(picture: str) -> tuple[bool, bool]:
    """Threads before boards; the picture that tells the board too before the others."""
    return "{thread}" not in picture, "{board}" not in picture


class _Shape:
    """One picture, as regular expressions over the path and over each parameter."""

    def __init__(self, picture: str, ids: dict[str, str]) -> None:
        path, _, query = picture.partition("?")
        seen: set[str] = set()
        self._path = re.compile(_expression(path, ids, seen).removesuffix("/") + ("/?" if path.endswith("/") else ""))
        self._needed: list[re.Pattern[str]] = []
        self._optional: list[re.Pattern[str]] = []
        for one in re.split("[&;]", query) if query else ():
            names = set(_PLACE.findall(one))
            pattern = re.compile(_expression(one, ids, seen))
            (self._optional if names and names <= {"page", "offset"} else self._needed).append(pattern)

    def match(self, place: str, told: Sequence[str]) -> dict[str, str] | None:
        found = self._path.fullmatch(place)
        if found is None:
            return None
        out = found.groupdict()
        for patterns, needed in ((self._needed, True), (self._optional, False)):
            for pattern in patterns:
                one = next(filter(None, map(pattern.fullmatch, told)), None)
                if one is not None:
                    out |= one.groupdict()
                elif needed:
                    return None
        return {name: value for name, value in out.items() if value is not None}


def _expression(picture: str, ids: dict[str, str], seen: set[str]) -> str:
    out = []
    for number, piece in enumerate(_PLACE.split(picture)):
        if number % 2 == 0:
            out.append(re.escape(piece))
        elif piece == "root":
            out.append(r"(?P<root>https?://[^/]+(?:/[^?]*?)?)")
        elif piece == "any" or piece in seen:
            out.append(ids[piece])
        else:
            seen.add(piece)
            out.append(f"(?P<{piece}>{ids[piece]})")
    return "".join(out)
