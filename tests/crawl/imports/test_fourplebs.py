"""Dumps of 4chan archives: MySQL's CSV, New York's clock, rows of many threads mixed."""

import gzip
import io
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.crawl.imports import csv_rows
from hikcorpus.errors import UsageError
from tests.crawl.imports.made import put

KEY = "4plebs.org/adv"
COLUMNS = [
    "num",
    "subnum",
    "thread_num",
    "op",
    "timestamp",
    "timestamp_expired",
    "preview_orig",
    "preview_w",
    "preview_h",
    "media_filename",
    "media_w",
    "media_h",
    "media_size",
    "media_hash",
    "media_orig",
    "spoiler",
    "deleted",
    "capcode",
    "email",
    "name",
    "trip",
    "title",
    "comment",
    "sticky",
    "locked",
    "poster_hash",
    "poster_country",
    "exif",
]
SUMMER = 1_499_000_400  # 2017-07-02 13:00 on the wall, counted as if it were UTC


def field(value) -> str:
    """As MySQL writes it: quoted, escaped by backslash, null as \\N."""
    if value is None:
        return "\\N"
    text = str(value)
    return '"' + re.sub(r'(["\\\n])', r"\\\1", text).replace("\0", "\\0") + '"'


def row(num, thread=10, **facts) -> str:
    usual = dict.fromkeys(COLUMNS, None) | {
        "num": num,
        "subnum": 0,
        "thread_num": thread,
        "op": int(num == thread),
        "timestamp": SUMMER,
        "deleted": 0,
        "capcode": "N",
        "name": "Anonymous",
        "comment": f"Text {num}",
        "sticky": 0,
        "locked": 0,
        "media_size": 0,
    }
    return ",".join(field(value) for value in (usual | facts).values()) + "\n"


def read(desk, *rows, name="adv.csv", **wanted):
    found, left = desk.take(put(desk.folder / name, "".join(rows)), **wanted)
    return found.get(KEY), left


def test_fields(desk):
    """What 4chan shows of a post, as it would come from its own JSON."""
    opening = row(10, title='Tired "so" tired', sticky=1, poster_hash="AbC12", poster_country="FI", trip="!Ep8pui8Vw2")
    reply = row(
        12,
        comment='>>10\n>quoted, "said" \\o/\n[spoiler]secret[/spoiler] [spoiler:lit] N',
        capcode="A",
        email="sage",
        name="Nobody",
        media_orig="1499.png",
        media_size=512,
        media_hash="aGFzaA==",
    )
    counts, left = read(desk, opening, reply, row(11, comment="N"), row(13, comment=None))
    assert left == {} and counts["messages_new"] == 4
    rows = {each["message_id"]: each for each in desk.rows(KEY)}
    assert rows["12"]["text"] == '>>10\n>quoted, "said" \\o/\nsecret [spoiler] N'
    assert (rows["12"]["capcode"], rows["12"]["sage"], rows["12"]["author_name"]) == ("admin", True, "Nobody")
    assert rows["12"]["refs"][0]["message_id"] == "10"
    assert rows["12"]["attachments"] == [{"type": "png", "bytes": 512, "digest": "aGFzaA=="}]
    assert (rows["10"]["poster_id"], rows["10"]["country"], rows["10"]["tripcode"]) == ("AbC12", "FI", "!Ep8pui8Vw2")
    assert rows["10"]["is_default_name"] and rows["10"]["is_opening"] and not rows["11"]["is_opening"]
    assert (rows["11"]["text"], rows["13"]["text"]) == ("N", "")
    (thread,) = desk.rows(KEY, "threads")
    assert thread["title"] == 'Tired "so" tired' and thread["sticky"]


@pytest.mark.parametrize(
    ("clock_time", "utc"),
    [
        (SUMMER, "2017-07-02T17:00:00+00:00"),
        (SUMMER + 15_897_600, "2018-01-02T18:00:00+00:00"),
    ],
)
def test_new_yorks_clock(desk, clock_time, utc):
    """Summer and winter: the numbers are the wall's, not the world's."""
    read(desk, row(10, timestamp=clock_time))
    assert desk.rows(KEY)[0]["posted_at"].isoformat() == utc


def test_a_dump_with_true_times(desk):
    """`fourchan_date` beside the time tells which it is; else the user does."""
    header = ",".join([*COLUMNS, "fourchan_date"]) + "\n"
    true, wall = row(10, timestamp=SUMMER).rstrip(), row(20, 20, timestamp=SUMMER).rstrip()
    read(desk, header, f'{true},"7/2/17(Sun)9:00"\n', f'{wall},"7/2/17(Sun)13:00"\n')
    at = {each["message_id"]: each["posted_at"].isoformat() for each in desk.rows(KEY)}
    assert at == {"10": "2017-07-02T13:00:00+00:00", "20": "2017-07-02T17:00:00+00:00"}
    desk.take(put(desk.folder / "x" / "trv.csv", row(10)), zone="UTC")
    assert desk.rows("4plebs.org/trv")[0]["posted_at"].isoformat() == "2017-07-02T13:00:00+00:00"


