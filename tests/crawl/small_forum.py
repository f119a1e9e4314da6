"""A tiny invented forum whose threads and listing stand on several pages; described by selectors, as a user would."""

from html import escape

from hikcorpus.fetch.replay import Recorded
from tests.crawl.small_board import SmallBoard

HOST = "forum.example"
SITE = """
engine = "smallforum"
site = "forum.example"
address = "http://forum.example"
zone = "UTC"

[boards.talk]
language = "en"

[source]
engine = "smallforum"
title = "A small forum"
zone = "UTC"
recheck_per_visit = {recheck}

[source.addresses]
listing = "{{root}}/{{board}}"
thread = "{{root}}/t/{{thread}}"
thread_page = "{{root}}/t/{{thread}}?page={{page}}"

[source.listing]
row = "li.row"
id = '@id -> ^t(\\d+)$'
title = "a.title"
replies = ".replies"
last = ".last"
next = "a.next @href"

[source.thread]
id = "main @data-thread"
board = "main @data-board"
title = "h1"
page = ".page"
per_page = {per_page}
next = "a.next @href"

[source.post]
each = "article"
id = '@id -> ^p(\\d+)$'
author = ".name"
date = "time @datetime"
text = ".text"

[source.dates]
formats = ["iso"]

[source.answers]
gone = "p.error"
"""


def post(no, text="hello", name="Maija"):
    return {"no": no, "text": text, "name": name}


class SmallForum(SmallBoard):
    """threads: number -> posts, listed by latest post, newest first. boards: thread -> board that its page names.

    past_the_end: a page too far shows the last one again, and every page names a next one.
    """

    PER_PAGE = 3
    ROWS = 4

    def __init__(self, tmp_path, clock, threads, recheck=20):
        super().__init__(tmp_path, clock, threads)
        path = tmp_path / "forum.toml"
        path.write_text(SITE.format(recheck=recheck, per_page=self.PER_PAGE))
        self.specs = (str(path),)
        self.boards = {}
        self.past_the_end = False

    def pages(self):
        order = sorted(self.threads, key=lambda number: -self.threads[number][-1]["no"])
        pages = self.leaves("/talk", [self.row(number) for number in order], self.ROWS, "<ul>{}</ul>")
        for number, posts in self.threads.items():
            board = self.boards.get(number, "talk")
            head = f'<main data-thread="{number}" data-board="{board}"><h1>Thread {number}</h1>'
            pages |= self.leaves(
                f"/t/{number}", [self.article(each) for each in posts], self.PER_PAGE, head + "{}</main>"
            )
        gone = [f"/t/{number}" for number in range(1, 60) if number not in self.threads]
        pages |= {path: html("<p class=error>There is no such thread.</p>") for path in gone}
        return pages | self.extra

    def leaves(self, path, items, size, frame):
        chunks = [items[at : at + size] for at in range(0, len(items), size)] or [[]]
        out = {}
        for place in range(1, len(chunks) + 1 + 5 * self.past_the_end):
            more = place < len(chunks) or self.past_the_end
            link = f'<a class="next" href="{path}?page={place + 1}">next</a>' if more else ""
            shown = "".join(chunks[min(place, len(chunks)) - 1])
            page = html(frame.format(shown) + f'<b class="page">{place}</b>' + link)
            out[path if place == 1 else f"{path}?page={place}"] = page
        return out

    def row(self, number):
        posts = self.threads[number]
        return (
            f'<li class="row" id="t{number}"><a class="title" href="/t/{number}">Thread {number}</a>'
            f'<span class="replies">{len(posts) - 1}</span><span class="last">{stamp(posts[-1]["no"])}</span></li>'
        )

    def article(self, each):
        return (
            f'<article id="p{each["no"]}"><b class="name">{escape(each["name"])}</b>'
            f'<time datetime="{stamp(each["no"])}">then</time><div class="text">{escape(each["text"])}</div></article>'
        )


def stamp(number):
    return f"2026-11-{1 + number // 1440:02}T{number // 60 % 24:02}:{number % 60:02}:00+00:00"


def html(body):
    content = f"<!DOCTYPE html><html><head><title>Forum</title></head><body>{body}</body></html>".encode()
    return Recorded(content, 200, (("content-type", "text/html; charset=utf-8"),))
