"""The year calendar by keyboard alone, without a script, on a telephone and on paper; axe finds nothing."""

from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.browser.test_keyboard import OUTSIDE, SMALL
from tests.browser.visit import TOO_WIDE, Street, Visit, barriers
from tests.house.calendar_things import furnish_calendar, month_of_today, put
from wijkwerk.work.calendars.models import Entry
from wijkwerk.work.calendars.window import address, words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
YEAR, DUTIES, PLAN, COPY = (
    reverse(f"calendars:{name}") for name in ("year", "duties", "plan_entry", "copy_year")
)
NAMED = "document.activeElement.textContent.trim().replace(/\\s+/g, ' ')"


@pytest.fixture(scope="module")
def full(street: Street) -> Any:
    """A year with each shape and each warning."""
    furnish_calendar(street.town)
    return street.town


def tab_to(visit: Visit, name: str, most: int = 150) -> None:
    """Press Tab until what has focus is called so."""
    for _ in range(most):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate(NAMED) == name:
            return
    raise AssertionError(f"never came to {name!r}")


def tab_in(visit: Visit, field: str, most: int = 60) -> None:
    """Press Tab until this field has focus."""
    for _ in range(most):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("document.activeElement.name") == field:
            return
    raise AssertionError(f"never came to the field {field!r}")


def press(visit: Visit, *keys: str) -> None:
    for key in keys:
        visit.page.keyboard.press(key)


def type_choice(visit: Visit, field: str, letters: str) -> None:
    """Choose in a list by typing the beginning of what one wants."""
    tab_in(visit, field)
    visit.page.keyboard.type(letters)


def step(visit: Visit, link: str) -> None:
    """Go to a step of the entry and to its page, by keyboard."""
    tab_to(visit, link)
    with visit.page.expect_navigation():
        press(visit, "Enter")


def send(visit: Visit, button: str) -> None:
    tab_to(visit, button)
    with visit.page.expect_navigation():
        press(visit, "Enter")


def test_an_entry_is_planned_made_certain_moved_and_done_by_keyboard_alone(street, full):
    visit = street.visit("owner")
    may, here = month_of_today().plus(7), month_of_today()
    visit.go(YEAR)
    step(visit, f"+Zet iets in Lindebuurt in {words(may)}")
    assert visit.page.locator("select[name=month]").input_value() == address(may)
    type_choice(visit, "code", "S")
    tab_in(visit, "uncertain")
    press(visit, "Space")
    type_choice(visit, "team", "Gebiedsteam")
    tab_in(visit, "note")
    visit.page.keyboard.type("Begin bij de kerk")
    send(visit, "Zet in de kalender")
    assert "Dit staat nu in de kalender." in visit.text()
    entry = Entry.objects.get(note="Begin bij de kerk")
    assert (entry.month, entry.uncertain, entry.code) == (may.key, True, "S")
    visit.go(YEAR)
    step(visit, "S? schouw, nog onzeker")
    step(visit, "Zet vast")
    send(visit, "Ja, het gaat door")
    step(visit, "Verplaats")
    tab_in(visit, "to")
    visit.page.keyboard.type(words(here))
    tab_in(visit, "why")
    visit.page.keyboard.type("Vakantie")
    send(visit, "Verplaats")
    assert f"{words(may).capitalize()}" in visit.text()
    assert "Vakantie" in visit.text()
    step(visit, "Het is gedaan")
    send(visit, "Ja, het is gedaan")
    entry.refresh_from_db()
    assert (entry.month, entry.state) == (here.key, "done")
    visit.go(YEAR)
    assert visit.page.get_by_role("link", name=f"S schouw, verplaatst naar {words(here)}").count() == 1
    assert visit.page.get_by_role("link", name="S schouw, gedaan").count() == 1
    assert visit.faults == []


def test_the_plus_of_a_cell_is_seen_when_it_has_focus_and_is_not_in_the_way_before(street, full):
    visit = street.visit("owner")
    visit.go(YEAR)
    plus = visit.page.locator(".ww-cal__add").first
    assert plus.evaluate("each => getComputedStyle(each).opacity") == "0"
    plus.focus()
    press(visit, "Shift+Tab", "Tab")
    assert plus.evaluate("each => getComputedStyle(each).opacity") == "1"
    assert plus.evaluate("each => parseFloat(getComputedStyle(each).outlineWidth)") >= 2


