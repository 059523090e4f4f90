"""The screens of rounds, the budget's year and the log of areas: what one types is what the verbs use at once."""

import pytest
from django.urls import reverse

from wijkwerk.faces.blueprints.tests.test_screens import newest
from wijkwerk.faces.blueprints.tests.test_sheets_new import send
from wijkwerk.work.plans.sections import Asking, BudgetCycle, RoundCriteria
from wijkwerk.work.projects.sections import AreaLog

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", ["wensen-redenen", "begroting", "rondes", "logboek"])
def test_sending_the_page_as_it_stands_changes_nothing(cast, slug):
    """The form shows the whole part and gives the same part back."""
    before = newest(cast).raw
    # In the order of the page, which is not that of the document.
    ticks = {"read_by": ["area", "maintenance", "department", "social"]} if slug == "logboek" else {}
    assert send(cast, slug, **ticks).status_code == 302
    assert newest(cast).raw == before


def test_a_reason_is_added_and_one_goes(cast):
    """A new reason gets a name of its own; one that went is shown as its own name where it was used."""
    assert (
        send(cast, "wensen-redenen", **{"rij-6-label": "Dit is te duur", "rij-0-DELETE": "on"}).status_code
        == 302
    )
    found = newest(cast).part(RoundCriteria)
    assert found.label("dit_is_te_duur") == "Dit is te duur"
    assert found.label("niet_van_ons") == "niet_van_ons"


def test_the_day_to_decide_moves(cast):
    """Another day for the step that decides is the day that departments get from then on."""
    from wijkwerk.rules.budget_cycle import decide_by  # noqa: PLC0415

    assert send(cast, "begroting", **{"rij-1-month": "5", "rij-1-day": "31"}).status_code == 302
    steps = newest(cast).part(BudgetCycle).steps
    assert str(decide_by(steps, 2028)) == "2027-05-31"


def test_a_day_that_its_month_has_not_is_refused_in_words(cast):
    """31 February is no day; 29 February is one, in the years that have it."""
    page = send(cast, "begroting", **{"rij-0-month": "2", "rij-0-day": "31"}).content.decode()
    assert "31 februari bestaat niet. Vul een dag in van 1 tot en met 29." in page
    assert send(cast, "begroting", **{"rij-0-month": "2", "rij-0-day": "29"}).status_code == 302


def test_how_often_one_asks_and_who_reads_the_log(cast):
    """Numbers and ticks come through."""
    assert send(cast, "rondes", most_per_year="2", call_days="14").status_code == 302
    asking = newest(cast).part(Asking)
    assert (asking.most_per_year, asking.call_days, asking.filter_days) == (2, 14, 21)
    assert send(cast, "logboek", read_by=["area", "care"], keep_years="5").status_code == 302
    part = newest(cast).part(AreaLog)
    assert ([str(kind) for kind in part.read_by], part.keep_years) == (["area", "care"], 5)


@pytest.mark.parametrize(
    ("slug", "changed", "field"),
    [
        ("begroting", {"rij-0-day": "32"}, "id_rij-0-day_error"),
        ("begroting", {"rij-0-month": "13"}, "id_rij-0-month_error"),
        ("begroting", {"rij-0-month": "2", "rij-0-day": "30"}, "id_rij-0-day_error"),
        ("begroting", {"rij-5-label": "Klaar", "rij-5-month": "4", "rij-5-day": "31"}, "id_rij-5-day_error"),
        ("rondes", {"most_per_year": "0"}, "id_most_per_year_error"),
        ("rondes", {"call_days": ""}, "id_call_days_error"),
        ("logboek", {"keep_years": "21"}, "id_keep_years_error"),
        ("logboek", {"read_by": ["iedereen"]}, "id_read_by_error"),
        ("wensen-redenen", {"rij-0-label": ""}, "id_rij-0-label_error"),
    ],
)
def test_what_does_not_fit_is_asked_again_at_its_field(cast, slug, changed, field):
    """Nothing is kept and the field says why."""
    answer = send(cast, slug, **changed)
    assert answer.status_code == 422
    assert f'id="{field}"' in answer.content.decode()
    assert newest(cast).number == 1


def test_the_pages_are_listed(cast):
    """An administrator finds them on the overview."""
    page = cast.client(cast.admin).get(reverse("blueprints:overview")).content.decode()
    for slug in ("wensen-redenen", "begroting", "rondes", "logboek"):
        assert reverse(f"blueprints:{slug}") in page
