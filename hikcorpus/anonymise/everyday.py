"""Words that stand before `school`, 病院 and the like without naming one: such a place could be any."""

import re

from hikcorpus.anonymise.ordinary import is_ordinary
from hikcorpus.anonymise.places import finnish_regions

_FINNISH = frozenset((
    "vitun", "saatanan", "helvetin", "perkeleen", "paskan", "entisen", "vanhan", "uuden", "oman", "saman", "toisen",
    "tämän", "tuon", "sen", "hyvän", "huonon", "paikallisen", "tavallisen", "suomen", "lähimmän", "kolmannen",
    "viimeisen", "jonkun", "minkä", "erään", "ensimmäisen", "toisenkin", "peruskoulun", "lukion", "yliopiston",
    "ammattikoulun", "ison", "pienen", "yksityisen", "julkisen", "kunnallisen", "valtion", "kunnan", "kaupungin",
    "kylän", "maan", "koko", "minun", "mun", "sinun", "sun", "hänen", "heidän", "meidän", "niiden", "joka",
    "jokaisen", "ulkomaisen", "kansainvälisen", "ruotsinkielisen", "suomenkielisen", "kahden", "yhden", "neljän",
    "kun", "niin", "ennen", "jälkeen", "aikoinaan", "kauniin", "kuin", "sitten", "oikean", "normaalin", "taman",
    "muun", "jonkin", "kaiken", "itäisen", "läntisen", "luonnon", "kesken", "siinäkin", "heti", "vain", "ihan",
    "vieraan", "tulevan", "nykyisen", "kaverin", "pojan", "tytön", "lapsen", "lasten", "isän", "äidin", "sisaren",
    "veljen", "sellaisen", "millaisen", "tällaisen", "aikuisten", "nuorten", "koululaisten", "opettajan",
))  # fmt: skip
_JAPANESE = re.compile(
    r"(?:出身|ワイ|通信制?|定時制?|全日制?|単位制|公立|私立|国立|県立|市立|都立|府立|道立|区立|町立|村立|市内|県内|"
    r"都内|工業|商業|農業|水産|普通|進学|男子|女子|共学|底辺|名門|有名|"
    r"一流|二流|三流|四流|五流|難関|地元|近所|近く|某|同じ|同|別|他|多|各|全|両|当|本|四年制|4年制|夜間|昼間|理系|"
    r"文系|医科|医療|福祉|美容|音楽|美術|芸術|体育|海外|外国|地方|田舎|"
    r"新設|中高一貫|一貫|付属|附属|母|志望|元|現役|現|全国|日本|世界|卒業|中退|俺|私|僕|自分|今|昔|当時|現在|弟|兄|"
    r"姉|妹|息子|娘|友達|友人|親友|先輩|後輩|従兄弟|子供|親|母親|父親|"
    r"時代|去年|来年|毎日|全部|結局|一時期|小学校?|中学校?|高校|大学|大学院|短大|専門学校|幼稚園|保育園|小中|中高|"
    r"小中高|高|中|小|大|"
    r"[0-9一二三四五六七八九十]+(?:年|年間|月|つ|日|歳|才|浪|校|人|個|番)?|第[一二三四五六七八九十0-9]+志望|精神|"
    r"精神科|総合|専門|民間|心療内科|メンタル|内科|外科|皮膚科|歯科|歯|眼科|"
    r"耳鼻科|耳鼻咽喉科|整形外科|整形|形成外科|産婦人科|婦人科|産科|小児科|泌尿器科|脳神経外科|脳外科|救急|救命|"
    r"動物|閉鎖|閉鎖病棟|入院|通院|転院|町|村|市|県|区|個人|一般|大手|中小|外資|"
    r"有名私立|国公立|専修|各種|予備|自動車|職業訓練|能力開発|養護|支援|特別支援|盲|聾|日本語|語学|英語|料理|調理|"
    r"看護|保健|療養|介護|老人|刑務所|警察|自衛隊|防衛医?科?|"
    r"駅弁|旧帝|旧帝国|帝国|マンモス|お嬢様|不良|ヤンキー|超|最高|最低|普段|突然|初|前|後|新|旧|無名|零細|弱小|"
    r"巨大|総|東|西|南|北|中央|全員|皆|みんな|誰|何|家|学|会|社|"
    r"株式|有限|合同|合資|運営|親|子|関連|下請け?|元請け?|派遣|清掃|警備|運送|不動産|保険|証券|広告|出版|印刷|製造|"
    r"建設|建築|土木|食品|製薬|通信|電力|鉄道|旅行|人材|美人|"
    r"リハビリ|アニメ|デザイン|コンピュータ(?:ー)?|ビジネス|エステ|ペット|フリー|サポート|パソコン|ゲーム|スポーツ|"
    r"インターナショナル|オンライン|ブラック|ホワイト|ベンチャー|クソ|ゴミ|エリート|トップ|ニート|"
    r"プログラミング|レベル|ランク|メーカー|ソフト|システム|ネット|テレビ|アパレル|デイケア|デイ|"
    r"[のがはをにでともや・ー]|[A-ZＡ-Ｚ]ラン)+"
)
_ENGLISH = frozenset((
    "a", "an", "the", "my", "your", "his", "her", "our", "their", "this", "that", "any", "some", "every", "each",
    "no", "same", "another", "other", "old", "new", "first", "last", "next", "in", "at", "of", "to", "from", "for",
    "and", "or", "but", "is", "was", "local", "public", "private", "state", "community", "medical", "online",
    "nearby", "nearest", "high", "middle", "elementary", "primary", "secondary", "junior", "senior", "catholic",
    "christian", "religious", "boarding", "public-school", "big", "small", "good", "bad", "best", "worst", "nice",
    "real", "whole", "entire", "all", "most", "many", "more", "few", "two", "three", "four", "year", "years", "since",
    "after", "before", "during", "until", "when", "while", "then", "into", "through", "back", "going", "went", "go",
    "i", "we", "they", "he", "she", "it", "you", "ivy", "league", "top", "decent", "shitty", "crappy", "mental",
    "psychiatric", "psych", "general", "university", "college", "school", "childrens", "children's", "teaching",
    "city", "county", "town", "rural", "urban", "animal", "vet", "veterinary", "dental", "eye", "walk-in", "free",
    "american", "british", "english", "japanese", "finnish", "international", "national", "technical", "trade",
    "vocational", "art", "music", "law", "business", "grad", "graduate", "med", "prep", "charter", "magnet",
    "special", "alternative", "normal", "regular", "typical", "average", "different", "certain", "random", "about",
    "like", "just", "even", "still", "only", "really", "finish", "finished", "start", "started", "leaving", "left",
    "quit", "hate", "hated", "love", "loved", "attend", "attended", "attending", "did", "do", "doing", "got", "get",
    "getting", "being", "been", "what", "which", "who", "how", "why", "if", "because", "so", "than", "as", "with",
    "without", "out", "off", "up", "down", "on", "over", "under", "around", "near", "there", "here", "now", "yes",
    "work", "worked", "day", "home", "inpatient", "outpatient", "emergency", "military", "closest", "someone",
    "somewhere", "dr", "doctor", "doctors", "max", "health", "care", "clinic", "hospital", "academic", "student",
    "students", "class", "expensive", "cheap", "foreign", "prestigious", "reputable", "outside",
))  # fmt: skip


def finnish_name(word: str) -> bool:
    """Whether a genitive before a common noun names something: `Kallion`, `mallilan`, but no `entisen`."""
    low = word.lower()
    if low in _FINNISH:
        return False
    if word[:1].isupper() or low in finnish_regions():
        return True
    return not low.endswith(("aan", "ään", "iin", "seen", "mpan", "sin")) and not is_ordinary(low, "fi")


def japanese_name(text: str) -> bool:
    """Whether what stands before a common noun names something: not one of the words or several of them in a row."""
    return bool(text) and _JAPANESE.fullmatch(text) is None


def english_name(words: list[str]) -> bool:
    """Whether one of the words before a common noun is a name."""
    return any(word.lower().strip("'’.,") not in _ENGLISH for word in words)
