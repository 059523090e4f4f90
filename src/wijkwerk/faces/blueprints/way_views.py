"""How this municipality works, its role cards, and the ways of working that come with Wijkwerk, side by side."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wijkwerk.faces.blueprints import comparing, laying, queries, reading, wording
from wijkwerk.faces.blueprints.facts.means import Planning
from wijkwerk.faces.blueprints.facts.parts import BY_NAME
from wijkwerk.faces.blueprints.facts.telling import INSIDE, notes_of, told
from wijkwerk.ground.areas import paths, settings
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import Document
from wijkwerk.ground.kit.dutch_dates import MONTHS
from wijkwerk.ground.people.web import access_of, municipality_of, need
from wijkwerk.work.calendars.window import SHORT
from wijkwerk.work.plans.sections import PlanKinds

STORED = frozenset(BY_NAME)


@require_GET
def way(request: HttpRequest) -> HttpResponse:
    """How this municipality works: for everybody; what concerns the organisation only for who works here."""
    municipality = municipality_of(request)
    document = settings.current(municipality)
    staff = access_of(request).may("see_roles")
    context = _page(document, municipality, inside=staff)
    return render(request, "blueprints/way.html", {**context, "municipality": municipality, "staff": staff})


@require_GET
def ways(request: HttpRequest) -> HttpResponse:
    """Every municipality of the package side by side, with this one beside them."""
    need(request, "see_roles")
    municipality = municipality_of(request)
    found = comparing.ways()
    columns = [(municipality.name, settings.current(municipality))]
    columns = [*columns, *((each.title, each.document) for each in found)]
    lines = comparing.side_by_side(columns)
    return render(request, "blueprints/ways.html", {"ways": found, "lines": lines})


@require_GET
def blueprint(request: HttpRequest, name: str) -> HttpResponse:
    """One way of working of the package: how it works, where it differs, what its document leaves open."""
    need(request, "see_roles")
    if name == reading.START or name not in reading.names():
        raise Http404
    found = comparing.way(name)
    context = _page(found.document, None, inside=True)
    context["differs"] = _differs(found.document)
    context["unlike"] = comparing.unlike_others(found)
    return render(request, "blueprints/blueprint.html", {**context, "way": found})


def _page(document: Document, municipality: Municipality | None, *, inside: bool) -> dict[str, Any]:
    return {
        "title": document.raw["title"],
        "year": document.raw["year"],
        "kinds": document.part(PlanKinds).active(),
        "roles": queries.role_cards(document),
        "parts": told(document, inside=inside),
        "planning": _planning(document),
        "brief": _brief(document, inside=inside),
        "open": _doubts(document, lambda path: path.partition(".")[0] in STORED),
        "map": laying.map_of(document, municipality),
    }


def _doubts(document: Document, about: Callable[[str], bool]) -> list[dict[str, str]]:
    """What the document leaves open at the paths that `about` chooses, each with its place."""
    return [
        {"place": wording.place(path, document.raw), "doubt": note["doubt"]}
        for path, note in document.raw["notes"].items()
        if note["doubt"] and about(path)
    ]


def _brief(document: Document, *, inside: bool) -> dict[str, Any]:
    """The settings of section 3b in one look: what is said, each with its place, and what is not."""
    lines = comparing.side_by_side([("", document)])
    shown = [(line, line.cells[0]) for line in lines if inside or line.part not in INSIDE]
    said = [
        {"line": line, "cell": cell, "doubts": _doubts(document, line.holds) if document.raw["year"] else []}
        for line, cell in shown
        if cell.said
    ]
    absent = [line.title for line, cell in shown if not cell.said]
    why = shown[0][1].absent
    return {"said": said, "absent": absent if inside or why == comparing.UNSAID else [], "why": why}


def _planning(document: Document) -> dict[str, Any]:
    part = document.part(Planning)
    if not part.duties and not part.months:
        return {}
    sources, doubts = notes_of(document, Planning.name)
    rows = [{"row": row, "cells": list(zip(MONTHS, row.months, strict=True))} for row in part.months]
    heads = list(zip(SHORT, MONTHS, strict=True))
    return {"part": part, "heads": heads, "rows": rows, "sources": sources, "doubts": doubts}


def _differs(document: Document) -> list[dict[str, str]]:
    """What steers the product and is not as in `start`."""
    start = comparing.way(reading.START).document
    changes = [
        each
        for each in paths.changes(start.raw, document.raw)
        if each.path.partition(".")[0] not in STORED.union(settings.HEAD)
    ]
    return wording.told(changes, document.raw)


@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """What each role does and does not do here, for everyone with a role."""
    need(request, "see_roles")
    cards = queries.role_cards(settings.current(municipality_of(request)))
    return render(request, "blueprints/roles.html", {"roles": cards})
