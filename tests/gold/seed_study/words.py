"""What people of the invented site call themselves and write. Every sentence is made up; nobody wrote it.

NEUTRAL holds no cue for a rule that reads Japanese well: 私 and 自分 are said by everybody. TRAPS hold cue-like
characters inside other words. The pools of cues hold one cue each; the form that makes it stands beside them.
"""

import random

DEFAULT_NAME = "名無しさん"
DEFAULT_NAMES = (DEFAULT_NAME, "anonymous", "Anonymous")

# Concept of the study (000:200-201) -> forms in which names of this site carry it.
NAME_TERMS: dict[str, tuple[str, ...]] = {
    "hikikomori": (
        "ひきこもり",
        "引きこもり",
        "引き籠もり",
        "ヒキコモリ",
        "ﾋｷｺﾓﾘ",
        "hikikomori",
        "HIKIKOMORI",
        "Ｈｉｋｉｋｏｍｏｒｉ",
    ),
    "loneliness": ("孤独", "loneliness", "ＬＯＮＥＬＩＮＥＳＳ"),
    "unwanted": ("不要", "いらない", "unwanted", "Unwanted"),
    "shadow": ("影", "shadow", "ＳＨＡＤＯＷ"),
    "failure": ("失敗", "落伍", "failure", "FAILURE"),
}
_TERM_FRAMES = ("{}", "{}77", "{}の部屋", "元{}", "{}_x", "{}日和", "半分{}", "{}と猫")
_HEADS = "夜雨窓月猫石風雪海空霧灰鳩苔砂鈴梟亀柚藍"
_TAILS = (
    *("時計", "椅子", "散歩", "日記", "工房", "番", "燈"),
    *("便り", "電池", "茶碗", "二号", "の粒", "暮らし", "待ち"),
)


def term_names(rng: random.Random) -> list[tuple[str, str]]:
    """78 names with the concept that each carries, every form at least once."""
    forms = [(concept, form) for concept, forms in NAME_TERMS.items() for form in forms]
    made = [(frame.format(form), concept) for frame in _TERM_FRAMES for concept, form in forms]
    first, rest = made[: len(forms)], made[len(forms) :]
    names = first + rng.sample(rest, 78 - len(first))
    rng.shuffle(names)
    return names


def plain_names(rng: random.Random) -> list[str]:
    """Names without any of the terms, all different, in random order."""
    names = [head + tail for head in _HEADS for tail in _TAILS]
    rng.shuffle(names)
    return names


NEUTRAL = tuple(
    """今日もカーテンを開けないまま終わりました。
朝の四時にやっと眠くなってきました。
コンビニまで行けたので自分をほめたい。
窓の外で工事をしていて、音がつらいです。
返事が遅くてすみません、三日ぶりにつなぎました。
ここの書き込みを読むだけで少し落ち着きます。
電話が鳴ると、しばらく動けなくなります。
昼と夜がまた逆になりました。
履歴書を買ったけれど、まだ袋から出していません。
ゲームの話しかできないけど、それでもいいですか。
雨の日は外に出なくていいので気が楽です。
人の目がこわくて、駅の改札を通れませんでした。
私は話すより書くほうが向いている気がする。
自分だけ時間が止まっているように感じます。
今夜は何人くらい起きていますか。
昨日の話の続きを書きます。
部屋の時計の電池が切れたままです。
読んでくれた人、ありがとうございます。
少しだけ散歩してきました。
無理に出なくてもいいと言われて、泣きそうになった。
同じことを何度も考えてしまいます。
明日こそ早く起きようと思う。
また失礼します、しばらくいます。
この掲示板がなかったら、誰とも話さない一週間だった。
ラジオを小さくつけて過ごしています。
カップ麺の買い置きがなくなりそうです。
昔の同級生の夢を見ました。
働いている人の時間と合わないですね。
書いては消してを繰り返しています。
うまく言えないけれど、わかります。
相談の窓口に電話しようとして、切ってしまった。
夏は虫の声しか聞こえません。
掃除をしたら気分が変わりました。
失礼なことを書いていたら、ごめんなさい。
目が覚めたらもう夕方でした。
誰かいますか、少し話したいです。
がんばれと言われるのが一番こたえます。
本を一冊読み終えました。
猫が窓の下に来ていました。
眠れない人、ここに集まりましょう。
今日は何もしていない、でも生きています。
パソコンの調子が悪くて、途中で落ちました。
雪で静かな朝です。
人に会う約束を断ってしまいました。
私もそう思います。
自分の声を久しぶりに聞いた気がします。
回線が重いので、また後で来ます。
郵便を取りに行くのに一時間かかった。
みなさんは昼間どうしていますか。
焦らずにいきたいです。""".splitlines()
)

TRAPS = tuple(
    """お先にどうぞ。
外に出られないのは、なぜ。
みなさん、こんばんわ。
こんにちわ。まだ起きています。
まあたしかに、そうかもしれません。
会社の下僕みたいな毎日でした。
公僕という言葉を辞書で引きました。
鉢植えの花がしおれてしまいました。
自転車がたおれたままになっている。
むかしらしい造りの駅でした。
それぞれ事情がありますね。
熱が出ました、たぶんかぜ。
男の人の声が廊下から聞こえると固まります。
相談に出てくれたのは女性の職員さんでした。
男子校か共学かで迷った時期の話です。
彼女という言葉を小説で読むだけの日々です。""".splitlines()
)

