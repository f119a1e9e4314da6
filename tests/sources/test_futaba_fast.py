"""Futaba's modern pages by one expression per reply, against one expression per part; and its quotes."""

import re
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged
from hikcorpus.sources.futaba import json_mode, modern_html
from tests.sources.every import committed
from tests.sources.mutants import mutant

CASES = [case for case in committed("futaba") if case.kind == "thread"]
NEVER = re.compile(r"(?!)")


def outcome(case, body):
    """What comes of the bytes in place of a case's page, refusals too."""
    try:
        return case.source.parse_thread(case.board, case.thread_id, replace(case.page, body=body))
    except LayoutChanged as error:
        return str(error)


def both_ways(case, body):
    """As it is read, and with no reply regular and no answer whole."""
    short = outcome(case, body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(modern_html, "_REGULAR", NEVER)
        patch.setattr(json_mode, "_WHOLE", json_mode.msgspec.json.Decoder(bool))
        return short, outcome(case, body)


@given(st.integers(0, 2**32))
def test_any_page_gives_the_same_both_ways(seed):
    """Messages with all fields, problems, facts and refusals."""
    rng = Random(seed)
    case = rng.choice(CASES)
    short, long = both_ways(case, mutant(rng, case.page.body, rng.choice(CASES).page.body)[:60_000])
    assert short == long


def test_usual_replies_are_read_by_one_expression():
    """Of the modern page all replies but those laid out anew."""
    counts = {case.name: len(modern_html._REGULAR.findall(case.page.body.decode("cp932", "replace"))) for case in CASES}
    assert counts["modern.htm"] == 4
    assert counts["deleted-posts.htm"] == 5  # one holds bold text
    assert counts["saved-by-a-browser.htm"] == 0


INSERTED = [
    *(
        "<td class=rtd>",
        '<div class="thre" data-res="9">',
        "<table class=deleted>",
        "</td>",
        "<TABLE>",
        "</BLOCKQUOTE>",
    ),
    *(
        '<span class="cno">No.9</span>',
        '<a href="x class=sod">7</a>',
        '<a href="mailto:x">y</a>',
        "<blockquote>",
        "<br>",
    ),
    *(">12.jpg</a>-(5 B)", '<span class="cntd">x</span>', "<!--re 5-->", '<font color="#ff0000">なー</font>'),
]


@pytest.mark.parametrize("what", INSERTED)
def test_marks_anywhere_in_a_page_give_the_same_both_ways(what):
    """Before every tag of the pages that hold regular replies."""
    for case in CASES:
        if case.name in ("modern.htm", "deleted-posts.htm"):
            text = case.page.body.decode("cp932")
            for tag in re.finditer("<", text[text.index("thre") :]):
                at = tag.start() + text.index("thre")
                short, long = both_ways(case, (text[:at] + what + text[at:]).encode("cp932", "xmlcharrefreplace"))
                assert short == long
