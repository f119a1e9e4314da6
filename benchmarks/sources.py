"""Posts per CPU-second of pages -> messages -> Arrow, each beside its limit in the same run, as a Markdown table.

    python benchmarks/sources.py [--quick] [--seconds S]

One process. Invented threads of 300 posts (`threads.py`), and with HIKCORPUS_SHARED recorded pages. A page's time is
the least of several rounds in which the work and its limit take turns, so that other work on the machine disturbs
least, and both alike; CPU time of the process (`time.process_time`).

Arrow rows: all messages of a page as an Arrow table of the parser's own columns, in the types of raw `messages`.

Limits:
- JSON, literal: msgspec decodes the thread, one LexborHTMLParser reads all its comments joined; nothing is taken out.
- JSON, honest: the same, each comment in an element, and the text of each is taken (without its line breaks).
- JSON, equal: the same, with line breaks and the addresses of links, which is what the parser gives.
- HTML: LexborHTMLParser(page).root.traverse(): tag and attributes of every element, text of every text node, which is
  the least that anybody needs who reads a page by its tree. Without texts: the elements alone are visited.
- dat: the file decoded and split into lines and fields.
BeautifulSoup: the same fields of each post by CSS selectors from the same page (--quick: one round).
"""

import argparse
import json
import os
import time
from datetime import UTC, datetime
from itertools import accumulate, chain
from operator import attrgetter
from pathlib import Path

import pyarrow as pa
from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser
from threads import FORMS, NOW, POSTS, dat, html, recorded, vichan

from hikcorpus.crawl.compare import compare
from hikcorpus.model import Message
from hikcorpus.sources.yotsuba.posts import THREAD
from hikcorpus.store.schemas import schema

ROWS = schema("raw", "messages")
FLAT = [name for name in Message.__slots__ if name not in ("refs", "attachments")]
NESTED = ["refs", "attachments"]
FIELDS = pa.schema([pa.field(name, ROWS.field(name).type) for name in (*FLAT, *NESTED)])
EPOCH = datetime.fromtimestamp(0, UTC)
RECORDED = (("vichan", "vichan"), ("tinyib", "tinyib"), ("nodebb", "nodebb"), ("vichan", "vichan_html"),
            ("yboard", "yboard"), ("phpbb", "phpbb"), ("mybb", "mybb"), ("ex0ch", "dat"))  # fmt: skip


def _column(values, kind):
    if pa.types.is_timestamp(kind):  # Arrow takes differences in a third of the time that it takes for moments
        since = [None if moment is None else moment - EPOCH for moment in values]
        return pa.array(since, pa.duration("us")).view(kind)
    return pa.array(values, kind)


def _lists(items, kind):
    ends, flat = [0, *accumulate(map(len, items))], [*chain.from_iterable(items)]
    parts = [*kind.value_type]
    if flat:
        columns = zip(*map(attrgetter(*[part.name for part in parts]), flat), strict=True)
        arrays = [pa.array(column, part.type) for column, part in zip(columns, parts, strict=True)]
        inner = pa.StructArray.from_arrays(arrays, fields=parts)
    else:
        inner = pa.nulls(0, kind.value_type)
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), inner)


def table(messages, get=attrgetter(*FLAT, *NESTED), kinds=tuple(FIELDS.types)):
    """Messages as columns, in raw's types."""
    *flat, refs, attachments = zip(*map(get, messages), strict=True)
    arrays = [_column(values, kind) for values, kind in zip(flat, kinds[:-2], strict=True)]
    arrays += [_lists(refs, kinds[-2]), _lists(attachments, kinds[-1])]
    return pa.Table.from_arrays(arrays, schema=FIELDS)


def arrow(case):
    assert table(case.read().messages).num_rows == case.posts


def messages(case):
    assert len(case.read().messages) == case.posts


def raw_rows(case):
    """What a crawl stores: language, content hash, local time, provenance."""
    found = compare(case.board, case.read(), {}, NOW, "0" * 64)
    assert pa.Table.from_pylist(found.rows, schema=ROWS).num_rows == case.posts


def loads(case):
    json.loads(case.page.body)


def decode_and_tree(case):
    return LexborHTMLParser("".join([post.com for post in THREAD.decode(case.page.body).posts if post.com]))


def _trees(case):
    joined = "".join([f"<div>{post.com}</div>" for post in THREAD.decode(case.page.body).posts if post.com])
    return LexborHTMLParser(joined).body


def decode_and_texts(case):
    return [comment.text() for comment in _trees(case).iter()]


def decode_and_full_texts(case):
    body, out = _trees(case), []
    for line_break in body.css("br"):
        line_break.replace_with("\n")
    for comment in body.iter():
        out.append((comment.text(), [(link.attributes.get("href"), link.text()) for link in comment.css("a")]))
    return out


def visit(case):
    for node in LexborHTMLParser(case.page.body.decode(FORMS[case.engine].charset)).root.traverse():
        node.tag  # noqa: B018
        node.attributes  # noqa: B018


def full_visit(case):
    tree = LexborHTMLParser(case.page.body.decode(FORMS[case.engine].charset))
    for node in tree.root.traverse(include_text=True):
        if node.is_text_node:
            node.text_content  # noqa: B018
        else:
            node.tag  # noqa: B018
            node.attributes  # noqa: B018


