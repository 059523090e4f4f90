"""What every page says around its own content: name, menu, contact. Nothing is looked up before a template asks."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.sections import Contact, Words
from wijkwerk.ground.areas.settings import Document, current
from wijkwerk.ground.people.web import access_of

Item = dict[str, Any]

FOOTER = (
    ("pages:accessibility", "Toegankelijkheid"),
    ("pages:privacy", "Privacy: wat wij van u bewaren"),
    ("pages:data", "Alle gegevens om na te rekenen"),
)
BELOW_AREAS = ("pages:areas", "pages:area")


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    return {"site": Site(request)}


class Site:
    """The municipality around a page. Works without a municipality too: then it has no name and a short menu."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        # An error before the middleware has run leaves no municipality on the request.
        self._municipality: Municipality | None = getattr(request, "municipality", None)

    @cached_property
    def _document(self) -> Document | None:
        return current(self._municipality) if self._municipality else None

    @cached_property
    def _contact(self) -> Contact:
        return self._document.part(Contact) if self._document else Contact()

    @cached_property
    def words(self) -> Words | None:
        """What things are called here."""
        return self._document.part(Words) if self._document else None

    @property
    def name(self) -> str:
        return self._municipality.name if self._municipality else ""

    @property
    def is_demo(self) -> bool:
        return bool(self._municipality and self._municipality.is_demo)

    @property
    def phone(self) -> str:
        return self._contact.phone

    @property
    def hours(self) -> str:
        return self._contact.hours

    @property
    def desk(self) -> tuple[str, ...]:
        return self._contact.desk

    @property
    def email(self) -> str:
        return self._contact.email

    @cached_property
    def logged_in(self) -> bool:
        """Without a session cookie nobody is logged in, and no question is put to the database."""
        known = settings.SESSION_COOKIE_NAME in self._request.COOKIES
        return (
            known and getattr(self._request, "user", None) is not None and self._request.user.is_authenticated
        )

    @cached_property
    def staff(self) -> bool:
        return self.logged_in and self._municipality is not None and access_of(self._request).is_staff

    @cached_property
    def user_name(self) -> str:
        return str(self._request.user) if self.logged_in else ""

    @property
    def home_url(self) -> str:
        return reverse("pages:home")

    @property
    def search_url(self) -> str:
        return reverse("pages:search")

    @property
    def report_url(self) -> str:
        return address("signals:report") or reverse("pages:home")

    @property
    def report_label(self) -> str:
        return "Meld iets"

    @property
    def login_url(self) -> str:
        """With the way back, where this municipality lives below a prefix of its own."""
        home = self.home_url
        return reverse("account_login") + (f"?next={home}" if home != "/" else "")

    @property
    def logout_url(self) -> str:
        return reverse("account_logout")

    @property
    def account_url(self) -> str:
        return reverse("mfa_index" if self.staff else "account_email")

    @cached_property
    def nav(self) -> list[Item]:
        if self._municipality is None:
            return []
        items = self._staff_items() if self.staff else self._public_items()
        shown = [item for item in items if item["url"]]
        # The desk holds plans and calendar as well: one is in the item that lies deepest.
        here = max(
            (item for item in shown if item["current"]), key=lambda item: len(item["url"]), default=None
        )
        return [{**item, "current": item is here} for item in shown]

    def _public_items(self) -> list[Item]:
        return [
            self._item("Mijn buurt", "pages:areas", also=BELOW_AREAS),
            self._item("Plannen", "plans:plans", below=True),
            self._item(_many(self.words, "promise"), "pages:promises"),
            self._item("Over", "pages:about"),
        ]

    def _staff_items(self) -> list[Item]:
        access = access_of(self._request)
        items = [self._item("Mijn buurt", "pages:areas", also=BELOW_AREAS)]
        if access.may("desk"):
            items.insert(0, self._item("Bureau", "signals:desk", below=True))
            items.append(self._item("Plannen", "plans:list", below=True))
            items.append(self._item("Kalender", "calendars:year", below=True))
        own = address("signals:promise_list") if access.may("see_promises") else ""
        promises = "signals:promise_list" if own else "pages:promises"
        items.append(self._item(_many(self.words, "promise"), promises))
        if access.may("manage_records"):
            items.append(self._item("Archief", "subjects:records", below=True))
        if access.is_admin:
            items.append(self._item("Instellingen", "blueprints:overview", below=True))
        return items

    def _item(self, label: str, name: str, *, also: tuple[str, ...] = (), below: bool = False) -> Item:
        url = address(name)
        match = self._request.resolver_match
        here = match.view_name if match else ""
        inside = below and bool(url) and self._request.path.startswith(url)
        return {"label": label, "url": url, "current": here in (name, *also) or inside}

    @cached_property
    def footer(self) -> list[Item]:
        return (
            [{"label": label, "url": reverse(name)} for name, label in FOOTER] if self._municipality else []
        )


def _many(words: Words | None, noun: str) -> str:
    if words is None:
        return ""
    many = words.word(noun).many
    return many[:1].upper() + many[1:]


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page of another room; '' in an installation without that page."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""
