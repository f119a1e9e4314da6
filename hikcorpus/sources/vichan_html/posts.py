"""One post of a page of vichan's family -> message, with the content that the JSON twin gives for the same post.

Sources: vichan `templates/post_reply.html`, `post_thread.html`, `templates/post/*.html`; infinity's of the same names.
What the HTML lacks against the JSON: exact sizes and hashes of files (infinity prints the hash), addresses that the
board hides (`hide_sage`, `hide_email`). What it has beside it: infinity's time of edit, its mark SAGE!.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from hikcorpus.model import Attachment, Message
from hikcorpus.sources.yotsuba.refs import PageRefs
from hikcorpus.text.entities import decode_entities
from hikcorpus.text.markup import read_markup

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

NUMBER: Final = re.compile(r"(?:op|reply)_([0-9]{1,15})\Z")
_TIME: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(.*)\Z", re.DOTALL)
_CLOCK: Final = re.compile(r"([+-])(0[0-9]|1[0-4]):?([0-5][0-9])\Z")
_SECONDS: Final = re.compile(r"-?[0-9]{1,5}\Z")
_BAN: Final = re.compile(r"(?<!\s)\s*+<span class=\"public_ban\">[^<>]{0,500}</span>\s*\Z")
_FLAG: Final = re.compile(r"(?:\bflag-|/)([a-z]{2})(?:\.(?:png|gif|svg)\b|[\s\"']|\Z)")
_EXTENSION: Final = re.compile(r"\.([0-9A-Za-z]{1,8})(?:[?#]|\Z)")
_SLOTS: Final = {
    "name": "name",
    "subject": "subject",
    "trip": "trip",
    "capcode": "capcode",
    "poster_id": "poster",
    "sage": "sage",
}
_HEAD: Final = "time, a.email, img.flag, img.icon, i.fa, i.flag, " + ", ".join(f".{name}" for name in _SLOTS)
_EMBEDS: Final = frozenset({"iframe", "object", "embed", "video"})


def classes(node: "LexborNode") -> list[str]:
    """The classes of an element."""
    return (node.attributes.get("class") or "").split()


def instant(stamp: str | None) -> datetime | None:
    """The instant of a `datetime` attribute, UTC.

    Behind the seconds may stand a zone as ISO has it, or its offset in seconds: PHP's `Z`, so that current vichan
    writes `2019-01-31T12:43:590` for 12:43:59 UTC.
    """
    found = _TIME.match((stamp or "").strip())
    if found is None:
        return None
    try:
        at = datetime.fromisoformat(found[1]).replace(tzinfo=UTC)
        if (clock := _CLOCK.match(found[2])) is not None:
            shift = timedelta(hours=int(clock[2]), minutes=int(clock[3]))
            return at - shift if clock[1] == "+" else at + shift
        return at - timedelta(seconds=int(found[2])) if _SECONDS.match(found[2]) else at
    except (ValueError, OverflowError):
        return None


@dataclass(slots=True)
class Parts:
    """What stands in a post, found in one walk over its children. mail: the address of its link, as written.

    icons: classes and titles of the thread's icons. embed: whether it holds a video of another site.
    """

    intro: "LexborNode | None" = None
    body: "LexborNode | None" = None
    name: "LexborNode | None" = None
    trip: "LexborNode | None" = None
    capcode: "LexborNode | None" = None
    poster: "LexborNode | None" = None
    subject: "LexborNode | None" = None
    time: "LexborNode | None" = None
    flag: "LexborNode | None" = None
    sage: "LexborNode | None" = None
    edited: "LexborNode | None" = None
    omitted: "LexborNode | None" = None
    mail: str | None = None
    embed: bool = False
    files: "list[LexborNode]" = field(default_factory=list)
    icons: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, post: "LexborNode") -> "Parts":
        """The parts of a post's element."""
        parts = cls()
        for child in post.iter():
            names = classes(child)
            if child.tag == "p" and "intro" in names:
                parts._intro(child)
            elif "body" in names:
                parts.body = parts.body or child
            elif "files" in names:
                parts.files.append(child)
            elif "omitted" in names:
                parts.omitted = child
            elif "post_modified" in names:
                parts.edited = child.css_first(".edited-time time[datetime]")
            elif child.tag in _EMBEDS or any(name.startswith("video-") for name in names):
                parts.embed = True
        return parts

    def _intro(self, intro: "LexborNode") -> None:
        self.intro = intro
        for node in intro.css(_HEAD):
            names = classes(node)
            if node.tag == "time":
                self.time = self.time or node
            elif node.tag in ("img", "i"):
                if "flag" in names:
                    self.flag = node
                else:
                    self.icons |= {*names, node.attributes.get("title") or ""}
            elif node.tag == "a" and "email" in names:
                self.mail = node.attributes.get("href") or ""
            else:
                for name in names:
                    slot = _SLOTS.get(name)
                    if slot is not None and getattr(self, slot) is None:
                        setattr(self, slot, node)


