"""`wijkwerk signals index`: make the words to search by anew, after an upgrade that says so or when rules about words changed."""

import argparse
from datetime import UTC, datetime

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.output import GOOD, Output, Stop
from wijkwerk.work.signals.finding.searching import rebuild


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--municipality", metavar="CODE", help="one municipality, e.g. GM0344; without it all"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Five hundred signals a transaction; people go on working meanwhile."""
    rows = Municipality.objects.order_by("code")
    if args.municipality:
        rows = rows.filter(code=args.municipality)
        if not rows.exists():
            raise Stop(f"There is no municipality {args.municipality}.")
    done = 0
    for municipality in rows:
        done += rebuild(municipality, now=datetime.now(UTC))
        out.progress("signals", done)
    out.done({"signals": done})
    return GOOD
