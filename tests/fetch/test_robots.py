"""robots.txt by RFC 9309; section numbers are its."""

import time
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
    ("2.2 empty lines do not end a group", "User-agent: *\n\n\nDisallow: /a\n\nDisallow: /b", "/b", False),
    ("2.2 a line without a colon is no line", "User-agent: *\nDisallow\nDisallow: /a", "/a", False),
    ("2.2.1 everyone's groups are joined", "User-agent: *\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/a", False),
    ("2.2.1 ours after everyone's, several names", "User-agent: *\nUser-agent: hikcorpus\nDisallow: /a", "/a", False),
    ("2.2.1 no group for us, none for all", "User-agent: x\nDisallow: /\nUser-agent: y\nDisallow: /", "/a", True),
    ("2.2.1 token with a comment", "User-agent: hikcorpus # you\nDisallow: /a", "/a", False),
    (
        "2.2.1 ours named twice, allow and disallow",
        "User-agent: hikcorpus\nDisallow: /\nUser-agent: hikcorpus\nAllow: /a",
        "/a",
        True,
    ),
    ("2.2.2 no rule matches", "User-agent: *\nDisallow: /a\nAllow: /a/b", "/c", True),
    ("2.2.2 empty disallow is no rule", "User-agent: *\nDisallow:\nDisallow: /a", "/a", False),
    ("2.2.2 empty allow is no rule", "User-agent: *\nAllow:\nDisallow: /", "/a", False),
    ("2.2.2 allow wins ties whatever the order", "User-agent: *\nAllow: /a\nDisallow: /a", "/a/1", True),
    ("2.2.2 longest in octets, not in order", "User-agent: *\nAllow: /a/b/\nDisallow: /a/\nAllow: /", "/a/c", False),
    ("2.2.2 unicode in file and path", "User-agent: *\nDisallow: /päivä/", "/päivä/1", False),
    ("2.2.2 escaped in the file, plain in the path", "User-agent: *\nDisallow: /p%C3%A4iv%C3%A4/", "/päivä/1", False),
    ("2.2.2 a query is part of the path", "User-agent: *\nDisallow: /a?b=1", "/a?b=1&c=2", False),
    ("2.2.2 another query is another path", "User-agent: *\nDisallow: /a?b=1", "/a?c=2&b=1", True),
    ("2.2.2 the field in any case", "User-agent: *\nDISALLOW: /a", "/a", False),
    ("2.2.3 wildcard for nothing", "User-agent: *\nDisallow: /a*b", "/ab", False),
    ("2.2.3 wildcard at the end changes nothing", "User-agent: *\nDisallow: /a*", "/abc", False),
    ("2.2.3 wildcard counts in the length", "User-agent: *\nAllow: /hikky/\nDisallow: /*/res/*", "/hikky/res/1", False),
    ("2.2.3 dollar in the middle is a dollar", "User-agent: *\nDisallow: /a$b", "/a$bc", False),
    ("2.2.3 dollar alone", "User-agent: *\nDisallow: /$", "/a", True),
    ("2.2.3 an escaped star is a star", "User-agent: *\nDisallow: /a%2A", "/abc", True),
    ("2.2.3 an escaped dollar is a dollar", "User-agent: *\nDisallow: /a%24", "/ab", True),
    ("2.2.4 crawl-delay does not end a group", "User-agent: *\nCrawl-delay: 5\nDisallow: /a", "/a", False),
    (
        "2.2.4 a sitemap between two names",
        "User-agent: hikcorpus\nSitemap: http://x/\nUser-agent: x\nDisallow: /a",
        "/a",
        False,
    ),
    ("2.3 bytes that are no UTF-8", "User-agent: *\n# \udcff\udc81\nDisallow: /a", "/a", False),
    ("2.3 noise", "\x00\x01\ufffd:\n::::\nUser-agent\nDisallow", "/a", True),
]


@pytest.mark.parametrize(("what", "text", "path", "allowed"), CASES, ids=[case[0] for case in CASES])
def test_a_file_is_read_as_the_standard_says(what, text, path, allowed):
    """One case of the table."""
    assert parse(SOURCE, text.encode("utf-8", "surrogateescape"), NOW).allows(f"http://board.example{path}") is allowed


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


def test_the_table_names_its_sections():
    """Every case says what it stands for, once."""
    names = [case[0] for case in CASES]
    assert len(set(names)) == len(names) >= 60
    assert all(name[:3] in ("2.2", "2.3") or name in ("no rules", "only comments") for name in names)


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\nDisallow: /" + "*a" * 250_000 + "*b$",
        "User-agent: *\n" + "Disallow: /a*a*a*a*b$\n" * 20_000,
        "User-agent: *\nDisallow: /" + "*" * 500_000,
        "user agent" + " " * 500_000,
        "User-agent:" + " a" * 250_000,
        " " * 500_000 + "User-agent: *",
        "User-agent: a\n" * 35_000,
        "%" * 500_000,
    ],
)
def test_no_file_takes_long_to_read(text):
    """500 KiB made to be slow: wildcards, spaces, names; two seconds are ten times what the slowest takes."""
    started = time.process_time()
    rules = parse(SOURCE, text.encode(), NOW)
    for number in range(5):
        rules.allows(f"http://board.example/{'a' * 1000}{number}")
    assert time.process_time() - started < 2
