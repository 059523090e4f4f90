"""Letters by post as one pile of paper, and letters that did not arrive; seen by who may see the asker."""

import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.forms import given
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.kit.pdf import paper
from wijkwerk.ground.letters import actions as letters
from wijkwerk.ground.letters.models import Channel, Letter, LetterState
from wijkwerk.ground.people.may import Access
from wijkwerk.rules.codes import clean_code
from wijkwerk.rules.deadlines import day_words, local_date
from wijkwerk.work.answers.askers import change_contact
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals.desk.letter_views import MOST, ByHand, log_delivered, one_of, readable, waiting_for
from wijkwerk.work.signals.desk.may import for_desk
from wijkwerk.work.signals.desk.post_forms import ContactForm
from wijkwerk.work.signals.models import Signal

# Later than this no envelope comes back any more.
BACK_WITHIN = timedelta(days=90)
SHOWN = 25
TEMPLATE = Path(__file__).parents[1] / "paper" / "letters.typ"


@require_POST
def print_post(request: HttpRequest) -> HttpResponse:
    """Put the letters that wait for the post, and are on no pile yet, on one pile, the oldest first."""
    access, municipality = for_desk(request)
    waiting = waiting_for(access, municipality).filter(state=LetterState.TO_PRINT, batch=None)
    loose = [each.letter.pk for each in readable(access, municipality, waiting, most=MOST)]
    if not loose:
        messages.info(request, "Er ligt geen brief die nog niet op een stapel ligt.")
        return redirect("signals:letters")
    pile = uuid7()
    # Two colleagues at one moment: what the other one took lies on the other pile.
    taken = Letter.objects.filter(
        municipality=municipality.pk, pk__in=loose, batch=None, state=LetterState.TO_PRINT
    ).update(batch=pile)
    if not taken:
        messages.info(request, "Een collega was u voor. De brieven liggen al op een stapel.")
        return redirect("signals:letters")
    if waiting.exists():
        messages.info(
            request, f"Op deze stapel liggen de oudste {taken} brieven. Maak daarna een stapel van de rest."
        )
    return redirect("signals:pile", pile)


def _on_pile(access: Access, municipality: Municipality, pile: uuid.UUID) -> list[Letter]:
    rows = waiting_for(access, municipality).filter(state=LetterState.TO_PRINT, batch=pile)
    return [each.letter for each in readable(access, municipality, rows, most=MOST)]


def _pile(access: Access, municipality: Municipality, pile: uuid.UUID) -> list[Letter]:
    found = _on_pile(access, municipality, pile)
    if not found:
        raise Http404
    return found


@require_safe
def pile(request: HttpRequest, pile: uuid.UUID) -> HttpResponse:
    """A pile: print it, then say that it was posted."""
    access, municipality = for_desk(request)
    return render(request, "signals/pile.html", {"pile": pile, "rows": _pile(access, municipality, pile)})


@require_safe
def pile_pdf(request: HttpRequest, pile: uuid.UUID) -> HttpResponse:
    """The pile as one PDF, a letter a page, with the trace links that exist only on this paper."""
    access, municipality = for_desk(request)
    rows = _pile(access, municipality, pile)
    made = paper(
        TEMPLATE,
        title="Brieven",
        municipality=f"Gemeente {municipality.name}",
        data={"letters": _sheets(rows)},
    )
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="brieven-{timezone.localdate().isoformat()}.pdf"'
    return answer


def _sheets(rows: list[Letter]) -> list[dict[str, str]]:
    return [
        {
            "address": row.address,
            "day": day_words(local_date(row.made_at)),
            "title": row.title,
            "body": letters.full_body(row),
        }
        for row in rows
    ]


