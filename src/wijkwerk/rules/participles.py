"""Which Dutch words are past participles, by their form and by short lists of exceptions."""

from __future__ import annotations

import re
from typing import Final

from wijkwerk.rules.phrases import table

_APART: Final = (
    "aan|achteruit|achter|af|bekend|beschikbaar|bijeen|bij|binnen|bloot|boven|buiten|dicht|door|droog|fijn|gelijk|goed|groot|heen|hoog|in"
    "|kapot|kennis|klaar|kwijt|langs|leeg|los|mede|mee|na|neer|nieuw|om|onder|op|open|over|plaats|plat|recht|rond"
    "|samen|schoon|stand|stil|stop|tegen|tentoon|terecht|terug|teweeg|thuis|toe|uiteen|uit|vast|veilig|vol|voorbij"
    "|vooruit|voort|voor|vrij|waar|warm|wed|weer|weg|zwart"
)
# ge-...-d or -t of any length; ge-...-en with one syllable between, for longer words on -en are mostly plurals.
_GE: Final = re.compile(
    rf"(?:{_APART})?(?P<core>ge(?:[^\W\d_]{{2,}}[dt]|[bcdfghjklmnpqrstvwxz]{{0,4}}[aeiouyïëöü]{{1,3}}"
    r"[bcdfghjklmnpqrstvwxz]{1,3}en|daan|gaan|zien|staan))"
)
# Weak verbs with be-, ver-, ont-, her-, er-. On -t only after a voiceless sound: 'bepaalt' is no participle.
_PREFIXED: Final = re.compile(
    r"(?:aan|voor|uit|op|toe|mede|in)?(?P<core>(?:be|ver|ont|her|er)(?:[^\W\d_]{3,}d|[^\W\d_]{2,}(?:kt|ft|st|cht|pt|xt|oot)))"
)
# 'verschillend' is no past participle, 'verleend', 'verdiend' and 'erkend' are.
_PRESENT: Final = re.compile(r"(?:be|ver|ont|her|er)\w*(?:(?<![eik])end|ënd)")
# Strong verbs with these prefixes, and others that have no ge-. Those on -en look like an infinitive.
_LISTED: Final = table(
    """
    begonnen verkort bezien onderscheiden besproken besloten bekeken begrepen beschreven bewezen bevolen bewogen
    betrokken bestolen beleden besteed bezet besmet belet benut beplant verplant bevonden betreden behouden
    beladen bedolven bezocht bedacht bedrogen verboden verbonden verbroken verdreven vergeleken vergeten
    vergeven verkregen verkozen verlaten verloren vermeden vernomen verschoven verwezen verworpen verworven
    verzonden verzonnen vervangen verholpen verstaan verraden vertreden ontbonden ontheven onthouden ontnomen
    ontvangen ontslagen ontworpen ontzien ontdaan ontmoet herzien herschreven herroepen herplant herstart
    heropend ervaren voldaan voltooid voltrokken volbracht onderzocht ondernomen onderhouden onderschreven
    onderbroken onderwezen ondervonden onderworpen ondertekend ondersteund onderbouwd onderverdeeld overwogen
    overtreden overschreden overlegd overhandigd overtuigd overwonnen overbrugd overdacht overvallen voorkomen
    voorzien voorspeld omschreven omgeven omringd omsloten doorbroken doorkruist doorzocht doorverwezen aanvaard
    aanbevolen aanbesteed aanbeden achterhaald achtergehouden afbetaald misbruikt misleid miskend weerlegd
    weersproken weerhouden toegestaan toevertrouwd toebedeeld uitbesteed uitbetaald uitverkocht uitverkoren
    voorbereid voorbehouden heroverwogen herverdeeld inbegrepen vergoot vergroot begroot ontbloot verzet
    gestaakt
    """
)
# Look like one, but are a noun, an adjective, an infinitive or another form.
_NEVER: Final = table(
    """
    gebied geluid gezond gelaat geduld gemoed gebed gebod geest geeft gebit gezicht gewicht gerecht gevecht
    gehucht gewest genot geweld gewaad gedrocht gezant gehalt getuigt gelooft geniet geldt gebeurt geneest
    gerust gelid gebint gerst geslacht gezind geheid geschiedt geschut geduldt gedijt gebaart gedenkt gereed
    goed gevolgen gebouwen gebieden geluiden gevallen gezinnen gesprekken gebreken getallen gezichten gewichten
    gerechten gedichten gevechten gewesten geheimen gemeenten gewonden gedachten gevaren gewassen gebaren
    gezegden geschenken geslachten gewoonten gehuchten gesteenten geesten gewelven gebruiken geloven genieten
    genezen gebeuren geraken gedenken geleiden gewennen getuigen gelasten gelukken geleden gelegen geleerden
    gelijken gebergten genoten beeld beleid bericht bestand bekend bereid bewind bewust beest berucht beroemd
    verband verkeerd verstand verdriet verzoekt verwend verwant verleidt bevriend bevreesd bestaat belangt
    beoogt berust berst besteedt verst herfst herd hert hergebruik ergst erfgoed erfpacht ernst ontvangst
    ontkomt onthoudt verlangst verdienst gemiddeld uiteraard gemeengoed gedegen overgewicht ingewikkeld opgewekt
    opgewonden ongerust ongepast ongeduld tegengeluid
    """
)
# First parts of long nouns: gemeenteraad, bewonersavond, verkeersbord, bezwaarschrift.
_NOUNS: Final = tuple(
    table(
        """
        gemeente gebieds gezins gezond geluids gerechts gewests gedrags gebruiker gebruiks bewoners belasting
        bestuurs bedrijfs bedrijven beroeps beroepschrift bezwaar bezoekers bestemmings bevolkings beleids
        begroting beton berm beeld bescherming begraaf verkeers verblijfs verzoekschrift vergunning
        verenigings vervoers verzorgings vergader herfst herinnerings erf ernst onthaal ontwerp ontmoetings
        ontwikkelings
        """
    )
)

