"""The contract of sources, for every engine there is and every page there is: committed, and recorded.

The promises stand in `promises.py`. Where a page breaks one for a good reason, it is told here how often and why;
where it no longer does, that is an error too.
"""

from collections import Counter, defaultdict
from contextlib import suppress

import pytest

from hikcorpus.errors import LayoutChanged
from hikcorpus.sources.base import Page
from tests.sources.every import NOW, RECORDED, committed, engines, recorded
from tests.sources.promises import PROMISES, Read, listing_promises, read

PRE = "line ends inside of code without <pre>"
HOST = "the poster's host stands there, and goes"
DAY = "dates of the kind 'yesterday' count from the visit"
ZERO = "the poster ID '0' is told by the opening message's place, not by what is blanked"
PARTLY = "the page shows a part of the thread; its address does not tell"
ADDED = "the parser shows the address of a link preview, or takes a picture's name out"
INVENTED = "the invented dates of the fixture"
NOTES = "the board writes a note behind it"

KNOWN = {
    ("dat", "thread.dat", "times_in_span"): (1, "a copied line of another year"),
    ("dat", "thread.dat", "lines_are_lines_of_the_page"): (1, "an entity without a semicolon stays as typed"),
    ("dat", "thread.dat", "words_are_words_of_the_page"): (1, HOST),
    ("dat", "fallen.dat", "lines_are_lines_of_the_page"): (1, "a dat of the year 2007 with commas for separators"),
    ("dat", "fallen.dat", "taken_for_what_it_is"): (1, "what a fallen thread leaves behind: read, and gone"),
    ("dat", "read_cgi_part.html", "edges_resolve"): (1, PARTLY),
    ("dat", "read_cgi_reencoded.html", "edges_resolve"): (1, PARTLY),
    ("shitaraba", "host.txt", "words_are_words_of_the_page"): (1, HOST),
    ("miniboard", "hidden-reply.html", "edges_resolve"): (1, "the page leaves out replies that the reader hid"),
    ("ebinboard", "new-posts.json", "edges_resolve"): (1, PARTLY),
    ("foolfuuka", "comments.json", "lines_are_lines_of_the_page"): (1, "shown as typed, not as the engine draws it"),
    ("tinyib", "thread.json", "edges_resolve"): (1, "a mark of a post not written yet, so not linked"),
    ("jschan", "thread.json", "lines_are_lines_of_the_page"): (2, PRE),
    ("nodebb", "example 2", "words_are_words_of_the_page"): (1, "the engine's key for guests becomes a word"),
    ("nodebb", "guests.json", "words_are_words_of_the_page"): (2, "the engine's key for guests becomes a word"),
    ("nodebb", "uploads.json", "lines_are_lines_of_the_page"): (1, ADDED),
    ("discourse", "onebox.json", "lines_are_lines_of_the_page"): (1, ADDED),
    ("discourse", "uploads.json", "lines_are_lines_of_the_page"): (1, ADDED),
    ("ylilauta", "thread.html", "edges_resolve"): (1, "the mark names neither board nor thread"),
    ("ylilauta", "2020_thread.html", "edges_resolve"): (1, "the mark names neither board nor thread"),
    ("ylilauta", "2018_thread.html", "lines_are_lines_of_the_page"): (1, NOTES),
    ("ylilauta", "2018_hidden_and_banned.html", "lines_are_lines_of_the_page"): (2, NOTES),
    ("ylilauta", "2020_thread.html", "lines_are_lines_of_the_page"): (1, NOTES),
    ("yboard", "finnish.html", "lines_are_lines_of_the_page"): (1, NOTES),
    ("invision", "relative_dates.html", "times_in_span"): (1, INVENTED),
    ("smf", "relative_dates.html", "times_in_span"): (1, INVENTED),
    **{("ylilauta", f"{name}.html", "blanked"): (2, ZERO)
       for name in ("2014_opened_thread", "2018_thread", "2018_poster_ids", "2018_hidden_and_banned", "2018_files",
                    "2018_saved_from", "2018_damaged", "2020_thread", "2022_thread")},
    **{("mybb", f"{name}.html", "times_in_span"): (1, INVENTED)
       for name in ("attachments", "closed", "deleted_stub", "edited", "quote", "quote_break", "signature", "smileys",
                    "thread")},
    **{(engine, "relative_dates.html", "stable"): (3, DAY)
       for engine in ("fluxbb", "punbb", "smf", "vbulletin3", "vbulletin4")},
}  # fmt: skip
"""Engine, page, promise -> how often it is broken, and why that is right, or what is wrong."""

LATER = {
    *(("discourse", "later-page.json"), ("discourse", "missing-numbers.json"), ("nodebb", "second-page.json")),
    *(("ebinboard", "new-posts.json"), ("foolfuuka", "no-opening-post.json"), ("dat", "read_cgi_reencoded.html")),
    *(("futaba", "replies.json"), ("futaba", "no-votes.json")),
}
"""Committed pages that do not show the opening message, beside those named `second_page` or `..._last`."""

KNOWN_RECORDED = {
    ("yboard", "yboard", "B"): {"edges_resolve": (3, "marks across threads name no thread")},
    ("ex0ch", "dat", "A"): {
        "blanked": (4, "a later post repeats a line of the opening, which the head of the page tells")
    },
    ("ex0ch", "dat", "B"): {
        "blanked": (4, "a later post repeats a line of the opening, which the head of the page tells")
    },
}

CASES = [(engine, case.name) for engine in engines() for case in committed(engine)]


def case_of(engine, name):
    """A committed page."""
    return next(case for case in committed(engine) if case.name == name)


def broken(promises, *of):
    """How often each promise is broken, with what breaks it (ids and fields, no words)."""
    told = {promise.__name__: list(promise(*of)) for promise in promises}
    return {name: out for name, out in told.items() if out}


