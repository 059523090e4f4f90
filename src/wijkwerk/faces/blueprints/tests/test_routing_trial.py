"""The routing table is tried out before it is stored: where a message goes and why, and what last month would have done."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from wijkwerk.faces.blueprints.tests.conftest import person, ready
from wijkwerk.faces.blueprints.tests.test_screens import HOSTILE, newest, typed
from wijkwerk.ground.areas import settings
from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.areas.models import Area, SettingsVersion
from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.people.models import RoleKind, Team
from wijkwerk.work.signals import replay
from wijkwerk.work.signals.intake import NewSignal, report_many
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.places import Place

pytestmark = pytest.mark.django_db
URL = reverse("blueprints:routing_trial")
SHEET = reverse("blueprints:verdeling")
MESSAGE = {"text": "De boom is omgewaaid", "theme": "groen", "kind": "report", "channel": "web"}


@pytest.fixture
def client(cast):
    return cast.client(cast.admin)


def told(answer):
    """The words on the page, without tags."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", text)


def table(cast, *lines):
    """The table in force, with lines before it, as the page carries it on."""
    return json.dumps([*lines, *newest(cast).raw["routing"]])


def came(cast, count, **given):
    """So many signals that came in this week."""
    new = {"theme": "groen", "kind": "report", "text": "Een boom", **given}
    return report_many(
        municipality=cast.town,
        many=[NewSignal(**new)] * count,
        by=None,
        now=timezone.now() - timedelta(days=2),
    )


def test_a_message_goes_to_the_team_of_the_first_line_that_fits_and_says_why(cast, client):
    text = told(client.post(URL, {**MESSAGE, "try": "1"}))
    assert "Dit gaat naar Groen en water ." in text
    assert "Regel 5 past: Als het thema ‘Groen en bomen’ is, dan gaat het naar Groen en water." in text
    assert "Het thema is niet ‘Straat en stoep’." in text
    assert text.count("Het thema is niet") == 4


def test_what_no_line_fits_goes_to_intake(cast, client):
    text = told(client.post(URL, {**MESSAGE, "theme": "overig"}))
    assert "Geen enkele regel past. Daarom gaat het naar Meldpunt." in text


def test_a_street_gives_the_place(town, log_in):
    client = log_in("admin")
    line = {"theme": None, "areas": [town.areas["Lindebuurt"].code], "team": "gebiedsteam"}
    carried = json.dumps([line, *settings.current(town.municipality).raw["routing"]])
    given = {**MESSAGE, "table": carried}
    text = told(client.post(URL, {**given, "words": "lindelaan"}))
    assert "Regel 1 past: Als de plek in Lindebuurt ligt, dan gaat het naar Gebiedsteam." in text
    text = told(client.post(URL, {**given, "area": town.areas["Zuid"].path}))
    assert "De plek ligt niet in Lindebuurt." in text
    assert "Er is geen plek. De regel vraagt om Lindebuurt." in told(client.post(URL, given))


def test_a_street_that_is_unknown_is_asked_again_and_an_area_helps(town, log_in):
    client = log_in("admin")
    answer = client.post(URL, {**MESSAGE, "words": "Nergensweg"})
    assert answer.status_code == 422
    assert 'id="id_words_error"' in answer.content.decode()
    given = {**MESSAGE, "words": "Nergensweg", "area": town.areas["Zuid"].path}
    assert client.post(URL, given).status_code == 200


@pytest.mark.parametrize("field", ["theme", "kind", "channel", "area"])
def test_what_cannot_be_chosen_is_asked_again(cast, client, field):
    answer = client.post(URL, {**MESSAGE, field: "<maan>"})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_a_changed_table_is_tried_beside_the_one_in_force(cast, client):
    line = {"words": ["boom"], "team": "gebiedsteam"}
    text = told(client.post(URL, {**MESSAGE, "table": table(cast, line)}))
    assert "Zoals het nu is Dit gaat naar Groen en water ." in text
    assert "Met uw wijziging Dit gaat naar Gebiedsteam ." in text
    assert "Regel 1 past: Als in de tekst ‘boom’ staat, dan gaat het naar Gebiedsteam." in text


