"""Handing over my work: before a leave or another job, many signals at once, each as a warm handover (I9, D2).

Nothing leaves my hands here: each colleague is asked, and until they say yes it stays mine. Being away for a while is another
page (`people:absence`): then open work falls to the team and a deputy sees it.
"""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.atlas import AreaName
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit import once
from wijkwerk.ground.kit.forms import GET_POST, given
from wijkwerk.ground.people.may import Access
from wijkwerk.rules.workflow import Step
from wijkwerk.work.answers.models import Promise, PromiseState
from wijkwerk.work.answers.queries import promises_for
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import bulk
from wijkwerk.work.signals.actions.bulk import Chosen
from wijkwerk.work.signals.desk.lists import queries
from wijkwerk.work.signals.desk.lists.rows import Row, dress, promise_rows
from wijkwerk.work.signals.desk.may import NEEDS, for_desk, roles_on, verbs_on
from wijkwerk.work.signals.desk.steps.handing_forms import GiveForm
from wijkwerk.work.signals.models import OPEN, Handover, HandoverState, Signal

MOST: Final = bulk.MOST
SHOWN: Final = 20
DISTRICT: Final = 2  # steps from the municipality


class HandOverForm(GiveForm):
    """Which signals, to whom, and why."""

    field_order = ("chosen", "to_team", "why")
    chosen = forms.MultipleChoiceField(
        label="Welke meldingen?",
        help_text="Haal het vinkje weg bij wat u zelf houdt.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Kies ten minste één melding.",
            "invalid_choice": "Een melding die u koos, is niet meer van u. Kijk de lijst na.",
        },
    )

    def __init__(self, *args: Any, rows: list[Row], access: Access, **kwargs: Any) -> None:
        self.lines = {bool(access.care_teams)} | ({False} if access.teams or access.areas else set())
        super().__init__(*args, care=False, **kwargs)
        field: Any = self.fields["chosen"]
        field.choices = [(row.code, _label(row)) for row in rows]
        # What was asked of somebody already waits for their answer: asking another takes that question back.
        field.initial = [row.code for row in rows if not _is_asked(row)]
        self.fields["why"].label = "Waarom draagt u over?"
        self.fields["why"].help_text = "Uw collega leest dit bij elke melding. Wat moet die weten?"

    def _groups(self, municipality: Municipality, *, care: bool) -> list[tuple[str, list[tuple[str, str]]]]:
        """Teams of the care line for who works there, other teams for who works there (D8)."""
        return [
            group
            for line in sorted(self.lines)
            for group in super(HandOverForm, self)._groups(municipality, care=line)
        ]


def _label(row: Row) -> str:
    asked = ", al gevraagd" if _is_asked(row) else ""
    return f"{row.title} ({row.code}, {row.word.lower()}{asked})"


def _is_asked(row: Row) -> bool:
    return bool(getattr(row.signal, "is_asked", False))


@dataclass(frozen=True)
class Mine:
    """What is in my hands, oldest term first; `more` = there is more than one press can hand over."""

    signals: list[Signal]
    more: bool


def my_work(access: Access, municipality: Municipality) -> Mine:
    """The open signals of which this person is the owner. One query."""
    rows = Signal.objects.filter(
        access.visible(), municipality=municipality, owner_person=access.user_id, state__in=OPEN
    )
    waits = Handover.objects.filter(
        municipality=municipality, signal=OuterRef("pk"), state=HandoverState.SENT
    )
    rows = rows.annotate(is_asked=Exists(waits))
    rows = rows.select_related("subject", "owner_team", "owner_person").defer("text", "words")
    found: list[Any] = list(rows.order_by("received_at", "pk")[: MOST + 1])
    return Mine(found[:MOST], len(found) > MOST)


def my_promises(access: Access, municipality: Municipality) -> QuerySet[Promise]:
    """Open promises that this person gave: they are the team's, but a successor should know them."""
    rows = promises_for(access, municipality).filter(answer__given_by=access.user_id, state=PromiseState.OPEN)
    return rows.select_related("asked", "owner_team").order_by("due_until", "pk")


@require_http_methods(GET_POST)
def hand_over(request: HttpRequest) -> HttpResponse:
    """All that is in my hands, and the asking of a colleague or team to take it over, in one press."""
    access, municipality = for_desk(request)
    if not access.may("enter"):
        raise Http404
    mine, today = my_work(access, municipality), timezone.localdate()
    rows = dress(mine.signals, access, municipality, today)
    form = HandOverForm(given(request), rows=rows, access=access, municipality=municipality)
    if request.method == "POST" and form.is_valid():
        return redirect("signals:bulk_done", _ask_all(request, access, municipality, mine.signals, form))
    asked = queries.my_offers(access, municipality)
    context = {
        "form": form,
        "rows": rows,
        "more": mine.more,
        "most": MOST,
        "promises": promise_rows(list(my_promises(access, municipality)[:SHOWN]), today),
        "asked": [each for each in asked if each.state == HandoverState.SENT],
        "waiting": queries.to_confirm(access, municipality),
        "areas": _areas(access, municipality),
    }
    return render(request, "signals/hand_over.html", context, status=422 if form.errors else 200)


def _areas(access: Access, municipality: Municipality) -> list[AreaName]:
    """The areas of which this person can make a handover document: their own; for the intake team the districts."""
    names = areas.path_names(municipality)
    own = access.areas | ({path for path in names if path.count(".") == DISTRICT} if access.intake else set())
    return [names[path] for path in sorted(own) if path in names]


def _ask_all(
    request: HttpRequest,
    access: Access,
    municipality: Municipality,
    signals: list[Signal],
    form: HandOverForm,
) -> str:
    """Ask for each, once per form; what is refused stops nothing else. Returns the key of the step, whose page says it all."""
    user: Any = request.user
    wanted, now = set(form.cleaned_data["chosen"]), timezone.now()
    rows = sorted((each for each in signals if each.subject.code in wanted), key=lambda each: each.pk)
    chosen = [_with_rights(access, municipality, each) for each in rows]
    try:
        with transaction.atomic():
            once.claim(str(form.cleaned_data.get("once") or ""), action="hand_over", now=now)
            step = bulk.begin(municipality=municipality, step=Step.GIVE, signals=rows, by=user, now=now)
            once.settle(str(form.cleaned_data.get("once") or ""), result=str(step.pk))
    except once.SentBefore as before:
        return before.result
    to_team, to_person = form.receiver

    def work(each: Chosen) -> Any:
        return actions.give(
            signal=each.signal, to_team=to_team, to_person=to_person, why=form.cleaned_data["why"], by=user,
            roles=each.roles, now=now,
        )  # fmt: skip

    bulk.go_through(step, chosen, work=work, by=user)
    return str(step.pk)


def _with_rights(access: Access, municipality: Municipality, signal: Signal) -> Chosen:
    signal.municipality = municipality
    allowed = NEEDS[Step.GIVE.value] in verbs_on(access, signal, municipality)
    return Chosen(signal, roles_on(access, signal), allowed)
