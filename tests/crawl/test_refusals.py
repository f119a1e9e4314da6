"""Threads that the site refuses: blocked, not gone; three in a row are the site's own no."""

import pytest

from hikcorpus import pipeline
from hikcorpus.errors import NetworkError, Refused
from hikcorpus.fetch.replay import Fault, Recorded, Recording, ReplayTransport
from hikcorpus.log import Silent
from hikcorpus.store.layout import DataFolder
from tests.crawl.small_board import SmallBoard, post


@pytest.fixture
def board(tmp_path, clock):
    return SmallBoard(tmp_path, clock, {10: [post(10, sub="Eka"), post(11, 10)], 20: [post(20), post(21, 20)]})


@pytest.mark.parametrize("status", [429, 500, 503])
def test_nothing_is_concluded_where_the_site_fails(board, status):
    """A thread answered with 429 or 5xx ends the visit at once; it keeps its state, and so do its messages."""
    board.threads[30] = [post(30)]
    board.visit()
    board.threads[20].append(post(22, 20))
    board.threads[10].append(post(12, 10))
    board.transport.faults["/b/res/20.json"] = Fault(status=status)

    done, asked = board.visit()

    assert isinstance(done.error, NetworkError) and done.error.exit_code == 4
    assert "/b/res/10.json" not in [path for _, path, _, _ in asked]
    assert board.thread_states()["20"] == "live"
    assert [row["state"] for row in board.versions(21)] == ["live"]
    board.transport.faults.clear()
    board.visit()
    assert board.versions(22)[0]["state"] == board.versions(12)[0]["state"] == "live"


@pytest.mark.parametrize("status", [401, 403, 451])
def test_a_refused_thread_is_blocked_and_the_visit_goes_on(board, status):
    """A single thread refused gets the state `blocked`; its messages stay as they are, and the others are read."""
    board.visit()
    board.threads[20].append(post(22, 20))
    board.threads[10].append(post(12, 10))
    board.transport.faults["/b/res/20.json"] = Fault(status=status)

    done, _ = board.visit()

    assert done.error is None and done.counts["threads_blocked"] == 1
    assert board.thread_states() == {"10": "live", "20": "blocked"}
    assert [row["state"] for row in board.versions(21)] == ["live"] and len(board.versions(12)) == 1
    board.transport.faults.clear()
    board.visit()
    assert board.thread_states()["20"] == "live" and board.versions(22)[0]["state"] == "live"


def test_a_refused_thread_that_has_not_changed_is_live_again(board):
    """Refused at its refresh, then shown again unchanged: `blocked` does not stick behind a 304."""
    board.visit()
    board.transport.faults["/b/res/20.json"] = Fault(status=403)
    board.visit(after=25 * 3600)
    assert board.thread_states()["20"] == "blocked"
    board.transport.faults.clear()

    board.visit(after=25 * 3600)

    assert board.thread_states()["20"] == "live"


@pytest.mark.parametrize(("refused", "error"), [(2, None), (3, Refused), (5, Refused)])
def test_three_refused_in_a_row_are_the_sites_refusal(board, refused, error):
    """From the third refused thread on the visit ends; no further thread is asked for."""
    board.threads = {number: [post(number), post(number + 1, number)] for number in range(10, 70, 10)}
    board.visit()
    for number in list(board.threads)[-refused:]:  # the last place is read first
        board.transport.faults[f"/b/res/{number}.json"] = Fault(status=403)
    for number, posts in board.threads.items():
        posts.append(post(number + 2, number))

    done, asked = board.visit()

    assert type(done.error) is (error or type(None))
    assert len([path for _, path, _, _ in asked if "/res/" in path]) == (3 if error else 6)
    assert list(board.thread_states().values()).count("blocked") == min(refused, 3)


def test_refused_threads_between_readable_ones_are_not_the_sites_refusal(board):
    """Only refusals one after another end a visit."""
    board.threads = {number: [post(number), post(number + 1, number)] for number in range(10, 70, 10)}
    for number in (20, 30, 50, 60):
        board.transport.faults[f"/b/res/{number}.json"] = Fault(status=403)

    done, _ = board.visit()

    assert done.error is None and done.counts["threads_blocked"] == 4


YLILAUTA = """
engine = "ylilauta"
site = "ylilauta.org"
address = "https://ylilauta.org"
zone = "Europe/Helsinki"
{permission}
[boards.hikky]
"""
PERMISSION = '[permission]\nwho = "the operator"\ndate = "2026-11-01"\nscope = "hikky, one request in ten seconds"\n'


def test_ylilauta_is_not_crawled_and_the_sentence_names_the_ways(tmp_path, clock):
    """Nothing is asked: saved pages, the published corpus, the operator's address."""
    path = tmp_path / "site.toml"
    path.write_text(YLILAUTA.format(permission=""))
    transport = ReplayTransport(Recording({}))
    with pytest.raises(Refused) as refused:
        pipeline.crawl(
            [str(path)],
            DataFolder(tmp_path / "data"),
            contact="study@university.example",
            clock=clock,
            progress=Silent(),
            transport=transport,
        )
    for way in ("hikcorpus import", "HAR", "WARC", "Kielipankki", "info@ylilauta.org", "permission"):
        assert way in str(refused.value)
    assert transport.requests == []


def test_a_permission_on_record_lets_it_try_plain_http_and_no_more(tmp_path, clock):
    """A protection page is still a refusal: nobody gets round it."""
    path = tmp_path / "site.toml"
    path.write_text(YLILAUTA.format(permission=PERMISSION))
    challenge = Recorded(b"<!DOCTYPE html><title>Beep boop?</title><div class='h-captcha'></div>", 200, ())
    transport = ReplayTransport(Recording({"/hikky/": challenge}))
    (visited,) = pipeline.crawl(
        [str(path)],
        DataFolder(tmp_path / "data"),
        contact="study@university.example",
        clock=clock,
        progress=Silent(),
        transport=transport,
    )
    assert isinstance(visited.error, Refused)
    assert [asked[1] for asked in transport.requests] == ["/robots.txt", "/hikky/"]
