"""What an adversary found in threads and listings of several pages: each once, as small as it gets."""

import pytest

from hikcorpus import pipeline
from hikcorpus.fetch.replay import Fault, Recorded
from hikcorpus.log import Silent
from tests.crawl.small_forum import SmallForum, html, post

DAY = 25 * 3600
SECRET = "xyzzysecret"


class Forum(SmallForum):
    """pins: threads whose own pages say that they are sticky. first: threads whose opening post is on every page."""

    pins, first = frozenset(), frozenset()

    def __init__(self, *words, **more):
        super().__init__(*words, **more)
        site = self.folder / "forum.toml"
        site.write_text(site.read_text().replace('page = ".page"\n', 'page = ".page"\nsticky = ".pin"\n'))

    def leaves(self, path, items, size, frame):
        number = path.rpartition("/t/")[2]
        if number in self.pins:
            frame = frame.replace("{}", "<i class=pin></i>{}")
        pages = super().leaves(path, items, size, frame)
        if number in self.first:
            again = {
                path: page.body.decode().replace("<article", items[0] + "<article", 1) for path, page in pages.items()
            }
            pages |= {each: Recorded(body.encode()) for each, body in again.items() if each != path}
        return pages

    def deleted(self):
        return {number for number, (state, _) in self.standing().items() if state == "deleted"}

    def put(self, change):
        """From now on pages are as `change` (a function of the dictionary of pages) makes them."""
        pages = self.pages

        def changed():
            out = pages()
            change(out)
            return out

        self.pages = changed

    def bodies(self):
        return [row["body"] for row in self.rows("evidence") if row["body"]]


@pytest.fixture
def forum(tmp_path, clock):
    threads = {number: [post(100 + number)] for number in range(2, 8)}
    return Forum(tmp_path, clock, {1: [post(number) for number in range(10, 18)]} | threads)


# false deletions


def test_posts_that_went_to_another_thread_of_the_board_are_not_blanked(forum):
    """A thread was split: the same post ids stand in the new thread, and stand for good."""
    forum.visit()
    posts = forum.threads[1]
    forum.threads[1], forum.threads[9] = posts[:4], posts[4:]
    for after in (DAY, DAY, 40 * DAY, DAY):
        forum.visit(after=after)
    there = [row for row in forum.rows() if (row["thread_id"], row["message_id"]) == ("9", "15")]
    assert [(row["state"], row["text"]) for row in there] == [("live", "hello")]


def test_a_cache_that_takes_no_notice_of_page_numbers_deletes_nobody(forum):
    """Pages 2 and 3 come as page 1 (their own number says so): they were not looked at."""
    forum.visit()
    first = forum.pages()["/t/1"].body
    forum.transport.faults |= {f"/t/1?page={page}": Fault(body=first) for page in (2, 3)}
    forum.visit(after=DAY)
    assert forum.deleted() == set()


def tagged(pages):
    """Every page with a validator of its own."""
    for path, page in pages.items():
        pages[path] = Recorded(page.body, page.status, (*page.headers, ("etag", f'"{len(page.body)}"')))


def test_an_old_copy_of_a_later_page_deletes_nobody(forum):
    """Page 1 has an ETag, which says nothing of page 4; the listing announces one reply more than all pages show."""

    forum.put(tagged)
    forum.threads[1] += [post(200), post(201)]
    forum.visit()
    old = forum.pages()["/t/1?page=4"].body
    forum.threads[1].append(post(202))
    forum.visit()
    forum.transport.faults["/t/1?page=4"] = Fault(body=old)
    forum.visit(after=DAY)
    assert forum.deleted() == set()


def test_an_absence_that_was_disproved_is_forgotten(forum):
    """Absent at look 1; seen at look 2, of which page 3 did not come; absent at look 3: no two looks agree."""
    forum.put(tagged)
    forum.visit()
    without = forum.pages()["/t/1?page=2"].body.replace(b'id="p15"', b'id="other"')
    forum.transport.faults["/t/1?page=2"] = Fault(body=without)
    forum.visit(refresh_hours=0.01, after=120)  # so soon after the last that second looks wait for the next visit
    assert forum.deleted() == set()
    forum.transport.faults = {"/t/1?page=3": Fault(status=404)}
    forum.visit(refresh_hours=0.01, after=120)
    forum.transport.faults = {"/t/1?page=2": Fault(body=without)}
    forum.visit(refresh_hours=0.01, after=120)
    assert forum.deleted() == set()


