"""Where messages are cut, by invented cases: `¦` stands where a new segment must begin, and nowhere else."""

import re

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.model.columns import SEGMENTS
from hikcorpus.topics.match import own_words
from hikcorpus.topics.segments import Segment, in_context, segment_table, segments

FINNISH = """
En jaksa enää.¦ Äiti huutaa taas.
Mitä kuuluu?¦ Ihan hyvää kiitos!¦ Entä sulle?
Mitä?!¦ Ei voi olla totta.
Synttärit on 3. päivä heinäkuuta.
Muutin pois 1.–5. luokan jälkeen.
Se oli 1800-luvun 2. puoliskolla.¦ Sitten tuli sota.
Asuin kotona v. 2010.¦ Sitten muutin.
Se alkoi 12. 5. 2019 illalla.
Tavataan 24.12. mennessä.
Kello oli 12.30.¦ Lähdin kotiin.
Hinta nousi 3.5 prosenttia.¦ Ei hyvä.
Maksoi 1.000,50 e.¦ Aika paljon.
Ostin esim. leipää, maitoa jne. ja menin kotiin.
Ostin leipää, maitoa jne.¦ Sitten menin kotiin.
Siellä oli mm. Mikko ja ns. kavereita.
Ks. s. 12 ja vrt. luku 3.
Tri. Virtanen soitti.¦ Prof. Korhonen ei.
J. K. Virtanen asui naapurissa.
Kaarle XII. hallitsi.
II. maailmansodan jälkeen.¦ Kaikki muuttui.
Noh... en mä tiedä.
Noh...¦ En mä tiedä.
Oon niin väsynyt…¦ Mikään ei auta…
mut... sit... ei mitään
menin kauppaan. ¦ostin kaljaa. ¦menin kotiin.
en jaksa xD ei pysty
Ei pysty xD ¦Menen nukkumaan.
Kiitti avusta :) ¦Nähdään huomenna.
kiitti :) nähään
Ihan jees! :D ¦Entä sä?
Hyvä meininki 😀 ¦Mennään uudestaan.
rakastan 😍 suklaata
Loppu!!! 😭😭 ¦Apua.
"Miksi?" hän kysyi.
"Mene huoneeseesi!" ¦Isä oli vihainen.
(Oikeesti?) joo oikeesti
Kävin siellä (v. 2001).¦ En palaa.
loppui siihen.¦Sitten alkoi alusta
katso foo.fi/Bar.html ja kerro
Lue https://esimerkki.fi/sivu?a=1&b=2.¦ Hyvä sivu.
Lähetä osoitteeseen matti.Meikalainen@esimerkki.fi nyt
Puhuin sen kans puh. eilen.
1. Osta maitoa.¦ 2. Mene kotiin.
eka rivi
joo↵¦ei↵¦ehkä
Mutsi sanoi että lähde.↵¦Faija ei sanonut mitään.
>mene töihin↵¦En mene.
>>12345↵Samaa mieltä.¦ Todellakin.
>>12345 Samaa mieltä.
>>12345↵¦>lainattu rivi. Toinen lause.↵¦Oma vastaus.
>eka lainaus. jatkuu↵¦>toka lainaus↵¦oma
Tää on oikeesti tosi pitkä rivi joka on katkaistu kun rivi tuli täyteen ja↵jatkuu tästä eteenpäin.
Tää on oikeesti tosi pitkä rivi joka on katkaistu kun rivi tuli täyteen ja↵↵¦jatkuu uudessa kappaleessa.
lyhyt rivi↵¦toinen lyhyt rivi
Tuli perjantai .¦ Ja sitten ei mitään .
Onko 5 vai 6?¦ 7 on liikaa.
Ärsyttää niin vitusti!!!¦ miksei kukaan auta??
Vanhemmat ym. sukulaiset tulivat.
Klo. 12 lähdettiin.¦ Oli kylmä.
"""

