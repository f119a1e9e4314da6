"""The kinds of identifiers, and which one names a span that several recognisers found."""

PRIORITY: tuple[str, ...] = (
    "EMAIL",
    "HOST",
    "URL",
    "FILE_NAME",
    "HETU",
    "IBAN",
    "CORPORATE_NUMBER",
    "CARD",
    "SSN",
    "IP",
    "ADDRESS",
    "POSTCODE",
    "BANK_ACCOUNT",
    "STUDENT_NUMBER",
    "PATIENT_NUMBER",
    "PASSPORT",
    "DATE_OF_BIRTH",
    "PHONE",
    "BUSINESS_ID",
    "MY_NUMBER",
    "HANDLE",
    "TRIPCODE",
    "SLIP",
    "BE",
    "POSTER_ID",
    "PLATE",
    "ACCOUNT",
    "SCREEN_NAME",
    "HEALTH_UNIT",
    "SCHOOL",
    "EMPLOYER",
    "AGE",
    "PLACE",
    "PERSON",
    "BIG_PLACE",
)
"""Highest first. Where spans overlap, their union is masked under the first of their kinds in this order."""

RANK: dict[str, int] = {entity: place for place, entity in enumerate(PRIORITY)}

LANGUAGES: tuple[str, ...] = ("fi", "ja", "en")
"""Languages with recognisers; texts in any other are read with English ones."""
