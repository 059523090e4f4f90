"""A copy of what we hold about one asker: JSON for a program, HTML for a person (AVG, art. 15 and 20). Never of another."""

import io
import json
import zipfile
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from wijkwerk.ground.areas.sections import Contact as House
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.subjects.photos import media
from wijkwerk.work.answers.models import Asker, AskerRole, DataRequest
from wijkwerk.work.signals import conversation
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.public import before
from wijkwerk.work.signals.sections import Retention

MOST = 500
WHY = (
    "Om uw melding op te lossen en u antwoord te geven. "
    "Dat is een publieke taak van de gemeente (AVG, artikel 6, lid 1, onder e)."
)
WHO = "De medewerkers die uw melding behandelen. Wij geven uw gegevens niet aan bedrijven."


def own_data(asker: Asker, signal: Signal) -> dict[str, Any]:
    """All of it, in Dutch words that both files use. Notes of staff are given by staff: others may stand in them."""
    own = before.own_words(asker)
    kept = current(signal.municipality).part(Retention).kept(signal.theme)
    return {
        "code": signal.subject.code,
        "gemeente": signal.municipality.name,
        "wie": {
            "naam": asker.name,
            "bericht": asker.get_contact_display(),
            "adres": asker.address,
            "rol": asker.get_role_display(),
            "sinds": _moment(asker.asked_at),
        },
        "gemeld": _reported(asker, signal, own),
        "gesprek": [
            {"wanneer": _moment(each.at), "van": "gemeente" if each.ours else "u", "tekst": each.text}
            for each in conversation.of_asker(signal, asker)
        ],
        "brieven": _letters(asker),
        "verzoeken": _requests(asker),
        "waarvoor": WHY,
        "wie ziet het": WHO,
        "hoe lang": f"{kept.years} jaar nadat de melding is afgesloten (selectielijst, regel {kept.rule}).",
    }


def _reported(asker: Asker, signal: Signal, own: before.Own | None) -> list[dict[str, str]]:
    found = []
    if own is not None:
        found.append(_words(own.code, own.title, own.text, own.place, own.received_at))
    if asker.role != AskerRole.JOINED:
        code = signal.subject.code
        found.append(_words(code, signal.title, signal.text, signal.words, signal.received_at))
    return found


def _words(code: str, title: str, text: str, place: str, at: datetime) -> dict[str, str]:
    return {"code": code, "titel": title, "tekst": text, "plek": place, "wanneer": _moment(at)}


def _letters(asker: Asker) -> list[dict[str, str]]:
    rows = Letter.objects.filter(municipality=asker.municipality_id, asker=asker.pk, erased_at=None)
    return [
        {
            "wanneer": _moment(row.made_at),
            "hoe": row.get_channel_display(),
            "aan": row.address,
            "titel": row.title,
            "tekst": row.body.replace("{trace_link}", "(uw eigen link)"),
        }
        for row in rows.order_by("made_at", "id")[:MOST]
    ]


def _requests(asker: Asker) -> list[dict[str, str]]:
    rows = DataRequest.objects.filter(municipality=asker.municipality_id, asker=asker).order_by("asked_at")
    return [
        {
            "wanneer": _moment(row.asked_at),
            "wat": row.get_wish_display(),
            "tekst": row.text,
            "antwoord": row.why,
        }
        for row in rows[:MOST]
    ]


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def build(asker: Asker, signal: Signal) -> bytes:
    """The ZIP: `gegevens.json`, `gegevens.html` and the photos of this asker. No name in it comes from a person."""
    data, out = own_data(asker, signal), io.BytesIO()
    photos = before.photos_for(asker, signal, before.own_words(asker))
    ready = [media(photo.stored) for photo in photos if photo.state == "ready"]
    house = current(signal.municipality).part(House)
    context = {"data": data, "who_sees": data["wie ziet het"], "how_long": data["hoe lang"], "house": house}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("gegevens.json", json.dumps(data, ensure_ascii=False, indent=1))
        archive.writestr("gegevens.html", render_to_string("signals/public/own_copy.html", context))
        for number, path in enumerate((path for path in ready if path.is_file()), start=1):
            archive.writestr(f"foto-{number}.jpg", path.read_bytes())
    return out.getvalue()
