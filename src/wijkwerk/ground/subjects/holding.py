"""Legal hold: a dossier that may not be destroyed or erased now, such as in a court case or a Woo request (D15)."""

from datetime import datetime

from django.db import transaction

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.journal.queries import history
from wijkwerk.ground.kit import hooks
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.people.models import User
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.ground.subjects.records import Kept, reason_of

NO_DOSSIER = "Er is geen dossier met deze code."
MOST = 500


@transaction.atomic
def hold(
    *, subject: Subject, municipality: Municipality, why: str, by: User, now: datetime, care: bool = False
) -> None:
    """From now on it is neither destroyed nor erased. Twice is once. `care`: `by` may know of care dossiers (D8)."""
    _set(subject, municipality, held=True, why=why, by=by, now=now, care=care)


@transaction.atomic
def release(
    *, subject: Subject, municipality: Municipality, why: str, by: User, now: datetime, care: bool = False
) -> None:
    """Its own term counts again."""
    _set(subject, municipality, held=False, why=why, by=by, now=now, care=care)


def _set(
    subject: Subject, municipality: Municipality, *, held: bool, why: str, by: User, now: datetime, care: bool
) -> None:
    why = reason_of(why)
    said = hooks.run("records.hold", subject=subject, municipality=municipality, held=held, care=care)
    if all(each is None for each in said):
        raise Refused("code", NO_DOSSIER)
    if not any(said):
        return
    verb = "held" if held else "released"
    text = {"why": why}
    write(Entry(municipality.pk, verb, now, subject=subject.pk, actor=by.pk, origin="records", text=text))


def held(municipality: Municipality, *, care: bool) -> list[tuple[Kept, str]]:
    """The dossiers on hold with the reason, by code; those about care only for who may know of them. No more than MOST."""
    found = [
        each
        for rows in hooks.run("records.held", municipality=municipality, care=care, most=MOST)
        for each in rows
    ]
    lines = history(municipality=municipality.pk, subjects=[each.subject for each in found])
    why = {line.subject: _why(line) for line in lines.filter(verb="held")}
    return [(each, why.get(each.subject, "")) for each in sorted(found, key=lambda each: each.code)]


def _why(line: object) -> str:
    text = getattr(getattr(line, "detail", None), "text", None)
    return str(text.get("why", "")) if isinstance(text, dict) else ""
