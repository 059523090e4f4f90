"""Importing again: nothing changes; a new year makes versions, and never changes an old one."""

from datetime import date
from typing import Any

import pytest

from wijkwerk.ground.areas.importing import WrongOrder
from wijkwerk.ground.areas.models import Area, AreaVersion, Division
from wijkwerk.ground.areas.tests.towns import (
    area,
    bring,
    changed,
    feature,
    snapshot,
    square,
    town,
    versions,
    without,
)
from wijkwerk.ground.kit import hooks

pytestmark = pytest.mark.django_db


def test_the_same_file_again_changes_nothing_at_all():
    bring(town())
    before = snapshot()
    report = bring(town())
    assert (report.read, report.unchanged) == (6, 6)
    assert snapshot() == before


def test_a_year_without_differences_makes_no_versions():
    bring(town())
    report = bring(town(), year=2025)
    assert (report.unchanged, AreaVersion.objects.count()) == (6, 6)
    assert Division.objects.get().year == 2025


def test_a_new_year_ends_the_old_version_where_name_parent_or_border_differ():
    bring(town())
    keys = dict(Area.objects.values_list("code", "key"))
    later = changed(town(), "BU90010101", name="Nieuwe naam")
    later = changed(later, "BU90010102", parent="WK900102")
    later = changed(later, "BU90010201", geometry=square(1, 0, 1, 1.9))
    report = bring(later, year=2025)
    assert (report.updated, report.unchanged) == (3, 3)
    for code in ("BU90010101", "BU90010102", "BU90010201"):
        assert versions(code) == [(date(2024, 1, 1), date(2025, 1, 1)), (date(2025, 1, 1), None)]
    assert versions("WK900101") == [(date(2024, 1, 1), None)]
    assert dict(Area.objects.values_list("code", "key")) == keys


def test_name_and_path_of_an_area_are_those_of_the_newest_version():
    bring(town())
    bring(changed(changed(town(), "BU90010101", name="Nieuw"), "BU90010102", parent="WK900102"), year=2025)
    assert area("BU90010101").name == "Nieuw"
    assert area("BU90010102").path == area("WK900102").path + area("BU90010102").key + "."


def test_an_area_that_a_new_year_no_longer_has_ends_and_keeps_its_row():
    bring(town())
    report = bring(without(town(), "BU90010102"), year=2025)
    assert (report.closed, report.unchanged) == (1, 5)
    assert versions("BU90010102") == [(date(2024, 1, 1), date(2025, 1, 1))]
    assert area("BU90010102").name == "Naam BU90010102"


def test_an_area_that_comes_back_gets_a_version_and_keeps_its_key():
    bring(town())
    key = area("BU90010102").key
    bring(without(town(), "BU90010102"), year=2025)
    bring(town(), year=2026)
    assert versions("BU90010102") == [(date(2024, 1, 1), date(2025, 1, 1)), (date(2026, 1, 1), None)]
    assert area("BU90010102").key == key


def test_a_correction_within_the_year_is_a_version_from_the_next_day():
    bring(town())
    report = bring(changed(town(), "BU90010101", name="Beter"))
    assert report.updated == 1
    assert versions("BU90010101") == [(date(2024, 1, 1), date(2024, 1, 2)), (date(2024, 1, 2), None)]


def test_a_supplement_of_the_same_year_finds_its_parents_and_ends_nothing():
    bring(without(town(), "BU90010101", "BU90010102"))
    report = bring([each for each in town() if each["properties"]["code"] in {"BU90010101", "BU90010102"}])
    assert (report.created, report.closed) == (2, 0)
    assert area("BU90010101").path.startswith(area("WK900101").path)
    assert AreaVersion.objects.filter(valid_until=None).count() == 6


def test_areas_that_a_supplement_does_not_speak_of_move_along_with_their_parent():
    bring(town())
    bring([feature("WK900101", "wijk", "WK900102", square(0, 0, 1, 2))])
    assert area("WK900101").path.startswith(area("WK900102").path)
    assert area("BU90010101").path.startswith(area("WK900101").path)


def test_a_circle_over_two_files_is_cut_where_the_new_file_closes_it():
    bring(town())
    before = snapshot()
    bring([feature("GM9001", "gemeente", "BU90010101", square(0, 0, 2, 2))])
    assert snapshot() == before


def test_areas_in_a_circle_are_refused_and_those_of_before_stay():
    bring(town())
    report = bring(changed(town(), "WK900101", parent="BU90010101"), year=2025)
    assert (report.rejected, report.unchanged, report.closed) == (3, 3, 0)
    assert versions("WK900101") == [(date(2024, 1, 1), None)]


def test_a_refused_area_becomes_a_root_when_the_one_above_it_ended():
    bring(town())
    features = without(town(), "WK900101")
    report = bring(changed(features, "BU90010101", geometry={"type": "Point"}), year=2025)
    assert (report.rejected, report.closed) == (1, 1)
    assert area("BU90010101").path == area("BU90010101").key + "."


def test_an_area_that_ended_can_come_back_with_a_supplement_of_the_year():
    bring(town())
    bring(without(town(), "BU90010102"), year=2025)
    bring([each for each in town() if each["properties"]["code"] == "BU90010102"], year=2025)
    assert versions("BU90010102") == [(date(2024, 1, 1), date(2025, 1, 1)), (date(2025, 1, 1), None)]


def test_an_older_year_than_the_division_has_is_refused_and_changes_nothing():
    bring(town(), year=2024)
    before = snapshot()
    with pytest.raises(WrongOrder, match="2024"):
        bring(town(), year=2016)
    assert snapshot() == before


def test_the_stamp_rises_with_each_change_and_only_then():
    bring(town())
    stamps = [Division.objects.get().stamp]
    for features, year in ((town(), 2024), (changed(town(), "WK900101", name="X"), 2024), (town(), 2025)):
        bring(features, year=year)
        stamps.append(Division.objects.get().stamp)
    assert stamps == [stamps[0], stamps[0], stamps[0] + 1, stamps[0] + 2]


def test_a_new_year_is_told_to_the_rooms_above(monkeypatch):
    told = []
    monkeypatch.setattr(hooks, "run", lambda point, **given: told.append((point, given["division"].year)))
    bring(town())
    bring(town())
    assert told == []
    bring(town(), year=2025)
    assert told == [("areas.replaced", 2025)]


def test_one_municipality_comes_in_whole_or_not_at_all(monkeypatch):
    def fail(*_args: Any, **_given: Any) -> None:
        raise RuntimeError("the power fails")

    bring(town("GM9002", x=5))
    before = snapshot()
    monkeypatch.setattr("wijkwerk.ground.areas.importing._keep_municipality", fail)
    with pytest.raises(RuntimeError):
        bring(town())
    assert snapshot() == before


def test_the_number_of_statements_does_not_grow_with_the_number_of_areas(django_assert_max_num_queries):
    buurten = [
        feature(f"BU900101{n:02d}", "buurt", "WK900101", square(0, n / 100, 1, 0.01)) for n in range(3, 43)
    ]
    with django_assert_max_num_queries(30):
        bring([*town(), *buurten])
