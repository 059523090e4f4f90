"""The cast of the settings screens: an administrator, a colleague without that role, and somebody of elsewhere."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import set_script_prefix

from wijkwerk.faces.blueprints import reading
from wijkwerk.faces.blueprints.actions import apply_blueprint
from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.areas.models import Area, Division, Municipality
from wijkwerk.ground.people.middleware import SET_UP_HERE
from wijkwerk.ground.people.models import Role, RoleKind, User

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass
class Cast:
    """A municipality that is ready, and the people in it."""

    town: Municipality
    admin: User
    second: User
    colleague: User

    def client(self, user: User | None) -> Client:
        """A browser in which this person has logged in with the second step."""
        client = Client()
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            session = client.session
            session[SET_UP_HERE] = str(user.pk)
            session.save()
        return client


def imported(code: str, name: str) -> Municipality:
    """A municipality with areas and without settings."""
    town = Municipality.objects.create(code=code, name=name)
    division = Division.objects.create(municipality=town, name="cbs", year=2026)
    for number, area in enumerate(("Binnenstad", "Haven", "Centrum", "Centrum")):
        key = f"{number}"
        Area.objects.create(
            municipality=town,
            division=division,
            code=f"{code}-{number}",
            key=key,
            name=area,
            level="wijk",
            path=f"{key}.",
        )
    town.working_division = division
    town.save()
    return town


def person(town: Municipality, name: str, kind: RoleKind, **given: Any) -> User:
    """Somebody with a role."""
    user = User.objects.create_user(f"{name}@merwoude.example", name=name.capitalize())
    Role.objects.create(municipality=town, user=user, kind=kind, since=date(2026, 1, 1), **given)
    return user


def ready(code: str, name: str) -> Municipality:
    """A municipality that works in the default way."""
    town = imported(code, name)
    apply_blueprint(municipality=town, document=reading.load("start"), by=None, now=NOW, why="Begin")
    return town


def works_as(cast: Cast, name: str) -> None:
    """The municipality of the cast works by this document of the package."""
    document = reading.load(name)
    apply_blueprint(municipality=cast.town, document=document, by=None, now=NOW, why="Zo", replace=True)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    known.forget()
    # A server does this at each request; the test client leaves the prefix of the request before.
    set_script_prefix("/")
    yield
    set_script_prefix("/")
    known.forget()


@pytest.fixture
def cast(db):
    town = ready("0001", "Merwoude")
    return Cast(
        town,
        person(town, "anna", RoleKind.ADMIN),
        person(town, "bram", RoleKind.ADMIN),
        person(town, "noor", RoleKind.AREA_MANAGER),
    )
