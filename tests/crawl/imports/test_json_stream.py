"""Elements of a long array, wherever the reading of the file cuts it."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.crawl.imports import json_stream

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet='ab"\\{}[]:,é\n'),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(alphabet='ab"\\', max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.lists(st.dictionaries(st.text(alphabet='k"\\', max_size=3), VALUES, max_size=3), max_size=5),
    st.dictionaries(st.sampled_from(["creator", "pages", "browser"]), VALUES, max_size=3),
    st.integers(1, 40),
    st.booleans(),
)
def test_every_element_comes_out_as_it_stands(entries, others, piece, ascii_only):
    """Strings that hold brackets, quotes and escapes, cut at any byte."""
    text = json.dumps({"log": others | {"entries": entries, "comment": ""}}, ensure_ascii=ascii_only).encode()
    before = json_stream._CHUNK
    json_stream._CHUNK = piece
    try:
        found = list(json_stream.elements(io.BytesIO(text), "entries", 2, 10_000))
    finally:
        json_stream._CHUNK = before
    assert [json.loads(each) for each in found] == entries


def test_a_big_element_is_not_held_and_the_next_are_read(monkeypatch):
    """None for it; memory holds no more than the limit and a piece."""
    monkeypatch.setattr(json_stream, "_CHUNK", 64)
    text = json.dumps({"log": {"entries": [{"a": 1}, {"a": "x" * 5000}, {"a": 3}]}}).encode()
    found = list(json_stream.elements(io.BytesIO(text), "entries", 2, 500))
    assert [each and json.loads(each) for each in found] == [{"a": 1}, None, {"a": 3}]


@pytest.mark.parametrize("cut", [36, 45, 60])
def test_a_cut_off_file_says_so(cut):
    """What was whole is given, what was cut is None."""
    text = json.dumps({"log": {"entries": [{"a": 1}, {"b": "x" * 90}]}}).encode()
    found = list(json_stream.elements(io.BytesIO(text[:cut]), "entries", 2, 500))
    assert found == [b'{"a": 1}', None]


def test_no_such_array():
    """Nothing, be it elsewhere or at another depth."""
    for text in (b"{}", b"", b'{"entries": [{}]}', b'{"log": {"x": {"entries": [{}]}}}', b'"entries"'):
        assert list(json_stream.elements(io.BytesIO(text), "entries", 2, 500)) == []
