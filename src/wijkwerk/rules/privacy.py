"""Personal data in a text: what a writer should think about before sending (GDPR art. 5: no more than needed).

The rules ask, they do not forbid. They look for what is written in a known form (e-mail, telephone, IBAN, licence
plate, address, date of birth, BSN) and for words from two short lists of our own: people with a name, and health.
A name without a form of address is not found. Every pattern starts at a fixed place and walks on without turning
back over more than a few characters, so that the time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wijkwerk.rules.codes import find_bsn
from wijkwerk.rules.phrases import find, index, words_of


class HintKind(StrEnum):
    """What sort of personal data it seems to be."""

    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    PLATE = "plate"
    ADDRESS = "address"
    BSN = "bsn"
    BIRTH = "birth"
    PERSON = "person"
    HEALTH = "health"


ADVICE: Final = {
    HintKind.EMAIL: "Hier staat een e-mailadres. Haal het weg als het niet nodig is.",
    HintKind.PHONE: "Hier staat een telefoonnummer. Haal het weg als het niet nodig is.",
    HintKind.IBAN: "Hier staat een bankrekening. Haal het nummer weg.",
    HintKind.PLATE: "Hier staat een kenteken. Haal het weg als het niet nodig is.",
    HintKind.ADDRESS: "Hier staat een adres met postcode. Haal het weg als het niet nodig is.",
    HintKind.BSN: "Dit lijkt een burgerservicenummer. Haal het weg.",
    HintKind.BIRTH: "Hier staat wanneer iemand is geboren. Haal het weg als het niet nodig is.",
    HintKind.PERSON: "Hier staat de naam van een persoon. Haal de naam weg als het ook zonder kan.",
    HintKind.HEALTH: "Dit gaat over gezondheid. Gaat het over één persoon? Haal het dan weg.",
}


@dataclass(frozen=True, slots=True)
class Hint:
    """Something personal: ``found`` is ``text[start:end]``, ``advice`` a Dutch sentence for the writer."""

    kind: HintKind
    start: int
    end: int
    found: str
    advice: str


Span = tuple[HintKind, int, int]


def hints(text: str) -> list[Hint]:
    """Return the personal data in ``text``, ordered by place; where two overlap the longest stays, else the first.

    One in eleven numbers of nine digits looks like a BSN by chance. Never raises.
    """
    return [Hint(kind, start, end, text[start:end], ADVICE[kind]) for kind, start, end in _apart(_all(text))]


def _apart(spans: Iterable[Span]) -> list[Span]:
    kept: list[tuple[int, int, HintKind]] = []
    for kind, start, end in sorted(spans, key=lambda span: (span[1] - span[2], span[1])):
        at = bisect_left(kept, (start,))
        before_ends = kept[at - 1][1] if at else 0
        if before_ends <= start and (at == len(kept) or end <= kept[at][0]):
            kept.insert(at, (start, end, kind))
    return [(kind, start, end) for start, end, kind in kept]


def _all(text: str) -> Iterator[Span]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield kind, match.start(), match.end()
    yield from _emails(text)
    yield from _ibans(text)
    yield from _bsns(text)
    for start, end, _ in find(text, words_of(text), _HEALTH):
        yield HintKind.HEALTH, start, end


# --- telephone ------------------------------------------------------------------------------------------

_GAP: Final = r"[ \u00a0().–/-]{0,3}"
_REST: Final = rf"(?:{_GAP}[0-9])"
# Not personal: 0800, 0900, 0906, 0909 and 088 (organisations). 14 0xxx and 112 have too few digits anyway.
_NO_SERVICE: Final = r"(?!800|90[069]|88)"
# '06-12-2026 10.30' has ten digits too.
_NO_DATE: Final = r"(?![0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:19|20)[0-9]{2}(?![0-9]))"
_PHONE: Final = re.compile(
    rf"(?<![\w+])(?:(?:\+|00) ?31{_GAP}(?:0{_GAP})?{_NO_SERVICE}[1-9]{_REST}{{8}}"
    rf"|\+(?! ?31)[1-9]{_REST}{{7,14}}"
    rf"|{_NO_DATE}\(?0(?:6{_GAP}[1-9]{_REST}{{7}}|{_NO_SERVICE}[1-9][0-9]\)?{_REST}{{7}}))(?![0-9])"
)

# --- licence plates: the Dutch side codes 1 to 14 -------------------------------------------------------

# Plates since 1991 have no vowels, C, Q or Y. With fewer letters possible, fewer words look like a plate.
_PLATE_LETTERS: Final = "[BDFGHJKLMNPRSTVWXZ]"
_NEW_CODES: Final = (
    *("XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9", "9-XXX-99", "XX-999-X"),
    *("X-999-XX", "XXX-99-X", "X-99-XXX", "9-XX-999", "999-XX-9"),
)
_OLD_CODES: Final = ("XX-99-99", "99-99-XX", "99-XX-99")


def _plates(codes: Iterable[str], letter: str, between: str) -> str:
    shape = {"X": letter, "9": "[0-9]", "-": between}
    return "|".join("".join(shape[sign] for sign in code) for code in codes)


_PLATE: Final = re.compile(
    rf"(?<![\w-])(?:{_plates(_OLD_CODES, '[A-Z]', '-')}|{_plates(_NEW_CODES, _PLATE_LETTERS, '[- ]?')}"
    rf"|(?i:{_plates(_NEW_CODES, _PLATE_LETTERS, '-')}))(?![\w-])"
)

# --- postcode with a house number -----------------------------------------------------------------------

# In small letters only in one piece: '2026 en 12' is no postcode. SA, SD and SS are not given out.
_POSTCODE: Final = r"[1-9][0-9]{3}(?:[ \u00a0]?(?!S[ADS])[A-Z]{2}|(?!s[ads])[a-z]{2})(?!\w)"
_NUMBER: Final = (
    r"(?:(?:huis)?(?:nr\.?|nummer)[ \u00a0]?)?[1-9][0-9]{0,4}(?:[ -]?[0-9]{1,3}|[ -]?[A-Za-z])?(?!\w)"
)
_ADDRESS: Final = re.compile(
    rf"(?<!\w)(?:{_POSTCODE}[ \u00a0,]{{1,2}}{_NUMBER}|{_NUMBER}[ \u00a0,\n]{{1,3}}{_POSTCODE})"
)

# --- date of birth --------------------------------------------------------------------------------------

_MONTH: Final = (
    r"(?:[0-9]{1,2}|jan(?:uari)?|feb(?:ruari)?|maart|mrt|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?"
    r"|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY: Final = (
    rf"(?:[0-9]{{1,2}}[-/. ]{_MONTH}[-/. ]{{1,2}})?(?:(?:19|20)[0-9]{{2}}|(?<=[-/. ])[0-9]{{2}})(?![0-9])"
)
_BORN: Final = r"(?:geboortedatum|geboortedag|geboortejaar|geboren|geb\.)"
_BIRTH: Final = re.compile(
    rf"(?<!\w){_BORN}(?:[ :,]{{1,2}}(?:is|was|op|in|te \w{{1,30}})(?!\w)){{0,3}}[ :,]{{1,2}}{_DAY}"
    rf"|(?<!\w)[0-9]{{1,2}}[-/. ]{_MONTH}[-/. ](?:19|20)[0-9]{{2}} geboren(?!\w)",
    re.IGNORECASE,
)

# --- one person with a name -----------------------------------------------------------------------------

_UPPER: Final = "A-ZÀ-ÖØ-ÞĆČĐĞİŁŃŘŚŞŠŹŻŽ"
_PARTICLE: Final = (
    r"(?:(?:[Vv]an|[Dd]e[rn]?|[Tt]e[rn]?|[Hh]et|['’]t|[Ee]l|[Aa]l|[Bb][ei]n|[Vv]on|[Dd][ai]|[Ll][ae]) )"
)
_ONE_NAME: Final = rf"{_PARTICLE}{{0,3}}[{_UPPER}][\w'’-]+"
_NAME: Final = rf"(?:[{_UPPER}]\. ?){{0,4}}{_ONE_NAME}(?: {_ONE_NAME}){{0,2}}"
_TITLE: Final = r"(?:mevrouw|mevr\.?|mw\.?|meneer|mijnheer|de heer|heren|dhr\.?|juffrouw|mej\.|familie|fam\.|echtpaar|weduwe)"
_KIN: Final = (
    r"(?:(?:over|achter|boven|beneden|onder)?(?:buurman|buurvrouw|buurjongen|buurmeisje|buren)"
    r"|(?:klein|stief|schoon)?(?:zoon|dochter|vader|moeder)|broer|zus|opa|oma|oom|tante|man|vrouw|vriend|vriendin"
    r"|kind|neef|nicht|nichtje|neefje|huisgenoot|kamergenoot|partner|ex)"
)
_WHOSE: Final = r"(?:mijn|m['’]n|uw|je|jouw|zijn|haar|onze|ons|hun|de)"
_SOMEBODY: Final = rf"(?:{_KIN}|hij|zij|ze|ik|bewoner|bewoonster|eigenaar|huurder|jongen|meisje|persoon)"
_PERSON: Final = re.compile(
    rf"(?<!\w)(?:(?i:{_TITLE}) {_NAME}"
    rf"|(?i:{_WHOSE} {_KIN}) {_NAME}"
    rf"|(?i:{_SOMEBODY},? (?:heet|heette|heten|genaamd|is genaamd|met de naam)) {_NAME}"
    rf"|(?i:{_WHOSE} naam is) {_NAME})"
)

_PATTERNS: Final = (
    (HintKind.PHONE, _PHONE),
    (HintKind.PLATE, _PLATE),
    (HintKind.ADDRESS, _ADDRESS),
    (HintKind.BIRTH, _BIRTH),
    (HintKind.PERSON, _PERSON),
)

# --- e-mail, IBAN and BSN -------------------------------------------------------------------------------

# The look behind keeps the search from starting again at each letter of a long word.
_EMAIL: Final = re.compile(r"(?<![\w.+%-])([\w.+%-]++)@(?:[\w-]++\.)+[^\W\d_]{2,}")
# A shared box of an organisation is nobody's own address.
_SHARED: Final = frozenset(
    (
        "info",
        "gemeente",
        "contact",
        "post",
        "postbus",
        "meldpunt",
        "griffie",
        "noreply",
        "no-reply",
        "redactie",
    )
)

_IBAN_START: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}")
# Length of an IBAN per country (ISO 13616 register); the countries people here have an account in.
_IBAN_LENGTHS: Final = {
    **{"NL": 18, "BE": 16, "DE": 22, "FR": 27, "GB": 22, "ES": 24, "IT": 27, "PL": 28, "PT": 25, "AT": 20},
    **{"CH": 21, "LU": 20, "IE": 22, "DK": 18, "SE": 24, "NO": 15, "FI": 18, "GR": 27, "TR": 26, "RO": 24},
    **{"BG": 22, "HU": 28, "CZ": 24, "SK": 24, "LT": 20, "LV": 21, "EE": 20, "HR": 21, "SI": 19, "UA": 29},
}
_IBAN_REST: Final = {
    length: re.compile(rf"(?:[ .-]?[A-Za-z0-9]){{{length - 4}}}(?![A-Za-z0-9])")
    for length in set(_IBAN_LENGTHS.values())
}
_NINE_DIGITS: Final = re.compile(r"(?<![0-9])[0-9](?:[ .\u00a0\u2009\u202f]?[0-9]){8}(?![0-9])")


def _emails(text: str) -> Iterator[Span]:
    for match in _EMAIL.finditer(text):
        if match[1].lower() not in _SHARED:
            yield HintKind.EMAIL, match.start(), match.end()


def _ibans(text: str) -> Iterator[Span]:
    for match in _IBAN_START.finditer(text):
        length = _IBAN_LENGTHS.get(match[0][:2].upper())
        rest = _IBAN_REST[length].match(text, match.end()) if length else None
        if rest and _is_iban(text[match.start() : rest.end()]):
            yield HintKind.IBAN, match.start(), rest.end()


def _is_iban(text: str) -> bool:
    # ISO 13616 with ISO 7064: country and check digits to the end, letters as 10 to 35, modulo 97 leaves 1.
    plain = re.sub(r"[ .-]", "", text)
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _bsns(text: str) -> Iterator[Span]:
    numbers = set(find_bsn(text))
    for match in _NINE_DIGITS.finditer(text) if numbers else ():
        if re.sub(r"[^0-9]", "", match[0]) in numbers:
            yield HintKind.BSN, match.start(), match.end()


# --- health ---------------------------------------------------------------------------------------------

# Whole words. Left out is what is said of trees, roads and groups as well: ziek, blind, handicap, rolstoel.
_HEALTH_WORDS: Final = """
dement, dementerend, dementerende, dementie, alzheimer, verslaafd, verslaafde, verslaving, alcoholist, alcoholisme
alcoholverslaafd, drugsverslaafd, drugsverslaafde, gokverslaafd, junk, junkie, depressief, depressieve, depressie
psychotisch, psychotische, psychose, schizofreen, schizofrenie, autist, autisme, autistisch, autistische, adhd
borderline, bipolair, manisch, suïcidaal, suicidaal, zelfmoord, zelfdoding, suïcide, kanker, borstkanker, longkanker
tumor, chemokuur, chemotherapie, parkinson, beroerte, herseninfarct, hersenletsel, hartaanval, hartinfarct
hartpatiënt, longpatiënt, copd, diabetes, diabetespatiënt, suikerziekte, epilepsie, hiv, hepatitis, reuma, ernstig ziek
chronisch ziek, ongeneeslijk ziek, terminaal, zwanger, miskraam, abortus, anorexia, boulimia, burn-out, overspannen
psychiatrisch, psychiatrische, psychiater, psychiatrie, psychisch, psychische, medicatie, medicijnen, in de war, verward
verwarde man, verwarde vrouw, verwarde persoon, verstandelijk beperkt, verstandelijk gehandicapt, lvb, licht verstandelijk
geestesziek, geesteszieke, mishandeld, mishandelt, mishandeling, huiselijk geweld, gehandicapte zoon, gehandicapte dochter
slechtziend, slechthorend, dwangopname, ggz-patiënt, zorgmijder, indicatie voor zorg, diagnose
"""
_HEALTH: Final = index(
    (word.strip(), "") for line in _HEALTH_WORDS.strip().splitlines() for word in line.split(",")
)
