"""The desk with single keys, with ticks for many at once, on a map and on a telephone; the keys can be switched off."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.browser.test_keyboard import OUTSIDE, SMALL
from tests.browser.visit import TOO_WIDE, Street, Visit, barriers
from wijkwerk.testing_cast import NOW
from wijkwerk.work.signals.models import Signal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST, KEYS, MAP, CALENDAR = (reverse(f"signals:{name}") for name in ("list", "keys", "list_map", "calendar"))
TITLE = "document.activeElement.textContent.trim()"


@pytest.fixture(scope="module")
def signals(street: Street) -> list[Signal]:
    """Three signals, the newest first on the list; the last one lies too long."""
    made = [
        street.town.signal(
            title=f"Melding {number}", now=NOW - timedelta(days=days), place=street.town.place(place)
        )
        for number, days, place in ((1, 0, "Lindebuurt"), (2, 1, "Lindebuurt"), (3, 60, "Beukbuurt"))
    ]
    return made


def opened(street: Street, path: str = LIST, part: str = "traffic", **options: Any) -> Visit:
    visit = street.visit(part, **options)
    visit.go(path)
    return visit


def at(visit: Visit) -> str:
    return str(visit.page.evaluate(TITLE))


def press(visit: Visit, *keys: str) -> None:
    for key in keys:
        visit.page.keyboard.press(key)


def test_j_and_k_walk_along_the_rows_with_a_focus_that_one_sees(street, signals):
    visit = opened(street)
    seen = []
    for key in ("j", "j", "j", "j", "k", "ArrowUp", "ArrowDown"):
        press(visit, key)
        seen.append(at(visit))
    assert seen == [f"Melding {number}" for number in (1, 2, 3, 3, 2, 1, 2)]
    style = "getComputedStyle(document.activeElement)"
    assert visit.page.evaluate(f"{style}.outlineStyle") == "solid"
    assert visit.page.evaluate(f"parseFloat({style}.outlineWidth)") >= 2
    assert visit.faults == []


STEPS = {"o": "detail", "Enter": "detail", "t": "take", "a": "answer", "g": "give"}


@pytest.mark.parametrize(("key", "name"), STEPS.items())
def test_a_key_on_a_row_opens_the_page_of_that_step(street, signals, key, name):
    visit = opened(street)
    press(visit, "j", "j", key)
    visit.page.wait_for_url(f"**{reverse(f'signals:{name}', args=[signals[1].subject.code])}")
    assert visit.faults == []


def test_the_keys_do_nothing_where_the_person_may_not_do_the_step(street, signals):
    visit = opened(street, part="alderman")
    press(visit, "j", "t", "a", "g", "x")
    assert visit.page.url.endswith(LIST)
    assert at(visit) == "Melding 1"


def test_arrows_move_the_page_while_one_is_not_in_the_list(street, signals):
    visit = opened(street)
    press(visit, "ArrowDown")
    assert not at(visit).startswith("Melding")


def test_on_a_signal_the_keys_take_answer_give_write_and_go_back_to_the_same_list(street, signals):
    listed = f"{LIST}?lijst=alles&thema=verkeer"
    visit = opened(street, listed)
    press(visit, "j", "o")
    detail = reverse("signals:detail", args=[signals[0].subject.code])
    visit.page.wait_for_url(f"**{detail}")
    for key, name in {"t": "take", "a": "answer", "g": "give"}.items():
        press(visit, key)
        visit.page.wait_for_url(f"**{reverse(f'signals:{name}', args=[signals[0].subject.code])}")
        visit.go(detail)
    press(visit, "n")
    assert visit.page.evaluate("document.activeElement.name") == "text"
    press(visit, "t", "u", "?")
    assert visit.page.locator("#noteer ~ form textarea").input_value() == "tu?"
    visit.page.evaluate("document.activeElement.blur()")
    press(visit, "u")
    visit.page.wait_for_url(f"**{listed}")
    assert visit.faults == []


def test_a_question_mark_brings_the_help_and_a_slash_the_filters(street, signals):
    visit = opened(street)
    press(visit, "/")
    assert visit.page.evaluate("document.activeElement.matches('main select, main input')")
    press(visit, "?", "j")
    assert visit.page.url.endswith(LIST)
    visit.page.evaluate("document.activeElement.blur()")
    press(visit, "?")
    visit.page.wait_for_url(f"**{KEYS}")


def test_the_keys_can_be_switched_off_and_on_and_the_browser_keeps_it(street, signals):
    visit = opened(street, KEYS)
    said = visit.page.locator("[data-ww-keys-said]")
    assert said.inner_text() == "De toetsen staan aan."
    visit.page.get_by_role("button", name="Zet de toetsen uit").click()
    assert said.inner_text() == "De toetsen staan uit."
    visit.go(LIST)
    press(visit, "j", "?")
    assert not at(visit).startswith("Melding")
    assert visit.page.url.endswith(LIST)
    visit.go(KEYS)
    visit.page.get_by_role("button", name="Zet de toetsen aan").click()
    visit.go(LIST)
    press(visit, "j")
    assert at(visit) == "Melding 1"


def test_a_key_with_a_modifier_belongs_to_the_browser(street, signals):
    visit = opened(street)
    press(visit, "j", "Control+j", "Alt+j", "Meta+j")
    assert at(visit) == "Melding 1"


def test_ticks_are_counted_all_at_once_or_by_key_and_lead_to_the_page_that_asks(street, signals):
    visit = opened(street, bypass_csp=True)
    ticked = visit.page.locator("[data-ww-ticked]")
    press(visit, "j", "x", "j", "x", "x")
    assert ticked.inner_text() == "1 aangevinkt"
    visit.page.get_by_label("Alles op deze pagina").check()
    assert ticked.inner_text() == "3 aangevinkt"
    assert [each for width in (1280, 360) for each in barriers(visit.page, width)] == []
    visit.page.get_by_label("Met wat u aanvinkt").select_option(label="Schrijf er een notitie bij")
    visit.send("Ga verder")
    assert "Het gaat om 3 meldingen." in visit.text()
    assert [each for width in (1280, 360) for each in barriers(visit.page, width)] == []
    visit.send("Bewaar de notitie")
    assert "Schrijf eerst een notitie" in visit.text()
    assert [each for width in (1280, 360) for each in barriers(visit.page, width)] == []


def test_many_are_taken_and_put_back_without_a_script(street, signals):
    visit = opened(street, java_script_enabled=False, width=360)
    assert not visit.page.get_by_label("Alles op deze pagina").is_visible()
    for number in (1, 2):
        visit.page.get_by_label(f"Kies: Melding {number}").check()
    visit.send("Ga verder")
    visit.send("Ik heb ze")
    assert "U heeft 2 meldingen genomen." in visit.text()
    visit.send("Maak dit ongedaan")
    assert "2 meldingen zijn terug zoals zij waren." in visit.text()
    assert set(Signal.objects.values_list("state", flat=True)) == {"routed"}


def test_the_bar_for_many_stays_in_sight_and_hides_no_focus(street, signals):
    visit = opened(street, width=360)
    visit.page.set_viewport_size({"width": 360, "height": 640})
    press(visit, "j", "x")
    bar = visit.page.locator(".ww-bulk").bounding_box()
    assert 0 <= bar["y"] <= 640 - bar["height"]
    press(visit, "j", "j")
    row = visit.page.evaluate(
        "(({top, bottom}) => [top, bottom])(document.activeElement.getBoundingClientRect())"
    )
    bar = visit.page.locator(".ww-bulk").bounding_box()
    assert row[1] <= bar["y"] or row[0] >= bar["y"] + bar["height"]


def test_the_map_has_a_mark_per_place_and_late_has_another_shape(street, signals):
    visit = opened(street, MAP)
    visit.page.locator("[data-ww-canvas] .ww-mark").first.wait_for(state="visible")
    round_mark = visit.page.locator("[data-ww-canvas] circle.ww-map__point")
    assert round_mark.count() == 1  # two signals of one place share a mark
    assert visit.page.locator("[data-ww-canvas] path.ww-map__point--late").count() == 1
    visit.page.locator("[data-ww-canvas] path.ww-map__point--late").click(force=True)
    link = visit.page.locator(".leaflet-popup a.ww-link")
    link.wait_for(state="visible")
    assert link.get_attribute("href") == reverse("signals:detail", args=[signals[2].subject.code])
    round_mark.click(force=True)
    visit.page.locator(".leaflet-popup a.ww-link").nth(1).wait_for(state="visible")
    assert visit.faults == []


def test_without_a_script_the_list_stands_alone_below_no_map(street, signals):
    visit = opened(street, MAP, java_script_enabled=False)
    assert not visit.page.locator("[data-ww-canvas]").is_visible()
    assert visit.page.get_by_role("link", name="Melding 3").is_visible()


@pytest.mark.parametrize("path", [LIST, MAP, CALENDAR, KEYS], ids=["list", "map", "calendar", "keys"])
@pytest.mark.parametrize("width", [360, 1280])
def test_everything_is_large_enough_and_within_the_window_with_the_filters_open(street, signals, path, width):
    visit = opened(street, path, width=width)
    for fold in visit.page.locator("main details").all():
        fold.evaluate("each => { each.open = true }")
    found = visit.page.evaluate(SMALL) + visit.page.evaluate(OUTSIDE)
    assert found == []
    assert visit.page.evaluate(TOO_WIDE) is False


def test_on_a_telephone_the_month_is_a_list_of_days_with_something(street, signals):
    due = Signal.objects.get(pk=signals[0].pk).answer_due
    visit = opened(street, f"{CALENDAR}?maand={due:%Y-%m}", width=360)
    assert visit.page.locator("td.is-empty").filter(visible=True).count() == 0
    shown = visit.page.locator("td").filter(visible=True)
    assert shown.count() >= 1
    assert all(cell.bounding_box()["width"] > 250 for cell in shown.all())
    shown.first.get_by_role("link").click()
    visit.page.wait_for_url("**/bureau/meldingen/?*dag=*")
    assert "Melding" in visit.text()
