"""What tests of matches begin with: a wish of Noord at team Verkeer, whose plan for 2028 has a line; and who is who."""

from decimal import Decimal
from typing import Any

from wijkwerk.rules.matching import ASKER, DECIDER
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.plans.actions import department_plans, matching
from wijkwerk.work.plans.line_file import NewLine
from wijkwerk.work.plans.models import DepartmentLine, DepartmentPlan, Match, PlanItem
from wijkwerk.work.plans.tests.conftest import ALL

YEAR = 2028
DECIDES = frozenset({DECIDER})
ASKS = frozenset({ASKER})
NOBODY: frozenset[str] = frozenset()
DESK = ("owner", "elsewhere", "member", "traffic", "intake", "carer", "alderman")
OUTSIDE = ("visitor", "resident", "partner", "admin", "keeper", "group")


def ask(town: Town, item: PlanItem, team: str = "verkeer", **given: Any) -> Match:
    """The area manager of Noord asks for a threshold."""
    values: dict[str, Any] = {
        "year": YEAR,
        "ask": "Een drempel bij de school",
        "amount": Decimal(38000),
        "by": town.people["owner"],
        "roles": ALL,
        "now": NOW,
    }
    return matching.ask_department(item=item, team=town.teams[team], **values | given)


def plan_of(town: Town, team: str = "verkeer", year: int = YEAR) -> DepartmentPlan:
    """The plan of a department."""
    return department_plans.make_department_plan(
        team=town.teams[team],
        year=year,
        title=f"Plan {year}",
        by=town.people["traffic"],
        roles=DECIDES,
        now=NOW,
    )


def line_of(town: Town, plan: DepartmentPlan, code: str = "2.1.04", **given: Any) -> DepartmentLine:
    """A line of that plan with € 100.000."""
    values: dict[str, Any] = {"title": "Veilige straten", "amount": Decimal(100000)}
    return department_plans.add_line(
        plan=plan, new=NewLine(code, **values | given), by=town.people["traffic"], roles=DECIDES, now=NOW
    )


def bring(town: Town, match: Match, state: str) -> Match:
    """The wish in that state."""
    by = {"by": town.people["traffic"], "roles": DECIDES, "now": NOW}
    if state == "negotiating":
        return matching.negotiate(match=match, text="Wij kijken ernaar.", **by)
    if state == "included":
        line = DepartmentLine.objects.filter(plan__team=match.team, plan__year=match.year).first()
        line = line or line_of(town, plan_of(town, match.team.key, match.year))
        return matching.include(match=match, line=line, amount=Decimal(30000), **by)
    if state == "refused":
        return matching.refuse(match=match, reason="De straat is net nieuw.", **by)
    return match


def act(town: Town, match: Match, verb: str, roles: frozenset[str]) -> Any:
    """A verb with all that it needs."""
    by = {"match": match, "by": town.people["traffic"], "roles": roles, "now": NOW}
    if verb == "include":
        found = DepartmentLine.objects.filter(plan__team=match.team, plan__year=match.year).first()
        line = found or line_of(town, plan_of(town, match.team.key, match.year))
        return matching.include(line=line, amount=None, **by)
    if verb == "refuse":
        return matching.refuse(reason="Er is geen geld voor.", **by)
    if verb == "note":
        return matching.note_match(text="Wij belden.", **by)
    do = {"negotiate": matching.negotiate, "open_again": matching.open_again}[verb]
    return do(text="Wij spraken elkaar.", **by)
