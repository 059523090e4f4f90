"""Accounts of staff: invite, let in again, switch off; and the organisations they belong to."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.kit import outbox
from wijkwerk.ground.kit.dutch_dates import local_day
from wijkwerk.ground.people import queries
from wijkwerk.ground.people.actions import end_all_roles, log
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.people.links import password_link
from wijkwerk.ground.people.models import Organisation, Role, User

INVITE = "people.invite"


def invite(*, municipality: Municipality, email: str, name: str, by: User | None, now: datetime) -> User:
    """The account of this address; a new one gets a mail to choose a password. Raises Refused."""
    with transaction.atomic():
        user = open_account(municipality=municipality, email=email, name=name, by=by, now=now)
        if not user.has_usable_password():
            outbox.put(INVITE, ids={"user": str(user.pk), "municipality": str(municipality.pk)}, now=now)
    return user


def open_account(
    *, municipality: Municipality, email: str, name: str, by: User | None, now: datetime
) -> User:
    """The account of this address, without a mail. Raises Refused.

    An account that was switched off, or whose address nobody ever confirmed, starts anew: whoever set its password
    before may have been somebody else.
    """
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(
            "email", "Dit is geen e-mailadres. Vul er een in, bijvoorbeeld noor@gemeente.nl."
        ) from error
    with transaction.atomic():
        user = User.objects.filter(email_key=email.casefold()).first() or User(
            email=email.lower(), name=name.strip()
        )
        if user._state.adding or not user.is_active or not _confirmed(user):
            _start_anew(user, name)
            log("invited", municipality.pk, user, by, now, None)
    return user


def _confirmed(user: User) -> bool:
    return bool(EmailAddress.objects.filter(user_id=user.pk, verified=True).exists())


def _start_anew(user: User, name: str) -> None:
    user.set_unusable_password()
    user.is_active = True
    user.name = user.name or name.strip()
    user.save()
    # Only the holder of the mailbox can choose a password, so the address needs no second proof.
    EmailAddress.objects.update_or_create(
        user_id=user.pk, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )


def send_invitation(*, now: datetime, user: str, municipality: str) -> None:
    """Doer of the outbox: the link is made while sending and stands nowhere else."""
    person = User.objects.filter(pk=user, is_active=True).first()
    if person is None:
        return
    home = Municipality.objects.get(pk=municipality)
    given = {"name": person.name or "collega", "municipality": home, "link": password_link(person, home)}
    text = render_to_string("people/mail/invite.txt", given).strip()
    EmailMessage("Uw account voor Wijkwerk", text, settings.DEFAULT_FROM_EMAIL, [person.email]).send()


def invite_again(*, municipality: Municipality, user: User, by: User, now: datetime) -> None:
    """Send a new link to somebody who has not chosen a password yet. Raises Refused."""
    if user.has_usable_password() or not user.is_active:
        raise Refused("", "Deze persoon heeft al een wachtwoord. Een nieuw kan via de inlogpagina.")
    with transaction.atomic():
        outbox.put(INVITE, ids={"user": str(user.pk), "municipality": str(municipality.pk)}, now=now)
        log("invited", municipality.pk, user, by, now, None)


def deactivate(*, municipality: Municipality, user: User, by: User, now: datetime) -> None:
    """End all that a person is here, and switch the account off unless they work elsewhere. Raises Refused."""
    if by.pk == user.pk:
        raise Refused("", "U kunt uw eigen account niet uitzetten. Vraag het een andere beheerder.")
    with transaction.atomic():
        end_all_roles(municipality=municipality, user=user, by=by, now=now)
        elsewhere = Role.objects.filter(queries.not_over(local_day(now)), user=user)
        # Another municipality's staff is not ours to switch off.
        if not elsewhere.exclude(municipality=municipality).exists():
            user.is_active = False
            user.save(update_fields=["is_active"])
        log("deactivated", municipality.pk, user, by, now, None)


def add_organisation(
    *, municipality: Municipality, name: str, kind: str, by: User, now: datetime
) -> Organisation:
    """Add a partner. Raises Refused when the name is in use."""
    with transaction.atomic():
        organisation = Organisation(municipality=municipality, name=name.strip(), kind=kind)
        _save(organisation)
        _log_organisation("organisation_added", organisation, by, now)
    return organisation


def rename_organisation(*, organisation: Organisation, name: str, by: User, now: datetime) -> None:
    """Give a partner another name. Raises Refused when the name is in use."""
    with transaction.atomic():
        organisation.name = name.strip()
        _save(organisation)
        _log_organisation("organisation_renamed", organisation, by, now)


def _save(organisation: Organisation) -> None:
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        raise Refused("name", "Er is al een organisatie met deze naam.") from error


def _log_organisation(verb: str, organisation: Organisation, by: User, now: datetime) -> None:
    municipality, text = organisation.municipality_id, {"name": organisation.name}
    write(
        Entry(municipality=municipality, verb=verb, at=now, subject=organisation.pk, actor=by.pk, text=text)
    )
