"""What the addresses of rounds point at: a round for an agenda of Noord with a wish in it, and an agenda without one."""

from typing import Any

from wijkwerk.testing_cast import Town
from wijkwerk.work.plans.tests import conftest as plans_cast
from wijkwerk.work.plans.tests import rounds_cast


def round_arguments(town: Town) -> dict[str, list[Any]]:
    """The arguments of each address of rounds. Both agendas are of O."""
    plan = plans_cast.begin(town, title="Agenda met een ronde")
    round_ = rounds_cast.opened(town, plan)
    wish = rounds_cast.wished(town, round_)
    rounds_cast.wished(town, round_, text="Een heel lang woord: " + "ontmoetingsplek" * 8, theme="groen")
    code, free = plan.subject.code, plans_cast.begin(town, title="Agenda zonder ronde").subject.code
    return {
        **{f"plans:{name}": [code] for name in ("round", "round_work", "next_step", "bring_signal")},
        **{f"plans:{name}": [code, wish.pk] for name in ("judge_wish", "reconsider_wish", "place_wish")},
        "plans:open_round": [free],
    }