# With 'zijn' these are the perfect tense ('is gekomen') or say how something is ('is gesloten'): no passive.
_STATES: Final = table(
    """
    gekomen gegaan gebleven geworden gebeurd gevallen gestorven overleden verdwenen ontstaan begonnen gestopt
    gestart geweest gegroeid gestegen gedaald verhuisd geslaagd gelukt mislukt vertrokken geschrokken gezakt
    verlopen gefietst gelopen gereden gevlogen geland gezonken gesmolten bevroren gebarsten gesprongen gescheurd
    verschenen verstreken vervallen gevorderd toegenomen afgenomen uitgevallen omgevallen omgewaaid afgewaaid
    doorgegaan opgehouden meegevallen tegengevallen ingestort losgeraakt weggeraakt kwijtgeraakt geraakt
    uitgegroeid afgelopen vastgelopen gewaaid verrot vergaan gedoofd veranderd verbeterd verslechterd gewend
    getrouwd gescheiden geïnteresseerd gesteld gesloten geopend geschikt verplicht gericht gevestigd verbonden
    betrokken bezet beperkt bevoegd bezorgd bedoeld bestemd benieuwd verbaasd verliefd verslaafd verward
    vermoeid verheugd verdeeld verzekerd vermist vervuild verouderd versleten verstopt beschadigd verlicht
    gebaseerd gevuld gehandicapt gezien gevoelig toegestaan verboden verhinderd voorzien voldaan ervaren
    overtuigd bebouwd begroeid bewoond beschut berekend gelegen geliefd geïrriteerd opgelost vervuld gemotiveerd
    gespecialiseerd gewoon gewenst vereist gevaarlijk gekleurd geschokt gespannen geboren opgegroeid verantwoord
    ontevreden uitverkocht uitgeput uitgebreid ontstoken ontploft ontsnapt gevlucht verdronken bevallen
    aangeschoven bekeerd vernield ontspannen gebogen beschikbaar verkouden opgelucht gehecht gedreven geneigd
    genoodzaakt gedwongen gerechtigd gemachtigd gebrekkig gegund behouden
    """
)
_GONE: Final = re.compile(
    r"(?:gekomen|gegaan|gebleven|gevallen|gegroeid|gelopen|gereden|gewaaid|gestegen|gestroomd)\Z"
)
_NOUN_ENDS: Final = (
    "heid",
    "heden",
    "schap",
    "issen",
    "raad",
    "avond",
    "dienst",
    "pand",
    "bord",
    "schrift",
    "plicht",
)


def is_participle(word: str) -> bool:
    """Tell whether ``word``, in lower case, has the form of a past participle: gemaakt, besloten, weggehaald."""
    if word in _LISTED:
        return True
    if word in _NEVER or word.endswith(_NOUN_ENDS) or not word.endswith(("d", "t", "n")):
        return False
    match = _GE.fullmatch(word) or _PREFIXED.fullmatch(word)
    if match is None or match["core"] in _NEVER:
        return False
    return not (match["core"].startswith(_NOUNS) or _PRESENT.fullmatch(match["core"]))


def is_state(word: str) -> bool:
    """Tell whether ``word`` behind 'zijn' says what has become of something or how it is: no passive then."""
    return word in _STATES or _GONE.search(word) is not None
