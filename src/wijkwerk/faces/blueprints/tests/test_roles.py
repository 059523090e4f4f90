"""Role cards: what each role does and does not do, for everyone who works here."""

import pytest
from django.urls import reverse

from wijkwerk.faces.blueprints.tests.conftest import person, ready
from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.people.models import RoleKind

pytestmark = pytest.mark.django_db
URL = reverse("blueprints:roles")


@pytest.mark.parametrize("kind", RoleKind.values)
def test_everyone_with_a_role_sees_what_every_role_does_and_does_not(cast, kind):
    text = cast.client(person(cast.town, f"p-{kind}", kind)).get(URL).content.decode()
    assert "Gebiedsmanager" in text
    assert "Geeft geen opdrachten aan afdelingen." in text
    assert text.count("Doet niet") == len(RoleKind)


def test_a_stranger_and_somebody_of_elsewhere_see_nothing(cast):
    eva = person(ready("0002", "Elders"), "eva", RoleKind.OFFICIAL)
    known.forget()
    assert cast.client(None).get(f"/m/0001{URL}").status_code == 404
    assert cast.client(eva).get(f"/m/0001{URL}").status_code == 404
    assert cast.client(eva).get(f"/m/0002{URL}").status_code == 200
