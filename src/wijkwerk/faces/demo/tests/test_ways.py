"""The demo runs by every way of working: its own words and kinds of plans, in the same fictional town."""

from datetime import UTC, datetime
from typing import Any

import pytest

from wijkwerk.faces.blueprints import reading
from wijkwerk.faces.demo import actions, mark, merwoude, stories
from wijkwerk.faces.demo import town as drawing
from wijkwerk.faces.demo.cast import cast
from wijkwerk.faces.demo.choosing import choose
from wijkwerk.ground.areas import settings
from wijkwerk.ground.areas.sections import Words
from wijkwerk.rules.planning import PlanState
from wijkwerk.work.plans.models import Plan, Round, WrittenBy
from wijkwerk.work.plans.sections import PlanKinds
from wijkwerk.work.signals.models import Signal

NOW = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
FEW = 12
# What makes each of these unlike the others: straight to maintenance; twenty tasks; one kind of plan; five priorities.
UNLIKE = ("den-helder", "doetinchem", "oude-ijsselstreek", "arnhem", "apeldoorn", "stadskanaal")


def kinds_of(name: str) -> PlanKinds:
    return settings.parse(reading.load(name)).part(PlanKinds)


@pytest.mark.parametrize("name", reading.names())
def test_the_document_of_the_demo_keeps_the_way_of_working_and_points_at_nothing_that_is_not_there(
    name: str,
) -> None:
    whole = merwoude.document(drawing.draw(actions.SEED), cast(), name)
    found, own = settings.parse(whole), settings.parse(reading.load(name))
    assert found.part(Words) == own.part(Words)
    assert found.part(PlanKinds) == own.part(PlanKinds)
    assert {team["key"] for team in whole["teams"]} == {merwoude.team_key(team.key) for team in cast().teams}
    label = next(each["label"] for each in whole["ladder"] if each.get("area_manager"))
    assert label.endswith(own.part(Words).area_manager.one)


@pytest.mark.parametrize(
    ("name", "vision", "own", "agenda"),
    [
        ("start", "visie", "bewonersagenda", "agenda"),
        ("apeldoorn", None, "toekomstagenda", "stadsdeelplan"),
        ("den-helder", None, "platformagenda", "uitvoeringsplan"),
        ("oude-ijsselstreek", None, None, "maatschappelijke_agenda"),
        ("stadskanaal", "wijkvisie", None, "projectenagenda"),
        ("nijmegen", "wijkvisie", None, "wijkjaarprogramma"),
    ],
)
def test_kinds_are_chosen_by_what_they_are(
    name: str, vision: str | None, own: str | None, agenda: str | None
) -> None:
    chosen = choose(kinds_of(name))
    assert [each.key if each else None for each in chosen] == [vision, own, agenda]


@pytest.mark.django_db
@pytest.mark.parametrize("name", UNLIKE)
def test_a_demo_by_this_way_of_working_is_whole(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few stories, for what is told here is the plans: each of a kind of this municipality, adopted within its bounds."""
    every = stories.stories

    def some(*given: Any) -> list[stories.Story]:
        told = every(*given)
        # The newest, and of what is kept for one year all: so there is something to destroy, as in the whole demo.
        return [each for each in told if each in told[-FEW:] or each.theme in merwoude.SHORT]

    monkeypatch.setattr(stories, "stories", some)
    municipality = actions.build(now=NOW, blueprint=name)
    assert Signal.objects.count() >= FEW
    kinds = kinds_of(name)
    chosen = choose(kinds)
    adopted = Plan.objects.filter(municipality=municipality, state=PlanState.ADOPTED)
    wanted = {each.key: (3 if each is chosen.agenda else 1) for each in chosen if each}
    assert {key: adopted.filter(kind=key).count() for key in wanted} == wanted
    assert set(Plan.objects.values_list("kind", flat=True)) <= {each.key for each in kinds.active()}
    own = adopted.filter(written_by=WrittenBy.RESIDENTS)
    assert own.exists() == (chosen.own is not None)
    assert Round.objects.exists() == bool(chosen.agenda and chosen.agenda.rounds)


def test_a_demo_by_another_way_of_working_is_another_demo(tmp_path: Any) -> None:
    path = tmp_path / "demo.sqlite3"
    mark.set_mark(path, "tiel")
    assert mark.is_current(path, "tiel")
    assert not mark.is_current(path)
    assert not mark.is_current(path, "ede")
