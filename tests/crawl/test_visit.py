"""Capture on an invented board: nothing missed, nothing false, nothing asked twice."""

import itertools
import json
from datetime import timedelta

import pytest

from hikcorpus.errors import ConfigError, LayoutChanged, NetworkError, Refused
from hikcorpus.fetch.replay import CHALLENGE, MALFORMED, Fault
from tests.crawl.small_board import SmallBoard, page, post


@pytest.fixture
def board(tmp_path, clock):
    return SmallBoard(tmp_path, clock, {10: [post(10, sub="Eka"), post(11, 10)], 20: [post(20), post(21, 20)]})


def test_first_visit_takes_everything(board):
    """Every thread and post, with the facts that the board shows."""
    done, _ = board.visit()

    assert done.error is None
    assert done.counts["messages_new"] == 4 and done.counts["threads_new"] == 2
    (row,) = board.versions(10)
    assert row["subject"] == "Eka" and row["is_opening"] and row["state"] == "live"
    assert row["poster_id_scope"] == "thread" and row["posted_at"].timestamp() == 1_795_000_010


def test_quiet_visit_asks_once_and_adds_nothing(board):
    """Nothing changed: one conditional listing request, no message or thread version."""
    board.visit()
    board.clock.sleep(900)
    before = (board.raw().rows("messages"), board.raw().rows("threads"))

    done, asked = board.visit()

    assert asked == [("GET", "/b/catalog.json", True, 304)]
    assert (board.raw().rows("messages"), board.raw().rows("threads")) == before
    assert done.counts["messages_new"] == 0


def test_growth_reads_only_what_grew(board):
    """A reply is found by its thread's mark; the other thread is not asked for."""
    board.visit()
    board.threads[20].append(post(22, 20))

    done, asked = board.visit()

    assert [path for _, path, _, _ in asked] == ["/b/catalog.json", "/b/res/20.json"]
    assert done.counts["messages_new"] == 1


def test_an_edit_adds_a_version(board):
    """What was said before stays; the new text is version 2."""
    board.visit()
    board.threads[10][0] = post(10, sub="Eka", com="changed")

    board.visit()

    assert [row["text"] for row in board.versions(10)] == ["hello", "changed"]


def test_a_silent_edit_shows_at_the_refresh(board):
    """An edit that no listing shows waits until the thread's reading is old; then it is asked conditionally."""
    board.visit()
    board.threads[20][1] = post(21, 20, com="moderated")

    _, asked = board.visit()
    assert len(asked) == 1 and len(board.versions(21)) == 1
    board.clock.sleep(timedelta(hours=24).total_seconds())
    _, asked = board.visit()

    assert [row["text"] for row in board.versions(21)] == ["hello", "moderated"]
    assert ("GET", "/b/res/10.json", True, 304) in asked


def test_a_deletion_needs_two_looks(board):
    """A post that vanished is called deleted only after a second look a minute later, in the same visit."""
    board.visit()
    del board.threads[10][1]
    start = board.clock.now()

    done, asked = board.visit()

    assert [path for _, path, _, _ in asked] == ["/b/catalog.json", "/b/res/10.json", "/b/res/10.json"]
    live, gone = board.versions(11)
    assert gone["state"] == "deleted" and gone["deletion_evidence"] == "absent" and gone["text"] is None
    assert live["text"] == "hello"
    assert board.clock.now() - start >= timedelta(seconds=60)
    assert done.counts["messages_deleted"] == 1


def test_a_flapping_copy_deletes_nothing(board):
    """A stale copy without the newest post is contradicted by the second look: no deletion."""
    board.visit()
    stale = page({"posts": board.threads[20][:1]}, board.stamp)
    board.threads[20].append(post(22, 20))
    board.transport.faults["/b/res/20.json"] = Fault(body=stale.body, headers=(("etag", '"x"'),), times=1)

    board.visit()

    assert len(board.versions(21)) == 1
    assert board.versions(22)[0]["state"] == "live"


def test_an_older_copy_is_refused(board):
    """A 200 whose Last-Modified lies before what we hold is no news."""
    board.visit()
    old = page({"posts": board.threads[20][:1]}, board.stamp - 5000)
    board.threads[20].append(post(22, 20))
    board.transport.faults["/b/res/20.json"] = Fault(body=old.body, headers=old.headers)

    done, _ = board.visit()

    assert done.counts["stale"] == 1
    assert len(board.versions(21)) == 1
    board.transport.faults.clear()
    board.visit()
    assert len(board.versions(22)) == 1  # though the listing has not changed since


