"""Without a mouse, with large letters, with a thumb and on paper: every page that matters stays usable."""

from itertools import pairwise
from typing import Any

import pytest
from django.urls import reverse

from tests.browser.pages import arguments, furnish
from tests.browser.visit import TOO_WIDE, Street, Visit
from tests.house.permission_cells import Things

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "pages:home": "visitor", "pages:area": "visitor", "signals:report": "visitor", "signals:report_where": "visitor",
    "signals:report_who": "visitor", "signals:trace": "visitor", "signals:desk": "traffic", "signals:detail": "traffic",
    "signals:answer": "traffic", "signals:enter": "traffic", "blueprints:teams": "admin", "people:people": "admin",
}  # fmt: skip
TABBED = [name for name in PAGES if name not in ("signals:detail", "blueprints:teams", "people:people")]
# The control that has focus: where it stands, which it is, and how it is drawn with and without focus.
FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const card = at.closest(".ww-choice"), around = card && getComputedStyle(card);
  // An area on the map is no box: there the border of the area itself changes.
  const area = at.querySelector(":scope > path"), stroke = each => getComputedStyle(each).stroke;
  const others = area ? [...at.parentNode.querySelectorAll(":scope > a:not(:focus) > path")] : [];
  const marked = area && parseFloat(getComputedStyle(area).strokeWidth) >= 4
    && others.every(each => stroke(each) !== stroke(area));
  const column = at.closest("aside, header, .ww-cols > *, .ww-grid > *");
  const drawn = each => (each.outlineStyle !== "none" && parseFloat(each.outlineWidth) >= 2) || each.boxShadow !== "none";
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
  return {
    place: all.indexOf(at), what: at.outerHTML.slice(0, 120), top: box.top + scrollY, left: box.left, height: box.height,
    shown: box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth,
    visible: drawn(style) || Boolean(around && drawn(around)) || Boolean(marked),
    column: [...document.querySelectorAll("*")].indexOf(column), map: Boolean(at.closest("svg")),
  };
}"""
# WCAG 2.5.8: 24 by 24, unless it is a link in a sentence, or a control whose label is the target.
SMALL = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter(each => each.checkVisibility({visibilityProperty: true}) && !each.closest(".leaflet-control-attribution"))
  .filter(each => {
    const target = (each.closest("label.ww-choice") || each).getBoundingClientRect();
    if (target.width < 2 || target.height < 2) return false;
    const sentence = getComputedStyle(each).display === "inline" && each.matches("a");
    return !sentence && (target.width < 24 || target.height < 24);
  }).map(each => each.outerHTML.slice(0, 140) + " " + each.getBoundingClientRect().width + "x"
    + each.getBoundingClientRect().height)"""
CONTROLS = """() => [...document.querySelectorAll("main a[href], main button, main input:not([type=hidden]), main select,"
    + "main textarea, main summary, header a[href], header summary")]
  .filter(each => each.checkVisibility({visibilityProperty: true})).length"""
