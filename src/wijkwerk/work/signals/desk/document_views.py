"""The handover document of an area, on the screen and as paper; for its manager and the intake team."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.kit.pdf import paper
from wijkwerk.ground.people.may import Access
from wijkwerk.rules.deadlines import day_words
from wijkwerk.work.signals.desk.document import Document, Part, document_of
from wijkwerk.work.signals.desk.may import for_desk

TEMPLATE = Path(__file__).parents[1] / "paper" / "area.typ"


@require_safe
def area_document(request: HttpRequest, code: str) -> HttpResponse:
    """What a successor must know, with links to the signals."""
    document = _document(request, code)
    return render(request, "signals/area_document.html", {"document": document, "code": code})


@require_safe
def area_document_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The same as a tagged PDF."""
    document = _document(request, code)
    made = paper(
        TEMPLATE,
        title=f"Overdracht van {document.area}",
        municipality=f"Gemeente {document.municipality}",
        data={"day": day_words(document.day), "parts": [_plain(part, document) for part in document.parts]},
    )
    answer = HttpResponse(made, content_type="application/pdf")
    name = f"overdracht-{code}-{document.day.isoformat()}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _plain(part: Part, document: Document) -> dict[str, object]:
    return {
        "title": part.title,
        "head": part.head,
        "rows": part.rows,
        "empty": part.empty,
        "cut": f"Dit zijn de eerste {len(part.rows)}. Er zijn er meer: kijk op uw bureau."
        if part.cut
        else "",
    }


def _document(request: HttpRequest, code: str) -> Document:
    access, municipality = for_desk(request)
    area = _area(access, municipality, code)
    return document_of(municipality, area, timezone.localdate())


def _area(access: Access, municipality: Municipality, code: str) -> Area:
    """An area of the working division that this person manages, or any for the intake team; a 404 for everybody else."""
    rows = Area.objects.filter(municipality=municipality, division=municipality.working_division_id)
    area = rows.filter(code=code[:20]).first()
    if area is None or not area.path or not may_hand_over(access, area.path):
        raise Http404
    return area


def may_hand_over(access: Access, path: str) -> bool:
    """Whether this person is the manager of the area or of one that holds it, or works in the intake team."""
    return access.intake or any(path.startswith(each) for each in access.areas)
