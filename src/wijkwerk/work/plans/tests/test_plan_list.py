"""The list of plans: what needs attention stands first and says why (Q19); filters and pages hold, each sees their own."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from wijkwerk.testing_cast import NOW
from wijkwerk.work.plans.desk import lists
from wijkwerk.work.plans.models import Plan, PlanItem, Round
from wijkwerk.work.plans.tests.conftest import adopt, begin, choose, put
from wijkwerk.work.plans.tests.desk_cast import EVERYBODY, page_of, reached, url

SEES = ("owner", "elsewhere", "member", "traffic", "intake", "carer", "alderman", "group")


def urgent(page: str) -> str:
    """The part of the page with what needs attention; empty without it."""
    return page.split('id="aandacht"')[1].split('id="alle"')[0] if 'id="aandacht"' in page else ""


def test_it_works_by_area_from_high_to_low(town, log_in):
    for kind, area in (("agenda", "Zuid"), ("agenda", "Noord"), ("visie", "Noord")):
        begin(town, kind, area=town.areas[area], title=f"{kind} van {area}.")
    page = page_of(log_in("owner"), "list")
    titles = ["visie van Noord.", "agenda van Noord.", "agenda van Zuid."]
    places = [page.index(title) for title in titles]
    assert places == sorted(places)


def test_what_needs_attention_says_why_and_the_rest_is_quiet(town, agenda, log_in):
    client, today = log_in("owner"), timezone.localdate()
    assert urgent(page_of(client, "list")) == ""
    item = choose(town, put(town, agenda))
    assert "Van één punt is iets nog open" in urgent(page_of(client, "list"))
    PlanItem.objects.filter(pk=item.pk).update(owner_person=town.people["member"], money=Decimal("0"))
    assert urgent(page_of(client, "list")) == ""
    adopt(town, agenda)
    Plan.objects.filter(pk=agenda.pk).update(
        starts=today - timedelta(days=400), ends=today - timedelta(days=1)
    )
    assert "De tijd is om: sluit het plan af" in urgent(page_of(client, "list"))
    Plan.objects.filter(pk=agenda.pk).update(ends=today + timedelta(days=9), update_due=today)
    assert "Het is tijd voor een nieuwe versie" in urgent(page_of(client, "list"))
    Plan.objects.filter(pk=agenda.pk).update(update_due=today + timedelta(days=1))
    assert urgent(page_of(client, "list")) == ""


def test_a_round_that_runs_needs_attention(town, agenda, log_in):
    days = {f"{name}_until": date(2027, 1, 1) for name in ("call", "filter", "place", "adopt", "account")}
    Round.objects.create(
        municipality=town.municipality, plan=agenda, invitation="Wat wilt u?", call_from=date(2026, 11, 1),
        made_by=town.people["owner"], made_at=NOW, **days,
    )  # fmt: skip
    assert "Er loopt een ronde: oproep" in urgent(page_of(log_in("owner"), "list"))


def test_filters_by_area_kind_year_and_state(town, log_in):
    begin(town, "agenda", title="De agenda.")
    begin(town, "visie", title="De visie.", starts=date(2020, 1, 1), ends=date(2025, 12, 31))
    adopt(town, begin(town, "actielijst", title="De lijst.", area=town.areas["Zuid"]))
    client = log_in("owner")
    cases = {
        f"gebied={town.areas['Zuid'].path}": {"De lijst."},
        "soort=visie": {"De visie."},
        "jaar=2024": {"De visie."},
        "jaar=2027": {"De agenda.", "De lijst."},
        "fase=adopted": {"De lijst."},
        "fase=onzin&soort=onzin&gebied=onzin&jaar=onzin": {"De agenda.", "De visie.", "De lijst."},
    }
    for query, expected in cases.items():
        page = client.get(url("list") + "?" + query).content.decode()
        assert {title for title in ("De agenda.", "De visie.", "De lijst.") if title in page} == expected, (
            query
        )


def test_every_plan_is_on_one_page_and_no_page_shows_one_twice(town, log_in):
    for number in range(60):
        area = town.areas[("Noord", "Zuid", "Lindebuurt")[number % 3]]
        begin(town, ("agenda", "visie")[number % 2], area=area, title=f"Plan {number:02}.")
    access, found = town.access("owner"), []
    wanted = lists.Filter()
    for _ in range(5):
        rows, more = lists.page_of(access, town.municipality, wanted, timezone.localdate())
        found += [row.plan.pk for row in rows]
        if not more:
            break
        from django.http import QueryDict  # noqa: PLC0415

        wanted = lists.read_filter(QueryDict(more[1:]), town.municipality)
    assert len(found) == len(set(found)) == 60


@pytest.mark.parametrize("part", EVERYBODY)
def test_who_works_with_plans_sees_the_list(agenda, log_in, client, part):
    visitor = client if part == "visitor" else log_in(part)
    assert reached(visitor, "get", url("list")) == (part in SEES)


def test_a_group_sees_its_own_drafts_and_of_others_what_is_public(town, agenda, log_in):
    begin(town, "bewonersagenda", title="Van ons.")
    begin(town, "bewonersagenda", title="Van Zuid.", area=town.areas["Zuid"])
    page = page_of(log_in("group"), "list")
    assert "Van ons." in page
    assert "Van Zuid." not in page
    assert agenda.title not in page
    adopt(town, agenda)
    page = page_of(log_in("group"), "list")
    assert f'href="{url("plan", agenda)}"' in page
    assert f'href="{url("work", agenda)}"' not in page


def test_nobody_sees_plans_of_another_municipality(other_town, agenda, log_in):
    theirs = begin(other_town, title="Van elders.")
    client = log_in("owner")
    assert client.get(f"/m/{agenda.municipality.code}/bureau/plannen/").status_code == 200
    assert "Van elders." not in client.get(f"/m/{agenda.municipality.code}/bureau/plannen/").content.decode()
    path = f"/m/{agenda.municipality.code}/bureau/plannen/plan/{theirs.subject.code}/"
    assert client.get(path).status_code == 404
