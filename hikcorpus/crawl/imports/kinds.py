"""Which kind of import a file is: by its ending, and where that says too little, by its first bytes."""

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Final, cast

from hikcorpus.crawl.imports import chat_log, transcript
from hikcorpus.crawl.imports.given import LARGEST, Kind, Opened
from hikcorpus.crawl.imports.opening import PACKED
from hikcorpus.errors import UsageError

KINDS: Final[dict[str, str]] = {
    "pages": "saved_pages",
    "har": "har",
    "warc": "warc",
    "ndjson": "ndjson",
    "4plebs": "fourplebs_csv",
    "dat": "dat_folder",
    "chat": "chat_log",
    "transcript": "transcript",
    "vrt": "vrt",
}
"""Kind -> the file of this folder that reads it."""

ENDINGS: Final[dict[str, frozenset[str]]] = {
    "pages": frozenset({".html", ".htm", ".xhtml", ".json", ".dat"}),
    "har": frozenset({".har"}),
    "warc": frozenset({".warc", ".arc"}),
    "ndjson": frozenset({".ndjson", ".jsonl", ".json"}),
    "4plebs": frozenset({".csv"}),
    "dat": frozenset({".dat"}),
    "chat": frozenset({".log", ".txt", ".weechatlog"}),
    "transcript": frozenset({".txt", ".md"}),
    "vrt": frozenset({".vrt"}),
}
"""Kind -> endings of files in folders that may be of this kind."""

_AUTO: Final = frozenset[str]().union(*ENDINGS.values()) - {".md"}
_COMPANIONS: Final = frozenset({"subject.txt", "setting.txt"})
_PEEK = 64 * 1024


def read_by(kind: str) -> Kind:
    """The function that reads a kind. Raises UsageError for one that is not there."""
    if kind not in KINDS:
        raise UsageError(f"There is no kind of import {kind!r}.", f"Kinds: auto, {', '.join(KINDS)}.")
    return cast(Kind, import_module(f"hikcorpus.crawl.imports.{KINDS[kind]}").read)


def looked_at(path: Path, kind: str) -> bool:
    """Whether a file in a folder is looked at: by its ending."""
    if path.name.lower() in _COMPANIONS:
        return False
    return ending(path.name) in (_AUTO if kind == "auto" else ENDINGS[kind] | {".tar"})


def ending(name: str) -> str:
    """The ending that tells the kind, below those of packing; `.tgz` is a `.tar`."""
    lower = name.lower()
    if lower.endswith(".tgz"):
        return ".tar"
    for packed in PACKED:
        lower = lower.removesuffix(packed)
    return Path(lower).suffix


def kind_of(file: Opened) -> str | None:
    """The kind of an opened file, None where nothing tells it. What is looked at is not consumed."""
    suffix = ending(file.name)
    match suffix:
        case ".har" | ".vrt" | ".dat":
            return suffix[1:]
        case ".warc" | ".arc":
            return "warc"
        case ".ndjson" | ".jsonl":
            return "ndjson"
        case ".csv":
            return "4plebs"
        case ".html" | ".htm" | ".xhtml":
            return "pages"
    head = peek(file.stream)
    for kind, fits in _SIGNS:
        if fits(head):
            return kind
    text = head.decode("utf-8", "replace")
    if transcript.likely(text) and suffix != ".log":
        return "transcript"
    return "chat" if chat_log.likely(text) is not None else ("pages" if suffix == ".json" else None)


def peek(stream: BinaryIO) -> bytes:
    """The first bytes, still to be read."""
    look = cast("Callable[[int], bytes] | None", getattr(stream, "peek", None))
    return look(_PEEK)[:_PEEK] if look is not None else b""


def is_lines(head: bytes) -> bool:
    """Whether JSON goes on in a second line with another object, or in a first line too long for a page."""
    first, _, rest = head.partition(b"\n")
    return first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{")


_SIGNS: Final[tuple[tuple[str, Callable[[bytes], bool]], ...]] = (
    ("warc", lambda head: head.startswith(b"WARC/")),
    ("har", lambda head: re.match(rb'\s*\{\s*"log"\s*:', head) is not None),
    ("ndjson", lambda head: head.lstrip().startswith(b"{") and is_lines(head)),
    ("pages", lambda head: re.match(rb'\s*(?:\{\s*["}]|\[\s*[\[{\]])', head) is not None),
    ("vrt", lambda head: head.startswith((b"<!-- #vrt", b"<text "))),
    ("pages", lambda head: re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!|html|head)", head, re.IGNORECASE) is not None),
    ("4plebs", lambda head: re.match(rb'"?(?:\d+|num|doc_id)"?,"?(?:\d+|subnum|media_id)"?,', head) is not None),
    ("dat", lambda head: head.split(b"\n", 1)[0].count(b"<>") >= 4),
)
"""Kind -> what its first bytes look like; the first that fits."""


def too_big_for_a_page(path: Path) -> bool:
    """Whether a JSON file is so big that it can only be a dump of lines."""
    return path.stat().st_size > LARGEST and ending(path.name) == ".json"
