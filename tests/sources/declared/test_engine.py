"""The source made of a description: how posts are told apart, what is refused, what is counted."""

import copy
import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hikcorpus.config.engines import engine_of
from hikcorpus.errors import ConfigError, LayoutChanged, ThreadMoved
from hikcorpus.model import Attachment, Board, Ref
from hikcorpus.sources.base import Page, Source, ThreadMark
from hikcorpus.sources.declared.engine import Declared

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
KELLO = tomllib.loads(
    r"""
engine = "kello"
title = "Kello"
default_names = ["Nimetön"]
traces = ["kello"]
[addresses]
listing = "{root}/b/{board}"
thread = "{root}/t/{thread}"
thread_page = "{root}/t/{thread}?page={page}"
also = ["{root}/b/{board}/{page}"]
strip = ["sid"]
[listing]
row = "li"
id = 'a @href -> t/(\d+)'
title = "a"
replies = ".n"
last = "time @datetime"
sticky = ".pin"
locked = '@class -> \bshut\b'
skip = ".moved"
empty = "#none"
board = "#board @data-id"
next = "a.next @href"
[thread]
id = "h1 @data-id"
board = "#board @data-id"
title = "h1"
replies = 'h1 @data-n'
page = ".page"
next = "a.next @href"
[post]
each = "article"
id = "@id"
author = [".name", "@data-name"]
account = '.name @href -> u/(\d+)'
tripcode = ".trip"
capcode = ".staff"
poster_id = ".pid"
mail = '.name @href -> mailto:(.*)'
country = "img.flag @title"
date = "time @datetime"
subject = "h2"
text = ".text"
remove = ".edit"
signature_line = '^_{8,}$'
edited = ".edit"
deleted = ".gone"
votes = ".votes"
[quotes]
block = "blockquote"
target = "@data-post"
thread = "@data-thread"
drop = "cite"
[refs]
each = "a.ref"
target = '@text -> >>(\S+)'
thread = '@href -> t/(\d+)'
[attachments]
each = "a.file"
name = "@href"
size = "@title"
digest = "@data-md5"
[answers]
gone = ["#missing", '-> <!-- no such thread -->']
blocked = "form#login"
rate_limited = "h1 -> (?i)slow down"
"""
)
BOARD = Board("test", "yo", "kello", "https://k.example", "Europe/Helsinki")


def source(**changes):
    """The described engine, with some tables changed: `post={"flat": True}`."""
    content = copy.deepcopy(KELLO)
    for table, keys in changes.items():
        if isinstance(keys, dict):
            content[table] = content.get(table, {}) | keys
        else:
            content[table] = keys
    return Declared(engine_of(content, Path("kello.toml")))


def page(html, url="https://k.example/t/8"):
    """An answer of the board."""
    return Page(url, html.encode(), NOW)


def post(number, text="Hei.", name='<b class="name">Muki</b>', date="2026-11-22T09:00:00Z", rest=""):
    """A post of the board."""
    return f'<article id="{number}">{name}<time datetime="{date}"></time><div class="text">{text}</div>{rest}</article>'


def read(one, html, thread_id="8", url="https://k.example/t/8"):
    """What a thread's page comes to."""
    return one.parse_thread(BOARD, thread_id, page(html, url))


def reasons(parsed):
    """Of its problems."""
    return [problem.reason for problem in parsed.problems]


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ('<a class="file" href="/f/1" data-type="PDF">asiakirja</a>', "pdf"),
        ('<a class="file" href="/f/kuva.jpg" data-type=".webp">kuva</a>', "webp"),
        ('<a class="file" href="/f/kuva.jpg" data-type="image or so">kuva</a>', "jpg"),
        ('<a class="file" href="/f/kuva.jpg">kuva</a>', "jpg"),
        ('<a class="file" href="/f/1">pdf</a>', "file"),
    ],
)
def test_a_type_may_be_told_apart_from_the_name(files, kind):
    """With or without its dot, before the name's ending; a name without an ending tells no type."""
    one = source(attachments={"type": "@data-type"})
    assert [file.type for file in read(one, post(4, rest=files)).messages[0].attachments] == [kind]


