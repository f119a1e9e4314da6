"""Every column of every table: type, meaning, unit or zone, and what becomes of it downstream.

The pseudonymised schema is an allow-list: a raw column crosses only by its declared treatment.
`docs/reference/tables.md` is generated from here. Types are names, so that this page needs no Arrow.
"""

from dataclasses import dataclass
from typing import Literal

Treatment = Literal["keep", "drop", "pseudonym", "shift", "mask", "anchors", "flag", "types"]
"""keep: as it is. drop: never crosses. pseudonym: keyed token. shift: moved by the study's whole weeks.
mask: text with identifiers replaced and anchors rewritten. anchors: refs with rewritten targets.
flag: only whether it was there (`has_<name>`). types: of attachments only their types."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: Arrow type by name, what it holds, and its treatment on the way to pseudonymised tables."""

    name: str
    type: str
    doc: str
    treatment: Treatment = "drop"


TIME = "timestamp"  # microseconds, UTC
REFS = "refs"  # list<struct<board, thread_id, message_id, kind, dangling>>

RAW_MESSAGES: tuple[Column, ...] = (
    Column("site", "string", "Label of the site.", "keep"),
    Column("engine", "string", "Board software that wrote the page.", "keep"),
    Column("board", "string", "Board's own name.", "keep"),
    Column("thread_id", "string", "Thread, in the board's numbering.", "pseudonym"),
    Column("message_id", "string", "Message, unique within the board.", "pseudonym"),
    Column("number", "int64", "Number shown to readers, used after `>>`.", "drop"),
    Column("is_opening", "bool", "Opening message of its thread.", "keep"),
    Column("author_name", "string", "Screen name as shown, without tripcode.", "drop"),
    Column("is_default_name", "bool", "The name is the board's default: nobody's screen name.", "keep"),
    Column("tripcode", "string", "Tripcode with its mark, only where the engine marks it as one.", "flag"),
    Column("capcode", "string", "Staff mark.", "flag"),
    Column("account_id", "string", "Account; scope: site.", "drop"),
    Column("poster_id", "string", "Per-computer token shown by the board; see poster_id_scope.", "drop"),
    Column("poster_id_scope", "string", "How far poster_id holds: thread, board_day ... none.", "keep"),
    Column("shared_line", "string", "Board's own mark of a public line or proxy.", "flag"),
    Column("mail_field", "string", "What stands in the mail field.", "drop"),
    Column("sage", "bool", "Posted without bumping the thread.", "keep"),
    Column("country", "string", "Country shown by the board.", "drop"),
    Column("posted_at", TIME, "When it was posted (UTC).", "shift"),
    Column("zone", "string", "IANA zone of the board's wall clock.", "keep"),
    Column("time_precision", "string", "microsecond, second, minute, day or none.", "keep"),
    Column("posted_raw", "string", "The time as printed.", "drop"),
    Column("local_hour", "int8", "Hour 0-23 in the board's zone, fixed before any shift.", "keep"),
    Column("weekday", "int8", "1 = Monday ... 7, in the board's zone, fixed before any shift.", "keep"),
    Column("is_working_day", "bool", "Monday-Friday and no public holiday, in the board's zone.", "keep"),
    Column("lang", "string", "ISO 639-1 code of the text.", "keep"),
    Column("lang_source", "string", "text; board or thread where the text is too short to tell.", "keep"),
    Column("subject", "string", "Subject line.", "mask"),
    Column("text", "string", "Plain text, line by line.", "mask"),
    Column("refs", REFS, "Reply edges.", "anchors"),
    Column("attachments", "attachments", "list<struct<type, bytes, digest>>; never the file.", "types"),
    Column("votes", "int32", "Votes shown.", "drop"),
    Column("state", "string", "live, deleted, or (raw alone) moved: the post stands in another thread.", "keep"),
    Column("edited_at", TIME, "Last edit shown by the board (UTC).", "shift"),
    Column("deleted_at", TIME, "First look at which it was gone (UTC), once a second look agreed.", "shift"),
    Column("deletion_evidence", "string", "mark, absent, thread_deleted.", "keep"),
    Column("version", "int32", "1, 2, ...: a change adds a row.", "keep"),
    Column("content_hash", "string", "SHA-256 over what the poster and the board wrote.", "drop"),
    Column("first_seen", TIME, "When this version was first seen (UTC).", "drop"),
    Column("backfill", "string", "Why it was read late: first_visit, gap or archive; null = while collecting.", "keep"),
    Column("length", "int32", "Characters of text as first read; stays when the text is blanked.", "drop"),
    Column("blanked_at", TIME, "When the content was blanked, some days after its deletion (UTC).", "drop"),
    Column("capture_id", "string", "SHA-256 of the stored bytes it was parsed from.", "drop"),
)

