"""The leak search: plants of every kind are found in every place, and what was masked well is not."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.anonymise.config import AnonymiseConfig
from hikcorpus.anonymise.findings import Findings
from hikcorpus.anonymise.known import KnownIdentifiers
from hikcorpus.anonymise.leaks import raise_if_found, search
from hikcorpus.anonymise.stage import anonymise_shard
from hikcorpus.errors import UnsafeOutput
from hikcorpus.store.schemas import schema
from tests.anonymise.build import message, messages, ref, threads

KEY = b"k" * 32
CONFIG = AnonymiseConfig()
ORIGINAL = messages(
    message(
        author_name="RoomGhost", is_default_name=False, tripcode="!Ep8pui8Vw2", poster_id="a1b2c3", account_id="user77",
        capcode="## Herra Kettu", participant="poster_id:a1b2c3", text=">>100 moi", refs=[ref("100")],
    ),
    message(message_id="102", author_name="夜型人間", is_default_name=False, poster_id="B7Kq+2Xy0", lang="ja"),
    message(message_id="103", author_name="Kissa", is_default_name=False),
)  # fmt: skip
CLEAN = anonymise_shard(ORIGINAL, CONFIG, KEY)[0]


def planted(column: str, value, row: int = 0) -> Findings:
    """What the search says once `value` stands in this cell of the published messages."""
    cells = CLEAN[column].to_pylist()
    cells[row] = value
    place = CLEAN.column_names.index(column)
    table = CLEAN.set_column(place, CLEAN.schema.field(column), pa.array(cells, CLEAN.schema.field(column).type))
    return search([ORIGINAL], {"messages": table})


def test_a_clean_table_has_no_findings():
    """Nothing is found where nothing is."""
    findings = search([ORIGINAL], {"messages": CLEAN})
    assert not findings
    raise_if_found(findings)


TEXTS = [
    ("POSTER_ID", "se oli a1b2c3."),
    ("POSTER_ID", "B7Kq+2Xy0は"),
    ("POSTER_ID", "Ｂ７Ｋｑ＋２Ｘｙ０"),
    ("TRIPCODE", "nimi!Ep8pui8Vw2"),
    ("ACCOUNT", "user77 sanoi"),
    ("SCREEN_NAME", "moi roomghost"),
    ("SCREEN_NAME", "夜型人間さん"),
    ("SCREEN_NAME", "herra kettu päätti"),
    ("IP", "osoite 203.0.113.7"),
    ("EMAIL", "a matti@example.fi b"),
    ("HOST", "p1234.tokyo.ocn.ne.jp"),
    ("ORIGINAL_NUMBER", ">>100"),
    ("ORIGINAL_NUMBER", "＞＞999"),
    ("ORIGINAL_NUMBER", ">>>/b/5"),
    ("ORIGINAL_NUMBER", "#p12"),
    ("ORIGINAL_NUMBER", "/b/res/12.html"),
]


@pytest.mark.parametrize(("kind", "text"), TEXTS)
@pytest.mark.parametrize("column", ["text", "subject"])
def test_what_is_left_in_a_text_is_found(kind, text, column):
    """Whoever wrote it, whatever stands beside it."""
    findings = planted(column, text)
    assert findings.leaks == {(kind, f"messages.{column}"): 1}


@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        ("message_id", "101", "ORIGINAL_NUMBER"),
        ("thread_id", "100", "ORIGINAL_NUMBER"),
        ("participant", "poster_id:a1b2c3", "ORIGINAL_NUMBER"),
        ("refs", [ref("100")], "ORIGINAL_NUMBER"),
        ("refs", [ref("m" + "a" * 16, thread_id="100")], "ORIGINAL_NUMBER"),
        ("engine", "a1b2c3", "POSTER_ID"),
        ("site", "203.0.113.7", "IP"),
        ("deletion_evidence", "matti@example.fi", "EMAIL"),
        ("attachment_types", ["jpg", "Ep8pui8Vw2"], "TRIPCODE"),
        ("participant_excluded", "poster_id:a1b2c3", "PARTICIPANT_KEY"),
    ],
)
def test_identifiers_in_other_columns_are_found(column, value, kind):
    """In ids, anchors, lists, structs and columns that are kept as they are."""
    assert (kind, f"messages.{column}") in planted(column, value).leaks


@pytest.mark.parametrize(
    ("column", "text", "lang_row"), [("text", "meillä on kissa", 0), ("engine", "roomghost", 0), ("engine", "kissa", 0)]
)
def test_names_that_may_stand_there_by_chance_are_warnings(column, text, lang_row):
    """A dictionary word in a text, or a name that is like a word of the vocabulary, fails no run."""
    findings = planted(column, text, lang_row)
    assert not findings
    assert findings.warnings == {("SCREEN_NAME", f"messages.{column}"): 1}


@pytest.mark.parametrize(
    "text", ["RoomGhosts", "昼夜型人間味", "a1b2c34", "[EMAIL] [POSTER_ID]", "3.14.15", "x >> 5", "meres/5"]
)
def test_parts_of_words_and_tags_are_no_findings(text):
    """Whole tokens only; our own tags least of all."""
    assert planted("text", text).leaks == {}


def test_what_is_kept_on_purpose_is_a_warning():
    """A study that keeps IP addresses must not fail over them."""
    config = AnonymiseConfig.from_mapping({"entities": {"IP": {"operator": "keep"}}})
    table = messages(message(text="203.0.113.7"))
    made, _ = anonymise_shard(table, config, KEY)
    assert made["text"].to_pylist() == ["203.0.113.7"]
    assert search([table], {"messages": made}, config).warnings == {("IP", "messages.text"): 1}


def test_titles_of_threads_are_searched():
    """With the identifiers of the messages that stand in them."""
    table = threads("moi RoomGhost")
    known = KnownIdentifiers.from_tables(ORIGINAL)
    bad = schema("pseudonymised", "threads").empty_table().to_pydict()
    bad |= {name: [None] for name in bad} | {"title": ["moi RoomGhost"], "thread_id": ["t" + "a" * 16]}
    published = pa.table(bad, schema=schema("pseudonymised", "threads"))
    assert search([table], {"threads": published}, known=known).leaks == {("SCREEN_NAME", "threads.title"): 1}


def test_a_finding_stops_the_run_and_names_no_value():
    """Exit code 7; kind and place, never what was found."""
    findings = planted("text", "matti@example.fi ja matti@example.fi")
    with pytest.raises(UnsafeOutput) as caught:
        raise_if_found(findings)
    assert caught.value.exit_code == 7
    assert "EMAIL" in str(caught.value)
    assert "messages.text" in str(caught.value)
    assert "matti" not in str(caught.value)


names = st.text(
    st.sampled_from("aBä1_- .猫犬ねこネコー★ßİ々がﾊﾞ"), min_size=2, max_size=6
)  # fmt: skip
pieces = st.one_of(
    names,
    st.sampled_from(
        [" ", "は", "です", "lla", "\n", "1", "さん", "猫", ">>12", "a@b.fi", "\u200b", "+", "/", "203.0.113.7"]
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(names, min_size=1, max_size=3), st.lists(names, max_size=2), st.lists(pieces, max_size=6), st.data())
def test_what_the_stage_lets_through_is_clean(people, ids, around, data):
    """Masking and search are different code; whatever the second sees, the first has masked."""
    words = [*around, *data.draw(st.lists(st.sampled_from([*people, *ids, *around]), max_size=6))]
    rows = [
        message(message_id=str(n), author_name=name, is_default_name=False, poster_id=poster, lang="fi", text=text)
        for n, (name, poster, text) in enumerate(
            zip(people, [*ids, None, None, None], ["".join(words), " ".join(words), "、".join(words)], strict=False), 1
        )
    ]
    anonymise_shard(messages(*rows), CONFIG, KEY)
