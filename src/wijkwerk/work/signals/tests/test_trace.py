"""The page of one asker tells it all, and nothing to anybody else."""

from datetime import date, timedelta

import pytest
from django.test import Client

from wijkwerk.ground.journal.actions import erase_details
from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers import actions as answering
from wijkwerk.work.answers.actions import NewAnswer, NewCondition
from wijkwerk.work.answers.askers import NewAsker, erase_asker, link_token, renew_link
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import care, publishing
from wijkwerk.work.signals.actions.publishing import PublicWords
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.public import history, limits, trace_views
from wijkwerk.work.signals.public.limits import LIMITS

OWNER = frozenset({"owner_team"})
TEXT = "Kees van nummer 12 rijdt hier te hard"


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    """The pages look at the clock; here it stands still."""
    monkeypatch.setattr(trace_views.timezone, "now", lambda: NOW)


@pytest.fixture
def signal(town):
    return town.signal(text=TEXT, title="Te hard rijden")


@pytest.fixture
def url(signal):
    return f"/spoor/{link_token(Asker.objects.get(subject=signal.subject))}/"


def see(client, url):
    page = client.get(url)
    assert page.status_code == 200
    return page.content.decode()


def answer(town, signal, **given):
    values = {
        "kind": "yes",
        "owner_team": town.teams["verkeer"],
        "text": "Wij doen het.",
        "what": "Een drempel maken",
    }
    values |= {"due_until": date(2026, 12, 4)} if given.get("kind") != "no" else {"what": ""}
    return actions.answer(
        signal=signal, new=NewAnswer(**values | given), by=town.people["traffic"], roles=OWNER, now=NOW
    )


def condition(town):
    team = town.teams["verkeer"]
    return NewCondition("De raad geeft het geld", "budget", "38.000 euro", team, date(2026, 12, 1))


def promise_of(signal):
    return signal.subject.promises.get()


def test_a_new_signal_shows_team_term_and_own_words(client, signal, url):
    page = see(client, url)
    for words in (
        TEXT,
        signal.subject.code,
        "Verkeer",
        "maandag 7\xa0december 2026",
        "U meldde dit",
        "14 0000",
    ):
        assert words in page


def test_of_the_owner_the_first_name_and_role_are_shown_and_no_more(client, town, signal, url):
    town.people["traffic"].name = "Sam de Achternaam"
    town.people["traffic"].save(update_fields=["name"])
    actions.take(signal=signal, by=town.people["traffic"], roles=OWNER, now=NOW)
    page = see(client, url)
    assert "Sam nam uw melding aan" in page
    assert "vakambtenaar" in page
    assert "Achternaam" not in page
    assert town.people["traffic"].email not in page


def test_a_note_is_never_shown(client, town, signal, url):
    actions.note(signal=signal, text="Lastige melder", by=town.people["traffic"], roles=OWNER, now=NOW)
    assert "Lastige" not in see(client, url)


def test_why_colleagues_pass_it_on_is_not_shown(client, town, signal, url):
    given = actions.give(
        signal=signal, to_team=town.teams["groen"], to_person=None, why="Geen zin", by=town.people["traffic"],
        roles=OWNER, now=NOW,
    )  # fmt: skip
    actions.bounce(handover=given, why="Ook geen zin", by=town.people["owner"], now=NOW)
    page = see(client, url)
    assert "Groen en water" in page
    assert "geen zin" not in page.lower()


def test_a_yes_shows_the_answer_and_the_promise_with_its_date(client, town, signal, url):
    answer(town, signal)
    page = see(client, url)
    for words in (
        "Wij doen het.",
        "Een drempel maken",
        "uiterlijk vrijdag 4 december 2026",
        "U kreeg antwoord",
    ):
        assert words in page


def test_a_no_shows_the_reason_what_can_be_done_and_that_it_is_no_decision(client, town, signal, url):
    answer(town, signal, kind="no", reason="De weg is al smal.", can_do="Een bord lenen kan.")
    page = see(client, url)
    for words in (
        "Nee, want",
        "De weg is al smal.",
        "Een bord lenen kan.",
        "geen besluit",
        "niet is opgelost",
    ):
        assert words in page


def test_yes_provided_that_shows_four_facts_and_what_is_to_come(client, town, signal, url):
    answer(town, signal, kind="yes_if", conditions=(condition(town),))
    page = see(client, url)
    for words in (
        "38.000 euro",
        "De raad geeft het geld",
        "Als het niet lukt",
        "Dan weten wij: De raad",
        "als dat lukt",
    ):
        assert words in page


