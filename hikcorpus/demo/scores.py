"""How well a stage did against the invented truth: counts only."""

from collections import defaultdict
from dataclasses import dataclass, field

from hikcorpus.demo.records import Key, Planted


@dataclass(frozen=True, slots=True)
class Tally:
    """`hit` of `of`."""

    of: int
    hit: int

    @property
    def share(self) -> float:
        """hit / of; 1.0 where there was nothing to hit."""
        return self.hit / self.of if self.of else 1.0

    def __str__(self) -> str:
        return f"{self.hit} of {self.of}"


@dataclass(frozen=True, slots=True)
class CaptureScore:
    """posts, deletions, edits: what some listing shows. hidden_*: what none shows, found by luck or a forced look.

    texts: stored texts that equal the truth line by line, of those stored. surplus: stored and never there.
    false_deletions: marked as deleted though they were not (pruned threads count here).
    """

    posts: Tally
    hidden_posts: Tally
    texts: Tally
    surplus: int
    deletions: Tally
    hidden_deletions: Tally
    false_deletions: int
    edits: Tally
    hidden_edits: Tally
    missing: tuple[Key, ...]


@dataclass(slots=True)
class Masked:
    """gone: nothing of the value is left. partly: the value is gone, a tell-tale part of it stays. left: it stays."""

    planted: int = 0
    gone: int = 0
    partly: int = 0
    left: int = 0


@dataclass(slots=True)
class MaskingScore:
    """kinds, forms: what this stage is expected to find (forms: by `kind/form`). beyond: not expected yet.

    decoys: by form; here `left` is right and `gone` is a false alarm.
    """

    kinds: defaultdict[str, Masked] = field(default_factory=lambda: defaultdict(Masked))
    forms: defaultdict[str, Masked] = field(default_factory=lambda: defaultdict(Masked))
    beyond: defaultdict[str, Masked] = field(default_factory=lambda: defaultdict(Masked))
    decoys: defaultdict[str, Masked] = field(default_factory=lambda: defaultdict(Masked))

    def count(self, mark: Planted, *, beyond: bool, left: bool, partly: bool) -> None:
        """Count one planted value."""
        if mark.kind == "decoy":
            tallies = [self.decoys[mark.form]]
        elif beyond:
            tallies = [self.beyond[mark.kind]]
        else:
            tallies = [self.kinds[mark.kind], self.forms[f"{mark.kind}/{mark.form}"]]
        for tally in tallies:
            tally.planted += 1
            tally.left += left
            tally.partly += partly
            tally.gone += not left and not partly

    @property
    def total(self) -> Masked:
        """All kinds that this stage is expected to find, together."""
        every = list(self.kinds.values())
        return Masked(
            sum(m.planted for m in every),
            sum(m.gone for m in every),
            sum(m.partly for m in every),
            sum(m.left for m in every),
        )


@dataclass(frozen=True, slots=True)
class TopicScore:
    """kept, about, right: threads kept, threads truly about family, and both. traps: trap threads kept."""

    threads: int
    kept: int
    about: int
    right: int
    traps: Tally
    missed: tuple[Key, ...]
    wrong: tuple[Key, ...]

    @property
    def precision(self) -> float:
        """Share of the kept threads that are about family; 1.0 where none was kept."""
        return self.right / self.kept if self.kept else 1.0

    @property
    def recall(self) -> float:
        """Share of the threads about family that were kept."""
        return self.right / self.about if self.about else 1.0


@dataclass(frozen=True, slots=True)
class ParticipantScore:
    """excluded: excluded names by kind of name (cafe should be all, one_computer and pair none, default none).

    default_like: a name typed from many computers that looks like a default one: set aside either way. participants:
    labels given; mixed: labels that lump several people; computers: (thread, computer) groups; split: those of
    them that fall into several labels.
    """

    excluded: dict[str, Tally]
    participants: int
    mixed: int
    computers: int
    split: int
