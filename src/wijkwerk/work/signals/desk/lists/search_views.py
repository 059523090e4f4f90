"""Search on the desk: by code, straight to the signal; by words, in all texts; by person, while they are on the line."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wijkwerk.ground.kit.forms import GET_POST
from wijkwerk.ground.people.web import person_of
from wijkwerk.rules.finding import terms
from wijkwerk.work.signals.desk.lists import found
from wijkwerk.work.signals.desk.may import for_desk
from wijkwerk.work.signals.finding import searching

TOO_SHORT = "Typ ten minste drie letters van de naam, of zes cijfers van het telefoonnummer."


class LookUpForm(forms.Form):
    """Who is on the line. It is sent, never part of an address: what is typed must not stand in a log."""

    use_required_attribute = False
    who = forms.CharField(
        label="Naam of telefoonnummer",
        max_length=found.MOST_SIGNS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="U vindt alleen melders van meldingen die u mag lezen. Wij schrijven op dat u zocht, niet wat u typte.",
        error_messages={"required": TOO_SHORT, "max_length": "Dit is te lang. Typ alleen de naam."},
    )

    def clean_who(self) -> str:
        typed = str(self.cleaned_data["who"])
        if not found.how_asked(typed):
            raise forms.ValidationError(TOO_SHORT)
        return typed


@require_http_methods(GET_POST)
def search(request: HttpRequest) -> HttpResponse:
    """By code, place or words (GET); by who asks (POST)."""
    if request.method == "POST":
        return _look_up(request)
    access, municipality = for_desk(request)
    typed = request.GET.get("q", "").strip()[: found.MOST_SIGNS]
    signal = found.by_code(access, municipality, typed)
    if signal is not None:
        return redirect("signals:detail", signal.subject.code)
    after = found.read_after(request.GET.get("na", ""))
    rows, more = found.by_words(access, municipality, typed, after, timezone.localdate())
    shorter = found.without_number(typed) if not rows and not after else ""
    if shorter:
        rows, more = found.by_words(access, municipality, shorter, None, timezone.localdate())
    context = {
        "typed": typed,
        "shorter": shorter if rows else "",
        "rows": rows,
        "vague": bool(typed) and not terms(typed),
        "pager": {"next_url": more, "previous_url": "?" + urlencode({"q": typed}) if after else ""},
        "form": LookUpForm() if found.may_look_up(access) else None,
    }
    return render(request, "signals/search.html", context)


def _look_up(request: HttpRequest) -> HttpResponse:
    """Who is on the line: the newest signals of an asker with this name or number."""
    access, municipality = for_desk(request)
    if not found.may_look_up(access):
        raise Http404
    form = LookUpForm(request.POST)
    context: dict[str, Any] = {"form": form, "looked_up": False}
    if form.is_valid():
        who, user = form.cleaned_data["who"], person_of(request)
        how, now = found.how_asked(who), timezone.now()
        searching.looked_up(municipality=municipality, by=user, how=how, now=now)
        rows, more = found.by_asker(access, municipality, who, timezone.localdate())
        context |= {"looked_up": True, "rows": rows, "too_many": more}
    return render(request, "signals/search.html", context, status=422 if form.errors else 200)
