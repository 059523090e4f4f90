"""The name and the days of a plan that hold: while a next version is written, those of the last one that was adopted."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from wijkwerk.ground.people.may import Access
from wijkwerk.rules.planning import PlanState
from wijkwerk.work.plans import may
from wijkwerk.work.plans.models import Plan, PlanVersion


def as_adopted(plans: Iterable[Plan], access: Access | None = None) -> None:
    """Give these rows, which are never saved, the name and days that hold; who may see a draft keeps the draft.

    One query, and none when nothing is being revised.
    """
    revised: dict[object, list[Plan]] = {}
    for plan in plans:
        if plan.state == PlanState.REVISING and not (access and may.sees_draft(access, plan)):
            revised.setdefault(plan.pk, []).append(plan)
    if not revised:
        return
    held = _last().filter(plan__in=list(revised))
    names = (_kept("title"), _kept("starts"), _kept("ends"))
    for key, title, starts, ends in held.values_list("plan", *names):
        for plan in revised[key]:
            plan.title = title
            plan.starts, plan.ends = date.fromisoformat(starts), date.fromisoformat(ends)


def name_of(plan: Plan) -> str:
    """The name of a plan for who asked and for what is kept: the one that holds. One query, none when nothing is revised."""
    if plan.state != PlanState.REVISING:
        return plan.title
    title: str = _last().annotate(held=_kept("title")).values_list("held", flat=True).get(plan=plan.pk)
    return title


def first_day() -> Case:
    """The first day of a plan that holds, to order by: no list tells by its order what is being written."""
    held = _last().filter(plan=OuterRef("pk")).annotate(held=_kept("starts")).values("held")
    revised = When(state=PlanState.REVISING, then=Cast(Subquery(held), DateField()))
    return Case(revised, default=F("starts"), output_field=DateField())


def not_past(today: date) -> Q:
    """A condition on plans: their last day that holds is not past."""
    days = _last().annotate(to_day=_kept("ends")).filter(plan=OuterRef("pk"))
    return _either("", Q(ends__gte=today), Exists(days.filter(to_day__gte=today.isoformat())))


def _last() -> QuerySet[PlanVersion]:
    """Of each plan the version that was adopted last."""
    return PlanVersion.objects.filter(number=F("plan__version"))


def _kept(name: str) -> Cast:
    """What a version keeps under this name, as text: a name of figures stays a name, and days stand in their order."""
    return Cast(KT(f"content__{name}"), TextField())


def named(typed: str) -> Q:
    """A condition on plans: the name that holds has these words."""
    held = _last().annotate(held=_kept("title")).filter(plan=OuterRef("pk"), held__icontains=typed)
    return _either("", Q(title__icontains=typed), Exists(held))


def runs_in(year: int) -> Q:
    """A condition on items: the plan runs in this year, by the days that hold."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = _last().annotate(from_day=_kept("starts"), to_day=_kept("ends"))
    held = days.filter(plan=OuterRef("plan"), from_day__lte=last.isoformat(), to_day__gte=first.isoformat())
    return _either("plan__", Q(plan__starts__lte=last, plan__ends__gte=first), Exists(held))


def _either(plan: str, now: Q, held: Exists) -> Q:
    revised = Q(**{f"{plan}state": PlanState.REVISING})
    return (~revised & now) | (revised & Q(held))
