"""Searching, looking up who is on the line and handing over work go by keyboard and mouse in a browser, without a barrier."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.pages import furnish
from tests.browser.test_accessibility import Wrong, look
from tests.browser.visit import Street, Visit
from tests.house.permission_cells import Things

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def things(street: Street) -> Things:
    return furnish(street.town)


@pytest.fixture
def seen(street: Street, things: Things) -> Iterator[tuple[Visit, Wrong]]:
    """An official of team Verkeer, and what was wrong on the way; at the end nothing is."""
    wrong: Wrong = {}
    yield street.visit("traffic", second_step=True, bypass_csp=True), wrong
    assert wrong == {}


def test_a_word_a_code_and_a_person_are_found_from_the_desk(
    seen: tuple[Visit, Wrong], things: Things
) -> None:
    visit, wrong = seen
    page: Any = visit.page
    visit.go("/bureau/")
    page.get_by_label("Zoek een melding: code, straat of woorden").fill("school hard")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bureau/zoeken/**")
    assert "Gevonden" in visit.text()
    assert page.locator("mark").count() > 0
    look(visit, wrong, "search, found")
    page.get_by_label("Zoek een melding: code, straat of woorden").fill("zeppelin")
    page.keyboard.press("Enter")
    page.wait_for_url("**zeppelin**")
    assert "Typ minder woorden" in visit.text()
    look(visit, wrong, "search, nothing found")
    visit.send("Zoek de melder")
    assert "drie letters" in visit.text()
    look(visit, wrong, "look up, too short")
    page.get_by_label("Naam of telefoonnummer").fill("Fatima")
    visit.send("Zoek de melder")
    assert "Melder:" in visit.text()
    look(visit, wrong, "look up, found")
    assert "fatima" not in page.url.casefold()
    page.get_by_label("Zoek een melding: code, straat of woorden").fill(things.signal.subject.code)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/bureau/melding/{things.signal.subject.code}/")


def test_my_work_is_handed_over_in_one_press(seen: tuple[Visit, Wrong]) -> None:
    visit, wrong = seen
    page: Any = visit.page
    visit.go("/bureau/mijn-werk/")
    look(visit, wrong, "hand over")
    visit.send("Vraag het")
    assert "Kies een team" in visit.text()
    look(visit, wrong, "hand over, nothing filled in")
    page.get_by_label("Aan wie?").select_option(index=1)
    page.get_by_label("Waarom draagt u over?").fill("Ik krijg ander werk.")
    visit.send("Vraag het")
    assert "Tot zij bevestigen, blijven de meldingen waar zij nu zijn." in visit.text()
    look(visit, wrong, "hand over, done")
