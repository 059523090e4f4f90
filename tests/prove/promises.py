"""Plans under kills: a script of adopting, finishing, dropping and moving, of which each step is there whole or not at all.

Runs inside a process with our settings (`tests.bench.inside`). Every plan gets the same items, wishes and steps. The first
is led to its end before anybody is killed; the others must end the same: the same states, letters, promises and journal.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from django.db import connection

from tests.prove.strike import Counted
from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.kit import worker
from wijkwerk.ground.kit.models import Outbox
from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.subjects.models import Link
from wijkwerk.rules.planning import ADOPTER, OWNER, WRITER
from wijkwerk.testing_cast import Town, build_town
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import Asker, Contact, Promise
from wijkwerk.work.plans import promising
from wijkwerk.work.plans.actions import adopting, items, writing
from wijkwerk.work.plans.models import PROMISED, Plan, PlanItem
from wijkwerk.work.signals.actions import asking, merging
from wijkwerk.work.signals.actions.steps import ASKING
from wijkwerk.work.signals.models import Signal

ALL = frozenset({WRITER, ADOPTER, OWNER})
TEAM = frozenset({"owner_team"})
ITEMS: Final = 4


def main(words: list[str]) -> Any:
    """`words`: `fill`, how many plans · `live`, folder, statement to die at (0: never), `before` or `after` · `look`, folder."""
    if words[0] == "fill":
        return fill(int(words[1]))
    if words[0] == "live":
        return live(Path(words[1]), int(words[2]), words[3])
    return look(finished=True)


def fill(plans: int) -> dict[str, int]:
    """A town with this many plans that are still to be adopted, and one before them that was led to its end."""
    town, now = build_town(), datetime.now(tz=UTC)
    for number in range(plans + 1):
        _plan(town, number, now)
    counted = Counted(Path(), 0, "before")
    counted.on = True
    with connection.execute_wrapper(counted):
        for _, step in STEPS:
            step(Cast.of(0), datetime.now(tz=UTC))
    worker.run(once=True)
    return {"statements": counted.number, "steps": len(STEPS)}


def _plan(town: Town, number: int, now: datetime) -> None:
    """An agenda with four items; each answers a wish of two people and one of a third."""
    given: dict[str, Any] = {"by": town.people["owner"], "now": now}
    days = date(now.year + 1, 1, 1), date(now.year + 1, 12, 31)
    team, area = town.teams["gebiedsteam"], town.areas["Noord"]
    new = writing.NewPlan("agenda", f"plan{number:03d}", *days, team, area)
    plan = writing.begin_plan(municipality=town.municipality, new=new, **given)
    for place in range(ITEMS):
        about = {"owner_team": team, "due_until": date(now.year + 1, 6, 1 + place)}
        made = items.NewItem(f"punt{place}", "resident", origin_words="op het plein", **about)
        item = items.propose_item(plan=plan, new=made, roles=ALL, **given)
        for which, people in (("a", 2), ("b", 1)):
            mark = f"p{number:03d}{place}{which}"
            askers = tuple(
                NewAsker(Contact.EMAIL, mark, f"{mark}{each}@example.org") for each in range(people)
            )
            signal = town.signal(title=mark, askers=askers, now=now)
            items.link_signal(item=item, signal=signal, roles=ALL, **given)
        items.choose(item=item, roles=ALL, **given)


class Cast:
    """What the steps of one plan are about, read anew."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.by = plan, plan.made_by
        self.number = plan.title[-3:]

    @classmethod
    def of(cls, number: int) -> "Cast":
        rows = Plan.objects.select_related("subject", "municipality", "owner_team", "area", "made_by")
        return cls(rows.get(title=f"plan{number:03d}"))

    def given(self, now: datetime) -> dict[str, Any]:
        return {"by": self.by, "roles": ALL, "now": now}

    def team(self, now: datetime) -> dict[str, Any]:
        return {"by": self.by, "roles": TEAM, "now": now}

    def item(self, place: int) -> PlanItem:
        rows = PlanItem.objects.select_related(
            "plan__municipality", "plan__subject", "subject", "municipality"
        )
        return rows.get(plan=self.plan, title=f"punt{place}")

    def signal(self, name: str) -> Signal:
        rows = Signal.objects.select_related("subject", "municipality", "owner_team")
        return rows.get(title=f"p{self.number}{name}")


def _adopt(cast: Cast, now: datetime) -> None:
    decision = adopting.Decision("het college", now.date())
    adopting.adopt_plan(plan=cast.plan, decision=decision, **cast.given(now))


def _shift(cast: Cast, now: datetime) -> None:
    item = cast.item(2)
    assert item.due_until is not None
    new = items.NewItem(item.title, item.origin, item.owner_team, due_until=item.due_until.replace(month=9))
    items.change_item(item=item, new=new, why="De verf kwam later.", **cast.given(now))


Step = tuple[str, Callable[[Cast, datetime], Any]]
STEPS: Final[tuple[Step, ...]] = (
    ("ask", lambda cast, now: asking.ask(signal=cast.signal("3b"), question="Waar?", **cast.team(now))),
    ("merge", lambda cast, now: merging.merge(signal=cast.signal("2b"), into=cast.signal("2a"), **cast.team(now))),
    ("adopt", _adopt),
    ("finish", lambda cast, now: items.finish(item=cast.item(0), how="Het ligt er.", **cast.given(now))),
    ("drop", lambda cast, now: items.drop(item=cast.item(1), why="Te duur.", **cast.given(now))),
    ("shift", _shift),
    ("resume", lambda cast, now: asking.resume(signal=cast.signal("3b"), **cast.team(now))),
    ("catch_up", lambda cast, now: promising.catch_up(now=now)),
    ("again", lambda cast, now: items.propose_again(item=cast.item(1), **cast.given(now))),
    ("choose", lambda cast, now: items.choose(item=cast.item(1), **cast.given(now))),
)  # fmt: skip


