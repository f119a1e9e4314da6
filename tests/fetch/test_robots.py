"""robots.txt by RFC 9309; section numbers are its."""

from datetime import UTC, datetime, timedelta

import pytest

from hikcorpus.fetch.robots import LARGEST, parse

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SOURCE = "http://board.example/robots.txt"

CASES = [
    # (what, file, path, allowed)
    ("no rules", "", "/hikky/", True),
    ("only comments", "# Disallow: /\n", "/hikky/", True),
    ("2.2.1 everyone", "User-agent: *\nDisallow: /hikky/", "/hikky/1", False),
    ("2.2.1 token in any case", "user-AGENT: HikCorpus\ndisallow: /hikky/", "/hikky/1", False),
    ("2.2.1 somebody else", "User-agent: Googlebot\nDisallow: /", "/hikky/1", True),
    ("2.2.1 own group counts alone", "User-agent: *\nDisallow: /\n\nUser-agent: hikcorpus\nDisallow: /x", "/a", True),
    ("2.2.1 own group, empty", "User-agent: hikcorpus\nDisallow:\n\nUser-agent: *\nDisallow: /", "/a", True),
    (
        "2.2.1 own groups are joined",
        "User-agent: hikcorpus\nDisallow: /a\n\nUser-agent: x\nDisallow: /b\n\nUser-agent: hikcorpus\nDisallow: /c",
        "/c",
        False,
    ),
    ("2.2.1 several names, one group", "User-agent: x\nUser-agent: hikcorpus\nDisallow: /a", "/a", False),
    ("2.2.1 a version is not part of the token", "User-agent: hikcorpus/0.1\nDisallow: /", "/a", False),
    ("2.2.1 the start of our name is not us", "User-agent: hik\nAllow: /\n\nUser-agent: *\nDisallow: /", "/a", False),
    ("2.2.1 more than our name is not us", "User-agent: hikcorpus-image\nDisallow: /", "/a", True),
    ("2.2.1 a rule without a group", "Disallow: /\n\nUser-agent: *\nDisallow: /x", "/a", True),
    ("2.2.2 longest match, allow", "User-agent: *\nDisallow: /hikky/\nAllow: /hikky/ok", "/hikky/ok/1", True),
    ("2.2.2 longest match, disallow", "User-agent: *\nAllow: /\nDisallow: /hikky/", "/hikky/1", False),
    ("2.2.2 order does not matter", "User-agent: *\nAllow: /hikky/ok\nDisallow: /hikky/", "/hikky/ok", True),
    ("2.2.2 allow wins ties", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
    ("2.2.2 case of the path matters", "User-agent: *\nDisallow: /Hikky/", "/hikky/", True),
    ("2.2.2 a prefix, not a folder", "User-agent: *\nDisallow: /hik", "/hikky/", False),
    ("2.2.2 escapes are compared decoded", "User-agent: *\nDisallow: /引", "/%E5%BC%95/1", False),
    ("2.2.2 lower-case escapes", "User-agent: *\nDisallow: /%e5%bc%95", "/%E5%BC%95/1", False),
    ("2.2.2 an escaped slash stays one", "User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
    ("2.2.2 unreserved escapes", "User-agent: *\nDisallow: /foo/bar/%62%61%7A", "/foo/bar/baz", False),
    ("2.2.2 robots.txt itself", "User-agent: *\nDisallow: /", "/robots.txt", True),
    ("2.2.3 wildcard", "User-agent: *\nDisallow: /*?reply=", "/hikky/1?reply=2", False),
    ("2.2.3 wildcard in the middle", "User-agent: *\nDisallow: /hikky/*/json", "/hikky/1/2/json", False),
    ("2.2.3 end of path", "User-agent: *\nDisallow: /*.json$", "/hikky/1.json", False),
    ("2.2.3 end of path, not reached", "User-agent: *\nDisallow: /*.json$", "/hikky/1.json?x", True),
    ("2.2.3 comment after a rule", "User-agent: * # all\nDisallow: /a # not this", "/a/b", False),
    ("2.2.3 miniboard: home page only", "User-agent: *\nCrawl-delay: 15\nAllow: /$\nDisallow: /", "/", True),
    ("2.2.3 miniboard: no board", "User-agent: *\nCrawl-delay: 15\nAllow: /$\nDisallow: /", "/hikky/", False),
    ("2.2 YBoard: nothing", "User-Agent: *\nDisallow: /\n", "/hikky/", False),
    ("2.2 other lines do not end a group", "User-agent: *\nSitemap: http://x/\nDisallow: /a", "/a", False),
    ("2.2 unknown lines are skipped", "User-agent: *\nNoindex: /b\nDisallow: /a", "/a", False),
    ("2.3 BOM", "\ufeffUser-agent: *\nDisallow: /a", "/a", False),
    ("2.3 CRLF", "User-agent: hikcorpus\r\nDisallow: /a\r\n", "/a", False),
    ("2.3 CR alone", "User-agent: x\rDisallow: /b\rUser-agent: hikcorpus/2\rDisallow: /a\r", "/a", False),
    ("2.3 spaces", "  User-agent :  *  \n\tDisallow :  /a  ", "/a", False),
    ("2.3 a web page in its place", "<!DOCTYPE html>\n<title>Not found</title>", "/a", True),
    ("2.3 noise", "\x00\x01\ufffd:\n::::\nUser-agent\nDisallow", "/a", True),
]


@pytest.mark.parametrize(("what", "text", "path", "allowed"), CASES, ids=[case[0] for case in CASES])
def test_a_file_is_read_as_the_standard_says(what, text, path, allowed):
    """One case of the table."""
    assert parse(SOURCE, text.encode(), NOW).allows(f"http://board.example{path}") is allowed


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nDisallow:", 0),
        ("User-agent: *\nCrawl-delay: 15", 15),
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nCrawl-delay: soon", 0),
        ("User-agent: *\nCrawl-delay: -3", 0),
        ("User-agent: *\nCrawl-delay: 9\n\nUser-agent: hikcorpus\nCrawl-delay: 4", 4),
        ("User-agent: x\nCrawl-delay: 9", 0),
        ("User-agent: *\nRequest-rate: 1/5", 5),
        ("User-agent: *\nRequest-rate: 3/1m", 20),
        ("User-agent: *\nRequest-rate: 1/5\nCrawl-delay: 7", 7),
        ("User-agent: *\nRequest-rate: 0/5", 0),
    ],
)
def test_the_slowest_pace_asked_for_counts(text, delay):
    """Crawl-delay and Request-rate, the larger of both."""
    assert parse(SOURCE, text.encode(), NOW).delay == delay


def test_500_kib_are_read_and_no_half_rule():
    """2.5: what stands beyond is not read; a rule cut in two is not read as another rule."""
    start = b"User-agent: *\nDisallow: /early\n"
    padding = b"#" * (LARGEST - len(start) - len("\nDisallow: /")) + b"\n"
    rules = parse(SOURCE, start + padding + b"Disallow: /late\nDisallow: /later\n", NOW)
    assert not rules.allows("http://board.example/early")
    assert rules.allows("http://board.example/hikky")
    assert rules.allows("http://board.example/late")
    whole = parse(SOURCE, (start + padding)[: LARGEST - 100] + b"\nDisallow: /late\n", NOW)
    assert not whole.allows("http://board.example/late")


def test_no_file_allows_everything():
    """2.3.1.3."""
    rules = parse(SOURCE, None, NOW)
    assert rules.allows("http://board.example/hikky/")
    assert rules.delay == 0
    assert rules.read_at + timedelta(hours=24) > NOW
