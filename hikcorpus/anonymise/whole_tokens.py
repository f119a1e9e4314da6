"""Finding many given strings as whole tokens: by their first characters, then by the scripts at their edges."""

from collections.abc import Iterable, Iterator

import regex

from hikcorpus.anonymise.shapes import FINNISH_ENDING

_WESTERN, _HAN = r"[0-9_\p{Latin}]", r"[\p{Han}〆]"
_OTHER = r"[[\p{L}\p{N}]--[0-9\p{Latin}\p{Han}〆\p{Katakana}\p{Hiragana}ー]]"
_NO_LETTER = r"[^\p{L}\p{N}_]"
# the long vowel mark goes with the kana before it, and with katakana where none stands before it
_IN_HIRAGANA = r"\p{Hiragana}ー*"
_IN_KATAKANA = r"\p{Katakana}ー*|(?<![\p{Hiragana}ー])ー+"
_BEFORE_HIRAGANA = "[はがをにのともへでやか]"
_AFTER_HIRAGANA = (
    "(?:さん|くん|ちゃん|さま|って|です|だ|は|が|を|に|の|と|も|へ|で|や|か|よ|ね|から|まで|より|みたい|なら|たち)"
)
_AFTER_HAN = "(?:様|氏|君|殿|先生|達|等|嬢)"
_BEGIN = "|".join(
    (
        *(f"(?<!{script})(?={script})" for script in (_WESTERN, _HAN, _OTHER)),
        rf"(?<!{_IN_HIRAGANA})(?=\p{{Hiragana}})",
        rf"(?<!{_IN_KATAKANA})(?=\p{{Katakana}})",
        r"(?<![\p{Hiragana}\p{Katakana}ー])(?=ー)",
        rf"(?<={_BEFORE_HIRAGANA})(?=\p{{Hiragana}})",
        f"(?={_NO_LETTER})",
    )
)
_FINISH = "|".join(
    (
        *(f"(?<={script})(?!{script})" for script in (_WESTERN, _HAN, _OTHER)),
        rf"(?<={_IN_HIRAGANA})(?![\p{{Hiragana}}ー])",
        rf"(?<={_IN_KATAKANA})(?![\p{{Katakana}}ー])",
        rf"(?<={_IN_HIRAGANA})(?={_AFTER_HIRAGANA})",
        f"(?<={_HAN})(?={_AFTER_HAN})",
        rf"(?<=\p{{Latin}}{{4}})(?={FINNISH_ENDING}(?!{_WESTERN}))",
        f"(?<={_NO_LETTER})",
    )
)


class WholeTokens:
    """Values that stand in a text from edge to edge; the longest where several begin at one place.

    width: every value has at least so many characters. begin, finish: patterns that match where a token may
    begin and end. Time grows with the text, not with the number of values.
    """

    def __init__(self, values: Iterable[str], width: int, begin: str, finish: str) -> None:
        self._width = width
        self._values: dict[str, list[str]] = {}
        for value in sorted(values, key=lambda value: (-len(value), value)):
            self._values.setdefault(value[:width], []).append(value)
        self._begin = regex.compile(begin, regex.VERSION1).match
        self._finish = regex.compile(finish, regex.VERSION1).match

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, value) of each, in order, none overlapping another."""
        values, width = self._values, self._width
        if not values:
            return
        done = 0
        for start in [i for i in range(len(text) - width + 1) if text[i : i + width] in values]:
            if start < done or self._begin(text, start) is None:
                continue
            for value in values[text[start : start + width]]:
                end = start + len(value)
                if text.startswith(value, start) and self._finish(text, end) is not None:
                    yield start, end, value
                    done = end
                    break


def ids(values: Iterable[str]) -> WholeTokens:
    """Poster IDs, tripcodes and the like, three characters or more: no ASCII letter or digit beside one of theirs."""
    return WholeTokens(values, 3, "(?<![0-9A-Za-z])|(?=[^0-9A-Za-z])", "(?![0-9A-Za-z])|(?<=[^0-9A-Za-z])")


def names_of_people(values: Iterable[str]) -> WholeTokens:
    """Screen names, two characters or more: another script or none beside them.

    A Finnish case ending, a Japanese particle or an honorific may follow and stays outside the name.
    """
    return WholeTokens(values, 2, _BEGIN, _FINISH)
