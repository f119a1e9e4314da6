"""Names on other services that look like words: `discordissa olen xyz`, `add me on kik, foxboy`."""

from hikcorpus.anonymise.ordinary import is_ordinary
from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.services import CUE, SERVICE, SOFT
from hikcorpus.anonymise.shapes import END, LATIN, START

_WORD = rf"(?!{SERVICE}{END})[{LATIN}][{LATIN}.\-]{{1,30}}[{LATIN}]{END}"


class HandleWordRecogniser(Recogniser):
    """What follows a service's name and `olen`, `is`, `on` or a comma, unless it is a word of Finnish or English."""

    ENTITY = "HANDLE"
    SHAPES = (
        Shape("soft", rf"{CUE}{SOFT}\K{_WORD}", 0.5),
        Shape(
            "mine",
            rf"{START}(?:mun|minun|mulla|my)[ ]{SERVICE}{END}[ ](?:on|is|:)[ ](?:nimellä )?\K{_WORD}",
            0.5,
            ("mun", "minun", "mulla", "my"),
        ),
        Shape(
            "asked",
            rf"{START}(?:add|find|hit|hmu|message|msg|dm|lisää|lisätkää)(?:[ ](?:me|mut|minut))?(?:[ ]up)?(?:[ ]on)?[ ]"
            rf"{SERVICE}{END}[ ]?[,:]?[ ]\K{_WORD}",
            0.5,
            ("add", "find", "hit", "hmu", "me", "msg", "dm", "lis"),
        ),
        Shape(
            "name first",
            rf"{START}(?:olen|oon|nimellä|nick(?:i|nimi)?|add me|find me|hmu)[ :]+(?:@[ ]?)?\K"
            rf"{_WORD}(?=[ ]+(?:on[ ]|in[ ]|@[ ]?)?{SERVICE}{END})",
            0.5,
            ("olen", "oon", "nimell", "nick", "me", "hmu"),
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
            "Spotify, Netflix etc",
            "ok I'm gonna fb her",
        ),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """A dictionary word in this place is a word, not a name."""
        word = pattern_text.strip(".-_")
        return False if is_ordinary(word, "fi") or is_ordinary(word, "en") else None
