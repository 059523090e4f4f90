"""The words of a text in a form that can be compared: 'lantaarnpalen' and 'lantaarnpaal' become one.

Made for short Dutch texts about a neighbourhood; English texts pass with little harm. It is a set of rules with short
lists of exceptions and no dictionary. Known limits:

- Forms of verbs stay apart ('branden' and 'brandt' meet in 'brand', 'gebrand' does not).
- 'wegen', 'gaten' and the like are known by name only (``_IRREGULAR``); an unknown short vowel becomes long:
  'vaten' gives 'vaat'. The result need not be a word, it only has to be the same for the forms of one word.
- Compounds are split only where both ends are long enough and an end is in ``_PARTS``: 'stoeptegel' also gives
  'stoep' and 'tegel', 'dakkapel' stays whole. A part can be wrong: 'schildpad' also gives 'pad'.
- Words of different meaning and one form stay one: 'bank', 'licht'. Numbers, addresses of e-mail and pages are dropped.
- A typing error makes another word. ``FAMILY`` is short: words that residents use for one subject, no thesaurus.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# A word is never longer than this: what is longer is no word, and would only cost time.
LONGEST: Final = 40

_ADDRESS: Final = re.compile(r"\S{1,64}@\S+|\b(?:https?://|www\.)\S+")
_WORD: Final = re.compile(r"[^\W\d_]+")
_APOSTROPHE: Final = re.compile(r"(?<=[^\W\d_])['’`´](?=[^\W\d_])")

_DUTCH: Final = """
achter aan al alle alleen allemaal alles als altijd alvast ander andere anders bedankt behalve bent ben beste bij bijna
bijvoorbeeld binnen boven buiten daar daardoor daarom daarna dacht dan dank dat de deze die dit doe doen doet door dus
echt een eens eerder eerst en enige er erg ergens even gaan gaat gedaan geen geachte gemeld ging goed goede goedemiddag
goedemorgen graag groet groeten had hadden hallo hebben hebt heb heeft heel hele helemaal hem hen het hier hij hoe
hopelijk hun iedere iedereen iemand ietsje iets ik in inmiddels is ja je jij jou jullie kan kon konden kunnen kunt laat
laten lijkt maar mag mee meer meerdere meest meneer met mevrouw mij mijn moet moeten mogelijk mvg na naar naast net
niemand niet niets nodig nog nogal nou nu of om omdat onder ons onze ook op over paar per plaats plek ruim sinds soms
staan staat steeds te tegen tegenover terug toch toe toen tot tussen tijd u uit uw vaak van vanaf vanuit vandaag vanwege
vast veel verder via volgens voor vooral vriendelijke vrijwel waar waarbij waardoor waarom waarop wanneer want waren was
wat we weer weet weinig wel welke werd wie wij wil willen word worden wordt zal ze zeer zei zelf zelfs zich zie zien
ziet zij zijn zo zoals zodat zonder zou zouden zulke ligt liggen komt komen kwam kom krijgen krijgt maken maakt gemaakt
lang langs lange keer elke elk dag dagen week weken maand maanden jaar jaren gisteren morgen vanmorgen vanochtend
vanavond avonds nachts ochtends middags zaterdag zondag maandag dinsdag woensdag donderdag vrijdag melding melden meld
meldde gemeente svp aub ivm
"""
_ENGLISH: Final = """
a about after all also an and any are as at be been but by can could did do does for from get had has have he her here
him his how i if into it its just me my no not of on or our out please she so some such than thank thanks that the their
them then there these they this those to too up us very was we were what when where which who will with would you your
"""
# Plurals that the rules below would get wrong; the long ones also as the end of a compound ('fietspaden').
_IRREGULAR_TEXT: Final = """
wegen:weg daken:dak gaten:gat paden:pad glazen:glas vaten:vat bladeren:blad bladen:blad kinderen:kind eieren:ei steden:stad
schepen:schip koeien:koe motoren:motor stenen:steen ogen:oog oren:oor zeeen:zee bijen:bij lage:laag gehele:geheel
gebreken:gebrek verslagen:verslag hoge:hoog rode:rood gaatje:gat riolen:riool parkeren:parkeer parkeert:parkeer
"""
# Words, also as the end of a compound, whose -en, -e or -s is no ending.
_WHOLE_TEXT: Final = """
regen wagen teken keuken haven oven molen laken kussen toren jongen bodem open onderweg garage passage lekkage schade rotonde
ambulance route etage kade gemeente ruzie bende weide heide einde halte oranje adres proces succes terras gras kruis moeras
glas atlas dierte vuilnis overlast kermis trottoir tennis water politie
"""
# Diminutives whose t belongs to the word: 'kaartje' is a 'kaart'.
_KEEP_T: Final = ("aart", "buurt", "poort", "soort", "boot", "sloot", "goot", "straat", "plaat", "maat")
# In the form that _stem gives.
_PARTS_TEXT: Final = """
afval auto bak bank berm bloem boom bord brand brug bus container deur dier drempel fiets gevel goot halte hek hond hoek hout
huis kabel kast kelder kuil lamp lantaarn lawaai licht mast muur oever overlast oversteek paal pad plaag plein plas poep
put raam rat riool rommel rooster school schommel scooter sloot sneeuw spiegel stank steen stoep straat struik tak tegel
toestel tuin tunnel veld verkeer verlichting vuil vuilnis vuur water wesp wortel zak zand
"""
_VOWELS: Final = "aeiouy"
# A shorter end of a word is no part. A front must be longer still, for 'bak' begins too many words.
_SHORT: Final = 3


def stems(text: str) -> list[str]:
    """Return the stems of the words of ``text``, in order and as often as they stand there, without stop words.

    Case and accents do not count. A compound gives itself first and then its known parts: 'Lantaarnpalen' gives
    ['lantaarnpaal', 'lantaarn', 'paal']. Never raises; '' and a text of stop words give [].
    """
    plain = _APOSTROPHE.sub("", _fold(_ADDRESS.sub(" ", text)))
    return [stem for word in _WORD.findall(plain) for stem in _stems_of(word[:LONGEST])]


def _fold(text: str) -> str:
    taken_apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in taken_apart if not unicodedata.combining(sign))


@lru_cache(maxsize=8192)
def _stems_of(word: str) -> tuple[str, ...]:
    if len(word) < 2 or word in STOP:
        return ()
    whole = _stem(word)
    return () if whole in STOP else (whole, *_parts(whole))


def _parts(whole: str) -> list[str]:
    """Return the known ends of a compound: the longest tail and the front before it, else the longest front."""
    for cut in range(_SHORT, len(whole) - _SHORT + 1):
        if whole[cut:] in PARTS:
            front = _front(whole[:cut])
            return [front, whole[cut:]] if front in PARTS else [whole[cut:]]
    for cut in range(len(whole) - _SHORT - 1, _SHORT, -1):
        if (front := _front(whole[:cut])) in PARTS:
            return [front]
    return []


def _front(front: str) -> str:
    """Return the front of a compound as a word: 'honden' of 'hondenpoep' gives 'hond', 'straat' is itself."""
    return front if front in PARTS else _stem(front)


def _stem(word: str) -> str:
    for plural, single in IRREGULAR.items():
        if word == plural or (len(plural) > 4 and word.endswith(plural)):
            return word.removesuffix(plural) + single
    if len(word) <= _SHORT or word.endswith(WHOLE):
        return word
    if (shorter := _many_s(_small(word))) != word:
        return _stem(shorter) if word.endswith("s") and not word.endswith("jes") else shorter
    return _bent(word) if (shorter := _many_en(word)) == word else shorter


def _small(word: str) -> str:
    """Take off the ending of a diminutive: 'boompjes', 'lantaarntje', 'bruggetje', 'bankje'."""
    word = word[:-1] if word.endswith("jes") else word
    if not word.endswith("je") or len(word) < 5:
        return word
    core = word[:-2]
    if core.endswith(_KEEP_T):
        return core
    if double := re.search(r"([bdfgklmnprst])\1et$", core):
        return core[: double.start() + 1]
    # 'boompje', 'filmpje' but 'lampje'; 'paaltje', 'kamertje', 'lantaarntje' but 'tentje' and 'krantje'.
    if re.search(r"(?:[aeou]{2}|ie|[lr])mp$|[aeiou]{2}[lnrw]t$|[aeiou].*(?:e[lnr]|rn)t$", core):
        return core[:-1]
    return core[:-2] if core.endswith(("nget", "oot", "aat")) else core


def _many_s(word: str) -> str:
    """Take off the s of a plural: 'tegels', 'lantaarns', 'autos', 'haltes'; 'gras' and 'fiets' stay."""
    plural = re.search(r"[aeiou].*(?:e[lmnr]|rn|aal|aar|oor|oir|eur|[^aeiou][eo]|[tzn]ie)s$", word)
    return word[:-1] if plural else word


def _many_en(word: str) -> str:
    """Take off -en: 'stoepen', 'takken', 'bomen', 'huizen'."""
    if len(word) < 5 or not word.endswith("en") or word[-3] in "aeou":
        return word
    return _close(word[:-2])


def _bent(word: str) -> str:
    """Take off the -e of an adjective and the t of 'brandt': 'losse', 'scheve'; 'ruimte' stays."""
    if word.endswith("dt"):
        return word[:-1]
    if len(word) < 5 or not word.endswith("e") or word[-2] in _VOWELS or re.search(r"[mnpkgd]te$", word):
        return word
    return _close(word[:-1])


def _close(core: str) -> str:
    """Write a syllable that lost its -e(n) as it stands alone: 'bom' is 'boom', 'takk' is 'tak', 'huiz' is 'huis'."""
    if not re.search(f"[{_VOWELS}]", core):
        return core
    if core[-1] == core[-2]:
        return core[:-1]
    if re.search(r"(?:^|[^aeiouy])[aou][^aeiouyhjwx]$", core) or _long_e(core):
        core = core[:-1] + core[-2] + core[-1]
    return core[:-1] + {"v": "f", "z": "s"}.get(core[-1], core[-1])


def _long_e(core: str) -> bool:
    # The e of 'wortel' and 'kamer' is not heard; the e of 'sten' (steen) and 'schev' (scheef) is.
    if not re.search(r"(?:^|[^aeiouy])e[bdfgklmnprstvz]$", core):
        return False
    return core.endswith("sten") or core[-1] not in "lrn" or not re.search(r"[aeiouy].*e.$", core)


# One line is one family: words that residents use for the same thing. Subjects only, no judgements: 'gevaarlijk' and
# 'kapot' are said of everything.
_FAMILIES_TEXT: Final = """
lantaarn lantaarnpaal straatlantaarn lamp verlichting straatverlichting licht donker pikdonker duister
container prullenbak vuilnisbak afvalbak afvalcontainer
afval vuilnis vuilniszak rommel troep zwerfvuil zwerfafval vuil blikjes
dumping dumpen gedumpt gestort storten puin bouwafval grofvuil asbest
gft groenbak biobak
stoep trottoir stoeptegel tegel stoeprand
wegdek asfalt kuil gat wegverzakking klinker
boom tak boomwortel wortel kastanje eik linde beuk berk iep populier
heg haag struik bosje struikgewas
blad bladkorf bladeren
glad gladheid spekglad spiegelglad strooien gestrooid ijzel sneeuw
put kolk riool riolering rioolput verstopt verstopping
regen bui wateroverlast plas blank hoosbui ondergelopen
sloot watergang baggeren gebaggerd kroos
stank stinkt stinken ruikt
waterleiding leiding lek lekkage gesprongen
blauwalg alg algen
rat muis ongedierte rattenplaag plaagdier
wesp wespennest
rups processierups eikenprocessierups
hondenpoep poep drol hondendrol hondenbezitter uitwerpselen
hard snelheid racen scheuren drempel flitspaal snelheidsbord
sluipverkeer omleiding wegafsluiting afsluiting
parkeren geparkeerd foutparkeren parkeerplaats parkeerterrein parkeerplek
zebrapad oversteekplaats oversteek oversteken
brommer scooter bromfiets
jongeren hangjongeren jeugd hangplek jongens
lawaai geluidsoverlast muziek herrie geluid
vuurwerk cobra knal knallen
drugs drugshandel dealen gedeald dealer
dakloos dakloze daklozen zwerver tent
graffiti beklad bekladding gespoten spuiten
leegstand leegstaand leeg verkrot
schimmel vocht vochtig
cafe kroeg terras horeca
buurthuis huiskamer koffie ontmoetingsplek
speeltuin speelplek speelveld trapveldje veldje
bord verkeersbord
oudere senior bejaarde
"""
STOP: Final = frozenset((_DUTCH + _ENGLISH).split())
IRREGULAR: Final = dict(pair.split(":") for pair in _IRREGULAR_TEXT.split())
WHOLE: Final = tuple(_WHOLE_TEXT.split())
PARTS: Final = frozenset(_PARTS_TEXT.split())
# Stem to the first word of its family.
FAMILY: Final = {
    _stem(word): line.split()[0] for line in _FAMILIES_TEXT.strip().splitlines() for word in line.split()
}
