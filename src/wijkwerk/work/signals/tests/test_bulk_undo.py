"""A step on many signals can be taken back within a day: what nobody touched since is exactly as it was, the rest stays."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.people.models import Role
from wijkwerk.rules.workflow import Step
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.actions import NewAnswer, Refused
from wijkwerk.work.answers.askers import link_token
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking, bulk, care
from wijkwerk.work.signals.actions.bulk import Chosen
from wijkwerk.work.signals.actions.classifying import NewClass, classify
from wijkwerk.work.signals.models import BulkItem, BulkStep, Handover, Signal

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
OWNERS = frozenset({"owner_team"})
LATER = NOW + timedelta(hours=2)
# How a signal came to be as it is when the step is set.
LIVES: dict[str, Callable[[Town, Signal], Any]] = {
    "new": lambda town, signal: None,
    "taken": lambda town, signal: actions.take(signal=signal, by=town.people["member"], roles=OWNERS, now=NOW),
    "urgent": lambda town, signal: Signal.objects.filter(pk=signal.pk).update(urgent_at=NOW),
    "meant": lambda town, signal: Signal.objects.filter(pk=signal.pk).update(meant_for=town.people["traffic"]),
    "given": lambda town, signal: actions.give(
        signal=signal, to_team=town.teams["wijkbeheer"], to_person=None, why="x", by=town.people["traffic"],
        roles=OWNERS, now=NOW,
    ),
    "asked": lambda town, signal: asking.ask(
        signal=signal, question="Welke?", by=town.people["traffic"], roles=OWNERS, now=NOW
    ),
    "answered": lambda town, signal: answered(town, signal),
    "reopened": lambda town, signal: actions.reopen(
        signal=answered(town, signal), why="Nee", by=None, roles=frozenset({"asker"}), now=NOW
    ),
}  # fmt: skip


def answered(town: Town, signal: Signal) -> Signal:
    new = NewAnswer("yes", town.teams["verkeer"], text="Ja", what="Een drempel", due_until=TODAY)
    return actions.answer(signal=signal, new=new, by=town.people["traffic"], roles=OWNERS, now=NOW)


def do(
    town: Town, step: Step, signals: list[Signal], now: datetime = LATER, theme: str = "groen"
) -> BulkStep:
    """The step as the desk does it, by the official of Verkeer."""
    by = town.people["traffic"]
    made = bulk.begin(municipality=town.municipality, step=step, signals=signals, by=by, now=now)

    def work(each: Chosen) -> Any:
        common: dict[str, Any] = {"signal": each.signal, "by": by, "roles": each.roles, "now": now}
        if step == Step.TAKE:
            return actions.take(**common, team=town.teams["gebiedsteam"])
        if step == Step.GIVE:
            return actions.give(**common, to_team=town.teams["groen"], to_person=None, why="Voor u")
        new = NewClass(theme, each.signal.kind, each.signal.title)
        return classify(**common, new=new, route_again=False)

    bulk.go_through(made, [Chosen(each, OWNERS) for each in signals], work=work, by=by)
    return made


def undo(town: Town, step: BulkStep, now: datetime = LATER) -> int:
    items = BulkItem.objects.filter(step=step).select_related("signal__subject", "signal__municipality")
    return bulk.undo(step=step, items=list(items), by=town.people["traffic"], now=now)


def rows() -> list[Any]:
    """All that there is of signals, and what waits on them."""
    waiting = Handover.objects.filter(state="sent").order_by("pk")
    return [list(Signal.objects.order_by("pk").values()), list(waiting.values())]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    lives=st.lists(st.sampled_from(sorted(LIVES)), min_size=1, max_size=4),
    step=st.sampled_from((Step.TAKE, Step.GIVE, Step.CLASSIFY)),
    theme=st.sampled_from(("groen", "verlichting", "verkeer")),
)
def test_done_and_taken_back_every_row_is_as_it_was(
    town: Town, lives: list[str], step: Step, theme: str
) -> None:
    from_before = set(Signal.objects.values_list("pk", flat=True))
    for number, life in enumerate(lives):
        LIVES[life](town, town.signal(title=f"{number}"))
    signals = list(Signal.objects.exclude(pk__in=from_before).select_related("subject", "municipality"))
    before = rows()
    made = do(town, step, signals, theme=theme)
    done = BulkItem.objects.filter(step=made).exclude(after={}).count()
    assert done == len(lives) or step != Step.CLASSIFY
    assert undo(town, made) == done
    assert rows() == before
    assert Line.objects.filter(verb="undone", at=LATER).count() >= done


def test_each_step_does_change_something_that_is_then_taken_back(town: Town) -> None:
    signal = town.signal()
    for step in (Step.TAKE, Step.GIVE, Step.CLASSIFY):
        before = rows()
        made = do(town, step, [signal])
        assert rows() != before, step
        assert undo(town, made) == 1
        assert rows() == before, step


SINCE: dict[str, Callable[[Town, Signal], Any]] = {
    "taken by another": lambda town, signal: actions.take(signal=signal, by=town.people["member"], roles=OWNERS, now=LATER),
    "given on": LIVES["given"],
    "answered": LIVES["answered"],
    "another theme": lambda town, signal: classify(
        signal=signal, new=NewClass("verlichting", signal.kind, signal.title), by=town.people["traffic"], roles=OWNERS,
        now=LATER, route_again=False,
    ),
    "care": lambda town, signal: care.make_care(signal=signal, by=town.people["traffic"], roles=OWNERS, now=LATER),
}  # fmt: skip


@pytest.mark.parametrize("what", SINCE)
@pytest.mark.parametrize("step", [Step.TAKE, Step.GIVE, Step.CLASSIFY])
def test_what_was_touched_since_stays_as_it_is_and_the_others_go_back(
    town: Town, step: Step, what: str
) -> None:
    touched, quiet = town.signal(title="Aangeraakt"), town.signal(title="Met rust gelaten")
    made = do(town, step, [touched, quiet])
    SINCE[what](town, touched)
    touched.refresh_from_db()
    as_left = Signal.objects.filter(pk=touched.pk).values().get()
    assert undo(town, made) == 1
    assert Signal.objects.filter(pk=touched.pk).values().get() == as_left
    assert set(BulkItem.objects.filter(undone=True).values_list("signal", flat=True)) == {quiet.pk}


@pytest.mark.parametrize(("step", "told"), [(Step.TAKE, True), (Step.GIVE, True), (Step.CLASSIFY, False)])
def test_who_asked_reads_that_it_was_taken_back_where_they_read_that_it_was_done(
    town: Town, step: Step, told: bool
) -> None:
    """A page that says who took it, and beside it that nobody has it, would leave the asker in doubt."""
    signal = town.signal()
    undo(town, do(town, step, [signal]))
    page = Client().get(f"/spoor/{link_token(Asker.objects.get(subject=signal.subject))}/").content.decode()
    assert ("Wij draaiden de vorige stap terug" in page) is told


def test_a_note_since_does_not_stand_in_the_way_and_stays(town: Town) -> None:
    signal = town.signal()
    made = do(town, Step.TAKE, [signal])
    actions.note(signal=signal, text="Gebeld", by=town.people["traffic"], roles=OWNERS, now=LATER)
    assert undo(town, made) == 1
    assert signal.notes.count() == 1


def test_a_handover_that_was_confirmed_is_not_taken_back(town: Town) -> None:
    signal = town.signal()
    made = do(town, Step.GIVE, [signal])
    offer = Handover.objects.select_related("signal__subject", "signal__municipality", "to_team").get()
    actions.confirm(handover=offer, by=town.people["member"], now=LATER)
    assert undo(town, made) == 0
    signal.refresh_from_db()
    assert signal.owner_team == town.teams["groen"]


def test_after_a_day_and_by_another_and_twice_it_is_refused(town: Town) -> None:
    made = do(town, Step.TAKE, [town.signal()])
    items = list(BulkItem.objects.filter(step=made).select_related("signal__subject", "signal__municipality"))
    with pytest.raises(Refused, match="24 uur"):
        undo(town, made, LATER + timedelta(hours=24, seconds=1))
    with pytest.raises(Refused):
        bulk.undo(step=made, items=items, by=town.people["owner"], now=LATER)
    assert undo(town, made, LATER + timedelta(hours=24)) == 1
    made.refresh_from_db()
    with pytest.raises(Refused):
        undo(town, made)


def test_two_that_undo_at_once_undo_once(town: Town) -> None:
    made = do(town, Step.TAKE, [town.signal()])
    stale = BulkStep.objects.get(pk=made.pk)
    assert undo(town, made) == 1
    assert undo(town, stale) == 0
    assert Line.objects.filter(verb="undone").count() == 1


def test_it_does_not_go_back_to_who_is_gone(town: Town) -> None:
    signal = town.signal()
    LIVES["taken"](town, signal)
    made = do(town, Step.TAKE, [signal])
    Role.objects.filter(user=town.people["member"]).delete()
    assert undo(town, made) == 0
    signal.refresh_from_db()
    assert signal.owner_person == town.people["traffic"]


def test_a_note_on_many_is_not_undone(town: Town) -> None:
    step = bulk.begin(
        municipality=town.municipality,
        step=Step.NOTE,
        signals=[town.signal()],
        by=town.people["traffic"],
        now=LATER,
    )
    with pytest.raises(Refused):
        undo(town, step)


def test_the_button_puts_them_back_and_the_page_says_which(town: Town, log_in: LogIn) -> None:
    signals = [town.signal(title="Gaat terug"), town.signal(title="Is al gegeven")]
    client = log_in("traffic")
    codes = [each.subject.code for each in signals]
    done = client.post(reverse("signals:bulk"), {"stap": "neem", "kies": codes, "once": "x"})["Location"]
    assert "Maak dit ongedaan" in client.get(done).content.decode()
    LIVES["given"](town, signals[1])
    undone = reverse("signals:bulk_undo", args=[BulkStep.objects.get().pk])
    assert log_in("owner").post(undone).status_code == 404
    assert client.post(undone).status_code == 302
    page = client.get(done)
    assert [row.title for row in page.context["back"]] == ["Gaat terug"]
    assert [row.title for row in page.context["done"]] == ["Is al gegeven"]
    assert "Maak dit ongedaan" not in page.content.decode()
    history = client.get(reverse("signals:detail", args=codes[:1])).content.decode()
    assert "Stap ongedaan gemaakt" in history
