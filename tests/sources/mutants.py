"""Pages as no board would send them: damaged bytes, tags out of order, JSON of other types, lines cut and joined.

Everything is drawn from the `random.Random` that is handed in, so that a mutant can be made again by its number.
"""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from tests.sources.hostile import HOSTILE, MARKER, NUMBERS, VALUES

LONGEST = 120_000  # bytes of a mutant; a page of that size must be read within a second

_TAG = re.compile(rb"<[^<>]*>")
_DIGITS = re.compile(rb"[0-9]+")
_ATTRIBUTE = re.compile(rb"""\s[a-zA-Z-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""")
_VALUE = re.compile(rb"""=\s*(?:"([^"]*)"|'([^']*)')""")

Change = Callable[[Random, bytes, bytes], bytes]


def _span(rng: Random, body: bytes, longest: int = 4000) -> tuple[int, int]:
    start = rng.randrange(len(body) + 1)
    return start, min(len(body), start + int(rng.paretovariate(0.6)) % longest)


def _flip(rng: Random, body: bytes, other: bytes) -> bytes:
    out = bytearray(body)
    for _ in range(rng.choice((1, 1, 2, 8, 40)) if out else 0):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def _delete(rng: Random, body: bytes, other: bytes) -> bytes:
    start, end = _span(rng, body)
    return body[:start] + body[end:]