def test_all_fields_of_a_post():
    """Each by its own selector."""
    html = post(
        5,
        'Hei <a class="ref" href="/t/8">>>4</a><span class="edit">2026-11-22 11:30</span>',
        '<a class="name" href="mailto:sage">Muki</a><i class="trip">!abc</i><i class="staff">Valvoja</i><i class="pid">x1</i>',
        rest='<img class="flag" title="Suomi"><h2>Aihe</h2><b class="votes">+1,204</b>'
        '<a class="file" href="/f/kuva.JPG?x" title="12.5 KiB" data-md5="ff">f</a>',
    )
    one = read(source(), post(4) + html).messages[1]
    assert (one.author_name, one.tripcode, one.capcode, one.poster_id) == ("Muki", "!abc", "Valvoja", "x1")
    assert (one.mail_field, one.sage, one.country, one.subject, one.votes) == ("sage", True, "Suomi", "Aihe", 1204)
    assert one.edited_at == datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    assert one.attachments == (Attachment("jpg", 12_800, "ff"),)
    assert (one.text, one.refs) == ("Hei >>4", (Ref("4", None, "8"),))
    assert (one.account_id, one.is_opening, one.state) == (None, False, "live")


def test_guests_members_and_the_nameless():
    """Only who has no account may have a default name."""
    messages = read(
        source(),
        post(1, name="")
        + post(2, name='<b class="name">Nimetön</b>')
        + post(3, name='<a class="name" href="/u/7">Nimetön</a>')
        + post(4, name="").replace("<article", '<article data-name="Toinen"'),
    ).messages
    assert [(one.author_name, one.is_default_name, one.account_id) for one in messages] == [
        (None, True, None),
        ("Nimetön", True, None),
        ("Nimetön", False, "7"),
        ("Toinen", False, None),
    ]


def test_an_opening_post_may_be_the_element_around_all_others():
    """As on Wakaba: a field belongs to the post that began last before it."""
    one = source(post={"each": ["section", "td.reply"], "text": "p"})
    html = (
        '<section id="1"><b class="name">Alku</b><time datetime="2026-11-22T09:00:00Z"></time><p>Eka.</p>'
        '<table><tr><td>&gt;&gt;</td><td class="reply" id="2"><b class="name">Toka</b>'
        '<time datetime="2026-11-22T09:01:00Z"></time><p>Toinen.</p></td></tr></table>'
        '<table><tr><td class="reply" id="3"><time datetime="2026-11-22T09:02:00Z"></time><p>Kolmas.</p></td></tr></table>'
        "</section>"
    )
    parsed = read(one, html)
    assert [(m.message_id, m.author_name, m.text, m.is_opening) for m in parsed.messages] == [
        ("1", "Alku", "Eka.", True),
        ("2", "Toka", "Toinen.", False),
        ("3", None, "Kolmas.", False),
    ]
    blanked = Page("https://k.example/t/8", one.blank(page(html), {"1", "3"}), NOW)
    again = one.parse_thread(BOARD, "8", blanked)
    assert again.messages[1] == parsed.messages[1]
    assert [(m.message_id, m.author_name, m.text, m.posted_at) for m in again.messages[::2]] == [
        (m.message_id, None, "", m.posted_at) for m in parsed.messages[::2]
    ]


def test_posts_may_have_no_element_at_all():
    """`flat`: from one beginning to the next, or to `until`."""
    one = source(post={"each": "a.no", "flat": True, "until": "#form", "text": "p", "author": "b", "date": "i"})
    html = (
        "<b>ei kenenkään</b>"
        '<a class="no" id="1"></a><b>Alku</b><i>2026-11-22 11:00</i><p>Eka.</p>'
        '<a class="no" id="2"></a><i>2026-11-22 11:01</i><p>Toka.</p>'
        '<div id="form"><b>Nimi</b></div>'
    )
    parsed = read(one, html)
    assert [(m.message_id, m.author_name, m.text) for m in parsed.messages] == [
        ("1", "Alku", "Eka."),
        ("2", None, "Toka."),
    ]
    blanked = one.blank(page(html), {"1"}).decode()
    assert "Alku" not in blanked
    assert "Eka." not in blanked
    assert one.parse_thread(BOARD, "8", page(blanked)).messages[1] == parsed.messages[1]
    assert "Nimi" in one.blank(page(html), {"2"}).decode()


