"""What a response means for a crawl, from status, headers and body. Pure.

Nothing is ever concluded about a thread from `blocked`, `rate_limited`, `unavailable`, `challenge` or `other`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ReplyKind = Literal[
    "ok", "not_modified", "gone", "moved", "blocked", "rate_limited", "unavailable", "challenge", "other"
]


@dataclass(frozen=True, slots=True)
class Mark:
    """What betrays a protection page; every condition given must hold.

    header: name (lower case) and pattern of its whole value. patterns: all stand in the head of an HTML body,
    inside tags or a title, where no poster's text can stand. without: stands nowhere in that head. largest:
    most bytes of body, for marks that ordinary pages bear too; such marks never speak for a 404 or 410.
    source: where the mark was learned.
    """

    name: str
    source: str
    header: tuple[str, str] | None = None
    patterns: tuple[bytes, ...] = ()
    without: bytes | None = None
    largest: int | None = None


def _title(words: bytes) -> bytes:
    return rb"<title[^>]*>\s*" + words + rb"\s*</title"


def _attribute(value: bytes) -> bytes:
    return rb"<[a-z][^<>]*\s(?:src|href|action)\s*=\s*[\"'][^\"'<>]*" + value


def _class(value: bytes) -> bytes:
    return rb"<[a-z][^<>]*\sclass\s*=\s*[\"'](?:[^\"'<>]*\s)?" + value + rb"[\s\"']"


# A posting form with a captcha in it has a text area; an interstitial has none.
_FORM = rb"<textarea"
_SMALL = 16 * 1024
_CLOUDFLARE = "developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response"
_CAPTURED = "captured challenge pages in public repositories; title also in FlareSolverr CHALLENGE_TITLES"
_ANTIBOT = "github.com/microlinkhq/is-antibot providers/providers.json"

MARKS: tuple[Mark, ...] = (
    Mark(
        "Ylilauta",
        "bqv/chance test/ylilauta_fixtures/challenge.html (status 200)",
        patterns=(_title(rb"Beep boop\?"), _class(rb"h-captcha")),
    ),
    Mark(
        "Ylilauta form",
        "bqv/chance test/ylilauta_fixtures/challenge.html (status 200)",
        patterns=(_attribute(rb"/api/user-captcha-verify"),),
    ),
    Mark("Cloudflare header", _CLOUDFLARE, header=("cf-mitigated", "challenge")),
    # /cdn-cgi/challenge-platform/ alone is also injected into ordinary pages ("JavaScript detections").
    Mark(
        "Cloudflare",
        _CAPTURED,
        patterns=(_title(rb"Just a moment(?:\.\.\.)?"), rb"/cdn-cgi/challenge-platform/"),
    ),
    Mark("Cloudflare script", _CAPTURED, patterns=(rb"<script[^>]*>[^<]*window\._cf_chl_opt\s*=",)),
    Mark(
        "Anubis",
        f"github.com/TecharoHQ/anubis (status 200 by default, issue 473); {_ANTIBOT}",
        patterns=(rb"<script[^<>]*\sid\s*=\s*[\"']anubis_challenge[\"']",),
    ),
    Mark(
        "Anubis files",
        f"github.com/TecharoHQ/anubis; {_ANTIBOT}",
        patterns=(_attribute(rb"/\.within\.website/x/cmd/anubis/"),),
    ),
    Mark(
        "go-away",
        "git.gammaspectra.live/git/go-away, captured page in mpv-easy/mpv-easy-cdn redshift_toggle.lua",
        patterns=(_attribute(rb"/\.well-known/\.git\.gammaspectra\.live/git/go-away/"),),
    ),
    Mark("DDoS-Guard", "FlareSolverr CHALLENGE_TITLES", patterns=(_title(rb"DDoS-Guard"),)),
    Mark("Vercel header", _ANTIBOT, header=("x-vercel-mitigated", "challenge")),
    Mark("AWS WAF header", _ANTIBOT, header=("x-amzn-waf-action", "challenge|captcha")),
    Mark(
        "hCaptcha",
        "docs.hcaptcha.com, quick start",
        patterns=(_class(rb"h-captcha"),),
        without=_FORM,
        largest=_SMALL,
    ),
    Mark(
        "reCAPTCHA",
        "developers.google.com/recaptcha/docs/display",
        patterns=(_class(rb"g-recaptcha"),),
        without=_FORM,
        largest=_SMALL,
    ),
    Mark("Turnstile", _ANTIBOT, patterns=(_class(rb"cf-turnstile"),), without=_FORM, largest=_SMALL),
)

_HEAD = 64 * 1024
"""Bytes of a body that are searched: protection pages are small and say so early."""


def classify(status: int, headers: Mapping[str, str], body: bytes) -> ReplyKind:
    """The kind of a response. Header names in any case; body decoded from its content encoding."""
    named = {name.lower(): value for name, value in headers.items()}
    if status == 304:
        return "not_modified"
    if status in (301, 302, 303, 307, 308):
        return "moved" if named.get("location") else "other"
    if challenge_of(status, named, body):
        return "challenge"
    if 200 <= status <= 299:
        return "ok"
    if status in (404, 410):
        return "gone"
    if status in (401, 403, 451):
        return "blocked"
    if status == 429:
        return "rate_limited"
    if 500 <= status <= 599:
        return "unavailable"
    return "other"


def challenge_of(status: int, headers: Mapping[str, str], body: bytes) -> Mark | None:
    """The mark that shows a protection page, or None. Header names in lower case."""
    head = body[:_HEAD]
    html = "html" in headers.get("content-type", "text/html") and head.lstrip()[:1] in (b"<", b"\xef")
    for mark in MARKS:
        if mark.header is not None:
            name, value = mark.header
            if re.fullmatch(value, headers.get(name, "").strip(), re.IGNORECASE):
                return mark
            continue
        if not html or (mark.largest is not None and (len(body) > mark.largest or status in (404, 410))):
            continue
        if mark.without is not None and re.search(mark.without, head, re.IGNORECASE):
            continue
        if all(re.search(pattern, head, re.IGNORECASE) for pattern in mark.patterns):
            return mark
    return None
