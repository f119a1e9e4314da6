"""The client against real sockets on this machine, and against the recordings of real engines."""

import base64
import gzip
import json
import socket
import threading

import pytest

from hikcorpus.errors import NetworkError, Refused
from hikcorpus.fetch.replay import Fault, Recording, ReplayTransport, serve


@pytest.fixture
def raw_server():
    """A function: bytes to answer every connection with (None = never answer) -> base URL."""
    opened, release = [], threading.Event()

    def start(answer):
        listener = socket.create_server(("127.0.0.1", 0))
        opened.append(listener)

        def run():
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65536)
                    if answer is None:
                        release.wait(10)
                    else:
                        connection.sendall(answer)

        threading.Thread(target=run, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    release.set()
    for listener in opened:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def test_a_port_where_nobody_listens(client):
    """Refused, in one sentence."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(NetworkError, match=r"127\.0\.0\.1 could not be read: it refused the connection"):
        client().get(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"", "broke off"),
        (b"SSH-2.0-OpenSSH_9\r\n", "broke off"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", "broke off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n", "broke off"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 999)[:-9], "broke off"),
        (b"HTTP/1.1 2xx OK\r\n\r\n", "broke off"),
    ],
)
def test_servers_that_do_not_finish(client, raw_server, answer, words):
    """However the bytes are cut, no half page comes out."""
    with pytest.raises(NetworkError, match=words):
        client().get(f"{raw_server(answer)}/a")


def test_a_server_that_never_answers(client, raw_server):
    """No longer than max_seconds, in real time."""
    with pytest.raises(NetworkError, match=r"127\.0\.0\.1 took more than 0\.1 seconds"):
        client(tries=1, max_seconds=0.1).get(f"{raw_server(None)}/a")


def test_a_name_that_cannot_be_a_name(client):
    """Labels over 63 characters never reach a name server."""
    with pytest.raises(NetworkError, match="its name is not known"):
        client().get(f"http://{'a' * 70}.example/")


def test_the_environment_changes_nothing(client, before, monkeypatch):
    """What is asked goes to the site and to no proxy; certificates are those that came with the tool."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/certificates.pem")
    with serve(before) as base:
        assert client().get(f"{base}/closed").status == 403


def test_a_bomb_over_http_is_stopped(client, before):
    """50 MB in 50 kB."""
    site = serve(before)
    site.faults["/a"] = Fault(
        status=200, headers=(("content-encoding", "gzip"),), body=gzip.compress(bytes(50_000_000))
    )
    with site as base, pytest.raises(NetworkError, match="more than 100000 bytes"):
        client(max_bytes=100_000).get(f"{base}/a")


def test_many_threads_one_client(client, before):
    """Real sockets, shared client: every answer is the right one."""
    site, wrong = serve(before), []
    with site as base:
        asker = client(delay=0.0)
        paths = [path for path in before.pages if path.startswith("/hik")]

        def ask(path):
            if asker.get(base + path).body != before.pages[path].body:
                wrong.append(path)

        threads = [threading.Thread(target=ask, args=(path,)) for path in paths * 4]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert len(site.requests) == len(paths) * 4 + 1


@pytest.mark.parametrize("engine", ["vichan", "ex0ch"])
def test_a_recorded_board_is_served_byte_for_byte(shared, client, engine):
    """Over HTTP: each page as recorded; asked again with its validators, 304; at the pace; all on record."""
    path = shared / f"recorded/{engine}/site.A.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    site = serve(Recording.load(path))
    with site as base:
        asker = client()
        for row in rows:
            reply = asker.get(base + row["url"])
            assert (reply.status, reply.body) == (row["status"], base64.b64decode(row["body_b64"]))
            if row["status"] == 200 and "etag" in row["headers"]:
                again = asker.get(base + row["url"], etag=reply.etag, last_modified=reply.last_modified)
                assert (again.kind, again.body) == ("not_modified", b"")
                by_date = asker.get(base + row["url"], last_modified=reply.last_modified)
                assert by_date.kind == "not_modified"
    assert asker.tally.requests == len(site.requests)
    assert asker.tally.seconds_waited == len(site.requests) - 1


@pytest.mark.parametrize("engine", ["vichan", "tinyib", "ex0ch"])
def test_from_snapshot_a_to_b_only_changes_come_anew(shared, client, engine):
    """Validators of A sent to B: 304 exactly where the recorder saw the same tag, the new bytes elsewhere."""
    old = Recording.load(shared / f"recorded/{engine}/site.A.jsonl.gz")
    new = Recording.load(shared / f"recorded/{engine}/site.B.jsonl.gz")
    site = ReplayTransport(new)
    asker = client(site)
    same = changed = 0
    for path, page in old.pages.items():
        etag = dict(page.headers).get("etag")
        if page.status != 200 or etag is None or path not in new.pages:
            continue
        reply = asker.get(f"http://board.example{path}", etag=etag)
        if dict(new.pages[path].headers).get("etag") == etag:
            assert reply.kind == "not_modified"
            assert new.pages[path].body == page.body
            same += 1
        else:
            assert reply.body == new.pages[path].body
            changed += 1
    assert same > 0
    assert changed > 0


def test_all_recordings_come_back_as_they_are(shared, client):
    """Every address of every engine, in process; YBoard's robots.txt shuts its site."""
    for path in sorted((shared / "recorded").glob("*/site.?.jsonl.gz")):
        recording = Recording.load(path)
        asker = client(ReplayTransport(recording))
        for target, page in recording.pages.items():
            if path.parent.name == "yboard" and target != "/robots.txt":
                with pytest.raises(Refused):
                    asker.get(f"http://board.example{target}")
            elif not 300 <= page.status < 400:
                reply = asker.get(f"http://board.example{target}")
                assert (reply.status, reply.body) == (page.status, page.body)
