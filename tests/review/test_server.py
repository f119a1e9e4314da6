"""The server: nothing without the token, nothing from elsewhere, nothing kept."""

import http.client
import json
import logging

import pytest

from hikcorpus.errors import UsageError
from hikcorpus.review.server import PAGE, serve, usual_port


class Browser:
    """A visitor with one cookie, as a browser would send it."""

    def __init__(self, address):
        self.port = int(address.split(":")[2].split("/")[0])
        self.token = address.split("token=")[1]
        self.headers = {"Host": f"127.0.0.1:{self.port}"}

    def ask(self, method, path, body=None, **more):
        """(status, headers, body)."""
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = self.headers | {name.replace("_", "-"): value for name, value in more.items() if value is not None}
        content = (body or "").encode()
        talk.putrequest(method, path, skip_host=True)
        for name, value in ({"Content-Length": str(len(content))} | headers).items():
            if value != "-":
                talk.putheader(name, value)
        talk.endheaders(content)
        answer = talk.getresponse()
        found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        talk.close()
        return found

    def enter(self):
        """Follow the address once."""
        status, headers, _ = self.ask("GET", f"/?token={self.token}")
        assert status == 303
        self.headers["Cookie"] = headers["set-cookie"].partition(";")[0]
        return headers

    def decide(self, **more):
        """Post a decision."""
        thread, said = more.pop("thread"), more.pop("decision", "include")
        body = more.pop("body", json.dumps({"thread": thread, "decision": said, "reason": "miksi: äiti"}))
        usual = {"Origin": f"http://127.0.0.1:{self.port}", "Content_Type": "application/json"}
        return self.ask("POST", "/api/decision", body, **(usual | more))


@pytest.fixture
def browser(desk):
    """A visitor who has not entered."""
    with serve(desk) as address:
        yield Browser(address)


def test_the_token_becomes_a_cookie_and_leaves_the_address(browser):
    """HttpOnly and SameSite=Strict, with the port in its name; the page itself follows."""
    headers = browser.enter()
    assert headers["location"] == "/"
    assert "HttpOnly" in headers["set-cookie"]
    assert "SameSite=Strict" in headers["set-cookie"]
    assert headers["set-cookie"].startswith(f"hikcorpus_review_{browser.port}=")
    status, headers, body = browser.ask("GET", "/")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert body == (PAGE / "index.html").read_bytes()


PATHS = [
    "/",
    "/review.js",
    "/review.css",
    "/api/study",
    "/api/result",
    "/api/thread/x",
    "/?token=wrong",
    "/?token=",
    "/x",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("cookie", [None, "hikcorpus_review_{port}=wrong", "hikcorpus_review_1={token}", "äö=;;=,"])
def test_nothing_without_the_token(browser, path, cookie):
    """Not even the style; a cookie of another port's server is none."""
    if cookie:
        browser.headers["Cookie"] = cookie.format(port=browser.port, token=browser.token).encode("utf-8")
    status, _, body = browser.ask("GET", path)
    assert status == 403
    assert b"token of this run" in body


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", "", "-"])
def test_other_host_names_are_refused(browser, host):
    """A name that was made to point here (DNS rebinding) is not ours, even with the cookie."""
    browser.enter()
    status, _, body = browser.ask("GET", "/api/study", Host=host.format(port=browser.port))
    assert status in (400, 421)
    assert b"threads" not in body
    assert browser.ask("GET", "/api/study", Host=f"LOCALHOST:{browser.port}")[0] == 200


def test_every_answer_forbids_what_is_not_ours(browser):
    """Own script and style alone, no frame, no store, no guess; refusals too."""
    refused = browser.ask("GET", "/api/study")[1]
    browser.enter()
    for headers in (refused, *(browser.ask("GET", path)[1] for path in ("/", "/review.js", "/api/study", "/nothing"))):
        rules = headers["content-security-policy"]
        assert rules.startswith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
        assert "unsafe" not in rules
        assert "frame-ancestors 'none'" in rules
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert "hikcorpus" in headers["server"]
        assert "Python" not in headers["server"]


def test_a_decision_is_on_disk_when_it_is_answered(browser, desk):
    """One JSON line, from the page."""
    browser.enter()
    thread = desk.threads()[0]
    status, _, body = browser.decide(thread=thread)
    assert (status, json.loads(body)) == (200, {"saved": "2026-11-22T10:00:00+00:00"})
    stored = desk.folder.decisions("anna")[thread]
    assert (stored.decision, stored.reason, stored.by) == ("include", "miksi: äiti", "page")


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"Origin": "-"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Cookie": "x=y"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Content_Type": "text/plain"}, 404),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 404),
        ({"body": "no json"}, 400),
        ({"body": "[]"}, 400),
        ({"body": "{}"}, 400),
        ({"body": "[" * 60_000}, 400),
        ({"body": " " * 70_000}, 413),
        ({"Content_Length": "-1"}, 413),
        ({"decision": "maybe"}, 409),
        ({"thread": "nothere"}, 409),
    ],
)
def test_decisions_from_elsewhere_or_of_no_sense(browser, desk, more, status):
    """Refused with a sentence; nothing is written."""
    browser.enter()
    answer = browser.decide(**({"thread": desk.threads()[0]} | more))
    assert answer[0] == status
    assert json.loads(answer[2])["error"]
    assert desk.folder.coders() == []


@pytest.mark.parametrize(
    "path", ["/../server.py", "/..%2fserver.py", "/page/../server.py", "/page/index.html", "/api/thread/../x"]
)
def test_no_path_leads_out(browser, path):
    """Only the page's own files are served, by name."""
    browser.enter()
    assert browser.ask("GET", path)[0] == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_other_methods_are_not_known(browser, method):
    """No preflight is ever granted."""
    browser.enter()
    status, headers, _ = browser.ask(method, "/api/decision")
    assert status == 501
    assert not [name for name in headers if name.startswith("access-control")]


def test_nothing_is_logged(browser, desk, capfd, caplog):
    """No line on stderr, no log record: reasons and pseudonyms stay where they belong."""
    caplog.set_level(logging.DEBUG)
    browser.enter()
    browser.decide(thread=desk.threads()[0])
    browser.ask("GET", "/nothing")
    browser.decide(thread="x", body="{")
    assert capfd.readouterr() == ("", "")
    assert [record for record in caplog.records if record.name.startswith("hikcorpus")] == []


def test_a_disk_that_refuses_is_said(browser, desk):
    """The page learns that the decision was not stored."""
    browser.enter()
    desk.folder.path.joinpath("coders").write_text("in the way")
    status, _, body = browser.decide(thread=desk.threads()[0])
    assert status == 500
    assert "Cannot write" in json.loads(body)["error"]


def test_ports(desk):
    """A taken port is said; the usual one is the same each time, and another is taken where it is not free."""
    usual = usual_port("s-family-anna")
    assert 20000 <= usual < 40000
    assert usual == usual_port("s-family-anna") != usual_port("s-family-ben")
    with serve(desk) as first:
        port = Browser(first).port
        with serve(desk, usual=port) as second:
            assert Browser(second).port != port
        with pytest.raises(UsageError, match=str(port)), serve(desk, port=port):
            pass
    with serve(desk, usual=port) as third:
        assert Browser(third).port == port
