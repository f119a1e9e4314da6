"""A board or forum described by CSS selectors: `configs/engines/NAME.toml`, or `[source]` in a site's own file.

Where something stands on a page is written in one way everywhere:

    "css selector"                     the text of the first element that it finds, white space folded
    "css selector @attribute"          its attribute
    'css selector @href -> t=(\\d+)'    ... and of that, what the regular expression's first group finds

Every part can be left out: without a selector the thing itself is meant (in [listing] the row, in [post] the post,
elsewhere the source of the page), without @ its text, without -> all of it. A list of values means: the first that
finds something. Four words after @ are no attributes: `@text` (the same as nothing), `@own` (only the text that
stands directly in the element, none of its children's), `@titled` (its text, but an element with a title attribute
stands with that title: forums keep the absolute date there) and `@after` (the text that follows the element). Write
patterns in 'single quotes': TOML then leaves every backslash alone. Flags (sticky, locked, deleted ...) are values too:
they hold where something is found.

- Rows and posts. `row` and `each` find the elements at which they begin. A field is looked for inside that element;
  where an opening post is no element of its own, but the one around all posts (`each = ["div.thread", "td.reply"]`),
  a field belongs to the post that began last before it. `flat = true` where posts have no element at all: then each
  reaches from its beginning to the next one's, or to `until`.
- Text. Taken from `text`, line by line; `remove` is cut out before (signatures, edit notes), `signature_line` cuts from
  a line on. A quote stays, as lines that begin with `> `; its header goes, the post that it names becomes a reply edge.
- Dates. `formats` are tried in order: `iso`, `epoch`, `epoch ms`, or a picture of the text made of YYYY YY MMMM MMM MM
  M DD D Do dddd ddd HH H hh h mm ss SSS A a Z (as in moment.js; MMM is a month's name, ddd a weekday's, A am or pm, Z
  an offset); words in it stand in [brackets], anything else for itself. It may stand anywhere in the text. A picture
  that begins with `no year:` means the latest such day before the visit. `endless september` counts days from
  September 1st, 1993 (Wakaba's 2ch-sep93: `1993-09-11216 19:47`). Today,
  Yesterday, "5 minutes ago", tänään, eilen, 今日, 昨日 ... are known and count from the moment of the visit in the
  site's zone. A board without summer time has a fixed zone: Etc/GMT-2 is two hours AHEAD of UTC (the sign is that of
  the time zone database).
- Addresses. Pictures too: {root} the site's address, {board}, {thread}, {page} (counted from 1), {offset} (posts before
  the page), {any} what does not matter (no slash in it). Parameters may stand in any order, others beside them.
- `like = "phpbb"`: this is that engine, but for what is said here.

What is wrong in a file is told with its key. `hikcorpus try NAME URL-or-file` shows what was understood of a page.
"""

import re
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from hikcorpus.config.files import find, names, read_toml, validated
from hikcorpus.config.picture import MONTHS, date_pattern
from hikcorpus.config.value import Patterns, Selectors, Values
from hikcorpus.config.zone import Zone
from hikcorpus.errors import ConfigError
from hikcorpus.model import PosterIdScope

MACHINE_FORMATS: Final = frozenset({"iso", "epoch", "epoch ms", "endless september"})
"""Formats of dates that are no pictures."""
UNITS: Final = frozenset({"now", "second", "minute", "hour", "day", "week"})
"""Units of dates that count back from now."""
_PLACEHOLDERS: Final = frozenset({"root", "board", "thread", "page", "offset", "any"})


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    KEYS: ClassVar[str] = "docs/reference/engine-files.md"


def _address(picture: str) -> str:
    unknown = set(re.findall(r"\{([^}]*)\}", picture)) - _PLACEHOLDERS
    if unknown:
        raise ValueError(f"{{{min(unknown)}}} is unknown; known are {', '.join(sorted(_PLACEHOLDERS))}")
    if not picture.startswith("{root}/"):
        raise ValueError("an address begins with {root}/")
    return picture


Address = Annotated[str, AfterValidator(_address)]


class Addresses(_Table):
    """Pictures of the site's addresses."""

    listing: Address = Field(description="the first page of a board's list of threads, latest activity first")
    thread: Address = Field(description="the first page of a thread")
    thread_page: Address | None = Field(
        None, description="a later page of a thread, with {page} or {offset}; null = threads have one page"
    )
    also: tuple[Address, ...] = Field((), description="other addresses that mean a board or a thread")
    strip: tuple[str, ...] = Field((), description="parameters that mean nothing: session ids and the like")
    board_id: Patterns = Field((r"[^/?&#;]+",), description="how {board} looks")
    thread_id: Patterns = Field((r"\d+",), description="how {thread} looks")
    certain: bool = Field(False, description="no other engine has addresses of this shape")


