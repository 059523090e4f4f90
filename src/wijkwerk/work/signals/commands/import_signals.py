"""`wijkwerk signals import`: read signals of another system from a CSV file."""

import argparse
import time
from pathlib import Path

from django.utils import timezone

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.reading import Unreadable
from wijkwerk.ground.areas.settings import NotReady
from wijkwerk.ground.kit import statistics
from wijkwerk.ground.kit.output import GOOD, REFUSED, Output, Stop
from wijkwerk.work.signals.importing.actions import Summary, import_signals
from wijkwerk.work.signals.importing.mapping import BadMapping, SourceMapping, load
from wijkwerk.work.signals.importing.rejects import RejectsFile


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="CSV with a header, .csv or packed as .csv.gz"
    )
    parser.add_argument(
        "--mapping",
        required=True,
        type=Path,
        metavar="MAPPING",
        help="what the columns mean: a .toml file, or the name of a mapping of Wijkwerk",
    )
    parser.add_argument("--municipality", required=True, metavar="CODE", help="code of the municipality")
    parser.add_argument("--dry-run", action="store_true", help="count only; nothing is stored")
    parser.add_argument(
        "--rejects",
        type=Path,
        metavar="PATH",
        help="where the rejected rows go; else FILE.rejects.csv in this folder, and nowhere in a dry run",
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Exit code 1 when a row was rejected; the file of rejected rows says which and why."""
    municipality = ready(args.municipality)
    rejects = RejectsFile(_rejects_path(args), _mapping(args).rejects.columns)
    began = time.monotonic()
    try:
        summary = import_signals(
            municipality=municipality, path=args.file, mapping=_mapping(args), by=None, now=timezone.now(),
            dry_run=args.dry_run, rejects=rejects, progress=out.progress,
        )  # fmt: skip
    except (Unreadable, BadMapping, NotReady) as problem:
        raise Stop(str(problem)) from problem
    if not args.dry_run:
        statistics.look()
    _tell(summary, rejects, args, round(time.monotonic() - began, 1), out)
    return REFUSED if summary.rejected else GOOD


def ready(code: str) -> Municipality:
    """The municipality, when people can work in it; else a stop that says which command comes first."""
    rows = Municipality.objects.select_related("working_division")
    municipality = rows.filter(code__iexact=code).first()
    if municipality is None:
        raise Stop(
            f"There is no municipality with code {code}. Import its areas first: `wijkwerk areas import`."
        )
    if municipality.working_division_id is None:
        raise Stop(f"{municipality.name} has no areas yet. Import them first: `wijkwerk areas import`.")
    if not municipality.ready:
        raise Stop(str(NotReady(municipality)))
    return municipality


def _mapping(args: argparse.Namespace) -> SourceMapping:
    try:
        return load(args.mapping)
    except BadMapping as problem:
        raise Stop(str(problem)) from problem


def _rejects_path(args: argparse.Namespace) -> Path | None:
    path: Path | None = args.rejects
    if path is None:
        if args.dry_run:
            return None
        path = Path(f"{args.file.name.removesuffix('.gz').removesuffix('.csv')}.rejects.csv")
    if path.is_dir() or not path.parent.is_dir():
        raise Stop(f"The rejected rows cannot be written to {path}: that is no file in a folder that exists.")
    if path.exists() and args.file.exists() and path.samefile(args.file):
        raise Stop(f"{path} is the file to read; choose another one for the rejected rows.")
    return path


def _tell(
    summary: Summary, rejects: RejectsFile, args: argparse.Namespace, seconds: float, out: Output
) -> None:
    told = summary.as_json()
    reasons, notes = told.pop("reasons"), told.pop("notes")
    written = str(rejects.path) if rejects.written else None
    told |= {
        "seconds": seconds,
        "dry_run": args.dry_run,
        "reasons": reasons,
        "notes": notes,
        "rejects": written,
    }
    if not out.as_json:
        told = {name: value for name, value in told.items() if value not in ({}, None)}
    out.done(told)
