"""FoolFuuka's samples: search pages of three archives, Fuuka's fragment, the documented object: raw marks = messages."""

import json
import re
from datetime import UTC, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Page
from hikcorpus.sources.foolfuuka import fuuka, pages
from hikcorpus.sources.foolfuuka.engine import Foolfuuka
from hikcorpus.sources.foolfuuka.posts import POST, message_of

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ONE = Foolfuuka()

SEARCHES = [  # file, board; posts, marked as deleted, files of the others, reply marks of the others
    ("archived_moe_search", "c", 25, 11, 12, 35),
    ("arch_b4k_co_search", "v", 25, 1, 4, 20),
    ("fireden_search", "sci", 25, 0, 2, 28),
]
OTHERS = ("docs_post_object.json", "warosu_fuuka_search_fragment.html")


def sample(shared, name):
    """A sample as a response."""
    return Page(f"https://archive.example/{name}", (shared / "samples/foolfuuka" / name).read_bytes(), NOW)


def test_every_sample_is_in_a_table(shared):
    """None was forgotten."""
    names = {path.name for path in (shared / "samples/foolfuuka").iterdir()} - {"SOURCES.md"}
    assert names == {f"{row[0]}.html" for row in SEARCHES} | set(OTHERS)


def messages_of(posts, board):
    """The messages of posts of many threads."""
    names = ONE.default_names
    return [message_of(post, str(post.thread_num), board, names, frozenset(), whole=False) for post in posts]


@pytest.mark.parametrize(("name", "board", "posts", "deleted", "files", "marks"), SEARCHES)
def test_search_pages(shared, name, board, posts, deleted, files, marks):
    """No thread and no listing; but every `article.post` of theirs is read, and what is marked as deleted is not."""
    given = sample(shared, f"{name}.html")
    place = Board("test", board, "foolfuuka", "https://archive.example")
    for work in (lambda: ONE.parse_thread(place, "1", given), lambda: ONE.parse_listing(place, given)):
        with pytest.raises(LayoutChanged):
            work()
    assert ONE.recognise_saved(given) is None
    assert ONE.classify(given) == "ok"
    raw = given.body.decode()
    found = [pages.read_post(node, op=False) for node in pages.replies(LexborHTMLParser(raw))]
    messages = messages_of([post for post, _ in found], board)
    assert len(messages) == len(re.findall(r'<article class="post ', raw)) == posts
    assert sum(one.state == "deleted" for one in messages) == raw.count('class="icon-trash"') == deleted
    assert [one.message_id for one in messages] == re.findall(r'<article class="post [^"]*" id="(\d+)"', raw)
    assert [where.board for _, where in found] == [board] * posts
    threads = re.findall(r'/thread/(\d+)/#\d+" data-post="\d+" data-function="highlight"', raw)
    assert [where.thread_id for _, where in found] == threads
    printed = [datetime.fromisoformat(one) for one in re.findall(r'<time datetime="([^"]*)"', raw)]
    assert [one.posted_at for one in messages] == printed
    assert sum(len(one.attachments) for one in messages) == files
    assert all(file.bytes and file.digest for one in messages for file in one.attachments)
    assert sum(len(one.refs) for one in messages) == marks
    parts = raw.split('<article class="post ')[1:]
    for message, part in zip(messages, parts, strict=True):
        text = re.search(r'<div class="text[^"]*">(.*?)</div>', part, re.DOTALL)[1].strip()
        if message.state == "deleted":
            assert (message.text, message.refs, message.author_name, message.attachments) == ("", (), None, ())
            continue
        assert len(message.attachments) == ("has_image" in part[:80])
        assert message.text.count("\n") == text.count("<br />")
        assert {ref.message_id for ref in message.refs} == set(re.findall(r'data-post="(\d+)">&gt;&gt;', text))
        assert not re.search(r"<(br|a|span)\b|&(gt|lt|amp|#\d+);", message.text)
    assert sum(len(set(re.findall(r'data-backlink="true"[^>]*data-post="(\d+)"', part))) for part in parts) >= marks


def test_fragment_of_fuuka(shared):
    """One post; the time is the title's, not the printed one; a search page is no thread."""
    given = sample(shared, "warosu_fuuka_search_fragment.html")
    tree = LexborHTMLParser(given.body.decode())
    found = [fuuka.read_post(node, op=False) for node in tree.css(fuuka.REPLY)]
    assert len(found) == given.body.count(b'class="reply"') == 1
    post, board = found[0]
    (message,) = messages_of([post], board)
    milliseconds = re.search(rb'posttime" title="(\d+)"', given.body)[1]
    assert int(message.posted_at.timestamp()) * 1000 == int(milliseconds)
    assert (message.is_default_name, len(message.refs), len(message.attachments)) == (True, 1, 1)
    assert fuuka.is_fuuka(tree)
    with pytest.raises(LayoutChanged):
        ONE.parse_thread(Board("test", board, "foolfuuka", "https://h.example"), str(post.thread_num), given)


def test_documented_object(shared):
    """The one object of the API that its authors published: a thread of one post; its address of the poster goes."""
    post = json.loads(sample(shared, "docs_post_object.json").body)
    given = Page("https://archive.example/x", json.dumps({"1": {"op": post}}).encode(), NOW)
    board = Board("test", "dev", "foolfuuka", "https://archive.example")
    (message,) = ONE.parse_thread(board, "1", given).messages
    assert int(message.posted_at.timestamp()) == int(post["timestamp"])
    assert (message.capcode, message.poster_id, message.attachments[0].bytes) == ("Admin", post["poster_hash"], 130990)
    assert message_of(POST.decode(json.dumps(post)), "1", "dev", ONE.default_names, frozenset(), whole=True) == message
    assert ONE.unknown_fields(given) == frozenset()
    assert b"poster_ip" in given.body
    assert b"poster_ip" not in ONE.scrub(given)
