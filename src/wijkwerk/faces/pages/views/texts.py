"""Pages of words: about, privacy, accessibility. What they say comes from the settings of the municipality."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wijkwerk.ground.areas.sections import Contact
from wijkwerk.ground.areas.settings import Document, current
from wijkwerk.ground.people.web import municipality_of
from wijkwerk.work.signals.sections import Kept, NotFor, Retention, Terms, Themes


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, what one may expect, and where else one can go."""
    return _page(request, "about", "Over Wijkwerk")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, how long, who sees it, and what one can ask (AVG art. 13)."""
    return _page(request, "privacy", "Privacy")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far these pages are usable for everybody, and whom to tell where they are not."""
    return _page(request, "accessibility", "Toegankelijkheid")


def _page(request: HttpRequest, name: str, title: str) -> HttpResponse:
    municipality = municipality_of(request)
    document = current(municipality)
    context = {
        "contact": document.part(Contact),
        "retention": document.part(Retention),
        "other_terms": _other_terms(document),
        "terms": document.part(Terms),
        "not_for": document.part(NotFor).items,
        "crumbs": [{"label": municipality.name, "url": reverse("pages:home")}, {"label": title}],
    }
    return render(request, f"pages/{name}.html", context)


def _other_terms(document: Document) -> list[tuple[str, Kept]]:
    """The themes that are kept by a rule of their own, in words."""
    themes = document.part(Themes)
    return [(themes.label(key), kept) for key, kept in sorted(document.part(Retention).by_theme.items())]