def test_deleted_and_ghosts(desk):
    """A deleted row is a stub without words; what was written on the archive has an id of its own and is counted."""
    counts, _ = read(
        desk, row(10), row(11, deleted=1, comment="quokka", name="Quokka", title="quokka"), row(10, subnum=3)
    )
    rows = {each["message_id"]: each for each in desk.rows(KEY)}
    assert rows["11"]["state"] == "deleted" and rows["11"]["text"] is None and "uokka" not in str(rows["11"])
    assert rows["10_3"]["number"] == 10 and not rows["10_3"]["is_opening"]
    assert counts["ghost_posts"] == 1 and counts["messages_deleted"] == 1


def test_rows_of_many_threads_in_windows(desk, monkeypatch):
    """Threads cut by windows: every message once, the title from the opening row only, again adds nothing."""
    monkeypatch.setattr("hikcorpus.crawl.imports.fourplebs_csv.WINDOW", 7)
    monkeypatch.setattr("hikcorpus.crawl.imports.intake.MESSAGES", 10)
    rows = [row(1000 + n, 1000 + n % 5, op=int(n < 5), title=f"T{n}" if n < 5 else None) for n in range(50)]
    read(desk, *rows)
    assert len({each["message_id"] for each in desk.rows(KEY)}) == len(desk.rows(KEY)) == 50
    assert sorted(each["title"] for each in desk.rows(KEY, "threads")) == ["T0", "T1", "T2", "T3", "T4"]
    before = desk.data.raw(*KEY.split("/")).digest()
    counts, _ = read(desk, *rows)
    assert counts["messages_new"] == 0 and desk.data.raw(*KEY.split("/")).digest() == before


def test_other_layouts(desk):
    """The tables' own columns (poster_ip is not read), and a header in any order."""
    full = ["doc_id", "media_id", "poster_ip", *COLUMNS[:23], "delpass", *COLUMNS[23:]]
    values = dict.fromkeys(full) | {"doc_id": 1, "poster_ip": "3232235777", "num": 10, "subnum": 0, "thread_num": 10}
    values |= {"op": 1, "timestamp": SUMMER, "deleted": 0, "comment": "Hello"}
    read(desk, ",".join(field(values[name]) for name in full) + "\n")
    assert desk.rows(KEY)[0]["text"] == "Hello" and "3232235777" not in str(desk.rows(KEY))
    desk.take(put(desk.folder / "x" / "trv.csv", "thread_num,num,comment,timestamp,op\n7,7,Hi,1499000400,1\n"))
    assert desk.rows("4plebs.org/trv")[0]["text"] == "Hi"
    with pytest.raises(UsageError, match="3 columns"):
        desk.take(put(desk.folder / "y" / "b.csv", "1,2,3\n"))
    with pytest.raises(UsageError, match="--board"):
        desk.take(put(desk.folder / "y" / "_.csv", row(10)))


def test_a_damaged_row_costs_itself(desk):
    """A stray quote, a row too short, a row cut off: counted; the others are read."""
    stray = row(11).replace('"Text 11"', '"Text "11"')
    counts, left = read(desk, row(10), stray, row(12), '"1","2"\n', row(13), row(14)[:60])
    assert left == {"damaged_row": 3} and counts["messages_new"] == 3
    assert sorted(each["number"] for each in desk.rows(KEY)) == [10, 12, 13]


def test_cut_off_or_something_else(desk):
    """Rows before the break are taken, those of the window that was begun too; nonsense is given up, and soon."""
    whole = gzip.compress("".join(row(number) for number in range(10, 3000)).encode())
    found, left = desk.take(put(desk.folder / "a" / "adv.csv.gz", whole[: len(whole) // 2]))
    assert left["damaged_or_cut_off_file"] == 1 and 500 < found[KEY]["messages_new"] < 2990
    begin = time.process_time()
    nonsense = row(5000, 5000) + '1,1,1,1,"\\"\n' * 20_000
    found, left = desk.take(put(desk.folder / "b" / "adv.csv", nonsense))
    assert found[KEY]["messages_new"] == 1 and left == {"damaged_row": 1001, "damaged_or_cut_off_file": 1}
    assert time.process_time() - begin < 10


TEXTS = st.none() | st.text(alphabet='aN",\\\n\r\0é漢', max_size=8)


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=6), st.integers(1, 30))
def test_what_mysql_writes_comes_back(table, piece):
    """Every field as it was, wherever the file is cut into pieces; null is not the letter N."""
    written = "".join(",".join(field(value) for value in each) + "\n" for each in table).encode()
    before = csv_rows._CHUNK
    csv_rows._CHUNK = piece
    try:
        found = list(csv_rows.rows(io.BytesIO(written), re.compile("x")))
    finally:
        csv_rows._CHUNK = before
    assert found == [[value and value.replace("\0", "") for value in each] for each in table]
