"""Apply a way of working, change a part of it, and go back to an earlier version: each makes a new version (D12)."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from wijkwerk.ground.areas import paths, settings
from wijkwerk.ground.areas.models import Municipality, SettingsVersion
from wijkwerk.ground.kit import once
from wijkwerk.ground.people.sections import Teams
from wijkwerk.ground.people.teams import sync_teams

RESTORED = "Terug naar versie {number}: {why}"
SETTLED = "Nagekeken: {path} klopt"
OWN_CHOICE = "Gewijzigd door de gemeente: {why}"
# Lists whose items have no name of their own: a note belongs to the whole.
WHOLE = ("routing", "deviations")


class HasOwnSettings(Exception):
    """The municipality changed its settings since; a blueprint would wipe that out."""

    def __init__(self, number: int) -> None:
        super().__init__(f"the settings are at version {number} and differ from the blueprint")
        self.number = number


class Conflict(Exception):
    """Somebody else changed the same values since. `value` holds both changes, one's own where they clash."""

    def __init__(self, number: int, value: Any, clashes: list[paths.Clash]) -> None:
        super().__init__(f"changed in version {number} too: {', '.join(each.path for each in clashes)}")
        self.number = number
        self.value = value
        self.clashes = clashes


@dataclass(frozen=True)
class Applied:
    """What applying did, or would do: `changed` is the number of values; 0 when the municipality worked so already."""

    number: int
    changed: int
    teams_made: int
    teams_ended: int
    document: settings.Document


@transaction.atomic
def apply_blueprint(
    *,
    municipality: Municipality,
    document: Any,
    by: uuid.UUID | None,
    now: datetime,
    why: str,
    replace: bool = False,
    origin: str = "command",
) -> Applied:
    """Make the document the way of working, and make its teams. The same again changes nothing.

    Raises settings.Invalid; HasOwnSettings where `replace` is False and other settings are in force; TeamRefused.
    """
    found = settings.parse(document)
    before = municipality.settings_number
    old = settings.current(municipality).raw if before else {}
    changed = len(paths.changes(old, found.raw))
    if before and changed and not replace:
        raise HasOwnSettings(before)
    made = settings.put(municipality=municipality, document=found.raw, by=by, now=now, why=why, origin=origin)
    synced = sync_teams(municipality=municipality, teams=found.part(Teams), now=now)
    return Applied(made.number, changed, len(synced.made), len(synced.ended), found)


def would_apply(
    *, municipality: Municipality, document: Any, now: datetime, replace: bool = False
) -> Applied:
    """What `apply_blueprint` would do, refused for the same reasons; nothing stays of it."""
    with transaction.atomic():
        before = municipality.settings_number
        made = apply_blueprint(
            municipality=municipality,
            document=document,
            by=None,
            now=now,
            why="dry run",
            replace=replace,
        )
        transaction.set_rollback(True)
    municipality.settings_number = before
    settings.kept.forget((municipality.pk, made.number))
    return made


def change(
    *,
    municipality: Municipality,
    where: str,
    value: Any,
    base_number: int,
    by: uuid.UUID,
    now: datetime,
    why: str,
    key: str = "",
) -> SettingsVersion:
    """Put `value` at the path `where` (a part, or one letter) as a new version. Without a change: the one in force.

    `base_number` is the version that the person looked at. What others changed since stays; where they changed the
    same value, Conflict is raised. Also raises settings.Invalid and TeamRefused. The same `key` again gives the same
    version.
    """

    def make() -> SettingsVersion:
        newest = settings.current(municipality)
        document = _on_newest(municipality, newest, where, value, base_number)
        return _put(municipality, _noted(newest.raw, document, why), by=by, now=now, why=why)

    return _once(municipality, key, now, make)


def restore(
    *,
    municipality: Municipality,
    number: int,
    base_number: int,
    by: uuid.UUID,
    now: datetime,
    why: str,
    key: str = "",
) -> SettingsVersion:
    """An earlier version in force again, as a new version.

    Raises settings.Changed, settings.Invalid, TeamRefused, SettingsVersion.DoesNotExist.
    """

    def make() -> SettingsVersion:
        if municipality.settings_number != base_number:
            raise settings.Changed(municipality.settings_number)
        document = settings.version(municipality, number).raw
        text = RESTORED.format(number=number, why=why)[:300]
        return _put(municipality, document, by=by, now=now, why=text)

    return _once(municipality, key, now, make)


def settle_doubt(
    *, municipality: Municipality, path: str, base_number: int, by: uuid.UUID, now: datetime
) -> SettingsVersion:
    """A doubtful value is right as it is: its doubt goes, as a new version. Without such a doubt: the one in force.

    Raises settings.Changed where the document changed since `base_number`.
    """
    with transaction.atomic():
        raw = settings.current(municipality).raw
        note = raw["notes"].get(path)
        if not note or not note["doubt"]:
            return SettingsVersion.objects.get(municipality=municipality, number=municipality.settings_number)
        notes = {**raw["notes"], path: {**note, "doubt": ""}}
        why = SETTLED.format(path=path)[:300]
        document = {**raw, "notes": notes}
        return settings.put(
            municipality=municipality, document=document, by=by, now=now, why=why, base_number=base_number
        )


def _put(
    municipality: Municipality, document: Any, *, by: uuid.UUID, now: datetime, why: str
) -> SettingsVersion:
    number = municipality.settings_number
    made = settings.put(
        municipality=municipality, document=document, by=by, now=now, why=why, base_number=number
    )
    teams = settings.parse(made.document).part(Teams)
    sync_teams(municipality=municipality, teams=teams, now=now)
    return made


def _once(
    municipality: Municipality, key: str, now: datetime, make: Callable[[], SettingsVersion]
) -> SettingsVersion:
    # The municipality is part of the key: a key of another municipality can never point at a version here.
    own = hashlib.sha256(f"settings {municipality.pk} {key}".encode()).hexdigest() if key else ""
    try:
        with transaction.atomic():
            once.claim(own, action="settings", now=now)
            municipality.refresh_from_db(fields=["settings_number"])
            made = make()
            once.settle(own, result=str(made.number))
            return made
    except once.SentBefore as before:
        return SettingsVersion.objects.get(municipality=municipality, number=int(before.result))


def _on_newest(
    municipality: Municipality, newest: settings.Document, where: str, value: Any, base_number: int
) -> dict[str, Any]:
    if newest.number != base_number:
        base = settings.version(municipality, base_number)
        three = (paths.find(base.raw, where), paths.find(newest.raw, where), value)
        value, clashes = paths.merged(*three, where)
        if clashes:
            raise Conflict(newest.number, value, clashes)
    return paths.replaced(newest.raw, where, value)


def _noted(old: dict[str, Any], new: dict[str, Any], why: str) -> dict[str, Any]:
    """The notes in step: what the municipality chose itself no longer comes from the blueprint's source."""
    places = {_note_place(each.path) for each in paths.changes(old, new)}
    note = {"source": OWN_CHOICE.format(why=why)[:500], "doubt": ""}
    notes = {**new["notes"], **dict.fromkeys(sorted(places), note)}
    return {**new, "notes": {path: kept for path, kept in notes.items() if _is_there(new, path)}}


def _note_place(path: str) -> str:
    part, *rest = path.split(".")
    return part if part in WHOLE or not rest else f"{part}.{rest[0]}"


def _is_there(document: dict[str, Any], path: str) -> bool:
    try:
        paths.find(document, path)
    except KeyError:
        return False
    return True
