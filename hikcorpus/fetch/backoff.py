"""How long to leave a site alone after it failed or asked for it. Pure."""

import random
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_WAIT = 300.0
"""Seconds of Retry-After that are waited out; for a longer rest the command ends, and later ones meet it."""

_FIRST, _LAST = 2.0, 60.0


def backoff(attempt: int, chance: random.Random) -> float:
    """Seconds before the next try after `attempt` (0 = first) failed: exponential, half to one and a half; <= 90.

    chance: not the same in any two processes, or all that met one failure would come back together.
    """
    return min(_LAST, _FIRST * 2.0 ** min(attempt, 10)) * chance.uniform(0.5, 1.5)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3: seconds or HTTP date), or None.

    A date in the past is 0. A value that is neither is None.
    """
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:  # `-0000` and asctime dates: UTC by RFC 9110, 5.6.7
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, (moment - now).total_seconds())
    except (ValueError, TypeError, LookupError, OverflowError):  # what the parser lets through for made-up dates
        return None
