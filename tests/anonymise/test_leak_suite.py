"""The leak suite: every kind of identifier in every kind of surroundings, printed as a table."""

import pytest

from hikcorpus.anonymise.analyse import Analyser
from tests.anonymise.values import CUED, HANDLES, MAKERS, SURROUNDINGS, cells

ANALYSER = Analyser()
EACH = 10
KINDS = (*MAKERS, *CUED)


def covered(text: str, lang: str, start: int, end: int) -> bool:
    """Whether every character of text[start:end] lies inside what was found."""
    inside = {index for span in ANALYSER.find(text, lang) for index in range(span.start, span.end)}
    return inside.issuperset(range(start, end))


def share(kind: str, surrounding: str) -> float:
    """How many of the values are covered from end to end."""
    found = [covered(text, lang, start, end) for lang, text, start, end in cells(kind, surrounding, EACH)]
    return sum(found) / len(found)


@pytest.fixture(scope="module")
def table() -> dict[str, dict[str, float]]:
    """Share of values covered, by kind and surroundings; printed (pytest -s)."""
    made = {kind: {surrounding: share(kind, surrounding) for surrounding in SURROUNDINGS} for kind in KINDS}
    print("\n" + " " * 24 + "".join(f"{name[:9]:>10}" for name in SURROUNDINGS))
    for kind, row in made.items():
        print(f"{kind:24}" + "".join(f"{100 * value:10.0f}" for value in row.values()))
    return made


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in HANDLES])
def test_structured_identifiers_never_leak(table, kind):
    """Wherever they stand, nothing of one is left."""
    assert {surrounding: value for surrounding, value in table[kind].items() if value < 1} == {}


def test_handles_and_addresses_hardly_leak(table):
    """At least 99 of a hundred over all surroundings, and no kind or surrounding far below."""
    rows = {kind: row for kind, row in table.items() if kind in HANDLES}
    values = [value for row in rows.values() for value in row.values()]
    assert sum(values) / len(values) >= 0.99
    assert {kind for kind, row in rows.items() if min(row.values()) < 0.9} == set()


def test_the_suite_can_fail():
    """Text without an identifier is not covered: the suite does not call everything found."""
    assert not covered("ei mitään tässä", "fi", 3, 9)
