"""A little of `fuzz.py` in every run of the tests, more of it in the slow ones; all of it by hand."""

import json
from random import Random

import pytest

from tests.sources.every import engines
from tests.sources.fuzz import Fuzz, pages_of
from tests.sources.mutants import LONGEST, mutant

FEW, MORE = 300, 5000
SHORT = 4000  # bytes of a mutant where few are tried: what takes long is for the slow ones
SECONDS = 5.0  # a call on a busy machine; the runner's own limit is one second


def fuzzed(engine, seed, count, longest=LONGEST):
    """What so many mutants of an engine's committed pages came to."""
    fuzz = Fuzz(engine, seed, pages_of(engine), longest=longest)
    for number in range(count):
        fuzz.run(number)
    return fuzz.found


@pytest.mark.parametrize("engine", engines())
def test_mutants_of_every_engine_are_read_or_refused(engine):
    """Nothing but LayoutChanged comes of them, soon, and what is read can be stored."""
    found = fuzzed(engine, 4, FEW, SHORT)
    assert found.mutants == FEW
    assert found.read > FEW // 10  # mutants of which nothing can be read try nothing
    assert found.refused > FEW // 10
    assert dict(found.crashes) == {}
    assert found.slowest[0] < SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("engine", engines())
def test_many_mutants_of_every_engine_are_read_or_refused(engine):
    """The same, with other and more mutants."""
    found = fuzzed(engine, 5, MORE)
    assert dict(found.crashes) == {}
    assert found.slowest[0] < SECONDS


def test_a_mutant_is_made_again_by_its_number():
    """The same page for the same number, another for another; never much longer than its limit."""
    fuzz = Fuzz("vichan", 4, pages_of("vichan"))
    bodies = [fuzz.draw(number)[1].page.body for number in range(50)]
    assert [fuzz.draw(number)[1].page.body for number in range(50)] == bodies
    assert len(set(bodies)) > 40
    assert max(map(len, bodies)) <= LONGEST


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"<", b"a<>b<>c\n", b'{"a": [1, "<p>x</p>"]}', b"<p class='a'>1</p>"]
)
def test_any_page_can_be_mutated(body):
    """The mutators take what they get."""
    rng = Random(1)
    assert len({mutant(rng, body, b"<b>x</b>") for _ in range(300)}) > 30


def test_what_breaks_is_found_and_kept(tmp_path, monkeypatch):
    """A parser that raises something else, one that is slow, and one that repeats the page, are told."""
    fuzz = Fuzz("vichan", 4, pages_of("vichan"), tmp_path)
    monkeypatch.setattr("tests.sources.fuzz.LIMIT", -1.0)
    monkeypatch.setattr(fuzz.source, "classify", lambda page: 1 // 0, raising=False)
    fuzz.run(1)
    assert any(key.startswith("classify ZeroDivisionError") for key in fuzz.found.crashes)
    assert fuzz.found.slow
    facts = json.loads(next(tmp_path.glob("vichan-classify-ZeroDivisionError*.json")).read_text())
    assert facts["engine"] == "vichan"
    assert "ZeroDivisionError" in facts["trace"]
