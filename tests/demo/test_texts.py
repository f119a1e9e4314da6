"""What people say: varied, with family words in passing as on real boards."""

import re

import pytest

from hikcorpus.demo.markup import reader_text
from hikcorpus.demo.phrasebook import phrasebook

LANGUAGES = ("fi", "ja", "en")
# An independent idea of what a family word is, written without looking at any lexicon of the project.
KIN = {
    "fi": r"\b(?:äit[ie]|äidi(?!nk)|äiskä|äipp|muts[ie]|faij|isä(?!nt|nn|nm|h)|isältä|isoisä|isoäi|isovanh|iskä"
    r"|vanhem(?:mat|mille|milla|milta|mista)|vanhempi(?:en|eni)|vanhempani|porukat|porukoi|\w*sisko(?!nmak)|systeri"
    r"|\w*vel(?:i\b|je|ipuoli)|broidi|mummo|mummi\b|ukki\b|vaari\b|vaarin k|serk(?:ku|un|ut\b)|tädi|täti\b|setä\b"
    r"|eno(?:lla)?\b|suku\b|suvu|sukula|sukujuh|perhee|perhe\b|perheter|perherii|kotiväk|avioero|hikkypojan)",
    "ja": r"(?<![秩神])父|(?<![酵空航])母(?![校音])|親(?![切指友機]|子丼)|兄|姉(?!妹都市)|(?<!姉)妹|弟(?!子)|祖|家族|実家"
    r"|[カｶ][ーｰ][チﾁ][ャｬ][ンﾝ]|[トﾄ][ーｰ][チﾁ][ャｬ][ンﾝ]|マッマ|おかん|ばあちゃん|じいちゃん|いとこ|おじさん|叔|ママ友|息子|娘",
    "en": r"(?i)\b(?:mum|mom|mother(?!board)|dad|stepdad|father|parents?|(?:half-)?brother|sister|siblings"
    r"|grand(?:ma|dad|ad|father|mother|parents)|gran|nan|uncle|aunts?|cousins?|family|folks|relatives|in-laws|twin|son)\b",
}  # fmt: skip


def _pattern(phrase: str) -> str:
    return re.sub(r"\\\{\w+\\\}", r".+?", re.escape(phrase))


def _kin(language: str, text: str) -> bool:
    """Whether a family word stands there, look-alike sentences set aside."""
    for phrase in phrasebook(language).lookalike:
        text = re.sub(_pattern(phrase), "", text)
    return re.search(KIN[language], text.lower() if language == "fi" else text) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_phrases_hold_no_family_word(language):
    """Sentences counted as plain really are: else the truth about passing mentions would be wrong."""
    book = phrasebook(language)
    plain = [*book.replies, *book.short, *book.green]
    plain += [line for theme in book.themes.values() for line in (*theme.lines, *theme.titles)]
    plain += [value for values in book.slots.values() for value in values]
    assert [line for line in plain if _kin(language, line)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_passing_and_family_sentences_hold_one(language):
    """Sentences counted as mentions hold a family word; of those on family nearly all."""
    book = phrasebook(language)
    passing = [line for theme in book.themes.values() for line in theme.passing]
    assert [line for line in passing if not _kin(language, line)] == []
    family = book.family["lines"]
    assert sum(_kin(language, line) for line in family) >= 0.9 * len(family)


@pytest.mark.parametrize("language", LANGUAGES)
def test_enough_different_sentences(language):
    """At least 120 sentences a language, and twice that in fact; none twice."""
    book = phrasebook(language)
    lines = [*book.replies, *book.family["lines"], *book.family["soft"], *book.lookalike]
    lines += [line for theme in book.themes.values() for line in (*theme.lines, *theme.passing)]
    assert len(lines) >= 240
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_share_of_family_words_elsewhere(world, language):
    """Outside family and trap threads 7.5-11 % of the messages hold a family word; in family threads at least half."""
    shares = {}
    for about in (False, True):
        threads = [t for t in world.threads if t.board == language and t.about_family is about and not t.trap]
        texts = [reader_text(p.typed) for t in threads for p in t.posts]
        shares[about] = sum(_kin(language, text) for text in texts) / len(texts)
    assert 0.075 <= shares[False] <= 0.11, shares
    assert shares[True] >= 0.5, shares


def test_tags_say_what_stands_there(world):
    """A message tagged as a mention holds a family word by the independent list."""
    for post in world.posts:
        if "passing" in post.tags:
            assert _kin(post.board, post.typed), post.key


def test_messages_are_not_all_alike(world):
    """More than four in five texts stand once."""
    texts = [p.typed for p in world.posts]
    once = {text for text in texts if texts.count(text) == 1}
    assert len(once) / len(texts) > 0.8


def test_every_oddity_occurs(world):
    """Greentext, hearts, ampersands, spoilers, code, emoji, art, cites that the engine links and that it does not."""
    tags = {tag for p in world.posts for tag in p.tags}
    assert tags >= {
        "heart", "ampersand", "spoiler", "code", "emoji", "art", "loud", "pause", "green", "linked", "unlinked",
        "lookalike", "passing", "family",
    }  # fmt: skip
    texts = "\n".join(p.typed for p in world.posts)
    for mark in ("<3", "&", "[code]", "**", ">>>/", "ｶｰﾁｬﾝ", "ｗｗｗ", "＞＞", "🧍‍♂️", "\n\n"):
        assert mark in texts, mark
    assert {p.mail for p in world.posts} >= {"", "sage"}
    assert any("@" in p.mail for p in world.posts)
