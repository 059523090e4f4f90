"""Who has no e-mail is helped as well: at the counter, by letter and by telephone, from the report to "not solved" (D5)."""

import io
import re
from urllib.parse import urlsplit

import pytest
from pypdf import PdfReader

from tests.browser.stories import (
    again,
    card,
    click,
    download,
    has_it,
    look_at,
    plain,
    press,
    said_at,
    timeline,
)
from tests.browser.test_accessibility import Wrong
from tests.browser.test_round_trip import in_order, work
from tests.browser.visit import Street, Visit
from wijkwerk.work.signals.models import Signal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LETTERS = "/bureau/brieven/"
ADDRESS = "Truus Voorbeeld\nLindelaan 4\n1234 AB Testwoude"
NEW_ADDRESS = "Truus Voorbeeld\nBeukenplein 2\n1234 CD Testwoude"
NUMBER = "06 12 34 56 78"
TEXT = "De bus rijdt hier veel te hard door de bocht."
QUESTION = "Hoe laat rijdt die bus meestal langs?"
REPLY = "Mevrouw schrijft: elke ochtend om kwart over acht."
REASON = "De bus mag hier vijftig rijden."
NOT_SOLVED = "Mevrouw belt: de bus rijdt nog steeds zestig."


def fill_in(clerk: Visit, title: str, via: str, contact: str, address: str) -> None:
    page = clerk.page
    page.get_by_label("Hoe kwam het binnen?").select_option(label=via)
    page.get_by_label("Wat is er aan de hand?").fill(TEXT)
    page.get_by_label("Titel voor collega’s").fill(title)
    page.get_by_label("Waar gaat het over?").select_option(label="Verkeer en parkeren")
    page.get_by_label("Wat voor melding is het?").select_option(label="Ik maak mij zorgen")
    page.get_by_label("Straat, plein of plek").fill("Lindelaan")
    page.get_by_label("Naam van de melder").fill("Truus Voorbeeld")
    page.get_by_label("Hoe wil de melder bericht?").select_option(label=contact)
    page.get_by_label("E-mailadres, postadres of telefoonnummer").fill(address)


def enter(clerk: Visit, title: str, via: str, contact: str, address: str) -> Signal:
    """A colleague types while somebody talks; forgets the address first, and is told so."""
    clerk.go("/bureau/")
    click(clerk, "Nieuwe melding")
    fill_in(clerk, title, via, contact, "")
    clerk.send("Bewaar de melding")
    assert said_at(clerk, "E-mailadres, postadres of telefoonnummer").endswith(
        "Vul in waar het bericht heen moet."
    )
    assert clerk.page.get_by_label("Wat is er aan de hand?").input_value() == TEXT
    clerk.page.get_by_label("E-mailadres, postadres of telefoonnummer").fill(address)
    clerk.send("Bewaar de melding")
    assert "De melding staat erin. Code: " in clerk.text()
    return Signal.objects.select_related("subject").get(title=title)


def post_the_pile(clerk: Visit, wrong: Wrong, *titles: str) -> str:
    """All that waits becomes one PDF, is printed and marked as posted; the text of the paper."""
    clerk.go(LETTERS)
    clerk.send("Maak één PDF van alle brieven")
    for title in titles:
        assert title in clerk.text()
    look_at(clerk, wrong, f"pile with {titles[0]}")
    made = download(clerk, "Open de PDF")
    assert made.startswith(b"%PDF")
    clerk.send("De hele stapel is verstuurd")
    assert f"Genoteerd: {len(titles)} verstuurd." in clerk.text()
    assert "Er ligt geen brief klaar." in clerk.text()
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def typed_over(paper: str) -> str:
    """The link as somebody types it over from the letter: the part after the name of the site."""
    found = re.search(r"https?://\S+/spoor/\S+\n?\S*/", paper)
    assert found, paper
    return urlsplit(found[0].replace("\n", "")).path


def lost_ways(asker: Visit, signal: Signal, path: str) -> None:
    """The code alone opens nothing, and a link with a slip says what to do: nobody stands before a wall."""
    asker.go("/zoek/")
    asker.page.get_by_label("Uw straat, een bekende plek, uw wijk of de code van uw melding").fill(
        signal.subject.code
    )
    asker.send("Zoek")
    assert "Heeft u een brief of e-mail met een link gekregen?" in asker.text()
    assert TEXT not in asker.text()
    assert asker.go(path[:-2] + "/").status == 404
    assert "Bel ons en noem de code van uw melding." in asker.text()


