"""Reply links in text: protected from the recognisers, then their numbers replaced by pseudonyms.

`>>123` (also full-width, `≫`, ranges and lists), `>>>/b/123`, `#p123`, `/res/123.html#456`, paths of read.cgi
and `No.1234567`. Pseudonyms are keyed, so that targets which stand nowhere are replaced too.
"""

import re

from hikcorpus.anonymise.place import Place
from hikcorpus.text.normalise import visible

_MARK = r"(?:>>|≫|»)>*"
_BOARD = r"/(?P<board>[0-9A-Za-z_+]+)/(?:(?:res|thread)/)?"
_NUMBERS = r"[0-9]+(?:[\-‐‑–−ー~,、]>*[0-9]+)*(?:\.html)?(?:#[pq]?[0-9]+)?"
_REPLY = re.compile(
    rf"{_MARK}(?:(?:{_BOARD})?(?P<numbers>{_NUMBERS})(?![0-9@])|[ ](?P<alone>[0-9]+)(?=[ ]*$))", re.MULTILINE
)
_FIRST = re.compile(r">>|≫|»|#[pq]|res/|thread/|read\.cgi|No\.")
_PATHS = re.compile(
    r"(?:(?P<cgi>read\.cgi/(?P<cgi_board>[0-9A-Za-z_]+)/)(?P<cgi_thread>[0-9]+)(?P<cgi_rest>/[0-9,\-n]*)?)"
    r"|(?:(?:/(?P<board>[0-9A-Za-z_+]+))?/(?:res|thread)/(?P<thread>[0-9]+)(?:\.(?:html?|json))?(?:#[pq]?(?P<post>[0-9]+))?)"
    r"|(?:(?<![0-9A-Za-z])(?:res|thread)/(?P<bare_thread>[0-9]+)(?:\.(?:html?|json))?(?:#[pq]?(?P<bare_post>[0-9]+))?)"
    r"|(?:#[pq](?P<fragment>[0-9]+))"
    r"|(?:(?<![0-9A-Za-z])No\.[ ]?(?P<no>[0-9]{6,}))"
)
_NUMBER = re.compile(r"[0-9]+")
BLANK = "\ue000"
"""What stands in place of characters that recognisers must not see: of no script, part of no pattern."""


def protect(text: str) -> str:
    """The same text, of the same length, with every reply link blanked: recognisers see no number there."""
    if ">>" not in text and "≫" not in text and "»" not in text:
        return text
    return _REPLY.sub(lambda match: BLANK * len(match[0]), text)


def rewrite(text: str, place: Place) -> tuple[str, int]:
    """The text with every number in a reply link replaced by its message's pseudonym, and how many were.

    Everything but the numbers stays as typed.
    """
    if not _NUMBER.search(text) and text.isascii():
        return text, 0
    made = visible(text)
    if not _FIRST.search(made.text):
        return text, 0
    changes = sorted(_changes(made.text, place))
    pieces: list[str] = []
    done = 0
    for start, end, token in changes:
        first, last = made.original(start, end)
        pieces += [text[done:first], token]
        done = last
    pieces.append(text[done:])
    return "".join(pieces), len(changes)


def _changes(text: str, place: Place) -> list[tuple[int, int, str]]:
    """(start, end, token) of each number to replace, in the normalised text; none overlap."""
    found: dict[tuple[int, int], str] = {}
    covered: list[tuple[int, int]] = []
    for link in _REPLY.finditer(text):
        covered.append(link.span())
        group = "numbers" if link["numbers"] else "alone"
        for number in _NUMBER.finditer(text, *link.span(group)):
            found[number.span()] = place.message(number[0], link["board"])
    for path in _PATHS.finditer(text):
        if any(start < path.end() and path.start() < end for start, end in covered):
            continue
        board = path["cgi_board"] or path["board"]
        thread = path["cgi_thread"] or path["thread"] or path["bare_thread"]
        for group in ("cgi_thread", "thread", "bare_thread"):
            if path[group]:
                found[path.span(group)] = place.thread(path[group], board)
        for group in ("post", "bare_post", "fragment", "no"):
            if path[group]:
                found[path.span(group)] = place.message(path[group], board, thread)
        if path["cgi_rest"]:
            for number in _NUMBER.finditer(text, *path.span("cgi_rest")):
                found[number.span()] = place.message(number[0], board, thread)
    return [(start, end, token) for (start, end), token in found.items()]
