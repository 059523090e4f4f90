"""A round: residents are asked, see why a wish falls out, what stands in the plan and what came of it (Q6, T4, T25)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.browser.stories import card, click, has_it, look_at, mail_to, press, said_at, timeline
from tests.browser.test_accessibility import Wrong
from tests.browser.test_round_trip import in_order, work
from tests.browser.visit import Street, Visit
from wijkwerk.work.plans.models import Plan, PlanItem, Round
from wijkwerk.work.plans.tests.conftest import begin

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ASK = "Wat moet er volgend jaar gebeuren in Noord?"
NO = "Het geld van dit jaar is op. In de lente is er weer geld."
WHY = "Iedereen heeft al gereageerd."
PRIVATE = "Mijn zoon van zes durft niet over te steken."


def wish(street: Street, plan: Plan, text: str, email: str, *, width: int = 1280) -> tuple[Visit, str]:
    """A resident without a script and without an account; the visit and the address of the own page."""
    visit = street.visit(java_script_enabled=False, width=width)
    visit.go(reverse("plans:round", args=[plan.subject.code]))
    assert ASK in visit.text()
    visit.page.get_by_label("Wat wenst u?").fill(text)
    visit.page.get_by_label("Waar gaat het over?").select_option(label="Verkeer en parkeren")
    visit.page.get_by_label("Straat, plein of plek").fill("Lindelaan")
    visit.page.get_by_label("E-mail", exact=True).check()
    visit.page.get_by_label("Uw e-mailadres").fill(email)
    visit.send("Geef uw wens door")
    return visit, visit.page.url.partition("?")[0].removeprefix(street.site)


def onward(manager: Visit, plan: Plan, button: str, *, asks: bool = True) -> None:
    """The manager goes on to the next step; sooner than the dates say, and then says why."""
    manager.go(reverse("plans:round_work", args=[plan.subject.code]))
    click(manager, button)
    if asks:
        manager.page.get_by_label("Waarom gaat u nu al verder?").fill(WHY)
    manager.send(button)


def test_from_the_question_to_what_came_of_it(street: Street, wrong: Wrong) -> None:
    """One wish becomes an item and is done, another falls out with its reason; both residents hear it, everybody reads it."""
    town = street.town
    plan = begin(town, title="Agenda van Noord 2027")
    code = plan.subject.code
    manager = street.visit("owner", bypass_csp=True)
    manager.go(reverse("plans:work", args=[code]))
    click(manager, "Ronde met bewoners", exact=False)
    click(manager, "Begin een ronde")
    manager.send("Begin de ronde")
    assert "Schrijf" in said_at(manager, "Wat vraagt u aan bewoners?")
    manager.page.get_by_label("Wat vraagt u aan bewoners?").fill(ASK)
    look_at(manager, wrong, "open a round")
    manager.send("Begin de ronde")
    assert Round.objects.get().step == "call"

    first, yes_path = wish(street, plan, f"{PRIVATE} Ik wil een drempel.", "fatima@example.org")
    second, no_path = wish(street, plan, "Een tunnel onder de weg.", "joris@example.org", width=360)
    assert "Ronde: Agenda van Noord 2027" in first.text()
    stranger = street.visit(bypass_csp=True)
    stranger.go(reverse("plans:round", args=[code]))
    assert "2 wensen doen mee" in stranger.text()
    assert PRIVATE not in stranger.text()
    look_at(stranger, wrong, "round as everybody reads it: call")

    # Filter: one goes on, one falls out; without a reason it does not.
    onward(manager, plan, "Begin met bekijken")
    look_at(manager, wrong, "round to work on: filter")
    click(manager, "Bekijk de volgende wens")
    look_at(manager, wrong, "judge a wish")
    for _ in range(2):
        if "tunnel" in manager.text():
            manager.page.get_by_label("Valt af").check()
            manager.send("Bewaar")
            assert said_at(manager, "Waarom valt hij af?") == "Kies waarom deze wens afvalt."
            manager.page.get_by_label("Waarom valt hij af?").select_option(label="Hier is nu geen geld voor")
            manager.page.get_by_label("Leg het uit").fill(NO)
        else:
            manager.page.get_by_label("Gaat door").check()
        manager.send("Bewaar")
    work()
    second.go(no_path)
    in_order(timeline(second), "U kreeg antwoord", "Nee, want")
    assert NO in second.text()
    has_it(first, yes_path, "Verkeer")
    stranger.go(reverse("plans:round", args=[code]))
    assert "Hier is nu geen geld voor" in stranger.text()
    look_at(stranger, wrong, "round as everybody reads it: filter")

    # Place and choose, then the plan is adopted and the wish is a promise.
    onward(manager, plan, "Begin met plaatsen")
    click(manager, "Zet in het plan", exact=False)
    manager.page.get_by_label("Een nieuw punt").check()
    manager.page.get_by_label("Titel van het nieuwe punt").fill("Een drempel in de Lindelaan")
    look_at(manager, wrong, "place a wish")
    manager.send("Zet in het plan")
    item = PlanItem.objects.get()
    manager.go(reverse("plans:change_item", args=[item.subject.code]))
    manager.page.get_by_label("Wanneer is het klaar?").fill(f"juni {timezone.localdate().year + 1}")
    manager.send("Bewaar")
    manager.go(reverse("plans:board", args=[code]))
    press(manager, "Kies: Een drempel in de Lindelaan")
    onward(manager, plan, "Klaar voor vaststellen")
    manager.go(reverse("plans:adopt_plan", args=[code]))
    manager.page.get_by_label("Wie stelde het plan vast?").fill("het college")
    manager.page.get_by_label("Op welke dag?").fill(f"{timezone.localdate():%d-%m-%Y}")
    look_at(manager, wrong, "adopt after a round")
    manager.send("Leg vast en vertel het één mens")
    first.go(yes_path)
    in_order(timeline(first), "U kreeg antwoord", "Ja")

    # Account: everybody reads how many wishes there were and what came of them; done is told.
    onward(manager, plan, "Laat zien wat ervan komt", asks=False)
    manager.go(reverse("plans:item_work", args=[item.subject.code]))
    click(manager, "Wij beginnen")
    manager.send("Wij zijn begonnen")
    click(manager, "Het is klaar")
    manager.page.get_by_label("Wat is er gedaan?").fill("De drempel ligt er.")
    manager.send("Klaar")
    work()
    first.go(yes_path)
    in_order(timeline(first), "Het is klaar", "De drempel ligt er.")
    stranger.go(reverse("plans:round", args=[code]))
    came = card(stranger, "Wat kwam ervan?")
    in_order(
        came, "Wensen samen\t2", "Daarvan in het plan\t1", "Afgevallen\t1", "Hier is nu geen geld voor: 1"
    )
    look_at(stranger, wrong, "round as everybody reads it: account")
    assert [each for each in mail_to("fatima@example.org") if "klaar" in each]
    stranger.go(reverse("plans:round_work", args=[code]))
    assert "Deze pagina is er niet" in stranger.text()
    assert first.faults + second.faults == []


def test_one_finds_the_round_from_the_plans_and_staff_see_how_often_people_were_asked(
    street: Street, wrong: Wrong
) -> None:
    """A stranger comes from the list of plans; an area manager sees the count of the last year (T25)."""
    stranger = street.visit(bypass_csp=True)
    stranger.go("/plannen/")
    click(stranger, "Agenda van Noord 2027")
    click(stranger, "Wat kwam er van uw wensen?")
    assert "Wat kwam ervan?" in stranger.text()
    manager = street.visit("owner", bypass_csp=True)
    manager.go(reverse("plans:asked"))
    row = manager.page.get_by_role("row").filter(has_text="Noord").first.inner_text()
    assert "1" in row
    look_at(manager, wrong, "how often people were asked")
