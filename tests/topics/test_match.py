"""What counts as the writer's own words, and which matcher reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.topics.hits import Hit, settle
from hikcorpus.topics.match import TopicMatcher, matcher_of, own_words


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("no mark at all", "no mark at all"),
        (">quoted line\nown", "            \nown"),
        ("own\n  > quoted", "own\n          "),
        ("＞引用\n自分", "   \n自分"),
        (">>123\nown", "     \nown"),
        (">>123 own", "      own"),
        ("＞＞１ own", "    own"),
        (">>m4k7q2 own", "         own"),
        (">>abcdefghij own", "             own"),
        (">>>/b/12 own", "         own"),
        (">>1-3 own >> 2", "      own     "),
        (">>quoted twice", "              "),
        ("I <3 this > that", "I <3 this > that"),
        ("see https://example.org/mother now", "see                            now"),
        ("www.example.org/perhe", "                     "),
    ],
)
def test_quotes_reply_marks_and_addresses_are_blanked_in_place(text, own):
    """The rest keeps its place, so that spans still slice the original."""
    assert own_words(text).strip() == own.strip()
    assert len(own_words(text)) == len(text)


@given(st.text(st.sampled_from("> ＞\n1a/wh.tps:é"), max_size=30))
def test_blanking_keeps_length_and_line_breaks(text):
    """And what is left stands where it stood."""
    own = own_words(text)
    assert len(own) == len(text)
    assert all(kept in (" ", was) for kept, was in zip(own, text, strict=True))


def test_each_message_is_read_in_its_language(family):
    """A Finnish word is nothing in English; a language without terms, or none, has no hits."""
    matcher = TopicMatcher(family)
    assert [hit.term for hit in matcher.match("äiti", "fi")] == ["äiti"]
    assert matcher.match("äiti", "en") == []
    assert matcher.match("äiti", "sv") == []
    assert matcher.match("äiti", None) == []


def test_hits_stand_in_own_words_only(family):
    """A quoted family word was counted where it was written first; spans slice the text as it is."""
    text = ">>12\n>äiti huusi\nminun isä ei\nhttps://perhe.example/isä"
    hits = TopicMatcher(family).match(text, "fi")
    assert [text[hit.start : hit.end] for hit in hits] == ["isä"]


def test_a_topics_matcher_is_built_once(family):
    """The next shard of a process finds it ready."""
    assert matcher_of(family) is matcher_of(family.model_copy())


spans = st.tuples(st.integers(0, 12), st.integers(1, 5)).map(lambda pair: (pair[0], sum(pair)))


@given(st.lists(spans, max_size=8), st.lists(spans, max_size=3))
def test_settled_hits_do_not_overlap_and_avoid_look_alikes(found, look_alikes):
    """Every hit that was left out overlaps one at least as long, or lies inside a look-alike."""
    hits = [Hit(start, end, "x") for start, end in found]
    kept = settle(hits, look_alikes)
    assert kept == sorted(kept)
    assert all(one.end <= two.start for one in kept for two in kept if one < two)
    assert not any(start <= hit.start and hit.end <= end for hit in kept for start, end in look_alikes)
    for hit in set(hits) - set(kept):
        assert any(start <= hit.start and hit.end <= end for start, end in look_alikes) or any(
            hit.start < other.end and other.start < hit.end and other.end - other.start >= hit.end - hit.start
            for other in kept
        )
