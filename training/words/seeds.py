"""Make `hikcorpus/weights/words/<language>.seeds.xz` for the installed simplemma: `python -m training.words.seeds`.

The first line is the check sum of simplemma's table, the second the number of its words; then a line for every 32nd
word: bytes from the last such place to the one behind this word; how much the word shares with the last such word, and
what follows that; how much of the word its lemma lacks, and what it has instead.
"""

import lzma
from pathlib import Path
from zlib import crc32

from simplemma.strategies.dictionaries import frontcode
from simplemma.strategies.dictionaries.dictionary_factory import _read_decompressed

from hikcorpus.text.dictionary import BLOCK, OFFSET

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
    last, before = 0, b""
    for number in range(0, len(records), BLOCK):
        _, word, lemma = records[number]
        after = records[number + 1][0] if number + 1 < len(records) else len(data)
        shared, kept = _alike(before, word), _alike(word, lemma)
        form = bytes((shared + OFFSET,)) + word[shared:]
        lines.append(b"%d\t%s\t%s" % (after - last, form, bytes((len(word) - kept + OFFSET,)) + lemma[kept:]))
        last, before = after, word
    return b"\n".join(lines)


def _alike(one: bytes, other: bytes) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def main() -> None:
    """Write a file for each language."""
    for lang in LANGUAGES:
        (FOLDER / f"{lang}.seeds.xz").write_bytes(lzma.compress(seeds(lang), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main()
