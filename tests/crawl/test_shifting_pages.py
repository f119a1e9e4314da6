"""Posts that were deleted while the pages of their thread were read, one after another."""

import pytest

from hikcorpus import pipeline
from hikcorpus.log import Silent
from tests.crawl.small_forum import SmallForum, post

DAY = 25 * 3600


class Restless(SmallForum):
    """before: path -> what happens right before it is asked for (once each, in turn). Its list counts no replies."""

    def __init__(self, *words, **more):
        super().__init__(*words, **more)
        site = self.folder / "forum.toml"
        site.write_text(site.read_text().replace('replies = ".replies"\n', ""))
        self.before = {}
        handle = self.transport.handle_request

        def handled(request):
            waiting = self.before.get(request.url.raw_path.decode("ascii"))
            if waiting:
                waiting.pop(0)()
                self.transport.recording = type(self.transport.recording)(self.pages())
            return handle(request)

        self.transport.handle_request = handled

    def take(self, many):
        """The first posts of thread 1 but for its opening are deleted."""

        def act():
            del self.threads[1][1 : 1 + many]

        return act

    def gone(self):
        return {name for name, (state, _) in self.standing().items() if state == "deleted"}


@pytest.fixture
def forum(tmp_path, clock):
    return Restless(tmp_path, clock, {1: [post(number) for number in range(10, 32)], 2: [post(40)]})


@pytest.mark.parametrize("many", [1, 2, 3])
@pytest.mark.parametrize(("place", "second"), [(2, 2), (3, 3), (4, 4), (3, 2), (4, 3), (5, 4)])
def test_posts_that_moved_up_a_page_between_two_requests_twice(forum, many, place, second):
    """At both looks the same posts slipped from a page not yet read to one that had been: they stand all the same."""
    forum.visit()
    forum.before = {f"/t/1?page={place}": [forum.take(many), lambda: None]}
    forum.before.setdefault(f"/t/1?page={second}", []).append(lambda: None)
    forum.before[f"/t/1?page={second}"][1:] = [forum.take(many)]
    forum.visit(after=DAY)
    assert not forum.before[f"/t/1?page={second}"]
    standing = {str(each["no"]) for each in forum.threads[1]}
    assert not forum.gone() & standing
    forum.visit(after=DAY)
    forum.visit(after=DAY)
    assert {name for name, (state, _) in forum.standing().items() if state == "live"} == standing | {"40"}
    before = sorted(map(repr, forum.rows()))
    pipeline.reparse([], forum.data, forum.clock, Silent())
    assert sorted(map(repr, forum.rows())) == before


def test_a_page_that_has_not_changed_is_asked_for_once_more_and_no_oftener(forum):
    """A post between two pages that is really gone: one request more, at the second look."""
    forum.visit()
    forum.threads[1] = [each for each in forum.threads[1] if each["no"] != 22]
    forum.threads[1].insert(12, post(23, "edited"))
    del forum.threads[1][13]
    _, asked = forum.visit(after=DAY)
    assert forum.gone() == {"22"}
    paths = [path for _, path, _, _ in asked]
    assert max(paths.count(path) for path in paths) == 3 and paths.count("/t/1?page=4") == 3
