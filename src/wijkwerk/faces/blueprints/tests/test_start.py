"""The blueprint `start`: complete, with sources, in plain Dutch."""

import re

import pytest

from wijkwerk.faces.blueprints import reading
from wijkwerk.faces.blueprints.facts.parts import PARTS
from wijkwerk.faces.blueprints.preview import EXAMPLES
from wijkwerk.ground.areas import paths, settings
from wijkwerk.ground.people.models import RoleKind, TeamKind
from wijkwerk.ground.people.sections import RECORDS_CARD, Roles, Teams
from wijkwerk.rules.routing import Rule, route
from wijkwerk.work.answers.sections import ALLOWED, Letters, LetterText
from wijkwerk.work.answers.texts import TEXTS
from wijkwerk.work.signals.sections import LAW, Formals, Ladder, Routing, Terms, Themes, Urgent

START = reading.load("start")
MOST_WORDS = 15


@pytest.fixture(scope="module")
def found():
    return settings.parse(START)


def sentences(value):
    """Sentences of all texts below a value; a line is at most one sentence, a place counts for one word."""
    for _, leaf in paths.leaves(value):
        for text in leaf if isinstance(leaf, list) else [leaf]:
            for line in str(text).splitlines():
                yield from (part.strip() for part in re.split(r"(?<=[.!?:])\s+", line) if part.strip())


@pytest.mark.parametrize("name", reading.names())
def test_every_blueprint_holds(name):
    assert settings.validate(reading.load(name)) == []


@pytest.mark.parametrize("name", reading.names())
def test_every_value_of_a_blueprint_tells_its_source(name):
    document = reading.load(name)
    notes = document["notes"]
    body = {key: value for key, value in document.items() if key not in settings.HEAD}
    for path, _ in paths.leaves(body):
        steps = path.split(".")
        nearest = [
            ".".join(steps[:end]) for end in range(len(steps), 0, -1) if ".".join(steps[:end]) in notes
        ]
        assert nearest, f"{path} has no source"
        assert notes[nearest[0]]["source"], path


@pytest.mark.parametrize("name", reading.names())
def test_every_part_stands_in_a_blueprint(name):
    stored = {part.name for part in PARTS}
    assert set(settings.sections()) - stored <= set(reading.load(name))


def test_what_must_be_looked_at_again_says_why(found):
    doubtful = {path for path, note in found.raw["notes"].items() if note["doubt"]}
    assert {"contact.phone", "retention", "words.area_manager", "routing", "not_for.woo"} <= doubtful


def test_twelve_themes_each_find_a_team(found):
    themes = [theme.key for theme in found.part(Themes)]
    routed = {rule.theme for rule in found.part(Routing)}
    assert len(themes) == 12
    assert set(themes) - routed == {"overig"}


def test_there_is_a_team_of_each_kind_but_partner(found):
    assert {team.kind for team in found.part(Teams)} == set(TeamKind) - {TeamKind.PARTNER}


def test_no_route_leads_to_a_care_team(found):
    care = {team.key for team in found.part(Teams) if team.kind == TeamKind.CARE}
    assert not care & {rule.team for rule in found.part(Routing)}


def test_every_role_says_what_it_does_and_does_not(found):
    cards = {card.kind: card for card in found.part(Roles)}
    assert set(cards) == set(RoleKind)
    assert all(len(card.does) >= 3 and len(card.does_not) >= 2 for card in cards.values())


def test_the_terms_are_those_that_were_decided(found):
    terms = found.part(Terms)
    assert (terms.confirm_days, terms.answer_days, terms.reopen_days) == (2, 10, 30)
    assert (terms.remind_days, terms.reply_days) == (7, 14)


def test_a_no_says_that_it_is_no_decision_and_what_one_can_do(found):
    body = found.part(Letters).answer_no.body
    for words in (
        "geen besluit",
        "Bezwaar maken kan daarom niet",
        "niet is opgelost",
        "{area_manager}",
        "klacht",
    ):
        assert words in body


def test_a_condition_says_what_is_needed_and_when_the_measure_follows(found):
    body = found.part(Letters).answer_yes_if.body
    assert all(f"{{{name}}}" in body for name in ("condition", "needed", "expected", "what", "due"))


@pytest.mark.parametrize("kind", ["letters", "roles", "not_for", "kinds", "themes"])
def test_sentences_are_short(kind):
    long = [each for each in sentences(START[kind]) if len(each.split()) > MOST_WORDS]
    assert long == []


def test_letters_speak_to_u_and_use_no_office_words():
    text = " ".join(sentences(START["letters"])).lower()
    for word in ("je", "jij", "jouw", "conform", "traject", "participatie", "middels", "z.s.m.", "afgewezen"):
        assert not re.search(rf"\b{re.escape(word)}\b", text), word


@pytest.mark.parametrize("kind", TEXTS)
def test_a_letter_of_the_house_says_the_same_in_the_blueprint(found, kind):
    """A document of before this letter has the text of the house: both must be one."""
    title, body = TEXTS[kind]
    assert found.part(Letters).text(kind) == LetterText(title=title, body=body)


def test_the_card_of_the_records_keeper_is_that_of_the_house(found):
    assert found.part(Roles).card("records") == RECORDS_CARD


def test_the_terms_of_official_messages_are_those_of_the_law(found):
    assert found.part(Formals).items == LAW
    cited = {path: note["source"] for path, note in found.raw["notes"].items() if path.startswith("formal.")}
    articles = {
        "complaint": "9:11", "objection": "7:10", "enforcement": "4:13", "application": "4:13",
        "woo": "4.4", "avg": "12, lid 3",
    }  # fmt: skip
    assert set(cited) == {f"formal.{kind}" for kind in articles}
    assert all(f"artikel {article}" in cited[f"formal.{kind}"] for kind, article in articles.items())


def test_the_ladder_goes_from_the_area_to_the_college(found):
    rungs = [(rung.team, rung.area_manager) for rung in found.part(Ladder)]
    assert rungs == [("gebiedsteam", False), (None, True), ("bestuur", False)]


def test_words_of_urgency_point_at_danger_and_not_at_plain_reports(found):
    rule = Rule("x", words=found.part(Urgent).words)
    signal = {"theme": None, "kind": None, "area_path": None, "channel": None}
    urgent = (
        "Ik ruik gas bij de school", "Er is een gaslucht", "Een gaslekkage!", "Hier is een open put zonder deksel",
        "Er hangt een losse stroomdraad", "De stroomkabels liggen bloot", "De waterleiding is gesprongen",
        "Een tak hangt los boven de stoep", "De kade is ingestort",
    )  # fmt: skip
    plain = (
        "De lantaarn is stuk", "Losse tegel", "De put is verstopt", "Er ligt afval", "Wanneer wordt het gas afgesloten?",
        "De heg moet geknipt", "Te hard rijden", "Een kapotte bank", "Ik heb een idee voor een speeltuin",
    )  # fmt: skip
    assert [text for text in urgent if not route([rule], **signal, text=text)] == []
    assert [text for text in plain if route([rule], **signal, text=text)] == []


def test_every_place_of_a_letter_has_an_example():
    assert set(EXAMPLES) >= frozenset().union(*ALLOWED.values())
