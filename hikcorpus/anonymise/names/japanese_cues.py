"""Words that stand beside Japanese names: honorifics and titles, and words that take them without being names."""

import re

PERSONAL = ("さん", "くん", "君", "ちゃん", "さま", "様", "氏", "先生", "せんせい", "先輩", "たん", "きゅん", "殿")
"""Follow names of persons more often than anything else. They stay outside the mask."""

_TITLES = """
選手 監督 容疑者 被告 教授 社長 議員 大臣 総理 首相 会長 博士 部長 課長 店長 医師 看護師 師匠 嬢 夫人 投手 捕手
コーチ 騎手 棋士 大統領 市長 知事 アナ 師 王 女王 親王 天皇 将軍 教諭 係長 はん 内野手 外野手
"""

_ROLES = """
皆 みな みんな お母 お父 お兄 お姉 母 父 兄 姉 お婆 お爺 おば おじ 奥 娘 息子 赤 赤ん坊 坊 お客 客 神 王 諸 誰 お医者
医者 店員 お嬢 若 叔父 叔母 伯父 伯母 祖父 祖母 婆 爺 妹 弟 嫁 旦那 ご主人 大家 親 友 患者 隣 子 同 担当 何 彼 彼女
"""

HONORIFICS = frozenset((*PERSONAL, *_TITLES.split()))
"""Honorifics and titles that are tokens of their own after a name."""

ROLES = frozenset(_ROLES.split())
"""Kin, roles and pronouns: with さん or 様 they name nobody."""

_REFUSING = "許話出渡消殺返探貸落指押離壊通直隠起流回写残示過越刺治試"
"""Verbs that refuse in the west: 許さん is no person."""

CUE = re.compile(
    r"(?<=[一-鿿々ぁ-ゖァ-ヺーA-Za-z])(?<![皆母父兄姉婆爺客神王赤坊奥嫁妹])"
    r"(?<!おば|おじ|みな|んな|ばあ|じい|かあ|とう|にい|ねえ|おっ|たく|おく|すこ|すめ|きゃ|仏様|医者|息子|旦那|主人)"
    rf"(?:(?<!許)(?<!^[{_REFUSING}])(?<!対[{_REFUSING}])(?<![^一-鿿][{_REFUSING}])さん(?![年月日人時分回個本万億千百])"
    r"|くん|ちゃん|さま|せんせい|きゅん"
    r"|(?<=[一-鿿々ァ-ヺー])(?:君|様|氏|先生|先輩|容疑者|選手|教授|監督|議員))"
)
"""An honorific or title right behind what may be a name."""

CALLED = re.compile(
    r"(?:名前|本名|氏名|名字|苗字|あだ名|渾名|旧姓|通称)(?:は|が|も|:)[ 「『\"]?(?=[一-鿿々ぁ-ゖァ-ヺA-Za-z])"
)
"""What follows is somebody's name, or a word that says that it is none."""
