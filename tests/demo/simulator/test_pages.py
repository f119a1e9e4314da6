"""Pages agree with one another and with the truth at any moment, in every mode."""

import re
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.demo.simulator.wording import lines_of, mark_of
from tests.demo.simulator.conftest import MODES, SMALL, START, Visitor

ANY_BOARD = {"seed": st.integers(0, 10_000), "after": st.floats(0, 7200), "mode": st.sampled_from(MODES)}
FEW = settings(max_examples=15, deadline=None, derandomize=True)
NOTES = re.compile(r"USER WAS BANNED|\[moderator:")


@FEW
@given(**ANY_BOARD)
def test_counts_are_what_thread_pages_hold(seed, after, mode):
    """The listing's replies are the replies on the thread's page, at any moment of any board."""
    board = Visitor(seed, mode=mode).wait(after)
    listed = board.listed()
    assert listed
    for thread in listed:
        assert thread["replies"] == len(board.posts(thread["no"])) - 1
    if mode != "vichan":
        lines = [line for page in board.json("/b/threads.json") for line in page["threads"]]
        assert lines == [{key: thread[key] for key in ("no", "last_modified", "replies")} for thread in listed]


@FEW
@given(**ANY_BOARD)
def test_pages_show_what_the_truth_says(seed, after, mode):
    """All pages together show the posts of `still_there`, edited ones with their note, no other with one."""
    board = Visitor(seed, mode=mode).wait(after)
    numbers = [thread["no"] for thread in board.listed()]
    assert tuple(numbers) == board.truth.live_threads(board.now)
    if mode == "fourchan":
        archived = board.json("/b/archive.json")
        assert tuple(archived) == board.truth.archive(board.now)
        numbers += archived
    shown = {post["no"]: post for number in numbers for post in board.posts(number)}
    assert shown.keys() == board.truth.still_there(board.now)
    for number, fields in shown.items():
        post = board.truth.post(number)
        assert board.truth.stands(post, board.now)
        assert fields["time"] == int(post.posted_at.timestamp())
        assert fields["resto"] == (0 if post.is_opening else post.thread.number)
        assert len(NOTES.findall(fields["com"])) == len(post.edited_at)


