"""Find a street by what somebody types."""

import pytest

from wijkwerk.ground.areas.models import Street
from wijkwerk.ground.areas.queries import find_address, searchable
from wijkwerk.ground.areas.tests.towns import area, bring, municipality, town

pytestmark = pytest.mark.django_db

STREETS = [
    "Dorpsstraat",
    "Oude Dorpsstraat",
    "Dorpsplein",
    "Plein 1944",
    "Plein 1944-1945",
    "1e Lindendwarsstraat",
    "2e Lindendwarsstraat",
    "Curaçaolaan",
    "'s-Gravenweg",
    "Zevenaarseweg",
    "IJsselkade",
    "Rijksweg A12",
    "100%_weg",
]


@pytest.fixture(autouse=True)
def streets() -> None:
    bring(town("GM9001") + town("GM9002", x=5))
    rows = [("GM9001", name) for name in STREETS] + [("GM9002", "Dorpsstraat"), ("GM9002", "Elders")]
    Street.objects.bulk_create(
        Street(
            municipality=municipality(code),
            name=name,
            search=searchable(name),
            area=area(f"BU{code[2:]}0101"),
            lon=6.0,
            lat=52.0,
        )
        for code, name in rows
    )


def names(text: str) -> list[str]:
    return [street.name for street in find_address(municipality(), text)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("IJsselkade bij de brug", "IJsselkade"),
        ("ijsselkade, tegenover 12", "IJsselkade"),
        ("Dorpsstraat", "Dorpsstraat"),
        ("dorpsstr", "Dorpsstraat"),
        ("DORPSSTRAAT 12", "Dorpsstraat"),
        ("dorpsstraat 12a", "Dorpsstraat"),
        ("Dorpsstraat 12 bis, 7201 AB", "Dorpsstraat"),
        ("  oude   dorps ", "Oude Dorpsstraat"),
        ("dorpsstraat oude", "Oude Dorpsstraat"),
        ("Plein 1944", "Plein 1944"),
        ("Plein 1944 12", "Plein 1944"),
        ("plein 1944-1945 3", "Plein 1944-1945"),
        ("1e Lindendwarsstraat 3a", "1e Lindendwarsstraat"),
        ("lindendwarsstraat", "1e Lindendwarsstraat"),
        ("curacaolaan 5", "Curaçaolaan"),
        ("s-gravenweg", "'s-Gravenweg"),
        ("gravenweg", "'s-Gravenweg"),
        ("ijsselkade 1 Naam GM9001", "IJsselkade"),
        ("ijsselkade naam gm9001", "IJsselkade"),
        ("rijksweg a12", "Rijksweg A12"),
    ],
)
def test_a_street_is_found(typed, first):
    assert names(typed)[:1] == [first]


def test_the_exact_name_comes_first_then_names_that_begin_so():
    assert names("dorps") == ["Dorpsplein", "Dorpsstraat", "Oude Dorpsstraat"]
    assert names("dorpsstraat") == ["Dorpsstraat", "Oude Dorpsstraat"]


@pytest.mark.parametrize(
    "typed", ["", "   ", "12", "7201 AB", "orpsstraat", "%", "_", "\x00", "'; DROP TABLE", "😀"]
)
def test_what_is_no_street_finds_nothing(typed):
    assert names(typed) == []


def test_signs_of_a_pattern_are_only_signs():
    assert names("100%_weg") == ["100%_weg"]


def test_streets_of_another_municipality_are_not_found():
    assert names("elders") == []
    assert [street.municipality.code for street in find_address(municipality(), "dorpsstraat")] == [
        "GM9001"
    ] * 2


def test_at_most_ten_are_found_in_one_statement(django_assert_num_queries):
    home, place = municipality(), area("BU90010101")
    Street.objects.bulk_create(
        Street(municipality=home, name=f"Laan {n}", search=f"laan {n}", area=place, lon=6, lat=52)
        for n in range(30)
    )
    with django_assert_num_queries(1):
        assert len(find_address(home, "laan")) == 10


def test_a_very_long_text_is_no_trouble():
    assert names("dorpsstraat " * 5000) == ["Dorpsstraat", "Oude Dorpsstraat"]
    assert names("x" * 100_000) == []


def test_the_search_form_has_no_accents_capitals_or_signs():
    assert searchable("  's-Gravenweg (Oost)  É") == "s gravenweg oost e"
