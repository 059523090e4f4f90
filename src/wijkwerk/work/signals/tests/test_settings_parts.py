"""Themes, routing, terms and what the form is not for, as parts of the settings document."""

from pathlib import Path

import pytest
import yaml

import wijkwerk
from wijkwerk.ground.areas import settings
from wijkwerk.work.signals.sections import Kinds, NotFor, Routing, Terms, Themes

START = Path(wijkwerk.__file__).parent / "faces" / "blueprints" / "start.yaml"


@pytest.fixture
def document():
    return yaml.safe_load(START.read_text(encoding="utf-8"))


def told(document):
    return {problem.path: problem.message for problem in settings.validate(document)}


def test_the_form_offers_the_themes_in_use(document):
    document["themes"][1]["active"] = False
    themes = settings.parse(document).part(Themes)
    assert "groen" not in [theme.key for theme in themes.active()]
    assert themes.label("groen") == "Groen en bomen"
    assert themes.label("verdwenen") == "verdwenen"


def test_a_term_of_a_theme_goes_before_the_general_one(document):
    document["terms"]["answer_days_by_theme"] = {"verlichting": 5}
    terms = settings.parse(document).part(Terms)
    assert (terms.answer_days_for("verlichting"), terms.answer_days_for("groen")) == (5, 10)


def test_a_route_must_lead_to_a_team_and_start_from_a_theme(document):
    document["routing"][0] = {"theme": "ruimtevaart", "team": "maan"}
    assert told(document) == {
        "routing.0.team": "Er is geen team met de naam maan.",
        "routing.0.theme": "Er is geen thema met de naam ruimtevaart.",
    }


def test_a_route_may_name_kind_place_channel_and_words(document):
    document["routing"].insert(
        0, {"kind": "report", "areas": ["BU1"], "channel": "phone", "words": ["lantaarn*"], "team": "groen"}
    )
    rule = settings.parse(document).part(Routing).rules[0]
    assert (rule.theme, rule.kind, rule.areas, rule.channel, rule.words) == (
        None,
        "report",
        ("BU1",),
        "phone",
        ("lantaarn*",),
    )


@pytest.mark.parametrize("wrong", [{"kind": "x"}, {"channel": "duif"}, {"words": ["*"]}, {"words": ["a,b"]}])
def test_a_route_that_no_signal_can_fit_is_refused(document, wrong):
    document["routing"][0] = {"team": "groen", **wrong}
    assert told(document)


def test_a_term_for_a_theme_that_is_not_there_is_refused(document):
    document["terms"]["answer_days_by_theme"] = {"maan": 5}
    assert told(document) == {"terms.answer_days_by_theme.maan": "Er is geen thema met de naam maan."}


def test_an_owner_is_due_before_the_answer(document):
    document["terms"]["answer_days_by_theme"] = {"groen": 1}
    assert "terms.confirm_days" in told(document)


def test_two_themes_with_one_label_or_none_in_use_are_refused(document):
    document["themes"][1]["label"] = "straat en STOEP"
    assert "themes" in told(document)
    document["themes"] = [{**theme, "active": False} for theme in document["themes"][2:]]
    assert "Er moet een thema in gebruik zijn." in told(document).values()


def test_every_kind_has_its_words(document):
    del document["kinds"][0]
    assert told(document) == {"kinds": "Er ontbreekt een soort: report."}
    assert settings.parse(yaml.safe_load(START.read_text(encoding="utf-8"))).part(Kinds).label("idea")


def test_the_emergency_number_cannot_be_left_out(document):
    document["not_for"] = [each for each in document["not_for"] if each.get("phone") != "112"]
    assert told(document) == {"not_for": "Het nummer 112 moet erbij staan."}


def test_what_the_form_is_not_for_names_every_formal_message(document):
    keys = {each.key for each in settings.parse(document).part(NotFor)}
    assert {"noodgeval", "gevaar", "klacht", "bezwaar", "handhaving", "woo", "avg"} <= keys
