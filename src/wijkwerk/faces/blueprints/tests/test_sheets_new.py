"""The screens of the whole desk's settings: ladder, what is broken, urgency, the broad look, official messages, keeping."""

import pytest
from django.urls import reverse

from wijkwerk.faces.blueprints.tests.test_screens import HOSTILE, newest, typed
from wijkwerk.ground.areas import settings
from wijkwerk.ground.people.models import RoleKind
from wijkwerk.work.signals.sections import Formals, Ladder, Retention, Suggesting, Terms

pytestmark = pytest.mark.django_db
NEW = ("kapot", "ladder", "spoed", "breed-kijken", "officieel", "suggesties", "zegel")


def send(cast, slug, **changed):
    """Change some fields of a sheet and send it."""
    client, url = cast.client(cast.admin), reverse(f"blueprints:{slug}")
    return client.post(url, typed(client.get(url), **changed))


def test_what_is_broken_goes_straight_to_one_team(cast):
    assert send(cast, "kapot", reports_straight_to="wijkbeheer").status_code == 302
    assert newest(cast).raw["handling"] == {"reports_straight_to": "wijkbeheer"}
    assert send(cast, "kapot", reports_straight_to="").status_code == 302
    assert newest(cast).raw["handling"] == {"reports_straight_to": None}


@pytest.mark.parametrize("team", ["zorg", "maan"])
def test_nothing_goes_straight_to_care_or_to_nobody(cast, team):
    assert send(cast, "kapot", reports_straight_to=team).status_code == 422
    assert newest(cast).number == 1


def test_an_area_manager_may_promise_for_others_when_it_is_ticked(cast):
    assert newest(cast).raw["area_managers"] == {"commands": False}
    assert send(cast, "gebiedsmanager", commands="on").status_code == 302
    assert newest(cast).raw["area_managers"] == {"commands": True}


def test_the_ladder_gets_a_rung_and_another_order(cast):
    new = {"rij-3-label": "De afdeling", "rij-3-who": "groen", "rij-3-ORDER": "2", "rij-2-ORDER": "9"}
    assert send(cast, "ladder", **new, **{"rij-1-ORDER": "3"}).status_code == 302
    rungs = newest(cast).part(Ladder).items
    assert [rung.label for rung in rungs] == [
        "Het gebiedsteam",
        "De afdeling",
        "De gebiedsmanager",
        "Het college",
    ]
    assert [(rung.team, rung.area_manager) for rung in rungs][1:3] == [("groen", False), (None, True)]
    assert [rung.key for rung in rungs][1] == "de_afdeling"


def test_a_rung_becomes_the_area_manager_and_one_goes(cast):
    assert send(cast, "ladder", **{"rij-0-who": "*", "rij-1-DELETE": "on"}).status_code == 302
    rungs = newest(cast).part(Ladder).items
    assert [(rung.key, rung.team, rung.area_manager) for rung in rungs] == [
        ("gebiedsteam", None, True),
        ("college", "bestuur", False),
    ]


def test_a_ladder_may_be_empty(cast):
    assert send(cast, "ladder", **{f"rij-{row}-DELETE": "on" for row in range(3)}).status_code == 302
    assert len(newest(cast).part(Ladder)) == 0


@pytest.mark.parametrize("who", ["", "zorg", "maan"])
def test_a_rung_without_somebody_is_asked_again(cast, who):
    answer = send(cast, "ladder", **{"rij-0-who": who})
    assert answer.status_code == 422
    assert 'id="id_rij-0-who_error"' in answer.content.decode()


def test_the_words_and_the_number_of_urgency_change(cast):
    words = "gaslucht\nkabel*\r\n\n open put "
    assert (
        send(
            cast, "spoed", phone="14 0299", email="dienst@merwoude.example", minutes="45", words=words
        ).status_code
        == 302
    )
    assert newest(cast).raw["urgent"] == {
        "phone": "14 0299",
        "email": "dienst@merwoude.example",
        "minutes": 45,
        "words": ["gaslucht", "kabel*", "open put"],
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "bel ons"),
        ("email", "geen adres"),
        ("minutes", "4"),
        ("minutes", "1441"),
        ("words", "*"),
        ("words", "a, b"),
    ],
)
def test_urgency_that_does_not_hold_is_refused_at_its_field(cast, field, value):
    answer = send(cast, "spoed", **{field: value})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert newest(cast).number == 1