ENGLISH = """
I live with my mom.¦ She is fine.
Why?¦ Because.¦ OK!
What?!¦ No way.
Dr. Smith met Mr. Jones.¦ They left.
She has a Ph.D. in maths.
He moved to the U.S. in May.
He moved to the U.S. ¦Then he came back.
Some fruit, e.g. apples, i.e. what I like.
Bread, milk, etc. and so on.
Bread, milk, etc. ¦Then home.
It costs 3.50 dollars.¦ Too much.
It grew 3.5 percent.¦ Wow.
I was born in 1999.¦ That is all.
i was born in 1999. ¦that is all.
See p. 12 and fig. 3 for more.
See No. 5 in vol. 2.
J. R. Smith lives there.
It was me and I. ¦They knew.
At 5 p.m. we left.
At 5 p.m. ¦We left.
well... i don't know
well...¦ I don't know
Well…¦ Nothing helps…
i went home. ¦i slept. ¦i woke.
lol xD that was it
That was it xD ¦We left.
Thanks :) ¦See you.
thanks :) see you
Great! :D ¦And you?
Great 😀 ¦We should go again.
i love 😍 chocolate
Help!!! 😭😭 ¦Please.
"Why?" she asked.
"Go to your room!" ¦He was angry.
(Really?) yes really
I was there (in 2001).¦ Never again.
it ended there.¦Then it began
see foo.com/Bar.html and tell me
Read https://example.com/page?a=1&b=2.¦ Good page.
Send it to john.Smith@example.com now
Use Node.JS and ASP.NET for that
1. Buy milk.¦ 2. Go home.
My dad vs. my mom.¦ Who wins?
My dad left↵¦My mom stayed
>be me↵¦>no job↵¦I know that feel.
>>12345↵Same here.¦ Really.
>>12345 Same here.
>>12345↵¦>quoted line. Second one.↵¦My answer.
This is a really long line of text that was broken because the line was full and it↵goes on here.
This is a really long line of text that was broken because the line was full and it↵↵¦goes on in another paragraph.
This is a really long line of text that was broken because the line was full and it↵¦Begins anew here.
short line↵¦another short line
It was Friday .¦ And then nothing .
Is it 5 or 6?¦ 7 is too much.
So angry!!!¦ why does nobody help??
Acme Inc. makes things.¦ Acme Inc. ¦They closed.
Version 2.0.1 is out.¦ Update.
"""

JAPANESE = """
母親が怖い。¦父親も怖い。
え？¦マジで？¦ほんとに！
なんで！？¦意味わからん。
親と喧嘩した↵¦もう嫌だ
今日は仕事を休んだ↵¦↵↵親に怒られた
「そうだ。行こう。」と言った。¦次の日。
「うるさい！」って母が叫んだ
『働け。』と父。¦無理。
「出て行け。」¦
そう…でも…無理
もう無理…　¦明日から働く
はあ… ¦疲れた
マジかよｗｗｗ¦それな
草生えるwww¦親に言えよ
ワロタｗ↵¦それな
親がｗｗｗを見た
親（笑）が言った
それはひどい（笑）¦明日も頑張れ
それはひどい(笑)。¦明日も頑張れ
つらい(´・ω・`)¦明日も仕事
つらい(´；ω；｀)のは親のせい
(´・ω・`)つらい
(。・ω・。)おはよう
おめでとう♪¦明日も会おう
働け！って言われた。¦無理
なぜ働かないの？とか聞かれる
マジで？¦ってか無理
どうして？という質問
おめでとう😀¦明日も会おう
ありがとう♡が好き
モーニング娘。が好き
Yahoo!ニュースで見た
Yahoo!知恵袋に書いた。¦誰も答えない
身長は170.5cmです。¦体重は60.2kg。
３．５倍になった
そうです．¦明日行きます．¦終わり
https://example.jp/a?b=1 を見て。¦すごい
example.co.jpを見た。¦終わり
>>1↵乙。¦次もよろしく
>>1 乙
>>1¦
>働けよ↵¦無理です
＞働けよ。今すぐ↵¦無理です
>>5↵¦>働けよ↵¦無理です
親父がウザい。。。¦消えたい
親父がウザい・・・ ¦消えたい
えっ!?¦嘘だろ
えっ!!¦それは違う!!¦
１．実家暮らし↵¦２．一人暮らし
ＰＣ買った！！¦見て！！
ｶｰﾁｬﾝが怖い｡¦ﾄｰﾁｬﾝも怖い｡
なるほど（そうだったのか。知らなかった。）と思った。¦終わり
母（５０）。¦父（５５）。
ニート歴10年(30歳)だが質問ある？
おｗまｗえｗら
働いたら負け！♪¦そうだろ
"""


