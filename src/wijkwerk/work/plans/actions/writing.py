"""Begin a plan, write its parts, talk about it, and open it again for a next version (O10 to O12)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.settings import part_at
from wijkwerk.ground.people.models import Team, User
from wijkwerk.ground.subjects.actions import new_subject
from wijkwerk.rules.planning import PlanStep
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.models import Plan, PlanPart
from wijkwerk.work.plans.sections import PlanKind, PlanKinds
from wijkwerk.work.plans.steps import clean, locked_plan, log, plan_step

NO_KIND = "Deze soort plan is er niet. Kies een andere."
NO_NAME = "Geef het plan een naam."
WRONG_DAYS = "De laatste dag ligt voor de eerste."


@dataclass(frozen=True)
class NewPlan:
    """A plan as somebody begins it. `area` None = the whole municipality; `replaces` is the plan whose place it takes."""

    kind: str
    title: str
    starts: date
    ends: date
    owner_team: Team
    area: Area | None = None
    replaces: Plan | None = None


@transaction.atomic
def begin_plan(*, municipality: Municipality, new: NewPlan, by: User, now: datetime) -> Plan:
    """A plan in draft with the parts that its kind has. The caller has looked at `may.begins`. Raises Refused."""
    path = new.area.path if new.area else ""
    kind = part_at(municipality, PlanKinds, path).get(new.kind)
    if kind is None or not kind.active:
        raise Refused(NO_KIND)
    if new.ends <= new.starts:
        raise Refused(WRONG_DAYS)
    if new.replaces is not None and new.replaces.kind != new.kind:
        raise Refused("Een plan komt in de plaats van een plan van dezelfde soort.")
    plan = Plan(
        subject=new_subject(municipality=municipality, kind="plan"),
        municipality=municipality,
        kind=kind.key,
        level=kind.level,
        title=clean(new.title, NO_NAME),
        area=new.area,
        area_path=path,
        starts=new.starts,
        ends=new.ends,
        written_by=kind.written_by,
        owner_team=new.owner_team,
        replaces=new.replaces,
        retention_rule=kind.rule,
        retention_years=kind.keep_years,
        retention_from="ended",
        made_by=by,
        made_at=now,
    )
    plan.save(force_insert=True)
    _make_parts(plan, kind)
    log(plan, "plan_begun", by=by, now=now, text={"title": plan.title})
    return plan


def _make_parts(plan: Plan, kind: PlanKind) -> None:
    PlanPart.objects.bulk_create(
        PlanPart(municipality=plan.municipality, plan=plan, key=part.key, title=part.label, place=place)
        for place, part in enumerate(kind.parts)
    )


@transaction.atomic
def write_part(
    *, plan: Plan, key: str, text: str, by: User, roles: frozenset[str], now: datetime, seen: datetime | None
) -> PlanPart:
    """Write one part. `seen` is when it was last changed as the writer saw it. Raises Refused when somebody wrote meanwhile."""
    plan = locked_plan(plan)
    plan_step(plan, PlanStep.WRITE, roles)
    part = PlanPart.objects.filter(municipality=plan.municipality_id, plan=plan, key=key).first()
    if part is None:
        raise Refused("Dit onderdeel is er niet.")
    if part.changed_at != seen:
        raise Refused(
            "Iemand anders schreef hier ook in. Bekijk eerst wat er nu staat. Uw tekst staat nog hieronder."
        )
    part.text, part.changed_by, part.changed_at = clean(text), by, now
    part.save(update_fields=["text", "changed_by", "changed_at"])
    log(plan, "part_written", by=by, now=now, text={"part": part.title})
    return part


@transaction.atomic
def change_plan(
    *, plan: Plan, title: str, starts: date, ends: date, by: User, roles: frozenset[str], now: datetime
) -> Plan:
    """Another name or other days."""
    plan = locked_plan(plan)
    plan_step(plan, PlanStep.WRITE, roles)
    if ends <= starts:
        raise Refused(WRONG_DAYS)
    plan.title, plan.starts, plan.ends = clean(title, NO_NAME), starts, ends
    plan.save(update_fields=["title", "starts", "ends"])
    log(plan, "plan_changed", by=by, now=now, text={"title": plan.title})
    return plan


@transaction.atomic
def discuss(*, plan: Plan, by: User, roles: frozenset[str], now: datetime) -> Plan:
    """It is ready to be talked about: everybody can read it from now on, as a draft."""
    plan = locked_plan(plan)
    plan.state = plan_step(plan, PlanStep.DISCUSS, roles)
    plan.public_at = plan.public_at or now
    plan.save(update_fields=["state", "public_at"])
    log(plan, "plan_discussed", by=by, now=now)
    return plan


@transaction.atomic
def take_back(*, plan: Plan, by: User, roles: frozenset[str], now: datetime) -> Plan:
    """Back to draft: strangers do not see it any more, unless a round about it runs."""
    plan = locked_plan(plan)
    plan.state = plan_step(plan, PlanStep.TAKE_BACK, roles)
    if not plan.rounds.filter(ended_at=None).exists():
        plan.public_at = None
    plan.save(update_fields=["state", "public_at"])
    log(plan, "plan_taken_back", by=by, now=now)
    return plan


@transaction.atomic
def revise(*, plan: Plan, by: User, roles: frozenset[str], now: datetime) -> Plan:
    """Write a next version. What was adopted stays in force, and readable as it was, until the next one is adopted."""
    plan = locked_plan(plan)
    plan.state = plan_step(plan, PlanStep.REVISE, roles)
    plan.save(update_fields=["state"])
    log(plan, "plan_revised", by=by, now=now)
    return plan