Form = tuple[str, str]
"""Form that is the cue, sentence that holds it."""

MAN_PRONOUN_ORE: tuple[Form, ...] = tuple(
    ("俺", s)
    for s in (
        "俺はもう二年くらい駅に行っていない。",
        "俺も同じだよ。",
        "俺の部屋は北向きで寒い。",
        "俺には無理だった。",
        "今日は俺だけ起きているみたいだ。",
        "俺が悪いのはわかっている。",
        "俺、明日は病院に行ってみる。",
        "正直、俺は外の音がこわい。",
    )
)
MAN_PRONOUN_BOKU: tuple[Form, ...] = tuple(
    ("僕", s)
    for s in (
        "僕は人と話すと汗が出ます。",
        "僕も夜のほうが楽です。",
        "僕の場合は高校のころからです。",
        "僕には友だちがいません。",
        "それは僕が書いた文です。",
        "僕だけ取り残された気がします。",
        "たぶん僕は待っているだけなんです。",
        "僕、今日は玄関まで行けました。",
    )
)
MAN_FINAL: tuple[Form, ...] = tuple(
    (form, s)
    for form, s in (
        ("ぜ", "そろそろ寝るぜ。"),
        ("ぜ", "今日も一歩も出なかったぜ"),
        ("ぜ", "無理しないで行こうぜ。"),
        ("ぜ", "カップ麺がうまいぜ！"),
        ("ぞ", "負けないぞ。"),
        ("ぞ", "また朝になったぞ"),
        ("ぞ", "その店はもう閉まったぞ。"),
        ("ぞ", "明日こそ起きるぞ！"),
    )
)
MAN_SELF: tuple[Form, ...] = tuple(
    ("男", s)
    for s in (
        "私は男です。",
        "当方、男です。よろしくお願いします。",
        "自分は男ですが、料理が好きです。",
        "ちなみに私は男です。",
        "はじめまして、男です。",
        "自分は男です、念のため。",
    )
)
WOMAN_PRONOUN: tuple[Form, ...] = tuple(
    ("あたし", s)
    for s in (
        "あたしは夜中にしか台所に行けません。",
        "あたしも同じです。",
        "あたしの部屋にはカーテンが二枚あります。",
        "あたしには外が明るすぎる。",
        "それ、あたしが前に書いた話です。",
        "あたしだけじゃないとわかって安心した。",
    )
)
WOMAN_FINAL: tuple[Form, ...] = tuple(
    (form, s)
    for form, s in (
        ("かしら", "明日は晴れるかしら。"),
        ("かしら", "みんなもう寝たのかしら"),
        ("わよ", "無理に出なくていいわよ。"),
        ("わよ", "昨日も起きていたわよ"),
        ("だわ", "本当にそうだわ。"),
        ("わね", "今日は静かだわね。"),
        ("のよ", "人の目がこわいのよ。"),
        ("のよ", "返事が書けなかったのよ"),
    )
)
WOMAN_SELF: tuple[Form, ...] = tuple(
    ("女", s)
    for s in (
        "私は女です。",
        "当方、女です。よろしくお願いします。",
        "自分は女ですが、声が低いです。",
        "ちなみに私は女です。",
        "はじめまして、女です。",
        "自分は女です、念のため。",
    )
)

# Somebody else's words: marked as a quotation, as a song or as speech. Left: a man's form, right: a woman's.
QUOTED = (
    ("> 俺はもう出ない\nその気持ちは伝わりました。", "> あたしはもう出ない\nその気持ちは伝わりました。"),
    ("> 俺も昼は寝ている\n生活の形はいろいろですね。", "> あたしも昼は寝ている\n生活の形はいろいろですね。"),
    ("> 僕の部屋は暗い\n電球を替えると違いますよ。", "> 暗いわよ\n電球を替えると違いますよ。"),
    ("> 私は男です\n書いてくれてありがとう。", "> 私は女です\n書いてくれてありがとう。"),
)
LYRICS = (
    (
        "♪僕の窓に朝が来ない 僕は星を数える♪\nこの歌を一日中聴いています。",
        "♪あたしの窓に朝が来ない あたし星を数える♪\nこの歌を一日中聴いています。",
    ),
    ("歌詞が頭から離れません。\n『俺は行くぜ 海の底まで』", "歌詞が頭から離れません。\n『あたし行くわよ 海の底まで』"),
    ("♪俺たち錆びた自転車さ♪\n古い曲ですが好きです。", "♪あたしたち錆びた自転車なのよ♪\n古い曲ですが好きです。"),
    ("『僕らは灰色の鳩』という曲をずっとかけています。", "『あたしは灰色の鳩』という曲をずっとかけています。"),
)
REPORTED = (
    (
        "父に「俺の若いころは休まなかったぞ」と言われました。",
        "母に「あたしの若いころは休まなかったわよ」と言われました。",
    ),
    ("隣の人が「俺は知らないぜ」と話していました。", "隣の人が「あたしは知らないわよ」と話していました。"),
    ("先生は「僕は待っています」とだけ書いてきました。", "先生は「あたしは待っています」とだけ書いてきました。"),
    (
        "電話の人が「私は男ですが大丈夫ですか」と聞いてくれました。",
        "電話の人が「私は女ですが大丈夫ですか」と聞いてくれました。",
    ),
)
REPORTED_BARE = "兄は俺に聞くなと言って切りました。"
"""Reported without any mark; a single one, below the least evidence."""
