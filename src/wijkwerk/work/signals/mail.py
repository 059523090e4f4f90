"""E-mail that came in: a reply joins its signal by letter or link; what belongs to nothing becomes an intake item (Q4)."""

import uuid
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.letters.incoming import Incoming
from wijkwerk.ground.letters.models import Letter, Received, ReceivedKind
from wijkwerk.ground.letters.tokens import hashed
from wijkwerk.ground.subjects import photos
from wijkwerk.rules import workflow
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals.actions import asking
from wijkwerk.work.signals.intake import NewSignal, report
from wijkwerk.work.signals.models import Kind, Signal, Via
from wijkwerk.work.signals.sections import Themes

EMPTY = "nothing was written in it"
NOBODY = "no address to answer to"


def received(*, received: Received, incoming: Incoming, now: datetime) -> uuid.UUID | None:
    """Joins at `letters.received`: what becomes of the message. Returns the subject that it belongs to from now on."""
    if received.kind == ReceivedKind.BOUNCE:
        return _about(received)
    if received.kind not in (ReceivedKind.REPLY, ReceivedKind.NEW):
        return None
    municipality = Municipality.objects.get(pk=received.municipality)
    asker = asker_of(municipality, incoming)
    if asker is not None:
        received.kind, received.asker = ReceivedKind.REPLY, asker.pk
        return _join(municipality, asker, received, incoming, now=now)
    return _new(municipality, received, incoming, now=now)


def _about(received: Received) -> uuid.UUID | None:
    letter = Letter.objects.filter(municipality=received.municipality, pk=received.letter or uuid.UUID(int=0))
    return letter.values_list("subject", flat=True).first()


def asker_of(municipality: Municipality, incoming: Incoming) -> Asker | None:
    """Whose message it is: by the living trace link in it, else by the letter that it answers, never by its address (D5)."""
    rows = Asker.objects.filter(municipality=municipality, erased_at=None).select_related("subject")
    if incoming.token:
        found = rows.filter(token_hash=hashed(incoming.token)).first()
        if found is not None:
            return found
    if incoming.letter is None:
        return None
    letter = Letter.objects.filter(municipality=municipality.pk, pk=incoming.letter).first()
    if letter is None or letter.asker is None:
        return None
    # A renewed link is dead, and so are the letters that carried it.
    return rows.filter(pk=letter.asker, token_version=letter.asker_version).first()


def _join(
    municipality: Municipality, asker: Asker, received: Received, incoming: Incoming, *, now: datetime
) -> uuid.UUID | None:
    signal = Signal.objects.filter(municipality=municipality, pk=asker.subject_id).first()
    if signal is None:
        return None
    if not incoming.body and not incoming.pictures:
        received.problem = EMPTY
        received.save(update_fields=["problem"])
        return asker.subject_id
    text = incoming.body or "(alleen een foto)"
    asking.reply(
        signal=signal,
        text=text,
        asker=asker,
        by=None,
        roles=frozenset({workflow.ASKER}),
        now=now,
        via=Via.MAIL,
        letter=received.pk,
    )
    _keep_pictures(municipality, signal, incoming, now=now)
    return asker.subject_id


def _new(
    municipality: Municipality, received: Received, incoming: Incoming, *, now: datetime
) -> uuid.UUID | None:
    """An intake item: nobody sorted it yet, so it is the intake team's, and the writer gets a receipt."""
    text = "\n\n".join(part for part in (incoming.title, incoming.body) if part)
    said = incoming.title or incoming.body or incoming.pictures
    problem = NOBODY if not incoming.sender else "" if said else EMPTY
    if problem:
        received.kind, received.problem = ReceivedKind.REFUSED, problem
        received.save(update_fields=["problem"])
        return None
    received.kind = ReceivedKind.NEW
    new = NewSignal(
        theme=unsorted_theme(municipality),
        kind=Kind.QUESTION,
        text=text,
        title=incoming.title[:120],
        via=Via.MAIL,
        unsorted=True,
        askers=(NewAsker(Contact.EMAIL, incoming.name, incoming.sender),),
    )
    signal = report(municipality=municipality, new=new, by=None, now=now)
    received.asker = Asker.objects.values_list("pk", flat=True).get(subject=signal.subject_id)
    _keep_pictures(municipality, signal, incoming, now=now)
    return signal.subject_id


def unsorted_theme(municipality: Municipality) -> str:
    """The theme of what nobody sorted yet: the last one that the form offers, by custom "iets anders"."""
    themes = current(municipality).part(Themes)
    return (themes.get("overig") or themes.active()[-1]).key


def _keep_pictures(municipality: Municipality, signal: Signal, incoming: Incoming, *, now: datetime) -> None:
    for picture in incoming.pictures:
        try:
            photos.accept(
                upload=SimpleUploadedFile("foto", picture),
                municipality=municipality,
                subject=signal.subject,
                now=now,
            )
        except photos.NotAPhoto:
            continue  # a logo or a file that only says that it is a picture


def municipality_for(incoming: Incoming) -> Municipality | None:
    """Which municipality a message is for: that of the letter or link that it answers, else the one it was sent to.

    None when that cannot be told. With one municipality in the installation it is that one.
    """
    every = list(Municipality.objects.order_by("code")[:2])
    if len(every) < 2:
        return every[0] if every else None
    letter = incoming.letter or incoming.bounced
    owner = (
        Letter.objects.filter(pk=letter).values_list("municipality", flat=True).first() if letter else None
    )
    if owner is None and incoming.token:
        rows = Asker.objects.filter(token_hash=hashed(incoming.token))
        owner = rows.values_list("municipality_id", flat=True).first()
    if owner is not None:
        return Municipality.objects.filter(pk=owner).first()
    hosts = [address.partition("@")[2] for address in incoming.recipients]
    return Municipality.objects.filter(~Q(host="") & Q(host__in=hosts)).first()
