"""A round with residents: open it, lead it from step to step, account for it; note that people were asked (O12, T25)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.kit import db
from wijkwerk.ground.people.models import User
from wijkwerk.rules.deadlines import day_words, local_date
from wijkwerk.rules.planning import WRITER, PlanState, PlanStep, RoundStep, round_after
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans import asking
from wijkwerk.work.plans.gathering import Account, Gathered, account_of, gather, save_as
from wijkwerk.work.plans.held import name_of
from wijkwerk.work.plans.models import Asked, Outcome, Plan, PlanVersion, Round
from wijkwerk.work.plans.sections import Asking
from wijkwerk.work.plans.steps import LOOK_AGAIN, NOT_YOURS, clean, kind_of, locked_plan, log, plan_step

NO_ROUNDS: Final = "Bij deze soort plan hoort geen ronde."
RUNS_ALREADY: Final = "Er loopt al een ronde voor dit plan."
SAY_WHAT_YOU_ASK: Final = own("Schrijf op wat u aan {resident.many} vraagt.")
WRONG_ORDER: Final = "Zet de dagen op volgorde. Elke stap eindigt op of na de stap ervoor."
PAST_CALL: Final = "De eerste dag is al voorbij. Kies vandaag of later."
WHY_SOONER: Final = (
    "Deze stap duurt tot en met {day}. Leg uit waarom u nu al verder gaat. Iedereen kan dit lezen."
)
NOT_LOOKED_AT: Final = "Nog niet elke wens is bekeken. Zeg bij elke wens of hij doorgaat of afvalt."
NOT_PLACED: Final = (
    "Niet elke wens die doorgaat, staat in het plan. Zet hem erin, of laat hem afvallen met een reden."
)
NOT_ADOPTED: Final = "Het plan is nog niet vastgesteld. Leg dat eerst vast."
WHAT_FOR: Final = "Schrijf op wat er werd gevraagd."
NOT_YET: Final = "Deze dag moet nog komen. Schrijf het op als het gevraagd is."
# The last day of each step.
UNTIL: Final = {
    RoundStep.CALL: "call_until",
    RoundStep.FILTER: "filter_until",
    RoundStep.PLACE: "place_until",
    RoundStep.ADOPT: "adopt_until",
    RoundStep.ACCOUNT: "account_until",
}


@dataclass(frozen=True)
class Dates:
    """The days of a round, local: the first day of the call, and the last day of each step."""

    call_from: date
    call_until: date
    filter_until: date
    place_until: date
    adopt_until: date
    account_until: date

    @property
    def in_order(self) -> bool:
        days = list(vars(self).values())
        return days == sorted(days)


def suggested(municipality: Municipality, first: date) -> Dates:
    """The days of a round that begins on this day, by the lengths in the settings."""
    part, days, day = current(municipality).part(Asking), [first], first
    for length in (
        part.call_days,
        part.filter_days,
        part.place_days,
        part.adopt_days,
        part.account_days,
    ):
        day += timedelta(days=length)
        days.append(day)
    return Dates(*days)


@transaction.atomic
def open_round(
    *,
    plan: Plan,
    invitation: str,
    dates: Dates,
    by: User,
    roles: frozenset[str],
    now: datetime,
    why: str = "",
) -> Round:
    """Ask people what they wish for this plan. Everybody can read the plan from now on. Raises Refused.

    Asked more often than the settings allow needs a reason, which the journal keeps (T25).
    """
    plan = locked_plan(plan)
    plan_step(plan, PlanStep.WRITE, roles)
    _may_open(plan, dates, today=local_date(now))
    words = clean(invitation, SAY_WHAT_YOU_ASK)
    if asking.too_often(plan.municipality, plan.area_path, dates.call_from):
        clean(why, too_often_words(plan, dates.call_from))
    if plan.public_at is None:
        plan.public_at = now
        plan.save(update_fields=["public_at"])
    made = Round.objects.create(
        municipality=plan.municipality,
        plan=plan,
        invitation=words,
        made_by=by,
        made_at=now,
        **vars(dates),
    )
    Asked.objects.create(
        municipality=plan.municipality,
        area=plan.area,
        area_path=plan.area_path,
        asked_on=dates.call_from,
        what=f"Ronde: {name_of(plan)}"[:160],
        how="ronde",
        round=made,
        written_by=by,
        written_at=now,
    )
    log(plan, "round_opened", by=by, now=now, text={"why": clean(why)})
    return made


def _may_open(plan: Plan, dates: Dates, *, today: date) -> None:
    kind = kind_of(plan)
    if kind is None or not kind.rounds:
        raise Refused(NO_ROUNDS)
    if Round.objects.filter(municipality=plan.municipality_id, plan=plan, ended_at=None).exists():
        raise Refused(RUNS_ALREADY)
    if not dates.in_order:
        raise Refused(WRONG_ORDER)
    if dates.call_from < today:
        raise Refused(PAST_CALL)


def too_often_words(plan: Plan, day: date) -> str:
    """What is said where people were asked often already."""
    times = asking.times_asked(plan.municipality, plan.area_path, day)
    most = asking.most_per_year(plan.municipality)
    return (
        f"Hier is in een jaar al {times} keer iets gevraagd. Wij spraken af: hoogstens {most} keer. "
        "Leg uit waarom u het toch doet, of kies een latere dag."
    )


def locked_round(round_: Round) -> Round:
    """The row as it is now, held till the end of the transaction. Who steps on it locked its plan first."""
    row = db.locked(Round.objects.filter(pk=round_.pk, municipality=round_.municipality_id)).get()
    row.plan, row.municipality = round_.plan, round_.municipality  # neither ever changes
    return row


def held(round_: Round, roles: frozenset[str]) -> Round:
    """The plan and then the round locked, for somebody who writes the plan. Raises Refused for anybody else."""
    if WRITER not in roles:
        raise Refused(NOT_YOURS)
    round_.plan = locked_plan(round_.plan)
    return locked_round(round_)


@transaction.atomic
def next_step(*, round_: Round, by: User, roles: frozenset[str], now: datetime, why: str = "") -> Round:
    """On to the next step, by hand. Before the step is over it needs a reason, which residents read. Raises Refused."""
    round_ = held(round_, roles)
    before, after = RoundStep(round_.step), round_after(round_.step)
    if after is None or after is RoundStep.DONE:
        raise Refused(LOOK_AGAIN)
    _ready(round_, before)
    words = _reason(round_, before, why, today=local_date(now))
    round_.step = after
    round_.save(update_fields=["step"])
    log(round_.plan, "round_stepped", by=by, now=now, result=after, text={"why": words})
    return round_


def _ready(round_: Round, step: RoundStep) -> None:
    """Raises Refused while something of this step is still to be done."""
    if step in (RoundStep.FILTER, RoundStep.PLACE):
        wishes = gather(round_)
        if any(each.outcome == Outcome.OPEN for each in wishes):
            raise Refused(NOT_LOOKED_AT)
        if step is RoundStep.PLACE and any(unplaced(each) for each in wishes):
            raise Refused(NOT_PLACED)
        _even_out(wishes)
    if step is RoundStep.ADOPT and not adopted_since(round_):
        raise Refused(NOT_ADOPTED)


def unplaced(wish: Gathered) -> bool:
    """It goes on, and stands in no plan yet."""
    return wish.outcome == Outcome.THROUGH and not wish.placed


def _even_out(wishes: Iterable[Gathered]) -> None:
    """What was merged after it was looked at gets the outcome of what it went to: no row stays without one."""
    for wish in wishes:
        if len(wish.rows) > 1:
            save_as(wish.row, wish.rows)


def adopted_since(round_: Round) -> bool:
    """Whether the plan was adopted since the round began; a plan that is over can be adopted no more."""
    if round_.plan.state in (PlanState.REPLACED, PlanState.ENDED):
        return True
    rows = PlanVersion.objects.filter(municipality=round_.municipality_id, plan=round_.plan)
    return rows.filter(written_down_at__gte=round_.made_at).exists()


def is_sooner(round_: Round, today: date) -> bool:
    """Whether the step is not over by its date. To adopt is what that step waits for: it is never too soon."""
    step = RoundStep(round_.step)
    return step not in (RoundStep.ADOPT, RoundStep.DONE) and today <= getattr(round_, UNTIL[step])


def _reason(round_: Round, step: RoundStep, why: str, *, today: date) -> str:
    sooner = (
        WHY_SOONER.format(day=day_words(getattr(round_, UNTIL[step]))) if is_sooner(round_, today) else ""
    )
    return clean(why, sooner)


@transaction.atomic
def close_round(*, round_: Round, by: User, roles: frozenset[str], now: datetime, why: str = "") -> Account:
    """The end: how many wishes, what went through, what fell out and why, what was placed and done. Raises Refused."""
    round_ = held(round_, roles)
    if round_.step != RoundStep.ACCOUNT:
        raise Refused(LOOK_AGAIN)
    words = _reason(round_, RoundStep.ACCOUNT, why, today=local_date(now))
    wishes = gather(round_)
    _even_out(wishes)
    account = account_of(round_, wishes)
    round_.step, round_.ended_at = RoundStep.DONE, now
    round_.save(update_fields=["step", "ended_at"])
    log(round_.plan, "round_closed", by=by, now=now, text={"why": words, **account.as_text()})
    return account


@dataclass(frozen=True)
class NewAsked:
    """Once that people were asked. `area` None = the whole municipality; `people` = how many, when that is known."""

    what: str
    asked_on: date
    how: str
    area: Area | None = None
    people: int | None = None


@transaction.atomic
def note_asked(*, municipality: Municipality, new: NewAsked, by: User, now: datetime) -> Asked:
    """Write down a survey, an evening or a visit, so that it counts. Raises Refused."""
    if new.asked_on > local_date(now):
        raise Refused(NOT_YET)
    made = Asked.objects.create(
        municipality=municipality,
        area=new.area,
        area_path=new.area.path if new.area else "",
        asked_on=new.asked_on,
        what=clean(new.what, WHAT_FOR),
        how=new.how,
        people=new.people,
        written_by=by,
        written_at=now,
    )
    write(Entry(municipality.pk, "asked_noted", now, actor=by.pk, text={"what": made.what}))
    return made
