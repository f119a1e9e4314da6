"""VRT corpora: threads told from their texts, words put together, nothing lost in silence, flat memory."""

import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged
from hikcorpus.sources.kielipankki import read_vrt, threads
from hikcorpus.sources.kielipankki.vrt import MOST_PROBLEMS, joined

HEAD = b"<!-- #vrt positional-attributes: word ref lemma pos msd dephead deprel nertag -->"
COLUMNS = "\t1\t_\t_\t_\t_\t_\t_"


def text(number, *words, title="Yörytmi", sec="hikky", date="04.05.2014", clock="14:03:05", more=""):
    """A text of the Ylilauta corpus, in the order in which its own script writes the attributes."""
    return [
        f'<text title="{title}" datefrom="20140504" dateto="20140504" date="{date}" clock="{clock}" id="{number}" '
        f'sec="{sec}"{more}>',
        '<paragraph id="1">',
        '<sentence id="1">',
        *(word + COLUMNS for word in words),
        "</sentence>",
        "</paragraph>",
        "</text>",
    ]


def read(*texts, head=HEAD):
    """The threads of a file of these texts."""
    return list(read_vrt([head, *(line.encode() + b"\n" for lines in texts for line in lines)]))


def shape(found):
    """Board, thread and messages of each page."""
    return [(board, page.thread.thread_id, [one.message_id for one in page.messages]) for board, page in found]


def test_texts_of_one_title_are_a_thread_and_the_first_opens_it():
    """The corpus names no thread: board, title and rising ids tell; the title is the opening message's subject."""
    (board, page), *rest = read(text(100, "Valvon", "taas", "."), text(107, "&gt;&gt;100", "Samoin", "&lt;3"))
    assert (board, rest) == ("hikky", [])
    assert (page.thread.title, page.problems) == ("Yörytmi", ())
    assert [(one.message_id, one.is_opening, one.text, one.subject) for one in page.messages] == [
        ("100", True, "Valvon taas.", "Yörytmi"),
        ("107", False, ">>100 Samoin <3", None),
    ]
    (ref,) = page.messages[1].refs
    assert (ref.message_id, ref.board, ref.thread_id, ref.dangling) == ("100", "hikky", "100", False)
    assert all(one.author_name is None and one.is_default_name for one in page.messages)


def test_a_new_thread_begins_with_another_title_board_or_a_lower_number():
    """The last one: a page that was crawled twice, or another thread of the same title."""
    found = read(
        text(100), text(101), text(102, title="Kahvi"), text(103, title="Kahvi", sec="ruoka"), text(9), text(100)
    )
    assert shape(found) == [
        ("hikky", "100", ["100", "101"]),
        ("hikky", "102", ["102"]),
        ("ruoka", "103", ["103"]),
        ("hikky", "9", ["9", "100"]),
    ]


def test_a_thread_in_two_places_comes_in_two_pages_of_the_same_thread():
    """Its pages begin with the opening message, wherever the crawl found them."""
    found = read(text(100), text(102), text(50, title="Kahvi"), text(100), text(102), text(105))
    assert [page.thread.thread_id for _, page in found] == ["100", "50", "100"]


def test_a_mark_whose_target_is_not_in_the_run_is_not_called_dead():
    """The corpus holds no whole board: what is missing here may stand elsewhere."""
    ((_, page),) = read(text(100, "&gt;&gt;55", "&gt;&gt;100", "x"))
    assert [(ref.message_id, ref.thread_id, ref.dangling) for ref in page.messages[0].refs] == [("55", None, False)]


@pytest.mark.parametrize(
    ("date", "clock", "expected", "precision"),
    [
        ("04.05.2014", "14:03:05", datetime(2014, 5, 4, 11, 3, 5, tzinfo=UTC), "second"),
        ("4.1.2014", "0:03", datetime(2014, 1, 3, 22, 3, tzinfo=UTC), "minute"),
        ("26.10.2014", "03:30:00", datetime(2014, 10, 26, 0, 30, tzinfo=UTC), "second"),
        ("2014-05-04", "", datetime(2014, 5, 3, 21, 0, tzinfo=UTC), "day"),
        ("31.02.2014", "14:03:05", None, "none"),
        ("eilen", "illalla", None, "none"),
    ],
)
def test_times_are_helsinkis_wall_clock(date, clock, expected, precision):
    """Summer time included; what is no time is a problem, and kept as printed."""
    ((_, page),) = read(text(100, "x", date=date, clock=clock))
    (message,) = page.messages
    assert (message.posted_at, message.time_precision) == (expected, precision)
    assert [problem.reason for problem in page.problems] == (["unreadable_time"] if expected is None else [])
    assert message.posted_raw == f"{date} {clock}".strip()


def test_suomi24_names_thread_comment_parent_and_nick():
    """Comments in the order of answers, not of time; a registered nick is an account; a title is no text."""
    lines = [
        *text(1, "Hei", more=' type="thread" thread="70" comment="0" parent="0" nick="Hiiri" signed="1"'),
        *text(1, "Moi", more=' type="comment" thread="70" comment="9" parent="0" nick="Kissa" signed="0"'),
        *text(1, "Jep", more=' type="comment" thread="70" comment="8" parent="9" nick="Hiiri" signed="1"'),
    ]
    ((_, page),) = read(lines)
    assert shape([("", page)]) == [("", "70", ["70", "9", "8"])]
    assert [message.is_opening for message in page.messages] == [True, False, False]
    assert [message.account_id for message in page.messages] == ["Hiiri", None, "Hiiri"]
    assert [[ref.message_id for ref in message.refs] for message in page.messages] == [[], [], ["9"]]


