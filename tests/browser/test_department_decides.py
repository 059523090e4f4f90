"""An official sees the wishes of two areas, takes one up and refuses another; the area and residents see it (O30, Q27, T2)."""

import pytest
from django.urls import reverse

from tests.browser.stories import click, look_at, words
from tests.browser.test_accessibility import Wrong
from tests.browser.visit import Street
from wijkwerk.rules.planning import ADOPTER, OWNER, WRITER
from wijkwerk.testing_cast import NOW
from wijkwerk.work.plans.actions import writing
from wijkwerk.work.plans.models import Match, PlanItem
from wijkwerk.work.plans.tests import match_cast as cast
from wijkwerk.work.plans.tests.conftest import begin, put

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NO = "De straat is vorig jaar vernieuwd. Wij kijken in 2031 opnieuw."
AT = f"/bureau/afdelingen/verkeer/?jaar={cast.YEAR}"


def two_wishes(street: Street) -> tuple[PlanItem, PlanItem]:
    """An agenda of Noord and one of Zuid, both public, each with a wish at Verkeer."""
    town = street.town
    made = []
    for area, title in (("Noord", "Een drempel in de Lindelaan"), ("Zuid", "Een zebrapad bij de haven")):
        plan = begin(town, title=f"Agenda van {area}", area=town.areas[area])
        roles = frozenset({WRITER, ADOPTER, OWNER})
        item = put(town, plan, title=title)
        writing.discuss(plan=plan, by=town.people["owner"], roles=roles, now=NOW)
        cast.ask(town, PlanItem.objects.select_related("plan", "subject").get(pk=item.pk))
        made.append(item)
    return made[0], made[1]


def test_a_department_decides_and_everybody_sees_it(street: Street, wrong: Wrong) -> None:
    """By keyboard and without a script: a plan, a line, one wish on it, another refused with its reason."""
    yes, no = two_wishes(street)
    official = street.visit("traffic", bypass_csp=True)
    official.go(AT)
    assert "Beslis uiterlijk 15" in official.text()
    assert official.text().index("Noord") < official.text().index("Zuid")
    look_at(official, wrong, "wishes of two areas")
    click(official, f"Maak het plan voor {cast.YEAR}")
    official.send("Maak het plan")
    click(official, "Nieuwe regel")
    for label, typed in (
        ("Code", "2.1.04"),
        ("Waar gaat het over?", "Veilige straten"),
        ("Bedrag", "100.000"),
    ):
        official.page.get_by_label(label).fill(typed)
    look_at(official, wrong, "a line with money")
    official.send("Zet erin")

    # By keyboard alone: to the link of the wish, into the list of lines, and send.
    official.page.get_by_role("link", name=words(f"Neem op: {yes.title}")).focus()
    with official.page.expect_navigation():
        official.page.keyboard.press("Enter")
    official.page.get_by_label("Op welke regel van uw plan?").focus()
    official.page.keyboard.press("ArrowDown")
    look_at(official, wrong, "take a wish up")
    official.page.get_by_label("Hoeveel geld is er voor?").focus()
    with official.page.expect_navigation():
        official.page.keyboard.press("Enter")
    assert f"Opgenomen: {yes.title}" in official.page.locator("body").inner_text()

    plain = street.visit("traffic", java_script_enabled=False)
    plain.go(AT)
    click(plain, f"Niet opnemen: {no.title}")
    plain.send("Neem niet op")
    assert "Schrijf waarom niet." in plain.text()
    plain.page.get_by_label("Waarom niet?").fill(NO)
    plain.send("Neem niet op")
    assert NO in plain.text()
    look_at(official, wrong, "after a decision")
    official.go(AT)
    look_at(official, wrong, "decided wishes and lines")
    states = dict(Match.objects.values_list("item__title", "state"))
    assert states == {yes.title: "included", no.title: "refused"}

    manager = street.visit("elsewhere", bypass_csp=True)
    manager.go(reverse("plans:item_work", args=[no.subject.code]))
    assert f"Niet opgenomen, omdat: {NO}" in manager.text()
    look_at(manager, wrong, "item of a refused wish")
    click(manager, f"Verkeer, {cast.YEAR}")
    look_at(manager, wrong, "a refused wish with its record")
    resident = street.visit("resident", bypass_csp=True)
    for item, said in ((no, f"niet opgenomen, omdat: {NO}"), (yes, "opgenomen. Bedrag: €\u00a038.000.")):
        resident.go(reverse("plans:item", args=[item.subject.code]))
        assert said in resident.text()
    look_at(resident, wrong, "item as a resident reads it")

    college = street.visit("alderman", bypass_csp=True)
    college.go(f"/bureau/afdelingen/?jaar={cast.YEAR}")
    assert "Buiten plan en begroting" in college.text()
    look_at(college, wrong, "what ended up in plans and budget")
    assert official.faults + manager.faults + resident.faults + college.faults == []
