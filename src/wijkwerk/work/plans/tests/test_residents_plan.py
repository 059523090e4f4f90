"""The agenda of residents is theirs: the municipality reads it and changes nothing, not a word, an item or a state (I26)."""

from typing import Any

import pytest

from wijkwerk.rules.planning import ItemStep, PlanStep
from wijkwerk.testing_cast import NOW, TODAY
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.models import Answer
from wijkwerk.work.plans import may, promising
from wijkwerk.work.plans.actions import adopting, items, writing
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.plans.tests.conftest import adopt, begin, choose, put
from wijkwerk.work.plans.tests.desk_cast import LINE, STAFF, full_form, page_of, reached, url

PLAN_STEPS = ("change_plan", "discuss", "take_back", "revise", "adopt_plan", "account_for")
ITEM_STEPS = (
    "change_item", "choose", "unchoose", "start", "finish", "drop", "propose_again", "link_signal", "serve",
)  # fmt: skip


@pytest.fixture
def theirs(town) -> Plan:
    return begin(town, "bewonersagenda")


@pytest.fixture
def wish(town, theirs) -> PlanItem:
    """An item of theirs, that team Verkeer looks after."""
    return put(town, theirs, kind="priority", title="Een speelplek")


def picture(plan: Plan) -> Any:
    """All that there is to change in a plan."""
    plan.refresh_from_db()
    parts = list(plan.parts.order_by("key").values_list("key", "text"))
    rows = list(plan.items.order_by("pk").values_list("pk", "title", "state", "place"))
    return plan.title, plan.state, plan.version, parts, rows


@pytest.mark.parametrize("part", [*STAFF, "admin", "keeper", "partner", "resident"])
def test_nobody_of_the_municipality_changes_anything_by_any_address(town, theirs, wish, log_in, part):
    client, before = log_in(part), picture(theirs)
    data = (
        LINE
        | full_form(wish, town, title="Van de gemeente")
        | {"text": "Van de gemeente", "why": "x", "how": "x"}
    )
    data |= {"body": "B&W", "decided_on": "1-1-2026", "account": "x", "naar": "omhoog"}
    for method in ("get", "post"):
        for name in PLAN_STEPS:
            assert not reached(client, method, url(name, theirs), data), name
        for name in ITEM_STEPS:
            assert not reached(client, method, url(name, wish), data), name
        assert not reached(client, method, url("write_part", theirs, "willen"), data)
        assert not reached(client, method, url("propose_item", theirs), data)
        assert not reached(client, method, url("move_item", wish), data)
    assert picture(theirs) == before


def test_staff_read_it_with_the_word_that_it_is_of_the_residents(theirs, wish, log_in):
    for part in STAFF:
        assert "Dit plan is van de bewoners" in page_of(log_in(part), "work", theirs)
        assert "Een speelplek" in page_of(log_in(part), "board", theirs)


def test_the_roles_below_the_pages_say_the_same(town, theirs, wish):
    for part in STAFF:
        access = town.access(part)
        assert not may.roles_on(access, theirs)
        assert not may.roles_on_item(access, wish)
        assert not may.begins(
            access, area_path=theirs.area_path, written_by="residents", owner_team_id=theirs.owner_team_id
        )


def test_the_actions_refuse_who_has_no_role(town, theirs, wish):
    by: dict[str, Any] = {"by": town.people["owner"], "roles": frozenset(), "now": NOW}
    with pytest.raises(Refused):
        writing.write_part(plan=theirs, key="willen", text="x", seen=None, **by)
    with pytest.raises(Refused):
        items.choose(item=wish, **by)
    with pytest.raises(Refused):
        adopting.adopt_plan(plan=theirs, decision=adopting.Decision("B&W", TODAY), **by)


def test_the_group_writes_chooses_adopts_and_accounts_without_a_desk(town, theirs, wish, log_in):
    client = log_in("group")
    client.post(url("write_part", theirs, "willen"), {"text": "Wij willen groen.", "seen": ""})
    client.post(url("propose_item", theirs), LINE | {"kind": "priority"})
    for item in theirs.items.all():
        assert client.post(url("choose", item)).status_code == 302
    assert (
        client.post(
            url("adopt_plan", theirs), {"body": "de bewoners zelf", "decided_on": "1-1-2026"}
        ).status_code
        == 302
    )
    for item in theirs.items.all():
        assert client.post(url("finish", item), {"how": "Samen gedaan."}).status_code == 302
    assert client.post(url("account_for", theirs), {"account": "Het lukte."}).status_code == 302
    theirs.refresh_from_db()
    assert theirs.state == "ended"
    pages = [page_of(client, "list"), page_of(client, "work", theirs), page_of(client, "board", theirs)]
    assert all("Mijn bureau" not in page for page in pages)


def test_the_group_of_another_area_sees_no_draft_of_it(town, log_in):
    other = begin(town, "bewonersagenda", area=town.areas["Zuid"])
    client = log_in("group")
    assert not reached(client, "get", url("work", other))
    assert url("work", other) not in page_of(client, "list")


def test_what_residents_adopt_promises_nothing_in_the_name_of_the_municipality(town, theirs, letters):
    signal = town.signal()
    choose(town, put(town, theirs, signal, kind="priority"))
    adopt(town, theirs)
    assert promising.catch_up(now=NOW) == 0
    assert letters(signal) == ["receipt"]
    assert not Answer.objects.exists()


def test_every_step_of_the_tables_is_tried_above():
    assert {each.value for each in ItemStep} <= {"change", *ITEM_STEPS}
    known = {"write", "replace", *(name.split("_")[0] for name in PLAN_STEPS), "take_back"}
    assert {each.value for each in PlanStep} <= known
