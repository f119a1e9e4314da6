"""Invented board messages of lists/japanese_boards.txt, and names to put into their slots.

Slots: {s} surname, {g} given name, {f} both, {h} given name in kana, {n} nickname, {k} foreign.
"""

import random
from functools import cache
from pathlib import Path

from hikcorpus.anonymise.names.japanese_lists import names, scripts


@cache
def sentences() -> tuple[list[str], list[str]]:
    """(with slots, without any name)."""
    place = Path(__file__).parent / "lists" / "japanese_boards.txt"
    named, none = place.read_text(encoding="utf-8").split("[none]\n")
    return named.splitlines()[1:], none.splitlines()


@cache
def _pools() -> dict[str, tuple[list[str], list[str]]]:
    """For each slot frequent and rare names."""
    listed = sorted(names().items())

    def of(flags: str, least: int = 2, most: int = 4) -> list[str]:
        return [
            word
            for word, found in listed
            if set(flags) & set(found) and least <= len(word) <= most and not scripts(word).strip("K")
        ]

    kana = [word for word, found in listed if scripts(word) == "h" and set("ab") & set(found) and 2 <= len(word) <= 4]
    foreign = [word for word, found in listed if "k!" in found and scripts(word) == "t" and 2 <= len(word) <= 6]
    return {"s": (of("AB"), of("CD")), "g": (of("a"), of("bc")), "h": (kana, kana), "k": (foreign, foreign)}


def slot(sign: str, rng: random.Random) -> str:
    """An invented person's name for a slot."""
    if sign == "f":
        return slot("s", rng) + slot(rng.choice("ggh"), rng)
    if sign == "n":
        name = slot("h", rng)
        return rng.choice(
            (name[:1] + "っ" + name[1:2], name[:2], name[:2] + "っち", name[:2] + "りん", name[:1] + "ー")
        )
    frequent, rare = _pools()[sign]
    name = rng.choice(frequent if rng.random() < 0.6 else rare)
    if sign == "h" and rng.random() < 0.3:
        return "".join(chr(ord(char) + 0x60) if "ぁ" <= char <= "ゖ" else char for char in name)
    return name
