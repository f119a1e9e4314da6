"""5ch SLIP marks (ﾜｯﾁｮｲ and its kin), which tell one line from another through a week."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape

_KINDS = (
    "ワッチョイ|ワッチョイ無し|スッップ|スップ|スプッッ|スプッ|スフッ|スッ|アウアウ|アウアウウー|ササクッテロ|"
    "ササクッテロラ|ササクッテロル|オッペケ|ブーイモ|ラクッペ|ラクペッ|"
    "ドコグロ|オイコラミネオ|ワンミングク|バットンキン|バッミングク|アークセー|エムゾネ|フリッテル|ペラペラ|"
    "テテンテンテン|デーンチッ|ガラプー|ソラノイロ|ベーイモ|シャチーク|フオーマ"
)


class SlipRecogniser(Recogniser):
    """The line's kind in katakana and eight characters with a hyphen; also cited in part."""

    ENTITY = "SLIP"
    SHAPES = (
        Shape(
            "whole",
            r"[ァ-ヺー]{2,12}(?:-?[A-Z]{1,2}[0-9A-Z]?)?[ ]?(?=[0-9\-]*[A-Za-z+/.])"
            r"[0-9A-Za-z+/]{4}-[0-9A-Za-z+/.]{3}[0-9A-Za-z+/](?![0-9A-Za-z+/])",
            0.8,
            ("-",),
        ),
        Shape(
            "digits only",
            rf"(?:{_KINDS})(?:-?[A-Z]{{1,2}}[0-9A-Z]?)?[ ]?[0-9A-Za-z+/]{{4}}-[0-9A-Za-z+/]{{4}}(?![0-9A-Za-z+/])",
            0.8,
            ("-",),
        ),
        Shape(
            "half",
            rf"(?:{_KINDS}|末尾|スリップ|slip)[ ]?[A-Z]{{0,2}}[ ]?[:がは]?[ ]?\K"
            r"(?:[0-9A-Za-z+/]{4}-[0-9A-Za-z+/]{0,4}|(?<![0-9A-Za-z])-[0-9A-Za-z+/]{4}|"
            r"(?=[0-9A-Za-z]*[0-9])[0-9A-Za-z+/]{2,4}-[0-9A-Za-z+/]{0,4})(?![0-9A-Za-z+/])",
            0.6,
            ("-",),
        ),
        Shape(
            "alone in brackets",
            r"\((?=[0-9A-Za-z]{0,8}-?[0-9A-Za-z]*[0-9])[0-9A-Za-z]{4}-(?=[0-9A-Za-z+/]*[A-Za-z+/])[0-9A-Za-z+/]{4}"
            r"(?:[ ]?\[[0-9.:A-Fa-f]+\])?\)",
            0.5,
            ("-",),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("(ワッチョイWW 8f70-cmdO)", "ワッチョイWW 8f70-cmdO"),
            ("ﾜｯﾁｮｲ 1a2b-C3dEだろ", "ワッチョイ 1a2b-C3dE"),
            ("ワッチョイ 1234-5678", "ワッチョイ 1234-5678"),
            ("末尾8f70-のやつ", "8f70-"),
        ),
        not_found=("ベスト1997-2010", "ワッチョイ導入しろ", "スレ立て 2019-2020", "(2019-2020)"),
    )
