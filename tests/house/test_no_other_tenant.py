"""Three municipalities in one installation: none ever sees, changes or points at what is another's (D10, RELIABILITY 12).

Every address of the URL conf with every id swapped; lists, tables and maps searched for words that only another has.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.urls import reverse, set_script_prefix

from tests.house.marked_towns import mark
from tests.house.permission_cells import Things, all_names, ask, things_of
from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.people import accounts
from wijkwerk.ground.people.models import Role, RoleKind, User
from wijkwerk.testing_cast import NOW, SINCE, TODAY, Town, build_town, pass_second_step
from wijkwerk.work.answers.models import Condition, Promise
from wijkwerk.work.signals.models import Handover, Note

CODES: Final = ("9902", "9903", "9904")
MARK: Final = re.compile(r"MERK(99\d\d)")
OWNER: Final = frozenset({"owner_team"})
# Their arguments name nothing of a municipality: a kind of letter, a number or a key of one's own account, the demo.
OF_NO_TOWN: Final = {
    "account_reset_password_from_key", "blueprints:blueprint", "blueprints:fact", "blueprints:letter", "blueprints:version",
    "blueprints:restore", "demo:login",
    "mfa_edit_webauthn", "mfa_remove_webauthn", "openid_connect_callback", "openid_connect_login",
    # A key of a team or a kind of file, which every municipality has; what they show is looked at by their own tests.
    "plans:add_line", "plans:bundle_file", "plans:department", "plans:import_lines", "plans:make_department_plan",
    "plans:public_bundle_file",
}  # fmt: skip
# What the installation forgets by itself, and what a request leaves whatever it asks for.
PASSING: Final = {"sessions.Session", "usersessions.UserSession"}


def everything(town: Town) -> User:
    """Somebody with every role that there is in this municipality, in every area and team."""
    user = User.objects.create_user("alles@example.org", name="Alles Kan")
    for kind in RoleKind.values:
        teams = town.teams.values() if kind in ("official", "team_member", "care") else [None]
        areas = town.areas.values() if kind in ("area_manager", "alderman") else [None]
        for team in teams:
            for area in areas:
                Role.objects.create(
                    municipality=town.municipality, user=user, kind=kind, team=team, area=area, since=SINCE
                )
    return user


def entered(user: User) -> Client:
    """A client of somebody who is logged in with the second step shown."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    pass_second_step(client, user)
    return client


@pytest.fixture
def towns(db: None) -> Iterator[list[Things]]:
    """Three municipalities with the same keys, places and words, but for the mark of each."""
    made = []
    for code in CODES:
        town = build_town(code, f"Plaats MERK{code}")
        mark(town, code)
        made.append(things_of(town))
    known.forget()
    yield made
    set_script_prefix("/")


@pytest.fixture
def client(towns: list[Things]) -> Client:
    """The person with every role in the first municipality."""
    return entered(everything(towns[0].town))


def prefix(things: Things) -> str:
    return f"/m/{things.town.municipality.code}"


def rows() -> dict[str, str]:
    """A hash of every table, but for those that pass by."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label not in PASSING and model._meta.managed:
            content = repr(list(model._base_manager.order_by("pk").values_list()))
            found[model._meta.label] = hashlib.sha256(content.encode()).hexdigest()
    return found


def swaps(name: str, own: Things, other: Things) -> list[list[Any]]:
    """The arguments of an address with each of them, and all of them, swapped to another municipality's."""
    mine, theirs = list(own.arguments(name)), list(other.arguments(name))
    if mine == theirs:
        return []
    single = [[*mine[:at], theirs[at], *mine[at + 1 :]] for at in range(len(mine))]
    return [theirs, *(each for each in single if each not in (mine, theirs))]


def answer_to(client: Client, method: str, url: str) -> int:
    return int((client.get(url) if method == "GET" else client.post(url, {"once": "x"})).status_code)


def named(things: Things) -> list[str]:
    """The addresses that point at something."""
    return [name for name in all_names() if things.arguments(name)]


