"""Merging and splitting in the browser: what staff and askers see of it has no barrier, empty, wrong and done."""

import pytest
from django.urls import reverse

from tests.browser.pages import furnish
from tests.browser.test_accessibility import Wrong, look
from tests.browser.visit import Street, Visit
from wijkwerk.testing_cast import Town
from wijkwerk.work.answers.askers import link_token
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals.models import Signal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def town(street: Street) -> Town:
    furnish(street.town)
    return street.town


def url(name: str, title: str) -> str:
    return reverse(f"signals:{name}", args=[Signal.objects.get(title=title).subject.code])


def trace(visit: Visit, asker: Asker) -> None:
    visit.go(reverse("signals:trace", args=[link_token(asker)]))


def test_two_signals_are_found_laid_side_by_side_merged_and_taken_apart(
    street: Street, town: Town, wrong: Wrong
) -> None:
    visit = street.visit("owner", bypass_csp=True)
    for title in ("De lamp is stuk", "Lamp kapot"):
        town.signal(title=title, theme="verlichting", text="De lantaarn voor de school brandt niet meer")
    visit.go(url("alike", "De lamp is stuk"))
    assert "Lamp kapot" in visit.text()
    look(visit, wrong, "alike")
    visit.follow("Voeg samen met: Lamp kapot")
    assert "Deze melding houdt op" in visit.text()
    look(visit, wrong, "side by side")
    visit.send("Voeg samen")
    assert "Erbij gekomen" in visit.text()
    look(visit, wrong, "the signal that goes on")
    visit.go(url("detail", "De lamp is stuk"))
    look(visit, wrong, "the signal that was merged")
    visit.follow("Haal weer uit elkaar")
    visit.send("Haal uit elkaar")
    assert "Weer open" in visit.text()


def test_a_wrong_code_is_said_without_a_barrier(street: Street, town: Town, wrong: Wrong) -> None:
    visit = street.visit("owner", bypass_csp=True)
    visit.go(url("merge", "Nog nieuw"))
    visit.page.get_by_label("Code van de andere melding").fill("ABC")
    visit.send("Leg ze naast elkaar")
    assert visit.page.locator("[data-ww-errors]").count() == 1
    look(visit, wrong, "unknown code")


def test_a_signal_is_split_in_three_with_a_mistake_on_the_way(
    street: Street, town: Town, wrong: Wrong
) -> None:
    visit = street.visit("owner", bypass_csp=True)
    town.signal(title="Veel tegelijk")
    visit.go(url("split", "Veel tegelijk"))
    visit.page.get_by_text("Nog een deel: deel 3").click()
    for number in (1, 2, 3):
        visit.page.locator(f"#id_title{number}").fill(f"Deel {number} van veel")
    visit.send("Splits de melding")
    assert visit.page.locator("#id_text3").is_visible()
    look(visit, wrong, "split, half filled in")
    for number in (1, 2, 3):
        visit.page.locator(f"#id_text{number}").fill("Er liggen tegels los.")
    visit.send("Splits de melding")
    assert "Gesplitst in" in visit.text()
    look(visit, wrong, "the signal that was split")
    visit.go(url("detail", "Deel 3 van veel"))
    assert "Deel van" in visit.text()
    look(visit, wrong, "a part")


def test_the_pages_of_askers_who_went_along_or_were_copied(street: Street, town: Town, wrong: Wrong) -> None:
    visit = street.visit(bypass_csp=True)
    source, whole = Signal.objects.get(title="Te hard"), Signal.objects.get(title="Van alles")
    trace(visit, Asker.objects.get(came_from=source.subject))
    assert f"Uw code was {source.subject.code}" in visit.text()
    look(visit, wrong, "merged")
    asker = Asker.objects.get(subject=whole.subject)
    trace(visit, asker)
    look(visit, wrong, "split")
    visit.follow("Twee")
    assert "Uw hele melding" in visit.text()
    look(visit, wrong, "part")
