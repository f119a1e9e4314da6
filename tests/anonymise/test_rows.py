"""Tables: every column by its declared treatment, nothing else, and always the same."""

import re
from datetime import timedelta

import pytest

from hikcorpus.anonymise.analyse import Analyser
from hikcorpus.anonymise.known import KnownIdentifiers
from hikcorpus.anonymise.pseudonyms import Pseudonymiser
from hikcorpus.anonymise.rows import pseudonymise
from hikcorpus.errors import DataDamaged
from hikcorpus.model.columns import TABLES
from hikcorpus.store.schemas import schema
from tests.anonymise.build import message, messages, ref, threads

KEY = Pseudonymiser(b"k" * 32)
ANALYSER = Analyser()
SITE, BOARD = "minilauta.example", "hikky"

ROW = message(
    author_name="RoomGhost",
    is_default_name=False,
    tripcode="!Ep8pui8Vw2",
    poster_id="a1b2c3",
    mail_field="taro@example.jp",
    country="FI",
    votes=7,
    posted_raw="1.3.2024 14:30:05",
    subject="soita 040 555 0147",
    text=">>100\nkirjoita matti@example.fi, t. a1b2c3",
    refs=[ref("100"), ref("55", board="muu", thread_id="50")],
    attachments=[{"type": "jpg", "bytes": 1234, "digest": "abcd"}, {"type": "png", "bytes": None, "digest": None}],
    participant="poster_id:a1b2c3",
    local_hour=14,
)


def made(kind, table, key=KEY, known=None):
    """The pseudonymised table and the counts."""
    return pseudonymise(kind, table, ANALYSER, key, known or KnownIdentifiers.from_tables(table))


@pytest.mark.parametrize("kind", ["messages", "threads", "participants"])
def test_only_declared_columns_come_out(kind):
    """The schema is an allow-list: what is dropped, and every original of a flag, is not in it."""
    empty = schema("participants", kind).empty_table()
    table, _ = made(kind, empty)
    assert table.schema.equals(schema("pseudonymised", kind), check_metadata=True)
    forbidden = {
        column.name for column in TABLES["participants"][kind] if column.treatment in {"drop", "flag", "types"}
    }
    assert not forbidden & set(table.column_names)


def test_every_treatment_does_what_it_says():
    """One message through all of them."""
    table, counts = made("messages", messages(ROW))
    (row,) = table.to_pylist()
    token = KEY.token
    assert row["thread_id"] == token("thread", SITE, BOARD, "100")
    assert row["message_id"] == token("message", SITE, BOARD, "101")
    assert row["participant"] == token("participant", "poster_id:a1b2c3")
    assert row["posted_at"] - ROW["posted_at"] == timedelta(weeks=KEY.shift_weeks())
    assert row["edited_at"] is None
    assert row["has_tripcode"] is True
    assert row["has_capcode"] is False
    assert row["attachment_types"] == ["jpg", "png"]
    assert row["subject"] == "soita [PHONE]"
    assert row["text"] == f">>{token('message', SITE, BOARD, '100')}\nkirjoita [EMAIL], t. [POSTER_ID]"
    assert row["refs"] == [
        ref(token("message", SITE, BOARD, "100")),
        ref(token("message", SITE, "muu", "55"), board="muu", thread_id=token("thread", SITE, "muu", "50")),
    ]
    assert (row["local_hour"], row["lang"], row["site"]) == (14, "fi", SITE)
    assert counts.masked == {"PHONE": 1, "EMAIL": 1, "POSTER_ID": 1}
    assert (counts.anchors, counts.ordinary_names) == (1, 0)


def test_a_link_in_text_leads_to_the_message_it_named():
    """Per-thread numbering: `>>1` in thread K is message `K.1`, in text and in refs alike."""
    rows = [
        message(thread_id="1690213695", message_id=f"1690213695.{n}", text=f">>{n - 1} kyllä", refs=[ref(f"1690213695.{n - 1}")])
        for n in (2, 3)
    ] + [message(thread_id="1550558979", message_id="1550558979.2", text=">>1", refs=[ref("1")])]  # fmt: skip
    table, _ = made("messages", messages(*rows))
    out = table.to_pylist()
    for before, row in zip(rows, out, strict=True):
        number = int(before["text"].split()[0].removeprefix(">>"))
        target = KEY.token("message", SITE, BOARD, f"{before['thread_id']}.{number}")
        assert row["text"].startswith(f">>{target}")
        assert row["refs"][0]["message_id"] == target
    assert out[1]["refs"][0]["message_id"] == out[0]["message_id"]


def test_nothing_stays_nothing():
    """A null is not pseudonymised, shifted or masked into something."""
    nothing = dict.fromkeys(("subject", "posted_at", "participant", "attachments", "refs", "deleted_at"))
    (row,) = made("messages", messages(ROW | nothing))[0].to_pylist()
    assert [row[name] for name in ("subject", "posted_at", "participant", "attachment_types", "refs")] == [None] * 5


def test_titles_are_masked_with_what_the_messages_name():
    """A thread names nobody itself."""
    known = KnownIdentifiers.from_tables(messages(ROW))
    table, counts = made("threads", threads("RoomGhost soittaa 040 555 0147", None), known=known)
    first, second = table["title"].to_pylist()
    assert re.fullmatch(r"\[SCREEN_NAME:[a-z2-7]{4}\] soittaa \[PHONE\]", first)
    assert second is None
    assert counts.masked == {"SCREEN_NAME": 1, "PHONE": 1}


def test_the_same_rows_and_key_give_the_same_table():
    """Byte for byte, whatever was done before."""
    table = messages(ROW, ROW | {"message_id": "102"})
    assert made("messages", table)[0].equals(made("messages", table, Pseudonymiser(b"k" * 32))[0])


def test_another_key_changes_all_tokens_and_times():
    """Nothing of one study leads to the other."""
    one = made("messages", messages(ROW))[0].to_pylist()[0]
    other = made("messages", messages(ROW), Pseudonymiser(b"x" * 32))[0].to_pylist()[0]
    for name in ("thread_id", "message_id", "participant", "posted_at", "text", "refs"):
        assert one[name] != other[name]
    assert one["subject"] == other["subject"]


def test_a_missing_column_is_damage():
    """A table of another version is refused, not guessed at."""
    with pytest.raises(DataDamaged, match="poster_id_scope"):
        made("messages", messages(ROW).drop_columns(["poster_id_scope"]))