def split(case):
    return [line.split("<>") for line in case.page.body.decode("cp932").split("\n")]


def soup(parser):
    def work(case):
        form = FORMS[case.engine]
        out = []
        for post in BeautifulSoup(case.page.body.decode(form.charset), parser).select(form.select):
            found = [post.select_one(css) for css in (*form.fields, form.text)]
            out.append([one and (one.get_text("\n"), one.attrs) for one in found])
        assert len(out) >= POSTS
        return out

    return work


def race(works, cases, seconds):
    """Posts per CPU-second of each work: the least time of each page over rounds in turn."""
    least = {work: [float("inf")] * len(cases) for work in works}
    posts, start, rounds = sum(case.posts for case in cases), time.process_time(), 0
    while rounds < 3 or time.process_time() - start < seconds:
        for place, case in enumerate(cases):
            for work in works:
                began = time.process_time()
                work(case)
                least[work][place] = min(least[work][place], time.process_time() - began)
        rounds += 1
    return [posts / sum(least[work]) for work in works]


def once(work, case, rounds):
    """The same of one page, for what takes long."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work(case)
        times.append(time.process_time() - began)
    return case.posts / min(times)


def line(*cells):
    print(
        "| " + " | ".join(str(cell) if not isinstance(cell, float) else f"{cell:,.0f}" for cell in cells) + " |",
        flush=True,
    )


def verdict(reached, bar):
    return "yes" if reached >= bar else "**no**"


def json_part(cases, name, seconds):
    works = (arrow, messages, raw_rows, decode_and_tree, decode_and_texts, decode_and_full_texts, loads)
    rows, read, raw, literal, honest, equal, plain = race(works, cases, seconds)
    line(f"{name}: JSON -> Arrow rows", rows, "60,000 posts/s", "", "", verdict(rows, 60_000))
    line(
        "same",
        rows,
        "decode + one tree (literal)",
        literal,
        f"{rows / literal:.2f} of 0.8",
        verdict(rows / literal, 0.8),
    )
    line(
        "same",
        rows,
        "+ text of each comment (honest)",
        honest,
        f"{rows / honest:.2f} of 0.8",
        verdict(rows / honest, 0.8),
    )
    line("same", rows, "+ line breaks and links (equal)", equal, f"{rows / equal:.2f}", "")
    line(f"{name}: JSON -> messages", read, "json.loads", plain, f"{read / plain:.2f}", "")
    line(f"{name}: JSON -> raw rows of a crawl", raw, "", "", "", "")


def html_part(cases, name, seconds):
    rows, visited, elements = race((arrow, full_visit, visit), cases, seconds)
    line(
        f"{name}: HTML -> Arrow rows",
        rows,
        "lexbor + visit",
        visited,
        f"{rows / visited:.2f} of 0.7",
        verdict(rows / visited, 0.7),
    )
    line("same", rows, "lexbor + visit without texts", elements, f"{rows / elements:.2f}", "")
    return rows


def dat_part(cases, name, seconds):
    read, rows, pieces = race((messages, arrow, split), cases, seconds)
    line(f"{name}: dat -> messages", read, "200,000 lines/s", "", "", verdict(read, 200_000))
    line("same", read, "decode + split", pieces, f"{read / pieces:.2f}", "")
    line(f"{name}: dat -> Arrow rows", rows, "200,000 lines/s", "", "", verdict(rows, 200_000))


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true", help="a few seconds each")
    asked.add_argument("--seconds", type=float, help="of CPU for each measurement")
    told = asked.parse_args()
    seconds = told.seconds or (1.0 if told.quick else 3.0)
    line("what", "posts/s", "beside", "posts/s", "ratio", "bar met")
    print("|---|---:|---|---:|---:|---|")
    json_part([vichan(first) for first in range(1, 5 * 1000, 1000)], "vichan", seconds)
    dat_part([dat(1_600_000_000 + 100_000 * place) for place in range(5)], "dat", seconds)
    for engine in FORMS:
        case = html(engine)
        rows = html_part([case], engine, seconds)
        for parser in ("html.parser", "lxml"):
            try:
                peer = once(soup(parser), case, 1 if told.quick else 5)
            except Exception as error:  # lxml is not installed
                line("same", rows, f"BeautifulSoup {parser}", type(error).__name__, "", "")
            else:
                line("same", rows, f"BeautifulSoup {parser}", peer, f"{rows / peer:.1f} times", "")
    shared = os.environ.get("HIKCORPUS_SHARED")
    for folder, engine in RECORDED if shared else ():
        cases = recorded(Path(shared), folder, engine, 5, ".dat" if engine == "dat" else "")
        if engine in FORMS:
            html_part(cases, f"{engine}, recorded", seconds)
        elif engine == "dat":
            dat_part(cases, f"{engine}, recorded", seconds)
        elif engine == "vichan":
            json_part(cases, f"{engine}, recorded", seconds)
        else:
            rows, plain = race((arrow, loads), cases, seconds)
            line(f"{engine}, recorded: JSON -> Arrow rows", rows, "60,000 posts/s", "", "", verdict(rows, 60_000))
            line("same", rows, "json.loads", plain, f"{rows / plain:.2f}", "")


if __name__ == "__main__":
    main()
