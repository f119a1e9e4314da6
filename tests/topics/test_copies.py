"""Messages that say the same are found, whatever was changed a little; others are not, and nothing is lost."""

import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.model.columns import COPIES
from hikcorpus.topics.copies import _signatures, copies, folded

PASTA = (
    "Olen asunut tässä huoneessa jo kahdeksan vuotta enkä aio lähteä täältä mihinkään, vaikka kuinka koputtaisitte "
    "oveen ja huutaisitte. Ruoka tulee oven taakse ja netti toimii, mitä muuta ihminen muka tarvitsee elämäänsä?"
)
JAPANESE = "部屋から出なくなってもう八年になるけど、別に困ったことはない。飯はドアの前に置いてあるし、夜になれば風呂にも入れる。何が悪いのか教えてくれ。"
SCHEMA = pa.schema(
    [
        ("message_id", pa.string()),
        ("thread_id", pa.string()),
        ("text", pa.string()),
        ("state", pa.string()),
        ("posted_at", pa.timestamp("us", tz="UTC")),
    ]
)


def batch(*texts, states=None, times=None):
    rows = [
        {
            "message_id": f"m{n:04d}",
            "thread_id": f"t{n % 3}",
            "text": text,
            "state": (states or {}).get(n, "live"),
            "posted_at": datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=(times or {}).get(n, n)),
        }
        for n, text in enumerate(texts)
    ]
    return pa.RecordBatch.from_pylist(rows, schema=SCHEMA)


def groups(found):
    out = {}
    for row in found.table.to_pylist():
        out.setdefault(row["copy_group"], []).append(row["message_id"])
    return out


@pytest.mark.parametrize(
    "other",
    [
        PASTA,
        PASTA.upper(),
        ">>1234567\n" + PASTA,
        PASTA.replace(", ", ",\n\n"),
        PASTA.replace("tässä", "tä\u200bssä"),
        PASTA + " lol",
        PASTA.replace("mihinkään", "minnekään"),
        PASTA[:-12],
    ],
    ids=["same", "capitals", "reply mark", "line breaks", "invisible", "added", "a word", "cut off"],
)
def test_copies_are_found(other, tmp_path):
    """Changes that no reader would call another text."""
    found = copies([batch(PASTA, "x" * 50, other)], tmp_path)
    assert groups(found) == {"m0000": ["m0000", "m0002"]}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Puhelinlasku oli taas 35,90 euroa ja vuokra 512 euroa.", "Puhelinlasku oli taas 9,5 euroa ja vuokra 1020 euroa."),
        ("Kirjoita mulle osoitteeseen [EMAIL:abcdefgh234] niin jutellaan.", "Kirjoita mulle osoitteeseen [EMAIL:zzzzzzzz777] niin jutellaan."),
        ("ﾄﾞｱの前に飯が置いてあるから外に出なくても何も困らないし誰とも話さなくていいし夜は静かでいい", "ドアの前に飯が置いてあるから外に出なくても何も困らないし誰とも話さなくていいし夜は静かでいい"),
    ],
)  # fmt: skip
def test_what_is_folded_is_the_same(one, other, tmp_path):
    """Numbers, tokens of masks, half and full width: similarity exactly 1."""
    rows = copies([batch(one, other)], tmp_path).table.to_pylist()
    assert [row["similarity"] for row in rows] == [1.0, 1.0]


@pytest.mark.parametrize("text", ["Sama.", "Joo niin mullakin.", "わかる", ">>12345 " + "a" * 30])
def test_short_messages_are_not_compared(text, tmp_path):
    """`Same here` is no copypasta; they are counted."""
    found = copies([batch(text, text)], tmp_path)
    assert found.table.num_rows == 0
    assert (found.counts["messages.in"], found.counts["messages.short"]) == (2, 2)


def test_different_messages_are_not_joined(tmp_path):
    """Texts about the same, in the same words, that are not copies."""
    other = "Kahdeksan vuotta asuin siinä huoneessa, sitten muutin. Äiti koputti oveen joka ilta ja toi ruokaa, kiitos siitä."
    assert copies([batch(PASTA, other, JAPANESE, JAPANESE[::-1])], tmp_path).table.num_rows == 0


def test_japanese(tmp_path):
    """No spaces between words are needed."""
    found = copies([batch(JAPANESE, JAPANESE.replace("八年", "九年"), JAPANESE + "ｗｗｗ")], tmp_path)
    assert groups(found) == {"m0000": ["m0000", "m0001", "m0002"]}


def test_the_first_is_the_earliest(tmp_path):
    """By time, wherever it stands; copies are counted with it."""
    found = copies([batch(PASTA, PASTA, PASTA, times={0: 9, 1: 5, 2: 7})], tmp_path).table.to_pylist()
    assert [(row["message_id"], row["is_first"], row["copies"]) for row in found] == [
        ("m0001", True, 3),
        ("m0000", False, 3),
        ("m0002", False, 3),
    ]
    assert {row["copy_group"] for row in found} == {"m0001"}
    assert list(found[0]) == [column.name for column in COPIES]