def test_reports_that_go_straight_to_a_team_ask_no_line(cast, client):
    raw = {**newest(cast).raw, "handling": {"reports_straight_to": "wijkbeheer"}}
    settings.put(municipality=cast.town, document=raw, by=None, now=timezone.now(), why="Recht")
    text = told(client.post(URL, MESSAGE))
    assert "Dit gaat naar Wijkbeheer ." in text
    assert "altijd meteen naar dit team" in text
    assert "Regel 5 past" in told(client.post(URL, {**MESSAGE, "kind": "question"}))


def test_a_line_to_a_care_team_says_that_it_takes_nothing_there(cast, client):
    text = told(client.post(URL, {**MESSAGE, "table": table(cast, {"theme": "groen", "team": "zorg"})}))
    assert "neemt geen meldingen uit de verdeling aan" in text
    assert "Met uw wijziging Dit gaat naar Meldpunt ." in text


def test_a_line_says_who_gets_it_first_or_that_nobody_of_that_name_works_there(cast, client):
    user = person(cast.town, "imke", RoleKind.TEAM_MEMBER, team=Team.objects.get(key="groen"))
    line = {"theme": "groen", "team": "groen", "person": user.email}
    assert "Imke krijgt het eerst." in told(client.post(URL, {**MESSAGE, "table": table(cast, line)}))
    line["person"] = "weg@merwoude.example"
    text = told(client.post(URL, {**MESSAGE, "table": table(cast, line)}))
    assert "De regel noemt weg@merwoude.example. Die werkt nu niet in dit team." in text


def test_a_line_whose_areas_are_gone_is_passed_over_and_says_so(cast, client):
    raw = {**newest(cast).raw, "routing": [{"areas": ["0001-3"], "team": "wonen"}, {"team": "groen"}]}
    settings.put(municipality=cast.town, document=raw, by=None, now=timezone.now(), why="Gebied")
    SettingsVersion.objects.filter(number=2).update(
        document={**newest(cast).raw, "routing": [{"areas": ["weg"], "team": "wonen"}, {"team": "groen"}]}
    )
    settings.kept.forget((cast.town.pk, 2))
    text = told(client.post(URL, MESSAGE))
    assert "De gebieden van deze regel bestaan niet meer." in text
    assert "Regel 2 past: Alles wat overblijft gaat naar Groen en water." in text


def test_the_rows_of_the_sheet_come_along_and_go_back_without_being_stored(cast, client):
    new = {"theme": "groen", "team": "gebiedsteam", "words": "kade", "ORDER": "0", "areas": "haven"}
    fields = typed(
        client.get(SHEET), why="Mooier", **{f"rij-12-{name}": value for name, value in new.items()}
    )
    page = client.post(URL, fields)
    assert "U probeert regels uit die nog niet zijn bewaard." in told(page)
    again = typed(page)
    assert again["base"] == "1"
    assert 'name="why" value="Mooier"' in page.content.decode()
    assert json.loads(again["table"])[0]["words"] == ["kade"]
    back = client.post(SHEET, {"table": again["table"], "why": "Mooier", "base": "1"})
    assert back.status_code == 200
    assert 'value="kade"' in back.content.decode()
    assert 'value="Mooier"' in back.content.decode()
    assert newest(cast).number == 1
    assert client.post(SHEET, typed(back)).status_code == 302
    assert newest(cast).raw["routing"][0]["areas"] == ["0001-1"]
    assert len(newest(cast).raw["routing"]) == 13


def test_rows_of_the_sheet_that_do_not_hold_are_shown_there(cast, client):
    answer = client.post(URL, typed(client.get(SHEET), **{"rij-0-areas": "Nergens"}))
    assert answer.status_code == 422
    assert 'id="id_rij-0-areas_error"' in answer.content.decode()
    assert '<form class="ww-stack" method="post"' in answer.content.decode()


