"""The history of a signal as staff see it: journal lines and notes in one timeline, oldest first."""

import uuid
from typing import Any

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.journal.queries import history
from wijkwerk.ground.people.models import User
from wijkwerk.work.signals.models import Note, Signal

# Dutch sentence per verb; {name} comes from the line's text. Verbs that are not here are not shown.
SENTENCES = {
    "reported": "Gemeld",
    "routed": "Naar {team}",
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
    "asker_erased": "Gegevens van een melder gewist",
}
ICONS = {
    "answered": "mail",
    "reopened": "again",
    "promise_late": "late",
    "promise_kept": "kept",
    "taken": "person",
}


def desk_events(signal: Signal, *, with_notes: bool) -> list[dict[str, Any]]:
    """Events for `_timeline.html`. Three queries: lines, notes, names."""
    lines = list(history(municipality=signal.municipality_id, subjects=[signal.subject_id]))
    notes = list(signal.notes.select_related("written_by").order_by("written_at")) if with_notes else []
    names = _names([line.actor for line in lines if line.actor])
    events = [_event(line, names) for line in lines if line.verb in SENTENCES]
    events += [_note(note) for note in notes]
    return sorted(events, key=lambda each: each["moment"])


def _names(keys: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    return dict(User.objects.filter(pk__in=set(keys)).values_list("pk", "name")) if keys else {}


def _event(line: Line, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    detail = getattr(line, "detail", None)
    text = detail.text if detail is not None and isinstance(detail.text, dict) else {}
    said = SENTENCES[line.verb]
    title = said.format_map(_Known(text))
    by = names.get(line.actor) if line.actor else None
    return {
        "title": title,
        "moment": line.at,
        "text": "\n".join(part for part in (text.get("why", ""), f"door {by}" if by else "") if part),
        "icon": ICONS.get(line.verb, ""),
    }


class _Known(dict[str, Any]):
    """Facts of a line; one that was erased is said to be so."""

    def __missing__(self, key: str) -> str:
        return "(gewist)"


def _note(note: Note) -> dict[str, Any]:
    return {
        "title": f"Notitie van {note.written_by.name}",
        "moment": note.written_at,
        "text": note.text,
        "icon": "edit",
    }