def test_adding_works_without_a_script_and_on_a_telephone(street, full):
    visit = street.visit("owner", width=360, java_script_enabled=False)
    visit.go(YEAR)
    visit.follow("Zet iets erbij in Noord")
    visit.page.get_by_label("In welke maand?").select_option(address(month_of_today().plus(1)))
    visit.page.get_by_label("Wat gaat u doen?").select_option("B")
    visit.page.get_by_label("Welk team doet dit?").select_option(label="Groen en water")
    visit.send("Zet in de kalender")
    assert "Dit staat nu in de kalender." in visit.text()
    assert Entry.objects.filter(team=full.teams["groen"], month=month_of_today().plus(1).key).count() == 1


@pytest.mark.parametrize(
    "path", [YEAR, f"{YEAR}?maanden=24", DUTIES, PLAN, COPY], ids=["year", "two", "duties", "plan", "copy"]
)
def test_axe_finds_no_barrier_and_nothing_is_too_wide_or_too_small(street, full, path):
    visit = street.visit("owner", bypass_csp=True)
    visit.go(path)
    for fold in visit.page.locator("main details").all():
        fold.evaluate("each => { each.open = true }")
    assert [each for width in (1280, 360) for each in barriers(visit.page, width)] == []
    for width in (320, 360, 1280):
        visit.page.set_viewport_size({"width": width, "height": 900})
        assert visit.page.evaluate(TOO_WIDE) is False
        assert visit.page.evaluate(OUTSIDE) == []
    assert visit.page.evaluate(SMALL) == []


def test_on_a_telephone_each_area_is_a_block_with_the_months_that_have_something(street, full):
    visit = street.visit("alderman", width=360)
    visit.go(YEAR)
    cells = visit.page.locator(".ww-cal td").filter(visible=True)
    assert cells.count() >= 5
    assert all(cell.locator(".ww-code").count() >= 1 for cell in cells.all())
    shown = cells.first.evaluate("each => getComputedStyle(each, '::before').content")
    assert words(month_of_today()).split()[1] in shown


def test_a_state_is_told_by_its_shape_too(street, full):
    """Not colour alone: a dashed edge, a tick, an arrow and a pointed side."""
    visit = street.visit("owner")
    visit.go(YEAR)
    style = "each => [getComputedStyle(each).borderTopStyle, getComputedStyle(each).borderTopRightRadius]"
    of = {
        look: visit.page.locator(f"td .ww-code--{look}").first.evaluate(style)
        for look in ("maybe", "done", "moved")
    }
    plain = visit.page.locator("td .ww-code:not([class*='--'])").first.evaluate(style)
    assert of["maybe"][0] == "dashed"
    assert plain[0] == of["done"][0] == of["moved"][0] == "solid"
    assert of["moved"][1] != plain[1]
    assert visit.page.locator("td .ww-code--done svg").count() >= 1
    assert visit.page.locator("td .ww-code--moved svg").count() >= 1


def test_paper_lies_on_its_side_and_holds_the_grid_without_buttons(street, full):
    visit = street.visit("owner")
    visit.go(YEAR)
    visit.page.emulate_media(media="print")
    for gone in (".ww-cal__add", "main .nl-button", ".ww-nav", "nav[aria-label=Maanden]"):
        assert visit.page.locator(gone).filter(visible=True).count() == 0
    assert visit.page.locator(".ww-cal").is_visible()
    made = visit.page.pdf(prefer_css_page_size=True, print_background=True)
    pages = PdfReader(BytesIO(made)).pages
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {(842, 595)}
    text = " ".join(pages[0].extract_text().split())
    assert "Noord" in text
    assert "Lindebuurt" in text


def test_a_resident_comes_from_the_area_to_its_calendar_by_keyboard(street, full):
    put(full, "S", month_of_today().plus(5))
    visit = street.visit(width=360, bypass_csp=True)
    visit.go(reverse("pages:area", args=[full.areas["Noord"].code]))
    step(visit, "Wat gebeurt hier de komende maanden?")
    assert "Schouw" in visit.text()
    assert [each for width in (1280, 360) for each in barriers(visit.page, width)] == []
