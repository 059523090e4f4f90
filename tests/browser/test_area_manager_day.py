"""A day of an area manager, from logging in to the last answer in the street; after each step what the resident reads."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser.stories import (
    again,
    card,
    click,
    download,
    has_it,
    log_in_by_hand,
    look_at,
    mail_to,
    plain,
    press,
    rare,
    said_at,
    shut_out,
    timeline,
)
from tests.browser.test_accessibility import Wrong
from tests.browser.test_round_trip import day, in_order, work
from tests.browser.visit import TOO_WIDE, Street, Visit
from wijkwerk.rules.deadlines import day_words
from wijkwerk.work.answers.askers import NewAsker, link_token
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals.models import Signal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NUMBER = "06 98 76 54 32"
URGENT, LATE, NEW = (
    "Een tak hangt los boven het fietspad",
    "Het is donker op de stoep",
    "Auto's parkeren op de hoek",
)
TWIN, OTHER_TWIN = "De glasbak zit vol", "Volle glasbak bij de school"
GREEN = ("Struiken over de stoep", "Gras staat te hoog")
PARTY, BENCH, SIGN = "Een straatfeest in juni", "De bank is kapot", "Er ligt glas in de speeltuin"


def report(street: Street, title: str, theme: str, text: str = "", *, days: int = 0, **given: str) -> Signal:
    """A resident reported this so many days ago; each has an e-mail address, or as given."""
    contact, name = given.get("contact", Contact.EMAIL), given.get("name", "Fatima")
    who = NewAsker(contact, name, given.get("address", f"{theme}.{len(title)}@example.org"))
    now = timezone.now() - timedelta(days=days)
    kind = given.get("kind", "idea")
    return street.town.signal(title=title, theme=theme, kind=kind, text=text or title, askers=(who,), now=now)


@pytest.fixture(scope="module")
def here(street: Street) -> dict[str, Signal]:
    """What lies in Noord this morning, by title. The words of the first say themselves that it cannot wait."""
    glass = "De glasbak voor de school zit helemaal vol"
    made = [
        report(street, URGENT, "groen"), report(street, LATE, "verlichting", days=40),
        report(street, TWIN, "afval", glass), report(street, OTHER_TWIN, "afval", f"{glass} en er ligt glas"),
        *(report(street, title, "groen", days=3) for title in GREEN), report(street, PARTY, "ontmoeten"),
        report(street, BENCH, "spelen", contact=Contact.PHONE, address=NUMBER, name="Bep"),
        report(street, SIGN, "spelen", kind="report"), report(street, NEW, "verkeer"),
    ]  # fmt: skip
    return {signal.title: signal for signal in made}


def spoor(signal: Signal) -> str:
    """The address of the page of who reported it."""
    return f"/spoor/{link_token(Asker.objects.get(subject=signal.subject, role='reporter'))}/"


def address_of(signal: Signal) -> str:
    return Asker.objects.get(subject=signal.subject).address


def keys(visit: Visit, *each: str) -> None:
    for key in each:
        visit.page.keyboard.press(key)


def open_on_desk(visit: Visit, title: str) -> None:
    visit.go("/bureau/")
    click(visit, title)


def take_from_desk(visit: Visit, title: str) -> None:
    visit.go("/bureau/")
    click(visit, f"Neem: {title}")
    visit.send("Ik heb het")


def sees_urgent(visit: Visit, asker: Visit, signal: Signal, wrong: Wrong) -> None:
    """What cannot wait stands on top; who says "I have seen this", by the keyboard, stops the alarm."""
    assert URGENT in card(visit, "Spoed: nog niemand opende dit")
    look_at(visit, wrong, "desk in the morning")
    open_on_desk(visit, URGENT)
    look_at(visit, wrong, "urgent signal")
    visit.page.get_by_role("button", name="Ik heb dit gezien").focus()
    keys(visit, "Enter")
    visit.page.get_by_text("Nog niemand opende deze melding.").wait_for(state="hidden")
    visit.go("/bureau/")
    assert visit.page.get_by_role("heading", name="Spoed: nog niemand opende dit").count() == 0
    has_it(asker, spoor(signal), "Groen en water")


def asks(visit: Visit, asker: Visit, signal: Signal) -> None:
    """A question to the asker: the term stands still, and both see it."""
    due = day_words(again(signal).answer_due)
    has_it(asker, spoor(signal), "Owner", "gebiedsmanager, Gebiedsteam")
    in_order(plain(asker.text()), f"U krijgt antwoord uiterlijk {due}", "Owner nam uw melding aan")
    click(visit, "Stel de melder een vraag")
    visit.page.get_by_label("Uw vraag").fill("Op welke hoek is het?")
    visit.send("Stel de vraag")
    assert "Zo lang staat de tijd stil." in card(visit, "Vragen en berichten")
    has_it(asker, spoor(signal), "Owner")
    assert "Wij wachten eerst op uw antwoord." in asker.text()
    assert f"U krijgt antwoord uiterlijk {due}" not in plain(asker.text())


def asker_replies(visit: Visit, asker: Visit, signal: Signal, wrong: Wrong) -> None:
    """The asker answers without a script; it is back on the desk, with a term, until somebody read it."""
    asker.page.get_by_label("Uw antwoord").fill("Op de hoek bij de bakker.")
    asker.send("Verstuur uw antwoord")
    assert "Wij hebben uw bericht." in asker.text()
    in_order(
        timeline(asker), "Wij stelden u een vraag", "Wij kregen antwoord op onze vraag", "U krijgt antwoord"
    )
    visit.go("/bureau/")
    click(visit, "Berichten 1")
    look_at(visit, wrong, "list of messages")
    click(visit, NEW)
    assert "Op de hoek bij de bakker." in card(visit, "Vragen en berichten")
    look_at(visit, wrong, "signal with a reply")
    visit.send("Ik heb het gelezen")
    visit.go("/bureau/")
    assert visit.page.get_by_role("link", name="Berichten 1").count() == 0


def test_the_morning_what_cannot_wait_what_is_new_and_a_question(
    street: Street, here: dict[str, Signal], wrong: Wrong
) -> None:
    """She logs in, sees what is urgent, late and new, takes one and asks; the asker answers and reads each step."""
    visit, asker = log_in_by_hand(street, "owner", bypass_csp=True), street.visit(java_script_enabled=False)
    assert visit.page.url == f"{street.site}/bureau/"
    assert "Dag Owner." in visit.text()
    assert LATE in card(visit, "Ligt te lang")
    assert NEW in card(visit, "Nieuw")
    sees_urgent(visit, asker, here[URGENT], wrong)
    take_from_desk(visit, NEW)
    asks(visit, asker, here[NEW])
    asker_replies(visit, asker, here[NEW], wrong)
    assert again(here[NEW]).answer_due is not None
    assert visit.faults == []


def merges(visit: Visit, asker: Visit, here: dict[str, Signal], wrong: Wrong) -> None:
    """Two reports of one thing: found, laid side by side, merged; both askers go on with one answer."""
    one, two = here[TWIN], here[OTHER_TWIN]
    open_on_desk(visit, TWIN)
    rare(visit, "Lijkt deze melding op een andere?")
    click(visit, f"Voeg samen met: {OTHER_TWIN}")
    look_at(visit, wrong, "two signals side by side")
    visit.send("Voeg samen")
    assert one.subject.code in card(visit, "Hoort bij elkaar")
    has_it(asker, f"/spoor/{link_token(Asker.objects.get(came_from=one.subject))}/", "Wijkbeheer")
    assert f"Uw melding ging samen met {two.subject.code}" in timeline(asker)
    has_it(asker, spoor(two), "Wijkbeheer")
    assert "Iemand anders meldde hetzelfde" in timeline(asker)


def marks_more(visit: Visit, asker: Visit, signal: Signal, wrong: Wrong) -> None:
    """A mark for colleagues: without a word it is not made, and the asker reads nothing of it."""
    visit.go(f"/bureau/melding/{signal.subject.code}/")
    rare(visit, "Hier is meer aan de hand")
    press(visit, "Zet het teken")
    assert said_at(visit, "Wat ziet u?").endswith("Schrijf kort wat u ziet.")
    look_at(visit, wrong, "more is going on, nothing filled in")
    visit.page.get_by_label("Wat ziet u?").fill("De derde keer deze maand.")
    press(visit, "Zet het teken")
    visit.go("/bureau/")
    assert OTHER_TWIN in card(visit, "Hier is meer aan de hand")
    look_at(visit, wrong, "desk at noon")
    has_it(asker, spoor(signal), "Wijkbeheer")
    assert "derde keer" not in asker.text()


def gives_away(visit: Visit, asker: Visit, signal: Signal) -> None:
    """To a department, with a reason: until they say yes it stays where it is."""
    open_on_desk(visit, LATE)
    keys(visit, "g")
    visit.page.wait_for_url("**/geef/")
    visit.page.get_by_label("Aan wie?").select_option(label="Veiligheid, heel het team")
    visit.page.get_by_label("Waarom geeft u het door?").fill("De kinderen durven er niet langs.")
    visit.page.get_by_role("button", name="Vraag het").focus()
    keys(visit, "Enter")
    visit.page.get_by_role("heading", name="Gevraagd aan Veiligheid").wait_for()
    has_it(asker, spoor(signal), "Wijkbeheer")
    assert "Wij vroegen Veiligheid om uw melding over te nemen" in timeline(asker)
    assert "durven" not in asker.text()


def keeps_a_list(visit: Visit, wrong: Wrong) -> None:
    """A filter that one wants to see again, as a list, on the map and by the day."""
    visit.go("/bureau/")
    click(visit, "Alle meldingen")
    visit.page.get_by_text("Filter en volgorde", exact=True).click()
    visit.page.get_by_label("Thema").select_option(label="Groen en bomen")
    visit.send("Laat zien")
    visit.page.get_by_text("Bewaar deze lijst", exact=True).click()
    visit.page.locator("details[open] form[action$='/lijsten/'] input[name=name]").fill("Groen in Noord")
    visit.send("Bewaar")
    look_at(visit, wrong, "own lists")
    visit.go("/bureau/")
    click(visit, "Groen in Noord")
    for title in GREEN:
        assert title in visit.text()
    assert TWIN not in visit.text()
    click(visit, "Kaart")
    visit.page.locator("[data-ww-canvas] .ww-mark").first.wait_for(state="visible")
    assert GREEN[0] in card(visit, "Dezelfde meldingen in een lijst")
    click(visit, "Kalender")
    look_at(visit, wrong, "calendar of an own list")
    with visit.page.expect_navigation(url="**dag=**"):
        visit.page.locator("main td a").first.click()
    assert GREEN[0] in visit.text() or URGENT in visit.text()


def many_at_once(visit: Visit, asker: Visit, here: dict[str, Signal], wrong: Wrong) -> None:
    """Tick two by the keyboard, take them, and take that back: the asker reads both, and is never without somebody."""
    visit.go("/bureau/")
    click(visit, "Groen in Noord")
    for _ in range(10):
        keys(visit, "j")
        if visit.page.evaluate("document.activeElement.textContent.trim()") == GREEN[1]:
            break
    keys(visit, "x", "j", "x")
    assert visit.page.locator("[data-ww-ticked]").inner_text() == "2 aangevinkt"
    visit.page.get_by_label("Met wat u aanvinkt").select_option(label="Neem ze zelf")
    visit.send("Ga verder")
    look_at(visit, wrong, "take many")
    visit.send("Ik heb ze")
    assert "U heeft 2 meldingen genomen." in visit.text()
    look_at(visit, wrong, "many were taken")
    for title in GREEN:
        has_it(asker, spoor(here[title]), "Owner", "Gebiedsteam")
    visit.send("Maak dit ongedaan")
    assert "2 meldingen zijn terug zoals zij waren." in visit.text()
    look_at(visit, wrong, "many were put back")
    for title in GREEN:
        has_it(asker, spoor(here[title]), "Groen en water")
        in_order(timeline(asker), "Owner nam uw melding aan", "Wij draaiden de vorige stap terug")


def test_at_noon_two_become_one_and_many_are_taken_and_put_back(
    street: Street, here: dict[str, Signal], wrong: Wrong
) -> None:
    """Merge, mark, give away, keep a list, look at map and calendar, and one step on many: by hand and by keys."""
    visit, asker = street.visit("owner", bypass_csp=True), street.visit(java_script_enabled=False)
    merges(visit, asker, here, wrong)
    marks_more(visit, asker, here[OTHER_TWIN], wrong)
    gives_away(visit, asker, here[LATE])
    keeps_a_list(visit, wrong)
    many_at_once(visit, asker, here, wrong)
    assert [fault for fault in visit.faults if "422" not in fault] == []  # a form that came back is no fault


def says_yes(visit: Visit, asker: Visit, signal: Signal, wrong: Wrong) -> None:
    """Yes with a date, after reading the letter; the asker gets that very letter, and the promise on the page."""
    due = timezone.localdate() + timedelta(days=60)
    open_on_desk(visit, PARTY)
    keys(visit, "a")
    visit.page.wait_for_url("**/antwoord/")
    visit.page.get_by_label("Ja", exact=False).first.check()
    visit.page.get_by_label("Wat gaan wij doen?").fill("De straat is een dag van u")
    visit.page.get_by_label("Wanneer is het klaar?").fill(day(due))
    visit.page.get_by_label("Uw uitleg aan de melder").fill("Leuk plan. De straat gaat die dag dicht.")
    visit.send("Bekijk de brief eerst")
    letter = plain(visit.page.locator(".ww-letter").inner_text())
    in_order(letter, "Leuk plan.", "De straat is een dag van u", day_words(due))
    look_at(visit, wrong, "answer with its letter")
    visit.send("Verstuur aan de melder")
    assert "Uw antwoord is verstuurd." in visit.text()
    work()
    assert mail_to(address_of(signal))[-1] == f"Ja, wij gaan dit doen: {PARTY}"
    has_it(asker, spoor(signal), "Owner")
    in_order(plain(asker.text()), "Ja", "De straat is een dag van u", day_words(due))


def publishes(visit: Visit, street: Street, signal: Signal) -> None:
    """In words of her own; a stranger reads those, and nothing of what the resident wrote."""
    stranger, area = street.visit(java_script_enabled=False), street.town.areas["Lindebuurt"].code
    stranger.go(f"/gebied/{area}/")
    assert PARTY not in stranger.text()
    visit.go(f"/bureau/melding/{signal.subject.code}/")
    click(visit, "Maak openbaar")
    visit.page.get_by_label("Titel voor iedereen").fill("Straatfeest in de Lindebuurt")
    visit.send("Laat dit aan iedereen zien")
    if "Lees dit voor u verstuurt" in visit.text():
        visit.send("Laat dit aan iedereen zien")
    assert "Dit staat nu zo op de website." in visit.text()
    stranger.go(f"/gebied/{area}/")
    assert "Straatfeest in de Lindebuurt" in stranger.text()
    assert PARTY not in stranger.text()


def finds(visit: Visit, street: Street, signal: Signal, wrong: Wrong) -> None:
    """By a word, by the code, and by telephone for who may; an alderman may not look somebody up."""
    box = "Zoek een melding: code, straat of woorden"
    visit.go("/bureau/")
    for typed, ends in (("bank kapot", "**/zoeken/**"), (signal.subject.code, "**/bureau/melding/**")):
        visit.page.get_by_label(box).fill(typed)
        keys(visit, "Enter")
        visit.page.wait_for_url(ends)
        assert BENCH in visit.text()
        visit.go("/bureau/zoeken/")
    visit.page.get_by_label("Naam of telefoonnummer").fill(NUMBER.replace(" ", ""))
    visit.send("Zoek de melder")
    assert NUMBER in card(visit, "Gevonden")
    assert BENCH in card(visit, "Gevonden")
    look_at(visit, wrong, "found by telephone")
    alderman = street.visit("alderman", java_script_enabled=False)
    alderman.go("/bureau/zoeken/")
    assert alderman.page.get_by_label("Naam of telefoonnummer").count() == 0


def papers_and_figures(visit: Visit, street: Street, wrong: Wrong) -> None:
    """The document of an area on paper, and the figures of teams and areas: of no person, and not for a stranger."""
    visit.go("/bureau/")
    click(visit, "Draag mijn werk over")
    click(visit, "Overdracht van Noord")
    look_at(visit, wrong, "document of an area")
    assert NUMBER not in visit.text()
    assert download(visit, "Download de PDF").startswith(b"%PDF")
    here = visit.page.url.removeprefix(street.site)
    visit.go("/bureau/")
    click(visit, "Cijfers")
    assert "Over een persoon staat hier niets." in visit.text()
    look_at(visit, wrong, "figures")
    shut_out(street, "visitor", here, "/bureau/cijfers/", "/bureau/")


def test_the_afternoon_a_yes_on_paper_and_in_public_what_is_found_and_what_is_counted(
    street: Street, here: dict[str, Signal], wrong: Wrong
) -> None:
    """Answer after reading the letter, publish, find by word, code and telephone, print the area, look at figures."""
    visit, asker = street.visit("owner", bypass_csp=True), street.visit(java_script_enabled=False)
    says_yes(visit, asker, here[PARTY], wrong)
    publishes(visit, street, here[PARTY])
    finds(visit, street, here[BENCH], wrong)
    papers_and_figures(visit, street, wrong)
    assert visit.faults == []


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_in_the_street_with_a_telephone_she_takes_writes_and_answers(
    street: Street, here: dict[str, Signal], script: bool
) -> None:
    """At 360 pixels: what she meets is entered, taken, noted and answered, and no page scrolls sideways."""
    visit = street.visit("owner", width=360, java_script_enabled=script)
    asker, title = street.visit(java_script_enabled=False), f"Losse tegel {'met' if script else 'zonder'}"
    signal = report(street, title, "onderhoud")
    take_from_desk(visit, title)
    fits(visit, script)
    visit.page.get_by_label("Notitie voor collega’s").fill("Ik sta er nu naast.")
    visit.send("Bewaar notitie")
    assert "Ik sta er nu naast." in timeline(visit)
    fits(visit, script)
    has_it(asker, spoor(signal), "Owner")
    assert "Ik sta er nu naast." not in asker.text()
    click(visit, "Geef antwoord")
    fits(visit, script)
    visit.page.get_by_label("Nee, want").check()
    visit.page.get_by_label("Waarom niet?").fill("De boom eronder groeit nog.")
    visit.page.get_by_label("Uw uitleg aan de melder").fill("Wij leggen hem volgend jaar recht.")
    visit.send("Verstuur aan de melder")
    if "Lees dit voor u verstuurt" in visit.text():
        visit.send("Verstuur aan de melder")
    assert "Uw antwoord is verstuurd." in visit.text()
    has_it(asker, spoor(signal), "Owner")
    assert "De boom eronder groeit nog." in asker.text()
    assert visit.faults == []


def fits(visit: Visit, script: bool) -> None:
    """Nothing sticks out; only a page with scripts can be asked."""
    if script:
        assert visit.page.evaluate(TOO_WIDE) is False, visit.page.url