def test_an_address_that_points_at_nothing_of_a_municipality_is_known(towns):
    own, other, _ = towns
    alike = {name for name in named(own) if own.arguments(name) == other.arguments(name)}
    assert alike == OF_NO_TOWN


def test_every_id_of_another_municipality_is_not_found_and_nothing_changes(towns, client):
    own, before, wrong = towns[0], rows(), []
    tried = 0
    for name in named(own):
        for other in towns[1:]:
            for arguments in swaps(name, own, other):
                for method in ("GET", "POST"):
                    set_script_prefix("/")
                    url = prefix(own) + reverse(name, args=arguments)
                    status, tried = answer_to(client, method, url), tried + 1
                    if status != 404 and not (status == 405 and _refuses(client, method, name, own)):
                        wrong.append(f"{method} {url}: {status}")
        assert rows() == before, name
    assert wrong == []
    assert tried > 150


def _refuses(client: Client, method: str, name: str, own: Things) -> bool:
    """Whether the address answers 405 to this method whatever it points at."""
    return ask(client, method, own, name, prefix(own)) == "405"


def test_the_same_person_does_reach_what_is_of_the_own_municipality(towns, client):
    own = towns[0]
    reached = [name for name in named(own) if ask(client, "GET", own, name, prefix(own)) == "yes"]
    assert {
        "signals:detail", "signals:answer", "signals:receive", "signals:photo", "signals:renew_link", "people:person",
        "people:end_role", "people:rename_organisation", "people:decide", "pages:area", "signals:settle_condition",
        "signals:keep_promise", "signals:trace", "signals:shown_photo",
    } <= set(reached)  # fmt: skip


def test_a_version_of_the_settings_of_another_municipality_is_not_found(towns, client):
    own, other = towns[0], towns[1].town.municipality
    documents.put(
        municipality=other,
        document={**documents.current(other).raw, "name": "anders"},
        by=None,
        now=NOW,
        why="x",
    )
    assert other.settings_number == 3
    assert client.get(f"{prefix(own)}/beheer/versies/2/").status_code == 200
    before = rows()
    assert client.get(f"{prefix(own)}/beheer/versies/3/").status_code == 404
    assert client.post(f"{prefix(own)}/beheer/versies/3/terug/", {"why": "x"}).status_code == 404
    assert rows() == before


def test_every_role_here_is_no_role_there(towns, client):
    own, other, _ = towns
    resident = entered(own.town.people["resident"])
    for name in all_names():
        for method in ("GET", "POST"):
            here = ask(client, method, other, name, prefix(other))
            assert here == ask(resident, method, other, name, prefix(other)), (name, method)


def pages(own: Things, others: list[Things]) -> list[str]:
    """Every address of the own municipality, with filters and searches that also fit the others."""
    set_script_prefix("/")
    found = [reverse(name, args=own.arguments(name)) for name in all_names() if name != "account_logout"]
    lists = reverse("signals:list")
    found += [f"{lists}?lijst={which}" for which in ("nieuw", "mijn", "lang", "beloofd", "alles", "klaar")]
    found += [f"{lists}?lijst=alles&team=verkeer&gebied=k0.k1.&thema=verkeer"]
    found += [
        f"{reverse('signals:promise_list')}?staat={each}" for each in ("open", "late", "kept", "withdrawn")
    ]
    found += [f"{reverse('pages:promises')}?stand={each}" for each in ("open", "te-laat", "nagekomen")]
    found += [reverse("pages:area", args=[area.code]) for area in own.town.areas.values()]
    found += [f"{reverse('pages:areas_json')}?niveau={level}" for level in ("wijk", "buurt", "gemeente")]
    found += [f"{reverse('signals:near')}?lon=5.325&lat=52.775", f"{reverse('pages:search')}?q=Lindelaan"]
    for other in others:
        codes = (other.signal.subject.code, other.other["promise"], other.town.areas["Noord"].code)
        found += [f"{reverse('pages:search')}?q={code}" for code in codes]
        found.append(f"{reverse('people:people')}?na={other.town.people['member'].pk}")
        found.append(
            f"{lists}?lijst=alles&gebied={other.town.areas['Noord'].path}&team={other.town.teams['zorg'].pk}"
        )
    return found


