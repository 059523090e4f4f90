"""Pages of words: about, privacy, accessibility. What they say comes from the settings of the municipality."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkwerk.ground.areas.sections import Contact, Security
from wijkwerk.ground.areas.settings import Document, current
from wijkwerk.ground.areas.statements import Accessibility, Privacy
from wijkwerk.ground.people.sections import Teams
from wijkwerk.ground.people.web import municipality_of
from wijkwerk.work.signals.models import FormalKind
from wijkwerk.work.signals.sections import Formals, Kept, NotFor, Retention, Terms, Themes


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, what one may expect, and where else one can go."""
    document = current(municipality_of(request))
    parts = {"terms": document.part(Terms), "not_for": document.part(NotFor).items}
    return _page(request, "about", "Over Wijkwerk", parts)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Who is responsible, what is kept, how long, who sees it, and what one can ask (AVG art. 13)."""
    document = current(municipality_of(request))
    parts = {
        "privacy": document.part(Privacy),
        "retention": document.part(Retention),
        "other_terms": _other_terms(document),
        "journal_years": document.part(Security).journal_years,
        "partners": sorted({team.organisation for team in document.part(Teams) if team.organisation}),
        "formal": document.part(Formals).get(FormalKind.AVG),
    }
    return _page(request, "privacy", "Privacy", parts)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement: what works for everybody, what does not yet, and whom to tell."""
    document, today = current(municipality_of(request)), timezone.localdate()
    statement, contact = document.part(Accessibility), document.part(Contact)
    parts = {
        "statement": statement,
        "outdated": statement.outdated(today),
        "shortcomings": [
            {"said": each, "late": each.until is not None and each.until < today}
            for each in statement.shortcomings
        ],
        "phone": statement.phone or contact.phone,
        # The hours belong to the municipality's own number.
        "hours": "" if statement.phone else contact.hours,
        "email": statement.email or contact.email,
    }
    return _page(request, "accessibility", "Toegankelijkheid", parts)


def _page(request: HttpRequest, name: str, title: str, parts: dict[str, Any]) -> HttpResponse:
    municipality = municipality_of(request)
    crumbs = [{"label": municipality.name, "url": reverse("pages:home")}, {"label": title}]
    contact = current(municipality).part(Contact)
    return render(request, f"pages/{name}.html", {"contact": contact, **parts, "crumbs": crumbs})


def _other_terms(document: Document) -> list[tuple[str, Kept]]:
    """The themes that are kept by a rule of their own, in words."""
    themes = document.part(Themes)
    return [(themes.label(key), kept) for key, kept in sorted(document.part(Retention).by_theme.items())]