# A control that lies outside the window, or below something else when it is scrolled to.
OUTSIDE = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter(each => each.checkVisibility({visibilityProperty: true}) && !each.closest(".nl-skip-link, svg, .ww-where"))
  .filter(each => { const box = each.getBoundingClientRect(); return box.right > innerWidth + 1 || box.left < -1; })
  .map(each => each.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def things(street: Street) -> Things:
    return furnish(street.town)


def open_page(street: Street, things: Things, name: str, **options: Any) -> Visit:
    """A visitor on this page; for the later steps of a report by way of the earlier ones."""
    visit = street.visit(PAGES[name], **options)
    step = {"signals:report_where": 2, "signals:report_who": 3}.get(name, 1)
    visit.go(
        reverse("signals:report" if step > 1 else name, args=[] if step > 1 else arguments(name, things))
    )
    if step > 1:
        visit.page.get_by_label("Wat wilt u vertellen?").fill("Er wordt hard gereden.")
        visit.page.get_by_label("Verkeer en parkeren").check()
        visit.send("Volgende stap")
    if step > 2:
        visit.page.get_by_label("Of kies: ergens in").select_option(label="– Zuid")
        visit.send("Volgende stap")
    assert visit.page.url.endswith(reverse(name, args=arguments(name, things)))
    if name == "signals:report_where":
        visit.page.locator("[data-ww-canvas]").wait_for(state="visible")
    return visit


def tab_through(visit: Visit) -> list[dict[str, Any]]:
    """Press Tab from the top until the focus leaves the page."""
    stops: list[dict[str, Any]] = []
    for _ in range(150):
        visit.page.keyboard.press("Tab")
        at = visit.page.evaluate(FOCUSED)
        if at is None or (stops and at["place"] == stops[0]["place"]):
            break
        stops.append(at)
    return stops


@pytest.mark.parametrize("name", TABBED)
def test_tab_goes_through_the_page_from_top_to_bottom_and_one_sees_where_one_is(street, things, name):
    visit = open_page(street, things, name)
    stops = tab_through(visit)
    assert len(stops) >= 10
    places = [stop["place"] for stop in stops]
    assert places == sorted(places)
    assert [stop["what"] for stop in stops if not (stop["visible"] and stop["shown"])] == []
    wrong = [
        f"{after['what']} comes after {before['what']}"
        for before, after in pairwise(stops)
        if before["column"] == after["column"]
        and not after["map"]
        and after["top"] + after["height"] < before["top"]
    ]
    assert wrong == []
    assert visit.faults == []


@pytest.mark.parametrize("name", ["pages:home", "signals:desk"])
def test_the_first_tab_offers_to_skip_to_the_content(street, things, name):
    visit = open_page(street, things, name)
    visit.page.keyboard.press("Tab")
    link = visit.page.locator(".nl-skip-link")
    assert link.evaluate("each => each === document.activeElement")
    box = link.bounding_box()
    assert box["y"] >= 0
    assert box["height"] >= 24
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.id") == "inhoud"
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_menu_on_a_phone_opens_and_closes_with_the_keyboard(street, things):
    visit = open_page(street, things, "pages:home", width=360)
    summary = visit.page.locator(".ww-menu summary")
    summary.focus()
    visit.page.keyboard.press("Enter")
    assert visit.page.locator(".ww-menu nav a").first.is_visible()
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Escape")
    assert not visit.page.locator(".ww-menu nav a").first.is_visible()
    assert summary.evaluate("each => each === document.activeElement")


def test_a_whole_report_can_be_made_with_the_keyboard_alone(street, things):
    visit = street.visit()
    visit.go("/melden/")
    keys = visit.page.keyboard

    def tab_to(selector: str) -> None:
        for _ in range(60):
            if visit.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return
            keys.press("Tab")
        raise AssertionError(f"Tab does not reach {selector}")

    tab_to("#id_text")
    keys.type("De lantaarn is stuk.")
    tab_to("[name=kind]")
    keys.press("ArrowDown")
    tab_to("[name=theme]")
    keys.press("Space")
    tab_to("main button[type=submit]")
    keys.press("Enter")
    visit.page.wait_for_url("**/waar/")
    tab_to("#id_words")
    keys.type("bij de brug")
    tab_to("button[form=waar]")
    keys.press("Enter")
    visit.page.wait_for_url("**/wie/")
    tab_to("[name=contact]")
    keys.press("Space")
    keys.press("ArrowUp")
    tab_to("main button[type=submit]")
    keys.press("Enter")
    visit.page.wait_for_url("**/klaar/")
    assert visit.faults == []


@pytest.mark.parametrize("name", PAGES)
def test_targets_are_large_enough_and_twice_as_large_letters_lose_nothing(street, things, name):
    visit = open_page(street, things, name)
    found = visit.page.evaluate(SMALL)
    shown = visit.page.evaluate(CONTROLS)
    # Zooming in to 200 % in a window of 1280 pixels is the same as a window of 640 CSS pixels.
    visit.page.set_viewport_size({"width": 640, "height": 450})
    found += visit.page.evaluate(SMALL) + [f"outside: {each}" for each in visit.page.evaluate(OUTSIDE)]
    found += ["one must scroll sideways at 200 %"] if visit.page.evaluate(TOO_WIDE) else []
    menu = visit.page.locator(".ww-menu summary")
    if menu.count():
        menu.click()
    assert visit.page.evaluate(CONTROLS) >= shown
    # And letters of twice the size in that same window, as some set them in their browser.
    visit.page.evaluate("document.documentElement.style.fontSize = '200%'")
    found += ["one must scroll sideways with large letters"] if visit.page.evaluate(TOO_WIDE) else []
    assert found == []


@pytest.mark.parametrize("name", ["pages:area", "signals:trace", "signals:detail", "signals:letters"])
def test_on_paper_there_is_the_content_and_no_menu(street, things, name):
    visit = street.visit(PAGES.get(name, "traffic"))
    visit.go(reverse(name, args=arguments(name, things)))
    visit.page.emulate_media(media="print")
    for part in (".ww-nav", ".ww-menu", ".ww-footer", ".nl-button", ".nl-skip-link", ".ww-crumbs"):
        shown = visit.page.locator(part).filter(visible=True)
        assert shown.count() == 0, part
    if name != "signals:letters":  # there the letters are on paper and nothing else
        assert visit.page.locator("h1").is_visible()
    assert len(visit.text()) > 20
    assert visit.page.evaluate(TOO_WIDE) is False