def test_undelete_is_a_version_too(board):
    """A post that comes back is live again, its history kept."""
    board.visit()
    taken = board.threads[10].pop()
    board.visit()
    board.threads[10].append(taken)
    board.visit()

    assert [row["state"] for row in board.versions(11)] == ["live", "deleted", "live"]


def test_deleted_thread_takes_its_messages_along(board):
    """A thread gone from the middle was deleted; those below it still stand."""
    board.threads[30] = [post(30)]
    board.visit()
    del board.threads[20]

    board.visit()

    assert board.thread_states() == {"10": "live", "20": "deleted", "30": "live"}
    assert [row["deletion_evidence"] for row in board.versions(21)] == [None, "thread_deleted"]


def test_pruned_thread_is_not_deleted(board):
    """A full board that drops its last thread for a new one deleted nobody's words."""
    board.visit()
    board.threads = {30: [post(30)], 10: board.threads[10]}

    board.visit()

    assert board.thread_states() == {"10": "live", "20": "pruned", "30": "live"}
    assert [row["state"] for row in board.versions(21)] == ["live"]


@pytest.mark.parametrize(
    ("path", "fault", "error"),
    [
        ("/b/catalog.json", CHALLENGE, Refused),
        ("/b/catalog.json", MALFORMED, LayoutChanged),
        ("/b/catalog.json", Fault(status=403), Refused),
        ("/b/catalog.json", Fault(status=503), NetworkError),
        ("/b/catalog.json", Fault(status=404), LayoutChanged),
        ("/b/catalog.json", Fault(truncate=10), NetworkError),
        ("/b/res/20.json", CHALLENGE, Refused),
        ("/b/res/20.json", MALFORMED, LayoutChanged),
        ("/b/res/20.json", Fault(body=b"<html>error</html>"), LayoutChanged),
        ("/b/res/20.json", Fault(body=b'{"posts": []}'), LayoutChanged),
        ("/b/res/20.json", Fault(truncate=10), NetworkError),
    ],
)
def test_bad_pages_lose_nothing(board, path, fault, error):
    """Whatever comes instead of a page: one clear error, nothing stored is lost, doubled or wrong afterwards."""
    board.visit()
    before = board.raw().read("messages").num_rows
    board.threads[20].append(post(22, 20))
    board.threads[10].append(post(12, 10))
    board.transport.faults[path] = fault

    done, _ = board.visit()
    assert isinstance(done.error, error)
    assert "hello" not in str(done.error)
    assert board.raw().read("messages").num_rows >= before

    board.transport.faults.clear()
    done, _ = board.visit()
    assert done.error is None
    ids = [row["message_id"] for row in board.raw().read("messages").to_pylist()]
    assert sorted(ids) == ["10", "11", "12", "20", "21", "22"]


def test_one_unreadable_thread_does_not_stop_the_others(board):
    """The other threads are stored, and the visit says that the layout changed."""
    board.transport.faults["/b/res/20.json"] = MALFORMED
    done, _ = board.visit()

    assert isinstance(done.error, LayoutChanged)
    assert len(board.versions(11)) == 1 and board.versions(21) == []
    assert "20" not in str(done.error)  # a thread's number leads to it: it stands in the tables, never in a log
    rows = board.raw().read("observations").to_pylist()
    assert [row["thread_id"] for row in rows if row["outcome"] == "unreadable"] == ["20"]


def test_robots_disallow_is_obeyed(board):
    """A disallowed board is refused before its listing is asked for."""
    pages = board.pages
    board.pages = lambda: pages() | {"/robots.txt": page({}).__class__(b"User-agent: *\nDisallow: /b/\n")}
    with pytest.raises(Refused, match="robots"):
        board.visit()
    assert [path for _, path, _, _ in board.transport.requests] == ["/robots.txt"]


def test_no_contact_no_crawl(board):
    """Without a contact address nothing is asked of anybody."""
    from hikcorpus import pipeline
    from hikcorpus.log import Silent

    with pytest.raises(ConfigError, match="contact"):
        pipeline.crawl(["http://board.example/b/"], board.data, contact=None, clock=board.clock, progress=Silent())


