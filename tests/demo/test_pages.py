"""Pages as vichan 5.2.1 writes them: keys in its order, its escapes, its counts."""

import base64
import gzip
import itertools
import json
import re

import pytest

from hikcorpus.demo.pages import Pages, php_json


def _posts(page: bytes) -> list[dict]:
    return json.loads(page)["posts"]


@pytest.fixture(scope="module")
def pages(small) -> dict[int, Pages]:
    return {1: Pages(small, 1), 2: Pages(small, 2)}


def test_json_is_phps():
    """Slashes escaped, other letters as \\u in lower case, no white space."""
    assert php_json({"com": "ä</a>\n\"日'", "no": 1}) == b'{"com":"\\u00e4<\\/a>\\n\\"\\u65e5\'","no":1}'


@pytest.mark.parametrize("visit", [1, 2])
def test_every_thread_page_tells_the_truth(small, pages, visit):
    """Numbers, names, tripcodes, sage, times and poster IDs of each living thread, in order."""
    for board in small.boards:
        for thread in small.catalog(board.name, visit):
            posts = _posts(pages[visit].thread(board.name, thread.number))
            standing = thread.posts_at(small.moment(visit))
            assert [p["no"] for p in posts] == [p.number for p in standing]
            for shown, post in zip(posts, standing, strict=True):
                opening = post.number == thread.number
                assert shown["resto"] == (0 if opening else thread.number)
                assert shown["name"].replace("&amp;", "&") == (post.name or board.default_name)
                assert shown.get("trip", "") == post.trip
                assert shown.get("email", "") == post.mail
                assert shown["time"] == int(post.posted_at.timestamp())
                assert shown["id"] == small.poster_id(post.computer, thread.number)
                assert shown.get("capcode", "") == post.capcode
                assert ("sub" in shown) is bool(post.subject)


def test_default_names_and_typed_names_are_served(pages, small):
    """Where nobody typed a name, the board's own one stands there."""
    for board in small.boards:
        names = {p["name"] for t in small.catalog(board.name, 1) for p in _posts(pages[1].thread(board.name, t.number))}
        assert board.default_name in names
        assert len(names) > 5


@pytest.mark.parametrize("visit", [1, 2])
def test_listings_agree_with_the_threads(small, pages, visit):
    """Catalog, threads.json and the numbered pages list the same threads in bump order, sticky first."""
    for board in small.boards:
        catalog = json.loads(pages[visit].catalog(board.name))
        listed = [t for page in catalog for t in page["threads"]]
        brief = [t for page in json.loads(pages[visit].threads(board.name)) for t in page["threads"]]
        assert [p["page"] for p in catalog] == list(range(len(catalog)))
        assert all(len(p["threads"]) <= board.threads_per_page for p in catalog)
        assert [t["no"] for t in listed] == [t["no"] for t in brief]
        assert [t["last_modified"] for t in listed] == [t["last_modified"] for t in brief]
        bumps = [(t["sticky"], t["last_modified"]) for t in listed]
        assert bumps == sorted(bumps, reverse=True)
        assert bumps[0][0] == 1
        index = []
        for number in range(len(catalog)):
            index += json.loads(pages[visit].index(board.name, number))["threads"]
        assert pages[visit].index(board.name, len(catalog)) is None
        assert [t["posts"][0] for t in index] == listed
        for entry, preview in zip(listed, index, strict=True):
            posts = _posts(pages[visit].thread(board.name, entry["no"]))
            assert entry["replies"] == len(posts) - 1
            assert entry["images"] == sum("tim" in p for p in posts[1:])
            assert entry["omitted_posts"] == max(0, entry["replies"] - 5)
            assert preview["posts"][1:] == posts[1:][-5:]
            kept = [p["time"] for p in posts[1:] if p.get("email") != "sage"]
            if visit == 1:
                assert entry["last_modified"] == max([posts[0]["time"], *kept])


def test_no_page_for_what_is_not_there(pages):
    """A thread that never was, and a page past the end."""
    assert pages[1].thread("fi", 1) is None
    assert pages[1].index("fi", 99) is None


def test_no_address_of_a_computer_is_served(small, pages):
    """The documentation addresses behind the poster IDs appear only where somebody typed one."""
    served = b"".join(
        pages[1].thread(b.name, t.number) for b in small.boards for t in small.catalog(b.name, 1)
    ).decode()
    typed = {m.value for p in small.posts for m in p.planted if m.kind == "ip"}
    computers = {p.computer for p in small.posts} - typed
    found = {a for a in re.findall(r"\d+\.\d+\.\d+\.\d+", served) if a in computers}
    assert found == set()


def test_pages_have_the_form_of_a_recorded_vichan(world, shared):
    """Fields, their order, tags and entities are those of a recorded 5.2.1; what it did not use is named here."""
    fields, tags = {}, set()
    with gzip.open(shared / "recorded/vichan/site.A.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            response = json.loads(line)
            if response["status"] == 200 and re.search(r"/(?:res/\d+|catalog|threads|0)\.json$", response["url"]):
                _collect(json.loads(base64.b64decode(response["body_b64"])), fields, tags)
    ours, our_tags, pages = {}, set(), Pages(world, 1)
    for board in world.boards:
        for listing in (pages.catalog(board.name), pages.threads(board.name), pages.index(board.name, 0)):
            _collect(json.loads(listing), ours, our_tags)
        for thread in world.catalog(board.name, 1):
            _collect(json.loads(pages.thread(board.name, thread.number)), ours, our_tags)
    assert set(ours) == set(fields) == {"brief", "opening", "reply"}
    unused = {"capcode", "email", "trip", "sub", "tn_h", "tn_w", "h", "w", "fsize", "ext", "tim", "filename", "md5"}
    for kind, orders in ours.items():
        known = {name for order in fields[kind] for name in order}
        assert {name for order in orders for name in order} - known <= unused
        before = {pair for order in fields[kind] for pair in itertools.combinations(order, 2)}
        pairs = {pair for order in orders for pair in itertools.combinations(order, 2)}
        assert [pair for pair in pairs if pair[::-1] in before] == []
        assert {frozenset(order) - unused for order in orders} <= {frozenset(order) - unused for order in fields[kind]}
    assert tags & our_tags >= {"<br/>", "</a>", "</span>", "&gt;", "&lt;", "&amp;"}
    assert our_tags - tags <= {
        "<a href=>", "<span class=>", "<pre class=>", "</pre>", "<strong>", "</strong>", "<em>", "</em>", "&hellip;",
        "&ndash;", "&#N;",
    }  # fmt: skip


def _collect(value: object, fields: dict[str, set], tags: set) -> None:
    if isinstance(value, list):
        for item in value:
            _collect(item, fields, tags)
    elif isinstance(value, dict) and "no" in value:
        kind = "reply" if value.get("resto") else "opening" if "resto" in value else "brief"
        fields.setdefault(kind, set()).add(tuple(value))
        for tag in re.findall(r"<[^>]+>|&#?\w+;", value.get("com", "")):
            tags.add(re.sub(r"\"[^\"]*\"|'[^']*'", "", re.sub(r"\d+", "N", tag)))
    elif isinstance(value, dict):
        for item in value.values():
            _collect(item, fields, tags)
