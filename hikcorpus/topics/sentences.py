"""Where a sentence ends within one line: rules for languages that write words apart, and for Japanese.

Written for boards: no capitals, no full stops, emoji and laughter (`xD`, `ｗｗｗ`, `（笑）`) in their place. A doubtful
place is not cut: two sentences in one segment can be coded, half a sentence cannot.
"""

import re
from collections.abc import Iterator
from typing import Final

_PICTOGRAPHS: Final = "\u2600-\u27bf\u2b50\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff"
_EMOJI: Final = rf"[{_PICTOGRAPHS}][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*"
_FACE: Final = r"(?:[:;=][-o'^]?[)(DPpOo3/\\|\[\]*]+|[xX]D+|<3+|\^_?\^|;_;)(?![^\W_])"
_GAPS: Final = " \t\u00a0\u3000"
_OPENERS: Final = "\"'“”„‘’«»([{*_-–—"
_STOPS: Final = "。｡！？!?‼⁇⁈⁉"
_MARKS: Final = _STOPS + ".…"

# one class of characters is looked for, what stands there is read then: five times as fast as one expression
_PLACE: Final = re.compile(rf"[.…{_STOPS}:;=<^xX{_PICTOGRAPHS}]")
_SIGNS: Final = rf"(?:[ \t]{{0,2}}(?:{_EMOJI}|{_FACE}))"
_STOP: Final = re.compile(rf"(?P<stop>[.…{_STOPS}]+)(?P<close>[\"'”’»)\]]*)(?P<face>{_SIGNS}*)")
_SIGN: Final = re.compile(rf"(?:(?<=\s){_FACE}|{_EMOJI}){_SIGNS}*")
_TOKEN: Final = re.compile(r"[^\s\"'“”„‘’«»()\[\]/]*\Z")
_NUMBER: Final = re.compile(r"\d+(?:[.:,]\d+)*\.?(?:[-–]\d+(?:[.:,]\d+)*)?\Z")
_ROMAN: Final = re.compile(r"[IVXLCM]+\Z")
_LETTERED: Final = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}\Z")
_VOWEL: Final = re.compile(r"[aeiouyäöå]", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"://|www\.|@", re.IGNORECASE)
_TOKEN_REACH: Final = 40  # characters looked back for the word before a full stop
_ADDRESS_REACH: Final = 200


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_NEVER: Final = _words(
    "aik alk arv ed eaa eap engl entis er erik esim fil hkin hlö hra ilm joht jälk kans keskim ko kpl ks lkm ltn lv "
    "maist mahd mm mr mrs ms dr prof st sr jr vs nimim ns nk noin nro nyk oik os par pj po prof puh pv puhj rva sekr "
    "synt ts til toht toim tri vas vrt vt ylim yht esimm suom ruots fig eq cf approx viz gen sgt capt lt col rev mt "
    "e.g i.e t.ex bl.a d.v.s u.s.a mlk vm vv"
)
"""Abbreviations behind which something always follows."""
_MAY_END: Final = _words(
    "jne yms ym tms ynnä jms yo ao etc inc ltd co corp a.m p.m kk vk pv min sek tunt klo km kg cm ml m g l e ekr jkr "
    "ph.d u.s u.k jan feb mar apr jun jul aug sep sept oct nov dec ave blvd rd"
)
"""Abbreviations that a sentence can end with: it does where a capital follows."""
_BEFORE_NUMBER: Final = _words("no nr n:o vol p pp s ch sec art luku kpl pykälä klo ver v num a")
_STARTERS: Final = _words(
    "the he she it they we you i but and so then this that there in on a an my his her our se ne hän he me te mä sä "
    "minä sinä mutta ja niin sitten joten tämä nyt en ei on oli kun jos no"
)

