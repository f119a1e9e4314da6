"""Invented threads for `sources.py`: vichan's JSON, dat files, and HTML pages made of the tests' own.

HTML: of a page in `tests/sources/pages` (invented posts in an engine's real markup) the posts that stand before its
last one are repeated in turn, each under a number of its own and with more text, until the thread has `POSTS`.
"""

import base64
import gzip
import json
import random
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, pairwise
from pathlib import Path

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Page

POSTS = 300
NOW = datetime(2026, 11, 22, tzinfo=UTC)
PAGES = Path(__file__).parent.parent / "tests" / "sources" / "pages"
TEXT = (
    "huone ovi yö kahvi päivä sade ikkuna kissa aamu hiljaa room door night rain window quiet coffee morning "
    "部屋 夜 雨 窓 静か 朝 猫 散歩"
)
WORDS = TEXT.split()
JAPANESE = ["部屋", "夜", "雨", "窓", "静か", "朝", "猫", "散歩", "眠れない", "今日", "何", "食べた", "で", "珈琲"]


@dataclass(frozen=True)
class Case:
    """A page with what its engine needs to read it. posts: how many stand on it."""

    engine: str
    board: Board
    thread_id: str
    page: Page
    posts: int

    def read(self):
        return source(self.engine).parse_thread(self.board, self.thread_id, self.page)


@dataclass(frozen=True)
class Form:
    """How an engine writes posts. post: how one begins, with its number; body: what its text follows; breaks: of lines;
    fields: CSS of what BeautifulSoup is to find in a post, beside the text.
    """

    file: str
    thread_id: str
    post: str
    body: str
    breaks: str
    select: str
    text: str
    fields: tuple[str, ...]
    site: tuple[str, str] = ("https://board.example", "koti")
    charset: str = "utf-8"


FORMS = {
    "vichan_html": Form(
        "thread.html", "5",
        r'<div class="post reply" id="reply_(\d+)"', r'<div class="body" >', "<br/>",
        "div.post", "div.body", ("span.name", "span.trip", "time", "span.poster_id", "a.post_no"),
    ),
    "yboard": Form(
        "thread.html", "100",
        r'<div class="post reply[^"]*" id="post-(\d+)"', r'<blockquote class="message">\n', "<br />\n",
        "div.post", "blockquote.message", ("span.username", "span.post-time", "a.post-id"),
    ),
    "ylilauta": Form(
        "thread.html", "2176781041",
        r'<div class="post" data-post-id="(\d+)"', r'<div class="post-message">', "\n",
        "div.post", "div.post-message", ("span.username", "span.time", "button.userid", "span.post-upvotes"),
        ("https://ylilauta.org", "hikky"),
    ),
    "phpbb": Form(
        "thread.html", "8",
        r'<div id="p(\d+)" class="post', r'<div class="content">', "<br>\n",
        "div.post", "div.content", (".username", "time", "h3 a"), ("https://board.example", "10"),
    ),
    "mybb": Form(
        "thread.html", "8",
        r'<!-- start: postbit -->\s*<a name="pid(\d+)"',
        r'<div class="post_body scaleimages" id="pid_\d+">', "<br />\n",
        "div.post", "div.post_body", ("span.largetext", "span.post_date", "div.float_right a"),
        ("https://board.example", "10"),
    ),
    "futaba": Form(
        "modern.htm", "501",
        r'<table border=0><tr><td class=rts>[^<]*</td><td class=rtd><span id="delcheck(\d+)"',
        r"<blockquote[^>]*>", "<br>",
        "td.rtd", "blockquote", ("span.csb", "span.cnm", "span.cnw", "span.cno", "a.sod"),
        ("https://may.2chan.net", "b"), "cp932",
    ),
}  # fmt: skip


def _board(engine, address, name):
    one = source(engine)
    return Board("bench", name, engine, address, zone=one.zone, default_names=one.default_names)


def html(engine):
    """A thread of `POSTS` posts in the engine's markup."""
    form = FORMS[engine]
    body = (PAGES / engine / form.file).read_bytes().decode(form.charset)
    starts = list(re.finditer(form.post, body))
    blocks = [(one[1], body[one.start() : two.start()]) for one, two in pairwise(starts)]
    rng, words = random.Random(2026), JAPANESE if engine == "futaba" else WORDS
    new = []
    for number, (old, block) in zip(range(700_000_000, 700_000_000 + POSTS), cycle(blocks), strict=False):
        text = form.breaks.join(" ".join(rng.choices(words, k=rng.randint(3, 14))) for _ in range(rng.randint(1, 4)))
        own = re.sub(rf"(?<![0-9:]){old}(?![0-9:])", str(number), block)
        new.append(re.sub(f"({form.body})", lambda found, text=text: f"{found[1]}{text}{form.breaks}", own))
    body = body[: starts[-1].start()] + "".join(new) + body[starts[-1].start() :]
    board = _board(engine, *form.site)
    page = Page(source(engine).thread_url(board, form.thread_id), body.encode(form.charset), NOW)
    case = Case(engine, board, form.thread_id, page, 0)
    posts = len(case.read().messages)
    assert posts > POSTS
    return replace(case, posts=posts)


