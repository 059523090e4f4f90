"""`wijkwerk journal verify`: compute every seal again and list what does not fit."""

import argparse
import re
from datetime import UTC, datetime

from wijkwerk.ground.journal.verifying import Verification
from wijkwerk.ground.kit.output import GOOD, REFUSED, Output

MOST_TOLD = 1000  # in the JSON result; all are counted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--head",
        action="append",
        default=[],
        type=head,
        metavar="HASH",
        help="a head that was kept elsewhere; the journal must still hold it. May be given more than once",
    )


def head(text: str) -> str:
    """A head as somebody typed it from paper: blanks and capitals do not count."""
    found = re.sub(r"\s", "", text).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", found):
        raise argparse.ArgumentTypeError("a head has 64 signs, 0 to 9 and a to f")
    return found


def run(args: argparse.Namespace, out: Output) -> int:
    """Exit code 1 when anything but a warning was found."""
    work = Verification(now=datetime.now(UTC), heads=args.head)
    counts = {True: 0, False: 0}
    told: dict[bool, list[str]] = {True: [], False: []}
    for finding in work.findings():
        counts[finding.grave] += 1
        out.line(f"{'PROBLEM' if finding.grave else 'warning'}: {finding}")
        if out.as_json and counts[finding.grave] <= MOST_TOLD:
            told[finding.grave].append(str(finding))
        out.progress("batches read", work.batches)
    summary = {"batches": work.batches, "destroyed": work.destroyed, "lines": work.lines}
    summary |= {"unsealed": work.unsealed, "problems": counts[True], "warnings": counts[False]}
    lists = {"problem_list": told[True], "warning_list": told[False]}
    heads = {"heads": {str(each): last for each, last in work.heads.items()}}
    out.done({**summary, **lists, **heads} if out.as_json else summary)
    return REFUSED if counts[True] else GOOD