def test_kinds_and_sides_of_the_broad_look_change(cast):
    assert send(cast, "breed-kijken", kind_idea="on", required="on", domains="wonen\nwerk").status_code == 302
    assert newest(cast).raw["broad"] == {
        "kinds": ["question", "worry", "idea"],
        "required": True,
        "domains": ["wonen", "werk"],
    }


def test_no_kind_at_all_is_no_broad_look(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:breed-kijken")
    fields = typed(client.get(url))
    for kind in ("question", "worry"):
        del fields[f"kind_{kind}"]
    assert client.post(url, fields).status_code == 302
    assert newest(cast).raw["broad"]["kinds"] == []


def test_a_complaint_goes_to_a_committee_in_ten_weeks(cast):
    new = {"rij-0-weeks": "10", "rij-0-to": "de klachtencommissie", "rij-0-phone": "14 0000"}
    assert send(cast, "officieel", **new).status_code == 302
    complaint = newest(cast).part(Formals).get("complaint")
    assert (complaint.weeks, complaint.months, complaint.to, complaint.phone) == (
        10,
        None,
        "de klachtencommissie",
        "14 0000",
    )
    assert newest(cast).raw["notes"]["formal.complaint"]["source"].startswith("Gewijzigd door de gemeente")
    assert newest(cast).raw["notes"]["formal.objection"]["doubt"]


@pytest.mark.parametrize(("weeks", "months"), [("", ""), ("6", "2")])
def test_an_official_message_has_weeks_or_months(cast, weeks, months):
    answer = send(cast, "officieel", **{"rij-0-weeks": weeks, "rij-0-months": months})
    assert answer.status_code == 422
    assert "Vul weken in, of maanden" in answer.content.decode()


def test_each_official_message_names_its_article_of_the_law(cast):
    text = cast.client(cast.admin).get(reverse("blueprints:officieel")).content.decode()
    for article in ("artikel 9:11", "artikel 7:10", "artikel 4:13", "artikel 4.4", "artikel 12, lid 3"):
        assert article in text


def test_an_official_message_cannot_be_left_out_or_added(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:officieel")
    fields = typed(client.get(url), **{"rij-0-key": "verzonnen"})
    assert client.post(url, fields).status_code == 422
    assert {each.key for each in newest(cast).part(Formals)} == {
        each.key for each in settings.current(cast.town).part(Formals)
    }
    assert newest(cast).number == 1


def test_suggestions_are_switched_off_and_asked_for_more(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:suggesties")
    fields = typed(client.get(url), wanted="90")
    del fields["themes"]
    assert client.post(url, fields).status_code == 302
    assert newest(cast).part(Suggesting) == Suggesting(themes=False, wanted=0.9)


def test_a_share_that_is_no_whole_percent_stays_as_it_is(cast):
    raw = {**newest(cast).raw, "suggesting": {"themes": True, "wanted": 0.825}}
    settings.put(municipality=cast.town, document=raw, by=None, now=cast.admin.joined_at, why="Precies")
    assert send(cast, "suggesties").status_code == 302
    assert newest(cast).part(Suggesting).wanted == 0.825


@pytest.mark.parametrize("share", ["49", "101", "x", ""])
def test_a_share_that_cannot_be_is_asked_again(cast, share):
    assert send(cast, "suggesties", wanted=share).status_code == 422


def test_waiting_for_the_asker_has_its_days(cast):
    assert send(cast, "termijnen", remind_days="5", reply_days="21").status_code == 302
    terms = newest(cast).part(Terms)
    assert (terms.remind_days, terms.reply_days) == (5, 21)
    answer = send(cast, "termijnen", remind_days="21", reply_days="21")
    assert answer.status_code == 422
    assert 'id="id_remind_days_error"' in answer.content.decode()


def test_one_theme_is_kept_by_a_rule_of_its_own(cast):
    new = {"thema-wonen-rule": "B12", "thema-wonen-years": "10"}
    assert send(cast, "bewaren", **new).status_code == 302
    retention = newest(cast).part(Retention)
    assert (retention.kept("wonen").rule, retention.kept("wonen").years) == ("B12", 10)
    assert (retention.kept("groen").rule, retention.kept("groen").years) == ("assumed-5", 5)
    assert send(cast, "bewaren", **{"thema-wonen-rule": "", "thema-wonen-years": ""}).status_code == 302
    assert newest(cast).raw["retention"]["by_theme"] == {}


@pytest.mark.parametrize(("given", "missing"), [("rule", "years"), ("years", "rule")])
def test_half_a_rule_for_a_theme_is_asked_again(cast, given, missing):
    answer = send(cast, "bewaren", **{f"thema-wonen-{given}": "7"})
    assert answer.status_code == 422
    assert f'id="id_thema-wonen-{missing}_error"' in answer.content.decode()


def test_the_heads_of_the_journal_get_an_address(cast):
    assert send(cast, "zegel", email="ciso@merwoude.example", journal_years="9").status_code == 302
    assert newest(cast).raw["security"] == {"email": "ciso@merwoude.example", "journal_years": 9}


def test_a_line_of_the_routing_names_who_gets_it_first(cast):
    assert send(cast, "verdeling", **{"rij-0-person": "daan@merwoude.example"}).status_code == 302
    assert newest(cast).raw["routing"][0]["person"] == "daan@merwoude.example"
    answer = send(cast, "verdeling", **{"rij-0-person": "daan"})
    assert answer.status_code == 422
    assert 'id="id_rij-0-person_error"' in answer.content.decode()


def test_the_card_of_the_records_keeper_is_on_the_page_of_roles(cast):
    text = cast.client(cast.admin).get(reverse("blueprints:roles")).content.decode()
    assert f'id="{RoleKind.RECORDS}"' in text or "Archiefbeheerder" in text
    assert "Vernietigt niets zonder lijst." in text


def test_every_doubt_leads_to_a_screen(cast):
    text = cast.client(cast.admin).get(reverse("blueprints:overview")).content.decode()
    start = text.index('id="twijfel"')
    assert text[start:].count('class="ww-item ww-item--side"') > 30
    assert "<p><b></b></p>" not in text
    raw = newest(cast).raw
    doubtful = [path for path, note in raw["notes"].items() if note["doubt"]]
    linked = text[start:].count('<p><b><a class="ww-link"')
    assert linked == len([path for path in doubtful if not path.startswith("roles")])


def test_the_history_says_codes_in_words(cast):
    send(cast, "ladder", **{"rij-0-who": "groen"})
    send(cast, "breed-kijken", kind_idea="on")
    send(cast, "bewaren", **{"thema-wonen-rule": "B12", "thema-wonen-years": "10"})
    send(cast, "kapot", reports_straight_to="wijkbeheer")
    client = cast.client(cast.admin)
    pages = [
        client.get(reverse("blueprints:version", args=[number])).content.decode() for number in (2, 3, 4, 5)
    ]
    assert "Ladder, Het gebiedsteam, Gaat naar" in pages[0]
    assert ">Groen en water<" in pages[0]
    assert "Vraag, Zorg, Idee" in pages[1]
    assert "Bewaren, Eigen regel, Wonen en bouwen" in pages[2]
    assert ">Wijkbeheer<" in pages[3]


@pytest.mark.parametrize(
    ("slug", "field"), [("ladder", "rij-0-label"), ("officieel", "rij-0-to"), ("breed-kijken", "domains")]
)
def test_hostile_words_are_text_on_the_new_sheets(cast, slug, field):
    assert send(cast, slug, **{field: HOSTILE}).status_code == 302
    client = cast.client(cast.admin)
    for url in (reverse(f"blueprints:{slug}"), reverse("blueprints:version", args=[2])):
        text = client.get(url).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


def test_eighty_lines_of_routing_are_one_form(cast):
    """With every tick set it has more fields than 500, at which the installation once stopped."""
    many = [{"theme": "groen", "words": [f"woord{number}"], "team": "groen"} for number in range(80)]
    raw = {**newest(cast).raw, "routing": many}
    settings.put(municipality=cast.town, document=raw, by=None, now=cast.admin.joined_at, why="Veel")
    client, url = cast.client(cast.admin), reverse("blueprints:verdeling")
    fields = typed(client.get(url), **{"rij-79-words": "anders"})
    assert len(fields) > 700
    assert client.post(url, fields).status_code == 302
    assert len(newest(cast).raw["routing"]) == 80
    assert newest(cast).raw["routing"][79]["words"] == ["anders"]
