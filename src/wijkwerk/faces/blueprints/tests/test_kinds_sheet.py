"""The screen of the kinds of plan: what an administrator types is what the next plan can be; keys stay with their names (D12)."""

import pytest
from django.urls import reverse

from wijkwerk.faces.blueprints.kind_forms import NamedLines
from wijkwerk.faces.blueprints.tests.test_screens import newest
from wijkwerk.faces.blueprints.tests.test_sheets_new import send
from wijkwerk.work.plans.sections import PlanKind, PlanKinds

pytestmark = pytest.mark.django_db
SLUG = "soorten-plannen"
NEW = {
    "rij-6-label": "Dorpsplan", "rij-6-many": "Dorpsplannen", "rij-6-level": "2", "rij-6-horizon_years": "4",
    "rij-6-written_by": "together", "rij-6-adopted_by": "de gemeenteraad", "rij-6-parts": "Wie wij zijn: kort\nWat wij willen",
    "rij-6-serves": ["visie"], "rij-6-priorities_most": "5", "rij-6-active": "on",
}  # fmt: skip


def kind(cast, key: str) -> PlanKind:
    found: PlanKind | None = newest(cast).part(PlanKinds).get(key)
    assert found is not None
    return found


def place(cast, key: str) -> int:
    """The row of a kind on the screen."""
    return [each.key for each in newest(cast).part(PlanKinds)].index(key)


def test_sending_the_page_as_it_stands_changes_nothing(cast):
    """The form shows every kind whole and gives the same part back."""
    before = newest(cast).raw
    assert send(cast, SLUG).status_code == 302
    assert newest(cast).raw == before


def test_a_new_kind_has_all_that_was_typed(cast):
    """Its parts with their hints, what it serves, its bounds and who writes and adopts it."""
    assert send(cast, SLUG, **NEW).status_code == 302
    made = kind(cast, "dorpsplan")
    assert [(part.key, part.label, part.hint) for part in made.parts] == [
        ("wie_wij_zijn", "Wie wij zijn", "kort"),
        ("wat_wij_willen", "Wat wij willen", ""),
    ]
    assert (made.level, made.horizon_years, made.update_years) == (2, 4, None)
    assert (made.written_by, made.adopted_by, made.serves) == ("together", "de gemeenteraad", ("visie",))
    assert (made.priorities_least, made.priorities_most, made.tasks_most) == (None, 5, None)
    assert (made.rounds, made.active, made.keep_years) == (False, True, None)


def test_bounds_and_rounds_of_a_kind_change(cast):
    """Doetinchem's 20 to 30 tasks and 2 to 5 priorities fit on the screen (I29)."""
    row = f"rij-{place(cast, 'agenda')}"
    bounds = {"priorities_least": "2", "priorities_most": "5", "tasks_least": "20", "tasks_most": "30"}
    assert send(cast, SLUG, **{f"{row}-{name}": value for name, value in bounds.items()}).status_code == 302
    found = kind(cast, "agenda")
    assert found.bounds.priorities == (2, 5)
    assert found.bounds.tasks == (20, 30)


@pytest.mark.parametrize(
    ("lines", "keys"),
    [
        ("Uit een plan\nGewoon werk\nMoet nu", ["plan", "beleid", "nu"]),
        ("Moet nu\nUit een plan\nGewoon werk", ["nu", "plan", "beleid"]),  # another order
        ("Uit een plan\nGewoon werk\nSpoed", ["plan", "beleid", "nu"]),  # another name, the rest as it was
        ("Uit een plan\nMoet nu", ["plan", "nu"]),  # one goes
        ("Uit een plan\nGewoon werk\nMoet nu\nBewoners", ["plan", "beleid", "nu", "bewoners"]),  # one comes
        ("Bewoners\nUit een plan", ["bewoners", "plan"]),
        ("", []),
    ],
)
def test_a_stream_keeps_its_key(cast, lines, keys):
    """So that what runs in it stays in it."""
    assert send(cast, SLUG, **{f"rij-{place(cast, 'actielijst')}-streams": lines}).status_code == 302
    assert [each.key for each in kind(cast, "actielijst").streams] == keys


def test_a_colon_in_a_hint_stays_a_colon():
    """Only the first one parts name and explanation."""
    field = NamedLines(label="x", hinted=True)
    assert field.clean("Doel: schrijf zo: kort") == [
        {"key": "doel", "label": "Doel", "hint": "schrijf zo: kort"}
    ]
    assert field.prepare_value(field.clean("Doel: zo\nGeld")) == "Doel: zo\nGeld"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"rij-6-label": "Dorpsplan"}, "Vul dit in: Wie stelt het vast?"),
        (NEW | {"rij-6-horizon_years": "31"}, "30"),
        (NEW | {"rij-6-level": "1"}, "Een plan dient een plan dat hoger staat."),
        (
            NEW | {"rij-6-priorities_least": "9"},
            "Het kleinste aantal prioriteiten van Dorpsplan is groter dan het grootste.",
        ),
        (
            NEW | {"rij-6-tasks_least": "9", "rij-6-tasks_most": "8"},
            "Het kleinste aantal taken van Dorpsplan is groter dan het grootste.",
        ),
        (NEW | {"rij-6-parts": "Doel\ndoel"}, "twee keer dezelfde naam"),
        (NEW | {"rij-6-serves": ["maan"]}, "maan"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_kept(cast, changed, words):
    """At the field, with all that was typed."""
    answer = send(cast, SLUG, **changed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "Dorpsplan" in page
    assert newest(cast).number == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"rij-6-priorities_least": "9"}, "id_rij-6-priorities_least_error"),
        ({"rij-6-tasks_least": "9", "rij-6-tasks_most": "8"}, "id_rij-6-tasks_least_error"),
    ],
)
def test_bounds_that_cross_are_told_at_their_field(cast, changed, field):
    """The row is open at the number that is too large."""
    answer = send(cast, SLUG, **NEW | changed)
    assert answer.status_code == 422
    assert f'id="{field}"' in answer.content.decode()


def test_two_kinds_have_two_names(cast):
    """A second one with the same name is refused where it was typed, also when only the capitals differ."""
    there = newest(cast).part(PlanKinds).items[2].label
    said = f"Er is al een soort plan met de naam {there}. Kies een andere naam."
    for row, changed in ((6, NEW | {"rij-6-label": there.upper()}), (0, {"rij-0-label": there})):
        answer = send(cast, SLUG, **changed)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert said in page
        assert f'id="id_rij-{row}-label_error"' in page
    assert newest(cast).number == 1


def test_a_kind_out_of_use_can_not_be_begun_any_more(cast):
    """It stays for the plans that are there."""
    assert send(cast, SLUG, **{f"rij-{place(cast, 'themaplan')}-active": ""}).status_code == 302
    part = newest(cast).part(PlanKinds)
    assert "themaplan" not in [each.key for each in part.active()]
    assert part.label("themaplan") == "Themaplan"


def test_the_page_is_listed(cast):
    """An administrator finds it on the overview."""
    page = cast.client(cast.admin).get(reverse("blueprints:overview")).content.decode()
    assert reverse(f"blueprints:{SLUG}") in page
