"""Which language a message is in, offline, by script first and by statistics second.

Kana decide for Japanese; py3langid (trained weights inside its wheel, no download) decides between the other
configured languages. Below about 20 letters no method is better than knowing the board
(measured: 73-88 % right on texts of up to 20 characters), so the board's language is taken and marked as such.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final, Literal

from hikcorpus.errors import ConfigError

LangSource = Literal["text", "board"]

FEWEST_LETTERS: Final = 20
_JAPANESE_PART: Final = 0.3

_LINK: Final = re.compile(r"(?:https?|ttps?|ftp)://\S+|www\.\S+|[>＞]{2,3}\S+")
_QUOTED: Final = re.compile(r"^[ \t\u3000]*[>＞](?![>＞]).*$", re.MULTILINE)
# letters only: the long-vowel mark, the middle dot and voicing marks stand in emoticons everywhere
_KANA: Final = re.compile("[\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff6f\uff71-\uff9d]")
_KANJI: Final = re.compile("[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_RUN: Final = re.compile(  # three in a row: `¯\\_(ツ)_/¯` and `(ノಠ益ಠ)ノ` make no message Japanese
    "[\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uff66-\uff9f]{3}"
)


def identify(text: str, board_language: str, languages: Sequence[str] = ("fi", "ja", "en")) -> tuple[str, LangSource]:
    """Language of a message as (ISO 639-1 code, "text" or "board").

    languages: the configured ones; nothing else is ever answered from the text. board_language: the answer,
    with source "board", where fewer than 20 letters remain without addresses, reply marks and quoted lines
    (digits are no letters) or where no configured language fits the script.
    Raises ConfigError where py3langid does not know a configured language.
    """
    own = _LINK.sub(" ", _QUOTED.sub(" ", text))
    letters = sum(map(str.isalpha, own))
    if not own.isascii() and "ja" in languages and _is_japanese(own, letters, board_language, languages):
        return "ja", "text"
    others = tuple(language for language in languages if language != "ja" or "zh" in languages)
    if letters < FEWEST_LETTERS or not others:
        return board_language, "board"
    if len(others) == 1:
        return others[0], "text"
    return _identifier().classify(own, others), "text"


def has_japanese(text: str) -> bool:
    """Whether any kana or kanji stands in the text."""
    return not text.isascii() and bool(_KANA.search(text) or _KANJI.search(text))


def _is_japanese(own: str, letters: int, board_language: str, languages: Sequence[str]) -> bool:
    kana = len(_KANA.findall(own))
    if not kana and "zh" in languages:
        return False
    japanese = kana + len(_KANJI.findall(own))
    if not japanese or japanese < _JAPANESE_PART * letters:
        return False
    return board_language == "ja" or _RUN.search(own) is not None


class _Identifier:
    """py3langid's own model object (never its global one), restricted to the languages last asked for."""

    def __init__(self) -> None:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        self._model: Any = LanguageIdentifier.from_model_file(MODEL_FILE)
        self._languages: tuple[str, ...] = ()

    def classify(self, text: str, languages: tuple[str, ...]) -> str:
        if languages != self._languages:
            try:
                self._model.set_languages(list(languages))
            except ValueError:
                raise ConfigError(
                    f"The language identifier does not know all of: {', '.join(languages)}.",
                    "Use ISO 639-1 codes such as fi, ja, en.",
                ) from None
            self._languages = languages
        return str(self._model.classify(text)[0])


@cache
def _identifier() -> _Identifier:
    return _Identifier()
