"""What every recorded forum must come to, whichever engine: used by test_phpbb_recorded and test_mybb_recorded."""

from collections import Counter
from datetime import UTC, datetime

from hikcorpus.crawl.rows import content_hash


def own_words(message):
    """A message's text without the lines that quote."""
    return "\n".join(line for line in message.text.split("\n") if not line.startswith(">"))


def differing_fields(recorded, guest, precision):
    """How many messages differ from the truth, by field. precision: of the times that the pages print."""
    out = Counter()
    for key, post in recorded.standing().items():
        message = recorded.messages[key]
        at = datetime.fromtimestamp(post["ts"], UTC)
        out["name"] += message.author_name != (post["name"] or guest)
        out["default name"] += message.is_default_name == post["registered"]
        out["account"] += (message.account_id is not None) != post["registered"]
        out["time"] += message.posted_at != (at if precision == "second" else at.replace(second=0))
        out["precision"] += message.time_precision != precision or not message.posted_raw
        out["opening"] += message.is_opening != (post["index"] == 0)
        out["subject"] += post["index"] == 0 and message.subject != post["subject"]
        out["edited"] += (message.edited_at is not None) != bool(post.get("edited") or post.get("edited_in_B"))
        out["state"] += message.state != "live"
        out["invented"] += any(
            (
                message.tripcode,
                message.capcode,
                message.poster_id,
                message.mail_field,
                message.attachments,
                message.votes,
            )
        )
    return +out


def differing_refs(recorded):
    """Messages whose reply edges are not the posts quoted, in order; and how many quote across threads."""
    wrong, crossing = [], 0
    for key, post in recorded.standing().items():
        quoted = [*post["quotes"]]
        if "cross_quote" in post:
            crossing += 1
            quoted.append(post["cross_quote"]["post"])
        refs = recorded.messages[key].refs
        if [ref.message_id for ref in refs] != [str(number) for number in quoted] or any(ref.dangling for ref in refs):
            wrong.append(key)
    return wrong, crossing


def accounts_per_name(recorded):
    """How many accounts the members' names have, and how many names the accounts."""
    pairs = {
        (message.author_name, message.account_id)
        for message in recorded.messages.values()
        if message.account_id is not None
    }
    return len(pairs), len({name for name, _ in pairs}), len({account for _, account in pairs})


def quoted_words(recorded):
    """How many messages quote, and those of which a quoted line stands nowhere in the posts that they quote.

    Posts that were edited or deleted since do not count.
    """
    quoting, strange = 0, []
    by_id = {message.message_id: message for message in recorded.messages.values()}
    for key, message in recorded.messages.items():
        lines = [line.lstrip("> ") for line in message.text.split("\n") if line.startswith(">")]
        quoting += bool(lines)
        quoted = [by_id.get(ref.message_id) for ref in message.refs]
        if lines and all(one is not None and one.edited_at is None for one in quoted):
            known = {line.lstrip("> ") for one in quoted for line in one.text.split("\n")}
            if not set(lines) <= known:
                strange.append(key)
    return quoting, strange


def changed_hashes(before, after):
    """Messages of both snapshots whose content differs."""
    both = set(before.messages) & set(after.messages)
    return {key for key in both if content_hash(before.messages[key]) != content_hash(after.messages[key])}
