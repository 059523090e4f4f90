"""No sequence of steps, merges, role ends and erasures loses a signal, an asker's answer or an owner (I2, D2, D5).

Random stories over four signals, by every part of the cast with exactly the roles that person has at that moment. A step
that is not allowed is refused with a sentence; anything else that goes wrong fails the test, and so does the database.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.people.actions import end_role
from wijkwerk.ground.people.errors import Refused as PeopleRefused
from wijkwerk.ground.people.may import access
from wijkwerk.ground.people.models import Role
from wijkwerk.ground.subjects.erasing import Way, erase_subject
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.workflow import ALIVE, OWNER_TEAM, TO_DO, State
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers import actions as answering
from wijkwerk.work.answers.actions import NewAnswer, NewCondition, Refused
from wijkwerk.work.answers.askers import NewAsker, erase_asker, family
from wijkwerk.work.answers.models import Answer, Asker, Condition, Contact, Promise
from wijkwerk.work.signals import actions, clocks
from wijkwerk.work.signals.actions import (
    asking,
    care,
    classifying,
    elsewhere,
    escalating,
    handing,
    marking,
    merging,
    publishing,
    urgent,
)
from wijkwerk.work.signals.actions.steps import locked
from wijkwerk.work.signals.desk.lists.queries import may_confirm
from wijkwerk.work.signals.desk.may import roles_on
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import Handover, HandoverState, Signal

PARTS = ("traffic", "member", "intake", "owner", "carer", "elsewhere")
NOTHING: Any = None


class Story:
    """A town with four signals, and everything that can happen to them. Each method is one thing that happens."""

    def __init__(self, town: Town) -> None:
        self.town, self.now = town, NOW
        self.first = {town.signal(theme=theme).pk for theme in ("verkeer", "verkeer", "onderhoud", "wonen")}
        self.gone: set[Any] = set()  # askers who asked to be erased

    def do(self, what: str, which: int, other: int, who: int) -> None:
        """One thing; refused is fine, half done is not."""
        signals = list(Signal.objects.order_by("pk"))
        signal, target = signals[which % len(signals)], signals[other % len(signals)]
        by = self.town.people[PARTS[who % len(PARTS)]]
        may = access(by, self.town.municipality, today=local_date(self.now))
        given = {"by": by, "now": self.now}
        with suppress(Refused, PeopleRefused), transaction.atomic():
            self._do(what, signal, target, given, may, other)

    def _do(
        self, what: str, signal: Signal, target: Signal, given: dict[str, Any], may: Any, number: int
    ) -> None:
        steps = {**self.steps(signal, target, number), **self.others(signal, may, number)}
        found = steps[what]
        if what in STEPS:
            found(**given, roles=roles_on(may, signal))
        else:
            found(**given)

    def steps(self, signal: Signal, target: Signal, number: int) -> dict[str, Callable[..., Any]]:
        """Steps of the table: each is called with by, now and the roles of who does it."""
        one: dict[str, Any] = {"signal": signal}
        teams = [team for team in self.town.teams.values() if team.kind != "partner"]
        team = teams[number % len(teams)]
        part = merging.Part("Deel", "Een deel van de tekst.", "groen", "report")
        new = classifying.NewClass(("groen", "verkeer", "wonen")[number % 3], "question", "Titel")
        return {
            "take": lambda **g: actions.take(**one, **g),
            "give": lambda **g: actions.give(**one, to_team=team, to_person=None, why="x", **g),
            "escalate": lambda **g: escalating.escalate(**one, why="x", **g),
            "withdraw_handover": lambda **g: handing.withdraw_handover(**one, **g),
            "ask": lambda **g: asking.ask(**one, question="Waar precies?", **g),
            "resume": lambda **g: asking.resume(**one, **g),
            "note": lambda **g: actions.note(**one, text="x", **g),
            "classify": lambda **g: classifying.classify(**one, new=new, route_again=bool(number % 2), **g),
            "mark_more": lambda **g: marking.mark_more(**one, why="x", **g),
            "mark_urgent": lambda **g: urgent.mark_urgent(**one, why="x", **g),
            "answer": lambda **g: actions.answer(**one, new=self.new_answer(signal, number), **g),
            "forward": lambda **g: elsewhere.forward(**one, formal_kind="complaint", why="x", **g),
            "unforward": lambda **g: elsewhere.unforward(**one, why="x", **g),
            "register": lambda **g: elsewhere.register(**one, external_system="Zaak", external_ref="Z1", **g),
            "redirect": lambda **g: elsewhere.redirect(
                **one, where="Provincie", contact="Bel 14 030", why="x", **g
            ),
            "merge": lambda **g: merging.merge(**one, into=target, **g),
            "unmerge": lambda **g: merging.unmerge(**one, **g),
            "split": lambda **g: merging.split(**one, parts=[part, part], **g),
            "close": lambda **g: actions.close(**one, **g),
            "reopen": lambda **g: actions.reopen(**one, why="nog stuk", **g),
            "make_care": lambda **g: care.make_care(**one, **g),
        }

    def new_answer(self, signal: Signal, number: int) -> NewAnswer:
        team, day = signal.owner_team, local_date(self.now) + timedelta(days=9)
        if number % 3 == 0:
            return NewAnswer("no", team, text="x", reason="geen geld", can_do="bel ons")
        conditions = (NewCondition("Geld", "budget", "€ 1", team, day),) if number % 3 == 2 else ()
        kind = "yes_if" if conditions else "yes"
        return NewAnswer(kind, team, text="x", what="Een drempel", due_until=day, conditions=conditions)

    def others(self, signal: Signal, may: Any, number: int) -> dict[str, Callable[..., Any]]:
        """What is no step of one owner: receivers, askers, clocks, roles that end, promises."""
        return {
            "confirm": lambda **g: self.receive(signal, may, yes=True, **g),
            "bounce": lambda **g: self.receive(signal, may, yes=False, **g),
            "reply": lambda **g: self.reply(signal, g["now"]),
            "join": lambda **g: self.join(signal, g["now"]),
            "settle": lambda **g: self.settle(signal, met=bool(number % 2), **g),
            "promise": lambda **g: self.promise(signal, number, **g),
            "end_role": lambda **g: self.end_role(number, g["now"]),
            "erase_asker": lambda **g: self.erase_asker(signal, g["now"]),
            "erase": lambda **g: erase_subject(
                subject=signal.subject, municipality=self.town.municipality, way=Way.TERM, why="x", **g
            ),
            "days": lambda **g: self.days(number),
        }

    def receive(self, signal: Signal, may: Any, *, yes: bool, by: Any, now: datetime) -> None:
        offer = (
            Handover.objects.filter(signal=signal, state=HandoverState.SENT).select_related("signal").first()
        )
        if offer is None or not may_confirm(may, offer):
            return
        if yes:
            actions.confirm(handover=offer, by=by, now=now)
        else:
            actions.bounce(handover=offer, why="niet van ons", by=by, now=now)

    def reply(self, signal: Signal, now: datetime) -> None:
        asker = Asker.objects.filter(subject=signal.subject, erased_at=None).first()
        if asker is not None:
            roles = frozenset({"asker"})
            asking.reply(signal=signal, text="Daar", asker=asker, by=None, roles=roles, now=now, via="web")

    def join(self, signal: Signal, now: datetime) -> None:
        if signal.visibility != "care" and signal.published_at is None and signal.state in ALIVE:
            words = publishing.PublicWords("Titel")
            publishing.show(signal=signal, words=words, by=self.town.people["traffic"], now=now)
        actions.join(signal=signal, who=NewAsker(Contact.EMAIL, "Mo", "mo@example.org"), now=now)

    def settle(self, signal: Signal, *, met: bool, by: Any, now: datetime) -> None:
        condition = Condition.objects.filter(answer__subject=signal.subject, state="open").first()
        if condition is not None and signal.state in TO_DO | {State.ANSWERED}:
            asked = asked_of(locked(signal))
            answering.settle_condition(asked=asked, condition=condition, met=met, why="x", by=by, now=now)

    def promise(self, signal: Signal, number: int, *, by: Any, now: datetime) -> None:
        promise = Promise.objects.filter(asked=signal.subject, state="open").first()
        if promise is None:
            return
        asked = asked_of(locked(signal))
        if number % 2:
            answering.keep_promise(asked=asked, promise=promise, how="klaar", by=by, now=now)
        else:
            answering.withdraw_promise(asked=asked, promise=promise, why="kan niet", by=by, now=now)

    def end_role(self, number: int, now: datetime) -> None:
        """One of those who work with signals stops today; the team stays."""
        user = self.town.people[("traffic", "member", "owner")[number % 3]]
        role = Role.objects.filter(user=user, until=None).first()
        if role is not None:
            end_role(role=role, last_day=local_date(now) - timedelta(days=1), by=NOTHING, now=now)

    def erase_asker(self, signal: Signal, now: datetime) -> None:
        asker = Asker.objects.filter(subject=signal.subject, erased_at=None).first()
        if asker is not None:
            erase_asker(asker=asker, by=None, now=now)

    def days(self, number: int) -> None:
        """Time passes, and the clocks of the worker run."""
        self.now += timedelta(days=number % 40)
        clocks.close_finished(now=self.now)
        clocks.tell_late_promises(now=self.now)
        for signal in Signal.objects.filter(state=State.WAITING).select_related("subject", "municipality"):
            asking.expire(signal=signal, now=self.now)

    def check(self) -> None:
        """What holds after every single thing."""
        signals = {
            signal.pk: signal for signal in Signal.objects.select_related("owner_team", "owner_person")
        }
        assert self.first <= signals.keys()
        today = local_date(self.now)
        for signal in signals.values():
            if signal.state in ALIVE:
                assert signal.owner_team.ended_at is None
                if signal.owner_person is not None:
                    assert access(signal.owner_person, self.town.municipality, today=today).kinds
        for asker in Asker.objects.filter(erased_at=None):
            assert signals[asker.subject_id].state != State.MERGED, "an asker was left behind"

    def finish(self) -> None:
        """Whoever still waits for an answer gets one: there is always somebody who can give it."""
        for signal in Signal.objects.filter(state__in=TO_DO, formal_kind="").select_related("subject"):
            self._answer(signal)
        for asker in Asker.objects.filter(erased_at=None, contact=Contact.EMAIL):
            signal = Signal.objects.get(pk=asker.subject_id)
            told = Letter.objects.filter(asker__in=self.selves(asker))
            told = told.exclude(kind__in=("receipt", "joined", "question"))
            if signal.state == State.ANSWERED or signal.answer_kind:
                kind = Answer.objects.filter(subject=signal.subject, superseded_at=None).values_list(
                    "kind", flat=True
                )
                if kind:
                    assert told.filter(kind=f"answer_{kind[0]}").exists(), "an asker did not get the answer"
            elif signal.state == State.SPLIT:
                assert asker.copies.exists(), "an asker has no part of what was split"
            elif signal.state not in TO_DO:
                assert told.exists(), f"nobody told an asker that it is {signal.state}"

    def selves(self, asker: Asker) -> set[Any]:
        """The same person on the same signal: after a split and a merge somebody may stand there twice, with one letter."""
        here = Asker.objects.filter(subject=asker.subject_id, address=asker.address)
        return {row.pk for row in here} & {row.pk for row in family(asker)}

    def _answer(self, signal: Signal) -> None:
        by, roles = self.town.people["intake"], frozenset({OWNER_TEAM})
        if signal.state == State.WAITING:
            asking.resume(signal=signal, by=by, roles=roles, now=self.now)
        signal.refresh_from_db()
        if signal.state == State.INTAKE:
            actions.take(signal=signal, by=by, roles=roles, now=self.now)
        new = NewAnswer("no", signal.owner_team, text="x", reason="y", can_do="z")
        actions.answer(signal=signal, new=new, by=by, roles=roles, now=self.now)


STEPS = (
    "take", "give", "escalate", "withdraw_handover", "ask", "resume", "note", "classify", "mark_more", "mark_urgent",
    "answer", "forward", "unforward", "register", "redirect", "merge", "unmerge", "split", "close", "reopen", "make_care",
)  # fmt: skip
OTHERS = (
    "confirm", "bounce", "reply", "join", "settle", "promise", "end_role", "erase_asker", "erase", "days",
)  # fmt: skip
HAPPENS = st.tuples(
    st.sampled_from(STEPS + OTHERS + ("merge", "split", "answer", "answer", "join", "days")),
    st.integers(0, 5),
    st.integers(0, 39),
    st.integers(0, 5),
)


@pytest.mark.django_db
@settings(
    # No shrinking: a story takes a second, and one that fails is printed as it is.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(HAPPENS, min_size=3, max_size=25))
def test_whatever_happens_nothing_is_lost(town: Town, story: list[tuple[str, int, int, int]]) -> None:
    with transaction.atomic():
        lived = Story(town)
        for happens in story:
            lived.do(*happens)
            lived.check()
        lived.finish()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_each_thing_that_can_happen_does_happen_once(town: Town) -> None:
    """So that the stories above are no empty words: every step works at least once for somebody."""
    silent = [what for what in STEPS + OTHERS if not any(_does(town, what, who) for who in range(len(PARTS)))]
    assert set(silent) <= {"days", "erase"}


BEFORE = ((), ("answer",), ("ask",), ("forward",), ("give",), ("escalate",), ("merge",))


def _does(town: Town, what: str, who: int) -> bool:
    """Whether this part of the cast can do it, at once or after a step that makes it possible."""
    return any(_does_after(town, first, what, who, number) for first in BEFORE for number in (1, 3, 5))


def _does_after(town: Town, first: tuple[str, ...], what: str, who: int, number: int) -> bool:
    with transaction.atomic():
        lived = Story(town)
        for step in first:
            lived.do(step, 0, number, who)
        before = Line.objects.count()
        lived.do(what, 0, number, who)
        found = Line.objects.count() > before
        transaction.set_rollback(True)
    return found
