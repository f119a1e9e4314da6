"""Words of deleted posts on later pages of long threads, wherever those came from and whatever the ids look like."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from hikcorpus.crawl import keeping
from hikcorpus.fetch.replay import Recorded
from tests.crawl.small_forum import SmallForum, post

DAY = 25 * 3600
SECRET = "xyzzysecret"


class Named(SmallForum):
    """Posts have names for ids (`k7-15`), and their numbers stand beside. away: later pages lead to other addresses."""

    away = False

    def __init__(self, *words, **more):
        super().__init__(*words, **more)
        site = self.folder / "forum.toml"
        text = site.read_text().replace("^p(\\d+)$", "^p(.+)$")
        site.write_text(text.replace('author = ".name"\n', 'author = ".name"\nnumber = "@data-no"\n'))

    def article(self, each):
        return super().article(each).replace(f'id="p{each["no"]}"', f'id="pk7-{each["no"]}" data-no="{each["no"]}"')

    def pages(self):
        pages = super().pages()
        for path in [path for path in pages if path.startswith("/t/") and "?page=" in path and self.away]:
            there = "/leaf/" + path.translate(str.maketrans("0123456789", "abcdefghij", "/?=tpage"))
            pages[there], pages[path] = pages[path], Recorded(b"", 302, (("location", there),))
        return pages


@pytest.mark.parametrize("away", [False, True])
def test_posts_with_names_for_ids_go_from_later_pages(tmp_path, clock, away):
    """From all pages on which they stood; the others stay."""
    forum = Named(tmp_path, clock, {1: [post(number, f"word{number}x") for number in range(10, 18)], 2: [post(30)]})
    forum.away = away
    forum.threads[1][5] = post(15, SECRET)
    forum.visit()
    assert "k7-15" in forum.standing()
    kinds = {row["page_kind"] for row in forum.rows("evidence") if SECRET in str(row["body"])}
    assert kinds == {"page"}
    forum.threads[1] = [each for each in forum.threads[1] if each["no"] != 15]
    for after in (DAY, 40 * DAY, DAY):
        done, _ = forum.visit(after=after)
        assert done.error is None
    assert forum.standing()["k7-15"][0] == "deleted"
    assert SECRET not in repr([forum.rows(table) for table in ("messages", "threads", "observations", "evidence")])
    bodies = repr(forum.rows("evidence"))
    assert all(f"word{number}x" in bodies for number in (10, 11, 12, 13, 14, 16, 17))


@pytest.mark.parametrize(
    ("kind", "url", "body", "gone"),
    [
        ("thread", "/t/1", b"", {"15", "k7-1"}),
        ("thread", "/t/9", b"", {"15"}),
        ("thread", "/t/3", b"15 k7-1", set()),
        ("page", "/leaf", b"115 id=15 k7-", {"15"}),
        ("page", "/leaf", b"id=k7-1 1", {"k7-1"}),
        ("page", "/t/1?page=2", b"", {"15", "k7-1"}),
        ("tail", "/talk", b"115 k7-", set()),
    ],
)
def test_which_messages_are_looked_for_in_a_body(kind, url, body, gone):
    """Those of the page's thread; in entries of lists, and pages from elsewhere, those that they name."""
    found = []
    source = SimpleNamespace(blank=lambda _, ids: found.append(set(ids)) or b"new")
    due = {"15": ["1", "9"], "k7-1": ["1"]}
    threads = {"/t/1": "1", "/t/9": "9", "/t/1?page=2": "1"}
    blank = keeping._blanker(SimpleNamespace(source=source), due, threads.get)
    row = {"page_kind": kind, "url": url, "fetched_at": datetime(2026, 11, 22, tzinfo=UTC), "charset": None}
    assert blank(row, body, due.keys()) == (b"new" if gone else body)
    assert found == ([gone] if gone else [])