def ask(handler: Visit, signal: Signal) -> None:
    """Somebody takes it and asks a question; there is nobody to mail."""
    handler.go("/bureau/")
    click(handler, f"Neem: {signal.title}")
    handler.send("Ik heb het")
    click(handler, "Stel de melder een vraag")
    handler.page.get_by_label("Uw vraag").fill(QUESTION)
    handler.send("Stel de vraag")
    assert "Wacht op antwoord" in card(handler, "Vragen en berichten")


def write_down(handler: Visit, signal: Signal, how: str) -> None:
    """What the asker answered by letter or telephone, written down by a colleague."""
    handler.go(f"/bureau/melding/{signal.subject.code}/")
    click(handler, "Schrijf het antwoord van de melder op")
    handler.page.get_by_label("Hoe kreeg u het antwoord?").select_option(label=how)
    assert handler.page.get_by_label("Van wie?").locator("option:checked").inner_text() == "Truus Voorbeeld"
    handler.page.get_by_label("Wat zei de melder?").fill(REPLY)
    handler.send("Bewaar het antwoord")
    in_order(card(handler, "Vragen en berichten"), QUESTION, how.lower(), REPLY)


def answer_no(handler: Visit) -> None:
    """A no, after reading the letter as it will be printed."""
    click(handler, "Geef antwoord")
    handler.page.get_by_label("Nee, want").check()
    handler.page.get_by_label("Waarom niet?").fill(REASON)
    handler.page.get_by_label("Uw uitleg aan de melder").fill("Wij kunnen hier niets aan doen.")
    handler.send("Bekijk de brief eerst")
    assert REASON in card(handler, "Zo ziet de brief eruit")
    handler.send("Verstuur aan de melder")
    if "Lees dit voor u verstuurt" in handler.text():
        handler.send("Verstuur aan de melder")
    assert "Uw antwoord is verstuurd." in handler.text()


def not_solved(clerk: Visit, signal: Signal) -> None:
    """The asker calls the town hall: the clerk finds it by the code in the letter and opens it again."""
    clerk.go("/bureau/")
    clerk.page.get_by_label("Zoek een melding: code, straat of woorden").fill(signal.subject.code)
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_url(f"**/bureau/melding/{signal.subject.code}/")
    click(clerk, "Open opnieuw")
    clerk.page.get_by_label("Waarom?").fill(NOT_SOLVED)
    clerk.send("Open opnieuw")
    assert "De melding is weer open." in clerk.text()


def an_envelope_returns(clerk: Visit, wrong: Wrong, signal: Signal, title: str) -> None:
    """The post brings one back; it stands with what did not arrive until it is sent to the right address."""
    clerk.go(LETTERS)
    click(clerk, "Er kwam een brief terug met de post")
    clerk.page.get_by_label("Code van de melding").fill(signal.subject.code)
    clerk.send("Zoek")
    look_at(clerk, wrong, "letters that were posted")
    press(clerk, f"Deze kwam terug: {title}")
    came_back = card(clerk, "Niet aangekomen")
    assert ADDRESS.splitlines()[1] in came_back
    assert "kwam terug met de post" in came_back
    look_at(clerk, wrong, "letters with one that came back")
    click(clerk, f"Ander adres voor: {title}")
    look_at(clerk, wrong, "another address for a letter")
    clerk.page.get_by_label("E-mailadres, postadres of telefoonnummer").fill(NEW_ADDRESS)
    clerk.send("Stuur opnieuw")
    assert "Alle brieven kwamen aan." in card(clerk, "Niet aangekomen")
    assert "Lindelaan 4" not in clerk.text()


