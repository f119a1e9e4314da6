"""Plain facts of an invented world, post by post, thread by thread, name by name."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from hikcorpus.demo.changes import Change, changes
from hikcorpus.demo.markup import cites, reader_text
from hikcorpus.demo.people import SHARED
from hikcorpus.demo.records import Key, Planted
from hikcorpus.demo.world import Visit, World


@dataclass(frozen=True, slots=True)
class PostTruth:
    """One post. text: as a reader sees it at visit 1 (new posts: at visit 2); edited_text: after an edit, or None.

    name: as typed, "" where none was; shown_name: what the page says. name_kind: kind of the persona.
    cites: (board, number) that the engine links while they stand. deleted: gone at visit 2, its thread still there.
    """

    key: Key
    thread: Key
    persona: str
    computer: str
    name_kind: str
    name: str
    shown_name: str
    trip: str
    text: str
    edited_text: str | None
    cites: tuple[Key, ...]
    planted: tuple[Planted, ...]
    tags: tuple[str, ...]
    at_visit: tuple[bool, bool]
    deleted: bool


@dataclass(frozen=True, slots=True)
class ThreadTruth:
    """One thread. state: at visit 2: live, deleted or pruned. trap: word, story or "": holds family words."""

    key: Key
    language: str
    about_family: bool
    trap: str
    state: str
    at_visit: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class NameTruth:
    """One screen name of one board. kind: one_computer, pair, cafe, default, default_like.

    computers: how many typed it; in_one_thread: the most in any single thread.
    """

    board: str
    name: str
    kind: str
    computers: int
    in_one_thread: int


class Facts:
    """All facts of one world that a stage can be judged by."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._kinds = {p.key: p.kind for p in world.personas}

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every difference between the visits."""
        return changes(self.world)

    @cached_property
    def posts(self) -> dict[Key, PostTruth]:
        """Every post."""
        return {p.key: p for t in self.world.threads for p in self._posts_of(t.key)}

    def _posts_of(self, key: Key) -> list[PostTruth]:
        world, thread = self.world, self.world.thread(key)
        first, second = world.visits
        out = []
        for p in thread.posts:
            code = p.board == "en"
            seen = tuple(thread.shown_at(at) and p.shown_at(at) for at in (first, second))
            out.append(
                PostTruth(
                    key=p.key,
                    thread=key,
                    persona=p.persona,
                    computer=p.computer,
                    name_kind=self._kinds[p.persona],
                    name=p.name,
                    shown_name=p.name or world.board(p.board).default_name,
                    trip=p.trip,
                    text=reader_text(p.typed, code),
                    edited_text=reader_text(p.edit.typed, code) if p.edit else None,
                    cites=cites(p.typed, p.board),
                    planted=p.planted,
                    tags=p.tags,
                    at_visit=(seen[0], seen[1]),
                    deleted=p.deleted_at is not None,
                )
            )
        return out

    @cached_property
    def threads(self) -> dict[Key, ThreadTruth]:
        """Every thread."""
        first, second = self.world.visits
        return {
            t.key: ThreadTruth(
                key=t.key,
                language=self.world.board(t.board).language,
                about_family=t.about_family,
                trap=t.trap,
                state="deleted" if t.deleted_at else "pruned" if t.pruned_at else "live",
                at_visit=(t.shown_at(first), t.shown_at(second)),
            )
            for t in self.world.threads
        }

    @cached_property
    def names(self) -> dict[tuple[str, str], NameTruth]:
        """Every screen name by (board, name), the default names among them."""
        computers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        together: defaultdict[tuple[str, str, Key], set[str]] = defaultdict(set)
        kinds: dict[tuple[str, str], str] = {}
        for post in self.posts.values():
            name = (post.key[0], post.shown_name)
            computers[name].add(post.computer)
            together[(*name, post.thread)].add(post.computer)
            kinds[name] = post.name_kind if post.name else "default"
        most = dict.fromkeys(computers, 0)
        for (board, shown, _), group in together.items():
            most[board, shown] = max(most[board, shown], len(group))
        out = {}
        for name, group in computers.items():
            plain = "pair" if len(group) == 2 else "one_computer"
            kind = kinds[name] if kinds[name] in SHARED | {"default"} else plain
            out[name] = NameTruth(*name, kind, len(group), most[name])
        return out

    def text_at(self, key: Key, visit: Visit) -> str:
        """The text of that post as it stood at that visit, or last stood before."""
        post, code = self.world.post(key), key[0] == "en"
        return reader_text(post.typed_at(self.world.moment(visit)), code)
