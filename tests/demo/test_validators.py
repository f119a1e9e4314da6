"""Validators of the demo site change exactly when the bytes of a page do."""

from email.utils import parsedate_to_datetime

import pytest

from hikcorpus.demo.site import DemoSite


@pytest.fixture
def site(small, clock) -> DemoSite:
    return DemoSite(small, clock)


def _paths(world, visit):
    for board in world.boards:
        yield f"/{board.name}/catalog.json"
        yield f"/{board.name}/threads.json"
        yield f"/{board.name}/0.json"
        yield from (f"/{board.name}/res/{t.number}.json" for t in world.catalog(board.name, visit))


def test_validators_change_exactly_with_the_bytes(small, site):
    """Between the visits, and never within one, however late it is."""
    changed = same = 0
    for path in _paths(small, 2):
        site.moment = 1
        before = site.respond(path)
        assert site.respond(path)[1].get("ETag") == before[1].get("ETag")
        site.moment = 2
        after = site.respond(path)
        assert after[0] == 200
        if before[0] == 404:
            continue
        different = before[2] != after[2]
        changed, same = changed + different, same + (not different)
        assert (before[1]["ETag"] != after[1]["ETag"]) is different, path
        assert (before[1]["Last-Modified"] != after[1]["Last-Modified"]) is different, path
        assert parsedate_to_datetime(after[1]["Last-Modified"]) <= small.visits[1]
    assert changed > 10
    assert same >= 3


def test_validators_of_the_whole_world_change_exactly_with_the_bytes(world, clock):
    """The same at full size: no page changes under an old validator."""
    site = DemoSite(world, clock)
    same = 0
    for path in _paths(world, 1):
        site.moment = 1
        _, first, before = site.respond(path)
        site.moment = 2
        status, second, after = site.respond(path)
        if status == 200:
            assert (first["ETag"] != second["ETag"]) is (before != after), path
            same += before == after
    assert same > 120
