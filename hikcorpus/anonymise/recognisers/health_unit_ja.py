"""Japanese hospitals and clinics that are named."""

import re

from hikcorpus.anonymise.everyday import japanese_name
from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape

_KIND = (
    "(?:総合病院|中央病院|市民病院|大学病院|病院|メンタルクリニック|こころのクリニック|クリニック|医院|診療所|"
    "医療センター|心療内科|療養所|"
    "保健センター|保健所|ひきこもり地域支援センター|精神科|歯科|内科)"
)
_ENDS = re.compile(
    "(?:総合|中央|市民|大学)?病院$|(?:メンタル|こころの)?クリニック$|医院$|診療所$|医療センター$|心療内科$|療養所$|"
    "保健(?:センター|所)$|"
    "ひきこもり地域支援センター$|精神科$|歯科$|内科$"
)


class JapaneseHealthUnitRecogniser(Recogniser):
    """A name in kanji, kana or Latin letters and the kind of unit."""

    ENTITY = "HEALTH_UNIT"
    SHAPES = (
        Shape(
            "name and kind",
            rf"(?<![\p{{Han}}\p{{Katakana}}ヶー々])[\p{{Han}}\p{{Katakana}}ヶケー々・]{{1,16}}?{_KIND}(?![医系のが]?[者師]|受診|学)",
            0.6,
        ),
        Shape(
            "medical schools and known ones",
            r"(?<![\p{Han}])(?:[\p{Han}]{1,4}(?:医大|医科大|大病院|大附属病院|日赤|赤十字|済生会|労災|市民病院|県病院|医療C)|慶應病院|東大病院|京大病院|松沢病院|松沢|"
            r"国立精神・?神経医療研究センター|虎の門病院|聖路加|済生会|日赤|厚生病院)(?=病院|で|に|の|へ|を|から|は|まで|、|。|$|行|通|入院)(?:病院)?",
            0.5,
        ),
        Shape(
            "hiragana and Latin names",
            r"(?<![\p{Hiragana}A-Za-z])(?:[\p{Hiragana}]{2,6}|[A-Z][A-Za-z]{1,15})(?:病院|クリニック|医院|診療所)",
            0.5,
            ("病院", "クリニック", "医院", "診療所"),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("例大学病院の先生", "例大学病院"),
            ("架空市民病院に入院", "架空市民病院"),
            ("サンプルメンタルクリニックに通ってる", "サンプルメンタルクリニック"),
            ("佐藤医院で", "佐藤医院"),
            ("例示医大に入院", "例示医大"),
        ),
        not_found=(
            "精神病院に入れられた",
            "近所の病院",
            "大学病院に行った",
            "心療内科に通う",
            "病院怖い",
            "この病院",
            "皮膚科クリニック",
        ),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """Words like 近所 or 精神 before the kind name no unit."""
        name = _ENDS.sub("", pattern_text)
        if re.fullmatch("[ぁ-ん]+", name) and re.search(
            "[のがはをにでともやへ]$|^(?:この|その|あの|どの|こんな|そんな|いい|また|から|まで|って|した|ない|する|"
            "なら|みたい)|た$|い$|う$|る$|な$",
            name,
        ):
            return False
        return None if japanese_name(name) else False
