"""In whatever order wishes are linked, adopted, dropped, merged and answered, every asker is told, and once (promise 3, I28).

Random stories over three signals, two plans and the items in them. After each thing that happens: no item without origin
and owner, no promise of an item that is not there or is over, links that never go round, no letter twice.
"""

from collections import defaultdict
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.subjects.models import Link
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.planning import ADOPTER, LIVE_ITEMS, OWNER, WRITER, has_cycle
from wijkwerk.rules.workflow import ASKER, OWNER_TEAM
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers import actions as answering
from wijkwerk.work.answers.actions import NewAnswer, Refused
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import Answer, Asker, Contact, Promise
from wijkwerk.work.plans import promising
from wijkwerk.work.plans.actions import adopting, items, writing
from wijkwerk.work.plans.models import ANSWERS, PROMISED, SERVES, Plan, PlanItem
from wijkwerk.work.signals import actions, clocks
from wijkwerk.work.signals.actions import asking, care, merging
from wijkwerk.work.signals.actions.steps import locked
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import TO_ANSWER, Signal

ROLES = frozenset({OWNER_TEAM})
ALL = frozenset({WRITER, ADOPTER, OWNER})
NOT_YET = ("waiting", "intake")
# Letters that say how it stands; between two of these that are the same something else must have been said.
STANDING = (
    "answer_yes",
    "answer_no",
    "promise_kept",
    "promise_dropped",
    "promise_withdrawn",
    "promise_shifted",
)


class Story:
    """A town with three signals, a theme plan and an agenda. Each method is one thing that happens."""

    def __init__(self, town: Town) -> None:
        self.town, self.now, self.by = town, NOW, town.people["owner"]
        for name in ("Ans", "Ben", "Cor"):
            town.signal(askers=(NewAsker(Contact.EMAIL, name, f"{name.lower()}@example.org"),))
        self.plans = [self.begin("themaplan"), self.begin("agenda")]
        for plan in self.plans:
            self.propose(plan, None, 1)

    def begin(self, kind: str) -> Plan:
        new = writing.NewPlan(
            kind,
            kind,
            date(2026, 1, 1),
            date(2028, 1, 1),
            self.town.teams["gebiedsteam"],
            self.town.areas["Noord"],
        )
        return writing.begin_plan(municipality=self.town.municipality, new=new, by=self.by, now=self.now)

    def do(self, what: str, one: int, two: int) -> None:
        """One thing; refused is fine, half done is not."""
        self.now += timedelta(minutes=1)
        signals = list(Signal.objects.select_related("subject", "municipality").order_by("pk"))
        found = list(
            PlanItem.objects.select_related("plan__municipality", "plan__subject", "subject").order_by("pk")
        )
        for item in found:
            item.municipality = item.plan.municipality
        item, signal = found[one % len(found)], signals[two % len(signals)]
        with suppress(Refused), transaction.atomic():
            getattr(self, what)(item=item, signal=signal, other=signals[one % len(signals)], number=one + two)

    @property
    def given(self) -> dict[str, Any]:
        return {"by": self.by, "roles": ALL, "now": self.now}

    @property
    def step(self) -> dict[str, Any]:
        return {"by": self.by, "roles": ROLES, "now": self.now}

    def propose(self, plan: Plan, signal: Signal | None, number: int) -> None:
        new = items.NewItem(
            title=f"Punt {PlanItem.objects.count()}",
            origin="signal" if signal else "resident",
            origin_words="" if signal else "op straat",
            origin_subject=signal.subject if signal else None,
            owner_team=self.town.teams["verkeer"],
            kind="priority" if number % 3 == 0 else "task",
            due_until=None if number % 4 == 0 else date(2027, 1 + number % 12, 1),
        )
        items.propose_item(plan=plan, new=new, **self.given)

    def new_item(self, *, item: PlanItem, signal: Signal, other: Signal, number: int) -> None:
        self.propose(item.plan, signal, number)

    def link(self, *, item: PlanItem, signal: Signal, **rest: Any) -> None:
        items.link_signal(item=item, signal=signal, **self.given)

    def unlink(self, *, item: PlanItem, signal: Signal, **rest: Any) -> None:
        items.unlink_signal(item=item, signal=signal, **self.given)

    def serve(self, *, item: PlanItem, number: int, **rest: Any) -> None:
        higher = list(PlanItem.objects.order_by("pk"))
        items.serve(item=item, serves=higher[number % len(higher)], **self.given)

    def choose(self, *, item: PlanItem, **rest: Any) -> None:
        items.choose(item=item, **self.given)

    def adopt(self, *, item: PlanItem, **rest: Any) -> None:
        if item.plan.state == "adopted":
            writing.revise(plan=item.plan, **self.given)
        decision = adopting.Decision("het college", local_date(self.now))
        adopting.adopt_plan(plan=item.plan, decision=decision, **self.given)

    def finish_item(self, *, item: PlanItem, **rest: Any) -> None:
        items.finish(item=item, how="klaar", **self.given)

    def drop(self, *, item: PlanItem, **rest: Any) -> None:
        items.drop(item=item, why="te duur", **self.given)

    def again(self, *, item: PlanItem, **rest: Any) -> None:
        items.propose_again(item=item, **self.given)

    def redate(self, *, item: PlanItem, number: int, **rest: Any) -> None:
        new = items.NewItem(
            title=item.title,
            origin=item.origin,
            owner_team=item.owner_team,
            due_until=date(2028, 1 + number % 12, 2),
        )
        items.change_item(item=item, new=new, why="later", **self.given)

    def merge(self, *, signal: Signal, other: Signal, **rest: Any) -> None:
        merging.merge(signal=signal, into=other, **self.step)

    def unmerge(self, *, signal: Signal, **rest: Any) -> None:
        merging.unmerge(signal=signal, **self.step)

    def answer_no(self, *, signal: Signal, **rest: Any) -> None:
        new = NewAnswer("no", signal.owner_team, text="x", reason=f"reden {self.now:%d %H:%M}", can_do="z")
        actions.answer(signal=signal, new=new, **self.step)

    def take(self, *, signal: Signal, **rest: Any) -> None:
        actions.take(signal=signal, **self.step)

    def ask(self, *, signal: Signal, **rest: Any) -> None:
        asking.ask(signal=signal, question="Waar?", **self.step)

    def resume(self, *, signal: Signal, **rest: Any) -> None:
        asking.resume(signal=signal, **self.step)

    def reopen(self, *, signal: Signal, **rest: Any) -> None:
        actions.reopen(signal=signal, why="nog stuk", by=None, roles=frozenset({ASKER}), now=self.now)

    def withdraw(self, *, signal: Signal, **rest: Any) -> None:
        promise = Promise.objects.filter(asked=signal.subject, state="open").first()
        if promise is not None:
            asked = asked_of(locked(signal))
            answering.withdraw_promise(asked=asked, promise=promise, why="kan niet", by=self.by, now=self.now)

    def make_care(self, *, signal: Signal, **rest: Any) -> None:
        care.make_care(signal=signal, **self.step)

    def days(self, *, number: int, **rest: Any) -> None:
        self.now += timedelta(days=number % 40)
        clocks.close_finished(now=self.now)
        promising.catch_up(now=self.now)

    def check(self) -> None:
        """What holds after every single thing."""
        for item in PlanItem.objects.select_related("owner_team"):
            assert item.owner_team.ended_at is None
            assert item.origin_words or item.origin_subject_id
        links = list(Link.objects.values_list("kind", "source", "target"))
        assert not has_cycle([(source, target) for kind, source, target in links if kind == SERVES])
        live = set(PlanItem.objects.filter(state__in=LIVE_ITEMS).values_list("pk", flat=True))
        open_ones = set(Promise.objects.filter(state="open", care=False).values_list("pk", flat=True))
        made = [(source, target) for kind, source, target in links if kind == PROMISED]
        assert {source for source, target in made if target in open_ones} <= live
        assert len({target for _, target in made}) == len(made), "one promise of two items"
        care_signals = set(Signal.objects.filter(visibility="care").values_list("pk", flat=True))
        assert not care_signals & {target for kind, _, target in links if kind == ANSWERS}
        self.check_letters()

    def check_letters(self) -> None:
        """Nobody hears the same thing twice in a row."""
        heard: dict[Any, list[tuple[str, str]]] = defaultdict(list)
        rows = Letter.objects.filter(kind__in=STANDING).order_by("made_at", "pk")
        for asker, kind, body in rows.values_list("asker", "kind", "body"):
            assert not heard[asker] or heard[asker][-1] != (kind, body), f"{kind} twice"
            heard[asker].append((kind, body))

    def finish(self) -> None:
        """Once the clock ran, nobody waits for a yes that was adopted, and whose promise holds has heard it."""
        promising.catch_up(now=self.now)
        self.check()
        for item in PlanItem.objects.filter(
            state__in=LIVE_ITEMS, adopted_at__isnull=False, due_until__isnull=False
        ).select_related("municipality"):
            left = [signal for signal in promising.waiting_signals(item) if signal.state in TO_ANSWER]
            assert not [signal for signal in left if signal.state not in NOT_YET], "a yes was kept back"
        for answer in Answer.objects.filter(superseded_at=None, kind="yes"):
            for asker in Asker.objects.filter(subject=answer.subject, erased_at=None):
                mine = Letter.objects.filter(asker=asker.pk)
                assert mine.filter(kind="answer_yes", body__contains=answer.what).exists(), (
                    "an asker did not hear it"
                )


