"""The recorded MyBB, read by `configs/engines/mybb.toml`, against the truth: every post, every field, both snapshots.

The board prints minutes, at UTC+2 without summer time, and on 36 pages of B dates relative to the moment.
"""

import re

import pytest

from hikcorpus.errors import LayoutChanged
from tests.sources.declared.forum_truth import (
    accounts_per_name,
    changed_hashes,
    differing_fields,
    differing_refs,
    own_words,
    quoted_words,
)
from tests.sources.declared.recorded import Recording

SMILEYS = {"A": 3, "B": 4}
"""Posts whose text MyBB itself changed: `:D` became an image with the words `Big Grin`."""


@pytest.fixture(scope="module")
def both(shared):
    """The two snapshots."""
    return {snapshot: Recording(shared, "mybb", snapshot, "Etc/GMT-2") for snapshot in "AB"}


@pytest.fixture(params="AB")
def snapshot(request):
    """Each of the two."""
    return request.param


@pytest.fixture
def recorded(both, snapshot):
    """Each snapshot."""
    return both[snapshot]


def test_every_post_is_there_and_nothing_else(recorded):
    """Board, thread and id over all pages of all threads of all lists; no page has a problem."""
    assert set(recorded.messages) == set(recorded.standing())
    assert len(recorded.messages) in (572, 613)
    assert sum(len(page.messages) for pages in recorded.pages.values() for page in pages) == len(recorded.messages)
    assert [page.problems for pages in recorded.pages.values() for page in pages if page.problems] == []
    assert [one.problems for pages in recorded.listings.values() for one in pages if one.problems] == []


def test_fields_equal_what_was_typed(recorded):
    """Name, guest, account, time to the minute (relative ones too), opening, subject, edited."""
    assert differing_fields(recorded, "Guest", "minute") == {}
    pairs, names, accounts = accounts_per_name(recorded)
    assert pairs == names == accounts > 10


def test_relative_dates_stand_on_many_pages_of_b(both):
    """So that the test above says something of them."""
    pages = [entry for entry in both["B"].site.values() if entry["status"] == 200]
    bodies = [both["B"].page(both["B"].base + entry["url"]).body for entry in pages]
    assert sum(b"minute ago</span>" in body for body in bodies) >= 20
    assert sum(len(re.findall(rb'class="post_date"><span title=', body)) for body in bodies) == 52


def test_text_equals_what_was_typed_line_by_line(recorded, snapshot):
    """All but the posts with a smiley, which hold its words; signatures are in none."""
    wrong = [key for key, post in recorded.standing().items() if own_words(recorded.messages[key]) != post["own_text"]]
    assert len(wrong) == SMILEYS[snapshot]
    assert all(
        own_words(recorded.messages[key]).replace("Big Grin", ":D") == recorded.truth[key]["own_text"] for key in wrong
    )


def test_quotes_are_edges_and_quoted_lines(recorded, snapshot):
    """Edges equal the posts quoted; what stands behind `> ` stands in those posts (or was edited since)."""
    wrong, crossing = differing_refs(recorded)
    assert wrong == []
    assert crossing == (3 if snapshot == "B" else 0)
    quoting, strange = quoted_words(recorded)
    assert quoting > 150
    assert strange == []


def test_lists_show_every_thread_with_its_number_of_replies(recorded):
    """The count of the list is the number of replies; titles equal."""
    assert len(recorded.marks) == len({key[:2] for key in recorded.standing()})
    for key, mark in recorded.marks.items():
        pages = recorded.pages[key]
        assert mark.reply_count == sum(len(page.messages) for page in pages) - 1
        assert {page.thread.title for page in pages} == {mark.title}
        assert mark.title == pages[0].messages[0].subject
        assert not pages[0].thread.locked


def test_newest_page_is_the_last_that_the_links_lead_to(recorded):
    """The row's own links tell it."""
    for (name, thread_id), mark in recorded.marks.items():
        pages = recorded.pages[name, thread_id]
        last = pages[-2].next_url if len(pages) > 1 else None
        assert recorded.one.newest_url(recorded.boards[name], mark) == last
    assert sum(len(pages) > 1 for pages in recorded.pages.values()) > 20


def test_only_first_pages_have_an_opening_message(recorded):
    """And it is their first message."""
    for pages in recorded.pages.values():
        for number, page in enumerate(pages):
            assert [one.is_opening for one in page.messages] == [
                number == 0 and not place for place in range(len(page.messages))
            ]


def test_a_page_past_the_end_is_the_first_page_again(both):
    """`page=99` answers 200 with page 1: its first message is the opening one, so nothing is read as something else."""
    recorded = both["A"]
    page = recorded.page(f"{recorded.base}/showthread.php?tid=10&page=99")
    parsed = recorded.one.parse_thread(recorded.boards["hikky"], "10", page)
    assert parsed.messages == recorded.pages["hikky", "10"][0].messages


def test_a_missing_thread_answers_200_and_is_gone(both):
    """By what the page says; every other page is ok; none of them is read as a thread or a list."""
    recorded = both["B"]
    gone_board, gone_thread = recorded.changes["deleted_thread"]
    for number in (gone_thread, 99999):
        page = recorded.page(f"{recorded.base}/showthread.php?tid={number}")
        assert recorded.one.classify(page) == "gone"
        with pytest.raises(LayoutChanged):
            recorded.one.parse_thread(recorded.boards[gone_board], str(number), page)
    answers = {
        recorded.one.classify(recorded.page(recorded.one.thread_url(recorded.boards[name], thread_id)))
        for name, thread_id in recorded.pages
    }
    assert answers == {"ok"}


def test_marks_differ_exactly_where_something_was_added_or_deleted(both):
    """Between A and B: relative dates of the list do not make an old thread look new."""
    before, after = both["A"], both["B"]
    changes = after.changes
    touched = {(board, str(thread)) for board, thread in changes["old_threads"]}
    touched |= {(board, str(thread)) for board, thread, _ in changes["deleted_posts"]}
    same = set(before.marks) & set(after.marks)
    assert {key for key in same if before.marks[key].mark != after.marks[key].mark} == touched
    assert set(after.marks) - same == {(board, str(thread)) for board, thread in changes["new_threads"]}


def test_content_changes_where_posts_were_edited_and_nowhere_else(both):
    """The same post on another day gives the same content."""
    edited = {(board, str(thread), post) for board, thread, post in both["B"].changes["edited_posts"]}
    assert changed_hashes(both["A"], both["B"]) == edited


def test_other_pages_are_refused(both):
    """Index, portal and lists are no threads; a thread is no list; no field is missing on any thread page."""
    recorded = both["A"]
    board = recorded.boards["hikky"]
    for url in ("/index.php", "/portal.php", "/forumdisplay.php?fid=10"):
        with pytest.raises(LayoutChanged):
            recorded.one.parse_thread(board, "10", recorded.page(recorded.base + url))
    with pytest.raises(LayoutChanged):
        recorded.one.parse_listing(board, recorded.page(recorded.base + "/showthread.php?tid=10"))
    assert all(
        recorded.one.unknown_fields(recorded.page(recorded.one.thread_url(recorded.boards[name], thread_id)))
        == frozenset()
        for name, thread_id in recorded.pages
    )
