"""The document is checked as a whole, and every problem has a place and a Dutch sentence."""

import copy
from pathlib import Path

import pytest
import yaml

import wijkwerk
from wijkwerk.ground.areas import settings
from wijkwerk.ground.areas.sections import Contact, Look, Words, contrast
from wijkwerk.ground.kit import hooks

START = Path(wijkwerk.__file__).parent / "faces" / "blueprints" / "start.yaml"


@pytest.fixture
def document():
    return yaml.safe_load(START.read_text(encoding="utf-8"))


def paths_of(document, **given):
    return [problem.path for problem in settings.validate(document, **given)]


def test_a_document_that_holds_has_no_problems(document):
    assert settings.validate(document) == []


def test_a_part_is_given_by_its_class(document):
    found = settings.parse(document)
    assert found.part(Contact).phone == "14 0000"
    assert found.part(Words).word("area_manager").with_article == "de gebiedsmanager"


def test_an_unknown_noun_is_a_key_error(document):
    with pytest.raises(KeyError):
        settings.parse(document).part(Words).word("name")


def test_what_is_parsed_and_written_parses_to_the_same(document):
    once = settings.parse(document)
    assert settings.parse(once.raw).raw == once.raw


def test_an_unknown_part_and_an_unknown_field_are_refused(document):
    document["wensen"] = {}
    document["contact"]["fax"] = "1"
    assert paths_of(document) == ["wensen", "contact.fax"]


def test_a_part_that_must_be_there_is_missed_with_every_field(document):
    del document["words"]
    assert "words.area" in paths_of(document)


@pytest.mark.parametrize("strange", [None, [], "tekst", 3])
def test_something_that_is_no_document_is_refused(strange):
    assert paths_of(strange) == [""]


@pytest.mark.parametrize(
    ("name", "value"), [("wijkwerk", 2), ("wijkwerk", None), ("language", "de"), ("name", ""), ("notes", [])]
)
def test_a_head_that_is_wrong_is_refused(document, name, value):
    document[name] = value
    assert settings.validate(document)


def test_every_message_is_dutch(document):
    document["contact"] = {"phone": 3, "desk": "x", "hours": "a" * 301, "email": "geen adres"}
    document["terms"] = {
        "confirm_days": 0,
        "answer_days": "tien",
        "reopen_days": 999,
        "answer_days_by_theme": [],
    }
    document["words"]["area"]["article"] = "het/de"
    document["teams"] = {"a": 1}
    messages = {problem.path: problem.message for problem in settings.validate(document)}
    assert messages == {
        "contact.phone": "Dit moet tekst zijn. Zet cijfers en datums tussen aanhalingstekens.",
        "contact.desk": "Dit moet een lijst zijn.",
        "contact.hours": "Dit is te lang. Het mag 300 tekens zijn.",
        "contact.email": "Deze waarde heeft niet de goede vorm.",
        "terms.confirm_days": "Dit moet 1 of meer zijn.",
        "terms.answer_days": "Dit moet een heel getal zijn.",
        "terms.reopen_days": "Dit mag 366 of minder zijn.",
        "terms.answer_days_by_theme": "Dit moet een rij namen met waarden zijn.",
        "words.area.article": "Dit moet een van deze zijn: 'de' of 'het'.",
        "teams": "Dit moet een lijst zijn.",
    }


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\ud800", "\x7f"])
def test_a_sign_that_no_page_can_show_is_refused(document, sign):
    document["contact"]["hours"] = f"van 9{sign} tot 5"
    assert "contact.hours" in paths_of(document)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//evil.example", "https://a b", 'https://a"onclick', "ftp://x"]
)
def test_only_a_web_address_may_be_a_link(document, url):
    document["not_for"][3]["url"] = url
    assert paths_of(document) == ["not_for.3.url"]


def test_a_note_must_point_at_something(document):
    document["notes"]["words.spaceship"] = {"source": "x"}
    assert paths_of(document) == ["notes.words.spaceship"]


def test_a_colour_on_which_white_cannot_be_read_is_refused(document):
    document["look"]["brand"] = "#88aaff"
    assert paths_of(document) == ["look.brand"]
    document["look"]["brand"] = "#1d448f"
    document["look"]["ground"] = "#223344"
    assert paths_of(document) == ["look.ground"]


def test_contrast_agrees_with_figures_known_from_the_standard():
    assert contrast("#000000") == pytest.approx(21.0)
    assert contrast("#767676") == pytest.approx(4.54, abs=0.01)
    assert contrast("#1d448f", "#e5ecf8") == pytest.approx(7.8, abs=0.05)


def test_an_area_that_the_municipality_lacks_is_refused_where_areas_are_known(document):
    document["teams"][1]["areas"] = ["BU01", "BU99"]
    assert settings.validate(document) == []
    assert paths_of(document, area_codes={"BU01"}) == ["teams.1.areas.1"]


def deviating(document, **given):
    document["deviations"] = [
        {"area": "WK01", "path": "terms.answer_days", "value": 5, "why": "Proef", **given}
    ]
    return document


def test_an_area_may_deviate_with_a_reason(document):
    terms = settings.sections()["terms"]
    found = settings.parse(deviating(document))
    assert found.part(terms).answer_days == 10
    assert found.part(terms, areas=["GM01", "WK01", "BU07"]).answer_days == 5
    assert found.part(terms, areas=["GM01", "WK02"]).answer_days == 10
    assert found.raw["terms"]["answer_days"] == 10


def test_the_smallest_area_has_the_last_word(document):
    document = deviating(document)
    document["deviations"].append(
        {"area": "BU07", "path": "terms.answer_days", "value": 3, "why": "Nog kleiner"}
    )
    terms = settings.sections()["terms"]
    assert settings.parse(document).part(terms, areas=["GM01", "WK01", "BU07"]).answer_days == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"why": ""},
        {"path": "terms.nothing"},
        {"path": "teams.groen.name", "value": "x"},
        {"path": "deviations", "value": []},
        {"path": "terms", "value": {}},
        {"value": "veel"},
        {"value": 0},
    ],
)
def test_a_deviation_without_reason_or_that_does_not_fit_is_refused(document, wrong):
    assert settings.validate(deviating(document, **wrong))


def test_one_area_deviates_once_from_one_value(document):
    document = deviating(document)
    document["deviations"] *= 2
    assert paths_of(document) == ["deviations.1.path"]


def test_two_rooms_cannot_join_one_name(monkeypatch):
    class Other(settings.Section):
        name = "words"

    monkeypatch.setattr(hooks, "_hooks", copy.copy(hooks._hooks))
    monkeypatch.setitem(
        hooks._hooks, "settings.section", [*hooks.joined("settings.section"), lambda: [Other]]
    )
    with pytest.raises(ValueError, match="joined twice"):
        settings.sections()


def test_a_part_that_came_later_has_its_defaults(document):
    del document["look"]
    assert settings.parse(document).part(Look).brand == "#1d448f"
