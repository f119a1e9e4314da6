"""An address → the engine behind it; nothing is stored."""

from typing import TYPE_CHECKING

from hikcorpus.clock import Clock
from hikcorpus.crawl.detection import Detected
from hikcorpus.crawl.detection import detect as look
from hikcorpus.fetch.client import Client

if TYPE_CHECKING:
    import httpx


def detect(
    url: str, *, contact: str | None, clock: Clock, transport: "httpx.BaseTransport | None" = None
) -> list[Detected]:
    """Which engines answer at this address; see `crawl.detection`. transport: what stands for the network in tests."""
    with Client(contact=contact, clock=clock, transport=transport) as client:
        return look(url, client)
