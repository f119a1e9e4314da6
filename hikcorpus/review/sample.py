"""Which threads are read: everything the filter proposes, and a random sample of what it dropped. Pure.

Random means: by a keyed hash of the thread's pseudonym, which has nothing to do with what is in the thread. A larger
sample holds the smaller one, and filtering anew draws as few new threads as can be.
"""

from collections.abc import Collection, Iterable
from hashlib import blake2b
from typing import Any, NamedTuple

from hikcorpus.errors import UsageError
from hikcorpus.store.reviews import Entry, Sheet


class Changes(NamedTuple):
    """What a new corpus did to a sheet, in threads. former: off the lists, but decided. withdrawn: off, undecided.

    lost: decided, but in no table any more (the key was changed, or the boards of the study).
    """

    proposed: int = 0
    sampled: int = 0
    former: int = 0
    withdrawn: int = 0
    lost: int = 0


def draw(
    scores: Iterable[dict[str, Any]],
    study: str,
    topic: str,
    corpus: str,
    sample: int | None = None,
    seed: int | None = None,
    before: Sheet | None = None,
    decided: Collection[str] = (),
) -> tuple[Sheet, Changes]:
    """The sheet for this corpus.

    scores: rows with thread_id, decision (kept or dropped) and messages (live). sample, seed: None = as before, or
    100 and 0. before: the sheet until now. decided: threads with a decision of anybody, which stay on it.
    Raises UsageError where another seed or a smaller sample is asked for than was drawn.
    """
    if before is not None:
        if seed not in (None, before.seed) or (sample is not None and sample < before.sample):
            raise UsageError(
                f"The threads to read were drawn before (sample {before.sample}, seed {before.seed}).",
                "Give the same seed and no smaller sample, or none of the two.",
            )
        seed, sample = before.seed, before.sample if sample is None else sample
    seed, sample = seed or 0, 100 if sample is None else sample
    rows = list(scores)
    known = {row["thread_id"] for row in rows}
    proposed, dropped, empty = set[str](), list[str](), 0
    for row in rows:
        if row["decision"] == "kept":
            proposed.add(row["thread_id"])
        elif row["messages"]:
            dropped.append(row["thread_id"])
        else:
            empty += 1
    drawn = set(sorted(dropped, key=lambda thread: hashed(thread, seed, "draw"))[:sample])
    earlier = set(before.ids()) if before else set()
    gone = earlier - proposed - drawn
    lost = gone & set(decided) - known
    former = gone & set(decided) & known
    entries = [Entry(thread, "proposed") for thread in proposed]
    entries += [Entry(thread, "dropped") for thread in drawn]
    entries += [Entry(thread, "former") for thread in former]
    entries.sort(key=lambda entry: entry.thread_id)
    sheet = Sheet(study, topic, seed, sample, corpus, len(dropped), empty, tuple(entries))
    return sheet, Changes(
        len(proposed - earlier), len(drawn - earlier), len(former), len(gone - former - lost), len(lost)
    )


def reading_order(sheet: Sheet, coder: str) -> list[str]:
    """All threads of the sheet in this coder's own random order, the same each time."""
    return sorted(sheet.ids(), key=lambda thread: hashed(thread, sheet.seed, f"order:{coder}"))


def hashed(thread: str, seed: int, use: str) -> bytes:
    """8 bytes that stand for a throw of dice; the same thread, seed and use give the same."""
    person = blake2b(use.encode(), digest_size=16).digest()
    return blake2b(thread.encode(), digest_size=8, salt=seed.to_bytes(8), person=person).digest()
