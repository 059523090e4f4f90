"""One area may work in another way, with a reason (I25): set on the screen, used by the product there and nowhere else."""

import pytest
from django.urls import reverse

from wijkwerk.faces.blueprints.sheets.deviations import choices
from wijkwerk.faces.blueprints.tests.test_screens import newest
from wijkwerk.faces.blueprints.tests.test_sheets_new import send
from wijkwerk.ground.areas import paths, settings
from wijkwerk.ground.areas.models import Area
from wijkwerk.work.plans.sections import PlanKinds
from wijkwerk.work.signals.sections import Terms

pytestmark = pytest.mark.django_db
HAVEN = {
    "rij-0-area": "Haven",
    "rij-0-path": "terms.answer_days",
    "rij-0-value": "15",
    "rij-0-why": "In de haven overleggen wij met het waterschap.",
}


def path_of(cast, name):
    return Area.objects.get(municipality=cast.town, name=name).path


def test_one_area_gets_another_term_and_the_others_keep_theirs(cast):
    """The document holds code, value and reason; signals there get that term."""
    assert send(cast, "afwijkingen", **HAVEN).status_code == 302
    document = newest(cast)
    assert document.raw["deviations"] == [
        {"area": "0001-1", "path": "terms.answer_days", "value": 15, "why": HAVEN["rij-0-why"]}
    ]
    there = settings.part_at(cast.town, Terms, path_of(cast, "Haven"))
    elsewhere = settings.part_at(cast.town, Terms, path_of(cast, "Binnenstad"))
    assert (there.answer_days, elsewhere.answer_days) == (15, 10)


def test_the_sheet_as_it_stands_changes_nothing_and_a_tick_takes_it_away(cast):
    send(cast, "afwijkingen", **HAVEN)
    before = newest(cast).raw
    page = cast.client(cast.admin).get(reverse("blueprints:afwijkingen")).content.decode()
    assert "Haven: Termijnen, " in page
    assert send(cast, "afwijkingen").status_code == 302
    assert newest(cast).raw == before
    assert send(cast, "afwijkingen", **{"rij-0-DELETE": "on"}).status_code == 302
    assert newest(cast).raw["deviations"] == []


def test_the_history_tells_what_is_different_where(cast):
    send(cast, "afwijkingen", **HAVEN)
    url = reverse("blueprints:version", args=[newest(cast).number])
    page = cast.client(cast.admin).get(url).content.decode()
    assert "Afwijkingen per gebied" in page
    assert HAVEN["rij-0-why"] in page


@pytest.mark.parametrize(
    ("path", "typed", "value"),
    [
        ("terms.answer_days_by_theme.verlichting", "3", 3),
        ("contact.phone", "0500 555 123", "0500 555 123"),
        ("contact.desk", "Buurthuis, dinsdag\nBieb, vrijdag", ["Buurthuis, dinsdag", "Bieb, vrijdag"]),
        ("words.area_manager.one", "havenmeester", "havenmeester"),
        ("letters.receipt.title", "Wij hebben uw bericht", "Wij hebben uw bericht"),
    ],
)
def test_a_value_is_kept_as_the_kind_of_thing_it_is(cast, path, typed, value):
    """A number as a number, a list as a list."""
    given = {**HAVEN, "rij-0-path": path, "rij-0-value": typed}
    assert send(cast, "afwijkingen", **given).status_code == 302
    assert newest(cast).raw["deviations"][0]["value"] == value


def test_a_kind_of_plan_holds_less_in_one_area(cast):
    """The bound of I29 is another there."""
    kind = newest(cast).raw["plans"][0]["key"]
    given = {**HAVEN, "rij-0-path": f"plans.{kind}.tasks_most", "rij-0-value": "7"}
    assert send(cast, "afwijkingen", **given).status_code == 302
    newest(cast)
    assert settings.part_at(cast.town, PlanKinds, path_of(cast, "Haven")).get(kind).tasks_most == 7
    assert settings.part_at(cast.town, PlanKinds, path_of(cast, "Binnenstad")).get(kind).tasks_most != 7


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"rij-0-area": "Nergenshuizen"}, "id_rij-0-area_error", "Nergenshuizen"),
        ({"rij-0-area": "Haven, Binnenstad"}, "id_rij-0-area_error", "Vul één gebied in"),
        ({"rij-0-area": "Centrum"}, "id_rij-0-area_error", "0001-2, 0001-3"),
        ({"rij-0-path": ""}, "id_rij-0-path_error", "Wat is hier anders?"),
        ({"rij-0-value": "vijftien"}, "id_rij-0-value_error", "heel getal"),
        ({"rij-0-value": ""}, "id_rij-0-value_error", "Vul in hoe het hier is"),
        ({"rij-0-value": "10"}, "id_rij-0-value_error", "Zo is het overal al"),
        ({"rij-0-value": "0"}, "id_rij-0-value_error", ""),
        ({"rij-0-path": "contact.phone", "rij-0-value": "bel ons"}, "id_rij-0-value_error", ""),
        ({"rij-0-why": ""}, "id_rij-0-why_error", "Waarom is het hier anders?"),
    ],
)
def test_what_does_not_fit_is_asked_again_at_its_field(cast, changed, field, said):
    answer = send(cast, "afwijkingen", **{**HAVEN, **changed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="{field}"' in page
    assert said in page
    assert newest(cast).raw["deviations"] == []


def test_everything_that_can_be_chosen_is_a_place_where_an_area_may_deviate(cast):
    """No choice leads to a refusal by the document."""
    document = newest(cast)
    by_name = settings.sections()
    for _, own in choices(document.raw):
        for path, label in own:
            part, *rest = path.split(".")
            assert by_name[part].per_area
            assert label
            if "answer_days_by_theme" not in rest:
                paths.find(document.raw, path)
