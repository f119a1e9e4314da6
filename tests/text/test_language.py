"""Language of a message: script first, statistics second, the board where there is too little text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import ConfigError
from hikcorpus.text.language import FEWEST_LETTERS, has_japanese, identify

LONG_FINNISH = "En ole käynyt ulkona moneen viikkoon ja ruoka alkaa loppua."
LONG_ENGLISH = "I have not been outside for weeks and the food is running out."


@pytest.mark.parametrize(
    ("text", "board", "expected"),
    [
        (LONG_FINNISH, "en", ("fi", "text")),
        (LONG_ENGLISH, "fi", ("en", "text")),
        (LONG_FINNISH.upper(), "en", ("fi", "text")),
        ("もう半年も外に出ていない", "fi", ("ja", "text")),
        ("ｶｰﾁｬﾝ ｺﾞﾒﾝ", "fi", ("ja", "text")),
        ("家族会議", "fi", ("ja", "text")),
        ("草", "ja", ("ja", "text")),
        ("草", "fi", ("fi", "board")),
        ("joo", "fi", ("fi", "board")),
        ("joo", "ja", ("ja", "board")),
        ("lol wwwww", "ja", ("ja", "board")),
        ("", "en", ("en", "board")),
        ("123456789 0123456789 0123456789", "fi", ("fi", "board")),
        (r"¯\_(ツ)_/¯", "fi", ("fi", "board")),
        ("(ノಠ益ಠ)ノ彡┻━┻", "fi", ("fi", "board")),
        (LONG_FINNISH + r" ¯\_(ツ)_/¯", "en", ("fi", "text")),
        (LONG_ENGLISH + " (´∀｀)", "fi", ("en", "text")),
    ],
)
def test_script_decides_first_then_statistics_and_short_texts_take_the_board(text, board, expected):
    """Kana make a message Japanese on any board; emoticons do not; short texts are marked as the board's."""
    assert identify(text, board) == expected


@pytest.mark.parametrize(
    "foreign",
    [
        "https://example.org/this-is-a-long-english-address/with-many-words",
        ">>12345 >>12346 >>>/board/99999",
        "> I have not been outside for weeks and the food is running out.",
        "＞もう半年も外に出ていない",
    ],
)
def test_addresses_marks_and_quotes_are_not_the_writers_language(foreign):
    """What somebody else wrote, and what is no language, neither lengthens a message nor decides it."""
    assert identify(f"{foreign}\njoo", "fi") == ("fi", "board")
    assert identify(f"{foreign}\n{LONG_FINNISH}", "en") == ("fi", "text")


def test_fewest_letters_is_the_border():
    """Nineteen letters are the board's, twenty are read."""
    text = "abcdefghij" * 2
    assert identify(text[: FEWEST_LETTERS - 1], "fi")[1] == "board"
    assert identify(text[:FEWEST_LETTERS], "fi")[1] == "text"


def test_only_configured_languages_are_answered():
    """Swedish is none of them; with two languages configured one of the two comes out."""
    swedish = "Jag har inte varit ute på flera veckor och maten tar slut snart."
    assert identify(swedish, "fi")[0] in ("fi", "en")
    assert identify(swedish, "fi", ("fi", "sv")) == ("sv", "text")
    assert identify(LONG_FINNISH, "ja", ("ja", "en")) == ("en", "text")
    assert identify("もう半年も外に出ていない", "fi", ("fi", "en")) == ("fi", "board")


def test_languages_can_change_from_call_to_call():
    """One identifier serves all restrictions, in whatever order they are asked for."""
    for _ in range(2):
        assert identify(LONG_FINNISH, "en", ("fi", "en")) == ("fi", "text")
        assert identify(LONG_FINNISH, "en", ("et", "fi", "en", "sv")) == ("fi", "text")


def test_unknown_language_is_a_config_error_with_a_next_step():
    """A code that the identifier does not know is named, not guessed around."""
    with pytest.raises(ConfigError, match="klingon") as caught:
        identify(LONG_FINNISH, "fi", ("fi", "klingon"))
    assert "ISO 639-1" in caught.value.next_step
    assert identify(LONG_FINNISH, "en", ("fi", "en")) == ("fi", "text")


@given(st.text(max_size=60), st.sampled_from(["fi", "ja", "en"]))
def test_any_text_gets_a_configured_language_and_a_source(text, board):
    """Nothing raises, nothing unconfigured is answered, and `board` always means the board's language."""
    language, source = identify(text, board)
    assert language in ("fi", "ja", "en")
    assert source == "text" or (source, language) == ("board", board)


def test_has_japanese_sees_kana_and_kanji_only():
    """The script test used for titles."""
    assert has_japanese("親")
    assert has_japanese("Äiti ｶ")
    assert not has_japanese("Äiti – perhe… ー゛")


def test_recorded_boards_are_told_apart(shared):
    """Three engines' invented boards: at least 98 % of the messages long enough are in their board's language."""
    board_language = {"hikky": "fi", "hiki": "ja", "lonely": "en"}
    right = wrong = short = 0
    for engine in ("vichan", "ex0ch", "tinyib"):
        for line in (shared / "recorded" / engine / "truth.A.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            true = board_language[row["board"]]
            language, source = identify(row["body"], "fi" if true != "fi" else "en")
            short += source == "board"
            right += source == "text" and language == true
            wrong += source == "text" and language != true
    print(f"language: {right} right, {wrong} wrong, {short} too short")
    assert right / (right + wrong) >= 0.98
    assert short / (right + wrong + short) < 0.1
