"""Names of persons in Finnish text: the trained tagger and the name list."""

from hikcorpus.anonymise.names.recogniser import PersonRecogniser
from hikcorpus.anonymise.recogniser import Examples


class FinnishPersonRecogniser(PersonRecogniser):
    """First names, surnames and hypocorisms, inflected or not, capitals or not."""

    LANGUAGES = ("fi",)
    EXAMPLES = Examples(
        found=(
            ("Eilen näin Maija Virtasen kaupassa.", "Maija Virtasen"),
            ("Annalle ei kannata kertoa", "Anna"),
            ("mun sisko päivi muutti pois", "päivi"),
            ("terkut jarille", "jari"),
            ("opettaja Korhonen ei tehnyt mitään", "Korhonen"),
        ),
        not_found=(
            "en oo käyny ulkona kahteen viikkoon",
            "Asun Helsingissä ja olen töissä Nokialla",
            "usko pois, kaikki toivo on mennyt",
        ),
    )