def test_what_stands_outside_of_posts_is_nobodys():
    """Between posts, before and behind them."""
    html = '<b class="name">X</b>' + post(1, name="") + '<i class="gone"></i><b class="name">Y</b>' + post(2, name="")
    parsed = read(source(), f"<div>{html}</div><b class='name'>Z</b>")
    assert [(m.author_name, m.state) for m in parsed.messages] == [(None, "live"), (None, "live")]


def test_values_have_alternatives_and_pseudo_attributes():
    """@own, @after, @titled; the first that finds something counts, post by post."""
    one = source(
        post={"author": [".none", "h3 @own"], "poster_id": r"h3 @own -> ID:(\S+)", "date": ["u @titled", "u @after"]},
        dates={"formats": ["YYYY-MM-DD HH:mm"]},
    )
    html = (
        '<article id="1"><h3><b>No</b> Muki ID:ab <i>x</i></h3><u><s title="2026-11-22 10:00">ago</s></u>'
        '<div class="text">a</div></article>'
        '<article id="2"><h3>Toka</h3><u></u> 2026-11-22 10:01 <div class="text">b</div></article>'
    )
    first, second = read(one, html).messages
    assert (first.author_name, first.poster_id, second.author_name) == ("Muki ID:ab", "ab", "Toka")
    assert [m.posted_at for m in (first, second)] == [datetime(2026, 11, 22, 8, n, tzinfo=UTC) for n in (0, 1)]
    assert [m.posted_raw for m in (first, second)] == ["2026-11-22 10:00", "2026-11-22 10:01"]


def test_signatures_of_bare_text_are_cut_from_their_line_on():
    """As vBulletin 3 writes them."""
    assert read(source(), post(1, "Oma.<br>__________________<br>Nyt")).messages[0].text == "Oma."
    assert read(source(), post(1, "Oma ________________ viiva")).messages[0].text == "Oma ________________ viiva"


def test_quotes_and_marks_are_edges_in_order_each_once():
    """The outermost quotes only; a quote that tells no target is none; a range is each of its posts."""
    text = (
        '<blockquote data-post="2" data-thread="9"><cite>Muki</cite>a<blockquote data-post="1">b</blockquote></blockquote>'
        '<blockquote>c</blockquote><a class="ref">>>2</a> <a class="ref">>>4-6</a> <a class="ref">>>7,1</a> <a class="ref">>>9-1</a>'
    )
    one = read(source(), post(1) + post(8, text)).messages[1]
    assert [(ref.thread_id, ref.message_id) for ref in one.refs] == [
        ("9", "2"),
        *((None, name) for name in ("4", "5", "6", "7", "1", "9")),
    ]
    assert one.text.split("\n")[:3] == ["> a", "> > b", "> c"]


def test_numbers_that_begin_anew_in_each_thread():
    """Ids carry the thread; a mark whose target stands nowhere is dangling, unless there are other pages."""
    one = source(post={"numbered": "thread"})
    html = post(1) + post(2, '<a class="ref">>>1</a> <a class="ref">>>5</a> <a class="ref" href="/t/9">>>5</a>')
    parsed = read(one, html)
    assert [m.message_id for m in parsed.messages] == ["8.1", "8.2"]
    assert [(r.message_id, r.thread_id, r.dangling) for r in parsed.messages[1].refs] == [
        ("8.1", None, False),
        ("8.5", None, True),
        ("9.5", "9", False),
    ]
    long = read(one, html + '<a class="next" href="/t/8?page=2">2</a>')
    assert not any(ref.dangling for ref in long.messages[1].refs)


def test_deleted_stubs_hold_nothing():
    """State and evidence; no missing date is complained of."""
    html = post(1) + '<article id="2"><b class="name">Muki</b><i class="gone">poistettu</i></article>'
    parsed = read(source(), html)
    stub = parsed.messages[1]
    assert (stub.state, stub.deletion_evidence, stub.author_name, stub.text) == ("deleted", "mark", None, "")
    assert parsed.problems == ()
    assert source().unknown_fields(page(html)) == frozenset()


