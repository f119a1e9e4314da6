"""Concordance lines: what is found, how it is fitted into columns, and in what order."""

import unicodedata

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.errors import UsageError
from hikcorpus.store.schemas import schema
from hikcorpus.topics.kwic import by_lemma, columns, concordance, finder, fitted, literally, shown
from hikcorpus.topics.match import matcher_of
from hikcorpus.topics.terms import FinnishTerms

SCHEMA = schema("pseudonymised", "messages")


def batch(*texts, lang="fi", **more):
    rows = [
        {"thread_id": f"t{n % 2}", "message_id": f"m{n}", "lang": lang, "text": text, "state": "live"} | more
        for n, text in enumerate(texts)
    ]
    return pa.RecordBatch.from_pylist(rows, schema=SCHEMA)


def nodes(found):
    return [line.node for line in found.lines]


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("äiti", "Äiti ja ÄITI, ei äitini", ["Äiti", "ÄITI"]),
        ("äiti*", "Äiti, äitini, isoäiti", ["Äiti", "äitini"]),
        ("*äiti", "Äiti, äitini, isoäiti", ["Äiti", "isoäiti"]),
        ("*äiti*", "isoäitini", ["isoäitini"]),
        ("ä*ti", "äiti ähkyti äti iti", ["äiti", "ähkyti", "äti"]),
        ("asun kotona", "Asun  kotona. asun\nkotona, asun taas kotona", ["Asun kotona", "asun / kotona"]),
        ("covid", "covid-19, COVID", ["covid", "COVID"]),
        ("a.b", "a.b axb", ["a.b"]),
        ("(x|y)+", "x y (x|y)+ z", ["(x|y)+"]),
        ("カーチャン", "ｶｰﾁｬﾝとカーチャン", ["ｶｰﾁｬﾝ", "カーチャン"]),
        ("親", "親切な両親", ["親", "親"]),
        ("毒*親", "毒親と毒みたいな親", ["毒親", "毒みたいな親"]),
        ("äiti", "ä\u200bi\u00adti", ["äiti"]),
    ],
)  # fmt: skip
def test_literally(term, text, expected):
    """Whole words, any letters for `*`, nothing of a regular expression; in Japanese anywhere."""
    found = literally(term)(text, "fi")
    assert [shown(text[start:end]) for start, end in found] == expected


@pytest.mark.parametrize("term", ["*", "", " * * ", "…"])
def test_a_term_without_letters_is_refused(term):
    """Everything is no term."""
    with pytest.raises(UsageError):
        finder(term)


@pytest.mark.parametrize(
    ("term", "language", "text", "expected"),
    [
        ("äiti", "fi", "Äidilläni oli äidin äidinkieli", ["Äidilläni", "äidin"]),
        ("parent", "en", "My parents, a parent", ["parents", "parent"]),
        ("怖い", "ja", "母が怖かった", ["怖かっ"]),
        ("mamma", "sv", "mamma mammas", ["mamma"]),
    ],
)
def test_all_forms_of_a_word(term, language, text, expected):
    """As the topics' matchers find them; literally where there is none for the language."""
    assert [text[start:end] for start, end in by_lemma(term)(text, language)] == expected


def test_an_entry_of_a_lexicon_is_found_as_the_filter_finds_it(family):
    """With its look-alikes left out; exactly: as typed."""
    terms = FinnishTerms(lemmas=("äiti",), look_alikes=("äiti maa",))
    matcher = matcher_of(family.model_copy(update={"fi": terms}))
    text = "äiti maa, äidille"
    assert [text[s:e] for s, e in finder("äiti", matcher)(text, "fi")] == ["äidille"]
    assert [text[s:e] for s, e in finder("äiti", matcher, exactly=True)(text, "fi")] == ["äiti"]
    assert [text[s:e] for s, e in finder("maa", matcher)(text, "fi")] == ["maa"]


def test_quoted_lines_are_off():
    """Unless asked for; nor reply marks and addresses."""
    one = batch("> äiti sanoi\nei äiti ole\nhttp://a.fi/äiti")
    assert nodes(concordance([one], literally("äiti"))) == ["äiti"]
    assert len(concordance([one], literally("äiti"), quoted=True).lines) == 3


