"""What `hikcorpus try` can tell of a page, of any source."""

from datetime import UTC, datetime
from pathlib import Path

from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Listing, Page, Problem, ThreadMark, ThreadPage
from hikcorpus.sources.declared.explain import explain
from tests.sources.declared.test_engine import BOARD, post, read
from tests.sources.declared.test_engine import source as described

PAGES = Path(__file__).parents[1] / "pages"


def of(explanation, where, field):
    """One field of it."""
    return next(
        (one.found, one.of, one.value) for one in explanation.fields if (one.where, one.field) == (where, field)
    )


def test_fields_are_counted_with_their_first_value():
    """Found on how many posts; texts shortened, on one line."""
    html = '<h1 data-id="8">Talvi</h1>' + post(1, "Pitkä<br>" + "rivi " * 40) + post(2, name="", date="x")
    explanation = explain(read(described(), html))
    assert of(explanation, "thread", "title") == (1, 1, "Talvi")
    assert of(explanation, "thread", "reply_count") == (0, 1, None)
    assert of(explanation, "post", "author_name") == (1, 2, "Muki")
    assert of(explanation, "post", "posted_at") == (1, 2, "2026-11-22 09:00:00+00:00")
    assert of(explanation, "post", "time_precision") == (1, 2, "second")
    assert of(explanation, "post", "is_opening") == (1, 2, "yes")
    assert of(explanation, "post", "tripcode") == (0, 2, None)
    text = of(explanation, "post", "text")[2]
    assert text.startswith("Pitkä rivi rivi")
    assert len(text) == 60
    assert of(explanation, "page", "next_url") == (0, 1, None)
    assert explanation.problems == (("unknown_date", 1, "post 2"),)


def test_lists_are_explained_row_by_row():
    """With what comes after, and how often what went wrong."""
    marks = tuple(ThreadMark(str(n), n, "m", reply_count=n or None) for n in range(3))
    problems = (Problem("row_without_id", "row 1"), Problem("row_without_id", "row 7"))
    explanation = explain(Listing(marks, problems, "https://k.example/b/yo/2"))
    assert of(explanation, "row", "reply_count") == (2, 3, "1")
    assert of(explanation, "row", "title") == (0, 3, None)
    assert of(explanation, "page", "next_url") == (1, 1, "https://k.example/b/yo/2")
    assert explanation.problems == (("row_without_id", 2, "row 1"),)


def test_sources_that_are_code_are_explained_too():
    """Nothing of it asks how the page was read."""
    board = Board("test", "koti", "vichan", "https://board.example")
    page = Page(
        "https://board.example/x", (PAGES / "vichan/thread.json").read_bytes(), datetime(2026, 11, 22, tzinfo=UTC)
    )
    explanation = explain(source("vichan").parse_thread(board, "40", page))
    assert of(explanation, "post", "message_id")[:2] == (5, 5)


def test_refs_and_files_are_shown_by_what_they_are():
    """Targets, types."""
    html = post(1, 'a <a class="ref">>>7</a>', rest='<a class="file" href="x.png"></a>')
    explanation = explain(read(described(), html))
    assert of(explanation, "post", "refs") == (1, 1, "7")
    assert of(explanation, "post", "attachments") == (1, 1, "png")


def test_a_page_without_posts_is_explained():
    """Nothing is divided by nothing."""
    parsed = read(described(), post(1))
    assert of(explain(ThreadPage(parsed.thread, ())), "post", "text") == (0, 0, None)
    assert BOARD.name == "yo"
