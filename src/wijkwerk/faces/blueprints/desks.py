"""What every settings page knows: the municipality of this moment, its document, and the sheet of the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest

from wijkwerk.faces.blueprints import queries
from wijkwerk.faces.blueprints.fields import AreaNames, area_names
from wijkwerk.faces.blueprints.sheets import Sheet
from wijkwerk.ground.areas import paths, settings
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.people.web import municipality_of, need


class MakeSheet(Protocol):
    """Makes the sheet of a page from a document and what was typed."""

    def __call__(self, raw: Any, *, areas: AreaNames, data: Any = None, taken: set[str]) -> Sheet: ...


@dataclass(frozen=True)
class Desk:
    """The municipality of this moment and its document."""

    municipality: Municipality
    document: settings.Document

    def sheet(self, make: MakeSheet, raw: Any, data: Any = None) -> Sheet:
        taken = queries.team_keys(self.municipality)
        return make(raw, areas=area_names(self.municipality), data=data, taken=taken)

    def with_table(self, table: Any) -> settings.Document:
        """The document in force with another routing table; nothing is stored. Raises settings.Invalid."""
        codes = set(area_names(self.municipality).name_of)
        return settings.parse(with_change(self.document.raw, "routing", table), area_codes=codes)


def desk_of(request: HttpRequest) -> Desk:
    """The desk of an administrator. Raises Http404 for anybody else."""
    need(request, "manage_settings")
    municipality = queries.fresh(municipality_of(request))
    return Desk(municipality, settings.current(municipality))


def with_change(raw: Mapping[str, Any], where: str, value: Any) -> dict[str, Any]:
    """The document with `value` at the path `where`, to be checked; nothing is stored."""
    # A team or theme that goes may leave its note behind; the action that stores takes that away.
    return {**paths.replaced(raw, where, value), "notes": {}}


def holds(base: settings.Document, sheet: Sheet) -> bool:
    """Whether the document holds with what was typed; what is wrong is shown at its field."""
    if not sheet.is_valid():
        return False
    changed = with_change(base.raw, sheet.where, sheet.value())
    problems = settings.validate(changed, area_codes=set(sheet.areas.name_of))
    for problem in problems:
        sheet.show(problem)
    return not problems


def changed_document(desk: Desk, base: settings.Document, sheet: Sheet) -> settings.Document | None:
    """The document in force with what was typed; None when it does not hold, and what is wrong is shown on the sheet."""
    if not holds(base, sheet):
        return None
    try:
        changed = with_change(desk.document.raw, sheet.where, sheet.value())
        return settings.parse(changed, area_codes=set(sheet.areas.name_of))
    except settings.Invalid as invalid:
        # It fits what the person looked at, and no longer what somebody else stored since.
        for problem in invalid.problems:
            sheet.show(problem)
        return None
