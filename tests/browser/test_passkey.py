"""A passkey in a real browser, under the strict CSP: staff set one up as the second step, and log in with it alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from wijkwerk.ground.people.models import Role, RoleKind, Team, TeamKind, User
from wijkwerk.testing_cast import SINCE, build_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "vier losse woorden samen"
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def colleague(transactional_db: None) -> User:
    """A team member with a password and no second step yet."""
    cache.clear()
    town = build_town()
    user = User.objects.create_user("noor@gemeente.example", PASSWORD, name="Noor")
    EmailAddress.objects.create(user_id=user.pk, email=user.email, verified=True, primary=True)
    team = Team.objects.filter(municipality=town.municipality, kind=TeamKind.AREA).first()
    Role.objects.create(
        municipality=town.municipality, user=user, kind=RoleKind.TEAM_MEMBER, team=team, since=SINCE
    )
    return user


@pytest.fixture
def site(live_server: Any) -> str:
    """A passkey belongs to a name, not to a number."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


@pytest.fixture
def faults(page: Any) -> Iterator[list[str]]:
    """What the browser complains about: scripts that the policy refuses, errors in scripts."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


@pytest.fixture
def key(context: Any, page: Any) -> Any:
    """A virtual fingerprint reader."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return session


def send(page: Any, button: str) -> None:
    """Press the button of a form and wait for the page that follows; before it, the old one may still stand."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def log_in(page: Any, site: str) -> None:
    page.goto(f"{site}/account/login/")
    page.get_by_label("E-mailadres").fill("noor@gemeente.example")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    send(page, "Inloggen")


def make_passkey(page: Any) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name="Maak een passkey").click()
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    send(page, "Bevestig")
    page.get_by_label("Inloggen met alleen deze sleutel").check()
    page.get_by_role("button", name="Maak passkey").click()
    page.wait_for_url("**/account/2fa/**")
    page.get_by_text("Uw passkey is gemaakt.").wait_for()


def test_a_colleague_makes_a_passkey_and_then_logs_in_without_a_password(colleague, site, page, key, faults):
    log_in(page, site)
    page.goto(f"{site}/afwezig/")
    assert page.get_by_text("Zet daarom eerst een tweede stap aan").is_visible()
    make_passkey(page)
    page.goto(f"{site}/afwezig/")
    assert page.get_by_role("heading", name="Bent u even weg?").is_visible()

    page.context.clear_cookies()
    page.goto(f"{site}/afwezig/")
    faults.clear()  # the page above is a 404 for a stranger, and the browser says so
    page.goto(f"{site}/account/login/")
    page.get_by_role("button", name="Log in met een passkey").click()
    page.wait_for_url(f"{site}/bureau/")
    page.goto(f"{site}/afwezig/")
    assert page.get_by_role("heading", name="Bent u even weg?").is_visible()
    assert Authenticator.objects.filter(user=colleague, type="webauthn").count() == 1


def violations(page: Any) -> list[str]:
    """What axe finds, in a page of its own where the policy lets it in."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes[0].html)")
    return [str(each) for each in found]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_logging_in_have_no_barrier(colleague, site, browser, width):
    context = browser.new_context(locale="nl-NL", viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    wrong: dict[str, list[str]] = {}

    def look(name: str) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found = violations(page) + (["wider than the screen"] if wide else [])
        if found:
            wrong[name] = found

    for path in ("login/", "signup/", "password/reset/", "password/reset/done/", "password/reset/key/x-y/"):
        page.goto(f"{site}/account/{path}")
        look(path)
    page.goto(f"{site}/account/signup/")
    send(page, "Maak account")
    look("signup with errors")
    log_in(page, site)
    look("second step")
    page.goto(f"{site}/account/2fa/totp/activate/")
    look("password again")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    send(page, "Bevestig")
    look("app")
    page.goto(f"{site}/account/2fa/webauthn/add/")
    look("passkey")
    context.close()
    assert wrong == {}
