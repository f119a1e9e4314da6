"""What comes with the package in `hikcorpus/weights/names/<code>/`, unpacked."""

import lzma
from functools import cache
from importlib.resources import files


def unpacked(code: str, name: str) -> bytes:
    """A packed file of a language (ISO 639-1). Raises FileNotFoundError where none is shipped."""
    return lzma.decompress(files("hikcorpus").joinpath("weights", "names", code, name).read_bytes())


@cache
def listed(code: str) -> dict[str, str]:
    """The name list of a language: lower-case name -> flags, as `training/names/<language>_lists.py` gives them."""
    return dict(line.split("\t") for line in unpacked(code, "names.txt.xz").decode().splitlines())