def test_nothing_is_dropped_without_being_counted():
    """No id, the same id again, no date, a date that cannot be read."""
    html = post(1) + post("") + post(1) + post(2, date="") + post(3, date="kauan sitten") + post("x9")
    parsed = read(source(), html)
    assert [m.message_id for m in parsed.messages] == ["1", "2", "3"]
    assert reasons(parsed) == ["post_without_id", "post_twice", "no_date", "unknown_date", "post_without_id"]
    assert all("Hei" not in problem.where for problem in parsed.problems)


def test_threads_tell_their_facts():
    """Title, replies; the first subject where no title is told."""
    parsed = read(source(), '<h1 data-id="8" data-n="1,234">Talvi</h1>' + post(1))
    assert (parsed.thread.title, parsed.thread.reply_count, parsed.thread.state) == ("Talvi", 1234, "live")
    opened = read(
        source(thread={"counts_opening": True, "archived": "#old"}),
        '<h1 data-n="5"></h1><p id="old"></p>' + post(1, rest="<h2>S</h2>"),
    )
    assert (opened.thread.title, opened.thread.reply_count, opened.thread.state) == ("S", 4, "archived")


@pytest.mark.parametrize(
    ("html", "error", "why"),
    [
        ("", LayoutChanged, "no post"),
        ("<html><body>SECRET</body></html>", LayoutChanged, "no post"),
        ('<h1 data-id="9"></h1>' + post(1), LayoutChanged, "another thread"),
        (post("SECRET"), LayoutChanged, "none of its posts has an id"),
        ('<b id="board" data-id="pelit"></b>' + post(1), ThreadMoved, "another board"),
    ],
)
def test_other_pages_are_refused(html, error, why):
    """With a sentence that tells the path and nothing of the page."""
    with pytest.raises(error, match=why) as raised:
        read(source(), html)
    assert "/t/8" in raised.value.what
    assert "SECRET" not in str(raised.value)
    assert raised.value.next_step


def test_a_board_that_is_not_known_is_not_compared():
    """A thread given by its address alone has no board yet."""
    board = Board("test", "", "kello", "https://k.example")
    html = '<b id="board" data-id="pelit"></b>' + post(1)
    assert len(source().parse_thread(board, "8", page(html)).messages) == 1


NEXT = [
    ("/t/8?page=2&sid=1#x", "https://k.example/t/8?page=2", []),
    ("8?page=2", "https://k.example/t/8?page=2", []),
    ("/t/9?page=2", None, ["next_page"]),
    ("https://evil.example/t/8?page=2", None, ["next_page"]),
    ("/t/8", None, ["next_page"]),
    ("javascript:x", None, ["next_page"]),
    ("", None, []),
]


@pytest.mark.parametrize(("href", "url", "told"), NEXT)
def test_the_next_page_is_one_of_this_thread(href, url, told):
    """A link elsewhere, or back, is a problem and not followed."""
    parsed = read(source(), post(1) + f'<a class="next" href="{href}">2</a>')
    assert (parsed.next_url, reasons(parsed)) == (url, told)


def test_links_count_from_the_base_that_a_page_names():
    """As browsers do."""
    html = (
        '<html><head><base href="https://k.example/"></head><body>'
        + post(1)
        + '<a class="next" href="t/8?page=2">2</a></body></html>'
    )
    assert read(source(), html).next_url == "https://k.example/t/8?page=2"


@pytest.mark.parametrize(
    ("shown", "url", "first"),
    [
        ("", "https://k.example/t/8?page=9", True),
        ('<b class="page">1</b>', "https://k.example/t/8", True),
        ('<b class="page">2</b>', "https://k.example/t/8", False),
    ],
)
def test_first_page_as_the_page_tells(shown, url, first):
    """Whatever the address says: past the end many boards show another page."""
    assert read(source(), shown + post(5), url=url).messages[0].is_opening is first


def test_first_page_as_the_address_tells():
    """Where the page shows no number."""
    one = source(thread={"page": []})
    for url, first in (("/t/8", True), ("/t/8?page=1", True), ("/t/8?page=2", False)):
        assert read(one, post(5), url=f"https://k.example{url}").messages[0].is_opening is first


def row(number, n="3", rest="", date="2026-11-22T09:00:00Z", css=""):
    """A row of the list."""
    return f'<li class="{css}"><a href="/t/{number}">Otsikko</a><b class="n">{n}</b><time datetime="{date}"></time>{rest}</li>'


