"""What the long stories share: logging in as a person does, what an asker reads, who is shut out, and looking for barriers."""

import re
import time
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail

from tests.browser.test_accessibility import Wrong, look
from tests.browser.visit import Street, Visit
from wijkwerk.testing_cast import PASSWORD
from wijkwerk.work.signals.models import Signal

SECRET = "JBSWY3DPEHPK3PXP"


def log_in_by_hand(street: Street, part: str, **options: Any) -> Visit:
    """A colleague types address, password and the code of an app, as every morning."""
    user = street.town.people[part]
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, SECRET)
    visit = street.visit(**options)
    visit.go("/")
    visit.page.get_by_role("link", name="Inloggen").first.click()
    visit.page.get_by_label("E-mailadres").fill(user.email)
    visit.page.get_by_label("Wachtwoord").fill(PASSWORD)
    visit.send("Inloggen")
    visit.page.locator("#id_code").fill(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))
    visit.send("Inloggen")
    return visit


def words(name: str, *, exact: bool = True) -> re.Pattern[str]:
    """The name of a link or button. What only a screen reader says has a box of its own: a space may stand before its colon."""
    return re.compile("^" + re.escape(name).replace(":", " ?:") + ("$" if exact else ""))


def click(visit: Visit, name: str, *, exact: bool = True) -> None:
    """Follow a link in the page by its words, not one of the menu above it, and wait for the page that follows."""
    with visit.page.expect_navigation():
        visit.page.locator("main").get_by_role("link", name=words(name, exact=exact)).first.click()


def press(visit: Visit, name: str, *, exact: bool = True) -> None:
    """Press a button by its words, also those that only a screen reader says, and wait for the page."""
    with visit.page.expect_navigation():
        visit.page.get_by_role("button", name=words(name, exact=exact)).first.click()


def said_at(visit: Visit, label: str) -> str:
    """The error at a field; it is marked as wrong for a screen reader, and the summary on top leads to it."""
    field = visit.page.get_by_label(label)
    assert field.get_attribute("aria-invalid") == "true"
    assert visit.page.locator(f"[data-ww-errors] a[href='#{field.get_attribute('id')}']").count() == 1
    last = str(field.get_attribute("aria-describedby")).split()[-1]
    return str(visit.page.locator(f"#{last}").inner_text())


def download(visit: Visit, link: str) -> bytes:
    """The file behind a link, as the browser saves it."""
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("link", name=link).click()
    return Path(waiting.value.path()).read_bytes()


def rare(visit: Visit, name: str) -> None:
    """Follow a link that stands under "Meer stappen"."""
    visit.page.get_by_text("Meer stappen", exact=True).click()
    click(visit, name)


def plain(text: str) -> str:
    """Words as one reads them: a space that keeps a date on one line is a space."""
    return str(text).replace("\xa0", " ")


def card(visit: Visit, heading: str) -> str:
    """What stands in the block under this heading."""
    found = visit.page.locator("main section").filter(
        has=visit.page.get_by_role("heading", name=heading, exact=True)
    )
    return plain(found.last.inner_text())


def timeline(visit: Visit) -> str:
    """What happened, as the page tells it."""
    return card(visit, "Wat is er gebeurd?")


def has_it(asker: Visit, path: str, *names: str) -> None:
    """The asker opens the link and reads who has it: always somebody, and these names."""
    assert asker.go(path).status == 200
    owner = card(asker, "Wie heeft mijn melding?")
    assert [name for name in names if name not in owner] == [], owner


def shut_out(street: Street, part: str, *paths: str) -> None:
    """This part of the cast meets nothing at these addresses, not even that there is something."""
    visit = street.visit(part)
    for path in paths:
        assert visit.go(path).status == 404, f"{part} opens {path}"
        assert "Deze pagina is er niet" in visit.text()
    visit.page.context.close()


def look_at(visit: Visit, wrong: Wrong, name: str, *, width: int = 1280) -> None:
    """`look`, and back to the width of this visitor."""
    look(visit, wrong, name)
    visit.page.set_viewport_size({"width": width, "height": 900})


def again(signal: Signal) -> Signal:
    """The row as it is now."""
    return Signal.objects.select_related("subject", "owner_team", "owner_person", "municipality").get(
        pk=signal.pk
    )


def mail_to(address: str) -> list[str]:
    """The titles of the e-mails that left for this address, in order."""
    return [str(letter.subject) for letter in mail.outbox if letter.to == [address]]
