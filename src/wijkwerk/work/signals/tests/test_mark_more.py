"""Staff mark that more is going on behind a signal; the area manager sees it, and care never has the mark (Q16, D8)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.models import Line
from wijkwerk.rules import workflow
from wijkwerk.rules.workflow import State, Step
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals.actions import care
from wijkwerk.work.signals.actions.marking import mark_more, unmark_more
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.tests.handing_cast import OWNERS, STAFF, again, in_state

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
WHY = "Dit is het derde bericht over dezelfde hoek."


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def mark(town: Town, signal: Signal, why: str = WHY) -> Signal:
    return mark_more(signal=signal, why=why, by=town.people["traffic"], roles=STAFF, now=NOW)


def listed(client: Client, signal: Signal) -> bool:
    page = client.get(reverse("signals:list"), {"lijst": "meer"}).content.decode()
    return signal.subject.code in page


def test_the_mark_is_on_the_list_and_on_the_desk_of_the_area_manager(town: Town, log_in: LogIn) -> None:
    signal, other = town.signal(), town.signal()
    mark(town, signal)
    owner = log_in("owner")
    assert listed(owner, signal)
    assert not listed(owner, other)
    assert not listed(log_in("elsewhere"), signal)
    desk = 'Alles waar meer aan <span class="ww-nw">de hand is<svg'
    assert desk in owner.get(reverse("signals:desk")).content.decode()
    assert desk not in log_in("elsewhere").get(reverse("signals:desk")).content.decode()


def test_the_button_marks_and_takes_away(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    client, address = log_in("traffic"), reverse("signals:mark_more", args=[signal.subject.code])
    assert client.post(address, {"why": ""}).status_code == 422
    assert client.post(address, {"why": WHY, "once": "1"}).status_code == 302
    assert again(signal).more_at == NOW
    page = client.get(reverse("signals:detail", args=[signal.subject.code])).content.decode()
    assert WHY in page
    assert "Haal het teken" in page
    assert client.post(address, {"why": "Het waren er toch drie.", "once": "2"}).status_code == 302
    assert again(signal).more_at is None
    verbs = list(Line.objects.filter(subject=signal.pk).order_by("at", "id").values_list("verb", flat=True))
    assert verbs[-2:] == ["marked_more", "unmarked_more"]


def test_a_second_mark_and_an_absent_one_are_refused(town: Town) -> None:
    signal = town.signal()
    with pytest.raises(Refused):
        unmark_more(signal=signal, why=WHY, by=town.people["traffic"], roles=STAFF, now=NOW)
    mark(town, signal)
    with pytest.raises(Refused):
        mark(town, signal)


@pytest.mark.parametrize("why", ["", "  ", "BSN 111222333"])
def test_no_reason_and_a_service_number_are_refused(town: Town, why: str) -> None:
    with pytest.raises(Refused):
        mark(town, town.signal(), why)


def test_care_has_no_mark_and_loses_it(town: Town, log_in: LogIn) -> None:
    with pytest.raises(Refused):
        mark(town, town.signal(care=True))
    signal = mark(town, town.signal())
    care.make_care(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    assert again(signal).more_at is None
    assert not listed(log_in("owner"), signal)
    page = log_in("carer").get(reverse("signals:detail", args=[signal.subject.code])).content.decode()
    assert reverse("signals:mark_more", args=[signal.subject.code]) not in page


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", sorted(workflow.ROLES))
def test_every_role_in_every_state(town: Town, state: State, role: str) -> None:
    signal, roles = in_state(town, state), frozenset({role})
    by = town.people["traffic"]
    if workflow.allowed(state, Step.MARK_MORE, roles):
        mark_more(signal=signal, why=WHY, by=by, roles=roles, now=NOW)
        assert again(signal).state == state
    else:
        with pytest.raises(Refused):
            mark_more(signal=signal, why=WHY, by=by, roles=roles, now=NOW)
        assert again(signal).more_at is None
