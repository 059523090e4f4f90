"""Saying anew what a signal is about and where: theme, kind, title and place; terms and retention follow (O2, D6, D13)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wijkwerk.ground.areas.settings import current, part_at
from wijkwerk.ground.people.models import User
from wijkwerk.rules.codes import find_bsn
from wijkwerk.rules.deadlines import add_working_days, local_date, moved_working_days
from wijkwerk.rules.workflow import State, Step
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.models import Promise
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import offers
from wijkwerk.work.signals.actions.steps import locked, log, step, take_back
from wijkwerk.work.signals.finding import searching
from wijkwerk.work.signals.intake import NO_BSN
from wijkwerk.work.signals.models import TO_ANSWER, Kind, Precise, Signal
from wijkwerk.work.signals.owners import Router, router
from wijkwerk.work.signals.places import Place
from wijkwerk.work.signals.sections import Kinds, Retention, Terms, Themes

PLACED_ANEW = "Opnieuw ingedeeld."
# Nobody confirmed yet: the table may say anew whose it is. After that it is asked, as every handover.
NOT_CONFIRMED = frozenset({State.RECEIVED, State.INTAKE, State.ROUTED})
FIELDS = [
    "theme",
    "kind",
    "title",
    "words",
    "lon",
    "lat",
    "precise",
    "area_path",
    "answer_due",
    "days_left",
    "retention_rule",
    "retention_years",
]


@dataclass(frozen=True)
class NewClass:
    """What it is from now on. `place` None = the place stays."""

    theme: str
    kind: str
    title: str
    place: Place | None = None


@transaction.atomic
def classify(
    *, signal: Signal, new: NewClass, by: User, roles: frozenset[str], now: datetime, route_again: bool
) -> Signal:
    """Put it under another theme or kind, with another title for staff or another place. Public words stay as they are.

    `route_again`: to the team that the table names now; at once when nobody confirmed yet, else by asking that team.
    """
    signal = locked(signal)
    _refuse(signal, new)
    step(signal, Step.CLASSIFY, roles)
    before = [getattr(signal, name) for name in FIELDS]
    old = signal.theme, signal.area_path
    signal.theme, signal.kind, signal.title = new.theme, new.kind, new.title or signal.title
    if new.place is not None:
        _put(signal, new.place)
    _follow(signal, *old, now=now)
    if before != [getattr(signal, name) for name in FIELDS]:
        signal.save(update_fields=FIELDS)
        Promise.objects.filter(municipality=signal.municipality, asked=signal.subject, care=False).update(
            area_path=signal.area_path
        )
        log(signal, "classified", by=by, now=now, text={"theme": _label(signal)}, result=signal.theme)
        searching.index(signal, now=now)
    if route_again:
        _route(signal, by=by, roles=roles, now=now)
    return signal


def _refuse(signal: Signal, new: NewClass) -> None:
    document = current(signal.municipality)
    theme = document.part(Themes).get(new.theme)
    if theme is None or not (theme.active or new.theme == signal.theme):
        raise Refused("Dit thema is er niet meer. Kies een ander thema.")
    if new.kind not in Kind.values:
        raise Refused("Deze soort is er niet. Kies een andere soort.")
    if find_bsn(new.title) or (new.place is not None and find_bsn(new.place.words)):
        raise Refused(NO_BSN)


def _label(signal: Signal) -> str:
    document = current(signal.municipality)
    return f"{document.part(Themes).label(signal.theme)}, {document.part(Kinds).label(signal.kind).lower()}"


def _put(signal: Signal, place: Place) -> None:
    """The new place. Words that name no place we know correct the words only: the point is not lost by a typing error."""
    signal.words = place.words
    if place.precise != Precise.NONE:
        signal.lon, signal.lat = place.lon, place.lat
        signal.precise, signal.area_path = place.precise, place.area_path


def _follow(signal: Signal, theme: str, area_path: str, *, now: datetime) -> None:
    """Retention and, until there is an answer, the term follow the theme and the place.

    The day moves by the difference between the two terms: what a question to the asker or a reopening added stays. A
    shorter term never makes it late by itself: there is always a working day left, or what was left before.
    """
    kept = current(signal.municipality).part(Retention).kept(signal.theme)
    signal.retention_rule, signal.retention_years = kept.rule, kept.years
    days = _days(signal, signal.theme, signal.area_path) - _days(signal, theme, area_path)
    if not days or signal.state not in TO_ANSWER or signal.formal_kind:
        return  # the term of a formal matter is by law (D9)
    if signal.days_left is not None:
        signal.days_left = max(min(signal.days_left, 1), signal.days_left + days)
    if signal.answer_due is not None:
        moved = moved_working_days(signal.answer_due, days)
        soonest = add_working_days(local_date(now), 1)
        signal.answer_due = max(moved, min(signal.answer_due, soonest))


def _days(signal: Signal, theme: str, area_path: str) -> int:
    return part_at(signal.municipality, Terms, area_path).answer_days_for(theme)


def _route(signal: Signal, *, by: User, roles: frozenset[str], now: datetime) -> None:
    if signal.visibility == "care":
        raise Refused("Zorg blijft bij het zorgteam.")
    roads: Router = router(signal.municipality)
    routed = roads.route(
        theme=signal.theme, kind=signal.kind, area_path=signal.area_path, via=signal.via, text=signal.text
    )
    if routed.team.pk == signal.owner_team_id:
        return
    if State(signal.state) in NOT_CONFIRMED and signal.owner_person_id is None:
        take_back(signal, by=by, why=PLACED_ANEW, now=now)
        signal.state = step(signal, Step.GIVE, roles)
        signal.owner_team = routed.team
        signal.meant_for = roads.meant_for(routed, today=local_date(now))
        signal.confirm_due = offers.confirm_before(signal, now)
        signal.save(update_fields=["state", "owner_team", "meant_for", "confirm_due"])
        log(signal, "routed", by=by, now=now, text={"team": routed.team.name}, result=routed.team.key)
        return
    person = roads.meant_for(routed, today=local_date(now))
    actions.give(
        signal=signal, to_team=routed.team, to_person=person, why=PLACED_ANEW, by=by, roles=roles, now=now
    )
