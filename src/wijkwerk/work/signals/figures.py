"""How we do: answered in time, promises kept, the oldest open promise, handovers sent back, reopened (D17).

Figures are of a team or an area, never of a person; a person's own figures are for that person alone. Care counts in none.
What each figure means stands in `MEANING`, on the page, in the words of the reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, F, Min, Q, QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import within
from wijkwerk.ground.people.models import Team, TeamKind, User
from wijkwerk.rules.deadlines import start_of_local_day
from wijkwerk.work.answers.models import Promise, PromiseState
from wijkwerk.work.answers.queries import days_open
from wijkwerk.work.signals.models import TO_ANSWER, Handover, HandoverState, Signal

Found = dict[str, dict[Any, dict[str, Any]]]  # what is counted: group: name of the number: number
FEW: Final = 5  # under so many a share says nothing: then the page shows the numbers alone

MEANING: Final[Mapping[str, tuple[str, str]]] = {
    "in_time": (
        "Op tijd beantwoord",
        "Van de meldingen die in deze periode antwoord kregen of hadden moeten krijgen: hoeveel het antwoord uiterlijk op "
        "de afgesproken dag hadden. Wachten op de melder telt niet mee in de termijn. Na heropenen telt het laatste antwoord.",
    ),
    "kept": (
        "Belofte nagekomen",
        "Van de beloften waarvan de eerst genoemde dag in deze periode viel: hoeveel er zijn nagekomen, ook als het later "
        "was. Een ingetrokken belofte telt niet mee.",
    ),
    "oldest": (
        "Oudste open belofte",
        "Hoeveel dagen geleden de oudste belofte werd gedaan die nog openstaat.",
    ),
    "bounced": (
        "Teruggestuurd",
        "Van de overdrachten die in deze periode werden gevraagd: hoeveel het andere team terugstuurde met een reden.",
    ),
    "reopened": (
        "Opnieuw geopend",
        "Van de meldingen die in deze periode antwoord kregen: hoeveel er ooit opnieuw zijn geopend.",
    ),
}


@dataclass(frozen=True)
class Share:
    """`part` of `of`. `percent` is None when there are too few to say."""

    part: int
    of: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.part / self.of) if self.of >= FEW else None


@dataclass(frozen=True)
class Figures:
    """The five figures of one team, area or person."""

    in_time: Share
    kept: Share
    oldest: int | None
    bounced: Share
    reopened: Share


@dataclass(frozen=True)
class Line:
    """Figures with the name of what they are about."""

    name: str
    figures: Figures


@dataclass(frozen=True)
class Period:
    """From a local day until and with a local day."""

    since: date
    until: date

    def moments(self) -> tuple[datetime, datetime]:
        """The first moment, and the first moment after it."""
        ends = self.until + timedelta(days=1)
        return start_of_local_day(self.since), start_of_local_day(ends)


def quarter(day: date, back: int = 0) -> Period:
    """The quarter that holds the day, or so many quarters before it; it ends at `day` when that lies in it."""
    number = day.year * 4 + (day.month - 1) // 3 - back
    first = date(number // 4, number % 4 * 3 + 1, 1)
    after = number + 1
    last = date(after // 4, after % 4 * 3 + 1, 1) - timedelta(days=1)
    return Period(first, min(last, day))


def by_team(municipality: Municipality, period: Period, today: date) -> list[Line]:
    """One line per living team, but the care line (D8). Five queries, however many teams."""
    teams = Team.objects.filter(municipality=municipality, ended_at=None).exclude(kind=TeamKind.CARE)
    found = _grouped(
        municipality, period, today, {"signal": "owner_team", "promise": "owner_team", "handover": "to_team"}
    )
    return [Line(team.name, _figures(found, team.pk, today)) for team in teams.order_by("name")]


def by_area(municipality: Municipality, paths: Mapping[str, str], period: Period, today: date) -> list[Line]:
    """One line per area of `paths` (path to name), each with all below it. Five queries, however many areas."""
    by = {"signal": "area_path", "promise": "area_path", "handover": "signal__area_path"}
    found = _grouped(municipality, period, today, by)
    return [Line(name, _figures(_below(found, path), None, today)) for path, name in paths.items()]


def _below(found: Found, path: str) -> Found:
    """The numbers of all paths in an area taken together: counts are added, of the oldest the first counts."""
    return {what: {None: _together([row for key, row in rows.items() if (key or "").startswith(path)])}
            for what, rows in found.items()}  # fmt: skip


def _together(rows: list[dict[str, Any]]) -> dict[str, Any]:
    sums: dict[str, Any] = {}
    for row in rows:
        for name, value in row.items():
            if value is None:
                continue
            before = sums.get(name)
            sums[name] = (
                value if before is None else min(before, value) if name == "oldest" else before + value
            )
    return sums


def of_area(municipality: Municipality, path: str, period: Period, today: date) -> Figures:
    """The figures of an area and all below it; the empty path is the whole municipality. Five queries."""
    scope = {"signal": within("area_path", path), "promise": within("area_path", path)}
    found = _numbers(municipality, period, today, scope | {"handover": within("signal__area_path", path)})
    return _figures({key: {None: value} for key, value in found.items()}, None, today)


def of_person(municipality: Municipality, user: User, period: Period, today: date) -> Figures:
    """The figures of one person, for that person alone (D17): what they answered, promised and sent back. Five queries."""
    scope = {
        "signal": Q(owner_person=user),
        "promise": Q(answer__given_by=user),
        "handover": Q(to_person=user) | Q(settled_by=user),
    }
    found = _numbers(municipality, period, today, scope)
    return _figures({key: {None: value} for key, value in found.items()}, None, today)


def _rows(municipality: Municipality, period: Period, today: date) -> dict[str, QuerySet[Any]]:
    """What the figures count, not yet narrowed. Care is left out here, for all of them."""
    began, ended = period.moments()
    signals = Signal.objects.filter(municipality=municipality).exclude(visibility="care")
    promises = Promise.objects.filter(municipality=municipality, care=False)
    handovers = Handover.objects.filter(municipality=municipality, asked_at__gte=began, asked_at__lt=ended)
    return {
        "answered": signals.filter(answered_at__gte=began, answered_at__lt=ended),
        "overdue": signals.filter(
            state__in=TO_ANSWER,
            answer_due__gte=period.since,
            answer_due__lte=period.until,
            answer_due__lt=today,
        ),
        "promised": promises.filter(first_due__gte=period.since, first_due__lte=period.until).exclude(
            state=PromiseState.WITHDRAWN
        ),
        "open": promises.filter(state=PromiseState.OPEN),
        "handed": handovers.exclude(signal__visibility="care"),
    }


COUNTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "answered": {
        "of": Count("pk", filter=Q(in_time__isnull=False)),
        "in_time": Count("pk", filter=Q(in_time=True)),
        "all": Count("pk"),
        "reopened": Count("pk", filter=Q(reopened__gt=0)),
    },
    "overdue": {"of": Count("pk")},
    "promised": {"of": Count("pk"), "kept": Count("pk", filter=Q(state=PromiseState.KEPT))},
    "open": {"oldest": Min("made_at")},
    "handed": {"of": Count("pk"), "bounced": Count("pk", filter=Q(state=HandoverState.BOUNCED))},
}
KINDS: Final = {
    "answered": "signal", "overdue": "signal", "promised": "promise", "open": "promise", "handed": "handover"
}  # fmt: skip


def _numbers(
    municipality: Municipality, period: Period, today: date, scope: Mapping[str, Q]
) -> dict[str, dict[str, Any]]:
    rows = _rows(municipality, period, today)
    return {key: rows[key].filter(scope[KINDS[key]]).aggregate(**counts) for key, counts in COUNTS.items()}


def _grouped(municipality: Municipality, period: Period, today: date, by: Mapping[str, str]) -> Found:
    rows = _rows(municipality, period, today)
    return {
        key: {
            each.pop("group"): each
            for each in rows[key].order_by().values(group=F(by[KINDS[key]])).annotate(**counts)
        }
        for key, counts in COUNTS.items()
    }


def _figures(found: Found, key: Any, today: date) -> Figures:
    def number(what: str, which: str) -> int:
        return found[what].get(key, {}).get(which) or 0

    return Figures(
        in_time=Share(number("answered", "in_time"), number("answered", "of") + number("overdue", "of")),
        kept=Share(number("promised", "kept"), number("promised", "of")),
        oldest=days_open(found["open"].get(key, {}).get("oldest"), today),
        bounced=Share(number("handed", "bounced"), number("handed", "of")),
        reopened=Share(number("answered", "reopened"), number("answered", "all")),
    )
