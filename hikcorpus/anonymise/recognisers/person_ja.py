"""Names of persons in Japanese text: two trained taggers and the name lists."""

from hikcorpus.anonymise.names.recogniser import PersonRecogniser
from hikcorpus.anonymise.recogniser import Examples


class JapanesePersonRecogniser(PersonRecogniser):
    """Surnames, given names and full names in kanji and kana; honorifics and titles stay outside."""

    LANGUAGES = ("ja",)
    EXAMPLES = Examples(
        found=(
            ("昨日田中さんに会った", "田中"),
            ("同級生の佐藤健太が結婚したらしい", "佐藤健太"),
            ("ゆみこちゃんにラインした", "ゆみこ"),
            ("ジョン・スミスってどんな人?", "ジョン・スミス"),
        ),
        not_found=("皆さんは親に何と言われますか?", "お母さんと兄さん", "赤ちゃんの頃", "千葉に引っ越す"),
    )
