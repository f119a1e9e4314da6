"""Where a text stands, which decides what a number in it means and how far a surrogate holds."""

from dataclasses import dataclass

from hikcorpus.anonymise.pseudonyms import Pseudonymiser


@dataclass(frozen=True, slots=True)
class Place:
    """A message's or thread's place.

    per_thread: messages are numbered within their thread and named `<thread>.<line>` (2ch family).
    participant: key of who wrote it, None where nothing identifies one.
    """

    site: str
    board: str
    thread_id: str
    per_thread: bool
    pseudonyms: Pseudonymiser
    participant: str | None = None

    def message(self, number: str, board: str | None = None, thread_id: str | None = None) -> str:
        """The pseudonym of the message that `number` names, seen from here."""
        plain = number.lstrip("0") or "0"
        name = f"{thread_id or self.thread_id}.{plain}" if self.per_thread else plain
        return self.pseudonyms.token("message", self.site, board or self.board, name)

    def thread(self, number: str, board: str | None = None) -> str:
        """The pseudonym of the thread that `number` names, seen from here."""
        return self.pseudonyms.token("thread", self.site, board or self.board, number)
