"""Four municipalities follow one wish into a plan, each by its own way of working and in its own words (promise 6, I10, I46).

The blueprint of each is applied to the same town: what is on the screens comes from the document and from nothing else.
"""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.browser.stories import click, look_at, mail_to, press, timeline
from tests.browser.test_accessibility import Wrong
from tests.browser.test_round_trip import in_order, work
from tests.browser.visit import Street, Visit
from wijkwerk.faces.blueprints import reading
from wijkwerk.faces.blueprints.actions import apply_blueprint
from wijkwerk.ground.areas.middleware import known
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.signals.models import Signal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WISH = "Er is geen plek om te zitten bij de speeltuin. Een bankje zou fijn zijn."
ITEM = "Een bankje bij de speeltuin"
DONE = "Het bankje staat er."
# Name: kind of plan, word for an area, word for who manages it, something of this way of working alone.
TOWNS = {
    "stadskanaal": ("Projectenagenda", "wijk of dorp", "dorps- en wijkcoördinator", "groenschouw"),
    "den-helder": ("Uitvoeringsplan gebiedsgerichte aanpak", "wijk", "wijkmanager", "wijkplatform"),
    "apeldoorn": ("Stadsdeelplan", "stadsdeel", "stadsdeelmanager", "Toekomstagenda"),
    "tiel": ("Wijkprogramma", "wijk", "programmacoördinator", "wijkschouw"),
}
STRANGE = re.compile(r"\b(gebied(en)?|gebiedsmanagers?)\b", re.IGNORECASE)


def report(street: Street, email: str) -> tuple[Visit, str, Signal]:
    """A resident on a telephone, without a script; the visit, the own page and the signal."""
    visit = street.visit(java_script_enabled=False, width=360)
    visit.go("/melden/")
    visit.page.get_by_label("Wat wilt u vertellen?").fill(WISH)
    visit.page.get_by_label("Ik heb een idee").check()
    visit.page.get_by_label("Spelen en sporten").check()
    visit.send("Volgende stap")
    visit.page.get_by_label("Straat, plein of plek").fill("Lindelaan")
    visit.send("Volgende stap")
    visit.page.get_by_label("E-mail", exact=True).check()
    visit.page.get_by_label("Uw e-mailadres").fill(email)
    visit.send("Verstuur uw melding")
    link = visit.page.locator("#uw-link").get_attribute("href") or ""
    return visit, link.removeprefix(visit.site), Signal.objects.latest("received_at")


def begin(manager: Visit, kind: str, area: str, title: str) -> Plan:
    """The area manager begins a plan of this kind for Noord."""
    manager.go(reverse("plans:begin_plan"))
    click(manager, kind, exact=False)
    page = manager.page
    page.get_by_label(area[:1].upper() + area[1:], exact=True).select_option(label="– Noord")
    page.get_by_label("Naam van het plan").fill(title)
    # A document may name no term: then the municipality says until when it works with the plan.
    if not page.get_by_label("Laatste dag").input_value():
        page.get_by_label("Laatste dag").fill(f"31-12-{timezone.localdate().year + 1}")
    page.get_by_label("Welk team zorgt voor het plan?").select_option(index=1)
    manager.send("Begin het plan")
    return Plan.objects.get(title=title)


@pytest.mark.parametrize("name", TOWNS)
def test_a_wish_becomes_a_plan_in_the_words_of_the_town(street: Street, wrong: Wrong, name: str) -> None:
    """Report, plan, adopt, done; the resident, the area manager and a stranger read the town's own words."""
    kind, area, area_manager, own = TOWNS[name]
    municipality = street.town.municipality
    municipality.refresh_from_db()
    apply_blueprint(
        municipality=municipality,
        document=reading.load(name),
        by=None,
        now=timezone.now(),
        why=name,
        replace=True,
    )
    known.forget()
    email, title = f"fatima-{name}@example.org", f"{kind} van Noord"
    asker, path, signal = report(street, email)
    manager = street.visit("owner", bypass_csp=True)
    plan = begin(manager, kind, area, title)
    code = plan.subject.code

    # From the wish to an item with a term, chosen.
    manager.go(reverse("plans:put_in_plan", args=[signal.subject.code]))
    click(manager, title, exact=False)
    manager.page.get_by_label("Een nieuw punt").check()
    manager.page.get_by_label("Titel van het nieuwe punt").fill(ITEM)
    manager.send("Zet in het plan")
    item = PlanItem.objects.get(plan=plan)
    manager.go(reverse("plans:change_item", args=[item.subject.code]))
    manager.page.get_by_label("Wanneer is het klaar?").fill(f"juni {timezone.localdate().year + 1}")
    manager.send("Bewaar")
    manager.go(reverse("plans:board", args=[code]))
    press(manager, f"Kies: {ITEM}")
    look_at(manager, wrong, f"{name}: board")
    assert not STRANGE.search(manager.text().replace(title, ""))

    # Everybody reads it, it is adopted, and the asker has an answer.
    manager.go(reverse("plans:adopt_plan", args=[code]))
    manager.page.get_by_label("Wie stelde het plan vast?").fill("het college")
    manager.page.get_by_label("Op welke dag?").fill(f"{timezone.localdate():%d-%m-%Y}")
    manager.send("Leg vast en vertel het één mens")
    work()
    asker.go(path)
    in_order(timeline(asker), "U kreeg antwoord", "Ja")
    assert [each.partition(":")[0] for each in mail_to(email)] == [
        "Wij hebben uw melding", "Ja, wij gaan dit doen",
    ]  # fmt: skip

    # A stranger reads the plan, and how this town works.
    stranger = street.visit(bypass_csp=True)
    stranger.go(reverse("plans:plan", args=[code]))
    assert kind in stranger.text()
    assert ITEM in stranger.text()
    assert not STRANGE.search(stranger.text().replace(title, "").replace(kind, ""))
    look_at(stranger, wrong, f"{name}: plan")
    stranger.go(reverse("blueprints:way"))
    for summary in stranger.page.locator("main details > summary").all():
        summary.click()
    said = stranger.text()
    assert [each for each in (area_manager, own, str(reading.load(name)["year"])) if each not in said] == []
    look_at(stranger, wrong, f"{name}: way of working")

    # Done, and told.
    manager.go(reverse("plans:item_work", args=[item.subject.code]))
    click(manager, "Wij beginnen")
    manager.send("Wij zijn begonnen")
    click(manager, "Het is klaar")
    manager.page.get_by_label("Wat is er gedaan?").fill(DONE)
    manager.send("Klaar")
    work()
    asker.go(path)
    in_order(timeline(asker), "Het is klaar", DONE)
    assert mail_to(email)[-1].startswith("Het is klaar")
    assert asker.faults + manager.faults + stranger.faults == []
