"""Handles beside a service's name: `kik johnny99`, `LINEのIDは x`, `tg:ssä nimellä x`."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.services import AMBIGUOUS_CUE, COLON, CUE, GAP, HANDLE, KANA_SERVICES, NAMED, SERVICE
from hikcorpus.anonymise.shapes import END, JAPANESE, START

_SHAPED = (
    rf"(?!{SERVICE}{END})(?:@[ ]?(?=[0-9A-Za-z_.\-]*[A-Za-z_]){HANDLE}"
    rf"|(?=[A-Za-z\-]*(?:[0-9_]|\.[0-9A-Za-z_]|[ ]?#[0-9]))(?=[0-9_.\-]*[A-Za-z]){HANDLE}"
    rf"|(?-i:[a-z0-9]+[A-Z][a-z0-9A-Z]*|[A-Z][a-z0-9]+[A-Z][A-Za-z0-9]*)){END}"
)
_MIXED = rf"(?=[A-Za-z.\-]*[0-9_])(?=[0-9_.\-]*[A-Za-z]){HANDLE}"


class CuedHandleRecogniser(Recogniser):
    """What looks like a handle near a service's name, and whatever stands behind an explicit `ID` or `nick`."""

    ENTITY = "HANDLE"
    SHAPES = (
        Shape("shaped", rf"{CUE}{GAP}\K{_SHAPED}", 0.7),
        Shape("colon", rf"{CUE}{COLON}\K(?!{SERVICE}{END})@?{HANDLE}{END}", 0.7),
        Shape(
            "with words between",
            rf"(?:{KANA_SERVICES}|(?-i:LINE|ID))[{JAPANESE}]{{1,12}}[ 、。:]{{0,2}}\K(?=[A-Za-z]){_MIXED}",
            0.6,
        ),
        Shape(
            "before",
            rf"{START}(?:i'?m|i am|im|me|it'?s|my name is)[ ]+\K{_MIXED}(?=[ ]+(?:on|in)[ ]{SERVICE}{END})",
            0.7,
        ),
        Shape("named", rf"(?:{CUE}|{AMBIGUOUS_CUE}){NAMED}\K(?!{SERVICE}{END})@?{HANDLE}{END}", 0.7),
    )
    EXAMPLES = Examples(
        found=(
            ("Telegramissa olen @yokukkuja_fi ja muualla en", "@yokukkuja_fi"),
            ("or Discord roomghost#0042.", "roomghost#0042"),
            ("LINEのIDは hikineko_2020 です。", "hikineko_2020"),
            ("LINE ID:tarosan", "tarosan"),
            ("kik johnny99", "johnny99"),
            ("my insta is jane.doe_95 ok", "jane.doe_95"),
            ("IG: mattim", "mattim"),
            ("snap on matti_95", "matti_95"),
            ("インスタ→taro.yamadaです", "taro.yamada"),
            ("ディスコはtaro1995", "taro1995"),
            ("tg:ssä nimellä kissamies", "kissamies"),
            ("ラインIDはkissaさん", "kissa"),
            ("X: foo_bar", "foo_bar"),
            ("Minecraft nick: kissa", "kissa"),
            ("discord roomghost #0042", "roomghost #0042"),
            ("dissi kettu_19 jos haluut", "kettu_19"),
            ("Steam-nimi kettu.levy657 tai jotain", "kettu.levy657"),
            ("line: grey_moth7", "grey_moth7"),
            ("I'm grey.moth77 on Steam", "grey.moth77"),
            ("スナップチャットはkitsune_7です", "kitsune_7"),
            ("ライン交換しませんか neko_147", "neko_147"),
            ("IDはkitsune_7です", "kitsune_7"),
            ("xLINEは us0", "us0"),
        ),
        not_found=(
            "Discord ja Telegram on molemmat huonoja",
            "I was on Discord yesterday",
            "the line is long",
            "LINEやDiscordとか使わない",
            "snap out of it",
            "TwitterよりInstagram",
            "YT: t ja dc:ssä",
            "dc:ssä että",
            "Nintendo 2DS ja switch 8bit",
            "I has a Twitter account. So",
            "Blu-ray disc Off-topic",
            "the deadline: 2026",
            "I'm 25 on Steam since 2009",
            "ライン川の長さは1233km",
        ),
    )
