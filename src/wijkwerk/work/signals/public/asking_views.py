"""An asker answers our question, or says something more, on their own page. The link is the key (D5)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from wijkwerk.ground.kit.forms import GET_POST, OnceForm, given
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking
from wijkwerk.work.signals.hinting import goes_on
from wijkwerk.work.signals.models import Signal, Via
from wijkwerk.work.signals.public.asking_forms import MessageForm, ReplyForm
from wijkwerk.work.signals.public.limits import limited
from wijkwerk.work.signals.public.talk import question_for
from wijkwerk.work.signals.public.trace_views import ASKER, by_link, page


# No check on where these forms come from: see `trace_views`.
@csrf_exempt
@limited("trace_reply")
@require_http_methods(GET_POST)
@by_link
def trace_reply(request: HttpRequest, asker: Asker, signal: Signal, *, token: str) -> HttpResponse:
    """The answer to our question. When we stopped waiting meanwhile, it is kept as a message."""
    form = ReplyForm(given(request))
    question = question_for(asker, signal)

    def work() -> None:
        asking.reply(
            signal=signal,
            text=form.cleaned_data["text"],
            asker=asker,
            by=None,
            roles=ASKER,
            now=timezone.now(),
            via=Via.WEB,
        )

    shown = {
        "question": None if signal.visibility == "care" else question,
        "possible": question or form.is_bound,
    }
    return _said(request, signal, form, work, verb="reply", token=token, context=shown)


@csrf_exempt  # see above
@limited("trace_message")
@require_http_methods(GET_POST)
@by_link
def trace_message(request: HttpRequest, asker: Asker, signal: Signal, *, token: str) -> HttpResponse:
    """Something more, whatever the state. Where the signal can be opened again, the page offers that first."""
    form = MessageForm(given(request))

    def work() -> None:
        asking.message(
            signal=signal, text=form.cleaned_data["text"], asker=asker, by=None, now=timezone.now(), via=Via.WEB
        )  # fmt: skip

    again = signal.visibility != "care" and actions.may_reopen(signal, now=timezone.now())
    return _said(request, signal, form, work, verb="message", token=token, context={"may_reopen": again})


def _said(
    request: HttpRequest,
    signal: Signal,
    form: OnceForm,
    work: Callable[[], Any],
    *,
    verb: str,
    token: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Keep it once and go back to the page; what is refused comes back with everything that was typed."""
    if request.method == "POST" and goes_on(form):
        try:
            form.do_once(f"trace_{verb}", work, now=timezone.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return HttpResponseRedirect(f"{reverse('signals:trace', args=[token])}?bericht")
    base = {"form": form, "signal": signal, "token": token}
    return page(request, f"trace_{verb}", base | context, status=422 if form.errors else 200)
