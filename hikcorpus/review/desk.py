"""What a page may show and change: one coder's desk, or the table at which all settle where they differ."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

from hikcorpus.errors import UsageError
from hikcorpus.review.decided import contested
from hikcorpus.review.result import Result, result
from hikcorpus.review.result_text import lines
from hikcorpus.review.sample import reading_order
from hikcorpus.review.threads import Reading
from hikcorpus.store.reviews import CONSENSUS, Decision, ReviewFolder, Sheet, Verdict

REASON_LIMIT = 2000  # characters


@dataclass(frozen=True, slots=True)
class Desk:
    """What one server works on. topic: title, definition, source (text), includes, excludes (lists of text).

    coder: whose desk, or `consensus`. coders: who takes part in the study, None = all who decided anything.
    now: the clock.
    """

    folder: ReviewFolder
    sheet: Sheet
    reading: Reading
    topic: dict[str, Any]
    coder: str
    now: Callable[[], datetime]
    coders: tuple[str, ...] | None = None
    _one: threading.Lock = field(default_factory=threading.Lock)

    @property
    def mode(self) -> Literal["read", "consensus"]:
        """read: one coder, alone. consensus: all together, over the threads with which they differ."""
        return "consensus" if self.coder == CONSENSUS else "read"

    def threads(self) -> list[str]:
        """Threads to decide here, in the order in which they are shown."""
        if self.mode == "read":
            return reading_order(self.sheet, self.coder)
        return contested(reading_order(self.sheet, CONSENSUS), self._decisions())

    def study(self) -> dict[str, Any]:
        """All but the threads' messages: the topic, and each thread's title, size and decision here."""
        sizes = {
            each["values"]: each["counts"] for each in self.reading.messages["thread_id"].value_counts().to_pylist()
        }
        mine = self.folder.decisions(self.coder)
        return {
            "study": self.sheet.study,
            "topic": self.topic | {"name": self.sheet.topic},
            "mode": self.mode,
            "coder": self.coder,
            "threads": [
                {"id": thread, "title": self.reading.titles.get(thread), "lang": self.reading.languages.get(thread)}
                | {"opening": self.reading.openings.get(thread)}
                | {"messages": sizes.get(thread, 0), **_said(mine.get(thread))}
                for thread in self.threads()
            ],
        }

    def thread(self, thread: str) -> dict[str, Any] | None:
        """One thread with its messages, None where it is none of this desk's. At consensus also who said what."""
        if thread not in self.threads():
            return None
        shown = self.reading.thread(thread)
        if self.mode == "consensus":
            said = self._decisions()
            shown["said"] = [{"coder": name, **_said(mine.get(thread))} for name, mine in sorted(said.items())]
        return shown

    def decide(self, thread: str, decision: str, reason: str) -> str:
        """Store a decision; gives its instant (ISO, UTC), on disk by then. Raises UsageError, CannotWrite."""
        if thread not in self.threads() or decision not in get_args(Verdict) or len(reason) > REASON_LIMIT:
            raise UsageError("This is no decision on a thread of this review.", "Reload the page.")
        if self.mode == "read" and thread in self.folder.decisions(CONSENSUS):
            raise UsageError("This thread was settled by consensus.", "Change it on the page of `review consensus`.")
        at = self.now().isoformat(timespec="seconds")
        with self._one:
            verdict: Verdict = decision  # type: ignore[assignment]
            self.folder.append(self.coder, [Decision(at, self.coder, thread, verdict, reason)])
        return at

    def result(self) -> dict[str, Any]:
        """What all came to, in lines; before everybody has finished nothing, not even whether there are others."""
        found = self.found()
        if not found.finished or found.agreement is None:
            return {"finished": False}
        agreed = found.agreement
        return {
            "finished": True,
            "units": agreed.units,
            "percent": agreed.percent,
            "kappa": agreed.kappa,
            "alpha": agreed.alpha,
            "coders": len(found.counts),
            "contested": len(found.contested),
            "settled": found.settled,
            "lines": lines(found),
        }

    def found(self) -> Result:
        """The result as it stands."""
        return result(self.sheet, self._decisions(), self.folder.decisions(CONSENSUS))

    def _decisions(self) -> dict[str, dict[str, Decision]]:
        return {name: self.folder.decisions(name) for name in self.coders or self.folder.coders()}


def _said(decision: Decision | None) -> dict[str, str | None]:
    if decision is None:
        return {"decision": None, "reason": ""}
    return {"decision": decision.decision, "reason": decision.reason}
