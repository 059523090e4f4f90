"""A department is asked, sends it back, the ladder is asked: all the time somebody has it, and everybody sees who (I9, D2)."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.browser.stories import (
    again,
    card,
    click,
    has_it,
    look_at,
    mail_to,
    plain,
    said_at,
    shut_out,
    timeline,
)
from tests.browser.test_accessibility import Wrong
from tests.browser.test_round_trip import MAIL, in_order, report_plainly, signal_of, work
from tests.browser.visit import Street, Visit
from wijkwerk.rules.deadlines import add_working_days, day_words, local_date
from wijkwerk.work.signals.models import Handover, Signal
from wijkwerk.work.signals.tests.handing_cast import works

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "Er hangen takken voor het verkeersbord. De melder belde al twee keer."
NUMBER = "Mevrouw heeft BSN 111222333 en wil dit niet."
BACK = "Die bomen zijn van de provincie, wij mogen daar niet snoeien."
UP = "Verkeer en groen komen er samen niet uit."


@pytest.fixture(autouse=True, scope="module")
def _colleagues(street: Street) -> None:
    """An official of Groen, who is asked, and one of Wonen, who has nothing to do with it."""
    for part, name, team in (("green", "Greta Groen", "groen"), ("housing", "Wim Wonen", "wonen")):
        street.town.people[part] = works(street.town, name.split()[0], team=team)


def url(name: str, signal: Signal) -> str:
    return reverse(f"signals:{name}", args=[signal.subject.code])


def offer_url(signal: Signal) -> str:
    """The page on which the receiver of the newest offer decides."""
    return reverse("signals:receive", args=[Handover.objects.filter(signal=signal).latest("asked_at").pk])


def still_with_traffic(signal: Signal, asker: Visit, path: str) -> None:
    """Whatever the others do: in the database and on the page of the asker it is with Traffic."""
    row = again(signal)
    assert (row.owner_team.key, row.owner_person and row.owner_person.name) == ("verkeer", "Traffic")
    has_it(asker, path, "Traffic", "vakambtenaar, Verkeer")


def take(sender: Visit, signal: Signal) -> None:
    sender.go("/bureau/")
    click(sender, f"Neem: {signal.title}")
    sender.send("Ik heb het")


def ask_green(sender: Visit, signal: Signal) -> date:
    """The sender gives it away with a reason; the day before which Groen should answer."""
    due = add_working_days(local_date(timezone.now()), 2)
    click(sender, "Geef door aan een ander")
    assert f"uiterlijk op {day_words(due)}" in plain(sender.text())
    sender.page.get_by_label("Aan wie?").select_option(label="Groen en water, heel het team")
    sender.page.get_by_label("Waarom geeft u het door?").fill(WHY)
    sender.send("Vraag het")
    offered = card(sender, "Gevraagd aan Groen en water")
    assert WHY in offered
    assert f"uiterlijk {day_words(due)}" in offered
    return due


def on_the_desk(receiver: Visit, signal: Signal, due: date, sender: str = "Traffic, Verkeer") -> None:
    """The receiver finds the offer on the desk, by whom and until when, and opens it."""
    receiver.go("/bureau/")
    waiting = card(receiver, "Te bevestigen")
    assert f"van {sender}" in waiting
    assert signal.title in waiting
    assert f"uiterlijk {day_words(due)}" in waiting
    click(receiver, f"Bekijk en beslis: {signal.title}")
    assert f"uiterlijk {day_words(due)}" in plain(receiver.text())


def wrong_reasons(receiver: Visit, wrong: Wrong) -> None:
    """No reason, and one that we may not keep: said at the field, and what was typed is still there."""
    for typed, said in (("", "Schrijf kort waarom."), (NUMBER, "burgerservicenummer")):
        receiver.page.get_by_label("Waarom?").fill(typed)
        receiver.send("Stuur terug")
        assert said in said_at(receiver, "Waarom?")
        assert receiver.page.get_by_label("Waarom?").input_value() == typed
    look_at(receiver, wrong, "send back with a wrong reason")


def bounce_plainly(street: Street, signal: Signal) -> None:
    """Without a script: back with the reason, and then there is nothing more to decide."""
    plain = street.visit("green", java_script_enabled=False)
    plain.go(offer_url(signal))
    plain.page.get_by_label("Waarom?").fill(BACK)
    plain.send("Stuur terug")
    assert plain.page.url.endswith("/bureau/")
    assert "U heeft het teruggestuurd." in plain.text()
    assert "Niemand wacht op u." in card(plain, "Te bevestigen")
    plain.go(offer_url(signal))
    assert "Dit is al geregeld." in plain.text()


def came_back(sender: Visit, signal: Signal, wrong: Wrong) -> None:
    """The sender sees on the desk, in the list and on the signal that it came back, and why."""
    sender.go("/bureau/")
    assert BACK in card(sender, "U vroeg een ander")
    look_at(sender, wrong, "desk with what came back")
    click(sender, "Alles wat terugkwam")
    assert signal.title in sender.text()
    look_at(sender, wrong, "list of what came back")
    click(sender, signal.title)
    in_order(timeline(sender), "Groen en water", BACK)
    look_at(sender, wrong, "signal that came back")


def go_up(sender: Visit) -> date:
    """One button: the page says to whom it goes; the day before which they should answer."""
    due = add_working_days(local_date(timezone.now()), 2)
    click(sender, "Vraag het hogerop")
    assert "Uw vraag gaat naar: Gebiedsteam." in sender.text()
    sender.send("Vraag het")
    assert "Schrijf erbij waarom u het hogerop vraagt." in sender.text()
    sender.page.get_by_label("Waarom vraagt u het hogerop?").fill(UP)
    sender.send("Vraag het")
    assert UP in card(sender, "Gevraagd aan Gebiedsteam")
    return due


def nobody_answers(street: Street, signal: Signal, wrong: Wrong) -> None:
    """Past the day: both desks say that it waits too long."""
    sender = street.visit("traffic", bypass_csp=True)
    sender.go("/bureau/")
    assert "Nog geen antwoord" in card(sender, "U vroeg een ander")
    sender.go(url("detail", signal))
    assert "Bel hen, of vraag het een ander." in card(sender, "Gevraagd aan Gebiedsteam")
    look_at(sender, wrong, "signal with an offer that waits too long")
    manager = street.visit("owner", bypass_csp=True)
    manager.go("/bureau/")
    assert "Wacht te lang op u" in card(manager, "Te bevestigen")
    look_at(manager, wrong, "desk with an offer that waits too long")


def test_a_signal_that_is_bounced_and_goes_up_has_somebody_all_the_way(
    street: Street, wrong: Wrong, clock: Callable[[int], datetime]
) -> None:
    """Not one step takes the owner from the page of the asker, and who now has it stands in a letter."""
    asker = street.visit(java_script_enabled=False)
    path = report_plainly(asker)
    signal = signal_of(path, street)
    has_it(asker, path, "Verkeer")
    sender = street.visit("traffic", bypass_csp=True)
    take(sender, signal)
    still_with_traffic(signal, asker, path)

    due = ask_green(sender, signal)
    still_with_traffic(signal, asker, path)
    in_order(timeline(asker), "Traffic nam uw melding aan", "Wij vroegen Groen en water")
    for part in ("visitor", "housing"):
        shut_out(
            street, part, offer_url(signal), *(url(name, signal) for name in ("detail", "give", "escalate"))
        )

    receiver = street.visit("green", bypass_csp=True)
    on_the_desk(receiver, signal, due)
    wrong_reasons(receiver, wrong)
    still_with_traffic(signal, asker, path)
    bounce_plainly(street, signal)
    shut_out(street, "green", url("detail", signal))
    still_with_traffic(signal, asker, path)
    in_order(
        timeline(asker),
        "Groen en water kan dit niet doen",
        "Wij zoeken wie het wel kan.",
        "U krijgt antwoord",
    )
    assert BACK not in asker.text()
    came_back(sender, signal, wrong)

    due = go_up(sender)
    still_with_traffic(signal, asker, path)
    in_order(timeline(asker), "Wij vragen het hogerop: Het gebiedsteam")
    on_the_desk(street.visit("owner", java_script_enabled=False), signal, due)
    for part in ("visitor", "housing", "green"):
        shut_out(street, part, offer_url(signal), url("detail", signal))

    work(clock(4))
    still_with_traffic(signal, asker, path)
    nobody_answers(street, signal, wrong)
    manager = street.visit("owner")
    manager.go(offer_url(signal))
    manager.send("Ik heb het")
    assert "De melder ziet uw naam." in manager.text()
    work()
    has_it(asker, path, "Owner", "gebiedsmanager, Gebiedsteam")
    in_order(timeline(asker), "kan dit niet doen", "Wij vragen het hogerop", "Owner nam uw melding over")
    assert mail_to(MAIL)[-1].startswith("Iemand werkt aan uw melding")
    assert "Gebiedsteam" in next(letter.body for letter in reversed(mail.outbox) if letter.to == [MAIL])
    sender = street.visit("traffic")
    sender.go("/bureau/")
    assert signal.title not in sender.text()
    assert asker.faults + manager.faults + sender.faults == []
