"""Add and erase askers, and make or renew their trace links (D5). Moving and copying them stands in `moving`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.kit import db
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.letters import actions as letters
from wijkwerk.ground.letters import receiving
from wijkwerk.ground.letters.models import Channel
from wijkwerk.ground.letters.tokens import hashed, token
from wijkwerk.ground.people.models import User
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.work.answers.models import Asker, AskerRole, Contact


@dataclass(frozen=True)
class NewAsker:
    """Who asks and how to reach them. `address` is an e-mail address, a postal address or a telephone number."""

    contact: str = Contact.NONE
    name: str = ""
    address: str = ""
    role: str = AskerRole.REPORTER
    user: User | None = None


def build_asker(who: NewAsker, *, subject: Subject, now: datetime) -> Asker:
    """An asker that is not saved yet, with the hash of its first token; used for one and for many."""
    key = uuid7()
    made = Asker(
        id=key,
        municipality_id=subject.municipality_id,
        subject=subject,
        role=who.role,
        user=who.user,
        contact=who.contact,
        name=who.name,
        address=who.address,
        token_hash=hashed(token(key, 1)),
        asked_at=now,
    )
    made.keep_keys()
    return made


def add_asker(*, subject: Subject, who: NewAsker, now: datetime) -> Asker:
    """One more asker of a subject. Signals of one person are linked only through an account, never by address."""
    asker = build_asker(who, subject=subject, now=now)
    asker.save(force_insert=True)
    return asker


@transaction.atomic
def renew_link(*, asker: Asker, by: User | None, now: datetime) -> Asker:
    """A new trace link, also in letters that have not left yet; the old one is dead from now on."""
    asker.token_version += 1
    asker.token_hash = hashed(token(asker.pk, asker.token_version))
    asker.save(update_fields=["token_version", "token_hash"])
    letters.relink(municipality=asker.municipality_id, asker=asker.pk, asker_version=asker.token_version)
    write(
        Entry(
            municipality=asker.municipality_id,
            verb="link_renewed",
            at=now,
            subject=asker.subject_id,
            actor=by.pk if by else None,
        )
    )
    return asker


@transaction.atomic
def change_contact(*, asker: Asker, contact: str, address: str, by: User | None, now: datetime) -> Asker:
    """Reach the asker in another way from now on, also with what lies ready. The journal holds no address."""
    asker.contact, asker.address = contact, "" if contact == Contact.NONE else address.strip()
    asker.save(update_fields=["contact", "address", *asker.keep_keys()])
    channel = None if contact == Contact.NONE else Channel(contact)
    letters.readdress(
        municipality=asker.municipality_id,
        asker=asker.pk,
        asker_version=asker.token_version,
        channel=channel,
        address=asker.address,
        now=now,
    )
    write(
        Entry(
            municipality=asker.municipality_id,
            verb="contact_changed",
            at=now,
            subject=asker.subject_id,
            actor=by.pk if by else None,
            result=contact,
        )
    )
    return asker


@transaction.atomic
def erase_asker(*, asker: Asker, by: User | None, now: datetime) -> None:
    """Erase one asker with every copy of them; the others of the same subject stay.

    The links are dead, letters to this asker are emptied. A copy is the same person on a part of what was split (D5).
    """
    rows = family(asker)
    for row in rows:
        empty_asker(asker if row.pk == asker.pk else row, now=now)
    for subject in sorted({row.subject_id for row in rows}):
        write(
            Entry(
                municipality=asker.municipality_id,
                verb="asker_erased",
                at=now,
                subject=subject,
                actor=by.pk if by else None,
            )
        )


def empty_asker(asker: Asker, *, now: datetime) -> None:
    """Take away who this is and how to reach them, with their letters; the trace link is dead. Copies are for the caller."""
    letters.erase_asker(municipality=asker.municipality_id, asker=asker.pk, now=now)
    receiving.erase_received_of(municipality=asker.municipality_id, asker=asker.pk, now=now)
    asker.name = asker.address = ""
    asker.user = None
    asker.erased_at = now
    asker.contact = Contact.NONE
    asker.token_version += 1
    asker.token_hash = hashed(token(asker.pk, asker.token_version))
    fields = ["name", "address", "user", "erased_at", "contact", "token_version", "token_hash"]
    asker.save(update_fields=[*fields, *asker.keep_keys()])


def family(asker: Asker) -> list[Asker]:
    """This asker with whom they are a copy of and all copies, locked: nobody copies one of them meanwhile."""
    mine = Asker.objects.filter(municipality=asker.municipality_id)
    keys = kin(asker, {asker.pk})
    while True:
        # One who copies holds the row that is copied: after the lock the copy is there to be seen.
        rows = list(db.locked(mine.filter(pk__in=keys).order_by("pk")))
        if kin(asker, keys) == keys:
            return rows
        keys = kin(asker, keys)


def kin(asker: Asker, known: set[UUID]) -> set[UUID]:
    """The keys of all that are one person by copies, at this moment, from those that are known; nothing is locked."""
    mine = Asker.objects.filter(municipality=asker.municipality_id)
    keys = set(known)
    while True:
        above = {key for key in mine.filter(pk__in=keys).values_list("copy_of", flat=True) if key}
        below = set(mine.filter(copy_of__in=keys).values_list("pk", flat=True))
        if not (above | below) - keys:
            return keys
        keys |= above | below


def link_token(asker: Asker) -> str:
    """The token of this asker's trace link, to show once to that asker."""
    return token(asker.pk, asker.token_version)


def by_token(municipality: Municipality, found: str) -> Asker | None:
    """The asker whose living link this is, in this municipality."""
    rows = Asker.objects.filter(municipality=municipality, token_hash=hashed(found), erased_at=None)
    return rows.select_related("subject").first()
