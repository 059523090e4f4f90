"""Change a part of the settings: a new version with a reason, and nobody's work lost."""

from datetime import timedelta

import pytest

from wijkwerk.faces.blueprints import actions
from wijkwerk.faces.blueprints.tests.conftest import NOW, ready
from wijkwerk.ground.areas import settings
from wijkwerk.ground.areas.models import SettingsVersion
from wijkwerk.ground.areas.sections import Contact
from wijkwerk.ground.people.models import Team
from wijkwerk.ground.people.teams import TeamRefused
from wijkwerk.work.signals.intake import NewSignal, report

pytestmark = pytest.mark.django_db


def change(cast, where, value, base=1, **given):
    return actions.change(
        municipality=cast.town,
        where=where,
        value=value,
        base_number=base,
        **{"by": cast.admin.pk, "now": NOW, "why": "Beter zo", **given},
    )


def now(cast):
    cast.town.refresh_from_db()
    return settings.current(cast.town)


def teams(cast, **changed):
    return [{**team, **changed.get(team["key"], {})} for team in now(cast).raw["teams"]]


def test_a_change_is_a_new_version_with_who_when_and_why(cast):
    made = change(cast, "contact.phone", "14 0001", now=NOW + timedelta(days=1))
    assert (made.number, made.made_by, made.why) == (2, cast.admin.pk, "Beter zo")
    assert now(cast).part(Contact).phone == "14 0001"


def test_the_source_of_a_changed_value_is_the_municipality_and_its_doubt_is_gone(cast):
    change(cast, "contact.phone", "14 0001")
    assert now(cast).raw["notes"]["contact.phone"] == {
        "source": "Gewijzigd door de gemeente: Beter zo",
        "doubt": "",
    }
    assert now(cast).raw["notes"]["contact.hours"]["doubt"]


def test_a_change_that_changes_nothing_makes_no_version(cast):
    assert change(cast, "contact.phone", "14 0000").number == 1


def test_a_team_that_is_added_can_own_work_at_once(cast):
    new = {"key": "jeugd", "name": "Jeugd", "kind": "social", "areas": ["0001-1"]}
    change(cast, "teams", [*teams(cast), new])
    assert Team.objects.get(municipality=cast.town, key="jeugd").ended_at is None


def test_a_team_that_a_route_still_leads_to_cannot_go(cast):
    with pytest.raises(settings.Invalid, match="groen"):
        change(cast, "teams", [team for team in teams(cast) if team["key"] != "groen"])
    assert Team.objects.get(key="groen").ended_at is None


def test_a_refused_team_leaves_the_old_version_in_force(cast):
    with pytest.raises(TeamRefused):
        change(
            cast, "teams", [*teams(cast, zorg={"kind": "social"}), {"key": "z2", "name": "Z", "kind": "care"}]
        )
    assert now(cast).number == 1
    assert SettingsVersion.objects.count() == 1


def test_a_team_with_an_open_signal_cannot_end_whoever_asks(cast):
    new = NewSignal(theme="groen", kind="report", text="De tak hangt los")
    signal = report(municipality=cast.town, new=new, by=None, now=NOW)
    assert signal.owner_team.key == "groen"
    rules = [rule for rule in now(cast).raw["routing"] if rule["team"] != "groen"]
    change(cast, "routing", rules)
    with pytest.raises(TeamRefused, match="Groen en water heeft nog open werk"):
        change(cast, "teams", [team for team in teams(cast) if team["key"] != "groen"], base=2)
    assert now(cast).number == 2
    assert Team.objects.get(key="groen").ended_at is None


def test_the_same_form_twice_makes_one_version(cast):
    first = change(cast, "contact.phone", "14 0001", key="abc")
    assert change(cast, "contact.phone", "14 0001", key="abc") == first
    assert SettingsVersion.objects.count() == 2


def test_a_key_of_one_municipality_means_nothing_in_another(cast):
    other = ready("0002", "Elders")
    change(cast, "contact.phone", "14 0001", key="abc")
    made = actions.change(
        municipality=other,
        where="contact.phone",
        value="14 0002",
        base_number=1,
        by=cast.admin.pk,
        now=NOW,
        why="Ander nummer",
        key="abc",
    )
    assert (made.municipality, made.number) == (other, 2)


def test_two_people_who_change_different_things_both_get_their_way(cast):
    change(cast, "contact.phone", "14 0001")
    change(cast, "teams", teams(cast, groen={"name": "Groen"}), base=2)
    made = change(cast, "teams", [*_start_teams(cast, wonen={"name": "Wonen en bouwen"})], base=1)
    names = {team["key"]: team["name"] for team in made.document["teams"]}
    assert (names["groen"], names["wonen"], made.document["contact"]["phone"]) == (
        "Groen",
        "Wonen en bouwen",
        "14 0001",
    )


def _start_teams(cast, **changed):
    raw = settings.version(cast.town, 1).raw
    return [{**team, **changed.get(team["key"], {})} for team in raw["teams"]]


def test_two_people_who_change_the_same_value_are_told_and_nothing_is_lost(cast):
    change(cast, "teams", teams(cast, groen={"name": "Groen"}, wonen={"name": "Huizen"}))
    with pytest.raises(actions.Conflict) as told:
        change(cast, "teams", _start_teams(cast, groen={"name": "Natuur"}))
    assert told.value.number == 2
    assert [(each.path, each.theirs, each.mine) for each in told.value.clashes] == [
        ("teams.groen.name", "Groen", "Natuur")
    ]
    names = {team["key"]: team["name"] for team in told.value.value}
    assert (names["groen"], names["wonen"]) == ("Natuur", "Huizen")
    assert now(cast).number == 2


def test_going_back_is_a_new_version_too(cast):
    change(cast, "contact.phone", "14 0001")
    made = actions.restore(
        municipality=cast.town, number=1, base_number=2, by=cast.admin.pk, now=NOW, why="Toch niet goed"
    )
    assert (made.number, made.why) == (3, "Terug naar versie 1: Toch niet goed")
    assert made.document == settings.version(cast.town, 1).raw


def test_going_back_brings_back_a_team_that_ended(cast):
    change(cast, "teams", [*teams(cast), {"key": "jeugd", "name": "Jeugd", "kind": "social"}])
    change(cast, "teams", [team for team in teams(cast) if team["key"] != "jeugd"], base=2)
    assert Team.objects.get(key="jeugd").ended_at is not None
    actions.restore(
        municipality=cast.town, number=2, base_number=3, by=cast.admin.pk, now=NOW, why="Toch wel"
    )
    assert Team.objects.get(key="jeugd").ended_at is None


def test_going_back_past_somebody_elses_change_is_refused(cast):
    change(cast, "contact.phone", "14 0001")
    with pytest.raises(settings.Changed):
        actions.restore(
            municipality=cast.town, number=1, base_number=1, by=cast.admin.pk, now=NOW, why="Terug"
        )
