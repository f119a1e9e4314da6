"""Recorded boards through every stage: nobody can be found in what comes out, and the talk is still the talk."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from hikcorpus import pipeline
from hikcorpus.anonymise.pseudonyms import Pseudonymiser
from hikcorpus.config.study import Study
from hikcorpus.fetch.replay import Recording, ReplayTransport
from hikcorpus.log import Silent
from hikcorpus.store.keys import read_key
from hikcorpus.store.layout import DataFolder

BOARDS = ("hikky", "hiki", "lonely")
PLANTED = (  # as they stand in the recordings' truth
    *("7700 900123", "040 555 0147", "0501234567", "090-0000-1234"),
    *("tanaka.taro", "matti.esimerkki", "jane.sample", "example.jp", "@example"),
    *("FI00 1234", "0007 85", "131052-952X", "203.0.113.77"),
    *("hikineko_2020", "komori_usagi", "yokukkuja_fi", "kotihiiri", "roomghost", "#0042", "#4821"),
    *("facebook.com", "alice.nowhere", "example.org/a"),
)


class Study1:
    """One engine's recording A, through all stages, with what it was made from."""

    def __init__(self, folder: Path, place: Path, clock):
        self.data = DataFolder(place / "data")
        transport = ReplayTransport(Recording.load(folder / "site.A.jsonl.gz"))
        addresses = [f"http://board.example/{board}/" for board in BOARDS]
        crawl = {"contact": "study@university.example", "clock": clock, "progress": Silent(), "transport": transport}
        pipeline.crawl(addresses, self.data, **crawl)
        clock.sleep(timedelta(minutes=15).total_seconds())
        transport.recording = Recording.load(folder / "site.B.jsonl.gz")
        pipeline.crawl(addresses, self.data, refresh_hours=0.001, **crawl)
        self.study = Study(name="test")
        pipeline.anonymise(self.study, self.data, Silent(), workers=1)
        for topic in (None, "family"):
            if topic:
                pipeline.filter_topic(self.study, topic, self.data, Silent(), workers=1)
            pipeline.export(["csv", "jsonl"], pipeline.tables(self.data, "test", topic), self.data)
        self.view = self.data.participants("test").read("messages").to_pylist()
        self.truth = [json.loads(line) for line in (folder / "truth.B.jsonl").read_text("utf-8").splitlines()]

    def published(self):
        """(place, text) of every cell, file name, metadata entry and log line that leaves the identifiable stages."""
        root = self.data.root
        for folder in ("pseudonymised", "corpora", "exports"):
            for path in sorted((root / folder).rglob("*")):
                yield "file name", str(path.relative_to(root))
                if path.suffix == ".parquet":
                    with pq.ParquetFile(path) as file:
                        yield from self._metadata(file, path)
                        for column in file.schema_arrow.names:
                            for value in file.read([column])[column].to_pylist():
                                yield from ((f"{folder}.{column}", text) for text in strings(value))
                elif path.is_file():
                    yield from ((path.name, line) for line in path.read_text("utf-8").splitlines())
        for path in (root / "state").glob("*.jsonl"):
            yield from ((path.name, line) for line in path.read_text("utf-8").splitlines())

    def _metadata(self, file, path):
        for key, value in (file.metadata.metadata or {}).items():
            if key != b"ARROW:schema":
                yield f"metadata of {path.name}", f"{key!r} {value!r}"


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from strings(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)


@pytest.fixture(scope="module", params=["vichan", "ex0ch"])
def made(request, shared, tmp_path_factory):
    from datetime import UTC, datetime

    from hikcorpus.clock import FakeClock

    place = tmp_path_factory.mktemp(request.param)
    return Study1(shared / "recorded" / request.param, place, FakeClock(datetime(2026, 11, 22, 15, 0, tzinfo=UTC)))


def test_no_planted_datum_is_left(made):
    """Phones, e-mails, IBAN and HETU with wrong check digits, handles, IPs, personal URLs: nowhere."""
    captured = "\n".join(row["text"] or "" for row in made.view)
    assert {planted for planted in PLANTED if planted not in captured} == set()  # the test can fail

    found = {(place, planted) for place, text in made.published() for planted in PLANTED if planted in text}
    assert found == set()


def test_no_identifier_of_the_board_is_left(made):
    """Poster IDs, tripcodes and screen names stand in no cell, as a whole or as a token."""
    known = {row[name] for row in made.view for name in ("poster_id", "tripcode") if row[name]}
    known |= {post["name"] for post in made.truth if post["name"]}
    known |= {post["trip"] for post in made.truth if post["trip"]}
    assert len(known) > 30
    token = re.compile(r"(?<![0-9A-Za-z+/.])[0-9A-Za-z+/.!◆]{4,}(?![0-9A-Za-z+/.])")

    found = set()
    for place, text in made.published():
        if text in known or any(match in known for match in token.findall(text)):
            found.add(place)
        found |= {(place, name) for name in known if not name.isascii() and name in text}
    assert found == set()