RAW_THREADS: tuple[Column, ...] = (
    Column("site", "string", "Label of the site.", "keep"),
    Column("engine", "string", "Board software.", "keep"),
    Column("board", "string", "Board's own name.", "keep"),
    Column("thread_id", "string", "Thread, in the board's numbering.", "pseudonym"),
    Column("title", "string", "Title or subject of the thread.", "mask"),
    Column("state", "string", "live, archived, pruned, deleted, moved or blocked.", "keep"),
    Column("state_evidence", "string", "What the state was concluded from.", "keep"),
    Column("sticky", "bool", "Held on top.", "keep"),
    Column("locked", "bool", "Closed for replies.", "keep"),
    Column("version", "int32", "1, 2, ...: a change adds a row.", "keep"),
    Column("content_hash", "string", "SHA-256 over title, state, sticky, locked.", "drop"),
    Column("first_seen", TIME, "When this version was first seen (UTC).", "drop"),
    Column("capture_id", "string", "Stored bytes it was parsed from.", "drop"),
)

OBSERVATIONS: tuple[Column, ...] = (
    Column("run_id", "string", "The crawl run."),
    Column("site", "string", "Label of the site."),
    Column("board", "string", "Board's own name."),
    Column("thread_id", "string", "Thread visited; null for the listing."),
    Column("observed_at", TIME, "When the response came (UTC)."),
    Column(
        "page_kind",
        "string",
        "listing, tail, thread, page (a later page of a thread), archive, settings or saved; index where it failed.",
    ),
    Column("status", "int32", "HTTP status; 0 for saved pages and where no answer came."),
    Column(
        "outcome",
        "string",
        "new, changed, unchanged, not_modified (read); gone (404 or moved); stale, unreadable, or the kind of an "
        "answer that says nothing: blocked, challenge, rate_limited, unavailable, unreachable, moved, other.",
    ),
    Column("messages", "int32", "Messages on the page."),
    Column("new", "int32", "Messages seen for the first time."),
    Column("changed", "int32", "Messages with a new version."),
    Column("missing", "int32", "Known messages that the page no longer shows."),
    Column("absent", "strings", "Message ids among these that wait for a second look."),
    Column("moved", "strings", "Message ids that stand in another thread of the board instead, from now on."),
    Column("backfill", "string", "Why what is new here was read late: first_visit, gap, archive; null = it was not."),
    Column("fate", "string", "Of a thread gone from the listing: pruned, deleted or moved if a second look agrees."),
    Column("expected", "int64", "Messages that the listing announces in all its threads."),
    Column("held", "int64", "Live messages held of these threads when the visit ended."),
    Column("highest", "int64", "Highest message number known when the visit ended."),
    Column("problems", "int32", "Lines or elements that could not be read."),
    Column("position", "int32", "Place in the last listing, 0 = first."),
    Column("listed", "int32", "Length of the last listing."),
    Column("mark", "string", "Change mark in the listing when it was visited."),
    Column("size", "int64", "Bytes of the page as it came; null where none was read."),
    Column("etag", "string", "The server's validator."),
    Column("last_modified", "string", "The server's validator, as sent."),
    Column("capture_id", "string", "Stored bytes of the response."),
)

EVIDENCE: tuple[Column, ...] = (
    Column("capture_id", "string", "SHA-256 of body."),
    Column("page_kind", "string", "tail (an entry of a listing, as it stands there), thread, page, settings or saved."),
    Column("url", "string", "Address asked."),
    Column("status", "int32", "HTTP status; 0 for saved pages."),
    Column("fetched_at", TIME, "When the response came (UTC)."),
    Column("charset", "string", "As the server said, or null."),
    Column("blanked", "int32", "Messages blanked in the body since; 0 = as it came."),
    Column("body", "binary", "Response bytes, without posters' hosts and IP addresses; null once out of retention."),
)

