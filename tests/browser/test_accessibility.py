"""No page has a barrier that axe can find, wide or narrow, and none makes one scroll sideways: WCAG 2.2 AA on all of them."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.browser.pages import NO_PAGE, PAGES, PASSWORD, STATUS, WALKED, arguments, furnish
from tests.browser.test_passkey import KEY
from tests.browser.visit import TOO_WIDE, Street, Visit, barriers
from tests.house.permission_cells import Things, all_names

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHUNKS = 6
WIDTHS = (1280, 360)
NARROW = 320
Wrong = dict[str, list[str]]
NO_STEP = ("visitor", "resident", "neighbour")


@pytest.fixture(scope="module")
def things(street: Street) -> Things:
    return furnish(street.town)


def look(visit: Visit, wrong: Wrong, name: str) -> None:
    """Look at the page as it is now, at each width."""
    found = [f"{width}: {each}" for width in WIDTHS for each in barriers(visit.page, width)]
    visit.page.set_viewport_size({"width": NARROW, "height": 900})
    found += [f"{NARROW}: one must scroll sideways"] if visit.page.evaluate(TOO_WIDE) else []
    visit.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    if found:
        wrong[name] = found


def test_every_address_is_looked_at_or_said_to_be_no_page():
    looked_at = [name for _, name in PAGES] + sorted(WALKED) + sorted(NO_PAGE)
    assert sorted(looked_at) == all_names()


def test_axe_finds_a_barrier_where_there_is_one(street):
    visit = street.visit(bypass_csp=True)
    wrong: Wrong = {}
    visit.go(reverse("pages:about"))
    visit.page.evaluate("""document.querySelector("main").insertAdjacentHTML("beforeend",
      '<img src="/favicon.ico"><a href="/a">a</a><a href="/b">b</a><p class="ww-nw">' + "breed ".repeat(99) + '</p>')""")
    look(visit, wrong, "made wrong")
    found = " ".join(wrong["made wrong"])
    for words in ("1280: image-alt", "360: image-alt", "target-size", "320: one must scroll sideways"):
        assert words in found


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_page_has_a_barrier(street, things, chunk):
    visits: dict[str, Visit] = {}
    wrong: Wrong = {}
    for part, name in PAGES[chunk::CHUNKS]:
        if part not in visits:
            visits[part] = street.visit(part, second_step=part not in NO_STEP, bypass_csp=True)
        visit, path = visits[part], reverse(name, args=arguments(name, things))
        answer = visit.go(path)
        if answer.status != STATUS.get(name, 200) or not answer.url.endswith(path):
            wrong[name] = [f"{answer.status} at {answer.url}"]
            continue
        look(visit, wrong, name)
    assert wrong == {}


@pytest.fixture
def seen(street: Street, things: Things) -> Iterator[tuple[Visit, Wrong]]:
    """A visitor on a walk, and what was wrong on the way; at the end nothing is."""
    wrong: Wrong = {}
    yield street.visit(bypass_csp=True), wrong
    assert wrong == {}


def test_the_steps_of_a_report_have_no_barrier_empty_wrong_and_done(seen, street):
    visit, wrong = seen
    visit.go("/melden/")
    visit.send("Volgende stap")
    look(visit, wrong, "what, nothing filled in")
    visit.page.get_by_label("Wat wilt u vertellen?").fill("Er wordt hard gereden. Bel 06 12345678.")
    visit.page.get_by_label("Verkeer en parkeren").check()
    visit.send("Volgende stap")
    assert "Lees dit voor u verstuurt" in visit.text()
    look(visit, wrong, "what, with a telephone number")
    visit.send("Volgende stap")
    visit.page.locator("[data-ww-canvas]").click(position={"x": 200, "y": 150})
    look(visit, wrong, "where, with a pin")
    visit.page.get_by_role("button", name="Haal de speld weg").click()
    visit.send("Volgende stap")
    look(visit, wrong, "where, nothing filled in")
    visit.page.get_by_label("Straat, plein of plek").fill("Lindelaan")
    visit.send("Zoek deze plek")
    look(visit, wrong, "where, found")
    visit.send("Volgende stap")
    if visit.page.url.endswith("/waar/"):
        visit.send("Volgende stap")
    look(visit, wrong, "who")
    visit.send("Verstuur uw melding")
    look(visit, wrong, "who, nothing filled in")
    visit.page.get_by_label("Geen bericht").check()
    visit.send("Verstuur uw melding")
    assert "Wij hebben uw melding" in visit.text()
    look(visit, wrong, "done")


EMPTY = {
    "signals:forward": "Stuur door", "signals:redirect": "Stuur door", "signals:register": "Bewaar het kenmerk",
    "signals:unforward": "Haal het terug", "signals:mark_urgent": "Ja, spoed",
    "signals:answer": "Verstuur aan de melder", "signals:enter": "Bewaar de melding",
    "signals:publish": "Laat dit aan iedereen zien", "signals:settle_condition": "Vertel het de melder",
    "signals:shift_promise": "Verzet de datum", "signals:give": "Vraag het",
}  # fmt: skip


def test_the_forms_of_the_desk_say_what_is_missing_without_a_barrier(street, things):
    visit = street.visit("traffic", bypass_csp=True)
    wrong: Wrong = {}
    for name, button in EMPTY.items():
        visit.go(reverse(name, args=arguments(name, things)))
        if name == "signals:publish":
            visit.page.get_by_label("Titel voor iedereen").fill("")
        visit.send(button)
        assert visit.page.locator("[data-ww-errors]").count() == 1, name
        look(visit, wrong, name)
    assert wrong == {}


def test_a_letter_shown_before_it_is_sent_has_no_barrier(street, things):
    visit = street.visit("traffic", bypass_csp=True)
    wrong: Wrong = {}
    visit.go(reverse("signals:answer", args=arguments("signals:answer", things)))
    visit.page.get_by_label("Nee, want").check()
    visit.page.locator("#id_reason").fill("Er is geen ruimte.")
    visit.page.locator("#id_text").fill("Helaas.")
    visit.send("Bekijk de brief eerst")
    assert "Zo ziet de brief eruit" in visit.text()
    look(visit, wrong, "answer with its letter")
    assert wrong == {}


def test_forms_of_residents_and_dead_ends_have_no_barrier_when_something_is_wrong(seen, things):
    visit, wrong = seen
    visit.go(reverse("signals:join", args=arguments("signals:join", things)))
    visit.send("Doe mee")
    look(visit, wrong, "join, nothing filled in")
    visit.go(reverse("signals:trace_reopen", args=arguments("signals:trace_reopen", things)))
    visit.send("Verstuur")
    look(visit, wrong, "not solved, nothing filled in")
    for name, path in {"gone": "/bestaat-niet/", "dead link": "/spoor/AAAAAAAAAAAAAAAAAAAAAA/"}.items():
        assert visit.go(path).status == 404
        look(visit, wrong, name)
    visit.go("/zoek/?q=verkeer")
    look(visit, wrong, "found")
    visit.go("/zoek/?q=zzzz")
    look(visit, wrong, "nothing found")


def log_in(visit: Visit, email: str, password: str) -> None:
    visit.go(reverse("account_login"))
    visit.page.get_by_label("E-mailadres").fill(email)
    visit.page.get_by_label("Wachtwoord").fill(password)
    visit.send("Inloggen")


def test_logging_in_has_no_barrier_when_it_goes_wrong_or_asks_for_more(seen, street):
    visit, wrong = seen
    log_in(visit, "niemand@example.org", "fout")
    look(visit, wrong, "login, wrong")
    log_in(visit, street.town.people["partner"].email, PASSWORD)
    assert visit.page.url.endswith(reverse("mfa_authenticate"))
    look(visit, wrong, "second step")
    visit.page.context.clear_cookies()
    log_in(visit, street.town.people["neighbour"].email, PASSWORD)
    assert visit.page.url.endswith(reverse("account_email_verification_sent"))
    look(visit, wrong, "confirm the address")


def test_the_pages_of_a_passkey_have_no_barrier(street, things):
    visit = street.visit("elsewhere", bypass_csp=True)
    wrong: Wrong = {}
    reader = visit.page.context.new_cdp_session(visit.page)
    reader.send("WebAuthn.enable")
    reader.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    visit.go(reverse("mfa_add_webauthn"))
    visit.page.get_by_label("Inloggen met alleen deze sleutel").check()
    visit.page.get_by_role("button", name="Maak passkey").click()
    visit.page.get_by_text("Uw passkey is gemaakt.").wait_for()
    key = Authenticator.objects.get(user=street.town.people["elsewhere"], type=Authenticator.Type.WEBAUTHN)
    for name, parts in {
        "mfa_list_webauthn": [], "mfa_edit_webauthn": [key.pk], "mfa_remove_webauthn": [key.pk],
        "mfa_reauthenticate_webauthn": [],
    }.items():  # fmt: skip
        path = reverse(name, args=parts)
        assert visit.go(path).url.endswith(path)
        look(visit, wrong, name)
    assert wrong == {}


def test_the_people_of_the_demo_have_no_barrier(seen, street, monkeypatch: Any):
    visit, wrong = seen
    monkeypatch.setattr("wijkwerk.faces.demo.may.log_in_by_click", lambda request: True)
    assert visit.go(reverse("demo:people")).status == 200
    look(visit, wrong, "demo")
