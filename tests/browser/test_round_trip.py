"""From the street to the town hall and back, in a real browser under the strict policy: nothing breaks, nobody is forgotten."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from PIL import Image

from tests.browser.visit import Street, Visit
from wijkwerk.ground.kit import outbox, worker
from wijkwerk.ground.letters.models import Letter
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals.actions import publishing
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.places import place_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "Auto's rijden hier veel te hard langs de school. Een kind viel bijna."
MAIL = "fatima@example.org"


def work(now: datetime | None = None) -> None:
    """What the worker does in a minute: its clocks, then everything that is due."""
    moment = now or timezone.now()
    assert worker.run_clocks(now=moment) == 0
    while outbox.do_due(now=moment + timedelta(seconds=1)):
        pass


def photo() -> dict[str, Any]:
    """A photo as a telephone makes it."""
    made = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(made, "JPEG")
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


def what(visit: Visit, text: str = TEXT) -> None:
    """Step 1."""
    visit.go("/melden/")
    visit.page.get_by_label("Wat wilt u vertellen?").fill(text)
    visit.page.get_by_label("Ik maak mij zorgen").check()
    visit.page.get_by_label("Verkeer en parkeren").check()
    visit.send("Volgende stap")


def who(visit: Visit, button: str = "Verstuur uw melding", name: str = "Fatima", email: str = MAIL) -> None:
    """Step 3, without the photo."""
    visit.page.get_by_label("Uw naam").fill(name)
    visit.page.get_by_label("E-mail", exact=True).check()
    visit.page.get_by_label("Uw e-mailadres").fill(email)
    visit.send(button)


def report_plainly(visit: Visit, *, with_photo: bool = False) -> str:
    """Report in three steps with words for the place; the path of the trace page."""
    what(visit)
    visit.page.get_by_label("Straat, plein of plek").fill("Lindelaan")
    visit.send("Volgende stap")
    if visit.page.get_by_text("In de buurt is al iets gemeld.").count():
        visit.send("Volgende stap")
    if with_photo:
        visit.page.get_by_label("Een foto").set_input_files(photo())
    who(visit)
    assert "Wij hebben uw melding" in visit.text()
    link = visit.page.locator("#uw-link").get_attribute("href") or ""
    assert link.startswith(f"{visit.site}/spoor/")
    return link.removeprefix(visit.site)


def signal_of(path: str, street: Street) -> Signal:
    """The signal that a trace page is about."""
    visit = street.visit()
    visit.go(path)
    code = visit.page.locator(".ww-publiccode").first.inner_text()
    return Signal.objects.get(subject__code=code)


def letters_of(who: Asker) -> list[str]:
    """The kinds of the letters that left for this asker, in order."""
    sent = Letter.objects.filter(asker=who.pk, state="sent").order_by("made_at", "id")
    return list(sent.values_list("kind", flat=True))


def in_order(text: str, *parts: str) -> None:
    """Each part is in the text, after the one before it."""
    at = 0
    for part in parts:
        found = text.find(part, at)
        assert found >= 0, f"{part!r} is not in the text after place {at}:\n{text}"
        at = found + len(part)


def test_without_a_script_three_steps_give_a_receipt_a_link_and_a_checked_photo(street):
    visit = street.visit(java_script_enabled=False)
    path = report_plainly(visit, with_photo=True)
    assert "Verkeer" in visit.text()
    assert MAIL in visit.text()
    visit.go(path)
    assert "Wij controleren uw foto nog." in visit.text()
    assert visit.page.locator("main img").count() == 0

    assert worker.run(once=True) == 0
    # Colleagues who wait for work hear of it as well; what is for the resident goes to the resident alone.
    (receipt,) = [letter for letter in mail.outbox if letter.to == [MAIL]]
    assert path in receipt.body
    assert not any(path in letter.body for letter in mail.outbox if letter is not receipt)
    visit.go(path)
    shown = visit.page.locator("main img.ww-photo")
    answer = visit.page.request.get(visit.site + str(shown.get_attribute("src")))
    assert answer.status == 200
    assert answer.headers["content-type"] in ("image/jpeg", "image/webp")
    assert TEXT in visit.text()
    assert visit.faults == []


def test_with_a_script_the_pin_follows_a_click_and_the_keys(street):
    visit = street.visit()
    what(visit)
    canvas = visit.page.locator("[data-ww-canvas]")
    canvas.wait_for(state="visible")
    lon = visit.page.locator("#id_lon")
    box = canvas.bounding_box()
    canvas.click(position={"x": box["width"] / 3, "y": box["height"] / 3})
    said = visit.page.locator("[data-ww-said]")
    assert said.inner_text() == "De speld staat in Lindebuurt."
    clicked = float(lon.input_value())

    visit.page.get_by_role("button", name="Haal de speld weg").click()
    assert lon.input_value() == ""
    canvas.focus()
    visit.page.keyboard.press("Enter")
    middle = float(lon.input_value())
    for _ in range(3):
        visit.page.keyboard.press("ArrowRight")
    assert clicked < middle < float(lon.input_value())
    visit.send("Volgende stap")
    assert "De speld op de kaart" in visit.text()
    visit.page.get_by_label("Een foto").set_input_files(photo())
    visit.page.locator("canvas.ww-photo").wait_for(state="visible")
    visit.page.get_by_label("Geen bericht").check()
    visit.send("Verstuur uw melding")
    assert "Wij hebben uw melding" in visit.text()
    assert "Kijk zelf met de link" in visit.text()
    assert visit.faults == []


def test_a_pin_near_a_public_signal_shows_it_and_who_joins_gets_a_link(street):
    town, visit = street.town, street.visit()
    what(visit, "De bank is stuk.")
    canvas, spot = visit.page.locator("[data-ww-canvas]"), {"x": 200, "y": 150}
    canvas.click(position=spot)
    pin = [float(visit.page.locator(name).input_value()) for name in ("#id_lon", "#id_lat")]
    # Meanwhile a colleague shows everybody a signal of that very place; then the visitor clicks once more.
    signal = town.signal(place=place_of(town.municipality, lon=pin[0], lat=pin[1]), now=timezone.now())
    words = publishing.PublicWords("Kapotte bank aan de haven", "Havenkade")
    publishing.show(signal=signal, words=words, by=town.people["traffic"], now=timezone.now())
    canvas.click(position=spot)
    near = visit.page.locator("#gemeld")
    near.get_by_role("link", name="Doe mee met: Kapotte bank aan de haven").click()
    who(visit, "Doe mee", "Joris", "joris@example.org")
    assert "Bewaar deze link" in visit.text()
    assert "Kapotte bank aan de haven" in visit.text()
    assert TEXT not in visit.text()
    assert Asker.objects.filter(subject=signal.subject).count() == 2
    assert visit.faults == []


def take_and_publish(staff: Visit, signal: Signal) -> None:
    """A colleague takes it from the desk and shows everybody a title."""
    code = signal.subject.code
    staff.go("/bureau/")
    staff.page.locator(f'a[href="/bureau/melding/{code}/neem/"]').first.click()
    staff.send("Ik heb het")
    staff.follow("Maak openbaar")
    staff.page.get_by_label("Titel voor iedereen").fill("Hard rijden bij de school")
    staff.send("Laat dit aan iedereen zien")


def answer(staff: Visit, code: str, kind: str, fields: dict[str, str]) -> None:
    """Fill in the form of an answer and send it to both askers."""
    staff.go(f"/bureau/melding/{code}/antwoord/")
    staff.page.get_by_label(kind, exact=False).first.check()
    for name, value in fields.items():
        staff.page.locator(f"#id_{name}").fill(value)
    staff.send("Verstuur aan 2 melders")
    assert staff.page.url.endswith(f"/bureau/melding/{code}/"), staff.text()


def day(moment: date) -> str:
    return moment.strftime("%d-%m-%Y")


def test_the_whole_story_from_a_report_to_not_solved_and_both_askers_hear_every_step(street, clock):
    asker = street.visit(java_script_enabled=False)
    path = report_plainly(asker)
    signal = signal_of(path, street)
    code, today = signal.subject.code, timezone.localdate()
    staff = street.visit("traffic")
    take_and_publish(staff, signal)
    neighbour = street.visit(width=360)
    neighbour.go(f"/melding/{code}/meedoen/")
    who(neighbour, "Doe mee", "Joris", "joris@example.org")
    joined = neighbour.page.url.partition("?")[0].removeprefix(street.site)

    # Yes, provided that; and it does not go through.
    answer(staff, code, "Ja, op voorwaarde dat", {
        "condition": "De raad geeft geld voor een drempel", "needed": "Een besluit over € 38.000",
        "expected": day(today + timedelta(days=20)), "what": "Een drempel bij de school",
        "due": day(today + timedelta(days=60)), "text": "Het kan als de raad geld geeft.",
    })  # fmt: skip
    asker.go(path)
    assert "Op voorwaarde dat: De raad geeft geld voor een drempel" in asker.text()
    staff.follow("Vervuld of vervallen?")
    staff.page.get_by_label("Nee, het gaat niet lukken").check()
    staff.page.get_by_label("Toelichting voor de melder").fill("De raad zei nee.")
    staff.send("Vertel het de melder")
    asker.go(path)
    in_order(asker.text(), "Opnieuw open", "Wij kijken opnieuw naar uw melding")

    # A new answer: yes. Everybody sees the promise, in the words of a colleague.
    answer(staff, code, "Ja", {
        "what": "Twee borden en een zebrapad", "due": day(today + timedelta(days=7)),
        "text": "Er komt een zebrapad in plaats van een drempel.",
    })  # fmt: skip
    staff.go(f"/bureau/melding/{code}/openbaar/")
    staff.page.locator("#id_answer").fill("Er komt een zebrapad.")
    staff.page.locator("#id_what").fill("Een zebrapad bij de school")
    staff.send("Laat dit aan iedereen zien")
    area = street.town.areas["Lindebuurt"].code
    stranger = street.visit(java_script_enabled=False)
    for public in (f"/gebied/{area}/", "/beloften/"):
        stranger.go(public)
        assert "Een zebrapad bij de school" in stranger.text()
        assert "Een kind viel bijna" not in stranger.text()
        assert "Twee borden" not in stranger.text()

    # Ten days later it is late; then there is a new date with the reason, and then it is done.
    work(clock(10))
    asker.go(path)
    in_order(asker.text(), "te laat", "Wij zijn te laat")
    stranger.go("/beloften/?stand=te-laat")
    assert "Een zebrapad bij de school" in stranger.text()
    staff = street.visit("traffic")  # ten days on, the colleague logs in again
    staff.go(f"/bureau/melding/{code}/")
    staff.follow("Andere datum")
    staff.page.get_by_label("Nieuwe datum").fill(day(timezone.localdate() + timedelta(days=5)))
    staff.page.get_by_label("Waarom wordt het een andere datum?").fill("De verf kwam te laat.")
    staff.send("Verzet de datum")
    staff.follow("Nagekomen", exact=True)
    staff.page.get_by_label("Wat is er gedaan?").fill("Het zebrapad ligt er.")
    staff.send("Ja, het is klaar")
    for public in (f"/gebied/{area}/", "/beloften/?stand=nagekomen"):
        stranger.go(public)
        in_order(stranger.text(), "Een zebrapad bij de school")

    # The asker does not agree: not solved.
    asker.go(path)
    asker.follow("Niet opgelost")
    asker.page.get_by_label("Wat is er nog niet goed?").fill("Het zebrapad ligt in de verkeerde straat.")
    asker.send("Verstuur")
    work()

    own = ("U meldde dit", "Traffic nam uw melding aan", "U kreeg antwoord")
    of_another = ("Iemand meldde dit", "Traffic nam de melding aan", "Er kwam antwoord")
    for visit, address, (first, taken, told) in ((asker, path, own), (neighbour, joined, of_another)):
        visit.go(address)
        story = visit.text().partition("Wat is er gebeurd?")[2]
        in_order(
            story, first, taken, "Ja, op voorwaarde dat", "Een voorwaarde gaat niet door",
            "De raad zei nee.", told, "Ja", "Wij zijn te laat", "Er is een nieuwe datum", "De verf kwam te laat.",
            "Het is klaar", "Het zebrapad ligt er.", "De melding ging weer open", "U krijgt antwoord",
        )  # fmt: skip
    signal.refresh_from_db()
    assert (signal.state, signal.reopened) == ("reopened", 1)
    steps = [
        "answer_yes_if",
        "condition_lapsed",
        "answer_yes",
        "promise_late",
        "promise_shifted",
        "promise_kept",
        "reopened",
    ]
    heard = {who.name: letters_of(who)[-len(steps) :] for who in Asker.objects.filter(subject=signal.subject)}
    assert heard == {"Fatima": steps, "Joris": steps}
    assert asker.faults + neighbour.faults + staff.faults == []
