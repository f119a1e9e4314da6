"""Character classes for patterns. `\\b` and `\\w` are never used: beside kana and kanji they see no boundary.

All patterns run on `text.normalise.visible` text, ignoring case, with the `regex` module (Presidio's own),
whose `\\K` lets a pattern begin at a cue and report only what follows it.
"""

LATIN = "0-9A-Za-z_À-ÖØ-öø-ɏ"
"""Letters, digits and underscore of Latin script, Finnish letters included; for use inside [...]."""

START = f"(?<![{LATIN}])"
"""Not inside a Latin word or number; kana, kanji and punctuation may stand right before."""

END = f"(?![{LATIN}])"
"""Not inside a Latin word or number; kana, kanji and punctuation may follow at once."""

HYPHEN = r"\-‐‑‒–—―−ー"
"""What people use as a hyphen in numbers, long vowel mark included; for use inside [...]."""

JAPANESE = r"\p{Han}\p{Hiragana}\p{Katakana}々〆ヶー"
"""Kanji and kana; for use inside [...]."""

FINNISH_ENDING = (
    "(?:n|a|ä|ta|tä|lla|llä|lle|lta|ltä|ssa|ssä|sta|stä|an|än|en|in|on|un|yn|ön|iin|een|hin|hen|hun|seen|ksi|na|nä|"
    "tta|ttä|ita|itä|illa|illä|ille|ilta|iltä|issa|issä|ista|istä|kin|s|t)"
)
"""Case endings that Finns hang on names and addresses, usually after a colon."""
