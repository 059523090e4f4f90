"""The pages of a round: what everybody reads at each step, who leads it, limits, hostile text, and fixed queries."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.rules.deadlines import day_words
from wijkwerk.rules.planning import RoundStep
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.plans.actions import rounds, wishes
from wijkwerk.work.plans.models import Asked, Round, RoundWish
from wijkwerk.work.plans.tests.conftest import begin
from wijkwerk.work.plans.tests.desk_cast import EVERYBODY, page_of, reached, said, url
from wijkwerk.work.plans.tests.rounds_cast import fresh, go_on, leads, opened, out, placed, through, wished
from wijkwerk.work.signals.actions import publishing
from wijkwerk.work.signals.models import Signal

NASTY = "<script>alert(1)</script> {{ 7*7 }} ‮"
WISH = {
    "text": "Ik wil een bankje bij het water.", "theme": "groen", "words": "Lindelaan", "area": "",
    "contact": "email", "email": "fatima@example.org", "name": "", "once": "k1",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def sent(round_: Round, **given: str) -> Any:
    return Client().post(url("round", round_.plan), WISH | {"area": round_.plan.area_path} | given)


def test_a_wish_by_the_form_is_a_signal_and_one_goes_to_its_own_page(town: Town):
    """Without an account and without JavaScript; sent twice it is one wish, and both times the same page."""
    round_ = opened(town)
    answers = [sent(round_) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    signal = RoundWish.objects.get().wish.signal
    assert (signal.kind, signal.theme, signal.area_path) == ("idea", "groen", town.areas["Lindebuurt"].path)
    own = Client().get(answers[0]["Location"]).content.decode()
    assert reverse("plans:round", args=[round_.plan.subject.code]) in own


def test_personal_data_is_pointed_out_once(town: Town):
    """A name is pointed out first; nothing is stored till one sends it again."""
    answer = sent(opened(town), text="Mevrouw Jansen, 06 12345678, wil een bankje.")
    assert "Lees dit voor u verstuurt" in said(answer)
    assert not Signal.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": ""}, "Schrijf in een paar woorden"),
        ({"text": "Mijn nummer is 111222333"}, "burgerservicenummer"),
        ({"theme": "x"}, "Kies waar het over gaat"),
        ({"email": "x"}, "geen e-mailadres"),
        ({"area": "x."}, "Kies een gebied"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(town: Town, given, words):
    """Each mistake has its sentence, and what was typed stays."""
    answer = sent(opened(town), **given)
    assert answer.status_code == 422
    assert words in said(answer)
    assert not Signal.objects.exists()


def test_after_the_call_what_was_typed_stays(town: Town):
    """Too late: the page says so, keeps the words and leads to the ordinary form."""
    answer = sent(go_on(town, opened(town), RoundStep.FILTER))
    assert answer.status_code == 422
    assert "voorbij" in said(answer)
    assert WISH["text"] in said(answer)


@pytest.mark.parametrize("step", RoundStep)
def test_everybody_reads_each_step_and_never_the_words_of_who_asked(town: Town, step):
    """Theme and neighbourhood stand there, why something fell out, and the account at its end; no private word."""
    round_ = opened(town)
    first, second = wished(town, round_), wished(town, round_, text="Ik wil een zwembad in mijn tuin.")
    if step != RoundStep.CALL:
        go_on(town, round_, RoundStep.FILTER)
        through(town, first)
        out(town, second, why=f"Er is {NASTY} geen geld.")
        if step != RoundStep.FILTER:
            go_on(town, fresh(round_), RoundStep.PLACE)
            placed(town, first)
            go_on(town, fresh(round_), step)
    text = page_of(Client(), "round", round_.plan)
    assert "dochter" not in text
    assert "zwembad" not in text
    assert "Fatima" not in text
    assert "Lindebuurt" in text
    assert "<script>alert" not in text
    assert ("Geef uw wens door" in text) == (step == RoundStep.CALL)
    assert ("Hier is nu geen geld voor" in text) == (step != RoundStep.CALL)
    assert ("Wat kwam ervan?" in text) == (step in (RoundStep.ACCOUNT, RoundStep.DONE))


def test_what_staff_published_is_read_in_their_words(town: Town):
    """A published wish shows its public title and leads to its page (D4)."""
    round_ = opened(town)
    signal = Signal.objects.select_related("subject", "municipality").get(pk=wished(town, round_).wish_id)
    words = publishing.PublicWords("Een drempel bij de school", "Lindelaan", "", "")
    publishing.show(signal=signal, words=words, by=town.people["traffic"], now=NOW)
    text = page_of(Client(), "round", round_.plan)
    assert "Een drempel bij de school" in text
    assert reverse("signals:shown", args=[signal.subject.code]) in text


@pytest.mark.parametrize("who", EVERYBODY)
def test_only_who_writes_the_plan_leads_the_round(town: Town, log_in, who):
    """The area manager of there, and nobody else; who has a desk reads it."""
    round_ = opened(town)
    row = wished(town, round_)
    go_on(town, round_, RoundStep.FILTER)
    client, code = Client() if who == "visitor" else log_in(who), round_.plan.subject.code
    desk = ("owner", "elsewhere", "member", "traffic", "intake", "carer", "alderman")
    assert reached(client, "get", url("round_work", round_.plan)) == (who in desk)
    for name in ("next_step", "bring_signal"):
        for method in ("get", "post"):
            assert reached(client, method, url(name, round_.plan)) == (who == "owner"), (name, method)
    for name in ("judge_wish", "reconsider_wish", "place_wish"):
        address = reverse(f"plans:{name}", args=[code, row.pk])
        assert reached(client, "post", address) == (who == "owner"), name
    assert reached(client, "get", url("asked")) == (who in desk)
    assert reached(client, "post", url("asked")) == (who in desk and who != "alderman")


def test_the_whole_way_by_the_pages(town: Town, log_in):
    """Open, filter one by one, place, and go on: each by its form."""
    plan, client = begin(town), log_in("owner")
    code = plan.subject.code
    days = {name: f"{day:%d-%m-%Y}" for name, day in vars(rounds.suggested(town.municipality, TODAY)).items()}
    assert client.post(url("open_round", plan), {"invitation": "Wat wenst u?", **days}).status_code == 302
    round_ = Round.objects.select_related("plan__subject", "plan__owner_team", "municipality").get()
    rows = [wished(town, round_) for _ in range(2)]
    assert client.post(url("bring_signal", plan), {"code": town.signal().subject.code}).status_code == 302
    assert client.post(url("next_step", plan), {}).status_code == 422
    assert client.post(url("next_step", plan), {"why": "Klaar."}).status_code == 302
    first = reverse("plans:judge_wish", args=[code, rows[0].pk])
    assert "dochter" in client.get(first).content.decode()
    answer = client.post(first, {"outcome": "out", "criterion": "", "why": ""})
    assert answer.status_code == 422
    assert "Kies waarom" in said(answer)
    gone = client.post(first, {"outcome": "out", "criterion": "later", "why": "Volgend jaar."})
    assert gone["Location"] == reverse("plans:judge_wish", args=[code, rows[1].pk])
    for row in RoundWish.objects.filter(outcome="open"):
        client.post(reverse("plans:judge_wish", args=[code, row.pk]), {"outcome": "through"})
    client.post(url("next_step", plan), {"why": "Klaar."})
    for row in RoundWish.objects.filter(outcome="through"):
        place = reverse("plans:place_wish", args=[code, row.pk])
        assert (
            client.post(place, {"item": "nieuw", "title": "Een drempel", "kind": "task"}).status_code == 302
        )
    assert RoundWish.objects.filter(item__isnull=False).count() == 2
    client.post(url("next_step", plan), {"why": "Klaar."})
    assert Round.objects.get().step == "adopt"
    assert "Het plan is nog niet vastgesteld" in page_of(client, "round_work", plan)


def test_who_may_not_read_a_wish_does_not_say_no_to_it(town: Town, log_in):
    """A colleague of the team of the plan reads public words only, and can let it go on."""
    plan = begin(town, owner_team=town.teams["wijkbeheer"])
    round_ = opened(town, plan)
    row = wished(town, round_)
    go_on(town, round_, RoundStep.FILTER)
    client, address = log_in("member"), reverse("plans:judge_wish", args=[plan.subject.code, row.pk])
    text = client.get(address).content.decode()
    assert "dochter" not in text
    assert "Valt af" not in text
    refused = client.post(address, {"outcome": "out", "criterion": "later", "why": "x"})
    assert refused.status_code == 422
    assert RoundWish.objects.get().outcome == "open"
    assert client.post(address, {"outcome": "through"}).status_code == 302


def test_asked_by_hand_counts_where_it_was_and_below(town: Town, log_in):
    """An evening in Noord counts for its neighbourhoods, not for Zuid; too often is said."""
    form = {
        "what": f"Avond {NASTY}",
        "asked_on": "20-11-2026",
        "area_path": town.areas["Noord"].path,
        "how": "bijeenkomst",
    }
    for _ in range(5):
        assert log_in("owner").post(url("asked"), form).status_code == 302
    assert Asked.objects.count() == 5
    text = page_of(log_in("owner"), "asked")
    assert "Hier vroegen wij vaker iets: Noord, Beukbuurt, Lindebuurt" in text or "Te vaak" in text
    assert "<script>alert" not in text
    assert log_in("owner").post(url("asked"), form | {"asked_on": "24-11-2026"}).status_code == 422


@pytest.mark.parametrize("number", [2, 30])
def test_a_page_costs_the_same_number_of_queries_however_many_wishes(
    town: Town, log_in: Any, number: int, django_assert_max_num_queries: Any
) -> None:
    """For everybody and for who leads it."""
    round_ = opened(town)
    for _ in range(number):
        wished(town, round_)
    client = log_in("owner")
    client.get(url("round_work", round_.plan))
    with django_assert_max_num_queries(8):
        assert Client().get(url("round", round_.plan)).status_code == 200
    with django_assert_max_num_queries(13):
        assert client.get(url("round_work", round_.plan)).status_code == 200
    with django_assert_max_num_queries(7):
        assert client.get(url("asked")).status_code == 200


def test_two_people_filter_one_wish_and_the_second_hears_it(town: Town, log_in):
    """Whoever is second is told that somebody was first, and keeps what they typed."""
    round_ = opened(town)
    row = wished(town, round_)
    go_on(town, round_, RoundStep.FILTER)
    wishes.let_through(wish=row, **leads(town))
    address = reverse("plans:judge_wish", args=[round_.plan.subject.code, row.pk])
    answer = log_in("owner").post(address, {"outcome": "out", "criterion": "later", "why": "Volgend jaar."})
    assert answer.status_code == 422
    assert "Iemand anders was u voor" in said(answer)
    assert "Volgend jaar." in said(answer)


def test_a_step_that_ended_sooner_reads_so(town: Town):
    """The call stood open till the day it ended, not till the day that was meant."""
    round_ = opened(town)
    wished(town, round_)
    meant = day_words(round_.call_until)
    assert meant in page_of(Client(), "round", round_.plan)
    go_on(town, round_, RoundStep.FILTER)
    page = page_of(Client(), "round", round_.plan)
    assert f"t/m {day_words(TODAY)}" in page
    assert meant not in page
    assert "Eerder begonnen" in page


def test_a_plan_that_residents_talk_about_is_a_proposal_to_who_reads_it(town: Town):
    round_ = opened(town)
    page = Client().get(reverse("plans:plan", args=[round_.plan.subject.code])).content.decode()
    assert "Voorstel" in page
    assert "Nog niet openbaar" not in page
