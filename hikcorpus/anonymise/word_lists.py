"""Lists of words that recognisers need, from `hikcorpus/weights/words/`: read when the first text is."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def sections(name: str) -> Mapping[str, tuple[str, ...]]:
    """The lists of a file by their headings, each in the file's order; entries may be patterns.

    `# comment`, `[heading]`, then entries with semicolons between them over any number of lines.
    """
    found: dict[str, tuple[str, ...]] = {}
    heading = ""
    for line in (files("hikcorpus") / "weights" / "words" / name).read_text("utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            heading = line[1:-1]
            found[heading] = ()
        elif not line.startswith("#"):
            found[heading] += tuple(entry for part in line.split(";") if (entry := part.strip()))
    return found


def alternatives(name: str, heading: str) -> str:
    """A list as a pattern of its entries, in their order and in no brackets."""
    return "|".join(sections(name)[heading])


@cache
def words(name: str, heading: str) -> frozenset[str]:
    """A list as a set."""
    return frozenset(sections(name)[heading])
