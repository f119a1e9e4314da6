"""The gate of the English tagger: which words may begin a name at all."""

from hikcorpus.anonymise.names.english_cues import COMMON, VERBS
from hikcorpus.anonymise.names.english_words import CACHED, cue, flags, known
from hikcorpus.anonymise.names.remembered import remembered


@remembered(CACHED)
def opens(word: str) -> str:
    """`always`: wherever it stands; `cue`: beside a cue; `inside`: not as the first word; else never."""
    if not word[0].isalpha():
        return ""
    low = word.lower()
    marks = flags(low)
    if word.islower():
        if "l" in marks or not marks:
            return "cue" if not known(low) and len(low) > 2 else ""
        return "always" if "c" not in marks and ("w" not in marks or set(marks) & set("gnp")) else "cue"
    if len(word) == 1 or low in COMMON:
        return ""
    return "always" if (marks and "c" not in marks) or not known(low) else "inside"


@remembered(CACHED)
def _follows(word: str) -> bool:
    """Whether a word makes the one before it look like a name: a surname, or what persons do."""
    low = word.lower()
    if not low[0].isalpha():
        return False
    marks = flags(low)
    if low in VERBS:
        return low not in _WEAK
    return (bool(set(marks) & set("st")) and not set(marks) & set("cwl")) or (len(low) > 3 and not known(low))


_WEAK = frozenset(
    ("is", "was", "has", "had", "and", "just", "still", "never", "always", "did", "does", "will", "would")
)
_SELF = frozenset(("'m", "’m", "im", "am"))


def triggers(text: str, tokens: list[tuple[int, int]]) -> list[bool]:
    """Listed names that are no words; capitals inside a sentence; what stands beside a cue, a surname or a verb."""
    found = []
    last = len(tokens) - 1
    before = ""
    for place, (start, end) in enumerate(tokens):
        word = text[start:end]
        open_ = opens(word)
        certain = open_ == "always" or (open_ == "inside" and place > 0)
        if open_ and not certain:
            after = text[slice(*tokens[place + 1])] if place < last else ""
            cued = before in _SELF or cue(before) not in ("", "verb")
            begins = not before[-1:].isalnum() and after.lower() in VERBS and flags(word.lower()) != ""
            certain = (open_ == "cue" and cued) or begins or (after != "" and _follows(after))
        found.append(certain)
        before = word.lower()
    return found
