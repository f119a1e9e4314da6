"""Recordings: each answer is a page with its own address, time and charset."""

import base64
import gzip
import json
import zlib

import pyarrow as pa
import pytest

from hikcorpus.log import Silent
from hikcorpus.pipeline import warc as export_warc
from tests.crawl.imports.made import line, put

URL = "https://board.example/b/res/10.json"
KEY = "board.example/b"
DAT = "https://board.example/heya/dat/1600000000.dat"
DAT_BODY = "名無しさん<><>2020/09/13(日) 21:26:40 ID:AbCdEfG10<> 起きてる？ <>夜の部屋\n".encode("cp932")


def entry(url=URL, body=None, status=200, mime="application/json", method="GET", **content):
    text = {} if body is None else {"text": body}
    return {
        "startedDateTime": "2026-01-02T05:00:00.500+02:00",
        "time": 12,
        "request": {"method": method, "url": url, "cookies": [{"name": "session", "value": "secret-cookie"}]},
        "response": {"status": status, "content": {"size": 1, "mimeType": mime} | text | content},
        "cache": {},
    }


def har(*entries) -> str:
    log = {"version": "1.2", "creator": {"name": "a browser"}, "pages": [], "entries": list(entries)}
    return json.dumps({"log": log}, indent=1)


def test_har(desk):
    """Text as decoded by the browser, base64 as it came; listings, scripts, errors and forms counted by reason."""
    recording = har(
        entry(body=line(10).decode()),
        entry(DAT, base64.b64encode(DAT_BODY).decode(), mime="text/plain; charset=Shift_JIS", encoding="base64"),
        entry("https://board.example/b/res/20.json#30", line(20).decode()),
        entry("https://board.example/b/catalog.json", '[{"page":0}]'),
        entry("https://board.example/b/main.js", "x", mime="application/javascript"),
        entry("https://board.example/b/res/40.json", status=404, body="gone"),
        entry("https://board.example/b/res/50.json"),
        entry("https://board.example/post.php", "{}", method="POST"),
        entry(DAT, "!not base64!", mime="text/plain", encoding="base64"),
    )
    found, left = desk.take(put(desk.folder / "session.har", recording))
    assert found[KEY]["messages_new"] == 4 and found["board.example/heya"]["messages_new"] == 1
    assert left == {
        "no_thread_page": 1,
        "no_page": 1,
        "answer_404": 1,
        "body_not_recorded": 1,
        "sent_by_a_form": 1,
        "damaged_record": 1,
    }
    (row,) = desk.rows("board.example/heya")
    assert row["text"] == "起きてる？" and row["first_seen"].isoformat() == "2026-01-02T03:00:00.500000+00:00"
    assert all(b"secret-cookie" not in path.read_bytes() for path in desk.data.root.rglob("*") if path.is_file())


@pytest.mark.parametrize("cut", [0.5, 0.9])
def test_har_cut_off(desk, cut):
    """What was whole is taken, the rest is counted."""
    recording = har(entry(body=line(10).decode()), *(entry(f"{URL}?{n}", "x" * 500) for n in range(4)))
    found, left = desk.take(put(desk.folder / "x.har", recording[: int(len(recording) * cut)]))
    assert found[KEY]["messages_new"] == 2 and left["too_large_or_cut_off"] == 1


def archive(*records, packed=True, version="1.1") -> bytes:
    """records: (type, url, body, HTTP headers, status line), written by hand as the standard says."""
    out = [record("warcinfo", "", b"software: a crawler\r\n", [("Content-Type", "application/warc-fields")], version)]
    for kind, url, body, headers, status in records:
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers), "", ""]
        block = body if kind == "resource" else "\r\n".join(lines).encode() + body
        mime = "application/json" if kind == "resource" else "application/http"
        facts = [("Content-Type", mime), ("WARC-Target-URI", url), ("WARC-Date", "2026-01-02T03:00:00Z")]
        out.append(record(kind, url, block, facts, version))
    return b"".join(gzip.compress(one) if packed else one for one in out)


