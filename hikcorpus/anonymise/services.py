"""Names of services on which people have handles, as boards write them, and what stands between name and handle."""

from hikcorpus.anonymise.shapes import END, FINNISH_ENDING, START

_LATIN_SERVICES = (
    "discord|diskordi|diskor[td]|dissi|disc(?=[ ]?:)|dc|"
    "telegram|tg|instagram|insta|ig|kik|snapchat|snap|snäp(?:chat|pi)?|twitter|twatter|"
    "tiktok|tik tok|skype|steam|whats?app|facebook|fb|messenger|reddit|youtube|yt|wickr|tox|ircnet|irc|mastodon|"
    "bluesky|bsky|tumblr|vk|gamertag|psn|"
    "battle\\.?net|battletag|riot id|kakao(?: ?talk)?|wechat|mixi|pixiv|soundcloud|tinder|"
    "badoo|onlyfans|last\\.?fm|anilist|myanimelist|uplay|gog"
)
# names that are ordinary words too: only with `ID`, `nick` and the like behind them
_AMBIGUOUS = (
    "disco|tele|face|mese|session|matrix|threads|xbox(?: live)?|nintendo|switch|spotify|roblox|minecraft|"
    "epic(?: games)?|signal|element|origin"
)
KANA_SERVICES = (
    "ディスコード|ディスコ鯖|ディスコ|スナップチャット|スナチャ|テレグラム|インスタグラム|インスタ|ツイッター|"
    "ツイ垢|ツイ|ティックトック|スカイプ|スチーム|"
    "フェイスブック|ユーチューブ|カカオトーク|カカオ|ライン|ミクシィ|ピクシブ|裏垢|本垢|垢|アカウント"
)
_INFLECTED = (
    "(?:[:\\-]?(?:issani|issäni|issa|issä|itse|ssani|ssäni|ssa|ssä|sta|stä|lla|llä|iin|in|ini|ni|n|a|ä|i|tili|nick|"
    "nimi|"
    "tunnus)){0,2}"
)
_LINE = (
    r"(?-i:LINE|Line)|line(?=[ ]?(?:ID|id:|の|[:=][ ]?[0-9A-Za-z.\-]*[0-9_]|[ ](?:(?:is|on)[ "
    r"])?(?=[a-z])(?:[0-9A-Za-z.\-]*[0-9_]|[a-z]+\.[a-z])))"
)

SERVICE = rf"(?:(?:{_LATIN_SERVICES}|{_AMBIGUOUS}|{_LINE}){_INFLECTED}|{KANA_SERVICES})"
"""A service's name, in any Finnish case; to be bounded by the pattern that uses it."""

CUE = (
    rf"(?:{START}(?:(?:{_LATIN_SERVICES}|{_LINE}){_INFLECTED}(?:{END}|(?=ID(?![A-Za-z])))"
    r"|(?-i:X)(?=[ ]?(?:[:@]|の|ID))|x(?=[ ]?:[ ]?@?(?=[a-z])[0-9a-z.\-]*[0-9_]|[ ]?:[ ]?@?[a-z]+\.[a-z]))"
    rf"|(?:{KANA_SERVICES}))"
)
"""The same, standing where it can announce a handle."""

AMBIGUOUS_CUE = rf"{START}(?:{_AMBIGUOUS}){_INFLECTED}{END}"
"""A service named by an ordinary word."""

HANDLE = r"[0-9A-Za-z_](?:[0-9A-Za-z_.\-]{1,38}[0-9A-Za-z_])(?:[ ]?#[0-9]{4,5})?"
"""A handle on most services: letters, digits, underscore, inner dots and hyphens; Discord's four digits."""

_MARK = r"(?:[:=→⇒>/,、~|]|->|[-–—](?=[ ]))"
_WORD = (
    r"(?:ID|user ?name|user|name|nick(?:name|i|inimi)?|"
    r"nimi(?:merkki)?(?:ni)?|nimellä|nimimerkillä|tunnus|tunnuksella|tunnukseni|käyttäjä(?:nimi|tunnus|nimellä)?|"
    r"handle|"
    r"account|acc|add(?: me)?|me|is|on|at|my|mine|it'?s|i'?m|as|under|by|tag|olen|oon|mä|mä oon|mun|minun|mut|minut|"
    r"löytyy|löydyt|löydyn|löydät|profiili|profile|se|lisää|lisätkää|friend code|kaverikoodi)(?![a-zäö0-9_])"
)
_KANA_WORD = "(?:アイディー|アカウント|アカ|垢|ユーザー?名|ユーザーネーム|名前|なまえ|も|は|の|が|で|って|に|を|から)"
_OPEN = r"[ ]?[「『\"'(]?"

GAP = rf"(?:[ ]?(?:{_MARK}|[(「『\"']|{_WORD}|{_KANA_WORD})){{0,5}}{_OPEN}"
"""What may stand between a service's name and something that looks like a handle."""

NAMED = (
    r"(?:[ \-]?(?:のID|ID|のアカウント名|ユーザー?名|user ?name|nick(?:name|i|inimi)?|nimimerkki|nimellä|nimimerkillä|"
    r"tunnus|tunnuksella|tunnukseni|käyttäjä(?:nimi|tunnus|nimellä)|handle|name is)(?:[ ]?(?:on|is|は|が|[:=→⇒]))?"
    rf"{_OPEN})"
)
"""What announces a handle whatever it looks like: `ID`, `nick` and their kin."""

_ENDING = rf"(?!{FINNISH_ENDING}{END})"

COLON = rf"(?:[ ]?[:=→⇒]{_ENDING}(?=[ ]?@?{HANDLE}[ ]?(?:$|[\n,.;!)/、。]|ja[ ]|and[ ]|tai[ ]|or[ ])){_OPEN})"
"""A colon with nothing after the name, which announces one too."""

SOFT = (
    rf"(?:[ ]?(?::|=|→|->){_ENDING}[ ]?|[ ](?:olen|oon|mä oon|mun nimi on|nimi on|is|i'?m|it'?s|as|name'?s|user)[ ]"
    r"|[ ]?は[ ]?|[ ](?:on[ ])?nimellä[ ])@?[「『\"']?"
)
"""What announces a handle if no word of the language stands there."""