_UNIT: Final = (
    r"「[^「」\r\n]{0,300}」|『[^『』\r\n]{0,300}』|【[^【】\r\n]{0,100}】|（[^（）\r\n]{0,120}）|\([^()\r\n]{0,120}\)"
)
_JAPANESE: Final = re.compile(
    rf"(?P<unit>{_UNIT})(?P<arm>[/／\\ﾉ]?)"
    r"|(?P<stop>[。｡！？!?‼⁇⁈⁉]+)(?P<close>[」』）)】\"”’]*)"
    r"|(?P<dots>[…‥]+|\.{2,}|・{3,}|。{2,})|(?P<point>[.．])"
    r"|(?P<laugh>(?<![A-Za-zＡ-Ｚａ-ｚ0-9])[wｗ]+(?![A-Za-zＡ-Ｚａ-ｚ0-9０-９.'’_-]))"
    rf"|(?P<sign>[♪♡♥]+|(?:{_EMOJI})+)"
)
_LAUGHTER: Final = _words(
    "笑 爆 泣 汗 怒 涙 藁 照 苦笑 爆笑 冷や汗 震え声 白目 小声 呆 死 棒 ry 笑) www w ｗ ｗｗｗ 謎 違 憤怒"
)
_FACE_MARK: Final = re.compile("[ω∀´`｀^＾;；゜ﾟ・▽Д дεд_＿≧≦´・･゚╹◡￣]")
_PROSE: Final = re.compile("[ぁ-んァ-ヶ一-鿿]{3}")
# particles go on with the sentence; the same letters can begin a new one (でも, もう, とりあえず, はい)
_GOES_ON: Final = re.compile(
    r"[がをにのへ]|は(?![いあぁ?？ぁ])|と(?![りにも])|で(?![もはき])|も(?![うしっの])|って|から|だ(?![かけが])"
    r"|な(?![んにのぜいら])|よ(?![くし])|ね(?![え])|か(?![らわつな])|です|ます|、|，|,"
)
_QUOTED_ON: Final = re.compile(
    r"って(?!か|いうか|ゆうか|ゆーか)|とか|的な|みたいな|みたいに|という|といった|との|などと|て(?:言|思)"
)
_JAPANESE_LETTER: Final = re.compile("[ぁ-ゖァ-ヺー々〆一-鿿㐀-䶿ｦ-ﾟ]")
_W: Final = ("w", "ｗ")
_NAMES: Final = ("yahoo", "モーニング娘", "モー娘")


def ends(text: str, start: int, end: int, language: str | None) -> Iterator[int]:
    """Where sentences end inside the line text[start:end], rising, `end` itself left out. language: ISO 639-1."""
    if language == "ja":
        return _japanese(text, start, end)
    return _western(text, start, end, language)


def _western(text: str, start: int, end: int, language: str | None) -> Iterator[int]:
    place = start
    for mark in _PLACE.finditer(text, start, end):
        at = mark.start()
        if at < place:
            continue
        found = (_STOP if text[at] in _MARKS else _SIGN).match(text, at, end)
        if found is None:
            continue
        place = found.end()
        if place >= end:
            return
        if _ends_at(text, start, found, end, language):
            yield place


def _ends_at(text: str, start: int, found: re.Match[str], end: int, language: str | None) -> bool:
    """Whether the marks found end a sentence; something follows them in the line."""
    place = found.end()
    gap = text[place] in _GAPS
    following = _first_letter(text, place, end)
    if found.re is _SIGN:
        return gap and following.isupper()
    stop, close, face = found.groups()
    if not gap:
        return _unspaced(text, start, found, following)
    if close and following.islower():
        return False  # `"Miksi?" hän kysyi`
    if stop.strip(".…"):
        return True
    if stop != ".":
        return following.isupper() or (bool(face) and not following.islower())
    return bool(face) or _full_stop(text, start, found.start(), following, text[place:end], language)


def _first_letter(text: str, place: int, end: int) -> str:
    """The first character of the next word, quotation marks and brackets left out; "" where there is none."""
    while place < end and (text[place] in _GAPS or text[place] in _OPENERS):
        place += 1
    return text[place : min(end, place + 1)]


def _unspaced(text: str, start: int, found: re.Match[str], following: str) -> bool:
    """Whether a new sentence begins right behind the mark: `loppui.Sitten`, not `foo.bar`, `3.5`, `Node.JS`."""
    place, stop = found.end(), found["stop"]
    if stop.strip(".…!?"):
        return True  # 。！？
    if found["close"] or not text[place].isupper():
        return False
    before = text[max(start, found.start() - 2) : found.start()]
    if not (len(before) == 2 and before.isalpha() and before.islower()):
        return False
    if stop == "." and not text[place + 1 : place + 2].islower():
        return False
    behind = text[place : place + _TOKEN_REACH].split(maxsplit=1)[0]
    return not _ADDRESS.search(_token(text, start, found.start(), _ADDRESS_REACH) + behind)


def _token(text: str, start: int, end: int, reach: int = _TOKEN_REACH) -> str:
    """The word that ends at `end`, within the line."""
    piece = text[max(start, end - reach) : end]
    return "" if not piece or piece[-1] in _GAPS else piece.split()[-1]


