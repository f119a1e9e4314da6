"""What the tagger of morphemes sees of each: itself, its neighbours, and names that several morphemes make."""

from functools import lru_cache

from hikcorpus.anonymise.names.japanese_lists import flags_of
from hikcorpus.anonymise.names.japanese_morphemes import Morphemes, morphemes

_CACHED = 1 << 12


def features(text: str, tokens: list[tuple[int, int]]) -> list[list[str]]:  # noqa: PLR0912 - one if per group
    """The word, its class and its listing, the same of its neighbours, and names that several morphemes make."""
    seen = morphemes(text)
    surfaces, pos, words = seen.surfaces, seen.pos, seen.words
    made = [list(word.own) for word in words]
    _joined(seen, made)
    _chains(seen, made)
    size = len(words)
    called = {surfaces[i] for i in range(size - 1) if words[i + 1].beside == "H"}
    forms = [word.listed + word.kind for word in words]
    for i, row in enumerate(made):
        word = words[i]
        for step in (-2, -1, 1, 2):
            at = i + step
            if 0 <= at < size:
                row += [f"{step}w={surfaces[at]}", f"{step}p={pos[at]}", f"{step}x={forms[at]}"]
                if words[at].beside:
                    row.append(f"{step}h{words[at].beside}")
                if step in (-1, 1):
                    row.append(f"{step}c={words[at].look}|{word.look}")
            else:
                row.append(f"{step}#")
        if i > 2:
            row.append("-3w=" + surfaces[i - 3])
        if i + 3 < size:
            row.append("3w=" + surfaces[i + 3])
        if i:
            row += [f"-p={pos[i - 1]}|{pos[i]}", f"-x={forms[i - 1]}|{forms[i]}"]
        if i > 1:
            row.append(f"--w={surfaces[i - 2]}|{surfaces[i - 1]}")
        if i + 1 < size:
            row += [f"+p={pos[i]}|{pos[i + 1]}", f"+x={forms[i]}|{forms[i + 1]}", f"+w={surfaces[i]}|{surfaces[i + 1]}"]
            if i:
                row += [
                    f"ppp={pos[i - 1]}|{pos[i]}|{pos[i + 1]}",
                    f"wtw={surfaces[i - 1]}|{word.kind}|{surfaces[i + 1]}",
                ]
        if i + 2 < size:
            row += [f"++w={surfaces[i + 1]}|{surfaces[i + 2]}", f"++t={word.kind}{surfaces[i + 1]}|{pos[i + 2]}"]
        if surfaces[i] in called and len(surfaces[i]) > 1 and not (i + 1 < size and words[i + 1].beside == "H"):
            row.append("called")
    return made


def _joined(seen: Morphemes, made: list[list[str]]) -> None:
    """Listed names, and a surname with a given name, that Sudachi cut into several morphemes."""
    spans, surfaces, _pos, words = seen
    for i, word in enumerate(words):
        if word.kind != "K" or len(surfaces[i]) > 3:
            continue
        whole = surfaces[i]
        for j in range(i + 1, min(i + 4, len(words))):
            if (
                spans[j][0] != spans[j - 1][1]
                or words[j].kind not in ("K", "h", "Kh")
                or len(whole) + len(surfaces[j]) > 5
            ):
                break
            whole += surfaces[j]
            flags = flags_of(whole)
            if flags:
                _mark(made, i, j, "j", flags)
            if words[j].kind == "K" and len(whole) > 2:
                best = _full(whole)
                if best:
                    _mark(made, i, j, "f", best)


def _mark(made: list[list[str]], first: int, last: int, sign: str, flags: str) -> None:
    made[first].append(f"{sign}B{flags}")
    for place in range(first + 1, last + 1):
        made[place].append(f"{sign}I{flags}")


@lru_cache(_CACHED)  # of five characters at most
def _full(whole: str) -> str:
    """The most frequent reading of kanji as surname and given name: a flag of each, or nothing."""
    found = [
        surname[0] + given[-1]
        for cut in range(1, min(4, len(whole)))
        for surname, given in [(flags_of(whole[:cut]), flags_of(whole[cut:]))]
        if surname[:1] in ("A", "B", "C") and given[-1:] in ("a", "b", "c")
    ]
    return min(found, default="")


def _chains(seen: Morphemes, made: list[list[str]]) -> None:
    """Katakana joined by middle dots: what is known of one link says something about all."""
    _spans, surfaces, pos, words = seen
    size = len(words)
    first = 0
    while first < size:
        last = first
        while last + 2 < size and words[last].kind == words[last + 2].kind == "t" and surfaces[last + 1] in "・=":
            last += 2
        if last > first:
            tags = pos[first : last + 1]
            known = "N" if any("人名" in tag for tag in tags) else "L" if any("地名" in tag for tag in tags) else "-"
            after = pos[last + 1] + words[last + 1].beside if last + 1 < size else ""
            for row in made[first : last + 1]:
                row += [
                    f"ch={known}",
                    f"ch{min(3, (last - first) // 2)}",
                    f"chn={known}{after}",
                    f"che={surfaces[last][-2:]}",
                ]
        first = last + 1