def vichan(thread):
    """A thread of vichan's JSON: replies, greentext, links, names, tripcodes, sage, files."""
    board = _board("vichan", "https://board.example", "koti")
    page = Page(source("vichan").thread_url(board, str(thread)), _thread_json(random.Random(thread), thread), NOW)
    return Case("vichan", board, str(thread), page, POSTS)


def dat(key):
    """A dat file in cp932: names, tripcodes, SLIP marks, sage, IDs, reply marks, entities."""
    board = _board("dat", "https://board.example", "heya")
    page = Page(source("dat").thread_url(board, str(key)), _dat_lines(random.Random(key), key), NOW)
    return Case("dat", board, str(key), page, POSTS)


def recorded(shared, folder, engine, most, ending=""):
    """The longest recorded thread pages that the engine reads (another engine may read the others), `most` at most."""
    one, found = source(engine), []
    base = json.loads((shared / "recorded" / folder / "meta.A.json").read_text())["base"]
    with gzip.open(shared / "recorded" / folder / "site.A.jsonl.gz", "rt") as lines:
        for entry in map(json.loads, lines):
            address = one.recognise(base + entry["url"])
            if (
                not entry["url"].endswith(ending)
                or entry["status"] != 200
                or address is None
                or address.thread_id is None
            ):
                continue
            body = base64.b64decode(entry["body_b64"])
            board = _board(engine, address.root, address.board)
            case = Case(engine, board, address.thread_id, Page(base + entry["url"], body, NOW), 0)
            found.append(case)
    read = []
    for case in sorted(found, key=lambda case: -len(case.page.body)):
        try:
            read.append(replace(case, posts=len(case.read().messages)))
        except LayoutChanged:
            continue
        if len(read) == most:
            break
    return read


def _comment(rng, thread, number):
    lines = []
    if number > thread and rng.random() < 0.6:
        target = rng.randrange(thread, number)
        lines.append(
            f"<a onclick=\"highlightReply('{target}', event);\" "
            f'href="/koti/res/{thread}.html#{target}">&gt;&gt;{target}</a>'
        )
    if rng.random() < 0.3:
        lines.append(f'<span class="quote">&gt;{" ".join(rng.choices(WORDS, k=6))}</span>')
    lines += [" ".join(rng.choices(WORDS, k=rng.randint(3, 14))) for _ in range(rng.randint(1, 4))]
    if rng.random() < 0.05:
        lines.append(
            '<a href="https://example.org/?a=1&amp;b=2" rel="nofollow" target="_blank">'
            "https://example.org/?a=1&amp;b=2</a>"
        )
    return "<br/>".join(lines)


def _thread_json(rng, thread):
    posts = []
    for number in range(thread, thread + POSTS):
        post = {
            "no": number,
            "resto": 0 if number == thread else thread,
            "com": _comment(rng, thread, number),
            "name": rng.choice(["Anonymous", "Anonymous", "Anonymous", "Hiiri", "夜"]),
            "time": 1_600_000_000 + number * 60,
            "sticky": 0,
            "locked": 0,
            "cyclical": 0,
            "last_modified": 1_600_000_000 + number * 60,
            "id": f"{rng.randrange(16**5):05x}",
        }
        if rng.random() < 0.1:
            post["trip"] = "!abcdefghij"
        if rng.random() < 0.1:
            post["email"] = "sage"
        if rng.random() < 0.05:
            post |= {"ext": ".png", "fsize": 8861, "tim": str(number), "filename": "kuva", "md5": "AAAA=="}
        posts.append(post)
    return json.dumps({"posts": posts}).encode()


def _dat_lines(rng, key):
    at = datetime.fromtimestamp(key, UTC) + timedelta(hours=9)
    ids = ["".join(rng.choices("ABCdefgh0123+/", k=8)) + rng.choice("0008") for _ in range(40)]
    names = ["名無しさん"] * 8 + ["夜 </b>◆abcdEFGHIJ <b>", "名無しさん </b>(ﾜｯﾁｮｲ 8f70-cmdO)<b>"]
    lines = []
    for number in range(1, POSTS + 1):
        at += timedelta(seconds=rng.randint(3, 400), milliseconds=10 * rng.randint(0, 99))
        parts = [f"&gt;&gt;{rng.randrange(1, number)}"] if number > 1 and rng.random() < 0.4 else []
        parts += ["".join(rng.choices(JAPANESE, k=rng.randint(3, 14))) for _ in range(rng.randint(1, 3))]
        if rng.random() < 0.03:
            parts.append("https://example.org/?a=1&amp;b=2")
        date = f"{at:%Y/%m/%d}({'月火水木金土日'[at.weekday()]}) {at:%H:%M:%S}.{at.microsecond // 10_000:02}"
        title = "夜の部屋" if number == 1 else ""
        lines.append(
            f"{rng.choice(names)}<>{rng.choice(['sage', 'sage', ''])}<>{date} ID:{rng.choice(ids)}"
            f"<> {' <br> '.join(parts)} <>{title}\n"
        )
    return "".join(lines).encode("cp932")