THINGS = (
    "new_item", "link", "unlink", "serve", "choose", "adopt", "finish_item", "drop", "again", "redate", "merge", "unmerge",
    "answer_no", "take", "ask", "resume", "reopen", "withdraw", "make_care", "days",
)  # fmt: skip
HAPPENS = st.tuples(
    st.sampled_from((*THINGS, "new_item", "link", "choose", "choose", "adopt", "adopt", "merge", "drop")),
    st.integers(0, 30),
    st.integers(0, 30),
)


@pytest.mark.django_db
@settings(
    # No shrinking: a story takes a second, and one that fails is printed as it is.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(HAPPENS, min_size=4, max_size=25))
def test_every_asker_is_told_and_once(town: Town, story: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        lived = Story(town)
        for happens in story:
            lived.do(*happens)
            lived.check()
        lived.finish()
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("what", THINGS)
def test_each_thing_that_can_happen_does_happen(town: Town, what: str) -> None:
    """So that the stories above are no empty words."""
    before = (("new_item", 1, 0), ("choose", 2, 0), ("adopt", 2, 0))
    more = {
        "resume": (("ask", 0, 1),),
        "reopen": (("answer_no", 0, 1),),
        "unmerge": (("merge", 2, 1),),
        "again": (("drop", 2, 0),),
        "unlink": (("link", 2, 1),),
    }.get(what, ())
    assert any(_does(town, what, (*before[:much], *more), pair) for much in range(4) for pair in PAIRS)


PAIRS = [(one, two) for one in range(3) for two in range(3)]


def _does(town: Town, what: str, before: tuple[tuple[str, int, int], ...], pair: tuple[int, int]) -> bool:
    with transaction.atomic():
        lived = Story(town)
        for happens in before:
            lived.do(*happens)
        lines = Line.objects.count()
        lived.do(what, *pair)
        found = Line.objects.count() > lines or what == "days"
        transaction.set_rollback(True)
    return found
