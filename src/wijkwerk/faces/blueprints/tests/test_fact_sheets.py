"""What a municipality tells about its way of working can be changed on screens, part by part, and nothing is lost."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.faces.blueprints import fact_forms, reading
from wijkwerk.faces.blueprints.actions import apply_blueprint
from wijkwerk.faces.blueprints.fact_forms import figure_words, form_of, part_in, read_figure
from wijkwerk.faces.blueprints.facts.base import Figure
from wijkwerk.faces.blueprints.facts.parts import PARTS
from wijkwerk.faces.blueprints.fields import AreaNames
from wijkwerk.faces.blueprints.sheets import FactSheet
from wijkwerk.faces.blueprints.tests.conftest import NOW
from wijkwerk.faces.blueprints.tests.test_screens import newest, typed
from wijkwerk.ground.areas import settings
from wijkwerk.ground.areas.middleware import known

TOWNS = [name for name in reading.names() if name != "start"]


def as_typed(sheet):
    """What a browser would send of the sheet as it stands."""
    sent = {}
    for form in [*sheet.managements, *sheet.every_form]:
        for bound in form:
            value = bound.value()
            if value is not None and bound.name != "DELETE":
                sent[bound.html_name] = str(value)
    return sent


def sheet_of(section, raw, data=None):
    return FactSheet(section, raw, areas=AreaNames({}, {}), data=data, taken=set())


@pytest.mark.parametrize("town", TOWNS)
def test_sending_any_part_of_any_town_as_it_stands_changes_nothing(town):
    """Every figure, list and text of the eleven goes through the form and comes back as it was."""
    raw = settings.parse(reading.load(town)).raw
    for section in PARTS:
        sheet = sheet_of(section, raw, as_typed(sheet_of(section, raw)))
        assert sheet.is_valid(), (section.name, [form.errors for form in sheet.every_form])
        assert sheet.value() == raw[section.name], section.name


def test_every_field_of_every_part_stands_on_its_sheet_under_a_name():
    """No field can be seen on the page of the way of working and not be changed here."""
    for section in PARTS:
        models = [section]
        while models:
            model = models.pop()
            for name, info in model.model_fields.items():
                inner = part_in(info)
                if inner:
                    models.append(inner[0])
                elif name not in ("key", "items"):
                    assert form_of(model).base_fields[name].label != name, (section.name, name)


figures: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    value=st.integers(0, 10**7) | st.floats(0, 10**5).map(lambda number: round(number, 1)),
    qualifier=st.sampled_from(["ongeveer", "bijna", "meer dan"]),
    note=st.text("abc deX,.", min_size=1, max_size=20).filter(lambda text: text == text.strip()),
)


@given(figures, st.sets(st.sampled_from(["qualifier", "note"])))
def test_a_figure_is_read_as_it_is_shown(figure, left_out):
    """What the page says of a figure can be typed back."""
    kept = {name: value for name, value in figure.items() if name not in left_out}
    shown = Figure.model_validate(kept)
    read = Figure.model_validate(read_figure(figure_words(kept)))
    assert (read.value, read.qualifier, read.note) == (shown.value, shown.qualifier, shown.note)


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("32.000", 32000),
        ("1,5", 1.5),
        ("2012", 2012),
        ("20 tot 30", {"least": 20, "most": 30}),
        ("ongeveer 3", {"value": 3, "qualifier": "ongeveer"}),
        ("2.500 (per jaar)", {"value": 2500, "note": "per jaar"}),
    ],
)
def test_figures_as_people_write_them(words, figure):
    assert read_figure(words) == figure


@pytest.mark.parametrize("words", ["veel", "1.5", "3 of 4", "-2", "10 tot", "1,2,3"])
def test_what_is_no_figure_is_asked_again(words):
    with pytest.raises(ValidationError, match="Schrijf een getal"):
        read_figure(words)


@pytest.fixture
def ede(cast):
    apply_blueprint(
        municipality=cast.town, document=reading.load("ede"), by=None, now=NOW, why="Zoals Ede", replace=True
    )
    return cast


def send(cast, part, **changed):
    client, url = cast.client(cast.admin), reverse("blueprints:fact", args=[part])
    return client.post(url, typed(client.get(url), **changed))


@pytest.mark.django_db
def test_a_fund_gets_another_amount_and_everybody_reads_it(ede):
    """The amount, the reason in the history, and the source of the figure, which is the municipality from now on."""
    before = newest(ede)
    place = next(
        i for i, each in enumerate(before.raw["funds"]) if each.get("amount_eur") or each.get("per_area_eur")
    )
    key = before.raw["funds"][place]["key"]
    assert send(ede, "funds", **{f"rij-{place}-amount_eur": "ongeveer 41.500"}).status_code == 302
    after = newest(ede)
    assert after.raw["funds"][place]["amount_eur"] == {"value": 41500, "qualifier": "ongeveer"}
    assert "Gewijzigd door de gemeente" in after.raw["notes"][f"funds.{key}"]["source"]
    known.forget()
    assert "41.500" in ede.client(None).get(reverse("blueprints:way")).content.decode()
    others = {name: value for name, value in before.raw.items() if name not in ("funds", "notes")}
    assert others == {name: after.raw[name] for name in others}


@pytest.mark.django_db
def test_an_item_is_added_and_one_goes(ede):
    """A new body gets a name of its own; what was there keeps its own."""
    bodies = newest(ede).raw["bodies"]
    new = f"rij-{len(bodies)}"
    changed = {f"{new}-label": "Bewonersplatform", f"{new}-residents": "only", "rij-0-DELETE": "on"}
    assert send(ede, "bodies", **changed).status_code == 302
    after = newest(ede).raw["bodies"]
    assert after == [
        *bodies[1:],
        {"key": "bewonersplatform", "label": "Bewonersplatform", "residents": "only"},
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "changed", "field", "said"),
    [
        ("funds", {"rij-0-amount_eur": "best veel"}, "id_rij-0-amount_eur_error", "Schrijf een getal"),
        ("funds", {"rij-0-label": ""}, "id_rij-0-label_error", "Vul dit in: Naam."),
        ("approach", {"deel-figures": "Zomaar een zin"}, "id_deel-figures_error", "Zomaar een zin"),
        ("bodies", {"rij-0-residents": "maybe"}, "id_rij-0-residents_error", ""),
        (
            "choices",
            {"own_website-short": "", "own_website-text": "Er is er een."},
            "id_own_website-short_error",
            "",
        ),
        ("planning", {"deel-year": "12"}, "id_deel-year_error", ""),
    ],
)
def test_what_does_not_fit_is_asked_again_at_its_field(ede, part, changed, field, said):
    """Nothing is kept, and what was typed still stands there."""
    number = newest(ede).number
    answer = send(ede, part, **changed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="{field}"' in page
    assert said in page
    assert all(value in page for value in changed.values() if value != "maybe")  # no choice of the list
    assert newest(ede).number == number


@pytest.mark.django_db
def test_an_administrator_finds_every_part_from_the_overview(ede):
    """A part that is not there has no page; nor has anybody else one."""
    client = ede.client(ede.admin)
    assert reverse("blueprints:facts") in client.get(reverse("blueprints:overview")).content.decode()
    page = client.get(reverse("blueprints:facts")).content.decode()
    for section in PARTS:
        assert reverse("blueprints:fact", args=[section.name]) in page
        assert client.get(reverse("blueprints:fact", args=[section.name])).status_code == 200
    assert client.get(reverse("blueprints:fact", args=["teams"])).status_code == 404
    assert ede.client(ede.colleague).get(reverse("blueprints:facts")).status_code == 404


def test_names_of_fields_are_words():
    """What the history calls a changed field."""
    names = fact_forms.told_names()
    assert names["amount_eur"] == "Bedrag"
    assert names["topic"] == "Waarover"