# participants: raw's latest view with who wrote it; still identifiable
VIEW_EXTRA: tuple[Column, ...] = (
    Column("participant", "string", "Key of the participant, or null where nothing identifies one.", "pseudonym"),
    Column("participant_excluded", "string", "Reason why this record counts for no participant, or null.", "keep"),
)
MESSAGE_VIEW: tuple[Column, ...] = RAW_MESSAGES + VIEW_EXTRA

PARTICIPANTS: tuple[Column, ...] = (
    Column("participant", "string", "Key: basis and value; identifiable.", "pseudonym"),
    Column("site", "string", "Label of the site.", "keep"),
    Column("board", "string", "Board, or null where the key holds for the whole site.", "keep"),
    Column("basis", "string", "account, tripcode, poster_id or screen_name.", "keep"),
    Column("scope", "string", "How far the key holds.", "keep"),
    Column("screen_names", "strings", "Screen names used, most used first.", "drop"),
    Column("n_screen_names", "int32", "How many screen names.", "keep"),
    Column("messages", "int64", "Messages counted for this participant.", "keep"),
    Column("threads", "int64", "Threads these stand in.", "keep"),
    Column("first_posted", TIME, "First message (UTC).", "shift"),
    Column("last_posted", TIME, "Last message (UTC).", "shift"),
    Column("flags", "strings", "several_names, shared_name_2, shared_place_not_decidable ...", "keep"),
    Column("status", "string", "kept or excluded.", "keep"),
    Column("reason", "string", "Rule that excluded it, or null.", "keep"),
)

AUDIT: tuple[Column, ...] = (
    Column("rule", "string", "Rule, named after the study's sentence."),
    Column("outcome", "string", "excluded, merged, kept, flagged or not_decidable."),
    Column("site", "string", "Label of the site."),
    Column("board", "string", "Board."),
    Column("subject", "string", "Whom it concerns: a screen name or participant key; identifiable."),
    Column("scope", "string", "Scope in which the evidence stands."),
    Column("evidence", "string", "Counts behind the decision."),
    Column("messages", "int64", "Messages concerned."),
)

FLOW: tuple[Column, ...] = (
    Column("stage", "string", "raw, participants, pseudonymised, corpora."),
    Column("step", "string", "What was done."),
    Column("unit", "string", "threads, messages, participants, texts or identifiers."),
    Column(
        "outcome",
        "string",
        "in, out, dropped, excluded, unidentified, masked, suppressed, rewritten, left or not_looked_at.",
    ),
    Column("reason", "string", "Why, or which kind; null for in and out."),
    Column("by", "string", "automatic or human."),
    Column("n", "int64", "How many."),
)

EVIDENCE_SPANS: tuple[Column, ...] = (
    Column("thread_id", "string", "Pseudonymous thread."),
    Column("message_id", "string", "Pseudonymous message."),
    Column("field", "string", "title, subject or text."),
    Column("start", "int32", "First character of the hit (Unicode code points)."),
    Column("end", "int32", "One past its last character."),
    Column("term", "string", "Lexicon term that matched."),
    Column("lang", "string", "Language it was matched in."),
)

THREAD_SCORES: tuple[Column, ...] = (
    Column("thread_id", "string", "Pseudonymous thread."),
    Column("site", "string", "Label of the site."),
    Column("board", "string", "Board's own name."),
    Column("decision", "string", "kept or dropped, by the rule: a proposal."),
    Column("reason", "string", "Why dropped: no_message, no_hit, below_threshold; null where kept."),
    Column("read", "string", "What its readers decided: include, exclude or undecided; null where nobody was asked."),
    Column("why", "string", "The readers' reason, or why nothing was decided."),
    Column("score", "float64", "Weighted sum of the components below."),
    Column("messages", "int64", "Live messages in the thread."),
    Column("messages_with_hits", "int64", "Messages with at least one hit."),
    Column("hits", "int64", "Hits in all."),
    Column("share", "float64", "messages_with_hits / messages."),
    Column("mentions", "int64", "Distinct terms of each participant, summed (a null participant is a message's own)."),
    Column("density", "float64", "Mentions per 1,000 characters."),
    Column("participants_with_hits", "int64", "Distinct participants with a hit (null participants count once)."),
    Column("loudest", "int64", "Messages with a hit of the participant who has most; null participants left out."),
    Column("speakers", "int64", "Distinct participants of the thread, each message of a null one counting."),
    Column("speakers_of_two", "int64", "Of these, with hits of two terms or more."),
    Column("distinct_terms", "int64", "Distinct lexicon terms hit."),
    Column("in_title", "bool", "A hit in the title."),
    Column("opening_terms", "int64", "Distinct terms hit in the opening message."),
    Column("surprise", "float64", "-log10 of the chance of so many messages with a hit in a thread off the topic."),
)

