"""Every bug found in other collectors that concerns collecting, and each lesson drawn from them (reference/peers.md).

Most are held elsewhere: the tables name the tests, and that they exist is tested here. The others follow below.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

from hikcorpus.fetch.replay import Fault
from tests.crawl.small_board import SmallBoard, page, post

TESTS = Path(__file__).parents[1]
HERE = "crawl/test_peers.py"

BUGS = {
    "4TCT 2025 board.py:207: a known thread is never fetched again": [f"{HERE}::test_a_known_thread_is_fetched_again"],
    "4TCT board.py:152: a 404 is parsed as a page": [
        f"{HERE}::test_a_404_with_a_page_in_it_is_a_404",
        "crawl/test_lost_listing.py::test_no_listing",
    ],
    "4TCT board.py:173: the old file is removed before the new one is written": [
        "crawl/test_reparse.py::test_stopped_in_the_middle_the_old_tables_stand",
        "crawl/test_hostile.py::test_the_disk_is_full",
        "store/test_kill.py::test_three_kills",
    ],
    "4TCT: a folder a day, everything fetched anew after midnight": [f"{HERE}::test_midnight_changes_nothing"],
    "4TCT 2023 requester.py:423: a thread that shrinks leaves broken files": [
        "crawl/test_lost_listing.py::test_a_thread_that_shrinks"
    ],
    "4TCT _format_time_header: our own clock as If-Modified-Since": [
        f"{HERE}::test_the_servers_own_date_goes_back",
        "fetch/test_client.py::test_validators_go_back_byte_for_byte",
    ],
    "4CAT scraper.py:97: 403 = deleted": [
        "crawl/test_refusals.py::test_a_refused_thread_is_blocked_and_the_visit_goes_on"
    ],
    "4CAT scrape_threads.py:273: thread looked up without its board": [f"{HERE}::test_the_same_numbers_on_two_boards"],
    "4CAT scrape_threads.py:121: known posts never updated": ["crawl/test_visit.py::test_an_edit_adds_a_version"],
    "4CAT: pruned threads flagged as deleted": ["crawl/test_visit.py::test_pruned_thread_is_not_deleted"],
    "4CAT helpers.py:79: only <br> breaks lines": ["text/test_markup.py::test_text_is_what_was_typed"],
    "neofuuka FetcherPosts.py:130: an age test that is always true": [
        "crawl/test_archive.py::test_long_after_its_last_listing_the_archive_accuses_nobody",
        "crawl/test_archive.py::test_a_thread_that_is_not_in_the_archive_soon_after_was_deleted",
    ],
    "eve: a deletion told again at every update": [f"{HERE}::test_a_deletion_is_told_once"],
    "BASC thread.py:200: only what is above the last number": [
        "crawl/test_visit.py::test_a_silent_edit_shows_at_the_refresh",
        "crawl/test_lost_listing.py::test_numbers_that_run_backwards",
    ],
    "BASC util.py:27: unescaped before the tags are stripped": ["text/test_markup.py::test_entities_are_decoded_once"],
    "Hayden: every 404 is a deletion": [
        "crawl/test_account.py::test_a_thread_that_the_listing_names_is_never_gone",
        "crawl/test_vanished.py::test_fates",
    ],
    "Hayden: the state moves on before the write": [f"{HERE}::test_nothing_is_remembered_that_was_not_written"],
    "gallery-dl 4chan.py:43: posts without a file dropped": [f"{HERE}::test_posts_of_every_kind_are_kept"],
    "greensprin/5ch: posts without an ID dropped": [
        f"{HERE}::test_posts_of_every_kind_are_kept",
        "sources/test_dat.py::test_every_line_is_a_message_a_problem_or_a_notice",
    ],
    "migetonni: the thread's number stored as the poster's": [f"{HERE}::test_thread_and_poster_are_two_things"],
    "chan_feed: each post given out twelve times": [f"{HERE}::test_each_post_is_stored_once_however_often_it_is_seen"],
}

LESSONS = {
    1: ["crawl/test_visit.py::test_quiet_visit_asks_once_and_adds_nothing", "crawl/test_visit.py::test_growth_reads_only_what_grew",
        "sources/test_yotsuba.py::test_any_change_in_the_catalog_changes_the_mark"],
    2: ["crawl/test_visit.py::test_never_two_requests_within_a_second", "crawl/test_policy.py::test_the_sites_own_pace",
        "fetch/test_contact.py::test_every_request_says_who_asks", "fetch/test_pace.py::test_threads_share_one_limiter"],
    3: ["crawl/test_visit.py::test_an_older_copy_is_refused", f"{HERE}::test_the_servers_own_date_goes_back",
        f"{HERE}::test_without_validators_the_body_tells"],
    4: [f"{HERE}::test_nothing_is_remembered_that_was_not_written", f"{HERE}::test_what_came_while_we_read_is_found_next"],
    5: ["crawl/test_agenda.py::test_changed_threads_are_read_from_the_last_place_up"],
    6: ["crawl/test_vanished.py::test_fates", "crawl/test_refusals.py::test_nothing_is_concluded_where_the_site_fails",
        "crawl/test_lost_listing.py::test_a_listing_that_lost_a_page"],
    7: ["crawl/test_account.py::test_what_rolls_off_by_design_is_no_deletion", "crawl/test_account.py::test_undelete_makes_a_new_live_version",
        "crawl/test_visit.py::test_a_flapping_copy_deletes_nothing"],
    8: ["crawl/test_tails.py::test_whatever_is_taken_leaves_what_a_whole_reading_leaves",
        "crawl/test_policy.py::test_an_edit_behind_a_tail_is_found_by_the_next_whole_reading"],
    9: ["fetch/test_retries.py::test_the_waits_grow", "fetch/test_retries.py::test_rest_that_was_asked_for_is_given",
        "crawl/test_archive.py::test_after_a_gap_what_fell_unseen_is_read_from_the_archive"],
    10: [f"{HERE}::test_a_poster_id_is_kept_when_the_archive_drops_it", "participants/test_view.py::test_perishable_marks_are_taken_at_first_sight"],
}  # fmt: skip


@cache
def names(file):
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("what", [*BUGS, *LESSONS])
def test_what_holds_it_exists(what):
    """Each test that a bug or lesson is entrusted to is there under its name."""
    for entrusted in BUGS.get(what) or LESSONS[what]:
        file, _, name = entrusted.partition("::")
        assert name in names(file), entrusted


def test_all_ten_lessons():
    """None is left out."""
    assert sorted(LESSONS) == list(range(1, 11))


@pytest.fixture
def board(tmp_path, clock):
    return SmallBoard(tmp_path, clock, {10: [post(10), post(11, 10)], 20: [post(20), post(21, 20)]})


def test_a_known_thread_is_fetched_again(board):
    """Growth of one thread at each of ten visits: each reply is caught at its visit."""
    board.visit()
    for number in range(30, 40):
        board.threads[10].append(post(number, 10))
        board.visit(after=60)
        assert str(number) in board.standing()


def test_a_404_with_a_page_in_it_is_a_404(board):
    """The status counts, not the body: what a 404 page holds is never read."""
    board.visit()
    board.threads[20].append(post(22, 20))
    body = page({"posts": [post(20, com="false"), post(22, 20)]}).body
    board.transport.faults["/b/res/20.json"] = Fault(status=404, body=body)
    done, _ = board.visit()
    assert done.error is None and "22" not in board.standing() and board.standing()["20"] == ("live", "hello")


def test_midnight_changes_nothing(board):
    """A visit after midnight, after a month's and a year's end, asks once and adds nothing."""
    board.visit()
    before = board.rows()
    for days in (0.6, 9, 31):
        _, asked = board.visit(after=days * 86_400, refresh_hours=24 * 366)
        assert asked == [("GET", "/b/catalog.json", True, 304)]
    assert board.clock.now().year == 2027 and board.rows() == before


def test_the_servers_own_date_goes_back(board):
    """If-Modified-Since and If-None-Match are the server's words, never our clock."""
    sent, handle = [], board.transport.handle_request

    def watched(request):
        sent.append((request.url.path, request.headers.get("if-modified-since"), request.headers.get("if-none-match")))
        return handle(request)

    board.transport.handle_request = watched
    board.visit()
    named = dict(board.pages()["/b/catalog.json"].headers)
    board.visit()
    assert sent[-1] == ("/b/catalog.json", named["last-modified"], named["etag"])