@pytest.mark.parametrize(("engine", "name"), CASES, ids=[f"{engine}-{name}" for engine, name in CASES])
def test_every_committed_page_keeps_every_promise(engine, name):
    """Edges, times, lines, words, breaks, storage, scope, stability, blanking, scrubbing, next pages, errors."""
    case = case_of(engine, name)
    if case.kind in ("settings", "answer"):
        return
    if case.kind == "listing":
        listing = case.source.parse_listing(case.board, case.page)
        out = {"listing": told} if (told := list(listing_promises(case, listing))) else {}
    else:
        out = broken(PROMISES, read(case))
    known = {promise: count for (one, page, promise), (count, _) in KNOWN.items() if (one, page) == (engine, name)}
    assert {promise: len(told) for promise, told in out.items()} == known, out


THREADS = [(engine, name) for engine, name in CASES if case_of(engine, name).kind == "thread"]


@pytest.mark.parametrize(("engine", "name"), THREADS, ids=[f"{engine}-{name}" for engine, name in THREADS])
def test_first_pages_have_one_opening_message_and_later_ones_none(engine, name):
    """The first page of a thread begins with it."""
    openings = [message.is_opening for message in read(case_of(engine, name)).thread.messages]
    later = (engine, name) in LATER or "_last" in name or "second_page" in name
    assert openings[0] is not later
    assert sum(openings) == (not later)


@pytest.mark.parametrize("engine", engines())
def test_every_engine_has_a_thread_and_a_listing_of_its_own(engine):
    """No engine without pages: a promise kept by none is none."""
    kinds = Counter(case.kind for case in committed(engine))
    assert kinds["thread"] > 1
    assert kinds["listing"] or not engines()[engine].crawlable


@pytest.mark.parametrize("engine", engines())
@pytest.mark.parametrize(
    "body", [b"", b" ", b"{}", b"[]", b"null", b"<html></html>", b"\xff\xfe\x00", b"hei\n", b"<>\n"]
)
def test_what_is_no_page_is_refused_by_every_engine(engine, body):
    """Neither a thread nor a listing comes of nothing; everything else takes it as it is."""
    case = next(case for case in committed(engine) if case.kind == "thread")
    one, page = case.source, Page(case.page.url, body, NOW)
    with pytest.raises(LayoutChanged):
        one.parse_thread(case.board, case.thread_id, page)
    with suppress(LayoutChanged):  # `[]` is an empty board to some
        assert one.parse_listing(case.board, page).threads == ()
    assert one.with_settings(case.board, page) == case.board
    assert one.blank(page, {"1"}) == one.scrub(page) == body
    assert one.classify(page)
    assert one.unknown_fields(page) is not None


def test_lines_and_breaks_of_the_committed_pages_are_really_looked_at():
    """A promise over nothing would be kept by anything: so much of it there is."""
    counted = Counter()
    for engine, name in THREADS:
        one = read(case_of(engine, name))
        counted["lines"] += sum(bool(line) for message in one.thread.messages for line in message.text.split("\n"))
        counted["pairs"] += len(one.shown.pairs)
        counted["refs"] += sum(len(message.refs) for message in one.thread.messages)
    assert counted["lines"] > 1000
    assert counted["pairs"] > 400
    assert counted["refs"] > 200


@pytest.mark.parametrize("change", ["markup", "entity", "joined", "blank line"])
def test_the_promises_of_lines_can_be_broken(change):
    """What they are there for is found: a tag or an entity left, two lines in one, a blank line lost."""
    case = case_of("vichan", "thread.json")
    one = read(case)
    first = next(message for message in one.thread.messages if "\n\n" in message.text)
    head, _, rest = first.text.partition("\n\n")
    first.text = {
        "markup": f"<b>{head}</b>\n\n{rest}",
        "entity": f"{head} &amp;\n\n{rest}",
        "joined": head + rest.lstrip("\n"),
        "blank line": f"{head}\n{rest}",
    }[change]
    lines, breaks = PROMISES[2], PROMISES[4]
    assert list(breaks(one)) if change == "blank line" else list(lines(one))


RECORDINGS = [
    (recording, engine, snapshot) for recording, names in RECORDED.items() for engine in names for snapshot in "AB"
]


@pytest.mark.parametrize(("recording", "engine", "snapshot"), RECORDINGS, ids=["-".join(one) for one in RECORDINGS])
def test_every_recorded_page_keeps_every_promise(shared, recording, engine, snapshot):
    """All pages of the recording that are the engine's: at least a first page of each of its threads."""
    out, threads, places, openings = Counter(), 0, [], defaultdict(set)
    for case in recorded(shared, recording, engine, snapshot):
        try:
            if case.kind == "listing":
                listing = case.source.parse_listing(case.board, case.page)
            else:
                one: Read = read(case)
        except LayoutChanged:  # of another engine at the same address: JSON beside HTML, feeds
            continue
        threads += case.kind == "thread"
        if case.kind == "thread":
            for message in one.thread.messages:
                openings[case.board.name, case.thread_id, message.is_opening].add(message.message_id)
        told = {"listing": list(listing_promises(case, listing))} if case.kind == "listing" else broken(PROMISES, one)
        out.update({name: len(each) for name, each in told.items()})
        places += [(case.name, name) for name, each in told.items() if each]
    known = {name: count for name, (count, _) in KNOWN_RECORDED.get((recording, engine, snapshot), {}).items()}
    assert +out == known, places[:20]
    assert threads >= 36
    for board, thread_id, _ in list(openings):  # one message, on whatever page it stands
        first = openings[board, thread_id, True]
        assert len(first) == 1
        assert not first & openings[board, thread_id, False]
