"""Japanese schools and universities that are named."""

import re

from hikcorpus.anonymise.everyday import japanese_name
from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape

_KIND = (
    "(?:学院大学?|学園大学?|高等専門学校|高等学校|高校|中学校|中学|小学校|大学院|短期大学|女子大学|大学校|大学|"
    "短大|専門学校|高専|幼稚園|保育園|学園|学院|女子大|女子高|女学院|"
    "工業高校|商業高校|農業高校)"
)
_NAME = r"[\p{Han}\p{Katakana}ヶケー々・]{1,14}?"
_ENDS = re.compile(
    "(?:学院大学?|学園大学?|高等専門学校|高等学校|高校|中学校|中学|小学校|大学院|短期大学|大学校|大学|短大|"
    "専門学校|高専|幼稚園|保育園|学園|学院|女子大|女子高|"
    "高|中|小|大)$"
)
LEVELS = (
    ("university", r"大学(?!校)|短大|短期大学|女子大|大$"),
    ("vocational", r"専門学校|高専|大学校"),
    ("upper secondary", r"高等学校|高校|女子高|高$"),
    ("lower secondary", r"中学|中$"),
    ("primary", r"小学|小$"),
    ("before school", r"幼稚園|保育園"),
)
"""Level: a pattern of values that say it, in lower case; the first that matches."""
_NOT_A_UNIVERSITY = (
    r"(?<!最)(?<!巨)(?<!拡)(?<!偉)(?<!莫)(?<!盛)(?<!重)(?<!甚)(?<!膨)(?<!私)(?<!医)(?<!音)(?<!美)(?<!芸)(?<!体)(?<!短)(?<!国立)"
    r"(?<!公立)(?<!女子)(?<!公大)(?<!理)(?<!薬)(?<!歯)(?<!流)(?<!関)(?<!等身)(?<!他)(?<!工)(?<!農)(?<!特)(?<!肥)(?<!誇)(?<!同)"
)


class JapaneseSchoolRecogniser(Recogniser):
    """A name in kanji or katakana and a kind of school; short forms before 卒, 中退 and the like."""

    ENTITY = "SCHOOL"
    SHAPES = (
        Shape(
            "name and kind",
            rf"(?<![\p{{Han}}\p{{Katakana}}ヶー々]){_NAME}{_KIND}(?:(?:[\p{{Han}}]{{2,6}}学部)|(?:附属|"
            rf"付属)[\p{{Han}}]{{1,8}}?校)?"
            r"(?![校院児])",
            0.6,
        ),
        Shape(
            "founded by",
            rf"(?:[\p{{Han}}ヶ]{{1,5}}[都道府県市区町村]立|"
            rf"[市区町村都府県私国]立)[\p{{Han}}\p{{Hiragana}}\p{{Katakana}}ヶケー々]{{1,12}}?{_KIND}(?![校院児])",
            0.7,
            ("立",),
        ),
        Shape(
            "known, short",
            r"(?<![\p{Han}])(?:早稲田|慶應?|慶応|上智|明治|青学|青山学院|立教|中央|法政|MARCH|日大|東洋|駒澤|駒沢|専修|東海大|帝京|国士舘|"
            r"亜細亜|大東亜|関大|関学|同志社|立命館?|近大|京産|甲南|龍谷|佛教|摂南|神学|追手門|桃山|早大|慶大|東大|京大|阪大|名大|東北大|九大|"
            r"北大|神大|筑波大?|千葉大|横国|横市|都立大|首都大|埼玉大|埼大|信州大|信大|静大|岡大|広大|熊大|金大|新潟大|一橋|東工大|東外大|外大|"
            r"農工大|電通大|お茶大|学芸大|理科大|芝浦|工学院|東電大|都市大|日芸|多摩美|武蔵美|ムサビ|タマビ|芸大|成城|成蹊|学習院|武蔵大|"
            r"獨協|國學院|明学|津田塾|日本女子|東女|開成|麻布|灘|筑駒|桜蔭|ラサール|ラ・サール|洛南|東大寺|N高|S高)"
            r"(?=卒|中退|生(?!き)|院|[1-6]年|受け|落ち|行って|通って|出て|出身|志望|合格|附属|付属|(?:に|を)(?:入|合格|通|受|落|卒|中退|出|行))",
            0.5,
        ),
        Shape(
            "school, short",
            r"(?<!\p{Han})\p{Han}{2,4}[高中小](?=卒|中退|出身|[1-3]年生|(?:に|を)(?:入学|通っ|卒業|中退)|時代|の(?:生徒|先生|同級生|制服))",
            0.5,
            ("高", "中", "小"),
        ),
        Shape(
            "hiragana names",
            r"(?<![\p{Hiragana}])\p{Hiragana}{2,5}(?:高校|中学校?|小学校|幼稚園|保育園|学園|学院|大学)(?![校院児生])",
            0.5,
            ("校", "学", "園"),
        ),
        Shape(
            "university, short",
            rf"(?<!\p{{Han}})(?!東大|京大)\p{{Han}}{{1,3}}{_NOT_A_UNIVERSITY}大(?=卒|中退|生(?!き)|院|[1-6]年生?|"
            rf"受け|落ち|行って|通って|出て|(?:に|を)(?:入学|通|受|落|卒|中退))",
            0.5,
            ("大",),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("例示県立架空高校を中退した", "例示県立架空高校"),
            ("桜ヶ丘高校の出身です", "桜ヶ丘高校"),
            ("早稲田大学に入った", "早稲田大学"),
            ("市立みどり中学校", "市立みどり中学校"),
            ("架空女子大の二年", "架空女子大"),
            ("駒大卒なのに", "駒大"),
            ("慶應に落ちた", "慶應"),
            ("東大卒ニート", "東大"),
            ("架空高中退", "架空高"),
            ("みどり小学校", "みどり小学校"),
        ),
        not_found=(
            "高校中退して引きこもり",
            "通信制高校に入った",
            "俺中学の時",
            "地元の大学",
            "県立高校に行った",
            "三流大学卒",
            "最大の問題",
            "短大卒",
            "最高卒業",
            "だから高校は",
            "通信高卒",
            "専門学校を出た",
        ),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """Words like 通信制 or 俺 before the kind name no school."""
        if re.fullmatch(r"[ぁ-ん]+\S{2,3}", pattern_text) and re.search(
            r"^[ぁ-ん]*?(?:[のがはをにでともやへ]|から|まで|った|ない|する|なら|みたい|って|して|むしろ|もし|やっぱり?|たぶん|まだ|もう|ずっと|とりあえず|ちゃんと|ふつう|そもそも|せめて|"
            r"ただ|まず|その|この|あの|どの|こんな|いい|ながら|"
            r"れた|てた|たら|れば|[いうるたなかよねしだ])(?=[高中小幼保学大])",
            pattern_text,
        ):
            return False
        if pattern_text[-1] in "高中小" and re.search(
            r"最|小中|中高|通信|定時|全日|世界|大学|途|年|中$|背|原", pattern_text[:-1]
        ):
            return False
        if re.fullmatch(
            "[東京阪名九北神早慶埼信静岡広熊金芸]大|筑波大?|一橋|麻布|灘|中央|外大|東外大|[NS]高|開成", pattern_text
        ):
            return None
        name = _ENDS.sub("", re.sub(r"(?:附属|付属)\S*$|(?<=大学)\S+学部$", "", pattern_text))
        name = re.sub(r"^(?:[市区町村都府県私国]立)", "", name)
        return None if japanese_name(name) else False