def listing(html, one=None, url="https://k.example/b/yo"):
    """What a list comes to."""
    return (one or source()).parse_listing(BOARD, page(html, url))


def test_lists_in_order_each_thread_once_without_moved_ones():
    """Rows left out are counted: moved ones, those that come twice, those without an id; not what never was a thread."""
    parsed = listing(
        row(5)
        + row(7, "1,234")
        + row(6, rest='<i class="moved"></i>')
        + row(5)
        + "<li>mainos</li>"
        + row(8, "1.2k")
        + '<li><i class="moved"></i></li>'
    )
    assert [(mark.thread_id, mark.position, mark.reply_count, mark.title) for mark in parsed.threads] == [
        ("5", 0, 3, "Otsikko"),
        ("7", 1, 1234, "Otsikko"),
        ("8", 2, None, "Otsikko"),
    ]
    assert reasons(parsed) == ["skipped_row", "duplicate_thread", "row_without_id"]
    assert parsed.problems[0].where == "row 3 of the list"
    assert parsed.threads[0].at == 1795338000


@pytest.mark.parametrize(
    "changed",
    [
        row(5, "4"),
        row(5, date="2026-11-22T09:00:01Z"),
        row(5, rest='<i class="pin"></i>'),
        row(5, css="shut"),
        row(5).replace("Otsikko", "Toinen"),
    ],
)
def test_marks_change_whenever_the_list_shows_a_change(changed):
    """Replies, last message, sticky, locked, title."""
    before, after = listing(row(5)).threads[0], listing(changed).threads[0]
    assert before.mark != after.mark
    assert listing(row(5)).threads[0].mark == before.mark


def test_relative_dates_of_a_list_do_not_change_its_marks():
    """Only what will be shown the same tomorrow is part of a mark."""
    one = source(listing={"last": "time"})
    marks = {
        listing(row(5).replace("</time>", f"{text}</time>"), one).threads[0].mark
        for text in ("5 minutes ago", "2 hours ago")
    }
    assert len(marks) == 1


def test_replies_may_stand_in_the_row_themselves():
    """An index that shows some, and the number of those left out."""
    one = source(listing={"shown": "i.r"})
    rows = listing(row(5, "10", '<i class="r">1</i><i class="r">2</i>') + row(6, "", '<i class="r">1</i>'), one).threads
    assert [mark.reply_count for mark in rows] == [12, 1]
    assert [mark.reply_count for mark in listing(row(5), source(listing={"counts_opening": True})).threads] == [2]


def test_empty_boards_are_told_from_other_pages():
    """Another page must never look like an empty board."""
    assert listing('<p id="none">ei mitään</p>').threads == ()
    for html, why in (
        ("<p>SECRET</p>", "no row"),
        ("", "no row"),
        ("<li>SECRET</li>", "none of its rows"),
        ('<b id="board" data-id="pelit"></b>' + row(5), "another board"),
    ):
        with pytest.raises(LayoutChanged, match=why) as raised:
            listing(html)
        assert "SECRET" not in str(raised.value)


def test_the_next_page_of_a_list():
    """Of the same board only."""
    assert listing(row(5) + '<a class="next" href="/b/yo/2?sid=3">2</a>').next_url == "https://k.example/b/yo/2"
    assert listing(row(5) + '<a class="next" href="/b/muu/2">2</a>').next_url == "https://k.example/b/muu/2"


def test_the_newest_page_by_links_or_by_counting():
    """The row's last page, else replies and posts per page; nothing where neither tells."""
    linked = source(listing={"last_page": r"u a:last-of-type @href -> page=(\d+)"})
    rows = listing(row(5, rest='<u><a href="?page=2">2</a><a href="?page=7">7</a></u>') + row(6), linked).threads
    assert [linked.newest_url(BOARD, mark) for mark in rows] == ["https://k.example/t/5?page=7", None]
    counted = source(thread={"per_page": 10})
    marks = {replies: ThreadMark("5", 0, "[null]", replies) for replies in (0, 9, 10, 19, 20)}
    assert {n: counted.newest_url(BOARD, mark) for n, mark in marks.items()} == {
        0: None,
        9: None,
        10: "https://k.example/t/5?page=2",
        19: "https://k.example/t/5?page=2",
        20: "https://k.example/t/5?page=3",
    }
    offset = source(thread={"per_page": 10}, addresses={"thread_page": "{root}/t/{thread}?start={offset}"})
    assert offset.newest_url(BOARD, marks[10]) == "https://k.example/t/5?start=10"
    assert source().newest_url(BOARD, marks[20]) is None
    assert source().newest_url(BOARD, ThreadMark("5", 0, "no json", 20)) is None


