"""What a site's file says of how it is visited: permission, tails, pace."""

import itertools

import pytest

from hikcorpus.errors import ConfigError, Refused
from hikcorpus.fetch.replay import Recorded
from tests.crawl.small_board import SmallBoard, post

PERMISSION = '\n[permission]\nwho = "the operator"\ndate = "2026-11-01"\nscope = "all boards, for research"\n'
NO = Recorded(b"User-agent: *\nDisallow: /b/\nCrawl-delay: 7\n", headers=(("content-type", "text/plain"),))


@pytest.fixture
def board(tmp_path, clock):
    """Two threads; the first has eight replies."""
    first = [post(10), *(post(number, 10) for number in range(11, 19))]
    return SmallBoard(tmp_path, clock, {10: first, 20: [post(20), post(21, 20)]})


def starts(board):
    """When each request begins, from now on."""
    out, handle = [], board.transport.handle_request

    def watched(request):
        out.append(board.clock.now())
        return handle(request)

    board.transport.handle_request = watched
    return out


def test_a_permission_on_record_lifts_robots_but_not_its_pace(board):
    """`robots = "permitted"` with [permission]: what is disallowed is read, every seven seconds as it asks."""
    board.configure(more='robots = "permitted"' + PERMISSION)
    board.extra["/robots.txt"] = NO
    began = starts(board)

    done, _ = board.visit()

    assert done.error is None and len(board.rows()) == 11
    assert min(later - sooner for sooner, later in itertools.pairwise(began[1:])).total_seconds() >= 7


@pytest.mark.parametrize("more", ["", PERMISSION, 'robots = "obey"' + PERMISSION])
def test_without_the_word_the_disallow_binds(board, more):
    """A permission alone is not enough, nor is nothing: refused after robots.txt."""
    board.configure(more=more)
    board.extra["/robots.txt"] = NO
    done, asked = board.visit()
    assert isinstance(done.error, Refused) and asked == []


@pytest.mark.parametrize(
    "more",
    [
        'robots = "permitted"',
        'robots = "permitted"\n[permission]\nwho = "the operator"\n',
        'robots = "ignore"' + PERMISSION,
        "delay = 0.5",
        'keep_deleted_because = "yes"',
        "blank_deleted_after_days = -1",
        "keep_evidence_days = -1",
        'tails = "perhaps"',
    ],
)
def test_what_a_sites_file_may_not_say(board, more):
    """Permitted without who, when and what; a pace under a second; reasons that are none: exit 3, no request."""
    board.configure(more=more)
    with pytest.raises(ConfigError):
        board.visit()
    assert board.transport.requests == []


@pytest.mark.parametrize("delay", [1.0, 2.5, 10.0])
def test_the_sites_own_pace(board, delay):
    """No two requests closer than the file's delay."""
    board.configure(more=f"delay = {delay}")
    began = starts(board)
    board.visit()
    board.threads[10].append(post(30, 10))
    board.visit()
    gaps = [(later - sooner).total_seconds() for sooner, later in itertools.pairwise(began[1:])]
    assert min(gaps) >= delay


@pytest.mark.parametrize("engine", ["fourchan", "vichan"])
@pytest.mark.parametrize("tails", [True, False])
def test_tails_only_where_the_file_lets_them(board, engine, tails):
    """One new reply: its tail in the catalog (4chan) or on the page of the index (vichan, two threads on it) spares
    the thread; with `tails = false` the thread is read. The rows are the same.
    """
    board.configure(engine, f"tails = {str(tails).lower()}")
    board.indexed = engine == "vichan"
    board.visit()
    board.threads[10].append(post(30, 10))
    board.threads[20].append(post(31, 20))
    done, asked = board.visit()

    paths = {path for _, path, _, _ in asked} - {"/b/catalog.json"}
    threads = {board.thread_path(10), board.thread_path(20)}
    assert paths == (threads if not tails else {"/b/0.json"} if engine == "vichan" else set())
    assert done.counts["tails"] == (2 if tails else 0)
    assert board.standing()["30"] == board.standing()["31"] == ("live", "hello")
    assert {row["version"] for row in board.rows()} == {1}


def test_one_thread_of_a_page_is_not_worth_the_index(board):
    """A page of the index costs a request like the thread itself: it is asked for where it spares two."""
    board.configure()
    board.indexed = True
    board.visit()
    board.threads[10].append(post(30, 10))
    _, asked = board.visit()
    assert [path for _, path, _, _ in asked] == ["/b/catalog.json", "/b/res/10.json"]


@pytest.mark.parametrize("change", ["deletion", "edit of the newest", "gap"])
@pytest.mark.parametrize("engine", ["fourchan", "vichan"])
def test_a_tail_that_does_not_add_up_is_not_taken(board, engine, change):
    """The thread is read instead, and all that happened is found."""
    board.configure(engine)
    board.indexed = engine == "vichan"
    board.visit()
    board.threads[20].append(post(31, 20))
    if change == "deletion":
        del board.threads[10][3]
    elif change == "edit of the newest":
        board.threads[10][-1] = post(18, 10, com="mended")
    board.threads[10] += [post(number, 10) for number in range(40, 47 if change == "gap" else 41)]

    _, asked = board.visit()

    assert board.thread_path(10) in {path for _, path, _, _ in asked}
    assert {"40", "46"} & set(board.standing()) >= ({"46"} if change == "gap" else {"40"})
    if change == "deletion":
        assert board.standing()["13"][0] == "deleted"
    if change == "edit of the newest":
        assert board.standing()["18"] == ("live", "mended")


def test_an_edit_behind_a_tail_is_found_by_the_next_whole_reading(board):
    """Masked by the reply after it, the edit of a post that the tail does not show comes with the whole reading."""
    board.configure("fourchan")
    board.visit()
    board.threads[10][2] = post(12, 10, com="mended")
    board.threads[10].append(post(30, 10))
    _, asked = board.visit()
    assert len(asked) == 1 and board.standing()["12"] == ("live", "hello")

    for _ in range(14):
        board.visit(after=1800)

    assert board.standing()["12"] == ("live", "mended")