def test_a_lapsed_condition_says_that_a_new_answer_comes(client, town, signal, url):
    answer(town, signal, kind="yes_if", conditions=(condition(town),))
    found = signal.subject.answers.get().conditions.get()
    answering.settle_condition(
        asked=asked_of(signal),
        condition=found,
        met=False,
        why="De raad zei nee.",
        by=town.people["traffic"],
        now=NOW,
    )
    page = see(client, url)
    for words in ("Gaat niet door", "De raad zei nee.", "Wij kijken opnieuw naar uw melding"):
        assert words in page


def test_a_late_promise_says_so_and_a_new_date_comes_with_the_reason(client, town, signal, url, monkeypatch):
    answer(town, signal)
    later = NOW + timedelta(days=15)
    monkeypatch.setattr(trace_views.timezone, "now", lambda: later)
    assert "4 dagen te laat" in see(client, url)
    answering.shift_promise(
        asked=asked_of(signal), promise=promise_of(signal), due_until=date(2027, 1, 15), precision="day",
        why="De stenen kwamen laat.", by=town.people["traffic"], now=later,
    )  # fmt: skip
    page = see(client, url)
    assert "te laat." not in page
    for words in ("De stenen kwamen laat.", "vrijdag 4 december 2026", "vrijdag 15 januari 2027"):
        assert words in page


def test_a_kept_promise_is_shown_with_what_was_done(client, town, signal, url):
    answer(town, signal)
    answering.keep_promise(
        asked=asked_of(signal),
        promise=promise_of(signal),
        how="De drempel ligt er.",
        by=town.people["traffic"],
        now=NOW,
    )
    page = see(client, url)
    assert "De drempel ligt er." in page
    assert "Tot dan kunt u zeggen dat het niet is opgelost" in page


def test_not_solved_brings_it_back_with_the_reason(client, town, signal, url):
    answer(town, signal, kind="no", reason="Nee.")
    form = client.get(url + "niet-opgelost/").context["form"]
    given = {"why": "Het is nog gevaarlijk.", "once": form["once"].value()}
    assert client.post(url + "niet-opgelost/", given)["Location"] == url
    assert client.post(url + "niet-opgelost/", given)["Location"] == url
    again = Signal.objects.get()
    assert (again.state, again.reopened) == ("reopened", 1)
    assert "De melding ging weer open" in see(client, url)


@pytest.mark.parametrize("why", ["", "  ", "x" * 501, "nummer 111222333"])
def test_not_solved_needs_a_reason(client, town, signal, url, why):
    answer(town, signal, kind="no", reason="Nee.")
    page = client.post(url + "niet-opgelost/", {"why": why})
    assert page.status_code == 422
    assert page.context["form"].errors["why"]
    assert Signal.objects.get().state == "answered"


def test_after_the_term_it_cannot_be_reopened(client, town, signal, url, monkeypatch):
    answer(town, signal, kind="no", reason="Nee.")
    monkeypatch.setattr(trace_views.timezone, "now", lambda: NOW + timedelta(days=31))
    assert "niet-opgelost" not in see(client, url)
    assert client.post(url + "niet-opgelost/", {"why": "Toch niet"}).status_code == 422
    assert Signal.objects.get().state == "answered"


def test_solved_thank_you_closes_it(client, town, signal, url):
    answer(town, signal, kind="no", reason="Nee.")
    assert "opgelost/" in see(client, url)
    assert client.post(url + "opgelost/", {})["Location"] == url
    assert Signal.objects.get().state == "closed"


def test_an_open_promise_keeps_it_open(client, town, signal, url):
    answer(town, signal)
    assert "Opgelost, bedankt" not in see(client, url)
    assert client.post(url + "opgelost/", {}).status_code == 422
    assert Signal.objects.get().state == "answered"


def test_who_joined_cannot_close_it_for_the_others(client, town, signal):
    publishing.show(signal=signal, words=PublicWords("Hard rijden"), by=town.people["owner"], now=NOW)
    asker = actions.join(signal=signal, who=NewAsker(Contact.EMAIL, "Omar", "o@example.org"), now=NOW)
    answer(town, Signal.objects.get(), kind="no", reason="Nee.")
    url = f"/spoor/{link_token(asker)}/"
    page = see(client, url)
    assert "U deed mee" in page
    assert TEXT not in page
    assert "Opgelost, bedankt" not in page
    assert client.post(url + "opgelost/", {}).status_code == 404


def test_a_care_signal_shows_only_when_who_and_whom_to_call(client, town, signal, url):
    actions.take(signal=signal, by=town.people["traffic"], roles=OWNER, now=NOW)
    care.make_care(signal=signal, by=town.people["owner"], roles=frozenset({"staff"}), now=NOW)
    page = see(client, url)
    assert "Team Zorg" in page
    assert "14 0000" in page
    for hidden in (TEXT, "Te hard rijden", signal.subject.code, "Traffic", "Verkeer", "U meldde dit"):
        assert hidden not in page
    assert client.get(url + "niet-opgelost/").status_code == client.post(url + "opgelost/").status_code == 404


