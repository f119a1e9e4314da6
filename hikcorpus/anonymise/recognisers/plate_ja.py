"""Japanese licence plates: place, class, kana, four digits."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import HYPHEN

_PLACE = r"(?:[\p{Han}ヶケ]{1,4}|つくば|いわき|なにわ|とちぎ|[\p{Han}]{0,2}[\p{Hiragana}]{2,4})"
_KANA = "[あいうえかきくけこさすせそたちつてとなにぬねのはひふほまみむめもやゆよらりるれろわを]"
_SERIAL = rf"(?:[0-9]{{2}}[ ]?[{HYPHEN}][ ]?[0-9]{{2}}|[・･.]{{1,3}}[ ]?[0-9](?:[{HYPHEN}]?[0-9]){{0,2}}|[0-9]{{4}})"


class JapanesePlateRecogniser(Recogniser):
    """品川 300 あ 12-34, spaced or not; a plate without its place only with a word for it."""

    ENTITY = "PLATE"
    DIGITS = 3
    SHAPES = (
        Shape(
            "whole",
            rf"{_PLACE}[ ]?[0-9]{{2,3}}[ ]?{_KANA}[ ]?{_SERIAL}(?![0-9年月日時分人円個回{HYPHEN}])",
            0.7,
            _KANA[1:-1],
        ),
        Shape(
            "cued",
            rf"(?:ナンバー|"
            rf"車番)(?:プレート)?[^\n0-9]{{0,6}}\K(?<![0-9])[0-9]{{2}}[{HYPHEN}][0-9]{{2}}(?![0-9{HYPHEN}])",
            0.6,
            ("ナンバー", "車番"),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("車は品川 300 あ 12-34です", "品川 300 あ 12-34"),
            ("練馬500さ1234だった", "練馬500さ1234"),
            ("ナンバー12-34の車", "12-34"),
            ("大宮 58 め ・・12", "大宮 58 め ・・12"),
        ),
        not_found=("昨日300円使った", "平成25の12月", "全部で100と2000", "品川 300 人"),
    )
