"""Tokens depend on key, domain and every part, and on nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.anonymise.pseudonyms import Pseudonymiser

KEY = bytes(range(32))
parts = st.lists(st.text(max_size=6), min_size=1, max_size=4)
domains = st.sampled_from(["message", "thread", "participant"])


@pytest.mark.parametrize(("domain", "letter"), [("message", "m"), ("thread", "t"), ("participant", "p")])
def test_a_token_is_a_letter_and_sixteen_characters(domain, letter):
    """80 bits in lower-case base32: cannot be enumerated, easy to search for."""
    assert re.fullmatch(letter + "[a-z2-7]{16}", Pseudonymiser(KEY).token(domain, "a", "b"))


def test_tokens_never_change():
    """A study continues next year with the same tokens: this value is a promise."""
    assert Pseudonymiser(KEY).token("message", "minilauta.example", "hikky", "123") == "m5zooxdfp5zthgfjo"


@given(domains, parts)
def test_the_same_thing_has_the_same_token(domain, given_parts):
    """In every process, at every time."""
    assert Pseudonymiser(KEY).token(domain, *given_parts) == Pseudonymiser(KEY).token(domain, *given_parts)


@given(domains, parts, domains, parts)
def test_different_things_have_different_tokens(domain, one, other_domain, other):
    """Parts are told apart by their borders: ("ab", "c") is not ("a", "bc")."""
    key = Pseudonymiser(KEY)
    if (domain, one) != (other_domain, other):
        assert key.token(domain, *one) != key.token(other_domain, *other)


def test_another_key_changes_every_token():
    """Nothing links two studies."""
    one, other = Pseudonymiser(b"a" * 32), Pseudonymiser(b"b" * 32)
    assert all(one.token("message", str(n)) != other.token("message", str(n)) for n in range(100))


@given(st.binary(min_size=16, max_size=32))
def test_times_move_by_one_to_ten_years_of_whole_weeks(key):
    """Back, never forward, and the same for the same key."""
    weeks = Pseudonymiser(key).shift_weeks()
    assert -520 <= weeks <= -52
    assert weeks == Pseudonymiser(key).shift_weeks()


def test_shifts_differ_between_keys():
    """One shift for all would be no secret."""
    assert len({Pseudonymiser(bytes([n]) * 16).shift_weeks() for n in range(60)}) > 40