def record(kind, url, body, headers, version) -> bytes:
    facts = [("WARC-Type", kind), ("WARC-Record-ID", f"<urn:uuid:{url}>"), *headers, ("Content-Length", len(body))]
    head = f"WARC/{version}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in facts)
    return head.encode() + b"\r\n" + body + b"\r\n\r\n"


JSON = ("Content-Type", "application/json")


def coded(how: str, body: bytes) -> bytes:
    match how:
        case "gzip":
            return gzip.compress(body)
        case "deflate":
            return zlib.compress(body)
        case "br" | "zstd":
            return pa.Codec({"br": "brotli"}.get(how, how)).compress(body, asbytes=True)
        case "chunked":
            return b"%x\r\n%s\r\n5\r\n    \n\r\n0\r\n\r\n" % (len(body), body)
    return body


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("how", ["identity", "gzip", "deflate", "br", "zstd", "chunked", "br but unpacked"])
def test_warc(desk, packed, how):
    """Both versions, packed by record or not; every encoding of a body, also where a crawler had undone it."""
    name = how.partition(" ")[0]
    header = ("Transfer-Encoding", "chunked") if how == "chunked" else ("Content-Encoding", name)
    body = line(10) if how.endswith("unpacked") else coded(name, line(10))
    content = archive(
        ("response", URL, body, [JSON, header], "200 OK"), packed=packed, version="1.0" if packed else "1.1"
    )
    found, left = desk.take(put(desk.folder / ("a.warc.gz" if packed else "a.warc"), content))
    assert found[KEY]["messages_new"] == 2 and left == {"no_page": 1}
    assert {row["first_seen"].isoformat() for row in desk.rows(KEY)} == {"2026-01-02T03:00:00+00:00"}


def test_warc_charset_resources_and_what_is_left(desk):
    """The charset of the answer's header; resource records; requests, revisits, errors, pictures by reason."""
    plain = ("Content-Type", "text/plain; charset=Shift_JIS")
    content = archive(
        ("response", DAT, DAT_BODY, [plain], "200 OK"),
        ("resource", URL, line(10), [], ""),
        ("response", "https://board.example/b/1.png", b"\x89PNG", [("Content-Type", "image/png")], "200 OK"),
        ("response", "https://board.example/b/res/30.json", b"no", [JSON], "404 Not Found"),
        ("response", "https://board.example/b/catalog.json", b'[{"page":0}]', [JSON], "200 OK"),
        ("revisit", URL, b"", [JSON], "200 OK"),
        ("request", URL, b"", [], "200 OK"),
    )
    found, left = desk.take(put(desk.folder / "a.warc.gz", content))
    assert found["board.example/heya"]["messages_new"] == 1 and found[KEY]["messages_new"] == 2
    assert left == {"no_page": 3, "answer_404": 1, "no_thread_page": 1, "revisit_without_a_body": 1}


@pytest.mark.parametrize("packed", [True, False])
def test_warc_cut_off(desk, packed):
    """What was whole is taken; that the rest is gone is said."""
    records = [
        ("response", f"https://board.example/b/res/{n}.json", line(n, 30), [JSON], "200 OK")
        for n in range(100, 200, 10)
    ]
    content = archive(*records, packed=packed)
    found, left = desk.take(put(desk.folder / "a.warc.gz", content[: len(content) * 2 // 3]))
    assert 4 <= found[KEY]["pages"] < 9
    assert left.get("damaged_or_cut_off_from_there_on", 0) + left.get("unreadable", 0) == 1


def test_our_own_export_comes_back(desk, tmp_path, clock):
    """`hikcorpus warc` then `import`: the same messages in another data folder."""
    from tests.crawl.imports.made import Desk

    desk.take(put(desk.folder / "10.json", line(10, 3)), url=URL, kind="pages")
    export_warc(KEY, desk.folder / "out.warc.gz", desk.data, Silent())
    other = Desk(tmp_path / "other", clock)
    found, _ = other.take(desk.folder / "out.warc.gz")
    assert found[KEY]["messages_new"] == 4
    texts = [sorted((row["message_id"], row["text"]) for row in one.rows(KEY)) for one in (desk, other)]
    assert texts[0] == texts[1]