def test_deleted_messages_are_left_out(tmp_path):
    """Nothing is said of a text that nobody may read any more."""
    found = copies([batch(PASTA, PASTA, states={1: "deleted"})], tmp_path)
    assert (found.table.num_rows, found.counts["messages.in"]) == (0, 1)


def test_an_answer_that_quotes_is_no_copy(tmp_path):
    """What somebody else wrote counts where it was written; a story in greentext is its teller's own."""
    quoting = ">>1234567\n" + "\n".join(f"> {line}" for line in PASTA.split(". "))
    own = "\nTuo on kyllä kaukana siitä mitä itse olen kokenut, mutta ymmärrän silti."
    assert copies([batch(PASTA, quoting + own, quoting)], tmp_path).table.num_rows == 0
    story = "\n".join(f">{line}" for line in PASTA.split(". "))
    assert copies([batch(story, story)], tmp_path).table.num_rows == 2
    refs = pa.array([[], ["m"]], pa.list_(pa.string()))
    answered = batch(PASTA, story + own).append_column("refs", refs)
    assert copies([answered], tmp_path).table.num_rows == 0


def invented(seed, n):
    """Messages of invented words, some of them copied with changes; gives texts and the truth."""
    draw = random.Random(seed)
    words = ["".join(draw.choices("aeioukstlnmpr", k=draw.randrange(3, 9))) for _ in range(2000)]
    texts = [" ".join(draw.choices(words, k=draw.randrange(12, 60))) for _ in range(n)]
    truth = {}
    for place in range(0, n, 10):
        source = texts[place].split()
        source[draw.randrange(len(source))] = "muutettu"
        texts[place + 5] = " ".join(source)
        truth[place + 5] = place
    return texts, truth


def test_recall_and_precision(tmp_path):
    """Of 200 copies with a word changed among 2,000 messages nearly all are found, and nothing else."""
    texts, truth = invented(7, 2000)
    found = {frozenset(ids) for ids in groups(copies([batch(*texts)], tmp_path)).values()}
    expected = {frozenset((f"m{a:04d}", f"m{b:04d}")) for a, b in truth.items()}
    assert found <= expected
    assert len(found) >= 0.9 * len(expected)


def test_similarity_is_near_the_true_one(tmp_path):
    """The estimate lies within three and a half standard errors of the share of common 5-grams."""
    texts, truth = invented(3, 400)
    rows = {row["message_id"]: row for row in copies([batch(*texts)], tmp_path, alike=0.5).table.to_pylist()}
    off = []
    for copy, source in truth.items():
        if (row := rows.get(f"m{copy:04d}")) is None:
            continue
        one, other = ({text[at : at + 5] for at in range(len(text) - 4)} for text in (texts[copy], texts[source]))
        true = len(one & other) / len(one | other)
        off.append(row["similarity"] - true)
        assert abs(off[-1]) < 3.5 * (true * (1 - true) / 125) ** 0.5 + 0.02
    assert len(off) >= 30
    assert abs(sum(off) / len(off)) < 0.02


@settings(max_examples=12, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 7))
def test_the_order_of_rows_decides_nothing(tmp_path_factory, draw, parts):
    """Shuffled and cut into other batches, the same table comes out."""
    texts, _ = invented(5, 100)
    whole = batch(*texts, PASTA, PASTA, PASTA + "!", PASTA.replace("ovi", "luukku"))
    order = list(range(whole.num_rows))
    draw.shuffle(order)
    mixed = whole.take(pa.array(order))
    size = -(-whole.num_rows // parts)
    pieces = [mixed.slice(at, size) for at in range(0, whole.num_rows, size)]
    first, second = (copies(batches, tmp_path_factory.mktemp("scratch")) for batches in ([whole], pieces))
    assert first.table == second.table
    assert first.counts == second.counts


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=5, max_size=60), min_size=1, max_size=8))
def test_a_signature_hangs_on_its_text_alone(texts):
    """Whatever texts stand beside it in the block: no 5-gram reaches over from one to the next."""
    together = _signatures(texts)
    alone = np.concatenate([_signatures([text]) for text in texts])
    assert (together == alone).all()


def test_one_text_posted_very_often(tmp_path):
    """A flood is one group, in no time."""
    found = copies([batch(*[PASTA + f" {n}" for n in range(3000)])], tmp_path)
    assert found.counts["groups"] == 1
    assert found.counts["messages.copied"] == 3000


def test_many_variants_of_one_text(tmp_path):
    """More different texts in a band than are compared pair by pair."""
    variants = [PASTA.replace("oveen", "".join(random.Random(n).choices("abcdefghij", k=5))) for n in range(120)]
    found = copies([batch(*variants)], tmp_path)
    assert found.counts == {"messages.in": 120, "messages.short": 0, "messages.compared": 120} | {
        "messages.copied": 120,
        "groups": 1,
    }


def test_nothing(tmp_path):
    """An empty corpus has no copies."""
    assert copies([], tmp_path).table.num_rows == 0
    assert copies([batch()], tmp_path).table.num_rows == 0
    assert folded("") == ""


def test_a_failure_leaves_no_text_behind(tmp_path):
    """Scratch files hold ids and hashes; they go even where reading fails."""

    def failing():
        yield batch(PASTA)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        copies(failing(), tmp_path)
    assert list(tmp_path.iterdir()) == []
