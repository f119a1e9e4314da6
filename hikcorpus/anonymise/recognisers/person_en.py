"""Names of persons in English text: the trained tagger and the name list."""

from hikcorpus.anonymise.names.recogniser import PersonRecogniser
from hikcorpus.anonymise.recogniser import Examples


class EnglishPersonRecogniser(PersonRecogniser):
    """Given names, short forms and surnames, capitals or not; titles and the possessive s stay outside the mask."""

    LANGUAGES = ("en",)
    EXAMPLES = Examples(
        found=(
            ("Yesterday I saw Margaret Holloway at the store.", "Margaret Holloway"),
            ("my brother mike moved out", "mike"),
            ("this guy kyle in my class", "kyle"),
            ("dr. patel said it's avoidance", "patel"),
            ("her name was ashley", "ashley"),
            (">jessica walks in", "jessica"),
            ("stayed at brandon's place", "brandon"),
        ),
        not_found=(
            "i will mark my words, there is no hope",
            "the bill came and i have no chance of paying",
            "some guy drew a rose, it may be art",
            "Nobody knows what Monday is like in Chicago",
        ),
    )
