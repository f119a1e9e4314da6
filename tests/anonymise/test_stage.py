"""The stage as a whole: no network, the same result every time, and no result at all where something is left."""

import os
import socket
import subprocess
import sys

import pyarrow as pa
import pytest

from hikcorpus.anonymise import rows, stage
from hikcorpus.anonymise.config import AnonymiseConfig
from hikcorpus.anonymise.known import KnownIdentifiers
from hikcorpus.anonymise.stage import anonymise_shard
from hikcorpus.errors import UnsafeOutput
from hikcorpus.store.schemas import schema
from tests.anonymise.build import message, messages, threads
from tests.anonymise.values import MAKERS, values

KEY = b"k" * 32
CONFIG = AnonymiseConfig()
TEXTS = [f"x {value} y" for kind in MAKERS for value in values(kind, 3)]
TABLE = messages(*(message(message_id=str(n), text=text, lang="en") for n, text in enumerate(TEXTS, 1)))

OFFLINE = """
import sys
ASKED = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")
def refuse(event, args):
    if event in ASKED: raise SystemExit(f"the network was touched: {{event}} {{args}}")
sys.addaudithook(refuse)
from hikcorpus.anonymise.analyse import Analyser
from hikcorpus.anonymise.known import KnownIdentifiers
known = KnownIdentifiers.of(screen_names=["RoomGhost", "うさぎ"])
for text in {texts!r}:
    for lang in ("fi", "ja", "en"):
        analyser = Analyser()
        assert analyser.find(text, lang, known) == analyser.find_by_presidio(text, lang, known)
"""


def test_nothing_opens_a_socket(monkeypatch):
    """Every recogniser, the dictionaries and the search run without one."""

    def refuse(*args, **kwargs):
        raise AssertionError("the network was touched")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    made, counts = anonymise_shard(TABLE, CONFIG, KEY)
    assert made.num_rows == len(TEXTS)
    assert sum(counts.masked.values()) >= len(TEXTS)


def test_a_fresh_process_opens_no_socket_either():
    """Not even while Presidio and the dictionaries load; an e-mail address makes Presidio's own ask the network."""
    texts = [
        "taro@example.jp roomghost",
        "Maija Virtanen ja 田中さん, mike too",
        "うさぎ https://foo.biz/abc",
        "040 555 0147 discordissa olen xyzzy",
    ]
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE.format(texts=texts)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"HOME": "/proc/nowhere", "XDG_CACHE_HOME": "/proc/nowhere"},  # nothing is kept there either
    )
    assert done.returncode == 0, done.stderr


def test_the_same_shard_gives_the_same_table_and_counts():
    """Determinism is what makes a rerun byte-identical."""
    one, other = anonymise_shard(TABLE, CONFIG, KEY), anonymise_shard(TABLE, CONFIG, KEY)
    assert one[0].equals(other[0])
    assert one[1] == other[1]


@pytest.mark.parametrize("cut", [1, 7, 40])
def test_another_sharding_gives_the_same_rows(cut):
    """Tokens, surrogates and masks hang on key and content, never on what else lies in the shard."""
    known = KnownIdentifiers.from_tables(TABLE)
    texts = [*TEXTS, "soita Liisalle", "Liisa sano ettei", "kysy Liisalta, 25v"]
    table = messages(
        *(message(message_id=str(n), text=text, participant=f"name:{n % 5}") for n, text in enumerate(texts, 1))
    )
    whole = anonymise_shard(table, CONFIG, KEY, known=known)[0]
    parts = [table.slice(start, cut) for start in range(0, table.num_rows, cut)]
    made = [anonymise_shard(part, CONFIG, KEY, known=known)[0] for part in parts]
    assert pa.concat_tables(made).equals(whole)


@pytest.mark.parametrize("kind", ["messages", "threads", "participants"])
def test_an_empty_shard_is_no_problem(kind):
    """A part without rows has the schema of the others."""
    made, counts = anonymise_shard(schema("participants", kind).empty_table(), CONFIG, KEY, kind=kind)
    assert made.schema.equals(schema("pseudonymised", kind))
    assert not counts.masked


def test_a_row_comes_out_for_every_row_in():
    """Nothing is dropped here, in no table."""
    assert anonymise_shard(threads("a", None, "c"), CONFIG, KEY, kind="threads")[0].num_rows == 3


def test_nothing_is_returned_where_masking_failed(monkeypatch):
    """The search stands behind the recognisers: a broken one stops the run."""
    monkeypatch.setattr(rows, "mask", lambda text, *rest: text)
    with pytest.raises(UnsafeOutput, match=r"messages\.text"):
        stage.anonymise_shard(messages(message(text="matti@example.fi")), CONFIG, KEY)


def test_a_broken_pseudonymiser_stops_the_run(monkeypatch):
    """Original numbers never leave, whoever forgot to replace them."""
    monkeypatch.setattr(rows._Batch, "_pseudonym", lambda self, name: lambda row, value: value)
    with pytest.raises(UnsafeOutput):
        stage.anonymise_shard(messages(message(text="moi")), CONFIG, KEY)
