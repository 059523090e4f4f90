"""The screens for administrators in a real browser: no barrier for axe, no sideways scroll, on a phone and a desk."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse, set_script_prefix
from django.utils import timezone

from wijkwerk.ground.people.middleware import SET_UP_HERE
from wijkwerk.ground.people.models import Deputy, Role, RoleKind, RoleRequest
from wijkwerk.testing_cast import SINCE, Town, build_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def busy_town(transactional_db: None) -> Town:
    """A town with an absence, a role that ends and a request for an administrator."""
    town = build_town()
    people, today = town.people, timezone.localdate()
    here = {"municipality": town.municipality}
    Deputy.objects.create(**here, person=people["owner"], deputy=people["member"], since=today, until=today)
    RoleRequest.objects.create(
        **here,
        user=people["member"],
        since=today,
        asked_by=people["owner"],
        asked_at=timezone.now(),
        expires_on=today,
    )
    Role.objects.create(
        **here,
        user=people["owner"],
        kind=RoleKind.ALDERMAN,
        title="Wethouder wonen",
        since=SINCE,
        until=SINCE,
    )
    return town


def addresses(town: Town) -> dict[str, str]:
    set_script_prefix("/")
    owner = {"user": town.people["owner"].pk}
    role = Role.objects.get(user=town.people["owner"], kind=RoleKind.AREA_MANAGER).pk
    asked = RoleRequest.objects.get().pk
    organisation = town.municipality.organisations.first()
    assert organisation is not None
    return {
        "people": reverse("people:people"),
        "person": reverse("people:person", kwargs=owner),
        "invite": reverse("people:invite"),
        "give_role": reverse("people:give_role", kwargs=owner),
        "end_role": reverse("people:end_role", kwargs={"role": role}),
        "deputy": reverse("people:deputy", kwargs=owner),
        "deactivate": reverse("people:deactivate", kwargs=owner),
        "decide": reverse("people:decide", kwargs={"request_id": asked}),
        "organisations": reverse("people:organisations"),
        "rename_organisation": reverse(
            "people:rename_organisation", kwargs={"organisation": organisation.pk}
        ),
        "absence": reverse("people:absence"),
        "email": reverse("account_email"),
        "password": reverse("account_change_password"),
        "sessions": reverse("usersessions_list"),
    }


def cookie_of(person: Any, site: str) -> dict[str, str]:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[SET_UP_HERE] = str(person.pk)
    session.save()
    return {"name": "wijkwerk", "value": client.cookies["wijkwerk"].value, "url": site}


@pytest.mark.parametrize("width", [360, 1280])
def test_the_screens_for_administrators_have_no_barrier(busy_town, live_server, browser, width):
    context = browser.new_context(locale="nl-NL", viewport={"width": width, "height": 900}, bypass_csp=True)
    context.add_cookies([cookie_of(busy_town.people["admin"], live_server.url)])
    page, wrong = context.new_page(), {}
    for name, path in addresses(busy_town).items():
        answer = page.goto(f"{live_server.url}{path}")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(
            "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes[0].html)"
        )
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found += ["wider than the screen"] if wide else []
        found += [] if answer.status == 200 else [f"status {answer.status}"]
        if found:
            wrong[name] = found
    context.close()
    assert wrong == {}
