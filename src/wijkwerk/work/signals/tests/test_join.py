"""A neighbour asks the same: every answer goes to them too, and they read nothing of the reporter."""

import pytest

from wijkwerk.ground.letters.models import Letter
from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.actions import NewAnswer
from wijkwerk.work.answers.askers import NewAsker, link_token
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import care, publishing
from wijkwerk.work.signals.actions.publishing import PublicWords
from wijkwerk.work.signals.models import Signal

SECRET = "Kees van nummer 12 doet het"
GIVEN = {"name": "Omar", "contact": "email", "email": "omar@example.org", "once": "k1"}


@pytest.fixture
def signal(town):
    made = town.signal(text=SECRET, title="")
    return publishing.show(
        signal=made, words=PublicWords("Hard rijden", "Lindelaan"), by=town.people["owner"], now=NOW
    )


@pytest.fixture
def url(signal):
    return f"/melding/{signal.subject.code}/meedoen/"


def close(signal, town):
    new = NewAnswer(kind="no", owner_team=signal.owner_team, reason="De weg is al smal.")
    actions.answer(
        signal=signal, new=new, by=town.people["traffic"], roles=frozenset({"owner_team"}), now=NOW
    )
    actions.close(signal=signal, by=None, roles=frozenset({"clock"}), now=NOW)


def test_who_joins_gets_a_link_and_a_letter(client, signal, url):
    done = client.post(url, GIVEN, follow=True)
    assert done.status_code == 200
    assert "Bewaar deze link" in done.content.decode()
    assert Signal.objects.get().askers == 2
    assert Letter.objects.filter(kind="joined", address="omar@example.org").count() == 1


def test_joining_twice_with_one_form_is_one_asker_and_one_link(client, signal, url):
    first, second = client.post(url, GIVEN), client.post(url, GIVEN)
    assert first["Location"] == second["Location"]
    assert Asker.objects.filter(role="joined").count() == 1


def test_a_key_of_another_signal_gives_no_link_of_somebody_else(client, town, signal, url):
    client.post(url, GIVEN)
    other = publishing.show(
        signal=town.signal(), words=PublicWords("Anders", ""), by=town.people["owner"], now=NOW
    )
    page = client.post(f"/melding/{other.subject.code}/meedoen/", GIVEN)
    assert page.status_code == 422
    assert Asker.objects.filter(subject=other.subject, role="joined").count() == 0


def test_who_joined_reads_nothing_of_the_reporter(client, signal, url):
    page = client.post(url, GIVEN, follow=True).content.decode()
    assert "Hard rijden" in page
    assert SECRET not in page
    assert "Fatima" not in page


def test_the_answer_goes_to_who_joined_too(client, town, signal, url):
    client.post(url, GIVEN)
    close(signal, town)
    assert Letter.objects.filter(kind="answer_no").count() == 2


@pytest.mark.parametrize(
    ("field", "given"),
    [("contact", {"contact": "x"}), ("email", {"email": "omar"}), ("once", {"once": "x" * 65})],
)
def test_what_is_wrong_is_said_at_the_field(client, signal, url, field, given):
    page = client.post(url, GIVEN | given)
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert Asker.objects.count() == 1


def test_what_is_not_published_cannot_be_joined_or_seen(client, town):
    code = town.signal().subject.code
    assert client.get(f"/melding/{code}/").status_code == 404
    assert client.get(f"/melding/{code}/meedoen/").status_code == 404
    assert client.post(f"/melding/{code}/meedoen/", GIVEN).status_code == 404


@pytest.mark.parametrize("code", ["%00", "x", "ééééééé", "2222222222", "'--"])
def test_nonsense_is_no_code(client, town, code):
    assert client.get(f"/melding/{code}/").status_code == 404


def test_what_became_care_is_gone(client, town, signal, url):
    care.make_care(signal=signal, by=town.people["owner"], roles=frozenset({"staff"}), now=NOW)
    assert client.get(url).status_code == client.get(url.replace("meedoen/", "")).status_code == 404


def test_what_is_closed_cannot_be_joined(client, town, signal, url):
    close(signal, town)
    assert "Meedoen kan niet meer" in client.get(url).content.decode()
    assert client.post(url, GIVEN).status_code == 422
    assert Asker.objects.count() == 1


def test_a_signal_of_another_municipality_is_not_there(client, town, signal, other_town):
    assert client.get(f"/m/GM9903/melding/{signal.subject.code}/").status_code == 404


def test_the_public_page_shows_public_words_and_no_others(client, town, signal):
    page = client.get(f"/melding/{signal.subject.code}/").content.decode()
    assert "Hard rijden" in page
    assert "Verkeer en parkeren" in page
    for hidden in (SECRET, "Fatima", "fatima@example.org", "Owner"):
        assert hidden not in page


def test_the_public_page_shows_the_kind_of_answer_and_public_words_of_it(client, town, signal):
    new = NewAnswer(
        kind="no", owner_team=signal.owner_team, reason="Alleen voor Fatima", public_answer="De weg is smal."
    )
    actions.answer(
        signal=signal, new=new, by=town.people["traffic"], roles=frozenset({"owner_team"}), now=NOW
    )
    page = client.get(f"/melding/{signal.subject.code}/").content.decode()
    assert "Nee, want" in page
    assert "De weg is smal." in page
    assert "Alleen voor Fatima" not in page


def test_who_joins_what_was_answered_reads_no_history_of_their_own(client, town, signal, url):
    """The answer came before them: it came, and not to them."""
    new = NewAnswer("no", town.teams["verkeer"], text="Dit kan niet.", reason="Er is geen ruimte.")
    actions.answer(
        signal=signal, new=new, by=town.people["traffic"], roles=frozenset({"owner_team"}), now=NOW
    )
    later = actions.join(signal=signal, who=NewAsker(Contact.EMAIL, "Kim", "kim@example.org"), now=NOW)
    page = client.get(f"/spoor/{link_token(later)}/").content.decode()
    assert "Er kwam antwoord" in page
    assert "U kreeg antwoord" not in page
