"""Invented messages, threads and what is known of them, for tests of the pure rules."""

from datetime import UTC, datetime, timedelta

from hikcorpus.crawl.account import Look, Standing
from hikcorpus.crawl.rows import content_hash, thread_hash
from hikcorpus.model import Board, Message, Thread
from hikcorpus.sources.base import ThreadPage
from hikcorpus.store.memory import Known, Owed

BOARD = Board(site="board.example", name="b", engine="vichan", address="http://board.example", language="en")
START = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def at(seconds):
    """So many seconds after the start of everything."""
    return START + timedelta(seconds=seconds)


def message(number, text="hello", thread=1, **facts):
    return Message(
        thread_id=str(thread),
        message_id=str(number),
        number=number,
        is_opening=number == thread,
        text=text,
        posted_at=at(number),
        author_name="Anonymous",
        **facts,
    )


def thread_page(*numbers, thread=1, **facts):
    """A page with these messages: numbers, or messages as they are."""
    messages = tuple(each if isinstance(each, Message) else message(each) for each in numbers)
    return ThreadPage(Thread(str(thread), "title", **facts), messages)


def look(seconds, **facts):
    return Look(at(seconds), "0" * 64, **facts)


class Ledger:
    """What is known of one thread, kept up as the crawl's memory and `owed` are; every row that was added."""

    def __init__(self):
        self.messages = {}
        self.thread = None
        self.owed = None
        self.rows = []
        self.thread_rows = []

    @property
    def standing(self):
        return Standing(dict(self.messages), self.thread, self.owed)

    def take(self, found, seconds):
        for row in found.messages:
            known = Known(row["version"], row["content_hash"][:32], row["state"], row["number"] or 0)
            self.messages[row["message_id"]] = known
        for row in found.threads:
            self.thread = Known(row["version"], row["content_hash"][:32], row["state"])
        self.rows += found.messages
        self.thread_rows += found.threads
        if found.outcome == "missing":
            first = self.owed.gone_at if self.owed and self.owed.gone_at else at(seconds)
            self.owed = Owed(self.owed.absent if self.owed else {}, first, found.fate)
        elif found.outcome in ("new", "changed", "unchanged", "not_modified", "gone"):
            before = self.owed.absent if self.owed else {}
            absent = {name: before.get(name, at(seconds)) for name in found.absent}
            self.owed = Owed(absent) if absent else None
        return found

    def live(self):
        return {name for name, known in self.messages.items() if known.state == "live"}


def known(text_or_message, version=1):
    return Known(version, content_hash(text_or_message)[:32], text_or_message.state, text_or_message.number)


def known_thread(thread, version=1):
    return Known(version, thread_hash(thread)[:32], thread.state)
