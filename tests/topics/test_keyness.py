"""Key lemmas, collocates and near forms, from invented threads whose truth is known."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.topics.hits import Hit
from hikcorpus.topics.keyness import Collocates, Keyness, under
from hikcorpus.topics.lemmas import Word, lemma, words
from hikcorpus.topics.match import matcher_of
from hikcorpus.topics.measures import deviation_of_proportions, log_likelihood, log_ratio, normalised_dp
from hikcorpus.topics.near_forms import NearForms, distance
from hikcorpus.topics.terms import EnglishTerms, FinnishTerms, JapaneseTerms


def said(text):
    """Words as they stand, each its own lemma."""
    out, at = [], 0
    for form in text.split(" "):
        out.append(Word(form, form, at, at + len(form)))
        at += len(form) + 1
    return out


def hits(text, *terms):
    return [Hit(word.start, word.end, word.form) for word in said(text) if word.form in terms]


def counted(kept, dropped, **more):
    """Keyness of threads given as lists of texts."""
    keyness = Keyness(**more)
    for thread, texts in kept.items():
        for text in texts:
            keyness.kept(thread, "xx", said(text), hits(text, "term"))
    keyness.settle()
    for texts in dropped.values():
        for text in texts:
            keyness.dropped("xx", said(text))
    return keyness


KEPT = {f"k{n}": ["term vuokra ja se on vuokra", "ja niin se on"] for n in range(6)}
DROPPED = {f"d{n}": ["ja niin se on auto ja se on peli"] * 3 for n in range(20)}


def test_a_key_lemma_and_its_figures():
    """G2, log ratio and dispersion are those of the formulas, from counts by hand."""
    (key,) = counted(KEPT, DROPPED).keys("xx")
    assert (key.lemma, key.kept, key.dropped, key.threads) == ("vuokra", 12, 0, 6)
    c, d = 6 * 10, 60 * 9
    assert key.g2 == pytest.approx(log_likelihood(12, 0, c, d), abs=0.01)
    assert key.log_ratio == pytest.approx(log_ratio(12, 0, c, d), abs=0.01)
    assert (key.dp, key.percent, key.loudest) == (0.0, None, round(2 / 12, 3))


def test_one_thread_makes_no_word_key():
    """However often it is said there; nor two threads, nor one that has more than half."""
    kept = KEPT | {"k0": [*KEPT["k0"], "lohikäärme " * 200 + "x"]}
    assert "lohikäärme" not in [key.lemma for key in counted(kept, DROPPED).keys("xx")]
    kept = kept | {f"k{n}": [*KEPT[f"k{n}"], "lohikäärme tuli"] for n in range(1, 5)}
    assert "lohikäärme" not in [key.lemma for key in counted(kept, DROPPED).keys("xx")]
    assert "lohikäärme" in [key.lemma for key in counted(kept, DROPPED, loudest=1.0).keys("xx")]


def test_what_the_lexicon_finds_is_not_suggested():
    """A term is key, but known; a word found in a phrase now and then is not known."""
    assert "term" not in [key.lemma for key in counted(KEPT, DROPPED).keys("xx", least=0)]


def test_everyday_words_are_not_key():
    """What both sides say equally often has no G2 worth the name."""
    assert {"ja", "se", "on"}.isdisjoint(key.lemma for key in counted(KEPT, DROPPED).keys("xx"))


def test_without_dropped_words_nothing_is_key():
    """There is nothing to compare with."""
    assert counted(KEPT, {}).keys("xx") == []
    assert Keyness().keys("xx") == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=12), min_size=2, max_size=10))
def test_dispersion_is_that_of_the_formula(threads):
    """Counted in a stream, by lemma and thread, DPnorm and the loudest thread's part are the plain ones."""
    kept = {f"k{n}": [" ".join(letter * 2 for letter in letters)] for n, letters in enumerate(threads)}
    keyness = counted(kept, {"d": ["zz " * 5000 + "zz"]}, fewest_threads=1, loudest=1.0)
    sizes = [len(letters) for letters in threads]
    for key in keyness.keys("xx", least=0):
        counts = [letters.count(key.lemma[0]) for letters in threads]
        plain = normalised_dp(deviation_of_proportions(counts, sizes), min(sizes) / sum(sizes))
        assert key.dp == pytest.approx(plain, abs=0.001)
        assert key.loudest == pytest.approx(max(counts) / sum(counts), abs=0.001)
        assert (key.kept, key.threads) == (sum(counts), sum(map(bool, counts)))


def test_messages_of_a_thread_need_not_stand_together():
    """The same counts in whatever order messages come."""
    rows = [(thread, text) for thread, texts in KEPT.items() for text in texts]
    found = []
    for seed in range(3):
        random.Random(seed).shuffle(rows)
        keyness = Keyness()
        for thread, text in rows:
            keyness.kept(thread, "xx", said(text))
        keyness.settle()
        keyness.dropped("xx", said("ja " * 500 + "x"))
        found.append(keyness.keys("xx", least=0))
    assert found[0] == found[1] == found[2] != []


def test_collocates_by_hand():
    """Within the window, once a place, never the term itself; the window ends with the message."""
    collocates = Collocates(window=2)
    for n in range(4):
        text = f"a b term c d e{n} f"
        collocates.add(f"t{n}", "xx", said(text), hits(text, "term"))
        collocates.add(f"t{n}", "xx", said("a a a a a a a a a a"), [])
        collocates.add(f"t{n}", "xx", said("bb cc term bb term cc"), hits("bb cc term bb term cc", "term"))
    found = {each.lemma: each for each in collocates.collocates("xx", least=0)}
    assert "term" not in found
    assert {"bb", "cc"} == set(found)  # single letters are no words
    assert (found["bb"].together, found["bb"].frequency, found["bb"].nodes, found["bb"].threads) == (8, 8, 12, 4)
    assert found["bb"].log_dice == pytest.approx(13.68, abs=0.01)