def test_without_validators_the_body_tells(board):
    """A site that sends none: the same listing again is nothing new, a changed one is read."""
    pages = board.pages
    board.pages = lambda: {
        path: type(p)(p.body, 200, (("content-type", "application/json"),)) for path, p in pages().items()
    }
    board.visit()
    _, asked = board.visit()
    assert asked == [("GET", "/b/catalog.json", False, 200)]
    board.threads[10].append(post(12, 10))
    board.visit()
    assert "12" in board.standing() and len(board.rows()) == 5


def test_the_same_numbers_on_two_boards(tmp_path, clock):
    """Numbers repeat from board to board: what is deleted on one stands on the other."""
    board = SmallBoard(tmp_path, clock, {10: [post(10), post(11, 10)]})
    pages = board.pages
    board.pages = lambda: (
        pages()
        | {
            path.replace("/b/", "/c/"): page({"posts": [post(10, com="other"), post(11, 10, com="other")]})
            if "res" in path
            else page([{"threads": [board.entry([post(10), post(11, 10)])], "page": 0}])
            for path in ("/b/catalog.json", "/b/res/10.json")
        }
    )
    board.specs = ("http://board.example/b/", "http://board.example/c/")
    board.visit()
    del board.threads[10][1]
    board.visit()
    other = {
        row["message_id"]: (row["state"], row["text"])
        for row in board.data.raw("board.example", "c").read("messages").to_pylist()
    }
    assert board.standing()["11"][0] == "deleted" and other == {"10": ("live", "other"), "11": ("live", "other")}


