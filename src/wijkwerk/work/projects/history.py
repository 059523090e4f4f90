"""What happened to a project, from the journal."""

from typing import Any, Final

from django.db.models import OuterRef, Subquery

from wijkwerk.ground.areas.words import own
from wijkwerk.ground.journal.queries import history
from wijkwerk.ground.people.models import User
from wijkwerk.work.projects.models import Project

MOST: Final = 200
SENTENCES: Final = {
    "project_started": "Begonnen",
    "project_offered": "Aangeboden aan {team}",
    "project_received": "Overgenomen door {name}, {team}",
    "project_to_team": "Terug bij {team}, en wacht daar op een collega",
    "project_to_area": own("Terug in {area.with_article}, bij {team}: de afdeling is er niet meer"),
    "project_sent_back": "Teruggegeven door {team}",
    "project_finished": "Klaar",
}


def events(project: Project) -> list[dict[str, Any]]:
    """Events for `_timeline.html`, oldest first; the last 200. One query."""
    lines = history(municipality=project.municipality_id, subjects=[project.pk]).filter(verb__in=SENTENCES)
    actor = User.objects.filter(pk=OuterRef("actor")).values("name")[:1]
    newest = lines.annotate(by=Subquery(actor)).order_by("-at", "-id")[:MOST]
    return [_event(line) for line in reversed(list(newest))]


def _event(line: Any) -> dict[str, Any]:
    detail = getattr(line, "detail", None)
    text = detail.text if detail is not None and isinstance(detail.text, dict) else {}
    words = (text.get("why", ""), text.get("how", ""), f"door {line.by}" if line.by else "")
    return {
        "title": SENTENCES[line.verb].format_map(_Known(text)),
        "moment": line.at,
        "text": "\n".join(word for word in words if word),
    }


class _Known(dict[str, Any]):
    """Facts of a line; one that was erased is said to be so."""

    def __missing__(self, key: str) -> str:
        return "(gewist)"