def test_deleted_and_other_languages():
    """Live messages, in the language asked for."""
    find = literally("äiti")
    assert concordance([batch("äiti", state="deleted"), batch(None)], find).places == 0
    assert concordance([batch("äiti"), batch("äiti", lang="en")], find, language="en").places == 1


def test_order():
    """By what follows, by what stands before (nearest word first), or by thread and time."""
    one = batch("b äiti z", "a äiti y", "c äiti x")
    find = literally("äiti")
    assert [line.message_id for line in concordance([one], find).lines] == ["m2", "m1", "m0"]
    assert [line.message_id for line in concordance([one], find, order="left").lines] == ["m1", "m0", "m2"]
    assert [line.message_id for line in concordance([one], find, order="thread").lines] == ["m0", "m2", "m1"]


@pytest.mark.parametrize("order", ["right", "left", "thread"])
def test_a_limit_gives_a_fixed_sample(order):
    """The same lines whatever the order of the rows; all places are counted."""
    texts = [f"äiti {n} äiti" for n in range(40)]
    whole = batch(*texts)
    turned = whole.take(pa.array(range(39, -1, -1)))
    first, second = (concordance([rows], literally("äiti"), limit=15, order=order) for rows in (whole, turned))
    assert first == second
    assert (len(first.lines), first.places, first.messages, first.threads) == (15, 80, 40, 2)
    assert {line.message_id for line in first.lines} != {f"m{n}" for n in range(8)}
    everything = concordance([whole], literally("äiti"), limit=1000, order=order)
    assert set(first.lines) <= set(everything.lines)
    assert len(everything.lines) == 80


def test_columns_line_up():
    """Wide signs count two columns, marks none."""
    found = concordance(
        [batch("母親がäitiを見た", "e\u0301e\u0301 äiti 😀 on", "x" * 99 + " äiti " + "親" * 99)],
        literally("*ti"),
        width=11,
    )
    assert len(found.lines) >= 2
    for line in found.lines:
        assert columns(line.left) == columns(line.right) == 11


@pytest.mark.parametrize(
    ("text", "width", "from_end", "expected"),
    [
        ("abcdef", 3, False, "abc"),
        ("abcdef", 3, True, "def"),
        ("ab", 4, False, "ab  "),
        ("ab", 4, True, "  ab"),
        ("親親親", 5, False, "親親 "),
        ("親親親", 5, True, " 親親"),
        ("ａｂ", 3, False, "ａ "),
        ("ｱｲｳ", 3, False, "ｱｲｳ"),
        ("e\u0301e\u0301e", 2, False, "e\u0301e\u0301"),
        ("a\nb", 5, False, "a / b"),
        ("a\t\u3000 b", 5, False, "a b  "),
        ("\x1b[31mred", 7, False, "[31mred"),
        ("a\u202eb", 2, False, "ab"),
    ],
)  # fmt: skip
def test_fitted(text, width, from_end, expected):
    """As much as the columns hold, filled up; nothing that a terminal would obey."""
    assert fitted(text, width, from_end=from_end) == expected


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80), st.integers(0, 30), st.booleans())
def test_fitted_always_fits(text, width, from_end):
    """Exactly as many columns as asked for, on one line, without control signs."""
    made = fitted(text, width, from_end=from_end)
    assert columns(made) == width
    assert all(unicodedata.category(sign) not in ("Cc", "Cf", "Zl", "Zp") for sign in made)


@settings(max_examples=150, deadline=None)
@given(st.text("äitiAÄ親. >\n\u00adｱﾞ*", max_size=60), st.sampled_from(["äiti", "ä*", "*i", "親", "i t", "äi*i"]))
def test_places_are_in_the_text(text, term):
    """No place is empty, none overlaps another, and each can be shown."""
    last = 0
    for start, end in literally(term)(text, None):
        assert last <= start < end <= len(text)
        last = end


@pytest.mark.parametrize("term", ["*a*b*c*", "a*", "*a", "親*親*親"])
def test_hostile_texts_take_no_time(term):
    """One word of 50,000 letters."""
    import time

    began = time.process_time()
    for text in ("a" * 50_000, "親" * 50_000, "ab" * 25_000):
        literally(term)(text, "fi")
    assert time.process_time() - began < 4
