"""robots.txt files as the last runs read them, on the shelf of the crawl's memory."""

from datetime import datetime

from hikcorpus.store.memory import Memory


class RobotsShelf:
    """Remembers robots.txt between runs (it is `fetch.robots.RobotsMemory`)."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def get(self, host: str) -> tuple[bytes | None, int, datetime] | None:
        """Body (None where there is no such file), status, and when it was read (aware, UTC)."""
        return self._memory.get_robots(host)

    def put(self, host: str, body: bytes | None, status: int, fetched_at: datetime) -> None:
        """Remember what was read."""
        self._memory.put_robots(host, body, status, fetched_at)
