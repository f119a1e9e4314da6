"""Each operator on a value: what stands in its place, and what must never be told by it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.anonymise.config import Rule
from hikcorpus.anonymise.operators import OPERATORS, Found, operator
from hikcorpus.anonymise.operators.encrypt import reveal
from hikcorpus.anonymise.place import Place
from hikcorpus.anonymise.pseudonyms import Pseudonymiser
from hikcorpus.errors import UsageError

KEY = Pseudonymiser(b"k" * 32)
WEEKS = KEY.shift_weeks()


def place(thread="100", participant="name:mato", pseudonyms=KEY):
    return Place("s.example", "hikky", thread, False, pseudonyms, participant)


def instead(name, value, entity="EMAIL", where=None, **options):
    rule = Rule(operator=name, **options)
    return operator(name)(Found(entity, value, "fi"), rule, where or place())


@pytest.mark.parametrize(
    ("name", "value", "options", "expected"),
    [
        ("keep", "a@example.org", {}, "a@example.org"),
        ("replace", "a@example.org", {}, "[EMAIL]"),
        ("replace", "a@example.org", {"tag": "[CONTACT]"}, "[CONTACT]"),
        ("redact", "a@example.org", {}, ""),
        ("suppress", "a@example.org", {}, None),
        ("mask", "040 555 0147", {}, "*** *** ****"),
        ("mask", "040 555 0147", {"keep_last": 4}, "*** *** 0147"),
        ("mask", "ab", {"keep_last": 4}, "*b"),
    ],
)
def test_operators_without_a_key(name, value, options, expected):
    """What stands in the value's place."""
    assert instead(name, value, **options) == expected


def test_every_operator_has_a_file():
    """The names a configuration may use are those that there are."""
    for name in OPERATORS:
        assert callable(operator(name))


def test_a_surrogate_tells_one_from_another_within_its_scope():
    """Case, width and inflected endings outside the mask do not matter; another thread tells nothing."""
    here = instead("surrogate", "Liisa", "PERSON")
    assert re.fullmatch(r"\[PERSON:[a-z2-7]{4}\]", here)
    assert instead("surrogate", "ｌｉｉｓａ", "PERSON") == here
    assert instead("surrogate", "Lissu", "PERSON") != here
    assert instead("surrogate", "Liisa", "PERSON", place(thread="101")) != here
    assert instead("surrogate", "Liisa", "SCREEN_NAME") != here.replace("PERSON", "SCREEN_NAME")


def test_a_participants_surrogate_holds_in_all_their_threads():
    """And for nobody else; where nobody is known, for the thread."""
    mine = instead("surrogate", "Liisa", "PERSON", within="participant")
    assert instead("surrogate", "Liisa", "PERSON", place(thread="101"), within="participant") == mine
    assert instead("surrogate", "Liisa", "PERSON", place(participant="id:x"), within="participant") != mine
    nobody = place(participant=None)
    assert instead("surrogate", "Liisa", "PERSON", nobody, within="participant") == instead(
        "surrogate", "Liisa", "PERSON", nobody
    )


def test_a_corpus_surrogate_holds_everywhere():
    """Whoever writes wherever."""
    one = instead("surrogate", "Liisa", "PERSON", within="corpus")
    assert re.fullmatch(r"\[PERSON:[a-z2-7]{8}\]", one)
    assert instead("surrogate", "Liisa", "PERSON", place("7", "id:x"), within="corpus") == one


@pytest.mark.parametrize("name", ["surrogate", "hmac", "encrypt"])
def test_another_key_has_nothing_in_common(name):
    """Tokens of two studies cannot be joined."""
    other = place(pseudonyms=Pseudonymiser(b"x" * 32))
    assert instead(name, "a@example.org") != instead(name, "a@example.org", where=other)


def test_numbers_are_the_same_however_they_are_written():
    """A telephone number has one token; poster IDs that differ in case are two computers."""
    assert instead("hmac", "040-555 0147", "PHONE") == instead("hmac", "０４０５５５０１４７", "PHONE")
    assert instead("hmac", "aB3dE6gH", "POSTER_ID") != instead("hmac", "ab3de6gh", "POSTER_ID")


@given(st.text(min_size=1))
def test_what_was_encrypted_can_be_revealed(value):
    """By the key's holder alone."""
    token = instead("encrypt", value)
    assert reveal(token, KEY) == value
    with pytest.raises(UsageError):
        reveal(token, Pseudonymiser(b"x" * 32))
    with pytest.raises(UsageError):
        reveal(token.replace("EMAIL", "PHONE"), KEY)


@pytest.mark.parametrize("token", ["", "[EMAIL]", "[EMAIL:enc-]", "[EMAIL:enc-ååå]", "[EMAIL:enc-abc"])
def test_what_was_never_encrypted_is_refused(token):
    """With a sentence, not a traceback."""
    with pytest.raises(UsageError, match="no encrypted value"):
        reveal(token, KEY)


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("2024-03-05", r"\d{4}-\d\d-\d\d"),
        ("5.3.2024", r"\d{1,2}\.\d{1,2}\.\d{4}"),
        ("05/23/2024", r"\d{1,2}/\d{1,2}/\d{4}"),
        ("2024年3月5日", r"\d{4}年\d{1,2}月\d{1,2}日"),
        ("令和6年3月5日", r"\d{4}年\d{1,2}月\d{1,2}日"),
        ("２０２４年３月５日", r"\d{4}年\d{1,2}月\d{1,2}日"),
    ],
)
def test_a_shifted_date_keeps_its_form(value, form):
    """All forms of one day move to the same other day."""
    from hikcorpus.anonymise.operators.dates import read

    moved = instead("shift", value, "DATE")
    assert re.fullmatch(form, moved)
    before, after = read(value).day, read(moved).day
    assert (after - before).days == 7 * WEEKS
    assert instead("generalise", value, "DATE") == f"[DATE:{after:%Y-%m}]"


@pytest.mark.parametrize("value", ["eilen", "99.99.2024", "31.2.2024", "令和0年0月0日"])
def test_what_is_no_date_gets_the_tag(value):
    """Nothing of it stays."""
    assert instead("shift", value, "DATE") == "[DATE]"
    assert instead("generalise", value, "DATE") == "[DATE]"


def test_a_kind_that_has_no_coarser_form_gets_the_tag():
    """An e-mail has no region."""
    assert instead("generalise", "a@example.org") == "[EMAIL]"
