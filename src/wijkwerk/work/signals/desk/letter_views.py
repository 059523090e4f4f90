"""Letters that a person must deliver: to print and post, or to tell by telephone; seen by who may see the asker."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.kit.db import among
from wijkwerk.ground.letters import actions as letters
from wijkwerk.ground.letters.models import TRACE_MARK, Channel, Letter, LetterState
from wijkwerk.ground.people.may import Access
from wijkwerk.work.signals.desk.may import for_desk
from wijkwerk.work.signals.models import Signal

BY_HAND = (LetterState.TO_PRINT, LetterState.TO_CALL)
MOST = 100
NO_LINK = "(Aan de telefoon geeft u geen link. Zeg: bel ons en noem uw code.)"


@dataclass(frozen=True)
class ByHand:
    """A letter with what a person needs to deliver it. A link cannot be told by telephone: there stands what to say instead."""

    letter: Letter
    code: str
    body: str


@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    """Everything that waits to be posted or told, oldest first; prints one letter a page."""
    access, municipality = for_desk(request)
    found = letters_of(access, municipality, (*BY_HAND, LetterState.BOUNCED))
    of = {state: [each for each in found if each.letter.state == state] for state in LetterState}
    post = of[LetterState.TO_PRINT]
    piles = dict.fromkeys(each.letter.batch for each in post if each.letter.batch)
    context = {
        "post": [each for each in post if each.letter.batch is None],
        "piles": [(pile, sum(each.letter.batch == pile for each in post)) for pile in piles],
        "phone": of[LetterState.TO_CALL],
        "bounced": of[LetterState.BOUNCED],
    }
    return render(request, "signals/letters.html", context)


def letters_of(
    access: Access,
    municipality: Municipality,
    states: tuple[LetterState, ...],
    *,
    batch: uuid.UUID | None = None,
) -> list[ByHand]:
    """Letters in these states about signals whose askers this person may see, oldest first. Two queries."""
    rows = Letter.objects.filter(municipality=municipality.pk, state__in=states, settled_at=None)
    if batch is not None:
        rows = rows.filter(batch=batch)
    return readable(access, municipality, rows.order_by("made_at", "id"), most=MOST)


def readable(
    access: Access, municipality: Municipality, rows: QuerySet[Letter], *, most: int
) -> list[ByHand]:
    """The first of these letters that are about signals whose askers this person may see. Two queries."""
    mine = Signal.objects.filter(access.readable(), municipality=municipality)
    found = list(rows.filter(among(mine, "subject"))[:most])
    about = mine.filter(pk__in={row.subject for row in found}).select_related("subject")
    codes = {signal.pk: signal.subject.code for signal in about if access.may("see_askers", signal)}
    return [ByHand(row, codes[row.subject], _body(row)) for row in found if row.subject in codes]


def by_hand(access: Access, municipality: Municipality) -> list[ByHand]:
    """Letters to deliver by hand: to print or to tell."""
    return letters_of(access, municipality, BY_HAND)


def _body(letter: Letter) -> str:
    if letter.channel == Channel.PHONE:
        return "\n".join(NO_LINK if TRACE_MARK in line else line for line in letter.body.split("\n"))
    return letters.full_body(letter)


@require_POST
def letter_done(request: HttpRequest, letter: uuid.UUID) -> HttpResponse:
    """It was posted or told. A second press changes nothing."""
    access, municipality = for_desk(request)
    row = next((each.letter for each in by_hand(access, municipality) if each.letter.pk == letter), None)
    if row is None:
        if Letter.objects.filter(municipality=municipality.pk, pk=letter, state=LetterState.SENT).exists():
            return redirect("signals:letters")
        raise Http404
    with transaction.atomic():
        letters.mark_done(letter=row, now=timezone.now())
        log_delivered(row, access, now=timezone.now())
    messages.success(request, "Genoteerd. Dank u wel.")
    return redirect("signals:letters")


def log_delivered(letter: Letter, access: Access, *, now: datetime, verb: str = "letter_delivered") -> None:
    """One journal line: a person delivered this letter, or got it back."""
    entry = Entry(
        municipality=letter.municipality,
        verb=verb,
        at=now,
        subject=letter.subject,
        actor=access.user_id,
        result=letter.channel,
    )
    write(entry)
