"""Sentences in the boards' register, invented for this project (CC0).

Slots: name, form (a case form), full, fullform, nick.
"""

FRAMES = tuple(
    line
    for line in """
mun kaveri {name} sano et ei kannata
mun sisko {name} muutti pois kotoa viime syksynä
mun veli {name} on samanlainen
mun broidi {nick} käy joskus
faija {name} ei puhu mulle
mutsi {name} soittaa joka päivä
terkut {form}
terkkuja {form} jos luet tätä
moi {name} täällä taas
moi {name}
heippa {name}, miten menee
hei {name} oletko vielä siellä
no moro {nick} mitä kuuluu
t. {name}
t: {name}
terv. {full}
terveisin {full}
nimeni on {full} ja asun yhä kotona
mun nimi on {name}
oon {name} ja oon ollut neljä vuotta kotona
olen {full}
{name} sano eilen että pitäis hakea apua
{name} on mun ainoa kaveri
{name} ja {name} kävi mua kattomassa
näin eilen {form} kaupassa
mä asuin {form} kanssa kaks vuotta
soitin {form} mutta ei vastannut
lähetin {form} viestin enkä saanut vastausta
kerroin {form} kaiken
tykkäsin {form} koko yläasteen
{form} luona oli kivaa
muistatteko sen {form} sieltä meidän luokalta
meidän luokalla oli yks {name} joka kiusas mua
opettaja {full} ei tehnyt mitään
terapeutti {name} kuunteli sentään
lääkäri {full} kirjoitti lähetteen
psykologi {full} sanoi samaa
mun omahoitaja {name} vaihtui
sossun {name} soitti taas
kuraattori {name} yritti auttaa
ope {name} oli ihan ok
tätini {name} kävi
serkkuni {name} asuu ulkomailla
eno {name} kuoli viime vuonna
mummo {name} teki ruokaa
ukki {name} oli sodassa
exä {name} jätti mut
mun ex {name} löysi uuden
tyttöystäväni {name} lähti
poikakaveri {name} asuu toisessa kaupungissa
muija nimeltä {name}
yks {name} niminen tyyppi
jätkä nimeltä {nick} tuli moikkaamaan
kämppis {name} ei siivoa ikinä
naapurin {name} huutaa yöllä
{name} hei lopeta jo
kiitos {name}, tää autto
kiitti {nick} vinkistä
onnea {form} uuteen kotiin
tsemppiä {name}
ootko sä {name} vai kuka
sä oot varmaan {name}
eiks toi oo se {full}
{full} on mun vanha luokkakaveri
{fullform} mukaan tilanne on huono
{fullform} kirja oli hyvä
tapasin {fullform} kurssilla
{full} kertoi tästä
sanoin {form} et en jaksa
ei {form} voi luottaa
pelaan {form} kanssa joka ilta
{nick} on paras
{nick} taas vauhdissa
lainasin {form} rahaa
{form} äiti soitti meille
{form} takia jäin kotiin
kuulin {form} että paikka suljetaan
@{name} oon samaa mieltä
{name}: no niin
ap on {name}
porukat ja {name} lähti mökille
pikkusisko {name} täyttää kohta vuosia
pikkuveli {name} pelaa koko ajan
isoveli {name} on armeijassa
mies {name} tekee töitä
vaimoni {name} ei ymmärrä
tytär {name} aloitti koulun
poikani {name} ei käy koulussa
poikamme {name} on ollut kotona kaksi vuotta
rouva {full} tuli ovelle
herra {full} ei vastannut
""".strip().splitlines()
)

PLAIN = tuple(
    line
    for line in """
en oo käyny ulkona kahteen viikkoon
vittu mikä päivä taas
sama täällä, ei jaksa mitään
ei tää tästä miksikään muutu
oon nukkunu koko päivän ja nyt valvon
mistä te saatte rahaa elämiseen
kelalta tuli taas kielteinen päätös
sossusta ei saa mitään apua
mitä te teette päivät pitkät
pelaan ja katon sarjoja
kannattaiskohan hakea apua vai antaa olla
mulla on sama juttu ollu jo vuosia
nii no joo, emt
aivan turha lanka
no höpö höpö
lol ei helvetissä
mene töihin saatanan luuseri
aloittaja on trolli
up
jatkuu seuraavassa langassa
kuka muu valvoo
oispa kaljaa
tilasin pizzan ja en uskaltanu avata ovee
pakko käydä kaupassa huomenna
koulu jäi kesken yläasteella
yliopisto tuntui ihan turhalta
äiti maksaa vuokran
isä huutaa alakerrassa
pitäs varmaan siivota
ahdistaa ihan sikana
lääkkeet ei auta
psykiatrinen poli ei ota vastaan
en tunne ketään
ei oo kavereita
tinder on ihan paska
naiset ei huomaa
miehet on samanlaisia
kävin eilen metsässä
aurinko paistaa ja oksettaa
onni on oma sänky
toivo on menetetty
rauha maassa
ilta menee aina näin
meri on kaunis
lumi sulaa jo
sisko tuli käymään
veli ei soita
sulla on varmaan masennus
mun mielestä tää on ihan ok
en mä tiiä
pari vuotta sitten olin vielä töissä
vaihdoin puhelimen numeron
kone hajos ja nyt ei voi pelata
kaunis päivä
kuka helvetti jaksaa tätä
anna olla
anna mun olla rauhassa
ota iisisti
usko pois
kai se siitä
marja on terveellistä
laine löi laivaan
virta katkesi taas
mäki oli liukas
""".strip().splitlines()
)