@FEW
@given(**ANY_BOARD)
def test_the_index_shows_the_newest_replies_as_the_thread_does(seed, after, mode):
    """Index pages list the threads in the listing's order, each with its last five replies, byte for byte alike."""
    board = Visitor(seed, mode=mode).wait(after)
    first, size = (0, 10) if mode == "vichan" else (1, 15)
    listed = board.listed()
    pages = [board.json(f"/b/{first + place}.json") for place in range(-(-len(listed) // size))]
    groups = [group["posts"] for page in pages for group in page["threads"]]
    assert [group[0]["no"] for group in groups] == [thread["no"] for thread in listed]
    assert board.ask(f"/b/{first + len(pages)}.json").status == 404
    for group, entry in zip(groups, listed, strict=True):
        whole = board.posts(entry["no"])
        assert group[1:] == whole[1:][-5:]
        assert entry.get("omitted_posts", 0) == max(0, len(whole) - 6)
        if mode != "vichan":
            assert entry.get("last_replies", []) == whole[1:][-5:]


def test_vichan_says_what_vichan_says():
    """Bump only and no counts in threads.json; no last replies in the catalog; sage in the mail field; no archive."""
    board = Visitor(mode="vichan").wait(600)
    listed = board.listed()
    assert all({"replies", "images", "omitted_posts", "last_modified"} <= thread.keys() for thread in listed)
    assert not any("last_replies" in thread for thread in listed)
    lines = [line for page in board.json("/b/threads.json") for line in page["threads"]]
    assert all(line.keys() == {"no", "last_modified", "id"} for line in lines)
    assert [line["last_modified"] for line in lines] == [thread["last_modified"] for thread in listed]
    assert board.ask("/b/archive.json").status == 404
    posts = [post for thread in listed for post in board.posts(thread["no"])]
    saged = {post["no"] for post in posts if post.get("email") == "sage"}
    assert saged
    assert saged == {post["no"] for post in posts if board.truth.post(post["no"]).sage}


def test_an_archived_thread_stays_readable_and_then_goes():
    """archived, closed, without poster ids and counted in archive.json for archive_hours; then 404. Others: at once."""
    board = Visitor()
    thread = next(t for t in board.truth.threads if t.archived_at and t.archived_at > START - timedelta(hours=0.4))
    opening, *replies = board.posts(thread.number)
    assert (opening["archived"], opening["closed"]) == (1, 1)
    assert opening["archived_on"] == int(thread.archived_at.timestamp())
    assert not any("id" in post for post in [opening, *replies])
    assert thread.number in board.json("/b/archive.json")
    board.until(thread.archived_at + timedelta(hours=0.5))
    assert board.ask(board.path(thread.number)).status == 404
    assert thread.number not in board.json("/b/archive.json")
    for mode in ("vichan", "no_archive"):
        other = Visitor(mode=mode)
        assert other.ask("/b/archive.json").status == 404
        pruned = [t.number for t in other.truth.threads if t.pruned_at]
        assert pruned
        assert {other.ask(other.path(number)).status for number in pruned} == {404}


def test_texts_are_unique_and_quotes_are_links(mode):
    """No two posts read alike; quotes are the engine's links, and lose the link when their target is deleted."""
    board = Visitor(mode=mode, threads=60).wait(3600)
    posts = [post for thread in board.listed() for post in board.posts(thread["no"])]
    assert len({post["com"] for post in posts}) == len(posts) > 200
    link = r'class="quotelink">' if mode != "vichan" else r'\.html#\d+">'
    dead = r'class="deadlink">' if mode != "vichan" else r'class="quote">'
    standing = board.truth.still_there(board.now)
    found = {True: 0, False: 0}
    for post in posts:
        for number in board.truth.post(post["no"]).quotes:
            alive = number in standing
            found[alive] += 1
            assert re.search(f"{link if alive else dead}&gt;&gt;{number}<", post["com"])
    assert min(found.values()) > 0


def test_every_number_has_its_own_words():
    """First lines end in a word that no other number has, so no two texts can be the same."""
    numbers = [*range(1, 5000), *range(100_001, 115_001)]
    assert len({mark_of(number) for number in numbers}) == len(numbers)
    assert all(lines_of(1, number)[0].endswith(f" {mark_of(number)}") for number in numbers)


def test_last_modified_moves_as_the_engine_moves_it(mode):
    """4chan: at every change of the thread. vichan: at bumps only, whatever is deleted, edited or saged."""
    board = Visitor(mode=mode)
    for _ in range(40):
        board.wait(37)
        for entry in board.listed():
            thread = board.truth.thread(entry["no"])
            standing = [post for post in thread.posts if board.truth.stands(post, board.now)]
            times = [post.posted_at for post in thread.posts]
            if mode != "vichan":
                times += [post.deleted_at for post in thread.posts if post.deleted_at]
                times += [at for post in standing for at in post.edited_at]
                assert entry["last_modified"] >= int(max(times).timestamp())
            else:
                bumps = [post.posted_at for post in thread.posts if not post.sage]
                assert entry["last_modified"] in {int(at.timestamp()) for at in bumps}
                assert len(thread.posts) >= SMALL.bump_limit or entry["last_modified"] == int(max(bumps).timestamp())


def test_anti_bump_flood_sets_the_bump_back():
    """With vichan's option on, the deletion of the newest reply sets the bump back to what stands."""
    board = Visitor(mode="vichan", anti_bump_flood=True, bump_limit=10_000)
    back = 0
    for _ in range(60):
        board.wait(37)
        listed = board.listed()
        assert [e["no"] for e in sorted(listed, key=lambda e: -e["last_modified"])] == [e["no"] for e in listed]
        for entry in listed:
            thread = board.truth.thread(entry["no"])
            if any(post.deleted_by == "post" for post in thread.posts):
                bumps = [p.posted_at for p in thread.posts if not p.sage and board.truth.stands(p, board.now)]
                newest_ever = max(post.posted_at for post in thread.posts if not post.sage)
                back += newest_ever != max(bumps)
                if thread.posts[-1].deleted_by is None and thread.posts[-1].sage:
                    continue
                assert entry["last_modified"] == int(max(bumps).timestamp())
    assert back > 0
