"""Small places of Japan: cities, wards, towns and villages; stations; whatever someone says they live in."""

import re
from functools import cache

from hikcorpus.anonymise.places import japanese, large
from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape, at_first_use
from hikcorpus.anonymise.recognisers.address_ja import PREFECTURE
from hikcorpus.anonymise.word_lists import alternatives, words

_LIVING = (
    r"(?:に(?:住|すん|引っ越|越し|移住|転居|実家|生まれ)|在住|出身|住み|住まい|へ引っ越|から上京|生まれ|育ち|"
    r"(?<!国)民(?!族|間|主|法|営|放|宿|家|事)|在勤|"
    r"の(?:実家|田舎|団地|アパート|マンション|一軒家|片田舎|山奥|親元)|に(?:ある|あった)(?:実家|アパート|"
    r"マンション|団地))"
)
_THERE = (
    "(?=$|[\n、。！？!?にでへまを]|から|の|は(?!ず)|も|在住|出身|住み|市民|民|駅|周辺|あたり|辺り|方面|行|発|勤務|まで)"
)
_KANJI_NAME = r"[\p{Han}ヶケ々ノの]{1,6}"


_LISTS = "places_ja.txt"


@cache
def _short() -> str:
    """Prefectures without 県 and the like."""
    return f"(?:{alternatives(_LISTS, 'prefectures')})"


@cache
def _several(heading: str, end: str) -> re.Pattern[str]:
    """One or more of a list in a row, then `end`."""
    return re.compile(f"(?:{alternatives(_LISTS, heading)})+{end}")


def _no_town(text: str) -> bool:
    return _several("no town", "(?:市|区|町|村|郡)").fullmatch(text) is not None


def _bare_names() -> str:
    """Names that nobody takes for anything else, longest first."""
    names = {name for name in words(_LISTS, "known") | japanese().keys() if not re.fullmatch(_short(), name)}
    names -= words(_LISTS, "words too") | large() | words(_LISTS, "wards")
    return "|".join(sorted(names, key=lambda name: (-len(name), name)))


def _shapes() -> tuple[Shape, ...]:
    short, names, with_kana = _short(), _bare_names(), alternatives(_LISTS, "with kana")
    return (
        Shape(
            "with prefecture",
            rf"(?:{PREFECTURE}|{short}の?){_KANJI_NAME}?[\p{{Han}}\p{{Hiragana}}\p{{Katakana}}ヶー]{{0,4}}?[市区町村郡](?![場民役内長立営街区村])"
            r"(?:[\p{Han}ヶ]{1,6}?[区町村](?![場民役内長立営]))?",
            0.6,
            ("市", "区", "町", "村", "郡"),
        ),
        Shape(
            "city or ward",
            r"(?:[\p{Han}ヶケ々]{1,5}|[\p{Han}]{0,2}[\p{Hiragana}のヶ]{2,6}[\p{Han}]{0,2})[市区]",
            0.5,
            ("市", "区"),
        ),
        Shape("district", r"[\p{Han}ヶ]{1,4}郡[\p{Han}ヶ]{1,5}[町村]", 0.6, ("郡",)),
        Shape(
            "station", r"(?<![\p{Han}\p{Katakana}ー])[\p{Han}\p{Katakana}ヶケー々ノ]{1,8}駅(?![員長伝弁])", 0.5, ("駅",)
        ),
        Shape("known", rf"(?<![\p{{Han}}\p{{Katakana}}ー])(?:{names}){_THERE}", 0.5),
        Shape("known, with kana", rf"(?<![\p{{Han}}\p{{Katakana}}ー])(?:{with_kana})", 0.5),
        Shape(
            "town or village",
            rf"(?<![\p{{Han}}\p{{Katakana}}ー])[\p{{Han}}ヶ々ノ]{{2,4}}[町村]{_THERE}",
            0.5,
            ("町", "村"),
        ),
        Shape(
            "station, with kana",
            r"(?<![\p{Han}\p{Katakana}ー])[\p{Han}]{1,4}[がのケヶつ][\p{Han}]{1,3}駅(?![員長伝弁])",
            0.5,
            ("駅",),
        ),
        Shape(
            "living",
            rf"(?<![\p{{Han}}\p{{Katakana}}ー])(?:{short}の)?(?:[\p{{Han}}ヶケ々]{{2,5}}|"
            rf"[\p{{Katakana}}ー]{{3,8}})(?={_LIVING})",
            0.5,
        ),
        Shape(
            "town or village, living",
            rf"(?<![\p{{Han}}])[\p{{Han}}ヶ々]{{1,5}}[町村島](?={_LIVING})",
            0.5,
            ("町", "村", "島"),
        ),
    )