def test_a_paragraph_of_the_title_is_no_text():
    """Other paragraphs are lines."""
    lines = [
        '<text id="5" sec="a" date="04.05.2014">',
        '<paragraph type="title">',
        "Otsikko" + COLUMNS,
        "</paragraph>",
        '<paragraph type="body">',
        "Eka" + COLUMNS,
        "</paragraph>",
        "<paragraph>",
        "Toka" + COLUMNS,
        "</paragraph>",
        "</text>",
    ]
    ((_, page),) = read(lines)
    assert (page.thread.title, page.messages[0].text) == ("Otsikko", "Eka\nToka")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Valvon , taas ?!", "Valvon, taas?!"),
        ("( suluissa ) loppu", "(suluissa) loppu"),
        ('hän sanoi " ei nyt " ja lähti', 'hän sanoi "ei nyt" ja lähti'),
        ("Niin :D - 50 % ...", "Niin :D - 50%..."),
        ("母 さん が 置く 。", "母さんが置く。"),
        ("äiti 母 x", "äiti 母 x"),
        ("", ""),
    ],
)
def test_words_are_put_together_by_rule(words, expected):
    """Where no column says where spaces stood."""
    assert joined([(word, None) for word in words.split(" ") if word]) == expected


def test_a_column_of_spaces_is_believed():
    """Also for line breaks; the rule is not asked."""
    head = b"<!-- #vrt positional-attributes: word misc -->"
    lines = [
        '<text id="1" sec="a" date="04.05.2014">',
        "a\tSpaceAfter=No",
        "b\t_",
        ",\tSpacesAfter=\\n",
        "c\t_",
        "</text>",
    ]
    ((_, page),) = read(lines, head=head)
    assert (page.messages[0].text, page.problems) == ("ab ,\nc", ())


def test_nothing_is_lost_in_silence():
    """Texts without a number, tokens outside, odd tags, lost ends, bytes that are no UTF-8: each is a problem."""
    lines = [
        HEAD,
        b"outside\t1",
        b'<text id="x" sec="a" date="04.05.2014">',
        b"</text>",
        b'<text id="1" sec="a" date="04.05.2014">',
        b"one",
        b"two",
        b"< odd >",
        b"\xff" + COLUMNS.encode(),
        b'<text id="2" sec="a" date="04.05.2014">',
        b"</text>",
        b'<text id="2" sec="a" date="04.05.2014">',
    ]
    found = list(read_vrt(lines))
    assert [one.text for _, page in found for one in page.messages] == ["one two \ufffd", ""]
    assert sorted(problem.reason for _, page in found for problem in page.problems) == sorted(
        [
            *("token_outside_text", "unreadable_message", "other_columns", "unreadable_tag", "undecodable"),
            *("unclosed_text", "unclosed_text", "duplicate_message"),
        ]
    )


@pytest.mark.parametrize("body", [b"", b"\n\n", b"name,text\n1,a\n", b"<text>\n</text>\n", b"<html>\n<body>\n"])
def test_what_is_no_corpus_of_messages_is_refused(body):
    """An empty file, a table, texts without a number, a web page."""
    with pytest.raises(LayoutChanged):
        list(read_vrt(body.splitlines(keepends=True)))


def test_a_thread_longer_than_memory_comes_in_pieces(monkeypatch):
    """Of the same thread; only the first holds its opening message."""
    monkeypatch.setattr(threads, "MOST_MESSAGES", 2)
    found = read(*(text(number, "x") for number in (100, 101, 102, 103, 104)))
    assert shape(found) == [
        ("hikky", "100", ["100", "101"]),
        ("hikky", "100", ["102", "103"]),
        ("hikky", "100", ["104"]),
    ]
    assert [one.is_opening for _, page in found for one in page.messages] == [True, False, False, False, False]


def test_memory_is_flat():
    """Ten times the file, the same memory: threads, one endless text, one endless title, nothing but faults."""

    def peak(lines):
        tracemalloc.start()
        for _ in read_vrt(lines):
            pass
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    def many(number):
        for one in range(number):
            yield from (line.encode() for line in text(one + 1, *["sana"] * 50, title=f"T{one // 5}"))

    def faults(number):
        yield from (line.encode() for line in text(1, "x"))
        for _ in range(number):
            yield b"outside"

    for make, few in ((many, 300), (faults, 3 * MOST_PROBLEMS)):
        peak(make(10))
        assert peak(make(10 * few)) < 1.5 * peak(make(few)) + 100_000


def test_samples(shared):
    """The good one: its three texts in two threads, words as counted; the one with eight faults still reads."""
    raw = (shared / "samples" / "vrt" / "sample.vrt").read_bytes().splitlines()
    found = list(read_vrt(raw))
    assert sum(len(page.messages) for _, page in found) == sum(line.startswith(b"<text ") for line in raw) == 3
    assert [page.problems for _, page in found] == [(), ()]
    bad = (shared / "samples" / "vrt" / "bad.vrt").read_bytes().splitlines()
    assert sum(len(page.messages) for _, page in read_vrt(bad)) == sum(line.startswith(b"<text ") for line in bad) == 2


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=12),
            st.sampled_from([line.encode() for line in text(5, "a", '"', "&gt;&gt;5") + text(6, "b")]),
            st.builds(lambda number: f'<text id="{number}" sec="a">'.encode(), st.integers(0, 9)),
        ),
        max_size=30,
    )
)
def test_no_lines_raise_anything_but_layout_changed(lines):
    """Any lines; every text with a number comes out once, or is a problem."""
    try:
        found = list(read_vrt([HEAD, *lines]))
    except LayoutChanged:
        return
    for _, page in found:
        assert len({one.message_id for one in page.messages}) == len(page.messages) > 0
