"""The version in force, and how a new one is made."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from django.db import transaction

import wijkwerk
from wijkwerk.ground.areas import settings
from wijkwerk.ground.areas.models import Area, Division, Municipality, SettingsVersion
from wijkwerk.ground.areas.sections import Contact
from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.kit.ids import uuid7

START = Path(wijkwerk.__file__).parent / "faces" / "blueprints" / "start.yaml"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
BY = uuid7()

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return yaml.safe_load(START.read_text(encoding="utf-8"))


@pytest.fixture
def town():
    made = Municipality.objects.create(code="0001", name="Merwoude")
    division = Division.objects.create(municipality=made, name="cbs", year=2026)
    for code, key, path in (("GM", "a", "a."), ("WK", "b", "a.b."), ("BU", "c", "a.b.c.")):
        Area.objects.create(
            municipality=made, division=division, code=code, key=key, name=code, level="buurt", path=path
        )
    return made


def put(town, document, **given):
    return settings.put(
        municipality=town, document=document, **{"by": BY, "now": NOW, "why": "begin", **given}
    )


def test_the_first_document_is_version_one_and_in_force(town, document):
    made = put(town, document)
    assert (made.number, made.made_by, made.made_at, made.why) == (1, BY, NOW, "begin")
    assert settings.current(town).part(Contact).phone == "14 0000"
    assert Municipality.objects.get(pk=town.pk).settings_number == 1


def test_a_new_version_stands_in_the_journal_with_the_reason(town, document):
    put(town, document)
    line = Line.objects.select_related("detail").get(municipality=town.pk)
    assert (line.verb, line.actor, line.detail.text) == (
        "settings_changed",
        BY,
        {"number": 1, "why": "begin"},
    )


def test_the_same_document_again_makes_no_version(town, document):
    put(town, document)
    assert put(town, document, why="nog eens").number == 1
    assert SettingsVersion.objects.count() == Line.objects.count() == 1


def test_a_change_makes_the_next_version_and_keeps_the_one_before(town, document):
    put(town, document)
    document["contact"]["phone"] = "14 0001"
    assert put(town, document, why="nieuw nummer").number == 2
    assert settings.current(town).part(Contact).phone == "14 0001"
    assert settings.version(town, 1).part(Contact).phone == "14 0000"


def test_a_document_that_does_not_hold_is_refused_and_changes_nothing(town, document):
    document["contact"]["phone"] = "bel maar"
    with pytest.raises(settings.Invalid, match=r"contact\.phone"):
        put(town, document)
    assert not SettingsVersion.objects.exists()
    assert town.settings_number == 0


def test_a_document_that_names_an_area_of_elsewhere_is_refused(town, document):
    document["teams"][1]["areas"] = ["WK", "XX"]
    with pytest.raises(settings.Invalid, match="XX"):
        put(town, document)


def test_who_looked_at_an_older_version_is_told(town, document):
    put(town, document)
    document["contact"]["phone"] = "14 0001"
    put(town, document)
    document["contact"]["phone"] = "14 0002"
    with pytest.raises(settings.Changed) as told:
        put(town, document, base_number=1)
    assert told.value.number == 2
    assert put(town, document, base_number=2).number == 3


def test_a_municipality_without_settings_says_which_command_helps(town):
    with pytest.raises(settings.NotReady, match="wijkwerk blueprint apply start --municipality 0001"):
        settings.current(town)


def test_the_document_is_read_from_the_database_once(town, document, django_assert_num_queries):
    put(town, document)
    with django_assert_num_queries(1):
        first = settings.current(town)
    with django_assert_num_queries(0):
        assert settings.current(town) is first


def test_a_version_that_was_rolled_back_leaves_nothing_behind(town, document):
    put(town, document)
    document["contact"]["phone"] = "14 0009"
    with transaction.atomic():
        put(town, document)
        settings.current(town)
        transaction.set_rollback(True)
    town.refresh_from_db()
    document["contact"]["phone"] = "14 0002"
    put(town, document)
    assert settings.current(town).part(Contact).phone == "14 0002"


def test_each_municipality_has_its_own_document(town, document):
    other = Municipality.objects.create(code="0002", name="Elders")
    put(town, document)
    document["contact"]["phone"] = "14 0002"
    put(other, document)
    assert settings.current(town).part(Contact).phone == "14 0000"
    assert settings.current(other).part(Contact).phone == "14 0002"


def test_a_part_at_a_place_is_that_of_the_smallest_area(town, document, django_assert_num_queries):
    document["deviations"] = [
        {"area": "WK", "path": "contact.phone", "value": "14 0005", "why": "Eigen post"}
    ]
    put(town, document)
    settings.current(town)
    with django_assert_num_queries(1):
        assert settings.part_at(town, Contact, "a.b.c.").phone == "14 0005"
    assert settings.part_at(town, Contact, "a.").phone == "14 0000"
    assert settings.part_at(town, Contact, "").phone == "14 0000"


def test_where_no_area_deviates_a_place_costs_no_query(town, document, django_assert_num_queries):
    put(town, document)
    settings.current(town)
    with django_assert_num_queries(0):
        assert settings.part_at(town, Contact, "a.b.c.").phone == "14 0000"
