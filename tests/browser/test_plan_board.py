"""The board of a plan in a meeting: one line per item, by keyboard, on a telephone and without a script (Q3, Q19, T12)."""

from itertools import pairwise

import pytest
from django.urls import reverse

from tests.browser.keys import Keys
from tests.browser.stories import look_at, said_at, words
from tests.browser.test_accessibility import Wrong
from tests.browser.visit import TOO_WIDE, Street
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.plans.tests.conftest import begin, put

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Who types 40 words a minute needs 0.3 s for a letter; a key to go on costs half a second of looking.
LETTER, KEY = 0.3, 0.5
FOCUS = "document.activeElement && document.activeElement.id"


@pytest.fixture(scope="module")
def agenda(street: Street) -> Plan:
    """An agenda of Noord that is being written."""
    return begin(street.town, title="Agenda van Noord 2027")


def board(plan: Plan) -> str:
    return reverse("plans:board", args=[plan.subject.code])


def titles(plan: Plan) -> list[str]:
    """What stands on the board, in its order."""
    return list(PlanItem.objects.filter(plan=plan).order_by("place", "pk").values_list("title", flat=True))


def test_in_a_meeting_the_next_item_is_a_line_and_two_keys(
    street: Street, agenda: Plan, wrong: Wrong
) -> None:
    """After the first item the focus stands ready and the origin is filled in: under 20 seconds for the whole line."""
    manager = street.visit("owner", bypass_csp=True)
    manager.go(board(agenda))
    keys = Keys(manager)
    keys.type("Wat gaat er gebeuren?", "Bankje bij de speeltuin")
    keys.type("Van wie of waar?", "buurtavond van 12 november")
    keys.enter()
    second = "Drempel in de Lindelaan"
    assert manager.page.evaluate(FOCUS) == "id_title"
    before = keys.pressed
    manager.page.keyboard.type(second)
    keys.enter()
    cost = len(second) * LETTER + (keys.pressed - before) * KEY
    assert cost < 20
    assert manager.page.evaluate(FOCUS) == "id_title"
    assert titles(agenda) == ["Bankje bij de speeltuin", second]
    item = PlanItem.objects.get(plan=agenda, title=second)
    assert (item.origin, item.origin_words) == ("resident", "buurtavond van 12 november")
    assert item.owner_team == agenda.owner_team
    look_at(manager, wrong, "board with two items")

    # Nothing typed: said at the field, and what stood in the other field stays.
    keys.enter()
    assert said_at(manager, "Wat gaat er gebeuren?") == "Schrijf op wat er gaat gebeuren."
    assert manager.page.get_by_label("Van wie of waar?").input_value() == "buurtavond van 12 november"
    look_at(manager, wrong, "board with an error")
    # Sent once more by reloading the page, the item does not come twice.
    assert len(titles(agenda)) == 2
    assert manager.faults == [
        "Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"
    ]


def test_choosing_and_moving_go_by_keyboard(street: Street, agenda: Plan) -> None:
    """Choose, put in order, begin: each a button that Tab reaches and Enter presses."""
    manager = street.visit("owner")
    manager.go(board(agenda))
    keys = Keys(manager)
    for title in ("Bankje bij de speeltuin", "Drempel in de Lindelaan"):
        keys.enter(f"Kies: {title}")
    keys.enter("Omhoog: Drempel in de Lindelaan")
    assert titles(agenda) == ["Drempel in de Lindelaan", "Bankje bij de speeltuin"]
    keys.enter("Begin: Bankje bij de speeltuin")
    states = dict(PlanItem.objects.filter(plan=agenda).values_list("title", "state"))
    assert states == {"Bankje bij de speeltuin": "doing", "Drempel in de Lindelaan": "chosen"}
    assert manager.faults == []


def test_on_a_telephone_without_a_script_one_adds_and_chooses(street: Street, agenda: Plan) -> None:
    """360 px wide, by thumb: the same form and buttons, one column under the other."""
    phone = street.visit("owner", width=360, java_script_enabled=False, has_touch=True)
    phone.go(board(agenda))
    phone.page.get_by_label("Wat gaat er gebeuren?").fill("Fietsenrek bij het plein")
    phone.page.get_by_label("Van wie of waar?").fill("mevrouw op het plein")
    phone.send("Zet erbij")
    assert "Erbij: Fietsenrek bij het plein" in phone.text()
    with phone.page.expect_navigation():
        phone.page.get_by_role("button", name=words("Kies: Fietsenrek bij het plein")).tap()
    assert PlanItem.objects.get(title="Fietsenrek bij het plein").state == "chosen"
    columns = [each.bounding_box() for each in phone.page.locator(".ww-board__column").all()]
    assert all(above["y"] + above["height"] <= below["y"] for above, below in pairwise(columns))


def test_an_action_list_has_its_streams_on_a_telephone(street: Street, wrong: Wrong) -> None:
    """Three streams, of which one can look at one (T15); nobody scrolls sideways."""
    plan = begin(street.town, "actielijst", title="Acties van Noord")
    for stream in ("plan", "beleid", "nu"):
        put(street.town, plan, title=f"Taak van {stream}", stream=stream)
    phone = street.visit("owner", width=360, bypass_csp=True)
    phone.go(board(plan))
    phone.follow("Moet nu", exact=True)
    assert "Taak van nu" in phone.text()
    assert "Taak van beleid" not in phone.text()
    assert phone.page.evaluate(TOO_WIDE) is False
    look_at(phone, wrong, "board of one stream", width=360)


def test_who_reads_has_no_buttons_and_a_stranger_finds_no_board(street: Street, agenda: Plan) -> None:
    """Another area manager reads; for a stranger the board is not there."""
    reader = street.visit("elsewhere")
    reader.go(board(agenda))
    assert "Drempel in de Lindelaan" in reader.text()
    assert reader.page.locator("main").get_by_role("button").count() == 0
    for part in ("visitor", "resident"):
        stranger = street.visit(part)
        assert stranger.go(board(agenda)).status == 404
