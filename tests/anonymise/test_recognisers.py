"""The registry and the examples that every recogniser carries."""

from pathlib import Path

import pytest

import hikcorpus.anonymise.recognisers as registry
from hikcorpus.anonymise.entities import LANGUAGES, PRIORITY
from hikcorpus.anonymise.recogniser import Recogniser, Sight
from hikcorpus.anonymise.recognisers.age import age_of
from hikcorpus.anonymise.recognisers.date_of_birth import year_of
from hikcorpus.anonymise.recognisers.employer import sector_of
from hikcorpus.anonymise.recognisers.place import region_of
from hikcorpus.anonymise.recognisers.school import level_of
from hikcorpus.text.normalise import visible

LOWER = {"BIG_PLACE": 0.3}  # stays in the text by default
CLASSES = [registry.load(name) for name in registry.RECOGNISERS]


def found(cls: type[Recogniser], text: str) -> list[str]:
    """What this recogniser alone finds above its threshold."""
    shown = visible(text).text
    hits = cls(cls.LANGUAGES[0]).hits(Sight.of(shown))
    return [shown[start:end] for start, end, score in hits if score >= LOWER.get(cls.ENTITY, 0.4)]


def test_every_file_is_registered():
    """A recogniser that nobody registered would never run."""
    files = {path.stem for path in Path(registry.__file__).parent.glob("*.py")} - {"__init__"}
    assert files == {name.partition(":")[0] for name in registry.RECOGNISERS}


def test_the_registry_is_in_order_and_free_of_doubles():
    """One line a recogniser, where one looks for it."""
    assert list(registry.RECOGNISERS) == sorted(set(registry.RECOGNISERS))


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_recognisers_declare_themselves(cls):
    """Each has a known kind, languages, patterns, and examples for and against."""
    assert cls.ENTITY in PRIORITY
    assert set(cls.LANGUAGES) <= set(LANGUAGES)
    assert cls.ENTITY == "PERSON" or cls.SHAPES
    assert cls.EXAMPLES.found
    assert cls.EXAMPLES.not_found


EXAMPLES = [(cls, text, value) for cls in CLASSES for text, value in cls.EXAMPLES.found]
COUNTER_EXAMPLES = [(cls, text) for cls in CLASSES for text in cls.EXAMPLES.not_found]


@pytest.mark.parametrize(("cls", "text", "value"), EXAMPLES)
def test_examples_are_found(cls, text, value):
    """The recogniser finds exactly the value that its example names."""
    assert visible(value).text in found(cls, text)


@pytest.mark.parametrize(("cls", "text"), COUNTER_EXAMPLES)
def test_counter_examples_are_left_alone(cls, text):
    """Text that only looks like it is not taken for it."""
    assert found(cls, text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("131052-952X", "131052-952X"),
        ("131052-3081", "131052-3081"),
        ("FI00 1234 5600 0007 85", "FI00 1234 5600 0007 85"),
        ("4111 1111 1111 1112", "4111 1111 1111 1112"),
        ("203.0.113.999", "203.0.113.999"),
        ("000-00-0000", "000-00-0000"),
    ],
)
def test_a_wrong_check_digit_saves_nothing(text, value):
    """People mistype: what is shaped like an identifier is masked, whatever its check digit says."""
    assert any(value in found(cls, text) for cls in CLASSES)


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("hetu:HetuRecogniser", "131052-308T", "131052-308X"),
        ("iban:IbanRecogniser", "FI2112345600000785", "FI0012345600000785"),
        ("card:CardRecogniser", "4111111111111111", "4111111111111112"),
        ("ip:IpRecogniser", "203.0.113.7", "203.0.113.700"),
        ("phone:PhoneRecogniser", "040 555 0147", "+44 7700 900123"),
    ],
)
def test_a_right_check_digit_raises_the_score(name, right, wrong):
    """Certain where the check holds, likely where it does not."""
    recogniser = registry.load(name)("en")
    assert max(score for *_, score in recogniser.hits(Sight.of(right))) == 1.0
    assert 0.4 <= max(score for *_, score in recogniser.hits(Sight.of(wrong))) < 1.0


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("25v", 25), ("25-vuotias", 25), ("27M", 27), ("２５歳", 25), ("二十五歳", 25), ("十歳", 10), ("三〇歳", 30),
        ("はたち", 20), ("twenty-five years old", 25), ("five year old", 5), ("24/m", 24), ("999v", None), ("歳", None),
    ],
)  # fmt: skip
def test_ages_are_read(text, age):
    """An operator that generalises gets the number."""
    assert age_of(text) == age


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("12.3.1995", 1995), ("95", 1995), ("'95", 1995), ("-95", 1995), ("H7.3.12", 1995), ("平成7年3月12日", 1995), ("昭和60年", 1985),
        ("昭和元年", 1926), ("平成七年", 1995), ("1995年3月12日", 1995), ("12.3.95", 1995), ("March 12th, 1995", 1995), ("3月12日", None),
    ],
)  # fmt: skip
def test_years_of_birth_are_read(text, year):
    """In the Christian era, whatever the calendar."""
    assert year_of(text) == year


@pytest.mark.parametrize(
    ("read", "text", "coarser"),
    [
        (region_of, "Kouvolassa", "Kymenlaakso"), (region_of, "ylöjärvelle", "Pirkanmaa"), (region_of, "八王子市", "東京都"),
        (region_of, "長野県架空村", "長野県"), (region_of, "Exampleton", None),
        (level_of, "Mallilan lukiossa", "upper secondary"), (level_of, "架空中学校", "lower secondary"),
        (level_of, "Exampleton High School", "upper secondary"), (level_of, "University of Nowhere", "university"),
        (sector_of, "lidliin", "retail"), (sector_of, "架空銀行", "finance"), (sector_of, "Qwx", None),
    ],
)  # fmt: skip
def test_places_schools_and_employers_are_read(read, text, coarser):
    """Region, level and sector, or nothing where it is not known."""
    assert read(text) == coarser
