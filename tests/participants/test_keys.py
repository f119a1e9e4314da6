"""Names and nodes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.participants.keys import components, has_typed_tripcode, normalise_name


@given(st.text())
def test_normalising_twice_changes_nothing(name):
    """Otherwise one name could be two."""
    assert normalise_name(normalise_name(name)) == normalise_name(name)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ａｋｉ", "aki", True),
        ("ｶﾌｪ", "カフェ", True),
        ("aki", "　aki ", True),
        ("Straße", "STRASSE", True),
        ("aki", "akí", False),
    ],
)
def test_width_and_case_do_not_make_a_name(one, other, same):
    """What typing it twice may change is no difference; accents are."""
    assert (normalise_name(one) == normalise_name(other)) == same


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("aki !abc123defg", True),
        ("aki！！abc123defg", True),
        ("aki◆x", True),
        ("aki", False),
        ("moi!", False),
        ("★aki", False),
    ],
)
def test_a_typed_tripcode_is_seen_in_the_name(name, typed):
    """Half or full width, one mark or two."""
    assert has_typed_tripcode(normalise_name(name)) == typed


def test_components_are_named_by_their_strongest_smallest_node():
    """account < tripcode < poster_id, then the smaller string, whatever the order of the edges."""
    edges = [
        ("tripcode:s:b", "poster_id:s/b:2"),
        ("tripcode:s:a", "poster_id:s/b:2"),
        ("tripcode:s:c", "poster_id:s/b:9"),
    ]
    want = {
        "tripcode:s:a": ["tripcode:s:a", "tripcode:s:b", "poster_id:s/b:2"],
        "tripcode:s:c": ["tripcode:s:c", "poster_id:s/b:9"],
    }
    assert components(edges) == components(reversed(edges)) == want
    with_account = components([*edges, ("account:s:z", "tripcode:s:c")])
    assert list(with_account) == ["account:s:z", "tripcode:s:a"]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_components_equal_walking(pairs):
    """Union-find finds what a walk along the edges finds."""
    edges = [(f"tripcode:s:{one:02}", f"tripcode:s:{other:02}") for one, other in pairs if one != other]
    groups = []
    for edge in edges:
        touched = [group for group in groups if group & set(edge)]
        groups = [group for group in groups if group not in touched] + [set(edge).union(*touched)]
    assert sorted(map(sorted, groups)) == sorted(components(edges).values())
