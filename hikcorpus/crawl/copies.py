"""Which copy of a page came: caches hand out old ones, and nothing may be concluded from those."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from hikcorpus.fetch.reply import Reply
from hikcorpus.sources.base import Page, ThreadPage
from hikcorpus.store.memory import PageMemory

PATIENCE = timedelta(hours=36)
"""No copy is older: where a list has announced more than the thread shows for so long, its count is wrong."""

CLOCKS_DIFFER = timedelta(days=1)
"""The most by which a server's clock may be ahead of ours for its times to count."""


def page_of(reply: Reply) -> Page:
    """The answer as a parser wants it."""
    return Page(reply.url, reply.body, reply.fetched_at, reply.charset)


def lags(
    announced: int | None, page: ThreadPage, reply: Reply, known: PageMemory | None = None, *, several: bool = False
) -> bool:
    """Whether a page without validators has fewer replies than the listing announces: a copy that lags.

    What it shows is taken, but nothing is concluded from what it does not show. Stubs and what cannot be read stand
    for messages that lists count. several: threads stand on several pages, of which `reply` is but the first.
    known: the thread as we hold it; if every reading since the last whole one lagged, for `PATIENCE`, none does.
    """
    if announced is None or ((reply.etag or reply.last_modified) and not several):
        return False
    if known is not None and known.whole_at is not None and reply.fetched_at - known.whole_at > PATIENCE:
        return False
    return not shows_all(announced, page)


def shows_all(announced: int, page: ThreadPage) -> bool:
    """Whether a thread's pages show as many replies as the listing announces, or more."""
    return len(page.messages) + len(page.problems) > announced


def older(reply: Reply, known: PageMemory) -> bool:
    """Whether the server sent an older copy than one it sent before (a cache that lags).

    A time far in the future is a server's mistake: held against later copies it would shut the board for years.
    """
    sent, held = _moment(reply.last_modified), _moment(known.last_modified)
    return sent is not None and held is not None and sent < held <= known.seen_at + CLOCKS_DIFFER


def _moment(value: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