def test_a_thread_that_came_in_part_between_two_looks_is_not_gone(forum):
    """It left the listing: no page at look 1, its first page at look 2, none at look 3."""
    forum.visit()
    broken = {"/t/1": Fault(status=404)}
    listed = forum.pages

    def unlisted():
        pages = listed()
        posts = forum.threads.pop(1)
        out = pages | {path: page for path, page in listed().items() if path.startswith("/talk")}
        forum.threads[1] = posts
        return out

    forum.pages = unlisted
    for faults in (broken, {"/t/1?page=2": Fault(status=404)}, broken):
        forum.transport.faults = faults
        forum.visit(refresh_hours=0.01, after=420)  # so soon that second looks wait, late enough to ask again
    assert forum.thread_states()["1"] == "live"
    assert forum.deleted() == set()


def test_a_count_that_is_always_too_high_hides_no_deletion_for_good(forum):
    """The list counts a post that guests do not see; copies do not lag for days."""
    rows = forum.row
    forum.row = lambda number: rows(number).replace(
        f'replies">{len(forum.threads[number]) - 1}<', f'replies">{len(forum.threads[number])}<'
    )
    forum.put(tagged)
    for _ in range(3):
        forum.visit(after=DAY)
    forum.threads[1] = [each for each in forum.threads[1] if each["no"] != 13]
    for _ in range(2):
        forum.visit(after=DAY)
    assert forum.deleted() == set()
    for _ in range(7):
        forum.visit(after=DAY)
    assert forum.deleted() == {"13"}


def test_a_thread_that_the_listing_names_is_not_called_deleted(forum):
    """Away for one look (moved up while the listing was read, its page broken); then listed again, and broken again."""
    forum.visit()
    posts = forum.threads.pop(3)
    forum.visit(refresh_hours=0.01, after=120)  # so soon that second looks wait for the next visit
    forum.threads[3] = posts
    forum.transport.faults["/t/3"] = Fault(status=404)
    forum.visit(refresh_hours=0.01, after=120)
    assert forum.thread_states()["3"] == "live"
    assert forum.deleted() == set()


def test_a_thread_that_was_seen_on_another_board_is_not_called_deleted(forum):
    """Moved, said its page; broken at the next look."""
    forum.visit()
    posts = forum.threads.pop(3)
    frame = '<main data-thread="3" data-board="cellar"><h1>Thread 3</h1>{}</main>'
    forum.extra = forum.leaves("/t/3", [forum.article(each) for each in posts], 3, frame)
    forum.visit(refresh_hours=0.01, after=120)  # so soon that second looks wait for the next visit
    forum.transport.faults["/t/3"] = Fault(status=404)
    forum.visit(refresh_hours=0.01, after=120)
    assert forum.deleted() == set()


def test_a_thread_that_asks_for_a_login_has_not_moved(forum):
    """The listing goes on naming it."""
    forum.visit()

    def members_only(pages):
        pages["/t/3"] = Recorded(b"", 302, (("location", "/login"),))
        pages["/login"] = html("<form>Log in</form>")

    forum.put(members_only)
    forum.visit(after=DAY)
    assert forum.thread_states()["3"] in ("live", "blocked")


# losses


def test_reparse_where_a_blanked_post_once_stood_first(forum):
    """The opening post was away for a day; the reply after it stood first then, and was deleted later."""
    forum.visit()
    posts = forum.threads[1]
    for left in (posts[1:], posts, [posts[0], *posts[2:]]):
        forum.threads[1] = left
        forum.visit(after=DAY)
    assert forum.deleted() == {"11"}
    for after in (40 * DAY, DAY):
        forum.visit(after=after)
    before = forum.rows("threads")
    pipeline.reparse([], forum.data, forum.clock, Silent())
    assert forum.rows("threads") == before


def test_a_deletion_that_leaves_one_page_where_every_page_names_a_next_one(tmp_path, clock):
    """The second page is the first again: no page number was lost, for the list announces no more than was shown."""
    forum = Forum(tmp_path, clock, {1: [post(number) for number in range(10, 14)], 2: [post(102)]})
    forum.past_the_end = True
    forum.visit()
    del forum.threads[1][1]
    forum.visit(after=DAY)
    assert forum.deleted() == {"11"}


