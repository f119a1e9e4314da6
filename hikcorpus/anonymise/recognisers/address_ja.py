"""Japanese addresses from prefecture or municipality to house number and room."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape

PREFECTURE = (
    "(?:東京都|北海道|京都府|大阪府|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|"
    "石川|福井|山梨|長野|"
    "岐阜|静岡|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|"
    "大分|宮崎|鹿児島|沖縄)県)"
)
_DIGIT = "[0-9〇一二三四五六七八九十百]"
_HYPHEN = r"[\-‐‑‒–—―−ー]"
_NUMBER = rf"{_DIGIT}{{1,4}}"
_NOT_A_COUNT = rf"(?!{_NUMBER}(?:年|歳|才|人|カ月|ヶ月|か月|月|時|円|個|回|代|万|分|駅|店|日|件|軒|位))"
_MARK = rf"(?:丁目|番町|番地の?|番(?={_DIGIT}|号)|号室|号|条|線|棟|(?:{_HYPHEN}|[のノ之])(?=[ ]?{_DIGIT}))"
_BLOCK = rf"{_NOT_A_COUNT}{_NUMBER}(?:{_MARK}(?:[ ]?{_NUMBER}{_MARK}?){{0,4}})?"
_LONG_BLOCK = (
    rf"{_NOT_A_COUNT}{_NUMBER}(?:丁目|番地|番(?={_DIGIT})|{_HYPHEN}(?=[ ]?{_DIGIT}))(?:[ ]?{_NUMBER}{_MARK}?){{0,4}}"
)
_TOWN = r"[\p{Han}\p{Katakana}ヶノが々ー]"
_NAME = r"[\p{Han}\p{Hiragana}\p{Katakana}ヶ々ー]"
_BUILDING = (
    r"(?:[ ]?(?:[\p{Katakana}ー・\p{Han}A-Za-z]{2,24}[ ]?)(?:[0-9A-Z]{1,2}棟)?"
    r"[ ]?[0-9]{1,4}(?:号室?|F|階)?(?![0-9年月日時歳才人円])"
    r"|[ ]?[0-9]{2,4}号室?)?"
)
_POSTCODE = r"(?:〒?[ ]?[0-9]{3}[\-‐‑‒–—―−ー]?[0-9]{4}[ ]?)?"


class JapaneseAddressRecogniser(Recogniser):
    """Prefecture, municipality and house number; without the prefecture a block number is needed."""

    ENTITY = "ADDRESS"
    SHAPES = (
        Shape(
            "with prefecture",
            rf"{_POSTCODE}{PREFECTURE}{_NAME}{{1,16}}?[市区町村郡]{_TOWN}{{0,16}}?[ ]?{_BLOCK}{_BUILDING}",
            0.8,
        ),
        Shape(
            "with hiragana town",
            rf"{_POSTCODE}{PREFECTURE}{_NAME}{{1,24}}?{_LONG_BLOCK}{_BUILDING}",
            0.7,
        ),
        Shape(
            "without prefecture",
            rf"{_POSTCODE}[\p{{Han}}ヶ々]{{1,6}}[市区町村郡]{_TOWN}{{0,12}}?[ ]?{_LONG_BLOCK}{_BUILDING}",
            0.6,
        ),
        Shape(
            "block in a town",
            rf"[\p{{Han}}\p{{Katakana}}ヶ々]{{1,8}}{_NUMBER}丁目[ ]?(?:{_NUMBER}{_MARK}?){{1,4}}{_BUILDING}",
            0.6,
        ),
        Shape("room", r"[\p{Katakana}ー・]{3,16}(?:[ ]?[0-9]{2,4}号室)", 0.5),
    )
    EXAMPLES = Examples(
        found=(
            (
                "住所は〒999-9999 東京都架空区例町1-2-3 サンプルハイツ205号室。",
                "〒999-9999 東京都架空区例町1-2-3 サンプルハイツ205号室",
            ),
            ("架空市例町一丁目二番三号です", "架空市例町一丁目二番三号"),
            ("大阪府架空市例町5番地に住んでる", "大阪府架空市例町5番地"),
            ("例町2丁目3-4の角", "例町2丁目3-4"),
        ),
        not_found=(
            "東京都新宿区に住んで20年",
            "東京都新宿区20年",
            "市役所に3回行った",
            "町内会の1番",
            "東京都で一番",
            "岡山県下で一番だ",
            "引きこもり10年目の村人3人",
        ),
    )
