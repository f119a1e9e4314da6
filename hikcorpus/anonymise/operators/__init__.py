"""What becomes of an identifier that was found: one operator a file, chosen kind by kind in `configs/anonymise/`.

An operator takes the value as it stands, its kind's rule and its place, and gives what stands there instead.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    from hikcorpus.anonymise.config import Rule
    from hikcorpus.anonymise.place import Place

Name = Literal[
    "keep", "replace", "surrogate", "hmac", "mask", "generalise", "shift", "redact", "suppress", "encrypt"
]  # fmt: skip
"""The operators, those that keep most first to those that keep least, but for the last, which is undone by the key."""

OPERATORS: tuple[str, ...] = get_args(Name)


class Found(NamedTuple):
    """An identifier: its kind, the text it stands as, and the language of the text around it (ISO 639-1 or None)."""

    entity: str
    value: str
    lang: str | None


Operator = Callable[[Found, "Rule", "Place"], str | None]
"""Gives what stands in the identifier's place; None suppresses the whole text."""


@cache
def operator(name: str) -> Operator:
    """The operator of that name, from its own file."""
    found: Operator = import_module(f"{__name__}.{name}").apply
    return found


def tagged(found: Found, rule: "Rule", content: str = "") -> str:
    """`[KIND]`, or `[KIND:content]`; the rule may give another tag."""
    tag = rule.tag or f"[{found.entity}]"
    return f"{tag[:-1]}:{content}]" if content else tag
