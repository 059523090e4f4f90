"""Letters that a person must deliver: to print and post, or to tell by telephone; seen by who may see the asker."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.letters import actions as letters
from wijkwerk.ground.letters.models import TRACE_MARK, Channel, Letter, LetterState
from wijkwerk.ground.people.may import Access
from wijkwerk.work.signals.desk.views import for_desk
from wijkwerk.work.signals.models import Signal

BY_HAND = (LetterState.TO_PRINT, LetterState.TO_CALL)
MOST = 100


@dataclass(frozen=True)
class ByHand:
    """A letter with what a person needs to deliver it. A link cannot be told by telephone, so it is left out there."""

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
    rows = rows.order_by("made_at", "id")[:MOST]
    signals = Signal.objects.filter(access.visible(), pk__in={row.subject for row in rows})
    seen = {
        signal.pk: signal for signal in signals.select_related("subject") if access.may("see_askers", signal)
    }
    return [ByHand(row, seen[row.subject].subject.code, _body(row)) for row in rows if row.subject in seen]


def by_hand(access: Access, municipality: Municipality) -> list[ByHand]:
    """Letters to deliver by hand: to print or to tell."""
    return letters_of(access, municipality, BY_HAND)


def _body(letter: Letter) -> str:
    if letter.channel == Channel.PHONE:
        return "\n".join(line for line in letter.body.split("\n") if TRACE_MARK not in line)
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


def log_delivered(letter: Letter, access: Access, *, now: datetime) -> None:
    """One journal line: a person delivered this letter."""
    entry = Entry(
        municipality=letter.municipality,
        verb="letter_delivered",
        at=now,
        subject=letter.subject,
        actor=access.user_id,
        result=letter.channel,
    )
    write(entry)
