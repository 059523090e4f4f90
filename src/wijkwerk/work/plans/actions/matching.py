"""Ask a department to take a wish up in its plan, talk about it, and decide: yes on a line, or no with the reason (O30)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit import db
from wijkwerk.ground.people.models import Team, TeamKind, User
from wijkwerk.rules import budget_cycle, planning
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.matching import ASKER, DECIDER, MatchStep, match_after
from wijkwerk.rules.planning import PlanState, PlanStep
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.models import DepartmentLine, Match, MatchNote, PlanItem
from wijkwerk.work.plans.models.item import SETTLED
from wijkwerk.work.plans.sections import BudgetCycle
from wijkwerk.work.plans.steps import clean, locked_item, log, plan_step

# The kinds of team that have a plan and money of their own, which a wish can be taken up in.
DEPARTMENTS = (TeamKind.DEPARTMENT.value, TeamKind.MAINTENANCE.value, TeamKind.SOCIAL.value)
YEARS_AHEAD = 5
LOOK_AGAIN = "Dit kan nu niet meer. Iemand anders was u voor: bekijk de wens opnieuw."
ONLY_THE_DEPARTMENT = "U kunt dit niet doen. Alleen de afdeling beslist."
NO_DEPARTMENT = "Deze afdeling is er niet. Kies een andere."
NO_ASK = "Schrijf op wat u vraagt."
NO_NOTE = "Schrijf kort op wat er is gezegd."
NO_REASON = own("Schrijf waarom niet. {area.with_article} en {resident.many} lezen dit.")
NO_LINE = "Deze regel is er niet meer. Kies een andere."
BELOW_ZERO = "Een bedrag is niet lager dan nul."
ASKED_BEFORE = "Dit is al aan deze afdeling gevraagd voor {year}. Schrijf er een notitie bij."
NOT_THIS_YEAR = "Kies een jaar van {first} tot en met {last}."
IS_MADE = "De begroting van {year} is al gemaakt. Vraagt u iets voor {year}? Dan komt het antwoord later: uiterlijk {day}."
IS_SETTLED = "Dit punt is klaar of gaat niet door. U kunt het niet meer vragen."
GONE = "Dit punt gaat niet meer door. U hoeft niets te beslissen."


@transaction.atomic
def ask_department(
    *,
    item: PlanItem,
    team: Team,
    year: int,
    ask: str,
    amount: Decimal | None,
    by: User,
    roles: frozenset[str],
    now: datetime,
) -> Match:
    """The writers of a plan ask a department, once for each year. The day to decide by is fixed now. Raises Refused.

    When the budget of that year is made already, it is the next day on which departments decide.
    """
    item = locked_item(item)
    plan_step(item.plan, PlanStep.REVISE if item.plan.state == PlanState.ADOPTED else PlanStep.WRITE, roles)
    if item.state in SETTLED:
        raise Refused(IS_SETTLED)
    _check_team(item, team)
    first = local_date(now).year + 1
    if not first <= year <= first + YEARS_AHEAD:
        raise Refused(NOT_THIS_YEAR.format(first=first, last=first + YEARS_AHEAD))
    _check_amount(amount)
    here = Match.objects.filter(municipality=item.municipality_id, item=item, team=team, year=year)
    if here.exists():
        raise Refused(ASKED_BEFORE.format(year=year))
    steps = current(item.municipality).part(BudgetCycle).steps
    in_time = budget_cycle.first_year(steps, local_date(now))
    match = Match.objects.create(
        municipality=item.municipality,
        item=item,
        team=team,
        year=year,
        ask=clean(ask, NO_ASK),
        amount=amount,
        decide_by=budget_cycle.decide_by(steps, max(year, in_time)),
        asked_by=by,
        asked_at=now,
    )
    _log(match, "match_asked", by=by, now=now)
    return match


def _check_team(item: PlanItem, team: Team) -> None:
    if (
        team.municipality_id != item.municipality_id
        or team.ended_at is not None
        or team.kind not in DEPARTMENTS
    ):
        raise Refused(NO_DEPARTMENT)


def _check_amount(amount: Decimal | None) -> None:
    if amount is not None and amount < 0:
        raise Refused(BELOW_ZERO)


@transaction.atomic
def negotiate(*, match: Match, text: str, by: User, roles: frozenset[str], now: datetime) -> Match:
    """The department talks with the area about it; what was said first goes into the record."""
    match = _locked(match)
    match.state = _step(match, MatchStep.NEGOTIATE, roles)
    match.save(update_fields=["state"])
    _write(match, text, by=by, now=now)
    _log(match, "match_negotiated", by=by, now=now)
    return match


@transaction.atomic
def note_match(*, match: Match, text: str, by: User, roles: frozenset[str], now: datetime) -> MatchNote:
    """A line in the record of what was said, by either side. It never changes (T9)."""
    match = _locked(match)
    _step(match, MatchStep.NOTE, roles)
    note = _write(match, text, by=by, now=now)
    _log(match, "match_noted", by=by, now=now)
    return note


@transaction.atomic
def include(
    *,
    match: Match,
    line: DepartmentLine,
    amount: Decimal | None,
    by: User,
    roles: frozenset[str],
    now: datetime,
) -> Match:
    """Yes: it stands on this line of the department's plan of that year. `amount` in euro; None = not known yet."""
    match = _locked(match)
    after = _step(match, MatchStep.INCLUDE, roles)
    if match.item.state == planning.ItemState.DROPPED:
        raise Refused(GONE)
    _check_amount(amount)
    rows = DepartmentLine.objects.filter(pk=line.pk, municipality=match.municipality_id, ended_at=None)
    here = db.locked(rows.filter(plan__team=match.team_id, plan__year=match.year)).first()
    if here is None:
        raise Refused(NO_LINE)
    match.state, match.line, match.granted = after, here, amount
    match.decided_by, match.decided_at = by, now
    match.save(update_fields=["state", "line", "granted", "decided_by", "decided_at"])
    _log(match, "match_included", by=by, now=now, line=str(here))
    return match