def _full_stop(text: str, start: int, place: int, following: str, rest: str, language: str | None) -> bool:
    """Whether a single full stop, with space behind it, ends a sentence."""
    found = _TOKEN.search(_token(text, start, place))
    word = found[0] if found else ""
    lower = word.lower()
    if not word:
        return True
    if lower in _NEVER or (lower in _BEFORE_NUMBER and following.isdigit()):
        return False
    if lower in _MAY_END:
        return following.isupper()
    if _NUMBER.match(word):
        before = text[start : place - len(word)].rstrip(_GAPS + _OPENERS)[-1:]
        if following.isdigit() or not before or (before in ".!?:;" and len(word) <= 2):
            return False  # a date, or the number of a list
        return language == "en" or not following.islower()
    if _LETTERED.match(word):
        return following.isupper() and _next_word(rest) in _STARTERS
    if len(word) == 1 and word.isalpha():
        return (word == "I" and language == "en") or word.islower() == following.isupper()
    if following.islower():
        if _ROMAN.match(word) and language != "en":
            return False
        return len(word) > 4 or not word.isalpha() or _VOWEL.search(word) is not None
    return True


def _next_word(rest: str) -> str:
    words = rest.lstrip(_GAPS + _OPENERS).split(maxsplit=1)
    return words[0].lower().rstrip(".,!?:;") if words else ""


def _japanese(text: str, start: int, end: int) -> Iterator[int]:
    for found in _JAPANESE.finditer(text, start, end):
        place = found.end()
        if place >= end:
            return
        kind = found.lastgroup
        if kind == "arm":
            kind = "unit"
        elif kind == "close":
            kind = "stop"
        if _ENDS[kind or ""](text, start, found, place, end):
            yield place


def _after_unit(text: str, start: int, found: re.Match[str], place: int, end: int) -> bool:
    """Brackets: laughter and faces end a sentence unless it goes on; quotations do not."""
    inside = found["unit"][1:-1]
    laughed = inside.strip("．. ") in _LAUGHTER
    face = bool(_FACE_MARK.search(inside)) and not _PROSE.search(inside)
    if not (laughed or face) or found.start() == start:
        return False
    return _begins(text, place, end)


def _begins(text: str, place: int, end: int) -> bool:
    """Whether what follows can begin a sentence, after something that need not end one."""
    while place < end and text[place] in _GAPS:
        place += 1
    if place >= end or text[place] in _STOPS or text[place] in "…‥)）」』・.wｗ♪♡♥ー～〜":
        return False
    return _GOES_ON.match(text, place, end) is None


def _after_stop(text: str, start: int, found: re.Match[str], place: int, end: int) -> bool:
    stop, after = found["stop"], text[place]
    before = text[max(start, found.start() - 8) : found.start()].lower()
    if (found["close"] and "ぁ" <= after <= "ん") or (len(stop) == 1 and before.endswith(_NAMES)):
        return False  # 「行こう。」と
    if "。" not in stop and _QUOTED_ON.match(text, place, end):
        return False  # 誰やねん！って質問
    if stop.strip("!?"):
        return after not in "♪♡♥" and after not in "wｗ"
    # else an address, or `!?` in a word
    return after not in "♪♡♥wｗ" and not (after.isascii() and (after.isalnum() or after in "=&/%#"))


def _after_dots(text: str, start: int, found: re.Match[str], place: int, end: int) -> bool:
    return text[place] in _GAPS and _begins(text, place, end)


def _after_point(text: str, start: int, found: re.Match[str], place: int, end: int) -> bool:
    """`．` or `.` as full stop: behind Japanese, not in numbers, names of hosts and abbreviations."""
    before = text[found.start() - 1 : found.start()] if found.start() > start else ""
    if not _JAPANESE_LETTER.match(before):
        return text[place] in _GAPS and before.isalpha() and _first_letter(text, place, end).isupper()
    return text[place] in _GAPS or (found["point"] == "．" and not text[place].isdigit())


def _after_laugh(text: str, start: int, found: re.Match[str], place: int, end: int) -> bool:
    if place - found.start() == 1 and (text[place + 1 : place + 2] in _W or text[found.start() - 2] in _W):
        return False  # おｗまｗえｗら
    return found.start() > start and _begins(text, place, end)


_ENDS: Final = {
    "unit": _after_unit,
    "stop": _after_stop,
    "dots": _after_dots,
    "point": _after_point,
    "laugh": _after_laugh,
    "sign": _after_laugh,
}
