"""When the newest messages that a listing shows spare reading the whole thread.

A tail is taken only if it accounts for everything: the thread's own count of replies is what we hold plus what is new
here, it begins with a reply that we hold (else as many deleted as unseen ones would make the count right), every
message that we know reads as we know it, and nothing but these messages explains its time of change. So
no deletion, edit or gap hides behind it (neofuuka's catalog rule, `reference/peers.md` lesson 8, made strict).
"""

from datetime import timedelta

from hikcorpus.crawl.account import Standing
from hikcorpus.crawl.compare import same_hash
from hikcorpus.crawl.rows import content_hash
from hikcorpus.sources.base import Tail, ThreadPage

_WHOLE, _VISITS = timedelta(hours=1), 12


def whole_after(interval: timedelta | None) -> timedelta:
    """After what time a thread read by its tails is read whole again: an edit may be masked by the reply after it.

    interval: the usual time between visits. An hour, or twelve visits: else seldom visits would read all again.
    """
    return max(_WHOLE, _VISITS * interval) if interval is not None else _WHOLE


def accounts_for(tail: Tail, standing: Standing) -> bool:
    """Whether the tail tells all that has happened in the thread since we last read it."""
    if not tail.explained or (standing.owed and (standing.owed.absent or standing.owed.gone_at)):
        return False
    if standing.thread is None and standing.messages:
        return False
    replies = [message.message_id for message in tail.messages if not message.is_opening]
    if len(replies) < tail.reply_count and (not replies or replies[0] not in standing.messages):
        return False
    new = 0
    for message in tail.messages:
        old = standing.messages.get(message.message_id)
        if old is None:
            new += 1
        elif old.state != message.state or not same_hash(old, content_hash(message)):
            return False
    live = sum(old.state == "live" for old in standing.messages.values())
    return live + new == tail.reply_count + 1


def page_of_tail(tail: Tail) -> ThreadPage:
    """The tail as the page that it stands for."""
    return ThreadPage(tail.thread, tail.messages)
