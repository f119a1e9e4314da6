"""What a leak search found: kinds, places and numbers; never the values themselves."""

from collections import Counter
from dataclasses import dataclass, field

from hikcorpus.errors import UnsafeOutput


@dataclass
class Findings:
    """leaks and warnings: (kind, place) -> occurrences. place: `table.column`, or a file below the folder."""

    leaks: Counter[tuple[str, str]] = field(default_factory=Counter)
    warnings: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.leaks)

    def add(self, kind: str, place: str, n: int = 1, *, warning: bool = False) -> None:
        """Count something found; nothing is counted for n = 0."""
        if n:
            (self.warnings if warning else self.leaks)[(kind, place)] += n


def raise_if_found(findings: Findings) -> None:
    """Raises UnsafeOutput (exit code 7) where anything but warnings was found."""
    if not findings:
        return
    (kind, place), _ = findings.leaks.most_common(1)[0]
    total = sum(findings.leaks.values())
    raise UnsafeOutput(
        f"{total} identifiers were found in what was to be published, first of kind {kind} in {place}.",
        "Nothing was published; please report this with the kind and the place.",
    )
