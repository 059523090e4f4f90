"""The routing table is tried out in a real browser, from the sheet to the outcome and back: no barrier, nothing stored."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.browser.visit import Street, Visit, barriers
from wijkwerk.ground.areas import settings
from wijkwerk.testing_cast import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def month(street: Street) -> Town:
    """A town in which five people wrote about a tree today."""
    for number in range(5):
        street.town.signal(theme="groen", text=f"De boom bij nummer {number}", now=timezone.now())
    return street.town


def clean(visit: Visit) -> None:
    found = [f"{width}: {each}" for width in (1280, 360, 320) for each in barriers(visit.page, width)]
    assert found == []
    assert visit.faults == []


@pytest.mark.parametrize(
    ("scripts", "word", "was", "team"),
    [(True, "boom", "Groen en water", "gebiedsteam"), (False, "nummer", "Gebiedsteam", "wonen")],
)
def test_a_changed_table_is_tried_out_and_only_then_stored(street, month, scripts, word, was, team):
    before = current(month).number
    visit = street.visit("admin", bypass_csp=scripts, java_script_enabled=scripts)
    visit.go(reverse("blueprints:verdeling"))
    row = visit.page.get_by_role("group", name="Nieuwe regel")
    row.get_by_label("Woorden in de tekst").fill(word)
    row.get_by_label("Gaat naar").select_option(team)
    row.get_by_label("Plaats in de lijst").fill("0")
    visit.page.get_by_label("Waarom verandert u dit?").fill("Bomen zijn van het gebied")
    visit.send("Reken de afgelopen 31 dagen na")
    assert "Daarvan gaan er 5 naar een ander team." in visit.text()
    if scripts:
        clean(visit)
    visit.send("Probeer een melding")
    visit.page.get_by_label("Wat schrijft iemand?").fill("Er ligt een boom bij nummer 4")
    visit.page.get_by_label("Thema").select_option("groen")
    visit.page.get_by_label("Straat of plek").fill("Lindelaan")
    visit.send("Probeer")
    assert f"Dit gaat naar {was}." in visit.text()
    assert f"Dit gaat naar {month.teams[team].name}." in visit.text()
    if scripts:
        visit.page.get_by_text("Waarom niet een regel daarvoor?").first.click()
        clean(visit)
    visit.send("Reken de afgelopen 31 dagen na")
    if scripts:
        clean(visit)
    assert current(month).number == before
    visit.send("Terug naar de regels, met uw wijziging")
    assert visit.page.get_by_label("Waarom verandert u dit?").input_value() == "Bomen zijn van het gebied"
    visit.send("Bewaar")
    assert current(month).raw["routing"][0]["words"] == [word]


def current(town: Town) -> settings.Document:
    town.municipality.refresh_from_db()
    return settings.current(town.municipality)


def test_a_message_without_a_theme_says_what_is_missing(street):
    visit = street.visit("admin", bypass_csp=True)
    visit.go(reverse("blueprints:routing_trial"))
    visit.send("Probeer")
    assert visit.page.locator("[data-ww-errors]").count() == 1
    # The browser itself tells of an answer 422 in its console.
    visit.faults.clear()
    clean(visit)
