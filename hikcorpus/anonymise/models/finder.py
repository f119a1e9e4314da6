"""What every model becomes: a finder of identifiers, whatever library reads the text."""

from dataclasses import dataclass
from typing import Protocol

from hikcorpus.anonymise.anchors import BLANK
from hikcorpus.anonymise.models.pieces import pieces
from hikcorpus.anonymise.models.settings import Model
from hikcorpus.errors import ConfigError

Found = tuple[int, int, str, float]
"""(start, end, entity, score): code points of the text that was given, end exclusive; scores lie from .5 to 1."""

Read = tuple[int, int, str, float]
"""(start, end, label of the model, its probability) in the piece that was read."""


class Reader(Protocol):
    """A loaded model, in its own terms."""

    labels: frozenset[str] | None
    """All labels that it can give; None where it takes any."""

    def fits(self, text: str) -> bool:
        """Whether the model reads this text to its end."""
        ...

    def read(self, text: str) -> list[Read]:
        """Spans under the labels of the settings, of the lowest probability that counts or a higher one."""
        ...


@dataclass(frozen=True)
class Finder:
    """Finds identifiers in texts made by `text.normalise.visible`; the same text always gives the same spans."""

    settings: Model
    reader: Reader

    def find(self, text: str) -> list[Found]:
        """Identifiers in order; they may overlap. What the model counts at all scores .5 or more.

        Raises ConfigError where the model fails on a text: what is not read is never taken for free of names.
        """
        shown = text.replace(BLANK, " ")  # blanked reply links are no words
        found: list[Found] = []
        for start, end in pieces(shown, self.reader.fits):
            piece = shown[start:end]
            for first, last, label, score in self._read(piece):
                entity = self.settings.labels.get(label)
                begin, stop = _trimmed(piece, first, last)
                if entity is not None and begin < stop:
                    found.append((start + begin, start + stop, entity, 0.5 + min(score, 1.0) / 2))
        return sorted(found)

    def _read(self, piece: str) -> list[Read]:
        if not piece.strip():
            return []
        try:
            return self.reader.read(piece)
        except Exception as error:  # the words of a library may quote the message: only its class is told
            raise ConfigError(
                f"The {self.settings.kind} model {self.settings.model!r} failed on a text ({type(error).__name__}).",
                "Nothing was published. Take the model out of the anonymise configuration, or another version of it.",
            ) from None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    end = min(end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
