"""What a page costs to fetch on a telephone: at most 90 KB without a map, at most 150 KB with one."""

import gzip
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from tests.browser.pages import arguments, furnish
from tests.browser.visit import Street, Visit
from tests.house.permission_cells import Things

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KB = 1024
# What is packed already and is sent as it is.
PACKED = ("font/", "image/webp", "image/jpeg", "image/png")


@pytest.fixture(scope="module")
def things(street: Street) -> Things:
    return furnish(street.town)


def weigh(visit: Visit, path: str) -> dict[str, int]:
    """The bytes of everything that the browser fetched for a page, each as the web server sends it: text with gzip."""
    answers: list[Any] = []
    visit.page.on("response", lambda answer: answers.append(answer))
    visit.go(path)
    visit.page.wait_for_load_state("networkidle")
    return {urlsplit(each.url).path: _sent(each) for each in answers if each.status == 200}


def _sent(answer: Any) -> int:
    body, kind = answer.body(), answer.headers.get("content-type", "")
    return len(body) if kind.startswith(PACKED) else len(gzip.compress(body, 6))


@pytest.mark.parametrize(
    "name", ["pages:home", "pages:about", "signals:report", "signals:trace", "signals:shown"]
)
def test_a_page_without_a_map_is_at_most_90_kilobytes(street, things, name):
    parts = weigh(street.visit(), reverse(name, args=arguments(name, things)))
    assert not any("/map." in part for part in parts)
    assert any(part.endswith("site.css") for part in parts)
    assert 20 * KB < sum(parts.values()) <= 90 * KB, parts


def test_the_page_of_an_area_with_its_map_is_at_most_150_kilobytes(street, things):
    parts = weigh(street.visit(), reverse("pages:area", args=arguments("pages:area", things)))
    assert any(part.endswith("/map.js") for part in parts)
    assert sum(parts.values()) <= 150 * KB, parts


def test_the_second_step_of_a_report_with_its_map_is_at_most_150_kilobytes(street, things):
    visit = street.visit()
    visit.go(reverse("signals:report"))
    visit.page.get_by_label("Wat wilt u vertellen?").fill("Er wordt hard gereden.")
    visit.page.get_by_label("Verkeer en parkeren").check()
    visit.send("Volgende stap")
    # A visitor with an empty cache who comes straight to this step.
    fresh = street.visit(storage_state=visit.page.context.storage_state())
    parts = weigh(fresh, reverse("signals:report_where"))
    assert fresh.page.locator("[data-ww-canvas]").is_visible()
    assert any(part.endswith("/map.js") for part in parts)
    assert sum(parts.values()) <= 150 * KB, parts


def test_a_page_asks_nothing_of_another_site(street, things):
    visit, hosts = street.visit(), set()
    visit.page.on("request", lambda asked: hosts.add(urlsplit(asked.url).netloc))
    for name in ("pages:home", "pages:area", "signals:report", "signals:trace"):
        visit.go(reverse(name, args=arguments(name, things)))
    assert hosts == {urlsplit(street.site).netloc}
    assert visit.faults == []
