"""Each step on an entry is possible for whom and when the table says; what came of it stands in the row and the journal."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.models import Detail, Line
from wijkwerk.rules.yearplan import AREA, TEAM, Month
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.calendars.actions import entries
from wijkwerk.work.calendars.actions.entries import NewEntry
from wijkwerk.work.calendars.models import Entry
from wijkwerk.work.calendars.tests.conftest import BOTH, MAY, plan

LogIn = Callable[..., Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
JUNE = Month(2027, 6)
# What stands in May or June is not done in November of the year before.
LATER = NOW.replace(year=2027, month=6)


def do(town: Town, step: str, entry: Entry, roles: frozenset[str] = BOTH, **more: Any) -> Any:
    """Take a step with what it needs."""
    by: dict[str, Any] = {"entry": entry, "by": town.people["owner"], "roles": roles, "now": NOW}
    team = town.teams["gebiedsteam"]
    needs: dict[str, dict[str, Any]] = {
        "change_entry": {"new": NewEntry("B", team), "teams": frozenset({team.pk})},
        "move_entry": {"seen_in": Month.of(entry.month), "to": JUNE, "why": "De zaal is dicht"},
        "finish_entry": {"now": LATER},
        "drop_entry": {"why": "Geen geld"},
    }
    return getattr(entries, step)(**by | needs.get(step, {}) | more)


def standing(town: Town, moment: str) -> Entry:
    """An entry at a moment; for `moved` the mark that it left behind."""
    entry = plan(town, uncertain=moment == "uncertain")
    if moment == "done":
        do(town, "finish_entry", entry)
    if moment == "moved":
        do(town, "move_entry", entry)
        return Entry.objects.get(state="moved")
    return Entry.objects.get(pk=entry.pk)


MOMENTS = ("planned", "uncertain", "moved", "done", "gone")
# Who may at each moment: a = of the area, t = of the team that does it.
MAY_STEP = {
    "change_entry": ("at", "at", "", "", ""),
    "make_certain": ("", "at", "", "", ""),
    "move_entry": ("at", "at", "", "", ""),
    "finish_entry": ("at", "", "", "", ""),
    "drop_entry": ("at", "at", "", "a", ""),
}


@pytest.mark.parametrize("step", MAY_STEP)
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(("letter", "roles"), [("a", {AREA}), ("t", {TEAM}), ("-", set())])
def test_a_step_is_possible_for_whom_and_when_the_table_says(
    town: Town, step: str, moment: str, letter: str, roles: set[str]
):
    entry = standing(town, "planned" if moment == "gone" else moment)
    if moment == "gone":
        Entry.objects.filter(pk=entry.pk).delete()
    before = list(Entry.objects.order_by("pk").values())
    lines = Line.objects.count()
    if letter in MAY_STEP[step][MOMENTS.index(moment)]:
        do(town, step, entry, frozenset(roles))
        assert Line.objects.count() == lines + 1
        assert list(Entry.objects.order_by("pk").values()) != before
        return
    with pytest.raises(Refused):
        do(town, step, entry, frozenset(roles))
    assert list(Entry.objects.order_by("pk").values()) == before
    assert Line.objects.count() == lines


def test_changing_keeps_area_and_month_and_changes_the_rest(town: Town):
    entry = plan(town)
    new = NewEntry("A", town.teams["verkeer"], 2028, True, town.people["traffic"], "Samen")
    do(town, "change_entry", entry, new=new)
    entry.refresh_from_db()
    assert (entry.month, entry.area, entry.code, entry.code_year) == (MAY.key, town.areas["Noord"], "A", 2028)
    assert (entry.team, entry.person, entry.note) == (town.teams["verkeer"], town.people["traffic"], "Samen")


def test_who_is_of_the_team_alone_gives_it_to_no_team_of_others(town: Town):
    entry = plan(town, team="verkeer")
    own, other = town.teams["verkeer"], town.teams["groen"]
    team: dict[str, Any] = {"roles": frozenset({TEAM}), "teams": frozenset({own.pk})}
    with pytest.raises(Refused, match="Alleen wie over het gebied gaat"):
        do(town, "change_entry", entry, new=NewEntry("B", other), **team)
    do(town, "change_entry", entry, new=NewEntry("B", own), **team)
    do(town, "change_entry", entry, new=NewEntry("B", other), roles=frozenset({AREA}))
    entry.refresh_from_db()
    assert (entry.code, entry.team) == ("B", other)


def test_what_moves_keeps_its_id_and_leaves_a_mark_with_the_reason(town: Town):
    entry = plan(town, "A", code_year=2028, uncertain=True, note="Geheim", person=town.people["owner"])
    do(town, "move_entry", entry)
    entry.refresh_from_db()
    mark = Entry.objects.get(moved_to=entry)
    assert (entry.month, entry.state, entry.uncertain) == (JUNE.key, "planned", True)
    assert (mark.month, mark.state, mark.why, mark.code_year) == (MAY.key, "moved", "De zaal is dicht", 2028)
    assert (mark.note, mark.person, mark.about) == ("", None, None)
    text = Detail.objects.get(line__verb="entry_moved").text
    assert (text["from"], text["month"], text["why"]) == (MAY.key, JUNE.key, "De zaal is dicht")


def test_moved_twice_each_old_cell_points_at_where_it_stands_and_back_home_none_points_at_itself(town: Town):
    entry = plan(town)
    do(town, "move_entry", entry)
    entry.refresh_from_db()
    do(town, "move_entry", entry, to=Month(2027, 9))
    marks = Entry.objects.filter(state="moved")
    assert sorted(marks.values_list("month", "moved_to__month")) == [(202705, 202709), (202706, 202709)]
    entry.refresh_from_db()
    do(town, "move_entry", entry, to=MAY)
    assert sorted(marks.values_list("month", "moved_to__month")) == [(202706, 202705), (202709, 202705)]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"to": MAY}, "al in deze maand"),
        ({"to": Month(2101, 1)}, "tussen 2000 en 2100"),
        ({"why": "  "}, "Schrijf kort waarom"),
        ({"why": "123456782"}, "burgerservicenummer"),
        ({"seen_in": Month(2027, 4)}, "Iemand anders was u voor"),
    ],
)
def test_a_move_that_makes_no_sense_is_refused(town: Town, changed: dict[str, Any], said: str):
    entry = plan(town)
    with pytest.raises(Refused, match=said):
        do(town, "move_entry", entry, **changed)
    assert Entry.objects.get().month == MAY.key


def test_what_is_uncertain_is_not_done_and_says_what_comes_first(town: Town):
    entry = plan(town, uncertain=True)
    with pytest.raises(Refused, match="Zet eerst vast"):
        do(town, "finish_entry", entry)
    do(town, "make_certain", entry)
    do(town, "finish_entry", entry)
    entry.refresh_from_db()
    assert (entry.state, entry.uncertain) == ("done", False)


def test_what_is_dropped_is_gone_with_its_marks_and_the_journal_keeps_why(town: Town):
    entry = plan(town, note="Bij de molen")
    do(town, "move_entry", entry)
    do(town, "drop_entry", entry)
    assert not Entry.objects.exists()
    text = Detail.objects.get(line__verb="entry_dropped").text
    assert (text["why"], text["note"], text["month"]) == ("Geen geld", "Bij de molen", JUNE.key)
    with pytest.raises(Refused, match="Schrijf kort waarom"):
        do(town, "drop_entry", plan(town), why=" ")


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "moved"},
        {"state": "done", "uncertain": True},
        {"state": "klaar"},
        {"month": 199912},
    ],
)
def test_the_database_itself_refuses_what_may_not_be(town: Town, wrong: dict[str, Any]):
    entry = plan(town)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(**wrong)


PAGES = ("change_entry", "make_certain", "move_entry", "finish_entry", "drop_entry")


def test_the_page_of_an_entry_offers_what_one_may_and_tells_where_it_stood(town: Town, log_in: LogIn):
    entry = plan(town, uncertain=True, note="Neem laarzen mee", about="")
    do(town, "move_entry", entry)
    url = reverse("calendars:entry", args=[entry.pk])
    offered = {
        part: [step["label"] for step in log_in(part).get(url).context["steps"]]
        for part in ("owner", "elsewhere", "alderman", "traffic")
    }
    assert offered["owner"] == ["Zet vast", "Verplaats", "Verander", "Haal weg"]
    assert offered["elsewhere"] == offered["alderman"] == offered["traffic"] == []
    html = log_in("alderman").get(url).content.decode()
    for words in (
        "Schouw in Noord",
        "Juni 2027",
        "Mei 2027",
        "De zaal is dicht",
        "Neem laarzen mee",
        "nog onzeker",
    ):
        assert words in html


def test_each_form_does_its_step_once(town: Town, log_in: LogIn):
    entry, client = plan(town, uncertain=True), log_in("owner")
    team = str(town.teams["verkeer"].pk)
    sent = {
        "change_entry": {"code": "B", "team": team, "uncertain": "on"},
        "make_certain": {},
        "move_entry": {"to": "2026-11", "why": "Dicht"},
        "finish_entry": {},
        "drop_entry": {"why": "Vergissing"},
    }
    for name, data in sent.items():
        url = reverse(f"calendars:{name}", args=[entry.pk])
        once = client.get(url).context["form"]["once"].value()
        for _ in range(2):
            answer = client.post(url, {**data, "once": once})
            assert answer.status_code == 302 or not Entry.objects.filter(pk=entry.pk).exists()
    assert list(Line.objects.filter(subject=entry.pk).order_by("at", "id").values_list("verb", flat=True)) == [
        "entry_planned", "entry_changed", "entry_certain", "entry_moved", "entry_finished", "entry_dropped",
    ]  # fmt: skip
    assert not Entry.objects.exists()


def test_what_is_still_to_come_is_not_done_yet(town: Town, log_in: LogIn):
    entry, client = plan(town), log_in("owner")
    for now in (NOW, datetime(2027, 4, 30, 21, 59, tzinfo=UTC)):
        with pytest.raises(Refused, match="Dit kan vanaf 1\u00a0mei 2027"):
            do(town, "finish_entry", entry, now=now)
    page = client.get(reverse("calendars:entry", args=[entry.pk]))
    assert "Het is gedaan" not in [step["label"] for step in page.context["steps"]]
    answer = client.post(reverse("calendars:finish_entry", args=[entry.pk]), {})
    assert answer.status_code == 422
    assert "Dit kan vanaf 1\u00a0mei 2027" in answer.content.decode()
    do(town, "finish_entry", entry, now=datetime(2027, 4, 30, 22, tzinfo=UTC))
    assert Entry.objects.get().state == "done"


def test_what_stands_in_this_month_has_the_button(town: Town, log_in: LogIn):
    url = reverse("calendars:entry", args=[plan(town, month=Month(2026, 11)).pk])
    steps = log_in("owner").get(url).context["steps"]
    assert steps[0]["label"] == "Het is gedaan"


def test_a_move_to_its_own_month_is_told_at_the_month(town: Town, log_in: LogIn):
    url = reverse("calendars:move_entry", args=[plan(town).pk])
    answer = log_in("owner").post(url, {"to": "2027-05", "why": "x"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"to": ["Dit staat al in deze maand. Kies een andere."]}


@pytest.mark.parametrize("name", PAGES)
def test_who_is_of_neither_area_nor_team_finds_no_page(town: Town, log_in: LogIn, name: str):
    entry = plan(town, uncertain=name == "make_certain", team="verkeer")
    url = reverse(f"calendars:{name}", args=[entry.pk])
    found = {
        part: log_in(part).get(url).status_code
        for part in ("owner", "traffic", "elsewhere", "alderman", "carer")
    }
    assert found == {"owner": 200, "traffic": 200, "elsewhere": 404, "alderman": 404, "carer": 404}


def test_a_move_seen_too_late_comes_back_with_a_sentence(town: Town, log_in: LogIn):
    entry, client = plan(town), log_in("owner")
    url = reverse("calendars:move_entry", args=[entry.pk])
    seen = client.get(url).context["form"]["seen"].value()
    do(town, "move_entry", entry)
    answer = client.post(url, {"seen": seen, "to": "2027-09", "why": "x"})
    assert answer.status_code == 422
    assert "Iemand anders was u voor" in answer.content.decode()