def test_three_threads_for_members_only_do_not_end_every_visit(forum):
    """The others are read again in their turn; a visit is no failure."""
    forum.visit()
    forum.transport.faults |= {f"/t/{number}": Fault(status=403) for number in (2, 3, 4)}
    forum.threads[6][0] = post(106, "mended")
    for _ in range(3):
        done, _ = forum.visit(after=DAY)
    assert forum.standing()["106"] == ("live", "mended")
    assert done.error is None


def test_threads_for_members_only_do_not_take_the_turn_of_others(tmp_path, clock):
    """Two threads are read again at a visit, and two are refused, for good."""
    forum = Forum(tmp_path, clock, {number: [post(100 + number)] for number in range(2, 8)}, recheck=2)
    forum.visit()
    forum.transport.faults |= {f"/t/{number}": Fault(status=403) for number in (2, 3)}
    for number in (4, 5, 6, 7):
        forum.threads[number][0] = post(100 + number, "mended")
    for _ in range(4):
        forum.visit(after=DAY)
    assert {text for no, (_, text) in forum.standing().items() if no > "103"} == {"mended"}


@pytest.mark.parametrize("read_before", [False, True])
def test_a_thread_for_members_only_is_asked_for_ever_more_seldom(forum, read_before):
    """At three visits, then daily in turn with the old readings; guests may be let in again."""
    if read_before:
        forum.visit()
        forum.threads[3].append(post(500))
    forum.transport.faults["/t/3"] = Fault(status=403)
    asked = []
    for _ in range(8):
        forum.threads[2].append(post(501 + len(asked)))  # the listing is another at each visit
        _, requests = forum.visit()
        asked.append(len([path for _, path, _, _ in requests if path.startswith("/t/3")]))
    assert [min(each, 1) for each in asked] == [1, 1, 1, 0, 0, 0, 0, 0]
    _, requests = forum.visit(after=DAY)
    assert [path for _, path, _, _ in requests if path == "/t/3"]
    forum.transport.faults.clear()
    forum.visit(after=DAY)
    assert forum.thread_states()["3"] == "live" and "103" in forum.standing()
    _, requests = forum.visit()
    assert not [path for _, path, _, _ in requests if path == "/t/3"]


def test_threads_for_members_only_do_not_hide_the_others(forum):
    """Guests see their titles in the list."""
    forum.transport.faults |= {f"/t/{number}": Fault(status=403) for number in (1, 2, 3)}
    forum.visit()
    forum.visit()
    assert "107" in forum.standing()


def test_a_refused_thread_that_is_gone_is_not_blocked_for_ever(forum):
    """It left the listing, and its page says that there is none."""
    forum.transport.faults["/t/3"] = Fault(status=403)
    forum.visit()
    del forum.threads[3]
    forum.transport.faults.clear()
    forum.visit(after=DAY)
    forum.visit(after=DAY)
    assert forum.thread_states()["3"] == "deleted"


@pytest.mark.parametrize("fault", [Fault(status=403), Fault(status=503), Fault(body=b"<html><h1>Log in</h1></html>")])
def test_what_the_first_pages_of_a_listing_show_is_read(forum, fault):
    """Some forums show guests only the newest pages: their board could never be collected."""
    forum.transport.faults["/talk?page=2"] = fault
    forum.visit()
    assert "107" in forum.standing()


def test_a_thread_of_which_a_page_did_not_come_is_asked_for_at_the_next_visit(forum):
    """Wherever in the listing it stands."""
    for _ in range(4):
        forum.visit()
    forum.threads[1] += [post(120), post(121)]
    for number in range(2, 6):
        forum.threads[number].append(post(200 + number))
    forum.transport.faults["/t/1?page=4"] = Fault(status=404)
    forum.visit()
    forum.transport.faults.clear()
    forum.visit()
    assert {"120", "121"} <= set(forum.standing())


