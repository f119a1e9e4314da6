"""Make `hikcorpus/weights/words/<language>.seeds.xz` for the installed simplemma: `python -m training.words.seeds`.

The first line is the check sum of simplemma's table, the second the number of its words; then a line for every 64th
word: bytes from the last such place to the one behind this word, the word, and its lemma where it is another.
"""

import lzma
from pathlib import Path
from zlib import crc32

from simplemma.strategies.dictionaries import frontcode
from simplemma.strategies.dictionaries.dictionary_factory import _read_decompressed

from hikcorpus.text.dictionary import BLOCK

LANGUAGES = ("fi", "en")
FOLDER = Path(__file__).parents[2] / "hikcorpus" / "weights" / "words"


def seeds(lang: str) -> bytes:
    """The file, not packed. Raises SystemExit where the table is of a kind that `Table` does not know."""
    data = _read_decompressed(lang)
    backwards, count, start = frontcode._read_header(data)
    records = list(frontcode._iter_records(data, start))
    if backwards or any(byte < 32 for _, word, lemma in records for byte in word + lemma):
        raise SystemExit(f"{lang}: words are stored backwards or hold signs that Table sets between them")
    lines = [b"%d" % crc32(data), b"%d" % count]
    last = 0
    for number in range(0, len(records), BLOCK):
        _, word, lemma = records[number]
        after = records[number + 1][0] if number + 1 < len(records) else len(data)
        lines.append(b"%d\t%s\t%s" % (after - last, word, lemma if lemma != word else b""))
        last = after
    return b"\n".join(lines)


def main() -> None:
    """Write a file for each language."""
    for lang in LANGUAGES:
        (FOLDER / f"{lang}.seeds.xz").write_bytes(lzma.compress(seeds(lang), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main()
