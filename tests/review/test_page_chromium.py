"""The page as two coders meet it: a real headless Chromium, keyboard only."""

import time

import pytest

from hikcorpus.review.server import serve
from hikcorpus.store.reviews import Decision, read_journal
from tests.review.chromium import CONTRASTS, chromium, here, opened, shot, tab, unnamed, until, whole
from tests.review.conftest import CONSENSUS, desk_of
from tests.review.world import study, token

KEYS = {"include": "i", "exclude": "e", "unsure": "u"}
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "has_touch": True}


@pytest.fixture(scope="module")
def browser():
    """One for all tests of the page."""
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def fifty(tmp_path_factory):
    """A study of 50 threads to read: 30 proposed, 20 sampled of 40."""
    return study(tmp_path_factory.mktemp("fifty"), proposed=30, dropped=40, messages=7)


def opinion(coder, thread):
    """What a coder thinks: the two differ with about a sixth of the threads."""
    number = int.from_bytes(thread.encode()[1:4])
    if number % 6 == 0:
        return "include" if coder == "anna" else ("exclude", "unsure")[number % 5 == 0]
    return ("include", "exclude", "exclude", "unsure", "include")[number % 5]


def saved(page):
    """Wait until nothing waits in the browser."""
    until(page, "!Object.keys(localStorage).some((key) => key.includes(':pending:'))")


def read_all(page, coder):
    """Keyboard alone: decide, now and then give a reason, go on; in the middle the page is loaded anew."""
    seen = []
    for number in range(50):
        thread = here(page)
        seen.append(thread)
        if number % 10 == 3:
            page.keyboard.press("r")
            page.keyboard.type(f"reason of {coder}: äiti, 母親")
            page.keyboard.press("Enter")
        page.keyboard.press(KEYS[opinion(coder, thread)])
        if number == 25:
            before = page.evaluate("[document.getElementById('count').textContent, location.hash]")
            page.reload()
            whole(page)
            assert page.evaluate("[document.getElementById('count').textContent, location.hash]") == before
            assert page.locator("[aria-pressed=true]").get_attribute("data-verdict") == opinion(coder, thread)
        assert page.locator("#count").text_content() == f"{number + 1} of 50"
        if number < 49:
            page.keyboard.press("n")
            until(page, "(old) => decodeURIComponent(location.hash.slice(1)) !== old", thread)
            whole(page)
    saved(page)
    return seen


def test_two_coders_read_fifty_threads_with_the_keyboard(browser, fifty, clock):
    """Each alone in an order of their own; then kappa on the page, and the differences are settled together."""
    orders = {}
    for coder in ("anna", "ben"):
        desk = desk_of(fifty, coder, clock, sample=20)
        with serve(desk) as address, tab(browser, address) as page:
            assert "token" not in page.url
            if coder == "anna":
                shot(page, "1-desktop-light")
            orders[coder] = read_all(page, coder)
            title = page.locator("#result-title")
            title.wait_for(state="visible")
            if coder == "anna":
                assert title.text_content() == "You have read everything"
                assert "kappa" not in page.locator("body").inner_text()
            else:
                until(page, "document.getElementById('result').innerText.includes('kappa')")
                shown = page.locator("#result").inner_text()
                found = desk.found()
                assert f"{found.agreement.kappa:.3f}" in shown
                assert f"{found.agreement.percent:.1f}% of 50 threads" in shown
                shot(page, "2-both-finished")
        stored = desk.folder.decisions(coder)
        assert {thread: said.decision for thread, said in stored.items()} == {
            thread: opinion(coder, thread) for thread in orders[coder]
        }
        assert sum(said.reason == f"reason of {coder}: äiti, 母親" for said in stored.values()) == 5
    assert orders["anna"] != orders["ben"]
    assert sorted(orders["anna"]) == sorted(orders["ben"])

    together = desk_of(fifty, CONSENSUS, clock)
    differ = together.threads()
    assert differ
    with serve(together) as address, tab(browser, address) as page:
        assert page.locator("#threads button").count() == len(differ)
        said = page.locator("#said").inner_text()
        assert "anna" in said
        assert "ben" in said
        shot(page, "3-consensus")
        for _ in differ:
            page.keyboard.press("e")
            page.keyboard.press("n")
            whole(page)
        saved(page)
    assert together.found().settled == len(differ)
    assert {why for _, why in together.found().outcomes} == {"agreed", "consensus"}


