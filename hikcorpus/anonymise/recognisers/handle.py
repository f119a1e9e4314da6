"""Handles that tell by themselves: `@name`, `name#1234`, Skype and Steam names, friend codes."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import JAPANESE, LATIN, START


class HandleRecogniser(Recogniser):
    """Handles by shape alone, at least three characters with a letter among them."""

    ENTITY = "HANDLE"
    SHAPES = (
        Shape(
            "at sign",
            rf"(?<![{LATIN}.@/])@(?=[0-9A-Za-z_.\-]*[A-Za-z])[0-9A-Za-z_][0-9A-Za-z_.\-]{{1,38}}[0-9A-Za-z_]"
            r"(?![0-9A-Za-z_@])",
            0.6,
            ("@",),
        ),
        Shape(
            "name and number",
            rf"(?<![{LATIN}.])[{LATIN}][{LATIN}.\-]{{1,31}}#[0-9]{{4,5}}(?![0-9A-Za-z])",
            0.7,
            ("#",),
        ),
        Shape("Japanese name and number", rf"[{JAPANESE}]{{1,16}}#[0-9]{{4}}(?![0-9A-Za-z])", 0.5, ("#",)),
        Shape("Skype", rf"{START}(?:live:[0-9A-Za-z_.:\-]+)", 0.7, ("live:",)),
        Shape(
            "Steam",
            r"(?<![0-9])7656119[0-9]{10}(?![0-9])|STEAM_[0-5]:[01]:[0-9]+|\[U:1:[0-9]+\]",
            0.8,
            ("7656119", "steam_", "[u:1:"),
        ),
        Shape(
            "friend code",
            r"(?:kaverikoodi[a-zäö]*|friend ?code|フレンドコード|フレコ)[^\n0-9]{0,10}\K[0-9][0-9 \-]{5,16}[0-9]",
            0.7,
            ("kaverikoodi", "friend", "フレ"),
        ),
        Shape("Nintendo", r"SW-[0-9]{4}-[0-9]{4}-[0-9]{4}", 0.8, ("sw-",)),
        Shape("Reddit", rf"(?<![{LATIN}.])/?u/[0-9A-Za-z_\-]{{3,20}}(?![{LATIN}\-])", 0.7, ("u/",)),
    )
    EXAMPLES = Examples(
        found=(
            ("@insta_name", "@insta_name"),
            ("Twitterは @komori_usagi ね。", "@komori_usagi"),
            ("ja Discordissa kotihiiri#4821.", "kotihiiri#4821"),
            ("ディスコはたろう#1234", "ディスコはたろう#1234"),
            ("skype live:matti_1", "live:matti_1"),
            ("Steam friend code 123456789", "123456789"),
            ("76561198000000000", "76561198000000000"),
            ("フレコSW-1234-5678-9012", "SW-1234-5678-9012"),
            ("ask /u/foxboy99", "/u/foxboy99"),
        ),
        not_found=("ヾ(@⌒ー⌒@)ノ 3人@5", "@ 100", "@1000", "#1234", "Fact #14906", "sivu #12", "a@b"),
    )
