"""The boundary suite: every kind of identifier in every kind of surroundings is covered from end to end."""

import pytest

from hikcorpus.anonymise.analyse import Analyser
from tests.anonymise.values import CONTEXTS, MAKERS, values

ANALYSER = Analyser()
EACH = 100
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


def uncovered(text: str, lang: str, start: int, end: int) -> bool:
    """Whether any character of text[start:end] lies outside the spans found."""
    covered = {index for span in ANALYSER.find(text, lang) for index in range(span.start, span.end)}
    return not covered.issuperset(range(start, end))


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("kind", MAKERS)
def test_a_value_is_covered_wherever_it_stands(kind, context):
    """Nothing of it is left: not in running Japanese, not before a Finnish ending, not at a line's end."""
    lang, before, after = CONTEXTS[context]
    missed = [
        value
        for value in values(kind, EACH)
        if uncovered(before + value + after, lang, len(before), len(before) + len(value))
    ]
    assert missed == []


@pytest.mark.parametrize(
    "kind", [kind for kind in MAKERS if not kind.startswith(("HOST", "ADDRESS fi", "POSTCODE fi"))]
)
def test_full_width_values_are_covered(kind):
    """Typed with a Japanese keyboard in full-width characters, it is the same identifier."""
    missed = [
        value
        for value in values(kind, EACH // 2)
        if uncovered(f"これは{value.translate(WIDE)}です", "ja", 3, 3 + len(value))
    ]
    assert missed == []


@pytest.mark.parametrize("lang", ["fi", "ja", "en", "sv", None])
@pytest.mark.parametrize("kind", MAKERS)
def test_the_language_of_the_text_does_not_matter(kind, lang):
    """A Finnish identity code in a text taken for Japanese is masked too."""
    assert [value for value in values(kind, 10) if uncovered(f"- {value} -", lang, 2, 2 + len(value))] == []


@pytest.mark.parametrize(
    ("lang", "text", "left"),
    [
        ("fi", "kirjoita matti@example.fi:lle", "kirjoita [EMAIL]:lle"),
        ("fi", "katso www.example.fi/matti:lta", "katso [URL]:lta"),
        ("ja", "これhttps://example.jp/fooです", "これ[URL]です"),
        ("ja", "電話は０９０－００００－１２３４まで", "電話は[PHONE]まで"),
        ("en", "(see https://example.org/a_(b)).", "(see [URL])."),
        ("fi", "Telegramissa olen @yokukkuja_fi ja Discordissa kotihiiri#4821.",
         "Telegramissa olen [HANDLE] ja Discordissa [HANDLE]."),
        ("fi", "Asun osoitteessa Keksittykatu 12 B 34, 00999 Helsinki, tervetuloa.",
         "Asun osoitteessa [ADDRESS], tervetuloa."),
        ("en", "a\u200bb ta\u200bro@exam\u00adple.jp!", "a\u200bb [EMAIL]!"),
        ("en", "㌔taro@example.jp", "㌔[EMAIL]"),
    ],
)  # fmt: skip
def test_what_stands_around_is_left_as_it_was(lang, text, left):
    """Case endings, particles and punctuation stay outside the mask."""
    spans = ANALYSER.find(text, lang)
    for span in reversed(spans):
        text = f"{text[: span.start]}[{span.entity}]{text[span.end :]}"
    assert text == left
