"""A new password: the request puts the address away, and the worker looks whether there is an account (RELIABILITY 17).

So the page does the same work for an address with an account as for one without, and its time tells nothing.
"""

from datetime import datetime

from allauth.account.adapter import get_adapter
from allauth.account.internal.userkit import filter_users_by_email

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit import outbox
from wijkwerk.ground.people import mail
from wijkwerk.ground.people.links import password_link

KIND = "people.reset"
TEMPLATE = "account/email/password_reset_key"


def ask(*, email: str, municipality: Municipality | None, now: datetime) -> None:
    """Somebody asks a new password for this address."""
    place = str(municipality.pk) if municipality else ""
    outbox.put(KIND, ids={"sealed": mail.seal([email, place])}, now=now)


def send(*, now: datetime, sealed: str) -> None:
    """Doer of the outbox: a link to each account of this address; to nobody where there is none."""
    email, place = mail.unseal(sealed)
    municipality = Municipality.objects.filter(pk=place).first() if place else None
    for user in filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True):
        given = {"municipality": municipality, "password_reset_url": password_link(user, municipality)}
        get_adapter().render_mail(TEMPLATE, email, given).send()
