"""Metadata of a dossier as XML, after MDTO 1.0.2 of the Nationaal Archief (Metagegevens voor Duurzaam Toegankelijke
Overheidsinformatie): one `informatieobject` for the dossier and one `bestand` for each file.

The order of the elements is that of the schema; empty elements are left out, for the schema refuses them.
"""

import hashlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from wijkwerk.ground.kit.dutch_dates import local_day
from wijkwerk.ground.subjects.records import Whole
from wijkwerk.rules.deadlines import AMSTERDAM

SPACE: Final = "https://www.nationaalarchief.nl/mdto"
SOURCE: Final = "Wijkwerk"
PRIVATE: Final = "beperkt openbaar; eerbiediging van de persoonlijke levenssfeer (Archiefwet 1995)"
PRIVATE_CODE: Final = "Openbaarheid/AW1995/BeperktOpenbaar-levenssfeer/1.0"
# What XML 1.0 cannot hold, whatever a person typed.
FORBIDDEN: Final = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FORMATS: Final = {"pdf": "application/pdf", "jpg": "image/jpeg", "xml": "application/xml"}


@dataclass(frozen=True)
class Held:
    """A file of the dossier: its name in the archive and its bytes."""

    name: str
    data: bytes


def dossier_xml(whole: Whole, *, municipality: str, municipality_code: str, files: Iterable[Held]) -> bytes:
    """The metadata of the dossier itself."""
    kept = whole.kept
    top, thing = _object("informatieobject", kept.code, whole.name)
    _term(thing, "aggregatieniveau", "Dossier", terms="Begrippenlijst Aggregatieniveaus MDTO")
    _put(thing, "trefwoord", kept.about)
    ended = kept.ended_on
    span = _under(thing, "dekkingInTijd")
    _term(span, "dekkingInTijdType", "Looptijd van een dossier", terms=SOURCE)
    _put(span, "dekkingInTijdBegindatum", local_day(whole.began_at).isoformat())
    _put(span, "dekkingInTijdEinddatum", ended.isoformat() if ended else "")
    if whole.area:
        _put(_under(thing, "dekkingInRuimte"), "verwijzingNaam", whole.area)
    _put(thing, "taal", whole.language)
    for each in whole.events:
        _event(thing, each.what, each.at, each.by)
    _term(thing, "waardering", "Tijdelijk te bewaren", code="V", terms="Begrippenlijst Waarderingen MDTO")
    _keep(thing, ended, kept.years, kept.destroy_after)
    if kept.rule:
        rule = f"Regel {kept.rule} van de selectielijst"
        _term(thing, "informatiecategorie", rule, code=kept.rule, terms="Selectielijst van de gemeente")
    for held in files:
        _refer(_under(thing, "heeftRepresentatie"), held.name, f"{kept.code}/{held.name}")
    _refer(_under(thing, "archiefvormer"), municipality, municipality_code)
    limit = _under(thing, "beperkingGebruik")
    _term(
        limit,
        "beperkingGebruikType",
        PRIVATE,
        code=PRIVATE_CODE,
        terms="Begrippenlijst BeperkingGebruikType MDTO",
    )
    return _bytes(top)


def file_xml(held: Held, whole: Whole, *, now: datetime) -> bytes:
    """The metadata of one file."""
    top, thing = _object("bestand", f"{whole.kept.code}/{held.name}", held.name)
    _put(thing, "omvang", str(len(held.data)))
    kind = held.name.rpartition(".")[2]
    _term(thing, "bestandsformaat", FORMATS.get(kind, "application/octet-stream"), terms="IANA media types")
    check = _under(thing, "checksum")
    _term(check, "checksumAlgoritme", "SHA-256", terms="Begrippenlijst ChecksumAlgoritme MDTO")
    _put(check, "checksumWaarde", hashlib.sha256(held.data).hexdigest())
    _put(check, "checksumDatum", _moment(now))
    _refer(_under(thing, "isRepresentatieVan"), whole.name, whole.kept.code)
    return _bytes(top)


def _object(kind: str, mark: str, name: str) -> tuple[ET.Element, ET.Element]:
    top = ET.Element("MDTO", {"xmlns": SPACE})
    thing = _under(top, kind)
    _identify(thing, "identificatie", mark)
    _put(thing, "naam", name)
    return top, thing


def _under(above: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(above, name)


def _put(above: ET.Element, name: str, text: str) -> None:
    clean = " ".join(FORBIDDEN.sub("?", text).split())
    if clean:
        _under(above, name).text = clean


def _identify(above: ET.Element, name: str, mark: str) -> None:
    under = _under(above, name)
    _put(under, "identificatieKenmerk", mark)
    _put(under, "identificatieBron", SOURCE)


def _term(above: ET.Element, name: str, label: str, *, terms: str, code: str = "") -> None:
    under = _under(above, name)
    _put(under, "begripLabel", label)
    _put(under, "begripCode", code)
    _put(_under(under, "begripBegrippenlijst"), "verwijzingNaam", terms)


def _refer(under: ET.Element, name: str, mark: str) -> None:
    _put(under, "verwijzingNaam", name)
    _identify(under, "verwijzingIdentificatie", mark)


def _event(thing: ET.Element, what: str, at: datetime, by: str) -> None:
    under = _under(thing, "event")
    _term(under, "eventType", what, terms=SOURCE)
    _put(under, "eventTijd", _moment(at))
    if by:
        _put(_under(under, "eventVerantwoordelijkeActor"), "verwijzingNaam", by)


def _keep(thing: ET.Element, ended: date | None, years: int | None, until: date | None) -> None:
    under = _under(thing, "bewaartermijn")
    _term(under, "termijnTriggerStartLooptijd", "Einde van het dossier", terms=SOURCE)
    _put(under, "termijnStartdatumLooptijd", ended.isoformat() if ended else "")
    _put(under, "termijnLooptijd", f"P{years}Y" if years else "")
    _put(under, "termijnEinddatum", until.isoformat() if until else "")


def _moment(at: datetime) -> str:
    return at.astimezone(AMSTERDAM).replace(microsecond=0).isoformat()


def _bytes(top: ET.Element) -> bytes:
    ET.indent(top)
    return bytes(ET.tostring(top, encoding="utf-8", xml_declaration=True))
