"""Japanese family words in all scripts and widths, and words with the same characters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from hikcorpus.topics.gate import Gate
from hikcorpus.topics.japanese import LARGEST_INPUT, JapaneseMatcher, pieces
from hikcorpus.topics.japanese_phrases import JapanesePhrases, _expression, _places
from hikcorpus.topics.notation import plain
from hikcorpus.topics.terms import JapaneseTerms

FORMS_WORDS = """親 両親 父さん 父親 母さん 母親 お母さん お父さん お袋 おふくろ 親父 オヤジ カーチャン トーチャン ｶｰﾁｬﾝ ﾄｰﾁｬﾝ かあちゃん とうちゃん 母ちゃん 父ちゃん
かーちゃん 毒親 毒母 親ガチャ 家族 実家 兄 弟 姉 妹 兄弟 姉妹 兄貴 姉貴 お兄ちゃん 兄ちゃん お姉ちゃん 祖父 祖母 じいちゃん ばあちゃん お爺ちゃん おばあちゃん ﾏｯﾏ マッマ
じーちゃん 祖父母 親戚 親族 叔父 叔母さん いとこ 従兄弟 甥 姪 父母 実弟 義兄 曾孫 兄妹 母子家庭 家庭内暴力 親子 親孝行 片親 里親 養父 継母 義母 嫁 妻 旦那 息子 孫 肉親 身内
ママ パパ 親の年金 親バレ 実母 老親 とーさん オカン おとん お母ちゃん おっかさん 母上 糞親 バカ親 ｵﾔｼﾞ おかあさん ﾊﾞｰﾁｬﾝ ｵﾌｸﾛ"""
FORMS = FORMS_WORDS.split()
LOOK_ALIKES_WORDS = """親切な人 親しい 親しむ 親身 秩父 母国 母音 父兄 兄貴分 親指 親友 母校 親玉 親方 親会社 親分 親日 親近感 親睦 母数 母体 航空母艦 酵母 雲母 分母 父島 神父 弟子 兄弟子
師弟 子弟 義兄弟 姉御 姉妹都市 姉妹校 妹系 妹キャラ 親子丼 近親相姦 家庭教師 家庭科 家庭用 アロママッサージ いところ ママチャリ パパラッチ パパ活 俺の嫁 男の娘 聖母マリア 母なる大地
親衛隊 親機 親記事 親スレ 親知らず ありがとうさん しておかんと 大丈夫 工夫する 夫人 孫悟空 母性 家父長制 おじさん こどおじ おばさん レンタルお姉さん 先生 子供 そのママ"""
LOOK_ALIKES = LOOK_ALIKES_WORDS.split()


@pytest.mark.parametrize("word", FORMS)
def test_forms(japanese, word):
    """In a sentence, the hit is the word itself, in the script and width it was typed in."""
    text = f"昨日、{word}に言われた。"
    assert word in [text[hit.start : hit.end] for hit in japanese.match(text)]


@pytest.mark.parametrize("word", LOOK_ALIKES)
def test_look_alikes(japanese, word):
    """Characters of family words in other words."""
    assert japanese.match(word) == []
    assert japanese.match(f"昨日、{word}。") == []


def test_the_longest_term_counts_once(japanese):
    """お母さん is one hit, not 母 besides."""
    assert [(hit.start, hit.end, hit.term) for hit in japanese.match("お母さんと毒親")] == [
        (0, 4, "お母さん"),
        (5, 7, "毒親"),
    ]


def test_lines_are_analysed_apart(japanese):
    """A word does not reach over a line break."""
    assert japanese.match("分\n母さん")[0].start == 2


def test_posts_beyond_the_analysers_limit_are_split(japanese):
    """SudachiPy raises beyond 49,149 bytes; hits behind the border stay in place."""
    text = "雨が降る。" * 4_000 + "実家に帰る" + "あ" * 30_000 + "。両親"
    assert len(text.encode()) > 2 * LARGEST_INPUT
    assert [text[hit.start : hit.end] for hit in japanese.match(text)] == ["実家", "両親"]


@given(st.text(st.sampled_from("あ。親x😀"), max_size=50), st.integers(1, 5))
def test_pieces_put_together_are_the_line(text, times):
    """No character is lost at a border, and none is cut in two."""
    line = text * (times * 300)
    parts = list(pieces(line))
    assert "".join(part for _, part in parts) == line
    assert all(len(part.encode()) <= LARGEST_INPUT for _, part in parts)
    assert all(line[start : start + len(part)] == part for start, part in parts)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.one_of(st.sampled_from(FORMS + LOOK_ALIKES), st.text(max_size=4), st.sampled_from("がのと。、\n wｗ😀①")),
        max_size=8,
    )
)
def test_gated_and_ungated_find_the_same(japanese, parts):
    """The gate changes no hit; offsets are those of the text as typed."""
    text = "".join(parts)
    hits = japanese.match(text)
    assert hits == japanese.match_ungated(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("母|父 が倒れ", "昨日父が倒れた", "父が倒れ"),
        ("母|父 が倒れ", "父　が倒れた", "父　が倒れ"),
        ("母|父 が倒れ", "父は倒れた", None),
        ("母|父 (が|も) 倒れ", "父倒れた", "父倒れ"),
        ("母|父 (が|も) 倒れ", "父も倒れた", "父も倒れ"),
        ("#年 引きこも", "もう10年引きこもり", "10年引きこも"),
        ("#年 引きこも", "もう１０年引きこもり", "１０年引きこも"),
        ("#年 引きこも", "もう十数年引きこもり", "十数年引きこも"),
        ("#年 引きこも", "もう何年引きこもり", "何年引きこも"),
        ("#年 引きこも", "2~3年引きこもり", "2~3年引きこも"),
        ("#年 引きこも", "10数年引きこもり", "10数年引きこも"),
        ("#年 引きこも", "1.5年引きこもり", "1.5年引きこも"),
        ("#年 引きこも", "去年引きこもり", None),
        ("#年 ... 引きこも", "7年もずっと引きこもり", "7年もずっと引きこも"),
        ("#年 ... 引きこも", "7年。引きこもり", None),
        ("#年 ... 引きこも", "7年！引きこもり", None),
        ("#年 ... 引きこも", "7年\n引きこもり", None),
        ("#年 ... 引きこも", "7年も前の話になるが引きこもり", "7年も前の話になるが引きこも"),
        ("#年 ... 引きこも", "7年もの前の話になるが引きこもり", None),
        ("ﾆｰﾄ｜無職 歴 （が） ＃年", "ニート歴 ７年", "ニート歴 ７年"),
    ],
)
def test_notation(phrase, text, found):
    """Parts stand side by side; `#` is a number in any script, brackets hold what may be missing, `...` is a gap."""
    hits = JapaneseMatcher(JapaneseTerms(phrases=(phrase,))).match(text)
    assert [text[hit.start : hit.end] for hit in hits] == ([found] if found else [])
    assert all(hit.term == phrase for hit in hits)


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("#の (年)", "a kanji or two kana"),
        ("の|年 #", "a kanji or two kana"),
        ("(偏見)", "neither a gap nor in brackets"),
        ("親 ...", "before and behind"),
        ("親…死", "alone between blanks"),
        ("親(が|も)死", "brackets stand around"),
        ("親||母", "an alternative beside | is empty"),
    ],
)
def test_wrong_notation_is_said(phrase, said):
    """Before anything is matched, in the file's validation."""
    with pytest.raises(ValidationError) as caught:
        JapaneseTerms(phrases=(phrase,))
    assert said in str(caught.value)


def test_kaomoji_stay_what_they_are():
    """Brackets inside a part are letters like others."""
    assert JapaneseMatcher(JapaneseTerms(phrases=("J( 'ー`)し",))).match("J( 'ー`)し")


NOTED = ["親が死", "母|父 (が|も) 死", "#年 ... 引きこも|ニート", "(今) 無職 #年", "親 ... 死", "が死|も死 #"]
PARTS = [*"親母父が死も年今7十何 。", "引きこも", "ニート", "無職", "ある"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join))
def test_gate_and_index_leave_out_no_phrase(text):
    """All phrases together find what each finds by itself, and what they find passes the gate."""
    phrases = JapanesePhrases(NOTED)
    alone = [
        (*span, phrase)
        for phrase in NOTED
        for span in (
            _places(phrase, text) if plain(phrase) else [match.span() for match in _expression(phrase).finditer(text)]
        )
    ]
    assert phrases.spans(text) == alone
    assert not alone or Gate((), phrases.needles).passes(text)
