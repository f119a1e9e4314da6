"""The server: validators, stale copies, limits, outages, the log, and the same over HTTP."""

import http.client
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest

from hikcorpus.demo.simulator import RateLimit, WeeklyOutage, serve
from hikcorpus.demo.simulator.pages import Recent
from tests.demo.simulator.conftest import START, Visitor, header


def some_pages(board):
    live = board.truth.live_threads(board.now)
    return ["/b/catalog.json", "/b/threads.json", "/b/1.json", *(board.path(n) for n in live[:3] + live[-1:])]


def test_304_by_etag_only_if_the_bytes_are_the_same(mode):
    """If-None-Match of any earlier answer: 304 exactly where its body still stands, also weak, listed or HEAD."""
    board = Visitor(mode=mode)
    outcomes = Counter()
    for _ in range(30):
        known = {path: board.ask(path) for path in some_pages(board)}
        board.wait(13)
        for path, old in known.items():
            asked = board.ask(path, If_None_Match=f'"other", W/{header(old, "ETag")}', If_Modified_Since="wrong")
            plain = board.ask(path)
            outcomes[asked.status] += 1
            if asked.status == 404:
                assert plain == asked
            elif asked.status == 304:
                assert plain.body == old.body
                assert asked.body == b""
                assert header(asked, "Content-Length") is None
                assert header(asked, "ETag") == header(plain, "ETag") == header(old, "ETag")
            else:
                assert asked.body == plain.body
                assert header(plain, "ETag") != header(old, "ETag")
    assert min(outcomes[200], outcomes[304]) > 20


def test_304_by_date_is_as_coarse_as_a_second(mode):
    """If-Modified-Since: 304 where the file's date is the same; two states of one second share it, ETags never."""
    board = Visitor(mode=mode, posts_every=0.4, warm_up_hours=0)
    trapped = 0
    for _ in range(200):
        old = board.ask("/b/catalog.json")
        board.wait(0.3)
        date = header(old, "Last-Modified")
        asked, plain = board.ask("/b/catalog.json", If_Modified_Since=date), board.ask("/b/catalog.json")
        assert (asked.status == 304) == (header(plain, "Last-Modified") == date)
        if asked.status == 304 and plain.body != old.body:
            trapped += 1
            assert board.ask("/b/catalog.json", If_None_Match=header(old, "ETag")).status == 200
    assert trapped > 0


def test_validators_as_set():
    """both, the date alone, or none, and then no 304 whatever is asked."""
    board = Visitor(validators="last_modified")
    answer = board.ask("/b/catalog.json")
    date = header(answer, "Last-Modified")
    assert date is not None
    assert header(answer, "ETag") is None
    assert board.ask("/b/catalog.json", If_Modified_Since=date).status == 304
    assert board.ask("/b/catalog.json", If_Modified_Since=date, If_None_Match='"x"').status == 200
    bare = Visitor(validators="none")
    answer = bare.ask("/b/catalog.json", If_Modified_Since=date, If_None_Match="*")
    assert (answer.status, header(answer, "Last-Modified"), header(answer, "ETag")) == (200, None, None)


def written(answer) -> datetime:
    """When the file of that answer was written, as its ETag tells."""
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(header(answer, "ETag")[1:-1].split("-")[1], 16))


def test_a_stale_copy_is_a_state_that_stood(mode):
    """Flapping answers are older states with the validators they had, at most stale_seconds old, in the right share."""
    board, fresh = Visitor(9, mode=mode, stale_share=0.5, stale_seconds=90.0), Visitor(9, mode=mode)
    past, total, old = Visitor(9, early=90, mode=mode), 0, []
    for _ in range(60):
        board.wait(29)
        fresh.wait(29)
        past.wait(29)
        for path in some_pages(fresh):
            answer, now, oldest = board.ask(path), fresh.ask(path), past.ask(path)
            total += 1
            if answer.status == 200 and answer != now:
                old.append((written(answer), path, answer))
                assert now.status == 404 or written(answer) < written(now)
                assert oldest.status == 404 or written(answer) >= written(oldest)
            elif answer.status == 404 and now.status == 200:
                assert oldest.status == 404  # a page that was not there yet
    assert 0.2 < len(old) / total < 0.5
    twin = Visitor(9, early=3600, mode=mode)
    for at, path, answer in sorted(old, key=lambda item: item[0]):
        then = twin.until(at).ask(path)
        assert then.body == answer.body
        assert header(then, "ETag") == header(answer, "ETag")
        assert header(then, "Last-Modified") == header(answer, "Last-Modified")


def test_a_stale_copy_without_validators_only_differs_in_its_body():
    """validators="none": nothing but the bytes tells that the answer is old."""
    board, fresh = Visitor(stale_share=1.0, stale_seconds=600.0, validators="none"), Visitor(validators="none")
    differing = 0
    for _ in range(20):
        old, now = board.wait(60).ask("/b/catalog.json"), fresh.wait(60).ask("/b/catalog.json")
        assert [name for name, _ in old.headers] == [name for name, _ in now.headers]
        differing += old.body != now.body
    assert differing > 15


