"""How somebody of staff wants to hear that work waits."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wijkwerk.ground.kit.forms import OnceForm, given
from wijkwerk.work.signals.attention import choose, chosen
from wijkwerk.work.signals.desk.may import for_desk
from wijkwerk.work.signals.models import How


class AttentionForm(OnceForm):
    how = forms.ChoiceField(
        label="Wanneer wilt u een e-mail als er werk voor u is?",
        choices=How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies er één."},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def attention(request: HttpRequest) -> HttpResponse:
    """Choose: at once, once a day, or not."""
    _, municipality = for_desk(request)
    user: Any = request.user
    form = AttentionForm(given(request), initial={"how": chosen(user, municipality)})
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        how = form.cleaned_data["how"]
        form.do_once(
            "attention", lambda: choose(user=user, municipality=municipality, how=how, now=now), now=now
        )
        messages.success(request, "Bewaard.")
        return redirect("signals:attention")
    status = 422 if form.errors else 200
    return render(request, "signals/attention.html", {"form": form}, status=status)
