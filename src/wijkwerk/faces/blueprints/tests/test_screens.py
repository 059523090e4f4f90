"""The settings screens of an administrator: what they show, what they save, who may not see them."""

import html
import re

import pytest
import yaml
from django.urls import reverse

from wijkwerk.faces.blueprints.sheets import SHEETS
from wijkwerk.faces.blueprints.tests.conftest import person, ready
from wijkwerk.ground.areas import settings
from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.areas.models import SettingsVersion
from wijkwerk.ground.people.models import RoleKind, Team
from wijkwerk.work.answers.sections import LABELS

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("x")</script>&amp;\'{trace_link}'
PAGES = [
    *(reverse(f"blueprints:{slug}") for slug in ("overview", "letters", "history", "routing_trial", *SHEETS)),
    reverse("blueprints:letter", args=["answer_no"]),
    reverse("blueprints:version", args=[1]),
]


def typed(page, **changed):
    """What a browser would send from the form on the page: every field as it stands, with some changed."""
    text = page.content.decode()
    form = text[text.index('<form class="ww-stack" method="post"') :]
    form = form[: form.index("</form>")]
    found: dict = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        pairs = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if pairs.get("type") == "checkbox" and not re.search(r"\bchecked\b", tag):
            continue
        if "name" in pairs:
            default = "on" if pairs.get("type") == "checkbox" else ""
            value = html.unescape(pairs.get("value", default))
            ticks = found.get(pairs["name"], []) if pairs.get("type") == "checkbox" else None
            found[pairs["name"]] = value if ticks is None or value == "on" else [*ticks, value]
    for name, body in re.findall(r'<textarea\b[^>]*\bname="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        found[name] = html.unescape(body.removeprefix("\n").removeprefix("\r\n"))
    for name, body in re.findall(r'<select\b[^>]*\bname="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        first = re.search(r'value="([^"]*)"', body)
        found[name] = html.unescape((chosen or first)[1])
    return {"why": "Beter zo", **{key: value for key, value in found.items() if key != "why"}, **changed}


def newest(cast):
    cast.town.refresh_from_db()
    return settings.current(cast.town)


def row_of(page, field, value):
    """Number of the row that holds this value."""
    fields = typed(page)
    return next(
        name.split("-")[1] for name, given in fields.items() if name.endswith(f"-{field}") and given == value
    )


@pytest.mark.parametrize("url", PAGES)
def test_an_administrator_sees_every_page(cast, url):
    page = cast.client(cast.admin).get(url)
    assert page.status_code == 200
    assert "<h1" in page.content.decode()


@pytest.mark.parametrize("url", [*PAGES, reverse("blueprints:document")])
@pytest.mark.parametrize("who", ["stranger", "colleague", "elsewhere"])
def test_for_anybody_else_the_page_is_not_there(cast, url, who):
    other = ready("0002", "Elders")
    known.forget()
    users = {"stranger": None, "colleague": cast.colleague, "elsewhere": person(other, "eva", RoleKind.ADMIN)}
    client = cast.client(users[who])
    assert client.get(f"/m/0001{url}").status_code == 404
    if url not in (reverse("blueprints:document"),):
        answer = client.post(f"/m/0001{url}", {"why": "x", "base": "1"})
        assert answer.status_code in (404, 405)
    assert SettingsVersion.objects.filter(municipality=cast.town).count() == 1


def test_a_former_administrator_sees_nothing(cast):
    cast.admin.roles.update(until="2026-01-02")
    assert cast.client(cast.admin).get(reverse("blueprints:overview")).status_code == 404


@pytest.mark.parametrize("slug", SHEETS)
def test_a_form_sent_back_as_it_is_changes_nothing(cast, slug):
    client, url = cast.client(cast.admin), reverse(f"blueprints:{slug}")
    answer = client.post(url, typed(client.get(url)), follow=True)
    assert answer.redirect_chain == [(reverse("blueprints:overview"), 302)]
    assert "Er is niets veranderd." in answer.content.decode()
    assert newest(cast).number == 1


@pytest.mark.parametrize("kind", LABELS)
def test_a_letter_sent_back_as_it_is_changes_nothing(cast, kind):
    client, url = cast.client(cast.admin), reverse("blueprints:letter", args=[kind])
    assert client.post(url, typed(client.get(url))).status_code == 302
    assert newest(cast).number == 1


