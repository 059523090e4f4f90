"""Who may do what with a plan and an item, at each moment of its life: the whole table over the cast, against the rules."""

from typing import Any

import pytest

from wijkwerk.rules.planning import ItemState, ItemStep, PlanState, PlanStep, item_steps, plan_steps
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import adopting, items, writing
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose, put
from wijkwerk.work.plans.tests.desk_cast import EVERYBODY, url

# Kind of plan -> who writes it, who adopts it; team Verkeer owns the item.
WHO = {
    "agenda": ({"owner"}, {"owner"}, {"traffic"}),
    "visie": ({"owner", "group"}, {"owner"}, {"traffic"}),
    "bewonersagenda": ({"group"}, {"group"}, set()),
}
PLAN_BUTTONS = {
    "change_plan": PlanStep.WRITE,
    "discuss": PlanStep.DISCUSS,
    "take_back": PlanStep.TAKE_BACK,
    "adopt_plan": PlanStep.ADOPT,
    "revise": PlanStep.REVISE,
    "account_for": PlanStep.ACCOUNT,
}
ITEM_BUTTONS = {
    "change_item": ItemStep.CHANGE,
    "choose": ItemStep.CHOOSE,
    "unchoose": ItemStep.UNCHOOSE,
    "start": ItemStep.START,
    "finish": ItemStep.FINISH,
    "drop": ItemStep.DROP,
    "propose_again": ItemStep.PROPOSE_AGAIN,
}
BY: dict[str, Any] = {"roles": ALL, "now": NOW}


def roles(kind: str, part: str) -> frozenset[str]:
    writers, adopters, owners = WHO[kind]
    found = {"writer": writers, "adopter": adopters, "owner": owners}
    return frozenset(role for role, parts in found.items() if part in parts)


def plan_at(town: Town, kind: str, state: str) -> Plan:
    plan = begin(town, kind)
    by = BY | {"by": town.people["owner"]}
    for number in range(2):
        choose(town, put(town, plan, kind="priority", title=f"Punt {number}"))
    if state == PlanState.DISCUSSED:
        writing.discuss(plan=plan, **by)
    if state in (PlanState.ADOPTED, PlanState.REVISING, PlanState.REPLACED, PlanState.ENDED):
        adopt(town, plan)
    if state == PlanState.REVISING:
        writing.revise(plan=plan, **by)
    if state == PlanState.ENDED:
        for item in plan.items.all():
            items.finish(item=item, how="Klaar", **by)
        adopting.account_for(plan=plan, account="Klaar", **by)
    if state == PlanState.REPLACED:
        follower = begin(town, kind, title="Volgende", replaces=plan)
        choose(town, put(town, follower, kind="priority"))
        adopt(town, follower)
    return Plan.objects.get(pk=plan.pk)


def item_at(town: Town, plan: Plan, state: str) -> PlanItem:
    by = BY | {"by": town.people["owner"]}
    item = put(town, plan, kind="priority", title="Het punt")
    if state in (ItemState.CHOSEN, ItemState.DOING, ItemState.DONE, ItemState.DROPPED):
        choose(town, item)
    if state == ItemState.DOING:
        items.start(item=item, **by)
    if state == ItemState.DONE:
        items.finish(item=item, how="Klaar", **by)
    if state == ItemState.DROPPED:
        items.drop(item=item, why="Nee", **by)
    return PlanItem.objects.get(pk=item.pk)


@pytest.mark.parametrize("state", [each.value for each in PlanState])
@pytest.mark.parametrize("kind", WHO)
def test_each_reads_the_buttons_of_a_plan_that_are_open_to_them(town, log_in, kind, state):
    plan = plan_at(town, kind, state)
    for part in EVERYBODY:
        client = _client(log_in, part)
        opened = {step.value for step in plan_steps(plan.state, roles(kind, part))}
        response = client.get(url("work", plan))
        page = response.content.decode() if response.status_code == 200 else ""
        shown = {step.value for name, step in PLAN_BUTTONS.items() if f'href="{url(name, plan)}"' in page}
        assert shown == opened - {"replace"}, (part, kind, state)


@pytest.mark.parametrize("state", [each.value for each in ItemState])
@pytest.mark.parametrize("kind", WHO)
def test_each_reads_the_buttons_of_an_item_that_are_open_to_them_before_adoption(town, log_in, kind, state):
    item = item_at(town, begin(town, kind), state)
    for part in EVERYBODY:
        expected = {step.value for step in item_steps(item.state, roles(kind, part))}
        assert _buttons(_client(log_in, part), item) == expected, (part, kind, state)


@pytest.mark.parametrize("state", ["chosen", "doing", "done", "dropped"])
@pytest.mark.parametrize("kind", WHO)
def test_after_adoption_only_who_promised_keeps_moves_or_drops(town, log_in, kind, state):
    plan = plan_at(town, kind, "adopted")
    item = item_at(town, plan, state)
    for part in EVERYBODY:
        own = roles(kind, part)
        expected = {step.value for step in item_steps(item.state, own, adopted=item.adopted_at is not None)}
        if item.adopted_at and not own & {"adopter", "owner"}:
            expected = set()
        assert _buttons(_client(log_in, part), item) == expected, (part, kind, state)


@pytest.mark.parametrize("part", EVERYBODY)
def test_a_proposal_in_an_adopted_plan_is_chosen_by_who_may_adopt(town, log_in, part):
    item = put(town, plan_at(town, "visie", "adopted"), kind="priority", title="Nieuw")
    client = _client(log_in, part)
    assert ("choose" in _buttons(client, item)) == (part == "owner")
    response = client.post(url("choose", item))
    item.refresh_from_db()
    assert (item.state == "chosen") == (part == "owner"), response.status_code


@pytest.mark.parametrize("state", [each.value for each in PlanState])
def test_a_step_that_is_not_open_is_refused_by_the_action_too(town, state):
    plan = plan_at(town, "agenda", state)
    opened = plan_steps(plan.state, ALL)
    tried = {
        PlanStep.DISCUSS: writing.discuss,
        PlanStep.TAKE_BACK: writing.take_back,
        PlanStep.REVISE: writing.revise,
    }
    for step, work in tried.items():
        if step not in opened:
            with pytest.raises(Refused):
                work(plan=plan, by=town.people["owner"], **BY)


def _client(log_in: Any, part: str) -> Any:
    from django.test import Client  # noqa: PLC0415

    return Client() if part == "visitor" else log_in(part)


def _buttons(client: Any, item: PlanItem) -> set[str]:
    response = client.get(url("item_work", item))
    if response.status_code != 200:
        return set()
    page = response.content.decode()
    return {step.value for name, step in ITEM_BUTTONS.items() if f'href="{url(name, item)}"' in page}
