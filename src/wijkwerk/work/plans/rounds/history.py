"""What happened in a round, from the journal of its plan, for who leads it."""

from typing import Any, Final

from django.db.models import OuterRef, Subquery

from wijkwerk.ground.journal.queries import history
from wijkwerk.ground.people.models import User
from wijkwerk.rules.planning import RoundStep
from wijkwerk.work.plans.models import Round
from wijkwerk.work.plans.rounds.shown import STEPS

MOST: Final = 100
SENTENCES: Final = {
    "round_opened": "Ronde begonnen",
    "round_stepped": "Stap: {step}",
    "round_closed": "Ronde gesloten",
    "wish_brought": "Een melding doet mee",
    "wish_through": "Een wens gaat door",
    "wish_out": "Een wens valt af",
    "wish_reconsidered": "Een wens opnieuw bekeken",
    "wish_placed": "In het plan: {title}",
}


def events(found: Round) -> list[dict[str, Any]]:
    """Events for `_timeline.html`, oldest first; the last 100, without the wishes that came in by themselves. One query."""
    lines = history(municipality=found.municipality_id, subjects=[found.plan_id]).filter(verb__in=SENTENCES)
    lines = lines.filter(at__gte=found.made_at)
    actor = User.objects.filter(pk=OuterRef("actor")).values("name")[:1]
    newest = lines.annotate(by=Subquery(actor)).order_by("-at", "-id")[:MOST]
    return [_event(line) for line in reversed(list(newest))]


def _event(line: Any) -> dict[str, Any]:
    detail = getattr(line, "detail", None)
    text = detail.text if detail is not None and isinstance(detail.text, dict) else {}
    step = STEPS[RoundStep(line.result)][1] if line.verb == "round_stepped" else ""
    words = (text.get("why", ""), f"door {line.by}" if line.by else "")
    return {
        "title": SENTENCES[line.verb].format(step=step, title=text.get("title", "(gewist)")),
        "moment": line.at,
        "text": "\n".join(word for word in words if word),
    }
