"""`generalise`: a coarser value: an age its band, a place its region, a school its level, a date its month.

(Generalisation, ISO/IEC 20889.) Where the value is not understood, the tag stands alone.
"""

from collections.abc import Callable

from hikcorpus.anonymise.config import Rule
from hikcorpus.anonymise.operators import Found, tagged
from hikcorpus.anonymise.operators.dates import read
from hikcorpus.anonymise.place import Place


def apply(found: Found, rule: Rule, place: Place) -> str:
    """The tag with the coarser value."""
    coarser = _COARSER.get(found.entity)
    return tagged(found, rule, (coarser and coarser(found, rule, place)) or "")


def _age(found: Found, rule: Rule, place: Place) -> str | None:
    from hikcorpus.anonymise.recognisers.age import age_of

    return _band(age_of(found.value), rule.band)


def _band(number: int | None, width: int) -> str | None:
    return None if number is None else f"{(low := number // width * width)}-{low + width - 1}"


def _birth(found: Found, rule: Rule, place: Place) -> str | None:
    """The band of the birth year, moved with all other times, so that ages stay as they were."""
    from hikcorpus.anonymise.recognisers.date_of_birth import year_of

    whole = read(found.value)
    if whole is not None:
        return _band(whole.moved(place.pseudonyms.shift_weeks()).day.year, rule.band)
    year = year_of(found.value)
    return _band(None if year is None else year + round(place.pseudonyms.shift_weeks() / 52.18), rule.band)


def _month(found: Found, rule: Rule, place: Place) -> str | None:
    whole = read(found.value)
    return None if whole is None else f"{whole.moved(place.pseudonyms.shift_weeks()).day:%Y-%m}"


def _region(found: Found, rule: Rule, place: Place) -> str | None:
    from hikcorpus.anonymise.recognisers.place import region_of

    return region_of(found.value)


def _level(found: Found, rule: Rule, place: Place) -> str | None:
    from hikcorpus.anonymise.recognisers.school import level_of

    return level_of(found.value)


def _sector(found: Found, rule: Rule, place: Place) -> str | None:
    from hikcorpus.anonymise.recognisers.employer import sector_of

    return sector_of(found.value)


_COARSER: dict[str, Callable[[Found, Rule, Place], str | None]] = {
    "AGE": _age,
    "DATE_OF_BIRTH": _birth,
    "DATE": _month,
    "PLACE": _region,
    "SCHOOL": _level,
    "EMPLOYER": _sector,
}