def _double(rng: Random, body: bytes, other: bytes) -> bytes:
    start, end = _span(rng, body)
    times = rng.choice((1, 1, 2, 50, 3000))
    return body[:end] + body[start:end] * min(times, 60_000 // max(end - start, 1)) + body[end:]


def _move(rng: Random, body: bytes, other: bytes) -> bytes:
    start, end = _span(rng, body)
    rest = body[:start] + body[end:]
    to = rng.randrange(len(rest) + 1)
    return rest[:to] + body[start:end] + rest[to:]


def _cut(rng: Random, body: bytes, other: bytes) -> bytes:
    place = rng.randrange(len(body) + 1)
    return body[:place] if rng.random() < 0.8 else body[place:]


def _splice(rng: Random, body: bytes, other: bytes) -> bytes:
    if rng.random() < 0.5:
        return body[: rng.randrange(len(body) + 1)] + other[rng.randrange(len(other) + 1) :]
    start, end = _span(rng, body)
    begin, stop = _span(rng, other)
    return body[:start] + other[begin:stop] + body[end:]


def _insert(rng: Random, body: bytes, other: bytes) -> bytes:
    place = rng.randrange(len(body) + 1)
    return body[:place] + rng.choice(HOSTILE) + body[place:]


def _number(rng: Random, body: bytes, other: bytes) -> bytes:
    found = list(_DIGITS.finditer(body))
    if not found:
        return body
    which, new = rng.choice(found), rng.choice(NUMBERS)
    if rng.random() < 0.15:  # everywhere that it stands
        return body.replace(which[0], new, 200)
    return body[: which.start()] + new + body[which.end() :]


def _tags(rng: Random, body: bytes, other: bytes) -> bytes:
    found = list(_TAG.finditer(body))
    if not found:
        return body
    first, second = (
        sorted(rng.sample(found, 2), key=lambda one: one.start()) if len(found) > 1 else (found[0], found[0])
    )
    act = rng.randrange(6)
    if act == 0:
        return body[: first.start()] + body[first.end() :]
    if act == 1:
        return body[: first.end()] + first[0] * rng.choice((1, 2, 500)) + body[first.end() :]
    if act == 2 and first is not second:  # in each other's place
        between = body[first.end() : second.start()]
        return body[: first.start()] + second[0] + between + first[0] + body[second.end() :]
    if act == 3:  # all from one to the other gone, or only the text between them
        return body[: first.end()] + body[second.start() :]
    if act == 4:
        return body[: second.end()] + body[first.start() : second.end()] + body[second.end() :]
    name = rng.choice((b"div", b"p", b"x", b"table", b"span", b"SCRIPT", b"br/", b"template", b"svg"))
    return body[: first.start()] + re.sub(rb"\A</?[a-zA-Z0-9]+", b"<" + name, first[0]) + body[first.end() :]


def _attributes(rng: Random, body: bytes, other: bytes) -> bytes:
    found = list(_ATTRIBUTE.finditer(body))
    if not found:
        return body
    one, two = rng.choice(found), rng.choice(found)
    act = rng.randrange(5)
    if act == 0:
        new = b""
    elif act == 1:
        new = one[0] * 2
    elif act == 2:
        new = two[0]
    else:
        value = rng.choice((b"", *NUMBERS, *HOSTILE)).replace(b'"', b"")
        new = _VALUE.sub(lambda _: b'="' + value + b'"', one[0])
    if act == 4:  # every attribute that reads like this one
        return body.replace(one[0], new, 200)
    return body[: one.start()] + new + body[one.end() :]


def _lines(rng: Random, body: bytes, other: bytes) -> bytes:
    lines = body.split(b"\n")
    place = rng.randrange(len(lines))
    separator = b"<>" if b"<>" in lines[place] else b","
    fields = lines[place].split(separator)
    at = rng.randrange(len(fields))
    act = rng.randrange(7)
    if act == 0:
        del lines[place]
    elif act == 1:
        lines[place:place] = [lines[place]] * rng.choice((1, 5, 2000))
    elif act == 2:
        rng.shuffle(lines)
    elif act == 3:
        lines.insert(
            place,
            rng.choice((b"", b"\r", b"<><><><>", b"<>" * 3000, bytes(rng.randrange(128, 256) for _ in range(60)))),
        )
    elif act == 4:
        fields[at] = rng.choice((*HOSTILE, *NUMBERS, fields[at] * 200, bytes(rng.randrange(256) for _ in range(40))))
    elif act == 5:
        fields.insert(at, rng.choice(fields))
    else:
        del fields[at]
    if act > 3:
        lines[place] = separator.join(fields)
    return b"\n".join(lines)


def _recode(rng: Random, body: bytes, other: bytes) -> bytes:
    charset = rng.choice(("cp932", "euc_jp", "utf-16", "latin-1", "utf-8-sig", "utf-32", "iso2022_jp"))
    return body.decode(rng.choice(("utf-8", "cp932", "euc_jp")), "replace").encode(charset, "xmlcharrefreplace")


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Each place in a JSON value: what holds it, and under which key or index."""
    out: list[tuple[Any, Any]] = []
    stack = [value]
    while stack and len(out) < 20_000:
        one = stack.pop()
        items = one.items() if isinstance(one, dict) else enumerate(one) if isinstance(one, list) else ()
        for key, below in items:
            out.append((one, key))
            stack.append(below)
    return out


def _deep(rng: Random) -> bytes:
    depth = rng.choice((5, 200, 1200, 30_000))
    return rng.choice((b"[" * depth + b"]" * depth, b'{"a":' * depth + b"0" + b"}" * depth, b"[" * depth))


def _json(rng: Random, body: bytes, other: bytes) -> bytes:
    try:
        top = [json.loads(body)]
        spare = [json.loads(other)]
    except (ValueError, RecursionError):
        return _insert(rng, body, other)
    hole = "@@hole@@"
    filled = b""
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        places = _places(top)
        holder, key = rng.choice(places)
        act = rng.randrange(9)
        if act == 0 and holder is not top:
            del holder[key]
        elif act in (1, 2):
            holder[key] = deepcopy(rng.choice(VALUES))
        elif act == 3:
            where, at = rng.choice(places)
            copied = json.dumps(where[at])
            holder[key] = json.loads(copied) if len(copied) < 20_000 else None
        elif act == 4 and isinstance(holder, dict):
            holder[rng.choice((MARKER, "", "\ud800", key + "x", key.upper()))] = holder.pop(key)
        elif act == 5 and isinstance(holder, list) and holder is not top:
            holder[key:key] = [deepcopy(holder[key]) for _ in range(rng.choice((1, 3, 200)))]
        elif act == 6:
            where, at = rng.choice(_places(spare))
            holder[key] = deepcopy(where[at])
        elif act == 7:
            holder[key], filled = hole, _deep(rng)
        else:  # the markup in a text
            texts = [(where, at) for where, at in places if isinstance(where[at], str) and where[at]]
            if texts:
                where, at = rng.choice(texts)
                old = where[at].encode("utf-8", "surrogatepass")
                new = rng.choice((_tags, _attributes, _number, _insert, _double, _cut, _delete))(rng, old, old)
                where[at] = new.decode("utf-8", "replace")
        if len(str(top)) > LONGEST * 4:
            break
    text = json.dumps(top[0], ensure_ascii=rng.random() < 0.7).encode("utf-8", "surrogatepass")
    return text.replace(b'"' + hole.encode() + b'"', filled) if filled else text


COMMON: tuple[Change, ...] = (_flip, _delete, _double, _move, _cut, _splice, _insert, _number, _recode)
MARKED: tuple[Change, ...] = (_tags, _tags, _attributes, _attributes, _insert, _number)
LINES: tuple[Change, ...] = (_lines, _lines, _lines, _lines, _insert, _number)
TYPED: tuple[Change, ...] = (_json,) * 9


def mutant(rng: Random, body: bytes, other: bytes, longest: int = LONGEST) -> bytes:
    """One mutant of a page; `other`: another page of the same engine. At most `longest` bytes, or as long as it was."""
    start = body.lstrip()[:1]
    kinds = COMMON + (TYPED if start in (b"{", b"[") else MARKED if b"</" in body and b"<>" not in body else LINES)
    most = max(longest, len(body))
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 6))):
        body = rng.choice(kinds)(rng, body, other)[:most]
    return body
