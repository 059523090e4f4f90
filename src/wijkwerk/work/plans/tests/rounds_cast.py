"""What tests of rounds begin with: a round for an agenda of Noord, wishes in it, and the same round further on."""

from datetime import date, timedelta
from typing import Any

from wijkwerk.rules.planning import RoundStep
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import Contact
from wijkwerk.work.plans.actions import rounds, wishes
from wijkwerk.work.plans.actions.items import NewItem
from wijkwerk.work.plans.models import Plan, PlanItem, Round, RoundWish
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose
from wijkwerk.work.signals.intake import NewSignal
from wijkwerk.work.signals.models import Signal

ASK = "Wat wenst u voor volgend jaar?"
WHY = "Iedereen heeft al gereageerd."
FATIMA = NewAsker(Contact.EMAIL, "Fatima", "fatima@example.org")


def leads(town: Town, now: Any = NOW) -> dict[str, Any]:
    """Who leads the round, and when."""
    return {"by": town.people["owner"], "roles": ALL, "now": now}


def opened(town: Town, plan: Plan | None = None, *, day: date = TODAY, **given: Any) -> Round:
    """A round that was opened just now, with the days of the settings."""
    values: dict[str, Any] = {"invitation": ASK, "dates": rounds.suggested(town.municipality, day)}
    return rounds.open_round(plan=plan or begin(town), **values | given, **leads(town))


def a_wish(town: Town, **given: Any) -> NewSignal:
    """What Fatima wishes in the Lindebuurt, about verkeer."""
    values: dict[str, Any] = {
        "theme": "verkeer",
        "kind": "idea",
        "text": "Ik wil graag een drempel bij de school van mijn dochter.",
        "place": town.place(),
        "askers": (FATIMA,),
    }
    return NewSignal(**values | given)


def wished(town: Town, round_: Round, now: Any = NOW, **given: Any) -> RoundWish:
    """A wish of a resident in this round."""
    signal = wishes.bring_wish(round_=round_, new=a_wish(town, **given), by=None, now=now)
    return row_of(round_, signal)


def row_of(round_: Round, signal: Signal) -> RoundWish:
    """The row of a signal in a round."""
    return RoundWish.objects.select_related("round__plan").get(round=round_, wish=signal.pk)


def go_on(town: Town, round_: Round, step: RoundStep, now: Any = NOW) -> Round:
    """The same round, led on by hand till it is at this step; the plan is adopted on the way."""
    while round_.step != step:
        if round_.step == RoundStep.ADOPT:
            adopt(town, Plan.objects.get(pk=round_.plan_id), now)
        if round_.step == RoundStep.ACCOUNT:
            rounds.close_round(round_=round_, why=WHY, **leads(town, now))
        else:
            rounds.next_step(round_=round_, why=WHY, **leads(town, now))
        round_ = fresh(round_)
    return round_


def fresh(round_: Round) -> Round:
    """The row as it is now."""
    return Round.objects.select_related("plan__subject", "plan__owner_team", "municipality").get(pk=round_.pk)


def out(town: Town, wish: RoundWish, now: Any = NOW, **given: Any) -> RoundWish:
    """It falls out: there is no money."""
    values = {"criterion": "geen_geld", "why": "Het geld van dit jaar is op."}
    return wishes.let_out(wish=wish, **values | given, **leads(town, now))


def through(town: Town, wish: RoundWish, now: Any = NOW) -> RoundWish:
    """It goes on."""
    return wishes.let_through(wish=wish, **leads(town, now))


def placed(town: Town, wish: RoundWish, now: Any = NOW, **given: Any) -> PlanItem:
    """It stands in the plan as a new item, which is chosen."""
    signal = Signal.objects.select_related("subject").get(pk=wish.wish_id)
    values: dict[str, Any] = {
        "title": "Een drempel in de Lindelaan",
        "origin": "signal",
        "origin_subject": signal.subject,
        "owner_team": town.teams["verkeer"],
        "due_until": date(2027, 6, 30),
        "precision": "quarter",
    }
    made = wishes.place_wish(wish=wish, new=NewItem(**values | given), **leads(town, now))
    return choose(town, made, now)


def later(days: int) -> Any:
    """So many days after the day of the tests."""
    return NOW + timedelta(days=days)
