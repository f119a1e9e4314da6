"""What can go wrong, and the exit code that says so.

    HikcorpusError                  1   a bug, if nothing more precise was raised
    ├── UsageError                  2   the command was typed wrongly
    ├── ConfigError                 3   a setting, a key or a file named in one is missing or wrong
    ├── NetworkError                4   try again later
    ├── LayoutChanged               5   the board no longer looks as its parser knows it
    ├── Refused                     6   robots, terms or a protection say no: never worked around
    ├── UnsafeOutput                7   an identifier would have reached an output
    ├── DataDamaged                 8   a stored part is not what its manifest says
    └── CannotWrite                 9   disk full or no permission; what was stored is untouched

0 is done (or nothing new), 130 is interrupted. Each message is one sentence that says what and where, and
one that says what to do next; neither may hold message text or an identifier of a poster.
"""

from typing import ClassVar


class HikcorpusError(Exception):
    """Base of all errors that a user meets: `what` happened, and the `next_step` to take."""

    exit_code: ClassVar[int] = 1
    meaning: ClassVar[str] = "a fault in hikcorpus itself: please report it"

    def __init__(self, what: str, next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.what} {self.next_step}".strip()

    def __reduce__(self) -> tuple[type["HikcorpusError"], tuple[str, str]]:
        return type(self), (self.what, self.next_step)  # worker processes hand errors back by pickle


class UsageError(HikcorpusError):
    """The command line cannot be understood."""

    exit_code = 2
    meaning = "the command was typed wrongly"


class ConfigError(HikcorpusError):
    """A setting, a key file or a named file is missing or wrong."""

    exit_code = 3
    meaning = "a setting, a key or a file named in one is missing or wrong"


class NetworkError(HikcorpusError):
    """The site could not be read now; the next run may succeed."""

    exit_code = 4
    meaning = "the network or the site failed; try again later"


class LayoutChanged(HikcorpusError):
    """A page no longer has the structure that its parser knows; nothing of it was stored as messages."""

    exit_code = 5
    meaning = "the board no longer looks as its parser knows it"


class ThreadMoved(LayoutChanged):
    """The page is the thread asked for, but it stands on another board now."""


class Refused(HikcorpusError):
    """The site does not want this: robots.txt, terms or a protection page. Never worked around."""

    exit_code = 6
    meaning = "refused by robots.txt, terms or a protection page"


class UnsafeOutput(HikcorpusError):
    """An identifier was found in what was about to be published; nothing was published."""

    exit_code = 7
    meaning = "unsafe output refused: an identifier was found in it"


class DataDamaged(HikcorpusError):
    """A stored part is missing or differs from its manifest."""

    exit_code = 8
    meaning = "stored data are damaged"


class CannotWrite(HikcorpusError):
    """The disk is full or the folder may not be written; everything committed before is intact."""

    exit_code = 9
    meaning = "cannot write: disk full or no permission"


ERRORS: tuple[type[HikcorpusError], ...] = (
    HikcorpusError,
    UsageError,
    ConfigError,
    NetworkError,
    LayoutChanged,
    Refused,
    UnsafeOutput,
    DataDamaged,
    CannotWrite,
)
