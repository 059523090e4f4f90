"""`wijkwerk areas import`: read areas and their borders from a GeoJSON file."""

import argparse
import time
from pathlib import Path

from wijkwerk.ground.areas.actions import import_division
from wijkwerk.ground.areas.cleaning import clean
from wijkwerk.ground.areas.importing import WrongOrder
from wijkwerk.ground.areas.reading import Unreadable
from wijkwerk.ground.areas.report import ImportReport
from wijkwerk.ground.kit.output import GOOD, REFUSED, Output, Stop

YEARS = range(1800, 2201)
MOST_SAID = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="GeoJSON, .geojson or packed as .geojson.gz")
    parser.add_argument("--division", required=True, metavar="NAME", help="name of the division, e.g. cbs")
    parser.add_argument(
        "--year", required=True, type=int, help="the division as it was on 1 January of this year"
    )
    parser.add_argument("--municipality", metavar="CODE", help="only this municipality, e.g. GM0301")
    parser.add_argument("--working", action="store_true", help="make it the division that people work in")


def run(args: argparse.Namespace, out: Output) -> int:
    """Exit code 1 when a feature was refused; the lines say which and why."""
    name = clean(args.division)
    if not name or len(name) > 60:
        raise Stop("The name of the division must have 1 to 60 characters.")
    if args.year not in YEARS:
        raise Stop(f"The year must lie between {YEARS[0]} and {YEARS[-1]}.")
    began = time.monotonic()
    try:
        report = import_division(
            path=args.file, division=name, year=args.year, municipality_code=clean(args.municipality or "") or None,
            working=args.working, progress=out.progress,
        )  # fmt: skip
    except (Unreadable, WrongOrder) as problem:
        raise Stop(str(problem)) from problem
    _tell(report, round(time.monotonic() - began, 1), out)
    return REFUSED if report.rejected else GOOD


def _tell(report: ImportReport, seconds: float, out: Output) -> None:
    summary = report.summary()
    lines = summary.pop("lines")
    if out.as_json:
        out.done({**summary, "seconds": seconds, "lines": lines})
        return
    for line in lines[:MOST_SAID]:
        out.line(line)
    if len(lines) > MOST_SAID:
        out.line(f"... {len(lines) - MOST_SAID} more; --json gives all")
    out.done({**summary, "seconds": seconds})
