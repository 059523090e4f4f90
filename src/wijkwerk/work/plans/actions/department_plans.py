"""The plan of a department for a year: make it, give it lines with money, read them from a file, and end a line (O30)."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.kit import db
from wijkwerk.ground.people.models import Team, User
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.matching import DECIDER
from wijkwerk.rules.planning import ItemState
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions.matching import (
    BELOW_ZERO,
    DEPARTMENTS,
    LOOK_AGAIN,
    NO_DEPARTMENT,
    ONLY_THE_DEPARTMENT,
)
from wijkwerk.work.plans.line_file import NewLine, no_sign
from wijkwerk.work.plans.models import DepartmentLine, DepartmentPlan, Match
from wijkwerk.work.plans.steps import clean

MOST_LINES = 500
IS_THERE = "Er is al een plan voor {year}."
NOT_THIS_YEAR = "Kies een jaar van {first} tot en met {last}."
NO_TITLE = "Geef het plan een naam."
NO_CODE = "Vul de code van de regel in."
NO_WORDS = "Schrijf op waar deze regel over gaat."
SAME_CODE = "Regel {code} is er al."
ENDED_CODE = "Regel {code} is gestopt. Kies een andere code."
TOO_MANY = "Een plan heeft hoogstens {most} regels."
IN_USE = "Er staan wensen op deze regel. Open die eerst opnieuw, dan kan de regel stoppen."
STRANGE_SIGN = "Hier staat een teken in dat geen toetsenbord heeft. Typ het opnieuw."


@transaction.atomic
def make_department_plan(
    *, team: Team, year: int, title: str, by: User, roles: frozenset[str], now: datetime
) -> DepartmentPlan:
    """The plan of this department for a year, once. Raises Refused."""
    _need(roles)
    # Two who make it at one moment stand in a row at the team.
    team = db.locked(Team.objects.filter(pk=team.pk)).get()
    if team.ended_at is not None or team.kind not in DEPARTMENTS:
        raise Refused(NO_DEPARTMENT)
    first, last = local_date(now).year - 1, local_date(now).year + 6
    if not first <= year <= last:
        raise Refused(NOT_THIS_YEAR.format(first=first, last=last))
    if DepartmentPlan.objects.filter(municipality=team.municipality_id, team=team, year=year).exists():
        raise Refused(IS_THERE.format(year=year))
    plan = DepartmentPlan.objects.create(
        municipality_id=team.municipality_id,
        team=team,
        year=year,
        title=_plain(title, NO_TITLE),
        made_by=by,
        made_at=now,
    )
    _log(plan, "department_plan_made", by=by, now=now, text={"title": plan.title})
    return plan


@transaction.atomic
def add_line(
    *, plan: DepartmentPlan, new: NewLine, by: User, roles: frozenset[str], now: datetime
) -> DepartmentLine:
    """One line with a code of its own in this plan; `amount` in euro, None = not known. Raises Refused."""
    _need(roles)
    plan = _locked(plan)
    known = _known(plan)
    line = _fresh(plan, new, known)
    line.save(force_insert=True)
    _log(plan, "department_line_added", by=by, now=now, text=_words(line))
    return line


@transaction.atomic
def import_lines(
    *, plan: DepartmentPlan, new: Sequence[NewLine], by: User, roles: frozenset[str], now: datetime
) -> tuple[int, int]:
    """All lines of a file or none: those with a new code are added, a known code gets its words and amount.

    Returns how many were added and how many changed. Raises Refused at the first line that cannot be kept.
    """
    _need(roles)
    plan = _locked(plan)
    known = _known(plan)
    added = changed = 0
    for each in new:
        line = known.get(each.code)
        if line is None:
            line = known[each.code] = _fresh(plan, each, known)
            line.save(force_insert=True)
            added += 1
        elif line.ended_at is not None:
            raise Refused(ENDED_CODE.format(code=each.code))
        elif (line.title, line.amount) != (each.title, each.amount):
            line.title, line.amount = _plain(each.title, NO_WORDS), _amount(each.amount)
            line.save(update_fields=["title", "amount"])
            changed += 1
    _log(plan, "department_lines_read", by=by, now=now, text={"added": added, "changed": changed})
    return added, changed


@transaction.atomic
def end_line(*, line: DepartmentLine, by: User, roles: frozenset[str], now: datetime) -> DepartmentLine:
    """The line stops; nobody can put a wish on it any more. Raises Refused while wishes stand on it."""
    _need(roles)
    rows = DepartmentLine.objects.filter(pk=line.pk, municipality=line.municipality_id, ended_at=None)
    row = db.locked(rows).first()
    if row is None:
        raise Refused(LOOK_AGAIN)
    on_it = Match.objects.filter(municipality=row.municipality_id, line=row)
    if on_it.exclude(item__state=ItemState.DROPPED).exists():
        raise Refused(IN_USE)
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    row.plan = line.plan
    _log(row.plan, "department_line_ended", by=by, now=now, text=_words(row))
    return row


def _need(roles: frozenset[str]) -> None:
    if DECIDER not in roles:
        raise Refused(ONLY_THE_DEPARTMENT)


def _locked(plan: DepartmentPlan) -> DepartmentPlan:
    rows = DepartmentPlan.objects.filter(pk=plan.pk, municipality=plan.municipality_id)
    return db.locked(rows).get()


def _known(plan: DepartmentPlan) -> dict[str, DepartmentLine]:
    rows = DepartmentLine.objects.filter(municipality=plan.municipality_id, plan=plan)
    return {line.code: line for line in rows}


def _fresh(plan: DepartmentPlan, new: NewLine, known: dict[str, DepartmentLine]) -> DepartmentLine:
    """A line to be saved. Raises Refused for a code that this plan has."""
    code = _plain(new.code, NO_CODE)
    if code in known:
        raise Refused((SAME_CODE if known[code].ended_at is None else ENDED_CODE).format(code=code))
    if len(known) >= MOST_LINES:
        raise Refused(TOO_MANY.format(most=MOST_LINES))
    return DepartmentLine(
        municipality_id=plan.municipality_id,
        plan=plan,
        code=code,
        title=_plain(new.title, NO_WORDS),
        amount=_amount(new.amount),
    )


def _plain(text: str, otherwise: str) -> str:
    text = clean(text, otherwise)
    if no_sign(text):
        raise Refused(STRANGE_SIGN)
    return text


def _amount(amount: Decimal | None) -> Decimal | None:
    if amount is not None and amount < 0:
        raise Refused(BELOW_ZERO)
    return amount


def _words(line: DepartmentLine) -> dict[str, Any]:
    amount = str(line.amount) if line.amount is not None else None
    return {"code": line.code, "title": line.title, "amount": amount}


def _log(plan: DepartmentPlan, verb: str, *, by: User, now: datetime, text: dict[str, Any]) -> None:
    text = {"team": str(plan.team_id), "year": plan.year} | text
    write(
        Entry(
            municipality=plan.municipality_id,
            verb=verb,
            at=now,
            subject=plan.pk,
            actor=by.pk,
            text=text,
        )
    )
