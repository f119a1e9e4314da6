"""What the tests of models share: settings, and texts that hold every trap of offsets."""

from hikcorpus.anonymise.models.settings import Model

AWKWARD = "😀 tänään\n\n  Maija\tVirtanen 🏠 moi\ue000\ue000 \n田中さん ja Maija"


def model(kind, place, **said):
    """Settings as a study's file says them."""
    return Model(**{"kind": kind, "model": str(place), "languages": ("fi",), "labels": {"PER": "PERSON"}} | said)


def values(text, found):
    """(what stands there, entity) of every span found."""
    return [(text[start:end], entity) for start, end, entity, _ in found]
