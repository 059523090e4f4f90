"""What happened to an item or a plan, from the journal, for who writes and cares for it."""

from typing import Any, Final

from django.db.models import OuterRef, Subquery

from wijkwerk.ground.journal.queries import history
from wijkwerk.ground.people.models import User
from wijkwerk.work.plans.models import Plan, PlanItem

MOST: Final = 200
SENTENCES: Final = {
    "item_proposed": "Voorgesteld",
    "item_changed": "Veranderd",
    "item_to_team": "Terug naar het team",
    "item_chosen": "Gekozen",
    "item_unchosen": "Weer een voorstel",
    "item_adopted": "Vastgesteld met het plan",
    "item_started": "Begonnen",
    "item_finished": "Klaar",
    "item_dropped": "Gaat niet door",
    "item_answers": "Een melding erbij",
    "item_answers_not": "Een melding eraf",
    "item_serves": "Draagt bij aan: {title}",
    "item_serves_not": "Draagt niet meer bij aan: {title}",
    "match_asked": "Gevraagd aan {team} voor {year}",
    "match_negotiated": "In gesprek met {team} over {year}",
    "match_noted": "Een notitie bij de vraag aan {team} voor {year}",
    "match_included": "Opgenomen door {team} voor {year}, op regel {line}",
    "match_refused": "Niet opgenomen door {team} voor {year}",
    "match_opened": "{team} kijkt opnieuw, voor {year}",
    "plan_begun": "Begonnen",
    "plan_changed": "Naam of dagen veranderd",
    "part_written": "Geschreven in: {part}",
    "plan_discussed": "Openbaar, als voorstel",
    "plan_taken_back": "Terug naar schrijven",
    "plan_adopted": "Vastgesteld door {body}",
    "plan_revised": "Een nieuwe versie begonnen",
    "plan_draft_ended": "De nieuwe versie kwam er niet: het plan blijft zoals het is vastgesteld",
    "plan_replaced": "Vervangen door: {title}",
    "plan_accounted": "Afgesloten, met uitleg",
}
ICONS: Final = {
    "item_finished": "done",
    "match_included": "done",
    "match_refused": "cross",
    "item_dropped": "cross",
    "item_adopted": "flag",
    "plan_adopted": "flag",
}


def events(thing: Plan | PlanItem) -> list[dict[str, Any]]:
    """Events for `_timeline.html`, oldest first; the last 200. One query."""
    lines = history(municipality=thing.municipality_id, subjects=[thing.pk]).filter(verb__in=SENTENCES)
    actor = User.objects.filter(pk=OuterRef("actor")).values("name")[:1]
    newest = lines.annotate(by=Subquery(actor)).order_by("-at", "-id")[:MOST]
    return [_event(line) for line in reversed(list(newest))]


def _event(line: Any) -> dict[str, Any]:
    detail = getattr(line, "detail", None)
    text = detail.text if detail is not None and isinstance(detail.text, dict) else {}
    said_by = f"door {line.by}" if line.by else ""
    words = (text.get("why", ""), text.get("how", ""), said_by)
    return {
        "title": SENTENCES[line.verb].format_map(_Known(text)),
        "moment": line.at,
        "text": "\n".join(word for word in words if word),
        "icon": ICONS.get(line.verb, ""),
    }


class _Known(dict[str, Any]):
    """Facts of a line; one that was erased is said to be so."""

    def __missing__(self, key: str) -> str:
        return "(gewist)"
