"""The history of a signal as staff see it: journal lines and notes in one timeline, oldest first."""

from typing import Any

from django.db.models import OuterRef, Subquery

from wijkwerk.ground.journal.queries import history
from wijkwerk.ground.people.models import User
from wijkwerk.work.signals.models import Note, Signal

# Dutch sentence per verb; {name} comes from the line's text. Verbs that are not here are not shown.
SENTENCES = {
    "reported": "Gemeld",
    "routed": "Naar {team}",
    "noted": "Notitie",
    "taken": "{person} nam de melding",
    "given": "Gevraagd aan {team}",
    "taken_over": "{person} van {team} nam het over",
    "bounced": "{team} stuurde het terug",
    "back_to_team": "Terug bij het team, want de collega is er niet",
    "answered": "Antwoord gegeven",
    "condition_met": "Voorwaarde vervuld: {what}",
    "condition_lapsed": "Voorwaarde vervallen: {what}",
    "promise_kept": "Belofte nagekomen: {what}",
    "promise_late": "Belofte te laat: {what}",
    "promise_shifted": "Belofte verzet: {what}",
    "promise_withdrawn": "Belofte ingetrokken: {what}",
    "published": "Openbaar gemaakt",
    "hidden": "Niet meer openbaar",
    "joined": "Nog iemand doet mee",
    "reopened": "Weer geopend",
    "closed": "Gesloten",
    "made_care": "Naar de zorglijn",
    "link_renewed": "Nieuwe link gestuurd",
    "letter_delivered": "Brief verstuurd of gebeld",
    "photo_published": "Foto openbaar gemaakt",
    "photo_hidden": "Foto niet meer openbaar",
    "updated": "Bijgewerkt vanuit het andere systeem",
    "asker_erased": "Gegevens van een melder gewist",
}
NOTED = "noted"
ICONS = {
    "answered": "mail",
    "reopened": "again",
    "promise_late": "late",
    "promise_kept": "kept",
    "taken": "person",
}


def desk_events(signal: Signal, *, with_notes: bool) -> list[dict[str, Any]]:
    """Events for `_timeline.html`, oldest first. One query: names and notes come with the lines."""
    lines = history(municipality=signal.municipality_id, subjects=[signal.subject_id])
    actor = User.objects.filter(pk=OuterRef("actor")).values("name")[:1]
    note = Note.objects.filter(
        municipality=signal.municipality_id,
        signal=signal,
        written_at=OuterRef("at"),
        written_by=OuterRef("actor"),
    )
    lines = lines.annotate(by=Subquery(actor), note=Subquery(note.values("text")[:1]))
    return [_event(line) for line in lines if line.verb in SENTENCES and (with_notes or line.verb != NOTED)]


def _event(line: Any) -> dict[str, Any]:
    """`line` is a journal line with `by`, the name of the actor, and `note`, the text of a note of that moment."""
    if line.verb == NOTED:
        said = line.note or "(gewist)"
        return {
            "title": f"Notitie van {line.by or 'een collega'}",
            "moment": line.at,
            "text": said,
            "icon": "edit",
        }
    detail = getattr(line, "detail", None)
    text = detail.text if detail is not None and isinstance(detail.text, dict) else {}
    said_by = f"door {line.by}" if line.by and line.by != text.get("person") else ""
    return {
        "title": SENTENCES[line.verb].format_map(_Known(text)),
        "moment": line.at,
        "text": "\n".join(part for part in (text.get("why", ""), said_by) if part),
        "icon": ICONS.get(line.verb, ""),
    }


class _Known(dict[str, Any]):
    """Facts of a line; one that was erased is said to be so."""

    def __missing__(self, key: str) -> str:
        return "(gewist)"
