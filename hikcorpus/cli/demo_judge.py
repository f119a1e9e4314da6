"""How much of the invented world each stage got right: reads the demo's tables, maps pseudonyms back, asks the truth.

Only the demo can do this: it holds raw tables, key and truth together.
"""

from typing import Any

from hikcorpus.anonymise.pseudonyms import Pseudonymiser
from hikcorpus.demo.truth import Truth
from hikcorpus.participants.keys import normalise_name
from hikcorpus.store.keys import read_key
from hikcorpus.store.layout import DataFolder

Key = tuple[str, int]


def judge(truth: Truth, data: DataFolder, study: str, topic: str) -> list[str]:
    """One line a finding: captured, states, participants, masked, topic."""
    raw = [row for site, board in data.boards() for row in data.raw(site, board).read("messages").to_pylist()]
    key = Pseudonymiser(read_key(data.key(study)))
    messages = {_token(key, "message", row, row["message_id"]): (row["board"], row["number"]) for row in raw}
    threads = {_token(key, "thread", row, row["thread_id"]): (row["board"], int(row["thread_id"])) for row in raw}
    lines = [*_captured(truth, raw), _states(truth, data), *_participants(truth, data, study)]
    lines += _masked(truth, data, study, messages)
    return [*lines, *_topic(truth, data, study, topic, threads)]


def _token(key: Pseudonymiser, domain: str, row: dict[str, Any], number: str) -> str:
    return key.token(domain, row["site"], row["board"], number)


def _captured(truth: Truth, raw: list[dict[str, Any]]) -> list[str]:
    texts: dict[Key, str] = {}
    last: dict[Key, str] = {}
    for row in sorted(raw, key=lambda row: row["version"]):
        place = (row["board"], row["number"])
        last[place] = row["state"]
        if row["state"] == "live":
            texts[place] = row["text"]
    score = truth.score_capture(texts, {place for place, state in last.items() if state == "deleted"})
    return [
        f"captured: {score.posts} messages that the board ever listed, {score.texts} texts right line by line, "
        f"{score.surplus} that never were",
        f"changes: {score.edits} edits and {score.deletions} deletions that a listing shows, {score.hidden_edits} "
        f"silent edits at the refresh, {score.false_deletions} false deletions",
    ]


def _states(truth: Truth, data: DataFolder) -> str:
    states: dict[Key, str] = {}
    for site, board in data.boards():
        for row in sorted(data.raw(site, board).read("threads").to_pylist(), key=lambda row: row["version"]):
            states[board, int(row["thread_id"])] = row["state"]
    return "threads: " + ", ".join(f"{tally} {state}" for state, tally in truth.score_states(states).items())


def _participants(truth: Truth, data: DataFolder, study: str) -> list[str]:
    people = data.participants(study)
    left_out = {
        (row["board"], row["subject"]) for row in people.read("audit").to_pylist() if row["outcome"] == "excluded"
    }
    # the audit names screen names as they were compared
    excluded = {(board, name) for board, name in truth.names if (board, normalise_name(name)) in left_out}
    view = people.read("messages", ["board", "number", "participant", "participant_excluded"]).to_pylist()
    merged = {
        (row["board"], row["number"]): None if row["participant_excluded"] else row["participant"] for row in view
    }
    score = truth.score_participants(excluded, merged)
    kinds = ", ".join(f"{tally} {kind.replace('_', '-')}" for kind, tally in score.excluded.items())
    return [
        f"shared places left out, by kind of screen name: {kinds}",
        f"participants: {score.participants}, {score.mixed} of them lump several people; "
        f"{score.split} of {score.computers} computers fall apart",
    ]


def _masked(truth: Truth, data: DataFolder, study: str, messages: dict[str, Key]) -> list[str]:
    rows = data.pseudonymised(study).read("messages", ["message_id", "text", "subject"]).to_pylist()
    texts = {messages[row["message_id"]]: f"{row['subject'] or ''}\n{row['text'] or ''}" for row in rows}
    score = truth.score_masking(texts)
    total = score.total
    lines = [
        f"identifiers planted in the text: {total.gone} of {total.planted} gone, {total.partly} partly, "
        f"{total.left} left"
    ]
    for kind, found in sorted(score.kinds.items()):
        lines.append(f"  {kind:<12}{found.gone:>4} of {found.planted:>4}")
    beyond = ", ".join(f"{found.gone} of {found.planted} {kind}" for kind, found in sorted(score.beyond.items()))
    spared = sum(found.left for found in score.decoys.values())
    decoys = sum(found.planted for found in score.decoys.values())
    return [
        *lines,
        f"not asked of this version (masked all the same): {beyond}",
        f"look-alikes of identifiers: {spared} of {decoys} rightly left alone",
    ]


def _topic(truth: Truth, data: DataFolder, study: str, topic: str, threads: dict[str, Key]) -> list[str]:
    kept = {threads[row["thread_id"]] for row in data.corpus(study, topic).read("threads", ["thread_id"]).to_pylist()}
    score = truth.score_topic(kept)
    return [
        f"{topic}: {score.right} of {score.about} threads about it found (recall {score.recall:.2f}), "
        f"{score.kept} kept (precision {score.precision:.2f}), {score.traps} trap threads kept"
    ]