def test_collocates_need_several_threads():
    """One thread's running joke is none."""
    collocates = Collocates()
    for _ in range(50):
        collocates.add("t", "xx", said("term vitsi"), hits("term vitsi", "term"))
    assert collocates.collocates("xx", least=0) == []


def test_words_under_hits():
    """Words that overlap a hit, partly or in a phrase of several."""
    assert under(said("aa bb cc dd"), [Hit(1, 4, "x"), Hit(9, 11, "y")]) == [0, 1, 3]
    assert under([], [Hit(0, 1, "x")]) == under(said("aa"), []) == []


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Äidillä oli kaksi koiraa.", "fi", ["äiti", "olla", "kaksi", "koira"]),
        (">>12345678 Isän\n> lainattu rivi\nauto", "fi", ["isä", "auto"]),
        ("ota yhteyttä [EMAIL:abcdef2345] nyt", "fi", ["ottaa", "yhteys", "nyt"]),
        ("My parents were shouting", "en", ["my", "parent", "be", "shout"]),
        ("母親が怖くて部屋から出られない", "ja", ["母親", "怖い", "部屋", "出る"]),
        ("hej på dig", "sv", ["hej", "på", "dig"]),
    ],
)
def test_lemmas(text, language, expected):
    """Dictionary forms of the writer's own words."""
    assert [word.lemma for word in words(text, language)] == expected


def test_places_lie_in_the_text_as_it_came():
    """Full and half width change the length, not the places."""
    for text, language in (("ｶｰﾁｬﾝが来た", "ja"), ("ÄI\u00adTI tuli", "fi")):
        found = words(text, language)
        assert text[found[0].start : found[0].end] in ("ｶｰﾁｬﾝ", "ÄI\u00adTI")
    assert lemma("äidin", "fi") == "äiti"


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [
        ("mutsi", "mutsi", 0),
        ("mutsi", "mursi", 1),
        ("mutsi", "mtusi", 1),
        ("mutsi", "muti", 1),
        ("isä", "äiti", 3),
        ("", "ab", 2),
    ],
)
def test_distance(one, other, letters):
    """Changed, swapped, left out."""
    assert distance(one, other) == distance(other, one) == letters


@settings(max_examples=100, deadline=None)
@given(st.text("abc", max_size=7), st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_distance_is_bounded(one, other, third):
    """By the longer word, and by the difference of lengths."""
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))


@pytest.fixture
def small(family):
    """A lexicon of a few terms, so that what the shipped one learns changes nothing here."""
    fi = FinnishTerms(lemmas=("isovanhempi", "äiti", "perhe"), look_alikes=("isovanhenpä*",))
    en, ja = EnglishTerms(lemmas=("grandmother", "mother")), JapaneseTerms(morphemes=("カーチャン", "実家"))
    return matcher_of(family.model_copy(update={"fi": fi, "en": en, "ja": ja}))


@pytest.mark.parametrize(
    ("language", "form", "expected"),
    [
        ("fi", "isovanhenpi", ("isovanhempi", "spelling", 1)),
        ("fi", "isovnahenpi", ("isovanhempi", "spelling", 2)),
        ("fi", "isovanhenpää", None),
        ("fi", "äitien", None),
        ("fi", "äijä", None),
        ("fi", "pizza", None),
        ("fi", "perhekalleus", ("perhe", "stem", 0)),
        ("en", "grandmohter", ("grandmother", "spelling", 1)),
        ("en", "mothers", None),
        ("en", "moth", None),
        ("en", "smother", ("mother", "inside", 0)),
        ("ja", "カーチャソ", ("カーチャン", "spelling", 1)),
        ("ja", "カーチャン", None),
    ],
)
def test_what_is_near(small, language, form, expected):
    """Misspelt terms, words on their stems and around them; not what is found, a look-alike or another word."""
    near = NearForms(small)
    for _ in range(5):
        near.add(language, said(form), kept=True)
    assert [(each.term, each.why, each.distance) for each in near.forms(language)] == ([expected] if expected else [])


def test_near_forms_count_both_sides(small):
    """A misspelling is suggested once it is frequent, and how often on each side is told."""
    near = NearForms(small)
    for n in range(4):
        near.add("en", said("grandmohter"), kept=n < 3)
    assert near.forms("en") == []
    near.add("en", said("grandmohter"), kept=False)
    near.add("sv", said("grandmohter"), kept=False)
    (form,) = near.forms("en")
    assert (form.form, form.kept, form.dropped) == ("grandmohter", 3, 2)
    assert near.forms("sv") == []


def test_counts_are_those_of_a_plain_count():
    """1,000 random messages against collections.Counter."""
    draw = random.Random(2)
    pool = [f"sana{n}" for n in range(60)]
    kept = {f"k{n}": [" ".join(draw.choices(pool, k=8)) for _ in range(10)] for n in range(20)}
    dropped = {f"d{n}": [" ".join(draw.choices(pool, k=8)) for _ in range(10)] for n in range(20)}
    a = Counter(word for texts in kept.values() for text in texts for word in text.split())
    b = Counter(word for texts in dropped.values() for text in texts for word in text.split())
    keys = counted(kept, dropped).keys("xx", least=0)
    assert {(key.lemma, key.kept, key.dropped) for key in keys} == {
        (word, a[word], b[word]) for word in a if a[word] > b[word]
    }
