"""From a wish to a plan to done with the keyboard alone: the resident and the area manager never touch a mouse (promise 3)."""

from datetime import date

import pytest
from django.utils import timezone

from tests.browser.keys import Keys
from tests.browser.stories import card, mail_to, timeline
from tests.browser.test_round_trip import in_order, work
from tests.browser.visit import Street, Visit
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.signals.models import Signal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAIL = "fatima@example.org"
WISH = "Er is geen plek om te zitten bij de speeltuin. Een bankje zou fijn zijn."
ITEM = "Een bankje bij de speeltuin"
DONE = "Het bankje staat er sinds vandaag."


def reported(street: Street) -> str:
    """A resident reports a wish; the address of the page to follow it."""
    visit = street.visit()
    visit.go("/melden/")
    keys = Keys(visit)
    keys.to("Wat wilt u vertellen?")
    visit.page.keyboard.type(WISH)
    keys.tick("Ik heb een idee")
    keys.tick("Spelen en sporten")
    keys.enter("Volgende stap")
    keys.type("Straat, plein of plek", "Lindelaan bij de speeltuin")
    keys.enter("Volgende stap")
    keys.type("Uw naam", "Fatima")
    keys.tick("E-mail")
    keys.type("Uw e-mailadres", MAIL)
    keys.enter("Verstuur uw melding")
    link = visit.page.locator("#uw-link").get_attribute("href") or ""
    assert visit.faults == []
    return link.removeprefix(visit.site)


def plan_begun(manager: Visit, keys: Keys) -> Plan:
    """The area manager begins an agenda."""
    manager.go("/bureau/plannen/")
    keys.enter("Begin een plan")
    keys.enter("Wijkagenda")
    keys.choose("Gebied", "– Noord")
    keys.type("Naam van het plan", "Agenda van Noord")
    keys.choose("Welk team zorgt voor het plan?", "Gebiedsteam")
    keys.enter("Begin het plan")
    return Plan.objects.get(title="Agenda van Noord")


def test_a_wish_becomes_a_promise_and_is_done_by_keyboard_alone(street: Street) -> None:
    """Report, put in a plan, choose, fill in the term, show, adopt, finish; the resident reads each of them."""
    path = reported(street)
    signal = Signal.objects.get()
    asker = street.visit()
    manager = street.visit("owner")
    keys = Keys(manager)
    plan = plan_begun(manager, keys)

    # From the signal into the plan, as a new item.
    manager.go(f"/bureau/melding/{signal.subject.code}/")
    keys.enter("Zet in een plan")
    keys.enter("Agenda van Noord")
    keys.tick("Een nieuw punt")
    keys.type("Titel van het nieuwe punt", ITEM)
    keys.enter("Zet in het plan")
    item = PlanItem.objects.get()
    assert (item.origin, item.origin_subject_id) == ("signal", signal.pk)

    # To the item, its term and its place.
    keys.enter(ITEM)
    keys.enter("Vul aan of verander")
    keys.type("Wanneer is het klaar?", f"juni {timezone.localdate().year + 1}")
    keys.type("Waaraan ziet u dat het gelukt is?", "Er staat een bankje.")
    keys.enter("Bewaar")
    keys.enter("Bord", back=True)
    keys.enter(f"Kies: {ITEM}")

    # Everybody reads the proposal; then it is adopted, and the asker has an answer with a promise.
    keys.enter("Agenda van Noord", back=True)
    keys.enter("Laat het plan aan iedereen zien")
    keys.enter("Ja, laat het zien")
    asker.go(path)
    assert "Uw wens staat in een plan" in asker.text()
    assert "Voorgesteld" in asker.text() or "Gekozen" in asker.text()
    keys.enter("Het is vastgesteld")
    assert "Eén mens krijgt bericht" in manager.text()
    keys.type("Wie stelde het plan vast?", "het college van burgemeester en wethouders")
    keys.type("Op welke dag?", f"{timezone.localdate():%d-%m-%Y}")
    keys.enter("Leg vast en vertel het één mens")
    plan.refresh_from_db()
    item.refresh_from_db()
    assert (plan.state, plan.version) == ("adopted", 1)
    assert item.due_until == date(timezone.localdate().year + 1, 6, 30)
    asker.go(path)
    in_order(timeline(asker), "U kreeg antwoord", "Ja")

    # Done: the promise is kept, and the asker hears it.
    manager.go("/bureau/plannen/")
    keys.enter("Agenda van Noord")
    keys.enter("Naar het bord")
    keys.enter(f"Begin: {ITEM}")
    keys.enter(f"Klaar: {ITEM}")
    keys.type("Wat is er gedaan?", DONE)
    keys.enter("Klaar")
    work()
    asker.go(path)
    in_order(timeline(asker), "U kreeg antwoord", "Het is klaar", DONE)
    assert "Klaar" in card(asker, "Uw wens staat in een plan")
    # One letter for each thing that happened, and none twice.
    letters = [each.partition(":")[0] for each in mail_to(MAIL)]
    assert letters == ["Wij hebben uw melding", "Ja, wij gaan dit doen", "Het is klaar"]

    # And the resident walks from the wish to the plan, by keyboard as well.
    resident = Keys(asker)
    resident.enter("Van straat naar visie")
    assert ITEM in asker.text()
    assert asker.faults + manager.faults == []
