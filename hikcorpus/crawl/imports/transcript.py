"""Interviews written out: a file is a thread, a turn is a message, a speaker's code is its author's name. No times.

Interviewers (`configs/imports/*.toml`) get the staff mark `interviewer`, so that a study can leave them out.
"""

import hashlib
import re
from dataclasses import replace

from hikcorpus.config.imports import TranscriptFile, patterns, read_pattern
from hikcorpus.crawl.imports.given import BoardsOf, Given, Left, Opened, Stream, Wanted
from hikcorpus.crawl.imports.text_of_lines import text_lines
from hikcorpus.errors import ConfigError, UsageError
from hikcorpus.model import Message, Thread
from hikcorpus.sources.base import ThreadPage

DEFAULT = "transcript"
LONGEST = 50_000
"""Turns of one interview; a file with more is no interview."""


def pattern_for(wanted: Wanted) -> TranscriptFile:
    """The pattern that the user named, else the shipped one. Raises ConfigError where it is none for transcripts."""
    found = read_pattern(wanted.pattern or DEFAULT)
    if not isinstance(found, TranscriptFile):
        known = ", ".join(patterns("transcript"))
        raise ConfigError(f"The pattern {wanted.pattern!r} is none for transcripts.", f"These are: {known}.")
    return found


def likely(head: str) -> bool:
    """Whether the first lines of a file hold turns of two speakers at least."""
    turn = re.compile(pattern_for(Wanted()).speaker)
    names = [match["name"] for line in head.splitlines()[:400] if (match := turn.match(line.strip()))]
    return len(set(names)) > 1 and len(names) > 2


def read(file: Opened, boards: BoardsOf, wanted: Wanted) -> Stream:
    """One interview. The set it belongs to: `--board SITE/SET`. Raises UsageError where none was given."""
    pattern = pattern_for(wanted)
    board = boards.meant("transcript")
    if board is None:
        raise UsageError(
            "Interviews need a label for the set they belong to.",
            "Give one that names nobody, it is published: --board SITE/SET, e.g. --board interviews/2026.",
        )
    turn, skip = re.compile(pattern.speaker), [re.compile(each) for each in pattern.skip]
    remove = [re.compile(each) for each in pattern.remove]
    turns: list[tuple[str, list[str]]] = []
    for read_line in text_lines(file, pattern.encoding):
        if isinstance(read_line, Left):
            yield read_line
            continue
        line = read_line.strip()
        for each in remove:
            line = each.sub("", line).strip()
        if not line:
            continue
        if any(each.match(line) for each in skip):
            yield Left("line_that_is_no_turn")
        elif (match := turn.match(line)) is not None:
            turns.append((match["name"].strip(), [match["text"]] if match["text"] else []))
        elif turns:
            turns[-1][1].append(line)
        else:
            yield Left("line_before_the_first_turn")
        if len(turns) > LONGEST:
            yield Left("too_large")
            return
    if not turns:
        yield Left("no_turns")
        return
    thread_id = re.sub(r"\s+", "_", file.stem)
    messages = tuple(
        Message(
            *(thread_id, f"{thread_id}.{number}", number, number == 1, "\n".join(lines), None),
            author_name=name,
            capcode="interviewer" if name in pattern.interviewers else None,
            time_precision="none",
        )
        for number, (name, lines) in enumerate(turns, start=1)
    )
    told = hashlib.sha256(repr([(each.author_name, each.text) for each in messages]).encode()).hexdigest()
    board = replace(board, language=pattern.language or board.language)
    yield Given(board, ThreadPage(Thread(thread_id, None), messages), file.seen, told, unit="interviews")