def test_the_sheet_as_it_stands_is_no_change(cast, client):
    page = client.post(URL, typed(client.get(SHEET)))
    assert "nog niet zijn bewaard" not in told(page)
    assert 'name="table"' not in page.content.decode()
    text = told(client.post(URL, {**MESSAGE, "table": table(cast)}))
    assert text.count("Dit gaat naar") == 1


@pytest.mark.parametrize(
    "broken",
    [
        "x",
        "{}",
        "null",
        "[1]",
        '[{"team":"maan"}]',
        '[{"team":"groen","areas":["weg"]}]',
        "[" * 5000,
        "[" * 900 + "]" * 900,
    ],
)
@pytest.mark.parametrize("button", ["try", "replay"])
def test_a_table_that_somebody_made_up_is_refused(cast, client, broken, button):
    answer = client.post(URL, {**MESSAGE, button: "1", "table": broken})
    assert answer.status_code == 422
    assert "niet goed overgekomen" in told(answer)
    assert client.post(SHEET, {"table": broken, "base": "1"}).status_code == 404


def test_a_table_goes_to_no_other_sheet(cast, client):
    given = {"table": table(cast), "base": "1"}
    assert client.post(reverse("blueprints:teams"), given).status_code == 404
    assert client.post(reverse("blueprints:letter", args=["closed"]), given).status_code == 404


def test_the_replay_counts_where_last_month_would_have_gone(cast, client):
    came(cast, 5)
    came(cast, 4, text="Een heg")
    came(cast, 3, theme="verkeer")
    line = {"theme": "groen", "words": ["boom"], "team": "gebiedsteam"}
    text = told(client.post(URL, {"replay": "1", "table": table(cast, line)}))
    assert "Wij keken naar 12 meldingen. Daarvan gaan er 5 naar een ander team." in text
    assert "Groen en water Gebiedsteam 5" in text
    assert (
        "1 Als het thema ‘Groen en bomen’ is en in de tekst ‘boom’ staat, dan gaat het naar Gebiedsteam. 5"
        in text
    )
    assert "2 Als" not in text[text.index("Wat de nieuwe regels vingen") : text.index("Getallen onder")]


def test_the_replay_is_on_the_sheet_before_it_is_saved(cast, client):
    came(cast, 4)
    fields = typed(client.get(SHEET), preview="1", why="", **{f"rij-{row_of_theme(client)}-team": "wonen"})
    answer = client.post(SHEET, fields)
    assert answer.status_code == 200
    assert "Groen en water Wonen 4" in told(answer)
    assert newest(cast).number == 1
    assert client.post(SHEET, typed(answer)).status_code == 302
    assert newest(cast).raw["routing"][4]["team"] == "wonen"


def row_of_theme(client):
    fields = typed(client.get(SHEET))
    return next(
        name.split("-")[1] for name, value in fields.items() if name.endswith("-theme") and value == "groen"
    )


def test_the_replay_of_a_sheet_that_does_not_hold_says_what_is_wrong(cast, client):
    answer = client.post(SHEET, typed(client.get(SHEET), preview="1", **{"rij-0-areas": "Nergens"}))
    assert answer.status_code == 422
    assert "kennen wij niet" in told(answer)


def test_what_is_broken_is_counted_before_it_goes_straight_to_a_team(cast, client):
    came(cast, 4)
    came(cast, 4, kind="idea")
    url = reverse("blueprints:kapot")
    text = told(client.post(url, typed(client.get(url), preview="1", reports_straight_to="wijkbeheer")))
    assert "Groen en water Wijkbeheer 4" in text
    assert newest(cast).number == 1


def test_without_a_change_the_replay_says_what_each_line_caught(cast, client):
    came(cast, 4)
    text = told(client.post(URL, {"replay": "1"}))
    assert "Wat elke regel ving" in text
    assert "dan gaat het naar Groen en water. 4" in text
    assert text.count("minder dan 3") == 11