def live(folder: Path, at: int, when: str) -> dict[str, Any]:
    """One life: see what the last kill left, go on with the script where it was, send the letters, or die on the way."""
    done = _after_the_kill(folder)
    now, counted = datetime.now(tz=UTC), Counted(folder, at, when)
    Outbox.objects.filter(done_at=None, problem="", not_before__gt=now).update(not_before=now)
    total = (Plan.objects.count() - 1) * len(STEPS)
    with connection.execute_wrapper(counted):
        while done < total:
            number, step = divmod(done, len(STEPS))
            cast = Cast.of(number + 1)
            _remember(folder, done, digest())
            counted.on = True
            STEPS[step][1](cast, datetime.now(tz=UTC))
            counted.on = False
            done += 1
            if step == len(STEPS) - 1:
                _remember(folder, done, "")
                counted.on = True
                worker.run(once=True)
                counted.on = False
    return {"done": done}


def _remember(folder: Path, done: int, before: str) -> None:
    """How many steps are done, and how the database looks before the next; put away in one go."""
    new = folder / "script.new"
    new.write_text(json.dumps([done, before]), encoding="utf-8")
    new.replace(folder / "script")


def _after_the_kill(folder: Path) -> int:
    """How many steps are done. One that was cut off left nothing at all, or else it is done: then the end must be whole."""
    path = folder / "script"
    if not path.exists():
        return 0
    done, before = json.loads(path.read_text(encoding="utf-8"))
    went_through = before not in ("", digest())
    with (folder / "looks").open("a", encoding="utf-8") as file:
        file.write(json.dumps(look() | {"went_through": went_through}) + "\n")
    return int(done) + went_through


def digest() -> str:
    """Every cell of every table, in a few letters."""
    found = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')  # a name that the database gave
            for row in sorted(map(repr, cursor.fetchall())):
                found.update(f"{table}{row}".encode())
    return found.hexdigest()[:32]


def look(*, finished: bool = False) -> dict[str, Any]:
    """What is `broken`, as counts that are all 0: at any moment, and when `finished` also what the end must be."""
    links = Link.objects.filter(kind=PROMISED).values_list("source", "target")
    live_items = set(PlanItem.objects.filter(adopted_at__isnull=False).values_list("pk", flat=True))
    open_ones = set(Promise.objects.filter(state="open").values_list("pk", flat=True))
    versions = Counter(Line.objects.filter(verb="plan_adopted").values_list("subject", flat=True))
    plans = {plan.pk: plan for plan in Plan.objects.all()}
    broken = {
        "promise_of_no_item": len(open_ones - {target for _, target in links}),
        "promise_of_an_item_not_adopted": sum(
            target in open_ones and source not in live_items for source, target in links
        ),
        "letter_twice": _twice(),
        "adopted_without_its_line": sum(plan.version != versions[key] for key, plan in plans.items()),
        "gave_up": Outbox.objects.filter(tries__gt=0).exclude(problem="").count(),
    }
    if finished:
        wanted = outcome(0)
        others = [outcome(number) for number in range(1, len(plans))]
        broken["ended_otherwise"] = sum(each != wanted for each in others)
        # A question need not leave any more once its signal is answered.
        asked = Letter.objects.filter(state="withdrawn", kind__in=ASKING)
        broken["letter_not_sent"] = Letter.objects.exclude(state="sent").exclude(pk__in=asked).count()
        broken["work_left"] = Outbox.objects.filter(done_at=None).count()
    return {"letters": Letter.objects.count(), "broken": broken}


def _twice() -> int:
    """Letters with which somebody hears what the letter before it already said."""
    heard: dict[Any, tuple[str, str]] = {}
    found = 0
    rows = Letter.objects.order_by("made_at", "pk").values_list("asker", "subject", "kind", "body")
    for asker, subject, kind, body in rows:
        found += heard.get((asker, subject)) == (kind, body)
        heard[asker, subject] = (kind, body)
    return found


def outcome(number: int) -> dict[str, Any]:
    """How one plan ended, without codes, keys and moments: so that two that went the same way are equal."""
    cast, found = Cast.of(number), {}
    for place in range(ITEMS):
        item = cast.item(place)
        found[f"item {place}"] = [item.state, item.adopted_at is not None, *_verbs(item.pk)]
        for which in "ab":
            signal = cast.signal(f"{place}{which}")
            promises = Promise.objects.filter(asked=signal.pk).order_by("made_at", "pk")
            found[f"signal {place}{which}"] = [
                signal.state,
                [[each.state, each.due_until.month] for each in promises],
                _verbs(signal.pk),
                sorted(_heard(asker) for asker in Asker.objects.filter(subject=signal.pk)),
            ]
    return found | {"plan": [cast.plan.state, cast.plan.version, *_verbs(cast.plan.pk)]}


def _verbs(key: Any) -> list[str]:
    return sorted(Line.objects.filter(subject=key).values_list("verb", flat=True))


def _heard(asker: Asker) -> list[str]:
    return sorted(Letter.objects.filter(asker=asker.pk).values_list("kind", flat=True))