def test_a_deletion_is_told_once(board):
    """However often the thread is read after it."""
    board.visit()
    del board.threads[10][1]
    for number in range(30, 36):
        board.threads[10].append(post(number, 10))
        board.visit()
    assert [row["state"] for row in board.versions(11)] == ["live", "deleted"]


def test_nothing_is_remembered_that_was_not_written(board, monkeypatch):
    """The write fails after the pages were read: the next visit asks for all of them again, unconditionally."""
    from hikcorpus.store.dataset import Dataset

    board.visit()
    for number in (10, 20):
        board.threads[number].append(post(number + 2, number))
    with monkeypatch.context() as patch:
        patch.setattr(Dataset, "append", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            board.visit()
    assert len(board.rows()) == 4
    _, asked = board.visit()
    assert {path for _, path, _, status in asked if status == 200} == {
        "/b/catalog.json",
        *(f"/b/res/{number}.json" for number in (10, 20)),
    }
    assert len(board.rows()) == 6


def test_what_came_while_we_read_is_found_next(board):
    """A reply that comes between listing and thread is caught at once; one after the thread's reading, at the next
    visit, though it was made before this one ended.
    """
    from hikcorpus.fetch.replay import Recording

    board.visit()
    board.threads[20].append(post(22, 20))
    handle = board.transport.handle_request

    def growing(request):
        reply = handle(request)
        if request.url.path == "/b/catalog.json":
            board.threads[20].append(post(23, 20))
        elif request.url.path == "/b/res/20.json":
            board.threads[20].append(post(24, 20))
        board.transport.recording = Recording(board.pages())
        return reply

    board.transport.handle_request = growing
    board.visit()
    assert "23" in board.standing() and "24" not in board.standing()
    board.transport.handle_request = handle
    board.visit()
    assert "24" in board.standing()


def test_posts_of_every_kind_are_kept(board):
    """Without file, without ID, without name, without words but with a file."""
    board.threads[10] += [
        post(12, 10, com="words alone"),
        {name: value for name, value in post(13, 10).items() if name != "id"},
        {name: value for name, value in post(14, 10).items() if name != "name"},
        {
            name: value
            for name, value in post(15, 10, ext=".png", filename="a", fsize=9, tim=1, md5="AAAA").items()
            if name != "com"
        },
    ]
    board.visit()
    assert {"12", "13", "14", "15"} <= set(board.standing())
    assert board.versions(13)[0]["poster_id"] is None and board.versions(15)[0]["attachments"]


def test_thread_and_poster_are_two_things(board):
    """Thread id, message id and poster ID each stand in their own column."""
    board.visit()
    (row,) = board.versions(11)
    assert (row["thread_id"], row["message_id"], row["poster_id"]) == ("10", "11", "0000b")


def test_each_post_is_stored_once_however_often_it_is_seen(board):
    """Twelve readings of a growing thread: one row a post."""
    for number in range(30, 42):
        board.threads[10].append(post(number, 10))
        board.visit()
    numbers = [row["number"] for row in board.rows()]
    assert len(numbers) == len(set(numbers)) == 16


def test_a_poster_id_is_kept_when_the_archive_drops_it(tmp_path, clock):
    """4chan takes IDs out of archived threads: no new version, and none without it."""
    board = SmallBoard(tmp_path, clock, {10: [post(10), post(11, 10)], 20: [post(20)]}).configure("fourchan")
    board.archive = []
    board.visit()
    fallen = [{name: value for name, value in each.items() if name != "id"} for each in board.threads.pop(10)]
    board.archived[10] = [fallen[0] | {"archived": 1, "closed": 1}, *fallen[1:]]
    board.archive = [10]
    board.visit()
    assert board.thread_states()["10"] == "archived"
    assert [row["poster_id"] for row in board.versions(11)] == ["0000b"]