@pytest.mark.parametrize("count", [0, 1, 2])
def test_one_signal_with_a_rare_word_is_told_like_none(cast, client, count):
    """Who administers may not learn by a made-up line that somebody wrote a name (D14)."""
    came(cast, 5)
    came(cast, count, text="Bij Roodbaard staat een boom")
    line = {"words": ["roodbaard"], "team": "gebiedsteam"}
    text = told(client.post(URL, {"replay": "1", "table": table(cast, line)}))
    found = text[text.index("Daarvan" if "Daarvan" in text else "Wij zien") : text.index("Getallen onder")]
    assert found.startswith("Wij zien geen verschuiving van 3 of meer.")
    assert "dan gaat het naar Gebiedsteam. minder dan 3" in found


def test_a_month_with_next_to_nothing_shows_nothing(cast, client):
    came(cast, 2)
    assert "In die tijd kwamen er minder dan 3 meldingen." in told(client.post(URL, {"replay": "1"}))


def test_care_is_in_no_count(cast, client):
    came(cast, 9, care=True)
    came(cast, 3)
    text = told(client.post(URL, {"replay": "1", "table": table(cast, {"team": "wonen"})}))
    assert "Wij keken naar 3 meldingen" in text


def test_it_says_when_there_were_more(cast, client, monkeypatch):
    came(cast, 6)
    monkeypatch.setattr(replay.replayed, "__kwdefaults__", {"most": 4})
    assert "de laatste 4 meldingen. Er waren er meer" in told(client.post(URL, {"replay": "1"}))


def test_nothing_is_stored_by_trying(cast, client):
    came(cast, 4)
    before = (Line.objects.count(), SettingsVersion.objects.count(), list(Signal.objects.values()))
    for given in (MESSAGE, {"replay": "1"}, {**MESSAGE, "table": table(cast, {"team": "wonen"})}):
        assert client.post(URL, given).status_code == 200
    assert (Line.objects.count(), SettingsVersion.objects.count(), list(Signal.objects.values())) == before


@pytest.mark.parametrize("count", [3, 40])
def test_a_replay_costs_a_fixed_number_of_queries(cast, client, count, django_assert_max_num_queries):
    came(cast, count)
    given = {"replay": "1", "table": table(cast, {"team": "wonen"})}
    client.post(URL, given)
    with django_assert_max_num_queries(12):
        client.post(URL, given)


def test_hostile_words_are_text_on_the_page(cast, client):
    line = {"words": ["<script>alert(1)</script>"], "team": "groen", "person": ""}
    given = {**MESSAGE, "text": HOSTILE, "words": HOSTILE[:100], "why": HOSTILE, "table": table(cast, line)}
    for more in ({"try": "1"}, {"replay": "1"}, {"theme": HOSTILE}):
        came(cast, 1)
        text = client.post(URL, {**given, **more}).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


@pytest.mark.parametrize("who", ["stranger", "colleague", "elsewhere"])
def test_for_anybody_else_the_page_is_not_there(cast, who):
    other = ready("0002", "Elders")
    known.forget()
    users = {"stranger": None, "colleague": cast.colleague, "elsewhere": person(other, "eva", RoleKind.ADMIN)}
    visitor = cast.client(users[who])
    assert visitor.get(f"/m/0001{URL}").status_code == 404
    assert visitor.post(f"/m/0001{URL}", {"replay": "1"}).status_code == 404


def test_another_municipality_is_in_no_count(cast):
    came(cast, 9)
    other = ready("0002", "Elders")
    known.forget()
    eva = cast.client(person(other, "eva", RoleKind.ADMIN))
    assert "minder dan 3 meldingen" in told(eva.post(f"/m/0002{URL}", {"replay": "1"}))


def test_a_place_in_a_signal_counts_as_it_did_when_it_came(cast, client):
    came(cast, 3, place=Place("Kade", area_path=Area.objects.get(code="0001-1").path, precise="area"))
    came(cast, 4)
    text = told(
        client.post(URL, {"replay": "1", "table": table(cast, {"areas": ["0001-1"], "team": "wonen"})})
    )
    assert "Groen en water Wonen 3" in text
