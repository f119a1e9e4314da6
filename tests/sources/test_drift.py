"""Pages of a board that has changed under us: refused, or read with every loss counted; never a crash, never silence."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Page

PAGES = Path(__file__).parent / "pages"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
VICHAN = Board("test", "koti", "vichan", "https://board.example")
DAT = Board("test", "heya", "dat", "https://board.example", "Asia/Tokyo")
YLILAUTA = Board("test", "hikky", "ylilauta", "https://ylilauta.org", "Europe/Helsinki")


def posts():
    """Thread 5 with three replies."""
    return [
        {"no": 5 + place, "resto": 5 if place else 0, "time": 1600000000 + place, "com": f"teksti {place}", "name": "A"}
        for place in range(4)
    ]


def renamed(old, new):
    """All posts with a field under another name."""
    return [{new if name == old else name: value for name, value in post.items()} for post in posts()]


def each(**fields):
    """All posts with these values."""
    return [post | fields for post in posts()]


def vichan(body):
    """A response with that JSON, or these bytes."""
    return Page(
        "https://board.example/koti/res/5.json", body if isinstance(body, bytes) else json.dumps(body).encode(), NOW
    )


REFUSED = {
    "posts under another name": {"messages": posts()},
    "no object": posts(),
    "posts as an object": {"posts": {str(post["no"]): post for post in posts()}},
    "posts in a list of lists": {"posts": [posts()]},
    "posts one level deeper": {"posts": [{"post": post} for post in posts()]},
    "numbers under another name": {"posts": renamed("no", "id")},
    "numbers as words": {"posts": [post | {"no": f"p{post['no']}"} for post in posts()]},
    "null for every post": {"posts": [None, None]},
    "null for the posts": {"posts": None},
    "null for every number": {"posts": each(no=None)},
    "times as dates": {"posts": each(time="2020-09-13T12:26:40Z")},
    "texts as objects": {"posts": each(com={"text": "x"})},
    "numbers that run backwards from the last": {"posts": posts()[::-1]},
    "another thread of the same shape": {"posts": [post | {"no": post["no"] + 1} for post in posts()]},
    "an error with status 200": {"error": "not found"},
    "a page of the site": b"<!DOCTYPE html><html><body>5</body></html>",
    "UTF-16": json.dumps({"posts": posts()}).encode("utf-16"),
    "deep nesting": b'{"posts":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep nesting in a field": b'{"posts":[{"no":5,"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}]}",
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_another_shape_of_json_is_refused(body):
    """Nothing of it may look like a thread without messages."""
    with pytest.raises(LayoutChanged):
        source("vichan").parse_thread(VICHAN, "5", vichan(body))


COUNTED = {
    "texts under another name": (renamed("com", "comment"), {}, {"comment"}),
    "times under another name": (renamed("time", "created"), {}, {"created"}),
    "names under another name": (renamed("name", "author"), {}, {"author"}),
    "threads under another name": (renamed("resto", "parent"), {"message_of_another_thread": 3}, {"parent"}),
    "threads as null": (each(resto=None), {"message_of_another_thread": 3}, set()),
    "texts as null": (each(com=None), {}, set()),
    "times as strings": ([post | {"time": str(post["time"])} for post in posts()], {}, set()),
    "times in milliseconds": ([post | {"time": post["time"] * 1000} for post in posts()], {}, set()),
    "times as null": (each(time=None), {}, set()),
    "one post unreadable": ([*posts()[:3], {"no": 8, "resto": 5, "com": []}], {"unreadable_message": 1}, set()),
    "one post twice": ([*posts(), posts()[2]], {"duplicate_message": 1}, set()),
    "numbers that run backwards": ([posts()[0], *posts()[:0:-1]], {"out_of_order": 2}, set()),
    "a reply below its thread": ([*posts(), posts()[1] | {"no": 3}], {"out_of_order": 1}, set()),
    "new fields": (each(mood="sad", extra_files=[{"alt": 1}, []]), {}, {"mood", "alt"}),
    "words as names of fields": (each(**{"Matti Meikäläinen": 1}), {}, {"(a name that is none)"}),
}


@pytest.mark.parametrize(("full", "problems", "unknown"), COUNTED.values(), ids=COUNTED)
def test_what_can_still_be_read_is_read_and_the_loss_is_told(full, problems, unknown):
    """Every post is a message or a problem; unknown fields are named; no text or time is invented."""
    page = vichan({"posts": full})
    parsed = source("vichan").parse_thread(VICHAN, "5", page)
    assert Counter(problem.reason for problem in parsed.problems) == problems
    lost = sum(count for reason, count in problems.items() if reason != "out_of_order")
    assert len(parsed.messages) + lost == len(full)
    assert source("vichan").unknown_fields(page) == unknown
    by_number = {}
    for post in full:
        by_number.setdefault(post["no"], post)
    for message in parsed.messages:
        post = by_number[message.number]
        assert message.text == (post.get("com") or "")
        assert message.author_name == post.get("name")
        time = int(post.get("time") or 0)
        assert message.posted_at == (datetime.fromtimestamp(time, UTC) if 0 < time < 10**11 else None)
        assert (message.time_precision == "none") == (message.posted_at is None)


def test_a_thread_that_shrinks_is_what_it_is_now():
    """The parser keeps no memory: what is missing is for the crawl to see, by ids and by the announced count."""
    page = vichan({"posts": [posts()[0] | {"replies": 3}, posts()[3]]})
    parsed = source("fourchan").parse_thread(Board("t", "room", "fourchan", "https://x.example"), "5", page)
    assert [message.number for message in parsed.messages] == [5, 8]
    assert parsed.thread.reply_count == 3


@pytest.mark.parametrize(("share", "refused"), [(1, False), (40, True)])
def test_another_charset_is_counted_or_refused(share, refused):
    """A few stray bytes are a problem; a page in another charset is another page."""
    body = json.dumps({"posts": posts()}).encode().replace(b"teksti 1", b"teksti " + b"\xe4" * share)
    if refused:
        with pytest.raises(LayoutChanged, match="cannot be read"):
            source("vichan").parse_thread(VICHAN, "5", vichan(body))
    else:
        parsed = source("vichan").parse_thread(VICHAN, "5", vichan(body))
        assert [problem.reason for problem in parsed.problems] == ["undecodable"]
        assert len(parsed.messages) == 4


LISTINGS = {
    "threads under another name": [{"page": 0, "items": posts()}],
    "threads as ids": [{"page": 0, "threads": [5, 6]}],
    "threads as posts": [{"page": 0, "threads": [{"posts": posts()}]}],
    "numbers under another name": [{"page": 0, "threads": renamed("no", "thread")}],
    "threads as null": [{"threads": None}],
    "threads of a page as null": [{"page": 0, "threads": None}],
    "one page under another name": [{"page": 0, "threads": posts()[:1]}, {"page": 1, "items": posts()}],
    "nothing": [],
}


@pytest.mark.parametrize("body", LISTINGS.values(), ids=LISTINGS)
def test_another_shape_of_catalog_never_looks_like_an_empty_board(body):
    """An empty board means that every thread is gone: only `[{"page":0}]` and `"threads":[]` may say so."""
    with pytest.raises(LayoutChanged):
        source("vichan").parse_listing(VICHAN, vichan(body))


@pytest.mark.parametrize(
    "body", [[{"page": 0}], [{"page": 1, "threads": []}], [{"page": 0, "threads": []}, {"page": 1}]]
)
def test_an_empty_board_is_one(body):
    """As the engines write it."""
    listing = source("vichan").parse_listing(VICHAN, vichan(body))
    assert (listing.threads, listing.problems) == ((), ())


@pytest.mark.parametrize("body", [b"", b"\n \n"])
def test_an_empty_subject_file_is_no_empty_board(body):
    """The file may just be in the middle of being written."""
    with pytest.raises(LayoutChanged, match="empty"):
        source("dat").parse_listing(DAT, Page("https://board.example/heya/subject.txt", body, NOW))


LINES = [f"名無し<><>2020/09/13(日) 21:26:4{place} ID:abcdEFG{place}0<> 夜{place} <>題" for place in range(3)]
DAT_REFUSED = {
    "another separator": [line.replace("<>", "<|>") for line in LINES],
    "tabs": [line.replace("<>", "\t") for line in LINES],
    "fewer fields": ["<>".join(line.split("<>")[:3]) for line in LINES],
}
DAT_COUNTED = {
    "a number before each line": ([f"{place}<>{line}" for place, line in enumerate(LINES)], 3, {"fields:6"}, 0),
    "no title field": ([line.rpartition("<>")[0] for line in LINES], 3, {"fields:4"}, 0),
    "dates in another form": ([line.replace("2020/09/13", "13.9.2020") for line in LINES], 3, set(), 0),
    "one damaged line": ([LINES[0], "broken", LINES[2]], 2, {"fields:1"}, 1),
    "as it should be": (LINES, 3, set(), 0),
}


def dat(lines, encode=lambda line: line.encode("cp932")):
    """A dat file of these lines."""
    return Page("https://board.example/heya/dat/1600000000.dat", b"".join(encode(line) + b"\n" for line in lines), NOW)


@pytest.mark.parametrize("lines", DAT_REFUSED.values(), ids=DAT_REFUSED)
def test_another_form_of_dat_is_refused(lines):
    """No line reads as a message."""
    with pytest.raises(LayoutChanged):
        source("dat").parse_thread(DAT, "1600000000", dat(lines))


@pytest.mark.parametrize(("lines", "messages", "unknown", "problems"), DAT_COUNTED.values(), ids=DAT_COUNTED)
def test_a_changed_dat_line_is_told(lines, messages, unknown, problems):
    """By the number of its fields, or by times that are none; numbers hold."""
    page = dat(lines)
    parsed = source("dat").parse_thread(DAT, "1600000000", page)
    assert (len(parsed.messages), len(parsed.problems)) == (messages, problems)
    assert source("dat").unknown_fields(page) == unknown
    timed = "/" in lines[-1] and not unknown & {"fields:6"}
    assert all((message.posted_at is not None) == timed for message in parsed.messages)


def test_mixed_charsets_in_one_dat_are_counted_or_refused():
    """A UTF-8 line in a cp932 file loses some characters; the lines keep their numbers."""
    page = dat([*LINES * 20, "夜"], lambda line: line.encode("utf-8" if line == "夜" else "cp932"))
    page = Page(page.url, page.body.replace("夜".encode(), "a<><>2020/09/13 21:26:40<>窓辺の猫<>".encode()), NOW)
    parsed = source("dat").parse_thread(DAT, "1600000000", page)
    assert [message.number for message in parsed.messages] == list(range(1, 62))
    assert parsed.messages[59].text == "夜2"


THREAD = (PAGES / "ylilauta/thread.html").read_text()
HTML_COUNTED = {
    "as it should be": ("data-nothing", "data-nothing", set()),
    "texts under another name": ("post-message", "post-body", {"selector:post-message"}),
    "times under another name": ("data-timestamp", "data-time", {"selector:time"}),
    "heads under another name": ("post-meta", "post-head", {"selector:post-meta", "selector:time"}),
    "posters under another name": ("data-user-id", "data-uid", {"selector:data-user-id"}),
}


@pytest.mark.parametrize(("old", "new", "unknown"), HTML_COUNTED.values(), ids=HTML_COUNTED)
def test_a_selector_that_finds_nothing_is_told(old, new, unknown):
    """Every message is still there, without what could not be found, and the selector is named."""
    page = Page("saved.html", THREAD.replace(old, new).encode(), NOW)
    parsed = source("ylilauta").parse_thread(YLILAUTA, "2176781041", page)
    assert source("ylilauta").unknown_fields(page) == unknown
    assert len(parsed.messages) == 6
    for name, field, empty in (("post-message", "text", ""), ("time", "posted_at", None)):
        values = [getattr(message, field) for message in parsed.messages]
        assert (set(values) == {empty}) == (f"selector:{name}" in unknown)


@pytest.mark.parametrize(
    "change", [("data-post-id", "data-id"), ('class="post', 'class="reply'), ("data-url", "data-u")]
)
def test_a_saved_page_without_posts_is_refused(change):
    """Posts or the thread itself under another name."""
    with pytest.raises(LayoutChanged):
        source("ylilauta").parse_thread(YLILAUTA, "2176781041", Page("x", THREAD.replace(*change).encode(), NOW))


@pytest.mark.parametrize(
    ("engine", "files"),
    [
        ("fourchan", "samples/4chan/*.json"),
        ("vichan", "samples/vichan/*.json"),
        ("dat", "samples/2ch/*.dat"),
        ("ylilauta", "samples/ylilauta/*.html"),
    ],
)
def test_samples_hold_no_unknown_field(shared, engine, files):
    """Real pages of the engines, but for the one that was broken on purpose."""
    found = {}
    for path in sorted(shared.glob(files)):
        unknown = source(engine).unknown_fields(Page(path.name, path.read_bytes(), NOW))
        if unknown:
            found[path.name.partition(".")[0]] = unknown
    assert found == ({"readcrx_chBroken": {"fields:2", "fields:4"}} if engine == "dat" else {})


@pytest.mark.parametrize(("recording", "engine"), [("vichan", "vichan"), ("ex0ch", "dat")])
def test_recordings_hold_no_unknown_field(shared, recording, engine):
    """All threads of both snapshots."""
    from tests.sources.test_recorded_engines import Recording

    for snapshot in "AB":
        recorded = Recording(shared, recording, snapshot)
        for name, thread_id in recorded.threads:
            page = recorded.page(recorded.source.thread_url(recorded.boards[name], thread_id))
            assert source(engine).unknown_fields(page) == frozenset()
