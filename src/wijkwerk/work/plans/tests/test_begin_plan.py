"""Begin a plan: by who writes plans there, with the days and parts of its kind, in the place of an older one."""

from datetime import date

import pytest
from django.utils import timezone

from wijkwerk.ground.areas import settings as documents
from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import writing
from wijkwerk.work.plans.models import Plan
from wijkwerk.work.plans.tests.conftest import adopt, begin
from wijkwerk.work.plans.tests.desk_cast import page_of, said, url


def sent(town, area="Noord", **given):
    values = {
        "area_path": town.areas[area].path if area else "",
        "title": "Wijkagenda 2027",
        "starts": "1-1-2027",
        "ends": "31-12-2027",
        "team": town.teams["gebiedsteam"].pk,
        "replaces": "",
    }
    return values | given


def post(client, town, kind="agenda", area="Noord", **given):
    return client.post(url("begin_plan") + f"?soort={kind}", sent(town, area, **given))


def test_it_works_with_the_parts_of_its_kind(town, log_in):
    client = log_in("owner")
    answer = post(client, town)
    plan = Plan.objects.get()
    assert answer["Location"] == url("work", plan)
    assert (plan.kind, plan.area, plan.state, plan.starts) == (
        "agenda",
        town.areas["Noord"],
        "draft",
        date(2027, 1, 1),
    )
    assert list(plan.parts.order_by("place").values_list("key", flat=True)) == ["terugblik", "jaar"]
    assert "Wat lukte, wat niet, en waarom?" in page_of(client, "work", plan)


def test_the_days_are_suggested_from_the_horizon_of_the_kind(town, log_in):
    client, year = log_in("owner"), timezone.localdate().year + 1
    page = client.get(url("begin_plan") + "?soort=visie").content.decode()
    assert f'value="01-01-{year}"' in page
    assert f'value="31-12-{year + 9}"' in page
    page = client.get(url("begin_plan") + "?soort=agenda").content.decode()
    assert f'value="31-12-{year}"' in page


def test_each_chooses_among_the_kinds_that_they_may_begin(town, log_in):
    page = page_of(log_in("owner"), "begin_plan")
    assert "Wijkagenda" in page
    assert "Agenda van bewoners" not in page
    page = page_of(log_in("group"), "begin_plan")
    assert "Agenda van bewoners" in page
    assert "Wijkprogramma" not in page


def test_residents_begin_their_own_agenda_and_no_plan_of_the_municipality(town, log_in):
    client = log_in("group")
    assert post(client, town, "bewonersagenda").status_code == 302
    assert Plan.objects.get().written_by == "residents"
    assert post(client, town, "agenda").status_code == 422
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("area", ["Zuid", "Havenbuurt"])
def test_not_for_an_area_of_somebody_else(town, log_in, area):
    answer = post(log_in("owner"), town, area=area, team=town.teams["groen"].pk)
    assert answer.status_code == 422
    assert not Plan.objects.exists()


def test_a_team_begins_a_plan_that_it_owns_for_the_whole_municipality(town, log_in):
    answer = post(log_in("traffic"), town, "themaplan", area="", team=town.teams["verkeer"].pk)
    assert answer.status_code == 302
    assert Plan.objects.get().area is None
    answer = post(log_in("traffic"), town, "themaplan", area="", team=town.teams["groen"].pk)
    assert answer.status_code == 422
    assert "Zo’n plan kunt u hier niet beginnen" in said(answer)


def test_it_takes_the_place_of_an_older_one_of_the_same_kind_when_it_is_adopted(town, agenda, log_in):
    adopt(town, agenda)
    client = log_in("owner")
    assert agenda.title in client.get(url("begin_plan") + "?soort=agenda").content.decode()
    post(client, town, starts="1-1-2028", ends="31-12-2028", replaces=agenda.subject.code)
    follower = Plan.objects.get(replaces=agenda)
    agenda.refresh_from_db()
    assert agenda.state == "adopted"
    adopt(town, follower)
    agenda.refresh_from_db()
    assert agenda.state == "replaced"


def test_an_older_plan_of_another_kind_is_refused(town, agenda):
    new = writing.NewPlan(
        "visie", "Visie", date(2027, 1, 1), date(2036, 12, 31), agenda.owner_team, agenda.area, agenda
    )
    with pytest.raises(Refused):
        writing.begin_plan(municipality=town.municipality, new=new, by=town.people["owner"], now=NOW)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": ""}, "Geef het plan een naam"),
        ({"ends": "1-1-2020"}, "De laatste dag ligt voor de eerste"),
        ({"starts": "gisteren"}, "Deze datum kennen wij niet"),
        ({"team": ""}, "Kies een team"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(town, log_in, given, words):
    answer = post(log_in("owner"), town, **given)
    assert answer.status_code == 422
    assert words in said(answer)
    assert "2027" in said(answer)


def test_sent_twice_it_is_begun_once(town, log_in):
    client = log_in("owner")
    for _ in range(2):
        assert post(client, town, once="b" * 32).status_code == 302
    assert Plan.objects.count() == 1


def test_it_appears_nowhere_for_strangers_until_it_is_shown(town, agenda, client, log_in):
    assert client.get(url("plan", agenda)).status_code == 404
    log_in("owner").post(url("discuss", agenda))
    assert client.get(url("plan", agenda)).status_code == 200
    log_in("owner").post(url("take_back", agenda))
    assert client.get(url("plan", agenda)).status_code == 404


def test_name_and_days_can_be_changed_while_it_is_written(town, agenda, log_in):
    client = log_in("owner")
    client.post(url("change_plan", agenda), {"title": "Anders", "starts": "1-2-2027", "ends": "1-3-2027"})
    agenda.refresh_from_db()
    assert (agenda.title, agenda.starts) == ("Anders", date(2027, 2, 1))
    adopt(town, agenda)
    answer = client.post(
        url("change_plan", agenda), {"title": "Nee", "starts": "1-2-2027", "ends": "1-3-2027"}
    )
    assert answer.status_code == 422


def test_only_one_plan_takes_the_place_of_another(town, agenda):
    adopt(town, agenda)
    first, second = (begin(town, title=f"Agenda {name}", replaces=agenda) for name in ("A", "B"))
    adopt(town, first)
    with pytest.raises(Refused, match="staat al een ander plan"):
        adopt(town, second)
    second.refresh_from_db()
    assert (second.state, second.version) == ("draft", 0)


def test_where_residents_write_this_kind_the_municipality_begins_none(town, log_in):
    """An area can have its kind of plan written by others than the rest (I25, I26)."""
    document = dict(documents.current(town.municipality).raw)
    document["deviations"] = [
        {
            "area": town.areas["Noord"].code,
            "path": "plans.agenda.written_by",
            "value": "residents",
            "why": "De wijkraad schrijft hier de agenda zelf.",
        }
    ]
    documents.put(municipality=town.municipality, document=document, by=None, now=NOW, why="Proef")
    answer = post(log_in("owner"), town)
    assert answer.status_code == 422
    assert not Plan.objects.exists()
