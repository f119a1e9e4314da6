"""Ages of persons in Japanese: 25歳, 二十五歳, 当方30."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape

_KANJI = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九][〇一二三四五六七八九]?"
_KANJI_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}


class JapaneseAgeRecogniser(Recogniser):
    """A number with its word for years; 当方25, 今年で35 and (28男) without one."""

    ENTITY = "AGE"
    SHAPES = (
        Shape(
            "Japanese",
            r"(?<![0-9.,/\-])(?:[1-9]?[0-9]|1[01][0-9])[ ]?(?:[歳才]|さい|ちゃい)(?![能覚児]|以上|未満|人)",
            0.8,
            ("歳", "才", "さい", "ちゃい"),
        ),
        Shape(
            "Japanese, in kanji",
            rf"(?<![〇一二三四五六七八九十百千万])(?:{_KANJI})[歳才](?![能覚児]|以上|未満)|はたち|ハタチ",
            0.7,
        ),
        Shape(
            "Japanese, cued",
            r"(?:年齢|とし|歳|齢|当方|俺|私|僕|ワイ|わい|自分)(?:は|も|が|:|って|、|が今|は今|は今年|は今年で)?[ ]?\K"
            r"(?<![0-9])(?:1[0-9]|[2-9][0-9])(?=(?:だ|です|なん|に|で|の|、|。|\n|$|[ ]|ニート|無職|歴))(?!で[0-9]|"
            r"の[0-9])",
            0.5,
            ("年齢", "とし", "歳", "齢", "当方", "俺", "私", "僕", "ワイ", "わい", "自分"),
        ),
        Shape(
            "Japanese, turning",
            r"(?:今年|来年|去年|来月|今月|明日|今日|もうすぐ|もう)(?:で|も)?\K(?<![0-9])(?:1[0-9]|[2-9][0-9])"
            r"(?=にな|だ|です|なん)",
            0.6,
            ("今", "来", "去", "明日", "もう"),
        ),
        Shape(
            "Japanese, with sex",
            r"(?<![0-9.,/\-])(?:1[0-9]|[2-9][0-9])[ ]?[(/・]?[ ]?(?:男|女|♂|♀|オス|メス|ニート|無職|独身|童貞|"
            r"処女)(?![子女男人優])",
            0.5,
            ("男", "女", "♂", "♀", "オス", "メス", "ニート", "無職", "独身", "童貞", "処女"),
        ),
        Shape(
            "Japanese, sex before",
            r"[男女♂♀][ ]?[/・][ ]?\K(?:1[0-9]|[2-9][0-9])(?![0-9年月日代人])",
            0.5,
            ("男", "女", "♂", "♀"),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("２５歳の無職", "25歳"),
            ("今25才です", "25才"),
            ("3歳の頃から", "3歳"),
            ("二十五歳になった", "二十五歳"),
            ("当方30、無職", "30"),
            ("今年で35になる", "35"),
            ("(28男)", "28男"),
        ),
        not_found=(
            "20代の頃",
            "18歳以上のみ",
            "1000歳",
        ),
    )


def kanji_number(text: str) -> int | None:
    """What a number below 100 in kanji says: 二十五, 二五, 十."""
    if "十" in text:
        tens, _, ones = text.partition("十")
        if len(tens) > 1 or len(ones) > 1 or "十" in ones:
            return None
        return 10 * _KANJI_DIGITS.get(tens, 1) + _KANJI_DIGITS.get(ones, 0)
    return int("".join(str(_KANJI_DIGITS[character]) for character in text)) if text else None