@pytest.mark.parametrize("path", ["", "niet-opgelost/", "opgelost/"])
@pytest.mark.parametrize("token", ["x", "x" * 22, "é", "%00"])
def test_a_wrong_link_says_how_to_get_a_new_one(client, town, path, token):
    page = client.get(f"/spoor/{token}/{path}")
    assert page.status_code == 404
    assert "Deze link werkt niet" in page.content.decode()
    assert "14 0000" in page.content.decode()


def test_a_renewed_link_kills_the_old_one(client, signal, url):
    asker = renew_link(asker=Asker.objects.get(), by=None, now=NOW)
    assert client.get(url).status_code == 404
    assert "U kreeg een nieuwe link" in see(client, f"/spoor/{link_token(asker)}/")


def test_an_erased_asker_has_no_page_any_more(client, signal, url):
    erase_asker(asker=Asker.objects.get(), by=None, now=NOW)
    assert client.get(url).status_code == 404


def test_a_link_works_in_its_own_municipality_only(client, signal, url, other_town):
    assert client.get(f"/m/GM9903{url}").status_code == 404


@pytest.mark.parametrize("path", ["", "niet-opgelost/", "opgelost/"])
@pytest.mark.parametrize("wrong", [False, True])
def test_nothing_of_the_page_is_kept_found_or_passed_on(client, signal, url, path, wrong):
    page = client.get(("/spoor/xyz/" if wrong else url) + path)
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in page.content.decode()


def test_a_browser_that_hides_where_it_comes_from_can_still_send(town, signal, url):
    answer(town, signal, kind="no", reason="Nee.")
    strict = Client(enforce_csrf_checks=True)
    done = strict.post(url + "niet-opgelost/", {"why": "Nog niet goed"}, headers={"Origin": "null"})
    assert done.status_code == 302


def test_the_page_stays_within_ten_queries(client, town, signal, url, django_assert_max_num_queries):
    actions.take(signal=signal, by=town.people["traffic"], roles=OWNER, now=NOW)
    answer(town, signal, kind="yes_if", conditions=(condition(town), condition(town)))
    answer(town, signal)
    see(client, url)
    with django_assert_max_num_queries(10):
        see(client, url)


def test_an_erased_history_still_reads_well(client, town, signal, url):
    actions.take(signal=signal, by=town.people["traffic"], roles=OWNER, now=NOW)
    erase_details(municipality=signal.municipality_id, subject=signal.subject_id)
    page = see(client, url)
    assert "Een collega nam uw melding aan" in page
    assert "Een team kreeg uw melding" in page


def test_too_often_not_solved_is_429(client, signal, url, monkeypatch):
    monkeypatch.setitem(LIMITS, "trace_reopen", limits.Limit(1))
    codes = [client.post(url + "niet-opgelost/", {"why": "x"}).status_code for _ in range(2)]
    assert codes[1] == 429


def test_no_verb_is_shown_that_has_no_words():
    assert not {"noted", "published", "hidden", "made_care", "asker_erased", "joined"} & set(history.WORDS)


def test_an_answer_that_is_late_is_said_to_be_so(client, signal, url, monkeypatch):
    monkeypatch.setattr(trace_views.timezone, "now", lambda: NOW + timedelta(days=30))
    page = see(client, url)
    assert "U had antwoord moeten krijgen" in page
    assert "U krijgt antwoord" not in page


def test_a_late_promise_is_late_in_what_is_to_come_too(town, signal):
    answer(town, signal)
    later = NOW + timedelta(days=15)
    coming = history.to_come(Signal.objects.get(), [], [promise_of(signal)], later)
    assert coming[0]["icon"] == "late"
    assert coming[0]["moment_words"].startswith("te laat")


@pytest.mark.parametrize("given", [True, False])
def test_others_read_this_answer_only_where_there_is_one(client, town, signal, url, given):
    Signal.objects.filter(pk=signal.pk).update(askers=3)
    signal.refresh_from_db()
    if given:
        answer(town, signal)
    page = see(client, url)
    assert "Er vragen nog 2 mensen hetzelfde." in page
    assert ("Zij lezen dit antwoord ook." in page) == given


def test_a_telephone_number_is_a_link_that_stays_on_one_line(client, signal, url):
    assert '<a class="ww-link ww-nw" href="tel:140000">14 0000</a> en noem de code.' in see(client, url)
