"""What is known of a thread before it is looked at: from memory, and its facts from raw."""

from collections.abc import Collection
from dataclasses import replace

from hikcorpus.crawl.account import Standing
from hikcorpus.crawl.notebook import Notebook
from hikcorpus.model import Board, Thread
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.memory import Memory, Owed


class Recollection:
    """Asks memory and raw about threads of one board. owed: absences that wait for a second look, by thread."""

    def __init__(self, board: Board, memory: Memory, dataset: Dataset, notebook: Notebook) -> None:
        self._where = board.site, board.name
        self._memory, self._dataset, self._notebook = memory, dataset, notebook
        self.owed: dict[str, Owed] = memory.owed(*self._where)

    def standing(self, thread_id: str) -> Standing:
        """What is known of a thread."""
        self._notebook.settle(thread_id)
        return Standing(
            self._memory.messages(*self._where, thread_id),
            self._memory.thread(*self._where, thread_id),
            self.owed.get(thread_id),
            lambda names: self._elsewhere(thread_id, names),
        )

    def _elsewhere(self, thread_id: str, names: Collection[str]) -> set[str]:
        self._notebook.settle_messages(names)
        return self._memory.elsewhere(*self._where, thread_id, names)

    def last_version(self, thread_id: str) -> Thread:
        """The thread as raw last had it (memory holds no titles); the newest parts first, for that is where it is."""
        tables = self._dataset.manifest().tables.get("threads", ())
        for number in reversed(range(len(tables))):
            rows = self._dataset.part("threads", number).select(["thread_id", "title", "sticky", "locked"])
            for row in reversed(rows.to_pylist()):
                if row["thread_id"] == thread_id:
                    return Thread(thread_id, row["title"], sticky=row["sticky"], locked=row["locked"])
        return Thread(thread_id, None)

    def with_title(self, thread: Thread) -> Thread:
        """The thread's facts; where the page shows no title, it is the last one known."""
        return thread if thread.title is not None else replace(thread, title=self.last_version(thread.thread_id).title)

    def is_blocked(self, thread_id: str) -> bool:
        """Whether it was refused at the last look: then only its page, no 304, shows it live again."""
        return self.state(thread_id) == "blocked"

    def state(self, thread_id: str) -> str | None:
        """The state of a thread as memory has it, None of one that it does not know."""
        last = self._memory.thread(*self._where, thread_id)
        return last.state if last is not None else None
