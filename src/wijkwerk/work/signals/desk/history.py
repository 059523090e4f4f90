"""The history of a signal as staff see it: journal lines and notes in one timeline, oldest first."""

from typing import Any

from django.db.models import OuterRef, Subquery

from wijkwerk.ground.journal.queries import history
from wijkwerk.ground.people.models import User
from wijkwerk.work.signals.finding.mentions import TAKEN_BACK
from wijkwerk.work.signals.models import Note, Signal

# Dutch sentence per verb; {name} comes from the line's text. Verbs that are not here are not shown.
SENTENCES = {
    "reported": "Gemeld",
    "routed": "Naar {team}",
    "noted": "Notitie",
    "taken": "{person} nam de melding",
    "kept": "{person} houdt de melding zelf",
    "given": "Gevraagd aan {team}",
    "handover_withdrawn": "Vraag aan {team} teruggenomen",
    "taken_over": "{person} van {team} nam het over",
    "bounced": "{team} stuurde het terug",
    "back_to_team": "Terug bij het team, want de collega is er niet",
    "answered": "Antwoord gegeven",
    "condition_met": "Voorwaarde vervuld: {what}",
    "condition_lapsed": "Voorwaarde vervallen: {what}",
    "promise_kept": "Belofte nagekomen: {what}",
    "promise_late": "Belofte te laat: {what}",
    "promise_shifted": "Belofte verzet: {what}",
    "promise_restated": "Belofte bijgewerkt: {said}",
    "promise_withdrawn": "Belofte ingetrokken: {what}",
    "promise_dropped": "Punt uit een plan gaat niet door: {what}",
    "planned": "Staat in het plan: {plan}",
    "unplanned": "Staat niet meer in het plan: {plan}",
    "in_round": "Doet mee met de ronde voor: {plan}",
    "published": "Openbaar gemaakt",
    "hidden": "Niet meer openbaar",
    "joined": "Nog iemand doet mee",
    "reopened": "Weer geopend",
    "closed": "Gesloten",
    "made_care": "Naar de zorglijn",
    "link_renewed": "Nieuwe link gestuurd",
    "contact_changed": "Andere manier om de melder te bereiken",
    "letter_delivered": "Brief verstuurd of gebeld",
    "letter_came_back": "Een brief kwam terug met de post",
    "photo_published": "Foto openbaar gemaakt",
    "photo_hidden": "Foto niet meer openbaar",
    "updated": "Bijgewerkt vanuit het andere systeem",
    "asked": "Vraag aan de melder",
    "reminded": "Melder herinnerd aan onze vraag",
    "replied": "Antwoord van de melder op onze vraag",
    "resumed": "Verder zonder antwoord van de melder",
    "question_expired": "Gesloten: geen antwoord op onze vraag",
    "message_received": "Bericht van de melder",
    "messages_seen": "Bericht van de melder gelezen",
    "escalated": "Hogerop gevraagd: {rung}",
    "handover_late": "Overdracht ligt te lang bij {team}",
    "classified": "Ingedeeld: {theme}",
    "looked_broadly": "Breed gekeken",
    "marked_more": "Hier is meer aan de hand",
    "unmarked_more": "Teken ‘meer aan de hand’ weggehaald",
    "marked_urgent": "Spoed",
    "unmarked_urgent": "Geen spoed meer",
    "urgent_seen": "Spoed geopend",
    "urgent_alarm": "Alarm: spoed nog niet geopend",
    "forwarded": "Officieel bericht doorgestuurd naar {where}",
    "unforwarded": "Toch geen officieel bericht",
    "registered": "Staat in het andere systeem",
    "redirected": "Doorgestuurd naar {where}",
    "merged": "Samengevoegd met {code}",
    "merged_in": "Melding {code} kwam erbij",
    "merged_out": "Melding {code} ging er weer af",
    "unmerged": "Weer uit elkaar gehaald",
    "split": "Gesplitst in {codes}",
    "split_off": "Afgesplitst van {code}",
    "undone": "Stap ongedaan gemaakt",
    "held": "Vastgezet: wordt niet vernietigd",
    "released": "Niet meer vastgezet",
    "erased": "Persoonlijke gegevens gewist",
    "asker_erased": "Gegevens van een melder gewist",
    "words_erased": "Tekst van een melder gewist",
    "exported": "Dossier gedownload",
    "data_asked": "Vraag over eigen gegevens",
    "data_granted": "Vraag over eigen gegevens: gedaan",
    "data_refused": "Vraag over eigen gegevens: geweigerd",
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
    return [_event(line) for line in lines if _is_shown(line, with_notes=with_notes)]


def _is_shown(line: Any, *, with_notes: bool) -> bool:
    """Not a verb without words, a note to who may not read it, or a signal that was taken apart for care (D8)."""
    if line.verb in TAKEN_BACK and not hasattr(line, "detail"):
        return False
    return line.verb in SENTENCES and (with_notes or line.verb != NOTED)


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
        "verb": line.verb,
        "contact": text.get("contact", ""),
        "codes": str(text.get("code") or text.get("codes", "")).replace(",", " ").split(),
    }


class _Known(dict[str, Any]):
    """Facts of a line; one that was erased is said to be so."""

    def __missing__(self, key: str) -> str:
        return "(gewist)"
