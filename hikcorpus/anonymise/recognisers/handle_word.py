"""Names on other services that look like words: `discordissa olen xyz`, `add me on kik, foxboy`."""

import re

from hikcorpus.anonymise.ordinary import is_ordinary
from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.services import CUE, SERVICE, SOFT
from hikcorpus.anonymise.shapes import END, LATIN, START


class HandleWordRecogniser(Recogniser):
    """What follows a service's name and `olen`, `is`, `on` or a comma, unless it is a word of Finnish or English."""

    ENTITY = "HANDLE"
    SHAPES = (
        Shape("soft", rf"{CUE}{SOFT}\K(?!{SERVICE}{END})[{LATIN}][{LATIN}.\-]{{1,30}}[{LATIN}]{END}", 0.5),
        Shape(
            "name first",
            rf"{START}(?:olen|oon|nimellä|nick(?:i|nimi)?|add me|find me|i'?m|hmu)[ :]+(?:@[ ]?)?\K"
            rf"[{LATIN}][{LATIN}.\-]{{2,31}}(?=[ ]+(?:on|in|@)?[ ]?{SERVICE}(?:ss[aä])?{END})",
            0.5,
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("discordissa olen xyzzy", "xyzzy"),
            ("add me on kik, foxxboy", "foxxboy"),
            ("olen kissantassux discordissa", "kissantassux"),
            ("インスタは tarosanyade です", "tarosanyade"),
        ),
        not_found=(
            "discordissa olen usein",
            "My discord is broken",
            "Telegramissa on hauskaa",
            "instassa olen ollut vuosia",
            "Skype is old",
        ),
    )
    GATE = re.compile(
        r"olen|oon|nimell|nick|add|find|i'?m|hmu|discord|diskor|dc|tele|tg|line|ライン|insta|ig|kik|snap|snäp|tw|tik|skype|"
        r"steam|what|face|fb|mess|redd|yt|you|wick|sess|tox|matrix|irc|mast|bsky|blue|thread|tumb|vk|xbox|gamer|psn|nintendo|"
        r"switch|battle|riot|kakao|カカオ|wechat|mixi|pixiv|ツイ|イン|ディ|スカ|スチ|テレ|x|spot|sound|roblox|mine|epic|"
        r"signal|tinder|badoo|only|fm|mal|anilist|element|uplay|origin|gog",
        re.IGNORECASE,
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """A dictionary word in this place is a word, not a name."""
        word = pattern_text.strip(".-_")
        return False if is_ordinary(word, "fi") or is_ordinary(word, "en") else None