def test_a_thread_of_which_a_page_never_comes_is_not_asked_for_at_every_visit(forum):
    """Three times, then in turn with the old readings, or when its mark is another."""
    forum.visit()
    forum.threads[1] += [post(120), post(121)]
    forum.transport.faults["/t/1?page=3"] = Fault(status=404)
    asked = []
    for _ in range(6):
        _, requests = forum.visit()
        asked.append("/t/1" in [path for _, path, _, _ in requests])
    assert asked == [True, True, True, False, False, False]
    forum.threads[1].append(post(130))
    _, requests = forum.visit()
    assert "/t/1" in [path for _, path, _, _ in requests]


@pytest.mark.parametrize("number", [10, 11])
def test_the_oldest_posts_of_a_sticky_thread_can_be_deleted(forum, number):
    """And then have to be blanked in time."""
    forum.pins = {"1"}
    forum.visit()
    forum.threads[1] = [each for each in forum.threads[1] if each["no"] != number]
    forum.visit(after=DAY)
    forum.visit(after=DAY)
    assert forum.deleted() == {str(number)}


def test_an_opening_post_on_every_page_opens_its_thread(forum):
    """A habit of several forums."""
    forum.first = {"1"}
    forum.visit()
    assert [row["is_opening"] for row in forum.rows() if row["message_id"] == "10"] == [True]


# leaks


def test_blanking_finds_pages_that_came_from_another_address(forum):
    """`/t/1` leads to `/t/1-its-title`, as with most forums of today."""
    forum.threads[1][1] = post(11, SECRET)

    def slugs(pages):
        pages["/t/1?page=1"] = pages.pop("/t/1")
        pages["/t/1"] = Recorded(b"", 301, (("location", "/t/1?page=1"),))

    forum.put(slugs)
    forum.visit()
    forum.threads[1] = [each for each in forum.threads[1] if each["no"] != 11]
    for after in (DAY, 40 * DAY, DAY):
        forum.visit(after=after)
    assert forum.deleted() == {"11"}
    assert forum.bodies() and not [body for body in forum.bodies() if SECRET.encode() in body]


def test_blanking_takes_titles_out_of_marks(forum):
    """The opening post was deleted, and its title is its subject."""
    rows = forum.row
    forum.row = lambda number: rows(number).replace("Thread 3", SECRET)
    forum.visit()
    del forum.threads[3]
    for after in (DAY, 40 * DAY, DAY):
        forum.visit(after=after)
    assert forum.deleted() == {"103"}
    assert not [row for row in forum.rows("observations") if SECRET in repr(row)]


# manners


@pytest.mark.parametrize("status", [429, 503])
def test_a_site_that_asks_to_slow_down_is_left_alone(forum, status):
    """Whichever page said so."""
    for number in range(2, 8):
        forum.threads[number] += [post(300 + 10 * number + each) for each in range(5)]
    forum.transport.faults |= {f"/t/{number}?page=2": Fault(status=status) for number in range(2, 8)}
    done, asked = forum.visit()
    assert len({path for _, path, _, code in asked if code == status}) == 1
    assert done.error is not None


@pytest.mark.parametrize("replied", [False, True])
def test_a_moved_thread_that_stays_listed_is_not_asked_for_again_and_again(forum, replied):
    """Boards leave a pointer behind. If it comes back that is noticed: by its mark, else in its turn."""
    forum.threads[3].append(post(500))
    forum.visit()
    forum.boards[3] = "cellar"
    forum.visit(after=DAY)
    assert forum.thread_states()["3"] == "moved"
    forum.threads[7].append(post(600))
    _, asked = forum.visit()
    assert not [path for _, path, _, _ in asked if path == "/t/3"]
    forum.boards.clear()
    if replied:
        forum.threads[3].append(post(601))
    forum.visit(after=900 if replied else DAY)
    assert forum.thread_states()["3"] == "live"


def test_a_quiet_visit_does_not_write_down_all_threads(tmp_path, clock):
    """50,000 ids at each visit would be more than all else that is kept."""
    forum = Forum(tmp_path, clock, {number: [post(100 + number)] for number in range(1, 50)})
    forum.visit()
    forum.threads[7].append(post(700))
    forum.visit()
    forum.visit()
    del forum.threads[9]
    forum.visit(after=DAY)
    whole, *later = [len(row["mark"]) for row in forum.looks(kind="listing")]
    assert whole > 49 * 2 and all(each < 45 for each in later)
    assert forum.thread_states()["9"] == "deleted"