def test_nothing_is_lost_while_the_server_is_away(browser, data, clock):
    """Decisions and a half-typed reason wait in the browser; the next run, on the same port, gets them."""
    desk = desk_of(data, "anna", clock)
    with serve(desk) as address:
        port = int(address.split(":")[2].split("/")[0])
        context = browser.new_context()
        page = context.new_page()
        opened(page, address)
        first = here(page)
    page.keyboard.press("r")
    page.keyboard.type("typed while it was away")
    page.keyboard.press("Enter")
    page.keyboard.press("i")
    until(page, "document.getElementById('saved').textContent.startsWith('Not saved yet')")
    assert "server does not answer" in page.locator("#saved").text_content()
    assert page.locator("#count").text_content() == "1 of 10"
    shot(page, "4-server-away")
    assert desk.folder.coders() == []
    with serve(desk, port) as address:
        opened(page, address)
        saved(page)
        second = page.locator("#threads button").nth(1)
        second.click()
        page.keyboard.press("r")
        page.keyboard.type("half a rea")
        page.reload()
        whole(page)
        assert page.locator("#reason").input_value() == "half a rea"
    context.close()
    assert [(said.thread_id, said.decision, said.reason) for said in read_journal(desk.folder.path / "coders/anna.jsonl")] == [
        (first, "include", "typed while it was away")
    ]  # fmt: skip


def measured(page, name):
    """Contrast of every visible text at least 4.5 : 1, of borders 3 : 1; everything focusable has a name."""
    found = page.evaluate(CONTRASTS)
    assert len(found) > 25
    assert [row for row in found if row[0] < 4.5] == [], name
    assert unnamed(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280, 1680])
def test_every_width_and_both_themes(browser, tmp_path, clock, theme, width):
    """Nothing leads out of the window; contrasts hold in every state, and in the help."""
    desk = desk_of(study(tmp_path, proposed=30, dropped=40, messages=7), "anna", clock, sample=20)
    size = PHONE if width == 360 else {"viewport": {"width": width, "height": 860}}
    with serve(desk) as address, tab(browser, address, color_scheme=theme, **size) as page:
        shot(page, f"5-{width}-{theme}")
        for key in ("i", "n", "e", "n", "u"):
            page.keyboard.press(key)
            if key == "n":
                whole(page)
            saved(page)
            page.wait_for_timeout(200)  # colours fade
            measured(page, (theme, width, key))
        wide = page.evaluate(
            "[document.documentElement, document.querySelector('main')].map((e) => e.scrollWidth - e.clientWidth)"
        )
        assert wide == [0, 0]
        assert page.evaluate("[scrollY, document.querySelector('.top').getBoundingClientRect().top]") == [0, 0]
        assert page.evaluate("innerHeight - document.querySelector('.decision').getBoundingClientRect().bottom") == 0
        low = page.evaluate(
            "[...document.querySelectorAll('button, input')].filter((e) => e.checkVisibility() && !e.closest('dialog'))"
            ".map((e) => e.getBoundingClientRect()).filter((r) => r.height < 32 || r.left < 0 || r.right > innerWidth).length"
        )
        assert low == 0
        if width == 360:
            page.locator("#show-list").click()
            page.locator("#threads").wait_for(state="visible")
            shot(page, f"6-list-{theme}")
            measured(page, "list")
            page.locator("#threads button").nth(7).click()
            whole(page)
            page.locator("#threads").wait_for(state="hidden")
            assert page.locator("#main").bounding_box()["height"] > 380
        page.keyboard.press("?")
        page.locator("#help").wait_for(state="visible")
        shot(page, f"7-help-{width}-{theme}")
        measured(page, "help")


def test_focus_is_seen_and_goes_everywhere(browser, data, clock):
    """Tab reaches every control; each shows a ring of 3 pixels in a colour of 3 : 1; the skip link is first."""
    with serve(desk_of(data, "anna", clock)) as address, tab(browser, address) as page:
        page.evaluate("document.activeElement.blur()")
        page.locator("body").evaluate(
            "(body) => { body.tabIndex = -1; body.focus(); body.removeAttribute('tabindex'); }"
        )
        reached = []
        for _ in range(60):
            page.keyboard.press("Tab")
            one = page.evaluate(
                "(() => { const e = document.activeElement, s = getComputedStyle(e);"
                "return [e.id || e.dataset.verdict || e.className || e.tagName, s.outlineStyle, parseFloat(s.outlineWidth), s.outlineColor]; })()"
            )
            if one[0] == "BODY":
                break
            reached.append(one)
        assert reached[0][0] == "skip"
        names = {name for name, *_ in reached}
        assert {"show-help", "t0", "t9", "SUMMARY", "reason", "include", "exclude", "unsure", "next-open"} <= names
        assert {(style, width) for _, style, width, _ in reached} == {("solid", 3)}
        assert {colour for *_, colour in reached} == {"rgb(28, 91, 104)"}


