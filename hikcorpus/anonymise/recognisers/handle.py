"""Names on other services, by cue and shape: `Discord name#1234`, `Telegramissa @x`, `LINEのIDは x`, `@x`."""

import re

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.services import CUE, EXPLICIT, GAP, SERVICE, TOKEN
from hikcorpus.anonymise.shapes import END, JAPANESE, LATIN, START

_STRONG = (
    rf"(?!{SERVICE}{END})(?:@[ ]?(?=[0-9A-Za-z_.\-]*[A-Za-z_]){TOKEN}"
    rf"|(?=[A-Za-z0-9.\-]*[0-9_.\-])(?=[0-9_.\-]*[A-Za-z]){TOKEN}"
    rf"|(?-i:[a-z0-9]+[A-Z][a-z0-9A-Z]*|[A-Z][a-z0-9]+[A-Z][A-Za-z0-9]*)){END}"
)


class HandleRecogniser(Recogniser):
    """Handles that look like one, and whatever stands behind an explicit `ID:` or `nick`."""

    ENTITY = "HANDLE"
    SHAPES = (
        Shape(
            "at sign",
            rf"(?<![{LATIN}.@/])@(?=[0-9A-Za-z_.\-]*[A-Za-z])[0-9A-Za-z_][0-9A-Za-z_.\-]{{1,38}}[0-9A-Za-z_](?![0-9A-Za-z_@])",
            0.6,
        ),
        Shape("name and number", rf"(?<![{LATIN}.])[{LATIN}][{LATIN}.\-]{{1,31}}[ ]?#[0-9]{{4,5}}(?![0-9A-Za-z])", 0.7),
        Shape("Japanese name and number", rf"[{JAPANESE}]{{1,16}}#[0-9]{{4}}(?![0-9A-Za-z])", 0.5),
        Shape("cued, shaped", rf"{CUE}{GAP}\K{_STRONG}", 0.7),
        Shape("cued, explicit", rf"{CUE}{EXPLICIT}\K(?!{SERVICE}{END})@?{TOKEN}{END}", 0.7),
        Shape("cued, Skype", rf"{START}(?:live:[0-9A-Za-z_.:\-]+)", 0.7),
        Shape("Steam", r"(?<![0-9])7656119[0-9]{10}(?![0-9])|STEAM_[0-5]:[01]:[0-9]+|\[U:1:[0-9]+\]", 0.8),
        Shape(
            "friend code",
            r"(?:SW-[0-9]{4}-[0-9]{4}-[0-9]{4}|(?:kaverikoodi\w*|friend ?code|フレンド(?:コード)?|フレコ)[^\n0-9]{0,10}\K[0-9][0-9 \-]{5,16}[0-9])",
            0.7,
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("Telegramissa olen @yokukkuja_fi ja muualla en", "@yokukkuja_fi"),
            ("ja Discordissa kotihiiri#4821.", "kotihiiri#4821"),
            ("or Discord roomghost#0042.", "roomghost#0042"),
            ("LINEのIDは hikineko_2020 です。", "hikineko_2020"),
            ("LINE ID:tarosan", "tarosan"),
            ("Twitterは @komori_usagi ね。", "@komori_usagi"),
            ("kik johnny99", "johnny99"),
            ("my insta is jane.doe_95 ok", "jane.doe_95"),
            ("IG: mattim", "mattim"),
            ("snap on matti_95", "matti_95"),
            ("インスタ→taro.yamadaです", "taro.yamada"),
            ("ディスコはtaro1995", "taro1995"),
            ("Steam friend code 123456789", "123456789"),
            ("skype live:matti_1", "live:matti_1"),
            ("@insta_name", "@insta_name"),
            ("tg:ssä nimellä kissamies", "kissamies"),
            ("ラインIDはkissaさん", "kissa"),
        ),
        not_found=(
            "ヾ(@⌒ー⌒@)ノ 3人@5",
            "Discord ja Telegram on molemmat huonoja",
            "I was on Discord yesterday",
            "the line is long",
            "LINEやDiscordとか使わない",
            "snap out of it",
            "TwitterよりInstagram",
            "@ 100",
        ),
    )
    GATE = re.compile(
        r"[@#]|discord|diskor|dc|tele|tg|line|ライン|insta|ig|kik|snap|snäp|tw|tik|skype|steam|what|face|fb|mess|redd|yt|you|"
        r"wick|sess|tox|matrix|irc|mast|bsky|blue|thread|tumb|vk|xbox|gamer|psn|nintendo|switch|battle|riot|kakao|カカオ|"
        r"wechat|mixi|pixiv|カ|ツイ|イン|ディ|スカ|スチ|テレ|フレ|垢|sw-|live:|7656119|u:1|kaveri|friend|x:|spot|sound|roblox|"
        r"mine|epic|signal|tinder|badoo|only|fm|mal|anilist|element|uplay|origin|gog",
        re.IGNORECASE,
    )
