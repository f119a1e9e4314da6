"""The recorded phpBB, read by `configs/engines/phpbb.toml`, against the truth: every post, every field, both snapshots."""

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


@pytest.fixture(scope="module")
def both(shared):
    """The two snapshots; the recorded board printed Helsinki time, and told UTC beside it."""
    return {snapshot: Recording(shared, "phpbb", snapshot, "Europe/Helsinki") for snapshot in "AB"}


@pytest.fixture(params="AB")
def recorded(request, both):
    """Each snapshot."""
    return both[request.param]


def test_every_post_is_there_and_nothing_else(recorded):
    """Board, thread and id over all pages of all threads of all lists; no page has a problem."""
    assert set(recorded.messages) == set(recorded.standing())
    assert len(recorded.messages) in (591, 632)
    assert sum(len(page.messages) for pages in recorded.pages.values() for page in pages) == len(recorded.messages)
    assert [page.problems for pages in recorded.pages.values() for page in pages if page.problems] == []
    assert [one.problems for pages in recorded.listings.values() for one in pages if one.problems] == []


def test_fields_equal_what_was_typed(recorded):
    """Name, guest, account, time to the second, opening, subject, edited."""
    assert differing_fields(recorded, "Guest", "second") == {}
    pairs, names, accounts = accounts_per_name(recorded)
    assert pairs == names == accounts > 10


def test_text_equals_what_was_typed_line_by_line(recorded):
    """All of it: smileys and emoji, which phpBB writes as images, come back by their alternative text."""
    wrong = [key for key, post in recorded.standing().items() if own_words(recorded.messages[key]) != post["own_text"]]
    assert wrong == []


def test_quotes_are_edges_and_quoted_lines(recorded):
    """Edges equal the posts quoted; what stands behind `> ` stands in those posts (or was edited since)."""
    wrong, crossing = differing_refs(recorded)
    assert wrong == []
    assert crossing == (3 if len(recorded.messages) == 632 else 0)
    quoting, strange = quoted_words(recorded)
    assert quoting > 150
    assert strange == []


def test_lists_show_every_thread_with_its_number_of_replies(recorded):
    """36 threads in A, 38 in B; the count of the list and of the page is the number of replies; titles equal."""
    assert len(recorded.marks) == len({key[:2] for key in recorded.standing()})
    for key, mark in recorded.marks.items():
        pages = recorded.pages[key]
        held = sum(len(page.messages) for page in pages)
        assert mark.reply_count == held - 1
        assert {page.thread.reply_count for page in pages} == {held - 1}
        assert {page.thread.title for page in pages} == {mark.title}
        assert mark.title == pages[0].messages[0].subject
        assert not pages[0].thread.sticky
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


def test_a_page_past_the_end_repeats_the_last_and_ends_there(both):
    """`start=1000` answers 200 with the last page: it is read as that, and nothing follows it."""
    recorded = both["A"]
    name, board = next((name, board) for name, board in recorded.boards.items() if (name, "36") in recorded.pages)
    page = recorded.page(f"{recorded.base}/viewtopic.php?t=36&start=1000")
    parsed = recorded.one.parse_thread(board, "36", page)
    assert parsed.next_url is None
    assert parsed.messages == recorded.pages[name, "36"][-1].messages


def test_marks_differ_exactly_where_something_was_added_or_deleted(both):
    """Between A and B; an edit shows in no list, so only the recheck finds it."""
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
    """The index, the FAQ and a board's list are no threads; a thread is no list; nothing of them is unknown or gone."""
    recorded = both["A"]
    board = recorded.boards["hikky"]
    for url in ("/index.php", "/app.php/help/faq", "/viewforum.php?f=10"):
        page = recorded.page(recorded.base + url)
        with pytest.raises(LayoutChanged):
            recorded.one.parse_thread(board, "8", page)
    with pytest.raises(LayoutChanged):
        recorded.one.parse_listing(board, recorded.page(recorded.base + "/viewtopic.php?t=8"))
    assert all(
        recorded.one.unknown_fields(recorded.page(recorded.one.thread_url(recorded.boards[name], thread_id)))
        == frozenset()
        for name, thread_id in recorded.pages
    )
