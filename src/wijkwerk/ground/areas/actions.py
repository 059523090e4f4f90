"""Import a division: the areas of one or more municipalities from a file."""

from pathlib import Path
from typing import Any

from wijkwerk.ground.areas.cleaning import Record, Refused, home_of, record
from wijkwerk.ground.areas.grouping import Group, by_municipality, tree
from wijkwerk.ground.areas.importing import Progress, Wish, bring_in, check_order
from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.reading import Unreadable, features_in, features_of
from wijkwerk.ground.areas.report import ImportReport


def _silent(_what: str, _done: int, _total: int | None) -> None:
    """Progress that nobody hears."""


def import_division(
    *,
    path: Path,
    division: str,
    year: int,
    municipality_code: str | None = None,
    working: bool = False,
    progress: Progress = _silent,
) -> ImportReport:
    """Import the areas of a GeoJSON file (.geojson, or packed with gzip) as the division `division` of `year`.

    Each municipality comes in whole or not at all, in its own transaction; the same file again changes nothing.
    Raises reading.Unreadable (also for a municipality that the file does not hold) and importing.WrongOrder.
    """
    wish = Wish(division, year, working)
    return _import(features_of(path), wish, municipality_code, progress)


def import_collection(
    *,
    collection: dict[str, Any],
    division: str,
    year: int,
    working: bool = False,
    progress: Progress = _silent,
) -> ImportReport:
    """The same for a FeatureCollection in memory, e.g. the map of the demo."""
    features = list(features_in(collection, "collection"))
    return _import(features, Wish(division, year, working), None, progress)


def _import(features: list[Any], wish: Wish, only: str | None, progress: Progress) -> ImportReport:
    report = ImportReport()
    groups = _groups(features, only, report)
    features.clear()  # the records hold what is needed; the rest may go
    check_order(groups, wish)
    total, done = sum(len(group.records) for group in groups), 0
    for group in groups:
        bring_in(group, wish, report)
        done += len(group.records)
        group.records.clear()
        progress("areas", done, total)
    known.forget()
    return report


def _groups(features: list[Any], only: str | None, report: ImportReport) -> list[Group]:
    """The municipalities in the file, or the one asked for. Raises Unreadable when that one is not there."""
    home = Municipality.objects.filter(code__iexact=only).first() if only else None
    wanted = home.code if home else only

    def refuse(found: Record, why: str) -> None:
        if not wanted or home_of(found.code) in {"", wanted}:
            report.refuse(found.number, found.code, why)

    records = _records(features, report)
    found = tree(records, refuse)
    groups = by_municipality(found, only=wanted, only_is_known=home is not None, refuse=refuse)
    if only and not groups:
        raise Unreadable(f"The file holds no areas of municipality {only}.")
    report.skipped = len(features) - report.rejected - sum(len(group.records) for group in groups)
    return groups


def _records(features: list[Any], report: ImportReport) -> list[Record]:
    records = []
    for number, feature in enumerate(features, start=1):
        try:
            records.append(record(number, feature))
        except Refused as problem:
            report.refuse(number, "", str(problem))
    return records