def marks(client: Client, url: str) -> set[str]:
    """Whose words stand in an answer, redirects and headers included."""
    with transaction.atomic():
        response = client.get(url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return set(MARK.findall(body.decode(errors="replace") + repr(response.headers)))


@pytest.mark.parametrize("part", ["visitor", "resident", "everything"])
def test_no_page_list_search_table_or_map_holds_a_word_of_another(towns, client, part):
    own, *others = towns
    who = {"visitor": Client(), "resident": entered(own.town.people["resident"]), "everything": client}[part]
    cookies = who.cookies.output(header="", sep=";")
    seen = {}
    for url in pages(own, others):
        seen[url] = marks(who, prefix(own) + url)
        who.cookies.clear()
        who.cookies.load(cookies)
    assert {url: found for url, found in seen.items() if found - {"9902"}} == {}
    least = {"visitor": 25, "resident": 25, "everything": 60}[part]
    assert sum(found == {"9902"} for found in seen.values()) >= least


def test_a_trace_link_opens_only_in_its_own_municipality(towns):
    for own in towns:
        for other in towns:
            answer = Client().get(f"{prefix(own)}/spoor/{other.other['token']}/")
            assert answer.status_code == (200 if own is other else 404)


def crossing() -> list[str]:
    """Rows of one municipality that point at a row of another."""
    found = []
    for model in apps.get_models():
        names = {field.name for field in model._meta.fields}
        if "municipality" not in names:
            continue
        for field in model._meta.fields:
            target = field.related_model
            if field.name == "municipality" or not isinstance(target, type) or target is Municipality:
                continue
            if any(each.name == "municipality" for each in target._meta.fields):
                other = f"{field.name}__municipality"
                strange = model._base_manager.exclude(**{field.name: None}).exclude(
                    **{other: models.F("municipality")}
                )
                found += [f"{model._meta.label}.{field.name} {row.pk}" for row in strange]
    return found


def test_a_form_with_an_id_of_another_municipality_in_it_is_refused(towns, client):
    own, other = towns[0], towns[1]
    code, theirs = own.signal.subject.code, other.town
    day = f"{TODAY + timedelta(days=90):%d-%m-%Y}"
    answer = {
        "kind": "yes",
        "text": "ja",
        "what": "drempel",
        "due": day,
        "team": own.town.teams["verkeer"].pk,
    }
    role = {"kind": "official", "since": day, "team": own.town.teams["groen"].pk}
    member = own.town.people["member"].pk
    forms = {
        f"/bureau/melding/{code}/geef/": {"why": "x", "to_team": theirs.teams["groen"].pk},
        f"/bureau/melding/{code}/antwoord/": {**answer, "team": theirs.teams["verkeer"].pk},
        f"/beheer/mensen/{member}/rol/": {**role, "team": theirs.teams["groen"].pk},
        f"/beheer/mensen/{member}/rol/#area": {**role, "kind": "area_manager", "area": theirs.areas["Noord"].pk},
        f"/beheer/mensen/{member}/vervanger/": {
            "deputy": theirs.people["owner"].pk, "since": day, "until": day,
        },
        "/afwezig/": {"deputy": theirs.people["owner"].pk, "since": day, "until": day},
        "/bureau/nieuw/": {
            "via": "phone", "text": "x", "theme": "verkeer", "kind": "report", "area_path": "k9.", "contact": "none",
        },
    }  # fmt: skip
    before = rows()
    for url, data in forms.items():
        response = client.post(prefix(own) + url.partition("#")[0], data)
        assert response.status_code in (200, 422), url
        assert response.context["form"].errors, url
    assert rows() == before
    ours = client.post(
        f"{prefix(own)}/bureau/melding/{code}/geef/", {"why": "x", "to_team": own.town.teams["groen"].pk}
    )
    assert ours.status_code == 302
    assert crossing() == []


def test_no_row_of_one_municipality_points_at_a_row_of_another(towns):
    assert crossing() == []
    assert all(model.objects.count() >= 3 for model in (Handover, Condition, Promise, Note))
    Handover.objects.filter(municipality=towns[0].town.municipality).update(
        to_team=towns[1].town.teams["groen"]
    )
    assert crossing()


def test_at_the_host_of_one_municipality_there_is_no_other(towns, settings):
    for things in towns[:2]:
        Municipality.objects.filter(pk=things.town.municipality.pk).update(
            host=f"{things.town.municipality.code.lower()}.example"
        )
    known.forget()
    own, other, third = towns
    host = {"HTTP_HOST": "gm9903.example"}
    assert "MERK9903" in Client().get("/", **host).content.decode()
    own_code, other_code = own.signal.subject.code, other.signal.subject.code
    for url in (
        f"/melding/{own_code}/", f"{prefix(own)}/", f"{prefix(own)}/melding/{own_code}/", f"{prefix(third)}/",
        f"/spoor/{own.other['token']}/", f"/gebied/{own.town.areas['Noord'].code}/", "/m/GM9902/beheer/",
    ):  # fmt: skip
        response = Client().get(url, **host)
        assert response.status_code == 404, url
        assert set(MARK.findall(response.content.decode())) <= {"9903"}
    for url in (f"/melding/{other_code}/", f"{prefix(other)}/melding/{other_code}/"):
        assert Client().get(url, **host).status_code == 200
    assert Client().get(f"{prefix(own)}/melding/{own_code}/").status_code == 200


def test_staff_of_one_host_are_strangers_at_another(towns, client):
    for things in towns:
        Municipality.objects.filter(pk=things.town.municipality.pk).update(
            host=f"{things.town.municipality.code.lower()}.example"
        )
    known.forget()
    assert client.get("/bureau/", HTTP_HOST="gm9902.example").status_code == 200
    for url in ("/bureau/", "/bureau/meldingen/", "/beheer/", "/beheer/mensen/", "/afwezig/"):
        assert client.get(url, HTTP_HOST="gm9903.example").status_code == 404
        assert client.get(f"/m/GM9902{url}", HTTP_HOST="gm9903.example").status_code == 404


@pytest.mark.parametrize("part", ["owner", "traffic", "intake", "carer", "alderman", "admin", "partner"])
def test_who_is_switched_off_is_a_stranger_at_the_next_request(towns, part):
    own = towns[0].town
    client, person = entered(own.people[part]), own.people[part]
    url = "/m/GM9902" + {"admin": "/beheer/", "partner": "/account/2fa/"}.get(part, "/bureau/")
    assert client.get(url).status_code == 200
    # One more administrator: the last one cannot be switched off.
    accounts.deactivate(municipality=own.municipality, user=person, by=everything(own), now=NOW)
    response = client.get(url)
    assert response.status_code == 404 or "/login/" in response["Location"]
    assert person.name not in client.get("/m/GM9902/").content.decode()


def test_who_is_switched_off_here_keeps_the_work_elsewhere_and_only_that(towns):
    own, other = towns[0].town, towns[1].town
    person = own.people["traffic"]
    team = other.teams["verkeer"]
    Role.objects.create(municipality=other.municipality, user=person, kind="official", team=team, since=SINCE)
    client = entered(person)
    assert [client.get(f"/m/GM{code}/bureau/").status_code for code in CODES] == [200, 200, 404]
    accounts.deactivate(municipality=own.municipality, user=person, by=own.people["admin"], now=NOW)
    assert [client.get(f"/m/GM{code}/bureau/").status_code for code in CODES] == [404, 200, 404]