def cases(block):
    """Each case as (text, where segments begin): ↵ is a line break."""
    for line in block.strip().splitlines():
        text, begins = "", {0}
        for piece in re.split("(¦)", line.replace("↵", "\n")):
            if piece == "¦":
                begins.add(len(text))
            else:
                text += piece
        yield pytest.param(text, begins, id=line)


def begun(text, begins):
    """The marked places, moved on over white space; the text's end begins nothing."""
    moved = {place + len(text[place:]) - len(text[place:].lstrip()) for place in begins}
    return sorted(place for place in moved if place < len(text))


def check(text, begins, language):
    at = begun(text, begins)
    expected = [text[first:last].rstrip() for first, last in zip(at, [*at[1:], len(text)], strict=True)]
    assert [text[segment.start : segment.end] for segment in segments(text, language)] == expected


@pytest.mark.parametrize(("text", "begins"), list(cases(FINNISH)))
def test_finnish(text, begins):
    """Abbreviations, ordinals, dates, ellipses, faces, quotations; no capitals, no spaces, no full stops."""
    check(text, begins, "fi")


@pytest.mark.parametrize(("text", "begins"), list(cases(ENGLISH)))
def test_english(text, begins):
    """The same in English, where a number with a full stop is no ordinal."""
    check(text, begins, "en")


@pytest.mark.parametrize(("text", "begins"), list(cases(JAPANESE)))
def test_japanese(text, begins):
    """Quotations stay whole, laughter and faces end sentences unless particles go on; lines end them always."""
    check(text, begins, "ja")


def test_enough_cases():
    """At least forty of each language."""
    assert all(len(list(cases(block))) >= 40 for block in (FINNISH, ENGLISH, JAPANESE))


PICTURE = "　　 ∧＿∧\n　 （　´∀｀）\n　 （　　　　）\n　 ｜ ｜　|\n　 （_＿）＿）"


@pytest.mark.parametrize("text", [f"見ろ。すごい\n{PICTURE}\n終わり", f"katso\n{PICTURE}\nloppu"])
def test_a_picture_made_of_characters_is_one_segment(text):
    """Not a segment a line, and nothing before or after is drawn into it."""
    found = segments(text, "ja")
    drawn = [segment for segment in found if "∧＿∧" in text[segment.start : segment.end]]
    assert len(drawn) == 1
    assert text[drawn[0].start : drawn[0].end] == PICTURE.strip()
    assert text[found[-1].start : found[-1].end] in ("終わり", "loppu")


def test_quoted_lines_are_marked():
    """A line quoted is somebody else's; a reply mark alone is not."""
    found = segments(">>12\n> lainaus. Toinen\n>>12 >toinen lainaus\nOma. Oma", "fi")
    assert [segment.quoted for segment in found] == [False, True, True, False, False]
    assert [segment.n for segment in found] == [1, 2, 3, 4, 5]


def test_without_a_language_kana_decide():
    """A message of unknown language is cut as what it looks like."""
    assert len(segments("母が来たｗｗｗ逃げる", None)) == 2
    assert len(segments("Joo. Ei.", None)) == 2


WORDS = st.sampled_from(
    ["Äiti", "äiti", "esim.", "3.", "jne.", "J.", ">>12", ">", "＞", "。", "「", "」", "（笑）", "www", "ｗ", "母親", "です", "!", "?", "...", "…", " ", "\u3000", "\n", "\r\n", "\n\n", "\u2028", "😀", ":)", "xD", ".", "http://a.fi/B.C", "http://a.fi/母>", ">>abc ", ">>ab1>x", "(´・ω・`)", "　∧＿∧", "\t", "\u200b", "aaa " * 30]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map("".join))
LANGUAGES = st.sampled_from(["fi", "ja", "en", "sv", None])


