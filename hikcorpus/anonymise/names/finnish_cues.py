"""Words beside which Finnish names stand. Spoken forms included."""

_KIN = """
anopin anoppi apen appi avomies avopuoliso avovaimo bestis bro broidi broidin eksä eksän eno enon enoni entinen ex exä
exän faija faijan isi iskä iskän isosisko isoveli isä isän isäni jäbä jätkä kamu kaveri kaverille kaverin kaverini
koulukaveri kummi kummisetä kummitäti kundi kämppiksen kämppis lapsenlapsi lapsi luokkakaveri luokkakaverin mamma
mieheni mies muija muijan mummi mummo mummon mummu mummun mutsi mutsin naapuri naapurin naapurini nimeltä nimeltäni
nimeltään nimeni nimi papan pappa pikkusisko pikkuveli poika poikakaveri poikani poikaystävä poikaystävän
poikaystäväni puoliso puolison sedän serkku serkkuni serkun setä setäni sisar sisaren sisarentytär sisko siskolle
siskon siskoni siskonpoika systeri systerin tuttu tutun tyttis tyttäreni tyttö tyttöystävä tyttöystävän tyttöystäväni
tytär tytön tyyppi työkaveri työkaverin tädin täti tätini ukin ukki vaari vaarin vaimo vaimon vaimoni veli velipoika
veljen veljeni veljenpoika ystävä ystävän ystäväni äidin äitee äiti äitin äitini
"""
_TITLES = """
dosentti herra hoitaja hoitajan hoitajani hra insinööri johtaja juontaja kansanedustaja kapteeni kaupunginjohtaja
kenraali kirjailija komisario kuningas kuningatar kunnanjohtaja kuraattori laulaja lääkäri lääkärin lääkärini maisteri
ministeri muusikko neiti nti näyttelijä ohjaaja omahoitaja ope open opettaja opettajan opettajani opo paavi pappi
pastori pelaaja piispa pomo pomon pomoni presidentti prinssi prof professori psykiatri psykiatrini psykologi
psykologin psykologini puheenjohtaja pääministeri rehtori rehtorin rouva runoilija rva sihteeri sosiaalityöntekijä
sossutäti säveltäjä terapeutin terapeutti terapeuttini tohtori toimittaja toimitusjohtaja tri tutkija valmentaja
"""
_CUES = """
hei heippa kertoi kiitos kiitti kysyi moi moikka morjens moro mukaan nim nimim olen onnea oon ps sano sanoi sanoo t
terkkuja terkut terv terve terveiset terveisin thx tsemppiä vastasi
"""
_PARTICLES = "af al ben bin da dal de del della den der di dos du el ibn la le mac mc o ter van von zu"
_COMMON = """
eilen ilmi jonne joskin joskus metal per sieltä ulos
ap ei eiku eli en et homo iha ihan joku jonku joo jos jotai jotain juu ku kun kyl kyllä lol miks miksi mis missä mitä
mitää mua mulla mulle mun must mut mä nii niinku noi ny nyt nää ois olis oo oon oot op paska paskaa perkele saatana
siit sit sitte sua sulla sulle sun sust sä tai toi ton tos tota tän täs tää vaa vaan vai vittu xd
"""

KIN = frozenset(_KIN.split())
"""Kin, friends and other third parties."""

TITLES = frozenset(_TITLES.split())
"""Titles and callings that stand before a name."""

CUES = frozenset(_CUES.split())
"""Greetings, signatures, verbs of saying."""

PARTICLES = frozenset(_PARTICLES.split())
"""Small words inside names from elsewhere."""

COMMON = frozenset(_COMMON.split())
"""Spoken words that the dictionary does not have."""
