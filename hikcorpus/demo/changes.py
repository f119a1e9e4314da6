"""All that differs between the two visits, and whether any listing shows it."""

from dataclasses import dataclass
from typing import Literal

from hikcorpus.demo.pages import Pages
from hikcorpus.demo.records import Key, Thread
from hikcorpus.demo.world import World

ChangeKind = Literal[
    "new_thread", "new_post", "deleted_thread", "pruned_thread", "deleted_post", "edited_post", "dead_cite"
]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between visit 1 and visit 2.

    thread: key of the thread. post: key of the post concerned, None for whole threads. dead_cite: the post's HTML
    changes because a post that it cites is gone; its text does not. listed: the thread's entry in `catalog.json`
    or `threads.json` differs (its page and place apart), or the thread comes or goes.
    """

    kind: ChangeKind
    thread: Key
    post: Key | None
    listed: bool


def _within(thread: Thread, world: World, before: Pages, after: Pages) -> list[Change]:
    listed = before.catalog_entry(thread) != after.catalog_entry(thread)
    first, second = world.visits
    old, new = thread.posts_at(first), thread.posts_at(second)
    standing = {p.key for p in new}
    known = {p.key for p in old}
    changes = [Change("new_post", thread.key, p.key, listed) for p in new if p.key not in known]
    changes += [Change("deleted_post", thread.key, p.key, listed) for p in old if p.key not in standing]
    for post in old:
        if post.key not in standing:
            continue
        if post.typed_at(first) != post.typed_at(second):
            changes.append(Change("edited_post", thread.key, post.key, listed))
        elif before.com(post) != after.com(post):
            changes.append(Change("dead_cite", thread.key, post.key, listed))
    return changes


def changes(world: World) -> tuple[Change, ...]:
    """Every difference between the visits. A new thread counts once, and so does each of its posts."""
    before, after = Pages(world, 1), Pages(world, 2)
    first, second = world.visits
    found: list[Change] = []
    for thread in world.threads:
        was, is_ = thread.shown_at(first), thread.shown_at(second)
        if was and is_:
            found += _within(thread, world, before, after)
        elif was:
            kind: ChangeKind = "deleted_thread" if thread.deleted_at is not None else "pruned_thread"
            found.append(Change(kind, thread.key, None, True))
        elif is_:
            found.append(Change("new_thread", thread.key, None, True))
            found += [Change("new_post", thread.key, p.key, True) for p in thread.posts_at(second)]
    return tuple(found)