class ListingRules(_Table):
    """The list of threads."""

    row: Selectors = Field(description="where each thread's row begins")
    id: Values = Field(description="the thread's id")
    title: Values = Field((), description="its title")
    replies: Values = Field((), description="number of its replies")
    counts_opening: bool = Field(False, description="that number counts the opening message too")
    shown: Selectors = Field((), description="replies shown in the row itself, to be added to that number")
    last: Values = Field((), description="date of its latest message")
    mark: Values = Field(
        (), description="whatever else changes when the thread does; ALL of these count, not the first"
    )
    last_page: Values = Field((), description="the number that its last page has in `thread_page`: {page} or {offset}")
    sticky: Values = Field((), description="it is held on top")
    locked: Values = Field((), description="it is closed")
    skip: Values = Field((), description="the row is no thread of this board: a moved thread's trace, an advertisement")
    empty: Values = Field((), description="what the page shows where the board has no thread at all")
    board: Values = Field((), description="the board that the page says it is")
    next: Values = Field((), description="address of the list's next page")


class ThreadRules(_Table):
    """What the page of a thread shows beside its posts."""

    id: Values = Field((), description="the thread that the page says it is")
    board: Values = Field((), description="the board that it says the thread is on; another one = the thread was moved")
    title: Values = Field((), description="the thread's title; without it the listing's and the first subject remain")
    sticky: Values = Field((), description="it is held on top")
    locked: Values = Field((), description="it is closed")
    archived: Values = Field((), description="it can be read, but nothing is added any more")
    replies: Values = Field((), description="number of replies in all its pages")
    counts_opening: bool = Field(False, description="that number counts the opening message too")
    page: Values = Field(
        (), description="this page's number, 1 on the first; where nothing is found the thread has one"
    )
    next: Values = Field((), description="address of the thread's next page")
    per_page: int | None = Field(
        None, ge=1, description="posts on a page, where no row of the list tells its last page"
    )


class PostRules(_Table):
    """One post."""

    each: Selectors = Field(description="where each post begins")
    flat: bool = Field(
        False, description="posts have no element of their own: each reaches to the next one's beginning"
    )
    until: Selectors = Field((), description="where the last post ends, if they are flat")
    id: Values = Field(description="the post's id")
    number: Values = Field((), description="the number shown to readers, if it is not the id")
    numbered: Literal["board", "thread"] = Field(
        "board", description="thread: ids begin anew in every thread, so that an id is THREAD.NUMBER"
    )
    author: Values = Field((), description="screen name as shown")
    account: Values = Field((), description="the site's id of the account, else its name; guests have none")
    tripcode: Values = Field((), description="tripcode with its mark")
    capcode: Values = Field((), description="mark of staff; not ranks that grow with the number of posts")
    poster_id: Values = Field((), description="per-computer token, of the scope poster_id_scope")
    mail: Values = Field((), description="what stands in the mail field")
    country: Values = Field((), description="country shown")
    date: Values = Field((), description="when it was posted")
    subject: Values = Field((), description="its subject line")
    text: Values = Field(description="the element that holds its text (no @, no ->)")
    newlines: bool = Field(False, description="line breaks of the source are line breaks of the text")
    remove: Selectors = Field(
        (), description="what is no text of the poster: signatures, edit notes, backlinks, buttons"
    )
    signature_line: Patterns = Field((), description="a line of the text with which a signature begins")
    edited: Values = Field((), description="date of its latest edit")
    deleted: Values = Field((), description="it is a stub that says the post was deleted")
    votes: Values = Field((), description="votes shown")
    every: tuple[str, ...] = Field(
        ("author", "date", "text"), description="fields that every post has: where one lacks, the page has changed"
    )


class QuoteRules(_Table):
    """Quotes inside a text."""

    block: Selectors = Field(description="the element that holds a quote")
    target: Values = Field((), description="id of the post quoted, looked for in the block")
    thread: Values = Field((), description="its thread, where the quote tells")
    drop: Selectors = Field((), description="header of the quote: who wrote it, when")


class RefRules(_Table):
    """Reply marks inside a text: links to posts."""

    each: Selectors = Field(description="a link that is a reply mark")
    target: Values = Field(description="id of the post meant; 1-3 and 1,5 mean several")
    thread: Values = Field((), description="its thread, where the link tells")
    board: Values = Field((), description="its board, where the link tells")


class AttachmentRules(_Table):
    """Files that hang on a post; they are never fetched."""

    each: Selectors = Field(description="one file")
    name: Values = Field(description="file name or address; its ending is the type")
    type: Values = Field((), description="the type itself (pdf), where something else than the name's ending tells it")
    size: Values = Field((), description="size with unit, e.g. 12.5 KiB")
    digest: Values = Field((), description="the board's own hash of the file")