def test_no_original_number_is_left(made):
    """Ids and anchors are tokens of the key; no number follows a reply mark."""
    tables = made.data.pseudonymised("test")
    token = {"m": re.compile("m[a-z2-7]{16}"), "t": re.compile("t[a-z2-7]{16}"), "p": re.compile("p[a-z2-7]{16}")}
    for row in tables.read("messages").to_pylist():
        assert token["m"].fullmatch(row["message_id"]) and token["t"].fullmatch(row["thread_id"])
        assert row["participant"] is None or token["p"].fullmatch(row["participant"])
        for ref in row["refs"]:
            assert token["m"].fullmatch(ref["message_id"])
            assert ref["thread_id"] is None or token["t"].fullmatch(ref["thread_id"])
    anchors = re.compile(r"(?:[>＞]{2,3}\s*|#p|res/|read\.cgi/\w+/)[0-9０-９]")
    assert [place for place, text in made.published() if anchors.search(text)] == []


def test_the_talk_is_the_same(made):
    """Messages, threads, participants and reply edges correspond one to one; lags, hours and weekdays are kept."""
    key = Pseudonymiser(read_key(made.data.key("test")))
    rows = {row["message_id"]: row for row in made.data.pseudonymised("test").read("messages").to_pylist()}
    assert len(rows) == len(made.view) > 590
    names = {
        (r["board"], r["message_id"]): key.token("message", r["site"], r["board"], r["message_id"]) for r in made.view
    }
    assert len(set(names.values())) == len(names)
    people = {}
    shifts = set()
    for before in made.view:
        after = rows[names[before["board"], before["message_id"]]]
        assert people.setdefault(before["participant"], after["participant"]) == after["participant"]
        wanted = []
        for ref in before["refs"]:
            board = ref["board"] or before["board"]
            wanted.append(key.token("message", before["site"], board, ref["message_id"]))
        assert [ref["message_id"] for ref in after["refs"]] == wanted
        shifts.add(after["posted_at"] - before["posted_at"])
        assert (after["local_hour"], after["weekday"]) == (before["local_hour"], before["weekday"])
        assert len((after["text"] or "").split("\n")) == len((before["text"] or "").split("\n"))
    assert len(set(people.values())) == len(people)
    (shift,) = shifts
    assert shift.total_seconds() % timedelta(weeks=1).total_seconds() == 0 and shift


def test_rows_do_not_keep_the_order_of_identifiers(made):
    """Participants stand in the order of their pseudonyms."""
    names = made.data.pseudonymised("test").read("participants")["participant"].to_pylist()
    assert names == sorted(names)


def test_anchors_in_the_text_are_the_edges(made):
    """Every `>>` in a pseudonymised text names a target of that message's edges."""
    seen = 0
    for row in made.data.pseudonymised("test").read("messages").to_pylist():
        anchors = set(re.findall(r">>(m[a-z2-7]{16})", row["text"] or ""))
        assert anchors == {ref["message_id"] for ref in row["refs"]}
        seen += len(anchors)
    assert seen > 200


def test_running_again_does_nothing(made):
    """The same raw, settings and key: no stage is made anew."""
    before = {path: path.stat().st_mtime_ns for path in made.data.root.rglob("*.parquet")}
    pipeline.anonymise(made.study, made.data, Silent(), workers=1)
    pipeline.filter_topic(made.study, "family", made.data, Silent(), workers=1)
    assert {path: path.stat().st_mtime_ns for path in made.data.root.rglob("*.parquet")} == before


def test_a_quiet_visit_leaves_everything_up_to_date(made):
    """A run that finds nothing new adds an observation and no work: the next stage is not made again."""
    raw = made.data.raw(*made.data.boards()[0])
    before, digest = raw.content(), raw.digest()
    row = raw.read("observations").to_pylist()[-1]
    raw.append({"observations": [row | {"outcome": "not_modified"}]}, "2026-12")

    assert raw.digest() != digest and raw.content() == before
    stamps = {path: path.stat().st_mtime_ns for path in (made.data.root / "pseudonymised").rglob("*.parquet")}
    pipeline.anonymise(made.study, made.data, Silent(), workers=1)
    assert {path: path.stat().st_mtime_ns for path in (made.data.root / "pseudonymised").rglob("*.parquet")} == stamps


def test_the_flow_adds_up(made):
    """in = out + everything dropped, for every step and unit."""
    steps = {}
    for row in made.data.corpus("test", "family").read("flow").to_pylist():
        step = steps.setdefault((row["stage"], row["step"], row["unit"]), {"in": 0, "out": 0, "dropped": 0})
        if row["outcome"] in step:
            step[row["outcome"]] += row["n"]
    checked = {name: step for name, step in steps.items() if step["out"] or step["dropped"]}
    assert len(checked) >= 6
    for name, step in checked.items():
        assert step["in"] == step["out"] + step["dropped"], name


def test_nothing_after_the_crawl_opens_a_socket(made, tmp_path, monkeypatch):
    """Every later stage, from raw to export, with sockets forbidden."""
    import shutil
    import socket

    def forbidden(*_, **__):
        raise AssertionError("a socket was opened after the crawl")

    shutil.copytree(made.data.root / "raw", tmp_path / "data" / "raw")
    data = DataFolder(tmp_path / "data")
    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, forbidden)
    pipeline.anonymise(made.study, data, Silent(), workers=1)
    pipeline.filter_topic(made.study, "family", data, Silent(), workers=1)
    assert pipeline.export(["csv"], pipeline.tables(data, "test", "family"), data)