def test_unknown_board(board):
    """A board that the site does not have is one sentence, exit code 3."""
    with pytest.raises(ConfigError) as caught:
        board.visit(specs=["http://board.example/nosuch/"])
    assert caught.value.exit_code == 3


def test_memory_can_be_thrown_away(board):
    """Without its state file the next visit still asks conditionally and adds nothing."""
    board.visit()
    for path in board.data.state().glob("crawl.sqlite*"):
        path.unlink()

    _, asked = board.visit()

    assert asked == [("GET", "/b/catalog.json", True, 304)]


def test_a_second_look_owed_is_made_by_the_next_run(board, monkeypatch):
    """Killed between the two looks: the next visit does not trust the listing's 304 and looks again."""
    from hikcorpus.crawl.visit import Visit

    board.visit()
    del board.threads[10][1]
    monkeypatch.setattr(Visit, "second", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        board.visit()
    monkeypatch.undo()
    assert [row["state"] for row in board.versions(11)] == ["live"]

    _, asked = board.visit()

    assert asked == [("GET", "/b/catalog.json", True, 304), ("GET", "/b/res/10.json", True, 304)]
    assert [row["state"] for row in board.versions(11)] == ["live", "deleted"]


def test_frequent_visits_leave_the_second_look_to_the_next(board):
    """Within ten minutes of the last visit nobody waits: the next visit, a minute or more later, confirms."""
    board.visit()
    del board.threads[10][1]
    start = board.clock.now()

    done, _ = board.visit(after=60)

    assert board.clock.now() - start < timedelta(seconds=90) and done.counts["messages_deleted"] == 0
    (look,) = [row for row in board.raw().read("observations").to_pylist() if row["absent"]]
    assert (look["thread_id"], look["absent"], look["missing"]) == ("10", ["11"], 1)
    done, _ = board.visit(after=60)
    assert done.counts["messages_deleted"] == 1
    assert board.versions(11)[1]["deleted_at"] == look["observed_at"]


@pytest.mark.parametrize(("after", "waits"), [(590, False), (605, True)])
def test_ten_minutes_decide_whether_to_wait(board, after, waits):
    """A visit that comes sooner than ten minutes after the last waits for nothing."""
    board.visit()
    del board.threads[10][1]

    done, _ = board.visit(after=after)

    assert (done.counts["messages_deleted"] == 1) is waits


def test_the_ledger_counts_every_request(board):
    """The log of runs holds what was asked, and no text."""
    _, asked = board.visit()

    (line,) = (board.data.state() / "runs-2026-11.jsonl").read_text().splitlines()
    run = json.loads(line)
    assert run["requests"]["requests"] == len(asked) + 1  # and robots.txt
    assert "hello" not in line


def test_never_two_requests_within_a_second(board):
    """One limiter: each request starts at least a second after the last."""
    started = []
    handle = board.transport.handle_request

    def watched(request):
        started.append(board.clock.now())
        return handle(request)

    board.transport.handle_request = watched
    board.visit()

    gaps = [(later - sooner).total_seconds() for sooner, later in itertools.pairwise(started)]
    assert min(gaps) >= 1.0


def test_short_messages_take_their_threads_language(board):
    """A board given by address has no language of its own: a short message reads as its thread does."""
    board.threads[10] = [post(10, com="Miten te muut jaksatte tätä pimeää syksyä?"), post(11, 10, com="Mutsi")]
    board.visit()

    assert [(row["lang"], row["lang_source"]) for row in board.versions(10)] == [("fi", "text")]
    assert [(row["lang"], row["lang_source"]) for row in board.versions(11)] == [("fi", "thread")]


def test_a_dead_link_is_no_edit(board):
    """vichan unlinks `>>N` when its target goes: the citing message keeps its one version and its edge."""
    linked = '<a onclick="highlightReply(\'11\', event);" href="/b/res/10.html#11">&gt;&gt;11</a><br/>yes'
    board.threads[10].append(post(12, 10, com=linked))
    board.visit()
    board.threads[10] = [board.threads[10][0], post(12, 10, com="&gt;&gt;11<br/>yes")]

    board.visit()

    (row,) = board.versions(12)
    assert row["refs"][0]["message_id"] == "11" and row["refs"][0]["thread_id"] == "10"
    assert board.versions(11)[-1]["state"] == "deleted"
