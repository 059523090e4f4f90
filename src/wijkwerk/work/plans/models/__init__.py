"""Tables of the plans: the plan and its versions, what stands in it, rounds with residents, and departments' plans."""

from wijkwerk.work.plans.models.item import ANSWERS, PROMISED, SERVES, ItemKind, PlanItem
from wijkwerk.work.plans.models.match import DepartmentLine, DepartmentPlan, Match, MatchNote, MatchState
from wijkwerk.work.plans.models.plan import Plan, PlanPart, PlanVersion, WrittenBy
from wijkwerk.work.plans.models.round import Asked, Outcome, Round, RoundWish

__all__ = [
    "ANSWERS",
    "PROMISED",
    "SERVES",
    "Asked",
    "DepartmentLine",
    "DepartmentPlan",
    "ItemKind",
    "Match",
    "MatchNote",
    "MatchState",
    "Outcome",
    "Plan",
    "PlanItem",
    "PlanPart",
    "PlanVersion",
    "Round",
    "RoundWish",
    "WrittenBy",
]
