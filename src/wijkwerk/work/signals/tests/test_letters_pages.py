"""However many letters wait, each can be reached: the oldest first, and after those the next."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.letters.models import Letter, LetterState
from wijkwerk.testing_cast import Town
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import Contact
from wijkwerk.work.signals.desk import letter_views, post_views
from wijkwerk.work.signals.models import Signal

LogIn = Callable[..., Client]
LISTED = "/bureau/brieven/"
ADDRESS = "Fatima Voorbeeld\nLindelaan 4\n1234 AB Testwoude"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letter_views, "MOST", 2)
    monkeypatch.setattr(post_views, "MOST", 2)


def reports(town: Town, number: int, contact: str = Contact.POST, address: str = ADDRESS) -> list[Signal]:
    return [town.signal(askers=(NewAsker(contact, "Fatima", address),)) for _ in range(number)]


def shown(client: Client, signals: list[Signal]) -> list[bool]:
    page = client.get(LISTED).content.decode()
    return [signal.subject.code in page for signal in signals]


def test_letters_to_post_hide_no_call_and_nothing_that_came_back(town: Town, log_in: LogIn) -> None:
    reports(town, 4)
    late = [*reports(town, 1, Contact.PHONE, "06 12 34 56 78"), *reports(town, 1)]
    Letter.objects.filter(subject=late[1].pk).update(state=LetterState.BOUNCED)
    assert shown(log_in("traffic"), late) == [True, True]


def test_pile_after_pile_everything_is_printed_and_posted(town: Town, log_in: LogIn) -> None:
    signals = reports(town, 5)
    client = log_in("traffic")
    assert "U ziet de oudste 2 van 5 brieven." in client.get(LISTED).content.decode()
    assert shown(client, signals) == [True, True, False, False, False]
    piles = [client.post(reverse("signals:print_post"), follow=True) for _ in range(3)]
    told = [b"Maak daarna een stapel van de rest" in each.content for each in piles]
    assert told == [True, True, False]
    page = client.get(LISTED).content.decode()
    assert page.count("Een stapel van 2 brieven") == 2
    assert "Een stapel van 1 brief" in page
    for each in piles:
        client.post(each.redirect_chain[0][0] + "verstuurd/")
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.SENT}
    assert Line.objects.filter(verb="letter_delivered").count() == 5


def test_a_pile_that_waits_for_the_post_hides_no_newer_letter(town: Town, log_in: LogIn) -> None:
    reports(town, 2)
    client = log_in("traffic")
    client.post(reverse("signals:print_post"))
    newer = reports(town, 1)
    assert shown(client, newer) == [True]
    assert client.post(reverse("signals:print_post")).url != LISTED


@pytest.mark.parametrize("state", [LetterState.BOUNCED, LetterState.TO_PRINT])
def test_a_letter_that_does_not_stand_on_the_page_yet_can_be_settled(
    town: Town, log_in: LogIn, state: LetterState
) -> None:
    signals = reports(town, 4)
    Letter.objects.update(state=state)
    last = Letter.objects.get(subject=signals[-1].pk)
    name = "bounce_settled" if state == LetterState.BOUNCED else "letter_done"
    assert log_in("traffic").post(reverse(f"signals:{name}", args=[last.pk])).status_code == 302
    last.refresh_from_db()
    assert (last.settled_at or last.sent_at) is not None


def test_two_who_press_at_one_moment_make_one_line(town: Town, log_in: LogIn) -> None:
    reports(town, 1)
    letter, client = Letter.objects.get(), log_in("traffic")
    for _ in range(2):
        assert client.post(reverse("signals:letter_done", args=[letter.pk])).status_code == 302
    assert Line.objects.filter(verb="letter_delivered").count() == 1


def test_who_is_told_by_telephone_hears_of_no_link(town: Town, log_in: LogIn) -> None:
    """The receipt says of the link that it is for the asker alone: without a link nobody says so."""
    reports(town, 1, Contact.PHONE, "06 12 34 56 78")
    page = log_in("traffic").get(LISTED).content.decode()
    assert "Zeg: bel ons en noem uw code." in page
    assert "Deze link" not in page
    assert "Vragen? Bel" in page


def test_what_is_said_of_a_link_elsewhere_in_the_letter_stays() -> None:
    body = "Uw linkerbuurman.\n\nUw pagina:\n{trace_link}\nDeze LINK is voor u.\nUw linkerbuurman ook.\n\nDe link naar de kaart."
    told = letter_views.without_link(body)
    assert told.split("\n") == [
        "Uw linkerbuurman.", "", "Uw pagina:", letter_views.NO_LINK, "Uw linkerbuurman ook.", "", "De link naar de kaart.",
    ]  # fmt: skip


def test_how_long_a_call_waits_is_said_in_days(town: Town, log_in: LogIn) -> None:
    reports(town, 1, Contact.PHONE, "06 12 34 56 78")
    Letter.objects.update(made_at=timezone.now() - timedelta(days=8))
    page = log_in("traffic").get(LISTED).content.decode()
    assert "wacht 8 dagen" in page
    assert "dagen geleden" not in page
