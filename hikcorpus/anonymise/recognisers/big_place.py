"""Large places: countries, regions, cities of 100,000 people in Finland and of about a million elsewhere.

They do not tell a person from others: the score lies below the default threshold, so that they stay in the text.
Lower the threshold of BIG_PLACE to 0.3 to have them masked too.
"""

import re
from collections.abc import Sequence

from hikcorpus.anonymise.places import large, latin_words
from hikcorpus.anonymise.recogniser import Examples, Hit, Recogniser, Shape, Sight
from hikcorpus.anonymise.shapes import END, START

_HAN = re.compile("[一-龠]|さいたま")
_PLACES = (
    "(?:北海道|青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|東京|神奈川|新潟|富山|石川|福井|山梨|長野|"
    "岐阜|静岡|愛知|三重|滋賀|京都|大阪|兵庫|奈良|和歌山|鳥取|島根|岡山|"
    "広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄|札幌|仙台|さいたま|横浜|川崎|相模原|"
    "浜松|名古屋|神戸|北九州)"
)


class BigPlaceRecogniser(Recogniser):
    """Names of `hikcorpus/weights/places/large.txt`, prefectures and designated cities of Japan."""

    ENTITY = "BIG_PLACE"
    SHAPES = (
        Shape("word", rf"{START}[A-Za-zÅÄÖåäö]{{2,}}(?:-[A-Za-zÅÄÖåäö]{{2,}})*{END}", 0.3),
        Shape("Japanese", rf"{_PLACES}[都府県市]?", 0.3),
    )
    EXAMPLES = Examples(
        found=(("asun Helsingissä", "Helsingissä"), ("東京に住んでる", "東京"), ("from Finland", "Finland")),
        not_found=("asun Kouvolassa", "八王子市"),
    )

    def hits(self, sight: Sight, shapes: Sequence[int] | None = None) -> list[Hit]:
        """The same, after a look whether any word of the text is one of them at all."""
        low = sight.low
        if large().isdisjoint(latin_words(low)) and (low.isascii() or not _HAN.search(low)):
            return []
        return super().hits(sight, shapes)

    def validate_result(self, pattern_text: str) -> bool | None:
        """Whether the word is a large place."""
        low = pattern_text.lower().replace("ı", "i")
        return None if low in large() or (not low.isascii() and re.fullmatch(f"{_PLACES}[都府県市]?", low)) else False
