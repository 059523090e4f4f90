"""What the settings screens read."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from wijkwerk.ground.areas.models import Municipality, SettingsVersion
from wijkwerk.ground.areas.settings import Document
from wijkwerk.ground.people.models import Team, User
from wijkwerk.ground.people.sections import Roles

COMMAND = "de opdrachtregel"
PAGE = 30


def fresh(municipality: Municipality) -> Municipality:
    """The row of this moment. The one of the request is shared by threads, and may be some seconds old."""
    return Municipality.objects.select_related("working_division").get(pk=municipality.pk)


def versions(municipality: Municipality, *, before: int | None = None) -> list[dict[str, Any]]:
    """A page of the history, newest first, with one more than fits; the page starts below number `before`."""
    rows = SettingsVersion.objects.filter(municipality=municipality).defer("document").order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = list(rows[: PAGE + 1])
    names = people([row.made_by for row in found if row.made_by])
    return [{"row": row, "who": _who(row.made_by, names)} for row in found]


def who_made(municipality: Municipality, number: int) -> tuple[SettingsVersion, str]:
    """One version and who made it. Raises SettingsVersion.DoesNotExist."""
    row = SettingsVersion.objects.get(municipality=municipality, number=number)
    return row, _who(row.made_by, people([row.made_by] if row.made_by else []))


def people(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names of accounts."""
    users: QuerySet[User] = User.objects.filter(pk__in=set(ids)) if ids else User.objects.none()
    return {user.pk: str(user) for user in users}


def _who(made_by: uuid.UUID | None, names: dict[uuid.UUID, str]) -> str:
    return names.get(made_by, "iemand") if made_by else COMMAND


def team_keys(municipality: Municipality) -> set[str]:
    """Keys of every team that ever was: a new team never takes over the name of one that ended."""
    return set(Team.objects.filter(municipality=municipality).values_list("key", flat=True))


def size_of(part: Any) -> int:
    """How many things a stored part tells: items of its lists, and fields of its own."""
    if isinstance(part, list):
        return len(part)
    return sum(len(each) if isinstance(each, list) else 1 for each in part.values())


def role_cards(document: Document) -> list[dict[str, Any]]:
    """The card of each role, as `wijkwerk/_role_card.html` shows it."""
    return [
        {"id": card.kind.value, "name": card.label.capitalize(), "does": card.does, "does_not": card.does_not}
        for card in document.part(Roles)
    ]


def doubts(document: Document) -> list[tuple[str, str]]:
    """Path and doubt of each value that a person must still look at (I46)."""
    return [(path, note["doubt"]) for path, note in document.raw["notes"].items() if note["doubt"]]
