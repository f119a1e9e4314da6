"""One recogniser per file. The registry is a list of names: nothing heavy is imported before it is needed."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hikcorpus.anonymise.recogniser import Recogniser

RECOGNISERS: tuple[str, ...] = (
    "address_en:EnglishAddressRecogniser",
    "address_en_small:SmallEnglishAddressRecogniser",
    "address_fi:FinnishAddressRecogniser",
    "address_ja:JapaneseAddressRecogniser",
    "age:AgeRecogniser",
    "age_ja:JapaneseAgeRecogniser",
    "bank_account:BankAccountRecogniser",
    "be_number:BeNumberRecogniser",
    "big_place:BigPlaceRecogniser",
    "business_id:BusinessIdRecogniser",
    "card:CardRecogniser",
    "corporate_number:CorporateNumberRecogniser",
    "date_of_birth:DateOfBirthRecogniser",
    "email:EmailRecogniser",
    "email_spelled:SpelledEmailRecogniser",
    "employer:EmployerRecogniser",
    "employer_ja:JapaneseEmployerRecogniser",
    "file_name:FileNameRecogniser",
    "handle:HandleRecogniser",
    "handle_cued:CuedHandleRecogniser",
    "handle_word:HandleWordRecogniser",
    "health_unit:HealthUnitRecogniser",
    "health_unit_ja:JapaneseHealthUnitRecogniser",
    "hetu:HetuRecogniser",
    "host:HostRecogniser",
    "iban:IbanRecogniser",
    "ip:IpRecogniser",
    "my_number:MyNumberRecogniser",
    "name:NameRecogniser",
    "name_ja:JapaneseNameRecogniser",
    "passport:PassportRecogniser",
    "patient_number:PatientNumberRecogniser",
    "person_en:EnglishPersonRecogniser",
    "person_fi:FinnishPersonRecogniser",
    "person_ja:JapanesePersonRecogniser",
    "phone:PhoneRecogniser",
    "phone_kanji:KanjiPhoneRecogniser",
    "place:FinnishPlaceRecogniser",
    "place_en:EnglishPlaceRecogniser",
    "place_ja:JapanesePlaceRecogniser",
    "plate:PlateRecogniser",
    "plate_ja:JapanesePlateRecogniser",
    "postcode:PostcodeRecogniser",
    "poster_id:PosterIdRecogniser",
    "school:FinnishSchoolRecogniser",
    "school_en:EnglishSchoolRecogniser",
    "school_ja:JapaneseSchoolRecogniser",
    "slip:SlipRecogniser",
    "ssn:SsnRecogniser",
    "student_number:StudentNumberRecogniser",
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
