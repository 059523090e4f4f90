"""The pages on accessibility and privacy say what the settings of the municipality say, and claim nothing more."""

import re
from datetime import timedelta
from typing import Any

import pytest

from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.areas.middleware import known
from wijkwerk.rules.deadlines import short_day_words
from wijkwerk.testing_cast import NOW, TODAY, Town

pytestmark = pytest.mark.django_db
CHECK = {"stated_on": "2026-05-01", "checked_on": "2026-04-01", "checked_by": "Bureau Proef"}
PINS = {"key": "spelden", "what": "De spelden doen het niet", "why": "Te klein.", "instead": "Bel ons."}


def set_part(town: Town, name: str, **given: Any) -> None:
    """Another version of the settings, with some values of one part changed."""
    raw = documents.current(town.municipality).raw
    raw[name] = {**raw[name], **given}
    documents.put(municipality=town.municipality, document=raw, by=None, now=NOW, why="anders")
    known.forget()


def read(client, url: str) -> str:
    """What one reads on the page, without tags."""
    text = client.get(url).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text[text.index("<main") : text.index("</main>")]))


def test_without_a_statement_the_page_claims_nothing(client, town):
    text = read(client, "/toegankelijkheid/")
    assert "Status E: nog geen verklaring." in text
    assert "heeft ze ook nog niet laten onderzoeken" in text
    assert "Wij zeggen dus niet dat alles voldoet." in text
    for claim in (
        "Alles voldoet aan de eisen",
        "helemaal onderzocht",
        "Laatst onderzocht",
        "Datum van de verklaring",
    ):
        assert claim not in text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"status": "A", **CHECK}, "Status A: voldoet volledig. Deze pagina's zijn helemaal onderzocht."),
        ({"status": "B", **CHECK, "shortcomings": [PINS]}, "Status B: voldoet gedeeltelijk."),
        (
            {"status": "C", "stated_on": "2026-11-01", "planned_on": "2026-12-01"},
            "Dat onderzoek is wel gepland.",
        ),
        ({"status": "D", "stated_on": "2026-05-01"}, "Er is ook nog geen onderzoek gepland."),
    ],
)
def test_each_status_is_told_in_words(client, town, given, words):
    set_part(town, "accessibility", **given)
    text = read(client, "/toegankelijkheid/")
    assert words in text
    assert ("Wij zeggen dus niet dat alles voldoet." in text) is (given["status"] in "CD")
    assert ("door Bureau Proef" in text) is (given["status"] in "AB")
    assert "Let op:" not in text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"status": "A", **CHECK, "checked_on": "2023-11-01"}, "dit onderzoek is meer dan drie jaar oud"),
        (
            {"status": "C", "stated_on": "2026-03-01", "planned_on": "2026-08-01"},
            "het onderzoek moest er al zijn",
        ),
    ],
)
def test_a_status_that_ran_out_says_so_by_itself(client, town, given, words):
    set_part(town, "accessibility", **given)
    assert words in read(client, "/toegankelijkheid/")


def test_a_shortcoming_tells_why_until_when_and_what_instead(client, town):
    soon, past = TODAY + timedelta(days=40), TODAY - timedelta(days=1)
    rows = [
        {**PINS, "until": soon.isoformat()},
        {**PINS, "key": "b", "what": "De kaart is traag", "until": past.isoformat()},
        {**PINS, "key": "c", "what": "Geen gebarentaal", "why": "", "instead": ""},
    ]
    set_part(town, "accessibility", status="B", **CHECK, shortcomings=rows)
    first, second, third = re.findall(
        r"De spelden doen het niet(.*?)De kaart is traag(.*?)Geen gebarentaal(.*?)Dit weten",
        read(client, "/toegankelijkheid/"),
    )[0]
    assert "Te klein." in first
    assert "Tot die tijd: Bel ons." in first
    assert f"Opgelost voor: {short_day_words(soon)}." in first
    assert f"Wij wilden dit oplossen voor {short_day_words(past)}. Die dag is voorbij." in second
    assert "Wanneer dit is opgelost, weten wij nog niet." in third
    assert "Hoe komt dat?" not in third


