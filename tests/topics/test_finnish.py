"""Finnish family words in the forms that people write, and words that only look like them.

The lists were written with the rules; they are no independent measure (that is tests/gold).
"""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

CASES = """
äiti: äiti Äiti ÄIDIN äitiä äidille äidiltä äidistä äidillä äidiksi äidit äitien äitejä äideille
äiti: äitini äitisi äitinsä äidilleni äidilleen äidistään äitiään äidikseen äitimme äitikin äidilläkään äitinikin
äiti: äitis äitiki äidilt äitii äidillä aiti aidin aidille aitini aitinsa äi\u00adti a\u0308iti
äitee: äitee äiteelle
isä: isä isän isälle isältä isää isät isäni isäsi isänsä isääni isäkin isäs isälläs isa isalle isani
isi: isi isien isille
iskä: iskä iskälle iskäni iskälleki
äiskä: äiskä äiskälle
äippä: äippä äipälle
mutsi: mutsi mutsin mutsille mutsilta mutsis mutsii mutsini mutsikin mutsillaki
faija: faija faijan faijalle faijas faijalt faijaaki
fatsi: fatsi fatsin fatsille
isukki: isukki isukin
vanhemmat: vanhemmat vanhempien vanhempia vanhemmilla vanhemmilta vanhempiin vanhempani vanhempansa vanhempieni
vanhemmat: vanhempiensa vanhemmillani vanhemmilleen vanhempiakaan vanhempanikin vanhemmist vanhemmil vanhempas
porukat: porukat porukoiden porukoille porukoilta porukkani
perhe: perhe perheen perheeni perheessä perheiden perheensä perheelleni perheesee perheessa ydinperhe lapsiperheiden
perhe: sijaisperheessä perheväkivalta perhekuviot perhekuvioista perhetilanne perhe-elämä
perheenjäsen: perheenjäsen perheenjäsenet
sisko: sisko siskoni siskolleen siskoo
veli: veli veljen veljeni veljelleni veljeänsä veljee veljet
isoveli: isoveli isoveljeni isonveljen
broidi: broidi broidin
systeri: systeri systerin
sisarus: sisarukset sisarusten sisaruksia
äitipuoli: äitipuoli äitipuolen
isäpuoli: isäpuolesta
velipuoli: velipuoli
isoäiti: isoäiti isoäitini isoaidille
isoisä: isoisän isoisältä isoisalta
isovanhempi: isovanhemmat isovanhempien isovanhempani
mummo: mummo mummon mummolle
mummola: mummolassa mummola
ukki: ukki ukin ukkini ukilta
vaari: vaari vaarille
suku: suku suvun suvussa sukua
sukulainen: sukulaiset sukulaisia sukulaisistani
täti: täti tädin tätini tadille
setä: setä sedän setäni
eno: eno enon enoni
serkku: serkku serkut serkuille
anoppi: anoppi anopin
vävy: vävy
tytär: tytär tyttäreni
vaimo: vaimo vaimoni
lapsi: lapseni lapsilleni lapsensa
poika: poikani
mies: mieheni
lapsuudenkoti: lapsuudenkoti lapsuudenkodissa
avioero: avioero
äiti: yksinhuoltajaäiti yksinhuoltajaäidin yh-äiti adoptioäiti isoisoäiti äitisuhde
isä: yksinhuoltajaisän isäsuhde
vanhemmat: appivanhemmat sijaisvanhemmat
omainen: omaiset omaisten
läheiset: läheiset läheisten
"""
FORMS = [
    (term, word) for line in CASES.strip().splitlines() for term, words in [line.split(": ")] for word in words.split()
]

LOOK_ALIKES_WORDS = """vanhempi vanhempaa vanhemman isäntä isännän isännät emäntä emännän äidinkieli äidinkielen setämies setämiehet
isänmaa isänmaallinen isokokoinen lapsellinen vanhempainraha vanhentua vanha äitiys äitiysloma isyys perhonen perhana
siskonmakkara velikulta velka velho porukka porukan porukassa kaveriporukat kantaäiti tuoteperhe taivaanisä mies poika lapsi
pappa sukupuoli sukunimi sukupolvi sukka enoo enos tätä täten sedan isis isompi lisää lisäksi viihtyisä leikkisä sävyisä
myrskyisä vaarallinen vaara ukkonen mummojäbä isku iskee vanhemmuus velvollisuus sisäinen miehen poikaan menossa menot kokenut
äitelä isännöitsijä aita aidan tatti veljeskunta sukeltaa apina tyttö tähti poikkeus lapsuus perhepizza sisaryhtiö"""
LOOK_ALIKES = LOOK_ALIKES_WORDS.split()

