"""Lists of projects and of notes in the log: bounded, paged by key, in a fixed number of queries."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.queries import path_names
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.db import within, within_any
from wijkwerk.work.projects.models import LogNote, LogState, LogTag, Project, ProjectState
from wijkwerk.work.signals.desk.lists.filters import FIRST_YEAR, LAST_YEAR

PAGE: Final = 25
FIRST: Final = 10
STATES: Final = {
    ProjectState.STARTED.value: ("open", own("Loopt in {area.with_article}")),
    ProjectState.OFFERED.value: ("clock", "Aangeboden"),
    ProjectState.RECEIVED.value: ("busy", "Overgenomen"),
    ProjectState.FINISHED.value: ("done", "Klaar"),
}
LOG_STATES: Final = {
    LogState.OPEN.value: ("new", "Open"),
    LogState.TAKEN_UP.value: ("busy", "Opgepakt"),
    LogState.ARCHIVED.value: ("done", "Opgeborgen"),
}


@dataclass(frozen=True)
class Wanted:
    """What a list shows. `after` is the last row of the page before."""

    path: str = ""
    state: str = ""
    receiver: str = ""
    tag: str = ""
    after: tuple[str, uuid.UUID] | None = None

    def url(self, **changes: Any) -> str:
        """The query string of this list with changes, from its first page unless said otherwise."""
        new = replace(self, **({"after": None} | changes))
        parts = {
            "gebied": new.path,
            "stand": new.state,
            "afdeling": new.receiver,
            "onderwerp": new.tag,
            "na": f"{new.after[0]}~{new.after[1].hex}" if new.after else "",
        }
        return "?" + urlencode({name: value for name, value in parts.items() if value})


def read(
    given: Any, municipality: Municipality, *, states: Any, receivers: Any = (), tags: Any = ()
) -> Wanted:
    """A filter from a query string; what is not there is left out, never an error."""
    path, state, receiver, tag = (
        str(given.get(name, ""))[:120] for name in ("gebied", "stand", "afdeling", "onderwerp")
    )
    return Wanted(
        path=path if path in path_names(municipality) else "",
        state=state if state in states else "",
        receiver=receiver if receiver in set(receivers) else "",
        tag=tag if tag in set(tags) else "",
        after=_mark(str(given.get("na", ""))[:200]),
    )


def _mark(text: str) -> tuple[str, uuid.UUID] | None:
    first, _, key = text.rpartition("~")
    try:
        return first, uuid.UUID(hex=key)
    except ValueError:
        return None


def projects(municipality: Municipality, wanted: Wanted) -> tuple[list[Project], str]:
    """A page by area, the newest last, and the query string of the next. One query."""
    rows = Project.objects.filter(within("area_path", wanted.path), municipality=municipality)
    rows = rows.filter(state=wanted.state) if wanted.state else rows.exclude(state=ProjectState.FINISHED)
    if wanted.receiver:
        rows = rows.filter(receiver__key=wanted.receiver)
    if wanted.after:
        path, key = wanted.after
        rows = rows.filter(Q(area_path__gt=path) | Q(area_path=path, pk__gt=key))
    found = list(_dressed(rows).order_by("area_path", "pk")[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    return found[:PAGE], wanted.url(after=(found[PAGE - 1].area_path, found[PAGE - 1].pk))


def _dressed(rows: QuerySet[Project]) -> QuerySet[Project]:
    return rows.select_related("subject", "area", "receiver", "owner_team", "owner_person")


def waiting_for(municipality: Municipality, teams: frozenset[uuid.UUID]) -> list[Project]:
    """What was offered to these teams, the longest waiting first. One query, none without a team."""
    if not teams:
        return []
    rows = Project.objects.filter(municipality=municipality, receiver__in=teams, state=ProjectState.OFFERED)
    return list(_dressed(rows).order_by("offered_at", "pk")[:FIRST])


def notes(municipality: Municipality, paths: frozenset[str], wanted: Wanted) -> tuple[list[LogNote], str]:
    """A page of the log, newest first, with tags, and the query string of the next. Two queries."""
    rows = LogNote.objects.filter(
        within_any("area_path", paths), within("area_path", wanted.path), municipality=municipality
    )
    rows = rows.filter(state=wanted.state) if wanted.state else rows.exclude(state=LogState.ARCHIVED)
    if wanted.tag:
        rows = rows.filter(
            Exists(LogTag.objects.filter(municipality=municipality, note=OuterRef("pk"), tag=wanted.tag))
        )
    if wanted.after:
        moment, key = _moment(wanted.after[0]), wanted.after[1]
        if moment is not None:
            rows = rows.filter(Q(written_at__lt=moment) | Q(written_at=moment, pk__lt=key))
    rows = rows.select_related("area", "taken_by", "written_by")
    rows = rows.prefetch_related(Prefetch("tags", LogTag.objects.order_by("tag")))
    found = list(rows.order_by("-written_at", "-pk")[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    last = found[PAGE - 1]
    return found[:PAGE], wanted.url(after=(last.written_at.isoformat(), last.pk))


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo and FIRST_YEAR <= found.year <= LAST_YEAR else None
