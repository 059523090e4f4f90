"""Town-hall words and phrases with plain Dutch ones: small words, fixed phrases and abbreviations.

A line is 'form | form | ... = plain words'. A verb that ends in '-eren*' stands for its regular forms
(faciliteren: faciliteer, faciliteert, faciliteerde, gefaciliteerd ...). Written for this project; the rule behind it:
would somebody say it to a neighbour at the door? Words that residents need for their rights (besluit, bezwaar, klacht,
vergunning) are not on the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wijkwerk.rules.phrases import Index, index
from wijkwerk.rules.plain_verbs import NOUNS, VERBS

SMALL_WORDS: Final = """
aangaande = over
aangezien = omdat
aldaar = daar
aldus = zo
alhier = hier
alleszins = zeker
almede | alsmede = en ook
alsdan = dan
alsook = en ook
alsnog = toch nog
alvorens = voordat
andermaal = nog een keer
anderszins = op een andere manier
behoudens = behalve
benevens = en ook
betreffende = over
bijgevolg = daarom
blijkens = volgens
bovengenoemd | bovengenoemde | bovenstaand | bovenstaande = dit, of noem het nog een keer
conform = volgens
daaromtrent | dienaangaande | desbetreffend | desbetreffende = hierover
daarenboven = ook
daartoe = daarvoor
daarentegen = maar
dan wel | danwel = of
dermate = zo
derhalve = daarom
desalniettemin | desniettemin | niettemin = toch
desgevraagd = als u het vraagt
desgewenst = als u dat wilt
destijds | indertijd | toentertijd = toen
dezerzijds | onzerzijds | onzentwege = door ons
dientengevolge | tengevolge daarvan = daardoor
diens = zijn of haar
teneinde = om
doch = maar
doorgaans = meestal
echter = maar
eensluidend = hetzelfde
eerdergenoemd | eerdergenoemde | voornoemd | voornoemde | voormeld | voormelde = dit, of noem het nog een keer
eveneens | evenzeer = ook
evenwel = maar
evident | evidente = duidelijk
gaarne = graag
gelet op = door
geenszins = echt niet
gezien het feit dat | gelet op het feit dat | vanwege het feit dat = omdat
gewoonlijk = meestal
heden | hedenmorgen = vandaag
hieromtrent | dienomtrent = hierover
hiertoe = hiervoor
hogergenoemd | hogergenoemde = dit, of noem het nog een keer
hoofdzakelijk = vooral
immer = altijd
in casu = hier
indien = als
ingevolge = volgens
inzake = over
jegens = tegen
jongstleden = vorige
krachtens = volgens
louter = alleen
met name = vooral
middels = met
mijnerzijds = door mij
mitsdien = daarom
momenteel | op dit moment in de tijd = nu
mogelijkerwijs | mogelijkerwijze = misschien
naar verluidt = wij horen dat
nadien = daarna
navolgend | navolgende = dit
nimmer = nooit
nochtans = toch
nopens = over
ofschoon = al
omtrent = over
onderhavig | onderhavige = dit
onderstaand | onderstaande = dit
ondergetekende = ik
onverhoopt = als het toch
onverwijld | ten spoedigste | per ommegaande = meteen
onverminderd = ook als
opdat = zodat
per abuis | abusievelijk = per ongeluk
per heden | met ingang van heden = vanaf vandaag
reeds = al
respectievelijk = en
slechts = alleen
somtijds = soms
te allen tijde = altijd
te dezer zake | ter zake | terzake = hierover
tevens = ook
thans = nu
uitdrukkelijk = duidelijk
uit hoofde van = door
uitsluitend = alleen
veelal = vaak
veelvuldig = vaak
vermits = omdat
vigerend | vigerende = geldig
vooralsnog = nu nog
voordien = daarvoor
voorheen = vroeger
voorshands = nu nog
voorts = ook
voorzover | voor zover = als
waarbij zij opgemerkt = let op
weleer = vroeger
welnu = dus
wellicht = misschien
wederom = weer
wederzijds = van twee kanten
woonachtig = u woont
zulks = dit
zodoende = zo
zodanig = zo
zorgvuldigheidshalve | volledigheidshalve = voor de zekerheid
"""

PHRASES: Final = """
aan de hand van = met
afbreuk doen aan | doet afbreuk aan = slechter maken
als gevolg van | ten gevolge van | tengevolge van = door
bij dezen | bij deze | middels deze brief | door middel van deze brief = nu
bij gebreke van = als er geen is
binnen afzienbare termijn | binnen afzienbare tijd | op afzienbare termijn = snel, of noem de datum
binnen een redelijke termijn | binnen redelijke termijn = op tijd, of noem de datum
binnen het tijdsbestek van = binnen
de daartoe aangewezen | het daartoe aangewezen = de juiste
de mogelijkheid bieden | biedt de mogelijkheid | de mogelijkheid biedt = het kan
dient te | dienen te | dient u te | dient men te = moet
door middel van = met
draagvlak creëren = zorgen dat mensen het willen
een en ander = dit alles
een beroep doen op | beroep doen op = vragen
een aanvang nemen | een aanvang maken met | neemt een aanvang = beginnen
een bijdrage leveren aan = helpen met
een bezoek brengen aan = bezoeken
besluitvorming = een besluit nemen
gebruik maken van | gebruikmaken van = gebruiken
gehoor geven aan | gehoor gegeven aan = doen wat is gevraagd
gevolg geven aan | gevolg gegeven aan = doen
het ligt in de rede = het is logisch
het is niet uitgesloten dat = misschien
het verdient aanbeveling = wij raden aan
hoogachtend = met vriendelijke groet
in aanmerking komen voor | komt in aanmerking | in aanmerking komt | in aanmerking nemen = mogen krijgen
in acht nemen | in acht neemt | in acht genomen | met inachtneming van = houden aan
in afschrift = een kopie
in afwachting van = tot
in behandeling nemen | in behandeling neemt | neemt in behandeling = bekijken
in behandeling genomen | in behandeling te nemen | in behandeling = bekijken, ermee bezig
in beginsel | in principe = meestal
in beraad | in beraad houden = wij denken er nog over
in de gelegenheid stellen | in de gelegenheid gesteld | in de gelegenheid = de kans geven
in de nabije toekomst | op termijn = later, of noem de datum
in gebreke blijven | in gebreke gesteld | in gebreke = niet doen wat moet
in gezamenlijkheid = samen
in goede orde ontvangen | in goede orde = gekregen
in het kader van = voor
in het licht van = door
in het merendeel van de gevallen | in de meeste gevallen = meestal
in het verleden = vroeger
in het vooruitzicht stellen = beloven
in kaart brengen | in kaart gebracht | in kaart te brengen = uitzoeken
in kennis stellen | in kennis gesteld | in kennis te stellen | in kennis = laten weten
in mindering brengen | in mindering gebracht | in mindering = aftrekken
in ogenschouw nemen | ogenschouw genomen = bekijken
in overeenstemming met = volgens
in overleg treden | treden in overleg | treedt in overleg | in overleg te treden = praten met
in overweging nemen | in overweging genomen | in overweging = erover nadenken
in relatie tot = over
in samenspraak met | in samenwerking met | in gezamenlijk overleg = samen met
in termen van = over
in uitvoering nemen | in uitvoering = beginnen, bezig
in verband met = door
in voorkomend geval | in voorkomende gevallen | voorkomende gevallen = als dat gebeurt
in voorbereiding = wij zijn ermee bezig
in werking treden | in werking treedt | treedt in werking = gaat gelden
inzicht verkrijgen in = begrijpen
kennis nemen van | kennis genomen van | kennisnemen van | kennisgenomen van | kennis te nemen van = lezen
kenbaar maken | kenbaar gemaakt | kenbaar te maken = laten weten
maatregelen treffen | maatregelen getroffen | maatregelen te treffen = iets doen
met als doel | met het oog op | met het doel om = om
met betrekking tot = over
met dien verstande = maar
met ingang van = vanaf
met referte aan | onder verwijzing naar | met verwijzing naar = in uw brief of bericht
met uitzondering van = behalve
met terugwerkende kracht = ook voor de tijd daarvoor
middels dit schrijven | dit schrijven = deze brief
mocht u nog vragen hebben | mochten er nog vragen zijn = heeft u vragen
naar aanleiding van = door, over
naar behoren = goed
naar onze mening | naar ons oordeel | onzes inziens = wij vinden
naar voren brengen | naar voren gebracht = zeggen
niet in staat zijn om = niet kunnen
nader te bepalen | nader te bepalen datum = dat weten wij nog niet
nadere informatie = meer informatie
om die reden = daarom
omwille van = voor
onder de aandacht brengen | onder de aandacht gebracht = vertellen
onder meer | onder andere = bijvoorbeeld
onder voorbehoud van = alleen als
op basis van = volgens, met
op de hoogte stellen | op de hoogte brengen | op de hoogte gesteld | op de hoogte gebracht = laten weten
op de kortst mogelijke termijn | op korte termijn | op zo kort mogelijke termijn = snel, of noem de datum
op de lange baan = later
op grond van | op grond daarvan = volgens
op het gebied van | op het terrein van | op het vlak van = over, voor
op schrift stellen | schriftelijk kenbaar maken = opschrijven
op voorhand = van tevoren
over het algemeen = meestal
over te gaan tot | overgaan tot | overgegaan tot = beginnen met
procedure doorlopen | de procedure doorlopen = de stappen zetten
ruimschoots voldoende = genoeg
staat het u vrij | het staat u vrij = u mag
te kennen geven | te kennen gegeven | te kennen geeft = zeggen
te uwer informatie | ter informatie | te uwer kennisname | ter kennisname = om te weten
te wijten aan = komt door
te zijner tijd = later, of noem de datum
ten aanzien van = over
ten behoeve van = voor
ten dele = voor een deel
ten gunste van = voor
ten laste van | ten laste komen van = betaald door
ten name van = op naam van
ten nadele van = slecht voor
ten opzichte van = vergeleken met
ten overstaan van = bij
ten tijde van = toen, tijdens
ten uitvoer brengen | ten uitvoer leggen | ten uitvoer = doen
ten zeerste = erg
ter beschikking stellen | ter beschikking gesteld | ter beschikking = geven, klaar om te gebruiken
ter bevordering van = om te helpen met
ter hand nemen | ter hand stellen | ter hand gesteld | ter hand genomen = beginnen, geven
ter inzage | ter inzage leggen | ter inzage gelegd = om te lezen
ter kennis brengen | ter kennis gebracht = laten weten
ter plaatse | ter plekke = daar
ter sprake brengen | ter sprake gebracht = zeggen
ter toelichting = als uitleg
ter uitvoering van = om te doen wat staat in
ter vervanging van = in plaats van
ter voorkoming van = om te voorkomen dat
tot op heden | tot dusver | tot dusverre = tot nu toe
tot stand brengen | tot stand komen | tot stand gekomen | tot stand gebracht | tot stand komt = maken, ontstaan
tot uiting komen | komt tot uiting = u ziet dat aan
uit het oogpunt van | vanuit het oogpunt van | vanuit het perspectief van = voor
uit te voeren werkzaamheden | de uit te voeren werkzaamheden = het werk
uiting geven aan = zeggen
uitvoering geven aan | uitvoering gegeven aan = doen
uw schrijven | uw brief van | uw schrijven van = uw brief
van belang | van belang zijn = belangrijk
van de zijde van | van de kant van | van gemeentewege | van overheidswege = van, door
van mening zijn | van mening dat | de mening toegedaan = vinden
van oordeel | van oordeel zijn = wij vinden
van rechtswege = volgens de wet, vanzelf
van toepassing | van toepassing zijn = geldt
verzoek ik u | verzoeken wij u | wij verzoeken u | ik verzoek u = vragen wij u
voor wat betreft | wat betreft | voor wat dat betreft = over
voorrang verlenen = voor laten gaan
vorm geven aan | vormgeven aan = maken
ware het niet dat = maar
werkzaamheden uitvoeren | werkzaamheden verrichten = werken
zich beraden op | zich beraden = nadenken over
zo spoedig mogelijk | zo spoedig als mogelijk | ten spoedigste mogelijk = snel, of noem de datum
zonder tegenbericht | behoudens tegenbericht = als u niets hoort
zorg dragen voor | zorg te dragen voor | draagt zorg voor | dragen zorg voor | zorg gedragen voor = zorgen voor
zorgdragen voor | zorg draagt voor | draag zorg voor = zorgen voor
"""

SHORT: Final = """
a.d.h.v. = met
a.g.v. = door
a.u.b. | s.v.p. = alstublieft
d.d. = van
d.m.v. = met
d.w.z. = dat betekent
e.d. | e.a. | o.i.d. = en meer
e.e.a. = dit
i.a.a. = een kopie gaat naar
i.c. = hier
i.c.m. = samen met
i.g.v. = bij
i.h.a. = meestal
i.h.k.v. = voor
i.i.g. = zeker
i.o.m. | i.s.m. = samen met
i.p.v. = in plaats van
i.t.t. = anders dan
i.v.m. = door
jl. | l.l. = vorige
m.a.w. = dus
m.b.t. = over
m.b.v. = met
m.i.v. = vanaf
m.n. = vooral
m.u.v. = behalve
n.a.v. = door
n.t.b. | t.b.d. = dat weten wij nog niet
n.v.t. = dat geldt hier niet
o.a. = bijvoorbeeld
o.b.v. = volgens
o.g.v. = volgens
o.i. = wij vinden
p/a = bij
resp. = en
t.a.v. = voor, over
t.b.v. = voor
t.g.v. = door
t.h.v. = bij
t.o.v. = vergeleken met
t.z.t. = later, of noem de datum
v.w.b. = over
z.g. | zgn. | zogenaamde = wat wij noemen
z.s.m. = snel, of noem de datum
cq | c.q. = of
evt. = misschien
en/of = of
"""


def entries() -> Iterator[tuple[str, str]]:
    """Yield (town-hall word or phrase in lower case, plain words) for every form on the lists."""
    for listed in (SMALL_WORDS, PHRASES, VERBS, NOUNS, SHORT):
        for line in listed.strip().splitlines():
            forms, plain = line.split(" = ")
            for form in forms.split(" | "):
                yield from ((written, plain) for written in _inflected(form))


def _inflected(form: str) -> list[str]:
    if not form.endswith("eren*"):
        return [form]
    stem = form.removesuffix("eren*")
    # After ge- these vowels get dots: geëvalueerd.
    joined = {"e": "ë", "i": "ï", "u": "ü"}.get(stem[0], stem[0]) + stem[1:]
    endings = ("eren", "eer", "eert", "eerde", "eerden", "erend", "erende")
    return [*(stem + ending for ending in endings), f"ge{joined}eerd", f"ge{joined}eerde"]


def jargon() -> Index:
    """Return the whole list in the shape that ``phrases.find`` asks for."""
    return index(dict(entries()).items())
