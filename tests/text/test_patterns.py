"""Possessive groups become atomic ones that match the same."""

import re

import pytest

from hikcorpus.text.patterns import atomic, compiled


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"(?:a|b)*+c", r"(?>(?:a|b)*)c"),
        (r"((?:[^<]++|<(?!/b))*+)</b>", r"((?>(?:[^<]++|<(?!/b))*))</b>"),
        (r"(?:x(?:y)?+)++", r"(?>(?:x(?>(?:y)?))+)"),
        (r"(x){0,3}+\)*+[)*+]", r"(?>(x){0,3})\)*+[)*+]"),
        (r"[]()]*+(?:a)*", r"[]()]*+(?:a)*"),
        (r"\(?+(?P<n>a)?+", r"\(?+(?>(?P<n>a)?)"),
    ],
)
def test_groups_only(pattern, expected):
    """Repeats of single characters stay as they are; so do brackets that are no groups."""
    assert atomic(pattern) == expected
    re.compile(expected)


@pytest.mark.parametrize("text", ["", "a<b</b>", "aa<<b></b>", "x</b>y</b>"])
def test_both_kinds_of_text(text):
    """Strings and bytes, with flags."""
    found = compiled(r"((?:[^<]++|<(?!/B))*+)</B>", re.IGNORECASE).search(text)
    same = compiled(rb"((?:[^<]++|<(?!/B))*+)</B>", re.IGNORECASE).search(text.encode())
    assert (found and found[1].encode()) == (same and same[1])


def test_no_possessive_group_is_compiled_elsewhere():
    """Nobody goes by `re.compile` with one: it is right in a young process only."""
    import importlib
    import pkgutil
    import sys

    import hikcorpus

    for module in pkgutil.walk_packages(hikcorpus.__path__, "hikcorpus."):
        if module.name != "hikcorpus.__main__":
            importlib.import_module(module.name)
    wrong = set()
    for name, loaded in list(sys.modules.items()):
        if name.startswith("hikcorpus."):
            for value in vars(loaded).values():
                if isinstance(value, re.Pattern):
                    text = value.pattern if isinstance(value.pattern, str) else value.pattern.decode("latin-1")
                    if atomic(text) != text:
                        wrong.add(name)
    assert wrong == set()
