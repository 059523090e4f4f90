"""What stands in the calendar: entries, duties, how busy teams are, who manages which area. Each is one bounded query."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import within
from wijkwerk.ground.people.models import Role, RoleKind, Team
from wijkwerk.ground.people.queries import in_force
from wijkwerk.rules.yearplan import EntryState, Month
from wijkwerk.work.calendars.models import Duty, Entry

# 50 areas x 36 months with three codes each; beyond it the page asks for an area or a team.
MOST: Final = 6_000
MOST_DUTIES: Final = 2_000
MOST_DOUBLE: Final = 100
FOR_EVER: Final = 9_999  # the last year of what runs
MOST_PUBLIC: Final = 300


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as lists need it. `goes_to` is the month that a moved one points at, 0 for the others."""

    id: uuid.UUID
    area_path: str
    area_name: str
    month: int
    code: str
    code_year: int | None
    uncertain: bool
    state: str
    goes_to: int
    moved_to: uuid.UUID | None
    team: uuid.UUID
    person: str
    note: str
    changed_at: Any

    @property
    def is_moved(self) -> bool:
        return self.state == EntryState.MOVED

    @property
    def is_done(self) -> bool:
        return self.state == EntryState.DONE


COLUMNS = (
    "id", "area_path", "area__name", "month", "code", "code_year", "uncertain", "state", "moved_to__month", "moved_to",
    "team", "person__name", "note", "changed_at",
)  # fmt: skip
FIELDS = tuple(each.name for each in fields(Row))


def rows_of(entries: QuerySet[Entry], most: int = MOST) -> list[Row]:
    """These entries, month by month; one more than `most` tells that there are more. One query."""
    found = entries.order_by("month", "area_path", "id").values_list(*COLUMNS)[: most + 1]
    return [_row(dict(zip(FIELDS, values, strict=True))) for values in found]


def _row(given: dict[str, Any]) -> Row:
    return Row(**given | {"goes_to": given["goes_to"] or 0, "person": given["person"] or ""})


def between(municipality: Municipality, first: Month, last: Month, path: str = "") -> QuerySet[Entry]:
    """Entries of these months, both included, in an area and below."""
    return Entry.objects.filter(
        within("area_path", path), municipality=municipality, month__gte=first.key, month__lte=last.key
    )


def public(municipality: Municipality, first: Month, last: Month, path: str) -> QuerySet[Entry]:
    """What everybody may see of an area, of those in it and of those that hold it: what is certain and stands."""
    keys = path.rstrip(".").split(".")
    above = [".".join(keys[:depth]) + "." for depth in range(1, len(keys))]
    here = within("area_path", path) | Q(area_path__in=above)
    rows = Entry.objects.filter(
        here, municipality=municipality, month__gte=first.key, month__lte=last.key, uncertain=False
    )
    return rows.exclude(state=EntryState.MOVED)


def duties(
    municipality: Municipality,
    *,
    first_year: int,
    last_year: int,
    path: str = "",
    team: uuid.UUID | None = None,
) -> list[Duty]:
    """What was agreed for at least one of these years, area by area. One query."""
    rows = Duty.objects.filter(within("area_path", path), municipality=municipality, since__lte=last_year)
    rows = rows.filter(Q(until=None) | Q(until__gte=first_year))
    if team is not None:
        rows = rows.filter(team=team)
    found = rows.select_related("area", "team", "person").order_by("area_path", "code", "since")
    return list(found[: MOST_DUTIES + 1])


def load(municipality: Municipality, first: Month, last: Month) -> dict[tuple[uuid.UUID, int], int]:
    """How many entries each team has in each of these months, in all areas; marks of what moved do not count."""
    rows = between(municipality, first, last).exclude(state=EntryState.MOVED)
    counted = rows.order_by().values("team", "month").annotate(number=Count("pk"))
    return {(row["team"], row["month"]): row["number"] for row in counted}


def teams_of(municipality: Municipality) -> dict[uuid.UUID, Team]:
    """All teams of the municipality, also those that ended, by name. One query."""
    return {team.pk: team for team in Team.objects.filter(municipality=municipality).order_by("name")}


def managers(municipality: Municipality, today: date) -> dict[str, str]:
    """The names of area managers by the path of their area. One query."""
    rows = Role.objects.filter(
        in_force(today), municipality=municipality, kind=RoleKind.AREA_MANAGER, user__is_active=True
    )
    found: dict[str, list[str]] = {}
    for path, name in rows.order_by("user__name").values_list("area__path", "user__name")[:500]:
        found.setdefault(path or "", []).append(name)
    return {path: ", ".join(filter(None, names)) for path, names in found.items()}


def one(municipality: Municipality, key: uuid.UUID) -> Entry | None:
    """An entry with all that its page shows."""
    rows = Entry.objects.filter(municipality=municipality, pk=key)
    return rows.select_related("area", "team", "person", "about", "moved_to", "made_by").first()


def stood_in(entry: Entry) -> list[Entry]:
    """The marks that this entry left behind where it moved away, oldest first; twenty at most."""
    rows = Entry.objects.filter(municipality=entry.municipality_id, moved_to=entry)
    return list(rows.select_related("made_by").order_by("made_at", "pk")[:20])


def double() -> Exists:
    """A condition on duties: another one of the same area and code holds in one of its years."""
    others = Duty.objects.filter(
        Q(until=None) | Q(until__gte=OuterRef("since")),
        municipality=OuterRef("municipality"),
        area=OuterRef("area"),
        code=OuterRef("code"),
        since__lte=Coalesce(OuterRef("until"), Value(FOR_EVER)),
    )
    return Exists(others.exclude(pk=OuterRef("pk")))


def double_duties(municipality: Municipality, path: str = "") -> list[Duty]:
    """What was agreed more than once for the same years, from before that was refused; at most a hundred. One query."""
    rows = Duty.objects.filter(within("area_path", path), double(), municipality=municipality)
    names = ("area_path", "code", "since", "pk")
    return list(rows.select_related("area", "team", "person").order_by(*names)[:MOST_DOUBLE])


def endable_duty(municipality: Municipality, key: uuid.UUID) -> Duty | None:
    """A duty that has no last year yet, or that is double and can end sooner."""
    rows = Duty.objects.filter(Q(until=None) | double(), municipality=municipality, pk=key)
    return rows.select_related("area", "team", "person").first()


def years_beside(duty: Duty) -> list[int]:
    """The first years of the other duties of the same area and code that hold in one of its years. One query."""
    rows = Duty.objects.filter(municipality=duty.municipality_id, area=duty.area_id, code=duty.code)
    rows = rows.filter(Q(until=None) | Q(until__gte=duty.since), since__lte=duty.until or FOR_EVER)
    return list(rows.exclude(pk=duty.pk).order_by("since").values_list("since", flat=True))


def running_duty(municipality: Municipality, key: uuid.UUID) -> Duty | None:
    """A duty that has no last year yet."""
    rows = Duty.objects.filter(municipality=municipality, pk=key, until=None)
    return rows.select_related("area", "team", "person").first()


def joined(words: Iterable[str]) -> str:
    """ "a", "a en b", "a, b en c"."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} en {last}" if first else last
