"""Identifiers that the board printed, found again in somebody's text."""

import pytest

from hikcorpus.anonymise.analyse import Analyser
from hikcorpus.anonymise.known import KnownIdentifiers
from hikcorpus.anonymise.ordinary import is_ordinary
from tests.anonymise.build import message, messages

ANALYSER = Analyser()
KNOWN = KnownIdentifiers.of(
    poster_ids=["B7Kq+2Xy0", "a1b2c", "???"],
    tripcodes=["!Ep8pui8Vw2", "◆abcdEFGH12"],
    accounts=["user77", "second"],
    screen_names=["RoomGhost", "Möhkö", "hikky-setä", "Pimeä Pertti", "夜型人間", "名無しの羊", "ニート侍", "ニート侍2",
                  "みかん", "Kissa", "Pertti", "ab", "侍", "nocturne", "★xyzzy★", "Nimetön", "たろすけ"],
    default_names=["Nimetön"],
)  # fmt: skip


def masked(text: str, lang: str) -> str:
    """The text with tags."""
    for span in reversed(ANALYSER.find(text, lang, KNOWN)):
        text = f"{text[: span.start]}[{span.entity}]{text[span.end :]}"
    return text


@pytest.mark.parametrize(
    ("lang", "text", "left"),
    [
        ("fi", "taas se B7Kq+2Xy0 täällä", "taas se [POSTER_ID] täällä"),
        ("ja", "B7Kq+2Xy0は荒らし", "[POSTER_ID]は荒らし"),
        ("en", "a1b2c.", "[POSTER_ID]."),
        ("en", "xa1b2c a1b2cd", "xa1b2c a1b2cd"),
        ("en", "a9t3+5gh0", "a9t3+5gh0"),
        ("en", "was it ??? you", "was it ??? you"),
        ("en", "Ep8pui8Vw2 again, or !Ep8pui8Vw2", "[TRIPCODE] again, or [TRIPCODE]"),
        ("ja", "◆abcdEFGH12さん", "[TRIPCODE]さん"),
        ("en", "ask user77", "ask [ACCOUNT]"),
        ("en", "just a second", "just a second"),
        ("en", "RoomGhost is back, roomghost!", "[SCREEN_NAME] is back, [SCREEN_NAME]!"),
        ("en", "RoomGhosts", "[SCREEN_NAME]s"),
        ("en", "myRoomGhost RoomGhostly", "myRoomGhost RoomGhostly"),
        ("en", "ＲｏｏｍＧｈｏｓｔ", "[SCREEN_NAME]"),
        ("fi", "möhkölle ja möhkö:lle", "[SCREEN_NAME]lle ja [SCREEN_NAME]:lle"),
        ("fi", "hikky-setä tuli", "[SCREEN_NAME] tuli"),
        ("fi", "se Pimeä Pertti taas", "se [SCREEN_NAME] taas"),
        ("fi", "pimeä huone", "pimeä huone"),
        ("fi", "Nimetön ei ole kukaan", "Nimetön ei ole kukaan"),
        ("ja", "夜型人間さんへ", "[SCREEN_NAME]さんへ"),
        ("ja", "私は夜型人間だ", "私は[SCREEN_NAME]だ"),
        ("ja", "昼夜型人間味", "昼夜型人間味"),
        ("ja", "名無しの羊も来た", "[SCREEN_NAME]も来た"),
        ("ja", "ニート侍2とニート侍", "[SCREEN_NAME]と[SCREEN_NAME]"),
        ("ja", "たろすけさんとたろすけは", "[SCREEN_NAME]さんと[SCREEN_NAME]は"),
        ("ja", "ときたろすけべ", "ときたろすけべ"),
        ("en", "the ★xyzzy★!", "the [SCREEN_NAME]!"),
        ("en", "ab 侍", "ab 侍"),
        ("en", "nocturne", "nocturne"),
        ("fi", "nocturne", "[SCREEN_NAME]"),
        ("fi", "Pertti", "[SCREEN_NAME]"),
    ],
)
def test_whole_tokens_are_masked_and_parts_of_words_are_not(lang, text, left):
    """By script: no boundary is needed between kanji and kana, none is seen inside a Latin word."""
    assert masked(text, lang) == left


@pytest.mark.parametrize(("lang", "text"), [("fi", "meillä on kissa"), ("ja", "みかんを食べた"), ("en", "a nocturne")])
def test_names_that_are_ordinary_words_are_only_counted(lang, text):
    """A screen name `Kissa` cannot be told from a cat: it stays and is a warning."""
    spans, words = ANALYSER.find_with_words(text, lang, KNOWN)
    assert spans == []
    assert words == 1


def test_a_name_uncovered_by_a_mask_is_found():
    """What becomes a whole token only through a mask beside it does not stay."""
    known = KnownIdentifiers.of(screen_names=["äxyzzy"])
    text = "FI2112345600000785äxyzzy"
    assert [(span.start, span.end) for span in ANALYSER.find(text, "fi", known)] == [(0, 18), (18, 24)]


def test_identifiers_come_from_the_columns_that_hold_them():
    """Default names and empty fields give none; the free text of a capcode counts as a name."""
    table = messages(
        message(poster_id="a1b2c3", tripcode="!Ep8pui8Vw2", author_name="Möhkö", is_default_name=False),
        message(account_id="user77", capcode="## Herra Kettu", author_name="Nimetön", is_default_name=True),
        message(poster_id="???", author_name="Nimetön", is_default_name=False),
    )
    known = KnownIdentifiers.from_tables(table)
    assert known.poster_ids == {"a1b2c3"}
    assert known.tripcodes == {"Ep8pui8Vw2"}
    assert known.accounts == {"user77"}
    assert known.screen_names == {"möhkö", "herra kettu"}
    assert known.joined(KnownIdentifiers.of(["zzzzz1"])).poster_ids == {"a1b2c3", "zzzzz1"}


@pytest.mark.parametrize(
    ("word", "lang", "ordinary"),
    [
        ("kissa", "fi", True),
        ("talolla", "fi", True),
        ("xyzzy", "fi", False),
        ("pertti", "fi", False),
        ("steve", "en", False),
        ("family", "en", True),
        ("family", "fi", False),
        ("family", None, True),
        ("family", "sv", True),
        ("うさぎ", "ja", True),
        ("うさぎ", "fi", False),
        ("ひろゆき", "ja", False),
        ("夜型人間", "ja", False),
        ("two words", "en", False),
        ("erakko_88", "fi", False),
        ("2020", "en", True),
        ("20202020", "en", False),
        ("^_^", "en", True),
    ],
)
def test_ordinary_words(word, lang, ordinary):
    """Dictionary words of the text's language; names, compounds of words and digits are none."""
    assert is_ordinary(word, lang) is ordinary