@transaction.atomic
def refuse(*, match: Match, reason: str, by: User, roles: frozenset[str], now: datetime) -> Match:
    """No, with the reason; the writers of the plan and residents read it."""
    match = _locked(match)
    match.state = _step(match, MatchStep.REFUSE, roles)
    match.reason = clean(reason, NO_REASON)
    match.decided_by, match.decided_at = by, now
    match.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    _log(match, "match_refused", by=by, now=now, why=match.reason)
    return match


@transaction.atomic
def open_again(*, match: Match, text: str, by: User, roles: frozenset[str], now: datetime) -> Match:
    """The department looks again at its own decision; the record says why, and the journal keeps what it was."""
    match = _locked(match)
    match.state = _step(match, MatchStep.OPEN_AGAIN, roles)
    match.line, match.granted, match.reason = None, None, ""
    match.decided_by, match.decided_at = None, None
    match.save(update_fields=["state", "line", "granted", "reason", "decided_by", "decided_at"])
    _write(match, text, by=by, now=now)
    _log(match, "match_opened", by=by, now=now)
    return match


def _locked(match: Match) -> Match:
    """The row as it is now, held till the end of the transaction, with its item as it is now."""
    row = db.locked(Match.objects.filter(pk=match.pk, municipality=match.municipality_id)).get()
    row.item = PlanItem.objects.select_related("subject").get(pk=row.item_id)
    row.team, row.municipality = match.team, match.municipality  # neither ever changes
    return row


def _step(match: Match, step: MatchStep, roles: frozenset[str]) -> str:
    """The state after the step. Raises Refused, with a sentence for the screen."""
    after = match_after(match.state, step, roles)
    if after is None:
        possible = match_after(match.state, step, frozenset({ASKER, DECIDER}))
        raise Refused(ONLY_THE_DEPARTMENT if possible else LOOK_AGAIN)
    return after.value


def _write(match: Match, text: str, *, by: User, now: datetime) -> MatchNote:
    return MatchNote.objects.create(
        municipality=match.municipality,
        match=match,
        text=clean(text, NO_NOTE),
        written_by=by,
        written_at=now,
    )


def _log(match: Match, verb: str, *, by: User, now: datetime, **words: str) -> None:
    """One line in the history of the item."""
    text = {"team": match.team.name, "year": str(match.year)} | words
    log(match.item, verb, by=by, now=now, text=text)
