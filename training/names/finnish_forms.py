"""Case forms of Finnish names, for invented training sentences. Simple rules: a wrong form now and then is no harm."""

import random

_WEAK = {
    "kk": "k", "pp": "p", "tt": "t", "nk": "ng", "nt": "nn", "lt": "ll", "rt": "rr", "mp": "mm",
}  # fmt: skip
_PARTS = {
    "mäki": "mäe", "joki": "joe", "lahti": "lahde", "niemi": "nieme", "järvi": "järve", "lampi": "lamme",
    "saari": "saare", "koski": "koske", "lehti": "lehde", "suvi": "suve", "vuori": "vuore", "kivi": "kive",
}  # fmt: skip
_ENDINGS = ("n", "lle", "lla", "lta", "sta", "ssa", "n", "n", "lle", "a")
_SPOKEN = ("n", "lle", "l", "lt", "st", "n", "n", "lle", "a")


def form(name: str, rng: random.Random, *, spoken: bool = False) -> str:
    """A case form of a lower-case name."""
    ending = rng.choice(_SPOKEN if spoken else _ENDINGS)
    stem = name + "i" if name[-1] not in "aeiouyäöå" else name
    weak = stem
    if name.endswith("nen"):
        weak = stem = name[:-3] + "se"
        if ending == "a":
            return name[:-3] + "s" + _harmony(name, "ta")
    elif (name.endswith("us") and len(name) > 4) or name.endswith("is"):
        weak = stem = name[:-1] + "kse"
    elif name.endswith("as") and len(name) > 4:
        weak = stem = name[:-1] + "a"
    else:
        part = next((end for end in _PARTS if name.endswith(end)), None)
        pair = stem[-3:-1]
        if part and ending != "a":
            weak = name[: -len(part)] + _PARTS[part]
        elif pair in _WEAK:
            weak = stem[:-3] + _WEAK[pair] + stem[-1]
    if ending == "a":
        return stem + _harmony(name, "a")
    return weak + _harmony(name, ending)


def _harmony(name: str, ending: str) -> str:
    back = any(vowel in name for vowel in "aou")
    return ending if back else ending.replace("a", "ä").replace("o", "ö")
