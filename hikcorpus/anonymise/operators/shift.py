"""`shift`: a date moves by the study's whole weeks, as all times of the corpus do; it is written as before."""

from hikcorpus.anonymise.config import Rule
from hikcorpus.anonymise.operators import Found, tagged
from hikcorpus.anonymise.operators.dates import read
from hikcorpus.anonymise.place import Place


def apply(found: Found, rule: Rule, place: Place) -> str:
    """The moved date; the tag where the value is no whole date."""
    date = read(found.value)
    return tagged(found, rule) if date is None else date.moved(place.pseudonyms.shift_weeks()).written()
