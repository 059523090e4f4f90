"""Bring the records of one municipality into its division: new areas and versions, nothing where nothing changed."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction

from wijkwerk.ground.areas import keys
from wijkwerk.ground.areas.cleaning import Border, Record, Refused, border
from wijkwerk.ground.areas.grouping import Group
from wijkwerk.ground.areas.models import Area, AreaVersion, Division, Municipality
from wijkwerk.ground.areas.report import ImportReport
from wijkwerk.ground.kit import db, hooks

ONE_DAY = timedelta(days=1)
BATCH = 500
Progress = Callable[[str, int, int | None], None]
BOUNDS = ("west", "south", "east", "north")
AREA_FIELDS = ["name", "level", "path", "population"]


class WrongOrder(ValueError):
    """A year older than what the division holds already; the message says which."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to import: the name of the division, the year, and whether it becomes the working one."""

    division: str
    year: int
    working: bool = False

    @property
    def day(self) -> date:
        return date(self.year, 1, 1)


@dataclass(slots=True)
class Book:
    """What the database knows of one division, and what has to be written."""

    municipality: Municipality
    division: Division
    day: date
    areas: dict[str, Area]
    current: dict[str, AreaVersion]
    new_areas: list[Area] = field(default_factory=list)
    changed_areas: list[Area] = field(default_factory=list)
    new_versions: list[AreaVersion] = field(default_factory=list)
    over: list[AreaVersion] = field(default_factory=list)

    @property
    def touched(self) -> bool:
        return bool(self.new_areas or self.changed_areas or self.new_versions or self.over)


def bring_in(group: Group, wish: Wish, report: ImportReport) -> None:
    """Import one municipality, all or nothing. Counts and lines go into the report."""
    borders = _borders(group.records, report)
    if not borders:
        return
    with transaction.atomic():
        book = _open(group, wish)
        gone = _gone(book, group, wish, report.refused)
        _make_areas(book, group, borders)
        parents = _parents(book, group, borders, gone)
        paths = _paths(book, parents)
        for record in group.records:
            if record.code in borders:
                _settle(book, record, borders[record.code], parents[record.code], paths, report)
        _move_the_others(book, borders, paths)
        _close(book, gone, report)
        _write(book, group, wish)
    report.municipalities += 1


def _borders(records: list[Record], report: ImportReport) -> dict[str, Border]:
    found: dict[str, Border] = {}
    for record in records:
        try:
            found[record.code] = border(record)
        except Refused as problem:
            report.refuse(record.number, record.code, str(problem))
        else:
            record.geometry = None  # the whole country need not be held twice
            report.note(record)
    return found


def _open(group: Group, wish: Wish) -> Book:
    municipality, _ = Municipality.objects.get_or_create(
        code=group.code, defaults={"name": group.name or group.code}
    )
    # Two imports at once would give two areas the same key.
    municipality = db.locked(Municipality.objects.filter(pk=municipality.pk)).get()
    division, _ = Division.objects.get_or_create(
        municipality=municipality, name=wish.division, defaults={"year": wish.year}
    )
    areas = {area.code: area for area in Area.objects.filter(division=division)}
    codes = {area.pk: code for code, area in areas.items()}
    versions = AreaVersion.objects.filter(area__division=division, valid_until=None)
    current = {codes[version.area_id]: version for version in versions}
    return Book(municipality, division, wish.day, areas, current)


def _gone(book: Book, group: Group, wish: Wish, refused: set[str]) -> set[str]:
    """Codes that a newer year no longer has. A file of the same year may be a supplement, so it ends nothing."""
    if wish.year <= book.division.year:
        return set()
    return set(book.current) - {record.code for record in group.records} - refused


def _make_areas(book: Book, group: Group, borders: dict[str, Border]) -> None:
    fresh = [record for record in group.records if record.code in borders and record.code not in book.areas]
    if not fresh:
        return
    used = Area.objects.filter(municipality=book.municipality).values_list("key", flat=True)
    for record, key in zip(fresh, keys.after(used), strict=False):
        area = Area(municipality=book.municipality, division=book.division, code=record.code, key=key)
        book.areas[record.code] = area
        book.new_areas.append(area)


def _parents(book: Book, group: Group, borders: dict[str, Border], gone: set[str]) -> dict[str, str]:
    """For each living area the code of the area above it, '' for a root.

    A parent that was refused just now, or that another file of this year brought, still stands when the database
    has it; else the child of a refused area moves up to the area above that.
    """
    code_of = {area.pk: code for code, area in book.areas.items()}
    said = {record.code: record.parent for record in group.records}
    living = borders.keys() | (book.current.keys() - gone)
    parents = {code: _first_living(said[code], said, living) for code in borders}
    for code in living - borders.keys():
        above = book.current[code].parent_id
        parents[code] = code_of[above] if above and code_of[above] in living else ""
    _cut_circles(parents, borders)
    return parents


def _first_living(code: str, said: dict[str, str], living: set[str]) -> str:
    while code and code not in living:
        code = said.get(code, "")
    return code


