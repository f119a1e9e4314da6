"""What is known of words is remembered, within bounds: so many of them, and none that is no word by its length."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

LONGEST = 40
"""Longer words (keyboard hammering, encoded data) never come again and could be of any size."""

Answer = TypeVar("Answer")


def remembered(words: int) -> Callable[[Callable[[str], Answer]], Callable[[str], Answer]]:
    """Remember what a function says of the last so many words."""

    def of(asked: Callable[[str], Answer]) -> Callable[[str], Answer]:
        kept = lru_cache(words)(asked)

        @wraps(asked)
        def answer(word: str) -> Answer:
            return kept(word) if len(word) <= LONGEST else asked(word)

        return answer

    return of
