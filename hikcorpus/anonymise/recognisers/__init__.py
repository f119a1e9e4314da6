"""One recogniser per file. The registry is a list of names: nothing heavy is imported before it is needed."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hikcorpus.anonymise.recogniser import Recogniser

RECOGNISERS: tuple[str, ...] = (
    "address_en:EnglishAddressRecogniser",
    "address_fi:FinnishAddressRecogniser",
    "address_ja:JapaneseAddressRecogniser",
    "bank_account:BankAccountRecogniser",
    "card:CardRecogniser",
    "email:EmailRecogniser",
    "email_spelled:SpelledEmailRecogniser",
    "handle:HandleRecogniser",
    "handle_cued:CuedHandleRecogniser",
    "handle_word:HandleWordRecogniser",
    "hetu:HetuRecogniser",
    "host:HostRecogniser",
    "iban:IbanRecogniser",
    "ip:IpRecogniser",
    "my_number:MyNumberRecogniser",
    "name:NameRecogniser",
    "name_ja:JapaneseNameRecogniser",
    "phone:PhoneRecogniser",
    "phone_kanji:KanjiPhoneRecogniser",
    "postcode:PostcodeRecogniser",
    "poster_id:PosterIdRecogniser",
    "ssn:SsnRecogniser",
    "tripcode:TripcodeRecogniser",
    "url:UrlRecogniser",
)
"""`module:Class` below this package, in alphabetical order; a test holds it against the folder."""


def load(name: str) -> "type[Recogniser]":
    """The class behind one name of the registry. Imports Presidio."""
    module, _, cls = name.partition(":")
    found: type[Recogniser] = getattr(import_module(f"{__name__}.{module}"), cls)
    return found


def build(language: str) -> "tuple[Recogniser, ...]":
    """All recognisers that work on this language, in the registry's order."""
    classes = (load(name) for name in RECOGNISERS)
    return tuple(cls(language) for cls in classes if language in cls.LANGUAGES)
