"""Letters that a person must deliver: to print and post, or to tell by telephone; seen by who may see the asker."""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Min, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.kit.db import among, capped_count
from wijkwerk.ground.letters import actions as letters
from wijkwerk.ground.letters.models import TRACE_MARK, Channel, Letter, LetterState
from wijkwerk.ground.people.may import Access
from wijkwerk.work.signals.desk.may import for_desk
from wijkwerk.work.signals.desk.refused_mail import reason, refused_mail
from wijkwerk.work.signals.models import Signal

BY_HAND = (LetterState.TO_PRINT, LetterState.TO_CALL)
MOST = 100
MOST_PILES = 500
NO_LINK = "(Aan de telefoon geeft u geen link. Zeg: bel ons en noem uw code.)"
LINK = re.compile(r"\blink\b", re.IGNORECASE)


@dataclass(frozen=True)
class ByHand:
    """A letter with what a person needs to deliver it. A link cannot be told by telephone: there stands what to say instead."""

    letter: Letter
    code: str
    body: str

    @property
    def why(self) -> str:
        """Why it did not arrive, in words for the desk."""
        return reason(self.letter.problem)


@dataclass(frozen=True)
class Part:
    """The oldest letters of one kind on the page, and how many there are of it when that is more."""

    rows: list[ByHand]
    total: int

    @property
    def most(self) -> int:
        """How many of them stand on the page when not all of them do; else 0."""
        return len(self.rows) if self.total > len(self.rows) else 0


@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    """Everything that waits to be posted or told, oldest first; prints one letter a page."""
    access, municipality = for_desk(request)
    waiting = waiting_for(access, municipality)
    post = waiting.filter(state=LetterState.TO_PRINT)
    context = _parts(
        access,
        municipality,
        post=post.filter(batch=None),
        phone=waiting.filter(state=LetterState.TO_CALL),
        bounced=waiting.filter(state=LetterState.BOUNCED),
    )
    piles = post.exclude(batch=None).values("batch").annotate(number=Count("pk"), first=Min("made_at"))
    context["piles"] = piles.order_by("first").values_list("batch", "number")[:MOST_PILES]
    context["refused"] = refused_mail(access, municipality)
    return render(request, "signals/letters.html", context)


def waiting_for(access: Access, municipality: Municipality) -> QuerySet[Letter]:
    """Letters that nobody settled, about signals whose askers this person may see, oldest first."""
    rows = Letter.objects.filter(municipality=municipality.pk, settled_at=None)
    return rows.filter(among(_mine(access, municipality), "subject")).order_by("made_at", "id")


def _mine(access: Access, municipality: Municipality) -> QuerySet[Signal]:
    return Signal.objects.filter(access.readable(), municipality=municipality)


def _parts(access: Access, municipality: Municipality, **parts: QuerySet[Letter]) -> dict[str, Any]:
    """The first of each, with the codes in one query; what is more is counted only where there is more."""
    found = {name: list(rows[: MOST + 1]) for name, rows in parts.items()}
    shown = _shown(access, municipality, [row for rows in found.values() for row in rows[:MOST]])
    made = {}
    for name, rows in found.items():
        total = capped_count(parts[name]) if len(rows) > MOST else len(rows)
        made[name] = Part([shown[row.pk] for row in rows[:MOST] if row.pk in shown], total)
    return made


def _shown(access: Access, municipality: Municipality, rows: list[Letter]) -> dict[uuid.UUID, ByHand]:
    about = _mine(access, municipality).filter(pk__in={row.subject for row in rows}).select_related("subject")
    codes = {signal.pk: signal.subject.code for signal in about if access.may("see_askers", signal)}
    return {row.pk: ByHand(row, codes[row.subject], _body(row)) for row in rows if row.subject in codes}


def readable(
    access: Access, municipality: Municipality, rows: QuerySet[Letter], *, most: int
) -> list[ByHand]:
    """The first of these letters that are about signals whose askers this person may see. Two queries."""
    found = list(rows.filter(among(_mine(access, municipality), "subject"))[:most])
    return list(_shown(access, municipality, found).values())


def one_of(
    access: Access, municipality: Municipality, letter: uuid.UUID, states: tuple[LetterState, ...]
) -> Letter | None:
    """This letter, when it waits in one of these states and this person may see its asker."""
    rows = waiting_for(access, municipality).filter(pk=letter, state__in=states)
    return next((each.letter for each in readable(access, municipality, rows, most=1)), None)


def _body(letter: Letter) -> str:
    if letter.channel == Channel.PHONE:
        return without_link(letter.body)
    return letters.full_body(letter)


def without_link(body: str) -> str:
    """A letter to be told: for the line of the link what to say instead, and nothing below it that speaks of a link."""
    kept, below = [], False
    for line in body.split("\n"):
        if TRACE_MARK in line:
            kept.append(NO_LINK)
        elif not (below and LINK.search(line)):
            kept.append(line)
        below = TRACE_MARK in line or (below and bool(line.strip()))
    return "\n".join(kept)


@require_POST
def letter_done(request: HttpRequest, letter: uuid.UUID) -> HttpResponse:
    """It was posted or told. A second press changes nothing."""
    access, municipality = for_desk(request)
    row = one_of(access, municipality, letter, BY_HAND)
    if row is None:
        if Letter.objects.filter(municipality=municipality.pk, pk=letter, state=LetterState.SENT).exists():
            return redirect("signals:letters")
        raise Http404
    with transaction.atomic():
        if letters.mark_done(letter=row, now=timezone.now()):
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