def test_who_to_tell_is_the_own_contact_or_else_that_of_the_municipality(client, town):
    assert "Bel 14 0000" in read(client, "/toegankelijkheid/")
    set_part(
        town,
        "accessibility",
        email="iedereen@testwoude.example",
        phone="14 0299",
        receipt_days=1,
        answer_weeks=1,
    )
    text = read(client, "/toegankelijkheid/")
    assert "Bel 14 0299 ." in text
    assert "iedereen@testwoude.example" in text
    assert "Binnen 1 werkdag laten wij weten dat wij het kregen. Binnen 1 week krijgt u antwoord." in text


def test_own_words_and_links_of_the_municipality_are_on_both_pages(client, town):
    set_part(town, "accessibility", text="Wij werken eraan.", url="https://register.example/1")
    set_part(town, "privacy", text="Kort gezegd: weinig.", url="https://testwoude.example/privacy")
    page = client.get("/toegankelijkheid/").content.decode()
    assert "<p>Wij werken eraan.</p>" in page
    assert 'href="https://register.example/1" rel="noreferrer"' in page
    page = client.get("/privacy/").content.decode()
    assert "<p>Kort gezegd: weinig.</p>" in page
    assert 'href="https://testwoude.example/privacy" rel="noreferrer"' in page


def test_privacy_names_who_is_responsible_and_who_guards_it(client, town):
    text = read(client, "/privacy/")
    assert "Verantwoordelijk is het college van burgemeester en wethouders van Testwoude." in text
    assert "U kunt ook vragen naar de functionaris voor gegevensbescherming." in text
    set_part(town, "privacy", officer="de privacywacht", email="fg@testwoude.example", phone="14 0298")
    text = read(client, "/privacy/")
    assert re.search(r"vragen aan de privacywacht: bel 14 0298 of mail naar fg@testwoude\.example", text)


def test_privacy_tells_every_term_of_the_settings(client, town):
    kept = {"wonen": {"rule": "B12", "years": 11}, "groen": {"rule": "B13", "years": 3}}
    set_part(town, "retention", years=6, rule="B1", backup_days=45, by_theme=kept)
    set_part(town, "security", journal_years=12)
    text = read(client, "/privacy/")
    for words in (
        "6 jaar", "(B1)", "45 dagen", "Wonen en bouwen: 11 jaar (B12)", "Groen en bomen: 3 jaar (B13)",
        "van elke stap bewaren wij 12 jaar",
    ):  # fmt: skip
        assert words in text


def test_privacy_names_the_organisations_that_work_along(client, town):
    assert "andere organisaties mee" not in read(client, "/privacy/")
    raw = documents.current(town.municipality).raw
    raw["teams"] = [
        *raw["teams"],
        {"key": "thuis", "name": "Thuis", "kind": "partner", "organisation": "Stichting Thuis"},
    ]
    documents.put(municipality=town.municipality, document=raw, by=None, now=NOW, why="erbij")
    known.forget()
    assert "werken ook andere organisaties mee: Stichting Thuis." in read(client, "/privacy/")


@pytest.mark.parametrize("url", ["/toegankelijkheid/", "/privacy/"])
def test_each_page_of_the_site_leads_there(client, town, url):
    for page in ("/", "/melden/", "/gebieden/", url):
        text = client.get(page).content.decode()
        footer = text[text.index("<footer") :]
        assert f'href="{url}"' in footer


def test_the_words_of_another_municipality_are_not_here(client, town, other_town):
    set_part(town, "accessibility", text="Alleen bij ons.")
    here, there = (f"/m/{each.municipality.code}/toegankelijkheid/" for each in (town, other_town))
    assert "Alleen bij ons." in read(client, here)
    assert "Alleen bij ons." not in read(client, there)
