"""Lists show what may be seen: `visible()` equals `may("see")` row by row, and `readable()` equals `may("see_askers")`."""

import random
from datetime import timedelta

import pytest

from wijkwerk.ground.areas.models import Area
from wijkwerk.ground.people import may
from wijkwerk.ground.people.models import Deputy, Role, RoleKind, Team, TeamKind
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.signals.models import Signal

pytestmark = pytest.mark.django_db
VISIBILITIES = ("public", "network", "team")


def paths(town: Town) -> list[str]:
    """The areas, one that only begins like another, and no area at all."""
    return [*(area.path for area in town.areas.values()), "k0.k1x.", ""]


def scatter(town: Town, dice: random.Random, count: int) -> None:
    """Signals of every visibility, in every area, of every team."""
    teams = list(town.teams.values())
    care = [team for team in teams if team.kind == TeamKind.CARE]
    for number in range(count):
        is_care = dice.random() < 0.2
        code = f"{town.municipality.code[-2:]}{number:06}"
        subject = Subject.objects.create(municipality=town.municipality, kind="signal", code=code)
        Signal.objects.create(
            subject=subject, municipality=town.municipality, theme="verkeer", title="x", received_at=NOW,
            visibility="care" if is_care else dice.choice(VISIBILITIES), area_path=dice.choice(paths(town)),
            owner_team=dice.choice(care if is_care else teams),
        )  # fmt: skip


def deal_roles(town: Town, dice: random.Random) -> None:
    """A few random roles for everybody, also impossible ones: the comparison must hold for whatever is in the table."""
    areas, teams = [None, *Area.objects.filter(municipality=town.municipality)], [None, *town.teams.values()]
    for user in town.people.values():
        for _ in range(dice.randint(0, 3)):
            since = TODAY + timedelta(days=dice.choice((-30, -30, -30, 0, 1)))
            until = dice.choice((None, None, since + timedelta(days=dice.choice((0, 29, 60)))))
            Role.objects.create(
                municipality=town.municipality, user=user, kind=dice.choice(RoleKind.values), since=since, until=until,
                team=dice.choice(teams), area=dice.choice(areas),
            )  # fmt: skip


def deal_deputies(town: Town, dice: random.Random) -> None:
    people = list(town.people.values())
    for _ in range(6):
        person, deputy = dice.sample(people, 2)
        Deputy.objects.create(
            municipality=town.municipality, person=person, deputy=deputy, since=TODAY, until=TODAY
        )


def compare(user, town, signals) -> int:
    found = may.access(user, town.municipality, today=TODAY)
    listed = set(Signal.objects.filter(found.visible()).values_list("pk", flat=True))
    allowed = {signal.pk for signal in signals if found.may("see", signal)}
    assert listed == allowed, (user.name, found)
    read = set(Signal.objects.filter(found.readable()).values_list("pk", flat=True))
    assert read == {signal.pk for signal in signals if found.may("see_askers", signal)}, (user.name, found)
    return len(allowed)


@pytest.mark.parametrize("seed", range(6))
def test_a_list_and_a_single_question_give_the_same_answer_for_random_roles(town, other_town, seed):
    dice = random.Random(seed)
    scatter(town, dice, 60)
    scatter(other_town, dice, 15)
    deal_roles(town, dice)
    deal_deputies(town, dice)
    signals = list(Signal.objects.all())
    seen = [compare(user, place, signals) for place in (town, other_town) for user in town.people.values()]
    assert any(seen)
    assert not all(seen)


def test_a_list_and_a_single_question_agree_for_each_role_of_the_cast(town, other_town):
    scatter(town, random.Random(1), 80)
    signals = list(Signal.objects.all())
    counts = {part: compare(user, town, signals) for part, user in town.people.items()}
    assert counts["admin"] == counts["resident"] == 0
    assert counts["carer"] == sum(signal.visibility == "care" for signal in signals) > 0
    assert counts["intake"] == sum(signal.visibility != "care" for signal in signals) > 0
    assert Team.objects.filter(kind=TeamKind.CARE).exists()