def _picture(picture: str, months: dict[str, int]) -> None:
    try:
        date_pattern(picture, {**MONTHS, **months})
    except ValueError as error:
        raise ValueError(f"formats: {error}") from None


class DateRules(_Table):
    """How dates are written."""

    formats: tuple[str, ...] = Field(
        ("iso",), min_length=1, description="iso, epoch, epoch ms, endless september, or pictures"
    )
    months: dict[str, int] = Field({}, description="names of months beyond those known (en, fi, sv, de, fr)")
    today: tuple[str, ...] = Field((), description="words for today beyond those known (en, fi, sv, de, ja)")
    yesterday: tuple[str, ...] = Field((), description="words for yesterday beyond those known")
    ago: dict[str, Patterns] = Field(
        {}, description='patterns by unit (now, second, minute, hour, day, week): minute = "(\\d+) minutos atrás"'
    )

    @model_validator(mode="after")
    def _pictures(self) -> Self:
        for picture in self.formats:
            if picture not in MACHINE_FORMATS:
                _picture(picture, self.months)
        if unknown := set(self.ago) - UNITS:
            raise ValueError(f"ago: {min(unknown)!r} is no unit; known are {', '.join(sorted(UNITS))}")
        if wrong := [name for name, number in self.months.items() if not 1 <= number <= 12]:
            raise ValueError(f"months: {wrong[0]!r} must be 1 to 12")
        return self


class AnswerRules(_Table):
    """Pages with status 200 that are not what was asked for."""

    gone: Values = Field((), description="no such thread (any more)")
    moved: Values = Field((), description="the thread was moved")
    blocked: Values = Field((), description="only for members, or not for us")
    rate_limited: Values = Field((), description="too many requests, wait")
    unavailable: Values = Field((), description="out of order for now")


class ExamplePage(_Table):
    """A tiny invented page and what must come of it."""

    kind: Literal["listing", "thread"] = Field(description="listing or thread")
    url: str = Field(description="its address")
    html: str = Field(description="the page")
    threads: tuple[str, ...] = Field((), description="ids of the threads it lists")
    messages: int = Field(0, ge=0, description="number of messages it shows")


class EngineFile(_Table):
    """Board software, described."""

    ALSO: ClassVar[tuple[str, ...]] = ("like",)

    engine: str = Field(pattern="^[a-z0-9_]+$", description="its name in configs and tables", examples=["my_forum"])
    title: str = Field(description="its name as people know it")
    experimental: bool = Field(True, description="no real recording has confirmed it yet")
    crawlable: bool = Field(True, description="may be crawled; false: saved pages only")
    zone: Zone = Field("UTC", description="zone of its printed dates, where the site's file names none")
    encoding: str = Field("utf-8", description="charset where neither the server nor the bytes tell")
    default_names: tuple[str, ...] = Field((), description="names that it prints where nobody typed one")
    poster_id_scope: PosterIdScope = Field("none", description="how far a poster ID holds")
    prunes: bool = Field(False, description="old threads fall off as new ones come; forums keep them")
    recheck_per_visit: int = Field(20, ge=0, description="unchanged threads asked again, because lists show no edits")
    traces: Patterns = Field((), description="patterns that betray this engine on any of its pages")
    hosts: Patterns = Field((), description="patterns of host names and addresses of posters, cut out of what is kept")
    addresses: Addresses
    listing: ListingRules
    thread: ThreadRules = ThreadRules.model_validate({})
    post: PostRules
    quotes: QuoteRules | None = None
    refs: RefRules | None = None
    attachments: AttachmentRules | None = None
    dates: DateRules = DateRules.model_validate({})
    answers: AnswerRules = AnswerRules.model_validate({})
    examples: tuple[ExamplePage, ...] = ()


def described_engines() -> list[str]:
    """Names of all engines that have a description of their own in `configs/engines/`, sorted."""
    return names("engines")


def read_engine(name: str) -> EngineFile:
    """The description of that name or path. Raises ConfigError naming the key and what is wrong."""
    path = find("engines", name)
    return engine_of(read_toml(path), path)


def engine_of(content: dict[str, Any], path: Path) -> EngineFile:
    """A description from the tables of a file, completed by the one that it is `like`. Raises ConfigError."""
    return validated(EngineFile, completed(content), path)


def completed(content: dict[str, Any]) -> dict[str, Any]:
    """The tables over those of the engine that they are `like`, if they name one. Raises ConfigError."""
    if "like" not in content:
        return content
    own = {key: value for key, value in content.items() if key != "like"}
    path = find("engines", str(content["like"]))
    base = read_toml(path)
    if "like" in base:
        raise ConfigError(f"{path}: like: it is itself like another engine.", "Name that one.")
    return _over(base | {"experimental": True, "examples": []}, own)


def _over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    out = dict(base)
    for key, value in own.items():
        under = out.get(key)
        out[key] = _over(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return out
