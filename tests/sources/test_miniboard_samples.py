"""The recorded replies of minilauta.org: as many messages as boxes for deleting, times that its file names confirm."""

import re
from datetime import UTC, datetime

from hikcorpus.model import Board
from hikcorpus.sources.base import Page
from hikcorpus.sources.miniboard.engine import Miniboard

ONE = Miniboard()
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_the_ten_replies(shared):
    """Ten boxes, ten messages; seven files, whose names are the epoch of their posts to ten seconds; no field unknown."""
    body = (shared / "samples" / "miniboard" / "minilauta_replies_fragment_first10.html").read_bytes()
    page = Page("https://minilauta.org/b/82695/replies?post_id_after=82695", body, NOW)
    board = Board("minilauta.org", "b", "miniboard", "https://minilauta.org", ONE.zone)
    parsed = ONE.parse_thread(board, "82695", page)
    boxes = re.findall(rb'name="delete\[\]" value="b/(\d+)"', body)
    assert [message.message_id.encode() for message in parsed.messages] == boxes
    assert len(boxes) == 10
    assert parsed.problems == ()
    files = [
        (at, int(name))
        for at, name in re.findall(rb"post-datetime'>([^<]*)<|href='/src/(\d{10})\d{3}\.\w+' target='_blank'>/", body)
        if name
    ]
    assert len(files) == 7
    with_files = [message for message in parsed.messages if message.attachments]
    lags = [name - message.posted_at.timestamp() for (_, name), message in zip(files, with_files, strict=True)]
    assert all(-10 <= lag <= 10 for lag in lags)
    refs = [ref for message in parsed.messages for ref in message.refs]
    assert len(refs) == len(re.findall(rb"<a class='reference'", body)) == 6
    assert not any(ref.dangling for ref in refs)
    assert sum(message.sage for message in parsed.messages) == len(re.findall(rb"(?i)mailto:sage", body)) == 2
    assert all(message.time_precision == "second" for message in parsed.messages)
    assert not any(re.search(r"<(?:br|a|span)\b|&(?:gt|lt|amp|#\d+);", message.text) for message in parsed.messages)
    assert ONE.unknown_fields(page) == frozenset()