class JapanesePlaceRecogniser(Recogniser):
    """Known cities and wards with 市 or 区; 市区町村 behind a prefecture; bare names before に住む.

    Sources of the names: `hikcorpus/weights/places/SOURCES.md`.
    """

    ENTITY = "PLACE"
    SHAPES = at_first_use(_shapes)
    EXAMPLES = Examples(
        found=(
            ("八王子市のはずれ", "八王子市"),
            ("世田谷区に住んでる", "世田谷区"),
            ("長野県架空村の出身", "長野県架空村"),
            ("所沢に住んで10年", "所沢"),
            ("岡山県都窪郡早島町", "岡山県都窪郡早島町"),
            ("例示町在住の者です", "例示町"),
            ("架空駅の近く", "架空駅"),
            ("つくば市", "つくば市"),
            ("所沢のハロワ", "所沢"),
            ("きのう吉祥寺で見た", "吉祥寺"),
            ("自由が丘に行く", "自由が丘"),
            ("名古屋市千種区の", "千種区"),
            ("港北区です", "港北区"),
            ("架空町の図書館", "架空町"),
        ),
        not_found=(
            "都市に住みたい",
            "田舎に住んでる",
            "東京に住んでる",
            "横浜市",
            "市役所に行く",
            "最寄り駅まで",
            "町内会",
            "下町の人情",
            "隣町に行く",
            "日光を浴びる",
            "田村の話",
            "地区の祭り",
            "アパートに住む",
            "実家住み",
            "日本人",
            "一人で住みたい",
        ),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """Whether it names a small place."""
        if pattern_text.endswith("駅"):
            return False if "線の" in pattern_text or _several("no station", "").fullmatch(pattern_text[:-1]) else None
        if pattern_text[-1] in "市区":
            return self._city(pattern_text)
        bare = re.sub(rf"^{_short()}の", "", pattern_text)
        if pattern_text in words(_LISTS, "known") or re.fullmatch(alternatives(_LISTS, "with kana"), pattern_text):
            return None
        if pattern_text in japanese() and pattern_text not in words(_LISTS, "words too"):
            return None
        if (
            bare in large()
            or pattern_text in large()
            or re.fullmatch(rf"{_short()}[都府県]?", bare)
            or bare in words(_LISTS, "wide")
        ):
            return False
        if pattern_text[-1] in "町村郡":
            return False if _no_town(bare) else None
        return False if _several("no place", "(?:民|住|生|育)?").fullmatch(bare) else None

    @staticmethod
    def _city(text: str) -> bool | None:
        if text.endswith("都市"):
            return False
        bare = re.sub(rf"^(?:{PREFECTURE}|{_short()}の?)", "", text)
        if bare != text and len(bare) > 1:
            return None if bare[:-1] not in large() and not _no_town(bare) else False
        if text[:-1] in large():
            return False
        cities = japanese()
        known = any(
            text[start:] in cities or (text[-1] == "市" and text[start:-1] in cities) for start in range(len(text) - 1)
        )
        known = known or any(text.endswith(ward) for ward in words(_LISTS, "wards"))
        return None if known and not _no_town(text) else False


def prefecture_of(text: str) -> str | None:
    """The prefecture of a found Japanese place; None where it is not known."""
    named = re.match(PREFECTURE, text)
    if named:
        return named[0]
    cities = japanese()
    bare = re.sub(rf"^{_short()}の", "", text)
    return cities.get(bare) or cities.get(bare.removesuffix("市"))
