"""Recorded boards through the whole stage: everything planted is gone, little else is, the reply graph stands."""

import re
from collections import Counter

import pytest

from hikcorpus.anonymise.analyse import Analyser
from hikcorpus.anonymise.config import AnonymiseConfig
from hikcorpus.anonymise.leaks import search
from hikcorpus.anonymise.stage import anonymise_shard
from tests.anonymise.build import LANGUAGE, as_messages, truth

KEY = b"recordings" * 4
CONFIG = AnonymiseConfig()
ENGINES = ["vichan", "ex0ch"]

# Planted data by shape, written without a look at the recognisers; the group is what must be gone.
PLANTED = {
    "e-mail": re.compile(r"([\w.+-]+@[\w-]+(?:\.[\w-]+)+)", re.ASCII),
    "phone": re.compile(r"((?:\+|0)\d[\d -]{6,}\d)"),
    "IBAN": re.compile(r"([A-Z]{2}\d{2}(?: ?\d{4}){3} ?\d\d)"),
    "HETU": re.compile(r"(\d{6}[-+A]\d{3}[0-9A-Z])"),
    "social security": re.compile(r"(\d{3}-\d\d-\d{4})"),
    "@handle": re.compile(r"(?:^|\s)@(\w{3,})", re.ASCII),
    "handle#": re.compile(r"(\w{3,}#\d{4})", re.ASCII),
    "LINE": re.compile(r"LINE\S*\s+(\w+)", re.ASCII),
    "IP": re.compile(r"(?<![\d/.])((?:\d{1,3}\.){3}\d{1,3})"),
    "URL": re.compile(r"(https?://[!-~]+)"),
    "postcode": re.compile(r"(〒\d{3}-\d{4}|\b00\d{3} [A-ZÅÄÖ]\w+)"),
    "street": re.compile(r"(\w+katu \d+|\b\d+ \w+ Street|\w+区\w+町[\d-]+)"),
}


def planted(body: str) -> list[tuple[str, str]]:
    """(kind, value) of all that stands in a post, reply links apart."""
    text = re.sub(r">>\d+", "", body)
    return [(kind, value) for kind, shape in PLANTED.items() for value in shape.findall(text)]


@pytest.fixture(scope="module", params=ENGINES)
def board(request, shared):
    """Posts as typed, the identifiable table made of them, and what the stage made of that."""
    posts = truth(shared, request.param)
    table = as_messages(posts, request.param)
    made, counts = anonymise_shard(table, CONFIG, KEY)
    return posts, table, made, counts


def test_everything_planted_is_gone(board):
    """Every value of every kind, in the post it stands in."""
    posts, _, made, _ = board
    seen: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for post, text in zip(posts, made["text"].to_pylist(), strict=True):
        for kind, value in planted(post["body"]):
            seen[kind] += 1
            left[kind] += value in text
    assert set(seen) == set(PLANTED), "the finder no longer sees all kinds"
    assert sum(left.values()) == 0, +left


def test_posts_without_planted_data_are_left_alone(shared):
    """Names and English house numbers are all that is masked where the finder sees nothing."""
    analyser = Analyser(CONFIG)
    masked: Counter[str] = Counter()
    clean = 0
    for engine in ENGINES:
        for post in truth(shared, engine):
            if not planted(post["body"]):
                clean += 1
                masked.update(span.entity for span in analyser.find(post["body"], LANGUAGE[post["board"]]))
    assert clean > 700
    assert set(masked) <= {"PERSON", "AGE", "HEALTH_UNIT"}, masked
    assert masked["PERSON"] < 20


def test_masked_posts_keep_their_other_lines(board):
    """A line without planted data, link or name is the same before and after."""
    posts, table, made, _ = board
    names = {name.lower() for name in table["author_name"].to_pylist()}
    for post, text in zip(posts, made["text"].to_pylist(), strict=True):
        before, after = post["body"].split("\n"), text.split("\n")
        assert len(before) == len(after)
        for old, new in zip(before, after, strict=True):
            if (
                not planted(old)
                and ">>" not in old
                and not re.search(r"\[(?:PERSON|AGE|HEALTH_UNIT)\b", new)
                and not any(n in old.lower() for n in names)
            ):
                assert old == new


def test_nothing_identifying_is_in_any_cell(board):
    """The leak search agrees, and a plain look for the rarest strings too."""
    _, table, made, _ = board
    assert not search([table], {"messages": made})
    cells = "\n".join(str(row) for row in made.to_pylist())
    for column in ("poster_id", "tripcode"):
        for value in filter(None, table[column].unique().to_pylist()):
            assert value.lstrip("!") not in cells


def test_the_reply_graph_is_the_same(board):
    """Messages and tokens are one to one, and every edge, in refs and in text, leads where it led."""
    posts, table, made, counts = board
    before, after = table.to_pylist(), made.to_pylist()
    places = [(row["board"], row["message_id"]) for row in before]
    tokens = dict(zip(places, (row["message_id"] for row in after), strict=True))
    assert len(set(tokens.values())) == len(places)
    edges = {
        (place, (place[0], ref["message_id"])) for place, row in zip(places, before, strict=True) for ref in row["refs"]
    }
    moved = {(row["message_id"], ref["message_id"]) for row in after for ref in row["refs"]}
    assert len(edges) > 200
    assert moved == {(tokens[source], tokens[target]) for source, target in edges}
    links = 0
    for post, old, new in zip(posts, before, after, strict=True):
        numbers = re.findall(r">>(\d+)", post["body"])
        prefix = f"{old['thread_id']}." if "." in old["message_id"] else ""
        wanted = [tokens.get((old["board"], prefix + number)) for number in numbers]
        assert re.findall(r">>(\w+)", new["text"]) == wanted
        links += len(numbers)
    assert counts.anchors == links
    threads = {(row["board"], row["thread_id"]) for row in before}
    assert len({row["thread_id"] for row in after}) == len(threads)
