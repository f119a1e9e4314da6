"""What a response means; a protection page is known under any status, and nothing else is taken for one."""

import pytest

from hikcorpus.fetch.classify import MARKS, challenge_of, classify
from hikcorpus.fetch.recording import CHALLENGE, Recording

HTML = {"content-type": "text/html; charset=utf-8"}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, "ok"),
        (203, "ok"),
        (204, "ok"),
        (206, "ok"),
        (304, "not_modified"),
        (404, "gone"),
        (410, "gone"),
        (401, "blocked"),
        (403, "blocked"),
        (451, "blocked"),
        (429, "rate_limited"),
        (500, "unavailable"),
        (502, "unavailable"),
        (503, "unavailable"),
        (504, "unavailable"),
        (599, "unavailable"),
        (301, "other"),
        (300, "other"),
        (400, "other"),
        (405, "other"),
        (408, "other"),
        (418, "other"),
        (100, "other"),
        (999, "other"),
    ],
)
def test_a_status_without_more(status, kind):
    """Plain pages."""
    assert classify(status, HTML, b"<html><title>Hikky</title></html>") == kind
    assert classify(status, {}, b"") == kind


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_needs_a_place(status):
    """Header names in any case."""
    assert classify(status, {"LOCATION": "/a"}, b"") == "moved"
    assert classify(status, {"location": ""}, b"") == "other"


YLILAUTA = b"""<!DOCTYPE html>
<head>
    <title>Beep boop?</title>
    <meta name="viewport" content="width=device-width" />
</head>
<body>
  <form action="/api/user-captcha-verify" method="post" data-quiet>
    <input type="hidden" name="request_key" value="00" />
    <div class="h-captcha">Loading...</div>
  </form>
</body>"""
CLOUDFLARE = b"""<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>
<meta name="robots" content="noindex,nofollow"></head><body class="no-js"><noscript>Enable JavaScript</noscript>
<script>(function(){window._cf_chl_opt={cvId:'3'};var a=document.createElement('script');
a.src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1?ray=0';})();</script></body></html>"""
ANUBIS = b"""<!doctype html><html lang="en"><head><title>Making sure you&#39;re not a bot!</title>
<link rel="stylesheet" href="/.within.website/x/xess/xess.min.css">
<script id="anubis_challenge" type="application/json">{"rules":{}}</script></head><body id="top">
<img src="/.within.website/x/cmd/anubis/static/img/pensive.webp"></body></html>"""

PAGES = {
    "Ylilauta": YLILAUTA,
    "Ylilauta form": YLILAUTA.replace(b"Beep boop?", b"Piip piip?"),
    "Cloudflare": CLOUDFLARE,
    "Cloudflare script": CLOUDFLARE.replace(b"Just a moment...", b"Hetkinen..."),
    "Anubis": ANUBIS,
    "Anubis files": ANUBIS.replace(b"anubis_challenge", b"preact_info"),
    "go-away": b'<html><link href="/.well-known/.git.gammaspectra.live/git/go-away/style.css">',
    "DDoS-Guard": b"<html><head><title>DDoS-Guard</title>",
    "hCaptcha": b'<html><form><div class="h-captcha" data-sitekey="x"></div></form>',
    "reCAPTCHA": b"<html><form><div id=c class='box g-recaptcha' data-sitekey=x></div></form>",
    "Turnstile": b'<html><div class="cf-turnstile" data-sitekey="x"></div>',
}
HEADERS = {
    "Cloudflare header": {"CF-Mitigated": "challenge"},
    "Vercel header": {"x-vercel-mitigated": "challenge"},
    "AWS WAF header": {"x-amzn-waf-action": "captcha"},
}


@pytest.mark.parametrize("status", [200, 202, 401, 403, 405, 429, 503])
@pytest.mark.parametrize("name", PAGES)
def test_a_protection_page_is_known_under_any_status(name, status):
    """Each by the mark named after it, so that each mark is needed."""
    page = PAGES[name]
    assert classify(status, HTML, page) == "challenge"
    assert classify(status, {}, b"\xef\xbb\xbf\r\n" + page) == "challenge"
    assert classify(status, HTML, page.upper()) == "challenge"
    assert challenge_of(status, HTML, page).name == name


