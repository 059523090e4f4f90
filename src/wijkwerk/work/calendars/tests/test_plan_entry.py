"""Planning puts a code in a month of an area, once, by who may and with what fits."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.models import Detail, Line
from wijkwerk.rules.yearplan import AREA, TEAM, Month
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.calendars.may import reach_of
from wijkwerk.work.calendars.models import Entry
from wijkwerk.work.calendars.tests.conftest import plan
from wijkwerk.work.plans.tests.conftest import begin, put

LogIn = Callable[..., Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
PLAN = reverse("calendars:plan_entry")
BSN = "123456782"


def test_it_works_and_the_journal_says_who_and_what(town: Town):
    item = put(town, begin(town))
    entry = plan(
        town, "A", code_year=2028, uncertain=True, note="Met de school", about=item.subject.code.lower(),
        person=town.people["owner"],
    )  # fmt: skip
    entry.refresh_from_db()
    assert (entry.month, entry.code, entry.code_year, entry.uncertain) == (202705, "A", 2028, True)
    assert (entry.area_path, entry.state, entry.about_id) == (town.areas["Noord"].path, "planned", item.pk)
    line = Line.objects.get(subject=entry.pk)
    assert (line.verb, line.actor) == ("entry_planned", town.people["owner"].pk)
    text = Detail.objects.get(line=line).text
    assert (text["month"], text["code"], text["note"]) == (202705, "A", "Met de school")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": "X"}, "staat niet in de legenda"),
        ({"code": "S", "code_year": 2028}, "hoort geen jaar"),
        ({"code": "A", "code_year": 1}, "tussen 2000 en 2100"),
        ({"month": Month(1999, 12)}, "tussen 2000 en 2100"),
        ({"month": Month(2027, 13)}, "tussen 2000 en 2100"),
        ({"note": f"Bel {BSN}"}, "burgerservicenummer"),
        ({"about": "AAAAAAAA"}, "geen plan"),
        ({"about": "x" * 500}, "geen plan"),
        ({"team": "zorg"}, "Dit team is er niet meer"),
        ({"roles": frozenset()}, "U kunt dit niet doen"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(town: Town, wrong: dict[str, Any], said: str):
    with pytest.raises(Refused, match=said):
        plan(town, **wrong)
    assert not Entry.objects.exists()


def test_it_is_about_a_plan_of_this_municipality_and_about_nothing_else(town: Town, other_town: Town):
    with pytest.raises(Refused, match="geen plan"):
        plan(town, about=town.signal().subject.code)
    with pytest.raises(Refused, match="geen plan"):
        plan(town, about=begin(other_town).subject.code)


def test_no_area_team_or_person_of_elsewhere(town: Town, other_town: Town):
    town.areas["Elders"] = other_town.areas["Noord"]
    with pytest.raises(Refused, match="Dit gebied is er niet"):
        plan(town, area="Elders")
    town.teams["elders"] = other_town.teams["verkeer"]
    with pytest.raises(Refused, match="Dit team is er niet meer"):
        plan(town, team="elders")
    with pytest.raises(Refused, match="Deze collega werkt hier nu niet"):
        plan(town, person=other_town.people["owner"])
    with pytest.raises(Refused, match="Deze collega werkt hier nu niet"):
        plan(town, person=town.people["resident"])


def test_a_team_that_stopped_gets_nothing_new(town: Town):
    team = town.teams["wonen"]
    team.ended_at = NOW - timedelta(days=1)
    team.save()
    with pytest.raises(Refused, match="Dit team is er niet meer"):
        plan(town, team="wonen")


#            part: roles in Noord for team gebiedsteam, for team verkeer; and in Zuid for verkeer
REACH: dict[str, tuple[set[str], set[str], set[str]]] = {
    "owner": ({AREA, TEAM}, {AREA}, set()),
    "elsewhere": (set(), set(), {AREA}),
    "traffic": (set(), {TEAM}, {TEAM}),
    "member": (set(), set(), set()),
    "intake": (set(), set(), set()),
    "carer": (set(), set(), set()),
    "alderman": (set(), set(), set()),
    "partner": (set(), set(), set()),
    "admin": (set(), set(), set()),
    "keeper": (set(), set(), set()),
    "group": (set(), set(), set()),
    "resident": (set(), set(), set()),
}


@pytest.mark.parametrize("part", REACH)
def test_everybody_has_the_roles_of_the_table_and_no_more(town: Town, part: str):
    reach = reach_of(town.access(part), town.municipality)
    noord, zuid = town.areas["Noord"].path, town.areas["Zuid"].path
    team, traffic = town.teams["gebiedsteam"].pk, town.teams["verkeer"].pk
    found = tuple(set(reach.roles(*each)) for each in ((noord, team), (noord, traffic), (zuid, traffic)))
    assert found == REACH[part]


def test_a_member_of_the_team_of_an_area_plans_there_and_a_manager_in_it_stays_at_home(town: Town):
    from wijkwerk.ground.people.models import Role, RoleKind  # noqa: PLC0415
    from wijkwerk.testing_cast import SINCE  # noqa: PLC0415

    Role.objects.create(
        municipality=town.municipality, user=town.people["neighbour"], kind=RoleKind.TEAM_MEMBER,
        team=town.teams["gebiedsteam"], since=SINCE,
    )  # fmt: skip
    zuid = town.areas["Zuid"].path
    assert reach_of(town.access("neighbour"), town.municipality).holds(zuid)
    assert not reach_of(town.access("owner"), town.municipality).holds(zuid)


def test_a_person_has_no_reach_in_another_municipality(town: Town, other_town: Town):
    reach = reach_of(town.access("owner"), other_town.municipality)
    assert not reach.anywhere


def given(town: Town, **changed: Any) -> dict[str, Any]:
    return {
        "area": town.areas["Noord"].code, "month": "2027-05", "code": "S", "team": str(town.teams["verkeer"].pk), **changed,
    }  # fmt: skip


def test_the_form_puts_it_in_and_sent_twice_it_counts_once(town: Town, log_in: LogIn):
    client = log_in("owner")
    once = client.get(PLAN).context["form"]["once"].value()
    for _ in range(2):
        answer = client.post(PLAN, given(town, once=once))
        assert answer.status_code == 302
        assert answer["Location"] == f"{reverse('calendars:year')}?vanaf=2027-05#rooster"
    assert Entry.objects.count() == 1


def test_a_link_fills_in_area_and_month(town: Town, log_in: LogIn):
    code = town.areas["Noord"].code
    form = log_in("owner").get(PLAN, {"gebied": code, "maand": "2031-02", "code": "B"}).context["form"]
    assert [form[name].value() for name in ("area", "month", "code")] == [code, "2031-02", "B"]
    assert "2031-02" in dict(form.fields["month"].choices)
    assert form["team"].value() == town.teams["gebiedsteam"].pk


@pytest.mark.parametrize(
    ("part", "changed", "said"),
    [
        ("owner", {}, ""),
        ("traffic", {}, ""),
        ("member", {}, "U kunt dit niet doen"),
        ("elsewhere", {}, "U kunt dit niet doen"),
        ("owner", {"area": ""}, "Kies een gebied."),
        ("owner", {"area": "BU1"}, "Kies een gebied uit de lijst."),
        ("owner", {"month": "2027-5x"}, "Kies een maand."),
        ("owner", {"code": ""}, "Kies wat u gaat doen."),
        ("owner", {"code_year": "2028"}, "hoort geen jaar"),
        ("owner", {"team": "00000000-0000-0000-0000-000000000000"}, "Kies een team uit de lijst."),
        ("owner", {"note": BSN}, "burgerservicenummer"),
        ("owner", {"about": "niets"}, "geen plan"),
    ],
)
def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(
    town: Town, log_in: LogIn, part: str, changed: dict[str, str], said: str
):
    answer = log_in(part).post(PLAN, given(town, **changed))
    assert answer.status_code == (422 if said else 302)
    assert Entry.objects.count() == (0 if said else 1)
    if said:
        assert said in answer.content.decode()


def test_a_code_of_no_plan_is_told_at_its_field(town: Town, log_in: LogIn):
    entry, client = plan(town), log_in("owner")
    change = reverse("calendars:change_entry", args=[entry.pk])
    for url in (PLAN, change):
        answer = client.post(url, given(town, about="niets"))
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["about"]
        assert 'id="id_about_error"' in answer.content.decode()


HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}' OR 1=1 -- \u202e \U0001f600 BEGIN:VEVENT"


def test_hostile_words_in_a_note_stay_words_on_every_page(town: Town, log_in: LogIn):
    entry = plan(town, month=Month(2026, 11), note=HOSTILE)
    client = log_in("owner")
    for url in (
        reverse("calendars:year"),
        reverse("calendars:entry", args=[entry.pk]),
        reverse("calendars:change_entry", args=[entry.pk]),
    ):
        html = client.get(url).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}" in html