def _cut_circles(parents: dict[str, str], borders: Iterable[str]) -> None:
    """A file that is sound by itself can make a circle with what another file brought; its own area becomes a root."""
    for start in sorted(borders):
        seen, code = set(), parents[start]
        while code and code not in seen:
            seen.add(code)
            code = parents[code]
        if start in seen:
            parents[start] = ""


def _paths(book: Book, parents: dict[str, str]) -> dict[str, str]:
    """The path of each living area."""
    paths: dict[str, str] = {}
    for start in parents:
        chain = [start]
        while chain[-1] not in paths and parents[chain[-1]]:
            chain.append(parents[chain[-1]])
        for code in reversed(chain):
            paths.setdefault(code, paths.get(parents[code], "") + book.areas[code].key + ".")
    return paths


def _settle(
    book: Book, record: Record, found: Border, parent: str, paths: dict[str, str], report: ImportReport
) -> None:
    """Compare one record with what is known, and note what has to be written."""
    area = book.areas[record.code]
    is_new = area._state.adding
    moved = _take_over(area, record, paths[record.code])
    if moved and not is_new:
        book.changed_areas.append(area)
    renewed = _renew(book, record, found, book.areas[parent] if parent else None)
    if is_new:
        report.created += 1
    elif moved or renewed:
        report.updated += 1
    else:
        report.unchanged += 1


def _take_over(area: Area, record: Record, path: str) -> bool:
    """Give the area the values of now; True when one of them differs. An unknown population leaves the known one."""
    population = area.population if record.population is None else record.population
    values = {"name": record.name, "level": record.level, "path": path, "population": population}
    changed = any(getattr(area, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(area, name, value)
    return changed


def _renew(book: Book, record: Record, found: Border, parent: Area | None) -> bool:
    """A new version where name, parent or border differ from the current one; True when so."""
    current = book.current.get(record.code)
    parent_id = parent.pk if parent else None
    if current and _same(current, record.name, parent_id, found):
        return False
    begins = book.day
    if current:
        # A version never changes: a correction within the same year holds from the day after.
        begins = max(book.day, current.valid_from + ONE_DAY)
        current.valid_until = begins
        book.over.append(current)
    version = AreaVersion(
        municipality=book.municipality,
        area=book.areas[record.code],
        parent=parent,
        name=record.name,
        border=found.geojson,
        valid_from=begins,
        **dict(zip(BOUNDS, found.bounds, strict=True)),
    )
    book.new_versions.append(version)
    return True


def _same(version: AreaVersion, name: str, parent_id: uuid.UUID | None, found: Border) -> bool:
    return (version.name, version.parent_id, version.border) == (name, parent_id, found.geojson)


def _move_the_others(book: Book, borders: dict[str, Border], paths: dict[str, str]) -> None:
    """Areas that the file does not speak of move along with the area above them."""
    for code, path in paths.items():
        area = book.areas[code]
        if code not in borders and area.path != path:
            area.path = path
            book.changed_areas.append(area)


def _close(book: Book, gone: set[str], report: ImportReport) -> None:
    for code in sorted(gone):
        version = book.current[code]
        version.valid_until = book.day
        book.over.append(version)
    report.closed += len(gone)


def _write(book: Book, group: Group, wish: Wish) -> None:
    """A handful of statements, whatever the number of areas. Nothing changed: nothing is written."""
    Area.objects.bulk_create(book.new_areas, batch_size=BATCH)
    Area.objects.bulk_update(book.changed_areas, AREA_FIELDS, batch_size=BATCH)
    # The old versions end first, for an area may have only one that is current.
    AreaVersion.objects.bulk_update(book.over, ["valid_until"], batch_size=BATCH)
    AreaVersion.objects.bulk_create(book.new_versions, batch_size=BATCH)
    _keep_division(book, wish)
    _keep_municipality(book, group, wish)


def _keep_division(book: Book, wish: Wish) -> None:
    division = book.division
    renewed = wish.year > division.year
    if not (book.touched or renewed):
        return
    division.year, division.stamp = wish.year, division.stamp + 1
    division.save(update_fields=["year", "stamp"])
    if renewed:
        hooks.run("areas.replaced", division=division)


def _keep_municipality(book: Book, group: Group, wish: Wish) -> None:
    municipality = book.municipality
    changed = []
    working = municipality.working_division_id
    if working is None or (wish.working and working != book.division.pk):
        municipality.working_division = book.division
        changed.append("working_division")
    if (
        group.name
        and group.name != municipality.name
        and municipality.working_division_id == book.division.pk
    ):
        municipality.name = group.name
        changed.append("name")
    if changed:
        municipality.save(update_fields=changed)


def check_order(groups: list[Group], wish: Wish) -> None:
    """Raise WrongOrder when a municipality has this division of a newer year already: history is written forward."""
    newer = Division.objects.filter(name=wish.division, year__gt=wish.year)
    codes = {group.code for group in groups}
    for code, year in newer.values_list("municipality__code", "year"):
        if code in codes:
            raise WrongOrder(
                f"{code} already has division {wish.division} of {year}; import the years in order, oldest first."
            )