@pytest.mark.parametrize("status", [200, 403, 404, 429, 503])
@pytest.mark.parametrize("name", HEADERS)
def test_a_protection_may_say_so_in_a_header(name, status):
    """Whatever the body is."""
    assert classify(status, HEADERS[name], b'{"json": true}') == "challenge"


def test_every_mark_has_a_source_and_a_page():
    """The table is data; nothing in it is untested."""
    assert {mark.name for mark in MARKS} == {*PAGES, *HEADERS}
    assert all(mark.source for mark in MARKS)


LOOKALIKES = {
    "a thread on captchas": (
        HTML,
        b"<title>Beep boop?</title><p>what is this &lt;div class=&quot;h-captcha&quot;&gt;</p>",
    ),
    "a title in a post": (
        HTML,
        b"<title>b</title><p>&lt;title&gt;Just a moment...&lt;/title&gt; /cdn-cgi/challenge-platform/",
    ),
    "Cloudflare's script in an ordinary page": (
        HTML,
        b"<title>Hikky</title><p>post</p><script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
    ),
    "a posting form with a captcha": (
        HTML,
        b'<form><textarea name="body"></textarea><div class="g-recaptcha" data-sitekey="x"></div></form><p>post</p>',
    ),
    "a large page with a captcha": (HTML, b'<html><div class="h-captcha"></div>' + b"<p>post</p>" * 2000),
    "class names that begin alike": (HTML, b'<html><div class="h-captcha-note cf-turnstiles"></div>'),
    "JSON that speaks of it": (
        {"content-type": "application/json"},
        b'{"com": "<title>Just a moment...</title> /cdn-cgi/challenge-platform/ <div class=\\"h-captcha\\">"}',
    ),
    "JSON without a type": ({}, b'[{"com": "<title>DDoS-Guard</title>"}]'),
    "dat that speaks of it": ({"content-type": "text/plain"}, b"<>sage<>ID:x<> <title>DDoS-Guard</title> <>t"),
    "far down in a page": (HTML, b"<html>" + b"<p>post</p>" * 10000 + YLILAUTA),
    "other header values": ({"cf-mitigated": "", "x-amzn-waf-action": "allow"}, b"x"),
}


@pytest.mark.parametrize("what", LOOKALIKES)
def test_pages_that_only_look_alike_are_pages(what):
    """A missed challenge costs a layout error; a false one would stop a crawl."""
    headers, body = LOOKALIKES[what]
    assert classify(200, headers, body) == "ok"


@pytest.mark.parametrize("name", ["hCaptcha", "reCAPTCHA", "Turnstile"])
def test_a_small_not_found_page_with_a_captcha_is_still_gone(name):
    """Marks that ordinary pages bear do not speak for a 404."""
    assert classify(404, HTML, PAGES[name]) == "gone"


def test_the_injected_challenge_is_one():
    """The fault that tests inject is what the classifier knows."""
    assert classify(200, dict(CHALLENGE.headers), CHALLENGE.body) == "challenge"


def test_the_captured_challenge_is_one(shared):
    """Ylilauta's own page."""
    page = (shared / "samples/ylilauta/challenge.html").read_bytes()
    assert classify(200, HTML, page) == "challenge"


def test_no_page_of_a_real_engine_is_taken_for_one(shared):
    """All pages of all recordings and all other samples."""
    seen = 0
    for path in sorted((shared / "recorded").glob("*/site.?.jsonl.gz")):
        for page in Recording.load(path).pages.values():
            assert challenge_of(page.status, dict(page.headers), page.body) is None
            seen += 1
    for path in sorted((shared / "samples").rglob("*.*")):
        if path.name != "challenge.html" and path.is_file():
            assert challenge_of(200, HTML, path.read_bytes()) is None
            seen += 1
    assert seen > 3000