@settings(max_examples=400, deadline=None)
@given(TEXTS, LANGUAGES)
def test_segments_partition_the_text(text, language):
    """Every character that is no white space lies in exactly one segment; numbers rise by one; edges are tight."""
    found = segments(text, language)
    assert [segment.n for segment in found] == list(range(1, len(found) + 1))
    place = 0
    for segment in found:
        assert place <= segment.start < segment.end
        assert text[place : segment.start].strip() == ""
        inside = text[segment.start : segment.end]
        assert inside == inside.strip() != ""
        place = segment.end
    assert text[place:].strip() == ""
    assert found == segments(text, language)


@settings(max_examples=300, deadline=None)
@given(TEXTS, LANGUAGES)
def test_quoted_is_what_the_matcher_takes_for_quoted(text, language):
    """No word in which a topic may be matched lies in a quoted segment."""
    own = own_words(text)
    for segment in segments(text, language):
        if segment.quoted:
            assert own[segment.start : segment.end].strip() == ""


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 3), max_size=12), st.integers(0, 11), st.integers(0, 4))
def test_context(groups, at, k):
    """Up to k neighbours on each side, none of another group."""
    found = [Segment(n, n, n + 1, False) for n in range(len(groups))]
    if at >= len(found):
        with pytest.raises(IndexError):
            in_context(found, at, k)
        return
    plain = in_context(found, at, k)
    assert [*plain.before, found[at], *plain.after] == found[max(0, at - k) : at + k + 1]
    grouped = in_context(found, at, k, lambda segment: groups[segment.n])
    around = [*grouped.before, found[at], *grouped.after]
    assert {groups[segment.n] for segment in around} == {groups[at]}
    first, last = around[0].n, around[-1].n
    assert around == found[first : last + 1]
    assert first == max(0, at - k) or groups[first - 1] != groups[at]
    assert last == min(len(found), at + k + 1) - 1 or groups[last + 1] != groups[at]


def test_a_negative_context_is_refused():
    """Nobody means it."""
    with pytest.raises(ValueError, match="negative"):
        in_context([1], 0, -1)


def rows(*texts, **more):
    return pa.Table.from_pylist(
        [
            {"thread_id": "t", "message_id": f"m{n}", "lang": "fi", "text": text, "state": "live"} | more
            for n, text in enumerate(texts)
        ],
        schema=pa.schema([(name, pa.string()) for name in ("thread_id", "message_id", "lang", "text", "state")]),
    )


def test_the_table():
    """Ids, offsets into the untouched text, and the hits that begin in each segment."""
    texts = ["Äiti 😀 tuli. Isä lähti.", None, "  \n", "Joo."]
    spots = {
        "message_id": ["m0", "m0", "m0", "m3"],
        "field": ["text", "text", "subject", "title"],
        "start": [0, 13, 1, 0],
    }
    table = segment_table(rows(*texts), pa.table(spots))
    assert table.column_names == [column.name for column in SEGMENTS]
    assert table["segment_id"].to_pylist() == ["m0.1", "m0.2", "m3.1"]
    assert table["hits"].to_pylist() == [1, 1, 0]
    for row in table.to_pylist():
        text = texts[int(row["message_id"][1:])]
        assert text[row["start"] : row["end"]] in ("Äiti 😀 tuli.", "Isä lähti.", "Joo.")


def test_deleted_and_empty_tables():
    """What is deleted has no segments; nothing gives an empty table with its columns."""
    assert segment_table(rows("Äiti tuli.", state="deleted")).num_rows == 0
    assert segment_table(rows()).schema == segment_table(rows("a")).schema
    batch = rows("Äiti tuli.").to_batches()[0]
    assert segment_table(batch) == segment_table(rows("Äiti tuli."))


@pytest.mark.parametrize(
    "text", [">>1" * 30_000, "(" * 90_000, "「" * 90_000, ". " * 50_000, ":" * 90_000, " " * 90_000, ">" * 90_000]
)
@pytest.mark.parametrize("language", ["fi", "ja"])
def test_hostile_texts_take_no_time(text, language):
    """A long message of one sign is cut in well under a second."""
    import time

    began = time.process_time()
    segments(text, language)
    assert time.process_time() - began < 2
