"""`wijkwerk records erasures`: what was erased, one JSON object a line, to keep beside the backups. It holds identifiers only."""

import argparse
import json
from datetime import UTC, datetime, time, timedelta

from wijkwerk.ground.kit.output import GOOD, Output
from wijkwerk.rules.deadlines import AMSTERDAM
from wijkwerk.work.signals.personal.erasures import Erasure, since

DAYS = 400


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--since",
        type=moment,
        metavar="DATE",
        help=f"from this day on, YYYY-MM-DD; without it the last {DAYS} days. Take more days than backups are kept",
    )


def moment(text: str) -> datetime:
    """The first moment of a day in Amsterdam."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=AMSTERDAM)
    except ValueError as error:
        raise argparse.ArgumentTypeError("a date is written as YYYY-MM-DD") from error
    return datetime.combine(day.date(), time.min, tzinfo=AMSTERDAM)


def run(args: argparse.Namespace, out: Output) -> int:
    """Lines on the standard output; how many on the error stream."""
    start = args.since or datetime.now(UTC) - timedelta(days=DAYS)
    found = list(since(start))
    if out.as_json:
        out.done({"erasures": [as_plain(each) for each in found]})
        return GOOD
    for each in found:
        out.line(json.dumps(as_plain(each)))
    out.error(f"{len(found)} erasures since {start:%Y-%m-%d}")
    return GOOD


def as_plain(each: Erasure) -> dict[str, str]:
    """One line of the list."""
    return {
        "what": each.what.value,
        "key": str(each.key),
        "at": each.at.astimezone(UTC).isoformat(),
        "ground": each.ground,
    }