def test_what_was_refused_is_not_shown_as_decided(browser, data, clock):
    """A thread that was settled by consensus meanwhile: the page says why, and shows what is stored."""
    desk = desk_of(data, "anna", clock)
    with serve(desk) as address, tab(browser, address) as page:
        page.keyboard.press("i")
        saved(page)
        desk_of(data, CONSENSUS, clock).folder.append(CONSENSUS, [Decision("", CONSENSUS, here(page), "exclude")])
        page.keyboard.press("e")
        until(page, "document.querySelector('[aria-pressed=true]')?.dataset.verdict === 'include'")
        assert "settled by consensus" in page.locator("#saved").text_content()
        assert page.locator("#count").text_content() == "1 of 10"
        assert [line for line in page.complaints if "409" not in line] == []
        page.complaints.clear()


def test_letters_typed_as_a_reason_decide_nothing(browser, data, clock):
    """Nor do they anywhere once they are switched off."""
    desk = desk_of(data, "anna", clock)
    with serve(desk) as address, tab(browser, address) as page:
        page.keyboard.press("r")
        page.keyboard.type("nine queer juries?")
        page.keyboard.press("Escape")
        assert page.locator("#count").text_content() == "0 of 10"
        page.keyboard.press("?")
        page.get_by_label("Letters work as keys").uncheck()
        page.keyboard.press("Escape")
        page.keyboard.press("i")
        page.keyboard.press("ArrowRight")
        whole(page)
        assert page.locator("#count").text_content() == "0 of 10"
        assert page.locator("[aria-current]").get_attribute("id") == "t1"
    assert desk.folder.coders() == []


def test_what_people_wrote_never_becomes_markup(browser, data, clock):
    """Tags, quotes and entities stand there as they were typed, in titles, subjects, texts and terms."""
    desk = desk_of(data, "anna", clock)
    evil = "<img src=x onerror=\"document.title='pwned'\"> &lt;b&gt; </script><script>1</script>"
    rows = desk.reading.messages.to_pylist()
    for row in rows:
        row |= {"text": evil, "subject": evil}
    desk.reading.messages = desk.reading.messages.from_pylist(rows, schema=desk.reading.messages.schema)
    desk.reading.titles = dict.fromkeys(desk.reading.titles, evil)
    with serve(desk) as address, tab(browser, address) as page:
        assert page.locator(".text").first.text_content() == evil
        assert page.locator("h1").text_content() == evil
        assert page.locator("#main img, #main script, .list img").count() == 0
        assert page.title() == "Review: Family"


def test_languages_marks_and_reply_links(browser, data, clock):
    """Text says its language; marks can be walked; a link leads to its message and `b` back."""
    desk = desk_of(data, "anna", clock)
    number = next(n for n in range(16) if token("t", n) in desk.threads() and n % 3 == 2)
    with serve(desk) as address, tab(browser, address) as page:
        page.goto(page.url.split("#")[0] + f"#{token('t', number)}")
        page.reload()
        whole(page)
        assert page.locator(".text").first.get_attribute("lang") == "ja"
        assert page.locator(".text mark").first.text_content() in ("母親", "親", "父")
        page.keyboard.press("m")
        assert page.evaluate("document.activeElement.tagName") == "MARK"
        page.locator("#m2 .text a").first.focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "m1"
        page.keyboard.press("b")
        assert page.evaluate("document.activeElement.id") == "m2"


def test_a_thread_of_two_thousand_messages(browser, tmp_path, clock):
    """The first messages stand there at once, keys answer while the rest comes, and all of them come."""
    desk = desk_of(study(tmp_path, proposed=2, dropped=1, empty=0, long=2000), "anna", clock)
    long = token("t", 0)
    with serve(desk) as address, tab(browser, address) as page:
        page.evaluate(
            "new PerformanceObserver((list) => { for (const e of list.getEntries()) (window.slow ??= []).push(e.duration); })"
            ".observe({ type: 'longtask', buffered: true })"
        )
        index = desk.threads().index(long)
        begun = time.monotonic()
        page.locator(f"#t{index}").click()
        until(page, "document.querySelectorAll('.message').length >= 120")
        first = time.monotonic() - begun
        whole(page)
        done = time.monotonic() - begun
        assert page.locator(".message").count() == 2000
        page.keyboard.press("i")
        saved(page)
        slow = page.evaluate("Math.max(0, ...(window.slow ?? []))")
        print(f"2,000 messages: first {first:.2f} s, all {done:.2f} s, longest task {slow:.0f} ms")
        assert first < 5
        assert done < 10
        assert slow < 1000
    assert desk.folder.decisions("anna")[long].decision == "include"
