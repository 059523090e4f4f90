"""Whatever is merged, taken apart, split, joined and erased: nobody who asked is lost, and everybody gets the answer."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from wijkwerk.ground.letters.models import Letter
from wijkwerk.rules.workflow import ALIVE, OWNER_TEAM, State
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import NewAnswer, Refused
from wijkwerk.work.answers.askers import NewAsker, by_token, erase_asker, link_token
from wijkwerk.work.answers.models import Asker, Contact, Move
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import merging, publishing
from wijkwerk.work.signals.actions.merging import Part
from wijkwerk.work.signals.actions.publishing import PublicWords
from wijkwerk.work.signals.models import Signal

pytestmark = pytest.mark.django_db
OWNERS = frozenset({OWNER_TEAM})
PARTS = (Part("Een", "Een deel", "verkeer", "worry"), Part("Twee", "Een deel", "groen", "report"))
FIRST = 4

number = st.integers(0, 7)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), number, number),
        st.tuples(st.just("merge"), number, number),
        st.tuples(st.just("unmerge"), number, number),
        st.tuples(st.just("split"), number, number),
        st.tuples(st.just("join"), number, number),
        st.tuples(st.just("erase"), number, number),
        st.tuples(st.just("answer"), number, number),
    ),
    max_size=9,
)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class World:
    """Four signals of four people, and what is done with them. Each step comes an hour later."""

    def __init__(self, town: Town) -> None:
        self.town, self.now = town, NOW
        self.by = town.people["owner"]
        for each in range(FIRST):
            asker = NewAsker(Contact.EMAIL, f"Melder {each}", f"melder{each}@example.org")
            self.publish(town.signal(askers=(asker,), text=f"Tekst {each}"))
        self.people = FIRST
        self.erased: set[str] = set()

    def publish(self, signal: Signal) -> None:
        publishing.show(signal=signal, words=PublicWords("Iets"), by=self.by, now=self.now)

    def signal(self, which: int) -> Signal:
        rows = list(Signal.objects.select_related("subject", "municipality").order_by("pk"))
        return rows[which % len(rows)]

    def tick(self) -> datetime:
        self.now += timedelta(hours=1)
        return self.now

    def merge(self, one: int, two: int) -> None:
        merging.merge(
            signal=self.signal(one), into=self.signal(two), by=self.by, roles=OWNERS, now=self.tick()
        )

    def unmerge(self, one: int, two: int) -> None:
        merging.unmerge(signal=self.signal(one), by=self.by, roles=OWNERS, now=self.tick())

    def split(self, one: int, two: int) -> None:
        for part in merging.split(
            signal=self.signal(one), parts=PARTS, by=self.by, roles=OWNERS, now=self.tick()
        ):
            self.publish(part)

    def join(self, one: int, two: int) -> None:
        who = NewAsker(Contact.EMAIL, f"Melder {self.people}", f"melder{self.people}@example.org")
        actions.join(signal=self.signal(one), who=who, now=self.tick())
        self.people += 1

    def erase(self, one: int, two: int) -> None:
        living = list(Asker.objects.filter(erased_at=None).order_by("pk"))
        if living:
            asker = living[(one * 8 + two) % len(living)]
            self.erased.add(asker.name)
            erase_asker(asker=asker, by=None, now=self.tick())

    def answer(self, one: int, two: int) -> None:
        signal = self.signal(one)
        new = NewAnswer("no", signal.owner_team, text="Nee", reason="Er is geen ruimte.")
        actions.answer(signal=signal, new=new, by=self.by, roles=OWNERS, now=self.tick())


def check(world: World) -> None:
    """Each living asker is on one signal that is not merged; each person who was not erased is still there."""
    living = list(Asker.objects.filter(erased_at=None).select_related("subject__signal"))
    assert all(asker.subject.signal.state != State.MERGED for asker in living)
    assert {asker.name for asker in living} == {
        f"Melder {each}" for each in range(world.people)
    } - world.erased
    assert not {asker.address for asker in Asker.objects.filter(erased_at__isnull=False)} - {""}
    for asker in living:
        assert by_token(world.town.municipality, link_token(asker)) == asker
        if asker.subject.signal.state == State.SPLIT:
            assert asker.copies.filter(erased_at=None).count() == len(PARTS)
    for signal in Signal.objects.all():
        assert signal.askers == Asker.objects.filter(subject=signal.pk).count(), signal.state
        assert Move.objects.filter(source=signal.pk, undone_at=None).exists() <= (
            signal.state == State.MERGED
        )


def answer_all(world: World) -> None:
    """Answer whatever is alive; everybody who was not erased then has an answer of each signal they ask, and has it once.

    Each person of the world has a name of their own: who stands on a signal twice, after a split and a merge, is one.
    """
    alive = Signal.objects.filter(state__in=ALIVE).select_related("subject", "municipality")
    for signal in alive:
        if signal.state != State.ANSWERED:
            new = NewAnswer("no", signal.owner_team, text="Nee", reason="Er is geen ruimte.")
            actions.answer(signal=signal, new=new, by=world.by, roles=OWNERS, now=world.tick())
    names = dict(Asker.objects.values_list("pk", "name"))
    letters = Letter.objects.filter(erased_at=None).values_list("asker", "subject", "kind", "made_at")
    sent = [(names[asker], subject, kind, at) for asker, subject, kind, at in letters if asker]
    assert len(sent) == len(set(sent)), "one person got a letter twice"
    told = {(name, subject) for name, subject, kind, _ in sent if kind == "answer_no"}
    for asker in Asker.objects.filter(erased_at=None).select_related("subject__signal"):
        if asker.subject.signal.state != State.SPLIT:
            assert (asker.name, asker.subject_id) in told


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(todo=[("split", 0, 0), ("merge", 4, 5), ("split", 5, 0), ("merge", 7, 6)])
@given(todo=steps)
def test_no_sequence_of_steps_loses_an_asker(town: Town, todo: list[tuple[str, int, int]]) -> None:
    with undone():
        world = World(town)
        for verb, one, two in todo:
            with suppress(Refused), transaction.atomic():
                getattr(world, verb)(one, two)
            check(world)
        answer_all(world)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(todo=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=6))
def test_merges_undone_in_opposite_order_leave_everything_as_it_was(
    town: Town, todo: list[tuple[int, int]]
) -> None:
    def everybody() -> set[tuple[object, ...]]:
        return set(Asker.objects.values_list("pk", "subject", "role", "came_from", "came_as"))

    with undone():
        world = World(town)
        before, done = everybody(), []
        for one, two in todo:
            source = world.signal(one)
            with suppress(Refused), transaction.atomic():
                world.merge(one, two)
                done.append(source)
        assert (everybody() == before) == (not done)
        for signal in reversed(done):
            merging.unmerge(signal=signal, by=world.by, roles=OWNERS, now=world.tick())
        assert everybody() == before