def test_who_has_no_e_mail_is_helped_on_paper_from_the_counter_to_not_solved(
    street: Street, wrong: Wrong
) -> None:
    """Each letter lies in the pile, the link on paper works, and what comes back is found another way."""
    counter = street.visit("intake", java_script_enabled=False)
    signal = enter(counter, "De bus rijdt te hard", "Balie", "Brief", ADDRESS)
    assert ADDRESS.splitlines()[1] in card(counter, "Wie vroeg dit?")
    clerk, handler = street.visit("intake", bypass_csp=True), street.visit("traffic")
    receipt = f"Wij hebben uw melding: {signal.title}"
    paper = post_the_pile(clerk, wrong, receipt)
    for line in (*ADDRESS.splitlines(), signal.subject.code):
        assert line in paper
    path = typed_over(paper)
    asker = street.visit(java_script_enabled=False)
    has_it(asker, path, "Verkeer")
    assert TEXT in asker.text()
    lost_ways(asker, signal, path)

    ask(handler, signal)
    has_it(asker, path, "Traffic")
    assert QUESTION in card(asker, "Wij hebben een vraag aan u")
    paper = post_the_pile(clerk, wrong, f"Wij hebben een vraag: {signal.title}")
    assert QUESTION in plain(paper).replace("\n", " ")
    write_down(handler, signal, "Brief")
    has_it(asker, path, "Traffic")
    in_order(
        timeline(asker), "Wij stelden u een vraag", "Wij kregen antwoord op onze vraag", "U krijgt antwoord"
    )
    assert REPLY in card(asker, "Onze vragen en uw berichten")

    answer_no(handler)
    post_the_pile(clerk, wrong, f"Nee, dit doen wij niet: {signal.title}")
    has_it(asker, path, "Traffic")
    assert REASON in asker.text()
    not_solved(clerk, signal)
    has_it(asker, path, "Traffic")
    in_order(timeline(asker), "U kreeg antwoord", "De melding ging weer open", "U krijgt antwoord")
    handler.go("/bureau/meldingen/?lijst=mijn")
    assert signal.title in handler.text()

    refused = f"Nee, dit doen wij niet: {signal.title}"
    an_envelope_returns(clerk, wrong, signal, refused)
    paper = post_the_pile(clerk, wrong, refused, f"Wij kijken er opnieuw naar: {signal.title}")
    assert paper.count("Beukenplein 2") == 2
    assert "Lindelaan 4" not in paper
    assert typed_over(paper) == path
    clerk.go(f"/bureau/melding/{signal.subject.code}/")
    in_order(timeline(clerk), "Een brief kwam terug met de post", "Andere manier om de melder te bereiken")
    assert "Beukenplein 2" in card(clerk, "Wie vroeg dit?")
    assert again(signal).state == "reopened"
    assert handler.faults == []


def call(clerk: Visit, title: str) -> str:
    """The task to call, as the colleague reads it aloud; then it is done."""
    clerk.go(LETTERS)
    task = clerk.page.get_by_role("article").filter(
        has=clerk.page.get_by_role("heading", name=title, exact=True)
    )
    said = plain(task.inner_text())
    assert task.get_by_role("link", name=f"Bel {NUMBER}").get_attribute("href") == "tel:0612345678"
    press(clerk, f"Ik heb gebeld: {title}")
    assert "Genoteerd." in clerk.text()
    return said


def test_who_wants_to_be_called_is_a_task_until_somebody_called(street: Street, wrong: Wrong) -> None:
    """At the telephone, on a screen of 360 pixels: every message is a call to make, and no link is read aloud."""
    clerk = street.visit("intake", width=360, bypass_csp=True)
    signal = enter(clerk, "De bus toetert", "Telefoon", "Telefoon", NUMBER)
    clerk.go(LETTERS)
    look_at(clerk, wrong, "a call to make", width=360)
    said = call(clerk, f"Wij hebben uw melding: {signal.title}")
    assert "Zeg: bel ons en noem uw code." in said
    assert "/spoor/" not in said
    handler = street.visit("traffic", java_script_enabled=False)
    ask(handler, signal)
    assert QUESTION in call(clerk, f"Wij hebben een vraag: {signal.title}")
    write_down(handler, signal, "Telefoon")
    answer_no(handler)
    assert REASON in call(clerk, f"Nee, dit doen wij niet: {signal.title}")
    assert "U hoeft niemand te bellen." in clerk.text()
    not_solved(clerk, signal)
    assert again(signal).state == "reopened"
    work()
    call(clerk, f"Wij kijken er opnieuw naar: {signal.title}")
    handler.go("/bureau/meldingen/?lijst=mijn")
    assert signal.title in handler.text()