def test_outages_and_weekly_outages():
    """503 for everything within [from, to) and in the weekly hours, with Retry-After only if told so."""
    down = (START + timedelta(minutes=10), START + timedelta(minutes=20))
    board = Visitor(outages=(down,), outage_retry_after=30)
    statuses = [(board.ask("/robots.txt").status, board.wait(300))[0] for _ in range(6)]
    assert statuses == [200, 200, 503, 503, 200, 200]
    refused = Visitor(outages=((START, down[1]),), outage_retry_after=30).ask("/b/catalog.json")
    assert header(refused, "Retry-After") == "30"
    weekly = Visitor(posts_every=600.0, weekly_outage=WeeklyOutage(weekday=7, hour=23.5, hours=1.0))
    found = []
    for _ in range(24 * 2 * 8):
        if weekly.ask("/robots.txt").status == 503:
            found.append(weekly.now)
        weekly.wait(1800)
    assert [(at.isoweekday(), at.hour, at.minute) for at in found] == [(7, 23, 30), (1, 0, 0)] * (len(found) // 2)
    assert len(found) == 4


def test_too_many_requests_wait_as_told():
    """429 beyond the limit of any second or minute; after Retry-After the next one is granted; a spacing of 1 s is."""
    board = Visitor(limits=(RateLimit(1, 1.0), RateLimit(5, 60.0)))
    answers = [board.ask("/b/catalog.json") for _ in range(3)]
    assert [a.status for a in answers] == [200, 429, 429]
    assert header(answers[1], "Retry-After") == "1"
    board.wait(1.0)
    assert [board.wait(1.0).ask("/b/catalog.json").status for _ in range(4)] == [200] * 4
    refused = board.wait(1.0).ask("/b/catalog.json")
    assert refused.status == 429
    wait = int(header(refused, "Retry-After"))
    assert 50 < wait <= 60
    assert board.wait(wait - 2).ask("/b/catalog.json").status == 429
    assert board.wait(2).ask("/b/catalog.json").status == 200


def test_robots_methods_and_unknown_addresses(mode):
    """robots.txt as set or 404; HEAD without body; other methods 405; anything else 404, queries do not matter."""
    board = Visitor(mode=mode, robots="User-agent: *\nDisallow: /x\n")
    assert board.ask("/robots.txt").body == b"User-agent: *\nDisallow: /x\n"
    assert Visitor(robots=None).ask("/robots.txt").status == 404
    whole, head = board.ask("/b/catalog.json"), board.simulator.answer("HEAD", "/b/catalog.json")
    assert (head.status, head.headers, head.body) == (200, whole.headers, b"")
    posted = board.simulator.answer("POST", "/b/catalog.json")
    assert (posted.status, header(posted, "Allow")) == (405, "GET, HEAD")
    for path in ("/", "/c/catalog.json", "/b/thread/7.json", "/b/res/7.json", "/b/01.json", "/b/catalog.json/"):
        assert board.ask(path).status == 404, path
    assert board.ask("/b/catalog.json?x=1") == whole


def test_the_clock_moves_by_the_latency_and_the_log_tells():
    """Each request costs latency; log and counters hold starts, targets, statuses, validators, gaps."""
    board = Visitor(latency=0.15)
    first = board.ask("/b/catalog.json")
    board.ask("/b/catalog.json", If_None_Match=header(first, "ETag"))
    board.wait(3600).ask("/nowhere")
    requests = board.simulator.requests
    assert [(r.target, r.conditional) for r in requests] == [
        ("/b/catalog.json", False),
        ("/b/catalog.json", True),
        ("/nowhere", False),
    ]
    assert [r.moment - START for r in requests][:2] == [timedelta(0), timedelta(seconds=0.15)]
    assert parsedate_to_datetime(header(first, "Date")) == START
    assert board.now - START == timedelta(seconds=3600.45)
    traffic = board.simulator.traffic
    assert traffic.smallest_gap == pytest.approx(0.15)
    assert list(traffic.per_hour.values()) == [2, 1]
    assert traffic.by_status[404] == traffic.conditional == 1
    assert traffic.sent > len(first.body)
    board.simulator.keep_requests = False
    board.ask("/nowhere")
    assert (len(board.simulator.requests), traffic.per_hour.total()) == (3, 4)


def test_http_answers_as_answer_does(mode):
    """Over loopback: the same status, headers and bytes as a twin in-process, on one kept connection."""
    board, twin = Visitor(mode=mode), Visitor(mode=mode)
    with serve(board.simulator) as base:
        connection = http.client.HTTPConnection("127.0.0.1", urlsplit(base).port, timeout=10)
        known: dict[str, str] = {}
        for step in range(3):
            for path in [*some_pages(twin), "/robots.txt", "/nowhere"]:
                for method in ("GET", "HEAD"):
                    headers = {"If-None-Match": known[path]} if path in known and step == 1 else {}
                    connection.request(method, path, headers=headers)
                    response = connection.getresponse()
                    body, expected = response.read(), twin.simulator.answer(method, path, headers)
                    assert (response.status, body) == (expected.status, expected.body)
                    assert response.getheaders() == list(expected.headers)
                    if tag := response.getheader("ETag"):
                        known[path] = tag
            if step:
                board.wait(300)
                twin.wait(300)
        connection.request("POST", "/b/catalog.json", body=b"x")
        assert connection.getresponse().status == 405
        connection.close()
    assert board.simulator.traffic.by_status[304] > 5


def test_many_at_once_see_one_board():
    """Answers to several threads at one instant are those that one asker gets."""
    board, twin = Visitor(), Visitor()
    answers: list = []

    def visit():
        for _ in range(20):
            answers.extend(board.ask(path) for path in paths)

    paths = some_pages(twin)
    visitors = [threading.Thread(target=visit) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert set(answers) == {twin.ask(path) for path in paths}
    assert board.simulator.traffic.per_hour.total() == 4 * 20 * len(paths)


def test_old_bodies_are_forgotten():
    """Only the last `size` keys are remembered, each in one state."""
    recent, made = Recent[int](2), []

    def make(value):
        return lambda: made.append(value) or value

    for key, state in (("a", 1), ("a", 1), ("b", 1), ("a", 2), ("c", 1), ("b", 1)):
        assert recent.get(key, state, make(len(made))) is not None
    assert made == [0, 1, 2, 3, 4]  # the second "a" was remembered, "b" was forgotten for "c"
