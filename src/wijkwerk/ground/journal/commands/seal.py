"""`wijkwerk journal seal`: seal the lines that have no seal yet, and tell the heads."""

import argparse
import uuid
from datetime import UTC, datetime

from wijkwerk.ground.journal import sealing
from wijkwerk.ground.journal.models import Batch
from wijkwerk.ground.kit.output import GOOD, Output


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(args: argparse.Namespace, out: Output) -> int:
    """The head of each municipality is that of its last batch in this run."""
    last: dict[uuid.UUID, Batch] = {}
    batches = lines = 0
    for batch in sealing.seal(now=datetime.now(UTC)):
        batches, lines = batches + 1, lines + batch.lines
        last[batch.municipality] = batch
        out.progress("lines sealed", lines)
    for batch in last.values():
        out.line(f"{batch.day} municipality {batch.municipality} batch {batch.number} head {batch.head}")
    out.done({"batches": batches, "lines": lines, **({"heads": _heads(last)} if out.as_json else {})})
    return GOOD


def _heads(last: dict[uuid.UUID, Batch]) -> list[dict[str, object]]:
    return [
        {
            "municipality": str(municipality),
            "number": batch.number,
            "day": str(batch.day),
            "lines": batch.lines,
            "head": batch.head,
        }
        for municipality, batch in last.items()
    ]
