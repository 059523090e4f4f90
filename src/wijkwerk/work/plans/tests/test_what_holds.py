"""While a next version of a plan is written, everybody reads the name and the days of the one that holds (I27)."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest

from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.plans.actions import writing
from wijkwerk.work.plans.models import Plan, PlanItem
from wijkwerk.work.plans.tests.conftest import ALL, adopt, begin, choose, put
from wijkwerk.work.plans.tests.rounds_cast import opened

LATER = NOW + timedelta(days=1)
HOLDS, DRAFT = "Agenda van Noord", "Een naam die nog niet geldt"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def change(town: Town, plan: Plan, title: str = DRAFT) -> None:
    """The plan is being revised, with another name and ten years more."""
    by = {"by": town.people["owner"], "roles": ALL, "now": LATER}
    writing.revise(plan=plan, **by)
    writing.change_plan(plan=plan, title=title, starts=date(2028, 1, 1), ends=date(2037, 12, 31), **by)


@pytest.fixture
def revised(town: Town, agenda: Plan) -> Plan:
    choose(town, put(town, agenda, kind="priority", title="Een drempel."))
    adopt(town, agenda)
    change(town, agenda)
    agenda.refresh_from_db()
    return agenda


def body(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    text: str = answer.content.decode()
    return text


def pages_of(town: Town, plan: Plan) -> list[str]:
    item = PlanItem.objects.get(plan=plan)
    return [
        "/plannen/",
        f"/plannen/{plan.subject.code}/",
        f"/plannen/{plan.subject.code}/versie/1/",
        f"/punten/{item.subject.code}/",
        f"/herkomst/{plan.subject.code}/",
        f"/herkomst/{item.subject.code}/",
        "/plannen/samen/?jaar=2027",
        f"/plannen/{plan.subject.code}/ronde/",
        f"/gebied/{town.areas['Noord'].code}/",
        "/",
    ]


def test_no_page_for_everybody_tells_the_name_or_days_that_are_being_written(client, town: Town, revised):
    opened(town, revised)
    for url in pages_of(town, revised):
        text = body(client, url)
        assert DRAFT not in text, url
        assert "2037" not in text, url
    assert all(HOLDS in body(client, url) for url in pages_of(town, revised)[:6])
    assert "2027" in body(client, "/plannen/")


def test_who_may_see_a_draft_reads_what_is_being_written(log_in, town: Town, revised):
    owner = log_in("owner")
    for url in pages_of(town, revised)[:2] + pages_of(town, revised)[3:4]:
        assert DRAFT in body(owner, url), url
    assert DRAFT in body(owner, "/bureau/plannen/bundel/?jaar=2030")


def test_files_for_everybody_hold_the_name_and_the_years_that_hold(client, revised):
    def rows(year: int) -> list[list[str]]:
        answer = client.get(f"/plannen/samen/prioriteiten.csv?jaar={year}")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        return list(csv.reader(StringIO(text), delimiter=";"))[1:]

    assert [(row[1], row[3]) for row in rows(2027)] == [(HOLDS, "2027")]
    assert rows(2030) == []


@pytest.mark.parametrize(("typed", "found"), [("Agenda van", True), ("nog niet geldt", False)])
def test_a_plan_is_found_by_the_name_that_holds(client, revised, typed, found):
    answer = client.get("/zoek/", {"q": typed})
    code = revised.subject.code
    assert (code in answer.headers.get("Location", "") + answer.content.decode()) == found


def test_a_name_of_figures_is_a_name(client, town: Town):
    plan = begin(town, title="2027")
    adopt(town, plan)
    change(town, plan)
    assert ">2027</a>" in body(client, "/plannen/")


def test_after_the_next_adoption_everybody_reads_the_new_name(client, town: Town, revised):
    adopt(town, revised, now=LATER)
    for url in pages_of(town, revised)[:2]:
        assert DRAFT in body(client, url), url


@pytest.mark.parametrize("many", [1, 8])
def test_it_costs_the_same_for_few_and_many(client, town: Town, many, django_assert_max_num_queries):
    for number in range(many):
        plan = begin(town, title=f"Plan {number}")
        choose(town, put(town, plan, kind="priority"))
        adopt(town, plan)
        change(town, plan)
    for url, most in (("/plannen/", 5), ("/plannen/samen/?jaar=2027", 11)):
        body(client, url)
        with django_assert_max_num_queries(most):
            assert DRAFT not in body(client, url)
