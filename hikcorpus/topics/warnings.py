"""Content warnings of the kept threads, so that nobody opens one unprepared: hits of the warnings' own topic files.

Every hit counts, for a reader is warned for nothing rather than not at all; the numbers say how much there is.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from hikcorpus.store.schemas import schema
from hikcorpus.topics.lexicon import Topic
from hikcorpus.topics.match import matcher_of

WARNINGS: Final = ("suicide", "self_harm", "violence", "sexual_abuse")
"""Names of the topic files that warn."""
_COLUMNS: Final = ("thread_id", "lang", "subject", "text", "state")


def warnings_in(messages: pa.Table, topics: Sequence[Topic]) -> pa.Table:
    """The table `warnings`: a row per thread and warning that has a hit, in order.

    messages: pseudonymised messages of whole threads. topics: of those in WARNINGS.
    """
    said: Counter[tuple[str, str]] = Counter()
    hits: Counter[tuple[str, str]] = Counter()
    for topic in topics:
        matcher = matcher_of(topic)
        for language, each in matcher.by_language.items():
            spoken = messages.select(list(_COLUMNS)).filter(pc.equal(messages["lang"], language))
            if not spoken.num_rows:
                continue
            passing = pc.or_(each.gate.column(spoken["text"]), each.gate.column(spoken["subject"]))
            for row in spoken.filter(passing).to_pylist():
                if row["state"] == "deleted":
                    continue
                found = sum(len(matcher.match(line or "", language)) for line in (row["text"], row["subject"]))
                if found:
                    said[row["thread_id"], topic.name] += 1
                    hits[row["thread_id"], topic.name] += found
    rows = [
        {"thread_id": thread, "warning": name, "messages": n, "hits": hits[thread, name]}
        for (thread, name), n in sorted(said.items())
    ]
    return pa.Table.from_pylist(rows, schema=schema("corpora", "warnings"))