IN_CONTEXT = [
    ("Vanhemmat ihmiset muistaa tuon.", []),
    ("Olin vuotta vanhempia enemmän.", []),
    ("Se on vanhempi kuin minä.", []),
    ("Vanhemmat pelkää että lähden.", ["Vanhemmat"]),
    ("vanhemmat pois kotoa viikonlopun", ["vanhemmat"]),
    ("mua vanhemmat ei ymmärrä", ["vanhemmat"]),
    ("olin paljon vanhempien luona", ["vanhempien"]),
    ("vähän vanhempia miehiä", []),
    ("äiti maanantaina", ["äiti"]),
    ("isän ja pojan välit", ["isän"]),
    ("toinen vanhempi kuoli", ["toinen vanhempi"]),
    ("Isä meidän, joka olet taivaissa", []),
    ("kannattaa ottaa vaarin", []),
    ("Isoveli valvoo kaikkea.", []),
    ("isoveli muutti pois", ["isoveli"]),
    ("hyvä veli -verkosto", []),
    ("esi-isät", []),
    ("meidän lapset", ["meidän lapset"]),
    ("lapset huutaa pihalla", []),
    ("Äitienpäivänä soitin äidille.", ["Äitienpäivänä", "äidille"]),
    ("huostaanotettu kymmenvuotiaana", ["huostaanotettu"]),
]


@pytest.mark.parametrize(("term", "word"), FORMS)
def test_forms_of_family_words(finnish, term, word):
    """Cases, suffixes, clitics, compounds, spoken and dotless forms: the whole word, under its term."""
    text = f"Sanoi, että {word} tuli."
    hits = finnish.match(text)
    assert [text[hit.start : hit.end] for hit in hits] == [
        word.split("-")[-1] if word.startswith("yh-") else word.split("-")[0]
    ]
    assert hits[0].term == term or {hits[0].term, term} <= {"mummo", "mumma", "isä", "isi"}


@pytest.mark.parametrize("word", LOOK_ALIKES)
def test_words_that_only_look_like_family(finnish, word):
    """No hit, in a sentence or at its beginning."""
    assert finnish.match(f"Sanoi, että {word} tuli.") == []
    assert finnish.match(f"{word.capitalize()}!") == []


@pytest.mark.parametrize(("text", "words"), IN_CONTEXT)
def test_neighbours_decide(finnish, text, words):
    """Phrases count, and look-alike phrases take hits away."""
    assert [text[hit.start : hit.end] for hit in finnish.match(text)] == words


def test_the_gate_lets_all_dictionary_forms_of_the_lemmas_pass(finnish):
    """3.5 million forms: none of a term's own is stopped, so the stems in the file are complete."""
    assert finnish.missed() == []


ENDINGS = [
    "",
    "ni",
    "si",
    "nsa",
    "nsä",
    "s",
    "kin",
    "ki",
    "kään",
    "lle",
    "lt",
    "n",
    "t",
    "ä",
    "i",
    "an",
    "ssa",
    "puoli",
    "kuviot",
]
BEGINNINGS = ["", "yksinhuoltaja", "iso", "kasvatti", "perhe", "lapsi", "tuote", "l", "❶", "esi-"]


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_gated_and_ungated_find_the_same(finnish, data):
    """Whatever stands around known forms: the gate changes no hit, and every hit slices to letters of the text."""
    forms = [word for _, word in FORMS] + LOOK_ALIKES
    pieces = data.draw(
        st.lists(
            st.one_of(
                st.tuples(st.sampled_from(BEGINNINGS), st.sampled_from(forms), st.sampled_from(ENDINGS)).map("".join),
                st.text(max_size=6),
            ),
            max_size=6,
        )
    )
    text = data.draw(st.sampled_from([" ", "\n", ", ", "-"])).join(pieces)
    hits = finnish.match(text)
    assert hits == finnish.match_ungated(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(one.end <= two.start for one, two in pairwise(hits))