def message_of(
    number: str,
    parts: Parts,
    opening: bool,
    files: "list[LexborNode]",
    thread_id: str,
    defaults: frozenset[str],
    refs: PageRefs,
) -> Message:
    """The message that a post is. files: the blocks of files, of an opening post those before it."""
    html = _BAN.sub("", parts.body.inner_html or "") if parts.body is not None else ""
    marked = read_markup(html) if html else None
    name, trip, poster = _line(parts.name), _line(parts.trip), _line(parts.poster)
    posted_at = instant(parts.time.attributes.get("datetime")) if parts.time is not None else None
    mail = decode_entities(parts.mail).removeprefix("mailto:").strip() if parts.mail else None
    capcode = _line(parts.capcode)
    return Message(
        thread_id=thread_id,
        message_id=number,
        number=int(number),
        is_opening=opening,
        text=marked.text if marked else "",
        posted_at=posted_at,
        author_name=name,
        is_default_name=name in defaults if name else not trip,
        tripcode=trip,
        capcode=capcode.removeprefix("##").strip() or None if capcode else None,
        poster_id=None if poster in (None, "Heaven") else poster,
        mail_field=mail or None,
        sage=parts.sage is not None or (mail is not None and mail.lower() == "sage"),
        country=_country(parts.flag),
        time_precision="second" if posted_at else "none",
        posted_raw=_line(parts.time),
        subject=_line(parts.subject),
        refs=refs.read(marked) if marked else (),
        attachments=(*_attachments(files), *((Attachment("embed"),) if parts.embed else ())),
        edited_at=instant(parts.edited.attributes.get("datetime")) if parts.edited is not None else None,
    )


def _line(node: "LexborNode | None") -> str | None:
    return (node.text().strip() or None) if node is not None else None


def _country(flag: "LexborNode | None") -> str | None:
    """The code that the JSON gives; flags of a board's own invention have none."""
    if flag is None:
        return None
    given = flag.attributes
    return country_of(given.get("class") or "", given.get("src") or "")


def country_of(names: str, file: str) -> str | None:
    """The code that a flag's classes, else the name of its file hold."""
    found = _FLAG.search(names) or _FLAG.search(file)
    return found[1].upper() if found else None


def _attachments(blocks: "list[LexborNode]") -> Iterator[Attachment]:
    for block in blocks:
        for file in block.iter():
            if "file" not in classes(file):
                continue
            link, digest = None, None
            for node in file.css("p.fileinfo a[href], img.post-image, video.post-image"):
                if node.tag == "a":
                    link = link or node.attributes.get("href")
                elif "deleted" in classes(node):
                    yield Attachment("deleted")
                    break
                else:
                    digest = node.attributes.get("data-md5") or None
            else:
                if (attachment := file_of(link, digest)) is not None:
                    yield attachment


def file_of(link: str | None, digest: str | None) -> Attachment | None:
    """The file that a link leads to, by the end of its name."""
    extension = _EXTENSION.search(link.rpartition("/")[2]) if link else None
    return Attachment(extension[1].lower(), None, digest or None) if extension else None
