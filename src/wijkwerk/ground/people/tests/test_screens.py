"""The screens for administrators and of one's own absence: each works, once per form, and strangers get 404."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from wijkwerk.ground.kit import outbox
from wijkwerk.ground.people import urls, views
from wijkwerk.ground.people.models import Deputy, Organisation, Role, RoleKind, RoleRequest, User
from wijkwerk.ground.people.tests.conftest import Place, build, enter

pytestmark = pytest.mark.django_db


def day(offset: int = 0) -> str:
    return (timezone.localdate() + timedelta(days=offset)).strftime("%d-%m-%Y")


@pytest.fixture
def admin(place: Place) -> Client:
    return enter(place.people["admin"])


def test_the_list_shows_who_has_a_role_here_and_no_resident(place, admin):
    page = admin.get(reverse("people:people")).content.decode()
    assert "Manager" in page
    assert "Noord" in page
    assert "Resident" not in page


def test_inviting_a_colleague_leads_to_the_first_role(place, admin):
    answer = admin.post(
        reverse("people:invite"), {"name": "Noor", "email": "noor@gemeente.example", "once": "k1"}
    )
    user = User.objects.get(email_key="noor@gemeente.example")
    assert answer.url == reverse("people:give_role", kwargs={"user": user.pk})
    assert (
        "Spreekt niet namens een groep bewoners." in admin.get(answer.url).content.decode()
    )  # its role card
    given = {
        "kind": "area_manager",
        "area": place.areas["Zuid"].pk,
        "since": day(),
        "once": "k2",
        "title": "Wijkmanager",
    }
    assert admin.post(answer.url, given).url == reverse("people:person", kwargs={"user": user.pk})
    assert "Wijkmanager" in admin.get(reverse("people:person", kwargs={"user": user.pk})).content.decode()
    outbox.do_due(now=timezone.now())
    assert mail.outbox[0].to == ["noor@gemeente.example"]


def test_a_form_sent_twice_gives_one_role(place, admin):
    where = reverse("people:give_role", kwargs={"user": place.people["member"].pk})
    given = {"kind": "official", "team": place.teams["department"].pk, "since": day(), "once": "same"}
    assert admin.post(where, given).status_code == admin.post(where, given).status_code == 302
    assert Role.objects.filter(user=place.people["member"], kind="official").count() == 1


def test_a_refusal_stands_at_its_field_and_the_form_can_be_sent_again(place, admin):
    where = reverse("people:give_role", kwargs={"user": place.people["member"].pk})
    given = {"kind": "official", "since": day(), "once": "again"}
    page = admin.post(where, given)
    assert page.context["form"].errors["team"] == ["Kies een team bij deze rol."]
    assert admin.post(where, given | {"team": place.teams["department"].pk}).status_code == 302


def test_an_administrator_is_made_by_two(place, admin):
    where = reverse("people:give_role", kwargs={"user": place.people["member"].pk})
    admin.post(where, {"kind": "admin", "since": day(), "once": "a1"})
    request = RoleRequest.objects.get()
    decide = reverse("people:decide", kwargs={"request_id": request.pk})
    assert "Een andere beheerder moet bevestigen" in admin.get(decide).content.decode()
    assert "Een andere beheerder" in admin.post(decide, {"answer": "yes", "once": "a2"}).content.decode()
    enter(place.people["second"]).post(decide, {"answer": "yes", "once": "a3"})
    assert Role.objects.filter(user=place.people["member"], kind=RoleKind.ADMIN).exists()


def test_a_role_ends_on_the_screen(place, admin):
    role = Role.objects.get(user=place.people["manager"])
    where = reverse("people:end_role", kwargs={"role": role.pk})
    assert admin.get(where).status_code == 200
    assert admin.post(where, {"last_day": day(-1), "once": "e1"}).url == reverse("people:people")
    assert not Role.objects.get(pk=role.pk).holds_on(timezone.localdate())


def test_a_colleague_who_left_is_switched_off(place, admin):
    where = reverse("people:deactivate", kwargs={"user": place.people["member"].pk})
    assert admin.get(where).status_code == 200
    admin.post(where, {"once": "d1"})
    assert not User.objects.get(pk=place.people["member"].pk).is_active


def test_somebody_who_is_away_chooses_a_deputy_and_comes_back(place):
    client = enter(place.people["manager"])
    given = {"deputy": place.people["member"].pk, "since": day(), "until": day(3), "once": "v1"}
    assert client.post(reverse("people:absence"), given).status_code == 302
    row = Deputy.objects.get()
    assert "Member neemt het over" in client.get(reverse("people:absence")).content.decode()
    client.post(reverse("people:end_deputy", kwargs={"deputy": row.pk}), {"once": "v2"})
    assert not Deputy.objects.exists()


def test_an_administrator_arranges_a_deputy_for_somebody_who_is_ill(place, admin):
    where = reverse("people:deputy", kwargs={"user": place.people["manager"].pk})
    given = {"deputy": place.people["member"].pk, "since": day(), "until": day(3), "once": "v3"}
    assert admin.post(where, given).url == reverse(
        "people:person", kwargs={"user": place.people["manager"].pk}
    )
    assert Deputy.objects.get().person == place.people["manager"]


def test_a_colleague_cannot_end_the_absence_of_another(place):
    row = Deputy.objects.create(
        municipality=place.municipality, person=place.people["manager"], deputy=place.people["member"],
        since=timezone.localdate(), until=timezone.localdate(),
    )  # fmt: skip
    where = reverse("people:end_deputy", kwargs={"deputy": row.pk})
    assert enter(place.people["member"]).post(where, {"once": "x"}).status_code == 404
    assert Deputy.objects.exists()


def test_an_organisation_is_added_and_gets_another_name(place, admin):
    admin.post(reverse("people:organisations"), {"name": "De Woonplaats", "kind": "partner", "once": "o1"})
    row = Organisation.objects.get(name="De Woonplaats")
    admin.post(
        reverse("people:rename_organisation", kwargs={"organisation": row.pk}),
        {"name": "Thuis", "once": "o2"},
    )
    row.refresh_from_db()
    assert row.name == "Thuis"
    page = admin.post(reverse("people:organisations"), {"name": "Thuis", "kind": "partner", "once": "o3"})
    assert page.context["form"].errors["name"] == ["Er is al een organisatie met deze naam."]


def test_the_list_is_paged_by_name_and_shows_everybody_once(place, admin, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 3)
    for number in range(7):
        place.person(f"x{number}", RoleKind.TEAM_MEMBER, team="area")
        User.objects.filter(email_key__startswith="x").update(name="Zelfde Naam")
    seen, where = [], reverse("people:people")
    while where:
        page = admin.get(where)
        seen += [person.pk for person, _ in page.context["people"]]
        following = page.context["pager"].get("next_url")
        where = reverse("people:people") + following if following else ""
    assert len(seen) == len(set(seen)) == 12


def test_the_list_costs_as_many_queries_for_five_as_for_forty(place, admin, django_assert_max_num_queries):
    for number in range(40):
        place.person(f"x{number}", RoleKind.TEAM_MEMBER, team="area")
    admin.get(reverse("people:people"))  # after this the process knows the settings document
    with django_assert_max_num_queries(8):
        admin.get(reverse("people:people"))


def addresses(place: Place) -> dict[str, str]:
    """Every address of the room for things of this place."""
    people = place.people
    row = Deputy.objects.create(
        municipality=place.municipality, person=people["manager"], deputy=people["member"],
        since=timezone.localdate(), until=timezone.localdate(),
    )  # fmt: skip
    asked = RoleRequest.objects.create(
        municipality=place.municipality, user=people["member"], since=timezone.localdate(), asked_by=people["admin"],
        asked_at=timezone.now(), expires_on=timezone.localdate(),
    )  # fmt: skip
    own = Organisation.objects.filter(municipality=place.municipality).first()
    ids = {
        "user": people["manager"].pk, "role": Role.objects.get(user=people["manager"]).pk, "request_id": asked.pk,
        "organisation": own.pk if own else None, "deputy": row.pk,
    }  # fmt: skip
    found = {}
    for pattern in urls.urlpatterns:
        needed = pattern.pattern.converters
        found[str(pattern.name)] = reverse(
            f"people:{pattern.name}", kwargs={name: ids[name] for name in needed}
        )
    return found


@pytest.mark.parametrize("who", [None, "resident", "manager", "member", "carer"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_but_an_administrator_learns_that_the_screens_exist(place, who, method):
    client = enter(place.people[who]) if who else Client()
    only_one_method = ("people", "person", "invite_again", "end_deputy")
    for name, address in addresses(place).items():
        if who in ("manager", "member", "carer") and name in ("absence", "end_deputy"):
            continue  # these are for everybody who works here
        status = getattr(client, method)(address).status_code
        assert status == 404 or (status == 405 and name in only_one_method), name


def test_an_account_of_somebody_who_left_is_not_an_administrators_to_switch_off(place, admin):
    Role.objects.filter(user=place.people["member"]).update(until=timezone.localdate() - timedelta(days=1))
    where = reverse("people:deactivate", kwargs={"user": place.people["member"].pk})
    assert admin.post(where, {"once": "d2"}).status_code == 404
    assert User.objects.get(pk=place.people["member"].pk).is_active


def test_an_administrator_of_another_municipality_finds_nothing_here(place):
    other = build("GM0002", "Elders")
    other.municipality.settings_number = 0
    foreigner = enter(other.person("foreigner", RoleKind.ADMIN))
    for name, address in addresses(place).items():
        assert foreigner.get(address).status_code in (404, 405), name
        assert foreigner.post(address).status_code in (404, 405), name


def test_things_of_another_municipality_are_not_found_by_an_administrator_here(place, admin):
    other = build("GM0002", "Elders")
    for part, kind, where in (
        ("admin", RoleKind.ADMIN, {}), ("manager", RoleKind.AREA_MANAGER, {"area": "Noord"}),
        ("member", RoleKind.TEAM_MEMBER, {"team": "area"}),
    ):  # fmt: skip
        other.person(part, kind, **where)
    for name, address in addresses(other).items():
        if name in ("people", "invite", "organisations", "absence"):
            continue  # these name nothing of the other municipality
        assert admin.get(address).status_code in (404, 405), name
        assert admin.post(address, {"once": "z", "name": "x"}).status_code in (404, 405), name


def test_a_resident_cannot_be_found_or_given_a_role_by_guessing_the_id(place, admin):
    for name in ("person", "give_role", "deactivate", "deputy"):
        assert (
            admin.get(reverse(f"people:{name}", kwargs={"user": place.people["resident"].pk})).status_code
            == 404
        )


def test_the_addresses_of_the_room_are_part_of_the_house():
    assert "people" in get_resolver().app_dict
