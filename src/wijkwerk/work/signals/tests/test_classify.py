"""Staff say anew what a signal is about and where; terms and retention follow, public words do not (O2, D4, D6, D13)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given as for_all
from hypothesis import strategies as st

from wijkwerk.ground.journal.models import Detail, Line
from wijkwerk.rules import workflow
from wijkwerk.rules.deadlines import add_working_days, is_working_day, local_date, moved_working_days
from wijkwerk.rules.workflow import State, Step
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import publishing
from wijkwerk.work.signals.actions.classifying import NewClass, classify
from wijkwerk.work.signals.intake import terms_from
from wijkwerk.work.signals.models import Handover, Signal
from wijkwerk.work.signals.places import Place, place_of
from wijkwerk.work.signals.tests.handing_cast import OWNERS, again, give, in_state, settle, team_of

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def timed(town: Town) -> Town:
    """A town where light is quick and water is slow, and what is about water is kept longer."""
    terms = {"answer_days": 10, "answer_days_by_theme": {"verlichting": 3, "water": 20}}
    kept = {"rule": "1.1", "years": 5, "by_theme": {"water": {"rule": "9.9", "years": 10}}}
    settle(town, terms=terms, retention=kept)
    return town


def to(town: Town, signal: Signal, theme: str = "water", **given: Any) -> Signal:
    values: dict[str, Any] = {"kind": signal.kind, "title": signal.title, "place": None}
    again_route = given.pop("route_again", False)
    now, roles = given.pop("now", NOW), given.pop("roles", OWNERS)
    new = NewClass(theme=theme, **values | given)
    by = town.people["traffic"]
    return classify(signal=signal, new=new, by=by, roles=roles, now=now, route_again=again_route)


def test_theme_kind_title_and_place_change_and_the_public_words_stay(timed: Town) -> None:
    signal, by = timed.signal(), timed.people["traffic"]
    publishing.show(signal=signal, words=publishing.PublicWords("Hard rijden", "Lindelaan"), by=by, now=NOW)
    place = place_of(timed.municipality, area_path=timed.areas["Havenbuurt"].path)
    row = again(to(timed, again(signal), kind="idea", title="De sloot", place=place))
    assert (row.theme, row.kind, row.title, row.area_path) == ("water", "idea", "De sloot", place.area_path)
    assert (row.public_title, row.public_place) == ("Hard rijden", "Lindelaan")


def test_retention_and_term_follow_the_theme(timed: Town) -> None:
    row = again(to(timed, timed.signal()))
    assert (row.retention_rule, row.retention_years) == ("9.9", 10)
    asked = terms_from(timed.municipality, theme="water", area_path=row.area_path, received=NOW)
    assert row.answer_due == asked["answer_due"]


def test_a_shorter_term_leaves_a_day_and_hides_nothing_that_was_late(timed: Town) -> None:
    old = timed.signal(now=NOW - timedelta(days=9))
    assert again(to(timed, old, "verlichting")).answer_due == add_working_days(TODAY, 1)
    late = timed.signal(now=NOW - timedelta(days=60))
    due = late.answer_due
    assert again(to(timed, late, "verlichting")).answer_due == due


def test_what_a_reopening_added_stays(timed: Town) -> None:
    signal = in_state(timed, State.ANSWERED)
    roles = frozenset({workflow.STAFF})
    later = NOW + timedelta(days=30)
    actions.reopen(signal=signal, why="Nog niet.", by=timed.people["traffic"], roles=roles, now=later)
    due = again(to(timed, again(signal), now=later)).answer_due
    assert due == add_working_days(local_date(later), 20)


def test_what_waits_for_the_asker_keeps_its_days_with_the_difference(timed: Town) -> None:
    signal = in_state(timed, State.WAITING)
    row = again(to(timed, signal))
    assert (row.days_left, row.answer_due) == (15, None)
    assert again(to(timed, row, "verlichting")).days_left == 1


def test_an_answered_signal_gets_no_new_term(timed: Town) -> None:
    assert again(to(timed, in_state(timed, State.ANSWERED))).answer_due is None


@for_all(st.dates(date(2025, 1, 1), date(2030, 12, 31)), st.integers(0, 60))
def test_days_earlier_and_later_undo_each_other(day: date, days: int) -> None:
    start = add_working_days(day, 0)
    there = moved_working_days(start, days)
    assert is_working_day(there)
    assert moved_working_days(there, -days) == start


def test_words_of_a_place_we_do_not_know_leave_the_point(timed: Town) -> None:
    signal = timed.signal()
    row = again(to(timed, signal, place=Place("Achter de oude molen")))
    assert (row.words, row.lon, row.area_path) == ("Achter de oude molen", signal.lon, signal.area_path)
    row = again(to(timed, row, place=place_of(timed.municipality, words="Lindelaan")))
    assert (row.words, row.precise, row.lon) == ("Lindelaan", "street", 5.32)


@pytest.mark.parametrize(
    "given",
    [{"theme": "onzin"}, {"kind": "onzin"}, {"title": "Nummer 111222333"}, {"place": Place("111222333")}],
)
def test_what_cannot_be_is_refused(timed: Town, given: dict[str, Any]) -> None:
    signal = timed.signal()
    with pytest.raises(Refused):
        to(timed, signal, **given)
    assert again(signal).theme == "verkeer"


def test_one_line_with_the_theme_and_without_the_title(timed: Town) -> None:
    signal = timed.signal()
    to(timed, signal, title="Mevrouw De Boer belde")
    line = Line.objects.get(verb="classified")
    assert line.result == "water"
    assert "De Boer" not in str(Detail.objects.get(line=line).text)
    to(timed, again(signal), title="Mevrouw De Boer belde")
    assert Line.objects.filter(verb="classified").count() == 1


def test_nobody_confirmed_yet_so_the_right_team_gets_it_at_once(timed: Town) -> None:
    signal = timed.signal()
    handover = give(timed, signal, "groen")
    row = again(to(timed, signal, "verlichting", route_again=True))
    assert (row.owner_team.key, row.state) == ("wijkbeheer", State.ROUTED)
    handover.refresh_from_db()
    assert handover.state == "withdrawn"
    lines = Line.objects.filter(subject=signal.pk).order_by("at", "id").values_list("verb", flat=True)
    assert list(lines)[-3:] == ["classified", "handover_withdrawn", "routed"]


def test_somebody_confirmed_so_the_right_team_is_asked(timed: Town) -> None:
    signal = in_state(timed, State.OWNED)
    row = again(to(timed, signal, "verlichting", route_again=True))
    assert row.owner_team.key == "verkeer"
    handover = Handover.objects.get()
    assert (handover.to_team.key, handover.state) == ("wijkbeheer", "sent")


def test_without_the_tick_the_owner_stays(timed: Town) -> None:
    assert team_of(to(timed, timed.signal(), "verlichting")).key == "verkeer"
    assert not Handover.objects.exists()


def test_care_stays_with_the_care_team(timed: Town) -> None:
    signal = timed.signal(care=True)
    with pytest.raises(Refused):
        to(timed, signal, "verlichting", route_again=True)
    assert again(to(timed, signal, "verlichting")).owner_team.key == "zorg"


def test_the_form_shows_what_it_is_and_changes_it(timed: Town, log_in: LogIn) -> None:
    signal = timed.signal()
    client, address = log_in("traffic"), reverse("signals:classify", args=[signal.subject.code])
    page = client.get(address).content.decode()
    assert 'value="verkeer" selected' in page
    assert 'value="water" selected' in client.get(address, {"thema": "water"}).content.decode()
    form = {"theme": "water", "kind": "worry", "title": "De sloot stinkt", "words": "", "area_path": ""}
    assert client.post(address, form | {"theme": "onzin"}).status_code == 422
    assert client.post(address, form | {"route_again": "on"}).status_code == 302
    row = again(signal)
    assert (row.title, row.owner_team.key, row.lon) == ("De sloot stinkt", "groen", signal.lon)


def test_who_puts_it_outside_their_own_area_goes_back_to_the_desk(timed: Town, log_in: LogIn) -> None:
    signal = timed.signal()
    form = {"theme": "verkeer", "kind": "worry", "title": "x", "area_path": timed.areas["Havenbuurt"].path}
    address = reverse("signals:classify", args=[signal.subject.code])
    answer = log_in("owner").post(address, form)
    assert answer["Location"] == reverse("signals:desk")
    assert again(signal).area_path == timed.areas["Havenbuurt"].path


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", sorted(workflow.ROLES))
def test_every_role_in_every_state(timed: Town, state: State, role: str) -> None:
    signal, roles = in_state(timed, state), frozenset({role})
    if workflow.allowed(state, Step.CLASSIFY, roles):
        assert again(to(timed, signal, roles=roles)).state == state
    else:
        with pytest.raises(Refused):
            to(timed, signal, roles=roles)
        assert again(signal).theme == "verkeer"
