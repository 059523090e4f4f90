"""From a signal into a plan: its page says in which plans it stands, and two steps put it in one."""

import pytest
from django.urls import reverse

from wijkwerk.ground.subjects.models import Link
from wijkwerk.testing_cast import NOW
from wijkwerk.work.plans.models import PlanItem
from wijkwerk.work.plans.tests.conftest import adopt, begin, choose, put
from wijkwerk.work.plans.tests.desk_cast import said, url
from wijkwerk.work.signals.actions import care, merging

OWNERS = frozenset({"owner_team"})


def page(client, signal) -> str:
    return str(client.get(reverse("signals:detail", args=[signal.subject.code])).content.decode())


def put_url(signal, plan=None) -> str:
    return url("put_in_plan", signal.subject.code) + (f"?plan={plan.subject.code}" if plan else "")


def test_it_works_as_a_new_item_with_the_signal_as_its_origin(town, agenda, log_in):
    signal, client = town.signal(), log_in("owner")
    assert "Deze melding staat in geen plan." in page(client, signal)
    assert agenda.title in client.get(put_url(signal)).content.decode()
    sent = {"item": "nieuw", "title": "Een drempel bij de school", "kind": "task"}
    assert client.post(put_url(signal, agenda), sent).status_code == 302
    item = PlanItem.objects.get()
    assert (item.origin, item.origin_subject, item.title) == (
        "signal",
        signal.subject,
        "Een drempel bij de school",
    )
    assert "Een drempel bij de school" in page(client, signal)
    assert agenda.title in page(client, signal)
    assert "Staat in het plan" in page(client, signal)


def test_it_works_as_one_more_signal_of_an_item_that_is_there(town, agenda, log_in):
    item, signal = put(town, agenda), town.signal()
    assert log_in("owner").post(put_url(signal, agenda), {"item": item.subject.code}).status_code == 302
    assert Link.objects.get().source == item.subject


def test_who_cares_for_an_item_adds_a_signal_to_it_and_makes_no_new_one(town, agenda, log_in):
    item, signal, client = put(town, agenda), town.signal(), log_in("traffic")
    assert "Een nieuw punt" not in client.get(put_url(signal, agenda)).content.decode()
    assert client.post(put_url(signal, agenda), {"item": "nieuw", "title": "x"}).status_code == 422
    assert client.post(put_url(signal, agenda), {"item": item.subject.code}).status_code == 302


@pytest.mark.parametrize(
    ("given", "words"),
    [({}, "Kies een punt"), ({"item": "nieuw", "title": " "}, "Schrijf op wat er gaat gebeuren")],
)
def test_without_a_choice_or_a_title_nothing_is_made(town, agenda, log_in, given, words):
    answer = log_in("owner").post(put_url(town.signal(), agenda), given)
    assert answer.status_code == 422
    assert words in said(answer)
    assert not PlanItem.objects.exists()


def test_the_words_of_the_reporter_are_not_offered_as_a_title(town, agenda, log_in):
    signal = town.signal(title="Mijn buurman Jan de Wit")
    form = log_in("owner").get(put_url(signal, agenda)).content.decode().split("<form")[-1]
    assert "Jan de Wit" not in form


def test_plans_elsewhere_of_residents_and_past_are_not_offered(town, log_in):
    begin(town, title="Van Zuid.", area=town.areas["Zuid"])
    begin(town, "bewonersagenda", title="Van bewoners.")
    over = begin(town, title="Voorbij.")
    adopt(town, over)
    adopt(town, begin(town, title="Opvolger.", replaces=over))
    text = log_in("owner").get(put_url(town.signal())).content.decode()
    assert "Opvolger." in text
    assert [title for title in ("Van Zuid.", "Van bewoners.", "Voorbij.") if title in text] == []


def test_care_and_formal_matters_have_no_panel_and_no_page(town, agenda, log_in):
    signal = town.signal()
    put(town, agenda, signal)
    care.make_care(signal=signal, by=town.people["owner"], roles=OWNERS, now=NOW)
    client = log_in("carer")
    assert agenda.title not in page(client, signal)
    assert "Zet in een plan" not in page(client, signal)
    assert client.get(put_url(signal)).status_code == 404


def test_the_page_of_a_merged_signal_and_of_where_it_went_both_say_the_plan(town, agenda, log_in):
    source, target = town.signal(), town.signal()
    choose(town, put(town, agenda, source, title="Een drempel."))
    merging.merge(signal=source, into=target, by=town.people["owner"], roles=OWNERS, now=NOW)
    client = log_in("owner")
    assert "Een drempel." in page(client, source)
    assert "Een drempel." in page(client, target)


@pytest.mark.parametrize(
    "part", ["owner", "traffic", "intake", "alderman", "member", "carer", "admin", "group"]
)
def test_who_works_on_the_signal_reaches_it(town, agenda, log_in, part):
    status = log_in(part).get(put_url(town.signal())).status_code
    assert (status == 200) == (part in ("owner", "traffic", "intake"))


def test_the_panel_costs_one_query(town, agenda, log_in, django_assert_max_num_queries):
    signal = town.signal()
    for number in range(6):
        put(town, agenda, signal, title=f"Punt {number}")
    client = log_in("owner")
    client.get(reverse("signals:detail", args=[signal.subject.code]))
    with django_assert_max_num_queries(10):
        assert "Punt 5" in page(client, signal)
