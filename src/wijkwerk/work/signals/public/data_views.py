"""What an asker may do with their own data, on their own page: take a copy, ask to mend or erase it. The link is the key (D5)."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.ground.kit.forms import GET_POST, OnceForm, given
from wijkwerk.work.answers import data_requests
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.models import Asker, DataRequest, Wish
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.public import own_copy
from wijkwerk.work.signals.public.limits import limited
from wijkwerk.work.signals.public.report_forms import Words
from wijkwerk.work.signals.public.trace_views import by_link, page

HINTS = {
    Wish.COPY: "Ook wat medewerkers over u schreven. Wij kijken eerst of er iets van anderen in staat.",
    Wish.CORRECT: "Schrijf hieronder wat er niet klopt.",
    Wish.ERASE: "Uw link werkt daarna niet meer. Soms moeten wij iets bewaren. Dan leggen wij dat uit.",
}


class DataForm(OnceForm):
    """What somebody asks."""

    use_required_attribute = False

    wish = forms.ChoiceField(
        label="Wat wilt u?",
        choices=Wish.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat u wilt."},
    )
    text = Words(
        label="Uw uitleg",
        help_text="Alleen wij lezen dit. Schrijf hier geen burgerservicenummer.",
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wish"].widget.hints = HINTS


# No check on where this form comes from: see `trace_views`.
@csrf_exempt
@limited("trace_data")
@require_http_methods(GET_POST)
@by_link
def trace_data(request: HttpRequest, asker: Asker, signal: Signal, *, token: str) -> HttpResponse:
    """What we hold, a copy to take along, and a form to ask for more. Answered within a month (AVG, art. 12)."""
    form = DataForm(given(request))

    def work() -> None:
        given = form.cleaned_data
        data_requests.ask(
            asked=asked_of(signal), asker=asker, wish=given["wish"], text=given["text"], now=timezone.now()
        )

    if request.method == "POST" and form.is_valid():
        try:
            form.do_once("trace_data", work, now=timezone.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return HttpResponseRedirect(f"{reverse('signals:trace_data', args=[token])}?gevraagd")
    rows = DataRequest.objects.filter(municipality=asker.municipality_id, asker=asker)
    context = {
        "form": form,
        "signal": signal,
        "asker": asker,
        "token": token,
        # Of one moment always in the same order: a database promises none.
        "requests": rows.order_by("-asked_at", "wish", "pk")[:20],
        "is_sent": "gevraagd" in request.GET,
        "care": signal.visibility == "care",
    }
    return page(request, "trace_data", context, status=422 if form.errors else 200)


@limited("trace_copy", methods=("GET",))
@require_safe
@by_link
def trace_copy(request: HttpRequest, asker: Asker, signal: Signal, *, token: str) -> HttpResponse:
    """The copy. Of care staff give it in person: somebody at the same table may open this link (D8)."""
    if signal.visibility == "care":
        raise Http404
    answer = HttpResponse(own_copy.build(asker, signal), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="mijn-gegevens-{signal.subject.code}.zip"'
    return answer
