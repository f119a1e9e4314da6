"""Captured pages of ebinlauta.net: as many messages as boxes for deleting; edges counted once; Helsinki's clock."""

import json
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from hikcorpus.model import Board
from hikcorpus.sources.base import Page
from hikcorpus.sources.ebinboard.engine import Ebinboard

ONE = Ebinboard()
NOW = datetime(2026, 11, 22, tzinfo=UTC)
BOARD = Board("ebinlauta.net", "b", "ebinboard", "https://ebinlauta.net", ONE.zone)


def page_of(shared, name):
    """A sample as a response."""
    return Page(f"https://ebinlauta.net/{name}", (shared / "samples" / "ebinboard" / name).read_bytes(), NOW)


@pytest.mark.parametrize(
    ("name", "posts", "edges"),
    [("ebinlauta_thread_33736_first3.html", 3, 1), ("ebinlauta_new_posts.json", 2, 3)],
)
def test_threads(shared, name, posts, edges):
    """Posts by raw marks; the printed time is Helsinki's of the same second; nothing is unknown."""
    page = page_of(shared, name)
    html = json.loads(page.body)["html"] if name.endswith("json") else page.body.decode()
    parsed = ONE.parse_thread(BOARD, "33736", page)
    boxes = re.findall(r'name="delete\[\]" value="b/(\d+)"', html)
    assert [message.message_id for message in parsed.messages] == boxes
    assert len(boxes) == posts
    assert parsed.problems == ()
    bodies = re.findall(r'<blockquote class="content">(.*?)</blockquote>', html, re.DOTALL)
    assert sum(len(message.refs) for message in parsed.messages) == edges
    assert sum(body.count('<a class="reply"') for body in bodies) == edges
    for message, body in zip(parsed.messages, bodies, strict=True):
        assert message.text.count("\n") == len(re.findall(r"<br />", body))
        local = message.posted_at.astimezone(ZoneInfo(ONE.zone))
        assert message.posted_raw == f"{local:%m/%d/%y(%a)%H:%M:%S}"
        assert message.is_default_name
    assert ONE.unknown_fields(page) == frozenset()


def test_boards(shared):
    """The list of boards names the default of each."""
    page = page_of(shared, "ebinlauta_boards.json")
    assert len(json.loads(page.body)["boards"]) == 4
    assert ONE.with_settings(BOARD, page).default_names == {"Anonyymi"}