@pytest.mark.parametrize(
    ("html", "answer"),
    [
        (post(1), "ok"),
        ("", "ok"),
        ('<p id="missing">', "gone"),
        ("<p>x</p><!-- no such thread -->", "gone"),
        ('<form id="login"></form>', "blocked"),
        ("<h1>Please SLOW down</h1>", "rate_limited"),
        ("<h1>Slow</h1>", "ok"),
    ],
)
def test_answers_are_told_by_the_page(html, answer):
    """Pages with status 200 that are none."""
    assert source().classify(page(html)) == answer


def test_hosts_are_cut_out_of_what_is_kept():
    """And nothing else."""
    one = source(hosts=[r"(?<=IP: )\d+\.\d+\.\d+\.\d+"])
    assert one.scrub(page("<p>IP: 198.51.100.7 ja 198.51.100.8</p>")) == b"<p>IP:  ja 198.51.100.8</p>"
    assert source().scrub(page("<p>IP: 198.51.100.7</p>")) == b"<p>IP: 198.51.100.7</p>"


def test_fields_that_every_post_should_have():
    """An alarm by name; other posts' words are none."""
    assert source().unknown_fields(page(post(1) + post(2))) == frozenset()
    broken = post(1) + post(2).replace("class", "klass").replace("<time", "<tim")
    assert source().unknown_fields(page(broken)) == {"selector:author", "selector:date", "selector:text"}
    assert source(post={"every": ["text"]}).unknown_fields(page(post(1, name=""))) == frozenset()


@pytest.mark.parametrize(
    "key", ["post.author", "post.each", "listing.row", "quotes.block", "answers.gone", "listing.skip"]
)
def test_a_wrong_selector_is_told_with_its_key(key):
    """When the first page is read."""
    table, _, name = key.partition(".")
    with pytest.raises(ConfigError, match=f"kello: {key}: .*no CSS selector"):
        source(**{table: {name: "div..x"}}).plan  # noqa: B018


def test_the_description_tells_what_a_source_must_tell():
    """Attributes of the contract."""
    one = source(poster_id_scope="thread", prunes=True, recheck_per_visit=3)
    assert (one.engine, one.title, one.zone, one.poster_id_scope) == ("kello", "Kello", "UTC", "thread")
    assert (one.prunes, one.in_pages, one.recheck_per_visit, one.crawlable) == (True, True, 3, True)
    assert (one.default_names, one.traces) == (frozenset({"Nimetön"}), ("kello",))
    assert source(thread={"next": []}).in_pages is False
    assert {name for name in vars(Source) if not name.startswith("_") and not hasattr(one, name)} == set()


def test_a_description_of_one_site_knows_no_other():
    """A site's own [source] must not answer for the rest of the web."""
    one = Declared(engine_of(KELLO, Path("kello.toml")), "https://k.example/")
    assert one.recognise("https://k.example/t/8").thread_id == "8"
    assert one.recognise("https://other.example/t/8") is None


def test_other_charsets_are_read_and_blanked():
    """A board of the year 2005."""
    one = source(encoding="euc-jp")
    body = post(1, "今日は<br>雨").encode("euc-jp") + post(2, "猫").encode("euc-jp")
    asked = Page("https://k.example/t/8", body, NOW)
    assert [m.text for m in one.parse_thread(BOARD, "8", asked).messages] == ["今日は\n雨", "猫"]
    blanked = Page("https://k.example/t/8", one.blank(asked, {"1"}), NOW)
    assert [m.text for m in one.parse_thread(BOARD, "8", blanked).messages] == ["", "猫"]


def test_marks_are_json_with_the_last_page_first():
    """So that `newest_url` can read them later."""
    assert json.loads(listing(row(5)).threads[0].mark)[0] is None
