"""Validators and conditional requests as a file server gives them."""

from collections.abc import Mapping
from email.utils import format_datetime

from hikcorpus.demo.simulator.pages import File
from hikcorpus.demo.simulator.records import instant
from hikcorpus.demo.simulator.settings import Validators


def validators_of(file: File, kind: Validators) -> dict[str, str]:
    """Header names and values. Last-Modified has whole seconds, so two states may share it; ETags always differ:
    size and microseconds of writing, as Apache's `FileETag MTime Size`."""
    if kind == "none":
        return {}
    found = {"Last-Modified": format_datetime(instant(file.written).replace(microsecond=0), usegmt=True)}
    return found if kind == "last_modified" else {"ETag": f'"{len(file.body):x}-{file.written:x}"'} | found


def unchanged(headers: Mapping[str, str], validators: Mapping[str, str]) -> bool:
    """Whether the answer is 304: If-None-Match decides alone where it is sent (RFC 9110, weak comparison); else
    If-Modified-Since must be the very date of the file (nginx's default, `if_modified_since exact`)."""
    asked = {name.lower(): value.strip() for name, value in headers.items()}
    tags = asked.get("if-none-match")
    if tags is not None:
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "ETag" in validators and (tags == "*" or validators["ETag"] in known)
    since = asked.get("if-modified-since")
    return since is not None and since == validators.get("Last-Modified")


def is_conditional(headers: Mapping[str, str]) -> bool:
    """Whether the request carries a validator."""
    return not {name.lower() for name in headers}.isdisjoint({"if-none-match", "if-modified-since"})
