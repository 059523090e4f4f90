"""A year comes along into the next as uncertain proposals; done twice nothing is doubled, wherever it went since."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.journal.models import Line
from wijkwerk.rules.yearplan import Month
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.calendars.actions import copying, entries
from wijkwerk.work.calendars.models import Entry
from wijkwerk.work.calendars.tests.conftest import BOTH, plan

LogIn = Callable[..., Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
COPY = reverse("calendars:copy_year")
LATE = Month(2026, 12)


def copy(town: Town, year: int = 2026, *areas: str) -> copying.Copied:
    paths = [town.areas[name].path for name in areas or ("Noord",)]
    return copying.copy_year(
        municipality=town.municipality, year=year, paths=paths, by=town.people["owner"], now=NOW
    )


def next_year() -> list[tuple[Any, ...]]:
    rows = Entry.objects.filter(month__gte=202701).order_by("month", "code")
    return list(rows.values_list("month", "code", "code_year", "uncertain", "state"))


def test_it_works_with_the_year_of_a_code_one_later_and_without_the_note(town: Town):
    plan(town, "A", Month(2026, 2), code_year=2027, note="Vorig jaar", person=town.people["owner"])
    done = plan(town, "S", LATE)
    entries.finish_entry(entry=done, by=town.people["owner"], roles=BOTH, now=NOW.replace(month=12))
    assert copy(town) == copying.Copied(2, 0, 0)
    assert next_year() == [(202702, "A", 2028, True, "planned"), (202712, "S", None, True, "planned")]
    first = Entry.objects.get(month=202702)
    assert (first.note, first.person, first.about) == ("", town.people["owner"], None)
    assert Line.objects.filter(verb="entry_planned").count() == 4


def test_done_twice_nothing_is_doubled_also_what_was_moved_or_finished_meanwhile(town: Town):
    for month in range(1, 4):
        plan(town, "S", Month(2026, month))
    copy(town)
    by: dict[str, Any] = {"by": town.people["owner"], "roles": BOTH, "now": NOW}
    moved, done, _ = Entry.objects.filter(month__gte=202701).order_by("month")
    entries.move_entry(entry=moved, seen_in=Month(2027, 1), to=Month(2027, 11), why="x", **by)
    entries.make_certain(entry=done, **by)
    entries.finish_entry(entry=done, **by | {"now": NOW.replace(year=2027, month=2)})
    assert copy(town) == copying.Copied(0, 3, 0)
    assert Entry.objects.filter(month__gte=202701).exclude(state="moved").count() == 3


def test_what_somebody_planned_by_hand_is_not_proposed_again(town: Town):
    plan(town, "B", LATE)
    plan(town, "B", LATE)
    plan(town, "B", Month(2027, 12))
    assert copy(town) == copying.Copied(1, 1, 0)


def test_marks_of_what_moved_away_and_other_areas_stay_behind(town: Town):
    entry = plan(town, "S", Month(2026, 3))
    entries.move_entry(
        entry=entry, seen_in=Month(2026, 3), to=LATE, why="x", by=town.people["owner"], roles=BOTH, now=NOW
    )
    plan(town, "S", LATE, area="Zuid")
    plan(town, "S", LATE, area="Lindebuurt")
    assert copy(town).made == 2
    assert [row[0] for row in next_year()] == [202712, 202712]


def test_a_code_or_a_team_that_is_gone_is_left_out_and_counted(town: Town):
    plan(town, "S", LATE)
    plan(town, "B", LATE, team="wonen")
    team = town.teams["wonen"]
    team.ended_at = NOW
    team.save()
    raw = documents.current(town.municipality).raw
    raw["calendar"]["codes"] = [each for each in raw["calendar"]["codes"] if each["code"] != "S"]
    documents.put(municipality=town.municipality, document=raw, by=None, now=NOW, why="test")
    assert copy(town) == copying.Copied(0, 0, 2)


def test_who_does_not_work_here_any_more_is_not_asked_again(town: Town):
    from wijkwerk.ground.people.models import Role  # noqa: PLC0415

    plan(town, "S", LATE, person=town.people["member"])
    Role.objects.filter(user=town.people["member"]).delete()
    copy(town)
    assert Entry.objects.get(month=202712).person is None


def test_without_areas_or_with_too_much_at_once_it_is_refused(town: Town, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(Refused, match="U kunt dit niet doen"):
        copying.copy_year(
            municipality=town.municipality, year=2026, paths=[], by=town.people["owner"], now=NOW
        )
    plan(town, "S", LATE)
    plan(town, "B", LATE)
    monkeypatch.setattr(copying, "MOST", 1)
    with pytest.raises(Refused, match="te veel"):
        copy(town)
    with pytest.raises(Refused, match="Kies een ander jaar"):
        copy(town, 2100)


@given(
    st.lists(st.tuples(st.sampled_from("SBP"), st.integers(1, 12), st.integers(2026, 2027)), max_size=12),
    st.integers(1, 3),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_often_it_is_done_each_entry_has_one_place_in_the_next_year(
    town: Town, rows: Any, times: int
):
    Entry.objects.all().delete()
    for code, month, year in rows:
        plan(town, code, Month(year, month))
    for _ in range(times):
        copy(town)
    for code in "SBP":
        for month in range(1, 13):
            old = rows.count((code, month, 2026))
            new = rows.count((code, month, 2027))
            found = Entry.objects.filter(code=code, month=202700 + month).count()
            assert found == max(old, new)


def test_the_page_copies_own_areas_only_and_says_how_many(town: Town, log_in: LogIn):
    plan(town, "S", LATE)
    plan(town, "S", LATE, area="Zuid")
    client = log_in("owner")
    form = client.get(COPY).context["form"]
    assert [name for _, name in form.fields["area"].choices][1:] == [
        "– Noord",
        "– – Beukbuurt",
        "– – Lindebuurt",
    ]
    answer = client.post(COPY, {"year": "2026", "area": ""}, follow=True)
    assert "Eén voorstel staat nu in 2027." in answer.content.decode()
    assert [str(each.area) for each in Entry.objects.filter(month__gte=202701)] == ["Noord"]
    again = client.post(COPY, {"year": "2026", "area": town.areas["Noord"].code}, follow=True)
    assert "Er kwam niets bij. Eén stond er al." in again.content.decode()
    zuid = client.post(COPY, {"year": "2026", "area": town.areas["Zuid"].code})
    assert zuid.status_code == 422


@pytest.mark.parametrize(
    "part", ["traffic", "alderman", "intake", "carer", "partner", "admin", "group", "resident"]
)
def test_who_has_no_areas_finds_no_page(town: Town, log_in: LogIn, part: str):
    assert log_in(part).get(COPY).status_code == 404
