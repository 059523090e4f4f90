"""The share of items that came from residents, per area and year, is what one counts by hand; areas are not ranked (I28, Q6)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.rules.planning import Origin
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.plans import figures
from wijkwerk.work.plans.actions import items
from wijkwerk.work.plans.models import PlanItem, PlanVersion
from wijkwerk.work.plans.tests.conftest import ALL, adopt, choose, put


def from_council(town: Town, plan, **given) -> PlanItem:
    return choose(town, put(town, plan, origin=Origin.COUNCIL, origin_words="motie", **given))


def shares(town: Town, name: str = "Noord", today: date = TODAY) -> list[tuple[int, int, int]]:
    found = figures.by_year(town.municipality, town.areas[name].path, today)
    return [(share.year, share.part, share.of) for share in found]


def test_it_works(town: Town, agenda):
    choose(town, put(town, agenda, town.signal()))
    choose(town, put(town, agenda))
    from_council(town, agenda)
    put(town, agenda)  # only proposed
    assert shares(town) == []
    adopt(town, agenda)
    assert shares(town) == [(2026, 2, 3)]
    assert shares(town, "") == [(2026, 2, 3)]
    assert shares(town, "Zuid") == []


def test_an_area_counts_what_is_for_itself_and_below_it(town: Town, agenda):
    choose(town, put(town, agenda, area=town.areas["Lindebuurt"]))
    from_council(town, agenda)
    adopt(town, agenda)
    assert shares(town, "Lindebuurt") == [(2026, 1, 1)]
    assert shares(town) == [(2026, 1, 2)]


def test_what_fell_out_still_counts_so_nobody_can_make_the_share_look_better(town: Town, agenda):
    one = choose(town, put(town, agenda))
    from_council(town, agenda)
    adopt(town, agenda)
    items.drop(item=one, why="Geen plek.", by=town.people["owner"], roles=ALL, now=NOW)
    assert shares(town) == [(2026, 1, 2)]


def test_a_plan_with_two_versions_in_a_year_counts_once_there(town: Town, agenda):
    choose(town, put(town, agenda))
    version = adopt(town, agenda)
    for number, decided in ((2, TODAY), (3, TODAY - timedelta(days=365)), (4, TODAY - timedelta(days=4000))):
        PlanVersion.objects.create(
            municipality=town.municipality, plan=agenda, number=number, body="x", decided_on=decided,
            content=version.content, written_down_by=town.people["owner"], written_down_at=NOW,
        )  # fmt: skip
    assert shares(town) == [(2026, 1, 1), (2025, 1, 1)]


def test_another_municipality_does_not_count(town: Town, agenda, other_town):
    choose(town, put(town, agenda))
    adopt(town, agenda)
    assert figures.by_year(other_town.municipality, "", TODAY) == []


def test_the_page_says_how_it_is_counted(client, town: Town, agenda):
    choose(town, put(town, agenda))
    adopt(town, agenda)
    for url in (f"/gebied/{town.areas['Noord'].code}/", f"/plannen/{agenda.subject.code}/"):
        text = client.get(url).content.decode()
        assert "Zo tellen wij" in text
        assert "een wens of een initiatief van bewoners" in text


@pytest.mark.parametrize(
    ("part", "of", "percent"), [(0, 0, None), (4, 4, None), (3, 5, 60), (0, 9, 0), (9, 9, 100)]
)
def test_a_percentage_needs_at_least_five(part, of, percent):
    assert figures.Share(part, of).percent == percent


@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(Origin)), st.sampled_from(["proposed", "chosen", "doing", "done", "dropped"])
        )
    )
)
def test_of_one_plan_it_is_the_chosen_ones(rows):
    made = [PlanItem(origin=origin.value, state=state) for origin, state in rows]
    share = figures.of_items(made)
    chosen = [origin for origin, state in rows if state in ("chosen", "doing", "done")]
    assert (share.part, share.of) == (
        sum(o in ("signal", "resident", "initiative") for o in chosen),
        len(chosen),
    )