BASE_RATES: tuple[Column, ...] = (
    Column("site", "string", "Label of the site."),
    Column("board", "string", "Board's own name."),
    Column("threads", "int64", "Threads with a live message."),
    Column("messages", "int64", "Live messages in them."),
    Column("messages_with_hits", "int64", "Of these, with a hit."),
    Column("base_share", "float64", "Part of the messages with a hit in a thread that is not on the topic."),
    Column("spread", "float64", "How much threads differ in it: 0 as dice, towards 1 each thread all or nothing."),
)

WARNINGS: tuple[Column, ...] = (
    Column("thread_id", "string", "Pseudonymous thread of the corpus."),
    Column("warning", "string", "suicide, self_harm, violence or sexual_abuse."),
    Column("messages", "int64", "Messages with a hit of that warning's topic file."),
    Column("hits", "int64", "Hits in all."),
)

SEGMENTS: tuple[Column, ...] = (
    Column("segment_id", "string", "`<message_id>.<n>`; the same as long as the message's text is."),
    Column("thread_id", "string", "Pseudonymous thread."),
    Column("message_id", "string", "Pseudonymous message."),
    Column("n", "int32", "1, 2, ... within the message."),
    Column("start", "int32", "First character in the message's text (Unicode code points)."),
    Column("end", "int32", "One past its last character."),
    Column("lang", "string", "The message's language."),
    Column("quoted", "bool", "A quoted line: somebody else's words."),
    Column("hits", "int32", "Hits of the topic that begin in it."),
)

COPIES: tuple[Column, ...] = (
    Column("message_id", "string", "Pseudonymous message that says the same as another one."),
    Column("thread_id", "string", "Pseudonymous thread."),
    Column("copy_group", "string", "message_id of the first of those that say the same."),
    Column("copies", "int64", "How many messages say the same, this one among them."),
    Column("is_first", "bool", "The earliest of them."),
    Column("similarity", "float64", "To the first: estimated share of common 5-grams of characters; 1 = the same."),
)


def crossing(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns that a pseudonymised table has, from those of the identifiable table before it."""
    out: list[Column] = []
    for column in columns:
        match column.treatment:
            case "drop":
                continue
            case "flag":
                out.append(Column(f"has_{column.name}", "bool", f"Whether there was one: {column.doc}", "keep"))
            case "types":
                out.append(Column("attachment_types", "strings", "Types of the attached files.", "keep"))
            case _:
                out.append(Column(column.name, column.type, column.doc, "keep"))
    return tuple(out)


TABLES: dict[str, dict[str, tuple[Column, ...]]] = {
    "raw": {
        "messages": RAW_MESSAGES,
        "threads": RAW_THREADS,
        "observations": OBSERVATIONS,
        "evidence": EVIDENCE,
    },
    "participants": {
        "messages": MESSAGE_VIEW,
        "threads": RAW_THREADS,
        "participants": PARTICIPANTS,
        "audit": AUDIT,
        "flow": FLOW,
    },
    "pseudonymised": {
        "messages": crossing(MESSAGE_VIEW),
        "threads": crossing(RAW_THREADS),
        "participants": crossing(PARTICIPANTS),
        "flow": FLOW,
    },
    "corpora": {
        "messages": crossing(MESSAGE_VIEW),
        "threads": crossing(RAW_THREADS),
        "participants": crossing(PARTICIPANTS),
        "scores": THREAD_SCORES,
        "base_rates": BASE_RATES,
        "evidence": EVIDENCE_SPANS,
        "warnings": WARNINGS,
        "segments": SEGMENTS,
        "copies": COPIES,
        "flow": FLOW,
    },
}
"""Stage -> table -> columns."""

SCHEMA_VERSION = 4

STILL_READ = (2, 3, SCHEMA_VERSION)
"""Versions of raw that are read: 2 has no `observations.size` and `moved`, which read as null; 3 is as 4."""