@require_POST
def pile_posted(request: HttpRequest, pile: uuid.UUID) -> HttpResponse:
    """The whole pile went to the post. A second press changes nothing."""
    access, municipality = for_desk(request)
    rows = _on_pile(access, municipality, pile)
    if not rows:
        if Letter.objects.filter(municipality=municipality.pk, batch=pile, state=LetterState.SENT).exists():
            return redirect("signals:letters")
        raise Http404
    now = timezone.now()
    with transaction.atomic():
        done = [row for row in rows if letters.mark_done(letter=row, now=now)]
        for row in done:
            log_delivered(row, access, now=now)
    messages.success(request, f"Genoteerd: {len(done)} verstuurd. Dank u wel.")
    return redirect("signals:letters")


@require_safe
def posted(request: HttpRequest) -> HttpResponse:
    """Letters that we posted, the newest first: somebody holds an envelope that came back. With a code those of one signal."""
    access, municipality = for_desk(request)
    code = request.GET.get("code", "").strip()
    rows = _posted(access, municipality, code)
    return render(request, "signals/posted.html", {"rows": rows, "code": code})


def _posted(access: Access, municipality: Municipality, code: str = "") -> list[ByHand]:
    rows = Letter.objects.filter(
        municipality=municipality.pk,
        channel=Channel.POST,
        state=LetterState.SENT,
        erased_at=None,
        made_at__gte=timezone.now() - BACK_WITHIN,
    )
    if code:
        about = Signal.objects.filter(municipality=municipality, subject__code=clean_code(code))
        rows = rows.filter(subject__in=about.values("pk"))
    return readable(access, municipality, rows.order_by("-made_at", "-id"), most=SHOWN)


@require_POST
def came_back(request: HttpRequest, letter: uuid.UUID) -> HttpResponse:
    """A posted letter came back: from now on it stands with what did not arrive. A second press changes nothing."""
    access, municipality = for_desk(request)
    rows = Letter.objects.filter(municipality=municipality.pk, pk=letter, channel=Channel.POST)
    row = next((each.letter for each in readable(access, municipality, rows, most=1)), None)
    if row is None:
        raise Http404
    now = timezone.now()
    with transaction.atomic():
        if letters.came_back(letter=row, now=now):
            log_delivered(row, access, now=now, verb="letter_came_back")
    messages.success(request, "Genoteerd. De brief staat nu bij ‘Niet aangekomen’.")
    return redirect("signals:letters")


def _bounced(access: Access, municipality: Municipality, letter: uuid.UUID) -> Letter:
    """A letter that did not arrive and that nobody settled; a 404 for who may not see its asker."""
    found = one_of(access, municipality, letter, (LetterState.BOUNCED,))
    if found is None:
        raise Http404
    return found


@require_POST
def bounce_settled(request: HttpRequest, letter: uuid.UUID) -> HttpResponse:
    """Somebody reached the asker in another way."""
    access, municipality = for_desk(request)
    row = _bounced(access, municipality, letter)
    letters.settle(letter=row, now=timezone.now())
    messages.success(request, "Genoteerd. Dank u wel.")
    return redirect("signals:letters")


@require_http_methods(["GET", "HEAD", "POST"])
def send_again(request: HttpRequest, letter: uuid.UUID) -> HttpResponse:
    """Mend how we reach the asker, and send what did not arrive once more."""
    access, municipality = for_desk(request)
    row = _bounced(access, municipality, letter)
    asker = get_object_or_404(Asker, municipality=municipality, pk=row.asker, erased_at=None)
    first = {"contact": asker.contact, "address": asker.address}
    form = ContactForm(given(request), initial=first)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        form.do_once("send_again", lambda: _again(request.user, row, asker, form.cleaned_data, now), now=now)
        messages.success(request, "Verstuurd. De nieuwe gegevens staan bij de melder.")
        return redirect("signals:letters")
    status = 422 if form.errors else 200
    return render(request, "signals/send_again.html", {"form": form, "letter": row}, status=status)


def _again(user: Any, row: Letter, asker: Asker, given: dict[str, str], now: datetime) -> None:
    changed = change_contact(
        asker=asker, contact=given["contact"], address=given["address"], by=user, now=now
    )
    letters.send_again(
        letter=row,
        asker_version=changed.token_version,
        channel=Channel(given["contact"]),
        address=changed.address,
        now=now,
    )
