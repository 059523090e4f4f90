"""An example of a letter, filled in with a made-up signal."""

from collections.abc import Iterable
from typing import Any

from wijkwerk.faces.blueprints.sheets import LetterSheet
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.sections import Contact, Words
from wijkwerk.ground.areas.settings import Document
from wijkwerk.ground.letters.models import TRACE_MARK
from wijkwerk.work.answers.sections import render

LINK = "https://wijkwerk.example/spoor/voorbeeld/"
# Place, what it stands for, and an example.
EXAMPLES: dict[str, tuple[str, str]] = {
    "municipality": ("de naam van de gemeente", ""),
    "title": ("het onderwerp van de melding", "Losse tegel bij de school"),
    "code": ("de code van de melding", "K7M2-4XPD"),
    "place": ("de plek", "Dorpsstraat, bij de school"),
    "team": ("het team dat het heeft", "Wijkbeheer"),
    "phone": ("het telefoonnummer", ""),
    "area_manager": ("uw woord voor wie het gebied beheert", ""),
    "resident": ("uw woord voor wie er woont", ""),
    "trace_link": ("de link naar de eigen pagina van de melder", LINK),
    "answer_by": ("de dag waarop er een antwoord is", "dinsdag 1 december 2026"),
    "answer": (
        "het antwoord in eigen woorden",
        "Wij zijn gaan kijken. De tegel ligt los door een boomwortel.",
    ),
    "what": ("wat wij doen", "wij leggen de stoep opnieuw"),
    "due": ("wanneer het klaar is", "vóór 1 februari 2027"),
    "reason": ("de reden van een nee", "de boom is gezond en de wortel is te groot om weg te halen."),
    "can_do": ("wat wel kan", "wij zetten er een hekje bij, zodat niemand valt."),
    "condition": ("de voorwaarde", "de raad keurt het geld goed"),
    "needed": ("wat daarvoor nodig is", "12.000 euro"),
    "expected": ("wanneer wij het weten", "17 december 2026"),
    "why": ("de uitleg", "de stenen zijn later geleverd."),
    "old_due": ("de datum van eerst", "1 januari 2027"),
    "reopen_until": ("tot wanneer iemand kan reageren", "donderdag 31 december 2026"),
    "question": ("de vraag aan de melder", "Aan welke kant van de school ligt de tegel?"),
    "reply_by": ("tot wanneer wij op een antwoord wachten", "maandag 7 december 2026"),
    "where": ("wie het nu heeft", "Waterschap Oostermeer"),
    "contact": ("hoe men die bereikt", "000 555 02 00"),
    "formal": ("wat voor officieel bericht het is", "klacht over een medewerker"),
    "received": ("de dag waarop wij het bericht kregen", "maandag 23 november 2026"),
    "legal_by": ("de laatste dag volgens de wet", "maandag 4 januari 2027"),
    "wish": ("wat iemand over de eigen gegevens vroeg", "een kopie van uw gegevens"),
    "old_code": ("de code die de melding eerst had", "Q3RT-8MNH"),
}


def places(names: Iterable[str]) -> list[dict[str, str]]:
    """The places that a letter may have, with what they stand for."""
    return [{"mark": f"{{{name}}}", "words": EXAMPLES[name][0]} for name in names]


def example(sheet: LetterSheet, municipality: Municipality, document: Document) -> dict[str, Any]:
    """Title and body as the asker would get them, from what is in the form now; empty where it cannot be read."""
    form = sheet.one
    if form.is_bound and not form.is_valid():
        return {}
    texts = form.cleaned_data if form.is_bound else form.initial
    facts = {name: words for name, (_, words) in EXAMPLES.items()}
    contact = document.part(Contact)
    words = document.part(Words)
    facts |= {"municipality": municipality.name, "phone": contact.phone}
    facts |= {"area_manager": words.area_manager.with_article, "resident": words.resident.one}
    body = render(str(texts["body"]), facts).replace(TRACE_MARK, LINK)
    return {"title": render(str(texts["title"]), facts), "body": body}