def test_a_word_changes_on_the_screen_with_a_reason(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:woorden")
    page = client.get(url)
    row = row_of(page, "one", "gebiedsmanager")
    new = {f"rij-{row}-one": "wijkregisseur", f"rij-{row}-many": "wijkregisseurs"}
    answer = client.post(url, typed(page, why="Zo heet het bij ons", **new), follow=True)
    assert "Bewaard. Dit is nu versie 2." in answer.content.decode()
    assert newest(cast).raw["words"]["area_manager"]["one"] == "wijkregisseur"
    assert SettingsVersion.objects.get(number=2).why == "Zo heet het bij ons"


def test_without_a_reason_nothing_is_saved(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:contact")
    answer = client.post(url, typed(client.get(url), phone="14 0001", why=" "))
    assert answer.status_code == 422
    assert 'id="id_why_error"' in answer.content.decode()
    assert 'value="14 0001"' in answer.content.decode()
    assert newest(cast).number == 1


def test_a_theme_is_added_and_another_goes_out_of_use(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:themas")
    page = client.get(url)
    fields = typed(page, **{"rij-12-label": "Lawaai", "rij-12-active": "on", "rij-12-ORDER": "1"})
    del fields[f"rij-{row_of(page, 'label', 'Water en riool')}-active"]
    assert client.post(url, fields).status_code == 302
    themes = newest(cast).raw["themes"]
    assert themes[0]["key"] == themes[1]["key"] or "lawaai" in (themes[0]["key"], themes[1]["key"])
    assert next(theme for theme in themes if theme["key"] == "water")["active"] is False
    assert len(themes) == 13


def test_a_new_theme_never_takes_the_name_of_another(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:themas")
    client.post(url, typed(client.get(url), **{"rij-12-label": "Groen!", "rij-12-active": "on"}))
    assert [theme["key"] for theme in newest(cast).raw["themes"]][-1] == "groen_2"


def test_a_route_gets_an_area_by_its_name_and_goes_first(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:verdeling")
    page = client.get(url)
    new = {"theme": "groen", "areas": "haven", "team": "gebiedsteam", "words": "kade, steiger*", "ORDER": "0"}
    answer = client.post(url, typed(page, **{f"rij-12-{name}": value for name, value in new.items()}))
    assert answer.status_code == 302
    rules = newest(cast).raw["routing"]
    rule = next(each for each in rules if each["areas"])
    assert (rule["areas"], rule["team"], rule["words"]) == (["0001-1"], "gebiedsteam", ["kade", "steiger*"])
    assert 'value="Haven"' in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("area", "sentence"),
    [
        ("Nergens", "kennen wij niet"),
        ("Centrum", "Gebruik de code: 0001-2, 0001-3."),
        ("0001-9", "kennen wij niet"),
    ],
)
def test_an_area_that_is_unknown_or_not_clear_is_asked_again(cast, area, sentence):
    client, url = cast.client(cast.admin), reverse("blueprints:teams")
    answer = client.post(url, typed(client.get(url), **{"rij-0-areas": area}))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert newest(cast).number == 1


def test_a_route_is_taken_away(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:verdeling")
    client.post(url, typed(client.get(url), **{"rij-0-DELETE": "on"}))
    assert newest(cast).raw["routing"][0]["theme"] == "afval"


def test_a_term_for_one_theme_is_kept(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:termijnen")
    client.post(url, typed(client.get(url), theme_verlichting="5", answer_days="8"))
    terms = newest(cast).raw["terms"]
    assert (terms["answer_days"], terms["answer_days_by_theme"]) == (8, {"verlichting": 5})


def test_a_problem_of_the_whole_document_stands_at_its_field(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:termijnen")
    answer = client.post(url, typed(client.get(url), confirm_days="20"))
    assert answer.status_code == 422
    assert 'id="id_confirm_days_error"' in answer.content.decode()
    assert 'href="#id_confirm_days"' in answer.content.decode()


def test_a_team_is_added_and_one_without_work_ends(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:teams")
    new = {"name": "Jeugd", "kind": "social", "email": "jeugd@merwoude.example"}
    client.post(url, typed(client.get(url), **{f"rij-10-{name}": value for name, value in new.items()}))
    assert Team.objects.get(key="jeugd").email == "jeugd@merwoude.example"
    page = client.get(url)
    row = row_of(page, "key", "jeugd")
    assert client.post(url, typed(page, **{f"rij-{row}-DELETE": "on"})).status_code == 302
    assert Team.objects.get(key="jeugd").ended_at is not None


def test_a_team_that_routes_lead_to_says_so_on_the_screen(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:teams")
    page = client.get(url)
    answer = client.post(url, typed(page, **{f"rij-{row_of(page, 'key', 'groen')}-DELETE": "on"}))
    assert answer.status_code == 422
    assert "Er is geen team met de naam groen." in answer.content.decode()


@pytest.mark.parametrize("key", ["meldpunt", "zorg"])
def test_the_last_team_of_its_kind_cannot_end_on_the_screen(cast, key):
    client, url = cast.client(cast.admin), reverse("blueprints:teams")
    page = client.get(url)
    answer = client.post(url, typed(page, **{f"rij-{row_of(page, 'key', key)}-DELETE": "on"}))
    assert answer.status_code == 422
    assert "dat in de hele gemeente werkt" in answer.content.decode()
    assert Team.objects.get(key=key).ended_at is None


def test_a_care_team_cannot_become_another_kind_on_the_screen(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:teams")
    page = client.get(url)
    spare = {"rij-10-name": "Zorg 2", "rij-10-kind": "care"}
    answer = client.post(url, typed(page, **{f"rij-{row_of(page, 'key', 'zorg')}-kind": "social"}, **spare))
    assert answer.status_code == 422
    assert "zorg blijft apart" in answer.content.decode()
    assert newest(cast).number == 1


def test_a_colour_that_cannot_be_read_is_refused_at_its_field(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:kleuren")
    answer = client.post(url, typed(client.get(url), brand="#ffff00"))
    assert answer.status_code == 422
    assert "Deze kleur is te licht." in answer.content.decode()


def test_a_link_that_is_no_web_address_is_refused(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:niet-voor")
    answer = client.post(url, typed(client.get(url), **{"rij-4-url": "javascript:alert(1)"}))
    assert answer.status_code == 422
    assert 'id="id_rij-4-url_error"' in answer.content.decode()


def test_hostile_names_are_shown_as_text_everywhere(cast):
    client = cast.client(cast.admin)
    cast.admin.name = HOSTILE
    cast.admin.save()
    for slug, field in (("teams", "rij-3-name"), ("themas", "rij-1-label")):
        url = reverse(f"blueprints:{slug}")
        assert client.post(url, typed(client.get(url), why=HOSTILE, **{field: HOSTILE})).status_code == 302
    urls = [
        reverse(f"blueprints:{slug}") for slug in ("teams", "themas", "verdeling", "termijnen", "history")
    ]
    for url in [*urls, *(reverse("blueprints:version", args=[number]) for number in (1, 2, 3))]:
        text = client.get(url).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


def test_two_administrators_at_once_both_get_their_way(cast):
    first, second, url = cast.client(cast.admin), cast.client(cast.second), reverse("blueprints:teams")
    one, two = first.get(url), second.get(url)
    assert (
        first.post(url, typed(one, **{f"rij-{row_of(one, 'key', 'groen')}-name": "Groen"})).status_code == 302
    )
    assert (
        second.post(url, typed(two, **{f"rij-{row_of(two, 'key', 'wonen')}-name": "Huizen"})).status_code
        == 302
    )
    names = {team["key"]: team["name"] for team in newest(cast).raw["teams"]}
    assert (names["groen"], names["wonen"]) == ("Groen", "Huizen")


def test_a_clash_shows_both_versions_and_loses_nothing(cast):
    first, second, url = cast.client(cast.admin), cast.client(cast.second), reverse("blueprints:teams")
    one, two = first.get(url), second.get(url)
    row = row_of(one, "key", "groen")
    new = {"rij-10-name": "Jeugd", "rij-10-kind": "social"}
    first.post(url, typed(one, why="Korter", **{f"rij-{row}-name": "Groen"}, **new))
    answer = second.post(url, typed(two, why="Mooier", **{f"rij-{row}-name": "Natuur"}))
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Iemand anders heeft dit net gewijzigd" in text
    assert "Anna bewaarde versie 2" in text
    assert "Korter" in text
    assert re.search(r"Groen</td>\s*<td[^>]*>Natuur</td>", text)
    fields = typed(answer)
    assert fields["why"] == "Beter zo"
    assert 'value="Mooier"' in text
    assert second.post(url, fields).status_code == 302
    names = {team["key"]: team["name"] for team in newest(cast).raw["teams"]}
    assert (names["groen"], names["jeugd"]) == ("Natuur", "Jeugd")


def test_a_form_sent_twice_makes_one_version(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:contact")
    fields = typed(client.get(url), phone="14 0001")
    assert [client.post(url, fields).status_code for _ in range(2)] == [302, 302]
    assert SettingsVersion.objects.count() == 2


@pytest.mark.parametrize("base", ["", "x", "0", "99", "9999999999999999999999"])
def test_a_form_that_lies_about_its_version_is_asked_again(cast, base):
    client, url = cast.client(cast.admin), reverse("blueprints:contact")
    assert client.post(url, typed(client.get(url), phone="14 0001", base=base)).status_code == 422
    assert newest(cast).number == 1


@pytest.mark.parametrize("slug", SHEETS)
def test_an_empty_form_is_asked_again(cast, slug):
    answer = cast.client(cast.admin).post(reverse(f"blueprints:{slug}"), {})
    assert answer.status_code == 422
    assert newest(cast).number == 1


def test_the_overview_lists_what_must_still_be_looked_at_until_it_is(cast):
    client = cast.client(cast.admin)
    before = client.get(reverse("blueprints:overview")).content.decode()
    assert all(f">{sheet.title}</a>" in before for sheet in SHEETS.values())
    assert "Vul het nummer van uw gemeente in." in before
    assert "Bereikbaar, Telefoon" in before
    url = reverse("blueprints:contact")
    client.post(url, typed(client.get(url), phone="14 0001"))
    assert (
        "Vul het nummer van uw gemeente in."
        not in client.get(reverse("blueprints:overview")).content.decode()
    )


def test_a_doubtful_value_that_is_right_is_ticked_off(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:settle_doubt")
    assert client.post(url, {"path": "routing", "base": "1"}).status_code == 302
    assert newest(cast).raw["notes"]["routing"]["doubt"] == ""
    assert newest(cast).raw["notes"]["routing"]["source"]
    assert SettingsVersion.objects.get(number=2).why == "Nagekeken: routing klopt"
    client.post(url, {"path": "routing", "base": "2"})
    assert newest(cast).number == 2


@pytest.mark.parametrize(
    ("given", "status"),
    [({"path": "maan", "base": "1"}, 302), ({"path": "routing"}, 404), ({"base": "1"}, 404)],
)
def test_a_tick_for_something_that_is_not_doubtful_changes_nothing(cast, given, status):
    assert cast.client(cast.admin).post(reverse("blueprints:settle_doubt"), given).status_code == status
    assert newest(cast).number == 1


def test_a_tick_on_an_older_version_is_asked_again(cast):
    client, url = cast.client(cast.admin), reverse("blueprints:settle_doubt")
    client.post(url, {"path": "routing", "base": "1"})
    answer = client.post(url, {"path": "terms.answer_days", "base": "1"}, follow=True)
    assert "Kijk nog een keer." in answer.content.decode()
    assert newest(cast).raw["notes"]["terms.answer_days"]["doubt"]


@pytest.mark.parametrize("who", ["stranger", "colleague"])
def test_nobody_else_ticks_off_a_doubt(cast, who):
    user = {"stranger": None, "colleague": cast.colleague}[who]
    answer = cast.client(user).post(reverse("blueprints:settle_doubt"), {"path": "routing", "base": "1"})
    assert answer.status_code == 404
    assert newest(cast).number == 1


def test_the_document_comes_as_a_file_that_can_be_applied_again(cast):
    answer = cast.client(cast.admin).get(reverse("blueprints:document"))
    assert answer["Content-Disposition"] == 'attachment; filename="wijkwerk-0001-1.yaml"'
    assert yaml.safe_load(answer.content) == newest(cast).raw


def test_a_page_costs_few_queries(cast, django_assert_max_num_queries):
    client = cast.client(cast.admin)
    for url in PAGES:
        client.get(url)
        with django_assert_max_num_queries(12):
            client.get(url)
