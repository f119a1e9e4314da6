"""Reply links of every recorded engine: captured as a guest sees them, then masked; not one leads elsewhere."""

import re
from collections import Counter

import pytest

from hikcorpus import pipeline
from hikcorpus.anonymise.pseudonyms import Pseudonymiser
from hikcorpus.config.study import Study
from hikcorpus.crawl.boards import Wish
from hikcorpus.fetch.replay import Recording, ReplayTransport
from hikcorpus.log import Silent
from hikcorpus.store.keys import read_key
from hikcorpus.store.layout import DataFolder

# recording -> (engine, port it was recorded at, paths of its three boards)
RECORDED = {
    "vichan": ("vichan", 8101, ("/hikky/", "/hiki/", "/lonely/")),
    "ex0ch": ("dat", 8105, ("/hikky/", "/hiki/", "/lonely/")),
    "tinyib": ("tinyib", 8102, ("/hikky/", "/hiki/", "/lonely/")),
    "yboard": ("yboard", 8103, ("/hikky/", "/hiki/", "/lonely/")),
    "phpbb": ("phpbb", 8114, tuple(f"/viewforum.php?f={n}" for n in (10, 11, 12))),
    "mybb": ("mybb", 8112, tuple(f"/forumdisplay.php?fid={n}" for n in (10, 11, 12))),
    "nodebb": ("nodebb", 8117, ("/category/5", "/category/6", "/category/7")),
}
ANCHOR = re.compile(r"(?<![>＞])[>＞]{2}(m[a-z2-7]{16})")


@pytest.fixture(scope="module", params=RECORDED)
def made(request, shared, tmp_path_factory):
    """A study of one recording."""
    from datetime import UTC, datetime

    from hikcorpus.clock import FakeClock

    engine, port, boards = RECORDED[request.param]
    data = DataFolder(tmp_path_factory.mktemp(request.param) / "data")
    recording = Recording.load(shared / "recorded" / request.param / "site.A.jsonl.gz")
    recording = Recording(
        {path: page for path, page in recording.pages.items() if path != "/robots.txt"}
    )  # YBoard's says no
    visited = pipeline.crawl(
        [f"http://127.0.0.1:{port}{board}" for board in boards],
        data,
        contact="study@university.example",
        clock=FakeClock(datetime(2026, 11, 22, 15, 0, tzinfo=UTC)),
        progress=Silent(),
        wish=Wish(engine=engine),
        transport=ReplayTransport(recording),
    )
    assert [each.error for each in visited] == [None] * len(boards)
    pipeline.anonymise(Study(name="test"), data, Silent(), workers=1)
    return data


def test_every_reply_leads_where_it_led(made):
    """Same edges between the same messages, in `refs`; marks in the text name one of their message's targets."""
    key = Pseudonymiser(read_key(made.key("test")))
    before = made.participants("test").read("messages").to_pylist()
    after = {row["message_id"]: row for row in made.pseudonymised("test").read("messages").to_pylist()}
    assert len(before) == len(after) > 500
    edges = marks = 0
    for old in before:
        new = after[key.token("message", old["site"], old["board"], old["message_id"])]
        wanted = [
            key.token("message", old["site"], ref["board"] or old["board"], ref["message_id"]) for ref in old["refs"]
        ]
        assert [ref["message_id"] for ref in new["refs"]] == wanted
        assert [ref["kind"] for ref in new["refs"]] == [ref["kind"] for ref in old["refs"]]
        shown = ANCHOR.findall(new["text"] or "")
        assert set(shown) <= set(wanted)
        assert len(shown) >= len(re.findall(r"(?<![>＞])[>＞]{2}\d", old["text"] or "")), "a reply mark was lost"
        edges, marks = edges + len(wanted), marks + len(shown)
    print(f"{edges} edges, {marks} marks in {len(before)} messages")
    assert edges > 150
    assert Counter(row["state"] for row in before) == Counter(row["state"] for row in after.values())
