"""Visitors in a real browser: who they are, what the browser complains about, and what axe finds."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client

from wijkwerk.ground.people.models import User
from wijkwerk.testing_cast import Town

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK_AXE = """async tags => (await axe.run(document, {runOnly: tags, resultTypes: ["violations"], preload: false})).violations
  .map(each => each.id + ": " + each.nodes[0].html.slice(0, 200) + " | "
  + each.nodes[0].failureSummary.slice(0, 200))"""
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# What the policy refused, as the page itself hears it; kept over the pages of one visit by the console as well.
WATCH = """addEventListener("securitypolicyviolation",
  event => console.error("CSP: " + event.violatedDirective + " " + event.blockedURI))"""


@dataclass
class Visit:
    """One visitor with a page, and everything that went wrong in it."""

    page: Any
    site: str
    faults: list[str] = field(default_factory=list)

    def go(self, path: str) -> Any:
        """Open an address of the site; the answer."""
        return self.page.goto(path if path.startswith("http") else f"{self.site}{path}")

    def text(self) -> str:
        """What the main part of the page says."""
        return str(self.page.locator("main").inner_text())

    def send(self, button: str) -> None:
        """Press the button of a form and wait for the page that follows."""
        # A busy machine may still show the page of before when the click is done.
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).click()

    def follow(self, link: str, *, exact: bool = False) -> None:
        """Follow a link by its words and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=link, exact=exact).click()


@dataclass
class Street:
    """The town, the address of its site, and the browser that visitors come with."""

    town: Town
    site: str
    browser: Any
    _open: list[Any] = field(default_factory=list)

    def visit(
        self, part: str = "visitor", *, width: int = 1280, second_step: bool = True, **options: Any
    ) -> Visit:
        """A fresh visitor: no cookies, Dutch, the strict CSP in force. A part of the cast is logged in."""
        context = self.browser.new_context(
            locale="nl-NL", viewport={"width": width, "height": 900}, reduced_motion="reduce", **options
        )
        self._open.append(context)
        context.set_default_timeout(15_000)
        if part != "visitor":
            context.add_cookies([self.cookie(self.town.people[part], second_step=second_step)])
        found = Visit(context.new_page(), self.site)
        if options.get("java_script_enabled", True):
            context.add_init_script(WATCH)
        found.page.on(
            "console", lambda said: found.faults.append(said.text) if said.type == "error" else None
        )
        found.page.on("pageerror", lambda error: found.faults.append(str(error)))
        return found

    def cookie(self, person: User, *, second_step: bool = True) -> dict[str, str]:
        """The cookie of somebody who logged in just now, with a second step unless said otherwise."""
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session["account_authentication_methods_user"] = str(person.pk)
        shown = {"at": time.time(), "reauthenticated": True}
        session["account_authentication_methods"] = [{"method": "password", **shown}]
        if second_step:
            kind = Authenticator.Type.TOTP
            Authenticator.objects.get_or_create(user=person, type=kind, defaults={"data": {"secret": "x"}})
            session["account_authentication_methods"] += [{"method": "mfa", "type": "totp", **shown}]
        session.save()
        return {"name": "wijkwerk", "value": client.cookies["wijkwerk"].value, "url": self.site}

    def close(self) -> None:
        """Send every visitor home."""
        for context in self._open:
            context.close()
        self._open.clear()


def barriers(page: Any, width: int) -> list[str]:
    """What axe finds on the page at this width (CSS pixels), and whether one must scroll sideways."""
    page.set_viewport_size({"width": width, "height": 900})
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = [str(each) for each in page.evaluate(ASK_AXE, TAGS)]
    return found + (["one must scroll sideways"] if page.evaluate(TOO_WIDE) else [])
