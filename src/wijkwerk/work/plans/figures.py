"""What came from residents (I28, Q6): a share per area and year, with its definition. Shown per area; areas are not ranked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.db import within
from wijkwerk.rules.planning import COUNTED, FROM_RESIDENTS
from wijkwerk.work.plans.models import PlanItem

MEANING: Final = own(
    "Wij tellen de punten uit plannen die in dat jaar zijn vastgesteld. Van {resident.many} is een punt dat begon met "
    "een melding, een wens of een initiatief van {resident.many}. Wat later toch niet doorging, telt mee."
)
MEANING_PLAN: Final = own(
    "Wij tellen de punten die gekozen zijn. Van {resident.many} is een punt dat begon met een melding, een wens "
    "of een initiatief van {resident.many}."
)
YEARS: Final = 3


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; no percentage below five, where one item more or less says everything."""

    part: int
    of: int
    year: int = 0

    @property
    def percent(self) -> int | None:
        return round(100 * self.part / self.of) if self.of >= 5 else None


def of_items(items: Iterable[PlanItem]) -> Share:
    """The share among items that were chosen, of one plan."""
    chosen = [item for item in items if item.state in COUNTED]
    return Share(sum(item.origin in FROM_RESIDENTS for item in chosen), len(chosen))


def by_year(municipality: Municipality, path: str, today: date, years: int = YEARS) -> list[Share]:
    """The share of the last years in an area and all below it, newest first; a year without plans is left out. One query."""
    since = date(today.year - years + 1, 1, 1)
    rows = PlanItem.objects.filter(
        within("area_path", path),
        municipality=municipality,
        adopted_at__isnull=False,
        plan__versions__decided_on__gte=since,
        plan__versions__decided_on__lte=today,
    )
    from_residents = Count("pk", filter=Q(origin__in=FROM_RESIDENTS), distinct=True)
    counted = rows.order_by().values_list(ExtractYear("plan__versions__decided_on"))
    found = counted.annotate(part=from_residents, of=Count("pk", distinct=True))
    return sorted((Share(part, of, year) for year, part, of in found), key=lambda share: -share.year)
