"""Which of a municipality's own kinds of plan plays which part in the demo: vision, agenda of residents, agenda of the year.

By what a kind is, never by its name, so that the demo runs by every way of working.
"""

from typing import NamedTuple

from wijkwerk.ground.areas.models import Area
from wijkwerk.work.plans.models import WrittenBy
from wijkwerk.work.plans.sections import PlanKind, PlanKinds


class Chosen(NamedTuple):
    """The kinds of the demo; None where this way of working has no such plan."""

    vision: PlanKind | None
    own: PlanKind | None
    agenda: PlanKind | None


def choose(kinds: PlanKinds) -> Chosen:
    """The kinds for the demo, of those in use.

    Agenda: for the work of a year, so of the lowest level, with a round where there is one, without streams, the shortest
    term. Vision: of the highest level, the longest term. Own: what residents write themselves.
    """
    active = list(kinds.active())
    ours = [kind for kind in active if kind.written_by != WrittenBy.RESIDENTS]
    agenda = min(ours, key=_of_a_year, default=None)
    above = [kind for kind in ours if kind is not agenda and agenda is not None and kind.level < agenda.level]
    vision = min(above, key=lambda kind: (kind.level, -(kind.horizon_years or 0)), default=None)
    own = next((kind for kind in active if kind.written_by == WrittenBy.RESIDENTS), None)
    return Chosen(vision, own, agenda)


def title_of(kind: PlanKind, area: Area, year: int) -> str:
    """What a plan is called: by its kind, and the agenda of the default way of working as people say it."""
    return f"{'Agenda' if kind.key == 'agenda' else kind.label} van {area.name} {year}"


def _of_a_year(kind: PlanKind) -> tuple[bool, bool, int, int]:
    return (not kind.rounds, bool(kind.streams), -kind.level, kind.horizon_years or 99)
