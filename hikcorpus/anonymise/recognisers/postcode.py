"""Postcodes: Finnish with their town, Japanese, British, American."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.recognisers.address_ja import PREFECTURE
from hikcorpus.anonymise.shapes import END, HYPHEN, LATIN, START

_TOWNS = (
    "Helsin|Espoo|Tamper|Vantaa|Oulu|Turu|Turku|Jyväskyl|Kuopio|Lah[td]|Kouvol|Pori|Joensuu|Lappeenran|Hämeenlinn|"
    "Vaasa|Rovaniem|Seinäjo|Mikkel|Kotka|Salo|Porvoo|Kokkol|Hyvinkää|Lohja|Järvenpää|Raum|Kajaani|Kerava|Savonlinn|"
    "Nokia|Ylöjärv|Kangasal|Riihimä|Raseborg|Imatra|Sastamal|Raahe|Raisio|Hollol|Tornio|Iisalm|Valkeakosk|Kemi|"
    "Varkau|Kaarina|Hamina|Kirkkonumm|Tuusul|Nurmijärv|Sipoo|Heinol|Pietarsaar|Siilinjärv|Forssa|Kurikka|Äänekosk|"
    "Uusikaupunk|Loviis|Kauhava|Kuusamo|Loimaa|Lieto|Pirkkal|Lempääl|Mäntsäl|Naantal|Laukaa|Ulvil|Kauniai|Karkkil"
)
_STATE = (
    "(?-i:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|"
    "W[AIVY])"
)


class PostcodeRecogniser(Recogniser):
    """Postcodes that cannot be a plain number where they stand."""

    ENTITY = "POSTCODE"
    DIGITS = 2
    SHAPES = (
        Shape(
            "Finnish, leading zero",
            rf"(?<![0-9{LATIN}.,+\-])(?:FI-?[ ]?)?0[0-9]{{4}}[ ]+[A-ZÅÄÖ][a-zåäö\-]{{2,20}}{END}",
            0.6,
        ),
        Shape(
            "Finnish, known town",
            rf"(?<![0-9{LATIN}.,])(?:FI-?[ ]?)?[0-9]{{5}},?[ ]+(?:{_TOWNS})[a-zåäö]{{0,8}}{END}",
            0.7,
        ),
        Shape("Finnish, cued", r"postinumero[a-zäö]*[^\n0-9]{0,12}\K[0-9]{5}(?![0-9])", 0.7),
        Shape("Finnish, country", rf"{START}FI-[ ]?[0-9]{{5}}(?![0-9])", 0.7),
        Shape("Japanese, marked", rf"〒[ ]?[0-9]{{3}}[ ]?[{HYPHEN}]?[ ]?[0-9]{{4}}(?![0-9])", 0.9),
        Shape("Japanese, cued", rf"郵便番号[^\n0-9]{{0,6}}\K[0-9]{{3}}[{HYPHEN}]?[0-9]{{4}}(?![0-9])", 0.9),
        Shape(
            "Japanese, before a prefecture",
            rf"(?<![0-9{HYPHEN}])[0-9]{{3}}[{HYPHEN}][0-9]{{4}}(?=[ ]?{PREFECTURE})",
            0.8,
        ),
        Shape("British", rf"{START}(?-i:[A-Z]{{1,2}}[0-9][0-9A-Z]?)[ ](?-i:[0-9][A-BD-HJLNP-UW-Z]{{2}}){END}", 0.6),
        Shape(
            "British in small letters",
            rf"{START}[a-z]{{1,2}}[0-9][0-9a-z]?[ ](?!1st|2nd|3rd|[4-9]th|[0-9](?:gb|tb|ep|hr|"
            rf"ft))[0-9][abd-hjlnp-uw-z]{{2}}{END}",
            0.5,
        ),
        Shape(
            "British or American, cued",
            r"(?:post ?code|zip(?: ?code)?)[^\n0-9]{0,10}?\K"
            rf"(?:[A-Z]{{1,2}}[0-9][0-9A-Z]?[ ]?[0-9][A-Z]{{2}}|[0-9]{{5}}(?:-[0-9]{{4}})?){END}",
            0.7,
        ),
        Shape("American", rf"(?<=[a-z],?[ ]){_STATE}[ ][0-9]{{5}}(?:-[0-9]{{4}})?(?![0-9])", 0.6),
    )
    EXAMPLES = Examples(
        found=(
            ("asun 00100 Helsinki ja", "00100 Helsinki"),
            ("33100 Tampereella", "33100 Tampereella"),
            ("FI-20100", "FI-20100"),
            ("〒123-4567の辺り", "〒123-4567"),
            ("〒1234567", "〒1234567"),
            ("123-4567 東京都", "123-4567"),
            ("郵便番号は1234567", "1234567"),
            ("near EX1 2PL", "EX1 2PL"),
            ("in Exampleton, TX 73301", "TX 73301"),
        ),
        not_found=("10000 Euroa", "1000-1500 kcal", "090-1234-5678", "maksoi 20000 mk", "100-2000 yen"),
    )
