"""Posts per second of a thread's JSON -> messages, next to `json.loads` of the same bytes.

    python benchmarks/parse.py [seconds per measurement]

Invents vichan threads of 300 posts (replies, greentext, links, names, tripcodes, sage, files), parses them in one
process and prints the best of five rounds, so that other work on the machine disturbs least.
"""

import json
import random
import sys
import time
from datetime import UTC, datetime

from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Page

POSTS = 300
THREADS = 20
TEXT = (
    "huone ovi yö kahvi päivä sade ikkuna kissa aamu hiljaa room door night rain window quiet coffee morning "
    "部屋 夜 雨 窓 静か 朝 猫 散歩"
)
WORDS = TEXT.split()


def comment(rng, thread, number):
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


def thread_json(rng, thread):
    posts = []
    for number in range(thread, thread + POSTS):
        post = {
            "no": number,
            "resto": 0 if number == thread else thread,
            "com": comment(rng, thread, number),
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


def rate(work, pages, seconds):
    """Best posts per second of five rounds."""
    best = 0.0
    for _ in range(5):
        done, start = 0, time.process_time()
        while (spent := time.process_time() - start) < seconds / 5:
            for page in pages:
                work(page)
            done += len(pages) * POSTS
        best = max(best, done / spent)
    return best


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    rng = random.Random(2026)
    engine = source("vichan")
    board = Board(site="bench", name="koti", engine="vichan", address="https://board.example")
    now = datetime(2026, 11, 22, tzinfo=UTC)
    pages = [
        Page(engine.thread_url(board, str(first)), thread_json(rng, first), now)
        for first in range(1, THREADS * 1000, 1000)
    ]
    size = sum(len(page.body) for page in pages) / len(pages) / POSTS

    def parse(page):
        thread_id = page.url.rpartition("/")[2].partition(".")[0]
        assert len(engine.parse_thread(board, thread_id, page).messages) == POSTS

    loads = rate(lambda page: json.loads(page.body), pages, seconds)
    parsed = rate(parse, pages, seconds)
    print(f"{THREADS} vichan threads of {POSTS} posts, {size:.0f} bytes a post, one process")
    print(f"parse_thread  {parsed:>10,.0f} posts/s")
    print(f"json.loads    {loads:>10,.0f} posts/s  ({loads / parsed:.1f} times parse_thread)")


if __name__ == "__main__":
    main()
